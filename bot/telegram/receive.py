"""Telegram, the way in: raw updates become our messages, and are let go only when they are kept.

    getUpdates ── Polling ──┐
                            ├─► Reception.admit ─► incoming (pure) ─► take ─► after the commit:
    POST ─────── webhook ───┘                                         the spinner, leaving a group

The one rule of the file: Telegram hears "taken" (a moved offset, a 200) only after `take` has come
back. What is refused, twice delivered or never understood must not hold up what is behind it, so
every update is read alone and aiogram's Dispatcher and `start_polling` are not used.
"""

import asyncio
import hmac
import json
import re
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, ClassVar, TypeVar

import structlog
from aiogram import Bot
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import PRODUCTION, TelegramAPIServer
from aiogram.enums import ChatMemberStatus, ChatType, ContentType
from aiogram.exceptions import (
    AiogramError,
    TelegramConflictError,
    TelegramNotFound,
    TelegramRetryAfter,
    TelegramUnauthorizedError,
)
from aiogram.methods.base import TelegramMethod
from aiogram.types import CallbackQuery, ChatMemberUpdated, Message, Update
from aiogram.utils.token import TokenValidationError
from pydantic import ValidationError
from pydantic_core import from_json
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response
from starlette.routing import Route

from bot.ports import Clock, DatabaseAway, Take, TokenRefused
from conversations.messages import (
    Address,
    Channel,
    Edited,
    Incoming,
    Input,
    Opened,
    Said,
    SentMedia,
    SharedContact,
    Tapped,
)

log: structlog.stdlib.BoundLogger = structlog.get_logger()

ALLOWED_UPDATES = ("message", "edited_message", "callback_query", "my_chat_member")

# Bot API, getUpdates: 1-100, and setWebhook max_connections: 1-100.
MAX_BATCH = 100
MAX_CONNECTIONS = 100
SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"  # noqa: S105 - a header's name, Bot API setWebhook
# An update is a few KiB; a long text, quoted by another long text, stays well under 100.
MAX_BODY_BYTES = 1 << 20

_COMMAND = re.compile(r"/([A-Za-z0-9_]+)(?:@\w+)?(?:\s+(.*))?", re.DOTALL)

# What a person can send that carries no answer. Everything else that is not text (a pinned
# message, a changed timer, a new topic) is Telegram's own notice and is met with silence.
_MEDIA = frozenset(
    {
        ContentType.ANIMATION,
        ContentType.AUDIO,
        ContentType.CHECKLIST,
        ContentType.DICE,
        ContentType.DOCUMENT,
        ContentType.GAME,
        ContentType.GIFT,
        ContentType.GIVEAWAY,
        ContentType.INVOICE,
        ContentType.LIVE_PHOTO,
        ContentType.LOCATION,
        ContentType.PAID_MEDIA,
        ContentType.PHOTO,
        ContentType.POLL,
        ContentType.RICH_MESSAGE,
        ContentType.STICKER,
        ContentType.STORY,
        ContentType.UNKNOWN,
        ContentType.VENUE,
        ContentType.VIDEO,
        ContentType.VIDEO_NOTE,
        ContentType.VOICE,
    },
)


class NotAnUpdate(ValueError):  # noqa: N818 - it names the body, not a fault of the program
    """The body is no JSON object with an `update_id`: Telegram did not write it."""


@dataclass(frozen=True, slots=True)
class Received:
    """A message for the turn. `callback_id`: the button spins until it is answered."""

    incoming: Incoming
    callback_id: str | None = None


@dataclass(frozen=True, slots=True)
class GroupChat:
    """Somebody put the bot where several people read: say so, and leave."""

    chat_id: int


def incoming(raw: bytes, account: str, now: datetime) -> Received | GroupChat | None:
    """Read one update; None if nobody waits for an answer. Raise NotAnUpdate and nothing else.

    `account` is the bot's id. `now` is the time of a tap, which Telegram does not tell. What
    aiogram's models refuse (Telegram is newer than they are) is read again by hand.
    """
    try:
        update = Update.model_validate_json(raw)
    except ValidationError:
        return _by_hand(raw, account, now)
    envelope = _Envelope(account, update.update_id, raw, now)
    if update.message is not None:
        return _message(update.message, envelope)
    if update.callback_query is not None:
        return _tap(update.callback_query, envelope)
    if update.edited_message is not None:
        return _edit(update.edited_message, envelope)
    if update.my_chat_member is not None:
        return _membership(update.my_chat_member)
    return None


@dataclass(frozen=True, slots=True)
class _Envelope:
    """What every message of one update has in common."""

    account: str
    update_id: int
    raw: bytes
    now: datetime

    def around(self, sender: int, content: Input, sent_at: datetime | None = None) -> Incoming:
        """`sender` is a private chat's id, which is its person's id; no `sent_at` means now."""
        return Incoming(
            sender=Address(Channel.TELEGRAM, self.account, str(sender)),
            message_id=str(self.update_id),
            input=content,
            sent_at=sent_at or self.now,
            raw=self.raw,
        )


def _message(message: Message, envelope: _Envelope) -> Received | GroupChat | None:
    if message.chat.type != ChatType.PRIVATE:
        return GroupChat(message.chat.id)
    if message.from_user is not None and message.from_user.is_bot:
        return None
    content: Input
    if message.text:
        content = _words(message.text)
    elif message.contact is not None:
        own = message.contact.user_id is not None and message.contact.user_id == message.chat.id
        content = SharedContact(message.contact.phone_number, own=own)
    elif (kind := message.content_type) in _MEDIA:
        content = SentMedia(ContentType(kind).value)
    else:
        return None
    return Received(envelope.around(message.chat.id, content, message.date))


def _words(text: str) -> Said | Opened:
    command = _COMMAND.fullmatch(text)
    if command is None:
        return Said(text)
    name, rest = command[1], (command[2] or "").strip()
    if name.lower() == "start":
        return Opened(rest)
    return Said(f"{name} {rest}".rstrip())


def _tap(tap: CallbackQuery, envelope: _Envelope) -> Received | GroupChat | None:
    # Without a message it comes from inline mode, without data from a game: this bot has neither.
    if tap.message is None or tap.data is None:
        return None
    if tap.message.chat.type != ChatType.PRIVATE:
        return GroupChat(tap.message.chat.id)
    tapped = Tapped(tap.data, on=str(tap.message.message_id))
    return Received(envelope.around(tap.message.chat.id, tapped), tap.id)


def _edit(message: Message, envelope: _Envelope) -> Received | GroupChat:
    if message.chat.type != ChatType.PRIVATE:
        return GroupChat(message.chat.id)
    return Received(envelope.around(message.chat.id, Edited(), _moment(message.edit_date)))


def _membership(change: ChatMemberUpdated) -> GroupChat | None:
    # Leaving tells us that we left, which must not make us leave again.
    gone = change.new_chat_member.status in {ChatMemberStatus.LEFT, ChatMemberStatus.KICKED}
    return None if gone or change.chat.type == ChatType.PRIVATE else GroupChat(change.chat.id)


def _moment(seconds: object) -> datetime | None:
    try:
        return datetime.fromtimestamp(seconds, UTC) if isinstance(seconds, int) else None
    except (OverflowError, ValueError, OSError):
        return None


def _by_hand(raw: bytes, account: str, now: datetime) -> Received | GroupChat | None:
    """Find who sent it and, where it is plain, what; all else is SentMedia("unknown")."""
    try:
        update = from_json(raw)
    except ValueError as error:
        raise NotAnUpdate from error
    match update:
        case {"update_id": int(update_id)}:
            envelope = _Envelope(account, update_id, raw, now)
        case _:
            raise NotAnUpdate
    match update:
        case {
            "callback_query": {
                "id": str(callback_id),
                "data": str(data),
                "message": {"message_id": int(on), "chat": {"type": "private", "id": int(sender)}},
            },
        }:
            return Received(envelope.around(sender, Tapped(data, on=str(on))), callback_id)
        case {"message": {"from": {"is_bot": True}, "chat": {"type": "private"}}}:
            return None
        case {"message": {"chat": {"type": "private", "id": int(sender)}} as message}:
            text = message.get("text")
            content = _words(text) if isinstance(text, str) and text else SentMedia("unknown")
            return Received(envelope.around(sender, content, _moment(message.get("date"))))
        case {"edited_message": {"chat": {"type": "private", "id": int(sender)}}}:
            return Received(envelope.around(sender, Edited()))
        case {"message": {"chat": {"type": "group" | "supergroup" | "channel", "id": int(chat)}}}:
            return GroupChat(chat)
        case _:
            return None


_Whom = TypeVar("_Whom", str, int)


class Reception:
    """Takes raw updates in, one at a time, however they came.

    `answer_callback` and `leave` are courtesies: they run in the background after the commit, at
    most once each, and their failure is a line in the log.
    """

    def __init__(
        self,
        account: str,
        take: Take,
        clock: Clock,
        *,
        answer_callback: Callable[[str], Awaitable[None]],
        leave: Callable[[int], Awaitable[None]],
    ) -> None:
        self._account = account
        self._take = take
        self._clock = clock
        self._answer_callback = answer_callback
        self._leave = leave
        # By name, so that a lively group is left once and not once a message.
        self._courtesies: dict[str, asyncio.Task[None]] = {}

    async def admit(self, raw: bytes) -> None:
        """Return once Telegram may forget it. Raise NotAnUpdate or what `take` raises."""
        match incoming(raw, self._account, self._clock.now()):
            case Received(message, callback_id):
                await self._take(message)
                if callback_id is not None:
                    self._later(f"callback {callback_id}", self._answer_callback, callback_id)
            case GroupChat(chat_id):
                self._later(f"group {chat_id}", self._leave, chat_id)
            case None:
                pass

    async def settle(self, patience: timedelta = timedelta(seconds=2)) -> None:
        """Let the courtesies on the way finish, and drop those that take longer."""
        tasks = set(self._courtesies.values())
        if tasks:
            _, late = await asyncio.wait(tasks, timeout=patience.total_seconds())
            for task in late:
                task.cancel()
            await asyncio.gather(*late, return_exceptions=True)

    def _later(self, name: str, courtesy: Callable[[_Whom], Awaitable[None]], whom: _Whom) -> None:
        if name not in self._courtesies:
            task = asyncio.create_task(_best_effort(courtesy, whom))
            self._courtesies[name] = task
            task.add_done_callback(lambda _: self._courtesies.pop(name, None))


async def _best_effort(courtesy: Callable[[_Whom], Awaitable[None]], whom: _Whom) -> None:
    try:
        await courtesy(whom)
    except Exception as error:  # noqa: BLE001 - nobody waits for it, and nothing is lost with it
        log.warning("telegram_courtesy_failed", error=type(error).__name__)


class RawUpdates(TelegramMethod[list[dict[str, Any]]]):
    """`getUpdates` without its models, so that one odd update cannot fail the whole batch."""

    __returning__: ClassVar[Any] = list[dict[str, Any]]
    __api_method__: ClassVar[str] = "getUpdates"

    offset: int | None
    limit: int
    timeout: int
    allowed_updates: list[str]


class Polling:
    """Asks Telegram for updates, takes each batch as a whole, and only then asks for the next.

    `wait` is how long one question may stay open at Telegram's side (whole seconds). Failures of
    the network and of the database are waited out: half a second, doubling to ten.
    """

    FIRST_PAUSE = timedelta(seconds=0.5)
    LONGEST_PAUSE = timedelta(seconds=10)

    def __init__(
        self,
        bot: Bot,
        reception: Reception,
        *,
        wait: timedelta = timedelta(seconds=25),
        first_pause: timedelta = FIRST_PAUSE,
    ) -> None:
        self._bot = bot
        self._reception = reception
        self._wait = int(wait.total_seconds())
        self._first_pause = first_pause
        self._offset: int | None = None

    async def run(self, stop: asyncio.Event) -> None:
        """Return soon after `stop` is set, with the batch in hand taken. Raise TokenRefused."""
        pause = self._first_pause
        while not stop.is_set():
            hint = await self._round(stop)
            if hint is None:
                pause = self._first_pause
                continue
            await _sleep(max(pause, hint), stop)
            pause = min(pause * 2, self.LONGEST_PAUSE)

    async def _round(self, stop: asyncio.Event) -> timedelta | None:
        """Ask once and take what comes. None: all is well; else wait at least so long."""
        try:
            batch = await self._ask(stop)
        # 404 is what Telegram answers to a token that has not even the form of one.
        except (TelegramUnauthorizedError, TelegramNotFound):
            raise TokenRefused from None
        except TelegramRetryAfter as error:
            return timedelta(seconds=error.retry_after)
        except TelegramConflictError:
            log.error(  # noqa: TRY400 - the traceback says nothing that the hint does not
                "telegram_polling_conflict",
                hint="another process polls with this token, or a webhook is set: stop it",
            )
            return timedelta(0)
        except AiogramError as error:
            # The type alone: a message of the network layer may carry the URL, and that the token.
            log.warning("telegram_unreachable", error=type(error).__name__)
            return timedelta(0)
        return None if await self._take(batch) else timedelta(0)

    async def _ask(self, stop: asyncio.Event) -> Sequence[dict[str, Any]]:
        question = RawUpdates(
            offset=self._offset,
            limit=MAX_BATCH,
            timeout=self._wait,
            allowed_updates=list(ALLOWED_UPDATES),
        )
        asking = asyncio.ensure_future(self._bot(question, request_timeout=self._wait + 10))
        stopping = asyncio.ensure_future(stop.wait())
        try:
            await asyncio.wait({asking, stopping}, return_when=asyncio.FIRST_COMPLETED)
            return asking.result() if asking.done() else ()
        finally:
            asking.cancel()
            stopping.cancel()
            await asyncio.gather(asking, stopping, return_exceptions=True)

    async def _take(self, batch: Sequence[dict[str, Any]]) -> bool:
        """Take all at once: the turn orders what is one person's. False: ask for all again."""
        if not batch:
            return True
        outcomes = await asyncio.gather(
            *(self._reception.admit(json.dumps(update).encode()) for update in batch),
            return_exceptions=True,
        )
        kept = True
        for update, outcome in zip(batch, outcomes, strict=True):
            if outcome is None:
                continue
            log.warning(
                "telegram_update_not_taken",
                update_id=update.get("update_id"),
                error=type(outcome).__name__,
            )
            # What nobody can read would come back for ever; all else must come back.
            kept = kept and isinstance(outcome, NotAnUpdate)
        ids = [number for update in batch if isinstance(number := update.get("update_id"), int)]
        if kept and ids:
            self._offset = max(ids) + 1
        return kept and bool(ids)


async def _sleep(pause: timedelta, stop: asyncio.Event) -> None:
    try:
        await asyncio.wait_for(stop.wait(), pause.total_seconds())
    except TimeoutError:
        return


def webhook(reception: Reception, secret: str, path: str = "/telegram/webhook") -> Route:
    """Make the route Telegram posts updates to: 200 means kept, 503 means "send it again".

    403 without the right secret, 413 over 1 MiB, 400 for what is no update, 500 for a bug
    (Telegram repeats that too).
    """
    if not secret:
        raise ValueError(
            "SERATUS_TELEGRAM_WEBHOOK_SECRET is empty: anybody could write in anybody's name",
        )
    expected = secret.encode()

    async def receive(request: Request) -> Response:
        given = request.headers.get(SECRET_HEADER, "")
        if not hmac.compare_digest(given.encode(), expected):
            return Response(status_code=403)
        try:
            body = await _body(request)
        except ClientDisconnect:
            return Response(status_code=400)
        return Response(status_code=413 if body is None else await _admitted(reception, body))

    return Route(path, receive, methods=["POST"], name="telegram_webhook")


async def _body(request: Request) -> bytes | None:
    """Read it whole, or give up at MAX_BODY_BYTES whatever the Content-Length said."""
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > MAX_BODY_BYTES:
            return None
    return bytes(body)


async def _admitted(reception: Reception, body: bytes) -> int:
    try:
        await reception.admit(body)
    except NotAnUpdate:
        return 400
    except DatabaseAway:
        return 503
    except Exception as error:  # noqa: BLE001 - the outermost frame: its message may hold a name
        log.error("telegram_update_not_taken", error=type(error).__name__)  # noqa: TRY400
        return 500
    return 200


def receiving_bot(token: str, api_base: str | None = None) -> Bot:
    """Make aiogram's client; `str(bot.id)` is our account. Close it with `bot.session.close()`.

    Raise TokenRefused for what cannot be a token. `api_base` None means Telegram's own server.
    """
    server = PRODUCTION if api_base is None else TelegramAPIServer.from_base(api_base)
    try:
        return Bot(token, session=AiohttpSession(api=server))
    except TokenValidationError:
        raise TokenRefused from None


async def set_webhook(bot: Bot, url: str, secret: str) -> None:
    """Have updates posted to `url`. `secret`: 1 to 256 of A-Z a-z 0-9 _ -. Raise TokenRefused."""
    try:
        await bot.set_webhook(
            url,
            secret_token=secret,
            allowed_updates=list(ALLOWED_UPDATES),
            max_connections=MAX_CONNECTIONS,
        )
    except (TelegramUnauthorizedError, TelegramNotFound):
        raise TokenRefused from None


async def delete_webhook(bot: Bot) -> None:
    """Make polling possible; what waits at Telegram keeps waiting. Raise TokenRefused."""
    try:
        await bot.delete_webhook(drop_pending_updates=False)
    except (TelegramUnauthorizedError, TelegramNotFound):
        raise TokenRefused from None
