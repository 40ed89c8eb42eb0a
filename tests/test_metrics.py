"""Metrics: what is shown, on one registry each, and what they say of the database."""

import asyncio
from collections.abc import AsyncIterator, Callable
from datetime import UTC, datetime, timedelta

import pytest
import structlog
from sqlalchemy import text

from bot.app import opened
from bot.serving.gauges import counting
from bot.serving.metrics import Metrics
from bot.settings import Settings
from conversations.machine import DueKind
from conversations.messages import Channel, Reply, Text
from storage.errors import Away
from storage.figures import Occupied, Queue
from storage.office.bursts import BurstKind
from storage.office.stuck import Stuck, Why
from storage.sealing import Keys
from tests.patience import PATIENCE
from tests.storage.builders import Town

SOON = timedelta(milliseconds=10)


@pytest.fixture
async def town(database_url: str) -> AsyncIterator[Town]:
    async with Town.founded(database_url) as founded:
        yield founded


def sample(metrics: Metrics, name: str, **labels: str) -> float | None:
    return metrics.registry.get_sample_value(name, labels)


def test_every_series_is_there_from_the_start_at_zero() -> None:
    metrics = Metrics([Channel.WHATSAPP])

    parked = sample(metrics, "seratus_turns_total", channel="whatsapp", outcome="parked")
    lost = sample(metrics, "seratus_deliveries_total", channel="whatsapp", outcome="lost")
    assert (parked, lost) == (0, 0)
    assert sample(metrics, "seratus_turns_total", channel="telegram", outcome="parked") is None


def test_two_of_them_know_nothing_of_each_other() -> None:
    one, other = Metrics([Channel.TELEGRAM]), Metrics([Channel.TELEGRAM])

    one.group(Channel.TELEGRAM, "taken", [0.02, 0.3])

    assert sample(one, "seratus_turns_total", channel="telegram", outcome="taken") == 2
    assert sample(other, "seratus_turns_total", channel="telegram", outcome="taken") == 0


def test_a_group_is_shown_by_its_size_and_what_its_messages_took() -> None:
    metrics = Metrics([Channel.TELEGRAM])

    metrics.group(Channel.TELEGRAM, "taken", [0.02, 0.3, 0.3])
    metrics.group(Channel.TELEGRAM, "away", [9])

    def at_most(name: str, bound: str) -> float | None:
        return sample(metrics, f"{name}_bucket", channel="telegram", le=bound)

    assert (at_most("seratus_group_size", "2.0"), at_most("seratus_group_size", "4.0")) == (0, 1)
    assert at_most("seratus_turn_seconds", "0.025") == 1
    assert at_most("seratus_turn_seconds", "+Inf") == 3


def test_what_came_of_a_job_is_counted_by_kind() -> None:
    metrics = Metrics([Channel.TELEGRAM])

    metrics.performed(DueKind.REMIND, "failed")

    assert {
        what: sample(metrics, "seratus_jobs_total", job="remind", outcome=what)
        for what in ("done", "later", "failed")
    } == {"done": 0, "later": 0, "failed": 1}


def test_every_gauge_is_set_by_what_is_counted() -> None:
    metrics = Metrics([Channel.TELEGRAM])

    queued = Queue("telegram", 1, 25_300, timedelta(seconds=90))
    metrics.queues([queued], parked=2, refused=1, late=1)
    metrics.places(Occupied(places=3, taken=1), [Stuck(why, 2, SOON) for why in Why])
    metrics.bursts({BurstKind.VILLAGES: 1})

    shown = [f for f in metrics.registry.collect() if f.name.startswith("seratus_")]
    gauges = {f.name: [one.value for one in f.samples] for f in shown if f.type == "gauge"}
    assert [name for name, values in gauges.items() if not any(values)] == []


def test_a_queue_that_was_emptied_is_shown_at_zero() -> None:
    metrics = Metrics([Channel.TELEGRAM])
    metrics.queues([Queue("telegram", 1, 25_300, timedelta(seconds=90))], parked=2, refused=0)

    full = sample(metrics, "seratus_outbox_waiting", channel="telegram", lane="1")
    oldest = sample(metrics, "seratus_outbox_oldest_seconds", channel="telegram", lane="1")
    metrics.queues([], parked=0, refused=0)

    assert (full, oldest) == (25_300, 90)
    assert sample(metrics, "seratus_outbox_waiting", channel="telegram", lane="1") == 0
    assert sample(metrics, "seratus_outbox_oldest_seconds", channel="telegram", lane="1") == 0


# ── the database's figures ──────────────────────────────────────────────────────────────────────


async def waits(town: Town, messages: int) -> None:
    yanti = await town.worker("yanti")
    async with town.storage.begin() as work:
        await work.outbox.put([(yanti, Reply((Text("one"),)))] * messages)


async def test_what_waits_is_counted_by_lane_with_the_age_of_the_oldest(database_url: str) -> None:
    async with Town.founded(database_url, start=datetime.now(UTC)) as town:
        await waits(town, 3)
        town.clock.passes(timedelta(hours=1))

        async with town.storage.begin() as work:
            (queue,) = await work.figures.waiting()

    assert (queue.channel, queue.lane, queue.messages) == ("terminal", 0, 3)
    assert timedelta(minutes=59) < queue.oldest < timedelta(minutes=61)


async def test_places_of_open_programmes_are_counted(town: Town) -> None:
    await town.submit(town.wish(await town.worker("yanti")))
    await town.settle(regency="61.04")
    await town.open(regency="61.04", places=9)
    await town.rows("UPDATE programmes SET closed_at = '2026-01-01' WHERE regency = '61.04'")

    async with town.storage.begin() as work:
        assert await work.figures.occupied() == Occupied(places=3, taken=1)


async def test_figures_that_take_too_long_are_given_up(town: Town) -> None:
    async with town.engine.begin() as other:
        await other.execute(text("LOCK outbox IN ACCESS EXCLUSIVE MODE"))

        with pytest.raises(Away):
            async with town.storage.begin() as work:
                await work.figures.waiting(timedelta(milliseconds=50))


async def test_the_gauges_are_kept_up_to_date_and_stay_as_they_were_while_nothing_can_be_read(
    town: Town, database_url: str
) -> None:
    metrics = Metrics([Channel.TELEGRAM])
    settings = Settings.read({"SERATUS_KEYS": Keys.generate().dump()})
    await waits(town, 2)

    def waiting() -> float | None:
        return sample(metrics, "seratus_outbox_waiting", channel="terminal", lane="0")

    with structlog.testing.capture_logs() as logs:
        async with opened(settings, database_url) as app, counting(app, metrics, SOON, SOON):
            await until(lambda: waiting() == 2)
            await until(lambda: sample(metrics, "seratus_places", state="free") == 3)
            await town.rows("ALTER TABLE outbox RENAME TO mislaid")
            await until(lambda: "counting_waits" in {one["event"] for one in logs})
            assert waiting() == 2
            await town.rows("ALTER TABLE mislaid RENAME TO outbox")
            await waits(town, 1)
            await until(lambda: waiting() == 3)
            await until(lambda: "counting_goes_on" in {one["event"] for one in logs})


async def until(holds: Callable[[], bool]) -> None:
    async with asyncio.timeout(PATIENCE):
        while not holds():  # noqa: ASYNC110 - a gauge
            await asyncio.sleep(0.01)
