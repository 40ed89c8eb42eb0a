"""Replaying: a parked message is taken after all, once the fault that parked it is mended.

Its sender was told sorry and asked again (or, if they could not be read, heard nothing), so it is
taken only if they still stand where they stood: then it is as if it had come late. If they have
gone on since, it would answer another question than it was said to, and nothing is taken. Of the
same words said three times in vain the first is taken, and the others find that their sender has
gone on.

The row is deleted in the turn's own transaction: a message is replayed once, by however many
hands, and one that fails again stays parked.
"""

from collections.abc import Callable
from datetime import datetime
from enum import StrEnum
from typing import TypeAlias
from uuid import UUID

from bot.traits import TRAITS
from bot.turns.turn import Turn
from conversations.messages import Channel, Incoming, Moved
from conversations.record import record
from storage.database import Storage
from storage.entries import Entry
from storage.errors import Away, insisting
from storage.messages.parked import Opened
from storage.unit_of_work import UnitOfWork

Reader: TypeAlias = Callable[[bytes, str, datetime], Incoming | None]
"""Read a body of this channel for an account of ours, as it came at that time. ValueError."""


class Replayed(StrEnum):
    TAKEN = "taken"
    GONE_ON = "its sender has gone on since: nothing was taken"
    FAILED = "failed again, and stays parked"
    UNREADABLE = "cannot be read any more"
    UNKNOWN = "not parked (any more)"


@record
class Replay:
    """What came of it; `error` is the type of what failed."""

    outcome: Replayed
    error: str = ""


class Replaying:
    def __init__(self, storage: Storage, turn: Turn) -> None:
        self._storage = storage
        self._turn = turn

    async def replay(self, row: UUID) -> Replay:
        """Take one parked message, if that is right. Raise Away."""
        try:
            return Replay(await insisting(lambda: self._once(row)))
        except Away:
            raise
        except Exception as fault:  # noqa: BLE001 - it may be what parked it: told, not thrown
            return Replay(Replayed.FAILED, type(fault).__name__)

    async def _once(self, row: UUID) -> Replayed:
        async with self._storage.begin() as work:
            return await self._replayed(work, row)

    async def _replayed(self, work: UnitOfWork, row: UUID) -> Replayed:
        opened = await work.parked.open(row)
        if opened is None:
            return Replayed.UNKNOWN
        if (incoming := _read(opened)) is None:
            return Replayed.UNREADABLE
        # Who was only moved to another address was asked nothing.
        if not isinstance(incoming.input, Moved) and not await _still(work, opened, incoming):
            return Replayed.GONE_ON
        await work.parked.drop(row)
        work.audit.record([Entry("parked_replayed", None, row)])
        await self._turn.hear(work, [incoming])
        return Replayed.TAKEN


async def _still(work: UnitOfWork, opened: Opened, incoming: Incoming) -> bool:
    aliases = {incoming.sender: alias} if (alias := incoming.alias) else {}
    (person,) = await work.people.lock([incoming.sender], aliases)
    return await work.parked.still(opened, person)


def _read(opened: Opened) -> Incoming | None:
    kept = opened.kept
    try:
        return _reader(kept.channel)(opened.raw, kept.account, kept.at)
    except ValueError:
        return None


def _reader(channel: Channel) -> Reader:
    """Return how a channel reads."""
    reader: Reader = TRAITS[channel].reader.load()
    return reader
