"""Yes or no, as an answer to the question that was put; and the one word that is consent.

A person must never be held to a yes that was not one, so everything that hedges, asks back,
postpones, corrects or speaks of somebody else is unclear.
"""

import re
from collections.abc import Mapping

from conversations.answers.invalid import Invalid
from conversations.answers.language.lexicon import Lexicon, word_set
from conversations.answers.language.text import DIGIT_WORDS, clean, squeezed, words
from conversations.answers.yes_no.prompts import Prompt, asked_by, same
from conversations.answers.yes_no.words import (
    CHOICE,
    CONSENTING,
    CORRECTED,
    EVER,
    FILLER,
    GLUED_NO,
    PLAINER,
    SAME,
    SHARED,
    TO_NEGATIVE,
    TO_POSITIVE,
)

_CONSENT = Lexicon({"setuju": "setuju"})
_GOOD = re.compile("[👍✅👌✔☑💯🆗]")
_BAD = re.compile("[❌👎✖🚫🙅]")
_WORDS = frozenset(("word", "mau", "ada"))  # may repeat what the prompt asks
_ORDINAL = {"pertama": "1", "kesatu": "1", "kedua": "2", "kedue": "2", "ketiga": "3"}
_NO = frozenset(("tidak", "bukan", "belum", "jangan", "tidak_ada", "tidak_usah"))
_LACKS = re.compile(r"(?:(?:tidak )?ada|tidak_ada)(?: word)*$")  # of what was not asked about
_CLEARLY = frozenset(("ya", "ok", "betul", "setuju", "mau", "gpp", "tidak", "bukan", "belum"))
_SOFT = frozenset(("ya", "y", "yah"))
_DOUBT = frozenset(("hedge", "if", "later", "question", "odd", "but", "meant", "eh"))
_SPLIT_LETTERS = re.compile(r"^\W*[^\W\d](?:[ .-]+[^\W\d]){1,9}(?!\w)")


def yes_no(text: str, prompt: str = "", options: Mapping[str, str] | None = None) -> bool:
    """Return the answer to the prompt as phrased: to "Jadi bukan PNS. Betul?" "iya" is True.

    `options` maps what may be typed ("1") to its label ("Ya"). Raise Invalid("unclear").
    """
    seen = clean(text).replace("\n", " ")
    asked = asked_by(prompt)
    if options:
        chosen = _chosen(seen, options, asked)
        if chosen is not None:
            return chosen
    sign = _signs(text)
    answer = _answer(_SPLIT_LETTERS.sub(_together, seen), asked)
    if sign is not None and (answer is sign or FILLER.issuperset(words(seen))):
        return sign
    if answer is None or sign is not None:
        raise Invalid("unclear")
    return answer


_OF_YES = frozenset(("ya", "ok", "betul", "setuju", "sudah", "me"))
_OF_NO = _OF_YES | {"tidak", "bukan", "belum", "salah", "kurang", "batal"}
_NUMBERED = word_set("ini ni ITU tok")
_HOURS = word_set(
    "PAGI HALO SALAM selamat permisi"
)  # "sudah malam" says nothing of what was asked


def plainly(text: str, about: frozenset[str] = frozenset()) -> bool:
    """Return yes or no only if it is said in words that say nothing else.

    `about` are words that may be repeated of what was asked. Raise Invalid("unclear").
    """
    answer = yes_no(text)
    said = [word for word in words(clean(text)) if word not in about]
    marks = {_mark(word)[0] for word in said}
    numbered = "no" in said and not _NUMBERED.isdisjoint(said)  # "no ini": this number
    unsaid = numbered or (not said and _signs(text) is None)
    if unsaid or not marks <= {"filler", *(_OF_YES if answer else _OF_NO)} or _HOURS & set(said):
        raise Invalid("unclear")
    return answer


_ALSO_WILLING = frozenset(("setuju", "ok"))
_OK = word_set("OK")


def surely(text: str) -> bool:
    """Return yes or no as `plainly` does, of words that are said of facts alone.

    "Setuju" and "ayo" say that somebody is willing: asked whether somebody refuses, they are no
    yes. Raise Invalid("unclear").
    """
    answer = plainly(text)
    if any(_mark(word)[0] in _ALSO_WILLING and word not in _OK for word in words(clean(text))):
        raise Invalid("unclear")
    return answer


def _together(found: re.Match[str]) -> str:
    """Return "tidak" for "t i d a k"."""
    return "".join(filter(str.isalpha, found[0]))


def _signs(text: str) -> bool | None:
    if text.isascii():
        return None
    good, bad = bool(_GOOD.search(text)), bool(_BAD.search(text))
    return good if good != bad else None


def _chosen(seen: str, options: Mapping[str, str], asked: Prompt) -> bool | None:
    """Return what the option typed means, or None if none is, or its words contradict it."""
    keys = {key.lower(): label for key, label in options.items()}
    said = [_ORDINAL.get(word, DIGIT_WORDS.get(word, word)) for word in words(seen)]
    left = [word for word in said if word in keys or word not in (CHOICE | FILLER)]
    picked = {word for word in left if word in keys}
    if len(picked) > 1:
        picked -= CHOICE
    if len(picked) != 1:
        return None
    meaning = _answer(keys[picked.pop()], asked)
    rest = [word for word in left if word not in keys]
    return meaning if not rest or _answer(" ".join(rest), asked) is meaning else None


def _answer(seen: str, asked: Prompt) -> bool | None:
    """Return the answer the words give, or None if they are unclear."""
    seen = seen.lower()
    for pattern, plain in PLAINER:
        seen = pattern.sub(plain, seen)
    said = words(seen)
    if not said or "?" in seen or "🤔" in seen:
        return None
    if any(len(word) == 1 and word.isdigit() for word in said):
        return None
    pairs = _now([_mark(part) for word in said for part in _unglued(word)])
    pairs = [pair for pair in pairs if pair[0] != "filler"]
    if len(pairs) > 1 and squeezed(pairs[-1][1]) in _SOFT:
        pairs.pop()  # "tidak ya" is a soft no, "hujan ya" is no yes
    line = " ".join([_told(mark, word, asked) for mark, word in pairs])
    line = line.removeprefix("eh ").removesuffix(" eh")
    corrected = CORRECTED.fullmatch(line)
    if corrected:
        answer = _judged(corrected[2], asked)
        if answer is not None or corrected[1] == "eh":
            return answer
    return _judged(line, asked)


def _unglued(word: str) -> tuple[str, ...]:
    """Return "gak" and "mau" for "gakmau"."""
    glued = GLUED_NO.fullmatch(word) if len(word) > 4 and SAME.exactly(word) is None else None  # noqa: PLR2004
    return glued.groups() if glued else (word,)


def _mark(word: str) -> tuple[str, str]:
    """Return what a word does in an answer, and the word."""
    mark = SAME.exactly(word)
    if mark is None and (word in FILLER or squeezed(word) in FILLER):
        mark = "filler"
    return mark or SAME.get(word) or "word", word


def _now(marks: list[tuple[str, str]]) -> list[tuple[str, str]]:
    """Return what is said of now if it is set against what was."""
    kinds = [mark for mark, _ in marks]
    if "now" not in kinds:
        return marks
    if "past" in kinds:
        past, now = kinds.index("past"), kinds.index("now")
        marks = marks[now:] if past < now else marks[:past]
    return [pair for pair in marks if pair[0] != "now"]


def _told(mark: str, word: str, asked: Prompt) -> str:
    """Return the mark of a word in an answer to this prompt."""
    if word in asked.partly:
        return "partly"
    if mark in _WORDS and same(word, asked.about):
        return "predicate"
    if mark == "mau" and asked.fact:
        return "word"
    if mark == "sudah" and word in EVER and not asked.ever:
        return "ever"
    if mark == "change":
        return "salah" if asked.right else "word"
    if mark == "idle":
        return "jangan" if asked.works else "word"
    if mark == "jadi":
        return "ok" if asked.goes_on else mark
    return mark


def _judged(line: str, asked: Prompt) -> bool | None:
    """Return the answer a line of marks gives, or None."""
    first = line.partition(" ")[0]
    if not asked.fact and _LACKS.match(line):
        return None
    vague = first == "word" and _CLEARLY.isdisjoint(line.split())
    for pattern, plain in (*SHARED, *(TO_NEGATIVE if asked.negative else TO_POSITIVE)):
        line = pattern.sub(plain, line)
    marks = line.split()
    if not _DOUBT.isdisjoint(marks) or ("past" in marks and not asked.ever):
        return None
    if "other" in marks:
        own = asked.own and first not in ("ya", "ok", "betul")
        return False if own or (marks[0] == "no" and "yes" not in marks) else None
    no = "no" in marks
    repeated = "predicate" in marks and ("word" not in marks or asked.works)
    yes = "yes" in marks or (repeated and not no and not asked.negative)
    if yes and (vague or "partly" in marks or "only" in marks):
        return None
    return yes if yes != no else None


def consents(text: str) -> bool:
    """Return True only for an unambiguous SETUJU, never for "ya" or "ok"."""
    seen = clean(text)
    said = [word for word in words(seen) if word not in FILLER and SAME.exactly(word) != "me"]
    marks = {SAME.get(word) or ("extra" if word in CONSENTING else "word") for word in said}
    spelled = any(_CONSENT.get(word) for word in said)
    return (
        spelled
        and "?" not in seen
        and _signs(text) is not False
        and marks <= {"setuju", "ya", "ok", "mau", "betul", "extra"}
    )
