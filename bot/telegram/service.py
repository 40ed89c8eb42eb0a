"""Telegram put together: both halves of the channel, run while the bot serves.

At the end polling stops with the batch in hand, then delivery with what is on its way.
"""

import asyncio
import contextlib
from collections.abc import AsyncIterator
from datetime import timedelta

import structlog
from starlette.routing import Route

from bot.app import App, delivering
from bot.patience import COURTESY, best_effort, ended, until
from bot.ports import DeliveryError
from bot.sending.delivery import Delivery
from bot.settings import SettingsError, without_userinfo
from bot.telegram.library import (
    AiogramError,
    Bot,
    ClientDecodeError,
    TelegramNetworkError,
    TelegramRetryAfter,
    TelegramServerError,
)
from bot.telegram.menu import MENU
from bot.telegram.needs import unmet
from bot.telegram.polling import Polling
from bot.telegram.reception import Reception, receiving_bot
from bot.telegram.send import TelegramSender
from bot.telegram.webhook import set_webhook, webhook
from bot.trouble import Trouble
from bot.turns.holding import letting_in
from bot.turns.queue import Turns
from conversations.messages import Channel, Text
from conversations.record import record
from locales.catalog import FIRST_LANGUAGE

log: structlog.stdlib.BoundLogger = structlog.get_logger()

WEBHOOK_PATH = "/telegram/webhook"
BATCH_PATIENCE = timedelta(seconds=1)  # at the end; what is not taken then stays with Telegram
# Nothing is wrong with what was asked. ClientDecodeError: what answers is not Telegram.
_AWAY = (ClientDecodeError, TelegramNetworkError, TelegramRetryAfter, TelegramServerError)


@record
class _Parts:
    """The parts of the channel, both halves."""

    bot: Bot
    sender: TelegramSender
    delivery: Delivery
    turns: Turns
    reception: Reception

    @classmethod
    def build(cls, app: App) -> "_Parts":
        token = app.settings.telegram_token or ""
        bot = receiving_bot(token, app.settings.telegram_api_base)
        sender = TelegramSender(token, app.settings.telegram_api_base)
        delivery = app.delivery(sender, Channel.TELEGRAM, str(bot.id))
        turns = app.turns(delivery)

        async def leave(chat_id: int) -> None:
            await sender.leave_group(chat_id, await _group_line(app, sender))

        reception = Reception(
            str(bot.id),
            turns.take,
            app.clock,
            answer_callback=sender.answer_callback,
            leave=leave,
        )
        return cls(bot, sender, delivery, turns, reception)

    async def close(self) -> None:
        try:
            await self.sender.stop()
        finally:
            await self.bot.session.close()


@contextlib.asynccontextmanager
async def telegram(app: App, stop: asyncio.Event) -> AsyncIterator[list[Route]]:
    """Run Telegram by webhook if there is a public URL, else by polling; give its routes.

    Raise SettingsError: no webhook is without a secret.
    """
    for problem in unmet(app.settings):
        raise SettingsError(problem)
    parts = _Parts.build(app)
    await parts.sender.start()
    greeting = asyncio.create_task(best_effort(_greet(app, parts.sender), Channel.TELEGRAM.value))
    try:
        async with (
            delivering(parts.delivery, parts.turns),
            letting_in(app.storage, parts.turns.take, Channel.TELEGRAM, str(parts.bot.id)),
            _receiving(app, parts, stop) as routes,
        ):
            yield routes
    finally:
        try:
            await asyncio.gather(ended(greeting, COURTESY), parts.reception.settle())
        finally:
            await parts.close()


@contextlib.asynccontextmanager
async def _receiving(app: App, parts: _Parts, stop: asyncio.Event) -> AsyncIterator[list[Route]]:
    """Receive meanwhile; whatever ended the polling is raised at the end."""
    if app.settings.public_url:
        async with _by_webhook(app, parts, stop) as route:
            yield [route]
        return
    polling = asyncio.create_task(Polling(parts.bot, parts.reception).run(stop))
    polling.add_done_callback(lambda _: stop.set())  # it failed: the process ends with it
    try:
        yield []
    finally:
        stop.set()
        await ended(polling, BATCH_PATIENCE)


@contextlib.asynccontextmanager
async def _by_webhook(app: App, parts: _Parts, stop: asyncio.Event) -> AsyncIterator[Route]:
    """Give the route; while Telegram is away it is told again and again, and the rest serves."""
    secret = app.settings.telegram_webhook_secret or ""
    url = f"{app.settings.public_url}{WEBHOOK_PATH}"
    trouble = Trouble(log, "telegram_webhook_waits", "telegram_webhook_set")
    telling = asyncio.create_task(until(lambda: _told(parts.bot, url, secret, trouble)))

    def told(task: "asyncio.Task[None]") -> None:
        if not task.cancelled() and task.exception():  # it was refused: the process ends with it
            stop.set()

    telling.add_done_callback(told)
    try:
        yield webhook(parts.reception, secret, WEBHOOK_PATH)
    finally:
        await ended(telling)


async def _told(bot: Bot, url: str, secret: str, trouble: Trouble) -> bool:
    """Tell Telegram where to post; False: it is away. Raise SettingsError or TokenRefused."""
    try:
        await set_webhook(bot, url, secret)
    except _AWAY as error:
        trouble.lasts(error=type(error).__name__)
        return False
    except AiogramError as error:
        shown, name = without_userinfo(url), type(error).__name__
        message = f"Telegram did not take {shown} ({name}): see SERATUS_PUBLIC_URL"
        raise SettingsError(message) from None
    trouble.over()
    return True


async def _greet(app: App, sender: TelegramSender) -> None:
    """Do what the bot works without, too; while Telegram is away, again and again."""
    await until(lambda: _opened_door(app, sender))
    await until(lambda: _put_up_menu(app, sender))


async def _opened_door(app: App, sender: TelegramSender) -> bool:
    """Remember the link to this bot, for those who go on here with what they began elsewhere."""
    try:
        name = await sender.username()
    except DeliveryError as error:
        return error.retry_after is None
    app.directory.is_called(Channel.TELEGRAM, name)
    return True


async def _put_up_menu(app: App, sender: TelegramSender) -> bool:
    """Show the commands in Telegram's menu, in every language."""
    menus = {
        language: {name: app.catalog.say(language, Text(f"command.{name}")) for name in MENU}
        for language in app.catalog.languages
    }
    try:
        await sender.set_commands(menus, FIRST_LANGUAGE)
    except DeliveryError as error:
        if error.retry_after is not None:
            return False
        log.warning("telegram_menu_not_set", reason=error.reason)
    return True


async def _group_line(app: App, sender: TelegramSender) -> str:
    try:
        link = f"t.me/{await sender.username()}"
    except DeliveryError:
        link = "Telegram"
    return app.catalog.say(FIRST_LANGUAGE, Text("group.leave", {"link": link}))
