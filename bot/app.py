"""The composition root: the parts are built and put together here, and nowhere else."""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Callable, Iterator
from dataclasses import field
from datetime import UTC, datetime, timedelta

import structlog
from typing_extensions import override

from bot.patience import ended
from bot.ports import Clock, Sender
from bot.postgres import start
from bot.sending.delivery import PATIENCE, Delivery
from bot.settings import Settings, SettingsError
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
from storage import keyfile, pooler
from storage.connections import engine
from storage.database import Onlooker, Storage
from storage.errors import Away, Denied, Pooled, Unreleased
from storage.migrate import migrate
from storage.sealing import Keys, Sealer

log: structlog.stdlib.BoundLogger = structlog.get_logger()

# Connections: two channels each deliver by one short transaction after another, and two count.
_DELIVERING = 4
DELIVERED = PATIENCE + timedelta(seconds=1)  # at the end: to send, and to record what was sent
CLOSED = 1.0  # seconds: a database that hangs does not hear that we leave


_POOLED = (
    "SERATUS_DATABASE_URL leads to a pooler (PgBouncer) that hands each transaction to another "
    "connection, or keeps from the database what a connection begins with: give the address of "
    "PostgreSQL itself (port 5432, as a rule)"
)


_DENIED = (
    "This database must be brought up to date, and whoever signs in here may not change its "
    "tables: 'seratus migrate' with SERATUS_DATABASE_OWNER_URL, which signs in as their owner"
)


class OldDatabase(Exception):  # noqa: N818 - the world's state, told in its message
    """The database cannot be brought up to date; the message says what to do."""


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


@record
class Place:
    """Where the database is: for the application, and for whoever changes its tables."""

    url: str = field(repr=False)
    owner_url: str = field(repr=False)


@contextlib.contextmanager
def database(settings: Settings) -> Iterator[Place]:
    """Give the database: the operator's own, or an embedded one while it is used."""
    if settings.database_url:
        yield Place(settings.database_url, settings.database_owner_url or settings.database_url)
        return
    try:
        settings.home.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        message = (
            f"SERATUS_HOME is {settings.home}, and that cannot be made: {error.strerror}. "
            "Set it to a folder that can be written."
        )
        raise SettingsError(message) from error
    server = start(settings.home)
    try:
        yield Place(server.app_url, server.owner_url)
    finally:
        server.stop()


async def migrated(settings: Settings, place: Place, *, provide: bool = False) -> None:
    """Bring the database's tables up to date; raise Away, OldDatabase or SettingsError.

    With `provide` the roles get what they may do once more.
    """
    try:
        if settings.database_url:
            await pooler.check(place.url)
        await migrate(place.owner_url, provide=provide)
    except Pooled as error:
        raise SettingsError(_POOLED) from error
    except Denied as error:
        raise OldDatabase(_DENIED) from error
    except Unreleased as error:
        way_out = (
            "give SERATUS_DATABASE_URL an empty one"
            if settings.database_url
            else f"delete the folder {settings.home / 'postgres'} to begin with an empty one"
        )
        message = (
            f"This database cannot be used, for it lacks {error}: it was made by an earlier "
            "version, which was never released, or somebody took that away. "
        )
        if error.holds:
            message += (
                "There are registrations in it: put back what it lacks, from a backup if need be. "
                f"Only if nobody needs them, {way_out}."
            )
        else:
            message += f"Nobody is registered in it: {way_out}."
        raise OldDatabase(message) from error


def keys(settings: Settings) -> Keys:
    """Return the keys; an embedded database may have new ones made, one's own never."""
    if settings.keys is not None:
        return settings.keys
    path, home = settings.keys_file, settings.home
    if settings.database_url is not None:
        return keyfile.load(path, make=False)
    if moved := keyfile.move_out(home, path):
        log.warning("keys_moved", here=str(path), before=str(moved))
    return keyfile.load(path, make=True, database=home)


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
    storage = Storage(engine(url), sealer, clock.now, settings.people_a_day, hear, onlooker)
    outgoing = Storage(engine(url, _DELIVERING, durable=False), sealer, clock.now, hear=hear)
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
