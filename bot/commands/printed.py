"""What the command line shows an operator, as tables."""

import os
import textwrap
from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from rich.box import SIMPLE_HEAD
from rich.console import Group
from rich.table import Column, Table
from rich.text import Text

from bot.settings import SETTINGS, Setting, Settings, without_userinfo
from conversations.programme import Programme
from storage.messages.parked import Kept
from storage.office.dismissals import OfChat
from storage.office.officials import Head
from storage.office.programmes import Filled
from storage.office.refused import RefusedCard
from storage.office.stuck import StuckIn, Why
from storage.sealing import Keys
from storage.url import read as read_url


def checked(settings: Settings) -> Group:
    """Every setting: what it is for, and what it is now."""
    table = Table(Column("Setting", no_wrap=True), "Now", "Meaning", box=SIMPLE_HEAD)
    for setting in SETTINGS:
        table.add_row(setting.name, _value(setting), setting.meaning)
    return Group(table, f"home: {settings.home}")


def of_keys(settings: Settings, found: Keys) -> str:
    """Say where the keys are, and what was looked at."""
    newest = f"seal{max(found.sealing)} seals"
    if settings.keys is not None:
        return f"keys: in SERATUS_KEYS, all different; {newest}"
    apart = "" if settings.database_url else ", apart from the database's folder"
    return f"keys: in {settings.keys_file} (ours alone{apart}), all different; {newest}"


def wrapped(text: str, width: int, hanging: int = 2) -> str:
    """Break lines between words, and indent what follows; what is to be copied stays whole.

    That is a line which begins with two spaces and is not the first.
    """
    first, *more = text.splitlines()
    margin = " " * hanging
    return "\n".join(
        [
            _filled(first, width, margin),
            *(line if line.startswith("  ") else _filled(line, width, margin) for line in more),
        ]
    )


def _filled(line: str, width: int, margin: str) -> str:
    return textwrap.fill(
        line,
        width,
        subsequent_indent=margin,
        break_long_words=False,
        break_on_hyphens=False,
    )


def many(count: int, one: str, several: str = "") -> str:
    """Return "1 place", "2 places"; `several` where an s is not all."""
    return f"{count} {one if count == 1 else several or f'{one}s'}"


def _value(setting: Setting) -> str | Text:
    given = os.environ.get(setting.name)
    if not given:
        return Text(setting.default or "not set", "dim")
    if setting.name in {"SERATUS_DATABASE_URL", "SERATUS_DATABASE_OWNER_URL"}:
        return read_url(given).shown
    return "set" if setting.secret else without_userinfo(given)


def villages_table(those: Sequence[Filled]) -> Table:
    table = Table("Code", "Village", "District", "Filled", "Undecided", "Waiting")
    for one in those:
        village, count = one.village, one.count
        filled = f"{count.taken}/{count.places}"
        table.add_row(
            village.code,
            village.name,
            village.district,
            filled,
            str(count.undecided),
            str(count.waiting),
        )
    return table


def programmes_table(those: Sequence[Programme]) -> Table:
    table = Table("Regency", "Year", "Places a village", "Cover", "Age", "Funder")
    for one in those:
        table.add_row(
            one.regency,
            str(one.year),
            str(one.places),
            f"{one.cover_from} to {one.cover_to}",
            f"{one.min_age} to under {one.below_age}",
            one.funder,
        )
    return table


def heads_table(those: Sequence[Head]) -> Table:
    table = Table(Column("Id", no_wrap=True), "Village", "Name", "State", "Since", "Taken by")
    for one in those:
        since = f"{one.since:%Y-%m-%d %H:%M}"
        table.add_row(short(one.id), one.village, one.name, one.state, since, one.taken_by)
    return table


def refused_table(those: Sequence[RefusedCard]) -> Table:
    table = Table("Registration", "Village", "Head", "Since", "Why", title="Cards not shown")
    for one in those:
        since = f"{one.at:%Y-%m-%d %H:%M}"
        table.add_row(one.number, one.village, short(one.official), since, one.why)
    return table


def stuck_table(those: Sequence[StuckIn], now: datetime) -> Table:
    table = Table("Village", "Why", "How many", "For", "Registrations", title="Nobody decides")
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


def lasted(since: datetime, now: datetime) -> str:
    hours = max(int((now - since).total_seconds()) // 3600, 0)
    return f"{hours // 24} days" if hours >= 48 else f"{hours} hours"  # noqa: PLR2004 - two days


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
    table = Table(Column("Number", no_wrap=True), "Village", "State", "Name")
    for one in those:
        table.add_row(one.number, one.village, one.status, one.name)
    return table
