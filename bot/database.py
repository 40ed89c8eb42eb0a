"""The database: where it is, made only by who means to, brought up to date, and its keys."""

import contextlib
from collections.abc import Iterator
from dataclasses import field
from pathlib import Path

import structlog

from bot.postgres import exists, start
from bot.settings import Settings, SettingsError
from conversations.record import record
from storage import keyfile, pooler
from storage.errors import Denied, Pooled, Unreleased
from storage.migrate import migrate
from storage.sealing import Keys

log: structlog.stdlib.BoundLogger = structlog.get_logger()

_POOLED = (
    "SERATUS_DATABASE_URL leads to a pooler (PgBouncer) that hands each transaction to another "
    "connection, or keeps from the database what a connection begins with: give the address of "
    "PostgreSQL itself (port 5432, as a rule)"
)


_DENIED = (
    "This database must be brought up to date, and whoever signs in here may not change its "
    "tables: 'seratus migrate' with SERATUS_DATABASE_OWNER_URL, which signs in as their owner"
)


class OldDatabase(Exception):  # noqa: N818 - the world's state, told in its message
    """The database cannot be brought up to date; the message says what to do."""


@record
class Place:
    """Where the database is: for the application, and for whoever changes its tables."""

    url: str = field(repr=False)
    owner_url: str = field(repr=False)
    made: bool = False
    """It was not there before, and neither need its keys have been."""


def is_there(settings: Settings) -> bool:
    """Say whether there is a database, as far as can be told without making one."""
    return settings.database_url is not None or exists(settings.home)


@contextlib.contextmanager
def database(settings: Settings, *, make: bool = False) -> Iterator[Place]:
    """Give the database: the operator's own, or an embedded one while it is used.

    Only with `make` is one made where there is none, and its keys before it: keys for a database
    that is there would stand where those belong that open it.
    """
    if settings.database_url:
        yield Place(settings.database_url, settings.database_owner_url or settings.database_url)
        return
    missing = not exists(settings.home)
    if missing:
        if not make:
            raise SettingsError(none_here(settings))
        _make_home(settings.home)
        keys(settings, make=True)
    server = start(settings.home)
    try:
        yield Place(server.app_url, server.owner_url, made=missing)
    finally:
        server.stop()


def none_here(settings: Settings) -> str:
    return (
        f"there is no database in {settings.home}, and none was made: set SERATUS_HOME to the "
        "folder of yours, or SERATUS_DATABASE_URL; or make one there with 'seratus migrate' "
        "('seratus demo' to try it)"
    )


def _make_home(home: Path) -> None:
    try:
        home.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        message = (
            f"SERATUS_HOME is {home}, and that cannot be made: {error.strerror}. "
            "Set it to a folder that can be written."
        )
        raise SettingsError(message) from error


async def migrated(settings: Settings, place: Place, *, provide: bool = False) -> None:
    """Bring the database's tables up to date; raise Away, OldDatabase or SettingsError.

    With `provide` the roles get what they may do once more.
    """
    try:
        if settings.database_url:
            await pooler.check(place.url)
        await migrate(place.owner_url, provide=provide)
    except Pooled as error:
        raise SettingsError(_POOLED) from error
    except Denied as error:
        raise OldDatabase(_DENIED) from error
    except Unreleased as error:
        way_out = (
            "give SERATUS_DATABASE_URL an empty one"
            if settings.database_url
            else f"delete the folder {settings.home / 'postgres'} to begin with an empty one"
        )
        message = (
            f"This database cannot be used, for it lacks {error}: it was made by an earlier "
            "version, which was never released, or somebody took that away. "
        )
        if error.holds:
            message += (
                "There are registrations in it: put back what it lacks, from a backup if need be. "
                f"Only if nobody needs them, {way_out}."
            )
        else:
            message += f"Nobody is registered in it: {way_out}."
        raise OldDatabase(message) from error


def keys(settings: Settings, *, make: bool = False) -> Keys:
    """Return the keys; with `make`, new ones for an embedded database that is not there yet."""
    if settings.keys is not None:
        return settings.keys
    path, home = settings.keys_file, settings.home
    if settings.database_url is not None:
        return keyfile.load(path)
    if moved := keyfile.move_out(home, path):
        log.warning("keys_moved", here=str(path), before=str(moved))
    return keyfile.load(path, make=make, database=home)
