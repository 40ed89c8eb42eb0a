"""How the telephone of the registration is read and shown, and whose it is."""

import re

from conversations.answers.invalid import Doubtful, Invalid
from conversations.answers.language.choice import choose
from conversations.answers.language.everyday import everyday
from conversations.answers.language.frame import beside
from conversations.answers.language.lexicon import word_set
from conversations.answers.language.patterns import compiled
from conversations.answers.language.spellings import spelled_out
from conversations.answers.language.text import DIGIT_WORDS, clean, spoken, words
from conversations.answers.phone import phone
from conversations.forms.question import SHARE, Asking
from conversations.machine import Answers
from conversations.messages import SharedContact, Text
from conversations.registration.free_text import plain_label
from conversations.registration.whom import KIN, THEM, for_other, for_self

_MINE = tuple(spelled_out("SAYA me mine"))
_THEIRS = compiled(
    rf"\b(?:{THEM}|ADIK|adek|kakak|kak"
    r"|(?:ibu|bapak) SAYA|(?:punya|milik|hp) (?:ibu|bapak|abang))\b"
)
_OWNED = word_set(KIN) | word_set(
    """
    orangtua orang tua ADIK adek kakak ibu bapak my hp hpnya PUNYA punyanya milik miliknya
    kepunyaan NOMOR ipar it s is its this that numpang pinjam pakai sebelah rumah laki
    perempuan dia beliau keluarga family kandung
    """
)
_NO_PHONE = word_set(
    """
    TIDAK BELUM BUKAN tadak gada takde ndakde tade daan ADA PUNYA punyak memiliki pakai pake megang
    pegang hp hape handphone telepon telpon NOMOR wa whatsapp SAYA KAMI PAK BUK DONG SAJA MAAF YA
    hilang rusak sendiri LAGI no phone i have do not any dont without tanpa kosong nihil sama
    sekali kok itu nya
    """
)
_AROUND = word_set(
    """
    NOMOR hp hape handphone wa whatsapp telepon telpon telp PUNYA YANG aktif bisa dihubungi sendiri
    pakai di ke milik nomornya hpnya wanya SAYA KAMI ini ITU kosong nol pribadi saja cuma DENGAN
    dan atau lagi nih number my phone is the this same use one
    """
) | frozenset(DIGIT_WORDS)
_OF_ONES_OWN = _AROUND | word_set(
    "pak bu bang DONG YA ye OK MAAF sip siap baik MAKASIH terima kasih"
)
_LIKE_DIGITS = frozenset("oil")  # "O812OOOO3456"
_CALLS = word_set("hubungi hub info promo dijual selamat pemenang undian call telpon")
_LONGER = re.compile(r"(?<!\d)(?:\d[ .\u2013\u2014~-]{0,3}){16}(?!\d)")  # a NIK
SPELLED = 4  # digits in words, before a word among them matters
THIS = "this"  # the option that takes the number the sender writes from


def phone_number(text: str, asking: Asking) -> Answers:
    """Take a typed number; only somebody registering themselves is taken to give their own."""
    said = words(clean(text))
    if _NO_PHONE.issuperset(said) and {"no", "without"} & set(said):
        return {"phone": "none"}
    if _interrupted(said):
        raise Invalid("not_a_number")
    try:
        number = phone(text, asking.context.sender_phone)
    except Invalid as missed:
        if missed.reason != "no_phone":
            raise
        if not _NO_PHONE.issuperset(said):  # "tidak ada sinyal" is not "no phone"
            raise Invalid("not_a_number") from None
        return {"phone": "none"}
    spoken = [word for word in beside(text, _AROUND) if not word[0].isdigit()]
    if _LONGER.search(text) or any(everyday(w) or w in _CALLS for w in spoken if w not in _OWNED):
        raise Doubtful(number)
    own = for_self(asking.answers) and _own(said)
    return _numbered(number, own=own)


def _own(said: list[str]) -> bool:
    """Whether nothing speaks of somebody else: "nomor bos saya", "pinjam punya orang"."""
    spelt = [word for word in said if not (word[0].isdigit() or set(word) <= _LIKE_DIGITS)]
    beside = [word for word in spelt if word not in _OF_ONES_OWN]
    return not beside and not _THEIRS.search(" ".join(said))


def _interrupted(said: list[str]) -> bool:
    """Whether a word among spelled digits cannot be read: the number would be another."""
    digits = [at for at, word in enumerate(said) if word in DIGIT_WORDS]
    if len(digits) < SPELLED:
        return False
    amid = said[digits[0] : digits[-1] + 1]
    return any(not word[0].isdigit() and word not in DIGIT_WORDS for word in amid)


def phone_shared(contact: SharedContact, asking: Asking) -> Answers:
    own = contact.own and for_self(asking.answers)
    try:
        return _numbered(phone(contact.phone, None), own=own)
    except Invalid as missed:
        if missed.reason != "no_phone":
            raise
        raise Invalid("not_a_number") from None  # words in a card, which are nobody's answer


def phone_picked(value: str, asking: Asking) -> Answers:
    if value == THIS and asking.context.sender_phone is not None:
        return _numbered(asking.context.sender_phone, own=for_self(asking.answers))
    if value == SHARE:
        raise Invalid("pick")  # its label was typed: only the button itself shares the number
    return {"phone": "none"} if value == "none" else phone_number(value, asking)


def _numbered(number: str, *, own: bool) -> Answers:
    return {"phone": number, "phone_owner": "worker"} if own else {"phone": number}


def phone_options(asking: Asking) -> tuple[str, ...]:
    if asking.context.sender_phone is not None:
        return (THIS, "none")
    return (SHARE, "none") if asking.context.asks_contact else ("none",)


def phone_label(value: str, asking: Asking) -> Text:
    """Show a number as people write it: 0812 3456 7890."""
    if value in {SHARE, THIS, "none"}:
        return Text(f"registration.phone.{value}")
    local = "0" + value.removeprefix("+62")
    return plain_label(" ".join(re.findall(r".{1,4}", local)), asking)


def has_phone(answers: Answers) -> bool:
    return answers.get("phone", "none") != "none"


def phone_owners(asking: Asking) -> tuple[str, ...]:
    """Whose number it may be; nobody helps who registers themselves."""
    helper = ("helper",) if for_other(asking.answers) else ()
    return ("worker", *helper, "family")


def phone_owner(text: str, asking: Asking) -> str:
    helped = for_other(asking.answers)
    said = spoken(text)
    if _THEIRS.search(said):
        if beside(text, _OWNED):
            raise Doubtful("family")
        return "family"
    return choose(
        text,
        _OWNED,
        worker=("dia", "beliau", "sendiri", "pribadi", *(() if helped else _MINE)),
        helper=_MINE if helped else (),
        family=("keluarga", "family"),
    )
