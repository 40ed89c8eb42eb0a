"""`seratus demo` and `seratus chat`: a talk in the terminal, at a keyboard or from a script."""

import secrets
import sys
from collections.abc import Iterable
from importlib.resources import files
from io import TextIOWrapper
from typing import Annotated

import typer
from rich.text import Text

from bot.app import App
from bot.commands import setup
from bot.commands.running import err, refuse, run
from bot.terminal.chat import chat as talk
from bot.terminal.session import NO_UTF8

Person = Annotated[
    str,
    typer.Option(
        "--as", help="Who speaks: any name; in the demo's database also 'kades 61.07.01.2001'."
    ),
]
VillageOption = Annotated[
    str | None,
    typer.Option(
        "--village", metavar="CODE", help="Open the link of this village first: 61.07.01.2001"
    ),
]


def demo(person: Person = "worker1", village: VillageOption = None) -> None:
    """Set everything up (database, 375 villages, 100 places each) and show phones in the browser.

    At a keyboard you may talk beside them: you are the worker, and with ':as kades 61.07.01.2001'
    the head of a village. Without a keyboard and without a script a short tour is played.
    """
    err.print(Text.assemble(("Seratus", "bold"), " — demo. Menyiapkan basis data dan 375 desa …"))
    lines = _script()
    if lines is None:
        # Its libraries take seconds to import, which only who is shown phones waits for.
        from bot.commands.phones import show  # noqa: PLC0415

        show(person, village)
        return
    script = list(lines) or _tour()

    async def talked(app: App) -> None:
        where = f"http://127.0.0.1:{app.settings.port}/phones"
        err.print(f"'make demo' di terminal menunjukkannya di HP-HP di peramban: {where}")
        await talked_as(app, person, village, script, demo=True)

    run(talked, demo=True, make=True)


def _tour() -> list[str]:
    tour = files("bot.terminal").joinpath("tour.txt").read_text("utf-8")
    serial = 9000 + secrets.randbelow(1000)  # of a NIK that no office gives out in a village
    return tour.replace("SERI", str(serial)).splitlines()


def chat(person: Person = "worker1", village: VillageOption = None) -> None:
    """Talk in the terminal, or pipe a script in.

    For example: echo status | seratus chat --as worker1

    Buttons are typed by number or label; ':as NAME' lets somebody else speak. Nobody becomes a
    head by saying so: only in the demo's database does ':as kades CODE' invite one. Elsewhere a
    head types KADES and the code that 'seratus heads invite' gave.
    """
    script = _script()

    async def talked(app: App) -> None:
        if not app.directory.villages:
            err.print(_NOTHING_OPEN)
        is_demo = await setup.is_the_demos(app.storage)
        await talked_as(app, person, village, script, demo=is_demo)

    run(talked)


_NOTHING_OPEN = (
    "No village is loaded here. To begin: seratus villages load 61.07, then seratus programme "
    "open 61.07 …; to try it with invented people: seratus demo"
)


async def talked_as(
    app: App, person: str, village: str | None, script: Iterable[str] | None, *, demo: bool
) -> None:
    known = village is None or app.directory.villages.get(village) is not None
    refuse(None if known else setup.no_village(village or ""))
    await talk(app, person, village, script, demo=demo)


def _script() -> Iterable[str] | None:
    """Return the lines that are piped in; None: somebody is at the keyboard."""
    if sys.stdin is None:  # it was closed
        return ()
    if isinstance(sys.stdin, TextIOWrapper):
        sys.stdin.reconfigure(errors=NO_UTF8)
    return None if sys.stdin.isatty() else sys.stdin
