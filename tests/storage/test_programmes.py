"""What an operator sets up: villages, programmes and their places."""

import asyncio
from collections.abc import Awaitable, Callable

import pytest

from storage.office.places import Count
from storage.unit_of_work import UnitOfWork
from tests.model_worker import SUNGAI_DURI
from tests.storage.builders import BENGKAYANG, Town, programme, village


async def test_a_programme_makes_its_places_in_every_village_of_its_regency(
    database_url: str,
) -> None:
    async with Town.founded(database_url, places=0, villages=2) as town:
        await town.settle(1, "61.04")

        opened = await town.open(places=4)

        async with town.storage.begin() as work:
            filled = {one.village.code: one.count for one in await work.programmes.filled()}
            assert await work.programmes.opened() == [opened]
        four = Count(places=4)
        assert filled == {
            village(1, "61.04").code: Count(),
            SUNGAI_DURI: four,
            village(2).code: four,
        }


async def test_a_village_loaded_later_gets_its_places_too(town: Town) -> None:
    await town.settle(2)

    assert await town.value("SELECT count(*) FROM places") == 6


async def test_villages_are_loaded_again_with_their_new_names_and_twice_in_one_list(
    town: Town,
) -> None:
    async with town.storage.begin() as work:
        known = await work.programmes.load([village(2), village(1), village(2)])

    assert known == 2


async def test_a_regency_has_one_open_programme_and_one_a_year(town: Town) -> None:
    async with town.storage.begin() as work:
        second = await work.programmes.open(programme(year=2028))
    await town.rows("UPDATE programmes SET closed_at = '2027-12-31'")
    async with town.storage.begin() as work:
        same_year = await work.programmes.open(programme(year=2027))
        next_year = await work.programmes.open(programme(year=2028))

    assert (second, same_year, next_year) == (False, False, True)


async def test_what_stands_in_the_way_is_the_open_programme_or_else_the_one_of_that_year(
    town: Town,
) -> None:
    async def standing(year: int) -> int | None:
        async with town.storage.begin() as work:
            found = await work.programmes.standing(BENGKAYANG, year)
        return found.year if found else None

    while_open = await standing(2028)
    await town.rows("UPDATE programmes SET closed_at = '2027-12-31'")
    closed = (await standing(2027), await standing(2028))
    await town.open(year=2028)

    assert while_open == 2027
    assert closed == (2027, None)
    assert await standing(2027) == 2028


async def test_of_many_who_open_at_once_one_does(database_url: str) -> None:
    async with Town.founded(database_url, places=0) as town:

        async def opens() -> bool:
            async with town.storage.begin() as work:
                return await work.programmes.open(programme())

        assert sorted(await asyncio.gather(*(opens() for _ in range(8)))) == [False] * 7 + [True]


async def test_what_is_no_regency_opens_nothing(town: Town) -> None:
    with pytest.raises(ValueError, match="not a regency"):
        await town.open(regency="x'; --")

    assert await town.value("SELECT count(*) FROM programmes") == 1


async def test_villages_are_listed_by_code_of_some_regencies_or_of_all(town: Town) -> None:
    await town.settle(1, "61.04")

    async with town.storage.begin() as work:
        everywhere = await work.programmes.villages()
        here = await work.programmes.villages([BENGKAYANG])

    assert everywhere == [village(1, "61.04"), village(1)]
    assert here == [village(1)]


async def test_loading_villages_does_not_deadlock_with_turns_that_lock_them(
    database_url: str,
) -> None:
    async with Town.founded(database_url, villages=30) as town:
        codes = [village(n + 1) for n in range(30)]

        async def loads() -> None:
            async with town.storage.begin() as work:
                await work.programmes.load(codes[::-1])

        async def locks() -> None:
            async with town.storage.begin() as work:
                await work.lock([one.code for one in codes])

        await asyncio.gather(*(one() for _ in range(20) for one in (loads, locks)))


@pytest.mark.parametrize("opens_first", [True, False])
async def test_a_village_loaded_while_a_programme_opens_gets_its_places(
    database_url: str, *, opens_first: bool
) -> None:
    async with Town.founded(database_url, places=0, villages=1) as town:

        async def load(work: UnitOfWork) -> object:
            return await work.programmes.load([village(2)])

        async def opening(work: UnitOfWork) -> object:
            return await work.programmes.open(programme(places=2))

        async def alone(act: Callable[[UnitOfWork], Awaitable[object]]) -> None:
            async with town.storage.begin() as work:
                await act(work)

        first, second = (opening, load) if opens_first else (load, opening)
        async with town.storage.begin() as work:
            await first(work)
            other = asyncio.create_task(alone(second))
            assert await town.waits(other)
        await other

        assert await town.value("SELECT count(*) FROM places") == 2 * 2
