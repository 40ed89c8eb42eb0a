"""The job: from what people call their work to one of the programme's codes."""

import re
from functools import lru_cache

from conversations.answers.invalid import Invalid
from conversations.answers.language.everyday import everyday
from conversations.answers.language.frame import FRAME
from conversations.answers.language.lexicon import word_set
from conversations.answers.language.patterns import compiled
from conversations.answers.language.text import clean, words
from conversations.answers.occupation.by_hand import BY_HAND
from conversations.answers.occupation.in_service import IN_SERVICE, WITHOUT_TRADE
from conversations.answers.occupation.words import JOBS, ORDINARY

CODES = (
    "rubber", "oil_palm", "farmer", "farm_labour", "livestock", "fisher", "fish_farmer", "miner",
    "forest", "construction", "workshop", "motorcycle_transport", "driver", "boat_operator",
    "porter", "trader", "food_maker", "domestic", "crafts", "personal_care", "religious",
    "health_helper", "teacher", "cleaning_security", "odd_jobs", "not_working",
    "formal_employee", "other",
)  # fmt: skip

_CRAFT = re.compile(r"\b(?:tkg|tkng|tkang|tukng|tukag|tuang|tukamg|tuknag)\b(?= \w)")
_SELLING = re.compile(r"\b(?:jua|jul|jaul)\b (?=\w)")
_KIN_FIRST = word_set("SUAMI anak bapak mamak ayah ibu ADIK kakek nenek mertua cucu")
_SMALL = frozenset(("no", "past", "now", "kin", "me", "any", "own", "home", "school", "helper"))
_PLACES = frozenset(
    ("shop", "religious", "health_helper", "teacher", "night", "vague", "odd_jobs")
)
_WORKS = frozenset((
    "sell", "make", "catch", "raise", "labour", "plant", "garden", "guard", "trader", "vague",
    "helper", "own",
))  # fmt: skip
# Everyday words that stand beside a job.
AROUND_JOBS = word_set(
    """
    di ke DARI UNTUK DENGAN KERJA kerjanya ORANG sendiri milik kebun kampung kecil kecilan SAJA
    CUMA JUGA biasa tiap hari setiap pagi siang sore malam harian sehari kadang sambil ikut bantu
    rumah jalan pasar sungai laut hutan kota sini upah gaji bos toke punya sebagai jadi lagi masih
    SEKARANG dulu ini ITU pekerjaan pekerjaannya sehariannya hari2 mingguan musim panen
    sekolah kantor depan samping belakang simpang pangkalan serta atau dan TAPI tetap macam
    """
)

_PREFIXES = (
    ("penge", ""), ("menge", ""), ("nge", ""), ("peng", ""), ("meng", ""), ("ng", ""), ("ng", "k"),
    ("peny", "s"), ("meny", "s"), ("ny", "s"), ("pem", ""), ("mem", ""), ("pem", "p"),
    ("mem", "p"), ("m", "p"), ("pen", ""), ("men", ""), ("pen", "t"), ("men", "t"), ("n", "t"),
    ("n", ""), ("pe", ""), ("me", ""),
)  # fmt: skip
LONGEST = 300  # characters read; what is longer is a story
_AND = (
    r"\b(?:dan|sambil|smbl|sama|JUGA|plus|serta|kadang\w*|kdg|kalau malam|pagi|siang|sore"
    r"|malamnya|sorenya|paginya|sampingan\w*|kemudian|lalu|terus|selain|nyambi|"
    r"kadang-kadang|TAPI|sekalian|merangkap|atau{})\b|[,;+&/\n.]+(?=\s|\w|$)"
)
_JOINTS = compiled(_AND.format(""))
_DAY = re.compile(r"\b(?:pagi|siang|sore)\b")
_JOINTS_OF_DAY = compiled(_AND.format("|malam"))  # else it belongs to "jaga malam"
_NOW_AND_THEN = compiled(r"\bkadang (?:ada )?ker\w+,? kadang TIDAK\b")
_SPEAKER = compiled(r"(\b(?:SUAMI|anak|bapak|mamak) \w+) (SAYA \w)")
_SLIP = re.compile(r"(?<=\w)\W+eh+\W+(?:salah |maaf |maksud\w* )*(?=\w)")
_P3K = re.compile(r"\bp3k\b")
_NOW_OR_THEN = compiled(r"\b(?=(?:SEKARANG|dulu(?:nya)?)\b)")
_NOW_ONLY = compiled(r"\bSEKARANG\b")
_PAST = compiled(
    r"\b(?:dulu(?:nya)?|dolok|dulok|tadinya|awalnya|sebelumnya|pensiunan?|mantan|eks|bekas"
    r"|pernah|tidak lagi|SUDAH TIDAK|berhenti)\b"
)
_KIN = compiled(
    r"\b(?:SUAMI|anak|bapak|mamak|ayah)(?: SAYA| ku)\b"
    r"|^(?:SUAMI|anak|mamak|ayah) (?!buah|sekolah|saya)\w"
)
_NOT = compiled(r"\bBUKAN\b")
_STRONG_FIRST = (
    "formal_employee", "trader", "religious", "health_helper", "teacher", "motorcycle_transport",
    "driver", "boat_operator", "workshop", "crafts", "personal_care", "domestic", "oil_palm",
    "rubber", "fish_farmer", "livestock", "construction", "fisher", "forest", "miner",
    "food_maker", "porter", "farm_labour", "farmer", "cleaning_security", "odd_jobs", "other",
    "shop",
)  # fmt: skip
_STRONG = frozenset(_STRONG_FIRST)
_ROOTED = _STRONG - {"odd_jobs", "religious", "other", "shop", "personal_care"}
_CROPS = ("oil_palm", "rubber", "farmer")
_OUTSELLS_SELLING = frozenset((
    "porter", "driver", "motorcycle_transport", "cleaning_security", "formal_employee",
    "personal_care", "guard",
))  # fmt: skip
_YIELDS_TO_CROP = frozenset((
    "porter", "cleaning_security", "forest", "farm_labour", "construction", "crafts",
))  # fmt: skip
_COOKED = frozenset(("food_maker", "trader", "farmer", "fisher"))  # things one makes food of


def occupation(text: str) -> str:
    """Return the code of the job, one of CODES.

    The crop decides before the status, selling before the goods. Raise Invalid with two_jobs
    (candidates: their codes) or vague (candidates: what it may be, perhaps none).
    """
    plain = _SLIP.split(re.sub(r"(?<=[a-z])2\b", "", clean(text)[:LONGEST].lower()))[-1]
    plain = _mended(_P3K.sub("pppk", plain).replace("budi daya", "budidaya"))
    if _NOW_AND_THEN.search(plain):
        return "odd_jobs"
    joints = _JOINTS_OF_DAY if _DAY.search(plain) else _JOINTS
    clauses = [c.strip() for c in joints.split(_SPEAKER.sub(r"\1, \2", plain)) if c.strip()]
    mine = [c for c in _present(clauses) if not _KIN.search(c)]
    found = [(code, certain) for code, certain in map(_job, mine) if code]
    sure = dict.fromkeys(code for code, certain in found if certain)
    codes = list(sure or dict.fromkeys(code for code, _ in found))
    codes = [code for code in codes if code not in ("odd_jobs", "not_working")] or codes
    if len(codes) > 1:
        raise Invalid("two_jobs", tuple(codes))
    if not codes:
        raise Invalid("vague", _may_be(plain))
    return codes[0]


def doubted(text: str, code: str) -> bool:
    """Return whether the job is a guess: told by a slip or by a thing alone, or amid other talk.

    Unknown words are no talk: people name the place they work at, and who for.
    """
    said = words(_mended(clean(text).lower()))
    exact = [JOBS.exactly(word) or _rooted(word) for word in said]
    known = zip(said, exact, strict=True)
    beside = [w for w, mark in known if not mark and w not in FRAME and w not in AROUND_JOBS]
    talk = any(map(everyday, beside))
    told = {mark for mark in exact if mark} - _SMALL
    jobs = {mark for mark in told if not mark.startswith("thing:")}
    if said and said[0] in _KIN_FIRST and len(said) > 1:
        return True
    if not told:
        return talk or not (_slipped(said, code) or _said_in_a_phrase(text))
    if not jobs and not _WORKS & set(exact):
        return True
    return talk or (bool(beside) and jobs <= _PLACES)


def _slipped(said: list[str], code: str) -> bool:
    """Return whether a long word is a slip away from a job, which is forgiven."""
    return any(JOBS.get(word) == code and len(word) > 4 and not everyday(word) for word in said)  # noqa: PLR2004


def _said_in_a_phrase(text: str) -> bool:
    plain = _mended(clean(text).lower())
    return any(pattern.search(plain) for _, pattern in (*IN_SERVICE, *BY_HAND, *WITHOUT_TRADE))


def _mended(plain: str) -> str:
    """Return the text with the words that most jobs begin with spelt right."""
    return _SELLING.sub("jual ", _CRAFT.sub("tukang", plain))


def _present(clauses: list[str]) -> list[str]:
    """Return the clauses about now, if there are some besides the past and the denied."""
    if len(clauses) == 1:
        parts = _NOW_OR_THEN.split(clauses[0])
        if len(parts) > 1 and _PAST.search(clauses[0]) and _NOW_ONLY.search(clauses[0]):
            clauses = [part.strip() for part in parts if part.strip()]
    left = [
        c for c in clauses if (not _PAST.search(c) or _NOW_ONLY.search(c)) and not _NOT.search(c)
    ]
    return left or clauses


def _job(clause: str) -> tuple[str | None, bool]:
    """Return the code of one clause and whether a word for work itself says so."""
    marks = _marks(words(clause))
    have = set(marks)
    for code, pattern in WITHOUT_TRADE:
        if pattern.search(clause) and (code != "odd_jobs" or have.isdisjoint(_CROPS)):
            return code, True
    if "not_working" in have:
        return "not_working", True
    if "trader" in have and have.isdisjoint(_OUTSELLS_SELLING):
        return "trader", True
    phrases = (code for code, pattern in (*IN_SERVICE, *BY_HAND) if pattern.search(clause))
    phrase = next(phrases, "vague")
    if phrase == "vague":
        return _by_words(marks, have)
    if phrase in _YIELDS_TO_CROP:
        return next((crop for crop in _CROPS[:2] if crop in have), phrase), True
    return phrase, True


def _marks(said: list[str]) -> list[str]:
    """Return what the words mean; beside a job only goods and crops may be mistyped."""
    meant = list(map(_meant, said))
    named = any(exact in _STRONG for exact, _ in meant)
    return [
        exact or (near if not named or near not in _STRONG or near in _CROPS[:2] else word)
        for word, (exact, near) in zip(said, meant, strict=True)
    ]


@lru_cache(4096)
def _meant(word: str) -> tuple[str, str]:
    """Return what the word means as written, and what with a slip, or the word itself."""
    exact = JOBS.exactly(word) or _rooted(word)
    return exact, exact or (word if word in ORDINARY else JOBS.get(word) or word)


def _rooted(word: str) -> str:
    """Return the job told by the root of a verb or of its doer: "ngerawai" is "rawai"."""
    for prefix, first in _PREFIXES:
        if word.startswith(prefix) and len(word) - len(prefix) > 3:  # noqa: PLR2004 - a root
            code = JOBS.exactly(first + word.removeprefix(prefix))
            if code in _ROOTED:
                return code
    return ""


def _by_words(marks: list[str], have: set[str]) -> tuple[str | None, bool]:
    """Return the code when no phrase tells it."""
    if "dukun" in have:
        return ("health_helper" if "birth" in have else "other"), True
    if "labour" in have and have & {"farmer", "thing:farmer"}:
        return "farm_labour", True
    for code in _STRONG_FIRST:
        if code in have:
            return ("trader" if code == "shop" else code), True
    things = [mark.removeprefix("thing:") for mark in marks if mark.startswith("thing:")]
    return _of_things(things, have)


def _of_things(things: list[str], have: set[str]) -> tuple[str | None, bool]:
    """Return the code when only the thing worked on is named."""
    if "make" in have and things:
        cooked = not _COOKED.isdisjoint(things)  # "bikin tempe di rumah" builds no house
        return ("food_maker" if cooked else things[-1]), True
    if "raise" in have and things:
        return ("fish_farmer" if things[-1] in ("fisher", "fish_farmer") else things[-1]), True
    if "garden" in have:
        return (things[-1], True) if things else (None, False)
    if "plant" in have:
        return (things[-1] if things else "farmer"), True
    if things and (things[-1] != "construction" or "labour" in have):  # "di rumah" is no work
        return things[-1], bool(have & {"catch", "labour", "own"})
    if "guard" in have and "night" in have:
        return "cleaning_security", True
    return None, False


def _may_be(plain: str) -> tuple[str, ...]:
    """Return the codes to offer for a word like "buruh"."""
    if re.search(r"\b(?:buruh|kuli|upahan?|harian)\b", plain):
        return ("farm_labour", "oil_palm", "construction", "porter", "odd_jobs")
    if re.search(r"\b(?:kebun|kebon)\b", plain):
        return ("rubber", "oil_palm", "farmer", "farm_labour")
    if re.search(r"\b(?:usaha|bisnis|wira\w+|swasta)\b", plain):
        return ("trader", "food_maker", "workshop", "formal_employee")
    return ()
