"""Every button there is: what it carries in its token, and what it means when that comes back.

`write` makes the token, `read` the button again. A letter stands here and nowhere else; everybody
else matches on types. Buttons live as long as the chats they stand in, so a token never changes
its meaning: a button that goes away leaves its letter unused.

    a  an answer        names draft and question: an old one answers for the draft it was made for
    c  of a menu        about one draft: change, cancel, go on
    d  on a card        names the registration and its version: a second tap is recognised
    e  end a place      names the registration and its version, as on a card
    f  fill the sheet   carried by the form on the phone, which brings it back
    g  begin            with oneself, or with somebody else
    h  handset         a code for a new one: names the registration
    m  mend             what was sent: names the registration, and the question if it is known
    o  on a claim       whose a NIK is that two have told
    k  correct these    a head asks a worker to
    r  rights           over one's own data
    t  terms            newer words of a consent: names the registration, and which words
    n  names            who is registered in a head's village
    v  view             one of them: names the registration
    b  balance          how far the village has come
    x  erase it         a head, for whom a registration is of; or another right of theirs
    i  invited   l  language   p  go on here   q  the head's queue   s  the status
    u  cut off what was joined   w  give up
"""

from collections.abc import Callable, Mapping
from typing import TypeAlias, assert_never
from uuid import UUID

from conversations.buttons.desk import (
    ASKED_FOR,
    AskFor,
    EndPlace,
    ForOwner,
    NewPhone,
    OfDesk,
    OnCard,
    OnClaim,
    Queue,
    Reject,
    ShowNames,
    ShowOne,
    ShowVillage,
    Wish,
)
from conversations.buttons.draft import (
    Answer,
    Cancel,
    Change,
    End,
    FillSheet,
    Mistaken,
    OfDraft,
    OfEnding,
    Restart,
    Resume,
)
from conversations.buttons.person import (
    Accept,
    Correct,
    CutOff,
    Erase,
    GiveUp,
    GoOnHere,
    OfRights,
    OfStatus,
    OfTerms,
    OnTerms,
    Register,
    RegisterAnother,
    ShowData,
    ShowStatus,
    Speak,
    TakeBack,
)
from conversations.buttons.tokens import fitting, parts, token, uuid
from conversations.effects import ClaimWish, EndReason, Reason, Right

Button: TypeAlias = (
    Answer
    | OfDraft
    | OfEnding
    | FillSheet
    | Register
    | RegisterAnother
    | Speak
    | GoOnHere
    | CutOff
    | Accept
    | OfStatus
    | OfRights
    | OfDesk
)


def write(button: Button) -> str:  # noqa: C901, PLR0912 - one line a button
    """Return the token; raise ValueError if an argument makes it too long for a button."""
    match button:
        case Answer(draft=draft, question=question, value=value):
            return answering(draft, question)(value)
        case Change(draft, question):
            return token("c", draft, "change", question)
        case Cancel(draft):
            return token("c", draft, "cancelled")
        case Restart(draft):
            return token("c", draft, "restart")
        case End(draft):
            return token("c", draft, "end")
        case Mistaken(draft):
            return token("c", draft, "mistaken")
        case Resume(draft):
            return token("c", draft, "resume")
        case OnCard(registration, version, wish):
            return token("d", registration, version, wish)
        case Reject(registration=registration, version=version, reason=reason):
            return token("d", registration, version, reason)
        case AskFor(registration=registration, version=version, about=about):
            return token("k", registration, version, ",".join(about) or _NONE)
        case EndPlace(registration=registration, version=version, reason=reason):
            return token("e", registration, version, reason)
        case OnClaim(claim, wish):
            return token("o", claim, wish)
        case NewPhone(registration):
            return token("h", registration)
        case FillSheet(draft):
            return token("f", draft)
        case Register():
            return token("g", "register")
        case RegisterAnother(village):
            return token("g", "new", village) if village else token("g", "new")
        case Speak(language):
            return token("l", language)
        case GoOnHere(code):
            return token("p", code)
        case CutOff():
            return token("u")
        case Accept(code):
            return token("i", code)
        case Queue():
            return token("q")
        case ShowStatus(page):
            return token("s", page) if page > 1 else token("s")
        case GiveUp(registration):
            return token("w", registration)
        case Erase(minute):
            return token("r", "erase", minute)
        case TakeBack(minute):
            return token("r", "consent", minute)
        case ShowData(page):
            return token("r", "data", page)
        case ShowNames(page):
            return token("n", page)
        case ShowOne(registration):
            return token("v", registration)
        case ShowVillage():
            return token("b")
        case OnTerms(registration, wish, version):
            return token("t", registration, wish, version)
        case ForOwner(registration, minute, Right.ERASE):
            return token("x", registration, minute)
        case ForOwner(registration, minute, right):
            return token("x", registration, minute, right)
        case Correct(registration, about):
            return token("m", registration, about) if about else token("m", registration)
        case _:
            assert_never(button)


def answering(draft: UUID, question: str) -> Callable[[str], str]:
    """Return what writes the answers of one question: what they share is written once."""
    shared = token("a", draft, question, "")
    return lambda value: fitting(f"{shared}{value}")


_ABOUT = frozenset("acdefhkmotvwx")  # name a draft, a registration or a claim


def read(carried: str) -> Button | None:
    """Return the button a token was written for; None if it is none of ours."""
    match parts(carried):
        case (verb, named, *rest) if verb in _ABOUT and (found := uuid(named)):
            return _about(verb, found, rest)
        case plain if plain in _PLAIN:
            return _PLAIN[plain]()
        case ("g", "new", *village):
            return RegisterAnother("".join(village))
        case ("l", language):
            return Speak(language)
        case ("p", code):
            return GoOnHere(code)
        case ("i", code):
            return Accept(code)
        case ("n", page) if _counts(page):
            return ShowNames(int(page))
        case ("s", *page):
            return _status(page)
        case ("r", wish, number) if wish in _RIGHTS and _counts(number):
            return _RIGHTS[wish](int(number))
        case _:
            return None


_PLAIN: Mapping[tuple[str, ...], Callable[[], Button]] = {
    ("g", "register"): Register,
    ("q",): Queue,
    ("b",): ShowVillage,
    ("u",): CutOff,
}
_RIGHTS: Mapping[str, Callable[[int], Button]] = {
    "erase": Erase,
    "consent": TakeBack,
    "data": ShowData,
}
_DIGITS = 10  # of minutes since 1970 there are eight


def _counts(number: str) -> bool:
    return number.isdecimal() and len(number) <= _DIGITS


_OF_DRAFT: Mapping[str, Callable[[UUID], Button]] = {
    "cancelled": Cancel,
    "end": End,
    "mistaken": Mistaken,
    "restart": Restart,
    "resume": Resume,
}


def _about(verb: str, named: UUID, rest: list[str]) -> Button | None:
    """Return the button about one draft or registration."""
    match (verb, *rest):
        case ("a", question, *_, value):
            return Answer(named, question, value)
        case ("c", "change", question):
            return Change(named, question)
        case ("c", plain) if plain in _OF_DRAFT:
            return _OF_DRAFT[plain](named)
        case ("d" | "e" | "k", version, wish) if version.isdecimal():
            return _OF_VERSION[verb](named, int(version), wish)
        case (plain,) if plain in _NAMED:
            return _NAMED[plain](named)
        case ("o", wish) if wish in set(ClaimWish):
            return OnClaim(named, ClaimWish(wish))
        case ("m", *about):
            return Correct(named, "".join(about))
        case ("t", wish, version) if wish in set(OfTerms):
            return OnTerms(named, OfTerms(wish), version)
        case ("x", minute, *right) if _counts(minute) and (*right,) in _FOR_OWNER:
            return ForOwner(named, int(minute), _FOR_OWNER[*right,])
        case _:
            return None


_FOR_OWNER = {(): Right.ERASE, (Right.CONSENT.value,): Right.CONSENT}
_NAMED: Mapping[str, Callable[[UUID], Button]] = {
    "f": FillSheet,
    "h": NewPhone,
    "v": ShowOne,
    "w": GiveUp,
}
_NONE = "-"


def _asking(registration: UUID, version: int, about: str) -> AskFor | None:
    names = () if about == _NONE else tuple(about.split(","))
    return AskFor(registration, version, names) if set(names) <= set(ASKED_FOR) else None


def _ending(registration: UUID, version: int, why: str) -> EndPlace | None:
    known = why in set(EndReason)
    return EndPlace(registration, version, EndReason(why)) if known else None


_PAGE_DIGITS = 3  # who has registered ten thousand is none of ours


def _status(page: list[str]) -> ShowStatus | None:
    match page:
        case []:
            return ShowStatus()
        case [nth] if nth.isdecimal() and len(nth) <= _PAGE_DIGITS and int(nth) > 1:
            return ShowStatus(int(nth))
        case _:
            return None


def _on_card(registration: UUID, version: int, wish: str) -> OnCard | Reject | None:
    if wish in set(Wish):
        return OnCard(registration, version, Wish(wish))
    if wish in set(Reason):
        return Reject(registration, version, Reason(wish))
    return None


_OF_VERSION: Mapping[str, Callable[[UUID, int, str], Button | None]] = {
    "d": _on_card,
    "e": _ending,
    "k": _asking,
}
