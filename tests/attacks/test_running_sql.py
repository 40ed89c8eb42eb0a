"""Whoever makes the bot run SQL of theirs wants a shell, files, and no trace.

They are whoever the process is signed in as: with the embedded server, as `seratus serve` starts
it by itself.
"""

from pathlib import Path

import asyncpg
import pytest

from bot.postgres import remove, start
from storage.migrate import migrate
from tests.attacks.stage import Stage, staged

pytestmark = pytest.mark.timeout(300)  # a process imports for seconds

WHO = "SELECT DISTINCT usename::text FROM pg_stat_activity WHERE application_name LIKE 'seratus%'"
TRIED = (
    "COPY villages TO PROGRAM 'touch {loot}'",
    "COPY villages FROM PROGRAM 'touch {loot}'",
    "COPY villages TO '{loot}'",
    "SELECT pg_read_file('/etc/passwd')",
    "SELECT lo_export(lo_from_bytea(0, 'a'), '{loot}')",
    "CREATE EXTENSION file_fdw",
    "CREATE FUNCTION a() RETURNS int LANGUAGE c AS 'libc', 'getpid'",
    "ALTER ROLE CURRENT_USER SUPERUSER",
    "SET ROLE seratus_owner",
    "SET SESSION AUTHORIZATION seratus",
    "DROP TABLE audit",
    "DELETE FROM audit",
)


async def test_what_the_bot_may_do_in_its_database_is_no_shell(tmp_path: Path) -> None:
    home, loot = tmp_path / "home", tmp_path / "loot"
    server = start(home)
    try:
        await migrate(server.owner_url)
        async with staged(server.app_url, home, SERATUS_DATABASE_URL="") as stage:
            for statement in TRIED:
                with pytest.raises(asyncpg.InsufficientPrivilegeError):
                    await _run_as_the_bot(stage, server.dsn, statement.format(loot=loot))
            await stage.serves_the_honest()

        assert not loot.exists()
    finally:
        server.stop()
        remove(home)


async def _run_as_the_bot(stage: Stage, superusers: str, statement: str) -> None:
    """Run a statement as whoever the process is signed in as."""
    looking = await asyncpg.connect(superusers)
    [(role,)] = await looking.fetch(WHO)
    await looking.close()
    connection = await asyncpg.connect(superusers.replace("//seratus@", f"//{role}@"))
    try:
        await connection.execute(statement)
    finally:
        await connection.close()
