"""The way into the database: units of work, each one transaction unless it need not be whole."""

import contextlib
from collections.abc import AsyncIterator, Callable, Iterator
from datetime import datetime
from typing import TypeAlias

from sqlalchemy.ext.asyncio import AsyncEngine

from storage.connections import connected, transaction
from storage.errors import Away, StorageError, translated
from storage.keycheck import check, look
from storage.office.niks.lookups import PEOPLE_A_DAY
from storage.proof.erased import ErasedFile
from storage.sealing import KeysError, Sealer
from storage.unit_of_work import UnitOfWork
from storage.work import Work

Onlooker: TypeAlias = Callable[[UnitOfWork], contextlib.AbstractAsyncContextManager[None]]


class Storage:
    def __init__(  # noqa: PLR0913, PLR0917 - the parts it is put together from
        self,
        engine: AsyncEngine,
        sealer: Sealer,
        now: Callable[[], datetime],
        people_a_day: int = PEOPLE_A_DAY,
        hear: Callable[[Away | None], None] = lambda _: None,
        onlooker: Onlooker | None = None,
        erased_file: ErasedFile | None = None,
    ) -> None:
        """`hear` is told each time that the database is away, and with None that it is there.

        `erased_file` is where it is kept, outside the database, what was erased.
        `onlooker` is around whatever is done in a transaction, before its commit; None: nobody is.
        """
        # Transactions are begun on the driver, which runs the statements (see work.py).
        self._engine = engine
        self._sealer = sealer
        self._now = now
        self._people_a_day = people_a_day
        self._hear = hear
        self._onlooker = onlooker
        self._erased_file = erased_file

    @contextlib.asynccontextmanager
    async def begin(self, *, whole: bool = True) -> AsyncIterator[UnitOfWork]:
        """Commit at the end, or roll back on any exception. Raise Away or Collided (errors.py).

        Not `whole`: each statement commits by itself, which is two round trips less; what was done
        before an exception stays done, and no lock outlives its statement.
        """
        with self._heard():
            async with connected(self._engine) as connection, transaction(connection, whole=whole):
                work = Work(connection, self._sealer, self._now())
                if not self._sealer.settled:
                    await look(work)
                unit = UnitOfWork(work, self._people_a_day, self._erased_file)
                if self._onlooker is None or not whole:
                    yield unit
                else:
                    async with self._onlooker(unit):
                        yield unit
                await unit.close()

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
        try:
            with translated():
                async with (
                    connected(self._engine) as connection,
                    transaction(connection, whole=True),
                ):
                    await check(Work(connection, self._sealer, self._now()))
        except Away as away:  # met on the connection, which has to be refused (storage/in_use.py)
            if isinstance(away.__cause__, KeysError):
                raise away.__cause__ from away
            raise

    async def ready(self) -> bool:
        """Say whether the database answers, and takes what is written."""
        try:
            with translated():
                async with connected(self._engine) as connection:
                    if await connection.fetchval(_ONLY_READS):
                        connection.terminate()
                        return False
        except StorageError:
            return False
        return True

    async def close(self) -> None:
        await self._engine.dispose()


_ONLY_READS = "SELECT current_setting('transaction_read_only') = 'on'"
