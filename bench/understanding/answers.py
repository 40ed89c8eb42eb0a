"""How well and how fast answers are understood, kind by kind.

    make bench-answers            or: .venv/bin/python -m bench.understanding.answers [CORPUS ...]

A corpus has one answer a line, as tests/answers/corpus.jsonl, which is the one taken if none is
named. The time of an answer is that of the quickest of some runs, so that the machine counts
little. The village's time is that of two regencies; all of Indonesia: make bench-villages.
"""

import statistics
import sys
import time
from pathlib import Path

from bench.results import ROOT
from tests.answers.adapter import understand
from tests.answers.scoring import Item, Score, items, score

OURS = ROOT / "tests" / "answers" / "corpus.jsonl"
MOST_US = 50.0  # the median of a kind, the village's apart
RIGHT, WRONGLY_ACCEPTED = 0.95, 0.01
RUNS = 7


def taken_us(item: Item) -> float:
    runs = []
    for _ in range(RUNS):
        began = time.perf_counter()
        understand(item.question, item.text, item.context)
        runs.append(time.perf_counter() - began)
    return 1e6 * min(runs)


def times(corpora: list[Path]) -> dict[str, list[float]]:
    """Return the microseconds of every answer, by kind."""
    found: dict[str, list[float]] = {}
    for corpus in corpora:
        for item in items(corpus):
            found.setdefault(item.question, []).append(taken_us(item))
    return found


def misses(scores: list[Score]) -> int:
    """Print how much was understood and what was not; return how many corpora fell short."""
    short = 0
    for reached in scores:
        short += reached.right < RIGHT or reached.wrong > WRONGLY_ACCEPTED
        print(
            f"\n{reached.items} answers: {reached.right:.1%} right,"
            f" {reached.wrong:.1%} wrongly accepted"
        )
        print(*(f"  {one}" for one in reached.missed), sep="\n")
    return short


def main(named: list[str]) -> int:
    """Print the tables; return 1 if a target was missed."""
    corpora = [Path(one) for one in named] or [OURS]
    taken = times(corpora)
    print("| answer | n | median µs | p99 µs | max µs |")
    print("|---|---:|---:|---:|---:|")
    for kind, us in taken.items():
        p99 = sorted(us)[int(0.99 * len(us))]
        print(f"| {kind} | {len(us)} | {statistics.median(us):.0f} | {p99:.0f} | {max(us):.0f} |")
    every = [one for kind, us in taken.items() if kind != "village" for one in us]
    print(f"| all but the village | {len(every)} | {statistics.median(every):.0f} | | |")
    slow = statistics.median(every) > MOST_US
    short = misses([score(corpus) for corpus in corpora])
    print(f"\nTargets {'missed' if slow or short else 'reached'}.")
    return int(slow or bool(short))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
