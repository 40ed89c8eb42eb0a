"""Counting: what the gauges show is read from the database now and then, beside the work.

The queues are few rows and are read often; the places are many and are read seldom, some villages
at a time, with a breath between. Both use the connections of delivery, a moment each.
"""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import timedelta

import structlog

from bot.app import App
from bot.metrics import Metrics
from storage.figures import Occupied

log: structlog.stdlib.BoundLogger = structlog.get_logger()

QUEUES = timedelta(seconds=15)
PLACES = timedelta(minutes=10)
BREATH = timedelta(milliseconds=100)  # all of Indonesia, 377 steps, is counted in about a minute


@contextlib.asynccontextmanager
async def counting(
    app: App,
    metrics: Metrics,
    queues: timedelta = QUEUES,
    places: timedelta = PLACES,
    breath: timedelta = BREATH,
) -> AsyncIterator[None]:
    """Count meanwhile. What cannot be read just now stays shown as it was."""

    async def count_queues() -> None:
        async with app.outgoing.begin() as work:
            metrics.queues(await work.figures.waiting(), await work.figures.parked())

    async def count_places() -> None:
        counted = Occupied()
        while counted.last is not None:
            async with app.outgoing.begin() as work:
                counted += await work.figures.occupied(counted.last)
            await asyncio.sleep(breath.total_seconds())
        metrics.places(counted)

    tasks = [
        asyncio.create_task(_every(queues, count_queues, "queues")),
        asyncio.create_task(_every(places, count_places, "places")),
    ]
    try:
        yield
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


async def _every(pause: timedelta, count: Callable[[], Awaitable[None]], what: str) -> None:
    while True:
        try:
            await count()
        except Exception as error:  # noqa: BLE001 - the outermost loop; what is shown stays shown
            log.warning("counting_waits", what=what, error=type(error).__name__)
        await asyncio.sleep(pause.total_seconds())
