"""Seratus on WhatsApp: the payloads go through the webhook itself, signature and all.

Only the HTTP socket is missing, and Meta's reports on what was delivered.
"""

from typing import Any

from bench.comparison.seratus import Seratus
from bench.platforms.crowd import Admit
from bench.platforms.whatsapp_wire import WhatsAppWire
from bot.app import App
from bot.ports import Take
from bot.whatsapp.reception import Reception
from bot.whatsapp.webhook import webhook
from conversations.messages import Channel
from tests.platforms.whatsapp_phone import ACCOUNT as PHONE_ID
from tests.platforms.whatsapp_phone import APP_SECRET, signature


def _whatsapp(app: App, take: Take) -> Admit:
    async def no_reports(_: object) -> None:
        raise AssertionError("Meta reported, though nothing was sent")

    route = webhook(Reception(PHONE_ID, take, no_reports, app.clock), APP_SECRET, "verify").app

    async def admit(raw: bytes) -> None:
        """Post the payload, without a socket."""
        statuses = []
        headers = [
            (b"content-length", str(len(raw)).encode()),
            (b"x-hub-signature-256", signature(raw, APP_SECRET).encode()),
        ]
        scope = {"type": "http", "method": "POST", "path": "/", "headers": headers}

        async def receive() -> dict[str, Any]:
            return {"type": "http.request", "body": raw, "more_body": False}

        async def send(message: Any) -> None:  # noqa: ANN401 - ASGI's
            statuses.append(message.get("status"))

        await route(scope, receive, send)
        if statuses[0] != 200:  # noqa: PLR2004 - HTTP
            raise RuntimeError(f"the webhook answered {statuses[0]}")

    return admit


WHATSAPP = Seratus(Channel.WHATSAPP, PHONE_ID, WhatsAppWire, _whatsapp)
