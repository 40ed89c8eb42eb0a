"""The acts: what is done to the bots, their database and the platforms while people go on talking.

An act says how the bots are run meanwhile (`manner`) and how much it does (`faults`); `play` does
it, and tells of each fault how many seconds it took until somebody was answered again.
"""

import asyncio
import time
from dataclasses import dataclass
from pathlib import Path

from bench.chaos.bot_processes import Manner
from bench.chaos.testbed import LOOK, Stage

LIFE = 0.5  # seconds at most that a bot goes on living once it has served
IN_CHILDHOOD = 0.15  # of all kills come while it starts, before it has served anybody
CHILDHOOD = 0.4  # seconds at most

# A lease must outlast a sending, or a reply leaves twice: it is longer where those are slow.
KILLED = Manner(lease=2)
DISTURBED = Manner(lease=5)
SLOWED = Manner(lease=30)
UNLOGGED = Manner(lease=5, log=Path("/dev/full"), log_level="debug")


@dataclass(frozen=True, slots=True)
class Nothing:
    """Nothing breaks: what the others are compared with."""

    seconds: float
    title: str = "nothing (to compare with)"
    manner: Manner = SLOWED
    faults: int = 0

    def play(self, stage: Stage) -> list[float]:
        del stage
        time.sleep(self.seconds)
        return []


@dataclass(frozen=True, slots=True)
class Kills:
    """kill -9 of each bot at random moments, on its own, and a new one in its place.

    The children are forked from a warm parent, except in a manner that executes them.
    """

    title: str
    faults: int
    manner: Manner = KILLED

    def play(self, stage: Stage) -> list[float]:
        bots = range(self.manner.bots)
        again: list[float] = []
        ends: dict[int, float] = dict.fromkeys(bots, 0.0)  # when to kill; 0: not served yet
        done = 0
        while done < self.faults:
            for slot in bots:
                if done < self.faults and self._kill_in_time(stage, slot, ends, again):
                    done += 1
                    stage.step()
            time.sleep(LOOK)
        return again

    def _kill_in_time(
        self, stage: Stage, slot: int, ends: dict[int, float], again: list[float]
    ) -> bool:
        """Look at one bot; True if it was killed and another one begun."""
        fleet, now = stage.fleet, time.monotonic()
        if not ends[slot]:
            served = fleet.served_at(slot)
            if served is None:
                return False
            if killed := fleet.killed_at(slot):
                again.append(served - killed)
            ends[slot] = now + stage.dice.uniform(0, LIFE)
        if now < ends[slot]:
            return False
        fleet.kill(slot)
        fleet.start(slot)
        young = not self.manner.executed and stage.dice.random() < IN_CHILDHOOD
        ends[slot] = time.monotonic() + stage.dice.uniform(0, CHILDHOOD) if young else 0.0
        return True


@dataclass(frozen=True, slots=True)
class DatabaseCrashes:
    """PostgreSQL stopped at once and started again; and one of its backends killed in a commit."""

    faults: int
    title: str = "PostgreSQL stopped at once, or a backend killed in a commit"
    manner: Manner = DISTURBED

    def play(self, stage: Stage) -> list[float]:
        def crash(number: int) -> float:
            stage.rest(0.2, 1.5)
            begun = time.monotonic()
            if number % 2:
                while not asyncio.run(stage.database.kill_a_backend()):
                    time.sleep(LOOK)
            else:
                stage.database.stop_at_once()
                stage.rest(0, 1)
                stage.database.start_again()
            return begun

        return stage.served_after(self.faults, crash)


@dataclass(frozen=True, slots=True)
class Cuts:
    """All connections to the database cut at once, again and again."""

    faults: int
    title: str = "connections to PostgreSQL cut"
    manner: Manner = DISTURBED

    def play(self, stage: Stage) -> list[float]:
        def cut(_: int) -> float:
            stage.rest(0, 0.5)
            begun = time.monotonic()
            asyncio.run(stage.database.cut())
            return begun

        return stage.served_after(self.faults, cut)


@dataclass(frozen=True, slots=True)
class PlatformTroubles:
    """Both platforms fail in one way for some seconds (`bench/platforms/failures.py`)."""

    title: str
    trouble: str
    seconds: float
    manner: Manner = SLOWED
    faults: int = 1

    def play(self, stage: Stage) -> list[float]:
        def fail(_: int) -> float:
            stage.rest(0.5, 1)
            stage.standin.ask("trouble", self.trouble)
            time.sleep(self.seconds)
            stage.standin.ask("trouble", "none")
            return time.monotonic()

        return stage.served_after(self.faults, fail)


@dataclass(frozen=True, slots=True)
class KillsInTrouble:
    """Both platforms fail, and meanwhile all bots are killed and must start all the same."""

    faults: int
    trouble: str = "broken"
    title: str = "all bots killed at once while the platforms fail"
    manner: Manner = DISTURBED

    def play(self, stage: Stage) -> list[float]:
        def kill_all(_: int) -> float:
            stage.standin.ask("trouble", self.trouble)
            for slot in range(self.manner.bots):
                stage.fleet.kill(slot)
                stage.fleet.start(slot)
            stage.rest(1, 3)
            stage.standin.ask("trouble", "none")
            return time.monotonic()

        return stage.served_after(self.faults, kill_all)


@dataclass(frozen=True, slots=True)
class Unruly:
    """The platforms post everything at once to both bots, again later, and in any order."""

    seconds: float
    title: str = "each message posted four times, late, to both bots, in any order"
    manner: Manner = SLOWED
    faults: int = 1

    def play(self, stage: Stage) -> list[float]:
        stage.standin.ask("unruly", True)  # noqa: FBT003 - it goes through a pipe
        time.sleep(self.seconds)
        stage.standin.ask("unruly", False)  # noqa: FBT003 - it goes through a pipe
        stage.step()
        return []


@dataclass(frozen=True, slots=True)
class ClockJumps:
    """The clock of both bots jumps by hours, to and fro."""

    faults: int
    title: str = "the clock jumps by hours, forth and back"
    manner: Manner = DISTURBED
    most: float = 6 * 3600

    def play(self, stage: Stage) -> list[float]:
        def jump(number: int) -> float:
            stage.rest(0.2, 1)
            begun = time.monotonic()
            last = number == self.faults - 1
            stage.set_clock(0 if last else stage.dice.uniform(-self.most, self.most))
            return begun

        return stage.served_after(self.faults, jump)


@dataclass(frozen=True, slots=True)
class FullDisk:
    """The disk of the log is full: every line fails, and there are many."""

    faults: int
    title: str = "the log's disk full, connections cut"
    manner: Manner = UNLOGGED

    def play(self, stage: Stage) -> list[float]:
        return Cuts(self.faults, self.title, self.manner).play(stage)
