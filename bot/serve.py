"""`seratus serve`: every channel that is set up, and the web server, until SIGTERM or Ctrl-C.

At the end the web server stops first, then the channels, each with what it has in hand: nothing is
left half done.
"""

import asyncio
import contextlib
import signal
from collections.abc import Iterator

import structlog
import uvicorn
from starlette.routing import Route
from typing_extensions import override

from bot.app import App, opened
from bot.settings import Settings
from bot.upkeep import hold_still, keep_time, keep_up
from bot.web import web

log: structlog.stdlib.BoundLogger = structlog.get_logger()


async def serve(settings: Settings, url: str) -> None:
    """Serve until a signal; raise SettingsError or TokenRefused before anything is taken."""
    async with opened(settings, url) as app:
        stop = asyncio.Event()
        async with contextlib.AsyncExitStack() as running:
            routes = await _channels(app, running, stop)
            hold_still()
            keeping = (
                asyncio.create_task(keep_up(app)),
                asyncio.create_task(keep_time(app.storage, app.clock, app.settings.lease)),
            )
            try:
                await _listen(app, routes, stop)
            finally:
                for task in keeping:
                    task.cancel()
                stop.set()


async def _channels(
    app: App, running: contextlib.AsyncExitStack, stop: asyncio.Event
) -> list[Route]:
    """Start the channels that are set up. Their libraries take seconds to import."""
    routes: list[Route] = []
    if app.settings.whatsapp_token:
        from bot.whatsapp.service import whatsapp  # noqa: PLC0415 - only where it is used

        routes += await running.enter_async_context(whatsapp(app))
    else:
        log.warning("whatsapp_off", todo="set SERATUS_WHATSAPP_TOKEN")
    if app.settings.telegram_token:
        from bot.telegram.service import telegram  # noqa: PLC0415 - the same

        routes += await running.enter_async_context(telegram(app, stop))
    else:
        log.warning("telegram_off", todo="set SERATUS_TELEGRAM_TOKEN")
    return routes


class _Server(uvicorn.Server):
    """Leaves signals to us: its own way ends the process before the last messages are recorded."""

    @override
    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield

    def end(self) -> None:
        self.should_exit = True


async def _listen(app: App, routes: list[Route], stop: asyncio.Event) -> None:
    """Serve the web until a signal, or until `stop` says that a channel has ended."""
    config = uvicorn.Config(
        web(app.storage, routes),
        host=app.settings.host,
        port=app.settings.port,
        log_config=None,
        access_log=False,
        server_header=False,
    )
    server = _Server(config)
    for ending in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(ending, server.end)
    stopped = asyncio.create_task(stop.wait())
    stopped.add_done_callback(lambda _: server.end())
    try:
        await server.serve()
    finally:
        stopped.cancel()
