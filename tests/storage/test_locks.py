"""Places and registrations of a village are written behind its lock, or not at all."""

import pytest
from sqlalchemy import text, update

from conversations.outcomes.registering import Submitted
from storage.tables import places
from storage.work import NotLocked
from tests.model_worker import SUNGAI_DURI
from tests.storage.builders import Town, confirming, village


async def test_a_registration_without_its_villages_lock_is_refused(town: Town) -> None:
    person = await town.worker()

    async def submits() -> None:
        async with town.storage.begin() as work:
            await work.submissions.submit([town.wish(person)])

    with pytest.raises(NotLocked, match=SUNGAI_DURI):
        await submits()

    assert await town.value("SELECT count(*) FROM registrations") == 0


async def test_a_decision_behind_another_villages_lock_is_refused(database_url: str) -> None:
    async with Town.founded(database_url, villages=2) as town:
        head = await town.head()
        one = await town.registered(await town.worker())

        async def decides() -> None:
            async with town.storage.begin() as work:
                await work.lock([village(2).code])
                await work.decisions.decide([(head, confirming(one))])

        with pytest.raises(NotLocked):
            await decides()

        assert await town.standing(one.id) == one


async def test_behind_its_own_lock_it_is_written(town: Town) -> None:
    person = await town.worker()

    async with town.storage.begin() as work:
        await work.lock([SUNGAI_DURI])
        [outcome] = await work.submissions.submit([town.wish(person)])

    assert isinstance(outcome, Submitted)


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE places SET registration_id = NULL",
        "UPDATE registrations SET version = version + 1 RETURNING id",
        "DELETE FROM registrations",
        "delete from only public.registrations",
        "TRUNCATE places",
        "WITH gone AS (DELETE FROM places RETURNING number) SELECT count(*) FROM gone",
    ],
)
async def test_a_write_that_does_not_tell_its_villages_is_refused(
    town: Town, statement: str
) -> None:
    await town.registered(await town.worker())

    async def writes() -> None:
        async with town.storage.begin() as work:
            await work.lock([SUNGAI_DURI])
            await work._work.run(text(statement))

    with pytest.raises(NotLocked, match="return the village"):
        await writes()

    assert await town.value("SELECT count(registration_id) FROM places") == 1


async def test_more_villages_later_are_refused_and_the_same_are_not_locked_again(
    database_url: str,
) -> None:
    async with Town.founded(database_url, villages=2) as town:

        async def locks(*codes: str) -> None:
            async with town.storage.begin() as work:
                for code in codes:
                    await work.lock([code])

        await locks(village(1).code, village(1).code)
        with pytest.raises(ValueError, match="all together"):
            await locks(village(1).code, village(2).code)


async def test_a_village_that_is_nowhere_is_not_locked(town: Town) -> None:
    async with town.storage.begin() as work:
        await work.lock(["99.99.99.9999", ""])
        await work.lock([SUNGAI_DURI])


async def test_what_goes_along_with_another_statement_writes_no_place(town: Town) -> None:
    async def writes() -> None:
        async with town.storage.begin() as work:
            await work.lock([SUNGAI_DURI])
            freed = update(places).values(registration_id=None).returning(places.c.village)
            await work._work.along(freed, {})

    with pytest.raises(NotLocked, match="of their own"):
        await writes()
