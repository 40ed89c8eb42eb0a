"""The page, and a crowd that registers beside it, in a process of their own."""

import asyncio
import contextlib
import multiprocessing
import os
import resource
import time
from collections.abc import Iterator
from multiprocessing.connection import Connection

import uvloop

from bench.comparison.seratus import register
from bench.machine import free_port
from bench.platforms.loads import Load
from bench.platforms.people import people
from bench.platforms.wires import TelegramWire
from bot.app import App, opened
from bot.commands.setup import prepare_demo
from bot.pages.public import Public
from bot.serving.web import web
from bot.serving.web_server import server
from bot.settings import Settings
from conversations.answers.village.village import load
from storage.migrate import migrate
from tests.pages.site import KEYS, NAMES
from tests.storage.builders import BENGKAYANG

CPU, CROWD, END = "cpu", "crowd", ""
CROWDS = Load(registrations=300, in_flight=64)
_PATIENCE = 10  # seconds for the server to end


class Server:
    """The process, from outside."""

    def __init__(self, port: int, pid: int, line: Connection) -> None:
        self.port = port
        self._pid = pid
        self._line = line

    def does(self, what: str) -> float:
        """CPU: its CPU seconds so far; CROWD: let one register, return its turns a second."""
        self._line.send(what)
        return float(self._line.recv())

    def stays_on(self, *cpus: int) -> None:
        os.sched_setaffinity(self._pid, set(cpus))


@contextlib.contextmanager
def serving(url: str) -> Iterator[Server]:
    """Serve an empty database meanwhile, with the programmes of the demo."""
    here, there = multiprocessing.Pipe()
    port = free_port()
    process = multiprocessing.Process(target=_serving, args=(url, port, there), daemon=True)
    process.start()
    there.close()  # so that its end is heard here
    try:
        here.recv()
        yield Server(port, process.pid or 0, here)
        here.send(END)
        process.join(_PATIENCE)
    finally:
        process.kill()
        process.join()


def _serving(url: str, port: int, line: Connection) -> None:
    uvloop.run(_served(url, port, line))


async def _served(url: str, port: int, line: Connection) -> None:
    await migrate(url)
    settings = Settings.read({"SERATUS_KEYS": KEYS.dump()})
    async with opened(settings, url) as app:
        await prepare_demo(app.storage, app.clock.now().date())
        await app.directory.read(app.storage)
        for channel, name in NAMES.items():
            app.directory.is_called(channel, name)
        served = server(web(app.storage, [], Public(app)), "127.0.0.1", port)
        task = asyncio.create_task(served.serve())
        while not served.started:  # noqa: ASYNC110 - uvicorn tells nobody
            await asyncio.sleep(0.01)
        line.send(0.0)
        await _obeyed(app, line)
        served.end()
        await task


async def _obeyed(app: App, line: Connection) -> None:
    waiting, wire = people(load([BENGKAYANG])), TelegramWire()
    while (what := await asyncio.to_thread(line.recv)) != END:
        if what == CROWD:
            began = time.perf_counter()
            taken = await register(app, waiting, CROWDS, wire)
            line.send(taken.turns / (time.perf_counter() - began))
        else:
            usage = resource.getrusage(resource.RUSAGE_SELF)
            line.send(usage.ru_utime + usage.ru_stime)
