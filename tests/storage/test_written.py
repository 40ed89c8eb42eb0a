"""Whoever looks on is told what one unit of work has written, and nothing of those before it."""

import contextlib
from collections.abc import AsyncIterator
from datetime import timedelta

from conversations.messages import Reply, Text
from storage.connections import engine
from storage.database import Storage
from storage.ids import new_id
from storage.jobs import Job
from storage.unit_of_work import UnitOfWork
from storage.written import Counts, since
from tests.storage.builders import START, Town, sender

LATER = START + timedelta(hours=1)


async def test_each_unit_of_work_is_told_its_own_rows(town: Town) -> None:
    told: list[Counts] = []

    for how_many in (1, 3, 2):
        async with town.storage.begin() as work:
            before = await work.written.counts()
            await work.jobs.put([Job("remind", new_id(), LATER, "1") for _ in range(how_many)])
            told.append(since(before, await work.written.counts()))

    assert told == [{"jobs": (many, 0, 0)} for many in (1, 3, 2)]


async def test_a_letter_is_told_with_its_reader_and_its_keys_and_a_job_with_its_time(
    town: Town,
) -> None:
    async with town.storage.begin() as work:
        [yanti] = await work.people.lock([sender("yanti")])
        await work.outbox.put([(yanti, Reply((Text("received"), Text("sorry"))))])
        await work.jobs.put([Job("remind", new_id(), LATER, "1")])
        letters, jobs = await work.written.letters(), await work.written.jobs()

    assert [(one.to, one.keys) for one in letters] == [(sender("yanti"), ("received", "sorry"))]
    assert [(one.name, one.due_at) for one in jobs] == [("remind", LATER)]
    async with town.storage.begin() as work:
        await work.people.lock([sender("yanti")])
        assert (await work.written.letters(), await work.written.jobs()) == ([], [])


async def test_an_onlooker_is_around_what_is_whole_and_nothing_else(
    town: Town, database_url: str
) -> None:
    seen: list[str] = []

    @contextlib.asynccontextmanager
    async def look_on(_: UnitOfWork) -> AsyncIterator[None]:
        seen.append("begins")
        yield
        seen.append("ends")

    storage = Storage(engine(database_url), town.sealer, town.clock.now, onlooker=look_on)

    async with storage.begin():
        seen.append("is done")
    async with storage.begin(whole=False):
        pass
    await storage.close()

    assert seen == ["begins", "is done", "ends"]


async def test_the_next_job_is_one_that_is_not_due_yet(town: Town) -> None:
    async with town.storage.begin() as work:
        assert await work.jobs.next() is None
        await work.jobs.put([Job("remind", new_id(), at, "1") for at in (START, LATER)])

    async with town.storage.begin() as work:
        assert await work.jobs.next() == LATER
