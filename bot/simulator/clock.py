"""A clock that can be moved on, so that a day need not be waited for. It never goes back."""

import calendar
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import Protocol

from typing_extensions import override

from bot.ports import Clock
from conversations.zones import WIB

_MORNING = 8  # o'clock, where the demo's villages are


class Movable(Clock, Protocol):
    @property
    def ahead(self) -> timedelta:
        """By how much it was moved on."""

    def to(self, at: datetime) -> None:
        """Move on to then; it is then already, or not yet."""


class MovedClock(Movable):
    """Another clock's time, moved on."""

    def __init__(self, of: Clock) -> None:
        self._of = of
        self._ahead = timedelta()

    @property
    @override
    def ahead(self) -> timedelta:
        return self._ahead

    @override
    def now(self) -> datetime:
        return self._of.now() + self._ahead

    @override
    def to(self, at: datetime) -> None:
        self._ahead += max(at - self.now(), timedelta())


def _hour(now: datetime) -> datetime:
    return now + timedelta(hours=1)


def _day(now: datetime) -> datetime:
    return now + timedelta(hours=24)  # no summer time in Indonesia


def _morning(now: datetime) -> datetime:
    there = now.astimezone(WIB)
    morning = there.replace(hour=_MORNING, minute=0, second=0, microsecond=0)
    return morning if morning > there else morning + timedelta(days=1)


def _month(now: datetime) -> datetime:
    """Return the same day of the next month, or its last if it has no such day."""
    there = now.astimezone(WIB)
    year, month = there.year + there.month // 12, there.month % 12 + 1
    last = calendar.monthrange(year, month)[1]
    return there.replace(year=year, month=month, day=min(there.day, last))


STEPS: Mapping[str, Callable[[datetime], datetime]] = {
    "hour": _hour,
    "morning": _morning,
    "day": _day,
    "month": _month,
}
"""Where the clock may be moved on to: always later than now."""
