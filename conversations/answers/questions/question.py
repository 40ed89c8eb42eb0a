"""What people ask about the programme itself, in the midst of answering something else.

It runs on answers too, so it is careful: a topic needs words of its own (`questions_asked`) and a
sign that something is asked. Most answers have no such sign, and that is seen at once.
"""

from functools import lru_cache
from itertools import pairwise

from conversations.answers.language.text import clean, words
from conversations.answers.questions.small_words import ADDRESSED, FILLER, JOINED, YES
from conversations.answers.questions.ways import THEMSELVES, TOPICS, VOCABULARY, WAYS
from conversations.answers.questions.words import MEANING, NEVER, SHORT
from conversations.answers.wishes.words import SAME

__all__ = ["TOPICS", "programme_question"]

LONGEST = 30  # words; what is longer is a story
_SURELY = frozenset((
    "apa", "kenapa", "untukapa", "gimana", "mana", "kapan", "siapa", "berapa", "ngapain", "kah",
    "arti", "mengerti", "jelas", "tanya", "cara", "syarat",
))  # fmt: skip
_AT_THE_END = frozenset(("tidak", "bukan", "belum", "ya", "yah", "ye", "ke", "kan"))
_MODAL = frozenset(("ada", "bisa", "boleh", "dapat", "masih", "perlu"))


@lru_cache(1)  # asked twice of the same words: by `command`, and for the topic
def programme_question(text: str) -> str | None:
    """Return the topic asked about, one of TOPICS, or None if nothing of the kind is asked."""
    plain = clean(text)
    if plain.count(" ") > LONGEST:
        return None
    said = [meaning for word in words(plain) for meaning in _meanings(word)]
    surely = "?" in plain or not _SURELY.isdisjoint(said)
    asks = surely or _asks_by_its_end(said)
    if not asks and THEMSELVES.isdisjoint(said):
        return None
    evidence = _evidence(said, surely=surely)
    return _topic(evidence) if asks or "itself" in evidence else None


def _topic(evidence: frozenset[str]) -> str | None:
    for present, absent, topic in WAYS:
        if present <= evidence and absent.isdisjoint(evidence):
            return topic
    return None


@lru_cache(4096)
def _meanings(word: str) -> tuple[str, ...]:
    """Return the word's meaning, and "kah" if it ends so: "gratiskah" asks."""
    known = MEANING.exactly(word) or SAME.exactly(word)
    if known is not None:
        return (known,)
    for ending in ("kah", "nya", "nye", "ny", "lah"):
        known = MEANING.exactly(word.removesuffix(ending)) if word.endswith(ending) else None
        if known is not None:
            return (known, "kah") if ending == "kah" else (known,)
    if len(word) < SHORT or word in NEVER:
        return (word,)
    return (MEANING.get(word) or word,)


def _asks_by_its_end(said: list[str]) -> bool:
    """Whether it asks without a question mark: "…, no", "…, yes", "… or …", "can it, or not"."""
    end = len(said)
    while end and said[end - 1] in ADDRESSED:
        end -= 1
    if end > 1 and said[end - 1] in _AT_THE_END and said[0] not in YES:
        return True
    for at, word in enumerate(said):
        if word in _MODAL and "tidak" in said[at + 1 : at + 4]:
            return True
    return "atau" in said or ("tidak", "kalau") in pairwise(said)


def _evidence(said: list[str], *, surely: bool) -> frozenset[str]:
    """Return the words that count, the pairs of neighbours, and the signs of `questions_asked`."""
    joined: list[str] = []
    for word in said:
        pair = JOINED.get((joined[-1], word)) if joined else None
        if pair:
            joined[-1] = pair
        else:
            joined.append(word)
    told = [word for word in joined if word not in FILLER]
    signs = {"kah"} & set(joined) | ({"?"} if surely else set())
    if len(set(told) - _SURELY) <= 1:
        signs.add("alone")
    if any(word not in VOCABULARY and word not in _SURELY for word in told):
        signs.add("others")
    elif told and told[0] in THEMSELVES and "tidak" not in told:
        signs.add("itself")
    pairs = map("_".join, pairwise(told))
    return frozenset((*told, *pairs, *signs))
