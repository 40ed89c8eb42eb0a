"""Telegram, the way out: rendered messages leave through python-telegram-bot.

Plain text always: no parse_mode, so nothing that a person typed can become markup. The rate
limiter lets 30 messages a second out of this process and tries nothing twice (`max_retries=0`):
retries, and how long to wait for them, belong to the outbox, which reads it off DeliveryError.
"""

import asyncio
import contextlib
import logging
import os
from collections.abc import Iterator, Mapping, Sequence
from datetime import timedelta
from typing import TypeAlias

import httpx
import structlog
from telegram import (
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    KeyboardButton,
    LinkPreviewOptions,
    ReplyKeyboardMarkup,
    ReplyKeyboardRemove,
)
from telegram.constants import MessageLimit
from telegram.error import (
    BadRequest,
    ChatMigrated,
    Conflict,
    Forbidden,
    InvalidToken,
    RetryAfter,
    TelegramError,
)
from telegram.ext import AIORateLimiter, ExtBot
from typing_extensions import override

from bot.ports import Button, DeliveryError, Message, Sender
from bot.telegram.taken import UNKNOWN_ID, Request
from bot.tls import trusted
from bot.trouble import Trouble
from conversations.messages import Address

log: structlog.stdlib.BoundLogger = structlog.get_logger()

Keyboard: TypeAlias = InlineKeyboardMarkup | ReplyKeyboardMarkup | ReplyKeyboardRemove

PUBLIC_API = "https://api.telegram.org"

# Two in a row stay readable on a 360-pixel screen up to here; longer labels are cut with "...".
_SHORT_LABEL = 16
# More than this is a list to be read, and a list is read downwards.
_PAIRED_BUTTONS = 4

_SOON = timedelta(0)  # it was not about the message: the outbox knows how soon
_TOKEN_HINT = "copy SERATUS_TELEGRAM_TOKEN again, or get a new one, from @BotFather"  # noqa: S105
_CALLBACK_PAUSES = (timedelta(seconds=0.5), timedelta(seconds=2))

# Telegram has said no. To the library BadRequest is a NetworkError; to us it is an answer.
_REFUSALS = (BadRequest, ChatMigrated, Forbidden)  # and will say it again
_ANSWERS = (*_REFUSALS, Conflict, InvalidToken, RetryAfter)

# Telegram has one code, 400, for all it will not do; only the description tells this one apart.
_UNCHANGED = "message is not modified"
# And these: nothing reaches that chat, whatever the message.
_NOBODY_THERE = ("chat not found", "peer_id_invalid", "user is deactivated", "not enough rights")

# They put the token (httpx: the URL), the texts (telegram: every parameter at DEBUG; BaseRequest:
# the whole body of an unreadable answer) or a traceback a 429 (the limiter) into the log.
_TALKATIVE = {
    "httpx": logging.WARNING,
    "httpcore": logging.WARNING,
    "telegram": logging.WARNING,
    "telegram.request.BaseRequest": logging.CRITICAL,
    "telegram.ext.AIORateLimiter": logging.CRITICAL,
}


class TelegramSender(Sender):
    """Build, `start`, use, `stop`. `api_base` None means Telegram's own server.

    `timeout` is for each step of a request (connect, write, read). A message that timed out may
    have arrived: what is sent again may be seen twice. `transport` None means the network.
    """

    def __init__(
        self,
        token: str,
        api_base: str | None = None,
        *,
        timeout: timedelta = timedelta(seconds=10),
        transport: httpx.AsyncBaseTransport | None = None,
    ) -> None:
        for name, level in _TALKATIVE.items():
            logging.getLogger(name).setLevel(level)
        # Read by the library at every use; without it each RetryAfter warns of its own future.
        os.environ.setdefault("PTB_TIMEDELTA", "1")
        seconds = timeout.total_seconds()
        self._request = Request(
            connect_timeout=seconds,
            read_timeout=seconds,
            write_timeout=seconds,
            pool_timeout=seconds,
            httpx_kwargs={"verify": trusted(), "transport": transport},
        )
        self._bot = ExtBot(
            token,
            base_url=f"{(api_base or PUBLIC_API).rstrip('/')}/bot",
            request=self._request,
            get_updates_request=self._request,  # never used, but the library makes one for it
            rate_limiter=AIORateLimiter(max_retries=0),
        )
        self._refused = Trouble(
            log, "telegram_token_refused", "telegram_token_taken", level=logging.ERROR
        )

    async def start(self) -> None:
        """Ask nothing of Telegram, as the library would: one that hangs holds nobody up."""
        await self._request.initialize()

    async def stop(self) -> None:
        await self._request.shutdown()

    async def username(self) -> str:
        """Return the bot's name without the @, for t.me links. Raise DeliveryError."""
        with self._asked():
            return (await self._bot.get_me()).username or ""

    @override
    async def send(self, to: Address, message: Message) -> str | None:
        """Return the id of the last part, which carries the buttons."""
        if message.before:
            await self._send(int(to.id), _parts(message.before), ())
        return await self._send(int(to.id), _parts(message.text), message.buttons)

    @override
    async def edit(self, to: Address, remote_id: str, message: Message) -> str | None:
        """Send a new message where Telegram refuses to change the old one, for whatever reason."""
        chat_id = int(to.id)
        first, *rest = _parts(message.text)
        with self._asked():
            try:
                await self._bot.edit_message_text(
                    first,
                    chat_id=chat_id,
                    message_id=int(remote_id),
                    # None takes the old keyboard away.
                    reply_markup=_inline(message.buttons)
                    if message.buttons and not rest
                    else None,
                    link_preview_options=LinkPreviewOptions(is_disabled=True),
                )
            except _REFUSALS as error:
                if _UNCHANGED not in error.message.lower():
                    log.info("telegram_edit_refused", error=type(error).__name__)
                    return await self.send(to, message)
        return await self._send(chat_id, rest, message.buttons) if rest else remote_id

    async def _send(
        self, chat_id: int, parts: Sequence[str], buttons: tuple[Button, ...]
    ) -> str | None:
        remote_id = UNKNOWN_ID
        with self._asked():
            for number, part in enumerate(parts, start=1):
                sent = await self._bot.send_message(
                    chat_id,
                    part,
                    reply_markup=_keyboard(buttons) if number == len(parts) else None,
                    # A preview costs a phone its data, and shows strangers' pages on a card.
                    link_preview_options=LinkPreviewOptions(is_disabled=True),
                )
                remote_id = sent.message_id
        return None if remote_id == UNKNOWN_ID else str(remote_id)

    async def answer_callback(
        self, callback_id: str, pauses: Sequence[timedelta] = _CALLBACK_PAUSES
    ) -> None:
        """Stop the button's spinner, if Telegram still cares (some minutes) and can be reached.

        `pauses`: before each further try, where the network failed.
        """
        for pause in (*pauses, None):
            try:
                await self._bot.answer_callback_query(callback_id)
            except TelegramError as error:
                if pause is not None and not isinstance(error, _ANSWERS):
                    await asyncio.sleep(pause.total_seconds())
                    continue
                log.info("telegram_callback_unanswered", error=type(error).__name__)
            return

    async def leave_group(self, chat_id: int, text: str) -> None:
        """Say one line, where the bot may speak, and go; both best effort."""
        try:
            await self._bot.send_message(chat_id, text)
        except TelegramError as error:
            log.info("telegram_group_unheard", error=type(error).__name__)
        try:
            await self._bot.leave_chat(chat_id)
        except TelegramError as error:
            log.warning("telegram_group_not_left", error=type(error).__name__)

    async def set_commands(
        self,
        commands: Mapping[str, Mapping[str, str]],
        default: str = "id",
    ) -> None:
        """Put the menus up: {language: {command without slash: description}}. Raise DeliveryError.

        `default` is the language of those whose own is not among them.
        """
        with self._asked():
            await self._bot.set_my_commands(tuple(commands[default].items()))
            for language, menu in commands.items():
                await self._bot.set_my_commands(tuple(menu.items()), language_code=language)

    @contextlib.contextmanager
    def _asked(self) -> Iterator[None]:
        """Hear what came of asking Telegram, and raise DeliveryError."""
        try:
            yield
        except TelegramError as error:
            if isinstance(error, InvalidToken):
                self._refused.lasts(hint=_TOKEN_HINT)
            elif isinstance(error, _ANSWERS):
                self._refused.over()
            raise _delivery_error(error) from None
        self._refused.over()


def _parts(text: str) -> list[str]:
    """Cut at line ends, else at spaces, else anywhere; at least one part.

    The limit is counted in UTF-16 units, the strictest way Telegram might count.
    """
    parts: list[str] = []
    while len(text) > MessageLimit.MAX_TEXT_LENGTH // 2:
        units = text.encode("utf-16-le", "surrogatepass")
        if len(units) <= 2 * MessageLimit.MAX_TEXT_LENGTH:
            break
        # "ignore" drops the half of a pair that the cut may leave behind.
        window = units[: 2 * MessageLimit.MAX_TEXT_LENGTH].decode("utf-16-le", "ignore")
        end = max(window.rfind("\n"), 0) or max(window.rfind(" "), 0) or len(window)
        parts.append(window[:end])
        text = text[end:].lstrip("\n")
    # Telegram refuses a message of blanks, and one refused part would refuse them all.
    return [part for part in (*parts, text) if part.strip()] or [text]


def _keyboard(buttons: tuple[Button, ...]) -> Keyboard:
    if not buttons:
        return ReplyKeyboardRemove()
    if any(button.asks_contact for button in buttons):
        # Only a reply keyboard can ask for a number; its other buttons come back as typed words.
        return ReplyKeyboardMarkup(
            [[KeyboardButton(b.label, request_contact=b.asks_contact)] for b in buttons],
            one_time_keyboard=True,
            resize_keyboard=True,
        )
    return _inline(buttons)


def _inline(buttons: tuple[Button, ...]) -> InlineKeyboardMarkup:
    keys = [InlineKeyboardButton(button.label, callback_data=button.token) for button in buttons]
    short = all(len(button.label) <= _SHORT_LABEL for button in buttons)
    columns = 2 if short and len(keys) <= _PAIRED_BUTTONS else 1
    return InlineKeyboardMarkup([keys[i : i + columns] for i in range(0, len(keys), columns)])


def _delivery_error(error: TelegramError) -> DeliveryError:
    """Say when to try again; the reason is the class alone, a description may quote texts."""
    reason = type(error).__name__
    match error:
        case RetryAfter(retry_after=timedelta() as pause):
            return DeliveryError(reason, pause)
        case RetryAfter(retry_after=int(seconds)):  # somebody set PTB_TIMEDELTA=0
            return DeliveryError(reason, timedelta(seconds=seconds))
        case BadRequest():
            nobody = any(words in error.message.lower() for words in _NOBODY_THERE)
            return DeliveryError(reason, None, refused=not nobody)
        case ChatMigrated() | Forbidden():
            return DeliveryError(reason, None)
        case InvalidToken():
            return DeliveryError(reason, _SOON, unreached=True)
        case _:
            return DeliveryError(reason, _SOON, unreached=True)
