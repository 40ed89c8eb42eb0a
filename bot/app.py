"""The composition root: the parts are built and put together here, and nowhere else."""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Callable
from datetime import UTC, datetime, timedelta

import structlog
from typing_extensions import override

from bot.database import keys
from bot.patience import ended
from bot.ports import Clock, Sender
from bot.sending.delivery import PATIENCE, Delivery
from bot.settings import Settings
from bot.trouble import Trouble
from bot.turns.chats import Chats
from bot.turns.directory import Directory
from bot.turns.queue import Turns
from bot.turns.talks import Talks
from bot.turns.turn import Outlet, Turn
from bot.watch import UNWATCHED, Watch
from conversations.brain import Brain
from conversations.messages import Channel
from conversations.record import record
from locales.catalog import Catalog
from storage.connections import engine
from storage.database import Onlooker, Storage
from storage.errors import Away
from storage.proof.erased import ErasedFile
from storage.sealing import Sealer

log: structlog.stdlib.BoundLogger = structlog.get_logger()

# Connections: two channels each deliver by one short transaction after another, and two count.
_DELIVERING = 4
DELIVERED = PATIENCE + timedelta(seconds=1)  # at the end: to send, and to record what was sent
CLOSED = 1.0  # seconds: a database that hangs does not hear that we leave


class SystemClock(Clock):
    @override
    def now(self) -> datetime:
        return datetime.now(UTC)


@record
class App:
    """The parts that every channel shares."""

    settings: Settings
    storage: Storage
    outgoing: Storage
    """The same database; a commit lost with the machine only means a message sent twice."""
    catalog: Catalog
    directory: Directory
    brain: Brain
    clock: Clock
    watch: Watch

    @property
    def talks(self) -> Talks:
        return Talks(self.brain, self.catalog, self.directory, self.settings.forms)

    def turn(self, outlet: Outlet, chats: Chats | None = None) -> Turn:
        return Turn(self.storage, self.talks, outlet, chats or Chats())

    def turns(self, outlet: Outlet) -> Turns:
        chats = Chats()
        turn = self.turn(outlet, chats)
        return Turns(turn, watch=self.watch, at_something=chats.at_something)

    def delivery(self, sender: Sender, channel: Channel, account: str) -> Delivery:
        return Delivery(
            self.outgoing,
            self.catalog,
            sender,
            channel,
            account,
            self.clock,
            self.settings.lease,
            self.watch,
        )


@contextlib.asynccontextmanager
async def delivering(delivery: Delivery, turns: Turns) -> AsyncIterator[None]:
    """Deliver meanwhile; at the end, what came in is committed before what is due is sent."""
    taken = asyncio.Event()
    task = asyncio.create_task(delivery.run(taken))
    try:
        yield
    finally:
        await turns.finish()
        taken.set()
        delivery.wake()
        await ended(task, DELIVERED)


def _telling() -> Callable[[Away | None], None]:
    """Return what tells the log, for all who wait for the database, that it is away and back."""
    trouble = Trouble(log, "database_away", "database_back")

    def hear(away: Away | None) -> None:
        if away is None:
            trouble.over()
        else:
            trouble.lasts(reason=str(away))

    return hear


@contextlib.asynccontextmanager
async def opened(  # noqa: PLR0913, PLR0917 - the parts it is put together from
    settings: Settings,
    url: str,
    clock: Clock | None = None,
    brain: Brain | None = None,
    watch: Watch = UNWATCHED,
    onlooker: Onlooker | None = None,
) -> AsyncIterator[App]:
    """Build the parts on a migrated database; close them at the end.

    `onlooker`: see Storage; nobody looks on where it is served.
    """
    clock = clock or SystemClock()
    sealer = Sealer(keys(settings))
    hear = _telling()
    erased = ErasedFile(settings.erased_file)
    safe = engine(url, sealer=sealer)
    storage = Storage(safe, sealer, clock.now, settings.people_a_day, hear, onlooker, erased)
    less_safe = engine(url, _DELIVERING, durable=False, sealer=sealer)
    outgoing = Storage(less_safe, sealer, clock.now, hear=hear)
    directory = Directory()
    try:
        await storage.check_keys()
        await directory.read(storage)
        yield App(
            settings,
            storage,
            outgoing,
            Catalog.load(),
            directory,
            brain or Brain.registering(),
            clock,
            watch,
        )
    finally:
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(CLOSED):
                await asyncio.gather(outgoing.close(), storage.close())
