"""The Bot API in a process of its own, with the people who write to the bot.

It is the tests' stand-in (`tests/telegram_server.py`), so what the bot sends is validated in the
same way; here it also posts to the webhook until it hears 200, as Telegram does.
"""

import asyncio
import multiprocessing
import time
from collections.abc import Callable, Iterator, MutableSequence
from contextlib import suppress
from dataclasses import dataclass
from multiprocessing.connection import Connection
from typing import Any

import aiohttp
import uvloop
from aiogram import methods
from aiogram.methods.base import TelegramMethod
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response
from typing_extensions import override

from bench.callers import Callers, Told
from bench.people import Person
from tests.telegram_server import Shown, TelegramServer, Update

RETRY = (0.02, 0.2)  # seconds: the first pause before a post is repeated, and the longest
PATIENCE = aiohttp.ClientTimeout(total=5)


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
    async with aiohttp.ClientSession(timeout=PATIENCE) as http, Exchange(seen, http) as exchange:
        callers = Callers(exchange, waiting, seen)
        exchange.heard = callers.heard
        pipe.send(exchange.api_base)
        for _ in range(in_flight):
            callers.begin()
        while (order := await asyncio.to_thread(pipe.recv)) != "stop":
            callers.closed = order == "no more"
        pipe.send(callers.told())
        pipe.close()


class Exchange(TelegramServer):
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
