"""How the tables write what a parser does: its value, or the reason of its refusal."""

from collections.abc import Callable
from typing import TypeVar

from conversations.answers.invalid import Invalid

Value = TypeVar("Value")


def outcome(parse: Callable[[str], Value], text: str) -> Value | str:
    """Return the value, or the reason of the Invalid raised."""
    try:
        return parse(text)
    except Invalid as no:
        return no.reason
