"""Live replies while bulk notices drain at Telegram's pace: how long they wait to leave.

The real sender with its limiter, 30 messages a second, talks to a stand-in of Telegram that takes
a tenth of a second for each. Workers ask for their status meanwhile.
"""

import asyncio
import time
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import parse_qs

import asyncpg
from starlette.requests import Request
from starlette.responses import Response
from typing_extensions import override

from bench.scale.database import Database
from bench.scale.rows import Sample
from bench.spread import quantile
from bot.app import App
from bot.telegram.send import TelegramSender
from bot.turns.turn import Outlet
from conversations.messages import Address, Channel, Incoming, Reply, Said, Text
from storage.ids import new_id
from storage.messages import reply_json
from storage.messages.outbox_sql import Lane
from storage.sealing import Sealer
from tests.platforms.telegram_server import ACCOUNT, TOKEN, TelegramServer

TAKES = 0.1  # seconds, of Telegram for one message
LIVE_A_SECOND = 5
PATIENCE = 30  # seconds
_FIRST_MESSAGE = 7_000_000_000
_ADDRESSES = """
    SELECT id FROM addresses
     WHERE channel = 'telegram' AND account = $1 AND person_id <> ALL($2::uuid[]) LIMIT $3
"""
_ASKING = "SELECT person_id FROM addresses WHERE hash = ANY($1::bytea[])"


@dataclass(frozen=True, slots=True)
class Lanes:
    """Seconds from a live reply's commit until its request reaches Telegram."""

    waits: Sequence[float]
    notices: int
    left: int
    """How many notices went, in so many `seconds`."""
    seconds: float

    def wait(self, share: float) -> float:
        return quantile(self.waits, share)


class _Telegram(TelegramServer):
    """Takes its time; `came` is when each message came, by chat."""

    def __init__(self) -> None:
        super().__init__()
        self.came: dict[str, list[float]] = defaultdict(list)

    @override
    async def respond(self, request: Request) -> Response:
        chat = parse_qs((await request.body()).decode()).get("chat_id", [""])[0]
        if chat:
            self.came[chat].append(time.perf_counter())
        await asyncio.sleep(TAKES)
        return await super().respond(request)


async def drain(
    app: App, database: Database, samples: Sequence[Sample], notices: int, seconds: float
) -> Lanes:
    """Put the notices before delivery, and let workers ask for so many seconds."""
    connection = await asyncpg.connect(database.dsn)
    async with _Telegram() as telegram:
        sender = TelegramSender(TOKEN, telegram.api_base)
        await sender.start()
        put = await _put(connection, database, samples, notices)
        delivery, stop = app.delivery(sender, Channel.TELEGRAM, ACCOUNT), asyncio.Event()
        delivering = asyncio.create_task(delivery.run(stop))
        try:
            asked = await _ask(app, samples, seconds, delivery)
            waits = await _waits(asked, telegram)
        finally:
            stop.set()
            delivery.wake()
            await delivering
            await sender.stop()
            await connection.execute("DELETE FROM outbox WHERE lane = $1", Lane.NOTICE)
            await connection.close()
    left = sum(len(times) for times in telegram.came.values()) - len(waits)
    return Lanes(waits, put, left, seconds)


async def _put(
    connection: asyncpg.Connection, database: Database, samples: Sequence[Sample], notices: int
) -> int:
    """Put a notice for everybody but those who will ask; return how many.

    What was asked before, when nobody delivered, is not to be measured.
    """
    await connection.execute("DELETE FROM outbox WHERE sent_at IS NULL")
    sealer = Sealer(database.keys)
    asking = [sealer.hash("address", "telegram", ACCOUNT, str(s.worker)) for s in samples]
    people = [row[0] for row in await connection.fetch(_ASKING, asking)]
    rows = []
    for address in await connection.fetch(_ADDRESSES, ACCOUNT, people, notices):
        row = new_id()
        sealed = sealer.seal("outbox", row, reply_json.dump(Reply((Text("sorry"),))))
        rows.append((row, address[0], "telegram", ACCOUNT, Lane.NOTICE, False, False, sealed, 0))
    names = "id address_id channel account lane edits outside sealed attempts"
    due_at = await connection.fetchval("SELECT now()")
    await connection.copy_records_to_table(
        "outbox", records=[(*row, due_at) for row in rows], columns=[*names.split(), "due_at"]
    )
    return len(rows)


async def _ask(
    app: App, samples: Sequence[Sample], seconds: float, outlet: Outlet
) -> dict[str, list[float]]:
    """Let one after the other ask, for so long; return when each one's turns were committed."""
    turns = app.turns(outlet)
    asked: dict[str, list[float]] = defaultdict(list)

    async def ask(number: int) -> None:
        sender = Address(Channel.TELEGRAM, ACCOUNT, str(samples[number % len(samples)].worker))
        message_id = str(_FIRST_MESSAGE + number)
        await turns.take(Incoming(sender, message_id, Said("status"), app.clock.now()))
        asked[sender.id].append(time.perf_counter())

    async with asyncio.TaskGroup() as asking:
        for number in range(int(seconds * LIVE_A_SECOND)):
            asking.create_task(ask(number))
            await asyncio.sleep(1 / LIVE_A_SECOND)
    return asked


async def _waits(asked: dict[str, list[float]], telegram: _Telegram) -> list[float]:
    """Return how long each reply took to leave; the last may still be on their way."""
    async with asyncio.timeout(PATIENCE):
        for chat, times in asked.items():
            while len(telegram.came[chat]) < len(times):  # noqa: ASYNC110 - the server is polled
                await asyncio.sleep(TAKES)
    return [
        came - committed
        for chat, times in asked.items()
        for came, committed in zip(telegram.came[chat], times, strict=False)
    ]
