"""Races: groups of acts in units of work of their own, eight at a time, watched after each.

Groups go through units of work as `bot/turns/effects/settling.py` does it: lock the villages, then
write. The twin of a race is the same without the lock.
"""

import asyncio
import random
from collections.abc import Awaitable, Callable, Collection
from dataclasses import dataclass, field
from typing import TypeAlias

import asyncpg

from conversations.effects import Decide, TakeEffect, Withdraw
from conversations.outcomes.registered import Registered
from conversations.outcomes.registering import Submitted
from storage.errors import Collided
from storage.people.people import Person
from storage.unit_of_work import UnitOfWork
from tests.storage.builders import Town, Wish, village

CONNECTIONS = 8  # what storage.connections.engine opens
VILLAGES = 50
PLACES = 100
PEOPLE = 200
RESIZED = (80, 120)  # the fewest and the most places an operator changes them to

Lock: TypeAlias = Callable[[UnitOfWork, Collection[str]], Awaitable[None]]
Race: TypeAlias = Callable[[Town, str, list[Person], random.Random, Lock], Awaitable[list[str]]]
Do: TypeAlias = Callable[[UnitOfWork], Awaitable[object]]

STATE = """
    SELECT count(*) AS places, count(p.registration_id) AS taken,
           (SELECT count(*) FROM registrations WHERE village = :code AND status = 'waiting')
             AS waiting,
           (SELECT count(*) FROM registrations
             WHERE village = :code AND status IN
                   ('placed', 'rejecting', 'correcting', 'confirmed', 'ending')) AS holding
      FROM places p WHERE p.village = :code
"""


async def locked(work: UnitOfWork, codes: Collection[str]) -> None:
    await work.lock(codes)


async def unlocked(work: UnitOfWork, codes: Collection[str]) -> None:
    """Only pretend: the naive twin."""
    work._work._locked.update(codes)


@dataclass
class Group:
    """What one unit of work does."""

    submits: list[Wish] = field(default_factory=list)
    decides: list[tuple[Person, Decide]] = field(default_factory=list)
    withdraws: list[tuple[Person, Withdraw]] = field(default_factory=list)
    takes: list[tuple[Person, TakeEffect]] = field(default_factory=list)
    does: list[Do] = field(default_factory=list)
    """Whatever else, one after the other."""
    codes: frozenset[str] = frozenset()
    """Which villages it touches."""

    async def perform(self, work: UnitOfWork) -> None:
        if self.submits:
            await work.submissions.submit(self.submits)
        if self.decides:
            await work.decisions.decide(self.decides)
        if self.withdraws:
            await work.withdrawals.withdraw(self.withdraws)
        if self.takes:
            await work.undoing.take_effect([wish for _, wish in self.takes])
        for do in self.does:
            await do(work)


async def run(
    town: Town, groups: list[Group], lock: Lock, watch: Callable[[], Awaitable[None]]
) -> list[str]:
    """Let eight connections take groups until none is left; return what they stumbled over."""
    stumbled: list[str] = []

    async def connection() -> None:
        while groups:
            group = groups.pop()
            try:
                async with town.storage.begin() as work:
                    await lock(work, group.codes)
                    await group.perform(work)
            except (Collided, asyncpg.PostgresError, KeyError) as error:
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
                [one for action in together for one in action.does],
                frozenset().union(*(action.codes for action in together)),
            )
        )
    return groups


def submitting(town: Town, people: Collection[Person], code: str) -> list[Group]:
    """Let each of these people submit somebody in a village."""
    wishes = [town.wish(person, code) for person in people]
    return [Group(submits=[wish], codes=frozenset({code})) for wish in wishes]


async def filled(town: Town, code: str, people: list[Person]) -> list[tuple[Person, Registered]]:
    wishes = [town.wish(person, code) for person in people[:PLACES]]
    made = await town.submit(*wishes)
    return [
        (person, outcome.registered)
        for (person, _), outcome in zip(wishes, made, strict=True)
        if isinstance(outcome, Submitted)
    ]


async def broken(town: Town, code: str) -> list[str]:
    """Return what is wrong with a village as everybody can see it now."""
    state = (await town.rows(STATE, code=code))[0]
    wrong = []
    if state["taken"] < state["places"] and state["waiting"]:
        wrong.append(f"{state['places'] - state['taken']} places free, {state['waiting']} wait")
    if state["taken"] != state["holding"]:
        wrong.append(f"{state['taken']} places taken by {state['holding']}")
    if state["places"] > max(PLACES, *RESIZED):
        wrong.append(f"{state['places']} places")
    return wrong


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
