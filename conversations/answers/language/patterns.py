"""Patterns with small words in them, and tables of patterns: what a phrase means."""

import re

from conversations.answers.language.spellings import SPELLINGS

Patterns = tuple[tuple[str, re.Pattern[str]], ...]
_SMALL_WORD = re.compile(rf"(?<![A-Z_])(?:{'|'.join(SPELLINGS)})(?![A-Z_])")


def compiled(written: str, flags: int = 0) -> re.Pattern[str]:
    """Compile a pattern; a word in capitals stands for the spellings of a small word."""
    return re.compile(_SMALL_WORD.sub(_any_spelling, written), flags)


def _any_spelling(found: re.Match[str]) -> str:
    return f"(?:{'|'.join(SPELLINGS[found[0]].split())})"


def alternatives(*meanings: tuple[str, ...], **named: str) -> Patterns:
    """Compile each (meaning, alternative, alternative, …) to a pair of meaning and pattern.

    One alternative a line; in a table the first that fits decides. A word in capitals stands for
    the pattern given under that name, or for a small word.
    """
    return tuple((meaning, _either(each, named)) for meaning, *each in meanings)


def _either(each: list[str], named: dict[str, str]) -> re.Pattern[str]:
    written = "|".join(each)
    for name, part in named.items():
        written = written.replace(name, part)
    return compiled(written)
