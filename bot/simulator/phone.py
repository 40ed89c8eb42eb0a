"""A phone: who holds it, and what stands in its chat, as it came over the wire.

In memory alone, and no longer than `MOST_MESSAGES`: what is kept for good is in the database.
"""

from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any, TypeAlias

from conversations.messages import Address, Channel

MOST_MESSAGES = 200  # in a chat; the oldest go
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

    `hidden`: WhatsApp tells nobody the number, since its holder has a username.
    `billed` counts what was sent to it by what Meta would call it. `last`: what it sent last.
    """

    id: str
    platform: Platform
    name: str
    user: str
    number: str
    head_of: str = ""
    hidden: bool = False
    wrote_at: datetime | None = None
    keyboard: str = ""
    billed: dict[str, int] = field(default_factory=dict)
    messages: deque[Shown] = field(default_factory=lambda: deque(maxlen=MOST_MESSAGES))
    last: bytes = b""

    @property
    def address(self) -> Address:
        return Address(Channel.SIMULATOR, self.platform.value, self.user)

    @property
    def unwritten(self) -> bool:
        """A worker's, and its holder never wrote."""
        return not self.head_of and self.wrote_at is None

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
            "hidden": self.hidden,
            "keyboard": self.keyboard,
            "billed": self.billed,
            "wrote_at": self.wrote_at and self.wrote_at.isoformat(),
        }


def one_a_row(keys: Sequence[Key]) -> tuple[tuple[Key, ...], ...]:
    return tuple((key,) for key in keys)
