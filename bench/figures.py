"""The figures of `turns.py`: medians with their spread, as a table and as JSON."""

import os
import platform
import statistics
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from types import TracebackType
from typing import Any, Self

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeRemainingColumn
from rich.progress import Progress as Bar

from bench.crowd import Taken

TURNS_A_SECOND = 3000  # the targets of issue 2: one of them must be reached
SHARE_OF_FLOOR = 0.25


@dataclass(frozen=True, slots=True)
class Pair:
    """A run of the bot and the run of pgbench after it; `postgres`: CPU seconds of the first."""

    taken: Taken
    floor: float
    postgres: float
    places_taken: int

    def figures(self) -> dict[str, float]:
        taken = self.taken
        return {
            "turns_per_second": taken.rate,
            "p50_ms": taken.latency(0.5),
            "p99_ms": taken.latency(0.99),
            "group_size_mean": taken.turns / taken.groups,
            "cpu_s_per_1000_registrations": taken.cpu_per_1000,
            "cpu_us_per_turn": 1_000_000 * taken.cpu / taken.turns,
            "postgres_cpu_s_per_1000_registrations": 1000 * self.postgres / taken.registrations,
            "floor_transactions_per_second": self.floor,
            "share_of_floor": taken.rate / self.floor,
        }


LABELS = {
    "turns_per_second": ("turns/s, one process", "{:,.0f}"),
    "p50_ms": ("turn latency p50, ms", "{:.0f}"),
    "p99_ms": ("turn latency p99, ms", "{:.0f}"),
    "group_size_mean": ("messages in a group, mean", "{:.1f}"),
    "cpu_s_per_1000_registrations": ("CPU s / 1,000 registrations, bot (and crowd)", "{:.2f}"),
    "cpu_us_per_turn": ("CPU µs a turn, bot (and crowd)", "{:.0f}"),
    "postgres_cpu_s_per_1000_registrations": ("CPU s / 1,000 registrations, PostgreSQL", "{:.2f}"),
    "floor_transactions_per_second": (
        "floor: the same rows by pgbench, a second",
        "{:,.0f}",
    ),
    "share_of_floor": ("turns/s as a share of the floor", "{:.1%}"),
}


def results(pairs: Iterable[Pair], people: int, peak_mb: float) -> dict[str, Any]:
    """Return everything that was measured, and whether one of the targets is reached."""
    pairs = list(pairs)
    rows = [pair.figures() for pair in pairs]
    median = {name: statistics.median(row[name] for row in rows) for name in rows[0]}
    enough = median["turns_per_second"] >= TURNS_A_SECOND
    near = median["share_of_floor"] >= SHARE_OF_FLOOR
    return {
        "at": datetime.now(UTC).isoformat(timespec="seconds"),
        "machine": ", ".join(
            (f"{os.cpu_count()} CPUs", platform.machine(), f"Python {platform.python_version()}")
        ),
        "people_in_flight": people,
        "registrations": sum(pair.taken.registrations for pair in pairs),
        "places_taken": sum(pair.places_taken for pair in pairs),
        "turns": sum(pair.taken.turns for pair in pairs),
        "peak_rss_mb": peak_mb,
        "median": median,
        "pairs": rows,
        "targets": {"turns_per_second": TURNS_A_SECOND, "share_of_floor": SHARE_OF_FLOOR},
        "reached": enough or near,
    }


def report(found: dict[str, Any]) -> str:
    """Write the results as a Markdown table."""
    rows, median = found["pairs"], found["median"]
    lines = [
        f"{len(rows)} pairs, {found['people_in_flight']} people in flight; {found['machine']}",
        f"{found['registrations']:,} registrations of {found['turns']:,} turns",
        "",
        "| | median | lowest | highest |",
        "|---|---:|---:|---:|",
    ]
    for name, (label, form) in LABELS.items():
        values = [row[name] for row in rows]
        shown = (form.format(value) for value in (median[name], min(values), max(values)))
        lines.append(f"| {label} | {' | '.join(shown)} |")
    lines.append(f"| peak memory of the process, MB | {found['peak_rss_mb']:.0f} | | |")
    reached = "reached" if found["reached"] else "missed"
    lines += ["", f"Target {reached}: ≥ {TURNS_A_SECOND:,} turns/s, or ≥ 25 % of the floor."]
    return "\n".join(lines)


class Progress:
    """A bar on a terminal, and nothing elsewhere."""

    def __init__(self, total: int, what: str = "registrations") -> None:
        console = Console(stderr=True)
        columns = TextColumn(what), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn()
        self._bar = Bar(*columns, console=console, disable=not console.is_terminal)
        self._task = self._bar.add_task(what, total=total)

    def step(self, done: int) -> None:
        self._bar.update(self._task, completed=done)

    def __enter__(self) -> Self:
        self._bar.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        at: TracebackType | None,
    ) -> None:
        self._bar.stop()
