"""Counts how often a village head's decision crosses between the rooms of the house.

    .venv/bin/python -m bench.crossings

The rooms are the four at the top: bot, conversations, storage, locales. A crossing is a call from
a function that is written in a file of one room to a function that is written in a file of
another; what goes through a library on the way is none, nor is a coroutine that goes on after it
waited. One tap on "Benar, warga saya" is taken by the real turn, on a real database, while
another worker waits behind that card: the decision is kept, and the next card becomes the head's.
Then what was decided is sent. The fewer crossings, the less do two rooms know of each other.
"""

import argparse
import asyncio
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from dis import opmap
from types import CodeType, FrameType

from bench.machine import temporary_server
from bench.results import ROOT
from conversations.buttons.tokens import token
from conversations.messages import Incoming, Tapped
from storage.ids import new_id
from storage.migrate import migrate
from tests.dialogue.drivers import House, Terminal
from tests.dialogue.workers import BUDI, head_of, register

ROOMS = ("bot", "conversations", "storage", "locales")
MOST = 15  # pairs of functions that are shown


@dataclass(slots=True)
class Crossings:
    """What crossed, by the two functions' code."""

    calls: Counter[tuple[CodeType, CodeType]] = field(default_factory=Counter)
    _rooms: dict[str, str] = field(default_factory=dict)

    def room(self, code: CodeType) -> str:
        """Name the room a function is written in, "" if in none."""
        path = code.co_filename
        if path not in self._rooms:
            first = path.removeprefix(f"{ROOT}/").partition("/")[0]
            self._rooms[path] = first if first in ROOMS else ""
        return self._rooms[path]

    @contextmanager
    def counted(self) -> Iterator[None]:
        """Count what this thread calls in here."""
        sys.setprofile(self._called)
        try:
            yield
        finally:
            sys.setprofile(None)

    def _called(self, frame: FrameType, event: str, _: object) -> None:
        if event != "call" or frame.f_back is None or not _begins(frame):
            return
        origin, into = self.room(frame.f_back.f_code), self.room(frame.f_code)
        if origin and into and origin != into:
            self.calls[frame.f_back.f_code, frame.f_code] += 1

    def between(self) -> Counter[tuple[str, str]]:
        found: Counter[tuple[str, str]] = Counter()
        for (caller, called), times in self.calls.items():
            found[self.room(caller), self.room(called)] += times
        return found


def _begins(frame: FrameType) -> bool:
    """Whether a call begins, and no coroutine goes on: RESUME says which, in its lowest bits."""
    operation, argument = frame.f_code.co_code[frame.f_lasti : frame.f_lasti + 2]
    return operation == opmap["RESUME"] and not argument & 3


async def decided(house: House) -> tuple[Crossings, Crossings]:
    """Let two workers register, and a head confirm the first: what crosses in the turn, and after.

    RuntimeError: nobody was confirmed.
    """
    head = house.person("head")
    await register(house.person("yanti"))
    await register(house.person("budi"), BUDI)
    await head_of(head)
    [(first, version)] = await house.rows("SELECT id, version FROM registrations WHERE seq = 1")
    tapped = Tapped(token("d", first, version, "ok"))
    incoming = Incoming(head.address, str(new_id()), tapped, house.clock.now())
    turn, sending = Crossings(), Crossings()
    [delivery] = house.app.deliveries
    turns = house.app.turns(delivery)
    with turn.counted():
        await turns.take(incoming)
    with sending.counted():
        await delivery.drain()
    if await house.count("registrations WHERE status = 'confirmed'") != 1:
        raise RuntimeError("what was counted is no decision")
    return turn, sending


def table(what: str, crossings: Crossings) -> str:
    """Write what crosses from room to room, and the pairs of functions that cross most often."""
    lines = [f"| {what}: from | to | calls |", "|---|---|---:|"]
    for (origin, into), times in crossings.between().most_common():
        lines.append(f"| {origin} | {into} | {times} |")
    lines += [
        f"| all | | {crossings.calls.total()} |",
        "",
        "| from | to | calls |",
        "|---|---|---:|",
    ]
    for (caller, called), times in crossings.calls.most_common(MOST):
        lines.append(f"| {_named(caller)} | {_named(called)} | {times} |")
    return "\n".join(lines)


def _named(code: CodeType) -> str:
    file = code.co_filename.removeprefix(f"{ROOT}/")
    return f"{file}: {code.co_qualname}"


async def measure(url: str) -> tuple[Crossings, Crossings]:
    async with House(Terminal, url) as house:
        return await decided(house)


def main(arguments: Sequence[str] | None = None) -> None:
    argparse.ArgumentParser(
        prog="python -m bench.crossings",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    ).parse_args(arguments)
    with temporary_server() as server:
        asyncio.run(migrate(server.url))
        turn, sending = asyncio.run(measure(server.url))
    print(table("the turn", turn), "", table("what it says is sent", sending), sep="\n")


if __name__ == "__main__":
    main()
