"""Conversations written down: who does what, and the words (by key) that come back.

    await play(
        (yanti, "daftar", "welcome.new", "registration.for_whom.ask"),
        (yanti, Tap("registration.for_whom.self"), "registration.village.ask"),
        (head, None, "card.head", "card.ask"),          # looks, and does nothing
        (yanti, "status", ("status.confirmed", "next.confirmed")),
    )

What is expected comes in the order given, within what was heard since the last look. A tuple is one
whole message, nothing before, between or after its texts. A key with values the test knows is a
`Key`; what it does not know may be anything. `SILENCE` is nothing at all.
"""

# ruff: noqa: E501 - a step of a transcript is one line

import re
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, TypeAlias

from typing_extensions import override

from conversations.messages import Text
from locales.catalog import Catalog
from tests.dialogue.drivers import Person

_PLACEHOLDER = re.compile(r"\\\{(\w+)\\\}")


class Key:
    """A key of the catalog, with those of its values that matter."""

    def __init__(self, key: str, **values: str | int | date | datetime | Text) -> None:
        self.key = key
        self.values = values

    def pattern(self, catalog: Catalog, language: str) -> str:
        known = {name: catalog.value(language, value) for name, value in self.values.items()}
        template = re.escape(catalog.template(language, self.key))
        return _PLACEHOLDER.sub(
            lambda hole: re.escape(known[hole[1]]) if hole[1] in known else r"[^\f]+?", template
        )

    @override
    def __repr__(self) -> str:
        return f"Key({self.key!r}, {self.values})"


@dataclass(frozen=True, slots=True)
class Tap:
    """A button, by the key of its label, or by the label itself."""

    key: str
    values: tuple[tuple[str, str], ...] = ()

    def label(self, person: Person) -> str:
        catalog = person.house.catalog
        if self.key not in catalog.keys("id"):
            return self.key
        return catalog.say(person.language, Text(self.key, dict(self.values)))


@dataclass(frozen=True, slots=True)
class Open:
    payload: str = ""


@dataclass(frozen=True, slots=True)
class Offers:
    """The labels under the newest message, all of them, by key or as they are."""

    labels: tuple[str, ...]

    def __init__(self, *labels: str) -> None:
        object.__setattr__(self, "labels", labels)


class Photo:
    pass


SILENCE = "(silence)"

Expected: TypeAlias = "str | Key | tuple[str | Key, ...] | Offers"
Deed: TypeAlias = "str | Tap | Open | Photo | None"


async def play(*steps: tuple[Any, ...]) -> None:
    """Play a transcript; AssertionError with the step and what was heard instead."""
    for number, (person, deed, *expected) in enumerate(steps, 1):
        await perform(person, deed)
        await hear(person, *expected, step=f"step {number}, {deed!r}")


async def perform(person: Person, deed: Deed) -> None:
    match deed:
        case None:
            return
        case str():
            await person.says(deed)
        case Tap():
            await person.taps(deed.label(person))
        case Open():
            await person.opens(deed.payload)
        case Photo():
            await person.sends_photo()


async def hear(person: Person, *expected: Expected, step: str = "") -> list[str]:
    """Look, and compare; return what was heard."""
    heard = await person.heard()
    if expected == (SILENCE,):
        assert heard == [], f"{step}: nothing was to be said"
        return heard
    left = "\n\f\n".join(heard)
    for one in expected:
        if isinstance(one, Offers):
            wanted = [Tap(label).label(person) for label in one.labels]
            assert person.labels == wanted, f"{step}: other buttons"
            continue
        found = re.search(_pattern(person, one), left, re.DOTALL)
        assert found, f"{step}: no {one!r} in:\n{left}\n--- of:\n" + "\n---\n".join(heard)
        left = left[found.end() :]
    return heard


def _pattern(person: Person, expected: str | Key | tuple[str | Key, ...]) -> str:
    if isinstance(expected, tuple):
        whole = r"\n\n".join(_pattern(person, one) for one in expected)
        if person.together:  # the one message of a turn holds several of those of other channels
            return rf"(?:\A|(?<=\n\n)|(?<=\n\f\n)){whole}(?:\Z|(?=\n\n)|(?=\n\f\n))"
        return rf"(?:\A|(?<=\n\f\n)){whole}(?:\Z|(?=\n\f\n))"
    if isinstance(expected, Key):
        return expected.pattern(person.house.catalog, person.language)
    if expected in person.house.catalog.keys("id"):
        return Key(expected).pattern(person.house.catalog, person.language)
    if re.fullmatch(r"[a-z_]+(\.[a-z_]+)+", expected):
        raise KeyError(f"{expected} is no key of the catalog")
    return re.escape(expected)


def count(person: Person, key: str, heard: list[str]) -> int:
    """Count the messages that are the words of a key, and nothing else."""
    pattern = _pattern(person, key)
    if person.together:
        return sum(len(re.findall(pattern, text, re.DOTALL)) for text in heard)
    return sum(re.fullmatch(pattern, text, re.DOTALL) is not None for text in heard)


def rewritten(person: Person, *expected: Expected) -> tuple[Expected, ...]:
    """What somebody hears when a message of theirs is rewritten: nothing, where that cannot be."""
    return (SILENCE,) if person.together else expected
