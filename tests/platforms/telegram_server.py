"""A stand-in for the Bot API on a real loopback socket, and a phone to talk to it.

What the bot sends is validated by aiogram's models; what the phone sends is built from
python-telegram-bot's objects: so each library checks the other, and neither checks itself.

    async with TelegramServer() as server:
        phone = Phone(server, 501)
        await phone.says("daftar")          # waits in getUpdates until it is confirmed
        await phone.taps("Ya")              # the button that really went over the wire
        server.fails("sendMessage", too_many_requests(3))
"""

import asyncio
import itertools
import json
import re
import socket
import struct
from collections import Counter, defaultdict, deque
from collections.abc import Awaitable, Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, ClassVar, Self, TypeAlias
from urllib.parse import parse_qsl

import telegram
import uvicorn
from pydantic import ValidationError
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Route
from starlette.types import ASGIApp, Receive, Scope, Send
from typing_extensions import override

from bot.telegram.library import TelegramMethod, methods
from tests.patience import PATIENCE
from tests.platforms.plain_http import local_client

TOKEN = "123456:TEST"
ACCOUNT = "123456"

Update: TypeAlias = dict[str, Any]
Failure: TypeAlias = Callable[["TelegramServer", Scope], Awaitable[Response]]


@dataclass(frozen=True, slots=True)
class Sent:
    """One accepted call: `method` as the Bot API writes it, `call` as aiogram understood it."""

    method: str
    call: TelegramMethod[Any]
    token: str

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401 - the parameters, whatever they are
        """Read a parameter: `sent.text` instead of `sent.call.text`."""
        return getattr(self.call, name)


@dataclass(slots=True)
class Shown:
    """A message as the person sees it now; `markup` is the JSON that came over the wire."""

    message_id: int
    text: str
    markup: dict[str, Any] = field(default_factory=dict)

    @property
    def rows(self) -> list[list[dict[str, Any]]]:
        """The keys, inline or on the reply keyboard."""
        return self.markup.get("inline_keyboard") or self.markup.get("keyboard") or []

    @property
    def labels(self) -> list[str]:
        """What can be tapped, in reading order."""
        return [key["text"] for row in self.rows for key in row]

    @property
    def editable(self) -> bool:
        """Bot API, "Updating messages": only without a reply_markup or with an inline keyboard."""
        return not self.markup or "inline_keyboard" in self.markup


class Refused(Exception):  # noqa: N818 - Telegram's answer
    def __init__(self, status: int, description: str) -> None:
        super().__init__(description)
        self.status = status
        self.description = description


# ── failures, by script ─────────────────────────────────────────────────────────────────────────


def too_many_requests(retry_after: int) -> Failure:
    body = {"parameters": {"retry_after": retry_after}}
    return _refusing(429, f"Too Many Requests: retry after {retry_after}", body)


def answering(status: int, description: str) -> Failure:
    return _refusing(status, description, {})


def answering_ok(more: Mapping[str, Any]) -> Failure:
    """Take a call and say so, with this beside the `ok`."""

    async def take(_server: "TelegramServer", _scope: Scope) -> Response:
        return JSONResponse({"ok": True, **more})

    return take


def _refusing(status: int, description: str, more: dict[str, Any]) -> Failure:
    async def fail(_server: "TelegramServer", _scope: Scope) -> Response:
        return _refusal(status, description, more)

    return fail


async def garbage(_server: "TelegramServer", _scope: Scope) -> Response:
    """Answer 200 with something that is no JSON, as a captive portal would."""
    return Response("<html>Selamat datang di WiFi hotel", media_type="text/html")


async def hang(server: "TelegramServer", _scope: Scope) -> Response:
    """Never answer (until the server stops)."""
    await server.closing.wait()
    return Response(status_code=503)


async def reset(server: "TelegramServer", scope: Scope) -> Response:
    """Drop the connection with RST, the request read and not answered."""
    server.reset_connection(scope["client"])
    return Response()


def _refusal(status: int, description: str, more: Mapping[str, Any] | None = None) -> Response:
    body = {"ok": False, "error_code": status, "description": description, **(more or {})}
    return JSONResponse(body, status_code=status)


# ── the server ──────────────────────────────────────────────────────────────────────────────────


_ROUNDS = 3  # of the loop, until a transport that was closed has told so


class _Uvicorn(uvicorn.Server):
    """In the test's own loop: pytest keeps its Ctrl-C, and `up` says when it listens."""

    def __init__(self, config: uvicorn.Config) -> None:
        super().__init__(config)
        self.up = asyncio.Event()
        self.down = asyncio.Event()

    @override
    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield

    @override
    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        self.up.set()

    @override
    async def main_loop(self) -> None:
        """Stop at once: uvicorn's own looks ten times a second whether it should."""
        await self.on_tick(0)
        await self.down.wait()

    @override
    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """End at once if nothing is in hand: uvicorn's own sleeps a tenth of a second first."""
        for server in self.servers:
            server.close()
        state = self.server_state
        for connection in tuple(state.connections):
            connection.shutdown()
        for _ in range(_ROUNDS):
            await asyncio.sleep(0)  # connections that are idle are lost now
        if state.connections or state.tasks:
            await super().shutdown(sockets)


class Endpoint:
    """ASGI itself, not a function: a reset needs the scope and answers nothing."""

    def __init__(self, respond: Callable[[Request], Awaitable[Response]]) -> None:
        self._respond = respond

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        response = await self._respond(Request(scope, receive))
        with suppress(OSError):
            await response(scope, receive, send)


class Loopback:
    """Any ASGI app on a real socket of 127.0.0.1, in this loop; `url` has no slash at its end."""

    def __init__(self, app: ASGIApp) -> None:
        # Only a socket that says it is TCP gets TCP_NODELAY from asyncio; without it every answer
        # on a kept connection takes 40 ms.
        self._socket = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
        self._socket.bind(("127.0.0.1", 0))
        self.url = f"http://127.0.0.1:{self._socket.getsockname()[1]}"
        config = uvicorn.Config(
            app,
            lifespan="off",
            log_config=None,
            access_log=False,
            timeout_graceful_shutdown=2,
        )
        self._uvicorn = _Uvicorn(config)

    async def __aenter__(self) -> Self:
        self._serving = asyncio.create_task(self._uvicorn.serve(sockets=[self._socket]))
        await self._uvicorn.up.wait()
        return self

    async def __aexit__(self, *_: object) -> None:
        self._uvicorn.down.set()
        await self._serving
        self._socket.close()

    def reset(self, client: tuple[str, int]) -> None:
        """Cut this client's connection with RST."""
        for protocol in tuple(self._uvicorn.server_state.connections):
            if getattr(protocol, "client", None) == tuple(client):
                transport = protocol.transport
                linger = struct.pack("ii", 1, 0)  # on, no seconds: close() sends RST
                connection = transport.get_extra_info("socket")
                connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, linger)
                transport.abort()


class TelegramServer:
    """One bot's Bot API: keeps updates until they are confirmed, remembers what was sent.

    `sent` has every accepted call in order, `refused` the descriptions of those it did not
    accept. `asked` counts the calls of each method (in small letters), whatever came of them.
    `chats[chat_id][message_id]` is what each person sees now.
    `polls` counts getUpdates; who is in `blocked` has blocked the bot.
    """

    _MODELS: ClassVar[Mapping[str, type[TelegramMethod[Any]]]] = {
        model.__api_method__.lower(): model
        for model in (
            methods.AnswerCallbackQuery,
            methods.DeleteWebhook,
            methods.EditMessageText,
            methods.GetMe,
            methods.GetUpdates,
            methods.LeaveChat,
            methods.SendMessage,
            methods.SetMyCommands,
            methods.SetWebhook,
        )
    }
    # Serialised by the libraries; everything else is a plain form field, digits included.
    _JSON_FIELDS: ClassVar[frozenset[str]] = frozenset(
        {"reply_markup", "link_preview_options", "commands", "scope", "allowed_updates"},
    )

    def __init__(self, token: str = TOKEN, username: str = "seratus_bot") -> None:
        self.token = token
        self.username = username
        self.sent: list[Sent] = []
        self.refused: list[str] = []
        self.asked: Counter[str] = Counter()
        self.chats: dict[int, dict[int, Shown]] = defaultdict(dict)
        self.webhook: methods.SetWebhook | None = None
        self.blocked: set[int] = set()
        self.polls = 0
        self.closing = asyncio.Event()
        self._pending: list[Update] = []
        self._changed = asyncio.Condition()
        self._scripts: dict[str, deque[Failure]] = defaultdict(deque)
        self._update_id = 90_000_000
        self._message_id = 0

    # ── life ──

    async def __aenter__(self) -> Self:
        self._loopback = await Loopback(Starlette(routes=self.routes())).__aenter__()
        return self

    def routes(self) -> list[BaseRoute]:
        return [Route("/bot{token}/{method}", Endpoint(self.respond))]

    async def __aexit__(self, *_: object) -> None:
        self.closing.set()
        async with self._changed:
            self._changed.notify_all()
        await self._loopback.__aexit__()

    @property
    def api_base(self) -> str:
        """For SERATUS_TELEGRAM_API_BASE."""
        return self._loopback.url

    # ── what a test does with it ──

    def fails(self, method: str, *failures: Failure) -> None:
        """Let the next calls of `method` (of the Bot API) meet these, one each, in order."""
        self._scripts[method.lower()].extend(failures)

    def calls(self, method: str) -> list[Sent]:
        return [sent for sent in self.sent if sent.method.lower() == method.lower()]

    def shown(self, chat_id: int) -> list[Shown]:
        """Return the bot's messages in this chat, oldest first, as they look now."""
        return [message for _, message in sorted(self.chats[chat_id].items())]

    def keyboard(self, chat_id: int) -> list[str]:
        """Return the keys that stand under this chat: only a message without others takes them."""
        keys: list[str] = []
        for shown in self.shown(chat_id):
            if "keyboard" in shown.markup or "remove_keyboard" in shown.markup:
                keys = shown.labels
        return keys

    @property
    def waiting(self) -> list[int]:
        """The ids of the updates that the bot has not confirmed yet."""
        return [update["update_id"] for update in self._pending]

    async def queue(self, *updates: Update) -> None:
        """Put raw updates before the bot, all at once, for getUpdates."""
        async with self._changed:
            self._pending.extend(updates)
            self._changed.notify_all()

    async def until(self, condition: Callable[[], bool], timeout: float = PATIENCE) -> None:  # noqa: ASYNC109 - a test's patience
        """Wait until this holds; it is looked at after every call of the bot. TimeoutError."""
        async with asyncio.timeout(timeout), self._changed:
            await self._changed.wait_for(condition)

    async def until_confirmed(self, timeout: float = PATIENCE) -> None:  # noqa: ASYNC109 - a test's patience
        """Wait until the bot has let go of every update."""
        await self.until(lambda: not self._pending, timeout)

    async def until_sent(
        self,
        method: str,
        count: int = 1,
        timeout: float = PATIENCE,  # noqa: ASYNC109
    ) -> list[Sent]:
        """Wait until the bot has called `method` so often."""
        await self.until(lambda: len(self.calls(method)) >= count, timeout)
        return self.calls(method)

    def next_update_id(self) -> int:
        self._update_id += 1
        return self._update_id

    def next_message_id(self) -> int:
        self._message_id += 1
        return self._message_id

    def reset_connection(self, client: tuple[str, int]) -> None:
        self._loopback.reset(client)

    # ── the Bot API ──

    async def respond(self, request: Request) -> Response:
        name = request.path_params["method"].lower()
        body = await request.body()
        response = await self._answer(name, body, request)
        async with self._changed:
            self._changed.notify_all()
        return response

    async def _answer(self, name: str, body: bytes, request: Request) -> Response:
        if request.path_params["token"] != self.token:
            return _refusal(401, "Unauthorized")
        self.asked[name] += 1
        if script := self._scripts[name]:
            return await script.popleft()(self, request.scope)
        try:
            result = await self._perform(self._validated(name, body))
        except Refused as refused:
            self.refused.append(refused.description)
            return _refusal(refused.status, refused.description)
        return JSONResponse({"ok": True, "result": result})

    def _validated(self, name: str, body: bytes) -> TelegramMethod[Any]:
        model = self._MODELS.get(name)
        if model is None:
            raise Refused(404, "Not Found: method not found")
        form = dict(parse_qsl(body.decode(), keep_blank_values=True, strict_parsing=bool(body)))
        params = {
            key: json.loads(value) if key in self._JSON_FIELDS else value
            for key, value in form.items()
        }
        # aiogram takes a chat's id for a @name as long as it is a string.
        if params.get("chat_id"):
            params["chat_id"] = int(params["chat_id"])
        try:
            call = model.model_validate(params)
        except ValidationError as error:
            raise Refused(400, f"Bad Request: {error}") from error
        # aiogram's models let unknown parameters pass; a typo must not.
        if call.model_extra:
            raise Refused(400, f"Bad Request: unknown {sorted(call.model_extra)}")
        return call

    async def _perform(self, call: TelegramMethod[Any]) -> Any:  # noqa: ANN401 - JSON
        match call:
            case methods.GetUpdates():
                return await self._updates(call)
            case methods.GetMe():
                return self._me().to_dict()
            case methods.SendMessage():
                result: Any = self._send(call)
            case methods.EditMessageText():
                result = self._edit(call)
            case methods.SetWebhook():
                self.webhook, result = call, True
            case methods.DeleteWebhook():
                self.webhook, result = None, True
            case _:
                result = True
        self.sent.append(Sent(call.__api_method__, call, self.token))
        return result

    async def _updates(self, call: methods.GetUpdates) -> list[Update]:
        if self.webhook is not None and self.webhook.url:
            raise Refused(409, "Conflict: can't use getUpdates method while webhook is active")
        self.polls += 1
        async with self._changed:
            offset = call.offset or 0
            self._pending = [one for one in self._pending if one.get("update_id", 0) >= offset]
            self._changed.notify_all()
            with suppress(TimeoutError):
                async with asyncio.timeout(call.timeout or 0):
                    await self._changed.wait_for(lambda: self._pending or self.closing.is_set())
            return self._pending[: call.limit or 100]

    def _send(self, call: methods.SendMessage) -> dict[str, Any]:
        chat_id = int(call.chat_id)
        if chat_id in self.blocked:
            raise Refused(403, "Forbidden: bot was blocked by the user")
        markup = _checked(call)
        message_id = self.next_message_id()
        self.chats[chat_id][message_id] = Shown(message_id, call.text, markup)
        return self._written(chat_id, message_id, call.text, markup)

    def _edit(self, call: methods.EditMessageText) -> dict[str, Any]:
        chat_id = int(call.chat_id or 0)
        shown = self.chats[chat_id].get(call.message_id or 0)
        markup = _checked(call)
        if markup == {"inline_keyboard": []}:
            markup = {}
        if shown is None:
            raise Refused(400, "Bad Request: message to edit not found")
        if not shown.editable:
            raise Refused(400, "Bad Request: message can't be edited")
        if (shown.text, shown.markup) == (call.text, markup):
            raise Refused(
                400,
                "Bad Request: message is not modified: specified new message content and reply "
                "markup are exactly the same as a current content and reply markup of the message",
            )
        shown.text, shown.markup = call.text or "", markup
        return self._written(chat_id, shown.message_id, shown.text, markup)

    def _written(
        self, chat_id: int, message_id: int, text: str, markup: dict[str, Any]
    ) -> dict[str, Any]:
        chat_type = "private" if chat_id > 0 else "group"
        message = telegram.Message(
            message_id,
            datetime.now(UTC),
            telegram.Chat(chat_id, chat_type),
            from_user=self._me(),
            text=text,
        )
        keyboard = {"reply_markup": markup} if "inline_keyboard" in markup else {}
        return message.to_dict() | keyboard

    def _me(self) -> telegram.User:
        bot_id = int(self.token.partition(":")[0])
        return telegram.User(bot_id, "Seratus", is_bot=True, username=self.username)

    def as_wire(self, chat_id: int, shown: Shown) -> dict[str, Any]:
        """Write down a message of the bot as a callback query carries it."""
        return self._written(chat_id, shown.message_id, shown.text, shown.markup)


def _checked(call: methods.SendMessage | methods.EditMessageText) -> dict[str, Any]:
    """Refuse what aiogram's types allow and Telegram does not; return the markup as plain JSON."""
    if not (call.text or "").strip():
        raise Refused(400, "Bad Request: message text is empty")
    units = len((call.text or "").encode("utf-16-le")) // 2
    if units > telegram.constants.MessageLimit.MAX_TEXT_LENGTH:
        raise Refused(400, "Bad Request: message is too long")
    markup = call.reply_markup
    plain: dict[str, Any] = {} if markup is None else markup.model_dump(exclude_none=True)
    for row in plain.get("inline_keyboard", []):
        for key in row:
            if not 1 <= len(key.get("callback_data", "").encode()) <= 64:  # Bot API
                raise Refused(400, "Bad Request: BUTTON_DATA_INVALID")
            if not key["text"].strip():
                raise Refused(400, "Bad Request: BUTTON_TEXT_INVALID")
    return plain


# ── the phone ───────────────────────────────────────────────────────────────────────────────────


@dataclass(slots=True)
class WebhookDoor:
    """Posts updates as Telegram does. `statuses`: what the bot answered, in order."""

    url: str
    secret: str | None
    statuses: list[int] = field(default_factory=list)

    async def __call__(self, *updates: Update) -> None:
        headers = {} if self.secret is None else {"X-Telegram-Bot-Api-Secret-Token": self.secret}
        async with local_client() as client:
            for update in updates:
                response = await client.post(self.url, json=update, headers=headers)
                self.statuses.append(response.status_code)


class Phone:
    """One person's Telegram, in the private chat with the bot. Every verb returns its raw update.

    `deliver` is how updates reach the bot: the server's queue (polling) or a WebhookDoor.
    """

    def __init__(
        self,
        server: TelegramServer,
        user_id: int,
        deliver: Callable[..., Awaitable[None]] | None = None,
    ) -> None:
        self.server = server
        self.user = telegram.User(user_id, "Siti", is_bot=False, language_code="id")
        self.chat = telegram.Chat(user_id, telegram.Chat.PRIVATE, first_name="Siti")
        self._deliver = deliver or server.queue
        self._last: Update = {}

    @property
    def heard(self) -> list[str]:
        """The bot's texts in this chat as they look now, oldest first."""
        return [shown.text for shown in self.server.shown(self.user.id)]

    async def says(self, text: str) -> Update:
        return await self._send(self.message(text=text))

    async def opens(self, payload: str = "") -> Update:
        """Follow t.me/bot?start=payload and press START."""
        return await self.says(f"/start {payload}".rstrip())

    async def shares_contact(self, phone: str = "+6281234567890", *, own: bool = True) -> Update:
        owner = self.user.id if own else None
        return await self._send(
            self.message(contact=telegram.Contact(phone, "Siti", user_id=owner))
        )

    async def sends_photo(self, caption: str | None = None) -> Update:
        size = telegram.PhotoSize("AgACAgUAAxk", "AQADAgAT", 90, 60)
        return await self._send(self.message(photo=(size,), caption=caption))

    async def edits(self, text: str) -> Update:
        edited = self.message(text=text, edit_date=datetime.now(UTC))
        return await self._send(edited, "edited_message")

    async def writes_in_group(self, text: str, chat_id: int = -1001) -> Update:
        chat = telegram.Chat(chat_id, telegram.Chat.SUPERGROUP, title="Warga Sebalo")
        return await self._send(self.message(chat=chat, text=text))

    async def taps(self, label: str) -> Update:
        """Tap the newest button with this label; LookupError with the labels there are."""
        for shown in reversed(self.server.shown(self.user.id)):
            for key in itertools.chain.from_iterable(shown.rows):
                if key["text"] != label:
                    continue
                if key.get("request_contact"):
                    return await self.shares_contact()
                if "callback_data" not in key:
                    return await self.says(label)
                return await self._tap(shown, key["callback_data"])
        labels = [shown.labels for shown in self.server.shown(self.user.id)]
        msg = f"no button {label!r} among {labels}"
        raise LookupError(msg)

    async def repeats(self) -> Update:
        """Deliver the last update once more, as Telegram does when it heard no answer."""
        await self._deliver(self._last)
        return self._last

    async def _tap(self, shown: Shown, data: str) -> Update:
        carried = telegram.Message.de_json(self.server.as_wire(self.user.id, shown), None)
        query = telegram.CallbackQuery(
            str(4_000_000_000_000_000_000 + self.server.next_message_id()),
            self.user,
            str(self.user.id),
            message=carried,
            data=data,
        )
        return await self._send(query, "callback_query")

    def message(self, *, chat: telegram.Chat | None = None, **content: Any) -> telegram.Message:  # noqa: ANN401
        """Build a message of this person's; a leading /command gets its entity."""
        if command := re.match(r"/\w+(@\w+)?", content.get("text") or ""):
            entity = telegram.MessageEntity(telegram.MessageEntity.BOT_COMMAND, 0, command.end())
            content["entities"] = (entity,)
        number = self.server.next_message_id()
        return telegram.Message(
            number, datetime.now(UTC), chat or self.chat, from_user=self.user, **content
        )

    async def _send(
        self, content: telegram.Message | telegram.CallbackQuery, kind: str = "message"
    ) -> Update:
        update = telegram.Update(self.server.next_update_id(), **{kind: content})  # type: ignore[arg-type]
        self._last = update.to_dict()
        await self._deliver(self._last)
        return self._last
