"""An operator changes how many places villages have."""

from datetime import UTC, datetime, timedelta

import pytest

from conversations.life_cycle import Status
from conversations.outcomes.registered import Promoted
from storage.work import NotLocked
from tests.model_worker import SUNGAI_DURI
from tests.storage.builders import Town, confirming, village

NUMBERS = "SELECT number FROM places WHERE village = :code ORDER BY number"


async def resized(town: Town, places: int, *codes: str) -> tuple[Promoted, ...]:
    """Do as the operator's command does, in one unit of work."""
    async with town.storage.begin() as work:
        [programme] = await work.programmes.opened()
        await work.lock(codes or [SUNGAI_DURI])
        return await work.places.resize(programme.id, codes or [SUNGAI_DURI], places)


async def numbers(town: Town, code: str = SUNGAI_DURI) -> list[int]:
    return [row["number"] for row in await town.rows(NUMBERS, code=code)]


async def test_places_that_are_added_go_to_those_who_wait_in_their_order(town: Town) -> None:
    workers = await town.workers(*(f"w{n}" for n in range(6)))
    made = [await town.registered(worker) for worker in workers]

    promoted = await resized(town, 5)

    assert [(one.number, one.place) for one in promoted] == [
        (made[3].number, 4),
        (made[4].number, 5),
    ]
    assert await numbers(town) == [1, 2, 3, 4, 5]
    last = await town.standing(made[5].id)
    assert (last.status, last.position) == (Status.WAITING, 1)


async def test_the_highest_free_places_go_and_none_that_is_held(town: Town) -> None:
    await resized(town, 6)
    head, *workers = await town.workers("kades", *(f"w{n}" for n in range(5)))
    await town.appoints(head)
    made = [await town.registered(worker) for worker in workers]
    await town.decide((head, confirming(made[4])))
    await town.withdraw((workers[1], made[1].id), (workers[3], made[3].id))
    assert await numbers(town) == [1, 2, 3, 4, 5, 6]

    assert await resized(town, 4) == ()
    four = await numbers(town)
    assert await resized(town, 1) == ()

    assert four == [1, 2, 3, 5]
    assert await numbers(town) == [1, 3, 5]
    assert [(await town.standing(made[n].id)).place for n in (0, 2, 4)] == [1, 3, 5]


async def test_numbers_that_were_taken_away_come_back_before_higher_ones(town: Town) -> None:
    await resized(town, 6)
    workers = await town.workers(*(f"w{n}" for n in range(6)))
    made = [await town.registered(worker) for worker in workers]
    await town.withdraw(*((workers[n], made[n].id) for n in range(1, 5)))
    await resized(town, 2)
    assert await numbers(town) == [1, 6]

    await resized(town, 4)

    assert await numbers(town) == [1, 2, 3, 6]


async def test_where_the_places_are_used_more_stay_and_go_once_they_are_free(town: Town) -> None:
    head = await town.head()
    workers = await town.workers("a", "b", "c", "d")
    made = [await town.registered(worker) for worker in workers]

    await resized(town, 2)
    full = await numbers(town)
    await town.rejects(head, made[0])
    passed_on = await town.standing(made[3].id)
    await town.withdraw((workers[1], made[1].id))
    await resized(town, 2)

    assert full == [1, 2, 3]
    assert passed_on.place == 1, "who waits gets it first"
    assert await numbers(town) == [1, 3]


async def test_of_several_villages_each_is_changed_and_no_other(database_url: str) -> None:
    async with Town.founded(database_url, places=2, villages=3) as town:
        first, second, third = (village(n).code for n in (1, 2, 3))
        await resized(town, 3, first)
        await resized(town, 1, second)

        await resized(town, 4, first, second)
        again = await resized(town, 4, first, second)

        assert again == ()
        assert [len(await numbers(town, code)) for code in (first, second, third)] == [4, 4, 2]


async def test_a_village_keeps_its_own_number_when_villages_are_loaded_again(
    database_url: str,
) -> None:
    async with Town.founded(database_url, places=3, villages=2) as town:
        await resized(town, 1)

        await town.settle(3)

        of_each = [await numbers(town, village(n).code) for n in (1, 2, 3)]
        assert of_each == [[1], [1, 2, 3], [1, 2, 3]]


@pytest.mark.parametrize(
    ("later", "places"), [(timedelta(seconds=-1), [4]), (timedelta(), [])], ids=["last", "over"]
)
async def test_nobody_is_given_a_place_once_the_cover_is_over(
    town: Town, later: timedelta, places: list[int]
) -> None:
    for name in ("a", "b", "c", "d"):
        await town.registered(await town.worker(name))
    midnight = datetime(2027, 12, 31, 17, tzinfo=UTC)  # the year's end in the west of Indonesia

    town.clock.passes(midnight + later - town.clock.now())
    promoted = await resized(town, 4)

    assert [one.place for one in promoted] == places


async def test_places_of_a_village_that_is_not_locked_are_left_alone(town: Town) -> None:
    async def unlocked(places: int) -> None:
        async with town.storage.begin() as work:
            [programme] = await work.programmes.opened()
            await work.places.resize(programme.id, [SUNGAI_DURI], places)

    for places in (1, 5):
        with pytest.raises(NotLocked):
            await unlocked(places)

    assert await numbers(town) == [1, 2, 3]
