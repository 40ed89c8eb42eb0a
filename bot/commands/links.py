"""Links by which people come to us: into Telegram, into WhatsApp."""

import contextlib

from bot.ports import DeliveryError
from bot.settings import Settings
from bot.traits import link
from conversations.messages import Channel


async def telegram_link(settings: Settings, payload: str) -> str:
    """Return the t.me link that opens the bot with a payload; a pattern if no bot is known."""
    from bot.telegram.send import TelegramSender  # noqa: PLC0415 - slow to import

    name = "NAMA_BOT"
    if settings.telegram_token:
        sender = TelegramSender(settings.telegram_token, settings.telegram_api_base)
        await sender.start()
        with contextlib.suppress(DeliveryError):
            name = await sender.username()
        await sender.stop()
    return link(Channel.TELEGRAM, name, payload)


async def whatsapp_link(settings: Settings, payload: str) -> str | None:
    """Return the wa.me link that says a payload in words; None if WhatsApp is not set up."""
    from bot.whatsapp.send import WhatsAppSender  # noqa: PLC0415 - slow to import

    if not (settings.whatsapp_token and settings.whatsapp_phone_id):
        return None
    sender = WhatsAppSender(
        settings.whatsapp_token, settings.whatsapp_phone_id, api_base=settings.whatsapp_api_base
    )
    await sender.start()
    number = "NOMOR"
    with contextlib.suppress(DeliveryError):
        number = await sender.display_number()
    await sender.stop()
    return link(Channel.WHATSAPP, number, payload)
