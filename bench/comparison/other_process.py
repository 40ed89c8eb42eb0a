"""A reply may be sent by another process than the one that took the message: both share an outbox.

So the crowds of two workers tell each other what they hear of each other's people, over a pair of
sockets, and each serves until the other's people are done, too.
"""

import asyncio
import socket
from collections.abc import Callable

import orjson

from bench.platforms.wires import Heard
from bot.ports import Button, Message

MOST = 1 << 20  # bytes of one line, far more than the longest message
DONE = b"done\n"


class OtherProcess:
    """The other worker, at the other end of the socket with this number; None: there is none."""

    def __init__(self, descriptor: int | None, ours: Heard, knows: Callable[[int], bool]) -> None:
        self._descriptor = descriptor
        self._ours = ours
        self._knows = knows
        self._writer: asyncio.StreamWriter | None = None
        self._listening: asyncio.Task[None] | None = None
        self._they_are_done = asyncio.Event()

    async def meet(self) -> None:
        if self._descriptor is None:
            return
        ends = socket.socket(fileno=self._descriptor)
        reader, self._writer = await asyncio.open_unix_connection(sock=ends, limit=MOST)
        self._listening = asyncio.create_task(self._listen(reader))

    def heard(self, person: int, message_id: str, message: Message) -> None:
        """Hear a message if it is for one of ours, or else pass it on."""
        if self._knows(person) or self._writer is None:
            self._ours(person, message_id, message)
            return
        buttons = [(button.label, button.token) for button in message.buttons]
        told = orjson.dumps((person, message_id, message.text, buttons))
        self._writer.write(told + b"\n")

    async def part(self) -> None:
        """Say that ours are done, and serve until theirs are."""
        if self._writer is not None and self._listening is not None:
            self._writer.write(DONE)
            await self._they_are_done.wait()
            self._they_are_done.clear()

    async def _listen(self, reader: asyncio.StreamReader) -> None:
        # After they are done ours may not be, and what they send of ours still comes this way.
        while line := await reader.readline():
            if line == DONE:
                self._they_are_done.set()
                continue
            person, message_id, text, buttons = orjson.loads(line)
            shown = Message(text, tuple(Button(*button) for button in buttons))
            self._ours(person, message_id, shown)
