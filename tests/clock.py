"""A clock for tests: it stands still until it is moved."""

from datetime import datetime, timedelta

from typing_extensions import override

from bot.ports import Clock


class SteppedClock(Clock):
    def __init__(self, at: datetime) -> None:
        self.at = self._began = at

    @property
    def ahead(self) -> timedelta:
        return self.at - self._began

    @override
    def now(self) -> datetime:
        return self.at

    def to(self, at: datetime) -> None:
        """Stand at a later time."""
        self.at = max(self.at, at)

    def passes(self, time: timedelta) -> None:
        self.at += time

    def step(self, **duration: float) -> None:
        """Let time pass, in the units of timedelta."""
        self.at += timedelta(**duration)
