"""`seratus`, the command: try it, run it, set up programmes, invite heads."""

import signal
from importlib.metadata import version
from typing import Annotated

import typer
import uvloop
from typing_extensions import override

from bot.commands.audit import audit_app
from bot.commands.backup import backup, restore
from bot.commands.checking import check
from bot.commands.deciding import decide
from bot.commands.heads import heads_app
from bot.commands.keys import keys_app
from bot.commands.parked import parked_app
from bot.commands.programme import programme_app
from bot.commands.registrations import registrations_app
from bot.commands.retention import retention
from bot.commands.running import Told, end_orderly, out, refuse, tell_made, told
from bot.commands.system_user import system_user
from bot.commands.talking import chat, demo
from bot.commands.villages import villages_app
from bot.commands.whatsapp import whatsapp_app
from bot.database import Place, database, migrated
from bot.serving.logs import configure
from bot.settings import Settings

TRYING, SETTING_UP, RUNNING = "Try it", "Set a regency up", "Run it, and look after it"
# What one does first comes first.
_ORDER = (
    *("demo", "chat"),
    *("check", "migrate", "villages", "programme", "heads", "whatsapp", "system-user"),
    *("serve", "decide", "registrations", "parked", "audit", "retention", "keys"),
    *("backup", "restore"),
)


class _Ordered(Told):
    @override
    def list_commands(self, ctx: typer.Context) -> list[str]:  # type: ignore[override]  # as typer
        return sorted(super().list_commands(ctx), key=_ORDER.index)


main = typer.Typer(
    name="seratus",
    help="Vulnerable workers register themselves in a chat. Begin with: seratus demo",
    cls=_Ordered,
    no_args_is_help=True,
    pretty_exceptions_enable=False,
)
main.command("demo", rich_help_panel=TRYING)(demo)
main.command("chat", rich_help_panel=TRYING)(chat)
main.command("check", rich_help_panel=SETTING_UP)(check)
main.add_typer(villages_app, name="villages", rich_help_panel=SETTING_UP)
main.add_typer(programme_app, name="programme", rich_help_panel=SETTING_UP)
main.add_typer(heads_app, name="heads", rich_help_panel=SETTING_UP)
main.add_typer(whatsapp_app, name="whatsapp", rich_help_panel=SETTING_UP)
main.command("system-user", rich_help_panel=SETTING_UP)(system_user)
main.command("decide", rich_help_panel=RUNNING)(decide)
main.add_typer(registrations_app, name="registrations", rich_help_panel=RUNNING)
main.add_typer(parked_app, name="parked", rich_help_panel=RUNNING)
main.add_typer(audit_app, name="audit", rich_help_panel=RUNNING)
main.command("retention", rich_help_panel=RUNNING)(retention)
main.add_typer(keys_app, name="keys", rich_help_panel=RUNNING)
main.command("backup", rich_help_panel=RUNNING)(backup)
main.command("restore", rich_help_panel=RUNNING)(restore)


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


_NOTHING_TO_SERVE = (
    "nothing to serve: set SERATUS_TELEGRAM_TOKEN or the SERATUS_WHATSAPP_ settings; "
    "'seratus check' tells what is missing"
)


@main.command(rich_help_panel=RUNNING)
def serve() -> None:
    """Run the bot: Telegram (polling, or a webhook with SERATUS_PUBLIC_URL) and WhatsApp.

    Each runs if its token is set. /healthz and /readyz are for whoever watches over it, and so
    is /metrics, on SERATUS_METRICS_PORT. SIGTERM ends it in order, within ten seconds.
    """
    with told():
        settings = Settings.read()
        refuse(None if settings.channels else _NOTHING_TO_SERVE)
        refuse("\n".join(settings.unmet) or None)
        configure(settings.log_level)
        signal.signal(signal.SIGTERM, end_orderly)  # until it is served
        with database(settings, make=True) as place:
            uvloop.run(_served(settings, place))


async def _served(settings: Settings, place: Place) -> None:
    # Importing aiogram takes seconds, which only who serves should wait for.
    from bot.serve import serve as run_server  # noqa: PLC0415

    await run_server(settings, place)


@main.command(rich_help_panel=SETTING_UP)
def migrate() -> None:
    """Bring the database's tables up to date. Safe to repeat."""
    with told():
        settings = Settings.read()
        configure("warning")
        with database(settings, make=True) as place:
            tell_made(settings, place)
            uvloop.run(migrated(settings, place, provide=True))
    out.print("The database is up to date.")
