"""What can go wrong with the database, by what the caller should do about it."""

import contextlib
from collections.abc import Awaitable, Callable, Iterator
from typing import TypeVar

import asyncpg
from sqlalchemy.exc import DBAPIError, InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout

T = TypeVar("T")

COLLISIONS = 5  # in a row, after which something else is wrong

# SQLSTATE class 40: deadlock detected, serialization failure; 55P03: a lock waited for too long.
_TRY_AGAIN = ("40", "55P03")
_MET = ("addresses_hash_key",)  # somebody was made twice at once: the next look finds them
_GONE = (OSError, PoolTimeout, asyncpg.PostgresConnectionError, asyncpg.InternalClientError)
_READ_ONLY = "25006"  # a standby, as after a failover: the writer is elsewhere
_AWAY = ("08", "53", "57", _READ_ONLY)  # connection, resources, operator intervention


class StorageError(Exception):
    """Nothing was stored, in a unit of work that is whole."""


class Away(StorageError):  # noqa: N818 - the world's state, not a fault
    """The database cannot be reached or is stopping: wait, and keep the message."""


class Collided(StorageError):  # noqa: N818 - the same
    """Two transactions got in each other's way: do the same again at once."""


class Pooled(StorageError):  # noqa: N818 - the same
    """A pooler hands each transaction to another connection of the database's."""


class Denied(StorageError):  # noqa: N818 - the same
    """Whoever connects may not do this, which is its owner's to do."""


class Unreleased(StorageError):  # noqa: N818 - the same
    """The database was made by a version that no migration leads on from; named: what it lacks.

    `holds`: there are registrations in it.
    """

    def __init__(self, lacks: str, *, holds: bool) -> None:
        super().__init__(lacks)
        self.holds = holds


async def insisting(attempt: Callable[[], Awaitable[T]]) -> T:
    """Do what is a transaction of its own, and again while it collides. Raise Collided at last."""
    for _ in range(COLLISIONS - 1):
        with contextlib.suppress(Collided):
            return await attempt()
    return await attempt()


@contextlib.contextmanager
def translated() -> Iterator[None]:
    """Turn a driver's error into Away or Collided; a bug stays what it is."""
    try:
        yield
    except _GONE as error:
        raise Away(type(error).__name__) from error
    except asyncpg.InterfaceError as error:
        if isinstance(error, ValueError):  # a value the driver refused: a bug of ours
            raise
        raise Away(type(error).__name__) from error
    except asyncpg.PostgresError as error:
        raise _by_state(error, error.sqlstate) from error
    except DBAPIError as error:
        if error.connection_invalidated or _disconnected(error):
            raise Away(type(error.orig).__name__) from error
        raise _by_state(error, getattr(error.orig, "sqlstate", None)) from error


def _disconnected(error: DBAPIError) -> bool:
    """Tell a connection that is gone from a value the driver refused, which is a bug of ours."""
    cause = error.orig.__cause__ if error.orig is not None else None
    return isinstance(error, InterfaceError) and not isinstance(cause, ValueError)


def _by_state(error: Exception, state: str | None) -> Exception:
    cause = getattr(getattr(error, "orig", error), "__cause__", None) or error
    if getattr(cause, "constraint_name", None) in _MET:
        return Collided(state)
    if state is not None and state.startswith(_TRY_AGAIN):
        return Collided(state)
    if (state is not None and state.startswith(_AWAY)) or isinstance(error, OperationalError):
        return Away(state or type(error).__name__)
    return error
