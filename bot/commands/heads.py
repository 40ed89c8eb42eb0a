"""`seratus heads`: village heads are invited, listed and revoked."""

from datetime import timedelta
from typing import Annotated

import typer

from bot.app import App
from bot.commands import links, setup
from bot.commands.printed import heads_table
from bot.commands.running import out, run

heads_app = typer.Typer(help="Village heads: invite, list, revoke.", no_args_is_help=True)


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
        link = await links.telegram_link(app.settings, f"h_{made.code}")
        place = app.directory.villages.get(village)
        out.print(f"For: {name}, {place.name if place else village} ({village})")
        out.print(f"Code: [bold]{made.code}[/]  (once, within {days} days)", highlight=False)
        out.print(f"Link: {link}", soft_wrap=True, highlight=False)
        if not app.settings.telegram_token:
            out.print("(With SERATUS_TELEGRAM_TOKEN set, the link names your bot.)")
        if door := await links.whatsapp_link(app.settings, f"h_{made.code}"):
            out.print(f"On WhatsApp: {door}", soft_wrap=True, highlight=False)
        out.print("Hand it to the head in person: whoever opens it first is the head.")

    run(invited)


@heads_app.command("list")
def heads_list() -> None:
    """List heads and open invitations by village."""

    async def listed(app: App) -> None:
        async with app.storage.begin() as work:
            out.print(heads_table(await work.officials.list()))

    run(listed)


@heads_app.command("revoke")
def heads_revoke(village: Annotated[str, typer.Argument(help="Code of the village.")]) -> None:
    """Take a village from its heads and take open invitations back. Decisions made stay."""
    revoked = run(lambda app: setup.revoke(app.storage, village))
    out.print(f"Revoked for {village}: {revoked} (heads and open invitations).")
