"""The small parts that the conversation is made of."""

from datetime import date
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest

from conversations.buttons.tokens import MAX_BYTES, parts, token, uuid
from conversations.programme import age
from conversations.registration.form import FORM
from conversations.zones import zone_of

DRAFT = UUID("018f4e5a-0000-7000-8000-000000000001")


def test_a_token_gives_back_what_it_was_made_of() -> None:
    made = token("a", DRAFT, "nik", 3)

    verb, draft, *rest = parts(made)

    assert (verb, uuid(draft), rest) == ("a", DRAFT, ["nik", "3"])


def test_a_token_too_long_for_a_button_is_a_bug() -> None:
    longest = token("a" * MAX_BYTES)

    with pytest.raises(ValueError, match="64 bytes"):
        token(longest + "a")


@pytest.mark.parametrize("text", ["", "x", "é", "a" * 40, "!!"])
def test_what_is_no_uuid_is_none(text: str) -> None:
    assert uuid(text) is None


@pytest.mark.parametrize(
    ("village", "zone"),
    [
        ("61.07.01.2001", "Asia/Pontianak"),
        ("64.01.01.2001", "Asia/Makassar"),
        ("94.01.01.2001", "Asia/Jayapura"),
        ("", "Asia/Pontianak"),
    ],
)
def test_the_day_is_that_of_the_village(village: str, zone: str) -> None:
    assert zone_of(village) == ZoneInfo(zone)


@pytest.mark.parametrize(
    ("on", "years"),
    [(date(2026, 8, 16), 45), (date(2026, 8, 17), 46), (date(2027, 1, 1), 46)],
)
def test_age_counts_whole_years(on: date, years: int) -> None:
    assert age(date(1980, 8, 17), on) == years


def test_what_is_answered_to_the_last_is_the_review_all_the_same() -> None:
    """Its answer is never kept; a draft that has one, for whatever reason, stands there."""
    answers = dict.fromkeys((question.name for question in FORM.questions), "x")

    assert FORM.current(answers) is FORM.review
