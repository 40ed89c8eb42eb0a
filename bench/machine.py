"""What a measurement needs of the machine: a database of its own, and who used the CPUs."""

import contextlib
import os
import shutil
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path

from bot.postgres import NO_SETTINGS, Server, remove, start


@contextlib.contextmanager
def temporary_server(settings: Mapping[str, str] = NO_SETTINGS) -> Iterator[Server]:
    """Give an embedded PostgreSQL, durable as it is by default, in a home that goes with it."""
    home = Path(tempfile.mkdtemp(prefix="seratus-bench-"))
    server = start(home, settings)
    try:
        yield server
    finally:
        server.stop()
        remove(home)
        shutil.rmtree(home, ignore_errors=True)


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
