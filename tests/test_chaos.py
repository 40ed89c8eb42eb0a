"""Things break, in short: nobody loses an answer, and the audit would see it if somebody did.

The long form is `make chaos`. Children are forked from this process, where all is imported. The
twins below are bots with one fault each, which the audit must find.
"""

import asyncio
import random
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from uuid import uuid4

import pytest

from bench.chaos.__main__ import Options, measure
from bench.chaos.audit import Crashes
from bench.chaos.bot_process import served
from bench.chaos.bot_processes import Site
from bench.chaos.faults import KILLED, SLOWED, unruly
from bench.chaos.people_talking import Again
from bench.chaos.plan import short_form
from bench.chaos.report import Observed, result
from bench.chaos.testbed import Fault, Testbed
from bench.machine import Breakable, breakable_server, execute
from bot.ports import Message
from bot.telegram.send import TelegramSender
from bot.turns.queue import Turns
from bot.turns.turn import Turn
from conversations.messages import Address, Incoming
from storage.messages.inbox import Inbox
from tests.patience import PATIENCE

# Python 3.12 warns of threads (pytest-xdist's) at a fork; the children use none of them.
pytestmark = pytest.mark.filterwarnings("ignore:.*fork.*:DeprecationWarning")

SLOW = 0.2  # seconds more that a turn takes before it is committed: kills fall into them
EVERYBODY = Options(people=12, thinking=0.3, patience=25, seed=8)
MOST_REPLIES = 300
HURRIED = Options(people=12, thinking=0.1, patience=4, seed=8)


@pytest.fixture(scope="module")
def database() -> Iterator[Breakable]:
    """A server of this module's own, for it is broken."""
    with breakable_server() as server:
        yield server


@pytest.mark.timeout(300)  # it waits for people, leases and platforms; on a busy machine for long
def test_whatever_breaks_nothing_is_lost_doubled_or_out_of_order(
    database: Breakable, tmp_path: Path
) -> None:
    measured = measure(_site(database, tmp_path, served), database, short_form(), EVERYBODY)

    found = result(measured.observed, measured.exit_codes, EVERYBODY.seed, 0, kills=12)
    assert [seen.line() for seen in measured.observed if seen.audit.faults] == []
    assert [target.what for target in found.targets if not target.met] == []
    assert all(seen.audit.replies > 0 for seen in measured.observed[:-1])
    assert measured.observed[-1].audit.answers > 50


def talking(testbed: Testbed) -> list[float]:
    """Break nothing until everybody has said most of what they have to say."""
    deadline = time.monotonic() + PATIENCE
    while testbed.platforms.replies < MOST_REPLIES and time.monotonic() < deadline:
        time.sleep(0.05)
    return []


def both_killed(testbed: Testbed) -> list[float]:
    """Kill both bots at once, whether anybody was served or not: all may wait for a lost one."""
    for _ in range(2):
        testbed.bots.until_ready()
        testbed.rest(0.3, 0.8)
        for slot in range(KILLED.bots):
            testbed.bots.start_anew(slot)
    return []


def slow() -> None:
    """Serve, with commits that take their time."""
    take = Turn.take

    async def slowly(self: Turn, incoming: Sequence[Incoming]) -> None:
        await asyncio.sleep(SLOW)
        await take(self, incoming)

    Turn.take = slowly  # type: ignore[method-assign]
    served()


def hasty() -> None:
    """Serve, and tell the platform that a message was taken before it is committed."""
    take, taking = Turns.take, set()

    async def acknowledged_first(self: Turns, incoming: Incoming) -> None:
        task = asyncio.create_task(take(self, incoming))
        taking.add(task)
        task.add_done_callback(taking.discard)

    Turns.take = acknowledged_first  # type: ignore[method-assign]
    slow()


def forgetful() -> None:
    """Serve, and remember nothing of what was taken."""
    accept = Inbox.accept

    async def all_of_them(self: Inbox, incoming: Sequence[Incoming]) -> list[Incoming]:
        await accept(self, incoming)
        return list(incoming)

    Inbox.accept = all_of_them  # type: ignore[method-assign]
    served()


def careless() -> None:
    """Serve, and take a reply for sent when it is only on its way: the next may overtake it."""
    send, sending = TelegramSender.send, set()

    async def late(sender: TelegramSender, to: Address, message: Message) -> None:
        await asyncio.sleep(random.uniform(0, 0.3))
        await send(sender, to, message)

    async def sent_at_once(self: TelegramSender, to: Address, message: Message) -> str:
        task = asyncio.create_task(late(self, to, message))
        sending.add(task)
        task.add_done_callback(sending.discard)
        return "0"

    TelegramSender.send = sent_at_once  # type: ignore[method-assign]
    served()


def test_a_twin_that_acknowledges_before_the_commit_is_seen_to_lose_answers(
    database: Breakable, tmp_path: Path
) -> None:
    seen = _observed(
        _site(database, tmp_path, hasty), database, Fault("both killed", KILLED, 2, both_killed)
    )

    assert seen.audit.answers_lost > 0
    assert seen.audit.stuck > 0


def test_a_twin_that_forgets_what_it_took_is_seen_to_count_twice(
    database: Breakable, tmp_path: Path
) -> None:
    def twice(seconds: float) -> int:
        (folder := tmp_path / str(seconds)).mkdir()
        seen = _observed(_site(database, folder, forgetful), database, unruly(seconds))
        return seen.audit.again_unexplained + seen.audit.strange

    # A machine that is busy with more than this delivers little in a second.
    assert any(twice(seconds) for seconds in (1.5, 4, 12))


def test_a_twin_that_records_before_it_sends_is_seen_to_change_the_order(
    database: Breakable, tmp_path: Path
) -> None:
    def out_of_order(folder: Path) -> int:
        folder.mkdir()
        site = _site(database, folder, careless)
        return _observed(site, database, Fault("talking", SLOWED, 0, talking)).audit.out_of_order

    # On a machine that is busy with more than this, the replies of one person may all be late.
    assert any(out_of_order(tmp_path / str(time)) for time in range(4))


def test_only_the_crash_of_who_sent_it_explains_why_a_reply_came_again() -> None:
    again = Again(first=100.0, by=2, at=103.0, another=False)

    assert Crashes({2: 101.0}).explain(again)
    assert Crashes(shared=[102.0]).explain(again)
    assert not Crashes({4: 101.0}).explain(again)
    assert not Crashes({2: 104.0}, [104.0, 50.0]).explain(again)
    assert not Crashes({2: 101.0}).explain(Again(100.0, 2, 103.0, another=True))


def _observed(site: Site, database: Breakable, fault: Fault) -> Observed:
    return measure(site, database, [fault], HURRIED).observed[0]


def _site(database: Breakable, folder: Path, serve: Callable[[], None]) -> Site:
    """Make an empty database on the server, and a place for the bots' logs."""
    name = f"chaos_{uuid4().hex}"

    asyncio.run(execute(database.server.dsn, f"CREATE DATABASE {name}"))
    return Site.of(database.server.url_of(name), folder, serve)
