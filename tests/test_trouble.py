"""What lasts is told when it begins, once a minute, and when it is over; so is a database away."""

import asyncio
import re
from collections.abc import Callable, Coroutine
from datetime import timedelta
from pathlib import Path

import pytest
import structlog
from structlog.typing import EventDict

from bot.app import App, opened
from bot.patience import dropped
from bot.serving.jobs import do_jobs
from bot.serving.upkeep import keep_up
from bot.settings import Settings
from bot.trouble import Trouble
from bot.whatsapp.service import whatsapp
from storage.sealing import Keys
from tests.patience import PATIENCE
from tests.platforms import whatsapp_phone
from tests.platforms.graph_server import GraphServer
from tests.platforms.postgres_proxy import Proxy
from tests.storage.builders import Town

Loop = Callable[[App, timedelta], Coroutine[None, None, None]]
ROOT = Path(__file__).parents[1]


class Watch:
    now = 0.0

    def __call__(self) -> float:
        return self.now


def trouble(watch: Watch) -> Trouble:
    return Trouble(structlog.get_logger(), "away", "back", seconds=watch)


def test_trouble_is_told_at_once_then_once_a_minute_and_at_its_end() -> None:
    watch = Watch()

    with structlog.testing.capture_logs() as logs:
        lasting = trouble(watch)
        for second in range(125):
            watch.now = float(second)
            lasting.lasts(error="OSError")
        lasting.over()
        lasting.over()

    told = [(log["event"], log["seconds"], log.get("error")) for log in logs]
    away = [("away", seconds, "OSError") for seconds in (0, 60, 120)]
    assert told == [*away, ("back", 124, None)]


def test_what_comes_and_goes_is_not_told_each_time() -> None:
    with structlog.testing.capture_logs() as logs:
        passing = trouble(Watch())
        for _ in range(3):
            passing.lasts()
            passing.over()

    assert [log["event"] for log in logs] == ["away", "back"]


def test_the_docs_have_what_begins_and_what_is_over() -> None:
    pair = re.compile(r'Trouble\([^"]*?"(\w+)",\s*"(\w+)"')
    sources = (path.read_text("utf-8") for path in ROOT.glob("bot/**/*.py"))
    pairs = [found for source in sources for found in pair.findall(source)]
    docs = (ROOT / "docs" / "running.md").read_text("utf-8").splitlines()

    assert len(pairs) >= 12
    for begun, over in pairs:
        assert any(f"`{begun}`" in line and f"`{over}`" in line for line in docs), begun


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
            await until_told(logs, "database_back")
            for task in working:
                task.cancel()
            await asyncio.gather(*working, return_exceptions=True)

    assert [log["event"] for log in logs] == ["database_away", "database_back"]


@pytest.mark.parametrize(
    ("loop", "table", "begun", "over"),
    [
        (do_jobs, "jobs", "jobs_wait", "jobs_go_on"),
        (keep_up, "inbox", "upkeep_waits", "upkeep_goes_on"),
    ],
)
async def test_a_fault_of_ours_in_a_loop_is_told_and_so_is_its_end(
    database_url: str, loop: Loop, table: str, begun: str, over: str
) -> None:
    settings = Settings.read({"SERATUS_KEYS": Keys.generate().dump()})
    with structlog.testing.capture_logs() as logs:
        async with Town.founded(database_url) as town, opened(settings, database_url) as app:
            await town.rows(f"ALTER TABLE {table} RENAME TO mislaid")
            working = asyncio.create_task(loop(app, timedelta(milliseconds=5)))
            await until_told(logs, begun)
            await town.rows(f"ALTER TABLE mislaid RENAME TO {table}")
            await until_told(logs, over)
            await dropped(working)

    assert [log["event"] for log in logs] == [begun, over]


async def test_whatsapp_away_at_the_start_is_told_and_so_is_its_end(database_url: str) -> None:
    with structlog.testing.capture_logs() as logs:
        async with GraphServer() as meta:
            meta.answer_next(503, "Service Unavailable", on="")
            settings = Settings.read(
                {"SERATUS_KEYS": Keys.generate().dump(), **whatsapp_phone.settings(meta)}
            )
            async with opened(settings, database_url) as app, whatsapp(app, asyncio.Event()):
                await until_told(logs, "whatsapp_back")

    assert [log["event"] for log in logs] == ["whatsapp_unreachable", "whatsapp_back"]


async def until_told(logs: list[EventDict], event: str) -> None:
    async with asyncio.timeout(PATIENCE):
        while event not in {one["event"] for one in logs}:  # noqa: ASYNC110 - a log
            await asyncio.sleep(0.01)
