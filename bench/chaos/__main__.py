"""When things break: nothing is lost, nothing counted twice, nobody left waiting. Counted.

    make chaos                    or: .venv/bin/python -m bench.chaos --help

People register on Telegram and WhatsApp with two bots on one database, while the bots are killed
(kill -9), PostgreSQL is stopped and cut off, the platforms fail in every way they have, the clock
jumps and the log's disk is full: one kind of fault after another. After each everybody falls
silent, and what is in the database is compared with what people said, and what they heard with
what was due. Takes about a quarter of an hour; the last line says whether the targets were met,
and so does the exit code (1: not). The result is kept in docs/results.md.
"""

import argparse
import asyncio
import itertools
import multiprocessing
import random
import signal
import sys
import tempfile
import time
from collections.abc import Callable, MutableSequence, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path

import asyncpg
from typing_extensions import override

import bot.app
from bench.chaos.audit import UNSENT, Audit, Crashes, audited
from bench.chaos.bot_process import warm
from bench.chaos.bot_processes import BotProcesses, Site
from bench.chaos.people_talking import Told
from bench.chaos.plan import KILLS, LEAST, long_form, short_form
from bench.chaos.platforms_process import Crowd, started
from bench.chaos.report import Observed, result
from bench.chaos.testbed import Fault, Testbed
from bench.machine import Breakable, breakable_server
from bench.platforms.people import people
from bench.results import keep
from bench.spread import Progress
from bot.app import SystemClock, opened
from bot.commands.setup import DEMO_REGENCIES, prepare_demo
from bot.serving.upkeep import hold_still
from bot.settings import Settings
from conversations.answers.village.village import load
from storage.migrate import migrate
from storage.sealing import Sealer


@dataclass(frozen=True, slots=True)
class Options:
    """`thinking`: seconds at most before somebody says more.

    `patience`: seconds for which nobody is answered before those who wait count as stuck.
    """

    people: int = 30
    thinking: float = 1.0
    patience: float = 40
    seed: int = 0


class Chaos:
    """Lets one kind of fault after the other befall one living crowd."""

    def __init__(self, testbed: Testbed, options: Options) -> None:
        self._testbed = testbed
        self._options = options
        self._site = testbed.bots.site

    def run(self, fault: Fault) -> Observed:
        """Let people go on, let it happen, wait until all is calm, and audit."""
        testbed, begun = self._testbed, time.monotonic()
        killed = len(testbed.bots.died)
        testbed.bots.run(fault.manner)
        testbed.bots.until_ready()
        testbed.platforms.ask("resume")
        testbed.until_served(time.monotonic(), self._options.patience)
        again = fault.happen(testbed)
        testbed.platforms.ask("hush")
        self._calm_down(fault)
        told: Told = testbed.platforms.ask("told")
        return Observed(
            fault.title,
            fault.times,
            len(testbed.bots.died) - killed,
            self._audited(told),
            told.waits,
            again,
            time.monotonic() - begun,
        )

    def _calm_down(self, fault: Fault) -> None:
        """Wait until everybody is answered and all is recorded, or nothing came for long."""
        self._testbed.bots.until_ready()  # the last may have been killed a moment ago
        platforms, begun = self._testbed.platforms, time.monotonic()
        patience = self._options.patience
        while platforms.waiting:
            if time.monotonic() > max(begun, platforms.last_reply) + patience:
                return
            time.sleep(0.02)
        asyncio.run(until_recorded(self._site.dsn, fault.manner.lease + patience))
        time.sleep(0.5)  # what is sent twice comes now

    def everybody_once_more(self) -> Observed:
        """End the bots, and audit everybody there was once more."""
        begun = time.monotonic()
        self._testbed.bots.end()
        told = Told(people=self._testbed.platforms.ask("everybody"))
        audit = self._audited(told)
        return Observed("everybody, once more", 0, 0, audit, [], [], time.monotonic() - begun)

    def _audited(self, told: Told) -> Audit:
        testbed = self._testbed
        crashes = Crashes(testbed.bots.died, [*testbed.database.crashes, *testbed.jumps])
        return asyncio.run(audited(self._site.dsn, Sealer(self._site.keys), told, crashes))


@dataclass(frozen=True, slots=True)
class Measured:
    observed: Sequence[Observed]
    exit_codes: Sequence[int]


@dataclass(frozen=True, slots=True)
class Watching:
    """Whoever wants to know meanwhile: of each fault, and of each kind that is over."""

    step: Callable[[], None] = lambda: None
    tell: Callable[[Observed], None] = lambda _: None


NOBODY = Watching()


def measure(
    site: Site,
    database: Breakable,
    faults: Sequence[Fault],
    options: Options,
    watching: Watching = NOBODY,
) -> Measured:
    """Let all the faults happen, on an empty database."""
    warm()
    asyncio.run(_prepare(site))
    hold_still()  # or each fork would go through all of it once more
    crowd = Crowd(people(load(DEMO_REGENCIES)), options.people, options.thinking, options.seed)
    platforms = started(crowd)
    clock = multiprocessing.get_context("fork").RawArray("d", 1)
    bots = BotProcesses(replace(site, serve=_with_clock(site.serve, clock)), platforms)
    dice = random.Random(options.seed)
    testbed = Testbed(bots, platforms, database, dice, clock, watching.step)
    chaos = Chaos(testbed, options)
    observed: list[Observed] = []
    try:
        platforms.ask("begin")
        for fault in faults:
            observed.append(chaos.run(fault))
            watching.tell(observed[-1])
        observed.append(chaos.everybody_once_more())
        watching.tell(observed[-1])
    finally:
        bots.leave()
        platforms.end()
    return Measured(observed, bots.exit_codes)


async def _prepare(site: Site) -> None:
    """Make the tables and open the programmes; index the villages once for all forks."""
    await migrate(site.url)
    settings = Settings.read({"SERATUS_KEYS": site.keys.dump()})
    async with opened(settings, site.url) as app:
        await prepare_demo(app.storage, app.clock.now().date())
        await app.directory.read(app.storage)


def _with_clock(serve: Callable[[], None], clock: MutableSequence[float]) -> Callable[[], None]:
    """Serve with a clock that is as many seconds off as `clock[0]` says."""

    class Jumping(SystemClock):
        @override
        def now(self) -> datetime:
            return super().now() + timedelta(seconds=clock[0])

    def run() -> None:
        bot.app.SystemClock = Jumping  # type: ignore[misc]
        serve()

    return run


async def until_recorded(dsn: str, patience: float) -> None:
    """Wait until the bots know that all was sent."""
    connection = await asyncpg.connect(dsn)
    deadline = time.monotonic() + patience
    # The database tells nobody when there is nothing left.
    while await connection.fetchval(UNSENT) and time.monotonic() < deadline:  # noqa: ASYNC110
        await asyncio.sleep(0.05)
    await connection.close()


def _parsed(arguments: list[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="make chaos",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    add = parser.add_argument
    add("--quick", action="store_true", help="the faults in small, in a minute; keeps no result")
    add("--kills", type=int, default=KILLS, help=f"how many, in all ({KILLS})")
    add("--people", type=int, default=Options().people, help="who register at once; others follow")
    add("--seed", type=int, help="of the random moments; without it, another one each time")
    add("--only", metavar="WORDS", help="only what has these words in its title; keeps nothing")
    given = parser.parse_args(arguments)
    if given.people < 1 or given.kills < LEAST:
        parser.error(f"--people must be at least 1, --kills at least {LEAST}")
    return given


def main(arguments: list[str] | None = None) -> int:
    """Let it all happen, print, keep, and return 1 if a target was missed."""
    given, begun = _parsed(arguments), time.monotonic()
    seed = random.randrange(1_000_000) if given.seed is None else given.seed
    planned = short_form() if given.quick else long_form(given.kills)
    faults = [fault for fault in planned if (given.only or "") in fault.title]
    print(f"seed {seed} (--seed {seed} makes the same again, as far as processes let themselves)")
    done = itertools.count(1)
    with (
        tempfile.TemporaryDirectory(prefix="seratus-chaos-") as folder,
        breakable_server() as database,
        Progress(sum(fault.times for fault in faults), "faults") as progress,
    ):
        watching = Watching(
            lambda: progress.step(next(done)), lambda seen: print(seen.line(), flush=True)
        )
        site = Site.of(database.server.url, Path(folder))
        try:
            measured = measure(site, database, faults, Options(given.people, seed=seed), watching)
        except RuntimeError:
            print(f"PostgreSQL's log ends:\n{database.cluster.log_tail(20)}", file=sys.stderr)
            raise
    whole = not (given.quick or given.only)
    kills = given.kills if whole else 0
    found = result(measured.observed, measured.exit_codes, seed, time.monotonic() - begun, kills)
    print("", found.markdown(), "", sep="\n")
    for sample in (one for seen in measured.observed for one in seen.audit.samples):
        print("unexpected:", sample)
    if whole:
        keep(found)
    print("held" if found.reached else "MISSED")
    return 0 if found.reached else 1


if __name__ == "__main__":
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # nothing is left running
    sys.exit(main())
