"""Who left is reminded about a day later, by day there, while the window is open."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conversations.brain import Brain
from conversations.forms.reminder import MARGIN, by_day, due_at, next_morning
from conversations.machine import Draft, Due, DueKind, State
from conversations.registration.eligibility import RULES
from conversations.registration.form import FORM
from conversations.zones import WIB, WIT, WITA
from tests.conversations.talk import context

A_DAY = timedelta(hours=24)
MOMENTS = st.integers(0, 366 * 24 * 60).map(
    lambda minutes: datetime(2026, 1, 1, tzinfo=UTC) + timedelta(minutes=minutes)
)
ZONES = st.sampled_from([WIB, WITA, WIT])
WINDOWS = st.sampled_from([None, A_DAY])
DRAFT = UUID("018f4e5a-0000-7000-8000-000000000001")
OTHER = UUID("018f4e5a-0000-7000-8000-000000000002")


def at(clock: str, day: int = 22) -> datetime:
    """Return a time of November 2026 in Bengkayang."""
    hour, _, minute = clock.partition(".")
    return datetime(2026, 11, day, int(hour), int(minute), tzinfo=WIB)


@pytest.mark.parametrize(
    ("left", "window", "due"),
    [
        ("12.00", A_DAY, at("10.00", 23)),
        ("12.00", None, at("10.00", 23)),
        ("10.00", A_DAY, at("08.00", 23)),
        ("09.59", A_DAY, at("08.00", 23)),
        ("21.59", A_DAY, at("19.59", 23)),
        ("22.00", A_DAY, at("19.30", 23)),
        ("23.30", None, at("19.30", 23)),
        ("05.00", A_DAY, at("19.30")),
        ("05.00", None, at("08.00", 23)),
        ("08.30", A_DAY, at("08.00", 23)),
        ("08.29", A_DAY, at("19.30")),
        ("02.00", None, at("19.30")),
    ],
)
def test_who_left_is_reminded(left: str, window: timedelta | None, due: datetime) -> None:
    assert due_at(at(left), WIB, window) == due


@given(MOMENTS, ZONES, WINDOWS)
def test_a_reminder_comes_once_by_day_and_in_time(
    left: datetime, zone: object, window: timedelta | None
) -> None:
    assert isinstance(zone, type(WIB))

    due = due_at(left, zone, window)

    assert by_day(due, zone)
    assert left + timedelta(hours=10) < due < left + timedelta(hours=36)
    assert window is None or due <= left + window - MARGIN


@given(MOMENTS, ZONES)
def test_the_morning_is_the_next_one(now: datetime, zone: object) -> None:
    assert isinstance(zone, type(WIB))

    morning = next_morning(now, zone)

    assert by_day(morning, zone)
    assert not by_day(morning - timedelta(seconds=1), zone)
    assert now < morning <= now + A_DAY


def remind(state: State, subject: UUID) -> tuple[State, list[str], list[str]]:
    due = Due(DueKind.REMIND, subject, "1")
    transition = Brain.registering(FORM, RULES).advance(state, due, context())
    assert transition.effect is None
    keys = [text.key for reply in transition.replies for text in reply.texts]
    labels = [choice.label.key for reply in transition.replies for choice in reply.choices]
    return transition.state, keys, labels


def test_a_reminder_changes_nothing_not_even_what_is_asked() -> None:
    mine = Draft(DRAFT, FORM.name, FORM.version, {"for_whom": "self"})
    other = Draft(OTHER, FORM.name, FORM.version, {"for_whom": "other", "helped": "Budi"})
    state = State((mine, other), OTHER)

    after, keys, labels = remind(state, DRAFT)

    assert after == state
    assert keys == ["reminder.hello", "standing.unfinished", "reminder.go_on"]
    assert labels == ["resume"]


def test_of_a_draft_that_is_gone_nothing_is_said() -> None:
    assert remind(State(), DRAFT) == (State(), [], [])
