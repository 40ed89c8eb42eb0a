"""Telegram and WhatsApp as the bot meets them: their APIs, and the posts to its webhooks.

They are the tests' stand-ins (`telegram_server` and `graph_server` in tests/platforms), so what
the bot sends is validated in the same way. Here they also post to whichever of the bot's processes
is up, as a load balancer does, until they hear 200; and they fail when they are told to. Each life
of the bot has an address of its own (`/<life>/...`), so it is known who sent what.
"""

import asyncio
import itertools
import random
from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

import aiohttp
import orjson
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Mount
from starlette.types import Scope
from typing_extensions import override

from bench.platforms.failures import NONE, Failures
from bot.telegram.library import TelegramMethod, methods
from tests.platforms.graph_server import GraphServer, Json, SentMessage
from tests.platforms.telegram_server import Shown, TelegramServer, Update
from tests.platforms.whatsapp_phone import APP_SECRET, Pen, signature

RETRY = (0.02, 0.2)  # seconds: the first pause before a post is repeated, and the longest
PATIENCE = aiohttp.ClientTimeout(total=5)
REPORTS = 0.25  # seconds between two posts about what became of the bot's messages
WHATSAPP_PATH = "/whatsapp/webhook"

life: ContextVar[int] = ContextVar("life")
"""The life of the bot whose call is answered now."""


def _by_life(routes: list[BaseRoute]) -> list[BaseRoute]:
    return [Mount("/{life:int}", routes=routes)]


async def _in_its_life(
    request: Request, respond: Callable[[Request], Awaitable[Response]]
) -> Response:
    life.set(int(request.path_params["life"]))
    try:
        return await respond(request)
    except ClientDisconnect:  # the bot was killed while it wrote
        return Response()


@dataclass(slots=True)
class Balancer:
    """Posts to the bot's processes in turn; one that is down is passed by.

    `unruly`: posts leave in any order, each comes to every process at once, and again much later.
    """

    http: aiohttp.ClientSession
    dice: random.Random
    ports: Sequence[int] = ()
    unruly: bool = False
    _next: "itertools.count[int]" = field(default_factory=itertools.count)
    _copies: set[asyncio.Task[int]] = field(default_factory=set)

    async def until_taken(self, path: str, body: bytes, headers: dict[str, str]) -> None:
        """Post it until one of the processes says 200."""
        pause, longest = RETRY
        if self.unruly:
            await asyncio.sleep(self.dice.uniform(0, 0.5))
            for late in (0, self.dice.uniform(0, 1), self.dice.uniform(1, 3)):
                self._copy(late, path, body, headers)
        while await self.post(path, body, headers) != 200:  # noqa: PLR2004 - HTTP
            await asyncio.sleep(pause)
            pause = min(2 * pause, longest)

    async def post(self, path: str, body: bytes, headers: dict[str, str]) -> int:
        """Post it once; 0: nobody answered."""
        headers = {"Content-Type": "application/json", **headers}
        for _ in self.ports:
            url = f"http://127.0.0.1:{self.ports[next(self._next) % len(self.ports)]}{path}"
            with suppress(aiohttp.ClientError, TimeoutError):
                async with self.http.post(url, data=body, headers=headers) as answer:
                    return answer.status
        return 0

    def _copy(self, late: float, path: str, body: bytes, headers: dict[str, str]) -> None:
        async def later() -> int:
            await asyncio.sleep(late)
            return await self.post(path, body, headers)

        task = asyncio.create_task(later())
        self._copies.add(task)
        task.add_done_callback(self._copies.discard)


class Exchange(TelegramServer):
    """The Bot API with a webhook that is really posted to.

    What one person wrote is posted in order, the next after a 200 for the last: so does Telegram's
    own server (telegram-bot-api, WebhookActor: a queue for each chat).
    """

    def __init__(self, balancer: Balancer, seed: int) -> None:
        super().__init__()
        self.failures: Failures = NONE
        self.heard: Callable[[int, Shown], None] = lambda _chat, _shown: None
        self._balancer = balancer
        self._dice = random.Random(seed)
        self._posting: dict[int, asyncio.Task[None]] = {}

    @override
    def routes(self) -> list[BaseRoute]:
        return _by_life(super().routes())

    @override
    async def respond(self, request: Request) -> Response:
        return await _in_its_life(request, super().respond)

    @override
    async def _answer(self, name: str, body: bytes, request: Request) -> Response:
        if failure := self.failures.of_telegram(self._dice):
            return await failure(self, request.scope)
        await asyncio.sleep(self.failures.pause(self._dice))
        return await super()._answer(name, body, request)

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
        self.heard(int(call.chat_id), self.chats[int(call.chat_id)][written["message_id"]])
        return written

    def _post(self) -> None:
        for chat in {_chat(one) for one in self._pending} if self.webhook else ():
            if chat not in self._posting:
                self._posting[chat] = asyncio.create_task(self._until_taken(chat))

    async def _until_taken(self, chat: int) -> None:
        while (hook := self.webhook) and (mine := [u for u in self._pending if _chat(u) == chat]):
            headers = {"X-Telegram-Bot-Api-Secret-Token": hook.secret_token or ""}
            body = orjson.dumps(mine[0])
            await self._balancer.until_taken(urlsplit(hook.url).path, body, headers)
            with suppress(ValueError):
                self._pending.remove(mine[0])
        del self._posting[chat]


def _chat(update: Update) -> int:
    (content,) = (value for name, value in update.items() if name != "update_id")
    return int(content["from"]["id"])


class Meta(GraphServer):
    """The Graph API, the webhook posts of Meta, and its reports on what arrived."""

    def __init__(self, balancer: Balancer, seed: int) -> None:
        super().__init__()
        self.failures: Failures = NONE
        self.heard: Callable[[SentMessage], None] = lambda _sent: None
        self._balancer = balancer
        self._dice = random.Random(seed)
        self._posting: set[asyncio.Task[None]] = set()
        self._arrived: list[SentMessage] = []

    @property
    def waiting(self) -> int:
        """How many posts the bot has not taken yet."""
        return len(self._posting)

    @override
    def routes(self) -> list[BaseRoute]:
        return _by_life(super().routes())

    @override
    async def respond(self, request: Request) -> Response:
        return await _in_its_life(request, super().respond)

    @override
    async def _scripted(self, edge: str, scope: Scope) -> Response | None:
        if edge != "messages":
            return None
        if failure := self.failures.of_meta(self, self._dice):
            return await failure(scope)
        await asyncio.sleep(self.failures.pause(self._dice))
        return None

    @override
    def _send(self, body: Json) -> Json:
        answer = super()._send(body)
        if not self._arrived:
            asyncio.get_running_loop().call_later(REPORTS, self._report)
        self._arrived.append(self.sent[-1])
        self.heard(self.sent[-1])
        return answer

    def _report(self) -> None:
        """Tell the bot, in one post, what has arrived lately."""
        arrived, self._arrived = self._arrived, []
        pens = [(Pen(self.phone_id, sent.to), sent) for sent in arrived]
        told = [pen.status(sent.remote_id, "delivered", sent.reference) for pen, sent in pens]
        self._post(pens[0][0].payload(statuses=told, contacts=()))

    async def bring(self, payload: Json) -> None:
        """Let the bot have what somebody wrote."""
        self._post(payload)

    def _post(self, payload: Json) -> None:
        body = orjson.dumps(payload)
        headers = {"X-Hub-Signature-256": signature(body, APP_SECRET)}
        posting = self._balancer.until_taken(WHATSAPP_PATH, body, headers)
        task = asyncio.create_task(posting)
        self._posting.add(task)
        task.add_done_callback(self._posting.discard)
