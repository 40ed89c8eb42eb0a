"""The doors of the web server: who is silent, slow or too much is shown out, honest or not.

uvicorn gives a connection as long as it likes, and as many bytes of headers; whoever opens enough
of them shuts out everybody else. Here each connection is at one of three stages, with a bound on
its seconds and its bytes, and those that keep us waiting make room for whoever comes after them:

    HEAD ──headers are whole──► BODY ──it is whole──► ANSWER ──it is out──► HEAD, or closed

Not uvicorn's `limit_concurrency`: that counts silent connections, and then refuses honest
requests. Nothing here knows addresses: behind a proxy all have one, and it can limit them better.
"""

import asyncio
import resource
from dataclasses import field
from enum import Enum
from typing import Protocol

import structlog
from typing_extensions import override
from uvicorn.protocols.http.h11_impl import H11Protocol
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from bot.trouble import Trouble
from conversations.record import record

log: structlog.stdlib.BoundLogger = structlog.get_logger()

# What is fed to a parser at once: of a chunk (256 KiB of uvloop) it would make thousands of
# requests, or read a header past any bound, before it could be asked where it is.
_SLICE = 4 << 10
_MOST = 1024  # connections: ten times what Telegram opens
# Descriptors for all else: PostgreSQL's pool, sendings, polling, /metrics, what libraries open.
_KEPT = 128
_LEAST = 32  # connections, however few descriptors there are
_MOMENT = 1.5  # seconds: less than web_server.py waits before it cancels, with a fault in the log
_TOO_LARGE = (
    b"HTTP/1.1 431 Request Header Fields Too Large\r\n"
    b"content-length: 0\r\nconnection: close\r\n\r\n"
)


class Stage(Enum):
    """Whom a connection waits for: its client twice, then us."""

    HEAD = "head"
    BODY = "body"
    ANSWER = "answer"


def _places() -> int:
    """Return how many connections fit into the descriptors that the process may open."""
    most, _ = resource.getrlimit(resource.RLIMIT_NOFILE)
    if most == resource.RLIM_INFINITY:
        return _MOST
    return min(_MOST, max(_LEAST, most - _KEPT))


@record
class Limits:
    """What a connection may take at each stage, and all of them together."""

    head_seconds: float = 10
    body_seconds: float = 20
    answer_seconds: float = 60  # also for reading it; a turn takes milliseconds
    head_bytes: int = 64 << 10
    # Of all bodies that nobody can check yet, for they are not whole; how large one may be is its
    # route's to say.
    held_bytes: int = 16 << 20
    places: int = field(default_factory=_places)

    def seconds(self, stage: Stage) -> float:
        return {
            Stage.HEAD: self.head_seconds,
            Stage.BODY: self.body_seconds,
            Stage.ANSWER: self.answer_seconds,
        }[stage]


class Doors:
    """All connections of one web server, those that keep it waiting in the order they began to."""

    def __init__(self, limits: Limits) -> None:
        self.limits = limits
        self._inside: set[Door] = set()
        self._waiting: dict[Door, None] = {}  # an ordered set
        self._held = 0
        self._full = Trouble(log, "doors_full", "doors_free")

    def enter(self, door: "Door") -> None:
        """Let somebody in, if need be in the place of who has kept us waiting longest."""
        self._inside.add(door)
        if len(self._inside) > self.limits.places:
            self._full.lasts(reason="connections")
            next(iter(self._waiting), door).show_out()

    def moved(self, door: "Door") -> None:
        """Hear that a connection came to a stage: it is the newest of those at it."""
        self._waiting.pop(door, None)
        if door in self._inside and door.stage is not Stage.ANSWER:
            self._waiting[door] = None

    def hold(self, more: int) -> None:
        """Count bytes of bodies; while they are too many, the largest goes: a webhook is small."""
        self._held += more
        while self._held > self.limits.held_bytes:
            self._full.lasts(reason="bodies")
            max(self._waiting, key=lambda door: door.held).show_out()

    def leave(self, door: "Door") -> None:
        self._inside.discard(door)
        self._waiting.pop(door, None)
        if 2 * len(self._inside) < self.limits.places and 2 * self._held < self.limits.held_bytes:
            self._full.over()


class _Cycle(Protocol):
    """What both of uvicorn's parsers tell of the request in hand."""

    more_body: bool
    response_complete: bool


class Door(asyncio.Protocol):
    """One connection, before either of uvicorn's parsers: it looks only where that one is."""

    doors: Doors
    stage = Stage.HEAD
    held = 0  # bytes of a body that is not whole
    _came = 0  # bytes at this stage
    _bell: asyncio.TimerHandle | None = None

    @override
    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        super().connection_made(transport)
        self.doors.enter(self)
        self._begin(Stage.HEAD)

    @override
    def connection_lost(self, exc: Exception | None) -> None:
        self._left()
        super().connection_lost(exc)

    @override
    def data_received(self, data: bytes) -> None:
        for begin in range(0, len(data), _SLICE):
            if self._transport.is_closing():
                return
            if self.stage is Stage.ANSWER:  # nobody we serve asks on before he was answered
                self.show_out()
                return
            piece = data[begin : begin + _SLICE]
            super().data_received(piece)
            self._look(len(piece))

    def on_response_complete(self) -> None:
        """Hear from uvicorn that an answer is out; who was answered too early says no more."""
        super().on_response_complete()  # type: ignore[misc]  # uvicorn's both have it
        if self._cycle is not None and self._cycle.response_complete and self._cycle.more_body:
            self._transport.close()
        else:
            self._look(0)

    def shutdown(self) -> None:
        """Hear from uvicorn that all ends: a body that is on its way has a moment."""
        super().shutdown()  # type: ignore[misc]  # uvicorn's both have it
        if self.stage is Stage.BODY and self._bell is not None:
            self._bell.cancel()
            self._bell = asyncio.get_running_loop().call_later(_MOMENT, self.show_out)

    def show_out(self) -> None:
        self._left()
        self._transport.abort()

    def _look(self, came: int) -> None:
        """See how far the parser is, and whether what came is still within the bounds."""
        cycle = self._cycle
        if cycle is None or cycle.response_complete:
            stage = Stage.HEAD
        else:
            stage = Stage.BODY if cycle.more_body else Stage.ANSWER
        if stage is not self.stage:
            self._begin(stage)
        self._came += came
        if stage is Stage.HEAD and self._came > self.doors.limits.head_bytes:
            self._transport.write(_TOO_LARGE)
            self._transport.close()
        elif stage is Stage.BODY:
            self.held += came
            self.doors.hold(came)

    def _begin(self, stage: Stage) -> None:
        self._let_go()
        self.stage, self._came = stage, 0
        # Though it be closing: that waits for a client who does not read.
        seconds = self.doors.limits.seconds(stage)
        self._bell = asyncio.get_running_loop().call_later(seconds, self.show_out)
        self.doors.moved(self)

    def _left(self) -> None:
        self._let_go()
        self.doors.leave(self)

    def _let_go(self) -> None:
        if self._bell is not None:
            self._bell.cancel()
            self._bell = None
        held, self.held = self.held, 0
        self.doors.hold(-held)

    @property
    def _transport(self) -> asyncio.Transport:
        transport: asyncio.Transport = self.transport  # type: ignore[attr-defined]
        return transport

    @property
    def _cycle(self) -> _Cycle | None:
        cycle: _Cycle | None = self.cycle  # type: ignore[attr-defined]
        return cycle


class HttpToolsDoor(Door, HttpToolsProtocol):
    """Before the parser in C, which bounds nothing itself."""

    @override
    def on_header(self, name: bytes, value: bytes) -> None:
        """Forget what stands after a body: uvicorn would keep it all, and nobody asks for it."""
        cycle = self._cycle
        if cycle is None or cycle.response_complete or not cycle.more_body:
            super().on_header(name, value)


class H11Door(Door, H11Protocol):
    """Before the parser in Python."""


def door(limits: Limits, parser: type[Door] = HttpToolsDoor) -> type[asyncio.Protocol]:
    """Return what uvicorn makes a connection of (`http`), all behind the same doors."""
    return type(parser.__name__, (parser,), {"doors": Doors(limits)})
