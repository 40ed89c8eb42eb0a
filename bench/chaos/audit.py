"""The audit after each fault: what is in the database, against what the people said and heard.

It looks at the tables for what people told, and at the phones for what they were told: a reply
leaves no trace in the database once it is sent.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

import asyncpg

from bench.chaos.people_talking import Again, Spoken, Told
from storage.rotation.places import SEALED
from storage.sealing import Sealer

_PEOPLE = "SELECT hash, person_id FROM addresses WHERE hash = ANY($1)"
_KEPT = "SELECT * FROM {} WHERE person_id = ANY($1)"
_PLACES = {one.name: one for one in SEALED}
UNSENT = "SELECT count(*) FROM outbox WHERE sent_at IS NULL AND failed_at IS NULL"
_COUNTS = f"""
    SELECT (SELECT count(*) FROM registrations) AS registrations,
           (SELECT count(registration_id) FROM places) AS places,
           (SELECT count(*) FROM parked) AS parked,
           ({UNSENT}) AS unsent,
           (SELECT count(*) FROM outbox WHERE failed_at IS NOT NULL) AS given_up,
           (SELECT coalesce(sum(n - 1), 0) FROM (SELECT count(*) AS n FROM consents
             GROUP BY draft_id) AS c) AS consents_again,
           (SELECT coalesce(sum(n - 1), 0) FROM (SELECT count(*) AS n FROM audit
             WHERE person_id IS NOT NULL GROUP BY person_id, kind) AS a) AS done_again
"""
LATE = 5.0  # seconds at most from claiming a reply to its arrival, on a busy machine


@dataclass(frozen=True, slots=True)
class Crashes:
    """When lives of the bot ended without being asked; and what befell them all.

    `shared`: when the database crashed, or the clock jumped (ahead, which ends every lease).
    """

    died: Mapping[int, float] = field(default_factory=dict)
    shared: Sequence[float] = ()

    def explain(self, again: Again) -> bool:
        """Whether who sent it first may have died, or all been struck, before it was recorded."""
        if again.another:
            return False
        its_own = again.by in self.died and self.died[again.by] <= again.at
        return its_own or any(again.first - LATE <= crash <= again.at for crash in self.shared)


@dataclass(slots=True)
class Audit:
    """What must be zero (`faults`), and what is told beside it."""

    people: int = 0
    messages: int = 0
    replies: int = 0
    registrations: int = 0
    places: int = 0
    answers: int = 0
    answers_lost: int = 0
    answers_twice: int = 0
    wrong_registrations: int = 0  # finished people without exactly one
    not_acknowledged: int = 0  # messages that the platforms still hold
    stuck: int = 0  # people who were not answered
    out_of_order: int = 0
    strange: int = 0
    refused: int = 0  # calls that no platform accepts
    parked: int = 0
    unsent: int = 0
    given_up: int = 0
    again: int = 0  # replies that came again
    again_unexplained: int = 0
    samples: list[str] = field(default_factory=list)
    """What was strange, out of order or refused: the first few."""

    @property
    def faults(self) -> dict[str, int]:
        """Return what is not as it must be, by name."""
        must_be_zero = (
            "answers_lost answers_twice wrong_registrations not_acknowledged stuck out_of_order"
            " strange refused parked unsent given_up again_unexplained"
        )
        found = {name: int(getattr(self, name)) for name in must_be_zero.split()}
        found["places_not_registrations"] = abs(self.places - self.registrations)
        return {name: count for name, count in found.items() if count}


async def audited(dsn: str, sealer: Sealer, told: Told, crashes: Crashes) -> Audit:
    """Compare what was told with what is kept."""
    audit = _heard(told, crashes)
    connection = await asyncpg.connect(dsn)
    try:
        await _count(connection, audit)
        await _compare(connection, sealer, told.people, audit)
    finally:
        await connection.close()
    return audit


def _heard(told: Told, crashes: Crashes) -> Audit:
    return Audit(
        people=len(told.people),
        messages=told.messages,
        replies=told.replies,
        not_acknowledged=told.not_taken,
        stuck=len(told.left_waiting),
        out_of_order=len(told.out_of_order),
        strange=len(told.strange),
        refused=len(told.refused),
        again=len(told.again),
        again_unexplained=sum(not crashes.explain(one) for one in told.again),
        samples=[*told.strange[:3], *told.out_of_order[:3], *told.refused[:3]],
    )


async def _count(connection: asyncpg.Connection, audit: Audit) -> None:
    row = await connection.fetchrow(_COUNTS)
    audit.registrations, audit.places = row["registrations"], row["places"]
    audit.parked, audit.unsent, audit.given_up = row["parked"], row["unsent"], row["given_up"]
    audit.answers_twice += int(row["consents_again"] + row["done_again"])


async def _compare(
    connection: asyncpg.Connection, sealer: Sealer, people: Sequence[Spoken], audit: Audit
) -> None:
    hashes = {sealer.hash("address", *one.address): one for one in people}
    ids = {row["hash"]: row["person_id"] for row in await connection.fetch(_PEOPLE, [*hashes])}
    registered = await _kept(connection, sealer, "registrations", [*ids.values()])
    drafted = await _kept(connection, sealer, "drafts", [*ids.values()])
    for key, person in hashes.items():
        whose = ids.get(key)
        done, begun = registered.get(whose, []), drafted.get(whose, [])
        audit.wrong_registrations += person.finished and len(done) != 1
        _look_at(person, [*done, *begun], audit)


def _look_at(person: Spoken, kept: Sequence[Mapping[str, str]], audit: Audit) -> None:
    answers = kept[0] if kept else {}
    audit.answers += len(person.given)
    audit.answers_lost += sum(answers.get(k) != v for k, v in person.given.items())
    audit.answers_twice += sum(name not in person.given for name in answers)
    audit.answers_twice += max(0, len(kept) - 1)


async def _kept(
    connection: asyncpg.Connection, sealer: Sealer, table: str, people: Sequence[UUID]
) -> dict[Any, list[dict[str, str]]]:
    """Return the answers that a table keeps of people, unsealed."""
    found: dict[Any, list[dict[str, str]]] = {}
    for row in await connection.fetch(_KEPT.format(table), people):
        told = _PLACES[table].opened(sealer, row)
        answers = told["answers"] if table == "drafts" else told
        found.setdefault(row["person_id"], []).append(answers)
    return found
