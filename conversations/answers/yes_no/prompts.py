"""What a prompt asks, as far as it matters to a yes or a no."""

import re
from functools import lru_cache

from conversations.answers.language.lexicon import word_set
from conversations.answers.language.text import squeezed, words
from conversations.answers.yes_no.words import ALSO, FACTS, PARTLY, WISHES
from conversations.record import record

_COMMON = word_set(  # in prompts
    "apakah bapak ibu jadi bukan tidak belum betul benar sudah pernah atau di ke ini"
)
_NEGATIVE_PROMPT = re.compile(r"\b(?:bukan|tidak|belum)\b(?! ?\?)")
_STEM = re.compile(r"^(?:ter|ber|be(?=k)|men|me|di)?(?=\w{4})|(?:kan|nya)$")


@record
class Prompt:
    """What a prompt asks: the stems of its words, and words near to it that are not it."""

    about: frozenset[str]
    partly: frozenset[str]
    negative: bool
    own: bool  # whether something is the person's own
    works: bool  # whether the person works
    goes_on: bool  # whether to go on
    ever: bool  # whether something ever was
    right: bool  # whether something shown is right
    fact: bool  # whether something is so, not whether it shall be


@lru_cache(maxsize=64)
def asked_by(prompt: str) -> Prompt:
    """Return what the prompt asks; prompts are few and put again and again."""
    said = words(prompt)
    lowered = prompt.lower()
    named = [*said, *(also for word in said for also in ALSO.get(word, ()))]
    return Prompt(
        frozenset(stem(w) for w in named if w not in _COMMON),
        frozenset().union(*(near for word, near in PARTLY.items() if word in said)),
        bool(_NEGATIVE_PROMPT.search(lowered)),
        own="sendiri" in said,
        works=not {"kerja", "bekerja"}.isdisjoint(said),
        goes_on="lanjut" in lowered,
        ever="pernah" in said,
        right=not {"benar", "betul"}.isdisjoint(said) and not _NEGATIVE_PROMPT.search(lowered),
        fact=not FACTS.isdisjoint(said) or (bool(said) and WISHES.isdisjoint(said)),
    )


def stem(word: str) -> str:
    """Return the word without the prefixes and suffixes of its grammar."""
    bare = _STEM.sub("", word)
    return bare[:-1] + "a" if bare.endswith("e") else bare  # Malay: "kerje"


def same(word: str, about: frozenset[str]) -> bool:
    """Return whether the word has one of these stems."""
    return stem(word) in about or stem(squeezed(word)) in about
