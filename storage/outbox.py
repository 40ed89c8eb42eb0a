"""The outbox: replies on their way. Put in the turn's transaction, sent after it, at least once.

A message is claimed by a lease: whoever claims it pushes `due_at` to the end of the lease and sends
with no transaction open. Only the oldest unsent message of an address and lane can be claimed, so
order is kept there; one that failed for good no longer blocks the next.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import (
    CTE,
    Boolean,
    DateTime,
    Integer,
    LargeBinary,
    Row,
    SmallInteger,
    Text,
    Uuid,
    and_,
    any_,
    bindparam,
    exists,
    literal,
    select,
    update,
)
from sqlalchemy.dialects.postgresql import insert

from conversations import messages
from conversations.messages import Address, Channel, Reply
from storage import replies
from storage.ids import new_id
from storage.people import Person, address_hash
from storage.rows import Rows, array
from storage.tables import addresses, cards, outbox, people
from storage.work import Work

LIVE = 0  # the lane of a reply somebody waits for; bulk notices take later lanes

_NOW = bindparam("now", type_=DateTime(timezone=True))
_POSTED = Rows(
    "posted",
    id=Uuid(),
    address_id=Uuid(),
    lane=SmallInteger(),
    card_id=Uuid(),
    edits=Boolean(),
    sealed=LargeBinary(),
)
_earlier = outbox.alias("earlier")
_UNSENT = and_(outbox.c.sent_at.is_(None), outbox.c.failed_at.is_(None))


@dataclass(frozen=True, slots=True)
class Post:
    """A message that was claimed. `edits`: the channel's id of the message it replaces, if shown."""

    id: UUID
    to: Address
    language: str
    texts: tuple[messages.Text, ...] = field(repr=False)
    choices: tuple[messages.Choice, ...] = field(repr=False)
    attempts: int
    card: UUID | None
    edits: str | None


class Outbox:
    def __init__(self, work: Work) -> None:
        self._work = work

    async def put(self, letters: Sequence[tuple[Person, Reply]]) -> None:
        """Keep replies for sending: to the person beside each, or to `reply.to` where that is set."""
        others = {r.to for p, r in letters if r.to is not None and r.to != p.id}
        where = await self._addresses(others) if others else {}
        rows = []
        for person, reply in letters:
            address = where.get(reply.to) if reply.to in others else person.address
            if address is not None:
                rows.append(self._row(address, reply))
        columns = select(
            _POSTED.c.id,
            _POSTED.c.address_id,
            addresses.c.channel,
            addresses.c.account,
            *(_POSTED.c[name] for name in ("lane", "card_id", "edits", "sealed")),
            _NOW,
            literal(0, SmallInteger()),
        ).join_from(_POSTED.table, addresses, addresses.c.id == _POSTED.c.address_id)
        names = [
            "id",
            "address_id",
            "channel",
            "account",
            "lane",
            "card_id",
            "edits",
            "sealed",
            "due_at",
            "attempts",
        ]
        statement = insert(outbox).from_select(names, columns.order_by(_POSTED.c.id))
        await self._work.run(statement, {**_POSTED.bind(rows), "now": self._work.now})

    def _row(self, address: UUID, reply: Reply) -> tuple[object, ...]:
        row = new_id()
        sealed = self._work.sealer.seal("outbox", row, replies.dump(reply))
        return (row, address, LIVE, reply.card, reply.edits, sealed)

    async def _addresses(self, ids: Collection[UUID]) -> dict[UUID | None, UUID]:
        """Where each person is met: the address they came to us by last."""
        statement = (
            select(addresses.c.person_id, addresses.c.id)
            .where(addresses.c.person_id == any_(array("people", Uuid())))
            .order_by(addresses.c.id)
        )
        return {
            row.person_id: row.id for row in await self._work.run(statement, {"people": list(ids)})
        }

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
        due = (
            select(outbox.c.id)
            .where(
                outbox.c.channel == bindparam("for_channel", type_=Text()),
                outbox.c.account == bindparam("for_account", type_=Text()),
                _UNSENT,
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
        if only:
            hashes = array("hashes", LargeBinary())
            met = select(addresses.c.id).where(addresses.c.hash == any_(hashes))
            due = due.where(outbox.c.address_id.in_(met))
        taken = due.cte("due")
        claimed = (
            update(outbox)
            .where(outbox.c.id == taken.c.id)
            .values(
                due_at=bindparam("until", type_=DateTime(timezone=True)),
                attempts=outbox.c.attempts + 1,
            )
            .returning(
                *(
                    outbox.c[n]
                    for n in ("id", "seq", "address_id", "attempts", "card_id", "edits", "sealed")
                )
            )
            .cte("claimed")
        )
        return await self._read(claimed, channel, account, lease, limit, only)

    async def _read(  # noqa: PLR0913 - the claim's own arguments
        self,
        claimed: CTE,
        channel: Channel,
        account: str,
        lease: timedelta,
        limit: int,
        only: Sequence[Address],
    ) -> list[Post]:
        statement = (
            select(
                *claimed.c,
                addresses.c.sealed.label("address"),
                people.c.language,
                cards.c.remote_id,
            )
            .join_from(claimed, addresses, addresses.c.id == claimed.c.address_id)
            .join(people, people.c.id == addresses.c.person_id)
            .outerjoin(cards, cards.c.id == claimed.c.card_id)
            .order_by(claimed.c.seq)
        )
        values: dict[str, Any] = {
            "for_channel": channel.value,
            "for_account": account,
            "now": self._work.now,
            "until": self._work.now + lease,
            "at_most": limit,
        }
        if only:
            values["hashes"] = [address_hash(self._work, address) for address in only]
        rows = await self._work.run(statement, values)
        return [self._post(row, channel, account) for row in rows]

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
        )

    async def sent(self, delivered: Sequence[tuple[UUID, str]]) -> None:
        """Record the channel's ids; the bodies go, and cards learn where they are shown."""
        sent = Rows("sent", id=Uuid(), remote_id=Text())
        done = (
            update(outbox)
            .where(outbox.c.id == sent.c.id)
            .values(remote_id=sent.c.remote_id, sent_at=_NOW, sealed=None)
            .returning(outbox.c.card_id, outbox.c.remote_id)
            .cte("done")
        )
        statement = (
            update(cards)
            .where(cards.c.id == done.c.card_id)
            .values(remote_id=done.c.remote_id)
            .add_cte(done)
        )
        await self._work.run(statement, {**sent.bind(delivered), "now": self._work.now})

    async def postpone(self, later: Sequence[tuple[UUID, timedelta]]) -> None:
        """Make messages due again after a while."""
        put_off = Rows("put_off", id=Uuid(), due_at=DateTime(timezone=True))
        statement = (
            update(outbox).where(outbox.c.id == put_off.c.id).values(due_at=put_off.c.due_at)
        )
        rows = [(row, self._work.now + delay) for row, delay in later]
        await self._work.run(statement, put_off.bind(rows))

    async def fail(self, lost: Sequence[tuple[UUID, str]]) -> None:
        """Give messages up for good; the next of the same person are no longer held back."""
        failed = Rows("failed", id=Uuid(), failure=Text())
        statement = (
            update(outbox)
            .where(outbox.c.id == failed.c.id)
            .values(failed_at=_NOW, failure=failed.c.failure, sealed=None)
        )
        await self._work.run(statement, {**failed.bind(lost), "now": self._work.now})
