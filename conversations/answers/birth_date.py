"""The birth date: day first, whatever the separators, months in words, digits or Roman."""

import re
from datetime import date

from conversations.answers.dates import OLDEST, ROMAN, YOUNGEST, Parts, as_date, dates_in
from conversations.answers.digits import CORRECTION, without_bystanders
from conversations.answers.numerals import counted
from conversations.answers.text import clean, digits_repaired
from conversations.invalid import Invalid
from conversations.programme import age

_IGNORED = re.compile(
    r"\b(?:senin|selasa|rabu|kamis|jum'?at|sabtu|minggu|ahad|legi|pahing|pon|wage|kliwon|hari"
    r"|tanggal|tgl|tggl|tnggl|tanggalnya|bulan|bln|tahun|thn|taun|th|tahon)\b[.:]?"
)
_HIJRI = re.compile(r"\b(?:1[34]\d\d ?h\b|hijri[a-z]*)")
_SPLIT_YEAR = re.compile(r"\b(19|20) (\d\d)\b(?! \d)")
_CARD = re.compile(r"\b(?:ktp|e-?ktp|kk|dokumen|akta|akte|surat)\b")
_REAL = re.compile(r"\b(?:asli(?:nya)?|sebenar?nya|sebenernya|benarnya|sesungguhnya|kelahiran)\b")


def birth_date(text: str, today: date) -> date:
    """Return the birth date; day first always, year first only if four digits lead.

    Two digits of a year mean the century that makes the age 15 to 100 today. If the date on the
    card differs from the real one, the card's counts. Raise Invalid with impossible, underage,
    future, unreadable, or ambiguous (candidates: ISO dates).
    """
    seen = _prepared(text)
    if _HIJRI.search(seen):
        raise Invalid("unreadable")
    found = list(dates_in(seen, today))
    if not found:
        raise Invalid("unreadable")
    readings = _meant(seen, found)
    real = list(dict.fromkeys(filter(None, map(as_date, readings))))
    if not real:
        raise Invalid("impossible")
    if len(real) > 1:
        raise Invalid("ambiguous", tuple(day.isoformat() for day in real))
    return _checked(real[0], today)


def _prepared(text: str) -> str:
    seen = digits_repaired(clean(text).replace("\n", " ")).lower()
    seen = re.sub(
        r"(?<=\d)[-/.\\](i{1,3}|iv|vi{0,3}|ix|xi{0,2})[-/.\\](?=\d)", _unroman, _latin(text, seen)
    )
    seen = _IGNORED.sub(" ", without_bystanders(counted(seen), dates=False))
    return _SPLIT_YEAR.sub(r"\1\2", re.sub(r"[\s()]+", " ", seen)).strip()


def _latin(text: str, seen: str) -> str:
    """Return the text before I was read as 1 when the month is Roman."""
    roman = re.search(r"\d ?[-/. \\] ?[IVX]{1,4} ?[-/. \\] ?\d", clean(text))
    if roman is None:
        return seen
    return re.sub(r" ?([-/.\\ ]) ?([ivx]{1,4}) ?([-/.\\ ]) ?(?=\d)", r"-\2-", clean(text).lower())


def _unroman(found: re.Match[str]) -> str:
    return f"-{ROMAN[found[1]]}-"


def _meant(seen: str, found: list[tuple[int, int, tuple[Parts, ...]]]) -> list[Parts]:
    """Return the readings that count after corrections and "di KTP"."""
    kept: list[tuple[str, tuple[Parts, ...]]] = []
    before = 0
    for start, end, parts in found:
        between = seen[before:start]
        if re.search(r"\b(?:bukan|bkn)\W*$", between) and kept:
            continue
        if CORRECTION.search(between) or re.search(r"\bbukan\b.*\b(?:tapi|tp)\b", seen[:start]):
            kept = []
        kept.append((between, parts))
        before = end
    card = [parts for said, parts in kept if _CARD.search(said)]
    unreal = [parts for said, parts in kept if not _REAL.search(said)]
    for choice in (card, unreal):
        if len(choice) == 1:
            return list(choice[0])
    return [one for _, parts in kept for one in parts]


def _checked(birth: date, today: date) -> date:
    """Return the date if a worker can have been born on it."""
    if birth > today:
        raise Invalid("future")
    years = age(birth, today)
    if years > OLDEST:
        raise Invalid("impossible")
    if years < YOUNGEST:
        raise Invalid("underage")
    return birth
