"""Whoever reminds is killed again and again: each is reminded once (see bench.chaos.reminders)."""

import asyncio
from datetime import datetime, timedelta

from typing_extensions import override

import storage.jobs
from bench.chaos.reminders import run
from bot.turns.due import Jobs
from bot.turns.talks import Talks
from storage.database import Storage, UnitOfWork
from storage.jobs import Job

KILLS = 12


class Careless(Jobs):
    """The naive twin: what is said is committed before the job is ended."""

    def __init__(self, kept: Storage, talks: Talks, lease: timedelta) -> None:
        super().__init__(kept, talks, lease)
        self._beside = kept

    @override
    async def _performed(self, work: UnitOfWork, job: Job) -> None:
        async with self._beside.begin() as first:
            first.jobs = Endless(first._work)
            await super()._performed(first, job)
        await asyncio.sleep(0.002)
        await super()._performed(work, job)


class Endless(storage.jobs.Jobs):
    """Jobs that do not end."""

    @override
    async def done(self, job: Job) -> None: ...

    @override
    async def move(self, job: Job, due_at: datetime, version: str) -> None: ...


def test_each_who_left_is_reminded_once_and_nobody_else(database_url: str) -> None:
    found = run(database_url, KILLS)

    assert found.held, found


def test_with_two_commits_somebody_is_reminded_twice(database_url: str) -> None:
    found = run(database_url, KILLS, Careless)

    assert found.twice, found
