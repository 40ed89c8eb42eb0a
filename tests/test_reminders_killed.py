"""Whoever reminds is killed again and again: each is reminded once (see bench.chaos.reminders)."""

import asyncio
from datetime import timedelta

from typing_extensions import override

from bench.chaos.reminders import run
from bot.turns.due import Jobs
from bot.turns.talks import Talks
from bot.watch import Performed
from conversations.machine import Due, DueKind
from storage.database import Storage
from storage.jobs import Job
from storage.unit_of_work import UnitOfWork

KILLS = 12


class Careless(Jobs):
    """The naive twin: what is said is committed before the job is ended, and nothing is judged."""

    def __init__(self, kept: Storage, talks: Talks, lease: timedelta) -> None:
        super().__init__(kept, talks, lease)
        self._beside = kept

    @override
    async def _performed(self, work: UnitOfWork, job: Job) -> Performed:
        if job.name != DueKind.REMIND:
            return await super()._performed(work, job)
        async with self._beside.begin() as first:
            whose = await first.people.whose(job.key)
            if whose and (locked := await first.people.lock_one(whose)):
                due = Due(DueKind.REMIND, job.key, job.version)
                await self._play(first, due, locked[0], "")
        await asyncio.sleep(0.05)  # where a kill finds it
        await work.jobs.done(job)
        return "done"


def test_each_who_left_is_reminded_once_and_nobody_else(database_url: str) -> None:
    found = run(database_url, KILLS)

    assert found.held, found


def test_with_two_commits_somebody_is_reminded_twice(database_url: str) -> None:
    found = run(database_url, KILLS, Careless)

    assert found.twice, found
