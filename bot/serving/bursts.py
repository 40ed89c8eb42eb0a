"""Bursts of registrations are told: a line in the log when one begins, and how many there are.

What is one, and what a village meeting is, stands in storage/office/bursts.py.
"""

import logging
from collections import Counter
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import TypeAlias
from uuid import UUID

import structlog

from bot.app import App
from bot.trouble import Trouble
from bot.turns.for_ever import for_ever
from storage.office.bursts import DAY, Burst, BurstKind

log: structlog.stdlib.BoundLogger = structlog.get_logger()

EVERY = timedelta(minutes=5)
QUIET = DAY  # without it, and the same is told as a new one

_Key: TypeAlias = tuple[BurstKind, str | None, UUID | None]


class Told:
    """Remembers, in this process, which bursts were told, and when each was last there."""

    def __init__(self) -> None:
        self._seen: dict[_Key, datetime] = {}

    def new(self, found: Sequence[Burst], now: datetime) -> list[Burst]:
        """Return those that were not told, or have been gone for long."""
        self._seen = {key: at for key, at in self._seen.items() if now - at < QUIET}
        fresh = [one for one in found if _key(one) not in self._seen]
        self._seen |= {_key(one): now for one in found}
        return fresh


def _key(burst: Burst) -> _Key:
    return burst.kind, burst.village, burst.person


async def look(app: App, told: Told) -> None:
    """Show how many bursts there are, and tell those that are new."""
    async with app.outgoing.begin() as work:
        found, now = await work.bursts.lately(), work.now
    app.watch.bursts(Counter(one.kind for one in found))
    for one in told.new(found, now):
        log.log(
            logging.INFO if one.kind is BurstKind.HELPER else logging.WARNING,
            "burst",
            kind=one.kind.value,
            village=one.village,
            registrations=one.registrations,
            chats=one.chats,
            villages=one.villages,
            first=one.first,
        )


async def watch_bursts(app: App, every: timedelta = EVERY) -> None:
    """For ever: look for bursts, now and then; with the database away it waits."""
    trouble = Trouble(log, "bursts_wait", "bursts_go_on")
    told = Told()
    await for_ever(lambda: look(app, told), every, trouble)
