"""Tables of patterns: what a phrase means, one alternative a line, the first that fits decides."""

import re

Patterns = tuple[tuple[str, re.Pattern[str]], ...]


def alternatives(*meanings: tuple[str, ...], **named: str) -> Patterns:
    """Compile each (meaning, alternative, alternative, …) to a pair of meaning and pattern.

    A word in capitals stands for the pattern given under that name.
    """
    return tuple((meaning, _either(each, named)) for meaning, *each in meanings)


def _either(each: list[str], named: dict[str, str]) -> re.Pattern[str]:
    pattern = "|".join(each)
    for name, part in named.items():
        pattern = pattern.replace(name, part)
    return re.compile(pattern)
