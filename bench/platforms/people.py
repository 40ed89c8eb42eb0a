"""The people of the measurements: each registers once, with answers that nobody else gives.

A person is a script. Each line is said to one message of the bot, which is known by
its words (`hears`: keys of the catalog); it is typed, or taps a button, and leaves an answer.
"""

import itertools
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cache

from conversations.villages import Village
from locales.catalog import Catalog
from tests.model_worker import TOTAL, Worker

_FIRST = (
    *("Yanti", "Siti", "Rina", "Dewi", "Lina", "Sari"),
    *("Budi", "Anton", "Yohanes", "Agus", "Joko"),
)
_MIDDLE = (
    *("Susanti", "Lestari", "Pratama", "Wijaya", "Kurnia"),
    *("Rahayu", "Permata", "Setia", "Mulia"),
)
_LAST = ("Sihombing", "Tarigan", "Lubis", "Nasution", "Hutagalung", "Panjaitan", "Harahap")
LINES = TOTAL + 3  # of one script: before the questions two, and one after them
_SERIALS = 9999  # the last four digits of a NIK, 0000 excepted


@dataclass(frozen=True, slots=True)
class Line:
    """What a person says to one message of the bot. `stored`: the answers it leaves behind."""

    hears: str
    types: str = ""
    taps: str = ""  # how the token of the button ends
    stored: tuple[tuple[str, str], ...] = ()


@dataclass(slots=True)
class Person:
    """Somebody with a script; `at` is the line to be said next."""

    id: int
    lines: tuple[Line, ...]
    at: int = 0

    def given(self) -> dict[str, str]:
        """Return the answers given so far, by question."""
        return {name: value for line in self.lines[: self.at] for name, value in line.stored}

    def foreseen(self, at_most: int) -> tuple[Line, ...]:
        """Return the next line, and those after it that can be said without hearing more.

        Those are all typed: a button must have been shown.
        """
        end = self.at + 1
        while end < min(self.at + at_most, len(self.lines)) and self._foreseeable(end):
            end += 1
        return self.lines[self.at : end]

    def _foreseeable(self, number: int) -> bool:
        return all(self.lines[n].types and self.lines[n].stored for n in (number - 1, number))

    @property
    def finished(self) -> bool:
        return self.at == len(self.lines)


def people(
    villages: Sequence[Village], first_id: int = 600_000_000, first: int = 0
) -> Iterator[Person]:
    """Give people without end, one village after the other, from the `first`th on."""
    for number in itertools.count(first):
        yield Person(first_id + number, _script(number, villages[number % len(villages)]))


def as_typed(village: Village) -> str:
    """Return how people write where they live."""
    return f"{village.name}, kecamatan {village.district}"


def _script(number: int, village: Village) -> tuple[Line, ...]:
    return (
        Line("", types="/start"),
        Line("welcome.nobody", taps="g:register"),
        *_lines(worker(number, village)),
        Line("receipt", types="status"),
    )


def worker(number: int, village: Village) -> Worker:
    """Return a man of one's own, who lives in this village."""
    return Worker(
        name=_name(number),
        born=_born(number),
        woman=False,
        serial=number % _SERIALS + 1,
        village=village.code,
        village_typed=as_typed(village),
        mother=f"Maria {_MIDDLE[number % len(_MIDDLE)]}",
        address=f"Dusun Melati RT {number % 97 + 1} RW {number % 89 + 1}",
        phone=f"0812{5_000_0000 + number:08}",
    )


def _lines(worker: Worker) -> Iterator[Line]:
    """Answer every question, by a button where there is one."""
    kept = worker.kept()
    for name, answer in worker.asked():
        stored = tuple((one, kept[one]) for one in (name, *_with(name)) if one in kept)
        hears = f"registration.{name}.ask"
        if answer.button:
            yield Line(hears, taps=f":{name}:{answer.button}", stored=stored)
        else:
            yield Line(hears, types=answer.typed, stored=stored)


@cache
def _with(question: str) -> tuple[str, ...]:
    """Return the questions that are answered together with this one."""
    return tuple(name for name, answer in Worker().answers().items() if answer.after == question)


def _born(number: int) -> date:
    """Return a day that makes a worker of age and, with the serial, a NIK of one's own."""
    number //= _SERIALS
    return date(1970 + number % 30, 1 + number // 30 % 12, 1 + number // 360 % 28)


def _name(number: int) -> str:
    first, number = _FIRST[number % len(_FIRST)], number // len(_FIRST)
    middle, number = _MIDDLE[number % len(_MIDDLE)], number // len(_MIDDLE)
    return f"{first} {middle} {_LAST[number % len(_LAST)]}"


@dataclass(slots=True)
class Ear:
    """Tells which line of the script a message of the bot asks for, by its words."""

    catalog: Catalog
    _patterns: dict[str, re.Pattern[str]] = field(default_factory=dict)

    def line(self, person: Person, text: str) -> int | None:
        """Return the number of the line to say (their count: the last message), None: strange."""
        for number, line in enumerate(person.lines):
            if line.hears and self._pattern(line.hears).search(text):
                return number
        return len(person.lines) if self._pattern("status").search(text) else None

    def aside(self, text: str) -> bool:
        """Say whether a message only takes a keyboard away: the one behind it asks."""
        words = self.catalog.keys("id")
        return any(re.fullmatch(_as_pattern(words[key]), text) for key in ("noted", "received"))

    def _pattern(self, key: str) -> re.Pattern[str]:
        if key not in self._patterns:
            words = self.catalog.keys("id")
            keys = [one for one in words if one == key or one.startswith(f"{key}.")]
            found = "|".join(_as_pattern(words[one]) for one in keys)
            end = r"\Z" if key.endswith(".ask") else ""  # a question is the message's last word
            self._patterns[key] = re.compile(f"(?:{found}){end}", re.DOTALL)
        return self._patterns[key]


def _as_pattern(words: str) -> str:
    """Make a pattern of a catalog's words: a placeholder may be anything."""
    return re.sub(r"\\\{\w+\\\}", ".+?", re.escape(words))
