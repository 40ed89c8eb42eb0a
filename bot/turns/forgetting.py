"""Forgetting: a draft that ended, whyever, can be brought back for a day, and is deleted then."""

from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from uuid import UUID

from bot.turns.talk import Talk
from bot.turns.talks import Talks
from bot.turns.verdicts import Later, Never, Now, Verdict, version_of
from conversations.machine import DueKind
from storage.jobs import Job
from storage.people.people import Person

KEPT = timedelta(days=1)


def made(talk: Talk, now: datetime) -> Iterator[Job]:
    """Return a job for each draft that this talk ended."""
    if talk.state.ended:
        known = {draft.id for draft in talk.person.state.ended}
        for draft in talk.state.ended:
            if draft.id not in known:
                yield Job(DueKind.FORGET, draft.id, now + KEPT, version_of(now))


def judged(
    _talks: Talks, job: Job, person: Person, changed: Mapping[UUID, datetime], _now: datetime
) -> Verdict:
    """Say whether it is time; one that was brought back and ended again has a day from then."""
    if all(draft.id != job.key for draft in person.state.ended):
        return Never()
    version = version_of(changed[job.key])
    if version != job.version:
        return Later(changed[job.key] + KEPT, version)
    return Now(version)
