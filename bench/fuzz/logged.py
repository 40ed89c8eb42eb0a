"""All that is logged meanwhile, and whether anything in it was told by somebody.

A line is looked at as it is before it is masked, too: what must not be logged is not to be given
to the log.
"""

import contextlib
import io
import logging
import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from typing import Any

import structlog
from typing_extensions import override

from bot.serving.logs import configure

SHORTEST = 8  # characters of what somebody told; less may stand in a log by itself
_TOLD_OTHERWISE = {"message_parked", "message_without_words"}  # with what it was
_WHEN = re.compile(r"\d{4}-\d\d-\d\dT[\d:.]+Z?")


@dataclass(slots=True)
class Logged:
    """Different lines. `faults`: events of an error, since they were taken last."""

    lines: set[str] = field(default_factory=set)
    faults: list[str] = field(default_factory=list)
    events: dict[str, int] = field(default_factory=dict)
    _new: set[str] = field(default_factory=set)

    def write(self, line: str) -> None:
        seen = _WHEN.sub("", line)
        if seen not in self.lines:
            self.lines.add(seen)
            self._new.add(seen)

    def record(self, record: logging.LogRecord) -> None:
        event: Any = record.msg
        told = event.get("event") if isinstance(event, dict) else record.name
        self.events[str(told)] = self.events.get(str(told), 0) + 1
        self.write(repr(event) if isinstance(event, dict) else record.getMessage())
        if record.levelno >= logging.ERROR and told not in _TOLD_OTHERWISE:
            error = event.get("error", "") if isinstance(event, dict) else ""
            self.faults.append(f"{told} {error}".strip())

    def take_faults(self) -> list[str]:
        taken, self.faults = self.faults, []
        return taken

    def quoted(self, told: Collection[str]) -> list[tuple[str, str]]:
        """Return what was told and stands in a line that was not looked at yet, and the line."""
        lines, self._new = [line.casefold() for line in self._new], set()
        whole = "\n".join(lines)
        pieces = {piece.casefold() for piece in told if len(piece) >= SHORTEST}
        found = [piece for piece in pieces if piece in whole]
        return [(piece, next(line for line in lines if piece in line)) for piece in sorted(found)]


class _Ear(logging.Handler):
    def __init__(self, logged: Logged) -> None:
        super().__init__()
        self._logged = logged

    @override
    def emit(self, record: logging.LogRecord) -> None:
        self._logged.record(record)


class _Stderr(io.StringIO):
    def __init__(self, logged: Logged) -> None:
        super().__init__()
        self._logged = logged

    @override
    def write(self, text: str) -> int:
        for line in text.splitlines():
            self._logged.write(line)
        return len(text)


@contextlib.contextmanager
def logged(level: str = "info") -> Iterator[Logged]:
    """Log as `seratus serve` does, and hear all of it; put the log back later."""
    root, kept = logging.getLogger(), Logged()
    handlers, before = root.handlers[:], root.level
    with contextlib.redirect_stderr(_Stderr(kept)):
        configure(level)
    ear = _Ear(kept)
    root.addHandler(ear)
    try:
        yield kept
    finally:
        root.handlers[:] = handlers
        root.setLevel(before)
        structlog.reset_defaults()
