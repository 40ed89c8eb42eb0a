"""The quota guard under fire (must hold 3). Each race runs again unlocked, and must go wrong.

Groups go through units of work as `bot/turns/effects/settling.py` does it: lock the villages, then
write. The twin is the same without the lock.
"""

import asyncio
import random
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass, field
from typing import TypeAlias

import asyncpg
import pytest

from conversations.effects import Decide, TakeEffect, Withdraw
from conversations.outcomes.registered import Registered
from conversations.outcomes.registering import Submitted
from storage.errors import Collided
from storage.people.people import Person
from storage.unit_of_work import UnitOfWork
from tests.storage.builders import Town, Wish, rejecting, village

CONNECTIONS = 8  # what storage.connections.engine opens
VILLAGES = 50
PLACES = 100
PEOPLE = 200
RESIZED = (80, 120)  # the fewest and the most places an operator changes them to
LEAVING = 30  # of the hundred who hold a place: rejected or withdrawn while others submit

Lock: TypeAlias = Callable[[UnitOfWork, str], Awaitable[None]]
Race: TypeAlias = Callable[[Town, str, list[Person], random.Random, Lock], Awaitable[list[str]]]

_STATE = """
    SELECT count(*) AS places, count(p.registration_id) AS taken,
           (SELECT count(*) FROM registrations WHERE village = :code AND status = 'waiting')
             AS waiting,
           (SELECT count(*) FROM registrations
             WHERE village = :code AND status IN
                   ('placed', 'rejecting', 'correcting', 'confirmed', 'ending')) AS holding
      FROM places p WHERE p.village = :code
"""
_QUEUE = """
    SELECT r.id, r.number AS registration, p.number AS place
      FROM registrations r LEFT JOIN places p ON p.registration_id = r.id
     WHERE r.village = :code ORDER BY r.seq
"""


async def locked(work: UnitOfWork, code: str) -> None:
    await work.lock([code])


async def unlocked(work: UnitOfWork, code: str) -> None:
    """Only pretend: the naive twin."""
    work._work._locked.add(code)


@dataclass
class Group:
    """What one unit of work does."""

    submits: list[Wish] = field(default_factory=list)
    decides: list[tuple[Person, Decide]] = field(default_factory=list)
    withdraws: list[tuple[Person, Withdraw]] = field(default_factory=list)
    takes: list[tuple[Person, TakeEffect]] = field(default_factory=list)
    places: int | None = None
    """To so many an operator changes them, alone."""

    async def perform(self, work: UnitOfWork, code: str) -> None:
        if self.places is not None:
            [programme] = await work.programmes.opened()
            await work.places.resize(programme.id, [code], self.places)
        if self.submits:
            await work.submissions.submit(self.submits)
        if self.decides:
            await work.decisions.decide(self.decides)
        if self.withdraws:
            await work.withdrawals.withdraw(self.withdraws)
        if self.takes:
            await work.undoing.take_effect([wish for _, wish in self.takes])


async def run(
    town: Town, code: str, groups: list[Group], lock: Lock, watch: Callable[[], Awaitable[None]]
) -> list[str]:
    """Let eight connections take groups until none is left; return what they stumbled over."""
    stumbled: list[str] = []

    async def connection() -> None:
        while groups:
            group = groups.pop()
            try:
                async with town.storage.begin() as work:
                    await lock(work, code)
                    await group.perform(work, code)
            except (Collided, asyncpg.PostgresError) as error:
                stumbled.append(type(error).__name__)
            await watch()

    await asyncio.gather(*(connection() for _ in range(CONNECTIONS)))
    return stumbled


def in_groups(actions: list[Group], dice: random.Random, most: int) -> list[Group]:
    """Put single actions together into groups of 1 to `most`, in a random order."""
    dice.shuffle(actions)
    groups = []
    while actions:
        together, actions = actions[: (size := dice.randint(1, most))], actions[size:]
        groups.append(
            Group(
                [one for action in together for one in action.submits],
                [one for action in together for one in action.decides],
                [one for action in together for one in action.withdraws],
                [one for action in together for one in action.takes],
            )
        )
    return groups


async def submissions(
    town: Town, code: str, people: list[Person], dice: random.Random, lock: Lock
) -> list[str]:
    """Two hundred race for a hundred places; return what is wrong afterwards."""
    actions = [Group(submits=[town.wish(person, code)]) for person in people]

    async def watch() -> None:
        return

    wrong = await run(town, code, in_groups(actions, dice, 16), lock, watch)

    queue = await town.rows(_QUEUE, code=code)
    if [row["place"] for row in queue] != [*range(1, PLACES + 1), *[None] * PLACES]:
        wrong.append("the first hundred numbers do not hold the places 1..100 in their order")
    numbers = [row["registration"] for row in queue]
    if numbers != sorted(set(numbers)):
        wrong.append("numbers do not increase")
    async with town.storage.begin() as work:
        standing = await work.registrations.registered([row["id"] for row in queue])
    positions = [standing[row["id"]].position for row in queue]
    if positions != [*[None] * PLACES, *range(1, PLACES + 1)]:
        wrong.append("the others do not wait at 1..100 in the order of their numbers")
    return wrong


async def coming_and_going(
    town: Town, code: str, people: list[Person], dice: random.Random, lock: Lock
) -> list[str]:
    """A hundred hold a place; thirty leave while others submit. Looks after every commit."""
    head, *workers = people
    placed = await filled(town, code, workers)
    coming = dice.randint(LEAVING - 20, LEAVING + 20)
    actions = leaving(placed, head, dice)
    actions += [Group(submits=[town.wish(person, code)]) for person in workers[:coming]]
    seen: list[str] = []

    async def watch() -> None:
        seen.extend(await broken(town, code))

    wrong = await run(town, code, in_groups(actions, dice, 16), lock, watch)

    state = (await town.rows(_STATE, code=code))[0]
    left = PLACES - LEAVING + coming
    if (state["taken"], state["waiting"]) != (min(left, PLACES), max(left - PLACES, 0)):
        wrong.append(f"{left} are left, but {state['taken']} taken, {state['waiting']} waiting")
    return wrong + seen


async def resizing(
    town: Town, code: str, people: list[Person], dice: random.Random, lock: Lock
) -> list[str]:
    """Let an operator add places and take them away while people come and go."""
    head, *workers = people
    placed = await filled(town, code, workers)
    coming = dice.randint(LEAVING - 20, LEAVING + 20)
    actions = leaving(placed, head, dice)
    actions += [Group(submits=[town.wish(person, code)]) for person in workers[:coming]]
    groups = in_groups(actions, dice, 4)
    groups += [Group(places=dice.randint(*RESIZED)) for _ in groups]
    dice.shuffle(groups)
    seen: list[str] = []

    async def watch() -> None:
        seen.extend(await broken(town, code))

    wrong = await run(town, code, groups, lock, watch)
    await run(town, code, [Group(places=min(RESIZED))], lock, watch)

    state = (await town.rows(_STATE, code=code))[0]
    if state["places"] != max(min(RESIZED), state["taken"]):
        wrong.append(f"{state['places']} places at the end, {state['taken']} taken")
    if state["taken"] + state["waiting"] != PLACES - LEAVING + coming:
        wrong.append("somebody is lost")
    return wrong + seen


async def filled(town: Town, code: str, people: list[Person]) -> list[tuple[Person, Registered]]:
    wishes = [town.wish(person, code) for person in people[:PLACES]]
    made = await town.submit(*wishes)
    return [
        (person, outcome.registered)
        for (person, _), outcome in zip(wishes, made, strict=True)
        if isinstance(outcome, Submitted)
    ]


def leaving(
    placed: list[tuple[Person, Registered]], head: Person, dice: random.Random
) -> list[Group]:
    """Let every second of those who leave withdraw, the others be rejected, some both.

    What is turned down takes effect in the same unit of work, as after ten minutes.
    """
    actions = []
    for n, (worker, one) in enumerate(dice.sample(placed, LEAVING)):
        if n % 2 or n % 10 == 0:
            actions.append(Group(withdraws=[(worker, Withdraw(one.id))]))
        if n % 2 == 0:
            effect = TakeEffect(one.id, one.version + 1)
            actions.append(Group(decides=[(head, rejecting(one))], takes=[(worker, effect)]))
    return actions


async def broken(town: Town, code: str) -> list[str]:
    """Return what is wrong with a village as everybody can see it now."""
    state = (await town.rows(_STATE, code=code))[0]
    wrong = []
    if state["taken"] < state["places"] and state["waiting"]:
        wrong.append(f"{state['places'] - state['taken']} places free, {state['waiting']} wait")
    if state["taken"] != state["holding"]:
        wrong.append(f"{state['taken']} places taken by {state['holding']}")
    if state["places"] > max(PLACES, *RESIZED):
        wrong.append(f"{state['places']} places")
    return wrong


@pytest.fixture
async def towns(database_url: str) -> AsyncIterator[tuple[Town, list[Person]]]:
    """Fifty villages of a hundred places, two hundred people, one of them the head of all."""
    async with Town.founded(database_url, places=PLACES, villages=VILLAGES) as town:
        people = await town.workers(*(f"w{n:03}" for n in range(PEOPLE)))
        yield town, people
        assert await town.not_whole() == []


async def everywhere(
    town: Town,
    people: list[Person],
    race: Race,
    lock: Lock,
    until: str | None = None,
    villages: int = VILLAGES,
) -> dict[str, list[str]]:
    """Run a race in one village after the other; return what went wrong, by village.

    `until`: stop where something with these words went wrong.
    """
    wrong = {}
    for n in range(villages):
        code = village(n + 1).code
        if found := await race(town, code, people, random.Random(n), lock):
            wrong[code] = found
        if until is not None and any(until in one for one in found):
            break
    return wrong


@pytest.mark.timeout(300)  # on a busy machine
async def test_two_hundred_who_race_for_a_hundred_places_fill_them_in_order(
    towns: tuple[Town, list[Person]],
) -> None:
    town, people = towns

    wrong = await everywhere(town, people, submissions, locked)

    assert wrong == {}


async def test_without_the_lock_the_same_race_goes_wrong(
    towns: tuple[Town, list[Person]],
) -> None:
    town, people = towns

    wrong = await everywhere(town, people, submissions, unlocked, until="")

    assert wrong


@pytest.mark.timeout(300)  # on a busy machine
async def test_no_place_is_ever_free_while_somebody_waits(
    towns: tuple[Town, list[Person]],
) -> None:
    town, people = towns
    for n in range(VILLAGES):
        await town.head("w000", village(n + 1).code)

    wrong = await everywhere(town, people, coming_and_going, locked)

    assert wrong == {}


async def test_without_the_lock_a_place_is_free_while_somebody_waits(
    towns: tuple[Town, list[Person]],
) -> None:
    town, people = towns
    for n in range(VILLAGES):
        await town.head("w000", village(n + 1).code)

    wrong = await everywhere(town, people, coming_and_going, unlocked, until="free")

    assert any("free" in one for found in wrong.values() for one in found)


@pytest.mark.timeout(300)  # on a busy machine
async def test_places_change_while_people_come_and_go_and_none_is_free_while_somebody_waits(
    towns: tuple[Town, list[Person]],
) -> None:
    town, people = towns
    for n in range(VILLAGES):
        await town.head("w000", village(n + 1).code)

    wrong = await everywhere(town, people, resizing, locked, villages=15)

    assert wrong == {}


async def test_without_the_lock_a_place_that_is_added_is_free_while_somebody_waits(
    towns: tuple[Town, list[Person]],
) -> None:
    town, people = towns
    for n in range(VILLAGES):
        await town.head("w000", village(n + 1).code)

    wrong = await everywhere(town, people, resizing, unlocked, until="free")

    assert any("free" in one for found in wrong.values() for one in found)
