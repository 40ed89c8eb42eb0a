"""What was erased, by the ids of its rows: a list outside the database and its backups.

A backup from before an erasure holds what was erased since; whoever restores it erases that again
(bot/backup/restoring.py). One line of JSON an erasure, ids alone. A line is on the disk before its
erasure is committed: after a kill between the two it names rows that are still there, and to erase
them then is right, since somebody asked for it.
"""

import fcntl
import os
from collections.abc import Iterator
from dataclasses import fields
from datetime import datetime
from pathlib import Path
from uuid import UUID

import orjson

from conversations.record import record

_BLOCK = 4096


@record
class Erased:
    """Ids of rows that are gone, or were asked to go."""

    registrations: tuple[UUID, ...] = ()
    people: tuple[UUID, ...] = ()
    addresses: tuple[UUID, ...] = ()
    drafts: tuple[UUID, ...] = ()
    niks: tuple[UUID, ...] = ()

    def __or__(self, other: "Erased") -> "Erased":
        """Return what either names, each id once."""
        return Erased(
            *(
                tuple(dict.fromkeys((*getattr(self, one.name), *getattr(other, one.name))))
                for one in fields(Erased)
            )
        )


@record
class Erasure:
    """One line: what was erased, and when. `receipt`: what its person was told, to refer to."""

    at: datetime
    receipt: str
    erased: Erased

    def dump(self) -> bytes:
        ids = {
            one.name: [str(id_) for id_ in getattr(self.erased, one.name)]
            for one in fields(Erased)
        }
        return orjson.dumps({"at": self.at.isoformat(), "receipt": self.receipt, **ids}) + b"\n"

    @classmethod
    def parse(cls, line: bytes) -> "Erasure":
        """Read what `dump` wrote; ValueError if it is no such line."""
        told = orjson.loads(line)
        try:
            ids = (tuple(map(UUID, told.get(one.name, ()))) for one in fields(Erased))
            return cls(datetime.fromisoformat(told["at"]), str(told["receipt"]), Erased(*ids))
        except (AttributeError, KeyError, TypeError) as error:
            raise ValueError("no erasure") from error


class ErasedError(Exception):
    """The list cannot be used; the message says what was found, and what to do."""


class ErasedFile:
    """The list of a database. It need not be there: nothing was erased then."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def append(self, erasure: Erasure) -> None:
        """Add a line; once this returns, it is on the disk. Raise ErasedError.

        What a crash left of a line goes: whoever wrote that never came to commit.
        """
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            file = os.open(self.path, os.O_RDWR | os.O_APPEND | os.O_CREAT, 0o600)
            try:
                fcntl.flock(file, fcntl.LOCK_EX)  # several processes may serve
                os.ftruncate(file, _whole(file))
                with os.fdopen(os.dup(file), "ab") as appended:
                    appended.write(erasure.dump())
                os.fsync(file)
            finally:
                os.close(file)
            _sync(self.path.parent)
        except OSError as error:
            raise ErasedError(_cannot("written", self.path, error)) from error

    def read(self) -> Iterator[Erasure]:
        """Go through the erasures, oldest first; raise ErasedError.

        A last line that has no end is passed over: its erasure was not committed either.
        """
        try:
            *lines, _torn = self.path.read_bytes().split(b"\n")
        except FileNotFoundError:
            return
        except OSError as error:
            raise ErasedError(_cannot("read", self.path, error)) from error
        for number, line in enumerate(lines, start=1):
            try:
                yield Erasure.parse(line)
            except ValueError:
                message = (
                    f"{self.path} is damaged in line {number}: bring back a copy of it, or what "
                    "was erased would come back with the backup"
                )
                raise ErasedError(message) from None


def _whole(file: int) -> int:
    """Return how many bytes of a file are whole lines; only its end is read, as a rule."""
    end = os.fstat(file).st_size
    while end:
        begin = max(0, end - _BLOCK)
        found = os.pread(file, end - begin, begin).rfind(b"\n")
        if found >= 0:
            return begin + found + 1
        end = begin
    return 0


def _sync(folder: Path) -> None:
    """Have the disk know a file that is new in a folder."""
    opened = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(opened)
    finally:
        os.close(opened)


def _cannot(what: str, path: Path, error: OSError) -> str:
    return (
        f"the list of what was erased, {path}, cannot be {what} ({error.strerror}): nothing was "
        "erased or restored without it. SERATUS_ERASED_FILE says where it is"
    )
