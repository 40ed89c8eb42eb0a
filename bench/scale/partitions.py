"""Would the registrations gain from partitions? The same rows in one table and in sixteen.

Only the keyed hash of the NIK could be the key of partitions: the constraint that one person has
one live registration holds within a partition alone, and a village's people are in all of them.
"""

import statistics
import time
from collections.abc import Mapping
from dataclasses import dataclass

import asyncpg

PARTS = 16
MOST_ROWS = 1_000_000
_TIMES = 300
_COLUMNS = "id, seq, number, village, person_id, nik_hash, status, sealed"
_INDEXES = (
    "(id)",
    "(person_id)",
    "(nik_hash)",
    "(village, seq) WHERE status = 'placed'",
)
_QUERIES: Mapping[str, tuple[str, str]] = {
    "a NIK": ("nik_hash", "SELECT id FROM {} WHERE nik_hash = $1"),
    "a person's status": ("person_id", "SELECT id, sealed FROM {} WHERE person_id = $1"),
    "a head's next": (
        "village",
        "SELECT id, sealed FROM {} WHERE village = $1 AND status = 'placed' ORDER BY seq LIMIT 1",
    ),
}


@dataclass(frozen=True, slots=True)
class Twin:
    """Milliseconds, plain and partitioned, of one query."""

    plain: float
    partitioned: float


async def compare(connection: asyncpg.Connection) -> dict[str, Twin]:
    """Copy at most a million registrations twice, ask both the same, and leave nothing behind."""
    await _make(connection)
    found = {}
    for name, (column, query) in _QUERIES.items():
        rows = await connection.fetch(f"SELECT {column} FROM plain LIMIT {_TIMES}")
        asked = [row[0] for row in rows]
        plain = await _median(connection, query.format("plain"), asked)
        parted = await _median(connection, query.format("parted"), asked)
        found[name] = Twin(plain, parted)
    await connection.execute("DROP TABLE plain, parted")
    return found


async def _make(connection: asyncpg.Connection) -> None:
    rows = f"SELECT {_COLUMNS} FROM registrations LIMIT {MOST_ROWS}"
    await connection.execute(f"CREATE UNLOGGED TABLE plain AS {rows}")
    await connection.execute("CREATE TABLE parted (LIKE plain) PARTITION BY HASH (nik_hash)")
    for part in range(PARTS):
        await connection.execute(
            f"CREATE UNLOGGED TABLE parted_{part} PARTITION OF parted"
            f" FOR VALUES WITH (MODULUS {PARTS}, REMAINDER {part})"
        )
    await connection.execute("INSERT INTO parted SELECT * FROM plain")
    for table in ("plain", "parted"):
        for index in _INDEXES:
            await connection.execute(f"CREATE INDEX ON {table} {index}")
    await connection.execute("VACUUM (ANALYZE) plain, parted")


async def _median(connection: asyncpg.Connection, query: str, asked: list[object]) -> float:
    """Return the milliseconds of one, prepared; the first time is not counted."""
    statement = await connection.prepare(query)
    taken = []
    for value in [asked[0], *asked]:
        begun = time.perf_counter()
        await statement.fetch(value)
        taken.append(1000 * (time.perf_counter() - begun))
    return statistics.median(taken[1:])
