"""Whether places are as they must be: each way in which they could not be is found."""

import pytest

from storage.proof.whole import Unfit
from tests.model_worker import SUNGAI_DURI
from tests.storage.builders import Town


async def unfit(town: Town) -> list[Unfit]:
    async with town.storage.begin() as work:
        return await work.whole.unfit()


async def full(town: Town) -> None:
    """Fill three places, and let two wait."""
    worker = await town.worker()
    for _ in range(5):
        await town.registered(worker)


async def test_a_village_that_is_full_and_has_a_waiting_list_is_as_it_must_be(town: Town) -> None:
    assert await unfit(town) == []
    await full(town)

    assert await unfit(town) == []


@pytest.mark.parametrize(
    ("statement", "wrong", "free"),
    [
        ("UPDATE places SET registration_id = NULL WHERE number = 2", 1, 1),
        ("DELETE FROM places WHERE number = 2", 1, 0),
        ("UPDATE registrations SET status = 'confirmed' WHERE status = 'waiting'", 2, 0),
        ("UPDATE registrations SET status = 'withdrawn' WHERE seq = 1", 1, 0),
        ("INSERT INTO places SELECT village, programme_id, 4 FROM places WHERE number = 1", 0, 1),
    ],
    ids=["lost its place", "more than places", "confirmed without", "gone with one", "left empty"],
)
async def test_what_is_not_is_found(town: Town, statement: str, wrong: int, free: int) -> None:
    await full(town)
    town.by_hand = True
    await town.rows(statement)

    [found] = await unfit(town)

    assert (found.village, found.year, found.wrong, found.free) == (SUNGAI_DURI, 2027, wrong, free)


async def test_places_of_a_programme_that_is_over_may_be_free(town: Town) -> None:
    await full(town)
    town.by_hand = True
    await town.rows("UPDATE places SET registration_id = NULL WHERE number = 2")
    await town.rows("UPDATE programmes SET cover = daterange('2020-01-01', '2021-01-01')")

    assert await unfit(town) == []


async def test_every_table_is_counted(town: Town) -> None:
    await full(town)

    async with town.storage.begin() as work:
        counts = await work.whole.counts()

    assert (counts["registrations"], counts["places"], counts["people"]) == (5, 3, 1)
    assert "alembic_version" not in counts
