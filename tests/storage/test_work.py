"""What goes along with a statement: written with it, once, and in one round trip."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime

import asyncpg
import pytest
from sqlalchemy import Integer, column, insert, select, table, text
from sqlalchemy.sql.dml import Insert

from storage.rows import Rows
from storage.sealing import Keys, Sealer
from storage.work import Work

_NOTES = table("notes", column("number", Integer()))
_ALL = select(_NOTES.c.number).order_by(_NOTES.c.number)


def _adding(alias: str) -> tuple[Insert, Rows]:
    rows = Rows(alias, number=Integer())
    return insert(_NOTES).from_select(rows.names, select(*rows.c)), rows


_ADD, _ADDED = _adding("added")
_ADD_MORE, _MORE = _adding("more")


class Asked:
    """A connection that counts its round trips."""

    def __init__(self, connection: asyncpg.Connection) -> None:
        self._connection = connection
        self.times = 0

    async def fetch(self, *given: object, **how: object) -> object:
        self.times += 1
        return await self._connection.fetch(*given, **how)


@pytest.fixture
async def asked(database_url: str) -> AsyncIterator[Asked]:
    connection = await asyncpg.connect(database_url.replace("+asyncpg", ""))
    await connection.execute("CREATE TEMPORARY TABLE notes (number int)")
    yield Asked(connection)
    await connection.close()


@pytest.fixture
def work(asked: Asked) -> Work:
    return Work(asked, Sealer(Keys.generate()), datetime(2026, 11, 22, tzinfo=UTC))


async def test_it_is_written_with_the_next_statement_which_does_not_see_it_yet(
    work: Work, asked: Asked
) -> None:
    await work.along(_ADD, _ADDED.bind([(1,), (2,)]))
    await work.along(_ADD_MORE, _MORE.bind([(3,)]))

    assert await work.column(_ALL) == []
    assert asked.times == 1
    assert await work.column(_ALL) == [1, 2, 3]


async def test_nothing_is_written_twice(work: Work, asked: Asked) -> None:
    await work.along(_ADD, _ADDED.bind([(1,)]))

    await work.flush()
    await work.flush()

    assert asked.times == 1
    assert await work.column(_ALL) == [1]


async def test_the_same_write_again_goes_in_a_round_trip_of_its_own(
    work: Work, asked: Asked
) -> None:
    await work.along(_ADD, _ADDED.bind([(1,)]))
    await work.along(_ADD, _ADDED.bind([(2,)]))

    await work.flush()

    assert asked.times == 2
    assert await work.column(_ALL) == [1, 2]


async def test_names_that_would_mean_two_values_are_kept_apart(work: Work, asked: Asked) -> None:
    other = insert(_NOTES).from_select(_ADDED.names, select(*_ADDED.c))
    await work.along(_ADD, _ADDED.bind([(1,)]))
    await work.along(other, _ADDED.bind([(2,)]))

    await work.flush()

    assert asked.times == 2
    assert await work.column(_ALL) == [1, 2]


async def test_a_statement_that_takes_nothing_along_comes_after_it(
    work: Work, asked: Asked
) -> None:
    await work.along(_ADD, _ADDED.bind([(1,)]))

    assert await work.value(text("SELECT number FROM notes")) == 1
    assert asked.times == 2
