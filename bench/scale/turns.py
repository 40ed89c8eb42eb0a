"""The same crowd registers in the full country and in an empty database, in turns."""

import statistics
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

import asyncpg
import uvloop

from bench.comparison.seratus import register
from bench.platforms.loads import Load, Taken
from bench.platforms.people import Person, people
from bench.platforms.wires import ACCOUNT
from bench.scale.database import Database
from conversations.villages import Village

_FIRST_ID = 600_000_000


@dataclass(slots=True)
class Compared:
    """The runs of both, pair by pair."""

    empty: list[Taken] = field(default_factory=list)
    full: list[Taken] = field(default_factory=list)

    def rate_ratio(self) -> float:
        """Return how many times as long a turn takes in the full country; the pairs' median."""
        pairs = zip(self.empty, self.full, strict=True)
        return statistics.median(empty.rate / full.rate for empty, full in pairs)

    def p99_ratio(self) -> float:
        pairs = zip(self.empty, self.full, strict=True)
        return statistics.median(
            full.latency_ms(0.99) / empty.latency_ms(0.99) for empty, full in pairs
        )


def compare(  # noqa: PLR0913, PLR0917 - what a comparison is made of
    empty: Database,
    full: Database,
    quiet: Sequence[Village],
    pairs: int,
    registrations: int,
    crowd: int,
) -> Compared:
    """Warm both up, then run the pairs, the first of each the other every time."""
    crowds = {database.name: people(quiet, _FIRST_ID) for database in (empty, full)}
    for database in (empty, full):
        _run(database, crowds[database.name], crowd, crowd)
    found = Compared()
    for number in range(pairs):
        for database in (empty, full)[:: 1 if number % 2 else -1]:
            taken = _run(database, crowds[database.name], registrations, crowd)
            (found.empty if database is empty else found.full).append(taken)
    return found


def _run(
    database: Database, waiting: Iterator[Person], registrations: int, in_flight: int
) -> Taken:
    uvloop.run(_as_new(database.dsn))
    return database.in_app(lambda app: register(app, waiting, Load(registrations, in_flight)))


async def _as_new(dsn: str) -> None:
    """Let the next crowd count its messages from one again, and nobody else be written to.

    PostgreSQL begins after a checkpoint, cleaned up as autovacuum would in time.
    """
    connection = await asyncpg.connect(dsn)
    await connection.execute(
        f"DELETE FROM inbox WHERE channel = 'telegram' AND account = '{ACCOUNT}'"
        " AND message_id = ANY(ARRAY(SELECT generate_series(1, 200000)::text))"
    )
    await connection.execute("DELETE FROM outbox WHERE sent_at IS NULL")
    await connection.execute("VACUUM inbox, outbox, drafts, people")
    await connection.execute("CHECKPOINT")
    await connection.close()
