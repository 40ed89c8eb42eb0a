"""A crowd that registers, each as fast as they are answered or after thinking for a while.

    JSON bytes ─► whatever system is measured ─► a stub of its sender ─► the next answer

The crowd does not know which system it is: it is given one way in (`admit`, which returns once
the answer is durable) and hears what people are sent.
"""

import asyncio
import contextlib
import random
import time
from collections.abc import Awaitable, Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import TypeAlias

from bench.platforms.people import Person
from bench.platforms.wires import Wire
from bot.ports import Message

Admit: TypeAlias = Callable[[bytes], Awaitable[None]]
"""Hand in what a platform posts; returns once the platform may forget it."""

SILENCE = 30.0  # seconds without any turn after which something is broken
EVERY = 0.05  # seconds between two looks at what has been done


@dataclass(frozen=True, slots=True)
class Load:
    """How many register, and how many of them at once: as one finishes, the next begins.

    `thinking`: seconds from one message of a person to their next, on average, exponentially
    spread; 0: they answer as soon as they are answered, and the system is at its limit.
    """

    registrations: int
    in_flight: int
    thinking: float = 0


@dataclass(frozen=True, slots=True)
class Look:
    """How much was done at a moment (seconds on the clock that all processes share)."""

    at: float
    turns: int
    cpu: float


@dataclass(slots=True)
class Taken:
    """What one run measured: times in seconds; CPU is the whole process's, with the crowd's.

    `latencies`: from the JSON handed in to the reply handed to the sender. `steady`: the turns and
    seconds until nobody new began; people who think are as many as they should be until then.
    """

    turns: int = 0
    registrations: int = 0
    wall: float = 0
    cpu: float = 0
    steady: tuple[int, float] = (0, 0.0)
    latencies: list[float] = field(default_factory=list, repr=False)
    looks: list[Look] = field(default_factory=list, repr=False)

    @property
    def rate(self) -> float:
        """Turns a second."""
        return self.turns / self.wall

    def latency_ms(self, share: float) -> float:
        found = sorted(self.latencies)
        return 1000 * found[min(int(share * len(found)), len(found) - 1)]


class Crowd:
    """All who register; `waiting` are those who have not begun."""

    def __init__(self, wire: Wire, waiting: Iterator[Person]) -> None:
        self._wire = wire
        self._waiting = waiting
        self._people: dict[int, Person] = {}
        self._said: dict[int, float] = {}
        self._tasks: set[asyncio.Task[None]] = set()

    async def register(self, admit: Admit, load: Load) -> Taken:
        """Let people register; raise what any of them met."""
        self._admit, self._load, self.taken = admit, load, Taken()
        self._left, self._over = load.registrations, asyncio.Event()
        self._fault: BaseException | None = None
        self._began, cpu = time.perf_counter(), time.process_time()
        for _ in range(min(load.in_flight, load.registrations)):
            self._begin()
        await self._watch()
        if self._fault is not None:
            raise self._fault
        await asyncio.gather(*self._tasks)
        self.taken.wall = time.perf_counter() - self._began
        self.taken.cpu = time.process_time() - cpu
        self._look()
        return self.taken

    async def _watch(self) -> None:
        """Look now and then until all is over, or nothing happens any more."""
        self._look()
        while not self._over.is_set():
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self._over.wait(), EVERY)
            self._look()
            if _silent(self.taken.looks):
                waiting = [f"{p.id} at line {p.at}" for p in self._people.values()]
                raise TimeoutError(f"nobody is answered any more: {', '.join(waiting[:5])} …")

    def _look(self) -> None:
        self.taken.looks.append(Look(time.monotonic(), self.taken.turns, time.process_time()))

    def _begin(self) -> None:
        self._left -= 1
        if not self._left:
            self.taken.steady = self.taken.turns, time.perf_counter() - self._began
        person = next(self._waiting)
        self._people[person.id] = person
        self._say(person, "", Message(""))

    def knows(self, person_id: int) -> bool:
        return person_id in self._people

    def heard(self, person_id: int, message_id: str, message: Message) -> None:
        """Hear what somebody is sent; that is also when they say the next line."""
        person = self._people[person_id]
        if self._left or not self._load.thinking:
            self.taken.latencies.append(time.perf_counter() - self._said[person_id])
        if not person.finished:
            self._say(person, message_id, message)
            return
        del self._people[person_id], self._said[person_id]
        self.taken.registrations += 1
        if self._left:
            self._begin()
        elif not self._people:
            self._over.set()

    def _say(self, person: Person, message_id: str, shown: Message) -> None:
        """Say the next line; a button that is not there is a fault of the script or the bot."""
        line = person.lines[person.at]
        person.at += 1
        if line.types:
            raw = self._wire.typed(person.id, line.types)
        else:
            button = next((b for b in shown.buttons if b.token.endswith(line.taps)), None)
            if button is None:
                self._fail(LookupError(f"no button {line.taps!r} under {shown.text!r}"))
                return
            raw = self._wire.tapped(person.id, button, message_id, shown)
        now = time.perf_counter()
        waited = now - self._said.get(person.id, now)
        self._said[person.id] = now
        task = asyncio.create_task(self._handed_in(person.id, raw, waited))
        self._tasks.add(task)
        task.add_done_callback(self._admitted)

    async def _handed_in(self, person_id: int, raw: bytes, waited: float) -> None:
        if self._load.thinking:
            thinking = random.expovariate(1 / self._load.thinking)
            await asyncio.sleep(max(thinking - waited, 0))
            self._said[person_id] = time.perf_counter()
        await self._admit(raw)

    def _admitted(self, task: asyncio.Task[None]) -> None:
        self._tasks.discard(task)
        if error := task.exception():
            self._fail(error)
        else:
            self.taken.turns += 1

    def _fail(self, error: BaseException) -> None:
        self._fault = self._fault or error
        self._over.set()


def _silent(looks: Sequence[Look]) -> bool:
    since = [one.at for one in looks if one.turns == looks[-1].turns]
    return looks[-1].at - since[0] > SILENCE
