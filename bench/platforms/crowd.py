"""A crowd that registers: each as fast as they are answered, or all of them at one pace.

    JSON bytes ─► whatever system is measured ─► a stub of its sender ─► the next answer

The crowd does not know which system it is: it is given one way in (`admit`, which returns once
the answer is durable) and hears what people are sent.
"""

import asyncio
import contextlib
import time
from collections import deque
from collections.abc import Awaitable, Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from bench.platforms.loads import Load, Look, Pace, Taken
from bench.platforms.people import Person
from bench.platforms.wires import Wire
from bot.ports import Message

Admit: TypeAlias = Callable[[bytes], Awaitable[None]]
"""Hand in what a platform posts; returns once the platform may forget it."""

SILENCE = 30.0  # seconds without any turn after which something is broken
EVERY = 0.05  # seconds between two looks at what has been done
THINKING = 0.1  # seconds at least from an answer to the next message of the same person, at a pace


@dataclass(frozen=True, slots=True)
class _Answered:
    """Somebody who can say the next line, the message they were sent, and when that was."""

    person: Person
    message_id: str
    message: Message
    at: float


class Crowd:
    """All who register; `waiting` are those who have not begun."""

    def __init__(self, wire: Wire, waiting: Iterator[Person]) -> None:
        self._wire = wire
        self._waiting = waiting
        self._people: dict[int, Person] = {}
        self._said: dict[int, float] = {}
        """When those who wait for an answer said what they said."""
        self._heard_at: list[float] = []
        self._answered: deque[_Answered] = deque()
        self._goes_on: Callable[[_Answered], None] = self._later
        self._tasks: set[asyncio.Future[None]] = set()

    async def register(self, admit: Admit, load: Load) -> Taken:
        """Let people register; raise what any of them met."""
        self._left = load.registrations
        self._goes_on = self._at_once
        with self._measured(admit):
            for _ in range(min(load.in_flight, load.registrations)):
                self._begin_next()
            await self._until_all_is_over()
        return self.taken

    async def keep_pace(self, admit: Admit, pace: Pace) -> Taken:
        """Let messages come at a pace, and all of them be answered; raise what any of them met.

        Who has not finished by then goes on at the next pace.
        """
        self._all_came = False
        self._heard_at, self._goes_on = [], self._later
        end = time.perf_counter() + pace.seconds
        with self._measured(admit):
            arriving = asyncio.create_task(self._arrive(pace))
            try:
                await self._until_all_is_over()
            finally:
                arriving.cancel()
        # Counted afterwards: a system at its limit keeps this process from looking in time.
        in_time = sum(at <= end for at in self._heard_at)
        self.taken.in_time = in_time / max(len(self._heard_at), 1)
        return self.taken

    @contextlib.contextmanager
    def _measured(self, admit: Admit) -> Iterator[None]:
        self._admit, self.taken, self._over = admit, Taken(), asyncio.Event()
        self._fault: BaseException | None = None
        began, cpu = time.perf_counter(), time.process_time()
        self._look()
        yield
        self.taken.wall = time.perf_counter() - began
        self.taken.cpu = time.process_time() - cpu
        self._look()

    async def _arrive(self, pace: Pace) -> None:
        began = time.perf_counter()
        for moment in pace.moments():
            due = began + moment
            await asyncio.sleep(max(due - time.perf_counter(), 0))
            if self._answered and self._answered[0].at <= due - THINKING:
                self._say(self._answered.popleft(), due)
            else:
                self._begin(due)
        self._all_came = True
        self._end_if_all_are_answered()

    def _end_if_all_are_answered(self) -> None:
        if self._all_came and not self._said:
            self._over.set()

    async def _until_all_is_over(self) -> None:
        """Look now and then until all is over, or nothing happens any more."""
        while not self._over.is_set():
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self._over.wait(), EVERY)
            self._look()
            if _silent(self.taken.looks):
                waiting = [f"{p.id} at line {p.at}" for p in self._people.values()]
                raise TimeoutError(f"nobody is answered any more: {', '.join(waiting[:5])} …")
        if self._fault is not None:
            raise self._fault
        while self._tasks:  # each counts when it tells that it is done, soon after it is
            await asyncio.wait(self._tasks)
            await asyncio.sleep(0)

    def _look(self) -> None:
        self.taken.looks.append(Look(time.monotonic(), self.taken.turns, time.process_time()))

    def _begin_next(self) -> None:
        self._left -= 1
        self._begin()

    def _begin(self, due: float | None = None) -> None:
        person = next(self._waiting)
        self._people[person.id] = person
        self._say(_Answered(person, "", Message(""), 0), due)

    def knows(self, person_id: int) -> bool:
        return person_id in self._people

    def heard(self, person_id: int, message_id: str, message: Message) -> None:
        """Hear what somebody is sent; that is also when they can say the next line."""
        person, now = self._people[person_id], time.perf_counter()
        self.taken.latencies.append(now - self._said.pop(person_id))
        self._heard_at.append(now)
        self.taken.registrations += person.at == len(person.lines) - 1  # this is the receipt
        if person.finished:
            del self._people[person_id]
        self._goes_on(_Answered(person, message_id, message, now))

    def _later(self, answered: _Answered) -> None:
        """Keep them for a message that comes later."""
        if not answered.person.finished:
            self._answered.append(answered)
        self._end_if_all_are_answered()

    def _at_once(self, answered: _Answered) -> None:
        """Say the next line, or let somebody else begin."""
        if not answered.person.finished:
            self._say(answered)
        elif self._left:
            self._begin_next()
        elif not self._people:
            self._over.set()

    def _say(self, answered: _Answered, due: float | None = None) -> None:
        """Say the next line; a button that is not there is a fault of the script or the bot."""
        person, shown = answered.person, answered.message
        line = person.lines[person.at]
        person.at += 1
        if line.types:
            raw = self._wire.typed(person.id, line.types)
        else:
            button = next((b for b in shown.buttons if b.token.endswith(line.taps)), None)
            if button is None:
                self._fail(LookupError(f"no button {line.taps!r} under {shown.text!r}"))
                return
            raw = self._wire.tapped(person.id, button, answered.message_id, shown)
        self._said[person.id] = due or time.perf_counter()
        task = asyncio.ensure_future(self._admit(raw))
        self._tasks.add(task)
        task.add_done_callback(self._admitted)

    def _admitted(self, task: asyncio.Future[None]) -> None:
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
