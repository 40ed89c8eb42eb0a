"""Making a backup: the cluster is copied and verified, packed, and then started to see it hold."""

from collections.abc import Callable, Sequence
from importlib.metadata import version
from pathlib import Path
from typing import TypeAlias

import pyrage

from bot.app import App, opened
from bot.backup.archive import packing
from bot.backup.manifest import Manifest, major
from bot.database import keys
from bot.postgres import Cluster
from bot.postgres.copying import Source, copied, start_copy
from bot.settings import Settings
from storage.proof.erased import ErasedFile
from storage.url import read

Tell: TypeAlias = Callable[[str, int, int], None]
"""Is told what goes on, how much of it is done, and of how much."""


async def take(
    app: App, path: Path, sealed_for: Sequence[pyrage.x25519.Recipient], tell: Tell
) -> Manifest:
    """Make a backup while others work on; it is there whole or not at all.

    Raise BackupError or PostgresError. The database must be there, and stay meanwhile.
    """
    settings = app.settings
    erasures = len(
        list(ErasedFile(settings.erased_file).read())
    )  # never more than are on it later
    source = _source(settings)
    with (
        packing(path, sealed_for) as packed,
        copied(settings.home, source, lambda done, total: tell("copied", done, total)) as copy,
    ):
        data = copy.folder / "data"
        total, done = sum(one.lstat().st_size for one in data.rglob("*")), 0

        def went_by(size: int) -> None:
            nonlocal done
            done += size
            tell("packed", done, total)

        packed.folder(data, went_by)
        tell("tried", 0, 1)
        start_copy(copy, source)
        manifest = await _described(app, copy, source, erasures)
        packed.manifest(manifest.dump())
        tell("tried", 1, 1)
    return manifest


def _source(settings: Settings) -> Source:
    url = settings.database_owner_url or settings.database_url
    return Source.of(read(url).dsn) if url else Source.embedded(settings.home)


async def _described(app: App, copy: Cluster, source: Source, erasures: int) -> Manifest:
    """Count what is in the copy itself: the database has gone on meanwhile."""
    url = copy.dsn(source.database, source.role)
    async with opened(app.settings, url) as its, its.storage.begin() as work:
        return Manifest(
            seratus=version("seratus"),
            at=app.clock.now(),
            postgres=major(),
            database=source.database,
            role=source.role,
            foreign=source.foreign,
            counts=await work.whole.counts(),
            heads=tuple(map(str, await work.chains.heads())),
            keys=keys(app.settings).fingerprints(),
            erasures=erasures,
        )
