"""What a head asks to see: who is registered, one of them, and how far the village has come.

    DAFTAR WARGA         all by name, ten a page
    CARI YANTI           who is called so; or a registration's number
    LAPORAN              places, who waits and since when

Nothing is decided here: who still waits for a decision is met on the card.
"""

import re
from typing import TypeAlias, assert_never

from conversations import asides
from conversations.answers import always
from conversations.answers.language.lexicon import word_set
from conversations.answers.language.patterns import compiled
from conversations.answers.language.text import spoken
from conversations.buttons.button import write
from conversations.buttons.desk import OfVillage, Queue, ShowNames, ShowOne, ShowVillage
from conversations.effects import FindWorkers, ListWorkers, ShowCard, ShowReport
from conversations.life_cycle import UNDECIDED
from conversations.machine import Context, State, Transition
from conversations.messages import Choice, Reply, Text, Value
from conversations.office.one import listed
from conversations.outcomes.looking import (
    AboutVillage,
    NoHead,
    Reported,
    VillageReport,
    WorkersFound,
    WorkersListed,
)
from conversations.outcomes.registered import Registered
from conversations.zones import zone_of

Look: TypeAlias = ListWorkers | FindWorkers | ShowReport

# A list is asked for in these words alone, one of which names whom, and one that they are many.
_OF_LIST = word_set(
    """
    daftar list data lihat liat tengok tampilkan semua seluruh SIAPA aja YANG yg SUDAH dah udah
    warga warganya NAMA name nama peserta pendaftar terdaftar kedaftar mendaftar masuk
    desa KAMI sini di PAK BUK DONG YA SAJA ini tolong tlg mohon coba show all the workers names
    """
)
_WHOM = word_set(
    "warga warganya NAMA peserta pendaftar terdaftar kedaftar mendaftar workers names"
)
_MANY = word_set(
    "daftar list lihat liat tengok tampilkan semua seluruh SIAPA show all workers data"
)
_PAGE = re.compile(r"(?:daftar warga|workers) (\d{1,3})")
_PLACES = r"(?:tempat|tempatnya|tmpt|kuota|kuotanya|slot)"
_MUCH = r"(?:berapa|brp|brapa)"
_IN = r"(?:terisi|masuk|terdaftar|kedaftar|diterima|disetujui)"
_REPORT = compiled(
    r"^(?:(?:tolong|tlg|mohon|minta|lihat|coba|MAU) )*(?:laporan|rekap\w*|report|ringkasan)"
    r"(?: (?:desa|KAMI|SAYA|warga|pendaftaran|hari|minggu|bulan|PAK|BUK|DONG|ITU|ini|mana))*$"
    rf"|\b(?:sisa|tinggal|masih ADA) (?:{_MUCH} )?{_PLACES}\b"
    rf"|\b{_PLACES}(?: \w+){{0,3}} (?:sisa|tinggal|masih|{_MUCH}|penuh|terisi)\b"
    rf"|\b(?:SUDAH|dah|udah) {_MUCH}(?: \w+){{0,3}} {_IN}\b"
    rf"|\b{_MUCH}(?: \w+){{0,3}} (?:SUDAH|dah|udah) {_IN}\b"
)
_FIND = compiled(
    r"^(?:(?:tolong|tlg|mohon|coba|bisa|minta|please) )*"
    r"(?:(?:di)?cari(?:kan|in)?|crikan|crkan|carik|find"
    r"|(?:lihat|liat|cek|tampilkan|show) (?:data|NAMA|warga)(?: YANG)?"
    r"|(?:data|NAMA) (?:atas NAMA|an|bernama)) (.+)$"
)
_ASIDE = re.compile(
    r"\b(?:pak|bu|ibu|bapak|warga|yang|namanya|bernama|dong|ya|nama|atas|saya|kami)\b"
)


def typed(text: str) -> Look | None:
    """Return what is asked to be seen; None if the words ask for something else."""
    said = spoken(text)
    if page := _PAGE.fullmatch(said):
        return ListWorkers(int(page[1] or page[2]))
    each = set(said.split())
    if each <= _OF_LIST and not each.isdisjoint(_WHOM) and not each.isdisjoint(_MANY):
        return ListWorkers()
    if _REPORT.search(said):
        return ShowReport()
    number = always.number(text)
    if found := _FIND.search(said):
        named = " ".join(_ASIDE.sub(" ", found[1]).split())
        return FindWorkers(number=number, said=named) if number or named else None
    return None


def tapped(state: State, button: OfVillage) -> Transition:
    match button:
        case ShowNames(page):
            return Transition(state, effect=ListWorkers(page))
        case ShowOne(registration):
            return Transition(state, effect=FindWorkers(registration))
        case ShowVillage():
            return Transition(state, effect=ShowReport())
        case _:
            assert_never(button)


def learned(state: State, outcome: AboutVillage, context: Context) -> Transition:
    match outcome:
        case WorkersListed():
            return _listed(state, outcome, context)
        case WorkersFound():
            return _found(state, outcome, context)
        case Reported():
            return _reported(state, outcome, context)
        case NoHead():
            return Transition(state, (Reply((Text("village.no_head"),)),))
        case _:
            assert_never(outcome)


def _listed(state: State, page: WorkersListed, context: Context) -> Transition:
    """Show a page, numbered; a number that is typed then means whoever stands there."""
    if not page.those:
        return Transition(state, (Reply((Text("roster.empty"),)),))
    last = page.first + len(page.those) - 1
    which = Text("roster.which", {"first": page.first, "last": last, "total": page.total})
    rows = _rows(page.those, page.first, context)
    more = page.page < page.pages
    texts = (which, *rows, *([Text("roster.more", {"n": page.page + 1})] if more else []))
    choices = (Choice(write(ShowNames(page.page + 1)), Text("roster.next")),) if more else ()
    return Transition(_shown(state, page.those, page.first, context), (Reply(texts, choices),))


def _shown(state: State, those: tuple[Registered, ...], first: int, context: Context) -> State:
    """Remember who stands where: a number that is typed then means one of them."""
    rows = {one.number: write(ShowOne(one.id)) for one in those}
    return asides.showing(state, context, rows, first)


def _rows(those: tuple[Registered, ...], first: int, context: Context) -> list[Text]:
    return [
        Text("roster.row", {"n": n, "one": listed(one, context)})
        for n, one in enumerate(those, start=first)
    ]


def _found(state: State, found: WorkersFound, context: Context) -> Transition:
    """Show whoever is meant: on the card if that is to be decided, else in words."""
    if not found.those:
        return Transition(state, (Reply((Text("roster.nobody", {"said": found.said}),)),))
    if len(found.those) > 1:
        which = Text("roster.several", {"n": found.total})
        rows = _rows(found.those, 1, context)
        return Transition(_shown(state, found.those, 1, context), (Reply((which, *rows)),))
    [one] = found.those
    if one.status in UNDECIDED:
        return Transition(
            state, effect=ShowCard(one.id, one.version, asks_reason=False, anew=True)
        )
    how = Text("roster.how", {"number": one.number})
    return Transition(_shown(state, (), 1, context), (Reply((listed(one, context), how)),))


def _reported(state: State, outcome: Reported, context: Context) -> Transition:
    texts = [text for one in outcome.villages for text in _village(one, context)]
    waits = any(one.undecided for one in outcome.villages)
    choices = [Choice(write(ShowNames()), Text("roster.button"))]
    if waits:
        choices.insert(0, Choice(write(Queue()), Text("queue")))
    told = Reply(tuple(texts or [Text("report.none")]), tuple(choices))
    return Transition(_shown(state, (), 1, context), (told,))


def _village(one: VillageReport, context: Context) -> list[Text]:
    values: dict[str, Value] = {
        "village": context.villages.called(one.village),
        "taken": one.taken,
        "places": one.places,
        "behind": one.waiting,
        "undecided": one.undecided,
        "asked": one.asked,
    }
    texts = [Text("report.village", values)]
    if one.oldest is not None and one.undecided:
        days = (context.now - one.oldest).days
        at = one.oldest.astimezone(zone_of(one.village)).date()
        texts.append(Text("report.oldest", {"on": at, "days": days}))
    return texts
