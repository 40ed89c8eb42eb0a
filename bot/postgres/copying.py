"""A copy of a running cluster, by PostgreSQL's own tools: pg_basebackup, pg_verifybackup.

It lies in a folder of the home while it is looked at and packed, where the database itself does or
might, and goes then. It can be started like any cluster, apart from what it was copied of: that
proves that it can be brought back.
"""

import fcntl
import os
import re
import shutil
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import field, replace
from pathlib import Path
from types import MappingProxyType
from urllib.parse import unquote, urlsplit, urlunsplit

from bot.postgres.cluster import NAME, OWNER, PORT, Cluster, PostgresError
from bot.postgres.folders import find, short
from conversations.record import record

Hear = Callable[[int, int], None]
"""Is told how many kilobytes have been copied, and of how many."""

_PROGRESS = re.compile(r"(\d+)/(\d+) kB")
_FOREIGN = "foreign"  # the folder with the two files that another server's cluster is started by
_HURRY = MappingProxyType({"fsync": "off"})  # it goes anyway
_WITHOUT = MappingProxyType(  # of a server of one's own: it must not act as the one it is of
    {"archive_mode": "off", "ssl": "off", "shared_preload_libraries": "", "primary_conninfo": ""}
)

# What the tables' owner has there is the owner's here; a superuser's stays, which is as good.
_REASSIGN = f"""
    DO $$ BEGIN
        IF to_regrole('{OWNER}') IS NULL THEN CREATE ROLE {OWNER}; END IF;
        EXECUTE (SELECT format('REASSIGN OWNED BY %s TO {OWNER}', relowner::regrole)
                   FROM pg_class JOIN pg_roles r ON r.oid = relowner
                  WHERE pg_class.oid = to_regclass('public.registrations') AND r.oid > 16383
                    AND relowner <> to_regrole('{OWNER}'));
    EXCEPTION WHEN null_value_not_allowed THEN NULL;
    END $$
"""  # noqa: S608 - names of ours


@record
class Source:
    """What is copied. `role` and `database`: as whom, and what of it is ours."""

    where: tuple[str, ...]
    role: str
    database: str
    environment: Mapping[str, str] = field(default_factory=dict, repr=False)
    foreign: bool = False

    @classmethod
    def embedded(cls, home: Path) -> "Source":
        """The embedded server of a home, which must be running."""
        sockets = str(find(home).sockets)
        return cls(("-h", sockets, "-p", str(PORT), "-U", NAME), NAME, NAME)

    @classmethod
    def of(cls, dsn: str) -> "Source":
        """A server of an operator's own. Nobody sees the password among the running programs."""
        parts = urlsplit(dsn)
        user, _, _ = parts.netloc.rpartition("@")
        name, _, password = user.partition(":")
        bare = urlunsplit(parts._replace(netloc=parts.netloc.replace(user, name, 1)))
        told = {"PGPASSWORD": unquote(password)} if password else {}
        role = unquote(name) or os.environ.get("USER", "")
        return cls(("-d", bare), role, unquote(parts.path.strip("/")) or role, told, foreign=True)


@contextmanager
def copied(home: Path, source: Source, hear: Hear) -> Iterator[Cluster]:
    """Copy a cluster and verify the copy; it goes at the end. Raise PostgresError."""
    mother = find(home)
    lock = os.open(mother.folder / "copy.lock", os.O_RDWR | os.O_CREAT, 0o600)
    folder = mother.folder / "copy"
    try:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise PostgresError("another backup is being made just now: wait for it") from None
        shutil.rmtree(folder, ignore_errors=True)  # a killed backup left it
        copy = _folder(mother, folder)
        try:
            _copy(copy, source, hear)
            copy.run("pg_verifybackup", "-q", "data")
            yield copy
        finally:
            copy.halt()
            shutil.rmtree(folder)
            if copy.sockets != folder:
                shutil.rmtree(copy.sockets, ignore_errors=True)
    finally:
        os.close(lock)


def start_copy(copy: Cluster, source: Source) -> None:
    """Start what was copied: it goes on from the very moment at which the copy ended."""
    if not source.foreign:
        copy.launch(_HURRY)
        return
    folder = copy.folder / _FOREIGN
    folder.mkdir(mode=0o700)
    (folder / "postgresql.conf").touch()
    (folder / "pg_hba.conf").write_text("local all all trust\n", "utf-8")
    belongs_to(copy, folder)
    files = {"config_file": folder / "postgresql.conf", "hba_file": folder / "pg_hba.conf"}
    copy.launch({**_HURRY, **_WITHOUT, **{name: str(path) for name, path in files.items()}})


def _folder(mother: Cluster, folder: Path) -> Cluster:
    folder.mkdir(mode=0o700)
    copy = replace(mother, folder=folder, sockets=short(folder))
    belongs_to(copy, folder)
    return copy


def adopt(cluster: Cluster, name: str, database: str) -> None:
    """Make the data of another server a cluster of ours, with our names, in single-user mode."""
    data = cluster.folder / name
    for file in ("postgresql.conf", "postgresql.auto.conf", "pg_ident.conf"):
        (data / file).write_text("", "utf-8")
    (data / "pg_hba.conf").write_text("local all all trust\n", "utf-8")
    belongs_to(cluster, data)
    statements = [f"CREATE ROLE {NAME}", f"ALTER ROLE {NAME} SUPERUSER LOGIN"]
    if database != NAME:
        quoted = database.replace('"', '""')
        statements.append(f"ALTER DATABASE {NAME} RENAME TO {NAME}_of_another")  # if there is one
        statements.append(f'ALTER DATABASE "{quoted}" RENAME TO {NAME}')
    single = ("postgres", "--single", "-D", name)
    cluster.run(*single, "postgres", stdin="".join(f"{one}\n" for one in statements))
    cluster.run(*single, NAME, stdin=_REASSIGN.replace("\n", " ") + "\n")


def belongs_to(cluster: Cluster, folder: Path) -> None:
    """Give a folder of ours, and all that is in it, to whoever runs the cluster."""
    if cluster.owner is not None:
        for path in (folder, *folder.rglob("*")):
            os.chown(path, *cluster.owner, follow_symlinks=False)


def _copy(copy: Cluster, source: Source, hear: Hear) -> None:
    def heard(line: str) -> None:
        if found := _PROGRESS.search(line):
            hear(int(found[1]), int(found[2]))

    options = ("-D", "data", "-X", "stream", "-c", "fast", "-P", "--no-sync", "-w")
    sums = ("--manifest-checksums", "SHA256")
    said = copy.watched(
        *("pg_basebackup", *source.where, *options, *sums),
        hear=heard,
        environment=source.environment,
    )
    if said:
        raise PostgresError(_refused(said, source))


def _refused(said: list[str], source: Source) -> str:
    why = " ".join(said)
    if not source.foreign:
        return f"the database could not be copied: {why}"
    return (
        f"PostgreSQL would not let the database be copied: {why}. Whoever signs in needs "
        f"REPLICATION (ALTER ROLE {source.role} REPLICATION), and pg_hba.conf a line for it "
        "(host replication …); where your provider gives neither, use its own backups: "
        "docs/backup.md"
    )
