"""The village: from what people write to the ten-digit code of one desa."""

import re
from collections import Counter
from collections.abc import Iterable

from lokal import wilayah
from rapidfuzz import fuzz, process
from rapidfuzz.distance import OSA

from conversations.answers.invalid import Invalid
from conversations.answers.language.everyday import everyday
from conversations.answers.language.frame import FRAME
from conversations.answers.language.lexicon import word_set
from conversations.answers.village.areas import Areas, Words
from conversations.answers.village.names import COMMON, VillageNames
from conversations.answers.village.words import (
    ANYWHERE,
    FILLER,
    SHORT,
    divided,
    key,
    plain,
    tokenized,
)
from conversations.record import record
from conversations.villages import Village, regency_of

MOST_WORDS = 12  # of a place, read from one answer
OFFERED = 25  # villages that may be meant; more are not shown
SHORT_NAME = 5  # letters
LIKE_ENOUGH = 55  # of 100: a name less like what was typed is not offered
_KIND = re.compile(r"(?:Kota|Kabupaten|Kab\.) ", re.IGNORECASE)
_BESIDE = (
    FRAME
    | FILLER
    | word_set(
        """
    kecamatan kec kcamatan kabupaten kab kb rt rw dusun dsn desa ds kampung kp kota tempat lahir
    dan no nomor
    """
    )
)
_CODE = re.compile(r"\d{2}\.?\d{2}\.?\d{2}\.?\d{4}")


@record
class Elsewhere:
    """Names of places that are none of ours.

    `wards` are the kelurahan of our regencies, `others` all names in the rest of the provinces,
    `far` the provinces and regencies of the whole country.
    """

    wards: frozenset[str] = frozenset()
    others: frozenset[str] = frozenset()
    far: frozenset[str] = frozenset()

    def called(self, ours: frozenset[str]) -> dict[str, str]:
        """Return what these are called, by `key`, without those whose names are ours as well."""
        names = {key(name): name for name in sorted(self.wards | self.others | self.far)}
        return {sound: name for sound, name in names.items() if sound not in ours}


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
    return Elsewhere(frozenset(wards), frozenset(others), _far())


def _far() -> frozenset[str]:
    provinces = wilayah.list_wilayah()
    regencies = (one for province in provinces for one in wilayah.list_wilayah(province.code))
    return frozenset(_KIND.sub("", one.name) for one in (*provinces, *regencies))


def let_go() -> None:
    """Let lokal forget all Indonesia, which it read to be asked for a few regencies: 27 MB.

    By itself it keeps them for ever; asked again, it reads them again, in a quarter of a second.
    """
    wilayah._cache.clear()  # noqa: SLF001 - it has no other door
    wilayah._child_index = None  # noqa: SLF001 - the same


def _like(word: str, known: set[str]) -> bool:
    """Return whether it is one of the words, or one a slip away."""
    if word in known:
        return True
    slips = min((OSA.distance(word, one) for one in known if len(one) > SHORT), default=9)
    return not everyday(word) and len(word) > SHORT and slips <= 1


class Villages:
    """All villages that may be named, found by code or by what people write."""

    def __init__(self, villages: Iterable[Village], elsewhere: Elsewhere | None = None) -> None:
        """Index the villages by name and by words of the name.

        A place `elsewhere` (see `around`) is never read as a mistyped name of one of ours, nor a
        ward as a part of one.
        """
        elsewhere = elsewhere or Elsewhere()
        villages = tuple(villages)
        self._by_code = {village.code: village for village in villages}
        self._namesakes = Counter(key(village.name) for village in villages)
        self._areas = Areas()
        for code, village in self._by_code.items():
            self._areas.add(code, village.district, village.regency)
        names = {code: village.name for code, village in self._by_code.items()}
        self._names = VillageNames(names, self._areas, elsewhere.wards, elsewhere.others)
        self._regencies = {regency_of(village.code): village.regency for village in villages}
        parts = {part for v in villages for part in (v.name, v.district, _KIND.sub("", v.regency))}
        ours = frozenset(map(key, parts))
        self._ours = ours
        self._elsewhere = elsewhere.called(ours)
        self._wards = frozenset(map(key, elsewhere.wards)) - ours
        self._far = self._elsewhere.keys() & set(map(key, elsewhere.far))
        self._places = ours | self._elsewhere.keys()

    def __getitem__(self, code: str) -> Village:
        """Return the village with this dotted code; KeyError if there is none."""
        return self._by_code[code]

    def called(self, code: str) -> str:
        """Return its name, and where it lies if several are called so: "Suka Maju, Kec. X"."""
        village = self._by_code[code]
        alone = self._namesakes[key(village.name)] == 1
        return village.name if alone else f"{village.name}, Kec. {village.district}"

    def regency(self, code: str) -> str | None:
        """Return the name of the regency with this code, "61.07"; None if no village is there."""
        return self._regencies.get(code)

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

    def wholly(self, text: str, code: str) -> bool:
        """Whether all words of a text belong to that village's name, to where it lies, or to none.

        One word of a longer name, as "tanjung", may be anything.
        """
        village = self._by_code[code]
        name = tokenized(village.name)
        known = {*name, *tokenized(village.district), *tokenized(village.regency)}
        _, _, areas, place = divided(plain(text))
        said = [*place, *(word for area in areas for word in area)]
        left = [word for word in said if word not in _BESIDE]
        if not left:  # all of it is a street, or near something
            left = [word for word in tokenized(plain(text)) if word not in _BESIDE]
        meant = "".join(left)
        if meant == "".join(name):
            return True
        if "".join(name) in meant or meant.isdecimal():
            return all(word in known or word.isdecimal() for word in left)
        vague = len(left) == 1 < len(name) and left[0] in (*COMMON, *ANYWHERE)
        if len(left) == 1 and len(meant) <= SHORT_NAME and meant not in known:
            return False  # with a slip it may be anybody's: "Yanti" is not Danti
        near = OSA.distance(meant, "".join(name), score_cutoff=2) <= 2  # noqa: PLR2004 - slips
        return not vague and (near or all(_like(word, known) for word in left))

    def place(self, text: str) -> bool:
        """Whether a text is just the name of a place, of ours or of any regency elsewhere."""
        return key(text) in self._places

    def elsewhere(self, text: str) -> str | None:
        """Return the place elsewhere that a text is the name of; or the regency it ends with."""
        said = tokenized(plain(text))
        named = [word for word in said if word not in _BESIDE]
        for whole in ("".join(said), "".join(named)):
            if whole in self._places:
                return self._elsewhere.get(whole)
        for at in range(1, len(named)):
            begin, end = "".join(named[:at]), "".join(named[at:])
            if end in self._ours and begin in self._wards:
                return self._elsewhere[begin]
            if end in self._far or end in self._ours:
                return self._elsewhere.get(end)
        return None

    def ward(self, name: str) -> bool:
        """Whether a place of that name, none of ours, is a kelurahan of our regencies."""
        return key(name) in self._wards

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
