"""Names of people and places, and addresses, as they go onto the list: in capitals."""

import re

from conversations.answers.invalid import Invalid
from conversations.answers.language.text import clean, squeezed, words
from conversations.answers.names.bare import LETTER, bare, without_signs
from conversations.answers.names.words import (
    ADDRESSED,
    BIRTH_LEAD,
    IN_NO_NAME,
    KIN,
    LAUGHTER,
    MOTHER_LEAD,
    NOT_KNOWN,
    NOT_NAMES,
    SURELY_NOT,
    URL,
)
from conversations.answers.wishes.wish import command
from conversations.answers.wishes.words import SAME

LONGEST = 60  # characters of a name
LONGEST_SAID = 200  # characters of a name and what is said around it
SHORTEST_ADDRESS, LONGEST_ADDRESS = 3, 200  # characters
UNKNOWN = "unknown"
_DIGIT = re.compile(r"\d")
_REDUPLICATED = re.compile(r"(?<=[A-Za-z])2(?!\w)")
_NO_SIGN = re.compile(r"[:()/=]")
_NOTHING = NOT_NAMES | ADDRESSED
_VOWELS = frozenset("aeiouyAEIOUY")
_SPOKEN_TO = frozenset(("pak", "bang", "bg", "mbak", "kak"))  # never amidst a name
_MENU = frozenset(("menu", "start"))
_HELP = frozenset(("bantuan", "tolong"))


def name(text: str) -> str:
    """Return the name in capitals, without lead-ins, forms of address and academic titles.

    Raise Invalid with has_digits, too_short (one letter), url, command or not_a_name.
    """
    raw = clean(text)
    if _letters(raw) == 1 and not _DIGIT.search(raw):
        raise Invalid("too_short")
    _refuse(raw)
    seen = without_signs(raw)
    if len(seen) > LONGEST_SAID or KIN.search(seen):
        raise Invalid("not_a_name")
    return _checked(bare(seen))


def _letters(text: str) -> int:
    return sum(map(str.isalpha, text))


def _checked(found: str) -> str:
    """Return the name in capitals if it can be one."""
    if _DIGIT.search(found) and _DIGIT.search(_REDUPLICATED.sub("", found)):
        raise Invalid("has_digits")
    letters = _letters(found)
    if letters == 1:
        raise Invalid("too_short")
    if not letters or len(found) > LONGEST or not _name_like(found):
        raise Invalid("not_a_name")
    return found.upper()


def _refuse(raw: str) -> None:
    """Raise Invalid for an address on the web and for a wish to the bot."""
    if ("." in raw or ":" in raw or "@" in raw) and URL.search(raw):
        raise Invalid("url")
    try:
        wish = command(raw)
    except Invalid as two:
        raise Invalid("command") from two
    said = words(raw)
    greets = wish == "greet" and _MENU.isdisjoint(said)
    if greets or (wish == "help" and not _calls_for_help(said)):
        raise Invalid("not_a_name")
    if wish is not None:
        raise Invalid("command")


def _calls_for_help(said: list[str]) -> bool:
    """Return whether it is the command itself; what else asks for help only asks back."""
    return len(said) <= 3 and not _HELP.isdisjoint(map(SAME.get, said))  # noqa: PLR2004


def _name_like(found: str) -> bool:
    """Return whether the words can be a name: no answer, question or laughter."""
    said = words(found)
    if _NO_SIGN.search(found) or len(found.split()) > 8:  # noqa: PLR2004
        return False
    if found.lower() == "ya'":
        return True
    if SURELY_NOT.search(found.lower()) or not IN_NO_NAME.isdisjoint(said):
        return False
    if not _SPOKEN_TO.isdisjoint(said[1:-1]):
        return False
    if len(set(found.lower())) == 1:
        return False
    if all(word in _NOTHING or squeezed(word) in _NOTHING for word in said):
        return False
    return not all(LAUGHTER.fullmatch(word) for word in said) and _vowel(found)


def _vowel(found: str) -> bool:
    """Return whether the letters can be spoken; other scripts are taken as they are."""
    return not found.isascii() or not _VOWELS.isdisjoint(found) or len(found) <= 3  # noqa: PLR2004


def place_name(text: str) -> str:
    """Return the place of birth in capitals, without "lahir di" and without the date.

    Raise Invalid as `name` does; not_a_name if no place is left.
    """
    raw = clean(text)
    _refuse(raw)
    seen = BIRTH_LEAD.sub("", without_signs(raw)[:LONGEST_SAID])
    place = bare(re.sub(r"[\s,]+(?:tgl|tanggal)?[\s,.]*\d.*$", "", seen))
    if re.search(r"\d", place):
        raise Invalid("has_digits")
    return _checked(place)


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
    line = re.sub(r"\s+", " ", raw).strip(" ,;")
    if len(line) < SHORTEST_ADDRESS or not LETTER.search(line):
        raise Invalid("too_short")
    if len(line) > LONGEST_ADDRESS:
        raise Invalid("too_long")
    return line


def _refuse_address(raw: str) -> None:
    try:
        _refuse(raw)
    except Invalid as no:
        raise Invalid("too_short" if no.reason == "not_a_name" else no.reason) from no
