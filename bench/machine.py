"""What a measurement needs of the machine: a database of its own, and who used the CPUs."""

import contextlib
import os
import shutil
import signal
import socket
import tempfile
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import asyncpg

from bot.postgres import NO_SETTINGS, Server, remove, start
from bot.postgres.cluster import Cluster
from bot.postgres.folders import find


@contextlib.contextmanager
def temporary_server(settings: Mapping[str, str] = NO_SETTINGS) -> Iterator[Server]:
    """Give an embedded PostgreSQL, durable as it is by default, in a home that goes with it."""
    with _started(settings) as (server, _):
        yield server


@contextlib.contextmanager
def _started(settings: Mapping[str, str] = NO_SETTINGS) -> Iterator[tuple[Server, Path]]:
    home = Path(tempfile.mkdtemp(prefix="seratus-bench-"))
    server = start(home, settings)
    try:
        yield server, home
    finally:
        server.stop()
        remove(home)
        shutil.rmtree(home, ignore_errors=True)


@dataclass(slots=True)
class Breakable:
    """A PostgreSQL that can be broken. `crashes`: when it lost what it held, monotonic clock."""

    server: Server
    cluster: Cluster
    crashes: list[float] = field(default_factory=list)

    def stop_at_once(self) -> None:
        """Stop it as if the machine had gone down: no transaction is finished."""
        self.crashes.append(time.monotonic())
        self.cluster.run("pg_ctl", "stop", "-D", "data", "-m", "immediate", "-w", "-s")

    def start_again(self) -> None:
        self.cluster.launch({})

    async def kill_a_backend(self) -> bool:
        """Kill one of the bots' backends (-9), in a commit if one is in it; all end with it.

        False: there was none to kill.
        """
        connection = await asyncpg.connect(self.server.dsn)
        try:
            pid = await connection.fetchval(_BUSIEST)
            if pid is not None:
                self.crashes.append(time.monotonic())
                os.kill(pid, signal.SIGKILL)
            return pid is not None
        finally:
            connection.terminate()

    async def cut(self) -> int:
        """Cut the bots' connections; return how many those were."""
        connection = await asyncpg.connect(self.server.dsn)
        try:
            return int(await connection.fetchval(_CUT))
        finally:
            await connection.close()


_BUSIEST = """
    SELECT pid FROM pg_stat_activity WHERE application_name LIKE 'seratus%'
    ORDER BY query ILIKE 'commit%' AND state = 'active' DESC, state = 'active' DESC,
             state LIKE 'idle in%' DESC, random() LIMIT 1
"""
_CUT = """
    SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity
    WHERE application_name LIKE 'seratus%'
"""


@contextlib.contextmanager
def breakable_server() -> Iterator[Breakable]:
    """Give a temporary_server that can be broken."""
    with _started() as (server, home):
        yield Breakable(server, find(home))


async def execute(dsn: str, *statements: str) -> None:
    """Run statements one after another, each by itself."""
    connection = await asyncpg.connect(dsn)
    for statement in statements:
        await connection.execute(statement)
    await connection.close()


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def postgres_cpu(server: Server) -> float:
    """Return the CPU seconds that PostgreSQL has used, in all its processes; 0 without /proc."""
    postmaster = (server.folder / "data" / "postmaster.pid").read_text("utf-8").split("\n", 1)[0]
    ticks = 0
    with contextlib.suppress(OSError):
        for stat in Path("/proc").glob("[0-9]*/stat"):
            with contextlib.suppress(OSError):
                ticks += _ticks(stat, postmaster)
    return ticks / os.sysconf("SC_CLK_TCK")


def _ticks(stat: Path, postmaster: str) -> int:
    """Return a process's ticks if PostgreSQL's; of the postmaster, its dead children's too."""
    fields = stat.read_text("utf-8").rpartition(")")[2].split()
    parent, times = fields[1], [int(field) for field in fields[11:15]]
    if stat.parent.name == postmaster:
        return sum(times)
    return sum(times[:2]) if parent == postmaster else 0
