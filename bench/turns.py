"""How many turns a second one process takes, beside what PostgreSQL can do with the same rows.

    make bench-turns              or: .venv/bin/python bench/turns.py --help

People register through the whole path: Telegram's JSON in, parsed, a turn, sealed, committed, the
outbox row, delivered to a sender that has no network. Each run is paired with a run of pgbench
that writes the same rows, on the same durable server; each in a fresh database.
"""

import argparse
import asyncio
import json
import signal
import sys
import tempfile
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

sys.path.insert(0, str(Path(__file__).parents[1]))  # it may be run as a script

import asyncpg
import uvloop

from bench.crowd import Crowd, Taken, peak_megabytes
from bench.figures import Pair, Progress, report, results
from bench.floor import Floor, Sizes
from bench.machine import postgres_cpu, temporary_server
from bench.people import people
from bot.app import App, opened
from bot.logs import configure
from bot.operator import DEMO_REGENCIES, prepare_demo
from bot.postgres import Server
from bot.settings import Settings
from bot.upkeep import hold_still
from conversations.answers.village import load
from storage.migrate import migrate
from storage.sealing import Keys

T = TypeVar("T")

HELP = """\
Measure how many turns a second one process takes.

Everybody in flight answers as soon as they are answered, so the process is always at its limit;
latency is then the wait in the queue as well. More people in flight: larger groups, more turns a
second, longer waits. With 'half the load' in mind, halve --people.
"""


@dataclass(frozen=True, slots=True)
class Options:
    people: int = 256
    registrations: int = 1000
    pairs: int = 5


def measure(server: Server, options: Options, step: Callable[[int], None]) -> list[Pair]:
    """Warm up, then run the pairs; `step` is told how many registrations were made in all."""
    bench = _Bench(server, options)
    bench.warm_up()
    made = 0
    pairs = []
    for number in range(options.pairs):
        pairs.append(bench.pair(number, lambda n, before=made: step(before + n)))  # type: ignore[misc]
        made += options.registrations
    return pairs


class _Bench:
    def __init__(self, server: Server, options: Options) -> None:
        self._server = server
        self._options = options
        self._keys = Keys.generate()
        self._villages = load(DEMO_REGENCIES)
        self._sizes = Sizes(draft=0, reply=0)

    def warm_up(self) -> None:
        """Make the database the others are copied from, and run once to see the size of rows."""
        self._sql("CREATE DATABASE prepared")
        uvloop.run(migrate(self._server.url_of("prepared")))
        self._in_app("prepared", _prepare)
        name = self._fresh("warm")
        number = min(self._options.people, self._options.registrations)
        self._sizes = self._in_app(name, lambda app: self._watched(app, name, number))

    async def _watched(self, app: App, name: str, number: int) -> Sizes:
        crowd = Crowd(app, people(self._villages))
        running = asyncio.create_task(crowd.register(number, number))
        return await _sizes(self._server.dsn_of(name), running)

    def pair(self, number: int, step: Callable[[int], None]) -> Pair:
        """Run the bot, then pgbench with as many messages."""
        options = self._options
        name = self._fresh(f"ours_{number}")
        before = postgres_cpu(self._server)
        taken = self._in_app(
            name,
            lambda app: Crowd(app, people(self._villages), step).register(
                options.registrations, options.people
            ),
        )
        postgres = postgres_cpu(self._server) - before
        places = self._checked(name, taken)
        with tempfile.TemporaryDirectory() as folder:
            floor = Floor(self._server, options.registrations, self._sizes, Path(folder))
            other = self._fresh(f"floor_{number}")
            floor.prepare(other)
            self._sql("CHECKPOINT")
            rate = floor.rate(other, taken.turns)
        self._sql(f"DROP DATABASE {name}", f"DROP DATABASE {other}")
        return Pair(taken, rate, postgres, places)

    def _checked(self, name: str, taken: Taken) -> int:
        """Return how many places are taken; raise RuntimeError if that is not everybody."""
        found = uvloop.run(_counted(self._server.dsn_of(name)))
        if found != (taken.registrations, taken.registrations, 0):
            raise RuntimeError(
                f"{taken.registrations} people finished, but there are {found[0]} registrations, "
                f"{found[1]} places taken and {found[2]} parked messages"
            )
        return found[1]

    def _fresh(self, name: str) -> str:
        self._sql(f"CREATE DATABASE {name} TEMPLATE prepared", "CHECKPOINT")
        return name

    def _sql(self, *statements: str) -> None:
        uvloop.run(_execute(self._server.dsn_of("postgres"), statements))

    def _in_app(self, database: str, work: Callable[[App], Awaitable[T]]) -> T:
        url = self._server.url_of(database)

        async def run() -> T:
            settings = Settings.read({"SERATUS_KEYS": self._keys.dump()})
            async with opened(settings, url) as app:
                hold_still()  # as `seratus serve` does
                return await work(app)

        return uvloop.run(run())


async def _prepare(app: App) -> None:
    await prepare_demo(app.storage, app.clock.now().date())


async def _execute(dsn: str, statements: tuple[str, ...]) -> None:
    connection = await asyncpg.connect(dsn)
    for statement in statements:
        await connection.execute(statement)
    await connection.close()


async def _counted(dsn: str) -> tuple[int, int, int]:
    connection = await asyncpg.connect(dsn)
    row = await connection.fetchrow(
        """SELECT (SELECT count(*) FROM registrations),
                  (SELECT count(registration_id) FROM places),
                  (SELECT count(*) FROM parked)"""
    )
    await connection.close()
    return (row[0], row[1], row[2])


async def _sizes(dsn: str, running: asyncio.Task[Taken]) -> Sizes:
    """Look now and then, while people register, how long the sealed columns are."""
    connection = await asyncpg.connect(dsn)
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


def _options(arguments: list[str] | None) -> tuple[Options, Path | None]:
    parser = argparse.ArgumentParser(
        prog="make bench-turns",
        description=HELP,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    add = parser.add_argument
    add("--people", type=int, default=256, help="in flight at once (256)")
    add("--registrations", type=int, default=1000, help="in each run, 17 messages each (1000)")
    add("--pairs", type=int, default=5, help="runs of the bot and of pgbench, in turns (5)")
    add("--json", type=Path, metavar="FILE", help="write the figures there too")
    given = parser.parse_args(arguments)
    if min(given.people, given.registrations, given.pairs) < 1:
        parser.error("--people, --registrations and --pairs must be at least 1")
    return Options(given.people, given.registrations, given.pairs), given.json


def main(arguments: list[str] | None = None) -> int:
    """Measure, print, and return 1 if both targets are missed."""
    options, file = _options(arguments)
    with temporary_server() as server, Progress(options.pairs * options.registrations) as progress:
        pairs = measure(server, options, progress.step)
    found = results(pairs, options.people, peak_megabytes())
    print(report(found))
    if file is not None:
        file.write_text(json.dumps(found, indent=2) + "\n", "utf-8")
    return 0 if found["reached"] else 1


if __name__ == "__main__":
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # nothing is left running
    configure("warning")
    sys.exit(main())
