"""What each of the commands asks first: why, and about whom; and what it says of them."""

import sys
from typing import Annotated

import typer

from bot.app import App
from bot.commands.person import doing
from bot.commands.running import out, refuse
from storage.office.rights.looked_up import LookedUp

Number = Annotated[str, typer.Argument(help="A registration's number: PR-6107-000123")]
Reason = Annotated[
    str | None,
    typer.Option(
        "--reason",
        help="Why, in your words; the audit keeps it, sealed. A terminal is asked for it.",
    ),
]


def asked(given: str | None, what: str, otherwise: str) -> str:
    """Return what was given, or a terminal's answer; a script is told how to give it."""
    if given is None and sys.stdin.isatty():
        given = str(typer.prompt(what))
    refuse(None if given and given.strip() else otherwise)
    return (given or "").strip()


def why_of(reason: str | None) -> str:
    return asked(reason, "Why", 'say why: --reason "came to the office with the KTP"')


async def looked_at(app: App, number: str, why: str) -> LookedUp:
    one = await doing.look(app, number, why)
    if one is None:
        refuse(f"there is no registration {number}")
        raise typer.Exit
    return one


def tell_whom(app: App, one: LookedUp) -> None:
    village = app.directory.villages.called(one.village)
    name = one.answers["name"]
    out.print(f"{one.number}: {name}, {village} ({one.village}), {one.status}")
