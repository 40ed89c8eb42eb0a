"""Whether a channel can be reached from here; while it cannot, next to nothing is claimed.

A process that was left over somewhere, without a way out or with a token that ended, would else
take what another could send, and hold it for as long as its own requests need to fail.
"""

import time
from datetime import timedelta
from uuid import UUID

import structlog

from bot.trouble import Trouble
from conversations.messages import Channel

log: structlog.stdlib.BoundLogger = structlog.get_logger()

ENOUGH = 5  # messages that failed, and none in between that did not
REST = timedelta(seconds=5)  # after each failure from then on


class Reach:
    def __init__(self, channel: Channel, rest: timedelta = REST) -> None:
        self._rest = rest.total_seconds()
        named = log.bind(channel=channel.value)
        self._trouble = Trouble(named, "channel_out_of_reach", "channel_reached_again")
        self._failed: set[UUID] = set()
        self._rests_until = 0.0  # by a clock that nobody sets

    def answered(self) -> None:
        """Hear that the channel has said something, be it no."""
        self._trouble.over()
        self._failed.clear()

    def failed(self, post: UUID) -> None:
        """Hear that a message did not come through, and perhaps no other would have."""
        self._rests_until = time.monotonic() + self._rest
        if not self._lost:
            self._failed.add(post)
        if self._lost:
            self._trouble.lasts()

    @property
    def _lost(self) -> bool:
        return len(self._failed) >= ENOUGH

    def at_once(self, usual: int) -> int:
        """Return how many messages may be on their way: one that tries, now and then, if lost."""
        if not self._lost:
            return usual
        return 1 if time.monotonic() >= self._rests_until else 0
