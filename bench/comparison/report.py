"""What the rounds found, as tables, figures and targets."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict
from typing import Any, TypeAlias

from bench.comparison.rounds import SERATUS, Found
from bench.comparison.runs import Run
from bench.comparison.systems import DURABLE, NAMES, PEERS
from bench.results import Target
from bench.spread import Spread

SHARE_OF_FLOOR = 80  # percent of what pgbench writes
IN_TIME = 0.95  # of the messages are answered before the last is due, or a pace is not kept
P99_AT_PACE = 25  # milliseconds, and less than that peer's, from this many updates a second on:
PACED_FROM = 200
BESIDE = "aiogram"
BEST_DURABLE_PEER = 6  # times its updates a second, with two processes; the peers cannot have two
CPU_OF_PEER = 3.5  # times our CPU a registration is the best peer's
TWO_PROCESSES = 1.6  # times one, without the database's part
FLAT = 1.1  # times the memory, with a hundred times the conversations
BARE_MEMORY = 1.5  # times a bare aiogram bot's
BARE_START = 2.0
_CPU = "CPU s / 1,000 registrations"


_Rows: TypeAlias = Sequence[tuple[str, str, str, Callable[[Run], float]]]
"""Key, label, format, and what is read from a run."""

_FULL: _Rows = (
    ("rate", "updates/s", ",.0f", lambda run: run.rate),
    ("p50_ms", "p50, ms", ",.0f", lambda run: run.alone.p50),
    ("p99_ms", "p99, ms", ",.0f", lambda run: run.alone.p99),
    ("cpu_s_per_1000", f"{_CPU}, bot and crowd", ".1f", lambda run: run.alone.cpu_per_1000),
    ("postgres_cpu_s_per_1000", f"{_CPU}, PostgreSQL", ".1f", lambda run: run.postgres_per_1000),
)
_PACED: _Rows = (
    ("in_time", "answered in time, %", ".0f", lambda run: 100 * run.alone.in_time),
    ("p50_ms", "p50, ms", ",.1f", lambda run: run.alone.p50),
    ("p99_ms", "p99, ms", ",.1f", lambda run: run.alone.p99),
    ("all_cpu_s_per_1000", f"{_CPU}, all", ".1f", lambda run: run.cpu_per_1000),
)


class Compared:
    """Reads off what was found."""

    def __init__(self, found: Found) -> None:
        self._found = found

    # ── ratios ──

    def of_durable_peer(self) -> Spread:
        """Seratus's updates/s with two processes, of the best durable peer's, round by round."""
        found = self._found
        return _ratios(_rates(found.two["telegram"]), _best(max, found.full, DURABLE, _rate))

    def peer_s_cpu(self) -> Spread:
        """The CPU of a registration with the best peer, as a multiple of ours, round by round."""
        full = self._found.full
        ours = (run.cpu_per_1000 for run in full["telegram"])
        return _ratios(_best(min, full, PEERS, lambda run: run.cpu_per_1000), ours)

    def p99(self, pace: int, name: str) -> Spread:
        return Spread.of(run.alone.p99 for run in self._found.paced[pace][name])

    def p99_of_peer(self, pace: int) -> Spread:
        ours, theirs = (self.p99(pace, name).values for name in ("telegram", BESIDE))
        return _ratios(ours, theirs)

    def keeps(self, pace: int, name: str) -> bool:
        runs = self._found.paced[pace][name]
        return Spread.of(run.alone.in_time for run in runs).median >= IN_TIME

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
        clock = self.two_processes("telegram", _rate).median
        two = self.two_processes("telegram", lambda run: run.turns_per_cpu_second).median
        start, memory = self.of_bare("first_answer").median, self.of_bare("memory").median
        floor, durable = 100 * self.of_floor().median, self.of_durable_peer().median
        what = f"two processes, turns a CPU second, of one's (by the clock {clock:.2f} x)"
        peers = "two processes' updates/s, of the best durable peer's"
        cpu = "CPU of a registration with the best peer, of ours"
        flat = self.flat("telegram")
        return [
            *(target for pace in self._found.paced for target in self._at(pace)),
            Target("one process's updates/s, of the floor", floor, "≥", SHARE_OF_FLOOR, " %"),
            Target(peers, durable, "≥", BEST_DURABLE_PEER, " x"),
            Target(cpu, self.peer_s_cpu().median, "≥", CPU_OF_PEER, " x"),
            Target(what, two, "≥", TWO_PROCESSES, " x"),
            Target("memory with many conversations, of few's", flat, "≤", FLAT, " x"),
            Target("memory, of a bare aiogram bot's", memory, "≤", BARE_MEMORY, " x"),
            Target("start to first answer, of the bare bot's", start, "≤", BARE_START, " x"),
        ]

    def _at(self, pace: int) -> Iterator[Target]:
        """Give what is wanted at a pace; a peer that does not keep it is nothing to compare with.

        Who does not keep it answers later and later: the p99 tells only for how long.
        """
        if pace < PACED_FROM:
            return
        what, them = f"p99 at {pace} updates/s", NAMES[BESIDE]
        late = "" if self.keeps(pace, BESIDE) else f" ({them} does not keep it)"
        ours = self.p99(pace, "telegram").median
        yield Target(f"{what}{late}", ours, "≤", P99_AT_PACE, " ms")
        if not late:
            yield Target(f"{what}, of {them}'s", self.p99_of_peer(pace).median, "≤", 1, " x")

    def tables(self) -> str:
        parts = (self._systems(), self._paces(), self._processes(), self._starts())
        return "\n\n".join(parts)

    def _systems(self) -> str:
        lines = [_row(["at full load, median (lowest-highest)", *NAMES.values()])]
        lines += [_rule(len(NAMES)), *_lines("", _FULL, self._found.full)]
        for size in next(iter(self._found.memory.values())):
            cells = (self._memory(name, size) for name in NAMES)
            lines.append(_row([f"MB with {size:,} half-finished conversations", *cells]))
        return "\n".join(lines)

    def _paces(self) -> str:
        lines = [_row(["the same people at the same pace", *NAMES.values()]), _rule(len(NAMES))]
        for pace, runs in self._found.paced.items():
            lines += _lines(f"{pace} updates/s: ", _PACED, runs)
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
                "Seratus, Telegram, two processes, of the best durable peer's updates/s",
                self.of_durable_peer().written(".2f"),
            ),
            (f"{_CPU}, all: the best peer's, of ours", self.peer_s_cpu().written(".2f")),
        ]
        for name in SERATUS:
            two, label = self._found.two[name], f"{NAMES[name]}, two processes"
            wall = self.two_processes(name, _rate)
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
            "two_of_durable_peer": asdict(self.of_durable_peer()),
            "cpu_of_peer": asdict(self.peer_s_cpu()),
            "starts": {name: list(map(asdict, many)) for name, many in found.starts.items()},
        }

    def _of_system(self, name: str) -> dict[str, Any]:
        sizes = self._found.memory.get(name, {}).items()
        memory = {str(size): [run.alone.memory, run.alone.peak] for size, run in sizes}
        paced = {str(n): _read(_PACED, runs[name]) for n, runs in self._found.paced.items()}
        full = _read(_FULL, self._found.full[name])
        return full | {"paced": paced, "memory_and_peak_mb": memory}

    def _of_two(self, name: str) -> dict[str, Any]:
        wall = self.two_processes(name, _rate)
        cpu = self.two_processes(name, lambda run: run.turns_per_cpu_second)
        return {"of_one_by_the_clock": asdict(wall), "of_one_by_cpu": asdict(cpu)}


def _rate(run: Run) -> float:
    return run.rate


def _rates(runs: Iterable[Run]) -> list[float]:
    return [run.rate for run in runs]


def _best(
    choose: Callable[[Iterable[float]], float],
    runs: Mapping[str, Sequence[Run]],
    names: Iterable[str],
    what: Callable[[Run], float],
) -> Iterator[float]:
    """Give the best of some systems, round by round."""
    return (choose(map(what, many)) for many in zip(*(runs[n] for n in names), strict=True))


def _lines(before: str, rows: _Rows, runs: Mapping[str, Sequence[Run]]) -> Iterator[str]:
    """Write a line a row, with a cell a system."""
    for _, label, form, what in rows:
        cells = (Spread.of(map(what, runs[name])).written(form) for name in NAMES)
        yield _row([f"{before}{label}", *cells])


def _read(rows: _Rows, runs: Sequence[Run]) -> dict[str, Any]:
    return {key: asdict(Spread.of(map(what, runs))) for key, _, _, what in rows}


def _ratios(ours: Iterable[float], others: Iterable[float]) -> Spread:
    return Spread.of(one / other for one, other in zip(ours, others, strict=True))


def _row(cells: Iterable[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _rule(columns: int) -> str:
    return f"|---|{'---:|' * columns}"
