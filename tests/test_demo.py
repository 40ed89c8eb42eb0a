"""`seratus demo` at a real terminal: the phones are shown, and all ends in order."""

import asyncio
import os
import re
import signal
import socket
import sys
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import AsyncExitStack
from pathlib import Path

import httpx
import pytest

from storage.sealing import Keys
from tests.patience import PATIENCE

ROOT = Path(__file__).parents[1]
STREAMS = 50
ADDRESS = re.compile(r"http://127\.0\.0\.1:\d+/phones")


class Demo:
    """The command, and what it has written to its terminal."""

    def __init__(self, process: asyncio.subprocess.Process, terminal: int) -> None:
        self.process = process
        self.written = ""
        self._terminal = terminal
        self._more = asyncio.Event()
        asyncio.get_running_loop().add_reader(terminal, self._read)

    def _read(self) -> None:
        try:
            self.written += os.read(self._terminal, 1 << 16).decode(errors="replace")
        except OSError:  # it has closed its end
            asyncio.get_running_loop().remove_reader(self._terminal)
        self._more.set()

    async def until(self, words: "re.Pattern[str]") -> str:
        async with asyncio.timeout(PATIENCE):
            while not (found := words.search(self.written)):
                await self._more.wait()
                self._more.clear()
        return found[0]


@pytest.fixture
def occupied() -> Iterator[socket.socket]:
    """A port on which somebody listens already."""
    with socket.create_server(("127.0.0.1", 0)) as taken:
        yield taken


@pytest.fixture
async def demo(database_url: str, occupied: socket.socket) -> AsyncIterator[Demo]:
    ours, theirs = os.openpty()
    clean = {k: v for k, v in os.environ.items() if not k.startswith("SERATUS_")}
    settings = {
        "SERATUS_DATABASE_URL": database_url.replace("+asyncpg", ""),
        "SERATUS_KEYS": Keys.generate().dump(),
        "SERATUS_BROWSER": "none",
        "SERATUS_PORT": str(occupied.getsockname()[1]),  # another is taken, then
    }
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-W", "error", "-m", "bot", "demo"),
        cwd=ROOT,
        env={**clean, **settings},
        stdin=theirs,
        stdout=theirs,
        stderr=theirs,
    )
    os.close(theirs)
    yield Demo(process, ours)
    if process.returncode is None:
        process.kill()
        await process.wait()
    asyncio.get_running_loop().remove_reader(ours)
    os.close(ours)


async def test_sigterm_ends_it_in_order_with_50_streams_open(demo: Demo) -> None:
    url = await demo.until(ADDRESS)
    async with AsyncExitStack() as streams:
        page = await streams.enter_async_context(
            httpx.AsyncClient(trust_env=False, timeout=PATIENCE)
        )
        for _ in range(STREAMS):
            stream = page.stream("GET", f"{url}/events")
            answer = await streams.enter_async_context(stream)
            assert b"reset" in await anext(answer.aiter_bytes())
        began = time.monotonic()

        demo.process.send_signal(signal.SIGTERM)
        async with asyncio.timeout(PATIENCE):
            code = await demo.process.wait()

    assert (code, time.monotonic() - began < 10) == (128 + signal.SIGTERM, True)
    assert "Exception" not in demo.written
