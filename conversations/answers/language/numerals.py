"""Numbers said in words: "dua puluh satu", "seribu sembilan ratus", "sejuta dua ratus"."""

import re
from itertools import groupby
from operator import itemgetter

from conversations.answers.language.lexicon import Lexicon, word_set
from conversations.answers.language.text import DIGIT_WORDS, MARKS, squeezed

_SCALES = {
    "belas": 10, "blas": 10, "puluh": 10, "puloh": 10, "pulu": 10, "plh": 10, "ratus": 100,
    "rts": 100, "ribu": 1000, "rebu": 1000, "rb": 1000,
}  # fmt: skip
_UNITS = "|".join(sorted((*DIGIT_WORDS, "se"), key=len, reverse=True))
_GLUED = re.compile(rf"\b({_UNITS})(belas|blas|puluh|puloh|ratus|ribu|rebu|juta)(an)?\b")


_WORD = re.compile(r"[a-z]{4,}")
_WORDS = word_set(
    "nol kosong ANGKA sebelas puluh belas ratus ribu juta seratus seribu sejuta setengah"
)
# One slip away from a numeral, but words of their own.
NO_NUMERALS = """
    juga buta duta tempat sempat lama bima lisa suatu batu situ sabtu sate saku kelas jelas bebas
    bekas balas beras bela gelas belah tiba tubuh enak sebelah riau rabu ribut pulih limau lira
"""
SPELLED = Lexicon(
    {word: word for word in _WORDS},
    exact="nol dua",
    real=NO_NUMERALS,
)
_GLUED_SCALES = re.compile(r"(?<=ratus|puluh|belas)(?=ribu|rebu|juta|rb|jt)")


def respelled(text: str, known: Lexicon = SPELLED) -> str:
    """Return lower-case text with every known word in its one spelling, slips put right."""
    return _WORD.sub(lambda found: known.get(found[0]) or found[0], text)


def unglued(text: str) -> str:
    """Return lower-case text with "limaratus" as "lima ratus" and "sebelas" as "satu belas"."""
    text = _GLUED_SCALES.sub(" ", text)
    return _GLUED.sub(lambda m: f"{'satu' if m[1] == 'se' else m[1]} {m[2]}{m[3] or ''}", text)


def counted(text: str) -> str:
    """Return lower-case text with cardinal numbers below a million in figures.

    Digit words in a row are digits ("delapan lima" is 85), words with belas, puluh, ratus or
    ribu are a number ("sembilan belas" is 19).
    """
    tokens = unglued(text).split()
    if DIGIT_WORDS.keys().isdisjoint(tokens):
        return " ".join(tokens)
    out: list[str] = []
    run: list[str] = []
    for token in map(respelled, tokens):
        word = token if token[0].isdigit() else squeezed(token.strip(MARKS))
        if word in DIGIT_WORDS or (run and word in _SCALES):
            run.append(word)
            continue
        out += [_figures(run)] if run else []
        out.append(token)
        run = []
    return " ".join([*out, _figures(run)] if run else out)


def _figures(run: list[str]) -> str:
    """Return the numbers of a run of words: "dua lima sebelas" is "25 11"."""
    if not any(word in _SCALES for word in run):
        return "".join(DIGIT_WORDS[word] for word in run)
    numbers: list[tuple[bool, str]] = []  # whether a lone digit, and the number
    total = last = 0
    scale = 0  # of the last word counted
    for word in run:
        if word not in _SCALES:
            if last and scale in (0, 11):  # a number begins anew
                numbers.append((total == 0 and scale == 0, str(total + last)))
                total = 0
            elif last:
                total, last = total + last, 0
            last, scale = int(DIGIT_WORDS[word]), 0
        elif word in ("belas", "blas"):
            last, scale = last + 10, 11
        elif _SCALES[word] == 1000:  # noqa: PLR2004
            total, last, scale = (total + last) * 1000, 0, 1000
        else:
            last, scale = last * _SCALES[word], _SCALES[word]
    numbers.append((total == 0 and scale == 0, str(total + last)))
    return " ".join(_joined(numbers))


def _joined(numbers: list[tuple[bool, str]]) -> list[str]:
    """Return the numbers, digits in a row joined if that leaves day, month and year."""
    out: list[str] = []
    for lone, group in groupby(numbers, key=itemgetter(0)):
        said = [number for _, number in group]
        if lone and len(said) == 3:  # noqa: PLR2004 - "delapan empat lima": August 45
            said = [said[0], said[1] + said[2]]
        elif lone and len(said) == 2 and said[0] > "0":  # noqa: PLR2004
            said = ["".join(said)]
        out += said
    return out if len(out) == 3 else [number for _, number in numbers]  # noqa: PLR2004
