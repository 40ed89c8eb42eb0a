"""How the command line says things: how many, for how long, since when; broken between words."""

import textwrap
from datetime import datetime

from conversations.zones import zone_of

_IN_DAYS = 48  # hours


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


def lasted(since: datetime, now: datetime) -> str:
    hours = max(int((now - since).total_seconds()) // 3600, 0)
    return many(hours // 24, "day") if hours >= _IN_DAYS else many(hours, "hour")


def since(moment: datetime, village: str) -> str:
    """Return a moment as the clock of a village shows it: 2026-11-30 18:24 WIB."""
    return f"{moment.astimezone(zone_of(village)):%Y-%m-%d %H:%M %Z}"
