"""What a channel reports of messages it took: sent, delivered, read, failed.

Reports come in any order, late, twice, or before the answer to the request that sent the message.
A message is known by our own reference, which the channel repeats, else by the channel's id. It
only ever moves forward, and a report about an earlier try says nothing about a later one.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import (
    ColumnElement,
    DateTime,
    SmallInteger,
    Text,
    Uuid,
    and_,
    bindparam,
    func,
    or_,
    true,
    update,
)

from storage.rows import Rows
from storage.tables import outbox
from storage.work import Work

_NOW = bindparam("now", type_=DateTime(timezone=True))


def _match(reported: Rows) -> ColumnElement[bool]:
    """By our own id, unless that one has been sent again since; else by the channel's id."""
    mine = outbox.c.id == reported.c.id
    this_try = or_(outbox.c.remote_id.is_(None), outbox.c.remote_id == reported.c.remote_id)
    theirs = and_(reported.c.id.is_(None), outbox.c.remote_id == reported.c.remote_id)
    return and_(or_(and_(mine, this_try), theirs), outbox.c.failed_at.is_(None))


_CAME = Rows("came", id=Uuid(), remote_id=Text(), stage=SmallInteger(), at=DateTime(timezone=True))
_MOVE = (
    update(outbox)
    .where(_match(_CAME))
    .values(
        stage=func.greatest(outbox.c.stage, _CAME.c.stage),
        sent_at=func.coalesce(outbox.c.sent_at, _CAME.c.at),
        remote_id=_CAME.c.remote_id,
        sealed=None,
    )
)
_REFUSED = Rows("refused", id=Uuid(), remote_id=Text())
_AS_NOTICE = (
    update(outbox)
    .where(
        _match(_REFUSED),
        outbox.c.sealed.is_not(None),
        outbox.c.stage.is_(None),
        ~outbox.c.outside,
    )
    .values(outside=true(), sent_at=None, remote_id=None, due_at=_NOW)
    .returning(outbox.c.id)
)
_LOST = Rows("lost", id=Uuid(), remote_id=Text(), reason=Text())
_FAIL = (
    update(outbox)
    .where(_match(_LOST), outbox.c.stage.is_(None))
    .values(failed_at=_NOW, failure=_LOST.c.reason, sealed=None)
)


@dataclass(frozen=True, slots=True)
class Fate:
    """What was reported of one message. `id`: our own, None if the channel did not repeat it.

    `stage` None: it failed, for `reason`; `outside`: because only a notice may be sent.
    """

    id: UUID | None
    remote_id: str
    at: datetime
    stage: int | None
    reason: str = ""
    outside: bool = False


class Reports:
    def __init__(self, work: Work) -> None:
        self._work = work

    async def take(self, fates: Sequence[Fate]) -> bool:
        """Record them; say whether something is due again: a notice instead of what was refused.

        What was refused so late that its body is gone counts as failed.
        """
        furthest: dict[tuple[UUID | None, str], Fate] = {}
        for fate in sorted(fates, key=lambda one: one.stage or 0):
            furthest[fate.id, fate.remote_id] = fate
        came = [(f.id, f.remote_id, f.stage, f.at) for f in furthest.values() if f.stage]
        refused = [f for f in furthest.values() if f.stage is None and f.outside]
        lost = [f for f in furthest.values() if f.stage is None and not f.outside]
        if came:
            await self._work.run(_MOVE, _CAME.bind(came))
        again: set[UUID] = set()
        if refused:
            rows = _REFUSED.bind((f.id, f.remote_id) for f in refused)
            again.update(
                (await self._work.run(_AS_NOTICE, {**rows, "now": self._work.now})).scalars()
            )
        if gone := [f for f in (*lost, *refused) if f.id is None or f.id not in again]:
            rows = _LOST.bind((f.id, f.remote_id, f.reason) for f in gone)
            await self._work.run(_FAIL, {**rows, "now": self._work.now})
        return bool(again)
