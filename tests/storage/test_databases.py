"""A database that was emptied for the next test is like a new one, or is not used again."""

import asyncio
import subprocess

import pytest
from sqlalchemy import make_url, text

from bot.postgres import Server
from storage.connections import engine
from tests.conftest import Sql
from tests.databases import emptied
from tests.storage.builders import Town

SIZE = "SELECT pg_relation_size('villages')"


@pytest.fixture
def dsn(database_url: str) -> str:
    return database_url.replace("+asyncpg", "")


def dump(postgres: Server, database: str) -> str:
    command = [str(postgres.programs / "pg_dump"), "--inserts", "--restrict-key=0", database]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout


async def test_nothing_is_left_of_rows_and_numbers(
    town: Town, postgres: Server, template: str, dsn: str
) -> None:
    town.by_hand = True  # nothing is left to be looked at
    fresh = dump(postgres, postgres.dsn_of(template))
    people = await town.workers(*(f"worker {number}" for number in range(60)))
    await town.submit(*(town.wish(person) for person in people))
    used = dump(postgres, dsn)

    assert await emptied(dsn)

    assert len(used.splitlines()) > len(fresh.splitlines()) + 200
    assert dump(postgres, dsn) == fresh


async def test_a_table_of_many_rows_takes_no_more_room_than_a_new_one(
    town: Town, dsn: str
) -> None:
    await town.rows(
        "INSERT INTO villages SELECT n::text, 'Desa', '', '' FROM generate_series(1, 5000) n"
    )
    before = await town.value(SIZE)

    assert await emptied(dsn)

    await town.engine.dispose()
    assert before > 100_000
    assert await town.value(SIZE) == 0


async def test_whoever_is_still_there_is_sent_away(database_url: str, dsn: str) -> None:
    database = engine(database_url, connections=1)
    async with database.connect() as connection:
        await connection.execute(text("LOCK TABLE people"))

        assert await emptied(dsn)

        await connection.invalidate()
    await database.dispose()


@pytest.mark.parametrize(
    "change",
    [
        "DROP TABLE key_check",
        "ALTER TABLE outbox DROP COLUMN refused_id",
        "DROP INDEX outbox_order_idx",
        "CREATE INDEX of_theirs ON audit (kind)",
        "ALTER TABLE outbox RENAME TO mislaid",
        "DROP SCHEMA public CASCADE",
        "ALTER TABLE people DISABLE TRIGGER ALL",
    ],
)
async def test_a_database_whose_tables_changed_is_not_used_again(
    town: Town, dsn: str, change: str
) -> None:
    town.by_hand = True
    await town.rows(change)

    assert not await emptied(dsn)


def test_a_database_whose_settings_changed_is_not_used_again(
    database_url: str, dsn: str, sql: Sql, aside: asyncio.Runner
) -> None:
    sql(f"ALTER DATABASE {make_url(database_url).database} SET deadlock_timeout = '100ms'")

    assert not aside.run(emptied(dsn))
