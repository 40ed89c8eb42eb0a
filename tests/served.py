"""`seratus serve` as a process of its own, on a webhook: for tests of the whole of it."""

import asyncio
import json
import os
import signal
import socket
import sys
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import asyncpg
import httpx

from storage.sealing import Keys
from tests.patience import PATIENCE
from tests.platforms.plain_http import local_client
from tests.platforms.telegram_server import TOKEN, TelegramServer, Update, WebhookDoor

ROOT = Path(__file__).parents[1]
SERVE = ("-m", "bot", "serve")
SECRET = "only-between-the-two-of-us"


@dataclass(slots=True)
class Served:
    """One life of the bot on a webhook. `acknowledged`: the updates that it answered with 200."""

    process: asyncio.subprocess.Process
    database_url: str
    port: int
    metrics_port: int
    acknowledged: list[str] = field(default_factory=list)
    printed: str = ""

    async def ready(self) -> None:
        """Wait until it listens: a bare connection costs it and us nothing."""
        async with asyncio.timeout(PATIENCE):
            while not await self._listens():
                assert self.process.returncode is None, await self._log()
                await asyncio.sleep(0.05)
            await self.get("/readyz")

    async def _listens(self) -> bool:
        try:
            _, writer = await asyncio.open_connection("127.0.0.1", self.port)
        except ConnectionError:
            return False
        writer.close()
        return True

    async def post(self, *updates: Update) -> None:
        door = WebhookDoor(f"http://127.0.0.1:{self.port}/telegram/webhook", SECRET)
        for update in updates:
            await door(update)
            if door.statuses[-1] == 200:
                self.acknowledged.append(str(update["update_id"]))

    async def ends(self) -> float:
        """Send SIGTERM; return how many seconds it took to end."""
        began = asyncio.get_running_loop().time()
        self.process.send_signal(signal.SIGTERM)
        async with asyncio.timeout(PATIENCE):
            self.printed = await self._log()
            await self.process.wait()
        return asyncio.get_running_loop().time() - began

    async def _log(self) -> str:
        assert self.process.stderr is not None
        return (await self.process.stderr.read()).decode()

    async def get(self, path: str) -> httpx.Response:
        async with local_client(timeout=PATIENCE) as client:
            return await client.get(f"http://127.0.0.1:{self.port}{path}")

    @property
    def events(self) -> list[str]:
        """What the log told, in order."""
        lines = self.printed.splitlines()
        return [json.loads(line)["event"] for line in lines if line.startswith("{")]

    @property
    def given_back(self) -> int:
        """How many messages the bot gave back at its end, as its log says."""
        lines = [json.loads(line) for line in self.printed.splitlines() if line.startswith("{")]
        return sum(line["messages"] for line in lines if line["event"] == "delivery_given_back")

    async def metrics(self) -> str:
        async with local_client() as client:
            return (await client.get(f"http://127.0.0.1:{self.metrics_port}/metrics")).text

    async def rows(self, query: str) -> list[Any]:
        connection = await asyncpg.connect(self.database_url.replace("+asyncpg", ""))
        try:
            return [tuple(row) for row in await connection.fetch(query)]
        finally:
            await connection.close()

    async def one(self, query: str) -> Any:  # noqa: ANN401 - whatever was asked for
        ((value,),) = await self.rows(query)
        return value


@asynccontextmanager
async def served(
    url: str,
    server: TelegramServer,
    home: Path,
    *,
    program: Sequence[str] = SERVE,
    **changed: str,
) -> AsyncIterator[Served]:
    port, metrics_port = free_port(), free_port()
    clean = {k: v for k, v in os.environ.items() if not k.startswith("SERATUS_")}
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, *program),
        cwd=ROOT,
        env={
            **clean,
            "SERATUS_DATABASE_URL": url,
            "SERATUS_HOME": str(home),
            "SERATUS_KEYS": Keys.generate().dump(),
            "SERATUS_METRICS_PORT": str(metrics_port),
            "SERATUS_PORT": str(port),
            "SERATUS_PUBLIC_URL": f"http://127.0.0.1:{port}",
            "SERATUS_TELEGRAM_API_BASE": server.api_base,
            "SERATUS_TELEGRAM_TOKEN": TOKEN,
            "SERATUS_TELEGRAM_WEBHOOK_SECRET": SECRET,
            **changed,
        },
        stderr=asyncio.subprocess.PIPE,
    )
    bot = Served(process, url, port, metrics_port)
    try:
        yield bot
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()


@asynccontextmanager
async def serving(
    url: str, home: Path, *, program: Sequence[str] = SERVE, **changed: str
) -> AsyncIterator[tuple[Served, TelegramServer]]:
    """Serve beside a Telegram of its own, from when it answers."""
    async with (
        TelegramServer() as server,
        served(url, server, home, program=program, **changed) as bot,
    ):
        await bot.ready()
        yield bot, server


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
