"""Words and what they mean, known in spite of repeated letters or one slip of a finger."""

from collections.abc import Mapping

from rapidfuzz.distance import OSA

from conversations.answers.language.spellings import spelled_out
from conversations.answers.language.text import squeezed

_KEYS = ("qwertyuiop", "asdfghjkl", "zxcvbnm")


def word_set(spaced: str) -> frozenset[str]:
    """Return the words of a line, those in capitals in all their spellings."""
    return frozenset(spelled_out(spaced))


class Lexicon:
    """Words and what they mean; forgives repeated letters and, if asked, one slip of a finger.

    A slip is one letter missing, added, swapped or wrong in a word of at least four letters, or
    a neighbouring key in a word of three. A word near two meanings has none.
    """

    def __init__(
        self,
        meanings: Mapping[str, str],
        *,
        exact: str = "",
        real: str = "",
        same_start: bool = False,
    ) -> None:
        """Take meaning -> words as in `word_set`; `exact` words are no target for slips.

        `real` words are words of their own and never slips: "nama" is not "nana" (no). With
        `same_start` a slip never changes the first letter.
        """
        self._same_start = same_start
        self._real = word_set(real)
        self._meaning: dict[str, str] = {}
        for meaning, spellings in meanings.items():
            for word in spelled_out(spellings):
                self._meaning.setdefault(word, meaning)
        skipped = word_set(exact)
        known = list(self._meaning)
        for word in known:
            if len(squeezed(word)) > 3:  # noqa: PLR2004 - "daan" (no) is not "dan" (and)
                self._meaning.setdefault(squeezed(word), self._meaning[word])
        self._near: dict[str, list[str]] = {}
        for word in known:
            if word not in skipped and len(word) > 2:  # noqa: PLR2004 - too short to misspell
                for key in _deletions(word):
                    self._near.setdefault(key, []).append(word)

    def exactly(self, word: str) -> str | None:
        """Return the meaning of the word as written, repeated letters forgiven."""
        meaning = self._meaning.get(word)
        return meaning if meaning is not None else self._meaning.get(squeezed(word))

    def get(self, word: str) -> str | None:
        """Return the meaning of the word, one slip forgiven, or None."""
        meaning = self.exactly(word)
        if meaning is not None or not 2 < len(word) < 20 or word[0].isdigit():  # noqa: PLR2004
            return meaning
        if word in self._real:
            return None
        near = {
            self._meaning[known]
            for key in _deletions(word)
            for known in self._near.get(key, ())
            if _slip(word, known) and (word[0] == known[0] or not self._same_start)
        }
        return near.pop() if len(near) == 1 else None


def _deletions(word: str) -> set[str]:
    return {word, *(word[:at] + word[at + 1 :] for at in range(len(word)))}


def _slip(word: str, known: str) -> bool:
    """Return whether one slip of a finger makes `known` into `word`."""
    if min(len(word), len(known)) > 3:  # noqa: PLR2004 - see Lexicon
        return OSA.distance(word, known) == 1
    if len(word) != len(known):
        return False
    wrong = [(a, b) for a, b in zip(word, known, strict=True) if a != b]
    return len(wrong) == 1 and _neighbours(*wrong[0])


def _neighbours(a: str, b: str) -> bool:
    at = {key: (row, column) for row, keys in enumerate(_KEYS) for column, key in enumerate(keys)}
    (row, column), (other_row, other_column) = at.get(a, (9, 0)), at.get(b, (-9, 0))
    return abs(row - other_row) <= 1 and abs(column - other_column) <= 1
