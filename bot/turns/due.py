"""Turns that nobody wrote: what is due is claimed, and performed as a message is.

lock the person → is it still to be done? → ask the brain → perform its effects → keep
→ put what is said in the outbox → end the job → commit

What a kind of job needs is a row of `KINDS`; what is said and wished for is the brain's `Due`.
"""

import contextlib
from collections.abc import Awaitable, Callable, Mapping
from datetime import datetime, timedelta
from typing import TypeAlias, assert_never
from uuid import UUID

import structlog

from bot.traits import keeps_keyboard, rewrites
from bot.turns import abandoning, forgetting, reminders
from bot.turns.talks import Talks
from bot.turns.turn import play
from bot.turns.verdicts import Later, Never, Now, Verdict
from bot.watch import UNWATCHED, Performed, Watch
from conversations.forms.reminder import by_day, next_morning
from conversations.machine import Due, DueKind
from conversations.record import record
from conversations.zones import zone_of
from storage.database import Storage
from storage.errors import Away, Collided, insisting
from storage.jobs import Job, Overtaken
from storage.messages.outbox_sql import Lane
from storage.people.people import Person
from storage.unit_of_work import UnitOfWork

log: structlog.stdlib.BoundLogger = structlog.get_logger()

LEASE = timedelta(seconds=60)  # a job takes milliseconds; after a kill it waits for so long
AT_MOST = 50  # claimed at once: so many wait for a lease after a kill
AGAIN = timedelta(hours=1)  # after a fault of ours: until it is mended, it is told once an hour

Judge: TypeAlias = Callable[[Talks, Job, Person, Mapping[UUID, datetime], datetime], Verdict]


@record
class Kind:
    """`whose`: who the job's subject belongs to, None if it is gone. `judge`: see verdicts.py.

    `lane`: the lane of what is said then; somebody may wait for it.
    """

    whose: Callable[[UnitOfWork, UUID], Awaitable[UUID | None]]
    judge: Judge
    lane: Lane = Lane.NOTICE


def _at_once(
    _talks: Talks, job: Job, _person: Person, _changed: Mapping[UUID, datetime], _now: datetime
) -> Verdict:
    return Now(job.version)


def _by_day(
    _talks: Talks, job: Job, _person: Person, _changed: Mapping[UUID, datetime], now: datetime
) -> Verdict:
    if not by_day(now, zone_of("")):
        return Later(next_morning(now, zone_of("")), job.version)
    return Now(job.version)


KINDS: dict[DueKind, Kind] = {
    DueKind.REMIND: Kind(lambda work, draft: work.people.whose(draft), reminders.judged),
    DueKind.WARN: Kind(lambda work, draft: work.people.whose(draft), abandoning.warned),
    DueKind.ABANDON: Kind(lambda work, draft: work.people.whose(draft), abandoning.abandoned),
    DueKind.FORGET: Kind(lambda work, draft: work.people.whose(draft), forgetting.judged),
    DueKind.TAKE_EFFECT: Kind(lambda work, one: work.registrations.whose(one), _at_once),
    DueKind.NUDGE: Kind(lambda work, one: work.registrations.whose(one), _by_day),
    DueKind.NUDGE_AGAIN: Kind(lambda work, one: work.registrations.whose(one), _by_day),
    DueKind.LAPSE: Kind(lambda work, one: work.registrations.whose(one), _at_once),
    DueKind.EXPIRE: Kind(lambda work, one: work.registrations.whose(one), _at_once),
    DueKind.ERASE: Kind(lambda work, request: work.requests.whose(request), _at_once),
    DueKind.ERASE_CHAT: Kind(lambda work, request: work.requests.whose(request), _at_once),
    DueKind.REFUSED: Kind(
        lambda work, message: work.refused_cards.reader(message), _at_once, Lane.LIVE
    ),
}


class Jobs:
    """Performs what is due, one job a transaction. Any number of processes may do so at once."""

    def __init__(
        self,
        storage: Storage,
        talks: Talks,
        lease: timedelta = LEASE,
        watch: Watch = UNWATCHED,
    ) -> None:
        self._storage = storage
        self._talks = talks
        self._lease = lease
        self._watch = watch

    async def round(self) -> int:
        """Perform what is due now; return how many were claimed. Raise Away."""
        async with self._storage.begin() as work:
            claimed = await work.jobs.claim(list(DueKind), self._lease, AT_MOST)
        for job in claimed:
            await self._perform(job)
        return len(claimed)

    async def _perform(self, job: Job) -> None:
        """Perform a job; one that fails is tried again later, a fault of ours an hour later."""
        try:
            what = await insisting(lambda: self._once(job))
        except Collided:
            return  # its lease ends, and it is claimed again
        except Overtaken:
            log.warning("job_overtaken", job=job.name)
        except Away:
            raise
        except Exception as fault:  # noqa: BLE001 - the outermost loop: it is seen, and tried again
            log.error("job_failed", job=job.name, error=type(fault).__name__)  # noqa: TRY400
            await self._put_off(job)
        else:
            self._watch.performed(DueKind(job.name), what)

    async def _once(self, job: Job) -> Performed:
        async with self._storage.begin() as work:
            return await self._performed(work, job)

    async def _put_off(self, job: Job) -> None:
        self._watch.performed(DueKind(job.name), "failed")
        with contextlib.suppress(Overtaken):
            async with self._storage.begin() as work:
                await work.jobs.move(job, work.now + AGAIN, job.version)

    async def _performed(self, work: UnitOfWork, job: Job) -> Performed:
        kind = DueKind(job.name)
        whose = await KINDS[kind].whose(work, job.key)
        if whose is None:
            await work.jobs.done(job)
            return "done"
        locked = await work.people.lock_one(whose)
        if locked is None:  # two people were made one meanwhile: look again
            raise Collided("identity")
        person, changed = locked
        match KINDS[kind].judge(self._talks, job, person, changed, work.now):
            case Now(version, village, following):
                await self._play(work, Due(kind, job.key, version), person, village)
                await self._done(work, job, following)
            case Later(due_at, version):
                await work.jobs.move(job, due_at, version)
                return "later"
            case Never(following):
                await self._done(work, job, following)
            case other:
                assert_never(other)
        return "done"

    async def _done(self, work: UnitOfWork, job: Job, following: Job | None) -> None:
        if following is not None:
            await work.jobs.put([following])
        await work.jobs.done(job)

    async def _play(self, work: UnitOfWork, due: Due, person: Person, village: str) -> None:
        talk = self._talks.of_due(due, person, village, work.now)
        if letters := await play(work, [talk]):
            lane = KINDS[due.kind].lane
            await work.outbox.put(letters, rewrites, lane=lane, keyboards=keeps_keyboard)
