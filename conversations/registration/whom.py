"""For whom somebody registers, and what the one who is helped is called."""

from collections.abc import Mapping
from string import capwords

from conversations.answers.invalid import Doubtful, Invalid
from conversations.answers.language.choice import choose
from conversations.answers.language.frame import beside
from conversations.answers.language.lexicon import word_set
from conversations.answers.language.patterns import compiled
from conversations.answers.language.spellings import spelled_out
from conversations.answers.language.text import spoken
from conversations.forms.question import Asking
from conversations.machine import Answers
from conversations.messages import Text, Value
from conversations.registration import free_text

_BEGINNING = frozenset({"register", "another"})
KIN = """
    SUAMI anak cucu mamak emak ayah nenek kakek paman bibi mertua menantu ipar ponakan keponakan
    sepupu ortu tetangga kawan teman wife husband
"""  # and those one knows, wherever they are named
THEM = "|".join((*KIN.split(), "orang ?tua"))
# "bapak" alone may be how somebody speaks to us
_THEM = (
    rf"(?:{THEM}|keluarga|warga|orang lain|mother|father|brother|sister|neighbour"
    r"|(?:adik|adek|kakak|abang) ipar|(?:ibu|bapak|adik|adek|kakak|abang) SAYA)"
)
RELATIVE = compiled(rf"\b{_THEM}\b")
_FOR_THEM = compiled(
    rf"\b(?:UNTUK|buat|DAFTARKAN|daftar|daftarin|bantu\w*|membantu|tolong|for)"
    rf"(?: (?:UNTUK|buat|my))? {_THEM}\b"
)
_BY_THEM = compiled(r"\b(?:SAYA didaftar\w*|(?:men)?daftar(?:kan|in) SAYA)\b")
_SEVERAL = compiled(r"\b(?:dan|berdua|bertiga|sekeluarga|semua|dua orang|SAYA (?:sama|DENGAN))\b")
_KIN = word_set(KIN) | word_set(
    """
    orangtua orang tua keluarga warga lain ADIK adek kakak abang mother father brother sister
    neighbour my
    """
)
_FOR = word_set("UNTUK buat DAFTAR DAFTARKAN MAU INGIN bantu membantu diri for i to the want")
_NOT = compiled(r"\b(?:TIDAK|BUKAN|not)\b")
_NOT_FOR_ME = compiled(r"^(?:BUKAN|not)(?: (?:UNTUK|buat|for))? (?:SAYA|me)\b")
_KIN_ALONE = compiled(
    rf"({THEM}|bapak|ibu|mama|kakak|abang|adik|father|mother)(?: (?:SAYA|KAMI))?"
)
_OURSELVES = {"who": Text("who.self"), "whose": Text("whose.self")}
_MINE = tuple(spelled_out("SAYA sendiri sorang diri self me myself"))


def for_whom(text: str, _asking: Asking) -> str:
    said = spoken(text)
    if _BY_THEM.search(said):  # "saya didaftarkan anak saya"
        raise Invalid("pick")
    if _NOT_FOR_ME.search(said) and RELATIVE.search(said):
        return "other"  # "bukan untuk saya, untuk adik saya"
    if _NOT.search(said) or _SEVERAL.search(said):  # "bukan untuk saya" does not say for whom
        raise Invalid("pick")
    if _FOR_THEM.search(said):
        return "other"
    if RELATIVE.search(said):  # "suami saya" is somebody else; "anak saya sakit" says nothing
        if beside(text, _FOR, _KIN):
            raise Doubtful("other")
        return "other"
    others = ("lain", "bantu", "membantu", "orang", "other", "else")
    return choose(text, _FOR, self=_MINE, other=others)


def begins(text: str, wish: str, asking: Asking) -> bool:
    """Whether "daftarkan istri", a wish to begin, says for whom at the same time."""
    if wish not in _BEGINNING:
        return False
    try:
        for_whom(text, asking)
    except Invalid:
        return False
    return True


def for_self(answers: Answers) -> bool:
    return answers.get("for_whom") == "self"


def for_other(answers: Answers) -> bool:
    return answers.get("for_whom") == "other"


def nickname(text: str, asking: Asking) -> str:
    """Take a name; "membantu orang lain", the button of the question before, is none."""
    if "orang lain" in text.casefold():
        raise Invalid("command")
    if kin := _KIN_ALONE.fullmatch(spoken(text)):
        raise Doubtful(capwords(kin[1]))  # "bapak saya": so the helper may call him
    try:
        return capwords(free_text.full_name(text, asking))
    except Doubtful as doubt:
        raise Doubtful(capwords(doubt.candidates[0]), doubt.why) from None


def nameless(answers: Answers) -> bool:
    """Whether somebody is helped whose name is not known from a form that was pasted."""
    return for_other(answers) and ("helped" in answers or "name" not in answers)


def someone(asking: Asking) -> Mapping[str, Value]:
    """The placeholders {who} and {whose}: "Bapak/Ibu", or the name of the person being helped."""
    if not for_other(asking.answers):
        return _OURSELVES
    helped = asking.answers.get("helped") or capwords(asking.answers.get("name", ""))
    if not helped:
        return _OURSELVES
    return {"who": helped, "whose": Text("whose.other", {"name": helped})}
