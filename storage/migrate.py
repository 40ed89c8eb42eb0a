"""Bring the database's tables up to date. Safe to run at every start, and by several at once."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from sqlalchemy import Connection, text

from storage.database import engine
from storage.errors import translated

_SCRIPTS = Path(__file__).parent / "migrations"
_ONE_AT_A_TIME = 6107_6104  # an advisory lock of our own: any number, the same everywhere


async def migrate(url: str) -> None:
    """Run the migrations that the database has not had yet; raise Away if it cannot be reached."""
    database = engine(url, connections=1)
    try:
        with translated():
            async with database.begin() as connection:
                await connection.execute(text(f"SELECT pg_advisory_xact_lock({_ONE_AT_A_TIME})"))
                await connection.run_sync(_upgrade)
    finally:
        await database.dispose()


def _upgrade(connection: Connection) -> None:
    config = Config()
    config.set_main_option("script_location", str(_SCRIPTS))
    config.attributes["connection"] = connection
    command.upgrade(config, "head")
