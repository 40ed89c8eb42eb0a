"""Numbers in running text: groups of digits, which of them belong together, and which count.

NIK, phone and registration number share this: people put spaces, dots and line breaks anywhere,
and add ages, RT/RW, dates and list numbers.
"""

import re
from collections.abc import Sequence
from itertools import pairwise

from conversations.answers.language.numerals import respelled
from conversations.answers.language.patterns import compiled
from conversations.answers.language.text import DIGIT_WORDS, clean, digits_repaired, digits_spelled
from conversations.record import record

_SPELLED = 4  # digit words, and a number is being spelled
_BREAK = re.compile(r"\s*\n\s*(?=[a-z])|(?<=[a-z:])\s*\n\s*", re.IGNORECASE)
_REDUPLICATION = re.compile(r"(?<=[a-z])2(?![0-9])")
_AGE_WORD = re.compile(r"umur|usia|anak|th|ta[hu]|jam|puk|pkl")
_AGE = re.compile(
    r"\b(?:jam|pukul|pkl)\W{0,2}\d{1,2}(?:[.:]\d\d)?(?!\d)"
    r"|\b(?:umur|usia|anak(?: ?ke)?)\W{0,3}\d{1,3}\b(?! ?[-./]\d)|(?<![\d/.-])\d{1,3} ?(?:th"
    r"|thn|tahun|taun|tahon)\b(?! ?'?(?:\d{4}|\d\d)\b(?![-/.]\d))"
)
_RT_RW = re.compile(
    r"\br[tw]\.? ?:? ?\d{1,3}(?: ?/ ?(?:rw\.? ?)?\d{1,3})?\b|\bkode ?pos\W{0,3}\d{5}\b"
)
_DATE_SAID = re.compile(
    r"(?<!\d)\d{1,2} ?(?:jan|feb|peb|mar|mrt|apr|mei|jun|jul|ag|sep|okt|nov|nop|des)[a-z]* ?"
    r"'?(?:\d{4}|\d\d)(?!\d)"
)
_DATE = re.compile(r"(?<!\d)(?<!\d[-/.])\d{1,2}([-/.])\d{1,2}\1(?:19|20)?\d\d(?![-/.]?\d)")
_LIST_NUMBER = re.compile(r"(?:^|\| )\W*\d{1,2} ?[).](?=[ \n])")
_RUN = re.compile(r"\+?\d(?:[\s.,/()|:;=~\\-]{0,5}\d)*")
_STRONG = re.compile(r"\n|, | / |;|\|| - |,(?=[+0])|/(?=[+0]8)")
CORRECTION = compiled(
    r"\b(?:eh+|salah|MAAF|sor+[yi]|maksud(?:nya|ku)?|ralat|koreksi"
    r"|YANG (?:be?n[ae]?r|bet[uo]l)|harusnya|seharusnya"
    r"|BUKAN(?= ?[,.])|mestinya|ganti(?: jadi)?|diganti|typo)\b"
)
_NOT = compiled(r"\b(?:BUKAN|bukannya|JANGAN)[ :]*(?:[a-z]+\W+){0,2}$")


@record
class Number:
    """A number as typed: its digits (and "+" if it began so) and where it stands in the text."""

    digits: str
    start: int
    end: int


def readable(text: str) -> str:
    """Return the text in lower case with digits as digits, without [photo] and reduplication."""
    seen = _lines(digits_repaired(clean(text)))
    if sum(piece in DIGIT_WORDS for piece in seen.lower().split()) >= _SPELLED:
        seen = respelled(seen.lower())
    return _REDUPLICATION.sub("", digits_spelled(seen))


def _lines(text: str) -> str:
    """Return the text in one line; a line break between numbers divides them."""
    if "\n" not in text:
        return text
    return _BREAK.sub(" ", text.strip()).replace("\n", " | ")


def without_bystanders(text: str, *, dates: bool = True) -> str:
    """Return readable text without ages, RT/RW, post codes, list numbers and dates."""
    if not dates:
        return _LIST_NUMBER.sub(_masked, without_ages(text))
    return _DATE.sub(_masked, _LIST_NUMBER.sub(_masked, without_said(text)))


def without_said(text: str) -> str:
    """Return readable text without ages, RT/RW, post codes and dates with a month's name."""
    return _DATE_SAID.sub(_masked, without_ages(text)) if text.islower() else text


def without_ages(text: str) -> str:
    """Return readable text without ages, hours, RT/RW and post codes."""
    if not text.islower():
        return text
    return _RT_RW.sub(_masked, _AGE.sub(_masked, text) if _AGE_WORD.search(text) else text)


def _masked(found: re.Match[str]) -> str:
    """Return as many characters, so that places in the text stay the same."""
    size = len(found[0])
    return (" x" * size)[:size]


def runs(text: str) -> list[Number]:
    """Return the runs of digits that only spaces and signs divide."""
    return [Number(_digits(found[0]), found.start(), found.end()) for found in _RUN.finditer(text)]


def parts(text: str, run: Number) -> list[Number]:
    """Return a run cut at its commas, strokes and line breaks, and into its single groups."""
    piece = text[run.start : run.end]
    cuts = [0, *(cut.end() for cut in _STRONG.finditer(piece)), len(piece)]
    wholes = [(a, b) for a, b in pairwise(cuts)]
    return [Number(_digits(piece[a:b]), run.start + a, run.start + b) for a, b in wholes]


def groups(text: str, run: Number) -> list[Number]:
    """Return the unbroken groups of digits of a run."""
    found = re.finditer(r"\+?\d+", text[run.start : run.end])
    return [Number(_digits(g[0]), run.start + g.start(), run.start + g.end()) for g in found]


def _digits(piece: str) -> str:
    return ("+" if piece.startswith("+") else "") + re.sub(r"\D", "", piece)


_NEWER = compiled(r"\b(?:SEKARANG|(?:ter)?baru(?:nya)?)\b[^,;()|/]*$")
_OLDER = re.compile(r"\b(?:lama|dulu|dolok|mati|hilang|hangus)\b[^,;()|/]*$")


def meant(text: str, found: Sequence[Number]) -> Sequence[Number]:
    """Return those of the numbers that a correction leaves.

    "eh salah", "bukan … tapi" and "yang lama …, sekarang …" are corrections.
    """
    kept = [found[0]]
    for before, number in pairwise(found):
        between = text[before.end : number.start]
        newer = CORRECTION.search(between) or _NEWER.search(between)
        if _NOT.search(between) or (_OLDER.search(between) and not newer):
            continue
        if newer or _NOT.search(text[: before.start]):
            kept = []
        kept.append(number)
    return kept
