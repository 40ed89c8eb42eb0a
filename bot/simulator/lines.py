"""What an account of ours has behind the phones: its turns, and what delivers for it."""

import contextlib
from collections.abc import AsyncIterator, Mapping

from bot.app import App, delivering
from bot.ports import Sender
from bot.sending.delivery import Delivery
from bot.simulator.phone import Platform
from bot.simulator.wire.graph_api import ACCOUNT
from bot.simulator.wire.send import telegram_sender, whatsapp_sender
from bot.simulator.world import World
from bot.telegram.send import TelegramSender
from bot.turns.holding import letting_in
from bot.turns.queue import Turns
from bot.whatsapp.send import WhatsAppSender
from conversations.messages import Channel
from conversations.record import record


@record
class Line:
    turns: Turns
    delivery: Delivery


@contextlib.asynccontextmanager
async def lines(app: App, world: World) -> AsyncIterator[Mapping[Platform, Line]]:
    """Send and take in on both platforms meanwhile."""
    senders: Mapping[Platform, TelegramSender | WhatsAppSender] = {
        Platform.TELEGRAM: telegram_sender(world.telegram),
        Platform.WHATSAPP: whatsapp_sender(world.whatsapp, ACCOUNT, app.settings.whatsapp_flow_id),
    }
    async with contextlib.AsyncExitStack() as running:
        for sender in senders.values():
            await sender.start()
            running.push_async_callback(sender.stop)
        yield {
            platform: await running.enter_async_context(_line(app, platform, sender))
            for platform, sender in senders.items()
        }


@contextlib.asynccontextmanager
async def _line(app: App, platform: Platform, sender: Sender) -> AsyncIterator[Line]:
    delivery = app.delivery(sender, Channel.SIMULATOR, platform.value)
    turns = app.turns(delivery)
    async with (
        delivering(delivery, turns),
        letting_in(app.storage, turns.take, Channel.SIMULATOR, platform.value),
    ):
        yield Line(turns, delivery)
