"""Connections: how they are opened, taken from the pool, and given back or closed."""

import asyncio
import contextlib
from collections.abc import AsyncIterator
from typing import Any

import asyncpg
from sqlalchemy import PoolProxiedConnection
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine

from storage.errors import Away
from storage.in_use import meet
from storage.sealing import Sealer
from storage.url import read

SESSION = {  # what holds for each connection
    "jit": "off",  # statements are many and short
    # A process that froze with a village's lock must not hold up the others for ever.
    "lock_timeout": "10s",
    "idle_in_transaction_session_timeout": "30s",
}
_CONNECTIONS = 8
_NAME = 20  # of 63 bytes that PostgreSQL keeps, beside the newest keys


def engine(
    url: str,
    connections: int = _CONNECTIONS,
    *,
    durable: bool = True,
    sealer: Sealer | None = None,
) -> AsyncEngine:
    """Return an engine for a postgresql:// URL (url.py); raise UrlError.

    Connections are not tried before they are used, which would cost three round trips a
    transaction: whoever meets one that is dead finds the database away, and tries once more.

    Not `durable`: a commit does not wait for the disk, and the last ones may be lost if the
    machine goes down (never if only we do). For what may happen twice, such as sending.

    `sealer`: whose keys its connections tell by their name, and with which they meet
    the database (keycheck.py).
    """
    arguments = read(url).arguments
    arguments["server_settings"] = {
        "application_name": "seratus",
        **arguments["server_settings"],
        **SESSION,
        "synchronous_commit": "on" if durable else "off",
    }

    if sealer is not None:
        session = arguments["server_settings"]
        session["application_name"] = " ".join(
            (session["application_name"][:_NAME], sealer.keys.newest())
        )

    async def connect(*_: object, **__: object) -> asyncpg.Connection:
        connection = await asyncpg.connect(**arguments)
        if sealer is not None:
            try:
                await meet(sealer, connection)
            except BaseException:
                connection.terminate()
                raise
        return connection

    return create_async_engine(
        "postgresql+asyncpg://",
        async_creator=connect,  # so that asyncpg reads the URL, and nobody else has the password
        pool_size=connections,
        max_overflow=0,
    )


@contextlib.asynccontextmanager
async def connected(pool: AsyncEngine) -> AsyncIterator[asyncpg.Connection]:
    """Connect; whatever keeps us from it, even a wrong password: the database is away."""
    try:
        pooled, driver = await _checked_out(pool)
    except (pool.dialect.loaded_dbapi.Error, asyncpg.PostgresError) as error:
        raise Away(type(error.__cause__ or error).__name__) from error
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
            pooled.invalidate()
        else:
            pooled.close()


async def _checked_out(pool: AsyncEngine) -> tuple[PoolProxiedConnection, Any]:
    """Take a connection from the pool; those that are known to be gone leave it.

    Only the driver's is used, and nothing is begun on SQLAlchemy's: so it needs nobody to wait
    for when it is given back.
    """
    while True:
        pooled = await pool.raw_connection()
        driver: Any = pooled.driver_connection
        if not driver.is_closed():
            return pooled, driver
        pooled.invalidate()


@contextlib.asynccontextmanager
async def transaction(connection: asyncpg.Connection, *, whole: bool) -> AsyncIterator[None]:
    """Commit at the end; who is cancelled rolls back by leaving, for no answer may ever come."""
    if not whole:
        yield
        return
    begun = connection.transaction()
    await begun.start()
    try:
        yield
    except asyncio.CancelledError:
        raise  # see `connected`
    except BaseException:
        await begun.rollback()
        raise
    await begun.commit()
