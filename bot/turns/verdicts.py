"""What is to be done with a job that is due, once its person is locked."""

from datetime import datetime
from typing import TypeAlias

from conversations.record import record


@record
class Now:
    """Do it, for that version of its subject; in the zone of a village ("": not known)."""

    version: str
    village: str = ""


@record
class Later:
    """Its subject went on, or this is no time for it: do it then, for that version."""

    due_at: datetime
    version: str


@record
class Never:
    """There is nothing to be done any more."""


Verdict: TypeAlias = Now | Later | Never
