"""How an income can be meant: the band it lies in, or readings to be asked back in words.

An amount a month is a band at once. What was reckoned ("50rb sehari") and what may mean several
things ("50") becomes a reading such as "50000-day": fifty thousand rupiah a day.
"""

import re

from rapidfuzz.distance import OSA

from conversations.answers.income.amounts import amounts_in
from conversations.answers.income.monthly import (
    BANDS,
    FACTOR,
    Amount,
    band,
    income,
    income_band,
    prepared,
    said_period,
)
from conversations.answers.income.words import CEILING, OTHERS, PIECEWORK, UNIT, VOCABULARY_WORDS
from conversations.answers.invalid import Invalid
from conversations.answers.language.everyday import everyday
from conversations.answers.language.text import DIGIT_WORDS, clean, words
from conversations.record import record

# Rupiah a month that a village worker may mean by a small number without a period.
SHORTEST = 3  # letters of a word that may be a mistyped number
_TOO_LONG = re.compile(r"(?<![\d.,])(?:\+?\d[ -]?){9,}(?![\d.,])")  # a telephone number, a NIK
_PER = re.compile(r"\b(?:per|setiap|tiap|se)(?: |(?=t))(?!tengah(?! hari))([a-z]+)")
_SCALE = re.compile(r"(?:ratus|ribu|juta|rb|jt|puluh|belas|setengah|seratus|sejuta|seribu)$")
LEAST = {"day": 250_000, "week": 250_000, "month": 100_000}
MOST = 10_000_000


@record
class Reading:
    """Rupiah a `period` ("day", "week", "month", "year"); `low` == `high` unless it is a range."""

    low: int
    high: int
    period: str

    @property
    def monthly(self) -> Amount:
        factor = FACTOR[self.period]
        return Amount(_even(self.low * factor), _even(self.high * factor), self.period)

    @property
    def code(self) -> str:
        return f"{self.low}-{self.high}-{self.period}"


def reading(code: str) -> Reading:
    """Return the reading with this code."""
    low, high, period = code.split("-")
    return Reading(int(low), int(high), period)


def band_of(value: str) -> str:
    """Return the band of a reading; a band is its own."""
    if value in BANDS:
        return value
    monthly = reading(value).monthly
    return band(monthly) or band(Amount(monthly.low, monthly.low, None)) or BANDS[0]


def readings(text: str) -> tuple[str, ...]:
    """Return one band if the income is plain, else the bands or readings it may mean.

    Nothing is returned if it must be asked for otherwise (by the kilo, for two people); raise
    Invalid with unreadable or no_income.
    """
    try:
        found = income_band(text)
    except Invalid as unclear:
        if unclear.reason != "clarify":
            raise
        return unclear.candidates or _guesses(text)
    return (_reckoned(text) or found,)


def unread(text: str) -> bool:
    """Whether a word among the number words cannot be read: the number would be smaller.

    Or the word after "per"; or the digits are too many for an amount.
    """
    said = words(clean(text))
    if _TOO_LONG.search(text):
        return True
    periods = _PER.findall(" ".join(said))
    if any(word not in UNIT and not everyday(word) for word in periods):
        return True
    if not any(word in DIGIT_WORDS or _SCALE.match(word) for word in said):
        return False
    unknown = [w for w in said if not (w in DIGIT_WORDS or w in VOCABULARY_WORDS or everyday(w))]
    return any(
        OSA.distance(word, number, score_cutoff=1) <= 1
        for word in unknown
        if len(word) >= SHORTEST
        for number in DIGIT_WORDS
    )


def _reckoned(text: str) -> str | None:
    """Return the reading of an amount that is not said by the month."""
    try:
        amount = income(text)
    except Invalid:
        return None
    if amount.period in {None, "month"}:
        return None
    period = "month" if amount.period == "other" else str(amount.period)
    factor = FACTOR[period]
    return Reading(_even(amount.low / factor), _even(amount.high / factor), period).code


def _guesses(text: str) -> tuple[str, ...]:
    """Return what one small number may mean: thousands a day, a week or a month."""
    seen = prepared(text)
    moneys = amounts_in(seen)
    if (
        len(moneys) != 1
        or moneys[0].low != moneys[0].high
        or any(p.search(seen) for p in (PIECEWORK, OTHERS, CEILING))
    ):
        return ()
    rupiah = _scaled(moneys[0].low) if moneys[0].bare else round(moneys[0].low)
    periods = [said] if (said := said_period(seen)) else list(LEAST)
    found = [Reading(rupiah, rupiah, period) for period in periods]
    return tuple(one.code for one in found if LEAST.get(one.period, 0) <= one.monthly.low <= MOST)


def _even(rupiah: float) -> int:
    """Return whole thousands: a month made of a year, and back, is off by a few rupiah."""
    return round(rupiah / 1000) * 1000


def _scaled(bare: float) -> int:
    """Return rupiah for a number without a unit: 2 is millions, 50 and 1.500 are thousands."""
    if bare < 10:  # noqa: PLR2004
        return round(bare * 1_000_000)
    return round(bare * 1_000) if bare < 10_000 else round(bare)  # noqa: PLR2004
