"""Jobs: what is to be done at some time, by whoever serves then. Claimed as the outbox is.

A job carries the version of its subject that it was made for, and nothing is done if that changed.
A claim is a lease and no state: after a kill -9 the job is due again when the lease ends. What was
done and the end of the job are one commit, and the end is refused if the lease has gone to
somebody else meanwhile; so a job is done once. One that is done is deleted. That of something
periodic never is: whoever performs it moves it to its next time in the same commit (deleted and
made anew, one period's work was done twice).

Lock order: a turn only inserts jobs. Whoever performs one locks people and villages as every turn
does, and touches the job's row last, just before the commit.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import (
    DateTime,
    Integer,
    Text,
    Uuid,
    any_,
    bindparam,
    delete,
    func,
    or_,
    select,
    tuple_,
    update,
)
from sqlalchemy.dialects.postgresql import insert

from conversations.record import record
from storage.errors import StorageError
from storage.rows import Rows, array
from storage.tables import jobs
from storage.work import Work

_NEW = Rows("new", name=Text(), key=Uuid(), due_at=DateTime(timezone=True), version=Text())
_PUT = insert(jobs).from_select(_NEW.names, select(*_NEW.c)).on_conflict_do_nothing()
_ANEW = insert(jobs).from_select(_NEW.names, select(*_NEW.c))
_PUT_ANEW = _ANEW.on_conflict_do_update(
    index_elements=[jobs.c.name, jobs.c.key],
    set_={
        "due_at": _ANEW.excluded.due_at,
        "version": _ANEW.excluded.version,
        "lease_until": None,
    },
)
_NOW = bindparam("now", type_=DateTime(timezone=True))
_UNTIL = bindparam("until", type_=DateTime(timezone=True))
# A lease that ends long after one begun now is none: the clock was set back since. Not one that
# ends a little later: another process's clock may go ahead.
_FAR = bindparam("far", type_=DateTime(timezone=True))
_FREE = or_(jobs.c.lease_until.is_(None), jobs.c.lease_until <= _NOW, jobs.c.lease_until > _FAR)
_DUE = (
    select(jobs.c.name, jobs.c.key)
    .where(jobs.c.name == any_(array("names", Text())), jobs.c.due_at <= _NOW, _FREE)
    .order_by(jobs.c.lease_until.nulls_first(), jobs.c.due_at)  # what failed goes behind
    .limit(bindparam("at_most", type_=Integer()))
    .with_for_update(skip_locked=True)
    .cte("due")
)
_CLAIM = (
    update(jobs)
    .where(tuple_(jobs.c.name, jobs.c.key) == tuple_(_DUE.c.name, _DUE.c.key))
    .values(lease_until=_UNTIL)
    .returning(*jobs.c)
)
_NEXT = select(func.min(jobs.c.due_at)).where(jobs.c.due_at > _NOW)
_MINE = (
    jobs.c.name == bindparam("its_name", type_=Text()),
    jobs.c.key == bindparam("its_key", type_=Uuid()),
    jobs.c.lease_until == bindparam("lease", type_=DateTime(timezone=True)),
)
_DONE = delete(jobs).where(*_MINE).returning(jobs.c.key)
_MOVE = (
    update(jobs)
    .where(*_MINE)
    .values(
        due_at=bindparam("later", type_=DateTime(timezone=True)),
        version=bindparam("its_version", type_=Text()),
        lease_until=None,
    )
    .returning(jobs.c.key)
)


@record
class Job:
    """`name` says what is to be done, `key` about what; once claimed, `lease_until` is set."""

    name: str
    key: UUID
    due_at: datetime
    version: str
    lease_until: datetime | None = None


class Overtaken(StorageError):  # noqa: N818 - the world's state, not a fault
    """The lease ended while the job was performed, and somebody else has it or has done it."""


class Jobs:
    def __init__(self, work: Work) -> None:
        self._work = work

    async def put(self, made: Sequence[Job], *, anew: bool = False) -> None:
        """Insert jobs; one that is there already stays as it is, or is made `anew`.

        Whoever performs it just then is overtaken.
        """
        rows = [(job.name, job.key, job.due_at, job.version) for job in made]
        if rows:
            await self._work.along(_PUT_ANEW if anew else _PUT, _NEW.bind(rows))

    async def claim(self, names: Sequence[str], lease: timedelta, at_most: int) -> list[Job]:
        """Claim what is due, in a unit of work of its own; the claim ends after the lease.

        `names`: what whoever claims knows how to do; a newer version may have made others.
        """
        now = self._work.now
        values = {
            "names": names,
            "now": now,
            "until": now + lease,
            "far": now + 2 * lease,
            "at_most": at_most,
        }
        rows = await self._work.run(_CLAIM, values)
        claimed = [Job(r.name, r.key, r.due_at, r.version, r.lease_until) for r in rows]
        return sorted(claimed, key=lambda job: job.due_at)

    async def next(self) -> datetime | None:
        """Return when something is due that is not due yet; None: nothing will be."""
        found: datetime | None = await self._work.value(_NEXT, {"now": self._work.now})
        return found

    async def done(self, job: Job) -> None:
        """Delete a job that was done, or has nothing to do any more; raise Overtaken."""
        if not await self._work.run(_DONE, _its(job)):
            raise Overtaken(job.name)

    async def move(self, job: Job, due_at: datetime, version: str) -> None:
        """Let a job be done later, for the version there is now; raise Overtaken."""
        values = {**_its(job), "later": due_at, "its_version": version}
        if not await self._work.run(_MOVE, values):
            raise Overtaken(job.name)


def _its(job: Job) -> dict[str, object]:
    return {"its_name": job.name, "its_key": job.key, "lease": job.lease_until}
