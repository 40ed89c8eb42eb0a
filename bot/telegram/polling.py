"""Telegram by polling: our own short loop over raw updates, the offset moved after the commits."""

import asyncio
import json
import logging
from collections.abc import Sequence
from datetime import timedelta
from typing import Any, ClassVar

import structlog

from bot.patience import FIRST_PAUSE, LONGEST_PAUSE, unless
from bot.ports import DatabaseAway, TokenRefused
from bot.telegram.library import (
    AiogramError,
    Bot,
    TelegramConflictError,
    TelegramMethod,
    TelegramNotFound,
    TelegramRetryAfter,
    TelegramUnauthorizedError,
)
from bot.telegram.receive import NotAnUpdate
from bot.telegram.reception import ALLOWED_UPDATES, Reception
from bot.trouble import Trouble

log: structlog.stdlib.BoundLogger = structlog.get_logger()

MAX_BATCH = 100  # Bot API, getUpdates: 1-100
PATIENCE = 10  # seconds for an answer, beside what a question may stay open


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
        self._webhook_gone = False
        self._away = Trouble(log, "telegram_unreachable", "telegram_back")
        self._conflict = Trouble(
            log, "telegram_polling_conflict", "telegram_polls_again", level=logging.ERROR
        )

    async def run(self, stop: asyncio.Event) -> None:
        """Return soon after `stop` is set, with the batch in hand taken. Raise TokenRefused."""
        pause = self._first_pause
        while not stop.is_set():
            hint = await self._round(stop)
            if hint is None:
                pause = self._first_pause
                continue
            await _sleep(max(pause, hint), stop)
            pause = min(pause * 2, LONGEST_PAUSE)

    async def _round(self, stop: asyncio.Event) -> timedelta | None:
        """Ask once and take what comes. None: all is well; else wait at least so long."""
        try:
            batch = await unless(stop, self._ask()) or ()
        # 404 is what Telegram answers to a token that has not even the form of one.
        except (TelegramUnauthorizedError, TelegramNotFound):
            raise TokenRefused from None
        except TelegramRetryAfter as error:
            self._away.over()
            return timedelta(seconds=error.retry_after)
        except TelegramConflictError:
            self._away.over()
            self._conflict.lasts(
                hint="another process polls with this token, or a webhook is set: stop it"
            )
            return timedelta(0)
        except AiogramError as error:
            # The type alone: a message of the network layer may carry the URL with the token.
            self._away.lasts(error=type(error).__name__)
            return timedelta(0)
        self._away.over()
        self._conflict.over()
        return None if await self._take(batch) else timedelta(0)

    async def _ask(self) -> Sequence[dict[str, Any]]:
        if not self._webhook_gone:  # while one is set, Telegram answers no question
            await delete_webhook(self._bot)
            self._webhook_gone = True
        question = RawUpdates(
            offset=self._offset,
            limit=MAX_BATCH,
            timeout=self._wait,
            allowed_updates=list(ALLOWED_UPDATES),
        )
        return await self._bot(question, request_timeout=self._wait + PATIENCE)

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
            if isinstance(outcome, DatabaseAway):  # told by the app, for all
                kept = False
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


async def delete_webhook(bot: Bot) -> None:
    """Make polling possible; what waits at Telegram keeps waiting. Raise TokenRefused."""
    try:
        await bot.delete_webhook(drop_pending_updates=False, request_timeout=PATIENCE)
    except (TelegramUnauthorizedError, TelegramNotFound):
        raise TokenRefused from None
