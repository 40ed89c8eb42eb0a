"""Parked messages: those a fault of ours kept from being taken. Nothing of them is lost.

With each stands a fingerprint of where its sender stood, for they were asked again: what they
said then may be taken later only if they have not gone on since.
"""

import hashlib
from base64 import b64decode, b64encode
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

import orjson
from sqlalchemy import delete, insert, select

from conversations.machine import State
from conversations.messages import Channel, Incoming
from storage.ids import new_id
from storage.people import Person
from storage.tables import parked
from storage.work import Work


@dataclass(frozen=True, slots=True)
class Kept:
    """A parked message, as it may be shown: nothing of it is anybody's."""

    id: UUID
    channel: Channel
    account: str
    error: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Opened:
    """A parked message unsealed: the channel's own body, and what went wrong, which may quote it.

    `stood` None: its sender could not be read.
    """

    kept: Kept
    raw: bytes = field(repr=False)
    traceback: str = field(repr=False)
    stood: str | None = field(repr=False)

    def still(self, person: Person) -> bool:
        """Say whether its sender stands where they stood then."""
        return self.stood == _stand(person.state)


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
        """Keep the channel's own body, what went wrong and where the sender stands, sealed."""
        row = new_id()
        body = {
            "raw": b64encode(incoming.raw).decode(),
            "traceback": traceback,
            "stood": _stand(sender.state) if sender else None,
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

    async def drop(self, row: UUID) -> bool:
        """Delete one; False if there is none."""
        gone = delete(parked).where(parked.c.id == row).returning(parked.c.id)
        return bool(await self._work.run(gone))


def _kept(row: Any) -> Kept:  # noqa: ANN401 - a result row
    return Kept(row.id, Channel(row.channel), row.account, row.error, row.at)


def _stand(state: State) -> str:
    """Return what changes as soon as somebody's answers, drafts or focus do."""
    drafts = [(str(d.id), d.form, d.version, dict(d.answers), dict(d.notes)) for d in state.drafts]
    told = orjson.dumps((drafts, str(state.focus)), option=orjson.OPT_SORT_KEYS)
    return hashlib.sha256(told).hexdigest()
