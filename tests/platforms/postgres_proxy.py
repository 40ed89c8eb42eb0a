"""A way to PostgreSQL that can hang or end: everything passes, until it is frozen or refused.

async with Proxy(database_url, tmp_path) as proxy:
    engine(proxy.url)
    proxy.freeze()            # what is asked from now on, and what was answered, stays on the way
"""

import asyncio
from contextlib import closing
from pathlib import Path
from typing import Self
from urllib.parse import parse_qs, quote, urlsplit

from tests.patience import PATIENCE

SOCKET = ".s.PGSQL.5432"


class Proxy:
    """Between a bot and the PostgreSQL of the tests, which both are found by a Unix socket."""

    def __init__(self, url: str, folder: Path) -> None:
        parts = urlsplit(url)
        self._server = str(Path(parse_qs(parts.query)["host"][0]) / SOCKET)
        self._folder = folder
        self._flows = asyncio.Event()
        self._flows.set()
        self.asked = asyncio.Event()
        self._refuses = False
        self.refused = 0
        self._lines: set[asyncio.Task[None]] = set()
        here = quote(str(folder), safe="")
        self.url = f"postgresql://seratus@{parts.path}?host={here}&port=5432"

    async def __aenter__(self) -> Self:
        self._door = await asyncio.start_unix_server(self._meet, str(self._folder / SOCKET))
        return self

    async def __aexit__(self, *_: object) -> None:
        self._door.close()
        self._flows.set()
        lines = list(self._lines)
        for line in lines:
            line.cancel()
        await asyncio.gather(*lines, return_exceptions=True)

    def freeze(self) -> None:
        self._flows.clear()

    def refuse(self) -> None:
        """Cut every line, and each that comes from now on."""
        self._refuses = True
        for line in self._lines:
            line.cancel()

    def admit(self) -> None:
        self._refuses = False

    async def until_refused(self, times: int) -> None:
        async with asyncio.timeout(PATIENCE):
            while self.refused < times:  # noqa: ASYNC110 - a counter
                await asyncio.sleep(0.01)

    def _meet(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.asked.set()
        if self._refuses:
            self.refused += 1
            writer.close()
            return
        line = asyncio.create_task(self._connect(reader, writer))
        self._lines.add(line)
        line.add_done_callback(self._lines.discard)

    async def _connect(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with closing(writer.transport):
            await self._flows.wait()
            answers, questions = await asyncio.open_unix_connection(self._server)
            with closing(questions.transport):
                await asyncio.gather(self._pass(reader, questions), self._pass(answers, writer))

    async def _pass(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while data := await reader.read(1 << 16):
            await self._flows.wait()
            writer.write(data)
        writer.close()
