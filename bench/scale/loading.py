"""The country is loaded: COPY into bare tables, then every constraint and index as it was."""

import asyncio
import shutil
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import asyncpg

from bench.scale import traffic
from bench.scale.database import Database
from bench.scale.filling import fill
from bench.scale.rows import COLUMNS, Part, Sample

LARGEST = "registrations"  # with its keys it takes as long to build as all others together

BYTES_A_REGISTRATION = 5_000  # tables and indexes, and as much again while they are built

_INDEXES = """
    SELECT indexname AS name, tablename AS on_table, indexdef AS definition
      FROM pg_indexes WHERE schemaname = 'public' ORDER BY indexname
"""
_CONSTRAINTS = """
    SELECT conname AS name, conrelid::regclass::text AS on_table, contype::text AS kind,
           pg_get_constraintdef(oid) AS definition
      FROM pg_constraint
     WHERE connamespace = 'public'::regnamespace AND contype IN ('p', 'u', 'x', 'f')
     ORDER BY position(contype::text IN 'puxf'), conname
"""


@dataclass(frozen=True, slots=True)
class Schema:
    """What keeps the tables in order: constraints (keys before foreign keys), other indexes."""

    constraints: tuple[tuple[str, str, str, str], ...]
    indexes: tuple[tuple[str, str, str], ...]

    @classmethod
    async def read(cls, connection: asyncpg.Connection) -> "Schema":
        constraints = tuple(tuple(row) for row in await connection.fetch(_CONSTRAINTS))
        return cls(constraints, tuple(tuple(row) for row in await connection.fetch(_INDEXES)))

    def off(self) -> list[str]:
        """Return what takes it off, foreign keys first."""
        named = {name for name, *_ in self.constraints}
        return [
            *(f"ALTER TABLE {on} DROP CONSTRAINT {n}" for n, on, *_ in self.constraints[::-1]),
            *(f"DROP INDEX {name}" for name, *_ in self.indexes if name not in named),
        ]

    def on(self) -> "Building":
        """Return what puts it back."""
        add = {
            n: (on, kind, f"ALTER TABLE {on} ADD CONSTRAINT {n} {definition}")
            for n, on, kind, definition in self.constraints
        }
        add |= {n: (on, "i", sql) for n, on, sql in self.indexes if n not in add}
        made = Building({}, {}, {})
        for name, (on, kind, sql) in add.items():
            of = made.largest if on == LARGEST else made.others
            (made.foreign if kind == "f" else of)[name] = sql
        return made


@dataclass(frozen=True, slots=True)
class Building:
    """Statements by name: two halves that can be built at once, and then the foreign keys."""

    largest: dict[str, str]
    others: dict[str, str]
    foreign: dict[str, str]


@dataclass(frozen=True, slots=True)
class Loaded:
    """How the loading went: rows by table, and the seconds of each step."""

    rows: dict[str, int]
    copying: float
    building: dict[str, float]
    """Seconds by constraint or index, of which two are built at once."""
    built: float
    """Seconds until all of them were."""
    vacuuming: float


class NoRoom(Exception):  # noqa: N818 - the world's state, told in its message
    """The disk is too small."""


def check_room(folder: Path, registrations: int) -> None:
    """Raise NoRoom, and say what to do."""
    wanted, free = registrations * BYTES_A_REGISTRATION, shutil.disk_usage(folder).free
    if free < wanted:
        raise NoRoom(
            f"{folder} has {free / 1e9:.1f} GB free and {registrations:,} registrations need "
            f"{wanted / 1e9:.1f} GB: make room, or load a part of the country (SCALE=0.1)"
        )


async def load(
    database: Database,
    country: Sequence[Part],
    now: datetime,
    step: Callable[[int], None],
    say: Callable[[str], None],
) -> tuple[Loaded, Sequence[Sample]]:
    """Load the country, what its messages left behind beside it, and say whom to ask about."""
    async with (
        asyncpg.create_pool(database.dsn, min_size=2, max_size=2) as pool,
        pool.acquire() as one,
        pool.acquire() as other,
    ):
        schema = await _bare(one, country)
        begun = time.perf_counter()
        filled = fill(database, now, country, step)  # nobody else runs here meanwhile
        await _beside(one, sum(len(part.where.villages) for part in country), now)
        copying, total = time.perf_counter() - begun, sum(filled.rows.values())
        say(f"{total:,} rows copied, {total / copying:,.0f} a second")
        begun = time.perf_counter()
        building = await _build(one, other, schema.on(), say)
        built = time.perf_counter() - begun
        for regency, last in filled.last_numbers.items():
            numbers = f"registration_numbers_{regency.replace('.', '')}"
            await one.execute(f"SELECT setval('{numbers}', {last})")
        await one.execute(
            "INSERT INTO audit_chains SELECT chain, max(seq), sha256('') FROM audit GROUP BY chain"
        )
        vacuuming = await _timed(one, "VACUUM (ANALYZE)")
        await one.execute("CHECKPOINT")  # or it is written out while people are measured
        if await Schema.read(one) != schema:
            raise RuntimeError("the constraints and indexes are not what the migration made")
    return Loaded(filled.rows, copying, building, built, vacuuming), filled.samples


async def _bare(connection: asyncpg.Connection, country: Sequence[Part]) -> Schema:
    """Load the villages, empty all other tables and take off what keeps them in order."""
    schema = await Schema.read(connection)
    villages = [v for part in country for v in part.where.villages]
    records = [(v.code, v.name, v.district, v.regency) for v in villages]
    await connection.copy_records_to_table("villages", records=records)
    for statement in (f"TRUNCATE {', '.join(COLUMNS)} CASCADE", *schema.off()):
        await connection.execute(statement)
    return schema


async def _beside(connection: asyncpg.Connection, villages: int, now: datetime) -> None:
    """Put the messages' traces beside the people.

    In one transaction: tables emptied in it need no WAL where `wal_level` is minimal.
    """
    async with connection.transaction():
        for statement in ("TRUNCATE inbox, outbox", *traffic.statements(villages, now)):
            await connection.execute(statement)


async def _build(
    first: asyncpg.Connection,
    second: asyncpg.Connection,
    building: Building,
    say: Callable[[str], None],
) -> dict[str, float]:
    """Put all back, on two processors; return the seconds of each."""
    seconds = {}

    async def one_by_one(connection: asyncpg.Connection, statements: dict[str, str]) -> None:
        await connection.execute("SET maintenance_work_mem = '1GB'")
        for name, statement in statements.items():
            seconds[name] = await _timed(connection, statement)
            if seconds[name] > 10:  # noqa: PLR2004 - seconds: somebody may wonder
                say(f"{name}: {seconds[name]:.0f} s")

    await asyncio.gather(one_by_one(first, building.largest), one_by_one(second, building.others))
    await one_by_one(first, building.foreign)
    return seconds


async def _timed(connection: asyncpg.Connection, statement: str) -> float:
    begun = time.perf_counter()
    await connection.execute(statement)
    return time.perf_counter() - begun
