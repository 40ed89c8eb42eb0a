"""A name without what stands around it: introductions, forms of address, titles, nicknames."""

import re

from conversations.answers.language.text import squeezed
from conversations.answers.names.words import (
    ADDRESSED,
    AFTER_NAMED,
    ASIDE,
    CARD_SIGNS,
    DEGREE,
    DEGREE_PARTS,
    GLUED,
    HELLO,
    KENALKAN,
    LISTED,
    MAY_BE_A_NAME,
    ME,
    NAMED,
    NEARLY_ME,
    NEARLY_NAMED,
    NICKNAME,
    NICKNAME_SIGNS,
    ON_BEHALF,
    ON_CARD,
    SLIP,
    SLIP_SIGNS,
)

LETTER = re.compile(r"[^\W\d_]")
_EDGES = " .,:=/()-"
_NO_SIGN = re.compile(r"[^\w .,'():/=-]|_")
_MEANT = ((CARD_SIGNS, ON_CARD), (NICKNAME_SIGNS, NICKNAME), (SLIP_SIGNS, SLIP))
_PURE = re.compile(r"[A-Za-z' ]*")
_APART = re.compile(r"([,:=])(?=\S)")


def without_signs(raw: str) -> str:
    """Return the text on one line with letters, digits and the signs that names have."""
    return " ".join(_NO_SIGN.sub(" ", raw).split())


def bare(seen: str) -> str:
    """Return the name without what stands around it."""
    if not _PURE.fullmatch(seen):
        seen = _APART.sub(r"\1 ", LISTED.sub("", GLUED.sub(r"\1\2 ", seen)).strip())
    words = _meant(ON_BEHALF.sub("", seen)).split()
    plain = [squeezed(word.lower().strip(_EDGES)) for word in words]
    begin = _begin(plain)
    name = " ".join(words[begin : _end(words, plain, begin)])
    if "," in name:
        name = " ".join(name.replace(",", " ").split())
    name = name.strip(" :=/()-")
    if name[:1] == "'":
        name = name.lstrip("'").removesuffix("'").removesuffix("'")
    return name.lstrip(" '.:=/()-")


def _meant(seen: str) -> str:
    """Return what is on the card instead of the nickname, and what corrects a slip."""
    low = seen.lower()
    for signs, pattern in _MEANT:
        if any(sign in low for sign in signs):
            shorter = pattern.sub("", seen).strip(" .,:-")
            seen = shorter if LETTER.search(shorter) else seen
    return seen


def _introduces(plain: list[str], at: int) -> bool:
    """Return whether an introduction begins here: "nama", "saya", or "nam" before "saya"."""
    word = plain[at]
    if word in NAMED or word in ME:
        return True
    after = plain[at + 1] if at + 1 < len(plain) else ""
    if word in NEARLY_NAMED:
        return after in NEARLY_ME
    return after in NAMED and KENALKAN.get(word) is not None


def _begin(plain: list[str]) -> int:
    """Return where the name begins, after the introduction and the forms of address."""
    at, last = _after_hello(plain), len(plain) - 1
    introduced = False
    while at < last:
        word = plain[at]
        if _introduces(plain, at):
            introduced = True
        elif word and word not in ADDRESSED and not (introduced and _goes_on(word)):
            break
        at += 1
    return at


def _after_hello(plain: list[str]) -> int:
    """Return where "nama saya" begins, if only a greeting stands before it, else 0."""
    for at, word in enumerate(plain[:5]):
        if _introduces(plain, at):
            return at
        if word not in HELLO:
            break
    return 0


def _goes_on(word: str) -> bool:
    """Return whether the word belongs to an introduction that has begun."""
    return word in NEARLY_ME or AFTER_NAMED.get(word) is not None


def _end(words: list[str], plain: list[str], begin: int) -> int:
    """Return where the name ends, before academic degrees, "pak" and "nama saya"."""
    end = len(words)
    while end - begin > 1:
        if plain[end - 1] in ME and plain[end - 2] in NAMED and end - begin > 2:  # noqa: PLR2004
            end -= 2
        elif _aside(words[begin], words[end - 1], plain[end - 1]):
            end -= 1
        elif size := _degree(words[begin:end]):
            end -= size
        else:
            break
    return end


def _aside(first: str, last: str, plain: str) -> bool:
    """Return whether the last word only addresses somebody."""
    if not plain:
        return True
    written_as_name = last[:1].isupper() and first[:1].isupper()
    return plain in ASIDE and not (written_as_name and plain in MAY_BE_A_NAME)


def _degree(words: list[str]) -> int:
    """Return how many words at the end are one academic degree."""
    for size in DEGREE_PARTS[: len(words) - 1]:
        parts = words[-size:]
        if size > 1 and "." not in parts[0]:
            break
        letters = "".join(parts).lower().replace(".", "").replace(",", "")
        if DEGREE.fullmatch(letters):
            dotted = size > 1 or "." in parts[0][:-1]
            written = size == 1 and (len(letters) > 2 or not parts[0].istitle())  # noqa: PLR2004
            if dotted or written or words[-size - 1].endswith(","):
                return size
    return 0
