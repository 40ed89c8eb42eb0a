"""Districts and regencies: their names, and which villages lie in them."""

import re
from collections import defaultdict
from collections.abc import Iterable

from rapidfuzz import process
from rapidfuzz.distance import OSA

from conversations.answers.village.words import key
from conversations.villages import regency_of

_KIND = re.compile(r"^(?:kabupaten|kab\.?|kota) ", re.IGNORECASE)

Words = list[str]


class Areas:
    """Names of areas as words put together ("sungairaya"), and the codes they stand for."""

    def __init__(self) -> None:
        self._codes: dict[str, set[str]] = defaultdict(set)

    def add(self, code: str, district: str, regency: str) -> None:
        """Take in the district and the regency of the village with this code."""
        self._codes[key(district)].add(code[:8])
        self._codes[key(_KIND.sub("", regency))].add(regency_of(code))

    def __contains__(self, words: Words) -> bool:
        """Return whether the words are the name of an area."""
        return "".join(words) in self._codes

    def named(self, parts: Iterable[Words]) -> list[Words] | None:
        """Return the parts cut into names of areas, or None if something else is left."""
        found: list[Words] = []
        for words in parts:
            rest = words
            while rest:
                size = next((n for n in range(len(rest), 0, -1) if rest[:n] in self), 0)
                if not size:
                    return None
                found.append(rest[:size])
                rest = rest[size:]
        return found

    def parted(self, words: Words) -> tuple[Words, list[Words]]:
        """Return the words before or after the longest name of an area, and that name."""
        for size in range(len(words), 0, -1):
            for part, rest in ((words[-size:], words[:-size]), (words[:size], words[size:])):
                if part in self:
                    return rest, [part]
        return words, []

    def within(self, codes: list[str], areas: Iterable[Words]) -> list[str]:
        """Return the codes that lie in every area named, one or two slips forgiven."""
        for area in areas:
            prefixes = tuple(self._codes.get("".join(area), ())) or self._near("".join(area))
            codes = [code for code in codes if code.startswith(prefixes)]
        return codes

    def _near(self, typed: str) -> tuple[str, ...]:
        found = process.extractOne(typed, self._codes.keys(), scorer=OSA.distance, score_cutoff=2)
        return tuple(self._codes[found[0]]) if found else ("none",)
