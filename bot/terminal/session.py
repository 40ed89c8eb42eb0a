"""A session at the terminal: lines in, transcript out, for one person after another.

:as worker2                    somebody else speaks from now on
:as kades 61.07.01.2001        the head of a village speaks; in the demo, invited if need be
:quit                          the end (so is the end of the script)
"""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import TypeAlias

from bot.ports import Clock, Take
from bot.sending.delivery import Delivery
from bot.terminal.receive import address, incoming, read
from bot.terminal.send import TerminalSender, Write
from conversations.buttons.button import write
from conversations.buttons.person import Accept
from conversations.messages import Address, Input, Opened, Tapped

Invite: TypeAlias = Callable[[str, Address], Awaitable[str | None]]
"""Invite to head a village; None if this address does already. Raise NobodySuch."""

HEAD = "kades"
NO_UTF8 = "replace"  # how the input is to be decoded: what is no UTF-8 becomes _UNREADABLE
_UNREADABLE = "\N{REPLACEMENT CHARACTER}"
_EVERY = 1.0  # seconds between two looks for messages that others caused, while nobody types


class NobodySuch(Exception):  # noqa: N818 - a slip of whoever types, told in its message
    """That somebody cannot speak here."""


class Session:
    def __init__(  # noqa: PLR0913, PLR0917 - the parts it is put together from
        self,
        take: Take,
        delivery: Delivery,
        sender: TerminalSender,
        clock: Clock,
        invite: Invite,
        write: Write,
        *,
        echo: bool,
    ) -> None:
        """`echo`: write the lines too, so that a script's output is the whole transcript."""
        self._take = take
        self._delivery = delivery
        self._sender = sender
        self._clock = clock
        self._invite = invite
        self._write = write
        self._echo = echo
        self._people: dict[str, Address] = {}
        self.person = ""
        self.named = ""  # as it was typed

    async def run(self, lines: AsyncIterator[str]) -> None:
        """Take line after line until they end or one says :quit."""
        async for line in lines:
            if line.strip() in {":quit", ":q"}:
                return
            await self.line(line)

    async def line(self, line: str) -> None:
        """Take one line: a command of the terminal, or what the person says."""
        if not line.strip() or line.startswith("#"):
            return
        if _UNREADABLE in line:
            self._write("(baris ini tidak terbaca, sebab bukan UTF-8: tulislah sekali lagi)")
        elif line.startswith(":as "):
            try:
                await self.speak_as(line.removeprefix(":as "))
            except NobodySuch as slip:
                self._write(f"({slip.args[0]})")
        elif line.startswith(":"):
            self._write("(:as NAMA, :as kades KODE_DESA, :quit)")
        else:
            if self._echo:
                self._write(f"{self.person}> {line.strip()}")
            shown, buttons = self._sender.take_buttons(self.person)
            await self._say(read(line, shown, buttons))

    async def speak_as(self, who: str) -> None:
        """Let somebody else speak; a head who is none yet is invited and accepts.

        Raise NobodySuch: who spoke before goes on.
        """
        name, _, village = who.strip().partition(" ")
        village = village.strip() if name == HEAD else ""
        person = f"{name}-{village}" if village else name
        code = await self._invite(village, address(person)) if village else None
        self.person, self.named = person, who.strip()
        self._people[person] = address(person)
        if self._echo:
            self._write(f"(yang berbicara sekarang: {person})")
        if code is not None:
            self._write(f"(undangan kepala desa {village} dibuka)")
            await self._say(Opened(f"h_{code}"))
            await self._say(Tapped(write(Accept(code))))
        await self.look()

    async def open(self, payload: str) -> None:
        """Follow a deep link, as the person who speaks."""
        self._write(f"({self.person} membuka tautan {payload})")
        await self._say(Opened(payload))

    async def _say(self, given: Input) -> None:
        await self._take(incoming(self.person, given, self._clock.now()))
        await self.look()

    async def look(self) -> None:
        """Show what has come for those who spoke here; what is for others waits for them."""
        await self._delivery.drain(tuple(self._people.values()))

    async def watch(self) -> None:
        """Keep looking while nobody types."""
        while True:
            await asyncio.sleep(_EVERY)
            await self.look()
