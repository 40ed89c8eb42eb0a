"""The embedded server: the application is no superuser there, also where it was one before."""

import asyncio
from pathlib import Path

import asyncpg
import pytest

from bot.postgres import remove, start
from storage.migrate import migrate


async def tried(dsn: str, statement: str) -> None:
    connection = await asyncpg.connect(dsn.replace("+asyncpg", ""))
    try:
        await connection.execute(statement)
    finally:
        await connection.close()


def test_what_an_earlier_version_made_as_the_superuser_is_the_owners(tmp_path: Path) -> None:
    server = start(tmp_path)
    try:
        asyncio.run(migrate(server.url))
        asyncio.run(tried(server.dsn, "CREATE SEQUENCE registration_numbers_6107"))
        (server.folder / "divided").unlink()

        start(tmp_path).stop()
        asyncio.run(migrate(server.owner_url, provide=True))

        asyncio.run(tried(server.owner_url, "ALTER TABLE inbox ADD COLUMN a int"))
        asyncio.run(tried(server.app_url, "SELECT nextval('registration_numbers_6107')"))
        for forbidden in ("COPY villages TO PROGRAM 'cat'", "DROP TABLE inbox"):
            with pytest.raises(asyncpg.InsufficientPrivilegeError):
                asyncio.run(tried(server.app_url, forbidden))
    finally:
        server.stop()
        remove(tmp_path)
