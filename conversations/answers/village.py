"""The village: from what people write to the ten-digit code of one desa."""

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from lokal import wilayah
from rapidfuzz import process
from rapidfuzz.distance import OSA

from conversations.answers.place_words import (
    FILLER,
    divided,
    numerals,
    plain,
    tokenized,
)
from conversations.invalid import Invalid

MOST_WORDS = 12  # of a place, read from one answer
OFFERED = 25  # villages that may be meant; more is no answer
_SLIPS = (5, 10, 16)  # letters of a name at which one more slip of a finger is forgiven
_CODE = re.compile(r"\d{2}\.?\d{2}\.?\d{2}\.?\d{4}")


@dataclass(frozen=True, slots=True)
class Village:
    """A desa: its code ("61.07.01.2001") and the names of itself, its district and regency."""

    code: str
    name: str
    district: str
    regency: str


def load(regencies: Iterable[str]) -> list[Village]:
    """Return the desa (no kelurahan) of the regencies given as "61.07", in order of code."""
    found = []
    for regency in regencies:
        regency_name = wilayah.wilayah_name(regency) or regency
        for district in wilayah.list_wilayah(regency):
            found += [
                Village(place.code, place.name, district.name, regency_name)
                for place in wilayah.list_wilayah(district.code)
                if place.code[9] in "23"
            ]
    return found


def around(regencies: Iterable[str]) -> set[str]:
    """Return the names of districts, desa and kelurahan in the rest of the provinces."""
    ours = frozenset(regencies)
    names: set[str] = set()
    for province in {regency[:2] for regency in ours}:
        for regency in wilayah.list_wilayah(province):
            for district in wilayah.list_wilayah(regency.code):
                places = wilayah.list_wilayah(district.code)
                others = [p.name for p in places if regency.code not in ours or p.code[9] == "1"]
                names.update(others if regency.code in ours else (district.name, *others))
    return names


def _key(name: str) -> str:
    return "".join(tokenized(name))


class Villages:
    """All villages that may be named, found by code or by what people write."""

    def __init__(self, villages: Iterable[Village], elsewhere: Iterable[str] = ()) -> None:
        """Index the villages by name, by words of the name and by regency.

        `elsewhere` holds names of places outside (see `around`): they are never read as a
        mistyped name of one of ours.
        """
        self._elsewhere = frozenset(_key(name) for name in elsewhere)
        self._by_code = {village.code: village for village in villages}
        self._by_key: dict[str, list[str]] = defaultdict(list)
        self._by_word: dict[str, list[str]] = defaultdict(list)
        self._by_regency: dict[str, dict[str, str]] = defaultdict(dict)
        self._areas: dict[str, set[str]] = defaultdict(set)
        for code, village in self._by_code.items():
            tokens = tokenized(village.name)
            self._by_key["".join(tokens)].append(code)
            self._by_regency[code[:5]][code] = "".join(tokens)
            for token in dict.fromkeys(tokens):
                self._by_word[token].append(code)
            self._areas[_key(village.district)].add(code[:8])
            regency = re.sub(r"^(?:kabupaten|kab\.?|kota) ", "", village.regency.lower())
            self._areas[_key(regency)].add(code[:5])

    def __getitem__(self, code: str) -> Village:
        """Return the village with this dotted code; KeyError if there is none."""
        return self._by_code[code]

    def __len__(self) -> int:
        """Return how many villages there are."""
        return len(self._by_code)

    def get(self, code: str) -> Village | None:
        """Return the village with this dotted code, or None."""
        return self._by_code.get(code)

    def find(self, text: str, scope: tuple[str, ...] = ()) -> str:
        """Return the code of the one village meant.

        `scope` holds regencies ("61.07"); empty means all. Raise Invalid with none, or with
        candidates (codes, best first) when several villages fit or the district said is another.
        """
        said = plain(text)
        typed = _CODE.search(said)
        if typed and len(re.sub(r"\D", "", said)) == 10:  # noqa: PLR2004 - digits of a code
            return self._typed(re.sub(r"\D", "", typed[0]), scope)
        named, areas, rest = divided(said)
        for tokens in map(self._meaningful, (named, rest)):
            if tokens:
                found = self._search(tokens, areas, scope)
                if found:
                    return found
        raise Invalid("none")

    def _typed(self, digits: str, scope: tuple[str, ...]) -> str:
        code = ".".join((digits[:2], digits[2:4], digits[4:6], digits[6:]))
        if code not in self._by_code or (scope and code[:5] not in scope):
            raise Invalid("none")
        return code

    def _meaningful(self, tokens: list[str]) -> list[str]:
        """Return the words that may name a village, at most as many as a name can have."""
        return [t for t in tokens if t not in FILLER or t in self._by_key][:MOST_WORDS]

    def _within(self, codes: Iterable[str], scope: tuple[str, ...]) -> list[str]:
        return [code for code in codes if not scope or code[:5] in scope]

    def _search(
        self, tokens: list[str], areas: list[list[str]], scope: tuple[str, ...]
    ) -> str | None:
        """Return the code, raise candidates, or None; whole names, then parts, then slips."""
        whole = self._within(self._by_key.get("".join(tokens), ()), scope)
        if whole:
            return self._decided(whole, areas)
        names, others = self._inside(tokens, scope)
        if names:
            return self._decided(names, [*areas, *others])
        shorter, others = self._without_areas(tokens)
        if not shorter:
            return None
        areas = [*areas, *others]
        part = self._partial(shorter, scope)
        if part:
            return self._decided(part, areas)
        near = self._near(shorter, scope) or self._near(tokens, scope)
        return self._decided(near, areas) if near else None

    def _inside(
        self, tokens: list[str], scope: tuple[str, ...]
    ) -> tuple[list[str], list[list[str]]]:
        """Return the villages named by some of the words, and the words left as areas."""
        for size in range(len(tokens) - 1, 0, -1):
            hits = []
            for at in range(len(tokens) - size + 1):
                codes = self._within(self._by_key.get("".join(tokens[at : at + size]), ()), scope)
                others = [part for part in (tokens[:at], tokens[at + size :]) if part]
                if codes:
                    hits.append((codes, others))
            for codes, others in hits:
                areas = [part for part in others if "".join(part) in self._areas]
                if areas and self._in_areas(codes, areas):
                    return codes, areas
            if len(hits) == 1 and not any(map(self._joins, hits[0][1])):
                codes, others = hits[0]
                return codes, [part for part in others if "".join(part) in self._areas]
        return [], []

    def _joins(self, part: list[str]) -> bool:
        """Return whether a word beside a name might belong to the name."""
        return (
            any(token.isdigit() or token in self._by_word for token in part)
            and "".join(part) not in self._areas
        )

    def _without_areas(self, tokens: list[str]) -> tuple[list[str], list[list[str]]]:
        """Return the words before or after the name of a district or regency, and that name."""
        for size in range(len(tokens), 0, -1):
            for part, rest in ((tokens[-size:], tokens[:-size]), (tokens[:size], tokens[size:])):
                if "".join(part) in self._areas:
                    return rest, [part]
        return tokens, []

    def _in_areas(self, codes: list[str], areas: list[list[str]]) -> list[str]:
        """Return the villages that lie in every area named."""
        for area in areas:
            prefixes = tuple(self._areas.get("".join(area), ())) or self._area_near(area)
            codes = [code for code in codes if code.startswith(prefixes)]
        return codes

    def _area_near(self, area: list[str]) -> tuple[str, ...]:
        """Return the codes of the areas whose name is one slip away."""
        found = process.extractOne(
            "".join(area), self._areas.keys(), scorer=OSA.distance, score_cutoff=2
        )
        return tuple(self._areas[found[0]]) if found else ("none",)

    def _decided(self, codes: list[str], areas: list[list[str]]) -> str:
        """Return the one village left by the areas named, or raise candidates."""
        areas = [area for area in areas if area]
        left = self._in_areas(codes, areas)
        if len(left) == 1:
            return left[0]
        raise Invalid("candidates", tuple(left or codes)[:OFFERED])

    def _partial(self, tokens: list[str], scope: tuple[str, ...]) -> list[str]:
        """Return the villages whose name has these words beside each other."""
        if sum(map(len, tokens)) < 4:  # noqa: PLR2004 - "air" or "sui" names nothing
            return []
        codes = set(self._within(self._by_word.get(tokens[0], ()), scope))
        for token in tokens[1:]:
            codes &= set(self._by_word.get(token, ()))
        joined = "".join(tokens)
        found = sorted(c for c in codes if joined in self._by_regency[c[:5]][c])
        return found if len(found) <= OFFERED else []

    def _near(self, tokens: list[str], scope: tuple[str, ...]) -> list[str]:
        """Return the village clearly nearest to a mistyped name, or its near twins."""
        key, numeral = "".join(tokens), numerals(tokens)
        slips = sum(len(key) >= length for length in _SLIPS)
        if not slips or key in self._by_key or key in self._areas or key in self._elsewhere:
            return []
        hits: list[tuple[float, str]] = []
        for regency in scope or tuple(self._by_regency):
            names = self._by_regency.get(regency, {})
            hits += [
                (distance, code)
                for _, distance, code in process.extract(
                    key, names, scorer=OSA.distance, score_cutoff=slips, limit=20
                )
            ]
        hits = sorted(h for h in hits if numerals(tokenized(self._by_code[h[1]].name)) == numeral)
        if not hits:
            return []
        return [code for distance, code in hits if distance == hits[0][0]]
