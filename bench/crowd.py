"""A crowd that registers through the whole path of the bot, as fast as it is answered.

JSON bytes ─► Reception ─► Turns ─► commit ─► outbox ─► Delivery ─► StubSender ─► the next answer
"""

import asyncio
import resource
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field

from bench.people import Person
from bench.stub import ACCOUNT, StubSender, tapped, typed
from bot.app import App
from bot.delivery import Offer
from bot.ports import Message
from bot.telegram.reception import Reception
from conversations.messages import Channel, Incoming
from storage.outbox import Post


@dataclass(slots=True)
class Taken:
    """What one run measured. Times in seconds; CPU is the whole process's, with the crowd's."""

    turns: int = 0
    groups: int = 0
    registrations: int = 0
    wall: float = 0
    cpu: float = 0
    latencies: list[float] = field(default_factory=list, repr=False)

    @property
    def rate(self) -> float:
        return self.turns / self.wall

    def latency(self, share: float) -> float:
        """Return the quantile, in milliseconds."""
        found = sorted(self.latencies)
        return 1000 * found[min(int(share * len(found)), len(found) - 1)]

    @property
    def cpu_per_1000(self) -> float:
        return 1000 * self.cpu / self.registrations


class Crowd:
    """People in flight: as one finishes, the next begins, until `registrations` have finished."""

    def __init__(
        self, app: App, waiting: Iterator[Person], step: Callable[[int], None] = lambda _: None
    ) -> None:
        self._app = app
        self._waiting = waiting
        self._step = step
        self._people: dict[int, Person] = {}
        self._tasks: set[asyncio.Task[None]] = set()
        self._update_id = 0
        self._over = asyncio.Event()
        self._fault: BaseException | None = None
        self.taken = Taken()
        self._delivery = app.delivery(StubSender(self._heard), Channel.TELEGRAM, ACCOUNT)
        self._turns = app.turns(self)
        self._reception = Reception(
            ACCOUNT, self._take, app.clock, answer_callback=_nothing, leave=_nothing
        )

    async def register(self, registrations: int, in_flight: int) -> Taken:
        """Let so many register, so many at once; raise what any of them met."""
        stop = asyncio.Event()
        delivering = asyncio.create_task(self._delivery.run(stop))
        wall, cpu = time.perf_counter(), time.process_time()
        self._left = registrations
        for _ in range(min(in_flight, registrations)):
            self._begin()
        await self._over.wait()
        self.taken.wall, self.taken.cpu = time.perf_counter() - wall, time.process_time() - cpu
        stop.set()
        self._delivery.wake()
        await asyncio.gather(delivering, *self._tasks)
        if self._fault is not None:
            raise self._fault
        return self.taken

    def _begin(self) -> None:
        self._left -= 1
        person = next(self._waiting)
        self._people[person.id] = person
        self._say(person, "", Message(""))

    def _heard(self, person_id: int, remote_id: str, message: Message) -> None:
        person = self._people[person_id]
        if not person.finished:
            self._say(person, remote_id, message)
            return
        del self._people[person_id]
        self.taken.registrations += 1
        self._step(self.taken.registrations)
        if self._left:
            self._begin()
        elif not self._people:
            self._over.set()

    def _say(self, person: Person, remote_id: str, shown: Message) -> None:
        """Say the next line; a button that is not there is a fault of the script or of the bot."""
        line = person.lines[person.at]
        person.at += 1
        self._update_id += 1
        now = self._app.clock.now()
        if line.types:
            raw = typed(self._update_id, person.id, line.types, now)
        else:
            token = next((b.token for b in shown.buttons if b.token.endswith(line.taps)), None)
            if token is None:
                self._fail(LookupError(f"no button {line.taps!r} under {shown.text!r}"))
                return
            raw = tapped(self._update_id, person.id, now, token=token, on=remote_id, shown=shown)
        task = asyncio.create_task(self._reception.admit(raw))
        self._tasks.add(task)
        task.add_done_callback(self._admitted)

    def _admitted(self, task: asyncio.Task[None]) -> None:
        self._tasks.discard(task)
        if error := task.exception():
            self._fail(error)

    def _fail(self, error: BaseException) -> None:
        self._fault = self._fault or error
        self._over.set()

    async def _take(self, incoming: Incoming) -> None:
        begun = time.perf_counter()
        await self._turns.take(incoming)
        self.taken.latencies.append(time.perf_counter() - begun)
        self.taken.turns += 1

    def offers(self) -> Offer:
        return self._delivery.offers()

    def take(self, posts: Sequence[Post]) -> None:
        """Count the groups: each ends with this, after its commit."""
        self.taken.groups += 1
        self._delivery.take(posts)


async def _nothing(_: object) -> None:
    """Answer no callback: nobody's button spins."""


def peak_megabytes() -> float:
    """Return the most memory this process ever held."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024  # Linux counts in KiB
