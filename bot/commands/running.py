"""What every command shares: the app opened, and what an operator can mend told in a sentence."""

import inspect
import os
import signal
import sys
from collections.abc import Awaitable, Callable, Iterator
from contextlib import AbstractAsyncContextManager, contextmanager
from contextvars import ContextVar
from typing import Any, NoReturn, TypeAlias, TypeVar

import typer
import uvloop
from rich.console import Console
from rich.text import Text
from typer.core import TyperGroup
from typing_extensions import override

from bot.app import App, opened
from bot.backup.manifest import BackupError
from bot.commands import acting, setup
from bot.commands.phrases import wrapped
from bot.database import OldDatabase, Place, database, keys, migrated
from bot.ports import TokenRefused
from bot.postgres import PostgresError
from bot.serving.logs import configure
from bot.settings import Settings, SettingsError
from bot.terminal.session import NobodySuch
from bot.terminal.visible import visible
from storage.entries import Entry
from storage.errors import Away
from storage.proof.erased import ErasedError
from storage.sealing import KeysError

T = TypeVar("T")
Opens: TypeAlias = Callable[[Settings, str], AbstractAsyncContextManager[App]]

_MENDABLE = (
    SettingsError,
    KeysError,
    PostgresError,
    OldDatabase,
    BackupError,
    ErasedError,
    TokenRefused,
    setup.UnknownVillage,
    acting.Ambiguous,
    NobodySuch,
)


class _Console(Console):
    """Prints a string as it is, whoever wrote it: no markup is read and no escape is obeyed.

    What is to look otherwise is a `Text`. To `Told` it leaves what to do when nobody reads; rich
    would end without a word.
    """

    def __init__(self, *, stderr: bool = False) -> None:
        super().__init__(stderr=stderr, markup=False, emoji=False, highlight=False)

    @override
    def render_str(self, text: str, **options: Any) -> Text:  # of a table's cells, too
        return super().render_str(visible(text), **options)

    @override
    def on_broken_pipe(self) -> None:
        raise BrokenPipeError


out = _Console()
err = _Console(stderr=True)

CANNOT_BE_WRITTEN = 4
_SAID: ContextVar[tuple[str, ...]] = ContextVar("said", default=())
"""The words of the command that is run."""


class Told(TyperGroup):
    """Tells in a sentence that what is printed cannot be written: nobody reads, no such letters.

    Its code is CANNOT_BE_WRITTEN then. Help is told as it is meant to be read.
    """

    @override
    def make_context(
        self, info_name: str | None, args: list[str], *more: Any, **extra: Any
    ) -> Any:  # typer's own click
        _SAID.set(tuple(args))
        return super().make_context(info_name, args, *more, **extra)

    @override
    def get_params(self, ctx: typer.Context) -> Any:  # type: ignore[override]  # what typer passes
        _readable(self, ctx)
        return super().get_params(ctx)

    @override
    def invoke(self, ctx: typer.Context) -> object:  # type: ignore[override]  # what typer passes
        _fill_what_was_closed()
        try:
            return _flushed(super().invoke, ctx)
        except UnicodeEncodeError as error:
            problem = f"{error.object[error.start]!a} cannot be written in {error.encoding}"
            way_out = "set PYTHONUTF8=1, and a terminal that shows UTF-8"
        except BrokenPipeError:
            problem, way_out = "whoever read what we print has gone", "what was done is done"
        # Python writes what is left at its end, and would complain again.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        err.print(f"seratus: {problem}: {way_out}", style="red")
        raise typer.Exit(CANNOT_BE_WRITTEN)


def _readable(command: Any, context: typer.Context) -> None:  # noqa: ANN401 - typer's own click
    """Let paragraphs wrap where the window ends, and no switch ask for a value."""
    paragraphs = inspect.cleandoc(command.help or "").split("\n\n")
    command.help = "\n\n".join(" ".join(one.split()) for one in paragraphs)
    for param in (*command.params, command.get_help_option(context)):
        if getattr(param, "is_flag", False):
            param.metavar = ""
    for inner in getattr(command, "commands", {}).values():
        _readable(inner, context)


def _fill_what_was_closed() -> None:
    """Put something in its place, one after another: what is opened next would be there."""
    if sys.stdin is None:
        os.open(os.devnull, os.O_RDONLY)
    if sys.stdout is None:  # as if whoever reads had gone
        unread, write = os.pipe()
        os.dup2(write, unread)
        os.close(write)
        sys.stdout = os.fdopen(unread, "w", encoding="utf-8")
    if sys.stderr is None:
        sys.stderr = os.fdopen(os.open(os.devnull, os.O_WRONLY), "w", encoding="utf-8")


def _flushed(command: Callable[[typer.Context], object], context: typer.Context) -> object:
    try:
        return command(context)
    finally:
        sys.stdout.flush()


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
    err.print(wrapped(f"seratus: {problem}", err.width), style="red", soft_wrap=True)
    raise typer.Exit(2) from None


def ask_twice(whether: str, what: str, meant: str) -> None:
    """Ask whether it is to be done, and then what it is; refuse unless that is what is meant."""
    refuse(None if typer.confirm(whether) else "nothing was done")
    expect(acting.as_written(typer.prompt(what)), meant)


def expect(said: str, meant: str) -> None:
    """Refuse what is said if something else is meant."""
    refuse(None if said == meant else f"it is {meant}, not {said}: nothing was done")


def run(
    work: Callable[[App], Awaitable[T]],
    *,
    demo: bool = False,
    make: bool = False,
    opens: Opens = opened,
) -> T:
    """Open the app on a migrated database, as it is opened, do the work, close everything.

    Only with `make` is a database made where there is none.
    """
    signal.signal(signal.SIGTERM, end_orderly)
    with told():
        settings = Settings.read()
        configure("warning")
        with database(settings, make=make) as place:
            tell_made(settings, place)
            return uvloop.run(_opened(settings, place, work, opens, demo=demo))


def tell_made(settings: Settings, place: Place) -> None:
    if place.made:
        where = "SERATUS_KEYS" if settings.keys else settings.keys_file
        err.print(
            f"Made a database in {settings.home}; its keys are in {where}: without them its data "
            "is lost, so keep a copy of them apart from its backups.",
            soft_wrap=True,
        )


def end_orderly(number: int, _frame: object) -> NoReturn:
    """End at a signal so that an embedded database is stopped, too."""
    raise SystemExit(128 + number)


async def _opened(
    settings: Settings,
    place: Place,
    work: Callable[[App], Awaitable[T]],
    opens: Opens,
    *,
    demo: bool,
) -> T:
    await migrated(settings, place)
    async with opens(settings, place.url) as app:
        if demo:
            refuse(await setup.prepare_demo(app.storage, app.clock.now().date()))
            await app.directory.read(app.storage)
        elif opens is opened:
            await _keep_command(app, settings)
        return await work(app)


async def _keep_command(app: App, settings: Settings) -> None:
    """Have the audit keep which command was run, in which words, and with which keys."""
    said = " ".join((*_SAID.get(), "·", *keys(settings).fingerprints()))
    async with app.storage.begin() as work:
        work.audit.record([Entry("command", None, None, note=said)])
