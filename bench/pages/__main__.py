"""How many requests a second the public page answers, and what it costs who register meanwhile.

Alone: one process serves the page as `seratus serve` does (uvicorn, httptools, uvloop, the doors),
another asks for it over connections that stay open, as a proxy's do. Where there are two CPUs each
has its own. What else the machine does takes wall time and no CPU time, so both are told: requests
a second, and a second of the server's CPU.

Beside a crowd: the process takes in registrations as fast as it can, with 300 requests a second
and without, again and again; both CPUs are everybody's.
"""

import argparse
import asyncio
import os
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median

import uvloop

from bench.machine import temporary_server
from bench.pages.asking import asked, paced
from bench.pages.serving import CPU, CROWD, Server, serving
from tests.pages.site import FREE

WANTED = 5_000  # requests a second, on one core
BESIDE, KEPT = 300, 0.9  # requests a second, and the share of its turns that a crowd keeps
PAGES = ("/", f"/desa/{FREE}", "/desa/61.07")


@dataclass(frozen=True, slots=True)
class Found:
    """What was measured of one page. `cpu`: seconds that the server used."""

    page: str
    bytes: int
    requests: int
    seconds: float
    cpu: float

    @property
    def a_second(self) -> float:
        return self.requests / self.seconds

    @property
    def a_cpu_second(self) -> float:
        return self.requests / self.cpu


def alone(served: Server, given: argparse.Namespace) -> list[Found]:
    """Ask for each page as fast as it comes."""
    found, all_cpus = [], os.sched_getaffinity(0)
    served.stays_on(0)
    os.sched_setaffinity(0, {max(all_cpus)})
    for page in PAGES:
        uvloop.run(asked(served.port, page, given.connections, 1.0))  # it is in memory, and warm
        before, began = served.does(CPU), time.perf_counter()
        requests, size = uvloop.run(asked(served.port, page, given.connections, given.seconds))
        seconds, cpu = time.perf_counter() - began, served.does(CPU) - before
        found.append(Found(page, size, requests, seconds, cpu))
    os.sched_setaffinity(0, all_cpus)
    served.stays_on(*all_cpus)
    return found


def beside(served: Server, pairs: int) -> list[float]:
    """Return the turns a second beside the requests by those without, pair by pair."""
    served.does(CROWD)
    return [_pair(served, first_with=bool(n % 2)) for n in range(pairs)]


def _pair(served: Server, *, first_with: bool) -> float:
    rates = {asks: _turns(served, asks=asks) for asks in (first_with, not first_with)}
    return rates[True] / rates[False]


def _turns(served: Server, *, asks: bool) -> float:
    """Let a crowd register; return its turns a second."""
    if not asks:
        return served.does(CROWD)
    return uvloop.run(_asking_meanwhile(served))


async def _asking_meanwhile(served: Server) -> float:
    crowd = asyncio.create_task(asyncio.to_thread(served.does, CROWD))
    return await paced(served.port, PAGES, BESIDE, crowd)


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=10, help="for each page (10)")
    parser.add_argument("--connections", type=int, default=32, help="that ask at once (32)")
    parser.add_argument("--pairs", type=int, default=7, help="of crowds with and without (7)")
    given = parser.parse_args(arguments)
    with temporary_server() as database, serving(database.url) as served:
        found = alone(served, given)
        shares = beside(served, given.pairs)
    return told(found, shares)


def told(found: Sequence[Found], shares: Sequence[float]) -> int:
    print("page                    bytes   requests/s   requests/CPU s")
    for one in found:
        line = f"{one.page:22} {one.bytes:6,}   {one.a_second:10,.0f}   {one.a_cpu_second:14,.0f}"
        print(line)
    fast = min(one.a_cpu_second for one in found) >= WANTED
    print("held" if fast else f"MISSED: {WANTED:,} a second of one core are wanted")
    kept = median(shares)
    each = ", ".join(f"{share:.3f}" for share in sorted(shares))
    print(f"turns beside {BESIDE} requests/s: {kept:.3f} of those without ({each})")
    print("held" if kept >= KEPT else f"MISSED: {KEPT} is wanted")
    return 0 if fast and kept >= KEPT else 1


if __name__ == "__main__":
    sys.exit(main())
