"""Upkeep: what is old leaves, however much it is, and nothing else does."""

from collections.abc import AsyncIterator

import pytest

from bot.app import App, opened
from bot.serving.upkeep import forget, forget_strangers
from bot.settings import Settings
from storage.forgetting import SLICE
from storage.messages.inbox import KEPT
from storage.people.strangers import BEGINNING, LOOKED_AT
from storage.sealing import Keys
from tests.clock import SteppedClock
from tests.storage.builders import START, incoming, sender

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


async def test_strangers_leave_some_in_every_run(app: App) -> None:
    assert isinstance(app.clock, SteppedClock)
    async with app.storage.begin() as work:
        await work.people.lock([sender(str(n)) for n in range(LOOKED_AT + YOUNG)])
    app.clock.passes(KEPT * 1.5)

    after = await forget_strangers(app, BEGINNING)
    assert after != BEGINNING
    assert await forget_strangers(app, after) == BEGINNING

    async with app.storage.begin() as work:
        assert (await work.strangers.forget()).gone == 0
        assert await work.identities.known([sender("0"), sender(str(LOOKED_AT))]) == {}


async def accept(app: App, first: int, end: int) -> int:
    """Return how many of these were new."""
    async with app.storage.begin() as work:
        return len(await work.inbox.accept([incoming(str(n)) for n in range(first, end)]))
