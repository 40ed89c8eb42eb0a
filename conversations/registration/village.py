"""The village: one of those that take part, or a place outside, which is named."""

from collections.abc import Mapping

from conversations.about import listed_names
from conversations.answers.invalid import Doubtful, Invalid
from conversations.answers.language.patterns import compiled
from conversations.forms.question import Asking
from conversations.messages import Text, Value

# "Menganti" is a village, and a letter from "mengganti"; "Batal" is a village and "batal" a word.
_NO_WORDS = frozenset({"edit", "language", "register"})
_INTRODUCED = compiled(r"(?:SAYA|NAMA)\b(?! (?:di|dari|tinggal|warga|orang|desa|asal|domisili))")
_NEAR = compiled(
    r"\b(?:dekat|sebelah|samping|belakang|depan|seberang|antara|arah|perbatasan|lewat)\b"
)
MOST_NEAREST = 5  # villages offered to somebody whose own was not found


def village(text: str, asking: Asking) -> str:
    villages = asking.context.villages
    outside = villages.elsewhere(text)
    try:
        code = villages.find(text)
    except Invalid:
        if outside is None:
            raise
        raise _outside(outside, asking) from None
    wholly = villages.wholly(text, code)
    if outside is not None and not wholly and villages.place(text):
        raise _outside(outside, asking)  # "Parit Baru", of which "Baru" alone is ours
    if asking.context.programme(code) is None:
        raise _outside(villages.called(code), asking)
    if (
        outside is not None
        or not wholly
        or _NEAR.search(text.casefold())
        or _INTRODUCED.match(text.casefold().strip())
    ):
        raise Doubtful(code)
    return code


def _outside(place: str, asking: Asking) -> Invalid:
    """A place that is known, and where nobody can register."""
    return Invalid("elsewhere" if asking.context.programmes else "not_open", about=place)


def names_village(text: str, wish: str, asking: Asking) -> bool:
    """Whether what may be a wish names a village: some fifty are called so, or nearly."""
    return asking.context.villages.named(text, placed=wish not in _NO_WORDS)


def village_nearby(asking: Asking) -> tuple[str, ...]:
    """Offer the village of whom this phone has helped before."""
    near = asking.draft.notes.near
    return (near,) if asking.context.villages.get(near) and asking.context.programme(near) else ()


def villages_nearest(text: str, asking: Asking) -> tuple[str, ...]:
    if asking.context.villages.elsewhere(text):  # no misspelling of any of ours
        return ()
    near = asking.context.villages.nearest(text, 10 * MOST_NEAREST)
    return tuple(code for code in near if asking.context.programme(code))[:MOST_NEAREST]


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
    names = map(asking.context.villages.regency, asking.context.programmes)
    return {**village_values(asking), "open": listed_names(filter(None, names))}
