"""A burst is told once, in the log and in the metrics, and again after it was gone for long."""

from collections.abc import AsyncIterator
from datetime import timedelta

import pytest
import structlog

from bot.app import App, opened
from bot.serving.bursts import QUIET, Told, look
from bot.serving.metrics import Metrics
from bot.settings import Settings
from conversations.messages import Channel
from storage.office.bursts import HELPED, VILLAGES
from storage.sealing import Keys
from tests.clock import SteppedClock
from tests.storage.builders import START, Town, village

KEYS = Keys.generate()
WATCH = Metrics([Channel.TELEGRAM])


@pytest.fixture
async def app(database_url: str) -> AsyncIterator[App]:
    settings = Settings.read({"SERATUS_KEYS": KEYS.dump()})
    async with opened(settings, database_url, SteppedClock(START), watch=WATCH) as built:
        yield built


async def told(app: App, known: Told) -> list[tuple[str, str]]:
    """Look, and return what the log has of it: level and kind."""
    with structlog.testing.capture_logs() as logs:
        await look(app, known)
    return [(one["log_level"], one["kind"]) for one in logs if one["event"] == "burst"]


def shown(kind: str) -> float | None:
    return WATCH.registry.get_sample_value("seratus_bursts", {"kind": kind})


async def test_a_burst_is_told_when_it_begins_and_shown_while_it_lasts(
    app: App, database_url: str
) -> None:
    assert isinstance(app.clock, SteppedClock)
    known = Told()
    assert await told(app, known) == []
    assert (shown("villages"), shown("helper")) == (0, 0)
    async with Town.founded(database_url, villages=VILLAGES, keys=KEYS) as town:
        thief, volunteer = await town.workers("thief", "volunteer")
        for number in range(VILLAGES):
            await town.registered(thief, village(number + 1).code)
        await town.submit(*(town.wish(volunteer) for _ in range(HELPED)))

        first = await told(app, known)
        again = await told(app, known)
        during = shown("villages"), shown("helper")
        app.clock.passes(QUIET + timedelta(seconds=1))
        over = await told(app, known)

        assert first == [("warning", "villages"), ("info", "helper")]
        assert (again, during) == ([], (1, 1))
        assert (over, shown("villages"), shown("helper")) == ([], 0, 0)
        town.clock.passes(app.clock.now() - town.clock.now())
        for number in range(VILLAGES):
            await town.registered(thief, village(number + 1).code)
        assert await told(app, known) == [("warning", "villages")]


async def test_nothing_of_a_person_stands_in_the_line_but_a_number(
    app: App, database_url: str
) -> None:
    async with Town.founded(database_url, villages=VILLAGES, keys=KEYS) as town:
        thief = await town.worker("thief")
        for number in range(VILLAGES):
            await town.registered(thief, village(number + 1).code)

    with structlog.testing.capture_logs() as logs:
        await look(app, Told())

    assert logs == [
        {
            "event": "burst",
            "log_level": "warning",
            "kind": "villages",
            "village": None,
            "registrations": VILLAGES,
            "chats": 1,
            "villages": VILLAGES,
            "first": "PR-6107-000001",
        }
    ]
