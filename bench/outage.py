"""Lets the Graph API fail for a minute, in every way it can, while people go on writing.

People write all the while, and each is answered in order; the stand-in answers 429, 5xx, garbage,
nothing at all, or cuts the connection. Afterwards everything must have left once, and what was put
for one person in the order it was put.
"""

import argparse
import asyncio
import itertools
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[1]))  # it may be run as a script

from contextlib import AsyncExitStack

from starlette.responses import Response
from starlette.types import Scope
from typing_extensions import override

from bot.postgres import remove, start
from storage.migrate import migrate
from tests.dialogue.drivers import House, SteppedClock, Watched
from tests.dialogue.whatsapp import WhatsApp, on_whatsapp
from tests.graph_server import GraphServer, answering

LATEST = 300.0  # seconds after the trouble until everything has left


class Now(SteppedClock):
    """The time as it is."""

    @override
    def now(self) -> datetime:
        return datetime.now(UTC)

    @override
    def step(self, **duration: float) -> None:
        return


class Running(WhatsApp):
    """The channel with delivery running by itself, as it does at work."""

    @override
    async def plug(self, app: Watched, running: AsyncExitStack) -> None:
        await super().plug(replace(app, drives=False), running)


@dataclass(slots=True)
class Outage:
    put: int = 0
    sent: int = 0
    twice: int = 0
    failures: int = 0
    out_of_order: list[str] = field(default_factory=list)
    seconds_after: float = 0.0

    @property
    def held(self) -> bool:
        return self.put > 0 and self.sent == self.put and not (self.out_of_order or self.twice)


def trouble(meta: GraphServer, found: Outage) -> Any:  # noqa: ANN401 - a failure of the stand-in
    """Fail in turn: 429 with a pause, 5xx, garbage, silence, a cut connection."""
    ways = itertools.cycle(
        (
            answering(429, 130429, {"Retry-After": "2"}),
            answering(500, 131000),
            answering(503, "<html>busy</html>"),
            answering(200, "garbage"),
            meta.hang,
            meta.reset,
        )
    )

    async def fail(scope: Scope) -> Response:
        found.failures += 1
        return await next(ways)(scope)

    return fail


async def measure(url: str, people: int, seconds: float) -> Outage:
    found = Outage()
    async with House(Running, url, clock=Now()) as house:
        meta = house.wire.server  # type: ignore[attr-defined] # of the wire above
        those = [on_whatsapp(house, f"person {n}") for n in range(people)]
        meta.failing = trouble(meta, found)
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            for person in those:
                await person.says("halo")
            await asyncio.sleep(max(seconds / 5, 0.1))
        meta.failing = None
        began = time.monotonic()
        await _until_all_left(house, began + LATEST)
        found.seconds_after = time.monotonic() - began
        await _compare(house, meta, found)
    return found


async def _until_all_left(house: House, latest: float) -> None:
    unsent = "SELECT count(*) FROM outbox WHERE sent_at IS NULL"
    # The database tells nobody when it is empty.
    while (await house.rows(unsent))[0][0] and time.monotonic() < latest:  # noqa: ASYNC110
        await asyncio.sleep(0.5)


async def _compare(house: House, meta: GraphServer, found: Outage) -> None:
    """Hold what was put beside what Meta took, by our own reference."""
    put = await house.rows("SELECT id::text, address_id::text FROM outbox ORDER BY seq")
    taken = list(dict.fromkeys(sent.reference for sent in meta.sent))
    times = Counter(sent.reference for sent in meta.sent)
    found.put, found.sent = len(put), len(taken)
    found.twice = sum(count - 1 for count in times.values())
    for address in {address for _, address in put}:
        theirs = [post for post, whose in put if whose == address]
        if [post for post in taken if post in set(theirs)] != theirs:
            found.out_of_order.append(address)


def report(found: Outage) -> str:
    return "\n".join(
        (
            f"messages put        {found.put}",
            f"taken by Meta       {found.sent}",
            f"taken twice         {found.twice}",
            f"failed tries        {found.failures}",
            f"people out of order {len(found.out_of_order)}",
            f"all left            {found.seconds_after:.0f} s after the trouble",
            "held" if found.held else "MISSED",
        )
    )


async def _run(people: int, seconds: float) -> Outage:
    with tempfile.TemporaryDirectory(prefix="seratus-outage-") as home:
        server = start(Path(home))
        try:
            await migrate(server.url)
            return await measure(server.url, people, seconds)
        finally:
            server.stop()
            remove(Path(home))


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--people", type=int, default=100)
    parser.add_argument("--seconds", type=float, default=60)
    given = parser.parse_args(arguments)
    found = asyncio.run(_run(given.people, given.seconds))
    print(report(found))
    return 0 if found.held else 1


if __name__ == "__main__":
    sys.exit(main())
