"""Income in rupiah per month, from what people say: "70rb/hari", "1-2 juta"."""

import re
from dataclasses import dataclass

from conversations.answers.amounts import THOUSAND, Money, amounts_in, spanned
from conversations.answers.income_words import (
    AS_WELL,
    CEILING,
    CLAUSE,
    COMMA,
    CORRECTED,
    EVERY,
    FLOOR,
    KNOWS,
    NONE,
    NOT_INCOME,
    NOT_MONEY,
    NOW,
    OTHERS,
    PAST,
    PERIODS,
    PIECEWORK,
    PLAINER,
    TOGETHER,
    UNITS,
    UNSTEADY,
)
from conversations.answers.numerals import unglued
from conversations.answers.text import DIGIT_WORDS, clean, digits_repaired
from conversations.invalid import Invalid

WORKDAYS, WEEKS, MONTHS = 26, 4, 12  # of work in a month, in a month, in a year
CLEAR = 200_000  # rupiah; less, without a period, is asked about
BARE = 10_000  # a number without a unit below this may mean anything

BANDS = ("under_500k", "500k_1m", "1m_1500k", "1500k_2m", "over_2m", "uncertain")
_EDGES = (500_000, 1_000_000, 1_500_000, 2_000_000)  # rupiah a month, between the bands
_FACTOR = {"day": WORKDAYS, "week": WEEKS, "month": 1, "year": 1 / MONTHS}


@dataclass(frozen=True, slots=True)
class Amount:
    """Rupiah per month, `low` == `high` unless a range was said; `period` as said or None.

    `period` is day, week, month, year, or "other" for "every two weeks" and the like.
    """

    low: int
    high: int
    period: str | None


def income(text: str) -> Amount:
    """Return the income per month: day x 26, week x 4, year / 12, ranges too.

    Raise Invalid with clarify (no unit, no period, per harvest, only an upper bound, two
    incomes), unreadable (no amount) or no_income (none, or zero).
    """
    seen = _prepared(text)
    if CEILING.search(seen) and amounts_in(seen) and not FLOOR.search(seen):
        raise Invalid("clarify")
    return _amount(seen)


def _prepared(text: str) -> str:
    seen = digits_repaired(clean(text)).lower()
    for pattern, plain in PLAINER:
        seen = pattern.sub(plain, seen)
    if " koma " in seen:
        seen = COMMA.sub(lambda m: f"{DIGIT_WORDS[m[1]]},{DIGIT_WORDS[m[2]]}", seen)
    return re.sub(r"\brp\b\.?|\brupiah\b|\bidr\b|\brp\.?(?=\d)|,-|\.-", " ", unglued(seen))


def _amount(seen: str) -> Amount:
    kept = _income_only(seen)
    every = EVERY.search(kept)
    kept = EVERY.sub(" ", kept)
    moneys = amounts_in(kept)
    if not moneys:
        raise Invalid("no_income" if _says_none(seen) else "unreadable")
    if PIECEWORK.search(kept) and not every and _said_period(kept) is None:
        raise Invalid("clarify")
    if OTHERS.search(kept) and (len(moneys) > 1 or TOGETHER.search(kept)):
        raise Invalid("clarify")
    money = _one(kept, moneys)
    period, factor = _interval(every) if every else _period(kept, money)
    low, high = (_rupiah(value, money.bare, period) for value in (money.low, money.high))
    if high == 0:
        raise Invalid("no_income")
    if period is None and low < CLEAR:
        raise Invalid("clarify")
    return Amount(round(low * factor), round(high * factor), period)


def _says_none(seen: str) -> bool:
    return bool(NONE.search(seen)) and not UNSTEADY.search(seen) and not KNOWS.search(seen)


def _rupiah(value: float, bare: bool, period: str | None) -> float:  # noqa: FBT001
    """Return rupiah; a bare 50 a day is 50 thousand."""
    if bare and period in ("day", "week") and 10 <= value <= 999:  # noqa: PLR2004
        return value * THOUSAND
    if bare and 0 < value < BARE:
        raise Invalid("clarify")
    return value


def _income_only(seen: str) -> str:
    """Return the clauses that speak of the income now."""
    calm = NOT_MONEY.sub(" ", seen)
    clauses = [c for c in CLAUSE.split(calm) if c.strip()]
    paid = [c for c in clauses if not NOT_INCOME.search(c)] or clauses
    now = [c for c in paid if not PAST.search(c) or NOW.search(c)]
    return " , ".join(now if any(map(amounts_in, now)) else paid)


def _one(seen: str, moneys: list[Money]) -> Money:
    """Return the one amount meant, or a range if several belong together."""
    if len(moneys) == 1:
        return moneys[0]
    first, last = moneys[0], moneys[-1]
    if (first.low, first.high) == (last.low, last.high):
        return first
    between = seen[first.end : last.start]
    if CORRECTED.search(between) or re.search(r"\b(?:bukan|bkn)\b", seen[: first.start]):
        return last
    monthly = [m for m in moneys if _near(seen, m) == "month"]
    if len(monthly) == 1 and all(_near(seen, m) for m in moneys):
        return monthly[0]
    if len(moneys) > 2 or not AS_WELL.search(seen):  # noqa: PLR2004
        raise Invalid("clarify")
    return spanned(first, last)


def _near(seen: str, money: Money) -> str | None:
    """Return the period said in the words around one amount."""
    around = seen[max(0, money.start - 16) : money.end + 16]
    return _said_period(around)


def _said_period(seen: str) -> str | None:
    return next((period for period, said in PERIODS.items() if said.search(seen)), None)


def _period(seen: str, money: Money) -> tuple[str | None, float]:
    """Return the period said and the factor that makes a month of it."""
    said = _near(seen, money) or _said_period(seen)
    return said, _FACTOR[said or "month"]


def _interval(every: re.Match[str]) -> tuple[str, float]:
    """Return "other" and the factor of "every two weeks"."""
    count = int(DIGIT_WORDS.get(every[1], every[1]))
    unit = next(p for p, pattern in UNITS.items() if re.fullmatch(pattern, every[2]))
    return "other", _FACTOR[unit] / count


def band(amount: Amount) -> str | None:
    """Return the band of the amount; None if a range spans several. A lower edge belongs to it."""
    at = sum(amount.low >= edge for edge in _EDGES)
    if amount.high > amount.low and at < len(_EDGES) and amount.high > _EDGES[at]:
        return None
    return BANDS[at]


def income_band(text: str) -> str:
    """Return the band; "tidak tentu" without an amount is "uncertain".

    Raise Invalid as `income` does; clarify has the bands of a range as candidates.
    """
    seen = _prepared(text)
    moneys = amounts_in(seen)
    if not moneys and UNSTEADY.search(seen):
        return "uncertain"
    if CEILING.search(seen) and not FLOOR.search(seen) and len(moneys) == 1 and not moneys[0].bare:
        if moneys[0].high <= _EDGES[0]:
            return BANDS[0]
        raise Invalid("clarify", BANDS[: 1 + sum(moneys[0].high > edge for edge in _EDGES)])
    amount = income(text)
    found = band(amount)
    if found is None:
        first = sum(amount.low >= edge for edge in _EDGES)
        last = sum(amount.high > edge for edge in _EDGES)
        raise Invalid("clarify", BANDS[first : last + 1])
    return found
