"""Bursts: many at once are told, a village meeting as what it is, an ordinary day not at all."""

from collections.abc import AsyncIterator
from datetime import timedelta

import pytest

from storage.office.bursts import DAY, HELPED, HOUR, STRANGERS, VILLAGES, Burst, BurstKind
from tests.model_worker import SUNGAI_DURI
from tests.storage.builders import Town, village

SOON = timedelta(seconds=1)


@pytest.fixture
async def town(database_url: str) -> AsyncIterator[Town]:
    async with Town.founded(database_url, villages=VILLAGES) as founded:
        yield founded


async def lately(town: Town) -> list[Burst]:
    async with town.storage.begin() as work:
        return await work.bursts.lately()


async def strangers(town: Town, count: int, first: int = 0) -> None:
    people = await town.workers(*(f"stranger {first + n}" for n in range(count)))
    await town.submit(*(town.wish(person) for person in people))


async def test_many_who_never_registered_in_one_village_within_an_hour(town: Town) -> None:
    await strangers(town, STRANGERS)

    [burst] = await lately(town)
    town.clock.passes(HOUR + SOON)

    kind, one = BurstKind.STRANGERS, "PR-6107-000001"
    assert burst == Burst(kind, SUNGAI_DURI, None, STRANGERS, STRANGERS, 1, one)
    assert await lately(town) == []


async def test_one_fewer_is_no_burst_and_neither_is_who_has_registered_before(town: Town) -> None:
    known = await town.worker("known")
    await town.registered(known)
    town.clock.passes(HOUR + SOON)

    await strangers(town, STRANGERS - 1)
    await town.registered(known)

    assert await lately(town) == []


async def test_a_chat_over_several_villages_within_a_day(town: Town) -> None:
    thief = await town.worker("thief")
    for number in range(1, VILLAGES):
        await town.registered(thief, village(number).code)
    assert await lately(town) == []

    town.clock.passes(DAY - SOON)
    await town.registered(thief, village(VILLAGES).code)
    [burst] = await lately(town)
    town.clock.passes(2 * SOON)

    kind, one = BurstKind.VILLAGES, "PR-6107-000001"
    assert burst == Burst(kind, None, thief.id, VILLAGES, 1, VILLAGES, one)
    assert await lately(town) == []


async def test_a_volunteer_at_a_village_meeting_is_shown_as_a_helper_and_no_more(
    town: Town,
) -> None:
    volunteer = await town.worker("volunteer")
    await town.submit(*(town.wish(volunteer) for _ in range(HELPED - 1)))
    assert await lately(town) == []

    await town.submit(*(town.wish(volunteer) for _ in range(30 - HELPED + 1)))

    one = "PR-6107-000001"
    assert await lately(town) == [
        Burst(BurstKind.HELPER, SUNGAI_DURI, volunteer.id, 30, 1, 1, one)
    ]
