"""The village: one of those that take part, or a place outside, which is named."""

import re
from collections.abc import Mapping

from conversations.about import listed_names
from conversations.answers.invalid import Doubtful, Invalid
from conversations.answers.language.everyday import everyday
from conversations.answers.language.patterns import compiled
from conversations.answers.language.text import clean, words
from conversations.forms.question import Asking
from conversations.messages import Text, Value
from conversations.villages import Village

# "Menganti" is a village, and a letter from "mengganti"; "Batal" is a village and "batal" a word.
_NO_WORDS = frozenset({"edit", "language", "register"})
_CODE = re.compile(r"\D*\d{2}\.?\d{2}\.?\d{2}\.?\d{4}\D*")
_INTRODUCED = compiled(r"(?:SAYA|NAMA)\b(?! (?:di|dari|tinggal|warga|orang|desa|asal|domisili))")
_NEAR = compiled(
    r"\b(?:dekat|sebelah|samping|belakang|depan|seberang|antara|arah|perbatasan|lewat)\b"
)
_DISTRICT = 8  # characters of a village's code that are its district's: "61.07.01"
MOST_NEAREST = 5  # villages offered to somebody whose own was not found


def village(text: str, asking: Asking) -> str:
    villages = asking.context.villages
    outside = villages.elsewhere(text)
    try:
        code = villages.find(text)
    except Invalid as missed:
        if outside is not None:
            raise _outside(outside, asking) from None
        if missed.candidates:
            raise Invalid(missed.reason, _in_order(missed.candidates, asking)) from None
        raise Invalid(_why_none(text)) from None
    wholly = villages.wholly(text, code)
    if outside is not None and not wholly and villages.place(text):
        raise _outside(outside, asking)  # "Parit Baru", of which "Baru" alone is ours
    if asking.context.registering(code) is None:
        if asking.context.programme(code):
            raise Invalid("closed", about=villages.called(code))
        raise _outside(villages.called(code), asking)
    if (
        outside is not None
        or not wholly
        or says_near(text, villages[code])
        or _INTRODUCED.match(text.casefold().strip())
    ):
        raise Doubtful(code)
    return code


def says_near(text: str, found: Village) -> bool:
    """Whether a place beside the village is meant; "Rusip Antara" is a district's name."""
    left = text.casefold()
    for name in sorted((found.name, found.district), key=len, reverse=True):
        left = left.replace(name.casefold(), " ")
    return bool(_NEAR.search(left))


def _outside(place: str, asking: Asking) -> Invalid:
    """A place that is known, and where nobody can register."""
    if asking.context.programmes and asking.context.villages.ward(place):
        return Invalid("ward", about=place)
    return Invalid("elsewhere" if asking.context.programmes else "not_open", about=place)


def _why_none(text: str) -> str:
    if _CODE.fullmatch(text.strip()):
        return "no_code"
    return "not_named" if _names_nothing(text) else "none"


def _names_nothing(text: str) -> bool:
    """Whether all the words are words of talk: "tidak tahu desa apa"."""
    return all(map(everyday, words(clean(text))))


def _in_order(codes: tuple[str, ...], asking: Asking) -> tuple[str, ...]:
    """Put those first that are likely, and all as a reader looks for them: by name and district.

    Likely are those of the district of whom this phone has helped before, and of those where
    people may register now.
    """
    villages, near = asking.context.villages, asking.draft.notes.near[:_DISTRICT]

    def rank(code: str) -> tuple[bool, bool, str, str]:
        closed = asking.context.registering(code) is None
        found = villages[code]
        return (closed, not near or not code.startswith(near), found.name, found.district)

    return tuple(sorted(codes, key=rank))


def names_village(text: str, wish: str, asking: Asking) -> bool:
    """Whether what may be a wish names a village: some fifty are called so, or nearly."""
    return asking.context.villages.named(text, placed=wish not in _NO_WORDS)


def village_nearby(asking: Asking) -> tuple[str, ...]:
    """Offer the village of whom this phone has helped before."""
    near = asking.draft.notes.near
    open_there = asking.context.villages.get(near) and asking.context.registering(near)
    return (near,) if open_there else ()


def villages_nearest(text: str, asking: Asking) -> tuple[str, ...]:
    if asking.context.villages.elsewhere(text) or _names_nothing(text):  # no misspelling of ours
        return ()
    near = asking.context.villages.nearest(text, 10 * MOST_NEAREST)
    return tuple(code for code in near if asking.context.registering(code))[:MOST_NEAREST]


def village_label(value: str, asking: Asking) -> Text:
    found = asking.context.villages[value]
    return Text("village.option", {"name": found.name, "district": found.district})


def village_values(asking: Asking) -> Mapping[str, Value]:
    code = asking.answers.get("village")
    if not code:
        return {}
    villages = asking.context.villages
    return {"village": villages.called(code), "regency": villages[code].regency}


def village_asked(asking: Asking) -> Mapping[str, Value]:
    """The placeholder {open}: the regencies where people may register."""
    those = filter(asking.context.registering, asking.context.programmes)
    names = map(asking.context.villages.regency, those)
    return {**village_values(asking), "open": listed_names(filter(None, names))}
