"""Who left is reminded about a day later, by day there, while the window is open."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conversations.brain import Brain
from conversations.effects import CountPlaces
from conversations.forms.reminder import MARGIN, by_day, due_at, next_morning
from conversations.machine import Draft, Due, DueKind, State
from conversations.messages import Said
from conversations.notes import Menu
from conversations.registration.eligibility import RULES
from conversations.registration.form import FORM
from conversations.zones import WIB, WIT, WITA
from tests.conversations import talk
from tests.conversations.talk import ANSWERS, NOW, PROGRAMME, VILLAGE, context

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
        ("08.40", A_DAY, at("08.00", 23)),
        ("08.39", A_DAY, at("19.30")),
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


MINE = Draft(DRAFT, FORM.name, FORM.version, {"for_whom": "self"})
THEIRS = Draft(OTHER, FORM.name, FORM.version, {"for_whom": "other", "helped": "Budi"})


def test_who_is_reminded_of_the_draft_at_hand_can_go_on_with_a_yes_or_an_answer() -> None:
    after, keys, labels = remind(State((MINE, THEIRS), DRAFT), DRAFT)

    assert keys == ["reminder.hello", "standing.unfinished", "reminder.go_on"]
    assert labels == ["resume"]
    assert (after.focus, after.find(OTHER)) == (DRAFT, THEIRS)


def test_a_reminder_of_another_draft_leaves_none_at_hand() -> None:
    after, keys, _ = remind(State((MINE, THEIRS), OTHER), DRAFT)

    assert keys[0] == "reminder.hello"
    assert after == State((MINE, THEIRS), None)


@pytest.mark.parametrize("said", ["ya", "ok", "iya pak", "mau", "lanjut"])
@pytest.mark.parametrize("menu", [None, Menu.CANCEL])
def test_a_yes_to_a_reminder_sends_and_deletes_nothing(said: str, menu: Menu | None) -> None:
    whole = Draft(DRAFT, FORM.name, FORM.version, ANSWERS)
    left = whole.noting(whole.notes._replace(menu=menu, asked="review"))

    reminded, _, _ = remind(State((left,), DRAFT), DRAFT)
    answered = Brain.registering().advance(reminded, Said(said), context())

    assert answered.effect is None
    assert answered.state.draft is not None
    assert answered.replies[0].texts[-1].key == "registration.review.ask"


def test_what_answers_the_question_answers_it_after_a_reminder_too() -> None:
    reminded, _, _ = remind(State((MINE,), DRAFT), DRAFT)

    answered = Brain.registering().advance(reminded, Said("Sungai Duri"), context())

    assert answered.effect == CountPlaces(VILLAGE)


def test_of_a_draft_that_is_gone_nothing_is_said() -> None:
    assert remind(State(), DRAFT) == (State(), [], [])


@pytest.mark.parametrize(
    ("answers", "days"), [({}, 26), ({"village": VILLAGE}, 6), ({"village": "61.04.01.2001"}, 26)]
)
def test_who_does_not_come_back_is_told_the_day_on_which_the_draft_goes(
    answers: dict[str, str], days: int
) -> None:
    """As its village's programme has it, if that is known: four of its days are over."""
    due = Due(DueKind.WARN, DRAFT, "1")
    programmes = {"61.07": replace(PROGRAMME, draft_days=10)}
    left = MINE.answering({**MINE.answers, **answers})

    told = Brain.registering().advance(State((left,), DRAFT), due, context(programmes=programmes))

    [reply] = told.replies
    assert [text.key for text in reply.texts][-1] == "reminder.last"
    assert reply.texts[-1].values == {"on": (NOW + timedelta(days=days)).astimezone(WIB).date()}
    assert Brain.registering().advance(State(), due, context()).replies == ()


@pytest.mark.parametrize("focus", [DRAFT, OTHER, None])
def test_a_draft_that_goes_leaves_the_one_at_hand(focus: UUID | None) -> None:
    due = Due(DueKind.ABANDON, DRAFT, "1")

    left = Brain.registering().advance(State((MINE, THEIRS), focus), due, context())

    assert left.state == State((THEIRS,), None if focus == DRAFT else focus)
    assert left.replies == ()


def test_what_ended_is_forgotten_when_its_day_is_over_without_a_word() -> None:
    leaving = talk.at("nik")
    leaving.says("batal")
    leaving.says("ya")
    assert [draft.id for draft in leaving.state.ended] == [talk.DRAFT]

    due = Due(DueKind.FORGET, talk.DRAFT, "1")
    forgotten = talk.BRAIN.advance(leaving.state, due, leaving.context)

    assert forgotten.state.ended == ()
    assert forgotten.replies == ()
