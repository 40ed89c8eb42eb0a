"""What happens on the phones, told to every page that is open, in order and nothing left out.

Events are numbered and the last are kept, so a stream that was cut goes on behind the event it had
last. What is older, or of a process that ended, is answered with `reset`: the page reads it all
anew. Server-sent events, as in the HTML standard.
"""

import asyncio
import contextlib
import itertools
import secrets
from collections import deque
from collections.abc import AsyncIterator
from datetime import timedelta
from typing import Any

import orjson

from conversations.record import record

KEPT = 2000  # events; a page that was away for longer reads all anew
PING = timedelta(seconds=15)  # of silence; also, who has gone is noticed then
_NONE = -1
_DIGITS = 18  # of a number: Python reads none of thousands


@record
class Event:
    number: int
    kind: str
    data: bytes


class Events:
    def __init__(self, kept: int = KEPT, ping: timedelta = PING) -> None:
        self._run = secrets.token_hex(
            4
        )  # so that numbers of another process are not taken for ours
        self._kept: deque[Event] = deque(maxlen=kept)
        self._last = 0
        self._ping = ping.total_seconds()
        self._more = asyncio.Event()
        self._closed = False

    @property
    def last(self) -> str:
        """The id of the newest event."""
        return f"{self._run}-{self._last}"

    def tell(self, kind: str, data: Any) -> None:  # noqa: ANN401 - whatever JSON has
        self._last += 1
        self._kept.append(Event(self._last, kind, orjson.dumps(data)))
        self._ring()

    def close(self) -> None:
        """End every stream: the process ends."""
        self._closed = True
        self._ring()

    def _ring(self) -> None:
        self._more.set()
        self._more = asyncio.Event()

    async def stream(self, after: str) -> AsyncIterator[bytes]:
        """Give all events after the one with this id, as they come, until the process ends."""
        known = self._number(after)
        while not self._closed:
            if not self._has_all_since(known):  # also of who reads more slowly than it happens
                known = self._last
                yield b"id: %s\nevent: reset\ndata: {}\n\n" % self.last.encode()
            more = self._more
            for event in self.after(known):
                known = event.number
                yield self._written(event)
            if await self._silent(more):
                yield b": ping\n\n"

    async def more(self) -> None:
        """Wait until something else has happened."""
        await self._more.wait()

    async def _silent(self, more: asyncio.Event) -> bool:
        """Wait for more; say whether there was none for too long."""
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(self._ping):
                await more.wait()
                return False
        return True

    def _number(self, event: str) -> int:
        """Return the number of an event of ours by its id; _NONE if it is none of ours."""
        run, _, number = event.partition("-")
        ours = run == self._run and number.isascii() and number.isdecimal()
        return int(number) if ours and len(number) <= _DIGITS else _NONE

    def _has_all_since(self, number: int) -> bool:
        """Say whether all that followed an event is still kept."""
        oldest = self._kept[0].number if self._kept else self._last + 1
        return oldest - 1 <= number <= self._last

    def after(self, number: int) -> list[Event]:
        """Return what is kept of the events behind this one."""
        behind = min(self._last - number, len(self._kept))
        return list(itertools.islice(self._kept, len(self._kept) - behind, None))

    def _written(self, event: Event) -> bytes:
        head = f"id: {self._run}-{event.number}\nevent: {event.kind}\ndata: "
        return head.encode() + event.data + b"\n\n"
