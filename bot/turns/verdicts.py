"""What is to be done with a job that is due, once its person is locked."""

from dataclasses import dataclass
from datetime import datetime
from typing import TypeAlias


@dataclass(frozen=True, slots=True)
class Now:
    """Do it, for that version of its subject; in the zone of a village ("": not known)."""

    version: str
    village: str = ""


@dataclass(frozen=True, slots=True)
class Later:
    """Its subject went on, or this is no time for it: do it then, for that version."""

    due_at: datetime
    version: str


@dataclass(frozen=True, slots=True)
class Never:
    """There is nothing to be done any more."""


Verdict: TypeAlias = Now | Later | Never
