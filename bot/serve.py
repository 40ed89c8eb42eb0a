"""`seratus serve`: every channel that is set up, and the web server, until SIGTERM or Ctrl-C.

At the end the web server stops first, then the channels, each with what it has in hand: what was
acknowledged is committed, and what was claimed is sent and recorded, or given back. All of it is
bounded, so that nobody need kill us; if it took longer all the same, we would not. /metrics is the
last to go.
"""

import asyncio
import contextlib
import os
import signal
import threading
from collections.abc import AsyncIterator, Callable
from typing import TypeAlias

import structlog
from starlette.routing import Route
from starlette.types import ASGIApp

from bot.app import App, opened
from bot.database import Place, migrated
from bot.pages.public import Public
from bot.patience import dropped, unless
from bot.serving.bursts import watch_bursts
from bot.serving.doors import Limits
from bot.serving.jobs import do_jobs
from bot.serving.logs import tell_loop_faults
from bot.serving.settings_kept import keep_settings
from bot.serving.upkeep import hold_still, keep_time, keep_up
from bot.serving.web import web
from bot.serving.web_server import Server, listening, server
from bot.settings import Settings
from bot.traits import SERVED, TRAITS

log: structlog.stdlib.BoundLogger = structlog.get_logger()

_READERS = 16  # of /metrics at once: others' silence there takes no descriptor of the webhooks
LATEST = 9.0  # seconds after a signal: `docker stop` kills after ten, and others never

Service: TypeAlias = Callable[
    [App, asyncio.Event], contextlib.AbstractAsyncContextManager[list[Route]]
]
"""Run a channel meanwhile, and give its routes. It sets the event if it has to end."""
Page: TypeAlias = Callable[[ASGIApp, str, int], Server]


async def serve(settings: Settings, place: Place, page: Page = server) -> None:
    """Serve until a signal; raise SettingsError or TokenRefused before anything is taken.

    `page` makes the web server of an app, a host and a port.
    """
    tell_loop_faults()
    if place.made:
        log.warning("database_made", here=str(settings.home))
    stop = _stopped_by_signals()
    async with contextlib.AsyncExitStack() as running:
        app = await unless(stop, _opened(settings, place, running, stop))
        if app is not None:
            await _serve(app, stop, page)
    log.info("stopped")


async def _serve(app: App, stop: asyncio.Event, page: Page) -> None:
    """Serve until `stop`: a signal came, or a channel or a web server has ended."""
    settings = app.settings
    await keep_settings(app.storage, settings)
    async with _channels(app, stop) as routes:
        hold_still()
        keeping = (
            asyncio.create_task(keep_up(app)),
            asyncio.create_task(do_jobs(app)),
            asyncio.create_task(keep_time(app.storage, app.clock)),
            asyncio.create_task(watch_bursts(app)),
        )
        host, port = settings.host, settings.port
        webhooks = page(web(app.storage, routes, Public(app)), host, port)
        try:
            async with listening(webhooks, "SERATUS_", stop):
                log.info("serving", channels=settings.channels, host=host, port=port)
                await stop.wait()
        finally:
            stop.set()
            await dropped(*keeping)


def _stopped_by_signals() -> asyncio.Event:
    """Return what SIGTERM and Ctrl-C set, from now on: channels deliver before all have begun."""
    stop = asyncio.Event()

    def end(reason: str) -> None:
        log.info("stopping", reason=reason)
        stop.set()
        last_resort = threading.Timer(LATEST, _end_at_once)
        last_resort.daemon = True
        last_resort.start()

    for ending in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(ending, end, ending.name)
    return stop


def _end_at_once() -> None:
    """Something hangs that nobody thought of: what is not recorded is claimed anew."""
    log.error("end_forced")
    os._exit(1)


async def _opened(
    settings: Settings, place: Place, running: contextlib.AsyncExitStack, stop: asyncio.Event
) -> App:
    """Open the app; with metrics, if they are wanted, which then outlive the channels."""
    await migrated(settings, place)
    if settings.metrics_port is None:
        return await running.enter_async_context(opened(settings, place.url))
    from bot.serving.gauges import counting  # noqa: PLC0415 - only where it is used
    from bot.serving.metrics import Metrics  # noqa: PLC0415 - the same

    metrics = Metrics(settings.channels)
    app = await running.enter_async_context(opened(settings, place.url, watch=metrics))
    few = Limits(places=_READERS)
    page = server(metrics.page(), settings.metrics_host, settings.metrics_port, few)
    await running.enter_async_context(listening(page, "SERATUS_METRICS_", stop))
    await running.enter_async_context(counting(app, metrics))
    return app


@contextlib.asynccontextmanager
async def _channels(app: App, stop: asyncio.Event) -> AsyncIterator[list[Route]]:
    """Run the channels that are set up, and give their routes; they come to an end side by side.

    Their libraries take seconds to import.
    """
    routes: list[Route] = []
    running: list[contextlib.AsyncExitStack] = []
    try:
        for channel in reversed(SERVED):  # WhatsApp may be refused, before Telegram is told of us
            traits = TRAITS[channel]
            if channel not in app.settings.channels:
                todo = f"set {traits.token}"
                log.warning("channel_off", channel=channel.value, todo=todo)
            elif traits.service:
                service: Service = traits.service.load()
                running.append(contextlib.AsyncExitStack())
                routes += await running[-1].enter_async_context(service(app, stop))
        yield routes
    finally:
        ends = await asyncio.gather(*(one.aclose() for one in running), return_exceptions=True)
        for fault in filter(None, ends):
            raise fault
