"""Amounts of money as said: "70rb", "sejuta dua ratus", "1-2 juta"; rupiah, or without a unit."""

import re

from conversations.answers.language.lexicon import Lexicon, word_set
from conversations.answers.language.text import DIGIT_WORDS, squeezed
from conversations.record import record

THOUSAND, MILLION = 1_000, 1_000_000
SHORT = 3  # letters of a word that is not spelled right before
BARE_END = 10_000  # a bare upper end below this shares the unit of the lower: "1jt-1500"

_SCALE = {"ribu": THOUSAND, "juta": MILLION}
_SCALES = Lexicon(
    {
        "ribu": "ribu ribuan rb rbu rebu ribu-an rban rb-an k rbuan rib rebuan ribi rinu riby rbh",
        "juta": """
            juta jutaan jt jtan jta jutaa jtua jutan jute jeti jut jutta juat jyta yuta jt-an
            juta-an juts uta jita jutaaan
        """,
    },
    exact="rb rib rbh k jt jut uta rban jtan jeti jita",
    real="juga jua jual jika jumat rabu ribut rubah ribet",
)
_SLANG = {
    "goceng": 5_000, "ceban": 10_000, "noban": 20_000, "goban": 50_000, "gocap": 50_000,
    "cepek": 100_000, "nopek": 200_000, "gopek": 500_000,
}  # fmt: skip
_HALF = word_set("setengah stengah stgh setgh stngh satengah")
_PARTS = {"seperempat": 0.25, "sepertiga": 1 / 3} | dict.fromkeys(_HALF, 0.5)
_FRACTIONS = {"1/2": 0.5, "1/4": 0.25, "3/4": 0.75}
_TIMES = dict.fromkeys(word_set("ratus ratusan rts rtus"), 100) | dict.fromkeys(
    word_set("puluh puluhan puloh plh"), 10
)
_TEENS = word_set("belas blas belasan")
_SPAN = word_set("- ~ / s/d sd SAMPAI smpai hingga ke atau ato atw nyampe sampi")
_BETWEEN = word_set("lebih an lah DENGAN ke rupiah lbh")  # beside the word of a span
_TOKEN = re.compile(
    r"\d{1,3}(?:[., ]\d{3})* 000(?!\d)|\d{1,3}(?: ?\. ?\d{3}){2,}(?!\d)"
    r"|\d{1,3}(?:[.,]\d{3})+(?:[.,]00?)?(?!\d)|\d+[.,]\d{3}(?!\d)|\d+[.,]\d{1,2}(?!\d)"
    r"|(?:1/2|[13]/4)(?![\d/])|\d+|s/d|[a-z']+(?:-an)?|[-~<>/]"
)
_DECIMAL = re.compile(r"\d+[.,]\d{1,2}")
_CENTS = re.compile(r"(?<=\d{3})[.,]00?$")
_NOT_DIGITS = re.compile(r"[., ]+")


@record
class Money:
    """An amount as said: rupiah, whether it had no unit, and where it stands."""

    low: float
    high: float
    bare: bool
    start: int
    end: int


def amounts_in(seen: str) -> list[Money]:
    """Return the amounts and ranges of amounts in the text, in order."""
    spans = [(m[0], m.start(), m.end()) for m in _TOKEN.finditer(seen)]
    said = [token for token, _, _ in spans]
    found: list[Money] = []
    at = 0
    while at < len(said):
        end, value, bare = _value(said, at)
        if end == at:
            at += 1
            continue
        money = Money(value, value, bare, spans[at][1], spans[end - 1][2])
        start = _across(said, end)
        more, upper, upper_bare = _value(said, start) if start else (0, 0.0, True)
        if more > start:
            other = Money(upper, upper, upper_bare, spans[start][1], spans[more - 1][2])
            money, end = spanned(money, other), more
        elif bare and end < len(said):
            money, end = _next_to(said, money, end, spans)
        found.append(money)
        at = end
    return found


def _across(said: list[str], at: int) -> int:
    """Return where the upper end of a range begins, or 0 if no range goes on here."""
    start = at
    while start < len(said) and said[start] in _BETWEEN and start < at + 2:
        start += 1
    if start >= len(said) or (
        said[start] not in _SPAN and not (said[start] == "dan" and "antara" in said)
    ):
        return 0
    start += 1
    while start < len(said) and said[start] in _BETWEEN:
        start += 1
    return start if start < len(said) else 0


def _next_to(
    said: list[str], low: Money, at: int, spans: list[tuple[str, int, int]]
) -> tuple[Money, int]:
    """Return "dua tiga juta" as a range, else the amount as it was."""
    end, value, bare = _value(said, at)
    unit = DIGIT_WORDS.get(squeezed(said[at]), said[at])
    if end == at or bare or not unit.isdigit() or not low.low < int(unit) < 3 * low.low:
        return low, at
    first = value * low.low / int(unit)
    return Money(first, value, bare=False, start=low.start, end=spans[end - 1][2]), end


def spanned(low: Money, high: Money) -> Money:
    """Return the range; the unit of one end holds for the other, if the ends stay in order."""
    first, last = low.low, high.high
    if low.bare and not high.bare and first < THOUSAND:
        unit = MILLION if high.high >= MILLION and first * MILLION <= high.high else THOUSAND
        first *= unit
    elif high.bare and not low.bare and last < BARE_END:
        last *= MILLION if first >= MILLION and last < 100 else THOUSAND  # noqa: PLR2004
    first, last = min(first, last), max(first, last)
    return Money(first, last, low.bare and high.bare, low.start, high.end)


def _value(said: list[str], start: int) -> tuple[int, float, bool]:
    """Return where an amount ends, the amount, and whether it has no unit.

    The amount is a sum of parts, each a number and its scale: "1 juta 200", "dua ratus ribu".
    """
    total, at, scale = 0.0, start, 0
    if said[start] in _SLANG:
        return start + 1, _SLANG[said[start]], False
    while at < len(said):
        if scale and said[at] in _PARTS:
            return at + 1, total + scale * _PARTS[said[at]], False
        end, number = _number(said, at)
        unit = _unit(said, end) if end > at else 0
        rest = not unit and scale == MILLION and 10 <= number < THOUSAND  # noqa: PLR2004
        if end == at or (scale and not (rest or 0 < unit < scale)):
            break
        total += number * (THOUSAND if rest else unit or 1)
        at = end + bool(unit)
        if not unit:
            break
        scale = unit
    return at, total, not scale


def _unit(said: list[str], at: int) -> int:
    """Return the scale said there, or 0; longer words have been spelled right before."""
    if at >= len(said) or said[at][0].isdigit():
        return 0
    word = said[at]
    scale = _SCALES.get(word) if len(word) <= SHORT else _SCALES.exactly(word)
    return _SCALE[scale] if scale else 0


def _number(said: list[str], start: int) -> tuple[int, float]:
    """Return where a number without its unit ends, and its value.

    Its parts grow smaller: "dua ratus lima puluh", never "dua tiga".
    """
    total, room, at = 0.0, float("inf"), start
    while at < len(said):
        value = _figure(said[at])
        if value is None:
            half = said[at] in _HALF and _unit(said, at + 1)
            return (at + 1, total + 0.5) if half else (at, total)
        size, step = 1, 1
        if at + 1 < len(said) and said[at + 1] in _TIMES:
            size, step = 2, _TIMES[said[at + 1]]
        elif at + 1 < len(said) and said[at + 1] in _TEENS:
            size, value = 2, value + 10
        if value * step >= room and said[at] not in _FRACTIONS:
            break
        total, room, at = total + value * step, step, at + size
    return at, total


def _figure(said: str) -> float | None:
    """Return 1500000 for 1.500.000, 1.5 for 1,5 and 0.5 for 1/2; None for no figure."""
    if not said[0].isdigit():
        digit = DIGIT_WORDS.get(said) or DIGIT_WORDS.get(squeezed(said))
        return float(digit) if digit else None
    if said in _FRACTIONS:
        return _FRACTIONS[said]
    if said.isdigit():
        return float(said[:15])
    if _DECIMAL.fullmatch(said):
        return float(said.replace(",", "."))
    return float(_NOT_DIGITS.sub("", _CENTS.sub("", said))[:15])
