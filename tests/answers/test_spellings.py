"""The table of spellings that all others build on."""

import re
from collections import Counter
from collections.abc import Iterator
from importlib import import_module
from pkgutil import walk_packages

import pytest

from conversations import answers, registration
from conversations.answers.language.lexicon import Lexicon, word_set
from conversations.answers.language.patterns import compiled
from conversations.answers.language.spellings import SPELLINGS, spelled_out

MODULES = [
    import_module(found.name)
    for room in (answers, registration)
    for found in walk_packages(room.__path__, f"{room.__name__}.")
]


def test_a_word_in_capitals_stands_for_all_its_spellings() -> None:
    assert spelled_out("BUKAN kah") == ["bukan", "bkn", "kah"]
    assert word_set("BUKAN kah") == {"bukan", "bkn", "kah"}
    assert Lexicon({"no": "BUKAN"}).get("bkn") == "no"
    assert compiled(r"^BUKAN\b").match("bkn pak")


def test_a_word_in_capitals_that_is_none_of_them_is_refused() -> None:
    with pytest.raises(KeyError):
        spelled_out("BUKNA")


def test_no_spelling_stands_twice() -> None:
    said = Counter(word for spellings in SPELLINGS.values() for word in spellings.split())

    assert {word for word, times in said.items() if times > 1} == set()


def patterns(value: object) -> Iterator[str]:
    """Return the patterns of a constant: one, or those of a table."""
    if isinstance(value, re.Pattern):
        yield str(value.pattern)
    elif isinstance(value, tuple):
        yield from (pattern for each in value for pattern in patterns(each))


def test_no_pattern_has_a_word_in_capitals_left() -> None:
    """One that is misspelt would never be found in what people write."""
    found = [
        (f"{module.__name__.rpartition('.')[2]}.{name}", pattern)
        for module in MODULES
        for name, value in vars(module).items()
        for pattern in patterns(value)
    ]
    left = {name for name, pattern in found if re.search(r"(?<!\\)[A-Z]{2,}", pattern)}

    assert len(found) > 100
    assert left == {"birth_date._ROMAN", "patterns._SMALL_WORD"}
