"""WhatsApp put together: both halves of the channel, run while the bot serves."""

import asyncio
import contextlib
from collections.abc import AsyncIterator

import structlog
from starlette.routing import Route

from bot.app import App, delivering
from bot.patience import COURTESY, best_effort, ended, until
from bot.ports import DeliveryError
from bot.sending.receipts import Reports
from bot.settings import Settings, SettingsError
from bot.trouble import Trouble
from bot.turns.holding import letting_in
from bot.whatsapp.needs import unmet
from bot.whatsapp.reception import Reception
from bot.whatsapp.send import WhatsAppSender
from bot.whatsapp.webhook import webhook
from conversations.messages import Channel

log: structlog.stdlib.BoundLogger = structlog.get_logger()

WEBHOOK_PATH = "/whatsapp/webhook"


@contextlib.asynccontextmanager
async def whatsapp(app: App, _stop: asyncio.Event) -> AsyncIterator[list[Route]]:
    """Run WhatsApp and give its route. Raise SettingsError: it never runs unsigned."""
    settings = app.settings
    for problem in unmet(settings):
        raise SettingsError(problem)
    account = settings.whatsapp_phone_id or ""
    sender = _sender(settings, account)
    delivery = app.delivery(sender, Channel.WHATSAPP, account)
    turns, reports = app.turns(delivery), Reports(app.storage, delivery.wake)
    reception = Reception(account, turns.take, reports.take, app.clock)
    secret, verify = settings.whatsapp_app_secret or "", settings.whatsapp_verify_token or ""
    route = webhook(reception, secret, verify, WEBHOOK_PATH)
    await sender.start()
    trouble = Trouble(log, "whatsapp_unreachable", "whatsapp_back")
    door_open = until(lambda: _opened_door(app, sender, trouble))
    opening = asyncio.create_task(best_effort(door_open, Channel.WHATSAPP.value))
    try:
        async with (
            delivering(delivery, turns),
            letting_in(app.storage, turns.take, Channel.WHATSAPP, account),
        ):
            yield [route]
    finally:
        try:
            await ended(opening, COURTESY)
        finally:
            await sender.stop()


def _sender(settings: Settings, account: str) -> WhatsAppSender:
    return WhatsAppSender(
        settings.whatsapp_token or "",
        account,
        api_base=settings.whatsapp_api_base,
        flow_id=settings.whatsapp_flow_id,
    )


async def _opened_door(app: App, sender: WhatsAppSender, trouble: Trouble) -> bool:
    """Remember the link to this number, for those who go on here; False: WhatsApp is away."""
    try:
        number = await sender.display_number()
    except DeliveryError as error:
        if error.retry_after is None:
            log.warning("whatsapp_number_not_told", reason=error.reason)
            return True
        trouble.lasts(reason=error.reason)
        return False
    trouble.over()
    app.directory.is_called(Channel.WHATSAPP, number)
    return True
