"""`seratus heads`: village heads are invited, listed and revoked."""

from datetime import timedelta
from typing import Annotated

import typer
from rich.text import Text

from bot.app import App
from bot.commands import acting, links, setup
from bot.commands.phrases import many
from bot.commands.printed import heads_table, refused_table, short, stuck_table
from bot.commands.running import out, refuse, run
from conversations.links import HEAD, words
from storage.office.officials import Head

_NONE = "There is no head and no invitation: seratus heads invite 61.07.01.2001"

heads_app = typer.Typer(
    help="Invite village heads, list them, and revoke them.", no_args_is_help=True
)


@heads_app.command("invite")
def heads_invite(
    village: Annotated[str, typer.Argument(help="Code of the village: 61.07.01.2001")],
    name: Annotated[
        str, typer.Option(help="The head's name, as it will stand on decisions.")
    ] = "Kepala Desa",
    days: Annotated[
        int, typer.Option(min=1, help="How many days the invitation can be used.")
    ] = setup.INVITATION_LASTS.days,
) -> None:
    """Make a one-time invitation: whoever opens it becomes the head of the village."""

    async def invited(app: App) -> None:
        made = await setup.invite(app.storage, village, name, timedelta(days=days))
        place = app.directory.villages.get(village)
        out.print(f"For: {name}, {place.name if place else village} ({village})")
        for one in made.beside:
            out.print(_beside(one), soft_wrap=True)
        within = f"  (once, within {many(days, 'day')})"
        out.print(Text.assemble("Code: ", (made.code, "bold"), within))
        await _print_ways(app, f"{HEAD}{made.code}")
        out.print("Hand it to the head in person: whoever opens it first is the head.")

    run(invited)


def _beside(one: Head) -> str:
    active = one.state == "active"
    what = "heads it already: both decide then" if active else "has an open invitation already"
    return f"Beside: {one.name} {what} (seratus heads revoke {one.village} {short(one.id)})"


async def _print_ways(app: App, carried: str) -> None:
    ways = {
        "Link": await links.telegram_link(app.settings, carried),
        "On WhatsApp": await links.whatsapp_link(app.settings, carried),
    }
    for where, link in ways.items():
        if link:
            out.print(f"{where}: {link.url}", soft_wrap=True)
        if link and link.todo:
            out.print(f"({link.todo})", soft_wrap=True)
    if not any(ways.values()):
        said = f"No channel is set up here yet: to the bot the head writes {words(carried)}"
        out.print(said, soft_wrap=True)


@heads_app.command("list")
def heads_list() -> None:
    """List heads and open invitations by village, and what keeps them from deciding.

    A card that Telegram or WhatsApp would not show is told here until its registration is decided:
    its head goes on with the others, and sees it again by typing ANTREAN. What nobody in its
    village may decide is told with why and for how long: invite a head, or 'seratus decide'.
    """

    async def listed(app: App) -> None:
        async with app.storage.begin() as work:
            those = await work.officials.list()
            refused = await work.refused_cards.list()
            stuck = await work.stuck.list()
        out.print(heads_table(those) if those else _NONE)
        if refused:
            out.print(refused_table(refused))
        if stuck:
            out.print(stuck_table(stuck, app.clock.now()))

    run(listed)


@heads_app.command("revoke")
def heads_revoke(
    village: Annotated[str, typer.Argument(help="Code of the village.")],
    head: Annotated[
        str | None,
        typer.Argument(
            metavar="ID",
            help="Which head or open invitation, as 'seratus heads list' shows it. "
            "Not needed where there is one head alone.",
        ),
    ] = None,
    *,
    every: Annotated[
        bool, typer.Option("--all", help="All heads and open invitations of the village.")
    ] = False,
    yes: Annotated[
        bool, typer.Option("--yes", help="Do not ask, though no head is left: for scripts.")
    ] = False,
) -> None:
    """Take a village from one of its heads, or take an open invitation back.

    Who was revoked is told so. Their cards lose names and buttons where a channel can change what
    it has shown (Telegram; on WhatsApp they are asked to delete them), and no button of theirs
    decides anything. What waits is before the other heads at once. Decisions made stay.
    Where no head is left you are asked first.
    """
    refuse("name one, or say --all" if head and every else None)

    async def revoked(app: App) -> list[Head]:
        outcome = await acting.revoke(app, village, head, every=every, last=yes)
        if isinstance(outcome, acting.LastHead):
            _ask(outcome, village)
            outcome = await acting.revoke(app, village, head, every=every)
        return [] if isinstance(outcome, acting.LastHead) else outcome

    for one in run(revoked):
        what = "head" if one.state == "active" else "invitation"
        out.print(f"Revoked for {village}: {short(one.id)}, {one.name} ({what}).")


def _ask(left: acting.LastHead, village: str) -> None:
    names = ", ".join(one.name for one in left.heads)
    out.print(f"No head of {village} is left then ({names}): what is registered there waits.")
    typer.confirm("Revoke?", abort=True)
