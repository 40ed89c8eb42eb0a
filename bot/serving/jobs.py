"""What is due is done while the bot serves: looked for every second, by every process."""

import asyncio
from datetime import timedelta

import structlog

from bot.app import App
from bot.turns.due import AT_MOST, Jobs

log: structlog.stdlib.BoundLogger = structlog.get_logger()

LOOK = timedelta(seconds=1)


async def do_jobs(app: App, every: timedelta = LOOK) -> None:
    """For ever: perform what is due; with the database away it waits."""
    jobs = Jobs(app.storage, app.talks, watch=app.watch)
    while True:
        try:
            while await jobs.round() >= AT_MOST:
                pass
        except Exception as error:  # noqa: BLE001 - the outermost loop
            log.warning("jobs_wait", error=type(error).__name__)
        await asyncio.sleep(every.total_seconds())
