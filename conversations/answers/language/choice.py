"""Answers that are one of a few: found by the words people use for them."""

import re

from rapidfuzz.distance import OSA

from conversations.answers.invalid import Doubtful, Invalid
from conversations.answers.language.everyday import everyday
from conversations.answers.language.frame import beside
from conversations.answers.language.text import squeezed

MENDED = 5  # letters of a word in which one slip is forgiven
_WORD = re.compile(r"[^\W\d_]+")


def choose(text: str, also: frozenset[str] = frozenset(), **words: tuple[str, ...]) -> str:
    """Return the one option any of whose words is in the text; else raise Invalid("pick").

    A word that is no option's counts as the one it is a slip away from. Where other words stand
    beside it than the polite frame and those of `also`, it is a guess: raise Doubtful.
    """
    said = set(_WORD.findall(text.casefold()))
    found = {option: said.intersection(known) for option, known in words.items()}
    if not any(found.values()):
        found = {option: _nearly(said, known) for option, known in words.items()}
    options = [option for option, by in found.items() if by]
    if len(options) != 1:
        raise Invalid("pick")
    known = frozenset(words[options[0]]) | found[options[0]] | also
    left = beside(text, known)
    if len(_nearly(set(left), words[options[0]])) < len(set(left)):
        raise Doubtful(options[0])
    return options[0]


def _nearly(said: set[str], known: tuple[str, ...]) -> set[str]:
    return {
        word
        for word in said
        if len(word) >= MENDED and not everyday(word)
        for right in known
        if len(right) >= MENDED
        if OSA.distance(squeezed(word), squeezed(right), score_cutoff=1) <= 1
    }
