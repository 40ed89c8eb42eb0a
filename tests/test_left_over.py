"""A process without a way out beside another that has one: it holds nobody's messages up."""

import asyncio
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from datetime import timedelta
from typing import TypeAlias

import pytest
import structlog

from bot.sending.delivery import Delivery
from bot.sending.reach import ENOUGH, Reach
from bot.sending.results import FIRST_PAUSES, LONGEST_PAUSE
from bot.sending.room import AT_ONCE
from bot.telegram.send import TelegramSender
from conversations.messages import Address, Channel
from tests.office import Office, opened
from tests.platforms.telegram_server import TOKEN, Failure, TelegramServer, answering, reset

Wired: TypeAlias = Office[TelegramSender]
NEVER = timedelta(days=1)
NO_REST = timedelta(0)


@asynccontextmanager
async def sending_to(server: TelegramServer) -> AsyncIterator[TelegramSender]:
    sender = TelegramSender(TOKEN, server.api_base, timeout=timedelta(seconds=5))
    await sender.start()
    yield sender
    await sender.stop()


@pytest.fixture
async def far() -> AsyncIterator[TelegramServer]:
    """What the process that was left over reaches: first nothing, then Telegram."""
    async with TelegramServer() as server:
        yield server


@pytest.fixture
async def stranded(far: TelegramServer) -> AsyncIterator[TelegramSender]:
    async with sending_to(far) as sender:
        yield sender


@pytest.fixture
async def near() -> AsyncIterator[TelegramServer]:
    async with TelegramServer() as server:
        yield server


@pytest.fixture
async def office(database_url: str, near: TelegramServer) -> AsyncIterator[Wired]:
    async with sending_to(near) as sender, opened(database_url, sender) as office:
        yield office


def left_over(office: Wired, stranded: TelegramSender, rest: timedelta) -> Delivery:
    return office.another(stranded, reach=Reach(Channel.TELEGRAM, rest))


async def put(office: Wired, people: Iterable[int]) -> None:
    await office.put(*((Address(Channel.TELEGRAM, "1", str(n)), "one") for n in people))


async def test_a_process_without_a_way_out_leaves_all_to_others(
    office: Wired, stranded: TelegramSender, near: TelegramServer, far: TelegramServer
) -> None:
    leftover = left_over(office, stranded, NEVER)
    far.fails("sendMessage", *[reset] * ENOUGH)
    await put(office, range(100, 100 + ENOUGH))

    with structlog.testing.capture_logs() as logs:
        await leftover.drain()
    await put(office, range(200, 200 + AT_ONCE))

    assert (await leftover.round(), leftover.offers().room) == (0, 0)
    assert [log["event"] for log in logs] == ["channel_out_of_reach"]
    office.time.passes(FIRST_PAUSES[0])
    await office.delivery.drain()
    assert len(near.calls("sendMessage")) == ENOUGH + AT_ONCE


@pytest.mark.parametrize(
    "failure",
    [
        pytest.param(reset, id="no way out"),
        pytest.param(answering(502, "Bad Gateway"), id="a gateway that is broken"),
        pytest.param(answering(401, "Unauthorized"), id="a token that ended"),
    ],
)
async def test_it_tries_one_message_at_a_time_until_one_arrives(
    office: Wired, stranded: TelegramSender, far: TelegramServer, failure: Failure
) -> None:
    leftover = left_over(office, stranded, NO_REST)
    far.fails("sendMessage", *[failure] * (ENOUGH + 1))
    await put(office, range(100, 100 + ENOUGH))
    with structlog.testing.capture_logs():
        await leftover.drain()
    await put(office, range(200, 210))

    with structlog.testing.capture_logs() as logs:
        claimed = [await one_round(leftover) for _ in range(3)]

    assert claimed == [1, 1, 8]
    assert "channel_reached_again" in [log["event"] for log in logs]


async def one_round(delivery: Delivery) -> int:
    """Claim, and wait for what came of it."""
    claimed = await delivery.round()
    while delivery._sending:
        await asyncio.wait(delivery._sending)
    return claimed


async def test_one_message_that_fails_again_and_again_makes_no_process_rest(
    office: Wired, stranded: TelegramSender, far: TelegramServer
) -> None:
    leftover = left_over(office, stranded, NEVER)
    far.fails("sendMessage", *[reset] * 2 * ENOUGH)
    await put(office, [100])

    for _ in range(2 * ENOUGH):
        await leftover.drain()
        office.time.passes(LONGEST_PAUSE)

    assert far.asked["sendmessage"] == 2 * ENOUGH
    assert leftover.offers().room == AT_ONCE


async def test_people_who_cannot_be_reached_are_no_channel_that_cannot(
    office: Wired, stranded: TelegramSender, far: TelegramServer
) -> None:
    leftover = left_over(office, stranded, NEVER)
    blocked = answering(403, "Forbidden: bot was blocked by the user")
    for _ in range(ENOUGH):
        far.fails("sendMessage", reset, blocked)
    for person in range(100, 100 + 2 * ENOUGH):  # in turn: answers come in any order
        await put(office, [person])
        await leftover.drain()

    assert leftover.offers().room == AT_ONCE
