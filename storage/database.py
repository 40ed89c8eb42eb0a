"""The way into the database: units of work, each one transaction unless it need not be whole."""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Callable, Collection, Iterator
from datetime import datetime
from functools import cached_property
from typing import Any

import asyncpg
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine

from storage.audit import Audit
from storage.errors import Away, StorageError, translated
from storage.figures import Figures
from storage.jobs import Jobs
from storage.keycheck import check
from storage.messages.held import Held
from storage.messages.inbox import Inbox
from storage.messages.outbox import Outbox
from storage.messages.parked import Parked
from storage.messages.receipts import Reports
from storage.office.bursts import Bursts
from storage.office.cards import Desk
from storage.office.claims import Claims
from storage.office.decisions import Decisions
from storage.office.dismissals import Dismissals
from storage.office.nik_lookups import Niks
from storage.office.nik_tries import NikTries
from storage.office.officials import Officials
from storage.office.places import Places
from storage.office.programmes import Programmes
from storage.office.refused import RefusedCards
from storage.office.registrations import Registrations
from storage.office.stuck import StuckRegistrations
from storage.people.consents import Consents
from storage.people.identities import Identities
from storage.people.people import People
from storage.people.strangers import Strangers
from storage.people.transfers import Transfers
from storage.roles import Rights, rights
from storage.sealing import Sealer
from storage.url import read
from storage.work import Work

PEOPLE_A_DAY = 30  # whom one chat may register a day: a busy health volunteer, but no robot
SESSION = {  # what holds for each connection
    "jit": "off",  # statements are many and short
    # A process that froze with a village's lock must not hold up the others for ever.
    "lock_timeout": "10s",
    "idle_in_transaction_session_timeout": "30s",
}
_CONNECTIONS = 8


class UnitOfWork:
    """All that can be done in one; each part is made when it is first asked for."""

    def __init__(self, work: Work, people_a_day: int) -> None:
        self._work = work
        self._people_a_day = people_a_day

    @property
    def now(self) -> datetime:
        """When it began, by the only clock there is."""
        return self._work.now

    async def lock(self, villages: Collection[str]) -> None:
        """Lock villages until commit: see `Work.lock`."""
        await self._work.lock(villages)

    @cached_property
    def inbox(self) -> Inbox:
        return Inbox(self._work)

    @cached_property
    def held(self) -> Held:
        return Held(self._work)

    @cached_property
    def people(self) -> People:
        return People(self._work)

    @cached_property
    def strangers(self) -> Strangers:
        return Strangers(self._work)

    @cached_property
    def identities(self) -> Identities:
        return Identities(self._work)

    @cached_property
    def transfers(self) -> Transfers:
        return Transfers(self._work)

    @cached_property
    def registrations(self) -> Registrations:
        return Registrations(self._work)

    @cached_property
    def decisions(self) -> Decisions:
        return Decisions(self._work)

    @cached_property
    def dismissals(self) -> Dismissals:
        return Dismissals(self._work)

    @cached_property
    def bursts(self) -> Bursts:
        return Bursts(self._work)

    @cached_property
    def desk(self) -> Desk:
        return Desk(self._work)

    @cached_property
    def refused_cards(self) -> RefusedCards:
        return RefusedCards(self._work)

    @cached_property
    def stuck(self) -> StuckRegistrations:
        return StuckRegistrations(self._work)

    @cached_property
    def officials(self) -> Officials:
        return Officials(self._work)

    @cached_property
    def places(self) -> Places:
        return Places(self._work)

    @cached_property
    def niks(self) -> Niks:
        return Niks(self._work, self._people_a_day)

    @cached_property
    def claims(self) -> Claims:
        return Claims(self._work)

    @cached_property
    def nik_tries(self) -> NikTries:
        return NikTries(self._work)

    @cached_property
    def consents(self) -> Consents:
        return Consents(self._work)

    @cached_property
    def outbox(self) -> Outbox:
        return Outbox(self._work)

    @cached_property
    def reports(self) -> Reports:
        return Reports(self._work)

    @cached_property
    def programmes(self) -> Programmes:
        return Programmes(self._work)

    @cached_property
    def parked(self) -> Parked:
        return Parked(self._work)

    @cached_property
    def audit(self) -> Audit:
        return Audit(self._work)

    @cached_property
    def jobs(self) -> Jobs:
        return Jobs(self._work)

    async def rights(self) -> Rights:
        """Say what whoever connects may do: see roles.py."""
        return await rights(self._work)

    @cached_property
    def figures(self) -> Figures:
        return Figures(self._work)


class Storage:
    def __init__(
        self,
        engine: AsyncEngine,
        sealer: Sealer,
        now: Callable[[], datetime],
        people_a_day: int = PEOPLE_A_DAY,
        hear: Callable[[Away | None], None] = lambda _: None,
    ) -> None:
        """`hear` is told each time that the database is away, and with None that it is there."""
        # Transactions are begun on the driver, which runs the statements (see work.py).
        self._engine = engine.execution_options(isolation_level="AUTOCOMMIT")
        self._sealer = sealer
        self._now = now
        self._people_a_day = people_a_day
        self._hear = hear

    @contextlib.asynccontextmanager
    async def begin(self, *, whole: bool = True) -> AsyncIterator[UnitOfWork]:
        """Commit at the end, or roll back on any exception. Raise Away or Collided (errors.py).

        Not `whole`: each statement commits by itself, which is two round trips less; what was done
        before an exception stays done, and no lock outlives its statement.
        """
        with self._heard():
            async with self._connected() as connection, _transaction(connection, whole=whole):
                work = Work(connection, self._sealer, self._now())
                yield UnitOfWork(work, self._people_a_day)
                await work.flush()

    @contextlib.contextmanager
    def _heard(self) -> Iterator[None]:
        try:
            with translated():
                yield
        except Away as away:
            self._hear(away)
            raise
        self._hear(None)

    async def check_keys(self) -> None:
        """Raise KeysError if the database was sealed with other keys."""
        with translated():
            async with self._connected() as connection, _transaction(connection, whole=True):
                await check(Work(connection, self._sealer, self._now()))

    @contextlib.asynccontextmanager
    async def _connected(self) -> AsyncIterator[asyncpg.Connection]:
        """Connect; whatever keeps us from it, even a wrong password: the database is away."""
        try:
            pooled, driver = await self._checked_out()
        except (DBAPIError, asyncpg.PostgresError) as error:
            raise Away(type(getattr(error, "orig", error)).__name__) from error
        try:
            yield driver
        except (
            asyncpg.InternalClientError,
            asyncpg.ReadOnlySQLTransactionError,
            asyncio.CancelledError,
        ):
            # Cut in the middle of an answer, or of BEGIN: a transaction may be open that nobody
            # would ever commit. Or it leads to a server that only reads: the next may not.
            driver.terminate()
            raise
        finally:
            if driver.is_closed():  # the pool does not see what we do on it
                await pooled.invalidate()
            await pooled.close()

    async def _checked_out(self) -> tuple[AsyncConnection, Any]:
        """Take a connection from the pool; those that are known to be gone leave it."""
        while True:
            pooled = await self._engine.connect()
            driver: Any = (await pooled.get_raw_connection()).driver_connection
            if not driver.is_closed():
                return pooled, driver
            await pooled.invalidate()
            await pooled.close()

    async def ready(self) -> bool:
        """Say whether the database answers, and takes what is written."""
        try:
            with translated():
                async with self._connected() as connection:
                    if await connection.fetchval(_ONLY_READS):
                        connection.terminate()
                        return False
        except StorageError:
            return False
        return True

    async def close(self) -> None:
        await self._engine.dispose()


_ONLY_READS = "SELECT current_setting('transaction_read_only') = 'on'"


@contextlib.asynccontextmanager
async def _transaction(connection: asyncpg.Connection, *, whole: bool) -> AsyncIterator[None]:
    """Commit at the end; who is cancelled rolls back by leaving, for no answer may ever come."""
    if not whole:
        yield
        return
    transaction = connection.transaction()
    await transaction.start()
    try:
        yield
    except asyncio.CancelledError:
        raise  # see _connected
    except BaseException:
        await transaction.rollback()
        raise
    await transaction.commit()


def engine(url: str, connections: int = _CONNECTIONS, *, durable: bool = True) -> AsyncEngine:
    """Return an engine for a postgresql:// URL (url.py); raise UrlError.

    Connections are not tried before they are used, which would cost three round trips a
    transaction: whoever meets one that is dead finds the database away, and tries once more.

    Not `durable`: a commit does not wait for the disk, and the last ones may be lost if the
    machine goes down (never if only we do). For what may happen twice, such as sending.
    """
    arguments = read(url).arguments
    arguments["server_settings"] = {
        "application_name": "seratus",
        **arguments["server_settings"],
        **SESSION,
        "synchronous_commit": "on" if durable else "off",
    }

    async def connect(*_: object, **__: object) -> asyncpg.Connection:
        return await asyncpg.connect(**arguments)

    return create_async_engine(
        "postgresql+asyncpg://",
        async_creator=connect,  # so that asyncpg reads the URL, and nobody else has the password
        pool_size=connections,
        max_overflow=0,
    )


__all__ = ["Away", "Storage", "UnitOfWork", "engine"]
