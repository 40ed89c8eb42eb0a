"""The terminal, the way in: a typed line is a message, or the button it names."""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime

import orjson
from uuid_utils.compat import uuid7

from bot.ports import Button
from conversations.messages import (
    Address,
    Channel,
    Incoming,
    Input,
    Opened,
    Said,
    SentMedia,
    Tapped,
)

ACCOUNT = "terminal"
_KINDS = (Said, Tapped, Opened, SentMedia)  # what can be typed or followed here
_PHOTO = "[foto]"  # so that a script can send what carries no answer


def address(person: str) -> Address:
    return Address(Channel.TERMINAL, ACCOUNT, person)


def incoming(person: str, given: Input, now: datetime) -> Incoming:
    """Make a message of what was typed; its id is unique and grows with time."""
    body = {"person": person, "id": str(uuid7().int), "kind": type(given).__name__}
    raw = orjson.dumps({**body, "input": asdict(given)})
    return Incoming(address(person), body["id"], given, now, raw)


def again(raw: bytes, account: str, at: datetime) -> Incoming | None:
    """Read what `incoming` made of a message. Raise ValueError."""
    kept = orjson.loads(raw)
    given = next((kind for kind in _KINDS if kind.__name__ == kept["kind"]), None)
    if given is None:
        return None
    sender = Address(Channel.TERMINAL, account, kept["person"])
    return Incoming(sender, kept["id"], given(**kept["input"]), at, raw)


def read(line: str, shown: str, buttons: Sequence[Button]) -> Input:
    """Read a line against the buttons that a person has before them."""
    text = line.strip()
    if text == _PHOTO:
        return SentMedia("photo")
    if text.isascii() and text.isdecimal() and 0 < int(text) <= len(buttons):
        return Tapped(buttons[int(text) - 1].token, shown)
    said = text.casefold()
    token = next((b.token for b in buttons if b.label.casefold() == said), None)
    return Tapped(token, shown) if token else Said(text.removeprefix("/"))
