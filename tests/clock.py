"""A clock for tests: it stands still until it is moved."""

from datetime import datetime, timedelta

from typing_extensions import override

from bot.ports import Clock


class SteppedClock(Clock):
    def __init__(self, at: datetime) -> None:
        self.at = at

    @override
    def now(self) -> datetime:
        return self.at

    def passes(self, time: timedelta) -> None:
        self.at += time

    def step(self, **duration: float) -> None:
        """Let time pass, in the units of timedelta."""
        self.at += timedelta(**duration)
