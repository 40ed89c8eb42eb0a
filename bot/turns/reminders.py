"""Reminders: a draft that was left unfinished has a job from its beginning on.

It is reminded of once, or not at all if nobody served in time; a draft that was begun before there
were jobs has none. The job was made for the draft as it was then. If the draft went on meanwhile,
whoever performs the job moves it to a day after that, so that no dead job an answer piles up; if
the draft is gone, so is the job. At night nobody is reminded, nor in the middle of a talk, nor
where it is too late to write freely.
"""

from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from uuid import UUID

from bot.traits import traits_at
from bot.turns.abandoning import following
from bot.turns.talk import Talk
from bot.turns.talks import Talks
from bot.turns.verdicts import TALKING, Later, Never, Now, Verdict, version_of
from conversations.forms.reminder import MARGIN, by_day, due_at, next_morning
from conversations.machine import DueKind
from conversations.zones import zone_of
from storage.jobs import Job
from storage.people.people import Person


def made(talk: Talk, now: datetime) -> Iterator[Job]:
    """Return a job for each draft that this talk began."""
    for draft in talk.state.drafts:
        if talk.person.state.find(draft.id) is None:
            zone = zone_of(talk.brain.village(draft))
            due = due_at(now, zone, _window(talk.person))
            yield Job(DueKind.REMIND, draft.id, due, version_of(now))


def judged(
    talks: Talks, job: Job, person: Person, changed: Mapping[UUID, datetime], now: datetime
) -> Verdict:
    """Say whether somebody is to be reminded now; they are locked."""
    draft = person.state.find(job.key)
    if draft is None:
        return Never()
    village = talks.brain.village(draft)
    zone, window = zone_of(village), _window(person)
    version = version_of(changed[draft.id])
    if version != job.version and (due := due_at(changed[draft.id], zone, window)) > now:
        return Later(due, version)
    if now - person.heard_at < TALKING:
        return Later(now + TALKING, version)
    then = following(draft, changed[draft.id])
    if window is not None and now > person.heard_at + window - MARGIN:
        return Never(then)
    if not by_day(now, zone):
        return Later(next_morning(now, zone), version)
    return Now(version, village, then)


def _window(person: Person) -> timedelta | None:
    return traits_at(person.channel, person.account).window
