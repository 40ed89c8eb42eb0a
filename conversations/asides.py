"""Questions outside any form that are a yes or a no: whether this is you, that is to be given up.

What it is about is kept as drafts are, sealed and for a day at most, until its person writes
again. A plain yes or no does what its button would; after a while it is asked again instead, for
something else may have been said since.
"""

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import TypeAlias

from conversations.answers import always
from conversations.answers.correction import fields_in
from conversations.answers.invalid import Invalid
from conversations.answers.language.lexicon import word_set
from conversations.answers.language.text import DIGIT_WORDS, clean, words
from conversations.answers.note import note
from conversations.answers.yes_no.yes_no import consents, surely
from conversations.buttons.button import Button, read, write
from conversations.buttons.desk import (
    ASKED_FOR,
    AskFor,
    EndPlace,
    ForOwner,
    Reject,
    takes_words,
)
from conversations.buttons.person import Accept, Erase, GiveUp, OfTerms, OnTerms, TakeBack
from conversations.effects import FindData, FindStanding, LookAtInvitation, Read, Right
from conversations.machine import ASIDE, Context, Draft, State, Transition
from conversations.notes import NOTHING

Met: TypeAlias = Button | Read
"""What a person's words come to: the button they mean, or that it is asked again."""

FRESH = timedelta(minutes=30)
_ABOUT = {  # words that may stand beside a yes or a no; of an invitation, `_ME` alone is a yes
    Accept: word_set("orang orangnya kirim alamat SAYA"),
    GiveUp: word_set("BATAL batalkan dibatalkan pendaftaran pendaftarannya tetap terdaftar"),
    Erase: word_set("hapus dihapus hapuskan semua DATA SAYA datanya"),
    TakeBack: word_set("tarik ditarik cabut persetujuan SAYA"),
    OnTerms: word_set("baca dibaca bacakan SAYA"),
}
_FOR_OWNER = {
    Right.ERASE: word_set("hapus dihapus hapuskan DATA datanya"),
    Right.CONSENT: word_set("tarik ditarik cabut dicabut persetujuan persetujuannya"),
}
_READ = word_set("baca bacakan")
_NTH = re.compile(r"(?:(?:lihat|liat|yang|nomor|no|nomer|ke) )*(\d{1,4})(?: (?:pak|bu|dong))*")
_NTH_AMONG = re.compile(r"\b(?:nomor|nomer|no\.?) (\d{1,4}|[a-z]+)\b", re.IGNORECASE)
_KEEPS = {  # as it stands on the button, which may have to be typed
    OfTerms.READ: word_set("nanti SAJA lain kali dulu later PAK BUK"),
    OfTerms.AGREE: word_set("tetap YANG dulu lama pakai SAJA keep the old one PAK BUK"),
}
_AGREED = word_set("setuju agree")
_AGREES = {"agree", "i agree"}
_ME = word_set("SAYA orangnya")
_TITLES = word_set("PAK BUK ibu bapak kades kepala desa ini ITU YA memang nama adalah dengan")
_BACK = {"back", "cancel", "stop", "edit"}
_MEANT: Mapping[type[object], set[str]] = {AskFor: {"edit"}}  # "ubah namanya" is what is asked
_NO = {"tidak", "tidak jadi", "jangan", "batal", "no"}
_FEWEST = 4  # letters of a reason
_STAYS = word_set("tetap terdaftar")


def opening(  # noqa: PLR0913, PLR0917 - what was asked, by the names of its parts
    state: State,
    context: Context,
    yes: Button | None,
    no: Button,
    about: str = "",
    note: str = "",
) -> State:
    """Remember what was asked; `yes` None: it must be said which of several is meant.

    `about`: whom an invitation is for, or the number of the registration that is meant. `note`:
    words that go with a yes.
    """
    told = {"no": write(no), "about": about, "note": note, "at": context.now.isoformat()}
    if yes is not None:
        told["yes"] = write(yes)
    return state.asking(Draft(context.fresh, ASIDE, 1, told, NOTHING._replace(ending=ASIDE)))


def showing(state: State, context: Context, rows: Mapping[str, str], first: int) -> State:
    """Remember a list, numbered from `first`: what each row's button does, by whose number it is.

    A number alone means one of them, and so does "nomor 3" beside other words.
    """
    told = {
        "rows": " ".join(rows.values()),
        "numbers": " ".join(rows),
        "first": str(first),
        "at": context.now.isoformat(),
    }
    return state.asking(Draft(context.fresh, ASIDE, 1, told, NOTHING._replace(ending=ASIDE)))


def looked(aside: Draft) -> bool:
    """Whether something was looked at, so that a plain yes may be about that."""
    return "rows" in aside.answers


def loosely(told: Transition) -> Transition:
    """Let words that are looked into be taken as said after something else was looked at."""
    if not isinstance(told.effect, FindStanding):
        return told
    return replace(told, effect=replace(told.effect, loose=True))


def named(aside: Draft, text: str) -> str:
    """Return words with the registration's number, where they name a row of a list."""
    numbers = aside.answers.get("numbers", "").split()
    found = _NTH_AMONG.search(text)
    at = _at(aside, found[1]) if found and numbers else -1
    return _NTH_AMONG.sub(numbers[at], text, count=1) if 0 <= at < len(numbers) else text


def _row(aside: Draft, text: str) -> Button | None:
    """Return the button of the row whose number was typed."""
    found = _NTH.fullmatch(" ".join(words(clean(text))))
    rows = aside.answers["rows"].split()
    at = _at(aside, found[1]) if found else -1
    return read(rows[at]) if 0 <= at < len(rows) else None


def _at(aside: Draft, number: str) -> int:
    """Return how far below the first row a number is, in digits or as a word."""
    said = DIGIT_WORDS.get(number.lower(), number)
    return int(said) - int(aside.answers["first"]) if said.isdecimal() else -1


def minute_of(context: Context) -> int:
    """Return the minute in which something is asked, for a button that is good for a while."""
    return int(context.now.timestamp()) // 60


def is_fresh(minute: int, context: Context) -> bool:
    """Whether what was asked in a minute was asked just now."""
    return 0 <= minute_of(context) - minute <= FRESH.total_seconds() // 60


def met(aside: Draft, text: str, context: Context) -> Button | None:
    """Return the button that words mean which say yes or no; None if they say anything else."""
    asked = read(aside.answers.get("yes", ""))
    fresh = context.now - datetime.fromisoformat(aside.answers["at"]) < FRESH
    if not fresh:
        return None
    if "rows" in aside.answers:
        return _row(aside, text)
    if isinstance(asked, Reject | EndPlace) and takes_words(asked):
        return _noted(aside, asked, text)
    if isinstance(asked, AskFor) and not asked.about:
        return _asked_for(aside, asked, text)
    if isinstance(asked, OnTerms):
        answer = _of_terms(asked, text)
    else:
        answer = _answer(aside, " ".join(words(clean(text))))
    if answer is None:
        return None
    if answer and isinstance(asked, AskFor):
        return replace(asked, note=aside.answers["note"])
    return asked if answer else read(aside.answers["no"])


def _asked_for(aside: Draft, asked: AskFor, text: str) -> Button | None:
    """Return what is written to be corrected, or the way back; None: nothing is named."""
    told = _noted(aside, asked, text)
    if not isinstance(told, AskFor):
        return told
    about = tuple(name for name in fields_in(text) if name in ASKED_FOR)
    return replace(told, about=about) if about else None


def _noted(aside: Draft, asked: Reject | AskFor | EndPlace, text: str) -> Button | None:
    """Return what is asked, for what was written, or the way back; None for another wish."""
    wish = always.wish(text)
    if wish in _BACK - _MEANT.get(type(asked), set()) or text.strip().casefold() in _NO:
        return read(aside.answers["no"])
    said = note(text)
    meant = wish in _MEANT.get(type(asked), set())
    if (wish and not meant) or always.topic(text, wish) or sum(map(str.isalpha, said)) < _FEWEST:
        return None
    return replace(asked, note=said)


def with_note(aside: Draft | None, token: str, button: Button | None) -> Button | None:
    """Return the button of a question with the words that go with it, which no token carries."""
    asked = aside is not None and aside.answers.get("yes") == token
    if aside is None or not asked or not isinstance(button, AskFor):
        return button
    return replace(button, note=aside.answers["note"])


def again(aside: Draft) -> Read | None:
    """Return what asks it again; None if whatever is said instead is understood elsewhere."""
    if "rows" in aside.answers:
        return None
    match read(aside.answers.get("yes", "")):
        case Accept(code):
            return LookAtInvitation(code)
        case Erase():
            return FindData("erase")
        case TakeBack():
            return FindData("consent")
        case GiveUp() | None:
            return FindStanding("withdraw", aside.answers["about"] or None)
        case _:
            return None


def _answer(aside: Draft, said: str) -> bool | None:
    button = read(aside.answers.get("yes", ""))
    if button is not None and said in {"1", "2"}:
        return said == "1"
    if isinstance(button, Accept) and (names := _names_oneself(said, aside.answers["about"])):
        return names
    each = said.split()
    if isinstance(button, GiveUp | None) and each and _STAYS.issuperset(each):
        return False
    return _plainly(each, _beside(button))


def _beside(button: Button | None) -> Collection[str]:
    """Return which words may stand beside a yes or a no to what a button does."""
    if isinstance(button, ForOwner):
        return _FOR_OWNER[button.right]
    return _ABOUT.get(type(button), frozenset())


def _of_terms(button: OnTerms, text: str) -> bool | None:
    """Whether words are to be read or agreed to; to agree takes the word that is consent."""
    each = words(clean(text))
    if each and _KEEPS[button.wish].issuperset(each):
        return False
    if button.wish is OfTerms.READ:
        return True if each and _READ.issuperset(each) else _plainly(each, _ABOUT[OnTerms])
    if consents(text) or " ".join(each) in _AGREES:
        return True
    return False if _plainly(each, _AGREED) is False else None


def _plainly(each: Sequence[str], beside: Collection[str]) -> bool | None:
    """Whether words are a plain yes or no beside such as may stand there; None: neither."""
    try:
        return surely(" ".join(word for word in each if word not in beside))
    except Invalid:
        return None


def _names_oneself(said: str, name: str) -> bool:
    """Whether somebody says the name that the invitation is for: "saya Pak Yohanes"."""
    own = {word for word in words(name.lower()) if word not in _TITLES}
    return bool(each := set(said.split())) and (
        not (own | _ME).isdisjoint(each) and each <= own | _ME | _TITLES
    )
