"""The outbox: replies on their way. Put in the turn's transaction, sent after it, at least once.

A message is claimed by a lease: whoever claims it pushes `due_at` to the end of the lease and
sends with no transaction open. Only the oldest unsent message of an address and lane can be
claimed, so order is kept there; one that failed for good no longer blocks the next.

A channel that reports what became of its messages (storage/reports.py) has them kept until it said
that they arrived: one that was refused late can then leave once more, as an approved notice.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import (
    Boolean,
    DateTime,
    Integer,
    LargeBinary,
    Row,
    Select,
    SmallInteger,
    Text,
    Uuid,
    any_,
    bindparam,
    case,
    exists,
    false,
    literal,
    select,
    text,
    true,
    update,
)
from sqlalchemy.dialects.postgresql import insert

from conversations import messages
from conversations.messages import Address, Channel, Reply, together
from storage import replies
from storage.identities import address_hash
from storage.ids import new_id
from storage.people import Person
from storage.rows import Rows, array
from storage.sealing import KeysError
from storage.tables import KEPT, NOT_ARRIVED, addresses, cards, outbox, people
from storage.work import Work

FALLBACK = timedelta(hours=24)  # how long a message that was sent can still be sent again
_TOGETHER = -1  # the number of those replies that become one message
GIVE_UP = 300  # failures: about a day at the longest pause
LIVE = 0  # the lane of a reply somebody waits for; bulk notices take later lanes

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
)
_PUT = insert(outbox).from_select(
    ["channel", "account", "due_at", "attempts", "outside", *_POSTED.names[1:]],
    select(
        addresses.c.channel,
        addresses.c.account,
        _NOW,
        literal(0, SmallInteger()),
        false(),
        *(_POSTED.c[name] for name in _POSTED.names[1:]),
    )
    .join_from(_POSTED.table, addresses, addresses.c.id == _POSTED.c.address_id)
    .order_by(_POSTED.c.n),
)
_MET = (
    select(addresses.c.person_id, addresses.c.id, addresses.c.channel)
    .where(addresses.c.person_id == any_(array("people", Uuid())))
    .order_by(addresses.c.heard_at, addresses.c.id)
)

_earlier = outbox.alias("earlier")
_DUE = (
    select(outbox.c.id)
    .where(
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
    .order_by(outbox.c.lane, outbox.c.due_at)
    .limit(bindparam("at_most", type_=Integer()))
    .with_for_update(skip_locked=True)
)


def _claiming(due: Select[Any]) -> Select[Any]:
    """Lease what is due, and read it with its reader and, for an edit, where it was shown."""
    found = due.cte("due")
    claimed = (
        update(outbox)
        .where(outbox.c.id == found.c.id)
        .values(due_at=bindparam("until", type_=DateTime(timezone=True)))
        .returning(outbox)
        .cte("claimed")
    )
    return (
        select(
            *(
                claimed.c[n]
                for n in ("id", "address_id", "attempts", "card_id", "edits", "outside", "sealed")
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


_CLAIM = _claiming(_DUE)
_CLAIM_ONLY = _claiming(
    _DUE.where(
        outbox.c.address_id.in_(
            select(addresses.c.id).where(addresses.c.hash == any_(array("hashes", LargeBinary())))
        )
    )
)

_DELIVERED = Rows("delivered", id=Uuid(), remote_id=Text(), keep=Boolean())
_done = (
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
        sealed=case((_DELIVERED.c.keep & NOT_ARRIVED, outbox.c.sealed)),
    )
    .returning(outbox.c.card_id, outbox.c.remote_id)
    .cte("done")
)
_shown = (
    select(cards.c.id, _done.c.remote_id)
    .join_from(cards, _done, _done.c.card_id == cards.c.id)
    .order_by(cards.c.id)  # one order for all: a turn may be closing the same cards
    .with_for_update(of=cards, key_share=True)
    .cte("shown")
)
_SENT = update(cards).where(cards.c.id == _shown.c.id).values(remote_id=_shown.c.remote_id)
_LATER = Rows("later", id=Uuid(), due_at=DateTime(timezone=True))
_POSTPONE = (
    update(outbox)
    .where(outbox.c.id == _LATER.c.id)
    .values(due_at=_LATER.c.due_at, attempts=outbox.c.attempts + 1)
)
_HASTEN = (
    update(outbox)
    .where(
        outbox.c.sent_at.is_(None),
        outbox.c.failed_at.is_(None),
        outbox.c.due_at > bindparam("until", type_=DateTime(timezone=True)),
    )
    .values(due_at=bindparam("until", type_=DateTime(timezone=True)))
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
_FORGET = (
    update(outbox)
    .where(text(KEPT), outbox.c.sent_at < bindparam("before", type_=DateTime(timezone=True)))
    .values(sealed=None)
)


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


class Outbox:
    """`unreadable`: claimed messages that the keys do not open; they are claimed again later."""

    def __init__(self, work: Work) -> None:
        self._work = work
        self.unreadable: list[UUID] = []

    async def put(
        self,
        letters: Sequence[tuple[Person, Reply]],
        rewrites: Collection[Channel] = tuple(Channel),
    ) -> None:
        """Keep replies for sending: to the person beside each, or to `reply.to` if that is set.

        `rewrites`: channels that can rewrite a message they have shown. On the others somebody
        gets one message a turn, and none that would only rewrite an earlier one.
        """
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
        kept = [
            (address, reply)
            for (address, alone), replies in mail.items()
            if alone != _TOGETHER or address in own_addresses or not all(r.edits for r in replies)
            for reply in together(replies)
        ]
        rows = [(n, *self._row(address, reply)) for n, (address, reply) in enumerate(kept)]
        await self._work.run(_PUT, {**_POSTED.bind(rows), "now": self._work.now})

    def _row(self, address: UUID, reply: Reply) -> tuple[object, ...]:
        row = new_id()
        sealed = self._work.sealer.seal("outbox", row, replies.dump(reply))
        return (row, address, LIVE, reply.card, reply.edits, sealed)

    async def _addresses(
        self, ids: Collection[UUID | None]
    ) -> dict[UUID | None, tuple[UUID, Channel]]:
        """Where each person is met: the address they came to us by last."""
        rows = await self._work.run(_MET, {"people": list(ids)})
        return {row.person_id: (row.id, Channel(row.channel)) for row in rows}

    async def claim(
        self,
        channel: Channel,
        account: str,
        lease: timedelta,
        limit: int,
        only: Sequence[Address] = (),
    ) -> list[Post]:
        """Claim what is due, live replies first; the claim ends by itself after the lease.

        `only`: these addresses alone (a terminal shows the messages of the people speaking there).
        """
        values: dict[str, Any] = {
            "for_channel": channel.value,
            "for_account": account,
            "now": self._work.now,
            "until": self._work.now + lease,
            "at_most": limit,
        }
        if only:
            values["hashes"] = [address_hash(self._work, address) for address in only]
        rows = await self._work.run(_CLAIM_ONLY if only else _CLAIM, values)
        return [post for row in rows if (post := self._opened(row, channel, account))]

    def _opened(self, row: Row[Any], channel: Channel, account: str) -> Post | None:
        """Open a message; one that cannot be opened holds up its own reader and nobody else."""
        try:
            return self._post(row, channel, account)
        except KeysError:
            self.unreadable.append(row.id)
            return None

    def _post(self, row: Row[Any], channel: Channel, account: str) -> Post:
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
        )

    async def sent(self, delivered: Sequence[tuple[UUID, str]], *, reports: bool = False) -> None:
        """Record the channel's ids; cards learn where they are shown, and the bodies go.

        `reports`: the channel will say what became of them, and the bodies stay until then.
        """
        rows = [(*one, reports) for one in delivered]
        await self._work.run(_SENT, {**_DELIVERED.bind(rows), "now": self._work.now})

    async def outside(self, posts: Collection[UUID]) -> None:
        """Have messages leave as approved notices, at once."""
        await self._work.run(_OUTSIDE, {"ids": list(posts), "now": self._work.now})

    async def forget(self) -> None:
        """Let go of what was sent and never reported: it will not be sent again."""
        await self._work.run(_FORGET, {"before": self._work.now - FALLBACK})

    async def postpone(self, later: Sequence[tuple[UUID, timedelta]]) -> None:
        """Count a failure of each, and make it due again after a while."""
        rows = [(row, self._work.now + delay) for row, delay in later]
        await self._work.run(_POSTPONE, _LATER.bind(rows))

    async def hasten(self, lease: timedelta) -> int:
        """Let nothing wait for longer than a lease; return how many would have."""
        found = await self._work.run(_HASTEN, {"until": self._work.now + lease})
        return found.rowcount

    async def fail(self, lost: Sequence[tuple[UUID, str]]) -> None:
        """Give messages up for good; the next of the same person are no longer held back."""
        await self._work.run(_FAIL, {**_LOST.bind(lost), "now": self._work.now})
