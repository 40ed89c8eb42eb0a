"""Floods: what one chat sends too fast waits, is told so once, and is taken once, in its order."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import Any

import orjson
import pytest
import structlog
from typing_extensions import override

from bot.app import App, opened
from bot.ports import DatabaseAway
from bot.settings import Settings
from bot.telegram.receive import again
from bot.turns.chats import BURST
from bot.turns.holding import _read, let_in, letting_in
from bot.turns.queue import GROUP, Turns
from bot.turns.turn import Elsewhere
from conversations.brain import Brain
from conversations.machine import Context, Event, State, Transition
from conversations.messages import Address, Channel, Incoming, Said
from storage.ids import new_id
from storage.messages.held import EVERY, UNREADABLE
from storage.people.strangers import KEPT
from storage.sealing import Keys
from tests.clock import SteppedClock
from tests.patience import PATIENCE
from tests.storage.builders import START, incoming

ACCOUNT = "1"
MORE = 3
_WAITING = "SELECT message_id FROM held ORDER BY seq"
_COUNTED = "SELECT (SELECT count(*) FROM outbox), (SELECT count(*) FROM held)"


@dataclass
class Listening:
    """What reached the brain, in its order; it fails at "rusak"."""

    heard: list[str] = field(default_factory=list)

    def brain(self) -> Brain:
        heard = self.heard

        class Noting(Brain):
            @override
            def advance(self, state: State, event: Event, context: Context) -> Transition:
                if isinstance(event, Said):
                    heard.append(event.text)
                    if event.text == "rusak":
                        raise ZeroDivisionError
                return super().advance(state, event, context)

        return Noting.registering()


@dataclass
class Desk:
    """One process of the bot, and what its people say."""

    app: App
    clock: SteppedClock
    listening: Listening
    turns: Turns
    numbers: list[int] = field(default_factory=lambda: [0])

    def another(self) -> "Desk":
        """Another process on the same database: it remembers nobody."""
        turns = self.app.turns(Elsewhere())
        return Desk(self.app, self.clock, self.listening, turns, self.numbers)

    def update(self, text: str, chat: int = 7) -> bytes:
        """Write an update as Telegram does, sent now."""
        self.numbers[0] += 1
        private = {"id": chat, "type": "private"}
        sender = {"id": chat, "is_bot": False, "first_name": "Yanti"}
        message = {"message_id": self.numbers[0], "chat": private, "from": sender, "text": text}
        message |= {"date": int(self.clock.now().timestamp())}
        return orjson.dumps({"update_id": self.numbers[0], "message": message})

    async def takes(self, *updates: bytes) -> None:
        """Have them taken, all at once."""
        read = [again(one, ACCOUNT, self.clock.now()) for one in updates]
        await asyncio.gather(*(self.turns.take(one) for one in read if one))

    async def says(self, *texts: str, chat: int = 7) -> None:
        await self.takes(*(self.update(text, chat) for text in texts))

    async def lets_in(self) -> int:
        return await let_in(self.app.storage, self.turns.take, Channel.TELEGRAM, ACCOUNT)

    async def rows(self, query: str) -> list[Any]:
        async with self.app.storage.begin() as work:
            return [tuple(row) for row in await work._work.connection.fetch(query)]

    async def told(self) -> list[str]:
        """Return what is on its way to everybody, by key."""
        async with self.app.storage.begin() as work:
            posts = await work.outbox.claim(Channel.TELEGRAM, ACCOUNT, timedelta(seconds=0), 1000)
            for post in posts:
                await work.outbox.sent([(post.id, None)])
        return [text.key for post in posts for text in post.texts] + (
            await self.told() if posts else []
        )


@asynccontextmanager
async def opening(url: str) -> AsyncIterator[Desk]:
    settings = Settings.read({"SERATUS_KEYS": Keys.generate().dump()})
    clock, listening = SteppedClock(START), Listening()
    async with opened(settings, url, clock, listening.brain()) as app:
        yield Desk(app, clock, listening, app.turns(Elsewhere()))


@pytest.fixture
async def desk(database_url: str) -> AsyncIterator[Desk]:
    async with opening(database_url) as found:
        yield found


def texts(count: int, first: int = 0) -> list[str]:
    return [f"halo {n}" for n in range(first, first + count)]


async def test_what_is_too_fast_waits_and_is_taken_in_order_one_a_second(desk: Desk) -> None:
    said = texts(BURST + MORE)

    await desk.says(*said)

    assert desk.listening.heard == said[:BURST]
    assert await desk.lets_in() == 0
    for n in range(MORE):
        desk.clock.passes(EVERY)
        assert await desk.lets_in() == 1
        assert await desk.lets_in() == 0
        assert desk.listening.heard == said[: BURST + n + 1]
    desk.clock.passes(EVERY)
    assert await desk.lets_in() == 0


async def test_the_chat_is_told_once_a_flood(desk: Desk) -> None:
    await desk.says(*texts(BURST + MORE))
    for _ in range(MORE):
        desk.clock.passes(EVERY)
        await desk.lets_in()
    await desk.says(*texts(MORE, first=BURST + MORE))

    assert (await desk.told()).count("too_fast") == 1
    for _ in range(MORE):
        desk.clock.passes(timedelta(minutes=1))
        await desk.lets_in()
    await desk.says(*texts(BURST + MORE, first=100))
    assert (await desk.told()).count("too_fast") == 1


async def test_what_was_sent_over_an_hour_and_comes_at_once_does_not_wait(desk: Desk) -> None:
    updates = []
    for text in texts(3 * BURST):
        updates.append(desk.update(text))
        desk.clock.passes(timedelta(minutes=1))

    await desk.takes(*updates)

    assert desk.listening.heard == texts(3 * BURST)
    assert await desk.rows(_WAITING) == []


async def test_nobody_else_waits(desk: Desk) -> None:
    await desk.says(*texts(BURST + MORE))
    desk.listening.heard.clear()

    flood = [desk.update(text) for text in texts(MORE, first=50)]
    await desk.takes(*flood, desk.update("halo", chat=8))

    assert desk.listening.heard == ["halo"]


async def test_what_comes_slowly_while_something_is_held_is_taken_behind_it(desk: Desk) -> None:
    await desk.says(*texts(BURST + 1))
    desk.clock.passes(timedelta(minutes=5))

    await desk.says("kemudian")
    await desk.another().says("dan kemudian")

    assert desk.listening.heard == texts(BURST)
    for _ in range(3):
        await desk.lets_in()
        desk.clock.passes(EVERY)
    assert desk.listening.heard[BURST:] == [f"halo {BURST}", "kemudian", "dan kemudian"]


async def test_two_processes_that_let_in_at_once_take_it_once(desk: Desk) -> None:
    await desk.says(*texts(BURST + MORE))
    desk.clock.passes(EVERY)

    await asyncio.gather(desk.lets_in(), desk.another().lets_in(), desk.another().lets_in())

    assert len(await desk.rows(_WAITING)) == MORE - 1
    answered = BURST + 1 + 1  # and the one that says to wait
    assert await desk.rows(_COUNTED) == [(answered, MORE - 1)]


async def test_what_is_delivered_again_is_neither_counted_nor_held_twice(desk: Desk) -> None:
    few = [desk.update(text) for text in texts(3)]
    for _ in range(BURST):
        await desk.takes(*few)
    flood = [desk.update(text) for text in texts(BURST, first=50)]
    await desk.takes(*flood)
    await desk.takes(*flood)

    assert desk.listening.heard == [*texts(3), *texts(BURST - 3, first=50)]
    assert len(await desk.rows(_WAITING)) == 3


async def test_one_that_fails_when_its_time_has_come_is_parked_and_the_next_follows(
    desk: Desk,
) -> None:
    await desk.says(*texts(BURST), "rusak", "dan kemudian")

    with structlog.testing.capture_logs():
        for _ in range(2):
            desk.clock.passes(EVERY)
            await desk.lets_in()

    assert desk.listening.heard[-1] == "dan kemudian"
    assert await desk.rows("SELECT count(*) FROM parked") == [(1,)]
    assert await desk.rows(_WAITING) == []


async def test_one_that_fails_is_parked_alone_and_the_others_of_its_group_are_heard(
    desk: Desk,
) -> None:
    await desk.takes(
        *(desk.update(text, chat) for chat, text in enumerate(("halo", "rusak", "hai"), 7))
    )

    assert await desk.rows("SELECT count(*) FROM parked") == [(1,)]
    assert {"halo", "hai"} <= set(desk.listening.heard)
    assert await desk.rows("SELECT count(*) FROM people") == [(3,)]


async def test_what_cannot_be_read_any_more_is_answered_as_something_odd(desk: Desk) -> None:
    await desk.says(*texts(BURST))
    await desk.turns.take(
        Incoming(Address(Channel.TELEGRAM, ACCOUNT, "7"), "999", Said("x"), START, raw=b"{")
    )
    await desk.told()

    desk.clock.passes(EVERY)
    await desk.lets_in()

    assert await desk.rows(_COUNTED) == [(1, 0)]


async def test_one_that_the_keys_do_not_open_holds_up_its_own_chat_alone(desk: Desk) -> None:
    await desk.says(*texts(BURST + 1))
    await desk.says(*texts(BURST + 1), chat=8)
    async with desk.app.storage.begin() as work:
        first = "(SELECT min(seq) FROM held)"
        spoil = f"UPDATE held SET sealed = sealed || 'x' WHERE seq = {first}"
        await work._work.connection.execute(spoil)
    desk.clock.passes(EVERY)

    with structlog.testing.capture_logs() as logs:
        assert await desk.lets_in() == 1
        desk.clock.passes(EVERY)
        await desk.lets_in()

    assert [log["event"] for log in logs] == ["held_unreadable"], "it is looked at once an hour"
    desk.clock.passes(UNREADABLE)
    with structlog.testing.capture_logs() as logs:
        await desk.lets_in()
    assert [log["event"] for log in logs] == ["held_unreadable"]


async def test_who_has_something_held_is_no_stranger_to_be_forgotten(desk: Desk) -> None:
    await desk.says(*texts(BURST + 1))
    desk.clock.passes(2 * KEPT)

    async with desk.app.storage.begin() as work:
        assert (await work.strangers.forget()).gone == 0


async def test_what_is_held_follows_its_person_to_another_address(desk: Desk) -> None:
    await desk.says(*texts(BURST + 2))
    old, new = (Address(Channel.TELEGRAM, ACCOUNT, chat) for chat in ("7", "8"))
    async with desk.app.storage.begin() as work:
        await work.people.lock([old])
        await work.identities.move(old, new)
    await desk.says("dari sini", chat=8)

    for _ in range(3):
        desk.clock.passes(EVERY)
        await desk.lets_in()

    assert desk.listening.heard[BURST:] == [*texts(2, first=BURST), "dari sini"]
    assert await desk.rows("SELECT count(*) FROM people") == [(1,)]


async def test_what_is_held_is_no_strangers_if_its_person_moves_while_it_is_taken(
    desk: Desk,
) -> None:
    await desk.says(*texts(BURST + 1))
    old, new = (Address(Channel.TELEGRAM, ACCOUNT, chat) for chat in ("7", "8"))

    async def take(one: Incoming) -> None:
        async with desk.app.storage.begin() as work:
            await work.people.lock([old])
            await work.identities.move(old, new)
        await desk.turns.take(one)

    desk.clock.passes(EVERY)
    await let_in(desk.app.storage, take, Channel.TELEGRAM, ACCOUNT)
    assert len(desk.listening.heard) == BURST
    await desk.lets_in()

    assert desk.listening.heard == texts(BURST + 1)
    assert await desk.rows("SELECT count(*) FROM people") == [(1,)]


async def test_of_what_was_moved_after_it_was_let_go_nothing_is_taken(desk: Desk) -> None:
    await desk.says(*texts(BURST + 1))
    desk.clock.passes(EVERY)
    async with desk.app.storage.begin() as work:
        [kept] = await work.held.due(Channel.TELEGRAM, ACCOUNT, 1)
    moved = replace(kept, address=new_id())

    with pytest.raises(DatabaseAway):
        await desk.turns.take(_read(moved))

    assert await desk.rows("SELECT count(*) FROM held") == [(1,)]


async def test_who_has_begun_is_heard_before_a_crowd_that_came_earlier(desk: Desk) -> None:
    await desk.says("daftar", chat=8)
    crowd = [desk.update("halo", chat=100 + n) for n in range(2 * GROUP)]

    await desk.takes(*crowd, desk.update("untuk saya sendiri", chat=8))

    assert desk.listening.heard.index("untuk saya sendiri") <= GROUP


async def test_what_is_held_is_kept_sealed(desk: Desk) -> None:
    await desk.says(*texts(BURST), "nama ibu saya Maria")

    [(sealed,)] = await desk.rows("SELECT sealed FROM held")

    assert b"Maria" not in sealed


async def test_it_is_looked_for_meanwhile(desk: Desk) -> None:
    await desk.says(*texts(BURST + 1))
    desk.clock.passes(EVERY)
    look = timedelta(milliseconds=1)

    async with (
        letting_in(desk.app.storage, desk.turns.take, Channel.TELEGRAM, ACCOUNT, look),
        asyncio.timeout(PATIENCE),
    ):
        while await desk.rows(_WAITING):  # noqa: ASYNC110 - the database is looked at
            await asyncio.sleep(0.01)

    assert desk.listening.heard == texts(BURST + 1)


async def test_who_types_at_the_terminal_is_never_too_fast(desk: Desk) -> None:
    said = [incoming(str(new_id()), said=text) for text in texts(2 * BURST)]

    await asyncio.gather(*(desk.turns.take(one) for one in said))

    assert len(desk.listening.heard) == 2 * BURST
