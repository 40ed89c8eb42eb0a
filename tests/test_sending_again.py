"""What Telegram does not take is sent again, soon at first; all of it at the wire."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from typing import TypeAlias

import pytest
from sqlalchemy import text
from typing_extensions import override

from bot.telegram.send import TelegramSender
from storage.messages.outbox_sql import Lane
from tests.clock import SteppedClock
from tests.office import START, YANTI, Office, opened
from tests.platforms.telegram_server import TOKEN, TelegramServer, answering, too_many_requests

AWAY = answering(502, "Bad Gateway")
Wired: TypeAlias = Office[TelegramSender]
MOMENT = timedelta(milliseconds=1)


class Ticking(SteppedClock):
    @override
    def now(self) -> datetime:
        return datetime.now(UTC)


@pytest.fixture
async def server() -> AsyncIterator[TelegramServer]:
    async with TelegramServer() as server:
        yield server


@asynccontextmanager
async def wired(url: str, server: TelegramServer, time: SteppedClock) -> AsyncIterator[Wired]:
    sender = TelegramSender(TOKEN, server.api_base, timeout=timedelta(seconds=5))
    await sender.start()
    async with opened(url, sender, time) as office:
        yield office
    await sender.stop()


@pytest.fixture
async def office(database_url: str, server: TelegramServer) -> AsyncIterator[Wired]:
    async with wired(database_url, server, SteppedClock(START)) as office:
        yield office


async def waited(office: Wired, server: TelegramServer) -> list[timedelta]:
    """Deliver until all has left; return how long it waited after each failure."""
    waits, began = [], office.time.now()
    await office.delivery.drain()
    while not server.calls("sendMessage"):
        tried = server.asked["sendmessage"]
        while server.asked["sendmessage"] == tried:
            office.time.passes(timedelta(seconds=0.5) - MOMENT)
            await office.delivery.drain()
            assert server.asked["sendmessage"] == tried
            office.time.passes(MOMENT)
            await office.delivery.drain()
        waits.append(office.time.now() - began)
        began = office.time.now()
    return waits


async def test_a_live_reply_is_tried_again_soon_and_then_less_and_less_often(
    office: Wired, server: TelegramServer
) -> None:
    server.fails("sendMessage", *[AWAY] * 5)
    await office.put((YANTI, "one"))

    waits = await waited(office, server)

    assert [wait.total_seconds() for wait in waits] == [0.5, 2, 5, 8, 16]


async def test_a_notice_is_tried_again_less_soon(office: Wired, server: TelegramServer) -> None:
    server.fails("sendMessage", *[AWAY] * 4)
    await office.put((YANTI, "one"))
    async with office.storage.begin() as work:
        await work.outbox._work.run(text(f"UPDATE outbox SET lane = {Lane.NOTICE}"))

    waits = await waited(office, server)

    assert [wait.total_seconds() for wait in waits] == [5, 5, 5, 8]


async def test_what_telegram_asks_to_wait_is_waited_at_the_first_failure_too(
    office: Wired, server: TelegramServer
) -> None:
    server.fails("sendMessage", too_many_requests(3))
    await office.put((YANTI, "one"))

    waits = await waited(office, server)

    assert [wait.total_seconds() for wait in waits] == [3]


async def test_who_waits_for_half_a_second_does_not_wait_for_the_next_look(
    database_url: str, server: TelegramServer
) -> None:
    server.fails("sendMessage", AWAY)
    async with wired(database_url, server, Ticking(START)) as office:
        delivery, stop = office.another(look=timedelta(minutes=10)), asyncio.Event()
        await office.put((YANTI, "one"))
        running = asyncio.create_task(delivery.run(stop))

        await server.until_sent("sendMessage", timeout=60)

        stop.set()
        delivery.wake()
        await running
