"""Answers that are one of a few: found by the words people use for them."""

import re

from conversations.invalid import Invalid

_WORD = re.compile(r"[^\W\d_]+")


def choose(text: str, **words: tuple[str, ...]) -> str:
    """Return the one option any of whose words is in the text; else raise Invalid("pick")."""
    said = set(_WORD.findall(text.casefold()))
    found = [option for option, known in words.items() if said.intersection(known)]
    if len(found) != 1:
        raise Invalid("pick")
    return found[0]
