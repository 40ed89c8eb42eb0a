"""Bring the database's tables up to date. Safe to run at every start, and by several at once."""

from pathlib import Path

from sqlalchemy import Connection, text

from storage.database import engine
from storage.errors import translated

_SCRIPTS = Path(__file__).parent / "migrations"
_ONE_AT_A_TIME = 6107_6104  # an advisory lock of our own: any number, the same everywhere
_NEWEST = max(file.name.partition("_")[0] for file in (_SCRIPTS / "versions").glob("[0-9]*.py"))


async def migrate(url: str) -> None:
    """Run the migrations that the database has not had yet; raise Away if it cannot be reached."""
    database = engine(url, connections=1)
    try:
        with translated():
            async with database.begin() as connection:
                await connection.execute(text(f"SELECT pg_advisory_xact_lock({_ONE_AT_A_TIME})"))
                if not await connection.run_sync(_up_to_date):
                    await connection.run_sync(_upgrade)
    finally:
        await database.dispose()


def _up_to_date(connection: Connection) -> bool:
    """Ask what Alembic wrote down; loading it takes longer than most starts have to wait."""
    known = connection.execute(text("SELECT to_regclass('alembic_version') IS NOT NULL")).scalar()
    if not known:
        return False
    return connection.execute(text("SELECT version_num FROM alembic_version")).scalar() == _NEWEST


def _upgrade(connection: Connection) -> None:
    from alembic import command  # noqa: PLC0415 - 11 MB, and only needed for a new release
    from alembic.config import Config  # noqa: PLC0415 - the same

    config = Config()
    config.set_main_option("script_location", str(_SCRIPTS))
    config.attributes["connection"] = connection
    command.upgrade(config, "head")
