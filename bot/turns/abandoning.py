"""Abandoning: who does not come back to a draft is told once more, and then it is deleted.

    remind (a day) ─► warn (four days): it names the day ─► abandon (the programme's days): it goes

Each of these jobs puts the next. Whoever goes on with the draft meanwhile has all that time again.
A correction of what was sent is reminded of, and goes after the four days: nothing is lost by it.
"""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from uuid import UUID

from bot.turns.talks import Talks
from bot.turns.verdicts import TALKING, Later, Never, Now, Verdict, version_of
from conversations.forms.reminder import WARNED, by_day, kept, next_morning
from conversations.machine import Draft, DueKind
from conversations.villages import regency_of
from conversations.zones import zone_of
from storage.jobs import Job
from storage.people.people import Person


def warning(draft: UUID, changed_at: datetime) -> Job:
    """Return the job that warns of what was last changed then."""
    return Job(DueKind.WARN, draft, changed_at + WARNED, version_of(changed_at))


def following(draft: Draft, changed_at: datetime) -> Job:
    """Return what comes after a reminder of a draft that was last changed then."""
    warned = warning(draft.id, changed_at)
    return warned if draft.about is None else replace(warned, name=DueKind.ABANDON)


def warned(
    talks: Talks, job: Job, person: Person, changed: Mapping[UUID, datetime], now: datetime
) -> Verdict:
    """Say whether somebody is to be told now on which day the draft goes; they are locked."""
    draft = person.state.find(job.key)
    if draft is None:
        return Never()
    version, village = version_of(changed[draft.id]), talks.brain.village(draft)
    if version != job.version and (due := changed[draft.id] + WARNED) > now:
        return Later(due, version)
    if now - person.heard_at < TALKING:
        return Later(now + TALKING, version)
    if not by_day(now, zone_of(village)):
        return Later(next_morning(now, zone_of(village)), version)
    goes = now + kept(talks.directory.programmes.get(regency_of(village)))
    return Now(version, village, Job(DueKind.ABANDON, draft.id, goes, version_of(now)))


def abandoned(
    _talks: Talks, job: Job, person: Person, changed: Mapping[UUID, datetime], _now: datetime
) -> Verdict:
    """Say whether the draft is to go: nobody has gone on with it since they were warned."""
    draft = person.state.find(job.key)
    if draft is None:
        return Never()
    if changed[job.key] > datetime.fromisoformat(job.version):
        return Never(following(draft, changed[job.key]))
    return Now(job.version)
