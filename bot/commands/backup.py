"""`seratus backup` and `seratus restore`: the database in a file, and back from it."""

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer
from rich.progress import BarColumn, Progress, TaskID, TaskProgressColumn, TextColumn

from bot.app import App
from bot.backup.archive import identities, recipient
from bot.backup.manifest import Manifest
from bot.backup.restoring import restore as restored
from bot.backup.taking import Tell, take
from bot.commands.running import end_orderly, err, out, refuse, run, told
from bot.serving.logs import configure
from bot.settings import Settings

_WRONG = 1
_NO_FOLDER = """\
there is no folder {0}: make it first (is its disk there?), or name a file: {0}/seratus.backup"""
_TOLD = ("people", "registrations", "niks", "places", "officials", "drafts", "audit")


def backup(
    to: Annotated[
        Path, typer.Argument(help="The file to make; of a folder: one in it, named by the time.")
    ],
    *,
    age: Annotated[
        list[str] | None,
        typer.Option(help="Seal it for this age recipient, age1…. Repeatable."),
    ] = None,
) -> None:
    """Copy the database into one file, while the bot goes on.

    PostgreSQL's own tools copy and verify it; then the copy is started and counted. The keys are
    not in it, and neither is the list of what was erased: keep copies of both apart from it.
    docs/backup.md tells how a district does it every week.
    """
    with told():
        sealed_for = [recipient(one) for one in age or []]
        lacks = not (to.is_dir() or to.suffix)  # or the first week makes a file of that name
        refuse(_NO_FOLDER.format(to) if lacks else None)

    async def taken(app: App) -> tuple[Path, Manifest]:
        path = to / _named(app.clock.now(), sealed=bool(sealed_for)) if to.is_dir() else to
        with _bars() as tell:
            return path, await take(app, path, sealed_for, tell)

    path, manifest = run(taken)
    out.print(f"{path}: {path.stat().st_size:,} bytes, {'sealed' if age else 'not sealed'}")
    _print(manifest)


def restore(
    backup_: Annotated[Path, typer.Argument(metavar="FROM", help="The file of a backup.")],
    into: Annotated[Path, typer.Argument(help="A folder that is empty, or not there.")],
    *,
    identity: Annotated[
        Path | None, typer.Option(help="The file of age-keygen that opens a sealed one.")
    ] = None,
) -> None:
    """Bring a backup back into a new folder, erase again what was erased since, and look at all.

    The database that is used stays as it is. With the keys of the settings, and the list in
    SERATUS_ERASED_FILE. Exit code 1: something does not hold, and stays apart, in INTO/restoring.
    """
    signal.signal(signal.SIGTERM, end_orderly)
    with told():
        settings = Settings.read()
        configure("warning")
        opened_by = identities(identity) if identity else []
        with _bars() as tell:
            found = restored(settings, backup_, into.absolute(), opened_by, tell)
    _print(found.manifest)
    out.print(f"erased again: {found.erasures}; registrations now: {found.registrations}")
    for one in found.wrong:
        out.print(f"WRONG   {one}", soft_wrap=True)
    if found.wrong:
        raise typer.Exit(_WRONG)
    out.print("counts, keys, places and audit hold. To use it, set")
    out.print(f"  SERATUS_HOME={into.absolute()}", soft_wrap=True)
    if settings.keys is None:
        out.print(f"  SERATUS_KEYS_FILE={settings.keys_file}", soft_wrap=True)
    out.print(f"  SERATUS_ERASED_FILE={settings.erased_file}", soft_wrap=True)


def _named(now: datetime, *, sealed: bool) -> str:
    return f"seratus-{now:%Y-%m-%dT%H%M%SZ}.backup{'.age' if sealed else ''}"


def _print(manifest: Manifest) -> None:
    """Print what a backup holds, and the heads, which belong into the minutes."""
    counts = ", ".join(f"{manifest.counts[name]:,} {name}" for name in _TOLD)
    out.print(f"of {manifest.at:%Y-%m-%d %H:%M} UTC: {counts}")
    out.print(f"keys (not in it): {' '.join(manifest.keys)}")
    out.print(f"erasures on the list then: {manifest.erasures}")
    for head in manifest.heads:
        out.print(f"audit   {head}", soft_wrap=True)


@contextmanager
def _bars() -> Iterator[Tell]:
    """Show a bar for each thing that goes on."""
    columns = (TextColumn("{task.description:>14}"), BarColumn(), TaskProgressColumn())
    with Progress(*columns, console=err, transient=True) as bars:
        tasks: dict[str, TaskID] = {}

        def tell(what: str, done: int, total: int) -> None:
            if what not in tasks:
                tasks[what] = bars.add_task(what)
            bars.update(tasks[what], completed=done, total=total)

        yield tell
