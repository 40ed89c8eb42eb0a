"""Numbers in running text: groups of digits, which of them belong together, and which count.

NIK, phone and registration number share this: people put spaces, dots and line breaks anywhere,
and add ages, RT/RW, dates and list numbers.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from conversations.answers.text import clean, digits_repaired, digits_spelled

_REDUPLICATION = re.compile(r"(?<=[a-z])2(?![0-9])")
_AGE = re.compile(
    r"\b(?:umur|usia|anak(?: ?ke)?)\W{0,3}\d{1,3}\b(?! ?[-./]\d)|(?<![\d/.-])\d{1,3} ?(?:th"
    r"|thn|tahun|taun|tahon)\b(?! ?'?(?:\d{4}|\d\d)\b(?![-/.]))"
)
_RT_RW = re.compile(
    r"\br[tw]\.? ?:? ?\d{1,3}(?: ?/ ?(?:rw\.? ?)?\d{1,3})?\b|\bkode ?pos\W{0,3}\d{5}\b"
)
_DATE = re.compile(
    r"(?<!\d)(?<!\d[-/.])\d{1,2}([-/.])\d{1,2}\1(?:19|20)?\d\d(?![-/.]?\d)"
    r"|\b\d{1,2} (?:jan|feb|peb|mar|apr|mei|jun|jul|ag|sep|okt|nov|nop|des)[a-z]* \d{4}\b"
)
_LIST_NUMBER = re.compile(r"^\W*\d{1,2} ?[).](?=[ \n])")
_RUN = re.compile(r"\+?\d(?:[\s.,/()|:;-]{0,5}\d)*")
_STRONG = re.compile(r"\n|, | / |;|\|| - |,(?=[+0])|/(?=[+0]8)")
CORRECTION = re.compile(
    r"\b(?:eh+|salah|maksud(?:nya|ku)?|ralat|koreksi|yg be?n[ae]?r|yang ben[ae]r|harusnya"
    r"|seharusnya"
    r"|mestinya|ganti(?: jadi)?|diganti|typo)\b"
)
_NOT = re.compile(r"\b(?:bukan|bkn|bukannya|jangan)\W*(?:[a-z]+\W+){0,2}$")


@dataclass(frozen=True, slots=True)
class Number:
    """A number as typed: its digits (and "+" if it began so) and where it stands in the text."""

    digits: str
    start: int
    end: int


def readable(text: str) -> str:
    """Return the text in lower case with digits as digits, without [photo] and reduplication."""
    return _REDUPLICATION.sub("", digits_spelled(_lines(digits_repaired(clean(text)))))


def _lines(text: str) -> str:
    return text.replace("\n", " | ") if "\n" in text else text


def without_bystanders(text: str, *, dates: bool = True) -> str:
    """Return readable text without ages, RT/RW, post codes, list numbers and dates."""
    patterns = (_AGE, _RT_RW, _LIST_NUMBER, _DATE) if dates else (_AGE, _RT_RW, _LIST_NUMBER)
    for pattern in patterns:
        text = pattern.sub(lambda found: " x" * (len(found[0]) // 2), text)
    return text


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


def meant(text: str, found: Sequence[Number]) -> Sequence[Number]:
    """Return those of the numbers that a correction ("eh salah", "bukan … tapi") leaves."""
    kept = [found[0]]
    for before, number in pairwise(found):
        between = text[before.end : number.start]
        if _NOT.search(between):
            continue
        if CORRECTION.search(between) or _NOT.search(text[: before.start]):
            kept = []
        kept.append(number)
    return kept
