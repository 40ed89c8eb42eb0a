"""The quota guard under fire (must hold 3). Each race runs again unlocked, and must go wrong."""

import random
from collections.abc import AsyncIterator

import pytest

from conversations.effects import TakeEffect, Withdraw
from conversations.outcomes.registered import Registered
from storage.people.people import Person
from storage.unit_of_work import UnitOfWork
from tests.storage.builders import Town, rejecting, village
from tests.storage.races import (
    PEOPLE,
    PLACES,
    RESIZED,
    STATE,
    VILLAGES,
    Group,
    Lock,
    broken,
    everywhere,
    filled,
    in_groups,
    locked,
    run,
    unlocked,
)

LEAVING = 30  # of the hundred who hold a place: rejected or withdrawn while others submit

_QUEUE = """
    SELECT r.id, r.number AS registration, p.number AS place
      FROM registrations r LEFT JOIN places p ON p.registration_id = r.id
     WHERE r.village = :code ORDER BY r.seq
"""


async def submissions(
    town: Town, code: str, people: list[Person], dice: random.Random, lock: Lock
) -> list[str]:
    """Two hundred race for a hundred places; return what is wrong afterwards."""
    actions = [
        Group(submits=[town.wish(person, code)], codes=frozenset({code})) for person in people
    ]

    async def watch() -> None:
        return

    wrong = await run(town, in_groups(actions, dice, 16), lock, watch)

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
    actions = leaving(code, placed, head, dice)
    actions += [
        Group(submits=[town.wish(person, code)], codes=frozenset({code}))
        for person in workers[:coming]
    ]
    seen: list[str] = []

    async def watch() -> None:
        seen.extend(await broken(town, code))

    wrong = await run(town, in_groups(actions, dice, 16), lock, watch)

    state = (await town.rows(STATE, code=code))[0]
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
    actions = leaving(code, placed, head, dice)
    actions += [
        Group(submits=[town.wish(person, code)], codes=frozenset({code}))
        for person in workers[:coming]
    ]
    groups = in_groups(actions, dice, 4)
    groups += [resized(code, dice.randint(*RESIZED)) for _ in groups]
    dice.shuffle(groups)
    seen: list[str] = []

    async def watch() -> None:
        seen.extend(await broken(town, code))

    wrong = await run(town, groups, lock, watch)
    await run(town, [resized(code, min(RESIZED))], lock, watch)

    state = (await town.rows(STATE, code=code))[0]
    if state["places"] != max(min(RESIZED), state["taken"]):
        wrong.append(f"{state['places']} places at the end, {state['taken']} taken")
    if state["taken"] + state["waiting"] != PLACES - LEAVING + coming:
        wrong.append("somebody is lost")
    return wrong + seen


def resized(code: str, places: int) -> Group:
    """Change how many places there are, alone."""

    async def resize(work: UnitOfWork) -> None:
        [programme] = await work.programmes.opened()
        await work.places.resize(programme.id, [code], places)

    return Group(does=[resize], codes=frozenset({code}))


def leaving(
    code: str, placed: list[tuple[Person, Registered]], head: Person, dice: random.Random
) -> list[Group]:
    """Let every second of those who leave withdraw, the others be rejected, some both.

    What is turned down takes effect in the same unit of work, as after ten minutes.
    """
    actions, here = [], frozenset({code})
    for n, (worker, one) in enumerate(dice.sample(placed, LEAVING)):
        if n % 2 or n % 10 == 0:
            actions.append(Group(withdraws=[(worker, Withdraw(one.id))], codes=here))
        if n % 2 == 0:
            effect = TakeEffect(one.id, one.version + 1)
            actions.append(
                Group(decides=[(head, rejecting(one))], takes=[(worker, effect)], codes=here)
            )
    return actions


@pytest.fixture
async def towns(database_url: str) -> AsyncIterator[tuple[Town, list[Person]]]:
    """Fifty villages of a hundred places, two hundred people, one of them the head of all."""
    async with Town.founded(database_url, places=PLACES, villages=VILLAGES) as town:
        people = await town.workers(*(f"w{n:03}" for n in range(PEOPLE)))
        yield town, people
        assert await town.not_whole() == []


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
