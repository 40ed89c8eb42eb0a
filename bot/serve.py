"""`seratus serve`: Telegram in and out, and the web server, until SIGTERM or Ctrl-C.

At the end the web server stops first, then polling with the batch in hand, then delivery with what
is on its way: nothing is left half done.
"""

import asyncio
import contextlib
import signal
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass

import structlog
import uvicorn
from aiogram import Bot
from aiogram.exceptions import AiogramError
from starlette.routing import Route
from typing_extensions import override

from bot.app import App, opened
from bot.delivery import Delivery
from bot.ports import DeliveryError
from bot.settings import Settings, SettingsError
from bot.telegram.polling import Polling
from bot.telegram.reception import Reception, receiving_bot
from bot.telegram.send import TelegramSender
from bot.telegram.webhook import set_webhook, webhook
from bot.turns import Turns
from bot.upkeep import hold_still, keep_up
from bot.web import web
from conversations.messages import Channel, Text
from locales.catalog import FIRST_LANGUAGE

log: structlog.stdlib.BoundLogger = structlog.get_logger()

WEBHOOK_PATH = "/telegram/webhook"
MENU = ("daftar", "status", "kembali", "ubah", "batal", "bantuan", "bahasa", "antrean")


async def serve(settings: Settings, url: str) -> None:
    """Serve until a signal; raise SettingsError or TokenRefused before anything is taken."""
    async with opened(settings, url) as app:
        stop = asyncio.Event()
        async with contextlib.AsyncExitStack() as running:
            routes = []
            if settings.telegram_token:
                routes = await running.enter_async_context(_telegram(app, stop))
            else:
                log.warning("telegram_off", todo="set SERATUS_TELEGRAM_TOKEN")
            hold_still()
            keeping = asyncio.create_task(keep_up(app))
            try:
                await _listen(app, routes, stop)
            finally:
                keeping.cancel()
                stop.set()


class _Server(uvicorn.Server):
    """Leaves signals to us: its own way ends the process before the last messages are recorded."""

    @override
    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield

    def end(self) -> None:
        self.should_exit = True


async def _listen(app: App, routes: list[Route], stop: asyncio.Event) -> None:
    """Serve the web until a signal, or until `stop` says that a channel has ended."""
    config = uvicorn.Config(
        web(app.storage, routes),
        host=app.settings.host,
        port=app.settings.port,
        log_config=None,
        access_log=False,
        server_header=False,
    )
    server = _Server(config)
    for ending in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(ending, server.end)
    stopped = asyncio.create_task(stop.wait())
    stopped.add_done_callback(lambda _: server.end())
    try:
        await server.serve()
    finally:
        stopped.cancel()


@dataclass(frozen=True, slots=True)
class _Telegram:
    """The parts of the channel, both halves."""

    bot: Bot
    sender: TelegramSender
    delivery: Delivery
    turns: Turns
    reception: Reception

    @classmethod
    def build(cls, app: App) -> "_Telegram":
        token = app.settings.telegram_token or ""
        bot = receiving_bot(token, app.settings.telegram_api_base)
        sender = TelegramSender(token, app.settings.telegram_api_base)
        delivery = app.delivery(sender, Channel.TELEGRAM, str(bot.id))
        turns = app.turns(delivery.wake)

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
        await self.reception.settle()
        await self.sender.stop()
        await self.bot.session.close()


@contextlib.asynccontextmanager
async def _telegram(app: App, stop: asyncio.Event) -> AsyncIterator[list[Route]]:
    """Run Telegram by webhook if there is a public URL, else by polling; give its routes."""
    parts = _Telegram.build(app)
    await parts.sender.start()
    await _put_up_menu(app, parts.sender)
    taken = asyncio.Event()  # all that came in is committed: delivery may end after it
    tasks = [asyncio.create_task(parts.delivery.run(taken))]
    try:
        if app.settings.public_url:
            yield [await _by_webhook(app, parts.bot, parts.reception)]
        else:
            tasks.append(asyncio.create_task(Polling(parts.bot, parts.reception).run(stop)))
            tasks[-1].add_done_callback(
                lambda _: stop.set()
            )  # it failed: the process ends with it
            yield []
    finally:
        stop.set()
        await asyncio.gather(*tasks[1:], return_exceptions=True)
        await parts.turns.finish()
        taken.set()
        parts.delivery.wake()
        ended = await asyncio.gather(*tasks, return_exceptions=True)
        await parts.close()
    for failure in ended:
        if isinstance(failure, BaseException):
            raise failure


async def _by_webhook(app: App, bot: Bot, reception: Reception) -> Route:
    settings = app.settings
    if not settings.telegram_webhook_secret:
        message = (
            "SERATUS_PUBLIC_URL is set but SERATUS_TELEGRAM_WEBHOOK_SECRET is not: without it "
            "anybody could post updates; make one with 'openssl rand -hex 32'"
        )
        raise SettingsError(message)
    route = webhook(reception, settings.telegram_webhook_secret, WEBHOOK_PATH)
    url = f"{settings.public_url}{WEBHOOK_PATH}"
    try:
        await set_webhook(bot, url, settings.telegram_webhook_secret)
    except AiogramError as error:
        message = f"Telegram did not take {url} ({type(error).__name__}): see SERATUS_PUBLIC_URL"
        raise SettingsError(message) from None
    return route


async def _put_up_menu(app: App, sender: TelegramSender) -> None:
    """Show the commands in Telegram's menu, in every language; without them the bot works too."""
    menus = {
        language: {name: app.catalog.say(language, Text(f"command.{name}")) for name in MENU}
        for language in app.catalog.languages
    }
    try:
        await sender.set_commands(menus, FIRST_LANGUAGE)
    except DeliveryError as error:
        log.warning("telegram_menu_not_set", reason=error.reason)


async def _group_line(app: App, sender: TelegramSender) -> str:
    try:
        link = f"t.me/{await sender.username()}"
    except DeliveryError:
        link = "Telegram"
    return app.catalog.say(FIRST_LANGUAGE, Text("group.leave", {"link": link}))
