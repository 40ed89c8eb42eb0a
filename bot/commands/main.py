"""`seratus`, the command: try it, run it, set up programmes, invite heads."""

import secrets
import signal
import sys
from collections.abc import Iterable
from importlib.metadata import version
from importlib.resources import files
from io import TextIOWrapper
from typing import Annotated

import typer
import uvloop
from rich.text import Text

from bot.app import App, Place, database, keys, migrated
from bot.commands import setup
from bot.commands.deciding import decide
from bot.commands.heads import heads_app
from bot.commands.parked import parked_app
from bot.commands.printed import WHY, checked, of_keys
from bot.commands.programme import programme_app
from bot.commands.registrations import registrations_app
from bot.commands.rights import told as told_rights
from bot.commands.running import Told, end_orderly, err, out, refuse, run, told
from bot.commands.system_user import of_server, system_user
from bot.commands.villages import villages_app
from bot.commands.whatsapp import whatsapp_app
from bot.serving.logs import configure
from bot.settings import Settings
from bot.terminal.chat import chat as talk
from bot.terminal.session import NO_UTF8
from storage.office.stuck import Why

main = typer.Typer(
    name="seratus",
    help="Pekerja rentan mendaftarkan diri lewat obrolan. Begin with: seratus demo",
    cls=Told,
    no_args_is_help=True,
    pretty_exceptions_enable=False,
)
main.add_typer(villages_app, name="villages")
main.add_typer(programme_app, name="programme")
main.add_typer(heads_app, name="heads")
main.add_typer(registrations_app, name="registrations")
main.add_typer(whatsapp_app, name="whatsapp")
main.add_typer(parked_app, name="parked")
main.command("decide")(decide)


def _tell_version(*, asked: bool) -> None:
    if asked:
        typer.echo(f"seratus {version('seratus')}")
        raise typer.Exit


@main.callback()
def _of_all(
    *,
    _version: Annotated[
        bool,
        typer.Option(
            "--version", callback=_tell_version, is_eager=True, help="Tell the version and end."
        ),
    ] = False,
) -> None:
    """Options of the command itself."""


Person = Annotated[
    str, typer.Option("--as", help="Who speaks: any name, or 'kades 61.07.01.2001'.")
]
VillageOption = Annotated[
    str | None, typer.Option("--village", help="Open the link of this village first.")
]


@main.command()
def demo(person: Person = "worker1", village: VillageOption = None) -> None:
    """Set everything up (database, 375 villages, 100 places each) and open the conversation.

    At a keyboard phones are shown in the browser, and beside them you are the worker here, and
    with ':as kades 61.07.01.2001' the head of a village. Without a keyboard and without a script a
    short tour is played.
    """
    err.print(Text.assemble(("Seratus", "bold"), " — demo. Menyiapkan basis data dan 375 desa …"))
    lines = _script()
    if lines is None:
        # Its libraries take seconds to import, which only who is shown phones waits for.
        from bot.commands.phones import show  # noqa: PLC0415

        show(person, village)
        return
    script = list(lines) or _tour()
    err.print("Di layar: 'make demo' di terminal membuka HP-HP ini di peramban.")
    run(lambda app: talk(app, person, village, script, demo=True), demo=True)


def _tour() -> list[str]:
    tour = files("bot.terminal").joinpath("tour.txt").read_text("utf-8")
    serial = 9000 + secrets.randbelow(1000)  # of a NIK that no office gives out in a village
    return tour.replace("SERI", str(serial)).splitlines()


@main.command()
def chat(person: Person = "worker1", village: VillageOption = None) -> None:
    r"""Talk in the terminal, or pipe a script in.

    For example: printf 'daftar\n1\n' | seratus chat --as worker1

    Buttons are typed by number or label; ':as NAME' lets somebody else speak. Nobody becomes a
    head by saying so: only in the demo's database does ':as kades CODE' invite one.
    """
    script = _script()
    run(lambda app: _talked(app, person, village, script))


_NOTHING_OPEN = (
    "No village is loaded here. To begin: seratus villages load 61.07, then seratus programme "
    "open 61.07 …; to try it with invented people: seratus demo"
)


async def _talked(
    app: App, person: str, village: str | None, script: Iterable[str] | None
) -> None:
    if not app.directory.villages:
        err.print(_NOTHING_OPEN)
    await talk(app, person, village, script, demo=await setup.is_the_demos(app.storage))


def _script() -> Iterable[str] | None:
    """Return the lines that are piped in; None: somebody is at the keyboard."""
    if sys.stdin is None:  # it was closed
        return ()
    if isinstance(sys.stdin, TextIOWrapper):
        sys.stdin.reconfigure(errors=NO_UTF8)
    return None if sys.stdin.isatty() else sys.stdin


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
        signal.signal(signal.SIGTERM, end_orderly)  # until it is served
        with database(settings) as place:
            uvloop.run(_served(settings, place))


async def _served(settings: Settings, place: Place) -> None:
    # Importing aiogram takes seconds, which only who serves should wait for.
    from bot.serve import serve as run_server  # noqa: PLC0415

    await run_server(settings, place)


@main.command()
def migrate() -> None:
    """Bring the database's tables up to date. Safe to repeat."""
    with told():
        settings = Settings.read()
        configure("warning")
        with database(settings) as place:
            uvloop.run(migrated(settings, place, provide=True))
    out.print("The database is up to date.")


@main.command()
def check() -> None:
    """Say what is set, what is missing, and what to do."""
    with told():
        settings = Settings.read()
        configure("warning")
        found = keys(settings)
    out.print(checked(settings))
    out.print(of_keys(settings, found))
    run(_checked)


async def _checked(app: App) -> None:
    async with app.storage.begin() as work:
        programmes = await work.programmes.opened()
        rights = await work.rights()
        stuck = await work.stuck.count()
        heads = [head for head in await work.officials.list() if head.state == "active"]
    out.print(f"database: answers · programmes open: {len(programmes)} · heads: {len(heads)}")
    if server := of_server(app.settings):
        out.print(server, soft_wrap=True)
    for sentence in told_rights(rights):
        out.print(sentence, soft_wrap=True)
    for one in stuck:
        if one.why is not Why.NO_HEAD:
            todo = f"To do: {one.many} registrations wait, for {WHY[one.why]}: seratus heads list"
            out.print(todo, soft_wrap=True)
    if programmes and not heads:
        out.print("To do: seratus heads invite CODE …, for registrations wait for a village head")
    if not programmes:
        out.print("To do: seratus villages load 61.07, then seratus programme open 61.07 …")
    if not app.settings.channels:
        out.print("To do: SERATUS_TELEGRAM_TOKEN from @BotFather, then seratus serve")
        out.print("Or: the SERATUS_WHATSAPP_ settings (docs/whatsapp.md)")


main.command("system-user")(system_user)
