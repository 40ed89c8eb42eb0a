"""Numbers where words are asked for: a NIK, a date, a telephone number, an amount of money.

Each has a question of its own, and is never stored as anything else.
"""

import re
from datetime import date
from functools import lru_cache, partial

from rapidfuzz.distance import OSA

from conversations.answers.dates.birth_date import birth_date
from conversations.answers.invalid import Doubtful, Invalid
from conversations.answers.language.lexicon import word_set
from conversations.answers.language.patterns import compiled
from conversations.answers.language.text import DIGIT_WORDS, clean, spoken, words
from conversations.answers.nik import nik
from conversations.answers.phone import SHORTEST, phone
from conversations.forms.question import Asking

_LONG = re.compile(r"(?:\d[ .\u2013\u2014~-]{0,3}){9,}")
_MONEY = re.compile(
    r"\d[\d.,]*\s*(?:rb|ribu|rbu|jt|jta|juta|k)\b|\brp\b|\brupiah\b", re.IGNORECASE
)
_SCALES = frozenset(
    [
        "ribu",
        "juta",
        "seratus",
        "sejuta",
        "ratus",
        "jutaan",
        "ribuan",
        "jt",
        "rb",
        "sjuta",
        "sejta",
        "sejute",
    ]
)
_SHORTEST_SCALE = 5  # letters, with a slip
_LONG_SCALES = ("sejuta", "seratus", "jutaan", "ribuan")
_SPELT = _SCALES | frozenset(DIGIT_WORDS) | word_set("sebelas belas puluh ratusan")
_MINE = compiled(r"\b(?:nik|ktp|nomor|punya|milik|itu)\b.*\b(?:SAYA|sendiri)\b")
_DENIED = compiled(r"\b(?:BUKAN|JANGAN|SALAH|contoh)\b")
_THEIRS = compiled(r"\b(?:SUAMI|anak|ADIK|kakak|mertua|kawan|teman|tetangga|(?:bapak|ibu) SAYA)\b")
_ORDINAL = re.compile(
    r"\b(?:rt|rw|no|nomor|km|sp|blok|dusun|gang|gg)\W{0,2}\d{1,3}\b", re.IGNORECASE
)


def nik_number(text: str, asking: Asking) -> str:
    """Read the NIK; what is denied, or somebody else's, is asked back."""
    said = spoken(text)
    if _MINE.search(said) and not any(map(str.isdigit, text)):
        raise Invalid("mine")
    number = nik(text)
    theirs = _THEIRS.search(said) and asking.answers.get("for_whom") != "other"
    if theirs or _DENIED.search(said):
        raise Doubtful(number)
    return number


def has_number(text: str, wish: str, _asking: Asking) -> bool:
    """Whether a number stands beside what may be an end: "0812... jangan ditelpon"."""
    return wish == "cancel" and sum(map(str.isdigit, text)) >= SHORTEST


def is_date(text: str, today: date) -> bool:
    """Whether a text is a date that there is: 1200000 is none."""
    try:
        birth_date(text, today)
    except Invalid:
        return False
    return True


def is_number(text: str, today: date) -> bool:
    """Return whether a text is, or holds, one of them."""
    seen = _ORDINAL.sub(" ", clean(text))
    said = words(seen)
    spoken = _spoken(said)
    if not (spoken or any(map(str.isdigit, seen))) and _SPELT.isdisjoint(said):
        return False
    if spoken or _LONG.search(seen) or _MONEY.search(seen):
        return True
    return _parsed(seen) or _dated(seen, today)


def _spoken(said: list[str]) -> bool:
    """Return whether an amount is said in words; one slip in a long one is forgiven."""
    return not _SCALES.isdisjoint(said) or any(map(_scale, said))


@lru_cache(4096)
def _scale(word: str) -> bool:
    """Return whether a word is one of the long ones, or all but one letter of it."""
    near = partial(OSA.distance, word, score_cutoff=1)
    return len(word) >= _SHORTEST_SCALE and any(near(scale) <= 1 for scale in _LONG_SCALES)


def _parsed(seen: str) -> bool:
    for parse in (nik, lambda text: phone(text, None)):
        try:
            parse(seen)
        except Invalid:
            continue
        return True
    return False


def _dated(seen: str, today: date) -> bool:
    try:
        birth_date(seen, today)
    except Invalid as no:
        return no.reason != "unreadable"
    return True
