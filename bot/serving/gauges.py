"""Counting: what the gauges show is read from the database now and then, beside the work.

The queues are few rows and are read often; the places are many and are read seldom. Neither uses
a connection of the turns'.
"""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import timedelta

import structlog

from bot.app import App
from bot.patience import dropped
from bot.serving.metrics import Metrics
from bot.trouble import Trouble
from bot.turns.for_ever import for_ever

log: structlog.stdlib.BoundLogger = structlog.get_logger()

QUEUES = timedelta(seconds=15)
PLACES = timedelta(minutes=10)


@contextlib.asynccontextmanager
async def counting(
    app: App,
    metrics: Metrics,
    queues: timedelta = QUEUES,
    places: timedelta = PLACES,
) -> AsyncIterator[None]:
    """Count meanwhile. What cannot be read just now stays shown as it was."""

    async def count_queues() -> None:
        async with app.outgoing.begin() as work:
            metrics.queues(
                await work.figures.waiting(),
                await work.figures.parked(),
                await work.refused_cards.count(),
                len(await work.requests.late()),
            )

    async def count_places() -> None:
        async with app.outgoing.begin() as work:
            metrics.places(await work.figures.occupied(), await work.stuck.count())

    tasks = [
        asyncio.create_task(_every(queues, count_queues, "queues")),
        asyncio.create_task(_every(places, count_places, "places")),
    ]
    try:
        yield
    finally:
        await dropped(*tasks)


async def _every(pause: timedelta, count: Callable[[], Awaitable[None]], what: str) -> None:
    trouble = Trouble(log.bind(what=what), "counting_waits", "counting_goes_on")
    # Whatever fails, what is shown stays shown.
    await for_ever(count, pause, trouble)
