"""What is to be done with a job that is due, once its person is locked."""

from datetime import datetime, timedelta
from typing import TypeAlias

from conversations.record import record
from storage.jobs import Job


@record
class Now:
    """Do it, for that version of its subject; in the zone of a village ("": not known).

    `following`: what is to be done after it.
    """

    version: str
    village: str = ""
    following: Job | None = None


@record
class Later:
    """Its subject went on, or this is no time for it: do it then, for that version."""

    due_at: datetime
    version: str


@record
class Never:
    """There is nothing to be done any more, but what follows."""

    following: Job | None = None


Verdict: TypeAlias = Now | Later | Never

TALKING = timedelta(hours=1)  # who wrote so lately is not written to in the middle of it


def version_of(changed_at: datetime) -> str:
    """Return the version of a draft: when it was changed."""
    return changed_at.isoformat()
