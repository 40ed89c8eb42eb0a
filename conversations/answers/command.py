"""What a person wants of the bot, whatever is being asked: cancel, stop, back, help and so on.

It runs before every answer, so it is careful: outside a few unmistakable phrases a message is a
command only if *all* its words belong to the command. Names, villages and jobs are None.
"""

import re
from functools import lru_cache

from conversations.answers.text import clean, words
from conversations.answers.wishes import FILLER, NEVER, SAME
from conversations.answers.wishes_bare import WHOLE
from conversations.answers.wishes_within import SOMEWHERE
from conversations.invalid import Invalid

INTENTS = (
    "cancel", "stop", "back", "restart", "help", "greet", "status", "register", "edit", "language",
    "queue", "human",
)  # fmt: skip
LONGEST = 30  # words; what is longer is a story

_NEGATED = re.compile(
    r"\b(?:jangan|tidak|bukan|belum) (?:\w+ )?(?:di )?(?:batal|stop|kembali|ulang|keluar|ubah"
    r"|restart|hapus)\b"
)
_JOINTS = re.compile(
    r"\b(?:dan|atau|ato|atw|terus|trus|abis itu|lalu|sama)\b|[,;.!?\n/&+]+(?=\s|$)"
)


_LITERALS = frozenset(
    literal
    for _, pattern in (*WHOLE, *SOMEWHERE)
    for literal in re.findall(r"[^\W\d_]+", re.sub(r"\\[a-zA-Z]", " ", pattern.pattern))
)


def command(text: str) -> str | None:
    """Return the wish (one of INTENTS) or None if the text is none.

    "edit" is the wish to correct an earlier answer, "back" the question before, "human" to speak
    with somebody. Raise Invalid("candidates", intents) if the text can mean two wishes.
    """
    plain = clean(text).lower().lstrip("/ ")
    if plain.count(" ") > LONGEST:
        return None
    found: list[str] = []
    parts = _JOINTS.split(plain)
    if len(parts) > 1 and not _NEGATED.search(_plain(plain)):
        found = [wish for part in parts for wish in _wishes(part)]
    wishes = list(dict.fromkeys(found or _wishes(plain)))
    for weak in ("greet", "help"):
        if len(wishes) > 1 and weak in wishes:
            wishes.remove(weak)
    if len(wishes) > 1:
        raise Invalid("candidates", tuple(wishes))
    return wishes[0] if wishes else None


def _wishes(part: str) -> list[str]:
    """Return the wishes of one clause: none, one, or several if it is ambiguous."""
    every = _plain(part)
    said = every.split()
    if not any(_begins_a_wish(word) for word in said) or _NEGATED.search(every):
        return []
    bare = " ".join(word for word in said if word not in FILLER) or every
    for intent, pattern in WHOLE:
        if pattern.fullmatch(bare) or pattern.fullmatch(every):
            return intent.removeprefix("candidates:").split(":")
    for intent, pattern in SOMEWHERE:
        if pattern.search(bare) or pattern.search(every):
            return [intent]
    return []


def _plain(part: str) -> str:
    return " ".join(word if word[0].isdigit() else _same(word) for word in words(part))


@lru_cache(4096)
def _same(word: str) -> str:
    """Return the word a wish is written with, one slip forgiven; numbers never come here."""
    if len(word) < 5 or word in NEVER:  # noqa: PLR2004 - too short to tell a slip from a name
        return SAME.exactly(word) or word
    return SAME.get(word) or word


def _begins_a_wish(word: str) -> bool:
    """Whether any pattern could fit where this word is: most answers are told apart by this."""
    return any(word[:length] in _LITERALS for length in range(1, len(word) + 1))
