"""Mistakes are mended and people move, while others submit: in 25 pairs of fresh villages.

Undone rejections, corrections that are asked for and made, places that end, and who goes on in the
other village, for whom there are too few places. Without the locks it goes wrong.
"""

import random
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass
from uuid import UUID

import pytest

from conversations.effects import (
    Amend,
    Ask,
    Decide,
    End,
    EndReason,
    FindAnswers,
    Lapse,
    Reason,
    TakeEffect,
    Undo,
)
from conversations.outcomes.amending import AnswersFound
from storage.people.people import Person
from storage.unit_of_work import UnitOfWork
from tests.storage.builders import Town, village
from tests.storage.races import (
    PEOPLE,
    PLACES,
    STATE,
    VILLAGES,
    Do,
    Group,
    Lock,
    broken,
    everywhere,
    filled,
    in_groups,
    locked,
    run,
    submitting,
    unlocked,
)

PAIRS = VILLAGES // 2
COMING = 20  # who submit in each of the two villages meanwhile
LEAVING = 50  # for the other village, where forty places are free
TAKEN_THERE = 60


async def mistakes(
    town: Town, code: str, people: list[Person], dice: random.Random, lock: Lock
) -> list[str]:
    """Let a hundred who hold a place slip, be corrected, end and leave; look after each commit."""
    there = beside(code)
    head, *workers = people
    placed = await filled(town, code, workers)
    await filled(town, there, workers[:TAKEN_THERE])
    dice.shuffle(placed)
    actions = [
        Group(does=[does], codes=frozenset({code, there}))
        for n, (worker, one) in enumerate(placed)
        for does in acts(n, Mended(head, worker, one.id), there)
    ]
    for where in (code, there):
        actions += submitting(town, workers[-COMING:], where)
    seen: list[str] = []

    async def watch() -> None:
        for where in (code, there):
            seen.extend(await broken(town, where))

    wrong = await run(town, in_groups(actions, dice, 6), lock, watch)
    both = [(await town.rows(STATE, code=where))[0] for where in (code, there)]
    lives = sum(one["taken"] + one["waiting"] for one in both)
    [gone] = await town.rows(
        "SELECT count(*) FROM history h JOIN registrations r ON r.id = h.registration_id"
        " WHERE h.act = 'take_effect' AND r.village = ANY(:codes)",
        codes=[code, there],
    )
    if lives != PLACES + TAKEN_THERE + 2 * COMING - gone["count"]:
        wrong.append("somebody is lost")
    return wrong + seen


def beside(code: str) -> str:
    """Return the other village of a pair."""
    first = village(1).code
    return village(PAIRS + 1 + int(code[-4:]) - int(first[-4:])).code


@dataclass
class Mended:
    """One of those who stay, as it is at the moment when something is done with it."""

    head: Person
    worker: Person
    id: UUID

    async def version(self, work: UnitOfWork) -> int:
        return (await work.registrations.registered([self.id]))[self.id].version

    async def reject(self, work: UnitOfWork) -> None:
        wish = Decide(self.id, await self.version(work), Reason.NOT_RESIDENT)
        await work.decisions.decide([(self.head, wish)])

    async def confirm(self, work: UnitOfWork) -> None:
        wish = Decide(self.id, await self.version(work), None)
        await work.decisions.decide([(self.head, wish)])

    async def end(self, work: UnitOfWork) -> None:
        wish = End(self.id, await self.version(work), EndReason.MOVED)
        await work.endings.end(self.head, wish)

    async def undo(self, work: UnitOfWork) -> None:
        await work.undoing.undo(self.head, Undo(self.id, await self.version(work), sure=True))

    async def take_effect(self, work: UnitOfWork) -> None:
        await work.undoing.take_effect([TakeEffect(self.id, await self.version(work))])

    async def ask(self, work: UnitOfWork) -> None:
        await work.asking.ask(self.head, Ask(self.id, await self.version(work), ("name",)))

    async def lapse(self, work: UnitOfWork) -> None:
        wish = Lapse(self.id, await self.version(work))
        await work.asking.lapse([(self.worker, wish)])

    async def correct(self, work: UnitOfWork) -> None:
        await correct(work, self.worker, self.id, name="YANTI BARU")


async def correct(work: UnitOfWork, worker: Person, registration: UUID, **changed: str) -> None:
    [found] = await work.registrations.looked_into([(worker, FindAnswers(registration))])
    if isinstance(found, AnswersFound):
        answers = {**found.answers, **changed}
        wish = Amend(registration, found.registered.version, tuple(changed), True, answers)
        await work.amendments.amend([(worker, wish)])


def acts(n: int, one: Mended, there: str) -> Sequence[Do]:
    """Return what happens to one of a hundred, in whatever order it comes.

    Half of them go on in the other village, if a place is free there at that moment.
    """
    if n < LEAVING:
        return [lambda work: correct(work, one.worker, one.id, village=there)]
    return (
        [one.reject, one.undo, one.take_effect],
        [one.reject, one.take_effect],
        [one.ask, one.correct, one.lapse],
        [one.confirm, one.end, one.take_effect],
        [one.confirm, one.end, one.undo],
    )[n % 5]


@pytest.fixture
async def towns(database_url: str) -> AsyncIterator[tuple[Town, list[Person]]]:
    """Pairs of villages of a hundred places, two hundred people, one of them the head of all."""
    async with Town.founded(database_url, places=PLACES, villages=VILLAGES) as town:
        people = await town.workers(*(f"w{n:03}" for n in range(PEOPLE)))
        for n in range(VILLAGES):
            await town.head("w000", village(n + 1).code)
        yield town, people
        assert await town.not_whole() == []


@pytest.mark.timeout(300)  # on a busy machine
async def test_whatever_is_mended_no_place_is_free_while_somebody_waits(
    towns: tuple[Town, list[Person]],
) -> None:
    town, people = towns

    wrong = await everywhere(town, people, mistakes, locked, villages=PAIRS)

    assert wrong == {}
    acts = {row["act"]: row["count"] for row in await town.rows(_ACTS)}
    assert min(acts[act] for act in ("relocate", "undo", "amend", "end", "lapse")) > PAIRS


_ACTS = "SELECT act, count(*) FROM history GROUP BY act"


async def test_without_the_locks_it_goes_wrong(towns: tuple[Town, list[Person]]) -> None:
    town, people = towns

    wrong = await everywhere(town, people, mistakes, unlocked, "", PAIRS)

    assert wrong
