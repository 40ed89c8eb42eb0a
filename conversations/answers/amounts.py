"""Amounts of money as said: "70rb", "sejuta dua ratus", "1-2 juta"; rupiah, or without a unit."""

import re
from dataclasses import dataclass

from conversations.answers.text import DIGIT_WORDS, squeezed

THOUSAND, MILLION = 1_000, 1_000_000

_SCALE = {
    "ribu": THOUSAND, "ribuan": THOUSAND, "rb": THOUSAND, "rbu": THOUSAND, "rebu": THOUSAND,
    "ribu-an": THOUSAND, "rban": THOUSAND, "rb-an": THOUSAND, "k": THOUSAND, "rbuan": THOUSAND,
    "rib": THOUSAND, "rebuan": THOUSAND, "ribi": THOUSAND, "rinu": THOUSAND, "riby": THOUSAND,
    "juta": MILLION, "jutaan": MILLION, "jt": MILLION, "jtan": MILLION, "jta": MILLION,
    "jutaa": MILLION, "jtua": MILLION, "jutan": MILLION, "jute": MILLION, "jeti": MILLION,
    "jut": MILLION, "jutta": MILLION, "juat": MILLION, "jyta": MILLION, "yuta": MILLION,
    "jt-an": MILLION, "juta-an": MILLION, "juts": MILLION, "uta": MILLION, "jita": MILLION,
}  # fmt: skip
_SLANG = {
    "goceng": 5_000, "ceban": 10_000, "noban": 20_000, "goban": 50_000, "gocap": 50_000,
    "cepek": 100_000, "nopek": 200_000, "gopek": 500_000,
}  # fmt: skip
_SPAN = re.compile(r"(?:-|~|s/?d|sampai|sampe|sampek|smp|smpai|hingga|ke|dan|atau|ato|nyampe)")
_TOKEN = re.compile(
    r"\d{1,3}(?:[.,]\d{3})+(?:[.,]00)?(?!\d)|\d{1,3}(?: \d{3})+(?![\d.,])|\d+[.,]\d{3}(?!\d)"
    r"|\d+[.,]\d{1,2}(?!\d)"
    r"|\d+/\d+(?!\d)|\d+|s/d|[a-z']+(?:-an)?|[-~<>/]"
)


@dataclass(frozen=True, slots=True)
class Money:
    """An amount as said: rupiah, whether it had no unit, and where it stands."""

    low: float
    high: float
    bare: bool
    start: int
    end: int


def amounts_in(seen: str) -> list[Money]:
    """Return the amounts and ranges of amounts in the text, in order."""
    tokens = [(m[0], m.start(), m.end()) for m in _TOKEN.finditer(seen)]
    found: list[Money] = []
    at = 0
    while at < len(tokens):
        size, value, bare = _value([t for t, _, _ in tokens[at : at + 16]])
        if not size:
            at += 1
            continue
        end = at + size
        money = Money(value, value, bare, tokens[at][1], tokens[end - 1][2])
        if end < len(tokens) and _SPAN.fullmatch(tokens[end][0]):
            more, upper, upper_bare = _value([t for t, _, _ in tokens[end + 1 : end + 17]])
            if more:
                end += 1 + more
                money = spanned(
                    money, Money(upper, upper, upper_bare, money.start, tokens[end - 1][2])
                )
        found.append(money)
        at = end
    return found


def spanned(low: Money, high: Money) -> Money:
    """Return the range; the unit of one end holds for the other, if the ends stay in order."""
    first, last = low.low, high.high
    if low.bare and not high.bare and first < THOUSAND:
        unit = MILLION if high.high >= MILLION and first * MILLION <= high.high else THOUSAND
        first *= unit
    elif high.bare and not low.bare and last < THOUSAND:
        last *= MILLION if first >= MILLION and last < 100 else THOUSAND  # noqa: PLR2004
    first, last = min(first, last), max(first, last)
    return Money(first, last, low.bare and high.bare, low.start, high.end)


def _value(tokens: list[str]) -> tuple[int, float, bool]:
    """Return how many tokens an amount takes, the amount, and whether it has no unit.

    The amount is a sum of parts, each a number and its scale: "1 juta 200", "dua ratus ribu".
    """
    total, at, scale, bare = 0.0, 0, 0, True
    while at < len(tokens):
        size, number, unit = _part(tokens[at:], scale)
        if not size or (scale and not unit and scale == THOUSAND and number != scale / 2):
            break
        if scale and unit >= scale:
            break
        if scale == MILLION and not unit and number < THOUSAND:
            number, unit = number * THOUSAND, THOUSAND
        total += number
        at += size
        bare = bare and not unit
        if not unit:
            break
        scale = unit
    return at, total, bare


def _part(tokens: list[str], scale: int) -> tuple[int, float, int]:
    """Return the tokens taken, rupiah and scale of one number with its unit."""
    if tokens[0] in _SLANG:
        return 1, _SLANG[tokens[0]], THOUSAND
    if scale and tokens[0] in ("setengah", "stengah", "stgh", "setgh"):
        return 1, scale / 2, THOUSAND
    size, number = _number(tokens)
    if not size:
        return 0, 0, 0
    unit = (
        _SCALE.get(tokens[size], _SCALE.get(squeezed(tokens[size]), 0))
        if size < len(tokens)
        else 0
    )
    return size + bool(unit), number * (unit or 1), unit


def _number(tokens: list[str]) -> tuple[int, float]:
    """Return the tokens taken and the value of a number without its unit."""
    total, last, at = 0.0, 0.0, 0
    while at < len(tokens):
        word = tokens[at]
        if word[0].isdigit():
            if at and word != "1/2":
                break
            last += _figure(word)
        elif word in ("setengah", "stengah", "stgh") and _followed(tokens[at + 1 :]):
            last += 0.5
        elif squeezed(word) in DIGIT_WORDS:
            total, last = total + last, float(DIGIT_WORDS[squeezed(word)])
        elif word in ("belas", "blas") and at:
            last += 10
        elif word in ("puluh", "puluhan", "puloh", "ratus", "ratusan", "rts") and at:
            last *= 10 if word.startswith("pul") else 100
        else:
            break
        at += 1
    return at, total + last


def _followed(tokens: list[str]) -> bool:
    return bool(tokens) and tokens[0] in _SCALE


def _figure(said: str) -> float:
    """Return 1500000 for 1.500.000, 1.5 for 1,5 and 0.5 for 1/2."""
    if "/" in said:
        above, below = said.split("/")
        return int(above) / int(below) if int(below) else 0.0
    if re.fullmatch(r"\d+[.,]\d{1,2}", said):
        return float(said.replace(",", "."))
    return float(re.sub(r"[., ]", "", re.sub(r"(?<=\d{3})[.,]00$", "", said))[:15])
