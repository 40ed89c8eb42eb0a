"""What is wrong for a while: told in the log at its start, once a minute, and at its end."""

import logging
import time
from collections.abc import Callable
from datetime import timedelta

import structlog

EVERY = timedelta(minutes=1)


class Trouble:
    """Tells `log` of something that is tried again and again: the event `begun`, then `over`.

    What comes and goes within a minute is told once, too. `level` is that of `begun`.
    """

    def __init__(  # noqa: PLR0913 - what is told, and by which clock
        self,
        log: structlog.stdlib.BoundLogger,
        begun: str,
        over: str,
        *,
        level: int = logging.WARNING,
        every: timedelta = EVERY,
        seconds: Callable[[], float] = time.monotonic,
    ) -> None:
        self._log = log
        self._begun, self._over, self._level = begun, over, level
        self._every = every.total_seconds()
        self._seconds = seconds
        self._since: float | None = None
        self._told: float | None = None
        self._known = False  # told of since it began

    def lasts(self, **why: object) -> None:
        """Hear that it is so, and why; tell it, with the `seconds` already, if it is time."""
        now = self._seconds()
        if self._since is None:
            self._since = now
        if self._told is not None and now - self._told < self._every:
            return
        self._told, self._known = now, True
        self._log.log(self._level, self._begun, seconds=int(now - self._since), **why)

    def over(self) -> None:
        """Hear that all is well; tell how many seconds it was not, if that was told."""
        since, self._since = self._since, None
        known, self._known = self._known, False
        if since is not None and known:
            self._log.warning(self._over, seconds=int(self._seconds() - since))
