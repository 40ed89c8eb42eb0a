"""Whose the server is when root runs it: a system user's of its own, or nobody's.

PostgreSQL does not run as root, and `initdb` needs a user that the system knows. The user
`seratus` is made when root says so ('seratus system-user'), never by itself; without it the server
is `nobody`'s, and so is whatever else runs as nobody. A cluster stays whose it is until root gives
it away: whoever owns its folder runs it.
"""

import os
import pwd
import shutil
import subprocess
from pathlib import Path

from bot.postgres.cluster import PostgresError

USER = "seratus"
_WHERE = f"{os.defpath}:/usr/sbin:/sbin"  # root's own PATH may be anybody's


def of(folder: Path) -> tuple[int, int]:
    """Return the user and group of a cluster's folder; root's is one that was just made."""
    found = folder.stat()
    return (found.st_uid, found.st_gid) if found.st_uid else _of_new()


def named(folder: Path) -> str:
    """Return the name of the user whose a cluster is, or its number."""
    number = folder.stat().st_uid
    try:
        return pwd.getpwuid(number).pw_name
    except KeyError:
        return str(number)


def _of_new() -> tuple[int, int]:
    found = _known(USER) or _known("nobody")
    if found is None:
        raise PostgresError(
            "PostgreSQL does not run as root, and there is no user `nobody`: "
            "'seratus system-user' makes one, or run as another user"
        )
    return found


def _known(name: str) -> tuple[int, int] | None:
    try:
        found = pwd.getpwnam(name)
    except KeyError:
        return None
    return found.pw_uid, found.pw_gid


def make_user() -> bool:
    """Make the system user; False: there is one. Raise PostgresError."""
    if _known(USER):
        return False
    by_hand = f"make a system user `{USER}` with a group of its own by hand, then say this again"
    program = shutil.which("useradd", path=_WHERE)
    if program is None:
        raise PostgresError(f"there is no `useradd` on this system: {by_hand}")
    options = ("--system", "--user-group", "--no-create-home", "--home-dir", "/nonexistent")
    done = subprocess.run(
        [program, *options, "--shell", "/bin/false", USER],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    if done.returncode or not _known(USER):
        raise PostgresError(f"useradd failed ({done.stdout.strip()}): {by_hand}")
    return True


def give(folder: Path) -> None:
    """Give a cluster to the system user, file by file: its server must be stopped.

    Whose it was may run meanwhile, so no path is gone twice and no link is followed. Again: it
    goes on where it was broken off.
    """
    owner = _known(USER)
    if owner is None:
        raise LookupError(USER)
    os.chown(folder, *owner)
    for _, folders, files, at in os.fwalk(folder):
        for name in (*folders, *files):
            os.chown(name, *owner, dir_fd=at, follow_symlinks=False)
