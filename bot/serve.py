"""`seratus serve`: every channel that is set up, and the web server, until SIGTERM or Ctrl-C.

At the end the web server stops first, then the channels, each with what it has in hand: what was
acknowledged is committed, and what was claimed is sent and recorded, or given back. All of it is
bounded, so that nobody need kill us. /metrics is the last to go.
"""

import asyncio
import contextlib
import signal
from collections.abc import Callable
from typing import TypeAlias

import structlog
from starlette.routing import Route

from bot.app import App, opened
from bot.serving.jobs import do_jobs
from bot.serving.logs import tell_loop_faults
from bot.serving.upkeep import hold_still, keep_time, keep_up
from bot.serving.web import web
from bot.serving.web_server import listening, server
from bot.settings import Settings
from bot.traits import SERVED, TRAITS

log: structlog.stdlib.BoundLogger = structlog.get_logger()

Service: TypeAlias = Callable[
    [App, asyncio.Event], contextlib.AbstractAsyncContextManager[list[Route]]
]
"""Run a channel meanwhile, and give its routes. It sets the event if it has to end."""


async def serve(settings: Settings, url: str) -> None:
    """Serve until a signal; raise SettingsError or TokenRefused before anything is taken."""
    tell_loop_faults()
    stop = _stopped_by_signals()
    async with contextlib.AsyncExitStack() as running:
        app = await _opened(settings, url, running)
        routes = await _channels(app, running, stop)
        hold_still()
        keeping = (
            asyncio.create_task(keep_up(app)),
            asyncio.create_task(do_jobs(app)),
            asyncio.create_task(keep_time(app.storage, app.clock)),
        )
        try:
            await _listen(app, routes, stop)
        finally:
            for task in keeping:
                task.cancel()
            stop.set()
            await asyncio.gather(*keeping, return_exceptions=True)
    log.info("stopped")


def _stopped_by_signals() -> asyncio.Event:
    """Return what SIGTERM and Ctrl-C set, from now on: channels deliver before all have begun."""
    stop = asyncio.Event()

    def end(reason: str) -> None:
        log.info("stopping", reason=reason)
        stop.set()

    for ending in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(ending, end, ending.name)
    return stop


async def _opened(settings: Settings, url: str, running: contextlib.AsyncExitStack) -> App:
    """Open the app; with metrics, if they are wanted, which then outlive the channels."""
    if settings.metrics_port is None:
        return await running.enter_async_context(opened(settings, url))
    from bot.serving.gauges import counting  # noqa: PLC0415 - only where it is used
    from bot.serving.metrics import Metrics  # noqa: PLC0415 - the same

    metrics = Metrics(settings.channels)
    app = await running.enter_async_context(opened(settings, url, watch=metrics))
    where = (settings.metrics_host, settings.metrics_port, "SERATUS_METRICS_PORT")
    await running.enter_async_context(listening(metrics.page(), *where))
    await running.enter_async_context(counting(app, metrics))
    return app


async def _channels(
    app: App, running: contextlib.AsyncExitStack, stop: asyncio.Event
) -> list[Route]:
    """Start the channels that are set up. Their libraries take seconds to import."""
    routes: list[Route] = []
    for channel in reversed(SERVED):  # WhatsApp may be refused, before Telegram is told anything
        traits = TRAITS[channel]
        if channel not in app.settings.channels:
            todo = f"set {traits.token}"
            log.warning("channel_off", channel=channel.value, todo=todo)
        elif traits.service:
            service: Service = traits.service.load()
            routes += await running.enter_async_context(service(app, stop))
    return routes


async def _listen(app: App, routes: list[Route], stop: asyncio.Event) -> None:
    """Serve the web until `stop`: a signal came, or a channel has ended."""
    settings = app.settings
    serving = server(web(app.storage, routes), settings.host, settings.port)
    stopped = asyncio.create_task(stop.wait())
    stopped.add_done_callback(lambda _: serving.end())
    log.info("serving", channels=settings.channels, host=settings.host, port=settings.port)
    try:
        await serving.serve()
    finally:
        stopped.cancel()
