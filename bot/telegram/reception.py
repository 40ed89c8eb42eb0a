"""Telegram's reception: updates are taken in, one at a time, however they came.

    getUpdates ── Polling ──┐
                            ├─► Reception.admit ─► incoming (pure) ─► take ─► after the commit:
    POST ─────── webhook ───┘                                         the spinner, leaving a group

The one rule of all of them: Telegram hears "taken" (a moved offset, a 200) only after `take` has
come back. What is refused, twice delivered or never understood must not hold up what is behind it,
so every update is read alone and aiogram's Dispatcher and `start_polling` are not used.
"""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import TypeVar

from bot.patience import COURTESY, best_effort, dropped
from bot.ports import Clock, Take, TokenRefused
from bot.telegram.library import (
    PRODUCTION,
    AiohttpSession,
    Bot,
    TelegramAPIServer,
    TokenValidationError,
)
from bot.telegram.receive import GroupChat, Received, incoming
from conversations.messages import Channel

ALLOWED_UPDATES = ("message", "edited_message", "callback_query", "my_chat_member")

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

    async def settle(self, patience: timedelta = COURTESY) -> None:
        """Let the courtesies on the way finish, and drop those that take longer."""
        tasks = set(self._courtesies.values())
        if tasks:
            _, late = await asyncio.wait(tasks, timeout=patience.total_seconds())
            await dropped(*late)

    def _later(self, name: str, courtesy: Callable[[_Whom], Awaitable[None]], whom: _Whom) -> None:
        if name not in self._courtesies:
            task = asyncio.create_task(best_effort(courtesy(whom), Channel.TELEGRAM.value))
            self._courtesies[name] = task
            task.add_done_callback(lambda _: self._courtesies.pop(name, None))


def receiving_bot(token: str, api_base: str | None = None) -> Bot:
    """Make aiogram's client; `str(bot.id)` is our account. Close it with `bot.session.close()`.

    Raise TokenRefused for what cannot be a token. `api_base` None means Telegram's own server.
    """
    server = PRODUCTION if api_base is None else TelegramAPIServer.from_base(api_base)
    try:
        return Bot(token, session=AiohttpSession(api=server))
    except TokenValidationError:
        raise TokenRefused from None
