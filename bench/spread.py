"""Figures: medians with their spread, and a bar while they are measured."""

import statistics
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Self

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeRemainingColumn
from rich.progress import Progress as Bar


@dataclass(frozen=True, slots=True)
class Spread:
    """What several runs measured."""

    median: float
    low: float
    high: float
    values: tuple[float, ...]

    @classmethod
    def of(cls, values: Iterable[float]) -> Self:
        every = tuple(values)
        return cls(statistics.median(every), min(every), max(every), every)

    def written(self, form: str) -> str:
        """Write "3.2 (3.0-3.5)", each with the format; alone if there was one run."""
        median, low, high = (format(one, form) for one in (self.median, self.low, self.high))
        return median if len(self.values) == 1 else f"{median} ({low}-{high})"


def quantile(values: Iterable[float], share: float) -> float:
    """Return the value that a share of them does not exceed."""
    ordered = sorted(values)
    return ordered[min(int(share * len(ordered)), len(ordered) - 1)]


class Progress:
    """A bar on a terminal, and nothing elsewhere."""

    def __init__(self, total: int, what: str = "registrations") -> None:
        self.console = Console(stderr=True)
        columns = TextColumn(what), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn()
        terminal = self.console.is_terminal
        self._bar = Bar(*columns, console=self.console, disable=not terminal)
        self._task = self._bar.add_task(what, total=total)

    def step(self, done: int) -> None:
        self._bar.update(self._task, completed=done)

    def __enter__(self) -> Self:
        self._bar.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._bar.stop()
