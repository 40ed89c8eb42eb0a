"""Dates in a text and the ways to read them, day first, months in words, digits or Roman."""

import calendar
import re
from collections.abc import Iterator
from datetime import date

from conversations.answers.language.lexicon import Lexicon
from conversations.programme import age

YOUNGEST, OLDEST = 15, 100  # years of age that can be told from two digits
_MONTHS = Lexicon(
    {
        "1": "januari jan january yanuari",
        "2": "februari feb pebruari peb february febuari pebuari",
        "3": "maret mar mrt march marat",
        "4": "april apr apri",
        "5": "mei may me mie mey",
        "6": "juni jun june yuni juny jni",
        "7": "juli jul july yuli jli",
        "8": "agustus agu agt ags agst agus agts aug august agustusan",
        "9": "september sep sept spt sepember",
        "10": "oktober okt oct october oktobar",
        "11": "november nov nop nopember nofember",
        "12": "desember des dec dsm december desembar",
    },
    exact="""
        jan feb peb mar mrt apr me may jun jul agu agt ags agus aug sep spt okt oct nov nop des
        dec dsm jni jli
    """,
    real="""
        barat marah darat karet mayat macet sepi hei julia marga sepuluh asli apa mana ini may
        pas dan dari
    """,
)
_NAMES = [
    "januari",
    "februari",
    "maret",
    "april",
    "mei",
    "juni",
    "juli",
    "agustus",
    "september",
    "oktober",
    "november",
    "desember",
]
_NUMERALS = ("i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii")
ROMAN = {name: str(at) for at, name in enumerate(_NUMERALS, 1)}
_NO_VOWELS = str.maketrans("", "", "aeiou")
_SEP = r"[-/.,\\|:;=+#~ ]"
_YEAR = r"'?(\d{4}(?!\d)|\d\d(?!\d)(?! ?[-/.\\] ?\d)(?! ?-?an\b))"
_LAST_YEAR = r"'?(\d{4}(?!\d)|\d\d(?!\d)(?! ?[-/.\\ ] ?\d)(?! ?-?an\b))"
_START = r"(?<!\d)(?<!\d[-/.])(?<!\b[a-z])"
_YEAR_FIRST = re.compile(
    rf"(?<!\d)(\d{{4}}){_SEP}{{1,3}}(\d\d?|[a-z]+){_SEP}{{1,3}}(\d\d?|[a-z]{{3,}})(?!\d)"
)
_DAY_FIRST = re.compile(
    rf"{_START}(\d\d?){_SEP}{{0,4}}([a-z]+){_SEP}{{0,4}}{_YEAR}"
    rf"|{_START}(\d\d?){_SEP}{{1,4}}(\d\d?){_SEP}{{1,4}}{_LAST_YEAR}"
)
_MONTH_FIRST = re.compile(r"\b([a-z]{3,}) ?(\d\d?)[, ]{1,2}(\d{4})(?!\d)")
_DIGITS = re.compile(r"(?<![\d])(?<!\d[-/.,\\])(?:\d{5,8}|\d{1,4}(?: \d{1,4}){1,7})(?!\d)")
_DIGIT = re.compile(r"\d")
_OR_DAY = re.compile(r"(?<!\d)(\d\d?) (?:at+[aio]{1,2}|a[a-z]{1,2}u|atw|apa) $")
_OR_YEAR = re.compile(r" (?:at+[aio]{1,2}|a[a-z]{1,2}u|atw|apa) (\d{4})(?!\d)")

Parts = tuple[int, int, int]  # year, month, day; perhaps not a date


def dates_in(seen: str, today: date) -> Iterator[tuple[int, int, tuple[Parts, ...]]]:
    """Yield where a date stands and the ways to read it, first to last."""
    at = 0
    while _DIGIT.search(seen, at):
        hits = list(_next(seen, at, today))
        if not hits:
            return
        start, end, parts = min(hits, key=lambda hit: (hit[0], -hit[1]))
        yield start, end, parts
        at = end


def _next(seen: str, at: int, today: date) -> Iterator[tuple[int, int, tuple[Parts, ...]]]:
    """Yield the next date of each form."""
    for found in _YEAR_FIRST.finditer(seen, at):
        said, day = found[2], found[3]
        if said.isdigit() and not day.isdigit():
            said, day = day, said
        month = month_of(said)
        if month and day.isdigit():
            yield found.start(), found.end(), ((int(found[1]), month, int(day)),)
            break
    for found in _overlapping(_DAY_FIRST, seen, at):
        day, said, year = (found[1], found[2], found[3]) if found[1] else found.group(4, 5, 6)
        month = month_of(said)
        if month is not None:
            parts = _parts(day, month, year, today)
            yield found.start(), found.end(), _either(seen, found, parts)
            break
    for found in _MONTH_FIRST.finditer(seen, at):
        month = month_of(found[1])
        if month:
            yield found.start(), found.end(), ((int(found[3]), month, int(found[2])),)
            break
    for found in _DIGITS.finditer(seen, at):
        splits = _undivided(found[0], today)
        if splits:
            yield found.start(), found.end(), splits
            break


def _overlapping(pattern: re.Pattern[str], seen: str, at: int) -> Iterator[re.Match[str]]:
    """Yield the matches from every start, also those that begin inside another."""
    found = pattern.search(seen, at)
    while found:
        yield found
        found = pattern.search(seen, found.start() + 1)


def _either(seen: str, found: re.Match[str], parts: Parts) -> tuple[Parts, ...]:
    """Return two readings for "17 atau 18 agustus 1990" and "17 agustus 1990 atau 1991"."""
    day = _OR_DAY.search(seen[: found.start()])
    year = _OR_YEAR.match(seen[found.end() :])
    if day:
        return parts, (parts[0], parts[1], int(day[1]))
    return (parts, (int(year[1]), parts[1], parts[2])) if year else (parts,)


def month_of(said: str) -> int | None:
    """Return the number of a month (perhaps 13) or None if the word is none."""
    if said.isdigit():
        return int(said)
    month = ROMAN.get(said) or _MONTHS.get(said)
    if month or len(said) < 3:  # noqa: PLR2004 - "de" may be anything
        return int(month) if month else None
    return _shortened(said)


def _shortened(said: str) -> int | None:
    """Return the month whose name this begins, or is but for vowels: "febr", "desmbr"."""
    bare = said.translate(_NO_VOWELS)
    fits = [
        at
        for at, name in enumerate(_NAMES, 1)
        if name.startswith(said) or (len(bare) > 2 and name.translate(_NO_VOWELS) == bare)  # noqa: PLR2004
    ]
    return fits[0] if len(fits) == 1 else None


def _parts(day: str, month: int, year: str, today: date) -> Parts:
    full = int(year)
    if len(year) == 2:  # noqa: PLR2004
        full = 2000 + full
        old = as_date((full - 100, month, int(day)))
        if old and YOUNGEST <= age(old, today) <= OLDEST:
            full -= 100
    return full, month, int(day)


def _undivided(said: str, today: date) -> tuple[Parts, ...]:
    """Return the readings of a date without separators: all that are real, or one that is not.

    Spaces may divide it between day, month and year, or all its digits: "0512 1985".
    """
    sizes = {len(group) % 2 for group in said.split(" ")}
    if " " in said and sizes != {0} and len(said) != 2 * len(said.split(" ")) - 1:
        return ()
    said = said.replace(" ", "")
    if len(said) == 8 and "1900" <= said[:4] < "2100" and not "1900" <= said[4:] < "2100":  # noqa: PLR2004
        return ((int(said[:4]), int(said[4:6]), int(said[6:])),)
    years = {5: (2,), 6: (2,), 7: (4,), 8: (4,)}.get(len(said), ())
    readings = [
        _parts(said[:day], int(said[day:-year]), said[-year:], today)
        for year in years
        for day in ((2,) if len(said) - year == 4 else (1, 2))  # noqa: PLR2004
    ]
    return tuple(filter(as_date, readings)) or tuple(readings[:1])


def as_date(parts: Parts) -> date | None:
    year, month, day = parts
    if not 1800 <= year < 2200 or not 1 <= month <= 12:  # noqa: PLR2004
        return None
    return date(year, month, day) if 1 <= day <= calendar.monthrange(year, month)[1] else None
