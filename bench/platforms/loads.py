"""What a crowd is to do, and what was measured while it did."""

import random
from collections.abc import Iterator
from dataclasses import dataclass, field

from bench.spread import quantile


@dataclass(frozen=True, slots=True)
class Load:
    """How many register, and how many of them at once: as one finishes, the next begins.

    They answer as soon as they are answered, so the system is at its limit.
    """

    registrations: int
    in_flight: int


@dataclass(frozen=True, slots=True)
class Pace:
    """So many messages a second come in, for some seconds, however long their answers take.

    They come at random moments, the same for every system (those of a Poisson process). Who was
    answered and has thought for a while says the next; if there is nobody, somebody new begins.
    """

    messages: int
    seconds: float

    def moments(self) -> Iterator[float]:
        """Give the seconds from the beginning to each message."""
        dice, at = random.Random(self.messages), 0.0
        while (at := at + dice.expovariate(self.messages)) < self.seconds:
            yield at


@dataclass(frozen=True, slots=True)
class Look:
    """How much was done at a moment (seconds on the clock that all processes share)."""

    at: float
    turns: int
    cpu: float


@dataclass(slots=True)
class Taken:
    """What one run measured: times in seconds; CPU is the whole process's, with the crowd's.

    `latencies`: from the JSON handed in, or due to be, to the reply handed to the sender.
    `in_time`: the share of the messages that was answered before the last was due.
    """

    turns: int = 0
    registrations: int = 0
    wall: float = 0
    cpu: float = 0
    in_time: float = 1
    latencies: list[float] = field(default_factory=list, repr=False)
    looks: list[Look] = field(default_factory=list, repr=False)

    @property
    def rate(self) -> float:
        """Turns a second."""
        return self.turns / self.wall

    def latency_ms(self, share: float) -> float:
        return 1000 * quantile(self.latencies, share)
