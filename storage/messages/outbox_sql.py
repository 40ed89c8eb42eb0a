"""The statements of the outbox: what each means is told where it is run (outbox.py)."""

from datetime import datetime, timedelta
from enum import IntEnum
from typing import Any

from sqlalchemy import (
    CTE,
    Boolean,
    ColumnElement,
    DateTime,
    Integer,
    LargeBinary,
    Select,
    SmallInteger,
    Text,
    Update,
    Uuid,
    all_,
    any_,
    bindparam,
    case,
    delete,
    exists,
    false,
    func,
    literal,
    or_,
    select,
    text,
    true,
    union_all,
    update,
)
from sqlalchemy.dialects.postgresql import Insert, insert
from sqlalchemy.sql.dml import ReturningUpdate

from conversations.machine import DueKind
from storage.forgetting import forgetting
from storage.rows import Rows, array
from storage.tables import KEPT, NOT_ARRIVED, UNSENT, addresses, cards, jobs, outbox, people

CLOCKS_DIFFER = timedelta(seconds=1)  # between machines, and nothing was set back


class Lane(IntEnum):
    """Each has room of its own on the way out: thousands of one kind hold up none of another.

    Replies to one address leave in their order, whichever of the two lanes they are on.
    """

    LIVE = 0  # a reply to somebody in the middle of something
    NOTICE = 1  # nobody waits for it
    NEW = 2  # a reply to somebody new


_NOW = bindparam("now", type_=DateTime(timezone=True))
POSTED = Rows(
    "posted",
    n=Integer(),
    id=Uuid(),
    address_id=Uuid(),
    lane=SmallInteger(),
    card_id=Uuid(),
    edits=Boolean(),
    sealed=LargeBinary(),
    at_once=Boolean(),
)
_UNTIL = bindparam("until", type_=DateTime(timezone=True))


def waiting(until: ColumnElement[datetime]) -> dict[str, ColumnElement[datetime]]:
    """Set when a message is due; since when it waits tells later whether the clock was right."""
    return {"due_at": until, "waits_since": _NOW}


_before = outbox.alias("before")
_LEFT = array("left", Uuid())  # messages that were sent and are being recorded, or soon will be
# Not EXISTS: PostgreSQL may answer that by reading all there is into a hash table.
_behind = (
    select(func.max(_before.c.lane).label("lane"))
    .where(
        _before.c.address_id == POSTED.c.address_id,
        (_before.c.lane == Lane.NOTICE) == (POSTED.c.lane == Lane.NOTICE),
        _before.c.sent_at.is_(None),
        _before.c.failed_at.is_(None),
        # One whose refusal was faster than we are has not left: it will once more.
        or_(_before.c.id != all_(_LEFT), _before.c.refused_id.is_not(None)),
    )
    .lateral("behind")
)
_KEPT = ("id", "address_id", "card_id", "edits", "sealed")
PUT = (
    insert(outbox)
    .from_select(
        ["channel", "account", "due_at", "lane", "waits_since", "attempts", "outside", *_KEPT],
        select(
            addresses.c.channel,
            addresses.c.account,
            case((POSTED.c.at_once & _behind.c.lane.is_(None), _UNTIL), else_=_NOW),
            # Behind a reply that waits as somebody new, the next ones wait, too.
            func.coalesce(_behind.c.lane, POSTED.c.lane),
            _NOW,
            literal(0, SmallInteger()),
            false(),
            *(POSTED.c[name] for name in _KEPT),
        )
        .join_from(POSTED.table, addresses, addresses.c.id == POSTED.c.address_id)
        .join(_behind, true())
        .order_by(POSTED.c.n),
    )
    .returning(outbox.c.id, (outbox.c.due_at == _UNTIL).label("claimed"))
)
MET = (
    select(addresses.c.person_id, addresses.c.id, addresses.c.channel, addresses.c.account)
    .where(addresses.c.person_id == any_(array("people", Uuid())))
    .order_by(addresses.c.heard_at, addresses.c.id)
)

_earlier = outbox.alias("earlier")
_DUE = select(outbox.c.id).where(
    outbox.c.channel == bindparam("for_channel", type_=Text()),
    outbox.c.account == bindparam("for_account", type_=Text()),
    outbox.c.sent_at.is_(None),
    outbox.c.failed_at.is_(None),
    outbox.c.due_at <= _NOW,
    outbox.c.id != all_(_LEFT),
)


def _claiming(due: Select[Any]) -> Select[Any]:
    """Lease what is due, and read it with its reader and, for an edit, where it was shown.

    Each lane is limited apart; there are notices where live replies leave room.
    """
    at_most, new, bulk = (bindparam(name, type_=Integer()) for name in ("at_most", "new", "bulk"))
    live = _first(due, Lane.LIVE, at_most)
    room = func.least(bulk, at_most - func.count())
    still = select(func.greatest(room, 0)).select_from(live).scalar_subquery()
    lanes = (live, _first(due, Lane.NEW, new), _first(due, Lane.NOTICE, still))
    return _leased(union_all(*(select(lane.c.id) for lane in lanes)).cte("due"))


_OF_A_POST = ("id", "address_id", "lane", "attempts", "card_id", "edits", "outside", "sealed")


def _leased(due: CTE) -> Select[Any]:
    claimed = (
        update(outbox)
        .where(outbox.c.id == due.c.id)
        .values(waiting(_UNTIL))
        .returning(outbox)
        .cte("claimed")
    )
    return (
        select(
            *(claimed.c[name] for name in _OF_A_POST),
            addresses.c.sealed.label("address"),
            addresses.c.heard_at,
            people.c.language,
            cards.c.remote_id,
        )
        .join_from(claimed, addresses, addresses.c.id == claimed.c.address_id)
        .join(people, people.c.id == addresses.c.person_id)
        .outerjoin(cards, cards.c.id == claimed.c.card_id)
        .order_by(claimed.c.seq)
    )


def _first(due: Select[Any], lane: Lane, at_most: ColumnElement[int]) -> CTE:
    """Lock what may leave of a lane: what is first of its address, those that wait longest."""
    notice = lane == Lane.NOTICE
    earlier = exists().where(
        _earlier.c.address_id == outbox.c.address_id,
        _earlier.c.id != all_(_LEFT),
        _earlier.c.lane == Lane.NOTICE if notice else _earlier.c.lane != Lane.NOTICE,
        _earlier.c.sent_at.is_(None),
        _earlier.c.failed_at.is_(None),
        _earlier.c.seq < outbox.c.seq,
    )
    first = due.where(outbox.c.lane == lane, ~earlier).order_by(outbox.c.lane, outbox.c.due_at)
    return first.limit(at_most).with_for_update(skip_locked=True).cte(lane.name.lower())


CLAIM = _claiming(_DUE)
CLAIM_ONLY = _claiming(
    _DUE.where(
        outbox.c.address_id.in_(
            select(addresses.c.id).where(addresses.c.hash == any_(array("hashes", LargeBinary())))
        )
    )
)

DELIVERED = Rows("delivered", id=Uuid(), remote_id=Text())
_kept = (
    update(outbox)
    .where(
        outbox.c.id == DELIVERED.c.id,
        # Its refusal may have been faster than we are: then it is to leave once more.
        func.coalesce(outbox.c.refused_id != DELIVERED.c.remote_id, true()),
    )
    .values(
        remote_id=func.coalesce(DELIVERED.c.remote_id, outbox.c.remote_id),
        sent_at=_NOW,
        # It may have been reported while it was on its way here.
        sealed=case((NOT_ARRIVED, outbox.c.sealed)),
    )
    .returning(outbox.c.card_id, outbox.c.remote_id)
    .cte("done")
)
_gone = (
    delete(outbox)
    .where(outbox.c.id == DELIVERED.c.id)
    .returning(outbox.c.card_id, DELIVERED.c.remote_id)
    .cte("done")
)


def _showing(done: CTE) -> Update:
    """Tell cards where they are shown, by the messages that were sent."""
    shown = (
        select(cards.c.id, done.c.remote_id)
        .join_from(cards, done, done.c.card_id == cards.c.id)
        .order_by(cards.c.id)  # one order for all: a turn may be closing the same cards
        .with_for_update(of=cards, key_share=True)
        .cte("shown")
    )
    return update(cards).where(cards.c.id == shown.c.id).values(remote_id=shown.c.remote_id)


SENT = _showing(_gone)
SENT_AND_REPORTED = _showing(_kept)
LATER = Rows("later", id=Uuid(), due_at=DateTime(timezone=True))
POSTPONE = (
    update(outbox)
    .where(outbox.c.id == LATER.c.id)
    .values(**waiting(LATER.c.due_at), attempts=outbox.c.attempts + 1)
)
HASTEN = (
    update(outbox)
    .where(
        outbox.c.sent_at.is_(None),
        outbox.c.failed_at.is_(None),
        outbox.c.waits_since > _NOW + CLOCKS_DIFFER,
    )
    .values(waiting(_NOW + (outbox.c.due_at - outbox.c.waits_since)))
    .returning(outbox.c.id)
)


def passing_on(failing: ReturningUpdate[Any]) -> Insert:
    """Give messages up; of a card that was refused, have the job made that brings the next.

    `failing` returns id, card_id and refused.
    """
    failed = failing.cte("failed")
    made = select(literal(DueKind.REFUSED.value, Text()), failed.c.id, _NOW, literal("", Text()))
    refused = made.where(failed.c.refused, failed.c.card_id.is_not(None))
    return insert(jobs).from_select(["name", "key", "due_at", "version"], refused)


LOST = Rows("lost", id=Uuid(), failure=Text(), refused=Boolean())
FAIL = passing_on(
    update(outbox)
    .where(outbox.c.id == LOST.c.id)
    .values(failed_at=_NOW, failure=LOST.c.failure, sealed=None)
    .returning(outbox.c.id, outbox.c.card_id, LOST.c.refused)
)
OUTSIDE = (
    update(outbox)
    .where(outbox.c.id == any_(array("ids", Uuid())))
    .values(**waiting(_NOW), outside=true())
)
GIVE_BACK = (
    update(outbox)
    .where(outbox.c.id == any_(array("ids", Uuid())), text(UNSENT))
    .values(waiting(_NOW))
)
_DONE = f"{KEPT} AND sent_at < CAST(:before AS timestamptz)"
_FAILED = "failed_at < CAST(:failed_before AS timestamptz)"
FORGET = text(f"WITH {forgetting('outbox', sent_at=_DONE, failed_at=_FAILED)}")
