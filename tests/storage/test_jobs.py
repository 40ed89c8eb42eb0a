"""A job is claimed by a lease, done once, and never by somebody whose lease has ended."""

import asyncio
from collections.abc import Sequence
from datetime import timedelta
from uuid import UUID

import pytest

from storage.entries import Entry
from storage.ids import new_id
from storage.jobs import Job, Overtaken
from tests.storage.builders import START, Town

LEASE = timedelta(seconds=60)
HOUR = timedelta(hours=1)


def job(key: UUID | None = None, name: str = "remind", version: str = "1") -> Job:
    return Job(name, key or new_id(), START + HOUR, version)


async def put(town: Town, *made: Job) -> None:
    async with town.storage.begin() as work:
        await work.jobs.put(made)


async def claim(town: Town, names: Sequence[str] = ("remind",), at_most: int = 10) -> list[Job]:
    async with town.storage.begin() as work:
        return await work.jobs.claim(names, LEASE, at_most)


async def left(town: Town) -> int:
    return int(await town.value("SELECT count(*) FROM jobs"))


async def test_a_job_is_claimed_when_it_is_due_and_by_one_at_a_time(town: Town) -> None:
    made = job()
    await put(town, made)

    early = await claim(town)
    town.clock.passes(HOUR)
    [claimed] = await claim(town)

    assert early == []
    assert (claimed.name, claimed.key, claimed.version) == ("remind", made.key, "1")
    assert await claim(town) == []


async def test_a_job_of_whoever_died_is_due_again_when_the_lease_ends(town: Town) -> None:
    await put(town, job())
    town.clock.passes(HOUR)
    [first] = await claim(town)

    town.clock.passes(LEASE)
    [second] = await claim(town)

    assert second.key == first.key


async def test_a_lease_from_before_the_clock_was_set_back_holds_nothing_up(town: Town) -> None:
    await put(town, job())
    town.clock.passes(HOUR * 5)
    await claim(town)

    town.clock.passes(-HOUR * 2)

    assert len(await claim(town)) == 1


async def test_a_process_whose_clock_is_behind_takes_no_lease_that_runs(town: Town) -> None:
    await put(town, job())
    town.clock.passes(HOUR)
    await claim(town)

    town.clock.passes(-timedelta(seconds=5))

    assert await claim(town) == []


async def test_who_was_overtaken_ends_nothing_and_commits_nothing(town: Town) -> None:
    await put(town, job())
    town.clock.passes(HOUR)
    [late] = await claim(town)
    town.clock.passes(LEASE)
    [mine] = await claim(town)

    async def ends(claimed: Job) -> None:
        async with town.storage.begin() as work:
            work.audit.record([Entry("reminded", None, claimed.key)])
            await work.jobs.done(claimed)

    with pytest.raises(Overtaken):
        await ends(late)
    assert (await left(town), await town.value("SELECT count(*) FROM audit")) == (1, 0)
    await ends(mine)
    with pytest.raises(Overtaken):
        await ends(late)

    assert (await left(town), await town.value("SELECT count(*) FROM audit")) == (0, 1)


async def test_a_job_that_is_moved_is_due_then_for_its_new_version(town: Town) -> None:
    await put(town, job())
    town.clock.passes(HOUR)
    [claimed] = await claim(town)

    async with town.storage.begin() as work:
        await work.jobs.move(claimed, town.clock.now() + HOUR, "2")

    assert await claim(town) == []
    town.clock.passes(HOUR)
    assert [one.version for one in await claim(town)] == ["2"]


async def test_a_job_that_is_there_stays_as_it_is(town: Town) -> None:
    first = job()
    await put(town, first)

    await put(town, job(first.key, version="2"))

    town.clock.passes(HOUR)
    assert [one.version for one in await claim(town)] == ["1"]


async def test_what_nobody_here_knows_to_do_is_left_for_others(town: Town) -> None:
    await put(town, job(name="dance"))
    town.clock.passes(HOUR)

    assert await claim(town) == []
    assert len(await claim(town, ("dance",))) == 1


async def test_what_failed_goes_behind_what_was_never_tried(town: Town) -> None:
    failed = job()
    await put(town, failed)
    town.clock.passes(HOUR)
    await claim(town)
    await put(town, fresh := job())
    town.clock.passes(LEASE)

    assert [one.key for one in await claim(town, at_most=1)] == [fresh.key]
    assert [one.key for one in await claim(town, at_most=1)] == [failed.key]


async def test_two_who_claim_at_once_share_what_is_due(town: Town) -> None:
    await put(town, *(job() for _ in range(20)))
    town.clock.passes(HOUR)

    claimed = await asyncio.gather(*(claim(town, at_most=10) for _ in range(4)))

    keys = [one.key for those in claimed for one in those]
    assert len(keys) == len(set(keys)) == 20
