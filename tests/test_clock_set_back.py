"""A clock that is set back holds up nobody's reply, and a start ends nobody's wait."""

import asyncio
import contextlib
from collections.abc import AsyncIterator
from datetime import datetime, timedelta

import pytest
import structlog
from typing_extensions import override

from bot.ports import Clock
from bot.serving.upkeep import keep_time
from conversations.messages import Channel, Reply, Text
from storage.messages.outbox_sql import CLOCKS_DIFFER
from tests.storage.builders import ACCOUNT, Town

LEASE = timedelta(seconds=60)
BACK = timedelta(hours=3)
FLOOD = timedelta(minutes=10)  # Telegram's "retry after", in a flood
SOON = timedelta(seconds=0.01)
LOOKS = 0.3  # seconds: a dozen looks at the clock, and the statements between


@pytest.fixture
async def town(database_url: str) -> AsyncIterator[Town]:
    async with Town.founded(database_url) as town:
        yield town


@contextlib.asynccontextmanager
async def watched(town: Town) -> AsyncIterator[None]:
    """Look at the clock meanwhile, ten times as often as a bot does."""
    keeping = asyncio.create_task(keep_time(town.storage, town.clock, SOON, SOON))
    await asyncio.sleep(0)
    yield
    await asyncio.sleep(LOOKS)
    keeping.cancel()
    await asyncio.gather(keeping, return_exceptions=True)


async def claimed(town: Town) -> int:
    async with town.storage.begin() as work:
        return len(await work.outbox.claim(Channel.TERMINAL, ACCOUNT, LEASE, 10))


async def put(town: Town) -> None:
    yanti = await town.worker()
    async with town.storage.begin() as work:
        await work.outbox.put([(yanti, Reply((Text("hello"),)))])


async def put_off(town: Town, pause: timedelta) -> None:
    """Put a message, and have the platform say that it may leave after a while."""
    await put(town)
    async with town.storage.begin() as work:
        [post] = await work.outbox.claim(Channel.TERMINAL, ACCOUNT, LEASE, 10)
        await work.outbox.postpone([(post.id, pause)])


async def test_what_was_due_by_the_old_clock_leaves_at_once(town: Town) -> None:
    await put(town)

    async with watched(town):
        town.clock.passes(-BACK)

    assert await claimed(town) == 1


async def test_what_was_in_hand_by_the_old_clock_keeps_its_lease(town: Town) -> None:
    await put(town)
    assert await claimed(town) == 1

    async with watched(town):
        town.clock.passes(-BACK)

    assert await claimed(town) == 0
    town.clock.passes(LEASE)
    assert await claimed(town) == 1


async def test_a_wait_that_a_platform_asked_for_outlives_a_restart(town: Town) -> None:
    await put_off(town, FLOOD)
    town.clock.passes(FLOOD / 2)

    with structlog.testing.capture_logs() as logs:
        async with watched(town):
            pass

    assert logs == []
    assert await claimed(town) == 0
    town.clock.passes(FLOOD / 2)
    assert await claimed(town) == 1


async def test_a_clock_set_back_while_nobody_served_makes_no_wait_longer(town: Town) -> None:
    await put_off(town, FLOOD)
    town.clock.passes(-BACK)

    with structlog.testing.capture_logs() as logs:
        async with watched(town):
            pass

    assert [(log["event"], log["hastened"]) for log in logs] == [("clock_set_back", 1)]
    town.clock.passes(FLOOD - timedelta(seconds=1))
    assert await claimed(town) == 0
    town.clock.passes(timedelta(seconds=1))
    assert await claimed(town) == 1


async def test_clocks_of_two_machines_that_differ_a_little_alarm_nobody(town: Town) -> None:
    await put_off(town, FLOOD)
    town.clock.passes(-CLOCKS_DIFFER)

    with structlog.testing.capture_logs() as logs:
        async with watched(town):
            pass

    assert logs == []


class Looked(Clock):
    """The town's clock, and how often it was looked at."""

    def __init__(self, town: Town) -> None:
        self._clock = town.clock
        self._looks = 0

    @override
    def now(self) -> datetime:
        self._looks += 1
        return self._clock.now()

    async def until(self, looks: int) -> None:
        while self._looks < looks:  # noqa: ASYNC110 - it is looked at now and then
            await asyncio.sleep(0.001)


async def test_a_clock_that_goes_ahead_and_back_between_two_looks_is_noticed(town: Town) -> None:
    clock, half = Looked(town), timedelta(seconds=0.5)
    await put(town)
    keeping = asyncio.create_task(keep_time(town.storage, clock, half, half))

    await clock.until(2)  # the first look, and what was settled at the start
    town.clock.passes(-BACK)
    await clock.until(3)  # noticed: half a second for what was begun before
    town.clock.passes(2 * BACK)
    assert await claimed(town) == 1
    await clock.until(4)
    town.clock.passes(-2 * BACK)
    await clock.until(6)
    await asyncio.sleep(LOOKS)

    keeping.cancel()
    await asyncio.gather(keeping, return_exceptions=True)
    town.clock.passes(LEASE)
    assert await claimed(town) == 1


async def test_what_is_put_off_for_longer_stays_so_while_the_clock_goes_on(town: Town) -> None:
    await put(town)
    async with watched(town):  # at the start nothing is known of the clock before
        await asyncio.sleep(0.1)
        async with town.storage.begin() as work:
            assert await work.outbox.claim(Channel.TERMINAL, ACCOUNT, 5 * LEASE, 10)
        town.clock.passes(LEASE / 2)
    town.clock.passes(2 * LEASE)
    assert await claimed(town) == 0
    town.clock.passes(3 * LEASE)
    assert await claimed(town) == 1


async def test_what_is_in_hand_keeps_its_lease_while_the_clock_goes_on(town: Town) -> None:
    await put(town)
    assert await claimed(town) == 1

    async with watched(town):
        town.clock.passes(LEASE / 2)

    assert await claimed(town) == 0
