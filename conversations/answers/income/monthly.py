"""Income in rupiah per month, from what people say: "70rb/hari", "1-2 juta"."""

import re

from conversations.answers.income.amounts import THOUSAND, Money, amounts_in, spanned
from conversations.answers.income.earnings import loose, of_now, own
from conversations.answers.income.words import (
    AS_WELL,
    CEILING,
    CORRECTED,
    EVERY,
    FLOOR,
    KNOWS,
    LOOSE_UNIT,
    NONE,
    PERIOD,
    PERIODS,
    PLAIN,
    PLAINER,
    TIMED,
    UNIT,
    UNSTEADY,
    VOCABULARY,
)
from conversations.answers.invalid import Invalid
from conversations.answers.language.numerals import respelled, unglued
from conversations.answers.language.patterns import compiled
from conversations.answers.language.text import DIGIT_WORDS, clean, digits_repaired
from conversations.record import record

WORKDAYS, WEEKS, MONTHS = 26, 4, 12  # of work in a month, in a month, in a year
CLEAR = 200_000  # rupiah; less, without a period, is asked about
BARE = 10_000  # a number without a unit below this may mean anything
MOST = 100_000_000  # rupiah a month; more is a slip
APART = 20  # times the lower end of a range; a wider one is misread

BANDS = ("under_500k", "500k_1m", "1m_1500k", "1500k_2m", "over_2m", "uncertain")
_EDGES = (500_000, 1_000_000, 1_500_000, 2_000_000)  # rupiah a month, between the bands
FACTOR = {"day": WORKDAYS, "week": WEEKS, "month": 1, "year": 1 / MONTHS}
_LETTERS = re.compile(r"[a-z]+")
_NOT = compiled(r"\bBUKAN\b")
_NOT_THAT = compiled(r"[ ,]*BUKAN +")
_NEAR = 16  # characters on each side of an amount that speak of it


@record
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
    seen = prepared(text)
    plain = PLAIN.issuperset(_LETTERS.findall(seen)) and "<" not in seen and "≤" not in seen
    if not plain and CEILING.search(seen) and amounts_in(seen) and not FLOOR.search(seen):
        raise Invalid("clarify")
    return _amount(seen, seen if plain else of_now(seen), plain=plain)


def prepared(text: str) -> str:
    """Return the text in lower case with its amounts in one of their many spellings."""
    seen = clean(text)
    if "\n" in seen:
        lines = [line.strip() for line in seen.split("\n")]
        seen = (", " if all(" " in line for line in lines) else " ").join(lines)
    seen = unglued(respelled(digits_repaired(seen).lower(), VOCABULARY))
    for piece, pattern, plain in PLAINER:
        if piece in seen:
            seen = pattern.sub(_decimal if plain == "COMMA" else plain, seen)
    return seen


def _decimal(found: re.Match[str]) -> str:
    return f"{DIGIT_WORDS[found[1]]},{DIGIT_WORDS[found[2]]}"


def _amount(seen: str, kept: str, *, plain: bool) -> Amount:
    every = EVERY.search(kept) if TIMED.search(kept) else None
    if every:
        kept = EVERY.sub(" ", kept)
    moneys = amounts_in(kept)
    if not moneys:
        raise Invalid("no_income" if _says_none(seen) else "unreadable")
    if loose(kept, moneys):
        raise Invalid("clarify")
    if not plain:
        moneys = own(kept, moneys, by_piece=bool(every))
    money = _one(kept, moneys)
    period, factor = _interval(every) if every else _period(kept, money)
    low, high = (_rupiah(value, money.bare, period) for value in (money.low, money.high))
    if high == 0:
        raise Invalid("no_income")
    if period is None and (low < CLEAR or LOOSE_UNIT.search(kept)):
        raise Invalid("clarify")
    if high * factor > MOST or high > APART * low:
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


def _one(seen: str, moneys: list[Money]) -> Money:
    """Return the one amount meant, or a range if several belong together."""
    if len(moneys) == 1:
        return moneys[0]
    first, last = moneys[0], moneys[-1]
    if (first.low, first.high) == (last.low, last.high):
        return first
    between = seen[first.end : last.start]
    if _NOT_THAT.fullmatch(between) and len(moneys) == 2:  # noqa: PLR2004
        return first
    if CORRECTED.search(between) or _NOT.search(seen[: first.start]):
        return last
    monthly = [m for m in moneys if _near(seen, m) == "month"]
    if len(monthly) == 1 and all(_near(seen, m) for m in moneys):
        return monthly[0]
    if len(moneys) > 2 or not AS_WELL.search(seen):  # noqa: PLR2004
        raise Invalid("clarify")
    return spanned(first, last)


def _near(seen: str, money: Money) -> str | None:
    """Return the period said in the words around one amount."""
    before = seen[max(0, money.start - _NEAR) : money.start].rpartition(", ")[2]
    after = seen[money.end : money.end + _NEAR].partition(", ")[0]
    return said_period(before + " 0 " + after)


def said_period(seen: str) -> str | None:
    """Return the shortest period said."""
    if not TIMED.search(seen):
        return None
    said = {UNIT.get(m[1] or m[2] or "", "day") for m in PERIOD.finditer(seen)}
    return next((period for period in PERIODS if period in said), None)


def _period(seen: str, money: Money) -> tuple[str | None, float]:
    """Return the period said and the factor that makes a month of it."""
    said = said_period(seen)
    if said:
        said = _near(seen, money) or said
    return said, FACTOR[said or "month"]


def _interval(every: re.Match[str]) -> tuple[str, float]:
    """Return "other" and the factor of "every two weeks"."""
    count = int(DIGIT_WORDS.get(every[1], every[1]))
    return "other", FACTOR[UNIT[every[2]]] / count


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
    seen = prepared(text)
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
