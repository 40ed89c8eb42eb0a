"""The NIK: sixteen digits, six of them a region, six a birth date, four a serial number."""

import calendar
import re
from datetime import date
from typing import Literal

from lokal.provinces import PROVINCES

from conversations.answers.invalid import Invalid
from conversations.answers.language import digits
from conversations.answers.language.digits import Number
from conversations.answers.language.patterns import compiled
from conversations.programme import age
from conversations.record import record

LENGTH = 16
WOMAN = 40  # added to the day of birth in a woman's NIK
YOUNGEST = 17  # years: the age of the first identity card, so the likeliest century
OLDEST = 100  # years: nobody of that age registers as a worker
_LABEL = re.compile(r"(?P<kk>\bn?o?kk+\b|\bk\w{4,6}ga\b)|(?P<nik>\bn?o?nik|\be?-?ktp)")
_FAMILY = re.compile(r"kk|k\w{4,6}ga")
_ACCORDING_TO = re.compile(
    r"\b(?:sesuai|di|dari|dlm|dalam|pada|menurut|bukan) (?:no )?(?:kk|kartu keluarga)\b"
)
_MINE = compiled(r"\b(?:SAYA|sendiri|pendaftar|sayo)\b")
_THEIRS = compiled(r"\b(?:SUAMI|laki|anak|bapak|ibu|mamak|ayah|orang tua|ortu)\b")


@record
class NikFacts:
    """What a NIK says: birth date, sex, and the regency that issued it ("61.07")."""

    birth_date: date
    sex: Literal["male", "female"]
    regency: str


def nik(text: str) -> str:
    """Return the 16 digits of the NIK.

    Raise Invalid with kk_given (only a family card), two_candidates (candidates: the numbers),
    length, not_a_number, region, date or serial.
    """
    seen = digits.readable(text)
    if not any(map(str.isdigit, seen)):
        raise Invalid("not_a_number")
    found = _sixteens(seen)
    told = len(found) > 1 or _FAMILY.search(seen)
    labels = [_label(seen, found, at) if told else None for at in range(len(found))]
    mine = [number for number, label in zip(found, labels, strict=True) if label != "kk"]
    if found and not mine:
        raise Invalid("kk_given")
    if not mine:
        raise _without_number(seen)
    return _checked(_one(seen, mine))


def _without_number(seen: str) -> Invalid:
    """Return why a text without sixteen digits is refused."""
    if not any(map(str.isdigit, digits.without_bystanders(seen, dates=False))):
        return Invalid("not_a_number")
    labels = {found.lastgroup for found in _LABEL.finditer(_ACCORDING_TO.sub(" ", seen))}
    return Invalid("kk_given" if labels == {"kk"} else "length")


def _sixteens(seen: str) -> list[Number]:
    """Return the numbers of sixteen digits, however they are divided."""
    for without in (digits.without_said, digits.without_bystanders):
        calm = without(seen)
        found = _search(calm, digits.runs(calm))
        if found:
            return found
    return []


def _search(seen: str, runs: list[Number]) -> list[Number]:
    found: list[Number] = []
    for run in runs:
        for split in (lambda _, run: [run], digits.groups, digits.parts):
            hits = [n for n in split(seen, run) if len(n.digits.lstrip("+")) == LENGTH]
            if hits:
                found += hits
                break
        else:
            found += _after_list_number(seen, run)
    return found


def _after_list_number(seen: str, run: Number) -> list[Number]:
    """Return the number after "1." or "2)"."""
    first, *rest = digits.groups(seen, run)
    number = "".join(n.digits for n in rest)
    if len(number) != LENGTH or not re.match(r" ?[).:]", seen[first.end :]):
        return []
    return [Number(number, rest[0].start, run.end)]


def _label(seen: str, found: list[Number], at: int) -> str | None:
    """Return "kk" or "nik" as the words nearest before (or else after) the number say."""
    starts = [0, *(number.end for number in found)]
    ends = [*(number.start for number in found), len(seen)]
    gaps = [_labels(seen[a:b]) for a, b in zip(starts, ends, strict=True)]
    before, after = gaps[at][-1:], gaps[at + 1][:1]
    said = before or after if gaps[0] else after or before
    return said[0] if said else None


def _labels(said: str) -> list[str | None]:
    return [label.lastgroup for label in _LABEL.finditer(_ACCORDING_TO.sub(" ", said))]


def _one(seen: str, mine: list[Number]) -> str:
    """Return the digits of the one number meant, or raise two_candidates."""
    for choice in (mine, digits.meant(seen, mine), _own(seen, mine)):
        values = dict.fromkeys(number.digits.lstrip("+") for number in choice)
        if len(values) == 1:
            return next(iter(values))
    raise Invalid("two_candidates", tuple(dict.fromkeys(n.digits.lstrip("+") for n in mine)))


def _own(seen: str, mine: list[Number]) -> list[Number]:
    """Return the numbers called the person's own when others are called somebody else's."""
    starts = [0, *(number.end for number in mine)]
    said = [seen[a : n.start] for a, n in zip(starts, mine, strict=False)]
    own = [
        n
        for n, words in zip(mine, said, strict=True)
        if _MINE.search(words) and not _THEIRS.search(words)
    ]
    others = [n for n, words in zip(mine, said, strict=True) if _THEIRS.search(words)]
    return own if len(own) + len(others) == len(mine) else []


def _checked(number: str) -> str:
    """Return the sixteen digits if region, date and serial can be; raise Invalid if not."""
    if number[:2] not in PROVINCES or "00" in (number[2:4], number[4:6]):
        raise Invalid("region")
    if not any(_birth(number, century) for century in (1900, 2000)):
        raise Invalid("date")
    if number.endswith("0000") or len(set(number)) == 1:
        raise Invalid("serial")
    return number


def _birth(number: str, century: int) -> date | None:
    day, month, year = int(number[6:8]), int(number[8:10]), century + int(number[10:12])
    day -= WOMAN if day > WOMAN else 0
    if not 1 <= month <= 12 or not 1 <= day <= calendar.monthrange(year, month)[1]:  # noqa: PLR2004
        return None
    return date(year, month, day)


def nik_facts(nik: str, today: date) -> NikFacts:
    """Return what an accepted NIK says.

    Of the two centuries the year can mean, the one that makes the person 17 to 99 today is taken:
    nobody under 17 has a card. If neither does, it is a child's number or mistyped, which is seen
    best at the later one that has come.
    """
    born = [one for one in (_birth(nik, 2000), _birth(nik, 1900)) if one and one <= today]
    likely = [one for one in born if YOUNGEST <= age(one, today) < OLDEST]
    birth = next(iter((*likely, *born)), None)
    if birth is None:
        raise Invalid("date")
    sex: Literal["male", "female"] = "female" if int(nik[6:8]) > WOMAN else "male"
    return NikFacts(birth, sex, f"{nik[:2]}.{nik[2:4]}")
