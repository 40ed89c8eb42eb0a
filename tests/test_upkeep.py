"""Upkeep: what is old leaves, however much it is, and nothing else does."""

from collections.abc import AsyncIterator

import pytest

from bot.app import App, opened
from bot.serving.upkeep import forget
from bot.settings import Settings
from storage.messages.inbox import KEPT, SLICE
from storage.sealing import Keys
from tests.clock import SteppedClock
from tests.storage.builders import START, incoming

OLD, YOUNG = 2 * SLICE + 1, 3


@pytest.fixture
async def app(database_url: str) -> AsyncIterator[App]:
    settings = Settings.read({"SERATUS_KEYS": Keys.generate().dump()})
    async with opened(settings, database_url, SteppedClock(START)) as built:
        yield built


async def test_all_that_is_old_leaves_slice_by_slice(app: App) -> None:
    assert isinstance(app.clock, SteppedClock)
    await accept(app, 0, OLD)
    app.clock.passes(KEPT * 1.5)
    await accept(app, OLD, OLD + YOUNG)

    await forget(app)

    assert await accept(app, OLD, OLD + YOUNG) == 0
    assert await accept(app, 0, OLD) == OLD


async def accept(app: App, first: int, end: int) -> int:
    """Return how many of these were new."""
    async with app.storage.begin() as work:
        return len(await work.inbox.accept([incoming(str(n)) for n in range(first, end)]))
