"""What lasts is told when it begins, once a minute, and when it is over; so is a database away."""

import asyncio
from datetime import timedelta
from pathlib import Path

import structlog

from bot.app import opened
from bot.serving.jobs import do_jobs
from bot.settings import Settings
from bot.trouble import Trouble
from storage.sealing import Keys
from tests.patience import PATIENCE
from tests.platforms.postgres_proxy import Proxy


class Watch:
    now = 0.0

    def __call__(self) -> float:
        return self.now


def test_trouble_is_told_at_once_then_once_a_minute_and_at_its_end() -> None:
    watch, told = Watch(), []
    trouble = Trouble(timedelta(minutes=1), watch)

    for second in range(125):
        watch.now = float(second)
        if (seconds := trouble.lasts()) is not None:
            told.append(seconds)

    assert told == [0, 60, 120]
    assert trouble.over() == 124
    assert trouble.over() is None


def test_what_comes_and_goes_is_not_told_each_time() -> None:
    watch = Watch()
    trouble = Trouble(timedelta(minutes=1), watch)

    told = [(trouble.lasts(), trouble.over()) for _ in range(3)]

    assert told == [(0, 0), (None, None), (None, None)]


async def test_a_database_away_is_told_once_by_all_who_wait_for_it(
    database_url: str, tmp_path: Path
) -> None:
    settings = Settings.read({"SERATUS_KEYS": Keys.generate().dump()})
    with structlog.testing.capture_logs() as logs:
        async with Proxy(database_url, tmp_path) as proxy, opened(settings, proxy.url) as app:
            working = [
                asyncio.create_task(do_jobs(app, timedelta(milliseconds=5))) for _ in range(3)
            ]
            proxy.refuse()
            await proxy.until_refused(9)
            proxy.admit()
            async with asyncio.timeout(PATIENCE):
                while logs[-1]["event"] != "database_back":  # noqa: ASYNC110 - a log
                    await asyncio.sleep(0.01)
            for task in working:
                task.cancel()
            await asyncio.gather(*working, return_exceptions=True)

    assert [log["event"] for log in logs] == ["database_away", "database_back"]
