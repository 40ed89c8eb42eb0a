"""Any lives at all: whatever is done with registrations, in whatever order, some of it at once.

After each step all that is promised holds; without the villages' locks it does not (lives.py).
"""

import asyncio
from collections.abc import Sequence
from typing import Any

import pytest
from asyncpg import PostgresError
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from conversations.programme import Programme
from storage.unit_of_work import UnitOfWork
from tests.storage.builders import Town
from tests.storage.lives import ACTS, Lives, Step

EXAMPLES, STEPS = 10, 40

OFTEN = (
    "submit",
    "submit",
    "submit",
    "confirm",
    "confirm",
    "reject",
    "take_effect",
    "take_effect",
)
KINDS = st.sampled_from((*OFTEN, *ACTS, "places", "last_day"))
NUMBERS = st.integers(0, 59)
LIVES = st.lists(
    st.lists(st.tuples(KINDS, NUMBERS, NUMBERS), min_size=1, max_size=4),
    min_size=STEPS // 2,
    max_size=STEPS,
)
PLAYED = settings(
    max_examples=EXAMPLES,
    deadline=None,
    suppress_health_check=list(HealthCheck),
    phases=(Phase.explicit, Phase.reuse, Phase.generate),  # a race is not shrunk
)


@pytest.fixture
async def stage(database_url: str) -> Any:  # noqa: ANN401 - a town, and its programme
    async with Town.founded(database_url, places=0) as town:
        yield town, await town.open(places=2)


@pytest.mark.timeout(300)
@PLAYED
@given(lives=LIVES)
async def test_whatever_is_done_all_that_is_promised_holds(
    stage: tuple[Town, Programme], lives: list[Step]
) -> None:
    played = await Lives.begun(*stage)
    for step in lives:
        await played.step(step)
        await played.check()
    await played.all_over()
    await played.check()


async def _unlocked(work: UnitOfWork, villages: Sequence[str]) -> None:
    """Only pretend: the naive twin."""
    work._work._locked.update(villages)
    await asyncio.sleep(0)


async def test_without_the_locks_it_does_not_hold(
    stage: tuple[Town, Programme], monkeypatch: pytest.MonkeyPatch
) -> None:
    played = await Lives.begun(*stage)
    monkeypatch.setattr(UnitOfWork, "lock", _unlocked)

    with pytest.raises((AssertionError, PostgresError)):
        await _come_and_go(played)


async def _come_and_go(played: Lives) -> None:
    for n in range(300):
        coming = [("submit", n, n + k) for k in range(3)]
        leaving = [("withdraw", n, 0), ("reject", n + 1, 0), ("take_effect", n + 1, 0)]
        await played.step([*coming, *leaving])
        await played.check()
