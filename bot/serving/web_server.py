"""Listening: web servers that leave signals to us and come to an end within a bound."""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Iterator

import uvicorn
from starlette.types import ASGIApp
from typing_extensions import override

from bot.serving.doors import Door, HttpToolsDoor, Limits, door
from bot.serving.sockets import listen

# At the end, for requests in hand: a turn takes far less; who sends a body slowly must not hold
# up the process until it is killed with everything else.
_PATIENCE = 2  # seconds


class Server(uvicorn.Server):
    """Leaves signals to us: its own way ends the process before the last messages are recorded."""

    @override
    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield

    def end(self) -> None:
        self.should_exit = True


def server(
    app: ASGIApp,
    host: str,
    port: int,
    limits: Limits | None = None,
    parser: type[Door] = HttpToolsDoor,
) -> Server:
    limits = limits or Limits()
    config = uvicorn.Config(
        app,
        host=host,
        port=port,
        http=door(limits, parser),
        ws="none",  # a connection that is handed over is behind no door
        h11_max_incomplete_event_size=2 * limits.head_bytes,  # else it refuses the headers first
        log_config=None,
        access_log=False,
        server_header=False,
        timeout_graceful_shutdown=_PATIENCE,
    )
    return Server(config)


@contextlib.asynccontextmanager
async def listening(beside: Server, prefix: str, stop: asyncio.Event) -> AsyncIterator[None]:
    """Serve meanwhile; raise SettingsError if one cannot listen there, and a fault at the end.

    `stop` is set once nothing is served any more, for whatever reason.
    `prefix`: what the settings' names begin with that say where, before HOST and PORT.
    """
    host, port = beside.config.host, beside.config.port
    with listen(host, port, prefix) as opened:
        serving = asyncio.create_task(beside.serve(sockets=[opened]))
        serving.add_done_callback(lambda _: stop.set())
        try:
            yield
        finally:
            beside.end()
            await serving
