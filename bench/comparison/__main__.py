"""Seratus beside what one would pick instead, and beside the database's own limit.

    make bench                    or: .venv/bin/python -m bench.comparison --help

The same people register, 17 messages each, on

    Seratus                       one process and two, Telegram's and WhatsApp's JSON in
    aiogram                       its finite state machine, states kept in PostgreSQL
    python-telegram-bot           its ConversationHandler, persistence in PostgreSQL, written
                                  after every update
    pgbench                       the floor: the rows of Seratus, written with no bot between

all on one PostgreSQL, durable as it is by default; with each an answer is on the disk before it
counts as taken. Each system runs in a process of its own, together with the people, whose CPU and
memory are in its figures; each run has a fresh database, and everybody must be found registered
in it. The rounds are interleaved: in each, every system bears as much as it can (as one person
finishes the next begins), and then the same people at the same pace as the others, 100 to 600
updates a second, which come whether the last are answered or not. A system that does not keep a
pace is not compared at it. Exit code 1: a target is missed.

What is not the same: Seratus seals what it is told, checks it, and keeps villages to their places,
which the peers do not. Nobody has a network, but a sender that is a stub: Seratus's stands before
its sender (whose limit of 30 messages a second is Telegram's), the peers' where their libraries
hand over the request, so that building it is in their figures.
"""

import argparse
import signal
import sys
import time
from dataclasses import dataclass

import orjson

from bench.comparison.report import Compared
from bench.comparison.rounds import Found, Options, Rounds
from bench.machine import temporary_server
from bench.results import Result, keep
from bench.spread import Progress
from bot.serving.logs import configure

QUICK = Options(1, 32, 32, 32, 2_000, 16, paced_rounds=1, seconds=1)


def measure(options: Options) -> Result:
    """Measure all of it on a server of its own."""
    began = time.monotonic()
    with temporary_server() as server:
        told = _Told()
        rounds = Rounds(server, options, told.next)
        with Progress(rounds.steps, "runs") as progress:
            told.progress = progress
            found: Found = rounds.measure()
    compared = Compared(found)
    return Result(
        "bench",
        compared.tables(),
        compared.figures(),
        compared.targets(),
        time.monotonic() - began,
    )


@dataclass(slots=True)
class _Told:
    """Says on standard error what is measured, and moves the bar."""

    progress: Progress | None = None
    number: int = 0

    def next(self, what: str) -> None:
        if self.progress is not None:
            self.progress.console.print(f"{time.strftime('%H:%M:%S')} {what}", highlight=False)
            self.progress.step(self.number)
        self.number += 1


def _options(arguments: list[str] | None) -> Options:
    parser = argparse.ArgumentParser(
        prog="make bench",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    whole = Options()
    add = parser.add_argument
    add("--rounds", type=int, default=whole.rounds, help=f"of every system ({whole.rounds})")
    add(
        "--in-flight",
        type=int,
        default=whole.in_flight,
        help=f"people who talk at once at full load ({whole.in_flight}): more people, larger "
        "groups in Seratus, longer waits everywhere. What is measured with other options than "
        "these is printed, and not kept in docs/results.md",
    )
    add("--quick", action="store_true", help="two minutes, to see that it works")
    given = parser.parse_args(arguments)
    if min(given.rounds, given.in_flight) < 1:
        parser.error("--rounds and --in-flight must be at least 1")
    return QUICK if given.quick else Options(given.rounds, given.in_flight)


def main(arguments: list[str] | None = None) -> int:
    """Measure, print a table and JSON, keep both, and return 1 if a target is missed."""
    options = _options(arguments)
    result = measure(options)
    print(f"{result.markdown()}\n\n{orjson.dumps(result.figures).decode()}")
    if options == Options():  # less would not be comparable with what was kept before
        keep(result)
    return 0 if result.reached else 1


if __name__ == "__main__":
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # nothing is left running
    configure("warning")
    sys.exit(main())
