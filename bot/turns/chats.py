"""What a process remembers of the chats that wrote last: how fast, and who is at something.

How fast is told by when messages were sent: what a phone kept for an hour without a signal comes
all at once and was not sent fast. It is remembered here and not in the database, which would write
it with every message: it guards against floods, and several processes let through a little more.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import NamedTuple

from conversations.messages import Address
from storage.messages.held import EVERY

BURST = 20  # messages of a chat at once, before it is one a second
_REMEMBERED = 10_000  # chats, some 4 MB; who was forgotten begins with a whole burst


class Pace(NamedTuple):
    """How fast somebody is: `used` of the burst, `at` a moment (seconds since 1970)."""

    used: float = 0
    at: float = 0

    def after(self, sent_at: datetime) -> "Pace":
        """Count a message. One that comes late counts as sent with the one before."""
        now = max(sent_at.timestamp(), self.at)
        return Pace(self.rested(now) + 1, now)

    def rested(self, now: float) -> float:
        """Return what is used of the burst by then."""
        return max(self.used - (now - self.at) / EVERY.total_seconds(), 0)


class Chat(NamedTuple):
    """How fast a chat writes, and how fast it taps: Telegram's taps are not dated.

    They count as sent when they come, and what was written before the phone had a signal, which
    comes with them, would all be late. `too_fast`: the last one was. `told`: it heard so, and has
    not rested since. `at_something`: its person was in the middle of something when it wrote last.
    """

    words: Pace = Pace()
    taps: Pace = Pace()
    too_fast: bool = False
    told: bool = False
    at_something: bool = False

    def hearing(self, sent_at: datetime, *, tapped: bool = False) -> "Chat":
        """Count a message or a tap."""
        pace = (self.taps if tapped else self.words).after(sent_at)
        too_fast, told = pace.used > BURST, self.told and pace.used > 1
        words, taps = (self.words, pace) if tapped else (pace, self.taps)
        return Chat(words, taps, too_fast, told, self.at_something)


class Chats:
    def __init__(self) -> None:
        self._known: dict[Address, Chat] = {}

    def of(self, address: Address) -> Chat:
        return self._known.get(address, _SILENT)

    def at_something(self, address: Address) -> bool:
        return self.of(address).at_something

    def keep(self, heard: Mapping[Address, Chat]) -> None:
        """Remember these, whose messages are committed; forget who wrote longest ago."""
        for address, chat in heard.items():
            self._known.pop(address, None)
            self._known[address] = chat
        while len(self._known) > _REMEMBERED:
            del self._known[next(iter(self._known))]


_SILENT = Chat()
