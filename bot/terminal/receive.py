"""The terminal, the way in: a typed line is a message, or the button it names."""

from collections.abc import Sequence
from datetime import datetime

from uuid_utils.compat import uuid7

from bot.ports import Button
from conversations.messages import Address, Channel, Incoming, Input, Said, SentMedia, Tapped

ACCOUNT = "terminal"
_PHOTO = "[foto]"  # so that a script can send what carries no answer


def address(person: str) -> Address:
    return Address(Channel.TERMINAL, ACCOUNT, person)


def incoming(person: str, given: Input, now: datetime, line: str = "") -> Incoming:
    """Make a message of what was typed; its id is unique and grows with time."""
    return Incoming(address(person), str(uuid7().int), given, now, line.encode())


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
