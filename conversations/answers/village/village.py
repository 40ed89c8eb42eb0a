"""The village: from what people write to the ten-digit code of one desa."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from lokal import wilayah
from rapidfuzz import fuzz, process

from conversations.answers.invalid import Invalid
from conversations.answers.village.areas import Areas, Words
from conversations.answers.village.names import VillageNames
from conversations.answers.village.words import FILLER, divided, key, plain
from conversations.villages import Village, regency_of

MOST_WORDS = 12  # of a place, read from one answer
OFFERED = 25  # villages that may be meant; more are not shown
LIKE_ENOUGH = 55  # of 100: a name less like what was typed is not offered
_KIND = re.compile(r"(?:Kota|Kabupaten|Kab\.) ", re.IGNORECASE)
_CODE = re.compile(r"\d{2}\.?\d{2}\.?\d{2}\.?\d{4}")


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """Names of places that are none of ours.

    `wards` are the kelurahan of our regencies, `others` all names in the rest of the provinces.
    """

    wards: frozenset[str] = frozenset()
    others: frozenset[str] = frozenset()


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


def around(regencies: Iterable[str]) -> Elsewhere:
    """Return the kelurahan of the regencies, and the names in the rest of their provinces."""
    ours = frozenset(regencies)
    wards: set[str] = set()
    others: set[str] = set()
    for province in {regency[:2] for regency in ours}:
        for regency in wilayah.list_wilayah(province):
            if regency.code not in ours:
                others.add(_KIND.sub("", regency.name))
            for district in wilayah.list_wilayah(regency.code):
                places = wilayah.list_wilayah(district.code)
                if regency.code in ours:
                    wards.update(place.name for place in places if place.code[9] == "1")
                else:
                    others.update((district.name, *(place.name for place in places)))
    return Elsewhere(frozenset(wards), frozenset(others))


def let_go() -> None:
    """Let lokal forget all Indonesia, which it read to be asked for a few regencies: 27 MB.

    By itself it keeps them for ever; asked again, it reads them again, in a quarter of a second.
    """
    wilayah._cache.clear()  # noqa: SLF001 - it has no other door
    wilayah._child_index = None  # noqa: SLF001 - the same


class Villages:
    """All villages that may be named, found by code or by what people write."""

    def __init__(self, villages: Iterable[Village], elsewhere: Elsewhere | None = None) -> None:
        """Index the villages by name and by words of the name.

        A place `elsewhere` (see `around`) is never read as a mistyped name of one of ours, nor a
        ward as a part of one.
        """
        elsewhere = elsewhere or Elsewhere()
        self._by_code = {village.code: village for village in villages}
        self._areas = Areas()
        for code, village in self._by_code.items():
            self._areas.add(code, village.district, village.regency)
        names = {code: village.name for code, village in self._by_code.items()}
        self._names = VillageNames(names, self._areas, elsewhere.wards, elsewhere.others)

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
        first, named, areas, rest = divided(said)
        codes = self._names.whole(first, scope)  # before "Jalan" of "Jalan Baru" is a street
        if len(codes) == 1 or (codes and areas):
            return self._decided(codes, areas)
        undecided: list[str] = []
        for words in map(self._meaningful, (named, rest)):
            codes, others = self._names.search(words, scope)
            codes = [code for code in codes if code in undecided] if undecided else codes
            if len(codes) == 1 or (codes and (areas or others)):
                return self._decided(codes, [*areas, *others])
            undecided = undecided or codes
        if undecided:
            return self._decided(undecided, areas)
        raise Invalid("none")

    def named(self, text: str, *, placed: bool) -> bool:
        """Whether a text is just a village's name, as it is written; `placed`: and where it is."""
        first, _, areas, rest = divided(plain(text))
        codes = self._names.whole(first, ())
        if areas:
            return bool(self._areas.within(codes, areas))
        return bool(codes) and rest == first and not placed

    def nearest(self, text: str, most: int) -> tuple[str, ...]:
        """Return the villages whose names look most like the text, best first.

        For somebody whose answers fit nothing: a list to choose from, not an understanding.
        """
        typed = key(" ".join(plain(text).split()[:MOST_WORDS]))
        names = {code: key(village.name) for code, village in self._by_code.items()}
        found = process.extract(
            typed, names, scorer=fuzz.ratio, limit=most, score_cutoff=LIKE_ENOUGH
        )
        return tuple(code for _, _, code in found)

    def _typed(self, digits: str, scope: tuple[str, ...]) -> str:
        code = ".".join((digits[:2], digits[2:4], digits[4:6], digits[6:]))
        if code not in self._by_code or (scope and regency_of(code) not in scope):
            raise Invalid("none")
        return code

    def _meaningful(self, words: Words) -> Words:
        """Return the words that may name a village, at most as many as a name can have."""
        beside = ("", *words)
        return [
            word
            for before, word in zip(beside, words, strict=False)
            if word not in FILLER or word in self._names or before + word in self._names
        ][:MOST_WORDS]

    def _decided(self, codes: list[str], areas: list[Words]) -> str:
        """Return the one village left by the areas named, or raise candidates."""
        left = self._areas.within(codes, [area for area in areas if area])
        if len(left) == 1:
            return left[0]
        raise Invalid("candidates", tuple(left or codes)[:OFFERED])
