"""The faults: what befalls the bots, their database and the platforms while people go on talking.

Each says how the bots are run meanwhile and how often it happens, and tells how many seconds it
took each time until somebody was answered again.
"""

import asyncio
import time
from dataclasses import dataclass, field
from pathlib import Path

from bench.chaos.bot_processes import Manner
from bench.chaos.testbed import LOOK, Fault, Testbed, recurring

LIFE = 0.5  # seconds at most that a bot goes on living once it has served
IN_CHILDHOOD = 0.15  # of all kills come while it starts, before it has served anybody
CHILDHOOD = 0.4  # seconds at most
MOST_OFF = 6 * 3600  # seconds that a clock jumps

# A lease must outlast a sending, or a reply leaves twice: it is longer where those are slow.
KILLED = Manner(lease=2)
DISTURBED = Manner(lease=5)
SLOWED = Manner(lease=30)
UNLOGGED = Manner(lease=5, log=Path("/dev/full"), log_level="debug")
CUT = "connections to PostgreSQL cut"


def nothing(seconds: float) -> Fault:
    """Break nothing: what the others are compared with."""

    def wait(_: Testbed) -> list[float]:
        time.sleep(seconds)
        return []

    return Fault("nothing (to compare with)", SLOWED, 0, wait)


def kills(title: str, times: int, manner: Manner = KILLED) -> Fault:
    """Kill each bot (-9) at random moments, on its own, and start a new one in its place.

    The children are forked from a warm parent, except in a manner that executes them.
    """

    def kill_all(testbed: Testbed) -> list[float]:
        killing = _Killing(testbed, manner)
        while killing.done < times:
            for slot in range(manner.bots):
                if killing.done < times:
                    killing.kill_in_time(slot)
            time.sleep(LOOK)
        return killing.again

    return Fault(title, manner, times, kill_all)


@dataclass(slots=True)
class _Killing:
    """`ends`: when to kill the bot in each slot; 0: it has not served yet."""

    testbed: Testbed
    manner: Manner
    done: int = 0
    again: list[float] = field(default_factory=list)
    ends: dict[int, float] = field(default_factory=dict)

    def kill_in_time(self, slot: int) -> None:
        """Look at one bot; kill it and begin another one if its time has come."""
        bots, dice, now = self.testbed.bots, self.testbed.dice, time.monotonic()
        if not self.ends.get(slot):
            served = bots.served_at(slot)
            if served is None:
                return
            if killed := bots.killed_at(slot):
                self.again.append(served - killed)
            self.ends[slot] = now + dice.uniform(0, LIFE)
        if now < self.ends[slot]:
            return
        bots.start_anew(slot)
        young = not self.manner.executed and dice.random() < IN_CHILDHOOD
        self.ends[slot] = time.monotonic() + dice.uniform(0, CHILDHOOD) if young else 0.0
        self.done += 1
        self.testbed.step()


def database_crashes(times: int) -> Fault:
    """Stop PostgreSQL at once and start it again; or kill one of its backends in a commit."""

    def crash(testbed: Testbed, number: int) -> float:
        testbed.rest(0.2, 1.5)
        begun = time.monotonic()
        if number % 2:
            while not asyncio.run(testbed.database.kill_a_backend()):
                time.sleep(LOOK)
        else:
            testbed.database.stop_at_once()
            testbed.rest(0, 1)
            testbed.database.start_again()
        return begun

    title = "PostgreSQL stopped at once, or a backend killed in a commit"
    return recurring(title, DISTURBED, times, crash)


def cuts(times: int, title: str = CUT, manner: Manner = DISTURBED) -> Fault:
    """Cut all connections to the database at once, again and again."""

    def cut(testbed: Testbed, _: int) -> float:
        testbed.rest(0, 0.5)
        begun = time.monotonic()
        asyncio.run(testbed.database.cut())
        return begun

    return recurring(title, manner, times, cut)


def platform_failures(title: str, failures: str, seconds: float) -> Fault:
    """Let both platforms fail in one way for some seconds (`bench/platforms/failures.py`)."""

    def fail(testbed: Testbed, _: int) -> float:
        testbed.rest(0.5, 1)
        testbed.platforms.ask("fail", failures)
        time.sleep(seconds)
        testbed.platforms.ask("fail", "none")
        return time.monotonic()

    return recurring(title, SLOWED, 1, fail)


def kills_while_failing(times: int, failures: str = "broken") -> Fault:
    """Let both platforms fail, and meanwhile kill all bots, which must start all the same."""

    def kill_all(testbed: Testbed, _: int) -> float:
        testbed.platforms.ask("fail", failures)
        for slot in range(DISTURBED.bots):
            testbed.bots.start_anew(slot)
        testbed.rest(1, 3)
        testbed.platforms.ask("fail", "none")
        return time.monotonic()

    title = "all bots killed at once while the platforms fail"
    return recurring(title, DISTURBED, times, kill_all)


def unruly(seconds: float) -> Fault:
    """Let the platforms post everything at once to both bots, again later, and in any order."""

    def post(testbed: Testbed) -> list[float]:
        for so in (True, False):
            testbed.platforms.ask("unruly", so)
            time.sleep(seconds if so else 0)
        testbed.step()
        return []

    return Fault(
        "each message posted four times, late, to both bots, in any order", SLOWED, 1, post
    )


def clock_jumps(times: int) -> Fault:
    """Let the clock of both bots jump by hours, to and fro."""

    def jump(testbed: Testbed, number: int) -> float:
        testbed.rest(0.2, 1)
        begun = time.monotonic()
        last = number == times - 1
        testbed.set_clock(0 if last else testbed.dice.uniform(-MOST_OFF, MOST_OFF))
        return begun

    return recurring("the clock jumps by hours, forth and back", DISTURBED, times, jump)


def full_disk(times: int) -> Fault:
    """Fill the disk of the log: every line fails, and there are many."""
    return cuts(times, "the log's disk full, connections cut", UNLOGGED)
