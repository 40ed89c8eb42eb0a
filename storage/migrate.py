"""Bring the database's tables up to date. Safe to run at every start, and by several at once."""

from collections.abc import Iterator
from pathlib import Path

from sqlalchemy import Connection, text
from sqlalchemy.exc import DBAPIError

from storage.connections import engine
from storage.errors import Denied, Unreleased, translated
from storage.roles import PROVIDE
from storage.tables import metadata

_SCRIPTS = Path(__file__).parent / "migrations"
_ONE_AT_A_TIME = 6107_6104  # an advisory lock of our own: any number, the same everywhere
_NEWEST = max(file.name.partition("_")[0] for file in (_SCRIPTS / "versions").glob("[0-9]*.py"))
_NOT_OURS_TO_DO = "42501"  # insufficient_privilege

_THERE = text("""
    SELECT relname || '.' || attname FROM pg_attribute JOIN pg_class ON pg_class.oid = attrelid
     WHERE relnamespace = current_schema()::regnamespace AND relkind IN ('r', 'p') AND attnum > 0
       AND NOT attisdropped
    UNION SELECT relname FROM pg_class WHERE relnamespace = current_schema()::regnamespace
    UNION SELECT conname FROM pg_constraint WHERE connamespace = current_schema()::regnamespace
""")


async def migrate(url: str, *, provide: bool = False) -> None:
    """Run the migrations that the database has not had yet.

    With `provide` the roles get what they may do once more, though nothing is new: somebody may
    have made them since. Raise Away if it cannot be reached, Denied if we may change no tables,
    Unreleased if the migrations lead elsewhere than to our tables.
    """
    database = engine(url, connections=1)
    try:
        with translated():
            async with database.begin() as connection:
                await connection.execute(text(f"SELECT pg_advisory_xact_lock({_ONE_AT_A_TIME})"))
                if not await connection.run_sync(_up_to_date):
                    await connection.run_sync(_upgrade)
                elif provide:
                    await connection.execute(text(PROVIDE))
                await connection.run_sync(_compare)
    except DBAPIError as error:
        if getattr(error.orig, "sqlstate", None) == _NOT_OURS_TO_DO:
            raise Denied from error
        raise
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


def _compare(connection: Connection) -> None:
    """Look for all that is ours, by name; raise Unreleased.

    A migration is edited in place until its release: who ran it before that has other tables.
    """
    if missing := set(_ours()).difference(connection.execute(_THERE).scalars()):
        raise Unreleased(min(missing), holds=_holds_registrations(connection))


def _holds_registrations(connection: Connection) -> bool:
    known = connection.execute(text("SELECT to_regclass('registrations') IS NOT NULL")).scalar()
    some = text("SELECT EXISTS (SELECT FROM registrations)")
    return bool(known and connection.execute(some).scalar())


def _ours() -> Iterator[str]:
    for table in metadata.tables.values():
        yield from (f"{table.name}.{column.name}" for column in table.columns)
        yield from (str(constraint.name) for constraint in table.constraints)
        yield from (str(index.name) for index in table.indexes)
