"""The birth date: day first, whatever the separators, months in words, digits or Roman."""

import re
from datetime import date

from conversations.answers.dates.in_text import (
    OLDEST,
    YOUNGEST,
    Parts,
    as_date,
    dates_in,
    month_of,
)
from conversations.answers.invalid import Invalid
from conversations.answers.language.digits import CORRECTION, without_ages
from conversations.answers.language.numerals import counted
from conversations.answers.language.patterns import compiled
from conversations.answers.language.text import clean, digits_repaired
from conversations.programme import age

_IGNORED = compiled(
    r"\b(?:senin|selasa|rabu|kamis|jum'?at|sabtu|minggu|ahad|legi|pahing|pon|wage|kliwon|hari"
    r"|tanggal|tgl|tggl|tnggl|tanggalnya|bulan|bln|TAHUN|tahon)\b[.:]?"
)
_HIJRI = re.compile(
    r"(?<!\d)\d{1,2}[-/. ]+(?:[a-z']+|\d{1,2})(?: [a-z]+)?[-/. ]+1[34]\d\d ?(?:h\b|hijri\w*)"
)
_DAY_LAST = re.compile(
    r"\b(?:bulan|bln) (\w+),? (?:tanggal|tgl) (\d\d?)\b(?=[, ]+(?:tahun|thn|th|\d))"
)
_ASIDE = re.compile(r"\(([^()]*(?:ktp|asli|akta|akte|kk)[^()]*)\)")
_SPACE = re.compile(r"[\s()]+")
_SPLIT_YEAR = re.compile(r"(?<!\d)(19|20) (\d\d)\b(?! \d)")
_SOURCE = compiled(
    r"\b(?:(ktp|e-?ktp|kk|dokumen|akta|akte|surat)"
    r"|(?:asli(?:nya)?|sebenar?nya|sebenernya|benarnya|sesungguhnya|kelahiran|kenyataan\w*"
    r"|YANG be?n[ae]?r|harusnya|seharusnya))\b"
)
_CARD = re.compile(r"\be?-?ktp\b")
_ENDED = compiled(r"[,;|]|\b(?:TAPI|dan|KALAU)\b")
_BUT = r"[, ]*\b(?:eh+|salah|maksud\w*|ralat|koreksi)\b[^a-z\d]*(?:salah |maksud\w* )?"
# One part of a date put right: "6 eh 5 desember", "mei eh juni 1990", "1990 eh salah 1991".
_PUT_RIGHT = re.compile(
    rf"(?<![\d/.-])\d\d?{_BUT}(?=\d\d? [a-z])|\b([a-z]+){_BUT}(?=([a-z]+) '?\d)"
    rf"|\b\d{{4}}{_BUT}(?=\d{{4}}\D*$)"
)
_DANGLING = re.compile(rf"{_BUT}\d+\D*$")
_ROMAN = re.compile(r"(?<=\d)[-/. \\]{1,3}[IVX]{1,4}(?=[-/. \\]{1,3}['\d])")
_LETTER_DAY = re.compile(
    r"(?<![a-z0-9])[li1o0]{1,2}"
    r"(?= (?:jan|feb|peb|mar|apr|mei|jun|jul|ag|sep|okt|nov|nop|des)[a-z]*\W{0,3}\d)"
)
_LETTERS = str.maketrans("lio", "110")
_NOT_BEFORE = compiled(r"\bBUKAN\W*$")
_NOT_BUT = compiled(r"\bBUKAN\b.*\bTAPI\b")

Found = tuple[int, int, tuple[Parts, ...]]


def birth_date(text: str, today: date) -> date:
    """Return the birth date; day first always, year first only if four digits lead.

    Two digits of a year mean the century that makes the age 15 to 100 today. If the date on the
    card differs from the real one, the card's counts. Raise Invalid with impossible, underage,
    future, unreadable, or ambiguous (candidates: ISO dates).
    """
    seen = _prepared(text)
    found = list(dates_in(seen, today))
    if len(found) <= 1 and CORRECTION.search(seen):
        seen = _PUT_RIGHT.sub(_put_right, seen)
        found = list(dates_in(seen, today))
    if not found or _DANGLING.search(seen, found[-1][1]):
        raise Invalid("unreadable")
    readings = _meant(seen, found)
    real = list(dict.fromkeys(filter(None, map(as_date, readings))))
    if not real:
        raise Invalid("impossible")
    if len(real) > 1:
        raise Invalid("ambiguous", tuple(day.isoformat() for day in real))
    return _checked(real[0], today)


def _prepared(text: str) -> str:
    seen = _ROMAN.sub(lambda found: found[0].lower(), clean(text).replace("\n", " "))
    seen = counted(digits_repaired(seen).lower().replace(" 0kt", " okt"))
    seen = _LETTER_DAY.sub(lambda found: found[0].translate(_LETTERS), seen)
    seen = _DAY_LAST.sub(r"\2 \1 ", seen)
    seen = _IGNORED.sub(" ", without_ages(_HIJRI.sub(" ", seen)))
    return _SPLIT_YEAR.sub(r"\1\2", _SPACE.sub(" ", _ASIDE.sub(r" \1;", seen))).strip()


def _put_right(found: re.Match[str]) -> str:
    """Return nothing for the part taken back; words that are no months stay."""
    both_months = found[1] is None or (month_of(found[1]) and month_of(found[2]))
    return "" if both_months else found[0]


def _meant(seen: str, found: list[Found]) -> list[Parts]:
    """Return the readings that count after "di KTP" and corrections."""
    sources = _sources(seen, found)
    if len(found) == 1:
        if sources == ["real"] and _CARD.search(seen):
            raise Invalid("unreadable")  # the date on the card is there, but cannot be read
        return list(found[0][2])
    for source in ("card", None):
        if sources.count(source) == 1 and (source or "real" in sources):
            return list(found[sources.index(source)][2])
    kept: list[tuple[Parts, ...]] = []
    before = 0
    for start, end, parts in found:
        between = seen[before:start]
        if not (kept and _NOT_BEFORE.search(between)):
            if CORRECTION.search(between) or _NOT_BUT.search(seen, 0, start):
                kept = []
            kept.append(parts)
            before = end
    return [one for parts in kept for one in parts]


def _sources(seen: str, found: list[Found]) -> list[str | None]:
    """Return of each date whether it is called the card's or the real one."""
    ends = [0, *(end for _, end, _ in found)]
    starts = [*(start for start, _, _ in found), len(seen)]
    sources: list[str | None] = [None] * len(found)
    for at, (end, start) in enumerate(zip(ends, starts, strict=True)):
        for label in _SOURCE.finditer(seen, end, start):
            said = "card" if label[1] else "real"
            after = at == len(found) or (at and _ENDED.search(seen, label.end(), start))
            if after:
                sources[at - 1] = sources[at - 1] or said
            else:
                sources[at] = said
    return sources


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
