"""The polite frame around an answer: "oke pak, … terima kasih". It is no part of it."""

import re
from functools import lru_cache

from conversations.answers.language.lexicon import word_set
from conversations.answers.language.patterns import compiled
from conversations.answers.language.text import words

FRAME = word_set(
    """
    PAK BUK bapak ibu SAYA KAMI DONG SAJA YA OK sip siap baik baiklah MAAF EH ITU YANG ini nih sih
    kok kan nya MAKASIH banyak HALO SALAM PAGI selamat permisi mohon dengan JUGA lo loh ah oh admin
    kakak bapakibu banget sekali betul
    """
)
_ADDRESSED = r"(?:pak|bapak|bu|ibu|buk|bang|bg|mas|mbak|kak|kakak|dek|min|admin|om|bos)"
_LEAD = compiled(
    rf"(?:(?:(?:OK|okey|sip|siap|baik|baiklah|iya|MAAF|permisi|HALO|assalamualaikum|dengan|adalah"
    rf"|begini|jadi|selamat PAGI|ya(?!'))\b(?: {_ADDRESSED}\b)?"
    rf"|{_ADDRESSED}(?=[,.!:-]))[\s,.!:;-]*)+(?=\w)",
    re.IGNORECASE,
)
_TAIL = compiled(
    rf"[\s,.;!-]+(?:(?:MAKASIH|terima ?kasih|thank(?:s| you))"
    rf"(?: banyak)?[\s,.!]*{_ADDRESSED}?|(?<=,.){_ADDRESSED})[\s.!,]*$",
    re.IGNORECASE,
)


@lru_cache(1)  # a turn asks several readers about the same words
def unframed(text: str) -> str:
    """Return the text without what is only polite before and behind it."""
    bare = _LEAD.sub("", text.strip(), count=1) if _LEAD.match(text.strip()) else text.strip()
    while (shorter := _TAIL.sub("", bare)) != bare and shorter:
        bare = shorter
    return bare


def beside(text: str, *known: frozenset[str]) -> list[str]:
    """Return the words of a text that neither belong to the frame nor are known."""
    return [word for word in words(text) if not any(word in each for each in (FRAME, *known))]
