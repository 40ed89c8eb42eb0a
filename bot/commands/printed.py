"""What the command line shows an operator, as tables."""

import os
from collections.abc import Iterator, Sequence
from datetime import datetime
from uuid import UUID

from rich.box import SIMPLE_HEAD
from rich.console import Group
from rich.table import Column, Table
from rich.text import Text

from bot.commands.phrases import lasted, many, since
from bot.settings import SETTINGS, Setting, Settings, without_userinfo
from conversations.life_cycle import Act
from conversations.programme import Programme
from conversations.record import record
from conversations.zones import WIB
from storage.entries import without_digests
from storage.key_use import Used
from storage.messages.parked import Kept
from storage.office.history import SUBMIT, Told
from storage.office.officials import Head
from storage.office.places import Count
from storage.office.programmes import Filled
from storage.office.refused import RefusedCard
from storage.office.registrations.dismissals import OfChat
from storage.office.stuck import StuckIn, Why
from storage.proof.audit import Recorded
from storage.sealing import BUDGET
from storage.url import read as read_url


def checked(settings: Settings) -> Group:
    """Every setting: what it is for, and what it is now."""
    table = Table(Column("Setting", no_wrap=True), "Now", "Meaning", box=SIMPLE_HEAD)
    for setting in SETTINGS:
        table.add_row(setting.name, _value(setting), setting.meaning)
    return Group(table, f"home: {settings.home}")


@record
class KeyShown:
    """A key, by its fingerprint. `rows`: how many it seals; None: it hashes."""

    name: str
    fingerprint: str
    in_use: bool
    rows: int | None
    used: Used | None


def keys_table(those: Sequence[KeyShown]) -> Table:
    """Each key, and what it is used for; of a sealing key, how much of its budget is gone."""
    columns = ("Key", "Fingerprint", "In use", "Since", "Rows", "Seals counted", "Of its budget")
    table = Table(*columns, box=SIMPLE_HEAD)
    for one in those:
        seals = one.rows is not None and one.used
        table.add_row(
            one.name,
            one.fingerprint,
            "yes" if one.in_use else "no",
            f"{one.used.since.astimezone(WIB):%Y-%m-%d}" if one.used else "",
            "" if one.rows is None else f"{one.rows:,}",
            f"{one.used.seals:,}" if seals and one.used else "",
            f"{one.used.seals / BUDGET:.2%}" if seals and one.used else "",
        )
    return table


def of_keys(settings: Settings, sealing: int) -> str:
    """Say where the keys are, and what was looked at; `sealing`: which one is in use."""
    newest = f"seal{sealing} seals"
    if settings.keys is not None:
        return f"keys: in SERATUS_KEYS, all different; {newest}"
    apart = "" if settings.database_url else ", apart from the database's folder"
    return f"keys: in {settings.keys_file} (ours alone{apart}), all different; {newest}"


def _value(setting: Setting) -> str | Text:
    given = os.environ.get(setting.name)
    if not given:
        return Text(setting.default or "not set", "dim")
    if setting.name in {"SERATUS_DATABASE_URL", "SERATUS_DATABASE_OWNER_URL"}:
        return read_url(given).shown
    return "set" if setting.secret else without_userinfo(given)


def villages_table(those: Sequence[Filled]) -> Table:
    """The villages, and what all of them have together."""
    table = Table(_village("Code"), "Village", "District", "Filled", "Undecided", "Waiting")
    for one in those:
        place = (one.village.code, one.village.name, one.village.district)
        table.add_row(*place, *_counted([one.count]))
    table.add_section()
    together = many(len(those), "village")
    table.add_row("", together, "", *_counted([one.count for one in those]), style="bold")
    return table


def _counted(those: Sequence[Count]) -> Iterator[str]:
    yield f"{sum(one.taken for one in those)}/{sum(one.places for one in those)}"
    yield str(sum(one.undecided for one in those))
    yield str(sum(one.waiting for one in those))


def _village(title: str = "Village") -> Column:
    """Make the column of the villages' codes, which are to be typed again: never cut."""
    return Column(title, no_wrap=True)


NOT_NAMED = "not named"


def programmes_table(those: Sequence[Programme]) -> Table:
    """All terms of each programme, one below the other: beside each other they fit no window."""
    table = Table(Column("Programme", no_wrap=True), "Term", "Now")
    for one in those:
        table.add_section()
        for n, (term, now) in enumerate(_terms(one)):
            table.add_row("" if n else f"{one.regency} {one.year}", term, now)
    return table


def _terms(one: Programme) -> list[tuple[str, str]]:
    return [
        ("Who pays", one.funder),
        ("Places a village", str(one.places)),
        ("Cover", f"{one.cover_from} to {one.cover_to}"),
        ("Last day to register", str(one.last_day)),
        ("Filled after the list is sent, until", str(one.replace_until or one.last_day)),
        ("Age", f"{one.min_age} to under {one.below_age}"),
        ("Days to correct", str(one.correct_days)),
        ("Days an unfinished form is kept", str(one.draft_days)),
        ("Days all is kept after the cover", str(one.keep_days)),
        ("Legal basis", one.basis or NOT_NAMED),
        ("Complaints about data to", one.complaints or NOT_NAMED),
    ]


def heads_table(those: Sequence[Head]) -> Table:
    identity = Column("Id", no_wrap=True)
    table = Table(identity, _village(), "Name", "State", "Since", "Taken by")
    for one in those:
        at = since(one.since, one.village)
        table.add_row(short(one.id), one.village, one.name, one.state, at, one.taken_by)
    return table


def refused_table(those: Sequence[RefusedCard]) -> Table:
    number = Column("Registration", no_wrap=True)
    table = Table(number, _village(), "Head", "Since", "Why", title="Cards not shown")
    for one in those:
        at = since(one.at, one.village)
        table.add_row(one.number, one.village, short(one.official), at, one.why)
    return table


def stuck_table(those: Sequence[StuckIn], now: datetime) -> Table:
    table = Table(_village(), "Why", "How many", "For", "Registrations", title="Nobody decides")
    for one in those:
        more = ", …" if one.many > len(one.numbers) else ""
        numbers = f"{', '.join(one.numbers)}{more}"
        age = lasted(one.since, now)
        table.add_row(one.village, WHY[one.why], str(one.many), age, numbers)
    return table


WHY = {
    Why.NO_HEAD: "no head",
    Why.OWN: "its heads' own chat or number",
    Why.REFUSED: "the card cannot be shown",
}


def short(row: UUID) -> str:
    """Return as much of an id as tells the heads of a village apart: its end is by chance."""
    return row.hex[-8:]


def parked_table(those: Sequence[Kept]) -> Table:
    table = Table(Column("Id", no_wrap=True), "When (UTC)", "Channel", "Error")
    for one in those:
        at = f"{one.at:%Y-%m-%d %H:%M:%S}"
        table.add_row(str(one.id), at, one.channel, one.error)
    return table


def of_chat_table(those: Sequence[OfChat]) -> Table:
    table = Table(Column("Number", no_wrap=True), _village(), "State", "Name")
    for one in those:
        table.add_row(one.number, one.village, one.status, one.name)
    return table


def history_table(those: Sequence[Told]) -> Table:
    table = Table("When", "Act", "From", "To", "By", "Why")
    for one in those:
        done = one.done
        at, why = since(done.at, one.village), done.reason or ", ".join(done.fields)
        table.add_row(at, done.act, done.was or "", done.became, by_whom(one), why)
    return table


def by_whom(one: Told) -> str:
    """Say who did it; what a chat does and nobody did was done by the district."""
    who = one.by or _BY.get(one.done.act, _DISTRICT)
    return _DISTRICT if who == _WORKER and one.done.person is None else who


def audit_table(those: Sequence[Recorded]) -> Table:
    table = Table("Chain", "Row", "When", "What", "By", "Of", "Note")
    for one in those:
        at = one.at.astimezone(WIB).strftime("%Y-%m-%d %H:%M:%S")
        by = "an operator" if one.person is None else str(one.person)
        of = one.number or str(one.subject or "")
        note = "(erased)" if one.note is None else without_digests(one.note)
        table.add_row(one.chain or "-", str(one.seq), at, one.kind, by, of, note)
    return table


_WORKER, _ITSELF, _DISTRICT = "the worker's chat", "by itself", "the district"
_BY = {
    SUBMIT: _WORKER,
    Act.WITHDRAW: _WORKER,
    Act.AMEND: _WORKER,
    Act.ADJUST: _WORKER,
    Act.RELOCATE: _WORKER,
    Act.MOVE: "the chat of the new phone",
    Act.TAKE_OVER: "the chat of the NIK's owner",
    Act.PROMOTE: _ITSELF,
    Act.EXPIRE: _ITSELF,
    Act.DISMISS: "an operator",
}
