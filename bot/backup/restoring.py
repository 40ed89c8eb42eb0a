"""Bringing a backup back into a new folder: unpacked, verified, erased again, and looked at.

What was erased since is in the backup still, so the list of erasures is gone through before
anybody can use what was restored. In the end all is looked at: the counts, the keys, the places,
the audit's chains, and that nothing is left of what was erased.
"""

import os
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from functools import reduce
from operator import or_
from pathlib import Path

import pyrage
import uvloop

from bot.app import App, SystemClock, opened
from bot.backup.archive import unpack
from bot.backup.manifest import BackupError, Manifest, major
from bot.backup.taking import Tell
from bot.database import Place, keys, migrated
from bot.postgres import find, remove, start
from bot.postgres.copying import adopt, belongs_to
from bot.settings import Settings
from conversations.record import record
from storage.connections import engine
from storage.database import Storage
from storage.entries import Entry
from storage.proof.chains import Broken
from storage.proof.erased import Erased, ErasedFile, Erasure
from storage.sealing import Sealer

RESTORED = "restored"  # in the audit
APART = "restoring"  # the folder


@record
class Restored:
    """What was brought back. `wrong`: what does not hold, a sentence each."""

    manifest: Manifest
    erasures: int
    registrations: int
    wrong: tuple[str, ...]


def restore(
    settings: Settings,
    path: Path,
    into: Path,
    opened_by: Sequence[pyrage.x25519.Identity],
    tell: Tell,
) -> Restored:
    """Bring a backup back into a folder that is empty or not there; raise BackupError.

    Until all was looked at it lies apart in it (`APART`), where nobody looks for a database: also
    after a kill nothing that was erased is found where it could be served from.
    """
    if into.exists() and (not into.is_dir() or any(into.iterdir())):
        raise BackupError(f"{into} is not empty: name a folder that is, or a new one")
    erasures = list(ErasedFile(settings.erased_file).read())
    apart, made = into / APART, not into.exists()
    try:
        manifest = _laid(settings, path, apart, opened_by, len(erasures), tell)
        found = _tried(settings, apart, manifest, erasures, tell)
    except BaseException:
        remove(apart)
        with suppress(OSError):
            apart.rmdir()
            if made:
                into.rmdir()
        raise
    if not found.wrong:
        (apart / "postgres").rename(into / "postgres")
        apart.rmdir()
    return found


def _tried(
    settings: Settings, home: Path, manifest: Manifest, erasures: Sequence[Erasure], tell: Tell
) -> Restored:
    server = start(home)
    try:
        there = replace(settings, home=home, database_url=None, database_owner_url=None)
        place = Place(server.app_url, server.owner_url)
        return uvloop.run(_looked_at(there, place, manifest, erasures, tell))
    finally:
        server.stop()


def _laid(  # noqa: PLR0913, PLR0917 - what it is laid from
    settings: Settings,
    path: Path,
    home: Path,
    opened_by: Sequence[pyrage.x25519.Identity],
    erasures: int,
    tell: Tell,
) -> Manifest:
    """Lay the data where the server of a home will look for it, once they are verified."""
    cluster = find(home)
    name = f"data.{os.getpid()}"
    folder = cluster.folder / name
    size = path.stat().st_size if path.exists() else 0
    told = unpack(path, folder, opened_by, lambda done: tell("unpacked", done, size))
    manifest = Manifest.parse(told)
    _refuse(settings, manifest, erasures)
    belongs_to(cluster, folder)
    tell("verified", 0, 1)
    if said := cluster.watched("pg_verifybackup", "-q", name):
        raise BackupError(f"{path} is damaged, and nothing was restored: {' '.join(said)}")
    tell("verified", 1, 1)
    if manifest.foreign:
        adopt(cluster, name, manifest.database)
    folder.rename(cluster.folder / "data")
    return manifest


def _refuse(settings: Settings, manifest: Manifest, erasures: int) -> None:
    """Refuse before anything is there what could not be used, or would bring somebody back."""
    if manifest.postgres != major():
        raise BackupError(
            f"it was made of PostgreSQL {manifest.postgres}, and this is {major()}: "
            f"restore it with Seratus {manifest.seratus}"
        )
    ours = set(manifest.keys) & set(keys(settings).fingerprints())
    if {one[:4] for one in ours} != {"seal", "hash"}:  # which of them it needs, it says itself
        raise BackupError(
            f"it was sealed with keys that are not here ({' '.join(manifest.keys)}): bring "
            "back those it had (SERATUS_KEYS, or SERATUS_KEYS_FILE)"
        )
    if erasures < manifest.erasures:
        raise BackupError(
            f"when it was made, {manifest.erasures} erasures were on the list, and "
            f"{settings.erased_file} has {erasures}: bring back the newest one "
            "(SERATUS_ERASED_FILE), or who was erased would come back"
        )


async def _looked_at(
    settings: Settings,
    place: Place,
    manifest: Manifest,
    erasures: Sequence[Erasure],
    tell: Tell,
) -> Restored:
    counts = await _counts(settings, place)
    wrong = _differences(manifest.counts, counts)
    await migrated(settings, place)
    async with opened(settings, place.url) as app:
        await _erase_again(app, erasures, tell)
        async with app.storage.begin() as work:
            note = f"of {manifest.at.isoformat()}, {len(erasures)} erasures"
            work.audit.record([Entry(RESTORED, None, None, note=note)])
        wrong += await _problems(
            app, manifest, reduce(or_, (e.erased for e in erasures), Erased())
        )
        async with app.storage.begin() as work:
            registrations = (await work.whole.counts())["registrations"]
    return Restored(manifest, len(erasures), registrations, tuple(wrong))


async def _counts(settings: Settings, place: Place) -> Mapping[str, int]:
    """Count what is there before a newer version changes the tables."""
    sealer = Sealer(keys(settings))
    storage = Storage(engine(place.owner_url), sealer, SystemClock().now)
    try:
        async with storage.begin() as work:
            return await work.whole.counts()
    finally:
        await storage.close()


def _differences(told: Mapping[str, int], found: Mapping[str, int]) -> list[str]:
    return [
        f"{table} has {found.get(table, 0)} rows, and had {told.get(table, 0)}"
        for table in sorted({*told, *found})
        if told.get(table, 0) != found.get(table, 0)
    ]


async def _erase_again(app: App, erasures: Sequence[Erasure], tell: Tell) -> None:
    for done, erasure in enumerate(erasures, start=1):
        async with app.storage.begin() as work:
            await work.lock(await work.erasing.touched(erasure.erased))
            await work.erasing.erase_rows(erasure.erased)
        tell("erased again", done, len(erasures))


async def _problems(app: App, manifest: Manifest, erased: Erased) -> list[str]:
    """Return what does not hold in the end."""
    async with app.storage.begin() as work:
        left = await work.whole.left(erased)
        unfit = await work.whole.unfit()
    return [
        *(f"{many} rows that were erased are in {table} still" for table, many in left.items()),
        *(
            f"in {one.village} ({one.year}) the places do not fit: {one.wrong} wrong, "
            f"{one.free} free, {one.waiting} waiting"
            for one in unfit
        ),
        *await _broken(app, manifest),
    ]


async def _broken(app: App, manifest: Manifest) -> list[str]:
    known = {head.chain: {head.seq: head.hash} for head in manifest.known}
    found: list[str] = []
    async with app.storage.begin(whole=False) as work:
        for head in await work.chains.heads():
            verdicts = work.chains.verify(head, known.pop(head.chain, {}))
            broken = [one async for one in verdicts if isinstance(one, Broken)]
            found += [f"the audit {one.chain or '-'}, row {one.seq}: {one.why}" for one in broken]
    return [*found, *(f"the audit {chain or '-'} is missing" for chain in known)]
