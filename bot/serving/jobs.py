"""What is due is done while the bot serves: looked for every second, by every process."""

import asyncio
from datetime import timedelta

import structlog

from bot.app import App
from bot.trouble import Trouble
from bot.turns.due import AT_MOST, Jobs
from storage.errors import Away

log: structlog.stdlib.BoundLogger = structlog.get_logger()

LOOK = timedelta(seconds=1)


async def do_jobs(app: App, every: timedelta = LOOK) -> None:
    """For ever: perform what is due; with the database away it waits."""
    jobs = Jobs(app.storage, app.talks, watch=app.watch)
    trouble = Trouble(log, "jobs_wait", "jobs_go_on")
    while True:
        try:
            while await jobs.round() >= AT_MOST:
                pass
            trouble.over()
        except Away:
            pass  # told by the app, for all
        except Exception as error:  # noqa: BLE001 - the outermost loop
            trouble.lasts(error=type(error).__name__)
        await asyncio.sleep(every.total_seconds())
