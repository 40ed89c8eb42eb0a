"""What every part of a unit of work shares: the connection, the seal and the time.

SQLAlchemy writes the SQL, once for each statement; asyncpg runs it. SQLAlchemy's own way of
running one (a greenlet, a cursor and a result) takes longer than PostgreSQL takes to answer.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any

import asyncpg
from sqlalchemy import ARRAY, ClauseElement
from sqlalchemy.ext.asyncio import create_async_engine
from sqlalchemy.sql.compiler import SQLCompiler

from storage.sealing import Sealer

_DIALECT = create_async_engine("postgresql+asyncpg://").dialect  # never connected
_REQUIRED = object()
_KNOWN = 256  # statements; the program has fewer, those with values written into them come and go


class Row(asyncpg.Record):  # type: ignore[misc]  # asyncpg carries no types
    """One row of a result, its columns as attributes."""

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401 - whatever the column holds
        try:
            return self[name]
        except KeyError:
            raise AttributeError(name) from None


@dataclass(frozen=True, slots=True)
class Work:
    """One transaction. `now` is the only clock: no statement calls now()."""

    connection: asyncpg.Connection
    sealer: Sealer
    now: datetime

    async def run(self, statement: ClauseElement, values: Mapping[str, Any] = {}) -> list[Row]:
        """Run one statement and return its rows."""
        found = _compiled(statement)
        rows: list[Row] = await self.connection.fetch(
            found.sql, *found.arguments(values), record_class=Row
        )
        return rows

    async def column(self, statement: ClauseElement, values: Mapping[str, Any] = {}) -> list[Any]:
        """Run one statement and return the first column of its rows."""
        return [row[0] for row in await self.run(statement, values)]

    async def value(self, statement: ClauseElement, values: Mapping[str, Any] = {}) -> Any:  # noqa: ANN401 - whatever the column holds
        """Run one statement and return the first column of its first row; None without rows."""
        rows = await self.run(statement, values)
        return rows[0][0] if rows else None


@dataclass(frozen=True, slots=True)
class _Compiled:
    """A statement as asyncpg takes it. `binds`: names, and values written into it."""

    sql: str
    binds: tuple[tuple[str, Any], ...]
    converted: tuple[tuple[int, Any], ...]

    def arguments(self, values: Mapping[str, Any]) -> list[Any]:
        """Raise KeyError for a value that is missing."""
        given = [
            values[name] if fixed is _REQUIRED else values.get(name, fixed)
            for name, fixed in self.binds
        ]
        for place, convert in self.converted:
            given[place] = convert(given[place])
        return given


@lru_cache(_KNOWN)
def _compiled(statement: ClauseElement) -> _Compiled:
    made = statement.compile(dialect=_DIALECT)
    if not isinstance(made, SQLCompiler):
        raise TypeError(type(made).__name__)
    params, converts = made.params, made._bind_processors  # noqa: SLF001 - as its own execution does
    names = made.positiontup or []
    return _Compiled(
        str(made),
        tuple((n, _REQUIRED if made.binds[n].required else params[n]) for n in names),
        tuple(
            (place, converts[name])
            for place, name in enumerate(names)
            # What an array's does is to make a list, which ours are.
            if name in converts and not isinstance(made.binds[name].type, ARRAY)
        ),
    )
