"""The Bot API in a process of its own, with the people who write to the bot.

It is the tests' stand-in (`tests/telegram_server.py`), so what the bot sends is validated in the
same way; here it also posts to the webhook until it hears 200, as Telegram does.
"""

import asyncio
import multiprocessing
import random
import time
from collections.abc import Callable, Iterator, MutableSequence
from contextlib import suppress
from dataclasses import dataclass, field
from multiprocessing.connection import Connection
from typing import Any

import aiohttp
import telegram
import uvloop
from aiogram import methods
from aiogram.methods.base import TelegramMethod
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response
from typing_extensions import override

from bench.people import Ear, Person
from locales.catalog import Catalog
from tests.telegram_server import Phone, Shown, TelegramServer, Update

RETRY = (0.02, 0.2)  # seconds: the first pause before a post is repeated, and the longest
THINKING = 0.05  # seconds at most, before a person answers
PATIENCE = aiohttp.ClientTimeout(total=5)


@dataclass(slots=True)
class Told:
    """What the people saw, for the audit."""

    people: list[Person]
    messages: int  # that they sent
    left_waiting: list[int]  # who said something and heard nothing
    strange: list[str]  # what they were told and did not expect
    twice: list[tuple[float, float]]  # a message that came again: when it came first, and then
    refused: list[str]  # calls of the bot that the Bot API does not accept


@dataclass(slots=True)
class Standin:
    """The other side, seen from the process that started it."""

    api_base: str
    _pipe: Connection
    _process: multiprocessing.process.BaseProcess
    _seen: MutableSequence[float]

    @property
    def replies(self) -> int:
        """How many messages the bot has sent until now."""
        return int(self._seen[0])

    @property
    def last_reply(self) -> float:
        """When the last one came, on the monotonic clock that all processes share."""
        return self._seen[1]

    @property
    def talking(self) -> int:
        """How many people are in the middle of their registration."""
        return int(self._seen[2])

    def no_more_people(self) -> None:
        self._pipe.send("no more")

    def told(self) -> Told:
        """Let everybody go home and return what they saw."""
        self._pipe.send("stop")
        told: Told = self._pipe.recv()
        self._process.join(10)
        return told

    def kill(self) -> None:
        self._process.kill()
        self._process.join()


def started(waiting: Iterator[Person], in_flight: int) -> Standin:
    """Fork the stand-in; call it before there is any loop or connection."""
    forked = multiprocessing.get_context("fork")
    ours, theirs = forked.Pipe()
    seen = forked.RawArray("d", 3)
    process = forked.Process(target=_run, args=(theirs, seen, waiting, in_flight), daemon=True)
    process.start()
    theirs.close()
    return Standin(ours.recv(), ours, process, seen)


def _run(pipe: Connection, seen: Any, waiting: Iterator[Person], in_flight: int) -> None:  # noqa: ANN401 - a ctypes array
    uvloop.run(_standin(pipe, seen, waiting, in_flight))


async def _standin(
    pipe: Connection,
    seen: Any,  # noqa: ANN401 - a ctypes array
    waiting: Iterator[Person],
    in_flight: int,
) -> None:
    async with aiohttp.ClientSession(timeout=PATIENCE) as http, _Exchange(seen, http) as exchange:
        village = Village(exchange, waiting)
        exchange.heard = village.heard
        pipe.send(exchange.api_base)
        for _ in range(in_flight):
            village.begin()
        while (order := await asyncio.to_thread(pipe.recv)) != "stop":
            village.closed = order == "no more"
        pipe.send(village.told())
        pipe.close()


class _Exchange(TelegramServer):
    """The Bot API with a webhook that is really posted to."""

    def __init__(self, seen: Any, http: aiohttp.ClientSession) -> None:  # noqa: ANN401 - see above
        super().__init__()
        self.seen = seen
        self.heard: Callable[[int, Shown], None] = lambda _chat, _shown: None
        self._http = http
        self._posting: dict[int, asyncio.Task[None]] = {}

    @override
    async def respond(self, request: Request) -> Response:
        try:
            return await super().respond(request)
        except ClientDisconnect:  # the bot was killed while it wrote
            return Response()

    @override
    async def queue(self, *updates: Update) -> None:
        await super().queue(*updates)
        self._post()

    @override
    async def _perform(self, call: TelegramMethod[Any]) -> Any:
        result = await super()._perform(call)
        if isinstance(call, methods.SetWebhook):
            self._post()
        return result

    @override
    def _send(self, call: methods.SendMessage) -> dict[str, Any]:
        written = super()._send(call)
        self.seen[0] += 1
        self.seen[1] = time.monotonic()
        shown = self.chats[int(call.chat_id)][written["message_id"]]
        self.heard(int(call.chat_id), shown)
        return written

    def _post(self) -> None:
        for update in self._pending if self.webhook else ():
            number = update["update_id"]
            if number not in self._posting:
                self._posting[number] = asyncio.create_task(self._until_taken(update))

    async def _until_taken(self, update: Update) -> None:
        pause, longest = RETRY
        while self.webhook is not None and update in self._pending:
            if await self._posted(update) == 200:  # noqa: PLR2004 - HTTP
                with suppress(ValueError):
                    self._pending.remove(update)
                break
            await asyncio.sleep(pause)
            pause = min(2 * pause, longest)
        self._posting.pop(update["update_id"], None)

    async def _posted(self, update: Update) -> int:
        if self.webhook is None:
            return 0
        headers = {"X-Telegram-Bot-Api-Secret-Token": self.webhook.secret_token or ""}
        try:
            async with self._http.post(self.webhook.url, json=update, headers=headers) as answer:
                return answer.status
        except (aiohttp.ClientError, TimeoutError):
            return 0


@dataclass(slots=True)
class _Chat:
    """One person at their phone. `first`: when each text came first."""

    person: Person
    phone: Phone
    first: dict[str, float] = field(default_factory=dict)


class Village:
    """The people: each answers a question once, however often it comes, and waits for the next."""

    def __init__(self, exchange: _Exchange, waiting: Iterator[Person]) -> None:
        self.closed = False
        self._exchange = exchange
        self._waiting = waiting
        self._ear = Ear(Catalog.load())
        self._chats: dict[int, _Chat] = {}
        self._saying: set[asyncio.Task[None]] = set()
        self._strange: list[str] = []
        self._twice: list[tuple[float, float]] = []
        self._messages = 0

    def begin(self) -> None:
        person = next(self._waiting)
        chat = _Chat(person, Phone(self._exchange, person.id))
        chat.phone.user = telegram.User(person.id, "Yanti", is_bot=False, language_code="id")
        self._chats[person.id] = chat
        self._exchange.seen[2] += 1
        self._say(chat, Shown(0, ""))

    def heard(self, chat_id: int, shown: Shown) -> None:
        """Answer, if it is what was waited for; a message that was seen before is only counted."""
        chat, now = self._chats[chat_id], time.monotonic()
        if shown.text in chat.first:
            self._twice.append((chat.first[shown.text], now))
            return
        chat.first[shown.text] = now
        if self._ear.line(chat.person, shown.text) != len(chat.first):
            self._strange.append(f"{chat_id} at line {chat.person.at}: {shown.text}")
        elif not chat.person.finished:
            self._say(chat, shown)
        else:
            self._exchange.seen[2] -= 1
            if not self.closed:
                self.begin()

    def _say(self, chat: _Chat, shown: Shown) -> None:
        line = chat.person.lines[chat.person.at]
        chat.person.at += 1
        self._messages += 1
        task = asyncio.create_task(self._said(chat, line.types or self._label(shown, line.taps)))
        self._saying.add(task)
        task.add_done_callback(self._saying.discard)

    async def _said(self, chat: _Chat, what: str) -> None:
        await asyncio.sleep(random.uniform(0, THINKING))
        if chat.person.lines[chat.person.at - 1].types:
            await chat.phone.says(what)
        else:
            await chat.phone.taps(what)

    def _label(self, shown: Shown, token: str) -> str:
        keys = [key for row in shown.rows for key in row]
        return next(str(k["text"]) for k in keys if k.get("callback_data", "").endswith(token))

    def told(self) -> Told:
        chats = self._chats.values()
        waiting = [chat.person.id for chat in chats if len(chat.first) < chat.person.at]
        people = [chat.person for chat in chats]
        refused = self._exchange.refused
        return Told(people, self._messages, waiting, self._strange, self._twice, refused)
