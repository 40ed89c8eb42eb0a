"""The audit after the kills: what is in the database, against what the people said and heard."""

from dataclasses import dataclass
from typing import Any

import asyncpg

from bench.callers import Told
from bench.people import Person
from storage.sealing import Sealer
from tests.telegram_server import ACCOUNT

_PERSON = "SELECT person_id, id FROM addresses WHERE hash = $1"
_COUNTS = """
    SELECT (SELECT count(*) FROM registrations) AS registrations,
           (SELECT count(registration_id) FROM places) AS places,
           (SELECT count(*) FROM parked) AS parked,
           (SELECT count(*) FROM inbox) AS inbox,
           (SELECT count(*) FROM outbox) AS outbox,
           (SELECT count(*) FROM outbox WHERE sent_at IS NULL) AS unsent,
           (SELECT coalesce(sum(n - 1), 0) FROM (SELECT count(*) AS n FROM consents
             GROUP BY draft_id) AS c) AS consents_again,
           (SELECT coalesce(sum(n - 1), 0) FROM (SELECT count(*) AS n FROM audit
             GROUP BY person_id, kind) AS a) AS done_again
"""


@dataclass(slots=True)
class Audit:
    """What must be zero, and what is told beside it."""

    finished: int = 0
    unfinished: int = 0
    messages: int = 0
    registrations: int = 0
    places_taken: int = 0
    answers_checked: int = 0
    answers_lost: int = 0
    answers_twice: int = 0
    wrong_registrations: int = 0  # finished people without exactly one
    left_waiting: int = 0
    replies_missing: int = 0  # messages of the bot that were never made or never sent
    strange_replies: int = 0
    calls_refused: int = 0
    parked: int = 0
    sent_twice: int = 0
    sent_twice_without_a_kill: int = 0

    @property
    def faults(self) -> dict[str, int]:
        """Return what is not as it must be, by name."""
        must_be_zero = (
            "answers_lost answers_twice wrong_registrations left_waiting replies_missing"
            " strange_replies calls_refused parked sent_twice_without_a_kill"
        )
        found = {name: int(getattr(self, name)) for name in must_be_zero.split()}
        found["places_not_registrations"] = abs(self.places_taken - self.registrations)
        return {name: count for name, count in found.items() if count}


async def audited(dsn: str, sealer: Sealer, told: Told, kills: list[float]) -> Audit:
    """Look at everybody. `kills`: when they were, on the clock of `told`."""
    audit = Audit(
        messages=told.messages,
        left_waiting=len(told.left_waiting),
        strange_replies=len(told.strange),
        calls_refused=len(told.refused),
        sent_twice=len(told.twice),
        sent_twice_without_a_kill=sum(not _around(one, kills) for one in told.twice),
    )
    connection = await asyncpg.connect(dsn)
    try:
        await _count(connection, audit)
        for person in told.people:
            await _look_at(connection, sealer, person, audit)
    finally:
        await connection.close()
    return audit


def _around(twice: tuple[float, float], kills: list[float]) -> bool:
    """Whether the bot was killed between the two; its last words may arrive a moment after it."""
    first, again = twice
    return any(first - 1 <= kill <= again for kill in kills)


async def _count(connection: asyncpg.Connection, audit: Audit) -> None:
    row = await connection.fetchrow(_COUNTS)
    audit.registrations, audit.places_taken = row["registrations"], row["places"]
    audit.parked = row["parked"]
    # Each message is taken once, and makes one reply.
    audit.answers_lost += max(0, audit.messages - row["inbox"])
    audit.answers_twice += int(row["consents_again"] + row["done_again"])
    audit.answers_twice += max(0, row["outbox"] - audit.messages)
    audit.replies_missing = max(0, audit.messages - row["outbox"]) + row["unsent"]


async def _look_at(
    connection: asyncpg.Connection, sealer: Sealer, person: Person, audit: Audit
) -> None:
    found = await connection.fetchrow(
        _PERSON, sealer.hash("address", "telegram", ACCOUNT, str(person.id))
    )
    kept = await _kept(connection, sealer, found["person_id"] if found else None)
    registered = [answers for table, answers in kept if table == "registrations"]
    audit.finished += person.finished
    audit.unfinished += not person.finished
    if person.finished and len(registered) != 1:
        audit.wrong_registrations += 1
    answers = kept[0][1] if kept else {}
    given = person.given()
    audit.answers_checked += len(given)
    audit.answers_lost += sum(answers.get(name) != value for name, value in given.items())
    audit.answers_twice += sum(name not in given for name in answers) + max(0, len(kept) - 1)


async def _kept(
    connection: asyncpg.Connection,
    sealer: Sealer,
    person: Any,  # noqa: ANN401 - a UUID or None
) -> list[tuple[str, dict[str, str]]]:
    """Return the answers of a person's registrations and drafts, unsealed."""
    found = []
    for table in ("registrations", "drafts"):
        query = f"SELECT id, sealed FROM {table} WHERE person_id = $1"
        for row in await connection.fetch(query, person):
            told = sealer.unseal(table, row["id"], row["sealed"])
            found.append((table, told["answers"] if table == "drafts" else told))
    return found
