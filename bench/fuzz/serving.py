"""The bot behind one webhook: all of it as it serves, but the sockets and who sends."""

import contextlib
from collections.abc import AsyncIterator, Callable, Sequence
from dataclasses import dataclass, replace
from tempfile import TemporaryDirectory

from starlette.routing import Route
from starlette.types import ASGIApp
from typing_extensions import override

from bench.fuzz.bodies import SECRET, Platform, Telegram
from bot.app import App, delivering, opened
from bot.commands import setup, terms
from bot.ports import Message, Sender
from bot.sending.receipts import Reports
from bot.serving.web import web
from bot.settings import Settings
from bot.telegram import reception as telegram_reception
from bot.telegram import webhook as telegram_webhook
from bot.turns.chats import Chats
from bot.turns.holding import letting_in
from bot.turns.queue import TakesGroups, Turns
from bot.whatsapp import reception as whatsapp_reception
from bot.whatsapp import webhook as whatsapp_webhook
from conversations.brain import Brain
from conversations.messages import Address, Channel, Incoming
from locales.catalog import Catalog, Words
from storage.migrate import migrate
from storage.sealing import Keys
from tests.dialogue.drivers import BENGKAYANG, programme
from tests.platforms.graph_server import PHONE_ID
from tests.platforms.telegram_server import ACCOUNT
from tests.platforms.whatsapp_phone import APP_SECRET, VERIFY_TOKEN

_PLACES = 20  # of a village: some wait

Parked = tuple[bytes, Exception]
"""What was parked, and over what."""


class Pocket(Sender):
    """Sends nothing; tells who was shown which message."""

    def __init__(self, shown: Callable[[Address, Message], None]) -> None:
        self._shown = shown
        self._count = 0

    @override
    async def send(self, to: Address, message: Message) -> str:
        self._shown(to, message)
        self._count += 1
        return str(self._count)

    @override
    async def edit(self, to: Address, remote_id: str, message: Message) -> str:
        return await self.send(to, message)


class Watched(TakesGroups):
    """A turn that remembers what was parked, and why."""

    def __init__(self, turn: TakesGroups) -> None:
        self._turn = turn
        self.parked: list[Parked] = []

    @override
    async def take(self, incoming: Sequence[Incoming]) -> None:
        await self._turn.take(incoming)

    @override
    async def park(self, incoming: Incoming, fault: Exception) -> None:
        self.parked.append((incoming.raw, fault))
        await self._turn.park(incoming, fault)


class Read(Catalog):
    """The words, which remember what they did not have."""

    def __init__(self, catalog: Catalog) -> None:
        super().__init__({language: catalog.keys(language) for language in catalog.languages})
        self.missed: list[str] = []

    @override
    def say(self, language: str, words: Words) -> str:
        try:
            return super().say(language, words)
        except LookupError:
            self.missed.append(words.key)
            raise


@dataclass(frozen=True, slots=True)
class Bot:
    url: str
    app: App
    asgi: ASGIApp
    turn: Watched
    words: Read


@contextlib.asynccontextmanager
async def served(
    platform: Platform,
    url: str,
    shown: Callable[[Address, Message], None],
    brain: Brain | None = None,
) -> AsyncIterator[Bot]:
    """Run the bot on a database of its own; tell `shown` what it would send."""
    await migrate(url)
    with TemporaryDirectory() as home:
        keys = {"SERATUS_KEYS": Keys.generate().dump(), "SERATUS_HOME": home}
        settings = Settings.read({"SERATUS_DATABASE_URL": url, **keys})
        async with opened(settings, url, brain=brain) as opened_app:
            words = Read(opened_app.catalog)
            app = replace(opened_app, catalog=words)
            await setup.load_villages(app.storage, [BENGKAYANG])
            assert await terms.open_programme(app.storage, programme(_PLACES)) is None
            await app.directory.read(app.storage)
            async with _behind(platform, app, Pocket(shown)) as (asgi, turn):
                yield Bot(url, app, asgi, turn, words)


@contextlib.asynccontextmanager
async def _behind(
    platform: Platform, app: App, sender: Sender
) -> AsyncIterator[tuple[ASGIApp, Watched]]:
    telegram = isinstance(platform, Telegram)
    channel = Channel.TELEGRAM if telegram else Channel.WHATSAPP
    account = ACCOUNT if telegram else PHONE_ID
    delivery, chats = app.delivery(sender, channel, account), Chats()
    turn = Watched(app.turn(delivery, chats))
    turns = Turns(turn, at_something=chats.at_something)
    if telegram:
        route = _telegram(turns, app, platform.path)
    else:
        route = _whatsapp(turns, Reports(app.storage, delivery.wake), app, platform.path)
    letting = letting_in(app.storage, turns.take, channel, account)
    async with delivering(delivery, turns), letting:
        yield web(app.storage, [route]), turn


def _telegram(turns: Turns, app: App, path: str) -> Route:
    read = telegram_reception.Reception(
        ACCOUNT, turns.take, app.clock, answer_callback=_nothing, leave=_nothing
    )
    return telegram_webhook.webhook(read, SECRET, path)


def _whatsapp(turns: Turns, reports: Reports, app: App, path: str) -> Route:
    read = whatsapp_reception.Reception(PHONE_ID, turns.take, reports.take, app.clock)
    return whatsapp_webhook.webhook(read, APP_SECRET, VERIFY_TOKEN, path)


async def _nothing(_whom: object) -> None:
    """Answer no tap, and leave no group."""
