"""How many messages of one channel may be on their way at once, a lane at a time."""

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from uuid import UUID

from bot.ports import Clock, Offer
from bot.sending.reach import Reach
from storage.messages.outbox import Post
from storage.messages.outbox_sql import Lane

# Messages on their way at once, or little more: groups on their way see the same room. So many a
# kill -9 may cause to be sent twice.
AT_ONCE = 64
BULK_AT_ONCE = 6  # of them notices: a reply waits behind so many for the channel's pace, no more
# And beside them replies to people who are new. Telegram's pace is 30 a second, and its library's
# limiter keeps no strict order: whoever is in the middle of something waits behind these, and
# sometimes behind a few that came later. With 16 that was three seconds at p99, with 8 one.
NEW_AT_ONCE = 8
LATE = timedelta(seconds=1)  # more was due than could be claimed, for so long


class Room:
    def __init__(self, reach: Reach, clock: Clock, sending: Collection[Post]) -> None:
        """`sending`: what is on its way, as it changes."""
        self._reach = reach
        self._clock = clock
        self._sending = sending
        self._behind: dict[Lane, datetime] = {}  # since when more is due there than can be claimed

    def live(self) -> int:
        others = len(self._sending) - self._on_their_way(Lane.NEW)
        return max(self._reach.at_once(AT_ONCE) - others, 0)

    def new(self) -> int:
        return max(self._reach.at_once(NEW_AT_ONCE) - self._on_their_way(Lane.NEW), 0)

    def bulk(self) -> int:
        """Return how many of the live room may be notices."""
        return BULK_AT_ONCE - self._on_their_way(Lane.NOTICE)

    def _on_their_way(self, lane: Lane) -> int:
        return sum(post.lane == lane for post in self._sending)

    def offer(self, lease: timedelta, sent: Sequence[UUID]) -> Offer:
        """Say what may leave straight from a turn: nothing that overtakes those who wait long."""
        room = 0 if self._late(Lane.LIVE) else self.live()
        # All of a group, where the channel keeps up: taken a few at a time they would write so.
        crowded = self._late(Lane.NEW) or not self.new()
        return Offer(room, lease, sent, 0 if crowded else room)

    def _late(self, lane: Lane) -> bool:
        since = self._behind.get(lane)
        return since is not None and self._clock.now() - since > LATE

    def claimed(self, lane: Lane, room: int, posts: Sequence[Post]) -> None:
        """Remember since when a lane's room is always filled; where there is none, nothing new."""
        if room and sum(post.lane == lane for post in posts) >= room:
            self._behind.setdefault(lane, self._clock.now())
        elif room:
            self._behind.pop(lane, None)
