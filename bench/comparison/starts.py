"""Start to first answer, and memory: `seratus serve` beside a bare aiogram bot.

Real processes over a stand-in of the Bot API: somebody wrote before the bot was started, so the
first answer is the end of the start. Then they write on, and the memory is read.
"""

import asyncio
import contextlib
import os
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Mapping, Sequence
from dataclasses import dataclass

from bench.comparison.systems import Database
from bench.comparison.worker import megabytes
from bench.machine import free_port
from bench.results import ROOT
from tests.platforms.telegram_server import TOKEN, Phone, TelegramServer

ANSWERS = 50  # before the memory is read
PATIENCE = 60.0  # seconds for a start on a busy machine


@dataclass(frozen=True, slots=True)
class Start:
    """Seconds from the spawn to the first answer; megabytes after ANSWERS answers."""

    first_answer: float
    memory: float


async def bare() -> Start:
    """Start a bot of one handler that polls, and nothing else."""
    async with TelegramServer() as server:
        given = {"API_BASE": server.api_base, "TOKEN": TOKEN}
        return await _started(server, ["-m", "bench.comparison.peers.bare"], given)


async def seratus(database: Database) -> Start:
    """Start Seratus with Telegram alone, on a migrated database in which nobody is known."""
    async with TelegramServer() as server:
        with tempfile.TemporaryDirectory(prefix="seratus-bench-") as home:
            given = {
                "SERATUS_DATABASE_URL": database.dsn,
                "SERATUS_HOME": home,
                "SERATUS_KEYS": database.keys,
                "SERATUS_LOG_LEVEL": "error",
                "SERATUS_PORT": str(free_port()),
                "SERATUS_TELEGRAM_API_BASE": server.api_base,
                "SERATUS_TELEGRAM_TOKEN": TOKEN,
            }
            return await _started(server, ["-m", "bot", "serve"], given)


async def _started(
    server: TelegramServer, program: Sequence[str], given: Mapping[str, str]
) -> Start:
    phone = Phone(server, 501)
    await phone.says("halo")
    began = time.perf_counter()
    async with _running(program, given) as pid:
        await server.until_sent("sendMessage", 1, PATIENCE)
        first = time.perf_counter() - began
        for number in range(2, ANSWERS + 1):
            await phone.says("bantuan")
            await server.until_sent("sendMessage", number, PATIENCE)
        return Start(first, megabytes("VmRSS", pid))


@contextlib.asynccontextmanager
async def _running(program: Sequence[str], given: Mapping[str, str]) -> AsyncIterator[int]:
    environment = {"PATH": os.defpath, "PYTHONPATH": str(ROOT), "PYTHONUTF8": "1", **given}
    process = await asyncio.create_subprocess_exec(
        sys.executable, *program, cwd=ROOT, env=environment
    )
    try:
        yield process.pid
    finally:
        process.kill()  # there is nothing to be saved
        await process.wait()
