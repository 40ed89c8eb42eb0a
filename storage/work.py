"""What every part of a unit of work shares: the connection, the seal and the time.

SQLAlchemy writes the SQL, once for each statement; asyncpg runs it. SQLAlchemy's own way of
running one (a greenlet, a cursor and a result) takes longer than PostgreSQL takes to answer.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import lru_cache
from typing import Any

import asyncpg
from sqlalchemy import ARRAY, ClauseElement
from sqlalchemy.ext.asyncio import create_async_engine
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.selectable import HasCTE

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
    """One unit of work. `now` is the only clock: no statement calls now()."""

    connection: asyncpg.Connection
    sealer: Sealer
    now: datetime
    _along: list[tuple[HasCTE, Mapping[str, Any]]] = field(default_factory=list)

    async def run(self, statement: ClauseElement, values: Mapping[str, Any] = {}) -> list[Row]:
        """Run one statement and return its rows; what goes along goes with it."""
        if self._along and not self._may_join(statement, values):
            await self.flush()
        given: dict[str, Any] = {}
        for _, of_it in self._along:
            given |= of_it
        found = _compiled(statement, *(write for write, _ in self._along))
        self._along.clear()
        rows: list[Row] = await self.connection.fetch(
            found.sql, *found.arguments(given | dict(values)), record_class=Row
        )
        return rows

    async def along(self, write: HasCTE, values: Mapping[str, Any]) -> None:
        """Run a write in one round trip with the next statement, or with the commit.

        That statement does not see yet what was written, those after it do.
        """
        if self._along and not self._may_join(write, values):
            await self.flush()
        self._along.append((write, values))

    async def flush(self) -> None:
        """Run what goes along: nothing else comes."""
        if self._along:
            await self.run(*self._along.pop())

    def _may_join(self, statement: ClauseElement, values: Mapping[str, Any]) -> bool:
        """Whether it can take along what there is: each name would mean one value."""
        return isinstance(statement, HasCTE) and all(
            write is not statement
            and all(values.get(name, told) == told for name, told in its.items())
            for write, its in self._along
        )

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
def _compiled(statement: ClauseElement, *along: HasCTE) -> _Compiled:
    if along and isinstance(statement, HasCTE):
        statement = statement.add_cte(*(w.cte(f"along_{n}") for n, w in enumerate(along)))
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
