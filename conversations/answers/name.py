"""Names of people and places, and addresses, as they go onto the list: in capitals."""

import re

from conversations.answers.command import command
from conversations.answers.name_words import (
    BIRTH_LEAD,
    CORRECTION,
    DEGREE,
    HONORIFIC,
    LAUGHTER,
    LEAD_IN,
    MOTHER_LEAD,
    NICKNAME,
    NOT_KNOWN,
    NOT_NAMES,
    ON_CARD,
    SURELY_NOT,
    TRAILING,
    URL,
)
from conversations.answers.text import clean, squeezed, words
from conversations.invalid import Invalid

LONGEST = 60  # characters of a name
SHORTEST_ADDRESS, LONGEST_ADDRESS = 3, 200  # characters
UNKNOWN = "unknown"
_LETTERS = re.compile(r"[^\W\d_]")


def name(text: str) -> str:
    """Return the name in capitals, without lead-ins, forms of address and academic titles.

    Raise Invalid with has_digits, too_short (one letter), url, command or not_a_name.
    """
    raw = clean(text)
    if len(_LETTERS.findall(raw)) == 1 and not re.search(r"\d", raw):
        raise Invalid("too_short")
    _refuse(raw)
    return _checked(_bare(_without_signs(raw)))


def _checked(bare: str) -> str:
    """Return the name in capitals if it can be one."""
    if re.search(r"\d", re.sub(r"(?<=[A-Za-z])2(?!\w)", "", bare)):
        raise Invalid("has_digits")
    letters = _LETTERS.findall(bare)
    if len(letters) == 1:
        raise Invalid("too_short")
    if not letters or len(bare) > LONGEST or not _name_like(bare):
        raise Invalid("not_a_name")
    return bare.upper()


def _refuse(raw: str) -> None:
    """Raise Invalid for an address on the web and for a wish to the bot."""
    if URL.search(raw):
        raise Invalid("url")
    try:
        wish = command(raw)
    except Invalid as two:
        raise Invalid("command") from two
    if wish == "greet" or (wish == "help" and len(words(raw)) > 2):  # noqa: PLR2004 - asks back
        raise Invalid("not_a_name")
    if wish is not None:
        raise Invalid("command")


def _without_signs(raw: str) -> str:
    """Return the text on one line with letters, digits and the signs that names have."""
    seen = "".join(c if c.isalnum() or c in " .,'-:()/=" else " " for c in raw.replace("\n", " "))
    return re.sub(r"\s+", " ", seen).strip()


def _bare(seen: str) -> str:
    """Return the name without what stands around it."""
    for pattern in (CORRECTION, ON_CARD, NICKNAME):
        shorter = pattern.sub("", seen).strip(" .,:-")
        seen = shorter if _LETTERS.search(shorter) else seen
    before = ""
    while before != seen:
        before = seen
        for pattern in (LEAD_IN, HONORIFIC, DEGREE, TRAILING):
            shorter = pattern.sub("", seen.strip(" ,:-=/()"))
            seen = shorter if _LETTERS.search(shorter) else seen
    seen = re.sub(r"\s*,\s*", " ", seen)
    return re.sub(r"\s+", " ", re.sub(r"^[\s'.:,=/()-]+|[\s,:=/()-]+$", "", seen))


def _name_like(bare: str) -> bool:
    """Return whether the words can be a name: no answer, question or laughter."""
    said = words(bare)
    if re.search(r"[:()/=]", bare) or len(bare.split()) > 8:  # noqa: PLR2004
        return False
    if SURELY_NOT.search(bare.lower()) or all(
        squeezed(w) in NOT_NAMES or w in NOT_NAMES for w in said
    ):
        return bool(bare.lower() == "ya'")
    return not all(LAUGHTER.fullmatch(w) for w in said) and _vowel(bare)


def _vowel(bare: str) -> bool:
    """Return whether the letters can be spoken; other scripts are taken as they are."""
    return not bare.isascii() or bool(re.search(r"[aeiouy]", bare.lower())) or len(bare) <= 3  # noqa: PLR2004


def place_name(text: str) -> str:
    """Return the place of birth in capitals, without "lahir di" and without the date.

    Raise Invalid as `name` does; not_a_name if no place is left.
    """
    raw = clean(text)
    _refuse(raw)
    seen = BIRTH_LEAD.sub("", _without_signs(raw))
    seen = re.sub(r"[\s,]+(?:tgl|tanggal)?[\s,.]*\d.*$", "", seen)
    bare = _bare(seen)
    if re.search(r"\d", bare):
        raise Invalid("has_digits")
    return _checked(bare)


def mother(text: str) -> str:
    """Return the mother's name in capitals, or "unknown" for "tidak tahu" and "lupa".

    Raise Invalid as `name` does.
    """
    if NOT_KNOWN.search(clean(text).lower()):
        return UNKNOWN
    return name(MOTHER_LEAD.sub("", clean(text)))


def address(text: str) -> str:
    """Return the address on one line as typed: dusun, RT/RW, digits and all.

    Raise Invalid with too_short (also without a letter), too_long, url or command.
    """
    if len(text) > 4 * LONGEST_ADDRESS:
        raise Invalid("too_long")
    raw = clean(text)
    _refuse_address(raw)
    bare = re.sub(r"\s+", " ", raw).strip(" ,;")
    if len(bare) < SHORTEST_ADDRESS or not _LETTERS.search(bare):
        raise Invalid("too_short")
    if len(bare) > LONGEST_ADDRESS:
        raise Invalid("too_long")
    return bare


def _refuse_address(raw: str) -> None:
    try:
        _refuse(raw)
    except Invalid as no:
        raise Invalid("too_short" if no.reason == "not_a_name" else no.reason) from no
