"""How an income can be meant: a band at once, or readings to be asked back."""

import pytest

from conversations.answers.income.monthly import BANDS, Amount
from conversations.answers.income.readings import Reading, band_of, reading, readings
from conversations.answers.invalid import Invalid

PLAIN = {
    "1,2 juta": "1m_1500k",
    "1.250.000": "1m_1500k",
    "300rb sebulan": "under_500k",
    "500 ribu per bulan": "500k_1m",
    "3000000": "over_2m",
    "tidak tentu": "uncertain",
    "kurang dari 400rb": "under_500k",
}
RECKONED = {
    "50rb sehari": "50000-50000-day",
    "50 sehari": "50000-50000-day",
    "60-70rb sehari": "60000-70000-day",
    "200rb seminggu": "200000-200000-week",
    "12 juta setahun": "12000000-12000000-year",
    "500rb per 2 minggu": "1000000-1000000-month",
}
SEVERAL = {
    "50": ("50000-50000-day",),
    "2": ("2000000-2000000-week", "2000000-2000000-month"),
    "1.500": ("1500000-1500000-week", "1500000-1500000-month"),
    "150rb": ("150000-150000-day", "150000-150000-week", "150000-150000-month"),
    "100000": ("100000-100000-day", "100000-100000-week", "100000-100000-month"),
    "25000": ("25000-25000-day",),
    "1-3 juta": ("1m_1500k", "1500k_2m", "over_2m"),
    "kurang dari 1 juta": ("under_500k", "500k_1m"),
}
TOLD_OTHERWISE = ["10rb per kilo", "istri 50 saya 60", "300 juta sebulan"]


@pytest.mark.parametrize(("text", "band"), PLAIN.items())
def test_an_income_by_the_month_is_its_band(text: str, band: str) -> None:
    assert readings(text) == (band,)


@pytest.mark.parametrize(("text", "code"), RECKONED.items())
def test_an_income_that_has_to_be_reckoned_is_one_reading(text: str, code: str) -> None:
    assert readings(text) == (code,)


@pytest.mark.parametrize(("text", "codes"), SEVERAL.items())
def test_an_income_that_may_mean_several_things_is_several_readings(
    text: str, codes: tuple[str, ...]
) -> None:
    assert readings(text) == codes


@pytest.mark.parametrize("text", TOLD_OTHERWISE)
def test_an_income_by_the_piece_or_of_two_people_has_no_reading(text: str) -> None:
    assert readings(text) == ()


@pytest.mark.parametrize(
    ("text", "reason"), [("entah", "unreadable"), ("tidak ada penghasilan", "no_income")]
)
def test_no_income_and_no_amount_are_told_apart(text: str, reason: str) -> None:
    with pytest.raises(Invalid) as refused:
        readings(text)

    assert refused.value.reason == reason


@pytest.mark.parametrize("band", BANDS)
def test_a_band_is_its_own(band: str) -> None:
    assert band_of(band) == band


@pytest.mark.parametrize(
    ("code", "band"),
    [
        ("50000-50000-day", "1m_1500k"),
        ("60000-70000-day", "1500k_2m"),
        ("200000-200000-week", "500k_1m"),
        ("12000000-12000000-year", "1m_1500k"),
        ("150000-150000-month", "under_500k"),
        ("10000-100000-day", "under_500k"),
    ],
)
def test_a_reading_lies_in_a_band_and_one_that_spans_several_in_the_lowest(
    code: str, band: str
) -> None:
    assert band_of(code) == band


@pytest.mark.parametrize("code", RECKONED.values())
def test_a_code_gives_back_its_reading(code: str) -> None:
    assert reading(code).code == code


def test_a_month_has_twenty_six_days_of_work() -> None:
    assert Reading(50_000, 60_000, "day").monthly == Amount(1_300_000, 1_560_000, "day")
