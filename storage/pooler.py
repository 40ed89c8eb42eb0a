"""A pooler between us and PostgreSQL is found, if it hands each transaction to another connection.

PgBouncer's pool_mode transaction does. What a connection begins with (how long a lock may be
waited for, and a transaction be left open) holds for nobody then, and what is prepared on one
connection is asked for on another.
"""

import asyncpg

from storage.connections import SESSION
from storage.errors import Away, Pooled, translated
from storage.url import read

_UNSUPPORTED = "unsupported startup parameter"  # PgBouncer's words; its SQLSTATE is any protocol's
_NOT_PREPARED_HERE = (
    asyncpg.InvalidSQLStatementNameError,
    asyncpg.DuplicatePreparedStatementError,
)
_ME = "SELECT pg_backend_pid()"


async def check(url: str) -> None:
    """Raise Pooled if there is one, Away if nobody answers."""
    arguments = read(url).arguments
    arguments["server_settings"] |= SESSION
    arguments["statement_cache_size"] = 0  # to ask, even where what is prepared does not stay
    with translated():
        try:
            one = await asyncpg.connect(**arguments)
        except asyncpg.PostgresError as error:
            if _UNSUPPORTED in str(error):
                raise Pooled from error
            raise Away(type(error).__name__) from error
        try:
            await _compare(one, await asyncpg.connect(**arguments))
        finally:
            one.terminate()


async def _compare(one: asyncpg.Connection, other: asyncpg.Connection) -> None:
    """Ask both who answers: a pooler gives away what the first let go, and the first moves."""
    try:
        if await one.fetchval("SHOW lock_timeout") != SESSION["lock_timeout"]:
            raise Pooled
        before = await one.fetchval(_ME)
        await other.execute("BEGIN")
        if await other.fetchval(_ME) == before or await one.fetchval(_ME) != before:
            raise Pooled
    except _NOT_PREPARED_HERE as error:
        raise Pooled from error
    finally:
        other.terminate()
