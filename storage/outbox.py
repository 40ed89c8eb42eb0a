"""The outbox: replies on their way. Put in the turn's transaction, sent after it, at least once.

A message is claimed by a lease: whoever claims it pushes `due_at` to the end of the lease and
sends with no transaction open. Only the oldest unsent message of an address and lane can be
claimed, so order is kept there; one that failed for good no longer blocks the next. A reply to
whoever has just written is claimed as it is put, where it is the oldest: it leaves straight after
the commit, and its row is only there in case that the process does not live to send it.

What was sent leaves the table. A channel that reports what became of its messages
(storage/reports.py) has them kept until it said that they arrived: one that was refused late can
then leave once more, as an approved notice.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

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
    select,
    text,
    true,
    union_all,
    update,
)
from sqlalchemy.dialects.postgresql import insert

from conversations import messages
from conversations.messages import Address, Channel, Reply, together
from storage import replies
from storage.identities import address_hash
from storage.ids import new_id
from storage.inbox import SLICE
from storage.people import Person
from storage.rows import Rows, array
from storage.sealing import KeysError
from storage.tables import KEPT, NOT_ARRIVED, UNSENT, addresses, cards, outbox, people
from storage.work import Row, Work

FALLBACK = timedelta(hours=24)  # how long a message that was sent can still be sent again
_TOGETHER = -1  # the number of those replies that become one message
GIVE_UP = 300  # failures: about a day at the longest pause
LIVE = 0  # the lane of a reply somebody waits for; bulk notices take later lanes
BULK = 1

# Statements are built once: building them costs more than PostgreSQL takes to run them.
_NOW = bindparam("now", type_=DateTime(timezone=True))
_POSTED = Rows(
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
_before = outbox.alias("before")
# Not EXISTS: PostgreSQL may answer that by reading all there is into a hash table.
_held_back = (
    select(func.min(_before.c.seq))
    .where(
        _before.c.address_id == _POSTED.c.address_id,
        _before.c.lane == _POSTED.c.lane,
        _before.c.sent_at.is_(None),
        _before.c.failed_at.is_(None),
        _before.c.id != all_(array("left", Uuid())),
    )
    .scalar_subquery()
    .is_not(None)
)
_KEPT = _POSTED.names[1:-1]
_PUT = (
    insert(outbox)
    .from_select(
        ["channel", "account", "due_at", "attempts", "outside", *_KEPT],
        select(
            addresses.c.channel,
            addresses.c.account,
            case((_POSTED.c.at_once & ~_held_back, _UNTIL), else_=_NOW),
            literal(0, SmallInteger()),
            false(),
            *(_POSTED.c[name] for name in _KEPT),
        )
        .join_from(_POSTED.table, addresses, addresses.c.id == _POSTED.c.address_id)
        .order_by(_POSTED.c.n),
    )
    .returning(outbox.c.id, (outbox.c.due_at == _UNTIL).label("claimed"))
)
_MET = (
    select(addresses.c.person_id, addresses.c.id, addresses.c.channel)
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
    ~exists().where(
        _earlier.c.address_id == outbox.c.address_id,
        _earlier.c.lane == outbox.c.lane,
        _earlier.c.sent_at.is_(None),
        _earlier.c.failed_at.is_(None),
        _earlier.c.seq < outbox.c.seq,
    ),
)


def _claiming(due: Select[Any]) -> Select[Any]:
    """Lease what is due, and read it with its reader and, for an edit, where it was shown.

    Live replies and notices are limited apart: thousands of notices hold up no reply.
    """
    at_most, bulk = (bindparam(name, type_=Integer()) for name in ("at_most", "bulk"))
    live = _first(due.where(outbox.c.lane == LIVE), at_most).cte("live")
    room = func.least(bulk, at_most - func.count())
    left = select(func.greatest(room, 0)).select_from(live).scalar_subquery()
    notices = _first(due.where(outbox.c.lane > LIVE), left).cte("notices")
    found = union_all(select(live.c.id), select(notices.c.id)).cte("due")
    claimed = (
        update(outbox)
        .where(outbox.c.id == found.c.id)
        .values(due_at=_UNTIL)
        .returning(outbox)
        .cte("claimed")
    )
    return (
        select(
            *(
                claimed.c[n]
                for n in (
                    "id",
                    "address_id",
                    "lane",
                    "attempts",
                    "card_id",
                    "edits",
                    "outside",
                    "sealed",
                )
            ),
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


def _first(due: Select[Any], at_most: ColumnElement[int]) -> Select[Any]:
    ordered = due.order_by(outbox.c.lane, outbox.c.due_at)
    return ordered.limit(at_most).with_for_update(skip_locked=True)


_CLAIM = _claiming(_DUE)
_CLAIM_ONLY = _claiming(
    _DUE.where(
        outbox.c.address_id.in_(
            select(addresses.c.id).where(addresses.c.hash == any_(array("hashes", LargeBinary())))
        )
    )
)

_DELIVERED = Rows("delivered", id=Uuid(), remote_id=Text())
_kept = (
    update(outbox)
    .where(
        outbox.c.id == _DELIVERED.c.id,
        # Its refusal may have been faster than we are: then it is to leave once more.
        outbox.c.refused_id.is_distinct_from(_DELIVERED.c.remote_id),
    )
    .values(
        remote_id=_DELIVERED.c.remote_id,
        sent_at=_NOW,
        # It may have been reported while it was on its way here.
        sealed=case((NOT_ARRIVED, outbox.c.sealed)),
    )
    .returning(outbox.c.card_id, outbox.c.remote_id)
    .cte("done")
)
_gone = (
    delete(outbox)
    .where(outbox.c.id == _DELIVERED.c.id)
    .returning(outbox.c.card_id, _DELIVERED.c.remote_id)
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


_SENT = _showing(_gone)
_SENT_AND_REPORTED = _showing(_kept)
_LATER = Rows("later", id=Uuid(), due_at=DateTime(timezone=True))
_POSTPONE = (
    update(outbox)
    .where(outbox.c.id == _LATER.c.id)
    .values(due_at=_LATER.c.due_at, attempts=outbox.c.attempts + 1)
)
_LOST = Rows("lost", id=Uuid(), failure=Text())
_FAIL = (
    update(outbox)
    .where(outbox.c.id == _LOST.c.id)
    .values(failed_at=_NOW, failure=_LOST.c.failure, sealed=None)
)
_OUTSIDE = (
    update(outbox)
    .where(outbox.c.id == any_(array("ids", Uuid())))
    .values(outside=true(), due_at=_NOW)
)
_GIVE_BACK = (
    update(outbox)
    .where(outbox.c.id == any_(array("ids", Uuid())), text(UNSENT))
    .values(due_at=_NOW)
)
# In slices, as the inbox forgets.
_FORGET = text(f"""
    WITH gone AS (
        DELETE FROM outbox WHERE ctid = ANY(ARRAY(
            SELECT ctid FROM outbox WHERE {KEPT} AND sent_at < CAST(:before AS timestamptz)
             ORDER BY sent_at LIMIT CAST(:at_most AS int) FOR UPDATE SKIP LOCKED))
        RETURNING 1)
    SELECT count(*) FROM gone
""")  # noqa: S608 - put together from our own constant alone


@dataclass(frozen=True, slots=True)
class Post:
    """A message that was claimed. `edits`: the channel's id of what it replaces, if shown.

    `heard_at`: when its reader last wrote there. `outside`: only an approved notice will do.
    """

    id: UUID
    to: Address
    language: str
    texts: tuple[messages.Text, ...] = field(repr=False)
    choices: tuple[messages.Choice, ...] = field(repr=False)
    failures: int
    card: UUID | None
    edits: str | None
    heard_at: datetime
    outside: bool
    lane: int


@dataclass(frozen=True, slots=True)
class Reader:
    """Whoever has just written, at the address they wrote from."""

    to: Address
    language: str
    heard_at: datetime


@dataclass(frozen=True, slots=True)
class AtOnce:
    """What may leave straight after the commit: one reply to each of `readers`, by address.

    `left`: messages that were sent and are not recorded yet; they hold nothing back.
    """

    readers: Mapping[UUID, Reader]
    lease: timedelta
    left: Collection[UUID] = ()


_LATER_ON = AtOnce({}, timedelta())


class Outbox:
    """`unreadable`: claimed messages that the keys do not open; they are claimed again later."""

    def __init__(self, work: Work) -> None:
        self._work = work
        self.unreadable: list[UUID] = []

    async def put(
        self,
        letters: Sequence[tuple[Person, Reply]],
        rewrites: Collection[Channel] = tuple(Channel),
        at_once: AtOnce = _LATER_ON,
    ) -> list[Post]:
        """Keep replies for sending: to the person beside each, or to `reply.to` if that is set.

        `rewrites`: channels that can rewrite a message they have shown. On the others somebody
        gets one message a turn, and none that would only rewrite an earlier one. Return those
        claimed for being sent at once.
        """
        kept = await self._mail(letters, rewrites)
        first: set[UUID] = set()
        posts: dict[UUID, Post] = {}
        rows = []
        for n, (address, reply) in enumerate(kept):
            reader = None if address in first or reply.edits else at_once.readers.get(address)
            first.add(address)
            row = new_id()
            sealed = self._work.sealer.seal("outbox", row, replies.dump(reply))
            kind = (LIVE, reply.card, reply.edits)
            rows.append((n, row, address, *kind, sealed, reader is not None))
            if reader is not None:
                posts[row] = _post_of(row, reader, reply)
        until = self._work.now + at_once.lease
        values = {"now": self._work.now, "until": until, "left": list(at_once.left)}
        put = await self._work.run(_PUT, {**_POSTED.bind(rows), **values})
        return [posts[row.id] for row in put if row.claimed and row.id in posts]

    async def _mail(
        self, letters: Sequence[tuple[Person, Reply]], rewrites: Collection[Channel]
    ) -> list[tuple[UUID, Reply]]:
        """Return which address gets which message."""
        others = {r.to for p, r in letters if r.to is not None and r.to != p.id}
        where = await self._addresses(others) if others else {}
        mail: dict[tuple[UUID, int], list[Reply]] = {}
        for number, (person, reply) in enumerate(letters):
            own = reply.to in {None, person.id}
            met = (person.address, person.channel) if own else where.get(reply.to)
            if met is not None:
                alone = number if met[1] in rewrites else _TOGETHER
                mail.setdefault((met[0], alone), []).append(reply)
        own_addresses = {person.address for person, _ in letters}
        return [
            (address, reply)
            for (address, alone), replies in mail.items()
            if alone != _TOGETHER or address in own_addresses or not all(r.edits for r in replies)
            for reply in together(replies)
        ]

    async def _addresses(
        self, ids: Collection[UUID | None]
    ) -> dict[UUID | None, tuple[UUID, Channel]]:
        """Where each person is met: the address they came to us by last."""
        rows = await self._work.run(_MET, {"people": list(ids)})
        return {row.person_id: (row.id, Channel(row.channel)) for row in rows}

    async def claim(  # noqa: PLR0913, PLR0917 - what is claimed, by whom and for how long
        self,
        channel: Channel,
        account: str,
        lease: timedelta,
        limit: int,
        only: Sequence[Address] = (),
        bulk: int | None = None,
    ) -> list[Post]:
        """Claim what is due, live replies first; the claim ends by itself after the lease.

        `bulk`: of them at most so many notices.
        `only`: these addresses alone (a terminal shows the messages of the people speaking there).
        """
        values: dict[str, Any] = {
            "for_channel": channel.value,
            "for_account": account,
            "now": self._work.now,
            "until": self._work.now + lease,
            "at_most": limit,
            "bulk": limit if bulk is None else bulk,
        }
        if only:
            values["hashes"] = [address_hash(self._work, address) for address in only]
        rows = await self._work.run(_CLAIM_ONLY if only else _CLAIM, values)
        return [post for row in rows if (post := self._opened(row, channel, account))]

    def _opened(self, row: Row, channel: Channel, account: str) -> Post | None:
        """Open a message; one that cannot be opened holds up its own reader and nobody else."""
        try:
            return self._post(row, channel, account)
        except KeysError:
            self.unreadable.append(row.id)
            return None

    def _post(self, row: Row, channel: Channel, account: str) -> Post:
        unseal = self._work.sealer.unseal
        texts, choices = replies.load(unseal("outbox", row.id, row.sealed))
        return Post(
            row.id,
            Address(channel, account, unseal("addresses", row.address_id, row.address)),
            row.language,
            texts,
            choices,
            row.attempts,
            row.card_id,
            row.remote_id if row.edits else None,
            row.heard_at,
            row.outside,
            row.lane,
        )

    async def sent(self, delivered: Sequence[tuple[UUID, str]], *, reports: bool = False) -> None:
        """Let go of what was sent; cards learn where they are shown, by the channel's ids.

        `reports`: the channel will say what became of them, and they stay until then.
        """
        statement = _SENT_AND_REPORTED if reports else _SENT
        await self._work.run(statement, {**_DELIVERED.bind(delivered), "now": self._work.now})

    async def outside(self, posts: Collection[UUID]) -> None:
        """Have messages leave as approved notices, at once."""
        await self._work.run(_OUTSIDE, {"ids": list(posts), "now": self._work.now})

    async def give_back(self, posts: Collection[UUID]) -> None:
        """End the lease of messages that were claimed: they are due at once, for anybody."""
        if posts:
            await self._work.run(_GIVE_BACK, {"ids": list(posts), "now": self._work.now})

    async def forget(self, at_most: int = SLICE) -> int:
        """Let go of what was sent a day ago: no report about it matters any more.

        Return how many that were; who hears `at_most` asks again, in another transaction.
        """
        values = {"before": self._work.now - FALLBACK, "at_most": at_most}
        return int(await self._work.value(_FORGET, values))

    async def postpone(self, later: Sequence[tuple[UUID, timedelta]]) -> None:
        """Count a failure of each, and make it due again after a while."""
        rows = [(row, self._work.now + delay) for row, delay in later]
        await self._work.run(_POSTPONE, _LATER.bind(rows))

    async def fail(self, lost: Sequence[tuple[UUID, str]]) -> None:
        """Give messages up for good; the next of the same person are no longer held back."""
        await self._work.run(_FAIL, {**_LOST.bind(lost), "now": self._work.now})


def _post_of(row: UUID, reader: Reader, reply: Reply) -> Post:
    return Post(
        row,
        reader.to,
        reader.language,
        reply.texts,
        reply.choices,
        failures=0,
        card=reply.card,
        edits=None,
        heard_at=reader.heard_at,
        outside=False,
        lane=LIVE,
    )
