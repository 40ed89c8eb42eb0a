"""The whole bot behind a channel, for one test: built, watched, and looked over at the end."""

import zlib
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack
from pathlib import Path
from typing import Any, TypeAlias

import pytest

from tests.dialogue.drivers import House, Polling, Terminal, Webhook, Wire, programme
from tests.dialogue.simulated import SimulatedTelegram, SimulatedWhatsApp
from tests.dialogue.whatsapp import WhatsApp

Build: TypeAlias = Callable[..., Awaitable[House]]

CHANNELS = [
    pytest.param(Terminal, id="terminal"),
    pytest.param(Polling, id="telegram"),
    pytest.param(WhatsApp, id="whatsapp"),
    pytest.param(SimulatedTelegram, id="simulator-telegram"),
    pytest.param(SimulatedWhatsApp, id="simulator-whatsapp"),
]


SIMULATED = (SimulatedTelegram, SimulatedWhatsApp)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Run each file on one of the simulated platforms, half of the files on each: time is short.

    The platforms themselves have the other half.
    """
    dropped = {one for one in items if _simulated(one) not in {None, _its(one.path)}}
    if dropped:
        config.hook.pytest_deselected(items=list(dropped))
        items[:] = [one for one in items if one not in dropped]


def _simulated(item: pytest.Item) -> type[Wire] | None:
    """Return the simulated platform that a test is to run on, None if it is none of them."""
    callspec = getattr(item, "callspec", None)
    wire: type[Wire] | None = callspec.params.get("channel") if callspec else None
    return wire if wire in SIMULATED else None


def _its(file: Path) -> type[Wire]:
    """Return the simulated platform of a file, by its name alone."""
    return SIMULATED[zlib.crc32(file.name.encode()) % len(SIMULATED)]


@pytest.fixture(params=CHANNELS)
def channel(request: pytest.FixtureRequest) -> type[Wire]:
    """Name the channel: a test that asks for it, or for a house, runs on every one."""
    wire: type[Wire] = request.param
    return wire


@pytest.fixture
async def build(database_url: str) -> AsyncIterator[Build]:
    """Build a house: `build(channel, places=1)`."""
    async with AsyncExitStack() as built:
        houses: list[House] = []

        async def make(wire: type[Wire], **twists: Any) -> House:  # noqa: ANN401 - a programme's
            house = House(wire, database_url, programme(**twists))
            houses.append(await built.enter_async_context(house))
            return house

        yield make
        for house in houses:
            await house.check()


@pytest.fixture
async def house(build: Build, channel: type[Wire]) -> House:
    """A house on every channel, with two places in each village of Bengkayang."""
    return await build(channel)


@pytest.fixture
async def one_place(build: Build, channel: type[Wire]) -> House:
    """The same with one place a village."""
    return await build(channel, places=1)


@pytest.fixture
async def telegram(build: Build) -> House:
    """For what only Telegram can do."""
    return await build(Polling)


@pytest.fixture
async def posted(build: Build) -> House:
    """Telegram by webhook."""
    return await build(Webhook)


@pytest.fixture
async def three_places(build: Build, channel: type[Wire]) -> House:
    """The same with three places a village."""
    return await build(channel, places=3)
