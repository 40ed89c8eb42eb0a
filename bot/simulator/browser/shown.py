"""The phones shown in a browser: a server on loopback, its address told and opened."""

import asyncio
import contextlib
import os
import socket
import sys
import threading
import webbrowser
from collections.abc import AsyncIterator
from dataclasses import replace

from bot.app import App
from bot.serving.doors import Limits
from bot.serving.web import web
from bot.serving.web_server import listening, server
from bot.simulator.browser.api import phones
from bot.simulator.browser.page import HEADED, pages
from bot.simulator.phone import Platform
from bot.simulator.service import Simulator, simulator
from bot.simulator.show import Show
from bot.simulator.world import World
from bot.traits import door
from conversations.messages import Channel

HOST = "127.0.0.1"  # whatever SERATUS_HOST says: whoever reads them could act as anybody
PATH = "/phones"
_FORM = "simulated"  # where no form is published: the phones show the one there would be
_A_DAY = 24 * 60 * 60.0  # seconds that a stream of events may stay open; it opens again


@contextlib.asynccontextmanager
async def shown(app: App, world: World) -> AsyncIterator[str]:
    """Serve the phones meanwhile, and give their address. Raise SettingsError."""
    form = app.settings.whatsapp_flow_id or _FORM
    app = replace(app, settings=replace(app.settings, whatsapp_flow_id=form))
    url = f"http://{HOST}:{(port := _free(app.settings.port))}{PATH}"
    for platform in Platform:  # whoever goes on elsewhere does so on another phone
        app.directory.doors[Channel(platform)] = door(Channel.SIMULATOR, f"{url}?{platform}=")
    await _go_on(app, world)
    async with simulator(app, world) as running:
        await _three(running)
        show = Show(running)
        routes = [*pages(app), *phones(running, show)]
        page = server(web(app.storage, routes), HOST, port, Limits(answer_seconds=_A_DAY))
        async with listening(page, "SERATUS_", asyncio.Event()):
            try:
                yield url
            finally:
                show.stop()
                world.events.close()  # or the server would wait for those who only listen


async def _go_on(app: App, world: World) -> None:
    """Let the clock go on where it was moved to before: time never goes back."""
    async with app.storage.begin() as work:
        newest = await work.inbox.newest()
    if newest:
        world.clock.to(newest)


async def _three(running: Simulator) -> None:
    """Give a worker a phone on each platform, and the head of a village one."""
    await running.add(Platform.WHATSAPP, "", "")
    await running.add(Platform.TELEGRAM, "", "")
    await running.add(Platform.TELEGRAM, "", HEADED[0])


def _free(wanted: int) -> int:
    """Return the port that is wanted, or one that is free if somebody has that."""
    for port in (wanted, 0):
        with contextlib.suppress(OSError), socket.create_server((HOST, port)) as found:
            taken: int = found.getsockname()[1]
            return taken
    return wanted


def look(url: str, browser: str) -> None:
    """Open a browser, if there is one that shows pages; nobody waits for it."""
    seen = (
        sys.platform == "darwin" or os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")
    )
    if seen and browser != "none":
        threading.Thread(target=webbrowser.open, args=(url,), daemon=True).start()
