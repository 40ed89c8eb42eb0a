"""What a channel reports of messages it took: sent, delivered, read, failed.

Reports come in any order, late, twice, or before the answer to the request that sent the message.
A message is known by our own reference, which the channel repeats, else by the channel's id. It
only ever moves forward, and a report about an earlier try says nothing about a later one.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import (
    Boolean,
    ColumnElement,
    DateTime,
    SmallInteger,
    Text,
    Uuid,
    and_,
    bindparam,
    case,
    func,
    literal,
    or_,
    update,
)

from conversations.record import record
from storage.messages.outbox import GIVE_UP
from storage.messages.outbox_sql import passing_on, waiting
from storage.rows import Rows
from storage.tables import ARRIVED, NOT_ARRIVED, outbox
from storage.work import Work

_NOW = bindparam("now", type_=DateTime(timezone=True))


def _match(reported: Rows) -> ColumnElement[bool]:
    """By our own id, unless that one has been tried again since; else by the channel's id."""
    mine = outbox.c.id == reported.c.id
    this_try = or_(outbox.c.remote_id.is_(None), outbox.c.remote_id == reported.c.remote_id)
    theirs = and_(reported.c.id.is_(None), outbox.c.remote_id == reported.c.remote_id)
    return and_(
        or_(and_(mine, this_try), theirs),
        outbox.c.failed_at.is_(None),
        outbox.c.refused_id.is_distinct_from(reported.c.remote_id),  # told before
    )


_CAME = Rows("came", id=Uuid(), remote_id=Text(), stage=SmallInteger(), at=DateTime(timezone=True))
_MOVE = (
    update(outbox)
    .where(_match(_CAME))
    .values(
        stage=func.greatest(outbox.c.stage, _CAME.c.stage),
        sent_at=func.coalesce(outbox.c.sent_at, _CAME.c.at),
        remote_id=_CAME.c.remote_id,
        sealed=case((_CAME.c.stage < ARRIVED, outbox.c.sealed)),
    )
)
_BACK_OFF = func.least(func.power(2, outbox.c.attempts), 300) * literal(timedelta(seconds=1))
_AGAIN = Rows(
    "again", id=Uuid(), remote_id=Text(), outside=Boolean(), due_at=DateTime(timezone=True)
)
_TRY = (
    update(outbox)
    .where(
        _match(_AGAIN),
        outbox.c.sealed.is_not(None),
        NOT_ARRIVED,
        outbox.c.attempts < GIVE_UP,
        ~(outbox.c.outside & _AGAIN.c.outside),  # a notice that is refused so stays refused
    )
    .values(
        outside=outbox.c.outside | _AGAIN.c.outside,
        sent_at=None,
        remote_id=None,
        refused_id=_AGAIN.c.remote_id,
        stage=None,
        **waiting(
            case(
                (_AGAIN.c.outside, _AGAIN.c.due_at),
                else_=func.greatest(_AGAIN.c.due_at, _NOW + _BACK_OFF),
            )
        ),
        attempts=outbox.c.attempts + 1,
    )
    .returning(outbox.c.id)
)
_LOST = Rows("lost", id=Uuid(), remote_id=Text(), reason=Text(), refused=Boolean())
_FAIL = passing_on(
    update(outbox)
    .where(_match(_LOST), NOT_ARRIVED)
    .values(failed_at=_NOW, failure=_LOST.c.reason, sealed=None)
    .returning(outbox.c.id, outbox.c.card_id, _LOST.c.refused)
)


@record
class Fate:
    """What was reported of one message. `id`: our own, None if the channel did not repeat it.

    `stage` None: it failed, for `reason`; `outside`: because only a notice may be sent;
    `retry_after`: it may be tried again then, None: never. `refused`: for what it says, and
    another may reach the same reader.
    """

    id: UUID | None
    remote_id: str
    at: datetime
    stage: int | None
    reason: str = ""
    outside: bool = False
    retry_after: timedelta | None = None
    refused: bool = False

    @property
    def again_after(self) -> timedelta | None:
        return timedelta(0) if self.outside else self.retry_after


class Reports:
    def __init__(self, work: Work) -> None:
        self._work = work

    async def take(self, fates: Sequence[Fate]) -> bool:
        """Record them; say whether anything is to be sent again.

        What failed so late that its body is gone has failed for good.
        """
        furthest: dict[tuple[UUID | None, str], Fate] = {}
        for fate in sorted(fates, key=lambda one: one.stage or 0):
            furthest[fate.id, fate.remote_id] = fate
        came = [(f.id, f.remote_id, f.stage, f.at) for f in furthest.values() if f.stage]
        failed = [f for f in furthest.values() if f.stage is None]
        if came:
            await self._work.run(_MOVE, _CAME.bind(came))
        again = await self._try_again([f for f in failed if f.again_after is not None])
        if failed:  # those to be tried again are known as told before
            rows = _LOST.bind((f.id, f.remote_id, f.reason, f.refused) for f in failed)
            await self._work.run(_FAIL, {**rows, "now": self._work.now})
        return again

    async def _try_again(self, failed: Sequence[Fate]) -> bool:
        if not failed:
            return False
        rows = (
            (f.id, f.remote_id, f.outside, self._work.now + (f.again_after or timedelta(0)))
            for f in failed
        )
        values = {**_AGAIN.bind(rows), "now": self._work.now}
        return bool(await self._work.run(_TRY, values))
