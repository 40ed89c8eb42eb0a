"""What every part of a unit of work shares: the connection, the seal, the time, and the lock.

Places and registrations are written behind their villages' locks alone: `lock` is the one way in,
and a statement that writes them is refused if it touched a village that this unit of work has not
locked. What goes wrong without is told in storage/office/places.py.

SQLAlchemy writes the SQL, once for each statement; asyncpg runs it. SQLAlchemy's own way of
running one (a greenlet, a cursor and a result) takes longer than PostgreSQL takes to answer.
"""

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import field
from datetime import datetime
from functools import lru_cache
from operator import itemgetter
from typing import Any
from uuid import UUID

import asyncpg
from sqlalchemy import ARRAY, ClauseElement, Text, any_, func, select
from sqlalchemy.ext.asyncio import create_async_engine
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.selectable import HasCTE

from conversations.record import record
from storage.entries import Entry
from storage.rows import array
from storage.sealing import Sealer
from storage.tables import programmes, villages

_DIALECT = create_async_engine("postgresql+asyncpg://").dialect  # never connected
_REQUIRED = object()
_KNOWN = 256  # statements; the program has fewer, those with values written into them come and go


_OPEN = (
    select(programmes.c.id)
    .where(programmes.c.regency == func.left(villages.c.code, 5), programmes.c.closed_at.is_(None))
    .scalar_subquery()
)
_LOCK = (
    select(villages.c.code, _OPEN.label("programme"))
    .where(villages.c.code == any_(array("codes", Text())))
    .order_by(villages.c.code)  # one order for all, or groups deadlock
    .with_for_update(key_share=True)
)
_WRITES = re.compile(
    r"\b(?:INSERT\s+INTO|UPDATE|DELETE\s+FROM|MERGE\s+INTO|TRUNCATE(?:\s+TABLE)?)\s+"
    r"(?:ONLY\s+)?(?:\w+\.)?(?:places|registrations)\b",
    re.IGNORECASE,
)
_TELLS = re.compile(r"\bRETURNING\b[^()]*\bvillage\b", re.IGNORECASE)


class NotLocked(Exception):  # noqa: N818 - a bug of ours, found before the unit is committed
    """A village's places or registrations were written without its lock."""


class Row(asyncpg.Record):  # type: ignore[misc]  # asyncpg carries no types
    """One row of a result, its columns as attributes.

    A column that was asked for is a property from then on: to miss an attribute first takes eight
    times as long, and a turn asks for some thirty.
    """

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401 - whatever the column holds
        try:
            found = self[name]
        except KeyError:
            raise AttributeError(name) from None
        setattr(Row, name, property(itemgetter(name)))
        return found


@record
class Work:
    """One unit of work. `now` is the only clock: no statement calls now()."""

    connection: asyncpg.Connection
    sealer: Sealer
    now: datetime
    _along: list[tuple[HasCTE, Mapping[str, Any]]] = field(default_factory=list)
    _locked: set[str] = field(default_factory=set)
    _opened: dict[str, UUID | None] = field(default_factory=dict)
    entries: list[Entry] = field(default_factory=list)
    """What was done, for the audit; its last statement writes it (storage/proof/audit.py)."""

    async def lock(self, codes: Collection[str]) -> None:
        """Lock villages until commit, before anything of theirs is read to be changed.

        All at once, in one order for all; whoever wants more of them later might deadlock, which
        is a bug: ValueError.
        """
        wanted = set(codes) - self._locked
        if wanted and self._locked:
            raise ValueError("villages are locked once in a unit of work, all together")
        if wanted:
            rows = await self.run(_LOCK, {"codes": list(wanted)})
            self._opened.update((row.code, row.programme) for row in rows)
            self._locked.update(self._opened)

    def opened(self, village: str) -> UUID | None:
        """Return the programme that was open for a locked village when its lock was asked for."""
        return self._opened.get(village)

    def _refuse_unlocked(self, written: Iterable[Row]) -> None:
        for row in written:
            if row.village not in self._locked:
                raise NotLocked(row.village)

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
        if found.guarded:
            self._refuse_unlocked(rows)
        return rows

    async def along(self, write: HasCTE, values: Mapping[str, Any]) -> None:
        """Run a write in one round trip with the next statement, or with the commit.

        That statement does not see yet what was written, those after it do.
        """
        if _compiled(write).guarded:
            raise NotLocked("places and registrations are written by a statement of their own")
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


@record
class _Compiled:
    """A statement as asyncpg takes it. `binds`: names, and values written into it.

    `guarded`: it writes places or registrations, and returns the village of each row.
    """

    sql: str
    binds: tuple[tuple[str, Any], ...]
    converted: tuple[tuple[int, Any], ...]
    guarded: bool

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
    sql = str(made)
    return _Compiled(
        sql,
        tuple((n, _REQUIRED if made.binds[n].required else params[n]) for n in names),
        tuple(
            (place, converts[name])
            for place, name in enumerate(names)
            # What an array's does is to make a list, which ours are.
            if name in converts and not isinstance(made.binds[name].type, ARRAY)
        ),
        _guarded(sql),
    )


def _guarded(sql: str) -> bool:
    if not _WRITES.search(sql):
        return False
    if not _TELLS.search(sql):
        raise NotLocked(f"return the village of each row, so that its lock can be seen: {sql}")
    return True
