"""The outbox: replies on their way. Put in the turn's transaction, sent after it, at least once.

A message is claimed by a lease: whoever claims it pushes `due_at` to the end of the lease and
sends with no transaction open. Of an address only the oldest unsent reply, and the oldest unsent
notice, can be claimed, so order is kept there; one that failed for good no longer blocks the next.
A reply to whoever has just written is claimed as it is put, where it is the oldest: it leaves
straight after the commit, and its row is only there in case that the process does not live to
send it.

What was sent leaves the table. On a channel that reports what became of its messages (receipts.py)
the row stays for a day and the body until it is said to have arrived: one that was refused late
can then leave once more, as an approved notice.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import field
from datetime import datetime, timedelta
from typing import Any, TypeAlias
from uuid import UUID

from conversations import messages
from conversations.messages import Address, Channel, Reply, together
from conversations.record import record
from storage.forgetting import SLICE
from storage.ids import new_id
from storage.messages import reply_json
from storage.messages.keyboards import Where
from storage.messages.keyboards import closing as keyboards_closed
from storage.messages.outbox_sql import (
    CLAIM,
    CLAIM_ONLY,
    DELIVERED,
    FAIL,
    FORGET,
    GIVE_BACK,
    HASTEN,
    LATER,
    LOST,
    MET,
    OUTSIDE,
    POSTED,
    POSTPONE,
    PUT,
    SENT,
    SENT_AND_REPORTED,
    Lane,
)
from storage.people.identities import address_hash
from storage.people.people import Person
from storage.work import Row, Work

FALLBACK = timedelta(hours=24)  # how long a message that was sent can still be sent again
FAILED = timedelta(days=30)  # how long it can be seen why a message never arrived
_TOGETHER = -1  # the number of those replies that become one message
GIVE_UP = 300  # failures: about a day at the longest pause


@record
class Post:
    """A message that was claimed. `edits`: the channel's id of what it replaces, if shown.

    `heard_at`: when its reader last wrote there. `outside`: only an approved notice will do.
    `closes`: it must take the keyboard away that asked for a number.
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
    closes: bool


@record
class Reader:
    """Whoever has just written, at the address they wrote from."""

    to: Address
    language: str
    heard_at: datetime


@record
class AtOnce:
    """What may leave straight after the commit: one reply to each of `readers`, by address.

    `left`: messages that were sent and are not recorded yet; they hold nothing back. `new`: whose
    replies wait, if they must wait, apart from the others'.
    """

    readers: Mapping[UUID, Reader]
    lease: timedelta
    left: Collection[UUID] = ()
    new: Collection[UUID] = ()


_LATER_ON = AtOnce({}, timedelta())
_Met: TypeAlias = tuple[UUID, Channel, str]  # an address, and where it is


def _everywhere(_channel: Channel, _account: str) -> bool:
    return True


def _nowhere(_channel: Channel, _account: str) -> bool:
    return False


class Outbox:
    """`unreadable`: claimed messages that the keys do not open; they are claimed again later."""

    def __init__(self, work: Work) -> None:
        self._work = work
        self.unreadable: list[UUID] = []
        self._left: list[UUID] = []  # recorded as sent, which the next statement does not see yet

    async def put(
        self,
        letters: Sequence[tuple[Person | None, Reply]],
        rewrites: Where = _everywhere,
        at_once: AtOnce = _LATER_ON,
        lane: Lane = Lane.LIVE,
        keyboards: Where = _nowhere,
    ) -> list[Post]:
        """Keep replies for sending: to the person beside each, or to `reply.to` if that is set.

        None is beside what nobody said anything for: an operator's doing.

        `rewrites`: where a message that was shown can be rewritten. Elsewhere somebody gets one
        message a turn, and none that would only rewrite an earlier one. What nobody waits for
        goes on the `lane` of notices. `keyboards`: where one that asks for a number stays
        (keyboards.py). Return those claimed for being sent at once.
        """
        kept = await self._mail(letters, rewrites)
        closing = await keyboards_closed(self._work, letters, kept, keyboards)
        first: set[UUID] = set()
        posts: dict[UUID, Post] = {}
        rows = []
        for n, (address, reply) in enumerate(kept):
            reader = None if address in first or reply.edits else at_once.readers.get(address)
            first.add(address)
            row = new_id()
            told = reply_json.dump(reply, closes=n in closing)
            sealed = self._work.sealer.seal("outbox", row, told)
            its_lane = Lane.NEW if address in at_once.new else lane
            kind = (its_lane, reply.card, reply.edits)
            rows.append((n, row, address, *kind, sealed, reader is not None))
            if reader is not None:
                posts[row] = _post_of(row, reader, reply, its_lane, closes=n in closing)
        until = self._work.now + at_once.lease
        values = {"now": self._work.now, "until": until, "left": list(at_once.left)}
        put = await self._work.run(PUT, {**POSTED.bind(rows), **values})
        return [posts[row.id] for row in put if row.claimed and row.id in posts]

    async def _mail(
        self, letters: Sequence[tuple[Person | None, Reply]], rewrites: Where
    ) -> list[tuple[UUID, Reply]]:
        """Return which address gets which message."""
        others = {r.to for p, r in letters if r.to is not None and (p is None or r.to != p.id)}
        where = await self._addresses(others) if others else {}
        mail: dict[tuple[UUID, int], list[Reply]] = {}
        for number, (person, reply) in enumerate(letters):
            if person is not None and reply.to in {None, person.id}:
                met: _Met | None = (person.address, person.channel, person.account)
            else:
                met = where.get(reply.to)
            if met is not None:
                alone = number if rewrites(*met[1:]) else _TOGETHER
                mail.setdefault((met[0], alone), []).append(reply)
        own_addresses = {person.address for person, _ in letters if person is not None}
        return [
            (address, reply)
            for (address, alone), reply_json in mail.items()
            if alone != _TOGETHER
            or address in own_addresses
            or not all(r.edits for r in reply_json)
            for reply in together(reply_json)
        ]

    async def _addresses(self, ids: Collection[UUID | None]) -> dict[UUID | None, "_Met"]:
        """Where each person is met: the address they came to us by last."""
        rows = await self._work.run(MET, {"people": list(ids)})
        return {row.person_id: (row.id, Channel(row.channel), row.account) for row in rows}

    async def claim(  # noqa: PLR0913, PLR0917 - what is claimed, by whom and for how long
        self,
        channel: Channel,
        account: str,
        lease: timedelta,
        limit: int,
        only: Sequence[Address] = (),
        bulk: int | None = None,
        new: int | None = None,
    ) -> list[Post]:
        """Claim what is due, live replies first; the claim ends by itself after the lease.

        `bulk`: of them at most so many notices. `new`: and so many replies to people who are new.
        `only`: these addresses alone (a terminal shows the messages of the people speaking there).
        """
        values: dict[str, Any] = {
            "for_channel": channel.value,
            "for_account": account,
            "now": self._work.now,
            "until": self._work.now + lease,
            "at_most": limit,
            "bulk": limit if bulk is None else bulk,
            "new": limit if new is None else new,
            "left": self._left,
        }
        if only:
            values["hashes"] = [address_hash(self._work, address) for address in only]
        rows = await self._work.run(CLAIM_ONLY if only else CLAIM, values)
        return [post for row in rows if (post := self._opened(row, channel, account))]

    def _opened(self, row: Row, channel: Channel, account: str) -> Post | None:
        """Open a message; one that cannot be opened holds up its own reader and nobody else."""
        try:
            return self._post(row, channel, account)
        except Exception:  # noqa: BLE001 - keys that do not open it, or a version that wrote more
            self.unreadable.append(row.id)
            return None

    def _post(self, row: Row, channel: Channel, account: str) -> Post:
        unseal = self._work.sealer.unseal
        texts, choices, closes = reply_json.load(unseal("outbox", row.id, row.sealed))
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
            closes,
        )

    async def sent(
        self,
        delivered: Sequence[tuple[UUID, str | None]],
        *,
        reports: bool = False,
        cards: bool = True,
    ) -> None:
        """Let go of what was sent; cards learn where they are shown, by the channel's ids.

        Whose id the channel did not tell is shown somewhere, and cannot be rewritten.

        `reports`: the channel will say what became of them, and they stay until then. `cards`:
        there may be some among them. Otherwise the next statement need not see what was written.
        """
        values = {**DELIVERED.bind(delivered), "now": self._work.now}
        if reports:
            await self._work.run(SENT_AND_REPORTED, values)
        elif cards:
            await self._work.run(SENT, values)
        else:
            self._left += [post for post, _ in delivered]
            await self._work.along(SENT, values)

    async def outside(self, posts: Collection[UUID]) -> None:
        """Have messages leave as approved notices, at once."""
        await self._work.run(OUTSIDE, {"ids": list(posts), "now": self._work.now})

    async def give_back(self, posts: Collection[UUID]) -> None:
        """End the lease of messages that were claimed: they are due at once, for anybody."""
        if posts:
            await self._work.run(GIVE_BACK, {"ids": list(posts), "now": self._work.now})

    async def forget(self, at_most: int = SLICE) -> int:
        """Let go of what was sent a day ago: no report about it matters any more.

        And of what failed a month ago: whoever wanted to know why has looked. Return how many
        that were; who hears `at_most`, or more, asks again, in another transaction.
        """
        now = self._work.now
        values = {"before": now - FALLBACK, "failed_before": now - FAILED, "at_most": at_most}
        return int(await self._work.value(FORGET, values))

    async def postpone(self, later: Sequence[tuple[UUID, timedelta]]) -> None:
        """Count a failure of each, and make it due again after a while."""
        rows = [(row, self._work.now + delay) for row, delay in later]
        await self._work.run(POSTPONE, {**LATER.bind(rows), "now": self._work.now})

    async def hasten(self) -> int:
        """Let what waits since a time that has not come yet wait from now on, and as long.

        What was put off before stays so, for however long. Return how many that were.
        """
        return len(await self._work.run(HASTEN, {"now": self._work.now}))

    async def fail(self, lost: Sequence[tuple[UUID, str, bool]]) -> None:
        """Give messages up for good; the next of the same person are no longer held back.

        Each has a reason, and whether it was refused for what it says: then a card among them is
        passed over, by a job (desk.pass_over).
        """
        await self._work.run(FAIL, {**LOST.bind(lost), "now": self._work.now})


def _post_of(row: UUID, reader: Reader, reply: Reply, lane: Lane, *, closes: bool) -> Post:
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
        lane=lane,
        closes=closes,
    )
