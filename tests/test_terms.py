"""What keeps a programme from being opened or changed, and on which day it counts."""

from datetime import UTC, date, datetime

from bot.commands.terms import day_of, problem_with, problem_with_new
from tests.storage.builders import programme


def test_the_terms_change_as_long_as_the_cover_lasts_though_the_year_is_over() -> None:
    across = programme(year=2026, cover_from=date(2026, 7, 1), cover_to=date(2027, 6, 30))

    assert problem_with(across, date(2027, 6, 30)) is None
    assert "the cover is over" in (problem_with(across, date(2027, 7, 1)) or "")
    assert "2026 is over" in (problem_with_new(across, date(2027, 1, 1)) or "")


def test_the_day_that_counts_is_the_wests() -> None:
    before, after = (datetime(2027, 12, 31, hour, tzinfo=UTC) for hour in (16, 17))

    assert (day_of(before), day_of(after)) == (date(2027, 12, 31), date(2028, 1, 1))
