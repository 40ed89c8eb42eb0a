"""Posts 10,000 WhatsApp webhooks, a fifth twice and in any order; counts what became of them.

Each carries one to three messages of different people. A message must stand in the inbox once and
have one reply in the outbox, however often and in whatever order it came; every post must be
answered with 200. Nothing is sent: what leaves, and when, is measured elsewhere.
"""

import argparse
import asyncio
import random
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import chain
from itertools import count as count_up
from typing import Any

import httpx
import orjson

from bench.machine import temporary_server
from bench.spread import quantile
from storage.migrate import migrate
from tests.dialogue.drivers import House
from tests.dialogue.whatsapp import WhatsApp
from tests.platforms.graph_server import PHONE_ID
from tests.platforms.plain_http import local_client
from tests.platforms.whatsapp_phone import APP_SECRET, Pen, signature

AT_ONCE = 16  # posts on their way
TWICE = 0.2
PATIENCE_MS = 250  # programme.md 6.1: Meta wants 200 within that at the median
_SAID = (
    *("halo", "daftar", "untuk saya sendiri", "Sungai Duri", "SETUJU", "tidak satu pun"),
    *("kembali", "status", "bantuan", "iya", "besok", "noreh karet", "500 ribu", "gratis ya?"),
)


@dataclass(slots=True)
class Flood:
    """What was posted, and what became of it."""

    posts: int
    distinct: int
    inbox: int = 0
    replies: int = 0
    parked: int = 0
    refused: int = 0
    seconds: float = 0.0
    latencies: list[float] = field(default_factory=list)

    @property
    def lost(self) -> int:
        return max(self.distinct - self.inbox, 0)

    @property
    def doubled(self) -> int:
        return abs(self.replies - self.distinct)

    @property
    def held(self) -> bool:
        return not (self.lost or self.doubled or self.parked or self.refused)

    def quantile_ms(self, share: float) -> float:
        return 1000 * quantile(self.latencies, share)


def payloads(count: int, people: int, seed: int) -> list[dict[str, Any]]:
    """Write down webhooks of one to three messages, each of somebody else.

    Each message is sent a second after the last: nobody writes faster than people are answered.
    """
    dice, seconds = random.Random(seed), count_up(int(time.time()) - 3 * count)

    def now() -> datetime:
        return datetime.fromtimestamp(next(seconds), UTC)

    pens = [Pen(PHONE_ID, f"6281{n:09}", f"ID.{n}", now) for n in range(people)]
    written = []
    for _ in range(count):
        those = dice.sample(pens, dice.randint(1, 3))
        messages = [pen.text(dice.choice(_SAID)) for pen in those]
        written.append(those[0].payload(messages, contacts=[pen.profile() for pen in those]))
    return written


async def flood(house: House, written: Sequence[dict[str, Any]], seed: int) -> Flood:
    """Post them all, a fifth twice and in any order, and count."""
    dice = random.Random(seed)
    posts = [*written, *dice.sample(list(written), int(len(written) * TWICE))]
    dice.shuffle(posts)
    values = (one["entry"][0]["changes"][0]["value"] for one in written)
    ids = set(chain.from_iterable([m["id"] for m in value["messages"]] for value in values))
    found = Flood(len(posts), len(ids))
    wire = house.wire
    assert isinstance(wire, WhatsApp)
    began = time.perf_counter()
    queue = iter(posts)
    limits = httpx.Limits(max_connections=AT_ONCE)
    async with local_client(limits=limits, timeout=60) as client:
        posting = (_post(client, wire.door.url, queue, found) for _ in range(AT_ONCE))
        await asyncio.gather(*posting)
    found.seconds = time.perf_counter() - began
    found.inbox = await house.count("inbox")
    found.replies = await house.count("outbox")
    found.parked = await house.count("parked")
    return found


async def _post(
    client: httpx.AsyncClient,
    url: str,
    queue: Iterator[dict[str, Any]],
    found: Flood,
) -> None:
    for payload in queue:
        body = orjson.dumps(payload)
        headers = {"X-Hub-Signature-256": signature(body, APP_SECRET)}
        began = time.perf_counter()
        response = await client.post(url, content=body, headers=headers)
        found.latencies.append(time.perf_counter() - began)
        found.refused += response.status_code != httpx.codes.OK


async def _measured(url: str, given: argparse.Namespace) -> Flood:
    await migrate(url)
    async with House(WhatsApp, url) as house:
        written = payloads(given.webhooks, given.people, given.seed)
        return await flood(house, written, given.seed)


def report(found: Flood) -> str:
    median, slow = found.quantile_ms(0.5), found.quantile_ms(0.99)
    return "\n".join(
        (
            f"webhooks posted     {found.posts:,} ({found.posts / found.seconds:,.0f}/s)",
            f"messages            {found.distinct:,}",
            f"lost                {found.lost}",
            f"doubled             {found.doubled}",
            f"parked, refused     {found.parked}, {found.refused}",
            f"200 after           {median:.0f} ms (median), {slow:.0f} ms (p99)",
        )
    )


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--webhooks", type=int, default=10_000)
    parser.add_argument("--people", type=int, default=1_000)
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args(arguments)
    with temporary_server() as server:
        found = asyncio.run(_measured(server.url, given))
    print(report(found))
    held = found.held and found.quantile_ms(0.5) <= PATIENCE_MS
    print("held" if held else "MISSED")
    return 0 if held else 1


if __name__ == "__main__":
    sys.exit(main())
