"""`seratus`, the command: try it, run it, set up programmes, invite heads."""

import secrets
import sys
from datetime import date, datetime, timedelta
from importlib.resources import files
from typing import Annotated

import typer
import uvloop

from bot import operator
from bot.app import App, SystemClock, database, keys, migrated
from bot.command import err, out, refuse, run, told
from bot.logs import configure
from bot.parked_cli import parked_app
from bot.settings import Settings
from bot.tables import checked, heads_table, programmes_table, villages_table
from bot.terminal.chat import chat as talk
from bot.whatsapp.cli import whatsapp_app
from conversations.programme import (
    DEFAULT_BELOW_AGE,
    DEFAULT_MIN_AGE,
    DEFAULT_PLACES,
    Programme,
)
from storage.ids import new_id

main = typer.Typer(
    name="seratus",
    help="Pekerja rentan mendaftarkan diri lewat obrolan. Begin with: seratus demo",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
)
villages_app = typer.Typer(help="The villages people can register in.", no_args_is_help=True)
programme_app = typer.Typer(help="Who pays for how many places, and when.", no_args_is_help=True)
heads_app = typer.Typer(help="Village heads: invite, list, revoke.", no_args_is_help=True)
main.add_typer(villages_app, name="villages")
main.add_typer(programme_app, name="programme")
main.add_typer(heads_app, name="heads")
main.add_typer(whatsapp_app, name="whatsapp")
main.add_typer(parked_app, name="parked")

Person = Annotated[
    str, typer.Option("--as", help="Who speaks: any name, or 'kades 61.07.01.2001'.")
]
VillageOption = Annotated[
    str | None, typer.Option("--village", help="Open the link of this village first.")
]


@main.command()
def demo(person: Person = "worker1", village: VillageOption = None) -> None:
    """Set everything up (database, 375 villages, 100 places each) and open the conversation.

    At a keyboard you are the worker, and with ':as kades 61.07.01.2001' the head of a village.
    Without a keyboard and without a script a short tour is played.
    """
    err.print("[bold]Seratus[/] — demo. Menyiapkan basis data dan 375 desa …")
    script = None if sys.stdin.isatty() else (sys.stdin.read().splitlines() or _tour())
    if script is None:
        err.print(
            "Tulislah seperti di HP. Misalnya: daftar · status · bantuan\n"
            "Ganti orang: [bold]:as kades 61.07.01.2001[/] · selesai: [bold]:quit[/]\n"
        )
    run(lambda app: talk(app, person, village, script), demo=True)


def _tour() -> list[str]:
    tour = files("bot.terminal").joinpath("tour.txt").read_text("utf-8")
    serial = 9000 + secrets.randbelow(1000)  # of a NIK that no office gives out in a village
    return tour.replace("SERI", str(serial)).splitlines()


@main.command()
def chat(person: Person = "worker1", village: VillageOption = None) -> None:
    r"""Talk in the terminal, or pipe a script in.

    For example: printf 'daftar\n1\n' | seratus chat --as worker1

    Buttons are typed by number or label; ':as NAME' lets somebody else speak.
    """
    script = None if sys.stdin.isatty() else sys.stdin
    run(lambda app: talk(app, person, village, script), demo=_embedded())


def _embedded() -> bool:
    with told():
        return Settings.read().database_url is None


_NOTHING_TO_SERVE = (
    "nothing to serve: set SERATUS_TELEGRAM_TOKEN or the SERATUS_WHATSAPP_ settings; "
    "'seratus check' tells what is missing"
)


@main.command()
def serve() -> None:
    """Run the bot: Telegram (polling, or a webhook with SERATUS_PUBLIC_URL) and WhatsApp.

    Each runs if its token is set. /healthz and /readyz are for whoever watches over it, and so
    is /metrics, on SERATUS_METRICS_PORT. SIGTERM ends it in order, within ten seconds.
    """
    with told():
        settings = Settings.read()
        refuse(None if settings.channels else _NOTHING_TO_SERVE)
        configure(settings.log_level)
        with database(settings) as url:
            uvloop.run(_served(settings, url))


async def _served(settings: Settings, url: str) -> None:
    # Importing aiogram takes seconds, which only who serves should wait for.
    from bot.serve import serve as run_server  # noqa: PLC0415

    await migrated(settings, url)
    await run_server(settings, url)


@main.command()
def migrate() -> None:
    """Bring the database's tables up to date. Safe to repeat."""
    with told():
        settings = Settings.read()
        configure("warning")
        with database(settings) as url:
            uvloop.run(migrated(settings, url))
    out.print("The database is up to date.")


@main.command()
def check() -> None:
    """Say what is set, what is missing, and what to do."""
    with told():
        settings = Settings.read()
        configure("error")
        keys(settings)
    out.print(checked(settings))
    run(_checked)


async def _checked(app: App) -> None:
    async with app.storage.begin() as work:
        programmes = await work.programmes.opened()
        heads = [head for head in await work.officials.list() if head.state == "active"]
    out.print(f"database: answers · programmes open: {len(programmes)} · heads: {len(heads)}")
    if not programmes:
        out.print("To do: seratus villages load 61.07, then seratus programme open 61.07 …")
    if not app.settings.channels:
        out.print("To do: SERATUS_TELEGRAM_TOKEN from @BotFather, then seratus serve")
        out.print("Or: the SERATUS_WHATSAPP_ settings (README, 'WhatsApp')")


@villages_app.command("load")
def villages_load(
    regencies: Annotated[list[str], typer.Argument(help="Codes of regencies: 61.07 61.04")],
) -> None:
    """Load the villages (desa) of regencies from the public list; repeat it after a change."""
    for code in regencies:
        refuse(operator.problem_with_regency(code))
    loaded = run(lambda app: operator.load_villages(app.storage, regencies))
    out.print(
        f"{loaded.villages} villages of {', '.join(regencies)} loaded; {loaded.known} known in "
        "all. Places come with 'seratus programme open'."
    )


@villages_app.command("list")
def villages_list(
    regencies: Annotated[list[str] | None, typer.Argument(help="Only these: 61.07")] = None,
) -> None:
    """List villages and how far each is filled."""

    async def listed(app: App) -> None:
        async with app.storage.begin() as work:
            out.print(villages_table(await work.programmes.filled(regencies or [])))

    run(listed)


@programme_app.command("open")
def programme_open(  # noqa: PLR0913, PLR0917 - options of a command
    regency: Annotated[str, typer.Argument(help="Code of the regency: 61.07")],
    year: Annotated[
        int, typer.Option(min=date.min.year, max=date.max.year, help="The programme's year.")
    ],
    funder: Annotated[str, typer.Option(help="Who pays, such as 'APBD Kabupaten Bengkayang'.")],
    places: Annotated[int, typer.Option(help="Places a village.")] = DEFAULT_PLACES,
    cover_from: Annotated[
        datetime | None, typer.Option(formats=["%Y-%m-%d"], help="First day of the cover.")
    ] = None,
    cover_to: Annotated[
        datetime | None, typer.Option(formats=["%Y-%m-%d"], help="Last day of the cover.")
    ] = None,
    min_age: Annotated[
        int, typer.Option(help="Youngest age on the cover's first day.")
    ] = DEFAULT_MIN_AGE,
    below_age: Annotated[int, typer.Option(help="Must be younger than this.")] = DEFAULT_BELOW_AGE,
) -> None:
    """Open a programme: its places are made in every loaded village of the regency."""
    programme = Programme(
        new_id(),
        regency,
        year,
        places,
        cover_from.date() if cover_from else date(year, 1, 1),
        cover_to.date() if cover_to else date(year, 12, 31),
        funder,
        min_age,
        below_age,
    )
    refuse(operator.problem_with(programme, SystemClock().now().date()))
    refuse(run(lambda app: operator.open_programme(app.storage, programme)))
    out.print(f"Programme {year} of {regency} is open: {places} places a village.")


@programme_app.command("show")
def programme_show() -> None:
    """Show the programmes that take registrations."""

    async def shown(app: App) -> None:
        async with app.storage.begin() as work:
            out.print(programmes_table(await work.programmes.opened()))

    run(shown)


@heads_app.command("invite")
def heads_invite(
    village: Annotated[str, typer.Argument(help="Code of the village: 61.07.01.2001")],
    name: Annotated[
        str, typer.Option(help="The head's name, as it will stand on decisions.")
    ] = "Kepala Desa",
    days: Annotated[
        int, typer.Option(min=1, help="How many days the invitation can be used.")
    ] = operator.INVITATION_LASTS.days,
) -> None:
    """Make a one-time invitation: whoever opens it becomes the head of the village."""

    async def invited(app: App) -> None:
        made = await operator.invite(app.storage, village, name, timedelta(days=days))
        link = await operator.telegram_link(app.settings, f"h_{made.code}")
        place = app.directory.villages.get(village)
        out.print(f"For: {name}, {place.name if place else village} ({village})")
        out.print(f"Code: [bold]{made.code}[/]  (once, within {days} days)", highlight=False)
        out.print(f"Link: {link}", soft_wrap=True, highlight=False)
        if not app.settings.telegram_token:
            out.print("(With SERATUS_TELEGRAM_TOKEN set, the link names your bot.)")
        if door := await operator.whatsapp_link(app.settings, f"KADES {made.code}"):
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
    revoked = run(lambda app: operator.revoke(app.storage, village))
    out.print(f"Revoked for {village}: {revoked} (heads and open invitations).")
