"""The web server: webhooks, pages, and two answers for whoever watches over the process."""

import asyncio
import contextlib
from collections.abc import Awaitable, Sequence

import structlog
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp

from bot.ports import DatabaseAway
from storage.database import Storage

log: structlog.stdlib.BoundLogger = structlog.get_logger()


_PATIENCE = 3  # seconds: a database that hangs is away


def web(storage: Storage, routes: Sequence[Route], pages: ASGIApp | None = None) -> Starlette:
    """/healthz: the process lives. /readyz: it can take messages, or 503.

    `pages` answers whatever else is asked for.
    """

    async def health(_: Request) -> Response:
        return PlainTextResponse("ok")

    async def readiness(_: Request) -> Response:
        ready = False
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(_PATIENCE):
                ready = await storage.ready()
        return PlainTextResponse("ready" if ready else "database away", 200 if ready else 503)

    app = Starlette(routes=[Route("/healthz", health), Route("/readyz", readiness), *routes])
    if pages is not None:
        app.router.default = pages
    return app


async def read_body(request: Request, limit: int) -> bytes | None:
    """Read it whole, or None beyond `limit` bytes: at once if the Content-Length says so.

    Raise ClientDisconnect.
    """
    if int(request.headers.get("Content-Length", 0)) > limit:  # the parser took it for a number
        return None
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > limit:
            return None
    return bytes(body)


async def status_of(admitting: Awaitable[None], unreadable: type[Exception], channel: str) -> int:
    """Take a webhook's post in and return the status: 200 only if the platform may forget it.

    503: the database is away, send it again. 400: it is none of the platform's. 500: a bug.
    """
    try:
        await admitting
    except unreadable:
        return 400
    except DatabaseAway:
        return 503
    except Exception as error:  # noqa: BLE001 - the outermost frame: its message may hold a name
        log.error("webhook_not_taken", channel=channel, error=type(error).__name__)  # noqa: TRY400
        return 500
    return 200
