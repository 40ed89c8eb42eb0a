"""A backup's file: tar in gzip, in age if it is sealed. Read and written as a stream."""

import gzip
import io
import os
import shutil
import tarfile
import threading
import zlib
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path, PurePosixPath
from typing import IO, TypeAlias, cast

import pyrage

from bot.backup.manifest import BackupError

Hear: TypeAlias = Callable[[int], None]
"""Is told how many bytes have gone by."""

MANIFEST = "manifest.json"
DATA = "data"
_AGE = b"age-encryption.org/"
_LEVEL = 3  # three times as fast as the default, and a tenth larger
_BLOCK = 1 << 20
_ANEW = os.O_WRONLY | os.O_CREAT | os.O_TRUNC
_DAMAGED = (tarfile.TarError, zlib.error, gzip.BadGzipFile, EOFError, pyrage.DecryptError)


def recipient(told: str) -> pyrage.x25519.Recipient:
    """Read whom to seal for: age1…; raise BackupError."""
    try:
        return pyrage.x25519.Recipient.from_str(told)
    except pyrage.RecipientError:
        raise BackupError(
            f"{told} is no age recipient: 'age-keygen' prints one, age1…, to its identity"
        ) from None


def identities(path: Path) -> list[pyrage.x25519.Identity]:
    """Read the file that age-keygen wrote; raise BackupError."""
    try:
        lines = path.read_text("utf-8").split()
        return [pyrage.x25519.Identity.from_str(one) for one in lines if one.startswith("AGE-")]
    except (OSError, UnicodeDecodeError, pyrage.IdentityError):
        raise BackupError(
            f"{path} is no file of age identities, as age-keygen writes it"
        ) from None


class Packing:
    """A backup that is being written."""

    def __init__(self, tar: tarfile.TarFile) -> None:
        self._tar = tar

    def folder(self, folder: Path, hear: Hear) -> None:
        """Pack a folder as the data."""
        for path in (folder, *sorted(folder.rglob("*"))):
            self._tar.add(path, f"{DATA}/{path.relative_to(folder)}", recursive=False)
            hear(path.lstat().st_size)

    def manifest(self, told: bytes) -> None:
        info = tarfile.TarInfo(MANIFEST)
        info.size, info.mode = len(told), 0o600
        self._tar.addfile(info, io.BytesIO(told))


@contextmanager
def packing(path: Path, sealed_for: Sequence[pyrage.x25519.Recipient]) -> Iterator[Packing]:
    """Write a backup, which is there whole or not at all. Raise BackupError if there is one."""
    if path.exists():
        raise BackupError(f"{path} is there already: name another file, or move it away")
    partial = path.with_name(f"{path.name}.partial")
    try:
        with (
            os.fdopen(os.open(partial, _ANEW, 0o600), "wb") as file,
            _sealing(file, sealed_for) as sink,
            gzip.GzipFile(fileobj=sink, mode="wb", compresslevel=_LEVEL, filename="") as packed,
            tarfile.open(fileobj=packed, mode="w|", format=tarfile.PAX_FORMAT) as tar,
        ):
            yield Packing(tar)
        with partial.open("rb") as written:
            os.fsync(written.fileno())
        partial.replace(path)
    except OSError as error:
        raise BackupError(f"{path} cannot be written: {error.strerror or error}") from error
    finally:
        partial.unlink(missing_ok=True)


@contextmanager
def _sealing(
    file: IO[bytes], sealed_for: Sequence[pyrage.x25519.Recipient]
) -> Iterator[IO[bytes]]:
    if not sealed_for:
        yield file
        return
    read, write = _pipe()
    with _beside(lambda: pyrage.encrypt_io(read, file, list(sealed_for)), read), write:
        yield write


def unpack(
    path: Path, folder: Path, opened_by: Sequence[pyrage.x25519.Identity], hear: Hear
) -> bytes:
    """Unpack a backup's data into a folder, and return its manifest. Raise BackupError."""
    try:
        with path.open("rb") as file:
            sealed = file.read(len(_AGE)) == _AGE
            file.seek(0)
            if sealed and not opened_by:
                raise BackupError(f"{path} is sealed: name the identity that opens it, --identity")
            with _opening(file, opened_by if sealed else ()) as source:
                return _unpacked(source, folder, lambda: hear(file.tell()))
    except _DAMAGED as error:
        raise BackupError(_damaged(path)) from error
    except OSError as error:
        if error.errno is None:  # age's own
            raise BackupError(_damaged(path)) from error
        raise BackupError(f"{path} cannot be brought back: {error.strerror}") from error


def _damaged(path: Path) -> str:
    return (
        f"{path} is no whole backup, or is not sealed for this identity: nothing was restored. "
        "Take another one"
    )


def _unpacked(source: IO[bytes], folder: Path, hear: Callable[[], None]) -> bytes:
    manifest = b""
    with (
        gzip.GzipFile(fileobj=source, mode="rb") as packed,
        tarfile.open(fileobj=cast("IO[bytes]", packed), mode="r|") as tar,
    ):
        for member in tar:
            inside = tar.extractfile(member) if member.isfile() else None
            if member.name == MANIFEST and inside:
                manifest = inside.read()
            else:
                _lay(member, inside, folder)
            hear()
        while packed.read(_BLOCK):  # to the end, where its checksum is
            pass
    if not manifest:
        raise tarfile.ReadError
    return manifest


def _lay(member: tarfile.TarInfo, inside: IO[bytes] | None, folder: Path) -> None:
    """Write one file or folder; a backup holds nothing else, and nothing outside its data."""
    parts = PurePosixPath(member.name).parts
    if parts[0] != DATA or ".." in parts or not (inside or member.isdir()):
        raise tarfile.ReadError
    path = folder.joinpath(*parts[1:])
    if inside is None:
        path.mkdir(mode=0o700, exist_ok=True)
        return
    with os.fdopen(os.open(path, _ANEW | os.O_EXCL, 0o600), "wb") as file:
        shutil.copyfileobj(inside, file, _BLOCK)


@contextmanager
def _opening(file: IO[bytes], opened_by: Sequence[pyrage.x25519.Identity]) -> Iterator[IO[bytes]]:
    if not opened_by:
        yield file
        return
    read, write = _pipe()
    with _beside(lambda: pyrage.decrypt_io(file, write, list(opened_by)), write), read:
        yield read


def _pipe() -> tuple[IO[bytes], IO[bytes]]:
    read, write = os.pipe()
    return os.fdopen(read, "rb"), os.fdopen(write, "wb")


@contextmanager
def _beside(work: Callable[[], None], end: IO[bytes]) -> Iterator[None]:
    """Do something in a thread of its own, which closes its end of a pipe; raise what it raised.

    That comes before what we met for want of it; unless it is only that we had ended.
    """
    raised: list[Exception] = []

    def done() -> None:
        try:
            work()
        except Exception as error:  # noqa: BLE001 - raised where it is waited for
            raised.append(error)
        finally:
            with suppress(OSError):
                end.close()

    thread = threading.Thread(target=done)
    thread.start()
    try:
        yield
    finally:
        thread.join()
        if raised and not isinstance(raised[0], BrokenPipeError):
            raise raised[0]
