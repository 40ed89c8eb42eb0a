"""Telegram by webhook: 200 only after the commit, 503 while the database is away."""

import hmac

from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response
from starlette.routing import Route

from bot.ports import TokenRefused
from bot.serving.web import read_body, status_of
from bot.telegram.library import Bot, TelegramNotFound, TelegramUnauthorizedError
from bot.telegram.receive import NotAnUpdate
from bot.telegram.reception import ALLOWED_UPDATES, Reception

MAX_CONNECTIONS = 100  # Bot API, setWebhook: 1-100
PATIENCE = 10  # seconds for Telegram's answer, before it is told again
SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"  # noqa: S105 - a header's name, Bot API setWebhook
# An update is a few KiB; a long text, quoted by another long text, stays well under 100.
MAX_BODY_BYTES = 1 << 20


def webhook(reception: Reception, secret: str, path: str = "/telegram/webhook") -> Route:
    """Make the route Telegram posts updates to: 200 means kept, 503 means "send it again".

    403 without the right secret, 413 over 1 MiB, 400 for what is no update, 500 for a bug
    (Telegram repeats that too).
    """
    if not secret:
        raise ValueError(
            "SERATUS_TELEGRAM_WEBHOOK_SECRET is empty: anybody could write in anybody's name",
        )
    expected = secret.encode()

    async def receive(request: Request) -> Response:
        given = request.headers.get(SECRET_HEADER, "")
        if not hmac.compare_digest(given.encode(), expected):
            return Response(status_code=403)
        try:
            body = await read_body(request, MAX_BODY_BYTES)
        except ClientDisconnect:
            return Response(status_code=400)
        return Response(
            status_code=413
            if body is None
            else await status_of(reception.admit(body), NotAnUpdate, "telegram")
        )

    return Route(path, receive, methods=["POST"], name="telegram_webhook")


async def set_webhook(bot: Bot, url: str, secret: str) -> None:
    """Have updates posted to `url`. `secret`: 1 to 256 of A-Z a-z 0-9 _ -. Raise TokenRefused."""
    try:
        await bot.set_webhook(
            url,
            secret_token=secret,
            allowed_updates=list(ALLOWED_UPDATES),
            max_connections=MAX_CONNECTIONS,
            request_timeout=PATIENCE,
        )
    except (TelegramUnauthorizedError, TelegramNotFound):
        raise TokenRefused from None
