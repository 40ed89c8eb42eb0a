"""The web server: webhooks, and two answers for whoever watches over the process."""

from collections.abc import Sequence

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from storage.database import Storage


def web(storage: Storage, routes: Sequence[Route]) -> Starlette:
    """/healthz: the process lives. /readyz: it can take messages, or 503."""

    async def health(_: Request) -> Response:
        return PlainTextResponse("ok")

    async def readiness(_: Request) -> Response:
        ready = await storage.ready()
        return PlainTextResponse("ready" if ready else "database away", 200 if ready else 503)

    return Starlette(routes=[Route("/healthz", health), Route("/readyz", readiness), *routes])


async def read_body(request: Request, limit: int) -> bytes | None:
    """Read it whole, or None beyond `limit` bytes whatever the Content-Length said.

    Raise ClientDisconnect.
    """
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > limit:
            return None
    return bytes(body)
