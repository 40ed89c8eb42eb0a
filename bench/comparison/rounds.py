"""Rounds: in each, every system runs at full load and then at equal paces, one after the other.

Whatever the machine does meanwhile, it does to all of them. At a pace the same people say the same
at the same moments to each system, whether it keeps up or not.
"""

import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import uvloop

from bench.comparison import starts
from bench.comparison.databases import Databases
from bench.comparison.floor import Floor, Sizes
from bench.comparison.runs import Run, Runner
from bench.comparison.starts import Start
from bench.comparison.systems import NAMES, PEERS
from bench.platforms.loads import Load, Pace
from bot.postgres import Server

SERATUS = ("telegram", "whatsapp")
FEW = 1_000  # half-finished conversations: the memory that is compared with that of many


@dataclass(frozen=True, slots=True)
class Options:
    """How much is measured. The peers take longer for a registration, so they make fewer."""

    rounds: int = 5
    in_flight: int = 256
    registrations: int = 512
    peers_registrations: int = 256
    conversations: int = 100_000
    warm_up: int = 128
    paces: Sequence[int] = (100, 200, 400, 600)
    """Messages a second."""
    paced_rounds: int = 3
    seconds: float = 3
    """Of each pace."""

    def registrations_of(self, name: str) -> int:
        return self.peers_registrations if name in PEERS else self.registrations


@dataclass(slots=True)
class Found:
    """All runs, by system, in the order of the rounds; `memory` by half-finished conversations."""

    full: dict[str, list[Run]] = field(default_factory=dict)
    paced: dict[int, dict[str, list[Run]]] = field(default_factory=dict)
    """By pace, and then by system."""
    two: dict[str, list[Run]] = field(default_factory=dict)
    floor: list[float] = field(default_factory=list)
    memory: dict[str, dict[int, Run]] = field(default_factory=dict)
    starts: dict[str, list[Start]] = field(default_factory=dict)


class Rounds:
    def __init__(self, server: Server, options: Options, tell: Callable[[str], None]) -> None:
        """`tell` is told what is measured next, `steps` times in all."""
        self._server = server
        self._options = options
        self._tell = tell
        self._databases = Databases(server)
        self._runner = Runner(server, self._databases)
        self.found = Found()

    @property
    def steps(self) -> int:
        """How often `tell` is called."""
        each = len(NAMES) + len(SERATUS) + 3
        return 1 + self._options.rounds * each + 2 * (len(PEERS) + 1)

    def measure(self) -> Found:
        options = self._options
        self._tell("warming up")
        sizes = self._runner.sizes(Load(options.warm_up, options.in_flight))
        for number in range(options.rounds):
            where = f"round {number + 1} of {options.rounds}"
            self._systems(where, sizes, options.paces if number < options.paced_rounds else ())
            self._two(where)
            self._starts(where)
        self._memory()
        return self.found

    def _systems(self, where: str, sizes: Sizes, paces: Sequence[int]) -> None:
        options, found = self._options, self.found
        for name, label in NAMES.items():
            self._tell(f"{where}: {label}")
            load = Load(options.registrations_of(name), options.in_flight)
            at_paces = [Pace(pace, options.seconds) for pace in paces]
            full, *paced = self._runner.in_turn(name, load, *at_paces)
            found.full.setdefault(name, []).append(full)
            for pace, run in zip(paces, paced, strict=True):
                found.paced.setdefault(pace, {}).setdefault(name, []).append(run)
            if name == "telegram":
                self._tell(f"{where}: the floor")
                found.floor.append(self._floor(sizes, full.alone.turns))

    def _floor(self, sizes: Sizes, transactions: int) -> float:
        """Write as many messages by pgbench; return how many a second."""
        database = self._databases.fresh("telegram")
        with tempfile.TemporaryDirectory() as folder:
            floor = Floor(self._server, self._options.registrations, sizes, Path(folder))
            floor.prepare(database)
            self._databases.sql("CHECKPOINT")
            rate = floor.rate(database, transactions)
        self._databases.drop(database)
        return rate

    def _two(self, where: str) -> None:
        options = self._options
        load = Load(options.registrations // 2, options.in_flight // 2)
        for name in SERATUS:
            self._tell(f"{where}: {NAMES[name]}, two processes")
            self.found.two.setdefault(name, []).append(self._runner.two(name, load))

    def _starts(self, where: str) -> None:
        self._tell(f"{where}: starting a bare bot")
        self.found.starts.setdefault("bare", []).append(uvloop.run(starts.bare()))
        self._tell(f"{where}: starting Seratus")
        database = self._databases.fresh("telegram")
        started = uvloop.run(starts.seratus(self._databases.of(database)))
        self.found.starts.setdefault("seratus", []).append(started)
        self._databases.drop(database)

    def _memory(self) -> None:
        options = self._options
        load = Load(min(200, options.registrations), min(64, options.in_flight))
        few = min(FEW, options.conversations // 10)
        for name in ("telegram", *PEERS):
            by_size = self.found.memory.setdefault(name, {})
            for conversations in (few, options.conversations):
                self._tell(f"{NAMES[name]}, {conversations:,} half-finished conversations")
                run = self._runner.alone(name, load, half_finished=conversations)
                by_size[conversations] = run
