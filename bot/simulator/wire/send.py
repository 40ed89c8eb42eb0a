"""The simulator, the way out: each platform's own sender, whose wire ends at the phones."""

import httpx

from bot.telegram.send import TelegramSender
from bot.whatsapp.send import WhatsAppSender

_TOKEN = "1:simulator"  # noqa: S105 - of nobody's: nothing leaves this process


def telegram_sender(far_end: httpx.AsyncBaseTransport) -> TelegramSender:
    return TelegramSender(_TOKEN, transport=far_end)


def whatsapp_sender(
    far_end: httpx.AsyncBaseTransport, account: str, form: str | None
) -> WhatsAppSender:
    """`form`: the id of the form that is on the phones, None if none is."""
    return WhatsAppSender(_TOKEN, account, flow_id=form, transport=far_end)
