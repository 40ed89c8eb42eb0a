"""The words: a key and its values in, a sentence in somebody's language out.

Each language is one .po file (`<language>/LC_MESSAGES/bot.po`) whose msgids are keys such as
"registration.nik.ask". Placeholders stand in braces: {village}. Dates and times are written out in
the language; a time keeps the Indonesian clock it comes with and names it, any other becomes WIB.

What people wrote is shown dead: a phone makes no link, mention, tag or command of it. The words
themselves may hold such things, and so may {link}, which is ours.
"""

import re
from collections.abc import Mapping
from datetime import date, datetime, timedelta, timezone
from functools import cache, lru_cache
from pathlib import Path
from string import Formatter
from typing import Protocol, TypeAlias

from babel import Locale
from babel.dates import format_date, format_datetime
from babel.messages.pofile import read_po
from babel.numbers import format_decimal

FIRST_LANGUAGE = "id"
_FOLDER = Path(__file__).parent
_WIB = timezone(timedelta(hours=7))
_CLOCKS = {timedelta(hours=7): "WIB", timedelta(hours=8): "WITA", timedelta(hours=9): "WIT"}
_OURS = "link"  # the one placeholder whose value is to be tapped
# What a phone would make something to be tapped of: https://…, desa.com and 10.0.0.1, @nama, #kata
# and $KATA, /perintah. A number with dots (16.800), RT 02/RW 01 and "H. Abdul" are none.
_ALIVE = re.compile(
    r"[:.\u3002@#$/]"  # alone at the front, so that a text without one costs next to nothing
    r"(?:(?<=:)//(?=\S)"
    r"|(?<=\S[.\u3002])(?=[^\W\d_]{2})"
    r"|(?<=\d\.)(?=\d{1,3}\.\d{1,3}\.\d{1,3}(?!\d))"
    r"|(?<=@)(?=\w)"
    r"|(?<=[#$])(?=\w*[^\W\d])"
    r"|(?<!\w/)(?<=/)(?=\w))"
)
# Telegram (td, MessageEntity.cpp) ends a link, a mention or a command there; not at U+200C.
_APART = "\N{NARROW NO-BREAK SPACE}"


class Words(Protocol):
    """A key and its values, of which some may be words themselves."""

    @property
    def key(self) -> str: ...

    @property
    def values(self) -> "Mapping[str, Value]": ...


Parts: TypeAlias = tuple[tuple[str, str | None], ...]
"""What stands before a placeholder, and its name; None behind the last."""
Value: TypeAlias = "str | int | date | datetime | Words"


class Catalog:
    """All languages, read once. A key that a language lacks is said in the first language."""

    def __init__(self, messages: Mapping[str, Mapping[str, str]]) -> None:
        self._messages = messages
        self._parts: dict[str, dict[str, str | Parts]] = {language: {} for language in messages}
        self._locales = {language: Locale.parse(language) for language in messages}

    @classmethod
    def load(cls, folder: Path = _FOLDER) -> "Catalog":
        """Read every language of the folder."""
        files = sorted(folder.glob("*/LC_MESSAGES/bot.po"))
        return cls({file.parts[-3]: _read(file) for file in files})

    @property
    def languages(self) -> tuple[str, ...]:
        return tuple(self._messages)

    def keys(self, language: str) -> Mapping[str, str]:
        """Return a language's words as they are written, with their placeholders."""
        return self._messages[language]

    def template(self, language: str, key: str) -> str:
        """Return the words of a key with their placeholders; raise KeyError if there are none."""
        return self._messages[language].get(key) or self._messages[FIRST_LANGUAGE][key]

    def say(self, language: str, words: Words) -> str:
        """Return the words in a language; raise KeyError for an unknown key or a missing value."""
        parts = self._parts[language].get(words.key) or self._parted(language, words.key)
        if isinstance(parts, str):
            return parts
        values = words.values
        return "".join(
            [
                literal if name is None else literal + self._filled(language, name, values[name])
                for literal, name in parts
            ]
        )

    def _parted(self, language: str, key: str) -> "str | Parts":
        """Part the words of a key at their placeholders, once."""
        template = self.template(language, key)
        parts = tuple([(literal, name) for literal, name, *_ in Formatter().parse(template)])
        plain = all(name is None for _, name in parts)
        parted = template.format() if plain else parts
        self._parts[language][key] = parted
        return parted

    def _filled(self, language: str, name: str, value: "Value") -> str:
        return str(value) if name == _OURS else self.value(language, value)

    def value(self, language: str, value: "Value") -> str:
        """Return one value as it is said inside a sentence of the language."""
        match value:
            case str():
                return dead(value)
            case int():
                return _number(language, value)
            case datetime():
                local = value if value.utcoffset() in _CLOCKS else value.astimezone(_WIB)
                said = format_datetime(local, "d MMMM y HH.mm", locale=self._locales[language])
                return f"{said} {_CLOCKS[local.utcoffset() or timedelta()]}"
            case date():
                return format_date(value, "d MMMM y", locale=self._locales[language])
            case _:
                return self.say(language, value)


def dead(text: str) -> str:
    """Part what a phone would make a link, a mention or a command of, so that it makes none."""
    return _ALIVE.sub(rf"\g<0>{_APART}", text) if _ALIVE.search(text) else text


def alive(text: str) -> str:
    """Return words as they are to be written, not shown: into a field that comes back to us."""
    return text.replace(_APART, "")


@lru_cache(1024)
def _number(language: str, number: int) -> str:
    return format_decimal(number, locale=language)


@cache
def _read(file: Path) -> dict[str, str]:
    with file.open("rb") as source:
        catalog = read_po(source)
    return {str(m.id): str(m.string) for m in catalog if m.id and m.string}
