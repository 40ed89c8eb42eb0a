"""Whoever is cancelled, at whatever moment, leaves no connection on which nothing is committed."""

import asyncio
from datetime import UTC, datetime

from storage.connections import engine
from storage.database import Storage
from storage.sealing import Keys, Sealer
from tests.storage.builders import incoming

MOMENTS = 40  # turns of the loop after which somebody is cancelled


async def test_what_is_begun_after_somebody_was_cancelled_is_committed(database_url: str) -> None:
    sealer = Sealer(Keys.generate())
    storage = Storage(engine(database_url, connections=1), sealer, lambda: datetime.now(UTC))

    async def hold() -> None:
        async with storage.begin():
            await asyncio.sleep(0.001)

    for moments in range(MOMENTS):
        task = asyncio.create_task(hold())
        for _ in range(moments):
            await asyncio.sleep(0)
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
        async with storage.begin() as work:
            await work.inbox.accept([incoming(str(moments))])
    await storage.close()

    other = Storage(engine(database_url, connections=1), sealer, lambda: datetime.now(UTC))
    async with other.begin() as work:
        again = await work.inbox.accept([incoming(str(moments)) for moments in range(MOMENTS)])
    await other.close()
    assert again == []
