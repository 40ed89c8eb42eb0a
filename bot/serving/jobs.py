"""What is due is done while the bot serves: looked for every second, by every process."""

from datetime import timedelta

import structlog

from bot.app import App
from bot.trouble import Trouble
from bot.turns.due import AT_MOST, Jobs
from bot.turns.for_ever import for_ever

log: structlog.stdlib.BoundLogger = structlog.get_logger()

LOOK = timedelta(seconds=1)


async def do_jobs(app: App, every: timedelta = LOOK) -> None:
    """For ever: perform what is due; with the database away it waits."""
    jobs = Jobs(app.storage, app.talks, watch=app.watch)
    trouble = Trouble(log, "jobs_wait", "jobs_go_on")

    async def rounds() -> None:
        while await jobs.round() >= AT_MOST:
            pass

    await for_ever(rounds, every, trouble)
