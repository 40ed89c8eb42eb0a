"""What every command shares: the app opened, and what an operator can mend told in a sentence."""

import signal
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from typing import NoReturn, TypeVar

import typer
import uvloop
from rich.console import Console

from bot.app import App, OldDatabase, database, migrated, opened
from bot.commands import setup
from bot.ports import TokenRefused
from bot.postgres import PostgresError
from bot.serving.logs import configure
from bot.settings import Settings, SettingsError
from storage.errors import Away
from storage.sealing import KeysError

T = TypeVar("T")

_MENDABLE = (
    SettingsError,
    KeysError,
    PostgresError,
    OldDatabase,
    TokenRefused,
    setup.UnknownVillage,
)

out = Console()
err = Console(stderr=True)


@contextmanager
def told() -> Iterator[None]:
    """What an operator can mend is told in a sentence, without a traceback."""
    try:
        yield
    except _MENDABLE as error:
        _refused(error.args[0])
    except Away as error:
        err.print(
            f"seratus: the database does not answer ({error}); see SERATUS_DATABASE_URL",
            style="red",
        )
        raise typer.Exit(3) from None


def refuse(problem: str | None) -> None:
    if problem is not None:
        _refused(problem)


def _refused(problem: str) -> NoReturn:
    # What was typed may be in it, and is no markup: "[/]" would be an error of its own.
    err.print(f"seratus: {problem}", style="red", highlight=False, markup=False)
    raise typer.Exit(2) from None


def run(work: Callable[[App], Awaitable[T]], *, quiet: bool = True, demo: bool = False) -> T:
    """Open the app on a migrated database, do the work, close everything."""
    signal.signal(signal.SIGTERM, end_orderly)
    with told():
        settings = Settings.read()
        configure("warning" if quiet else settings.log_level)
        with database(settings) as url:
            return uvloop.run(_opened(settings, url, work, demo=demo))


def end_orderly(number: int, _frame: object) -> NoReturn:
    """End at a signal so that an embedded database is stopped, too."""
    raise SystemExit(128 + number)


async def _opened(
    settings: Settings, url: str, work: Callable[[App], Awaitable[T]], *, demo: bool
) -> T:
    await migrated(settings, url)
    async with opened(settings, url) as app:
        if demo:
            await setup.prepare_demo(app.storage, app.clock.now().date())
            await app.directory.read(app.storage)
        return await work(app)
