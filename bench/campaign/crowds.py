"""Two crowds on one bot: thousands who write for the first time, and some who are registering.

Both go through the real reception, turns, outbox, delivery and sender, whose limiter lets thirty
messages a second leave, to a stand-in of Telegram that takes a tenth of a second for each. Who
registers thinks before each answer; every reply to them is timed from the JSON that came in until
it reached Telegram, and so is how many messages reached others meanwhile.
"""

import asyncio
import contextlib
import random
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from itertools import count
from typing import Any

from starlette.requests import Request
from starlette.responses import Response
from typing_extensions import override

from bench.platforms.people import Ear, Line, Person
from bench.platforms.wires import ACCOUNT, TelegramWire
from bot.app import App, delivering
from bot.ports import Button, Message
from bot.telegram.library import methods
from bot.telegram.reception import Reception
from bot.telegram.send import TelegramSender
from conversations.messages import Channel
from tests.platforms.telegram_server import TOKEN, Shown, TelegramServer

TAKES = 0.1  # seconds, of Telegram for one message
PATIENCE = 120  # seconds for a reply, after which something is broken
_FIRST_STRANGER = 800_000_000
_SAID = ("halo", "/start", "info", "daftar")


@dataclass(frozen=True, slots=True)
class Answer:
    """A reply to somebody who is registering.

    `waited`: seconds; `overtaken`: how many messages reached others meanwhile.
    """

    waited: float
    overtaken: int


class Telegram(TelegramServer):
    """Takes its time; says whom a message has reached. `reached`: how many there were."""

    def __init__(self) -> None:
        super().__init__()
        self.reached = 0
        self.heard: dict[int, asyncio.Queue[Shown]] = {}

    @override
    async def respond(self, request: Request) -> Response:
        await asyncio.sleep(TAKES)
        return await super().respond(request)

    @override
    def _send(self, call: methods.SendMessage) -> dict[str, Any]:
        written, chat = super()._send(call), int(call.chat_id)
        self.reached += 1
        if queue := self.heard.get(chat):
            queue.put_nowait(self.chats[chat][written["message_id"]])
        return written


@dataclass(slots=True)
class Campaign:
    """The bot behind its platform, and who writes to it."""

    app: App
    telegram: Telegram
    admit: Callable[[bytes], Awaitable[None]]
    wire: TelegramWire = field(default_factory=TelegramWire)
    answers: list[Answer] = field(default_factory=list)
    strangers: int = 0
    """How many wrote, and were told that it was taken."""
    _dice: random.Random = field(default_factory=lambda: random.Random(1))

    @classmethod
    @contextlib.asynccontextmanager
    async def running(cls, app: App) -> "AsyncIterator[Campaign]":
        async with Telegram() as telegram:
            sender = TelegramSender(TOKEN, telegram.api_base)
            await sender.start()
            delivery = app.delivery(sender, Channel.TELEGRAM, ACCOUNT)
            turns = app.turns(delivery)
            reception = Reception(
                ACCOUNT,
                turns.take,
                app.clock,
                answer_callback=sender.answer_callback,
                leave=lambda chat: sender.leave_group(chat, ""),
            )
            try:
                async with delivering(delivery, turns):
                    yield cls(app, telegram, reception.admit)
            finally:
                await reception.settle()
                await sender.stop()

    async def come(self, chats: int, seconds: float) -> None:
        """Let so many chats write for the first time, at random moments of so many seconds."""
        numbers, began = count(_FIRST_STRANGER), time.perf_counter()
        async with asyncio.TaskGroup() as coming:
            for moment, number in zip(_moments(chats, seconds), numbers, strict=False):
                await asyncio.sleep(max(began + moment - time.perf_counter(), 0))
                coming.create_task(self._stranger(number))

    async def _stranger(self, number: int) -> None:
        await self.admit(self.wire.typed(number, _SAID[number % len(_SAID)]))
        self.strangers += 1

    async def register(self, person: Person, lines: int, thinks: tuple[float, float]) -> None:
        """Let somebody say so many lines more, thinking for so many seconds before each."""
        queue = self.telegram.heard.setdefault(person.id, asyncio.Queue())
        ear = Ear(self.app.catalog)
        for line in person.lines[person.at : person.at + lines]:
            await asyncio.sleep(self._dice.uniform(*thinks))
            raw = self._written(person, line)
            began, before = time.perf_counter(), self.telegram.reached
            await self.admit(raw)
            await _question(queue, ear)
            others = self.telegram.reached - before - 1
            self.answers.append(Answer(time.perf_counter() - began, others))
            person.at += 1

    def _written(self, person: Person, line: Line) -> bytes:
        if line.types:
            return self.wire.typed(person.id, line.types)
        for shown in reversed(self.telegram.shown(person.id)):
            buttons = [
                Button(key["text"], key.get("callback_data", ""))
                for row in shown.rows
                for key in row
            ]
            for button in buttons:
                if button.token.endswith(line.taps):
                    message = Message(shown.text, tuple(buttons))
                    return self.wire.tapped(person.id, button, str(shown.message_id), message)
        raise LookupError(line.taps)


async def _question(queue: "asyncio.Queue[Shown]", ear: Ear) -> None:
    """Wait for a reply that is no aside."""
    async with asyncio.timeout(PATIENCE):
        while ear.aside((await queue.get()).text):
            continue


def _moments(chats: int, seconds: float) -> Sequence[float]:
    """Return when each of so many comes; all at once if there is no time."""
    if not seconds:
        return [0.0] * chats
    dice = random.Random(chats)
    return sorted(dice.uniform(0, seconds) for _ in range(chats))
