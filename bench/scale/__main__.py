"""The whole country in the database: what it costs a turn, a question, a village, a disk.

make bench-scale              the whole: 75,266 villages of 100 places
make bench-scale SCALE=0.1    a tenth of it
"""

import argparse
import signal
import sys
import time
from collections.abc import Sequence

from bench.machine import temporary_server
from bench.results import keep
from bench.scale.loading import NoRoom
from bench.scale.measuring import Measuring, Options
from bench.scale.report import result
from bot.serving.logs import configure

HELP = """\
Load the country, and measure what it changes.

A country is made row by row as the bot would have left it twelve weeks into its registrations:
sealed, hashed, decided and waiting. Then the same crowd registers in it and in an empty database;
heads, workers and officials ask, and every statement of theirs is explained; notices drain while
workers wait for an answer; and five thousand people meet in one village.

The whole takes about 30 minutes and 40 GB of disk; --scale 0.1 five minutes and 4 GB. It ends with
exit code 1 if a target was missed; the whole is kept in docs/results.
"""
# A gigabyte for a small server's cache; no more WAL than it needs, for nobody copies from it.
SETTINGS = {
    "shared_buffers": "1GB",
    "max_wal_size": "4GB",
    "wal_level": "minimal",
    "max_wal_senders": "0",
}


def _options(arguments: Sequence[str] | None) -> Options:
    parser = argparse.ArgumentParser(
        prog="make bench-scale",
        description=HELP,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    add = parser.add_argument
    add("--scale", type=float, default=1, help="the part of the country, 0.0001 to 1 (1)")
    add("--pairs", type=int, default=5, help="runs of the crowd in both databases (5)")
    add("--registrations", type=int, default=400, help="in each run, 17 messages each (400)")
    add("--crowd", type=int, default=64, help="people in flight at once (64)")
    add("--notices", type=int, default=25_300, help="bulk notices that wait (25300)")
    add("--drain", type=float, default=45, help="seconds for which they drain (45)")
    add("--hot", type=int, default=5000, help="people in the hot village (5000)")
    add("--heads", type=int, default=64, help="heads who decide there at once (64)")
    given = parser.parse_args(arguments)
    if not 0 < given.scale <= 1:
        parser.error("--scale is a part of the country: more than 0, at most 1")
    return Options(**vars(given))


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure, print and keep; return 1 if a target is missed, 2 if there is no room."""
    options, begun = _options(arguments), time.perf_counter()
    try:
        with temporary_server(SETTINGS) as server:
            found = Measuring(server, options).all()
    except NoRoom as problem:
        print(problem, file=sys.stderr)
        return 2
    kept = result(found, time.perf_counter() - begun)
    print(kept.markdown())
    if options == Options():
        keep(kept)
    return 0 if kept.reached else 1


if __name__ == "__main__":
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # nothing is left running
    configure("warning")
    sys.exit(main())
