"""What a person wants of the bot, whatever is being asked: cancel, stop, back, help and so on.

It runs before every answer, so it is careful: outside a few unmistakable phrases a message is a
command only if *all* its words belong to the command. Names, villages and jobs are None.
"""

import re
from functools import lru_cache
from itertools import dropwhile

from conversations.answers.invalid import Invalid
from conversations.answers.language.lexicon import word_set
from conversations.answers.language.patterns import compiled
from conversations.answers.language.text import clean, squeezed, words
from conversations.answers.questions.question import programme_question
from conversations.answers.wishes.somewhere import SOMEWHERE
from conversations.answers.wishes.whole import WHOLE
from conversations.answers.wishes.words import (
    BONES,
    FILLER,
    IDLE,
    NEVER,
    SALUTED,
    SAME,
    SWAPPED,
)

INTENTS = (
    "cancel", "stop", "back", "restart", "help", "greet", "status", "register", "edit", "language",
    "queue", "human", "my_data", "delete_my_data", "withdraw_consent",
)  # fmt: skip
LONGEST = 30  # words; what is longer is a story

_NEGATED = re.compile(
    r"\b(?:jangan|tidak|bukan|belum) (?:\w+ )?(?:di )?(?:batal|stop|kembali|ulang|keluar|ubah"
    r"|restart|hapus)\b"
)
_JOINTS = re.compile(
    r"\b(?:dan|atau|ato|atw|terus|trus|abis itu|lalu"
    r"|sama(?! (?:orang|petugas|admin|manusia|operator|cs|pak|bu)))\b|[,;.!?\n/&+]+(?=\s|$)"
)
_SPACED = re.compile(r"(?:[a-z] ){2,}[a-z]")
_SLIP = re.compile(r"\beh+\b,?(?: salah\b)?")
_HOW = re.compile(r"\b(?:ma)?c[ae]m(?:2| macam)? man[ae]\b")
_BEFORE = compiled(r"\b(?:lalu|kemar[ei]n|kmr[ei]?n|SUDAH|dah|lama)\b")
_CAN = compiled(r"(\b(?:BISA|BOLEH|dapat)\b.*) (?:tidak|ke)$")
_IF = compiled(r"^(?:KALAU|apa bila|setelah|sesudah|habis)\b.*\bkah\b")  # a question
_CHANGING = frozenset({"edit", "back", "restart", "cancel"})
_ADDRESSED = word_set("PAK")
_HELLO = frozenset(("halo", "assalamualaikum", "selamat", "pagi", "permisi", "p"))
_VOWELS = re.compile("[aeiou]")
_SHORTEST_ROOT = 3
_ENDINGS = ("lah", "kah", "nya", "pun", "kan", "ku", "in")

_ENTRIES = re.findall(
    r"(?<![a-z])([a-z]+)(\\w\*)?",
    " ".join(pattern.pattern.replace(r"\b", " ") for _, pattern in (*WHOLE, *SOMEWHERE)),
)
_TELLING = frozenset(word for word, more in _ENTRIES if not more) - IDLE
_TELLING_STARTS = tuple({word for word, more in _ENTRIES if more})


@lru_cache(1)  # asked first of all, and again by whoever reads a name or a place
def command(text: str) -> str | None:
    """Return the wish (one of INTENTS) or None if the text is none.

    "edit" is the wish to correct an earlier answer, "back" the question before, "human" to speak
    with somebody. Raise Invalid("candidates", intents) if the text can mean two wishes.
    """
    plain = _normal(text)
    if plain.count(" ") > LONGEST:
        return None
    said = frozenset(plain.split())
    if said and said <= _ADDRESSED:
        return "greet"
    wishes = _stronger(_corrected(plain), plain)
    if len(wishes) > 1:
        raise Invalid("candidates", tuple(wishes))
    if wishes:
        return "help" if _IF.search(plain) and wishes[0] in _CHANGING else wishes[0]
    if said == {"kah"}:
        return "help"
    asks = programme_question(text) is not None and not _NEGATED.search(_plain(plain))
    return "help" if asks else None


def _normal(text: str) -> str:
    """Return the text in lower case with its question marks as "kah"."""
    plain = clean(text).replace("\N{WAVING HAND SIGN}", " halo ").lower().lstrip("/ ")
    plain = plain.replace("?", " kah ")
    if plain.endswith(" ke"):
        plain = plain.removesuffix("ke") + "kah"
    if " man" in plain:
        plain = _HOW.sub("gimana", plain)
    return plain.replace(" ", "") if _SPACED.fullmatch(plain) else plain


def _stronger(wishes: list[str], plain: str) -> list[str]:
    """Return the wishes without those that only lead to another."""
    for weak in ("greet", "help"):
        if len(wishes) > 1 and weak in wishes:
            wishes.remove(weak)
    if {"register", "status"} <= set(wishes) and _BEFORE.search(plain):
        wishes.remove("register")
    return wishes


def _corrected(plain: str) -> list[str]:
    """Return the different wishes; of "batal, eh ulang" only the last."""
    if "'" not in plain and not any(map(_tells, _plain(plain).split())):
        return []  # most answers: that they tell none is seen at once
    *before, last = _SLIP.split(plain)
    return (_different(last) if any(map(str.strip, before)) else []) or _different(plain)


def _different(plain: str) -> list[str]:
    """Return the wishes of the clauses, or of the whole if none of them tells one."""
    every = _plain(plain)
    parts = list(map(_plain, _JOINTS.split(plain)))
    found: dict[str, None] = {}
    if len(parts) > 1 and not _NEGATED.search(every):
        wishes = list(map(_wishes, parts))
        found = dict.fromkeys(wish for some in wishes for wish in some)
        if list(found) == ["greet"] and any(map(_says_more, parts, wishes)):
            found = {}
    return list(found or dict.fromkeys(_wishes(every)))


def _says_more(part: str, wishes: list[str]) -> bool:
    """Return whether a clause beside a greeting is an answer: "P. Lemukutan", "pagi, noreh"."""
    return not wishes and not FILLER.issuperset(part.split())


def _wishes(every: str) -> list[str]:
    """Return the wishes of one clause: none, one, or several if it is ambiguous."""
    said = every.split()
    if not any(map(_tells, said)) or _NEGATED.search(every):
        return []
    asked = _CAN.sub(r"\1", every)
    bare = " ".join(word for word in asked.split() if word not in FILLER) or every
    for intent, pattern in WHOLE:
        if pattern.fullmatch(bare) or pattern.fullmatch(every):
            return intent.removeprefix("candidates:").split(":")
    for intent, pattern in SOMEWHERE:
        if pattern.search(every) or pattern.search(bare):
            return [intent]
    after = list(dropwhile(lambda word: word in _HELLO or word in FILLER, said))
    greeted = not _HELLO.isdisjoint(said[: len(said) - len(after)])
    return _wishes(" ".join(after)) if greeted else []


def _plain(part: str) -> str:
    return " ".join(word if word[0].isdigit() else _same(word) for word in words(part))


@lru_cache(4096)
def _tells(word: str) -> bool:
    """Return whether a wish may be told by this word: most answers have none."""
    return word in _TELLING or word.startswith(_TELLING_STARTS)


@lru_cache(4096)
def _same(word: str) -> str:
    """Return the word a wish is written with, one slip forgiven; numbers never come here."""
    known = SAME.exactly(word)
    if known is not None or word in NEVER:
        return known or word
    for ending in _ENDINGS:
        root = word.removesuffix(ending)
        if _SHORTEST_ROOT <= len(root) < len(word) and (known := SAME.exactly(root)):
            return f"{known} kah" if ending == "kah" else known
    bones = _VOWELS.sub("", word)
    known = SALUTED.get(squeezed(bones)) or (BONES.get(word) if bones == word else None)
    if known is not None or word in SWAPPED:
        return known or SWAPPED[word]
    return SAME.get(word) or word
