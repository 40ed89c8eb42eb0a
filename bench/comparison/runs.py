"""One run of one system, in one process or in two on one database.

How two processes scale is told twice. The wall clock's ratio is what an operator gets on this
machine, where PostgreSQL and both processes share the same CPUs. The other ratio leaves the
database out: turns a CPU second of each process, summed, beside those of one process alone. It is
2 if a process does as much with its CPU beside another as alone, and less if they wait for each
other in vain, collide, or tell each other anything.
"""

import asyncio
import contextlib
import socket
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import asyncpg
import uvloop

from bench.comparison.databases import Databases, Worker
from bench.comparison.floor import Sizes
from bench.comparison.systems import Database, system
from bench.comparison.worker import Job, Measured
from bench.machine import postgres_cpu
from bench.platforms.loads import Load, Look, Pace
from bench.platforms.people import LINES
from bot.postgres import Server

PEOPLE_APART = 1_000_000  # first numbers of the processes' people: nobody is in both


@dataclass(frozen=True, slots=True)
class Run:
    """What the workers measured; `postgres`: CPU seconds of the database meanwhile."""

    workers: Sequence[Measured]
    postgres: float

    @property
    def alone(self) -> Measured:
        """The only worker there was."""
        (worker,) = self.workers
        return worker

    @property
    def postgres_per_1000(self) -> float:
        return 1000 * self.postgres / sum(worker.registrations for worker in self.workers)

    @property
    def cpu_per_1000(self) -> float:
        """CPU seconds of 1,000 registrations: the bot's, with the crowd, and PostgreSQL's."""
        cpu = self.postgres + sum(worker.cpu for worker in self.workers)
        return 1000 * LINES * cpu / sum(worker.turns for worker in self.workers)

    @property
    def rate(self) -> float:
        """Turns a second, while all workers were at it."""
        start, end = self._window()
        return sum(turns for turns, _ in self._done(start, end)) / (end - start)

    @property
    def turns_per_cpu_second(self) -> float:
        """Turns a CPU second of each process, summed, while all workers were at it."""
        return sum(turns / cpu for turns, cpu in self._done(*self._window()))

    def _window(self) -> tuple[float, float]:
        looks = [worker.looks for worker in self.workers]
        return max(one[0].at for one in looks), min(one[-1].at for one in looks)

    def _done(self, start: float, end: float) -> list[tuple[float, float]]:
        found: list[tuple[float, float]] = []
        for worker in self.workers:
            begin, finish = _at(worker.looks, start), _at(worker.looks, end)
            found.append((finish.turns - begin.turns, finish.cpu - begin.cpu))
        return found


def _at(looks: Sequence[Look], moment: float) -> Look:
    """Return the look nearest to a moment."""
    return min(looks, key=lambda look: abs(look.at - moment))


class Runner:
    """Runs systems on fresh databases of a server, and checks that nobody was lost."""

    def __init__(self, server: Server, databases: Databases) -> None:
        self._server = server
        self._databases = databases

    def alone(self, name: str, load: Load, half_finished: int = 0) -> Run:
        return self.in_turn(name, load, half_finished=half_finished)[0]

    def in_turn(self, name: str, *loads: Load | Pace, half_finished: int = 0) -> list[Run]:
        """Bear one load after the other in one process; `half_finished` others stopped before."""
        with self._opened(name, half_finished=half_finished) as workers:
            return [self._borne(workers, load) for load in loads]

    def two(self, name: str, load: Load) -> Run:
        """Let people register in two processes on one database, each bearing the load."""
        with self._opened(name, processes=2) as workers:
            return self._borne(workers, load)

    def sizes(self, load: Load) -> Sizes:
        """Run Seratus once to see how long its sealed columns are."""
        with self._opened("telegram") as (worker,):
            worker.begin(load)
            return uvloop.run(_watched(worker))

    @contextlib.contextmanager
    def _opened(
        self, name: str, processes: int = 1, half_finished: int = 0
    ) -> Iterator[list[Worker]]:
        """Give workers that are ready; at the end everybody who registered must be found."""
        fresh = self._databases.fresh(name)
        database = self._databases.of(fresh)
        if half_finished:
            uvloop.run(system(name).fill(database, half_finished))
        with contextlib.ExitStack() as open_:
            pair = _pair(open_) if processes > 1 else (None,)
            workers = [
                open_.enter_context(Worker(self._job(name, database, number, end)))
                for number, end in enumerate(pair)
            ]
            for worker in workers:
                worker.ready()
            yield workers
        finished = sum(worker.registered for worker in workers)
        found = uvloop.run(system(name).registered(database))
        if found != finished:
            raise RuntimeError(f"{name}: {finished} finished, but {found} registrations")
        self._databases.drop(fresh)

    def _job(self, name: str, database: Database, number: int, other: socket.socket | None) -> Job:
        return Job(
            name,
            database.dsn,
            database.keys,
            first=number * PEOPLE_APART,
            villages=self._databases.villages,
            other=None if other is None else other.fileno(),
        )

    def _borne(self, workers: Sequence[Worker], load: Load | Pace) -> Run:
        before = postgres_cpu(self._server)
        for worker in workers:
            worker.begin(load)
        measured = [worker.measured() for worker in workers]
        return Run(measured, postgres_cpu(self._server) - before)


def _pair(open_: contextlib.ExitStack) -> tuple[socket.socket, socket.socket]:
    one, other = socket.socketpair()
    return open_.enter_context(one), open_.enter_context(other)


async def _watched(worker: Worker) -> Sizes:
    """Look now and then, while people register, how long the sealed columns are."""
    running = asyncio.create_task(asyncio.to_thread(worker.measured))
    connection = await asyncpg.connect(worker.dsn)
    seen: dict[str, list[int]] = {"drafts": [], "outbox": []}
    while not running.done():
        for table, sizes in seen.items():
            found = f"SELECT octet_length(sealed) FROM {table} WHERE sealed IS NOT NULL"
            sizes += [row[0] for row in await connection.fetch(found)]
        await asyncio.wait({running}, timeout=0.05)
    await connection.close()
    await running
    draft, reply = (sum(sizes) // max(len(sizes), 1) or 300 for sizes in seen.values())
    return Sizes(draft, reply)
