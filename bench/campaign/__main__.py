"""A campaign: ten thousand chats write within a minute while fifty people are registering.

Counts how long those fifty wait for each reply, with the platform's own thirty messages a second.
The welcomes of the ten thousand take minutes; they are not waited for.
"""

import argparse
import asyncio
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice

import uvloop

from bench.campaign.crowds import Campaign
from bench.machine import temporary_server
from bench.platforms.people import LINES, people
from bench.spread import quantile
from bot.app import opened
from bot.commands.setup import prepare_demo
from bot.settings import Settings
from conversations.answers.village.village import load
from storage.migrate import migrate
from storage.sealing import Keys

MOST_MS = 2_000  # at p99, for who is in the middle of a registration
BEGUN = 3  # lines that the fifty have said before the others come
THINKS = (3.0, 7.0)  # seconds before each answer


@dataclass(frozen=True, slots=True)
class Found:
    """What the campaign came to. `before`: milliseconds of replies before the crowd came."""

    before: Sequence[float]
    waited: Sequence[float]
    overtaken: Sequence[int]
    strangers: int
    taken_in: float
    welcomed: int

    @property
    def held(self) -> bool:
        return quantile(self.waited, 0.99) <= MOST_MS


async def measured(url: str, given: argparse.Namespace) -> Found:
    """Let both crowds come to a bot of their own."""
    await migrate(url)
    settings = Settings.read({"SERATUS_KEYS": Keys.generate().dump()})
    async with opened(settings, url) as app:
        await prepare_demo(app.storage, app.clock.now().date())
        await app.directory.read(app.storage)
        async with Campaign.running(app) as campaign:
            return await _both(campaign, given)


async def _both(campaign: Campaign, given: argparse.Namespace) -> Found:
    registering = list(islice(people(load(["61.07"])), given.people))
    async with asyncio.TaskGroup() as beginning:
        for person in registering:
            beginning.create_task(campaign.register(person, BEGUN, THINKS))
    before = [1000 * answer.waited for answer in campaign.answers]
    campaign.answers.clear()
    reached, began = campaign.telegram.reached, time.perf_counter()
    async with asyncio.TaskGroup() as both:
        coming = both.create_task(campaign.come(given.chats, given.seconds))
        coming.add_done_callback(lambda _: taken.append(time.perf_counter() - began))
        for person in registering:
            both.create_task(campaign.register(person, LINES - BEGUN, THINKS))
        taken: list[float] = []
    return Found(
        before,
        [1000 * answer.waited for answer in campaign.answers],
        [answer.overtaken for answer in campaign.answers],
        campaign.strangers,
        taken[0],
        campaign.telegram.reached - reached - len(campaign.answers),
    )


def report(found: Found) -> str:
    def both(waited: Sequence[float]) -> str:
        return f"{quantile(waited, 0.5):,.0f} ms (median), {quantile(waited, 0.99):,.0f} ms (p99)"

    overtaken = f"{quantile(found.overtaken, 0.5):.0f} (median), {max(found.overtaken)} (most)"
    return "\n".join(
        (
            f"chats that wrote         {found.strangers:,}, taken in {found.taken_in:.0f} s",
            f"welcomed meanwhile       {found.welcomed:,}",
            f"replies before           {both(found.before)}",
            f"replies in the crowd     {both(found.waited)}, of {len(found.waited)}",
            f"others served meanwhile  {overtaken}",
        )
    )


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--chats", type=int, default=10_000)
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--people", type=int, default=50)
    given = parser.parse_args(arguments)
    with temporary_server() as server:
        found = uvloop.run(measured(server.url, given))
    print(report(found))
    print("held" if found.held else "MISSED")
    return 0 if found.held else 1


if __name__ == "__main__":
    sys.exit(main())
