"""The phones: who holds one, and what stands in its chat, as it came over the wire.

In memory alone, and no longer than `MOST_MESSAGES`: what is kept for good is in the database.
"""

from collections import deque
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any, TypeAlias

from conversations.messages import Address, Channel

MOST_MESSAGES = 200  # in a chat; the oldest go
MOST_PHONES = 30
Json: TypeAlias = dict[str, Any]


class Platform(StrEnum):
    """What a phone imitates; also the account of its address."""

    TELEGRAM = "telegram"
    WHATSAPP = "whatsapp"


class Does(StrEnum):
    """What a button does."""

    TAP = "tap"
    CONTACT = "contact"  # shares one's own number
    FORM = "form"  # opens the form
    SAY = "say"  # its label is sent as a message


@dataclass(frozen=True, slots=True)
class Key:
    """A button or a row of a list. `whole`: its label before it was cut."""

    label: str
    token: str = ""
    does: Does = Does.TAP
    description: str = ""
    whole: str = ""

    def told(self) -> Json:
        whole = self.whole or self.label
        return {
            "label": self.label,
            "whole": whole,
            "description": self.description,
            "does": self.does.value,
        }


@dataclass(slots=True)
class Shown:
    """One message of a chat. `by`: "bot", "me", or "platform", which tells why it refused one.

    `look`: where its keys are: "inline", "keyboard", "buttons", "list", "contact", "form", or "".
    `fills`: what stands on the form before it is filled in.
    """

    id: str
    by: str
    at: datetime
    text: str
    kind: str = "text"
    look: str = ""
    rows: tuple[tuple[Key, ...], ...] = ()
    opener: str = ""
    template: str = ""
    edited: bool = False
    billed: bool = False
    fills: Json = field(default_factory=dict)

    @property
    def keys(self) -> list[Key]:
        """What can be tapped, in reading order."""
        return [key for row in self.rows for key in row]

    def told(self) -> Json:
        return {
            "id": self.id,
            "by": self.by,
            "at": self.at.isoformat(),
            "text": self.text,
            "kind": self.kind,
            "look": self.look,
            "rows": [[key.told() for key in row] for row in self.rows],
            "opener": self.opener,
            "template": self.template,
            "edited": self.edited,
            "billed": self.billed,
            "fills": self.fills,
        }


@dataclass(slots=True)
class Phone:
    """`user`: its holder's id on the platform. `number`: country code and digits.

    `billed` counts what was sent to it by what Meta would call it. `last`: what it sent last.
    """

    id: str
    platform: Platform
    name: str
    user: str
    number: str
    head_of: str = ""
    wrote_at: datetime | None = None
    keyboard: str = ""
    billed: dict[str, int] = field(default_factory=dict)
    messages: deque[Shown] = field(default_factory=lambda: deque(maxlen=MOST_MESSAGES))
    last: bytes = b""

    @property
    def address(self) -> Address:
        return Address(Channel.SIMULATOR, self.platform.value, self.user)

    @property
    def newest(self) -> str:
        """The id of the newest message; "" if there is none."""
        return self.messages[-1].id if self.messages else ""

    def since(self, message: str) -> list[Shown]:
        """Return what came after a message; everything, if it is gone."""
        ids = [shown.id for shown in self.messages]
        return list(self.messages)[ids.index(message) + 1 if message in ids else 0 :]

    def find(self, message: str) -> Shown:
        """Return a message that stands in the chat; raise LookupError."""
        for shown in reversed(self.messages):
            if shown.id == message:
                return shown
        raise LookupError(message)

    def told(self) -> Json:
        """Return what is told of it, but for its chat."""
        return {
            "id": self.id,
            "platform": self.platform.value,
            "name": self.name,
            "number": self.number,
            "head_of": self.head_of,
            "keyboard": self.keyboard,
            "billed": self.billed,
            "wrote_at": self.wrote_at and self.wrote_at.isoformat(),
        }


Tell: TypeAlias = Callable[[str, Json], None]
_NAMES = ("Yanti", "Budi", "Siti", "Rudi", "Maria", "Anton", "Rina", "Yusuf", "Lina", "Hendra")
_TELEGRAM_USERS = 710_000_000  # what the first of them follows; made up, and so are the numbers
_WHATSAPP_NUMBERS = 6_281_200_000_000


class Phones:
    """All of them, in the order in which they came. `tell`: the pages."""

    def __init__(self, tell: Tell) -> None:
        self._tell = tell
        self._phones: dict[str, Phone] = {}

    def __iter__(self) -> Iterator[Phone]:
        return iter(self._phones.values())

    def __len__(self) -> int:
        return len(self._phones)

    def __getitem__(self, phone: str) -> Phone:
        return self._phones[phone]

    def add(self, platform: Platform, name: str = "", head_of: str = "") -> Phone:
        """Take a new phone: always the same people, in the same order, on each platform."""
        n = 1 + sum(one.platform is platform for one in self)
        number = f"{_WHATSAPP_NUMBERS + 2 * n + (platform is Platform.TELEGRAM)}"
        on_whatsapp = platform is Platform.WHATSAPP
        user = f"ID.1{number}" if on_whatsapp else str(_TELEGRAM_USERS + n)
        called = name or _NAMES[len(self) % len(_NAMES)]
        phone = Phone(f"{platform}-{n}", platform, called, user, number, head_of)
        self._phones[phone.id] = phone
        self._tell("phone", phone.told())
        return phone

    def of(self, platform: Platform, user: str) -> Phone | None:
        """Return whose id or number this is there; None if no phone has it."""
        mine = (one for one in self if one.platform is platform)
        return next((one for one in mine if user in {one.user, one.number}), None)

    def at(self, address: Address) -> str:
        """Return the id of the phone at an address; "" if none is there."""
        return next((one.id for one in self if one.address == address), "")

    def show(self, phone: Phone, shown: Shown) -> None:
        """Put a message into a chat; what asks for a number on its keyboard stays below it."""
        phone.messages.append(shown)
        if shown.billed:
            kind = "template" if shown.template else "service"
            phone.billed[kind] = phone.billed.get(kind, 0) + 1
        self.changed(phone, shown)

    def changed(self, phone: Phone, shown: Shown) -> None:
        self._tell("message", {"phone": phone.id, "message": shown.told()})
        self._tell("phone", phone.told())


def one_a_row(keys: Sequence[Key]) -> tuple[tuple[Key, ...], ...]:
    return tuple((key,) for key in keys)
