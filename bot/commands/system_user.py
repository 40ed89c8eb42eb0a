"""`seratus system-user`: a user of its own for the embedded PostgreSQL that root runs."""

import os

from bot.commands.running import out, refuse, told
from bot.postgres import give_to_user, whose
from bot.postgres.owner import USER, make_user
from bot.settings import Settings

_NOT_ROOT = (
    "only root needs it, and only root makes users: run by anybody else, the embedded PostgreSQL "
    "is theirs"
)
_OWN_DATABASE = "SERATUS_DATABASE_URL names a database of your own, which needs no user here"


def system_user() -> None:
    """As root: make the system user 'seratus' and give it the embedded PostgreSQL of this home.

    Without it the server is the user nobody's, and so is whatever else runs as nobody. Stop what
    uses the database first. Safe to repeat.
    """
    with told():
        settings = Settings.read()
        refuse(None if os.geteuid() == 0 else _NOT_ROOT)
        refuse(_OWN_DATABASE if settings.database_url else None)
        made = make_user()
        out.print(f"{'Made' if made else 'There is'} the system user {USER}.")
        given = give_to_user(settings.home)
    if given:
        out.print(f"The database in {settings.home} is its own now.", soft_wrap=True)
    else:
        out.print(f"A database that is made in {settings.home} will be its own.", soft_wrap=True)


def of_server(settings: Settings) -> str | None:
    """Say whose the embedded server is that root runs; None if root runs none."""
    if settings.database_url is not None or os.geteuid() != 0:
        return None
    if (user := whose(settings.home)) == USER:
        return f"server: the embedded PostgreSQL is the system user {USER}'s"
    return (
        f"server: run by root, the embedded PostgreSQL is the user {user}'s, and so is whatever "
        f"else runs as {user}. To mend it: stop what uses it, then seratus system-user"
    )
