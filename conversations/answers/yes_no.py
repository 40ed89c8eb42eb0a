"""Yes or no, as an answer to the question that was put; and the one word that is consent.

A person must never be held to a yes that was not one, so everything that hedges, asks back,
postpones, corrects or speaks of somebody else is unclear.
"""

import re
from collections.abc import Mapping

from conversations.answers.lexicon import Lexicon, word_set
from conversations.answers.text import DIGIT_WORDS, clean, squeezed, words
from conversations.answers.yes_no_words import CHOICE, CONSENTING, FILLER, SAME
from conversations.invalid import Invalid

_CONSENT = Lexicon({"setuju": "setuju"})
_GOOD = "👍✅👌✔☑💯🆗"
_BAD = "❌👎✖🚫🙅"
_WORDS = frozenset(("word", "mau", "ada"))  # may repeat what the prompt asks
_ORDINAL = {"pertama": "1", "kesatu": "1", "kedua": "2", "kedue": "2", "ketiga": "3"}
_COMMON = word_set(
    "apakah bapak ibu jadi bukan tidak belum betul benar sudah pernah atau"
)  # in prompts
_NEGATIVE_PROMPT = re.compile(r"\b(?:bukan|tidak|belum)\b(?! ?\?)")
_NO = frozenset(("tidak", "bukan", "belum", "jangan", "tidak_ada", "tidak_usah"))
_DOUBT = frozenset(("hedge", "if", "later", "question", "odd"))
_STEM = re.compile(r"^(?:ter|ber|be(?=k)|men|me|di)?(?=\w{4})|(?:kan|nya)$")
_SPLIT_LETTERS = re.compile(r"^(?:\w[ .]+){1,9}\w\W*$")


def yes_no(text: str, prompt: str = "", options: Mapping[str, str] | None = None) -> bool:
    """Return the answer to the prompt as phrased: to "Jadi bukan PNS. Betul?" "iya" is True.

    `options` maps what may be typed ("1") to its label ("Ya"). Raise Invalid("unclear").
    """
    seen = clean(text)
    if options:
        label = _chosen(seen, options)
        if label is not None:
            return yes_no(label, prompt)
    sign = _signs(text)
    if _SPLIT_LETTERS.match(seen):
        seen = re.sub(r"[ .]", "", seen)
    answer = _answer(seen, prompt)
    if sign is not None and answer in (None, sign) and not (answer is None and words(seen)):
        return sign
    if answer is None or sign is not None:
        raise Invalid("unclear")
    return answer


def _signs(text: str) -> bool | None:
    good, bad = (any(sign in text for sign in signs) for signs in (_GOOD, _BAD))
    return good if good != bad else None


def _chosen(seen: str, options: Mapping[str, str]) -> str | None:
    """Return the label of the option typed, or None if none is."""
    keys = {key.lower(): label for key, label in options.items()}
    said = [_ORDINAL.get(word, DIGIT_WORDS.get(word, word)) for word in words(seen)]
    left = [word for word in said if word not in CHOICE or word in keys] or said
    if len(left) > 1:
        left = [word for word in left if word not in CHOICE]
    if len(set(left)) != 1:
        return None
    return keys.get(left[0])


def _answer(seen: str, prompt: str) -> bool | None:
    """Return the answer the words give, or None if they are unclear."""
    said = words(seen)
    if not said or "?" in seen or any(word.isdigit() for word in said):
        return None
    marked = _now([_mark(word) for word in said])
    negative = bool(_NEGATIVE_PROMPT.search(prompt.lower()))
    about = _predicate(prompt)
    marks = [
        "predicate" if mark in _WORDS and _same(word, about) else mark
        for mark, word in marked
        if mark != "filler"
    ]
    if "kerja" in prompt:
        marks = ["jangan" if mark == "idle" else mark for mark in marks]
    if len(marks) > 1 and marks[0] in _NO and marks[-1] == "ya":
        marks.pop()  # "tidak ya" is a soft no
    return _judged(marks, prompt.lower(), negative=negative)


def _mark(word: str) -> tuple[str, str]:
    """Return what a word does in an answer, and the word."""
    mark = SAME.exactly(word)
    if mark is None and (word in FILLER or squeezed(word) in FILLER):
        mark = "filler"
    return mark or SAME.get(word) or "word", word


def _now(marks: list[tuple[str, str]]) -> list[tuple[str, str]]:
    """Return what is said of now if it is set against what was."""
    kinds = [mark for mark, _ in marks]
    if "past" in kinds and "now" in kinds:
        past, now = kinds.index("past"), kinds.index("now")
        marks = marks[now:] if past < now else marks[:past]
    return [("filler", w) if m == "now" else (m, w) for m, w in marks]


def _predicate(prompt: str) -> frozenset[str]:
    """Return the stems of the words that say what the prompt asks."""
    return frozenset(_stem(w) for w in words(prompt) if w not in _COMMON and len(w) > 2)  # noqa: PLR2004


def _stem(word: str) -> str:
    return _STEM.sub("", word)


def _same(word: str, about: frozenset[str]) -> bool:
    return _stem(word) in about or _stem(squeezed(word)) in about


_NEG = r"(?:tidak|bukan|belum|jangan|tidak_ada)"
_SHARED = (
    (rf"\b(?:{_NEG}|kurang) (?:{_NEG} )?hedge\b", "hedge"),
    (rf"\b(?:{_NEG}|kurang) apa(?: apa)?\b|\bgpp\b", "yes"),
    (rf"\b{_NEG} (?:ada )?(?:\w+ )?(?:salah|buruk|batal)\b", "yes"),
    (r"\bapa\b", "question"),
)
_TO_POSITIVE = (
    (
        rf"\b(?:{_NEG}|kurang) (?:word )?(?:(?:ya|ok|betul|setuju|mau|sudah|ada|predicate)\b ?)+",
        "no ",
    ),
    (r"\bsudah (?:tidak|bukan|batal)(?: (?:predicate|ada))?\b", "no"),
    (r"\b(?:tidak_usah|tidak word|batal|ada salah|salah|buruk)\b", "no"),
    (r"\b(?:tidak|bukan|belum|tidak_ada|jangan)\b", "no"),
    (r"\bkurang\b", "hedge"),
    (r"\b(?:ya|ok|betul|setuju|mau|sudah|ada)\b", "yes"),
)
_TO_NEGATIVE = (
    (rf"\b{_NEG} (?:(?:mau|sudah|ada|predicate)\b ?)+", "yes "),
    (rf"\b(?:{_NEG}|kurang) (?:(?:ya|ok|betul|setuju)\b ?)+", "no "),
    (r"\b(?:tidak_usah|batal|salah|buruk)\b", "no"),
    (r"\b(?:predicate|sudah|ada)\b", "no"),
    (rf"\b{_NEG}\b", "bare"),
    (r"\b(?:ya|ok|betul|setuju|mau)\b", "yes"),
)


def _judged(marks: list[str], prompt: str, *, negative: bool) -> bool | None:
    """Return the answer a line of marks gives, or None."""
    line = " ".join(marks)
    sure = marks[:1] in (["ya"], ["ok"], ["betul"])
    for pattern, mark in (*_SHARED, *(_TO_NEGATIVE if negative else _TO_POSITIVE)):
        line = re.sub(pattern, mark, line)
    marks = line.split()
    if not _DOUBT.isdisjoint(marks) or "but" in marks:
        return None
    if "other" in marks:
        own = "sendiri" in prompt and not sure
        return False if own or (marks[0] == "no" and "yes" not in marks) else None
    no = "no" in marks
    yes = "yes" in marks or ("predicate" in marks and not no and not negative)
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
