"""Effects on a registration that leaves for another village meanwhile."""

import asyncio
from dataclasses import dataclass
from uuid import UUID

import pytest

from bot.turns.effects import settling
from conversations.effects import Decide
from conversations.outcomes.desk import NotYourVillage
from conversations.outcomes.outcome import Outcome
from storage.errors import Collided
from storage.people.people import Person
from tests.storage.builders import Town, amending, confirming


@dataclass
class Deciding:
    """As much of a talk as an effect needs."""

    person: Person
    effect: Decide | None
    heard: Outcome | None = None

    def did(self, act: str, of: UUID | None) -> None:
        pass

    def hear(self, outcome: Outcome) -> None:
        self.effect, self.heard = None, outcome


async def test_who_waited_for_the_lock_of_a_village_that_it_has_left_begins_again(
    town: Town,
) -> None:
    there, head, worker = await town.neighbour(), await town.head(), await town.worker()
    one = await town.registered(worker)

    async def decide() -> Deciding:
        talk = Deciding(head, confirming(one))
        async with town.storage.begin() as work:
            await settling.settle(work, [talk])  # type: ignore[list-item]
        return talk

    async with town.storage.begin() as work:
        await work.lock([one.village, there])
        waits = asyncio.create_task(decide())
        assert await town.waits(waits)
        await work.amendments.amend([(worker, amending(one, village=there))])

    with pytest.raises(Collided):
        await waits
    assert isinstance((await decide()).heard, NotYourVillage)
