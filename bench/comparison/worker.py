"""One system in a process of its own, with its crowd: `python -m bench.comparison.worker`.

Reads a job from the first line of its input, opens the system and says "ready". Every further
line is a load (so that two workers begin together), answered by what it measured; the end of the
input is the end. All lines are JSON.
"""

import re
import sys
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import orjson
import uvloop

from bench.comparison.other_process import OtherProcess
from bench.comparison.systems import Database, system
from bench.platforms.crowd import Admit, Crowd
from bench.platforms.loads import Load, Look, Pace
from bench.platforms.people import people
from bot.serving.logs import configure
from conversations.villages import Village

LINES_EACH = 1_000  # message ids that are kept for each person, far more than they need


@dataclass(frozen=True, slots=True)
class Job:
    """What a worker is to do. `first`: the number of its first person, whom nobody else is.

    `villages`: where people live; given, so that nobody has to load them. `other`: the socket
    of another worker on the same database.
    """

    system: str
    dsn: str
    keys: str
    first: int = 0
    villages: Sequence[Sequence[str]] = ()
    other: int | None = None


@dataclass(frozen=True, slots=True)
class Measured:
    """What a worker saw. Latencies in milliseconds, memory in megabytes, all else in seconds."""

    turns: int
    registrations: int
    wall: float
    cpu: float
    in_time: float
    p50: float
    p99: float
    memory: float
    peak: float
    looks: Sequence[Look]

    @property
    def rate(self) -> float:
        return self.turns / self.wall

    @property
    def cpu_per_1000(self) -> float:
        return 1000 * self.cpu / self.registrations


async def work(job: Job) -> None:
    """Bear one load after the other."""
    one = system(job.system)
    waiting = people([Village(*names) for names in job.villages], first=job.first)
    crowd = Crowd(one.wire(job.first * LINES_EACH), waiting)
    other = OtherProcess(job.other, crowd.heard, crowd.knows)
    async with one.opened(Database(job.dsn, job.keys), other.heard) as admit:
        await other.meet()
        print("ready", flush=True)
        while line := sys.stdin.readline():
            measured = await _bear(crowd, admit, _load(orjson.loads(line)))
            await other.part()
            print(orjson.dumps(asdict(measured)).decode(), flush=True)


def _load(told: dict[str, Any]) -> Load | Pace:
    return Pace(**told) if "messages" in told else Load(**told)


async def _bear(crowd: Crowd, admit: Admit, load: Load | Pace) -> Measured:
    if isinstance(load, Pace):
        taken = await crowd.keep_pace(admit, load)
    else:
        taken = await crowd.register(admit, load)
    return Measured(
        turns=taken.turns,
        registrations=taken.registrations,
        wall=taken.wall,
        cpu=taken.cpu,
        in_time=taken.in_time,
        p50=taken.latency_ms(0.5),
        p99=taken.latency_ms(0.99),
        memory=megabytes("VmRSS"),
        peak=megabytes("VmHWM"),
        looks=taken.looks,
    )


def megabytes(what: str, pid: int | str = "self") -> float:
    """Read a process's memory, VmRSS (now) or VmHWM (ever), from the kernel."""
    status = Path(f"/proc/{pid}/status").read_text("utf-8")
    found = re.search(rf"^{what}:\s+(\d+) kB", status, re.MULTILINE)
    return int(found[1]) / 1024 if found else 0.0


def main() -> None:
    configure("warning")
    uvloop.run(work(Job(**orjson.loads(sys.stdin.readline()))))


if __name__ == "__main__":
    main()
