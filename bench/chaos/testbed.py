"""The stage: the bots, their database, the platforms with the people, and what an act is."""

import random
import time
from collections.abc import Callable, MutableSequence
from dataclasses import dataclass, field
from typing import Protocol

from bench.chaos.bot_processes import Fleet, Manner
from bench.chaos.platforms_process import Standin
from bench.machine import Breakable

LOOK = 0.002  # seconds between two looks at what happens


@dataclass(slots=True)
class Stage:
    """Where an act plays. `clock[0]`: how far the bots' clock is off, in seconds.

    `jumps`: when it was set ahead.
    """

    fleet: Fleet
    standin: Standin
    database: Breakable
    dice: random.Random
    clock: MutableSequence[float]
    step: Callable[[], None] = lambda: None
    """Called after each fault."""
    jumps: list[float] = field(default_factory=list)

    def set_clock(self, off: float) -> None:
        if off > self.clock[0]:
            self.jumps.append(time.monotonic())
        self.clock[0] = off

    def until_served(self, since: float, patience: float = 60) -> float:
        """Wait for the next reply; return how long after `since` it came."""
        now = time.monotonic()
        while self.standin.last_reply <= now:
            if time.monotonic() > now + patience:
                return patience
            time.sleep(LOOK)
        return self.standin.last_reply - since

    def served_after(self, faults: int, fault: Callable[[int], float]) -> list[float]:
        """Let something break so often; return how long each time until the bots served again.

        `fault` breaks it, for the n-th time, and returns when that was.
        """
        again = []
        for number in range(faults):
            again.append(self.until_served(fault(number)))
            self.step()
        return again

    def rest(self, least: float, most: float) -> None:
        time.sleep(self.dice.uniform(least, most))


class Act(Protocol):
    @property
    def title(self) -> str: ...
    @property
    def manner(self) -> Manner: ...
    @property
    def faults(self) -> int: ...

    def play(self, stage: Stage) -> list[float]:
        """Do it; return the seconds until the bots served again, for each fault."""
