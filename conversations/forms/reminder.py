"""A draft that was left unfinished: its person is reminded once, about a day later, by day there.

Pure: when a reminder is due is told from when the draft was left, the zone of its village, and how
long its channel lets us write freely.
"""

from datetime import datetime, time, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from conversations.buttons.button import write
from conversations.buttons.draft import Resume
from conversations.forms.form import Forms
from conversations.forms.position import how_far
from conversations.machine import Context, Draft, State, Transition
from conversations.messages import Choice, Reply, Text
from conversations.notes import Menu
from conversations.programme import DEFAULT_DRAFT_DAYS, Programme
from conversations.zones import zone_of

ABOUT_A_DAY = timedelta(hours=22)  # left at noon, reminded at ten the next morning
WARNED = timedelta(days=4)  # after the last answer
MORNING, EVENING = time(8), time(20)
LAST = time(19, 30)  # of what is due in the evening: it may take a while
MARGIN = timedelta(minutes=30)  # before a window closes: what is due is sent some time later
UNSURE = timedelta(minutes=10)  # when somebody was last heard is only known to some minutes


def by_day(now: datetime, zone: ZoneInfo) -> bool:
    """Say whether people may be written to who did not just write to us."""
    return MORNING <= now.astimezone(zone).time() < EVENING


def due_at(left: datetime, zone: ZoneInfo, window: timedelta | None) -> datetime:
    """Return when somebody who left at that time is reminded.

    If that is at night, then in the evening before or the morning after, whichever is nearer; in
    the evening if the window (None: there is none) closes before the morning.
    """
    wished = left + ABOUT_A_DAY
    if by_day(wished, zone):
        return wished
    there = wished.astimezone(zone)
    early = there.time() < MORNING
    evening = datetime.combine(there.date() - timedelta(days=early), LAST, zone)
    morning = datetime.combine(there.date() + timedelta(days=not early), MORNING, zone)
    closed = window is not None and morning > left + window - MARGIN - UNSURE
    sooner = wished - evening < morning - wished
    return (evening if closed or sooner else morning).astimezone(left.tzinfo)


def next_morning(now: datetime, zone: ZoneInfo) -> datetime:
    """Return the first moment by day after a time at night."""
    there = now.astimezone(zone)
    late = there.time() >= MORNING
    morning = datetime.combine(there.date() + timedelta(days=late), MORNING, zone)
    return morning.astimezone(now.tzinfo)


def kept(programme: Programme | None) -> timedelta:
    """Return how long a draft is kept once its person was warned. None: of no village yet."""
    return timedelta(days=programme.draft_days if programme else DEFAULT_DRAFT_DAYS) - WARNED


def remind(forms: Forms, state: State, subject: UUID) -> Transition:
    """Say how far the draft has come, with the way on.

    What is typed then must not be taken for what was asked a day ago: a yes only goes on, and with
    another draft at hand nothing is answered until one of them is chosen.
    """
    draft = state.find(subject)
    if draft is None:
        return Transition(state)
    return _told(forms, state, draft, Text("reminder.go_on"))


def warn(forms: Forms, state: State, subject: UUID, context: Context) -> Transition:
    """Say on which day the draft goes if nobody goes on with it, with the way on."""
    draft = state.find(subject)
    if draft is None:
        return Transition(state)
    village = forms.of(draft).village(draft.answers)
    goes = (context.now + kept(context.programme(village))).astimezone(zone_of(village)).date()
    return _told(forms, state, draft, Text("reminder.last", {"on": goes}))


def _told(forms: Forms, state: State, draft: Draft, then: Text) -> Transition:
    hello = () if draft.about else (Text("reminder.hello"),)  # that is of what was not sent
    texts = (*hello, how_far(forms, state, draft), then)
    on = Choice(write(Resume(draft.id)), Text("resume"))
    if state.focus == draft.id:
        state = state.holding(draft.noting(draft.notes._replace(menu=Menu.REMINDED)))
    else:
        state = state.leaving()
    return Transition(state, (Reply(texts, (on,)),))
