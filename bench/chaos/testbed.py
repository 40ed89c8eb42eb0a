"""The testbed: the bots, their database, the platforms with the people, and what a fault is."""

import random
import time
from collections.abc import Callable, MutableSequence
from dataclasses import dataclass, field
from typing import ClassVar

from bench.chaos.bot_processes import BotProcesses, Manner
from bench.chaos.platforms_process import Platforms
from bench.machine import Breakable

LOOK = 0.002  # seconds between two looks at what happens


@dataclass(slots=True)
class Testbed:
    """Where a fault happens. `clock[0]`: how far the bots' clock is off, in seconds.

    `jumps`: when it was set ahead.
    """

    __test__: ClassVar[bool] = False  # pytest takes it for a class of tests, by its name

    bots: BotProcesses
    platforms: Platforms
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
        while self.platforms.last_reply <= now:
            if time.monotonic() > now + patience:
                return patience
            time.sleep(LOOK)
        return self.platforms.last_reply - since

    def rest(self, least: float, most: float) -> None:
        time.sleep(self.dice.uniform(least, most))


@dataclass(frozen=True, slots=True)
class Fault:
    """What befalls the bots, how they are run meanwhile, and how often it happens.

    `happen` does it, and returns the seconds until the bots served again, for each time.
    """

    title: str
    manner: Manner
    times: int
    happen: Callable[[Testbed], list[float]]


def recurring(
    title: str, manner: Manner, times: int, once: Callable[[Testbed, int], float]
) -> Fault:
    """Return a fault that happens again as soon as the bots have served again.

    `once` lets it happen for the n-th time, and returns when that was.
    """

    def happen(testbed: Testbed) -> list[float]:
        again = []
        for number in range(times):
            again.append(testbed.until_served(once(testbed, number)))
            testbed.step()
        return again

    return Fault(title, manner, times, happen)
