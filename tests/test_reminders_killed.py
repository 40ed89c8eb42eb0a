"""Whoever does what is due is killed again and again (see bench.chaos.reminders)."""

import asyncio
from datetime import timedelta

from typing_extensions import override

from bench.chaos.reminders import run
from bot.traits import rewrites
from bot.turns.due import KINDS, Jobs
from bot.turns.talks import Talks
from bot.turns.turn import play
from bot.watch import Performed
from conversations.machine import Due, DueKind
from conversations.messages import Reply
from storage.database import Storage
from storage.jobs import Job
from storage.messages.outbox_sql import Lane
from storage.people.people import Person
from storage.unit_of_work import UnitOfWork

KILLS = 12


ONLY_SAID = frozenset({DueKind.REMIND, DueKind.WARN, DueKind.NUDGE, DueKind.NUDGE_AGAIN})


class Careless(Jobs):
    """A naive twin: what is said is committed before the job is ended, and nothing is judged."""

    kinds = ONLY_SAID

    def __init__(self, kept: Storage, talks: Talks, lease: timedelta) -> None:
        super().__init__(kept, talks, lease)
        self._beside = kept

    @override
    async def _performed(self, work: UnitOfWork, job: Job) -> Performed:
        kind = DueKind(job.name)
        if kind not in self.kinds:
            return await super()._performed(work, job)
        async with self._beside.begin() as first:
            whose = await KINDS[kind].whose(first, job.key)
            if whose and (locked := await first.people.lock_one(whose)):
                due = Due(kind, job.key, job.version)
                await self._play(first, due, locked[0], "")
        await asyncio.sleep(0.05)  # where a kill finds it
        await work.jobs.done(job)
        return "done"


class Late(Jobs):
    """A naive twin: what became of a registration is committed, and then said."""

    kinds = frozenset({DueKind.TAKE_EFFECT, DueKind.LAPSE, DueKind.EXPIRE})

    def __init__(self, kept: Storage, talks: Talks, lease: timedelta) -> None:
        super().__init__(kept, talks, lease)
        self._beside = kept
        self._letters: list[tuple[Person, Reply]] = []

    @override
    async def _once(self, job: Job) -> Performed:
        done = await super()._once(job)
        if self._letters:
            await asyncio.sleep(0.05)  # where a kill finds it
            async with self._beside.begin() as work:
                await work.outbox.put(self._letters, rewrites, lane=Lane.NOTICE)
            self._letters = []
        return done

    @override
    async def _play(self, work: UnitOfWork, due: Due, person: Person, village: str) -> None:
        if due.kind not in self.kinds:
            return await super()._play(work, due, person, village)
        talk = self._talks.of_due(due, person, village, work.now)
        self._letters += await play(work, [talk])
        return None


def test_each_is_told_once_of_what_was_due_and_nobody_else(database_url: str) -> None:
    found = run(database_url, KILLS)

    assert found.held, found


def test_with_the_job_ended_in_a_second_commit_somebody_is_told_twice(database_url: str) -> None:
    found = run(database_url, KILLS, Careless)

    assert found.twice, found


def test_with_what_is_said_in_a_second_commit_somebody_is_never_told(database_url: str) -> None:
    found = run(database_url, KILLS, Late)

    assert found.never, found
