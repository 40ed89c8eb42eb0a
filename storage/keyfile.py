"""The file of the keys: its owner's alone, and never in the folder of the database they open.

Whoever copies that folder would have both, the sealed data and what opens it.
"""

import contextlib
import fcntl
import os
import pwd
import stat
import tempfile
from collections.abc import Iterator
from pathlib import Path

from storage.sealing import Keys, KeysError

_MAKE = (  # as docs/settings.md has it
    '(umask 077; for key in seal1 hash; do echo "$key=$(openssl rand -base64 32)"; done > keys)'
)
_OTHERS = 0o177  # all that mode 600 has not


def load(path: Path, *, make: bool = False, database: Path | None = None) -> Keys:
    """Read the keys of a file; with `make`, write new ones (mode 600) if there is no file.

    `database`: the folder of an embedded database, where keys may not lie. Raise KeysError.
    """
    if database is not None and path.resolve().is_relative_to(database.resolve()):
        message = (
            f"The keys in {path} lie in the folder of the database that they open: whoever copies "
            "it has both. Move them, and set SERATUS_KEYS_FILE to where they are."
        )
        raise KeysError(message)
    with _told(path):
        if not path.exists():
            if not make:
                raise KeysError(_lost(path, database) if database else _not_made(path))
            _refuse_beside_a_disk(database, path)
            _write(path, Keys.generate().dump())
        return Keys.parse(_read(path))


def add(path: Path) -> Keys:
    """Write a new key of each kind beside those of a file; raise KeysError.

    Whole or not at all, and on the disk before anything is sealed with it. Who adds at the same
    time waits, and adds to what is there then.
    """
    with _told(path), _folder(path.parent) as folder:
        fcntl.flock(folder, fcntl.LOCK_EX)
        keys = Keys.parse(_read(path)).next()
        with tempfile.NamedTemporaryFile("w", dir=path.parent, delete=False) as file:  # mode 600
            file.write(keys.dump())
            file.flush()
            os.fsync(file.fileno())
        Path(file.name).replace(path)
        os.fsync(folder)
    return keys


@contextlib.contextmanager
def _folder(path: Path) -> Iterator[int]:
    opened = os.open(path, os.O_RDONLY)
    try:
        yield opened
    finally:
        os.close(opened)


def _lost(path: Path, database: Path) -> str:
    return (
        f"The file with the keys of the database in {database} is missing: it belongs at {path}, "
        "and without it nothing that is sealed in the database can be read. Put it back there, or "
        "set SERATUS_KEYS_FILE to where it is. No new keys are made for a database that is there; "
        f"only if nobody needs it, delete {database / 'postgres'} to begin with an empty one."
    )


def _not_made(path: Path) -> str:
    return (
        f"There are no keys in {path}. If the database has been used, bring back the keys that "
        "it had (SERATUS_KEYS, or SERATUS_KEYS_FILE). If it is new, make them once:\n"
        f"  {_MAKE}\n"
        '  export SERATUS_KEYS_FILE="$PWD/keys"'
    )


def move_out(database: Path, path: Path) -> Path | None:
    """Move what earlier versions kept in the database's folder to `path`; return where it was.

    Never to another disk, which may not stay (a container's): raise KeysError then.
    """
    old = database / "keys"
    if path.resolve() == old.resolve() or not old.exists():
        return None
    try:
        path.hardlink_to(old)
    except FileExistsError:
        pass  # what is there is looked at
    except OSError as error:
        message = (
            f"The keys in {old} lie in the folder of the database that they open, and cannot "
            f"be moved to {path} ({error.strerror}): move them to a disk that stays, and set "
            "SERATUS_KEYS_FILE to where they are."
        )
        raise KeysError(message) from error
    if path.read_bytes() != old.read_bytes():
        return None  # other keys: which are the database's, it knows itself
    old.unlink(missing_ok=True)
    return old


def _refuse_beside_a_disk(database: Path | None, path: Path) -> None:
    """Make no keys beside a disk of its own: what lies there may go while the database stays."""
    if database is not None and path.parent == database.parent and database.is_mount():
        message = (
            f"{database} is a disk of its own, and keys that are made beside it may be lost while "
            "it stays: set SERATUS_KEYS_FILE to a file on another disk that stays."
        )
        raise KeysError(message)


@contextlib.contextmanager
def _told(path: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        message = (
            f"{path} cannot hold the keys: {error.strerror}. "
            "Set SERATUS_KEYS_FILE to a file in a folder that can be written."
        )
        raise KeysError(message) from error


def _read(path: Path) -> str:
    """Read the file if it is ours alone; the one that was looked at is the one that is read."""
    with path.open() as file:
        found = os.fstat(file.fileno())
        if problem := _problem_with(path, found):
            raise KeysError(problem)
        return file.read()


def _problem_with(path: Path, found: os.stat_result) -> str | None:
    if not stat.S_ISREG(found.st_mode):
        return f"{path} is no file of keys: set SERATUS_KEYS_FILE to one."
    if found.st_uid != os.geteuid():
        owner, ours = _name(found.st_uid), _name(os.geteuid())
        return (
            f"The keys in {path} belong to {owner}, and this runs as {ours}: chown {ours} {path}"
        )
    if mode := stat.S_IMODE(found.st_mode) & _OTHERS:
        shown = stat.S_IMODE(found.st_mode)
        why = "others may use them" if mode & 0o077 else "they are no program"
        return f"The keys in {path} have the mode {shown:o}, so {why}: chmod 600 {path}"
    return None


def _name(user: int) -> str:
    try:
        return pwd.getpwuid(user).pw_name
    except KeyError:
        return str(user)


def _write(path: Path, content: str) -> None:
    """Make the file whole or not at all; one that another process made meanwhile stays."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile("w", dir=path.parent) as file:  # mode 600
        file.write(content)
        file.flush()
        with contextlib.suppress(FileExistsError):
            path.hardlink_to(file.name)
