"""Parked messages: those a fault of ours kept from being taken. Nothing of them is lost.

With each stands a fingerprint of where its sender stood, for they were asked again: what they
said then may be taken later only if they have not gone on since. It is taken of what can be seen
of their rows without a key, for what parks a message may be that these do not open: when each was
written, and how long it is, which is the same with any key.
"""

import hashlib
from base64 import b64decode, b64encode
from collections.abc import Sequence
from dataclasses import field
from datetime import datetime
from typing import Any
from uuid import UUID

import orjson
from sqlalchemy import Uuid, bindparam, delete, func, insert, select

from conversations.messages import Channel, Incoming
from conversations.record import record
from storage.ids import new_id
from storage.people.identities import Identities
from storage.people.people import Person
from storage.tables import drafts, parked, people
from storage.work import Work

_PERSON = bindparam("person", type_=Uuid())
_LOCK = select(people.c.id).where(people.c.id == _PERSON).with_for_update(key_share=True)
_ROWS = (
    select(people.c.focus, drafts.c.id, drafts.c.changed_at, func.length(drafts.c.sealed))
    .outerjoin_from(people, drafts)
    .where(people.c.id == _PERSON)
    .order_by(drafts.c.id)
)


@record
class Kept:
    """A parked message, as it may be shown: nothing of it is anybody's."""

    id: UUID
    channel: Channel
    account: str
    error: str
    at: datetime


@record
class Opened:
    """A parked message unsealed: the channel's own body; what went wrong, which may quote it."""

    kept: Kept
    raw: bytes = field(repr=False)
    traceback: str = field(repr=False)
    stood: str = field(repr=False)


class Parked:
    def __init__(self, work: Work) -> None:
        self._work = work

    async def put(
        self,
        incoming: Incoming,
        error: BaseException,
        traceback: str,
        sender: Person | None = None,
    ) -> None:
        """Keep the channel's own body, what went wrong and where the sender stands, sealed.

        No `sender`: they could not be read, and were not asked again.
        """
        row = new_id()
        person = sender.id if sender else await self._known(incoming)
        body = {
            "raw": b64encode(incoming.raw).decode(),
            "traceback": traceback,
            "stood": await self._stand(person),
        }
        await self._work.run(
            insert(parked).values(
                id=row,
                channel=incoming.sender.channel.value,
                account=incoming.sender.account,
                message_id=incoming.message_id,
                error=type(error).__name__,
                sealed=self._work.sealer.seal("parked", row, body),
                at=self._work.now,
            )
        )

    async def list(self) -> Sequence[Kept]:
        """Return them in the order in which they were parked."""
        rows = await self._work.run(select(parked).order_by(parked.c.at, parked.c.id))
        return [_kept(row) for row in rows]

    async def open(self, row: UUID) -> Opened | None:
        """Unseal one, locked until commit; None if there is no such message (any more)."""
        found = await self._work.run(select(parked).where(parked.c.id == row).with_for_update())
        if not found:
            return None
        [one] = found
        body = self._work.sealer.unseal("parked", row, one.sealed)
        return Opened(_kept(one), b64decode(body["raw"]), body["traceback"], body["stood"])

    async def still(self, opened: Opened, sender: Person) -> bool:
        """Say whether the sender, who is locked, stands where they stood then."""
        return opened.stood == await self._stand(sender.id)

    async def drop(self, row: UUID) -> bool:
        """Delete one; False if there is none."""
        gone = delete(parked).where(parked.c.id == row).returning(parked.c.id)
        return bool(await self._work.run(gone))

    async def _known(self, incoming: Incoming) -> UUID | None:
        """Find and lock the sender without reading them; None if they write for the first time.

        An alias leads to them under the same condition as when people are made acquainted.
        """
        alias = incoming.alias
        known = await Identities(self._work).known([incoming.sender, *([alias] if alias else [])])
        found = known.get(incoming.sender)
        if found is None and alias in known and known[alias].others == 0:
            found = known[alias]
        if found is None:
            return None
        await self._work.run(_LOCK, {"person": found.person_id})
        return UUID(str(found.person_id))

    async def _stand(self, person: UUID | None) -> str:
        """Return what changes as soon as somebody's answers, drafts or focus do.

        Who is not known stands where everybody begins: nowhere.
        """
        rows = await self._work.run(_ROWS, {"person": person})
        told = [[str(value) for value in row] for row in rows if any(row)]
        return hashlib.sha256(orjson.dumps(told)).hexdigest()


def _kept(row: Any) -> Kept:  # noqa: ANN401 - a result row
    return Kept(row.id, Channel(row.channel), row.account, row.error, row.at)
