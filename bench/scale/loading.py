"""The country is loaded: COPY into bare tables, then every constraint and index as it was."""

import gc
import shutil
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import asyncpg

from bench.scale.rows import COLUMNS, Batch, Country

BYTES_A_REGISTRATION = 5_000  # tables and indexes, and as much again while they are built

_INDEXES = """
    SELECT indexname AS name, indexdef AS definition
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
    indexes: tuple[tuple[str, str], ...]

    @classmethod
    async def read(cls, connection: asyncpg.Connection) -> "Schema":
        constraints = tuple(tuple(row) for row in await connection.fetch(_CONSTRAINTS))
        return cls(constraints, tuple(tuple(row) for row in await connection.fetch(_INDEXES)))

    def off(self) -> list[str]:
        """Return what takes it off, foreign keys first."""
        named = {name for name, *_ in self.constraints}
        return [
            *(f"ALTER TABLE {on} DROP CONSTRAINT {n}" for n, on, *_ in self.constraints[::-1]),
            *(f"DROP INDEX {name}" for name, _ in self.indexes if name not in named),
        ]

    def on(self) -> dict[str, str]:
        """Return, by name, what puts it back: keys, indexes, foreign keys."""
        named = {name for name, *_ in self.constraints}
        add = {
            n: (kind, f"ALTER TABLE {on} ADD CONSTRAINT {n} {definition}")
            for n, on, kind, definition in self.constraints
        }
        return {
            **{name: sql for name, (kind, sql) in add.items() if kind != "f"},
            **{name: sql for name, sql in self.indexes if name not in named},
            **{name: sql for name, (kind, sql) in add.items() if kind == "f"},
        }


@dataclass(frozen=True, slots=True)
class Loaded:
    """How the loading went: rows by table, and the seconds of each step."""

    rows: dict[str, int]
    copying: float
    building: dict[str, float]
    """Seconds by constraint or index."""
    vacuuming: float

    @property
    def seconds(self) -> float:
        return self.copying + sum(self.building.values()) + self.vacuuming


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
    connection: asyncpg.Connection,
    country: Country,
    also: Sequence[str],
    step: Callable[[int], None],
    say: Callable[[str], None],
) -> Loaded:
    """Load the country, and what statements `also` put beside it.

    In one transaction: tables emptied in it need no WAL where `wal_level` is minimal.
    """
    schema = await Schema.read(connection)
    await connection.copy_records_to_table("villages", records=country.villages())
    await connection.execute("SET maintenance_work_mem = '1GB'")
    async with connection.transaction():
        for statement in (f"TRUNCATE {', '.join(COLUMNS)}, inbox, outbox CASCADE", *schema.off()):
            await connection.execute(statement)
        begun = time.perf_counter()
        rows = await _copy(connection, country.batches(), step)
        for statement in also:
            await connection.execute(statement)
        copying = time.perf_counter() - begun
        say(f"{sum(rows.values()):,} rows copied, {sum(rows.values()) / copying:,.0f} a second")
        building = {}
        for name, statement in schema.on().items():
            building[name] = await _timed(connection, statement)
            if building[name] > 10:  # noqa: PLR2004 - seconds: somebody may wonder
                say(f"{name}: {building[name]:.0f} s")
    for regency, last in country.last_numbers.items():
        numbers = f"registration_numbers_{regency.replace('.', '')}"
        await connection.execute(f"SELECT setval('{numbers}', {last})")
    vacuuming = await _timed(connection, "VACUUM (ANALYZE)")
    if await Schema.read(connection) != schema:
        raise RuntimeError("the constraints and indexes are not what the migration made")
    return Loaded(rows, copying, building, vacuuming)


async def _copy(
    connection: asyncpg.Connection, batches: Iterable[Batch], step: Callable[[int], None]
) -> dict[str, int]:
    rows = dict.fromkeys(COLUMNS, 0)
    gc.disable()  # millions of tuples, none in a circle
    for batch in batches:
        for table, records in batch.items():
            await connection.copy_records_to_table(
                table, records=records, columns=COLUMNS[table].split()
            )
            rows[table] += len(records)
        step(rows["registrations"])
    gc.enable()
    return rows


async def _timed(connection: asyncpg.Connection, statement: str) -> float:
    begun = time.perf_counter()
    await connection.execute(statement)
    return time.perf_counter() - begun
