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


class Chat(NamedTuple):
    """How fast a chat writes. `used`: of the burst, `at` a moment (seconds since 1970).

    `told`: it heard that it is too fast, and has not rested since. `at_something`: its person was
    in the middle of something when it wrote last.
    """

    used: float = 0
    at: float = 0
    told: bool = False
    at_something: bool = False

    def hearing(self, sent_at: datetime) -> "Chat":
        """Count a message. One that comes late counts as sent with the one before."""
        now = max(sent_at.timestamp(), self.at)
        left = max(self.used - (now - self.at) / EVERY.total_seconds(), 0)
        return Chat(left + 1, now, self.told and left > 0, self.at_something)

    @property
    def too_fast(self) -> bool:
        return self.used > BURST


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
