"""Delivery: what is in the outbox leaves in order, again if need be, and never holds others up."""

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta
from typing import TypeAlias

import pytest
import structlog
from sqlalchemy import text
from typing_extensions import override

from bot.ports import DeliveryError, Message, Sender
from bot.sending.delivery import Delivery
from bot.sending.room import AT_ONCE, BULK_AT_ONCE, NEW_AT_ONCE
from bot.serving.metrics import Metrics
from conversations.messages import Address, Channel, Reply, Text
from storage.messages.outbox_sql import Lane
from tests import office as offices
from tests.office import BUDI, CATALOG, LEASE, YANTI
from tests.storage.builders import ACCOUNT, Town


class Post(Sender):
    """Sends into a list; fails once for each failure it is given, or waits while it is held."""

    def __init__(self) -> None:
        self.sent: list[tuple[str, str]] = []
        self.rewritten: list[str] = []
        self.failures: list[Exception] = []
        self.free = asyncio.Event()
        self.free.set()
        self.began = asyncio.Event()
        self.arrived = asyncio.Event()

    @override
    async def send(self, to: Address, message: Message) -> str:
        self.began.set()
        await self.free.wait()
        if self.failures:
            raise self.failures.pop(0)
        self.sent.append((to.id, message.text))
        self.arrived.set()
        return str(len(self.sent))

    @override
    async def edit(self, to: Address, remote_id: str, message: Message) -> str:
        self.rewritten.append(remote_id)
        return await self.send(to, message)


Office: TypeAlias = offices.Office[Post]


@pytest.fixture
async def office(database_url: str) -> AsyncIterator[Office]:
    async with offices.opened(database_url, Post()) as office:
        yield office


async def test_messages_of_one_person_leave_in_the_order_they_were_put(office: Office) -> None:
    await office.put((YANTI, "one"), (YANTI, "two"), (BUDI, "two"))

    await office.delivery.drain()

    assert [text for to, text in office.post.sent if to == YANTI.id] == ["satu", "dua"]
    assert (BUDI.id, "dua") in office.post.sent


async def test_what_was_sent_is_not_sent_again(office: Office) -> None:
    await office.put((YANTI, "one"))
    await office.delivery.drain()

    office.time.passes(2 * LEASE)
    await office.another().drain()

    assert office.post.sent == [(YANTI.id, "satu")]


async def test_a_message_whose_sender_died_is_taken_up_after_the_lease(office: Office) -> None:
    await office.put((YANTI, "one"))
    async with office.storage.begin() as work:
        await work.outbox.claim(Channel.TELEGRAM, "1", LEASE, 10)  # and then kill -9

    await office.another().drain()
    assert office.post.sent == []
    office.time.passes(LEASE)
    await office.another().drain()

    assert office.post.sent == [(YANTI.id, "satu")]


async def test_a_message_that_may_go_later_waits_as_long_as_it_was_told(office: Office) -> None:
    await office.put((YANTI, "one"), (YANTI, "two"))
    office.post.failures = [DeliveryError("RetryAfter", timedelta(seconds=40))]

    await office.delivery.drain()
    assert office.post.sent == []
    office.time.passes(timedelta(seconds=39))
    await office.delivery.drain()
    assert office.post.sent == []
    office.time.passes(timedelta(seconds=1))
    await office.delivery.drain()

    assert office.post.sent == [(YANTI.id, "satu"), (YANTI.id, "dua")]


async def test_a_message_that_will_never_arrive_does_not_hold_up_the_next(office: Office) -> None:
    await office.put((YANTI, "one"), (YANTI, "two"))
    office.post.failures = [DeliveryError("Forbidden", None)]

    await office.delivery.drain()

    assert office.post.sent == [(YANTI.id, "dua")]


async def test_one_person_who_cannot_be_reached_does_not_hold_up_another(office: Office) -> None:
    await office.put((YANTI, "one"), (BUDI, "two"))
    office.post.failures = [DeliveryError("TimedOut", timedelta(seconds=5))]

    await office.delivery.drain()

    assert len(office.post.sent) == 1


async def test_what_has_no_words_is_said_to_be_so_and_holds_up_nothing(office: Office) -> None:
    await office.put((YANTI, "named"), (YANTI, "two"), (BUDI, "one"))  # the name is missing

    with structlog.testing.capture_logs() as logs:
        await office.delivery.drain()

    assert office.post.sent.count((YANTI.id, "maaf")) == 1
    assert [said for who, said in office.post.sent if who == YANTI.id] == ["maaf", "dua"]
    assert (BUDI.id, "satu") in office.post.sent
    assert [log["event"] for log in logs if log["log_level"] == "error"] == [
        "message_without_words"
    ]


async def test_a_fault_of_ours_is_tried_again_and_others_are_served(office: Office) -> None:
    await office.put((YANTI, "one"), (BUDI, "one"))
    office.post.failures = [ValueError("a bug")]

    await office.delivery.drain()

    assert len(office.post.sent) == 1


async def test_two_processes_do_not_send_the_same_message(office: Office) -> None:
    await office.put(*((YANTI if n % 2 else BUDI, "one") for n in range(40)))

    await asyncio.gather(office.delivery.drain(), office.another().drain())

    assert len(office.post.sent) == 40


async def test_stopping_lets_what_is_on_its_way_arrive_and_records_it(office: Office) -> None:
    await office.put((YANTI, "one"))
    office.post.free.clear()
    stop = asyncio.Event()
    running = asyncio.create_task(office.delivery.run(stop))
    await office.post.began.wait()

    stop.set()
    office.post.free.set()
    await running

    office.time.passes(2 * LEASE)
    await office.another().drain()
    assert office.post.sent == [(YANTI.id, "satu")]


async def test_stopping_gives_back_what_takes_too_long_and_another_sends_it_at_once(
    office: Office,
) -> None:
    await office.put((YANTI, "one"), (BUDI, "two"))
    office.post.free.clear()
    stop = asyncio.Event()
    stopping = office.another(patience=timedelta(seconds=0.05))
    running = asyncio.create_task(stopping.run(stop))
    await office.post.began.wait()

    stop.set()
    stopping.wake()
    await running
    assert office.post.sent == []
    office.post.free.set()
    await office.another().drain()

    assert sorted(office.post.sent) == [(YANTI.id, "satu"), (BUDI.id, "dua")]


async def test_giving_back_leaves_alone_what_arrived_meanwhile(office: Office) -> None:
    await office.put((YANTI, "one"))
    async with office.storage.begin() as work:
        (post,) = await work.outbox.claim(Channel.TELEGRAM, "1", LEASE, 10)
        await work.outbox.sent([(post.id, "7")])

    async with office.storage.begin() as work:
        await work.outbox.give_back([post.id])
    await office.another().drain()

    assert office.post.sent == []


async def test_whoever_watches_hears_what_came_of_each_sending(office: Office) -> None:
    metrics = Metrics([Channel.TELEGRAM])
    delivery = office.another(watch=metrics)
    await office.put((YANTI, "one"), (YANTI, "two"), (BUDI, "two"))
    office.post.failures = [DeliveryError("TimedOut", timedelta(seconds=5))]
    await delivery.drain()
    office.time.passes(timedelta(minutes=1))
    office.post.failures = [DeliveryError("Forbidden", None)]
    await delivery.drain()

    told = {
        outcome: metrics.registry.get_sample_value(
            "seratus_deliveries_total", {"channel": "telegram", "outcome": outcome}
        )
        for outcome in ("sent", "later", "lost", "outside")
    }

    assert told == {"sent": 2, "later": 1, "lost": 1, "outside": 0}


async def test_a_woken_delivery_sends_without_waiting_for_its_next_look(office: Office) -> None:
    stop = asyncio.Event()
    running = asyncio.create_task(office.delivery.run(stop))
    await office.put((YANTI, "one"))

    office.delivery.wake()
    await office.post.arrived.wait()

    stop.set()
    office.delivery.wake()
    await running


async def test_a_message_that_the_keys_do_not_open_holds_up_nobody_else(office: Office) -> None:
    await office.put((YANTI, "one"), (BUDI, "two"))
    async with office.storage.begin() as work:
        first = "(SELECT id FROM outbox ORDER BY seq LIMIT 1)"
        spoil = text(f"UPDATE outbox SET sealed = sealed || 'x' WHERE id = {first}")
        await work.outbox._work.run(spoil)

    await office.delivery.drain()

    assert len(office.post.sent) == 1


async def test_notices_that_wait_for_the_channels_pace_leave_room_for_replies(
    office: Office,
) -> None:
    many = [Address(Channel.TELEGRAM, "1", str(n)) for n in range(101, 101 + AT_ONCE)]
    await office.put(*((one, "one") for one in many))
    async with office.storage.begin() as work:
        await work.outbox._work.run(text(f"UPDATE outbox SET lane = {Lane.NOTICE}"))
    office.post.free.clear()

    notices = await office.delivery.round()
    more = await office.delivery.round()
    await office.put((YANTI, "two"))
    replies = await office.delivery.round()

    assert (notices, more, replies) == (BULK_AT_ONCE, 0, 1)
    office.post.free.set()
    await office.delivery.drain()
    assert len(office.post.sent) == len(many) + 1


async def test_a_crowd_of_new_people_leaves_room_for_whoever_is_in_the_middle_of_something(
    office: Office,
) -> None:
    crowd = [Address(Channel.TELEGRAM, "1", str(n)) for n in range(101, 101 + AT_ONCE)]
    await office.put(*((one, "one") for one in crowd), new=True)
    office.post.free.clear()

    welcomed = await office.delivery.round()
    office.time.passes(timedelta(seconds=2))
    more = await office.delivery.round()
    offer = office.delivery.offers()
    await office.put((YANTI, "two"))

    assert (welcomed, more, offer.room, offer.new) == (NEW_AT_ONCE, 0, AT_ONCE, 0)
    assert await office.delivery.round() == 1
    office.post.free.set()
    await office.delivery.drain()
    assert len(office.post.sent) == len(crowd) + 1


async def test_new_people_of_one_group_leave_together_unless_others_wait(office: Office) -> None:
    """Welcomed a few at a time they would answer so, and groups of turns would be small."""
    assert office.delivery.offers().new == AT_ONCE

    crowd = [Address(Channel.TELEGRAM, "1", str(n)) for n in range(101, 101 + NEW_AT_ONCE)]
    await office.put(*((one, "one") for one in crowd), new=True)
    office.post.free.clear()
    await office.delivery.round()

    assert office.delivery.offers().new == 0
    office.post.free.set()
    await office.delivery.drain()
    assert office.delivery.offers().new == AT_ONCE


async def test_replies_on_their_way_leave_room_for_people_who_are_new(office: Office) -> None:
    many = [Address(Channel.TELEGRAM, "1", str(n)) for n in range(101, 101 + AT_ONCE)]
    await office.put(*((one, "one") for one in many))
    office.post.free.clear()
    assert await office.delivery.round() == AT_ONCE

    await office.put((YANTI, "two"), new=True)

    assert await office.delivery.round() == 1
    office.post.free.set()
    await office.delivery.drain()


async def test_who_has_just_written_does_not_overtake_those_who_have_waited_for_long(
    office: Office,
) -> None:
    many = [Address(Channel.TELEGRAM, "1", str(n)) for n in range(101, 101 + AT_ONCE + 2)]
    await office.put(*((one, "one") for one in many))
    assert office.delivery.offers().room == AT_ONCE

    await office.delivery.round()
    await asyncio.wait(office.delivery._sending)
    await asyncio.sleep(0)
    soon = office.delivery.offers().room
    office.time.passes(timedelta(seconds=2))
    late = office.delivery.offers().room
    await office.delivery.round()
    await office.delivery.drain()

    assert (soon > 0, late) == (True, 0)
    assert office.delivery.offers().room == AT_ONCE


async def test_a_card_that_is_closed_while_it_is_on_its_way_is_rewritten_where_it_was_shown(
    database_url: str,
) -> None:
    async with Town.founded(database_url) as town:
        head, _ = await town.appointed()
        await town.registered(await town.worker())
        card = await town.value("SELECT id FROM cards")
        shown = Reply((Text("one"),), card=card)
        closed = Reply((Text("two"),), card=card, edits=True)
        async with town.storage.begin() as work:
            await work.outbox.put([(head, shown), (head, closed)])
        post = Post()
        delivery = Delivery(town.storage, CATALOG, post, Channel.TERMINAL, ACCOUNT, town.clock)

        await delivery.drain()

    assert post.rewritten == ["1"]
