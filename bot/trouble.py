"""What is wrong for a while: told in the log at its start, once a minute, and at its end."""

import time
from collections.abc import Callable
from datetime import timedelta

EVERY = timedelta(minutes=1)


class Trouble:
    """Says when to tell of something that is tried again and again; what, is the caller's.

    What comes and goes within a minute is told once, too.
    """

    def __init__(
        self, every: timedelta = EVERY, seconds: Callable[[], float] = time.monotonic
    ) -> None:
        self._every = every.total_seconds()
        self._seconds = seconds
        self._since: float | None = None
        self._told: float | None = None
        self._known = False  # told of since it began

    def lasts(self) -> int | None:
        """Hear that it is so; return for how many seconds already, None: say nothing now."""
        now = self._seconds()
        if self._since is None:
            self._since = now
        if self._told is not None and now - self._told < self._every:
            return None
        self._told, self._known = now, True
        return int(now - self._since)

    def over(self) -> int | None:
        """Hear that all is well; return how many seconds it was not, None: say nothing now."""
        since, self._since = self._since, None
        known, self._known = self._known, False
        return int(self._seconds() - since) if since is not None and known else None
