"""Links by which people come to us: into Telegram, into WhatsApp."""

from datetime import timedelta

from bot.ports import DeliveryError
from bot.settings import Settings
from bot.traits import link
from conversations.messages import Channel
from conversations.record import record

_PATIENCE = timedelta(seconds=5)  # for each step of asking: somebody waits at a terminal


@record
class Link:
    """A link; `todo` says what must be done with it first, "" if nothing."""

    url: str
    todo: str = ""


async def telegram_link(settings: Settings, payload: str) -> Link | None:
    """Return the t.me link that opens the bot with a payload; None if Telegram is not set up."""
    from bot.telegram.send import TelegramSender  # noqa: PLC0415 - slow to import

    if not settings.telegram_token:
        return None
    sender = TelegramSender(settings.telegram_token, settings.telegram_api_base, timeout=_PATIENCE)
    await sender.start()
    name, todo = "NAMA_BOT", ""
    try:
        name = await sender.username()
    except DeliveryError as error:
        todo = f"Telegram does not tell the bot's name ({error.reason}): put it for {name}."
    await sender.stop()
    return Link(link(Channel.TELEGRAM, name, payload), todo)


async def whatsapp_link(settings: Settings, payload: str) -> Link | None:
    """Return the wa.me link that says a payload in words; None if WhatsApp is not set up."""
    from bot.whatsapp.send import WhatsAppSender  # noqa: PLC0415 - slow to import

    if not (settings.whatsapp_token and settings.whatsapp_phone_id):
        return None
    sender = WhatsAppSender(
        settings.whatsapp_token,
        settings.whatsapp_phone_id,
        api_base=settings.whatsapp_api_base,
        timeout=_PATIENCE,
    )
    await sender.start()
    number, todo = "NOMOR", ""
    try:
        number = await sender.display_number()
    except DeliveryError as error:
        todo = f"WhatsApp does not tell the number ({error.reason}): put it for {number}."
    await sender.stop()
    return Link(link(Channel.WHATSAPP, number, payload), todo)
