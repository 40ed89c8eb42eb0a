"""What the rounds found, as tables, figures and targets."""

from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass
from typing import Any

from bench.comparison.rounds import SERATUS, Found
from bench.comparison.runs import Run
from bench.comparison.systems import NAMES, PEERS
from bench.results import Target
from bench.spread import Spread

BEST_PEER = 8  # times as many updates a second as the best durable peer
SHARE_OF_FLOOR = 25  # percent of what pgbench writes
HALF_LOAD_P99 = 50  # milliseconds
TWO_PROCESSES = 1.6  # times one, without the database's part
FLAT = 1.1  # times the memory, with a hundred times the conversations
BARE_MEMORY = 1.5  # times a bare aiogram bot's
BARE_START = 2.0


@dataclass(frozen=True, slots=True)
class _Row:
    """One line of the table of systems: `load` names the runs of Found that it is read from."""

    key: str
    label: str
    form: str
    load: str
    what: Callable[[Run], float]

    def of(self, found: Found, name: str) -> Spread:
        runs: dict[str, list[Run]] = getattr(found, self.load)
        return Spread.of(map(self.what, runs[name]))


_ROWS = (
    _Row("rate", "updates/s", ",.0f", "full", lambda run: run.rate),
    _Row("p50_ms", "p50 at full load, ms", ",.0f", "full", lambda run: run.alone.p50),
    _Row("p99_ms", "p99 at full load, ms", ",.0f", "full", lambda run: run.alone.p99),
    _Row("half_rate", "updates/s at half load", ",.0f", "half", lambda run: run.alone.steady_rate),
    _Row("half_p50_ms", "p50 at half load, ms", ".1f", "half", lambda run: run.alone.p50),
    _Row("half_p99_ms", "p99 at half load, ms", ".1f", "half", lambda run: run.alone.p99),
    _Row(
        "cpu_s_per_1000",
        "CPU s / 1,000 registrations, bot and crowd",
        ".1f",
        "full",
        lambda run: run.alone.cpu_per_1000,
    ),
    _Row(
        "postgres_cpu_s_per_1000",
        "CPU s / 1,000 registrations, PostgreSQL",
        ".1f",
        "full",
        lambda run: run.postgres_per_1000,
    ),
)


class Compared:
    """Reads off what was found."""

    def __init__(self, found: Found) -> None:
        self._found = found

    # ── ratios ──

    def of_best_peer(self) -> Spread:
        """Seratus's updates/s on Telegram as a multiple of the better peer's, round by round."""
        full = self._found.full
        best = (max(runs) for runs in zip(*(_rates(full[name]) for name in PEERS), strict=True))
        return _ratios(_rates(full["telegram"]), best)

    def of_floor(self) -> Spread:
        return _ratios(_rates(self._found.full["telegram"]), self._found.floor)

    def two_processes(self, name: str, what: Callable[[Run], float]) -> Spread:
        two, one = self._found.two[name], self._found.full[name]
        return _ratios(map(what, two), map(what, one))

    def flat(self, name: str) -> float:
        """Return the memory with many conversations as a multiple of that with few."""
        few, many = self._found.memory[name].values()
        return many.alone.memory / few.alone.memory

    def of_bare(self, what: str) -> Spread:
        ours, bare = (
            [float(getattr(start, what)) for start in self._found.starts[name]]
            for name in ("seratus", "bare")
        )
        return _ratios(ours, bare)

    # ── what is told ──

    def targets(self) -> list[Target]:
        half = {n: Spread.of(r.alone.p99 for r in self._found.half[n]).median for n in NAMES}
        theirs = ", ".join(f"{NAMES[name]} {half[name]:.0f}" for name in PEERS)
        clock = self.two_processes("telegram", lambda run: run.rate).median
        two = self.two_processes("telegram", lambda run: run.turns_per_cpu_second).median
        start, memory = self.of_bare("first_answer").median, self.of_bare("memory").median
        best, floor = self.of_best_peer().median, 100 * self.of_floor().median
        flat = self.flat("telegram")
        return [
            Target("updates/s, of the best peer's in the same round", best, "≥", BEST_PEER, " x"),
            Target("updates/s, of the floor", floor, "≥", SHARE_OF_FLOOR, " %"),
            Target(f"p99 at half load ({theirs})", half["telegram"], "≤", HALF_LOAD_P99, " ms"),
            Target(
                f"two processes, turns a CPU second, of one's (by the clock {clock:.2f} x)",
                two,
                "≥",
                TWO_PROCESSES,
                " x",
            ),
            Target("memory with many conversations, of few's", flat, "≤", FLAT, " x"),
            Target("memory, of a bare aiogram bot's", memory, "≤", BARE_MEMORY, " x"),
            Target("start to first answer, of the bare bot's", start, "≤", BARE_START, " x"),
        ]

    def tables(self) -> str:
        return f"{self._systems()}\n\n{self._processes()}\n\n{self._starts()}"

    def _systems(self) -> str:
        lines = [_row(["median (lowest-highest)", *NAMES.values()]), _rule(len(NAMES))]
        for row in _ROWS:
            cells = (row.of(self._found, name).written(row.form) for name in NAMES)
            lines.append(_row([row.label, *cells]))
        for size in next(iter(self._found.memory.values())):
            cells = (self._memory(name, size) for name in NAMES)
            lines.append(_row([f"MB with {size:,} half-finished conversations", *cells]))
        return "\n".join(lines)

    def _memory(self, name: str, size: int) -> str:
        run = self._found.memory.get(name, {}).get(size)
        return "" if run is None else f"{run.alone.memory:.0f} (peak {run.alone.peak:.0f})"

    def _processes(self) -> str:
        floor = Spread.of(self._found.floor)
        share = Spread.of(100 * value for value in self.of_floor().values)
        lines = [_row(["beside", "median (lowest-highest)"]), _rule(1)]
        told = [
            ("the floor: the same rows by pgbench, a second", floor.written(",.0f")),
            ("Seratus, Telegram, of the floor, %", share.written(".1f")),
            (
                "Seratus, Telegram, of the best peer's updates/s",
                self.of_best_peer().written(".2f"),
            ),
        ]
        for name in SERATUS:
            two, label = self._found.two[name], f"{NAMES[name]}, two processes"
            wall = self.two_processes(name, lambda run: run.rate)
            cpu = self.two_processes(name, lambda run: run.turns_per_cpu_second)
            told += [
                (f"{label}: updates/s", Spread.of(_rates(two)).written(",.0f")),
                (f"{label}: updates/s, of one's", wall.written(".2f")),
                (f"{label}: turns a CPU second, of one's", cpu.written(".2f")),
            ]
        return "\n".join([*lines, *map(_row, told)])

    def _starts(self) -> str:
        lines = [
            _row(["a real process, polling", "bare aiogram bot", "Seratus", "ratio"]),
            _rule(3),
        ]
        for what, label, form in (
            ("first_answer", "start to first answer, s", ".2f"),
            ("memory", "MB after 50 answers", ".0f"),
        ):
            cells = (
                Spread.of(getattr(start, what) for start in self._found.starts[name]).written(form)
                for name in ("bare", "seratus")
            )
            lines.append(_row([label, *cells, self.of_bare(what).written(".2f")]))
        return "\n".join(lines)

    def figures(self) -> dict[str, Any]:
        """Return all of it for machines, with every single value."""
        found = self._found
        return {
            "systems": {name: self._of_system(name) for name in NAMES},
            "two_processes": {name: self._of_two(name) for name in SERATUS},
            "floor": asdict(Spread.of(found.floor)),
            "of_floor": asdict(self.of_floor()),
            "of_best_peer": asdict(self.of_best_peer()),
            "starts": {name: list(map(asdict, many)) for name, many in found.starts.items()},
        }

    def _of_system(self, name: str) -> dict[str, Any]:
        sizes = self._found.memory.get(name, {}).items()
        memory = {str(size): [run.alone.memory, run.alone.peak] for size, run in sizes}
        measured = {row.key: asdict(row.of(self._found, name)) for row in _ROWS}
        return measured | {"memory_and_peak_mb": memory}

    def _of_two(self, name: str) -> dict[str, Any]:
        wall = self.two_processes(name, lambda run: run.rate)
        cpu = self.two_processes(name, lambda run: run.turns_per_cpu_second)
        return {"of_one_by_the_clock": asdict(wall), "of_one_by_cpu": asdict(cpu)}


def _rates(runs: Iterable[Run]) -> list[float]:
    return [run.rate for run in runs]


def _ratios(ours: Iterable[float], others: Iterable[float]) -> Spread:
    return Spread.of(one / other for one, other in zip(ours, others, strict=True))


def _row(cells: Iterable[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _rule(columns: int) -> str:
    return f"|---|{'---:|' * columns}"
