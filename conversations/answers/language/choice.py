"""Answers that are one of a few: found by the words people use for them."""

import re

from rapidfuzz.distance import OSA

from conversations.answers.invalid import Invalid
from conversations.answers.language.text import squeezed

MENDED = 5  # letters of a word in which one slip is forgiven
_WORD = re.compile(r"[^\W\d_]+")


def choose(text: str, **words: tuple[str, ...]) -> str:
    """Return the one option any of whose words is in the text; else raise Invalid("pick").

    A word that is no option's counts as the one it is a slip away from.
    """
    said = set(_WORD.findall(text.casefold()))
    found = [option for option, known in words.items() if said.intersection(known)]
    if not found:
        found = [option for option, known in words.items() if _nearly(said, known)]
    if len(found) != 1:
        raise Invalid("pick")
    return found[0]


def _nearly(said: set[str], known: tuple[str, ...]) -> bool:
    return any(
        OSA.distance(squeezed(word), squeezed(right), score_cutoff=1) <= 1
        for word in said
        if len(word) >= MENDED
        for right in known
        if len(right) >= MENDED
    )
