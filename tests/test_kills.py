"""kill -9 at random moments: nobody loses an answer, and the harness would see it if somebody did.

The long form is `make bench-kills`. Children are forked from this process, where all is imported;
in both tests commits are slow, so that the kills fall into the moment that matters.
"""

import asyncio
from collections.abc import Callable
from pathlib import Path

import pytest

from bench.bots import served
from bench.kills import Options, killed
from bot.turn import Turn
from bot.turns import Turns
from conversations.messages import Incoming

# Python 3.12 warns of threads (pytest-xdist's) at a fork; the children use none of them.
pytestmark = pytest.mark.filterwarnings("ignore:.*fork.*:DeprecationWarning")

SLOW = 0.05  # seconds more that a turn takes before it is committed


def slow() -> None:
    """Serve, with commits that take their time."""
    take = Turn.take

    async def slowly(self: Turn, incoming: list[Incoming]) -> None:
        await asyncio.sleep(SLOW)
        await take(self, incoming)

    Turn.take = slowly  # type: ignore[method-assign, assignment]
    served()


def careless() -> None:
    """Serve as `slow` does, but tell Telegram that a message was taken before it is committed."""
    take, taking = Turns.take, set()

    async def acknowledged_first(self: Turns, incoming: Incoming) -> None:
        task = asyncio.create_task(take(self, incoming))
        taking.add(task)
        task.add_done_callback(taking.discard)

    Turns.take = acknowledged_first  # type: ignore[method-assign]
    slow()


def test_a_kill_at_any_moment_loses_no_answer_and_counts_none_twice(
    database_url: str, tmp_path: Path
) -> None:
    audit, lives = _killed(database_url, tmp_path, slow, patience=15)

    assert audit.faults == {}
    assert audit.finished >= 8
    assert audit.unfinished == 0
    assert audit.places_taken == audit.registrations == audit.finished
    assert lives.by_mode == {"polling": 3, "webhook": 3}
    assert lives.exit_code == 0


def test_a_twin_that_acknowledges_before_the_commit_is_seen_to_lose_answers(
    database_url: str, tmp_path: Path
) -> None:
    audit, _ = _killed(database_url, tmp_path, careless, patience=4)

    assert audit.answers_lost > 0
    assert audit.left_waiting > 0


def _killed(url: str, folder: Path, serve: Callable[[], None], patience: float):  # type: ignore[no-untyped-def]  # noqa: ANN202
    options = Options(kills=6, people=8, executed=0, patience=patience)
    return killed(url, folder, options, serve=serve)
