"""The names of villages: which are meant by some words, whole, in part or mistyped."""

from collections import defaultdict
from collections.abc import Iterable, Mapping

from conversations.answers.village.areas import Areas, Words
from conversations.answers.village.near import NearNames, slips
from conversations.answers.village.words import (
    ANYWHERE,
    ORDINARY,
    key,
    numerals,
    spelled,
    tokenized,
)
from conversations.villages import regency_of

MOST_PARTS = 25  # villages whose names have the same part; more is no answer
SHORTEST_PART = 4  # letters of a part of a name: "air" or "sui" names nothing
SHORTEST_TO_MEND = 6  # letters of a part of a name that may be mistyped

COMMON = ("sungai", "tanjung", "pangkalan", "simpang", "nanga")  # say little of a name

Found = tuple[list[str], list[Words]]  # codes of villages, and the areas named beside them


class VillageNames:
    """Names by their letters and by their words."""

    def __init__(
        self,
        names: Mapping[str, str],
        areas: Areas,
        wards: frozenset[str],
        others: frozenset[str],
    ) -> None:
        """Take code -> name, the areas they lie in, and what is none of them.

        `wards` are names of kelurahan, `others` those of places elsewhere.
        """
        self._names = names
        self._areas = areas
        self._wards = frozenset(map(key, wards))
        self._unmended = self._wards.union(map(key, others), ORDINARY)
        self._by_key: dict[str, list[str]] = defaultdict(list)
        self._by_word: dict[str, list[str]] = defaultdict(list)
        for code, name in names.items():
            words = tokenized(name)
            self._by_key["".join(words)].append(code)
            for word in dict.fromkeys(words):
                self._by_word[word].append(code)
        self._spelled = self._add_spelled()
        self._near_keys = NearNames(self._by_key)
        self._near_words = NearNames(self._by_word)

    def _add_spelled(self) -> frozenset[str]:
        """Add "belabantujuh" to "belaban7"; return what was added."""
        added: dict[str, list[str]] = defaultdict(list)
        for code, name in self._names.items():
            one_word = spelled(name)
            if one_word and one_word not in self._by_key:
                added[one_word].append(code)
        self._by_key.update(added)
        return frozenset(added)

    def __contains__(self, word: str) -> bool:
        """Return whether the word alone is the name of a village."""
        return word in self._by_key

    def search(self, words: Words, scope: tuple[str, ...]) -> Found:
        """Return the villages that fit and the areas named; nothing if `words` is empty.

        Whole names come first, then parts, then mistyped names, then names in a longer tale.
        """
        if not words:
            return [], []
        whole = self.whole(words, scope)
        if whole:
            return whole, []
        if words in self._areas:
            part = self._partial(words, scope)
            return (part if len(part) > 1 else []), []
        beside = self._beside_areas(words, scope)
        if beside:
            return beside
        alike = self._alike(words, scope)
        return (alike, []) if alike else self._among(words, scope)

    def whole(self, words: Words, scope: tuple[str, ...]) -> list[str]:
        """Return the villages with exactly this name."""
        return self._within(self._by_key.get("".join(words), ()), scope)

    def _alike(self, words: Words, scope: tuple[str, ...]) -> list[str]:
        return self._partial(words, scope) or self._near(words, scope)

    def _among(self, words: Words, scope: tuple[str, ...]) -> Found:
        """Return the villages named somewhere in the words, and the areas beside them."""
        shorter, areas = self._areas.parted(words)
        if areas:
            meant = self.whole(shorter, scope) or self._alike(shorter, scope)
            if meant:
                return meant, areas
        return self._among_others(words, scope) or (self._mended(shorter, scope), areas)

    def _beside_areas(self, words: Words, scope: tuple[str, ...]) -> Found | None:
        """Return the villages named by some of the words if all others name their areas."""
        for size in range(len(words) - 1, 0, -1):
            for at in range(len(words) - size + 1):
                codes = self.whole(words[at : at + size], scope)
                areas = codes and self._areas.named((words[:at], words[at + size :]))
                if areas and self._areas.within(codes, areas):
                    return codes, areas
        return None

    def _among_others(self, words: Words, scope: tuple[str, ...]) -> Found | None:
        """Return the villages of the one name among words that cannot belong to a name."""
        for size in range(len(words) - 1, 0, -1):
            hits = [
                (codes, [part for part in (words[:at], words[at + size :]) if part])
                for at in range(len(words) - size + 1)
                if (codes := self.whole(words[at : at + size], scope))
            ]
            for codes, others in hits:
                areas = [part for part in others if part in self._areas]
                if areas and self._areas.within(codes, areas):
                    return codes, areas
            if len(hits) == 1 and not any(map(self._joins, hits[0][1])):
                codes, others = hits[0]
                return codes, [part for part in others if part in self._areas]
        return None

    def _joins(self, part: Words) -> bool:
        """Return whether a word beside a name might belong to the name."""
        return part not in self._areas and any(
            word.isdigit() or word in self._by_word for word in part
        )

    def _partial(self, words: Words, scope: tuple[str, ...]) -> list[str]:
        """Return the villages whose name has these words beside each other."""
        joined = "".join(words)
        if len(joined) < SHORTEST_PART or joined in self._wards or ANYWHERE.issuperset(words):
            return []
        rarest = min((self._by_word.get(word, []) for word in words), key=len)
        within = self._within(rarest, scope)
        found = [code for code in within if joined in key(self._names[code])]
        return found if len(found) <= MOST_PARTS else []

    def _near(self, words: Words, scope: tuple[str, ...]) -> list[str]:
        """Return the village clearly nearest to a mistyped name, or its near twins."""
        joined, numeral = "".join(words), numerals(words)
        if joined in self._by_key or words in self._areas or joined in self._unmended:
            return []
        found: list[str] = []
        nearest = 0
        for slipped, name in self._near_keys.near(joined):
            if found and slipped > nearest:
                break
            codes = self._within(self._by_key[name], scope)
            if slipped > _forgiven(joined, name):
                continue
            if codes and self._numerals(name, codes[0]) == numeral:
                nearest = slipped
                found += codes
        return found

    def _numerals(self, key_of_name: str, code: str) -> str:
        """Return the numerals of a name, none if they are words of its key."""
        return "" if key_of_name in self._spelled else numerals(tokenized(self._names[code]))

    def _mended(self, words: Words, scope: tuple[str, ...]) -> list[str]:
        """Return the villages part of whose name was mistyped: "semunyin" for Semunying Jaya."""
        if "".join(words) in self._unmended:
            return []
        mended = [self._mended_word(word, scope) for word in words]
        return self._partial(mended, scope) if all(mended) else []

    def _mended_word(self, word: str, scope: tuple[str, ...]) -> str:
        """Return the one word of names that was meant, or nothing."""
        if self._within(self._by_word.get(word, ()), scope):
            return word
        if len(word) < SHORTEST_TO_MEND or word in ORDINARY:
            return ""
        meant = [
            name
            for _, name in self._near_words.near(word)
            if name[0] == word[0] and self._within(self._by_word[name], scope)
        ]
        return meant[0] if len(meant) == 1 else ""

    def _within(self, codes: Iterable[str], scope: tuple[str, ...]) -> list[str]:
        return [code for code in codes if not scope or regency_of(code) in scope]


def _forgiven(typed: str, name: str) -> int:
    """Return how many slips are forgiven; "Sungai" before both names counts for nothing."""
    for word in COMMON:
        if typed.startswith(word) and name.startswith(word):
            return max(1, slips(len(typed) - len(word)))
    return slips(len(typed))
