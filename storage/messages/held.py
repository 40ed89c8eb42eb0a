"""Held: what one chat sent too fast waits here, sealed, and is taken in its order.

A message is held in the turn that would have taken it, so that its platform hears that it is kept
and no other chat waits for it. While something of a chat is held, what comes from there is held
behind it. The address says when the first of it is due; whoever takes that deletes the row in the
turn's own transaction, so it is taken once, by however many processes, and says when the next is.
"""

from base64 import b64decode, b64encode
from collections.abc import Collection, Mapping, Sequence
from dataclasses import field
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import text

from conversations.messages import Address, Channel, Incoming
from conversations.record import record
from storage.ids import new_id
from storage.people.identities import address_hash
from storage.people.people import Person
from storage.rows import arrays
from storage.work import Row, Work

EVERY = timedelta(seconds=1)  # one message of a chat is taken
UNREADABLE = timedelta(hours=1)  # until what the keys do not open is looked at again

_COLUMNS = ("ids", "address_ids", "message_ids", "sent_ats", "sealeds")
_PUT = text("""
    WITH put AS (
        INSERT INTO held (id, address_id, message_id, sent_at, sealed)
        SELECT * FROM unnest(CAST(:ids AS uuid[]), CAST(:address_ids AS uuid[]),
                             CAST(:message_ids AS text[]), CAST(:sent_ats AS timestamptz[]),
                             CAST(:sealeds AS bytea[]))
    )
    UPDATE addresses SET held_until = CAST(:until AS timestamptz)
     WHERE id = ANY(CAST(:address_ids AS uuid[])) AND held_until IS NULL
""")
_DUE = text("""
    SELECT first.*, a.id AS address_id, a.sealed AS address, a.channel, a.account
      FROM addresses a CROSS JOIN LATERAL (
           SELECT id, message_id, sent_at, sealed FROM held
            WHERE address_id = a.id ORDER BY seq LIMIT 1) AS first
     WHERE a.channel = :channel AND a.account = :account
       AND a.held_until <= CAST(:now AS timestamptz)
     ORDER BY a.held_until LIMIT CAST(:at_most AS int)
""")
# Those of a chat that was moved meanwhile stay: the next look finds them where it is met now.
_TAKE = text("""
    DELETE FROM held WHERE id = ANY(ARRAY(
        SELECT h.id
          FROM unnest(CAST(:ids AS uuid[]), CAST(:hashes AS bytea[])) AS w(id, hash)
          JOIN addresses a USING (hash)
          JOIN held h ON h.id = w.id AND h.address_id = a.id
         ORDER BY h.id FOR UPDATE OF h))
    RETURNING id
""")
_PUT_OFF = text("""
    UPDATE addresses SET held_until = CAST(:until AS timestamptz)
     WHERE id = ANY(CAST(:address_ids AS uuid[]))
""")
_GO_ON = text("""
    UPDATE addresses a
       SET held_until = CASE WHEN EXISTS (SELECT FROM held WHERE address_id = a.id)
                             THEN CAST(:until AS timestamptz) END
     WHERE hash = ANY(CAST(:hashes AS bytea[]))
""")


@record
class Kept:
    """A message that is held, as it was sent; `sender` is where its chat is met by now."""

    id: UUID
    address: UUID
    sender: Address
    message_id: str
    sent_at: datetime
    raw: bytes = field(repr=False)


class Held:
    """`unreadable`: what the keys do not open; it is due again an hour later."""

    def __init__(self, work: Work) -> None:
        self._work = work
        self.unreadable: list[UUID] = []

    async def put(self, those: Sequence[tuple[Person, Incoming]]) -> None:
        """Hold messages of people who are locked."""
        rows = []
        for person, incoming in those:
            row = new_id()
            sealed = self._work.sealer.seal("held", row, {"raw": b64encode(incoming.raw).decode()})
            rows.append((row, person.address, incoming.message_id, incoming.sent_at, sealed))
        await self._work.run(_PUT, {**arrays(_COLUMNS, rows), "until": self._work.now + EVERY})

    async def due(self, channel: Channel, account: str, at_most: int) -> list[Kept]:
        """Return what is due: the first message of each chat. It stays until it is taken."""
        values = {"channel": channel.value, "account": account, "now": self._work.now}
        rows = await self._work.run(_DUE, {**values, "at_most": at_most})
        opened = [self._opened(row) for row in rows]
        if shut := [row.address_id for row, kept in zip(rows, opened, strict=True) if not kept]:
            # They keep nobody else waiting: so many are looked at, and no more.
            later = {"address_ids": shut, "until": self._work.now + UNREADABLE}
            await self._work.run(_PUT_OFF, later)
        return [kept for kept in opened if kept]

    def _opened(self, row: Row) -> Kept | None:
        unseal = self._work.sealer.unseal
        try:
            raw = b64decode(unseal("held", row.id, row.sealed)["raw"])
            there = unseal("addresses", row.address_id, row.address)
        except Exception:  # noqa: BLE001 - keys that do not open it hold up this chat alone
            self.unreadable.append(row.id)
            return None
        sender = Address(Channel(row.channel), row.account, there)
        return Kept(row.id, row.address_id, sender, row.message_id, row.sent_at, raw)

    async def take(self, rows: Mapping[UUID, Address]) -> set[UUID]:
        """Let go of what is taken now, each from its sender; return what nobody took before."""
        hashes = [address_hash(self._work, sender) for sender in rows.values()]
        return set(await self._work.column(_TAKE, {"ids": list(rows), "hashes": hashes}))

    async def go_on(self, senders: Collection[Address]) -> None:
        """Let the next that is held of these chats be due."""
        hashes = [address_hash(self._work, sender) for sender in senders]
        await self._work.run(_GO_ON, {"hashes": hashes, "until": self._work.now + EVERY})
