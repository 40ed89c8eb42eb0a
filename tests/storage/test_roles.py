"""Roles: what the application may do, with which it does all that it does, and what it may not."""

from collections.abc import Iterator
from datetime import UTC, datetime
from urllib.parse import urlsplit
from uuid import uuid4

import asyncpg
import pytest

from bot.commands.rights import told
from bot.database import OldDatabase, Place, migrated
from bot.postgres import Server
from bot.settings import Settings
from storage.connections import engine
from storage.database import Storage
from storage.migrate import migrate
from storage.roles import PROVIDE, Rights
from storage.sealing import Keys, Sealer
from tests.conftest import Sql

APP = "seratus_app"
DENIED = asyncpg.InsufficientPrivilegeError


async def tried(url: str, role: str, statement: str) -> None:
    """Run a statement as somebody."""
    connection = await asyncpg.connect(as_role(url, role).replace("+asyncpg", ""))
    try:
        await connection.execute(statement)
    finally:
        await connection.close()


def as_role(url: str, role: str) -> str:
    return url.replace(f"//{urlsplit(url).username}@", f"//{role}@")


async def found(url: str) -> Rights:
    storage = Storage(engine(url, 1), Sealer(Keys.generate()), lambda: datetime.now(UTC))
    async with storage.begin() as work:
        rights = await work.rights()
    await storage.close()
    return rights


@pytest.mark.parametrize(
    "statement",
    [
        "COPY villages TO PROGRAM 'cat'",
        "COPY villages FROM PROGRAM 'true'",
        "COPY villages TO '/tmp/villages'",
        "COPY villages FROM '/etc/passwd'",
        "SELECT pg_read_file('/etc/passwd')",
        "DROP TABLE inbox",
        "ALTER TABLE inbox ADD COLUMN a int",
        "CREATE TABLE a (b int)",
        "CREATE ROLE somebody",
        "SET ROLE seratus_owner",
        "UPDATE audit SET kind = 'a'",
        "DELETE FROM audit",
        "UPDATE alembic_version SET version_num = '0001'",
        "SELECT number_regency('61.07; DROP TABLE inbox')",
    ],
)
async def test_the_application_may_not(database_url: str, statement: str) -> None:
    refused = asyncpg.RaiseError if "number" in statement else DENIED

    with pytest.raises(refused):
        await tried(database_url, APP, statement)


async def test_the_application_makes_only_the_sequence_of_a_regency(database_url: str) -> None:
    await tried(database_url, APP, "SELECT number_regency('61.07')")

    await tried(database_url, APP, "SELECT nextval('registration_numbers_6107')")


@pytest.fixture
def member(sql: Sql, request: pytest.FixtureRequest) -> Iterator[str]:
    """Somebody who signs in, of the group that the test names."""
    name = f"member_{uuid4().hex}"
    sql(f"CREATE ROLE {name} LOGIN PASSWORD '…' IN ROLE {request.param}")
    yield name
    sql(f"DROP ROLE {name}")


@pytest.mark.parametrize("member", ["seratus_reader"], indirect=True)
async def test_who_reads_changes_nothing(database_url: str, member: str) -> None:
    await tried(database_url, member, "SELECT FROM registrations")

    for statement in ("DELETE FROM inbox", "SELECT number_regency('61.07')"):
        with pytest.raises(DENIED):
            await tried(database_url, member, statement)


@pytest.fixture
def single(postgres: Server, sql: Sql) -> Iterator[str]:
    """An empty database of one role, which may make no others."""
    name = f"single_{uuid4().hex}"
    sql(f"CREATE ROLE {name} LOGIN")
    sql(f"CREATE DATABASE {name} OWNER {name}")
    yield postgres.url_of(name, name)
    sql(f"DROP DATABASE {name} WITH (FORCE)")
    sql(f"DROP ROLE {name}")


async def test_a_database_of_one_role_works_and_it_is_told_what_is_amiss(single: str) -> None:
    await migrate(single)

    there = await found(single)

    assert (there.superuser, there.owns, there.files) == (False, True, ())
    [said] = told(there)
    assert f"the application ({there.login}) owns tables" in said
    assert "CREATE ROLE seratus_bot LOGIN PASSWORD" in said


@pytest.mark.parametrize("member", ["seratus_app"], indirect=True)
async def test_the_sql_that_is_told_mends_a_database_of_one_role(single: str, member: str) -> None:
    await migrate(single)

    await migrate(as_role(single, member))  # as whoever serves does
    mended = await found(as_role(single, member))

    assert told(mended) == [
        f"role: the application is {member}: no superuser, owns nothing, uses no files"
    ]


async def test_where_no_roles_are_and_none_may_be_made_nothing_is_done(single: str) -> None:
    await migrate(single)

    await tried(single, urlsplit(single).username or "", PROVIDE.replace("seratus_", "other_"))

    there = await found(single)
    assert there.owns


@pytest.mark.parametrize("member", ["seratus_app"], indirect=True)
async def test_who_may_change_no_tables_is_sent_to_their_owner(single: str, member: str) -> None:
    settings = Settings.read({"SERATUS_KEYS": Keys.generate().dump()})
    place = Place(as_role(single, member), as_role(single, member))

    with pytest.raises(OldDatabase, match="'seratus migrate' with SERATUS_DATABASE_OWNER_URL"):
        await migrated(settings, place)
    await migrated(settings, Place(place.url, single))

    await migrated(settings, place)


def test_each_right_too_much_is_a_sentence_with_its_sql() -> None:
    superuser = Rights("p", True, True, True, ("pg_read_server_files",), shipped=False)
    files = Rights("p", False, False, True, ("pg_read_server_files",), shipped=True)

    [said] = told(superuser)
    assert "the application is a superuser (p)" in said
    assert "CREATE ROLE seratus_app NOLOGIN;" in said
    assert [one.partition("\n  ")[2] for one in told(files)] == [
        "REVOKE pg_read_server_files FROM p;",
        "ALTER ROLE p NOCREATEROLE;",
    ]
