"""WhatsApp by webhook: 200 only after the commit, 503 while the database is away."""

import hmac

from starlette.requests import ClientDisconnect, Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from bot.serving.web import read_body, status_of
from bot.whatsapp.receive import NotAPayload
from bot.whatsapp.reception import Reception

SIGNATURE_HEADER = "X-Hub-Signature-256"
MAX_BODY_BYTES = 3 << 20  # Cloud API, webhooks: "payloads can be up to 3 MB"


def webhook(
    reception: Reception, app_secret: str, verify_token: str, path: str = "/whatsapp/webhook"
) -> Route:
    """Make the route Meta posts payloads to: 200 means kept, 503 means "send it again".

    GET: once, in the app's settings, Meta asks for `verify_token` (200 with its challenge, or
    403). POST: 403 without a signature by `app_secret`, 413 over 3 MiB, 400 for what is no
    payload, 500 for a bug (Meta repeats all but 200, for days).
    """
    if not app_secret:
        raise ValueError(
            "SERATUS_WHATSAPP_APP_SECRET is empty: anybody could write in anybody's name; copy "
            "it from the app's settings (Basic) at developers.facebook.com",
        )
    if not verify_token:
        raise ValueError(
            "SERATUS_WHATSAPP_VERIFY_TOKEN is empty: make one with 'openssl rand -hex 16', and "
            "type the same into the webhook's settings at developers.facebook.com",
        )

    async def receive(request: Request) -> Response:
        if request.method != "POST":
            return _verified(request, verify_token)
        return Response(status_code=await _posted(request, reception, app_secret.encode()))

    return Route(path, receive, methods=["GET", "POST"], name="whatsapp_webhook")


def _verified(request: Request, verify_token: str) -> Response:
    asked = request.query_params
    given = asked.get("hub.verify_token", "").encode()
    right = hmac.compare_digest(given, verify_token.encode())
    if not right or asked.get("hub.mode") != "subscribe":
        return Response(status_code=403)
    return PlainTextResponse(asked.get("hub.challenge", ""))


async def _posted(request: Request, reception: Reception, secret: bytes) -> int:
    try:
        body = await read_body(request, MAX_BODY_BYTES)
    except ClientDisconnect:
        return 400
    if body is None:
        return 413
    given = request.headers.get(SIGNATURE_HEADER, "")
    expected = f"sha256={hmac.new(secret, body, 'sha256').hexdigest()}"
    if not hmac.compare_digest(given.encode(), expected.encode()):
        return 403
    return await status_of(reception.admit(body), NotAPayload, "whatsapp")
