"""Reports: what a channel tells later moves a message forward, sends it once more, or ends it."""

from collections.abc import Mapping
from datetime import timedelta
from itertools import permutations
from typing import Any
from uuid import UUID

import pytest

from bot.ports import Stage
from conversations.messages import Address, Channel, Reply, Text
from storage.messages.outbox import FAILED, FALLBACK, GIVE_UP, AtOnce, Post, Reader
from storage.messages.receipts import Fate
from tests.storage.builders import ACCOUNT, START, Town

LEASE = timedelta(seconds=30)
FIRST, SECOND = "w1", "w2"  # the channel's ids of a message's tries
OUTSIDE, MISSING, TROUBLE = "131047", "131026", "131000"  # Cloud API, error codes
SENT, DELIVERED, READ = Stage


YANTI = Address(Channel.WHATSAPP, ACCOUNT, "yanti")


async def put(town: Town, key: str = "hello") -> None:
    async with town.storage.begin() as work:
        [yanti] = await work.people.lock([YANTI])
        await work.outbox.put([(yanti, Reply((Text(key),)))])


async def claim(town: Town) -> list[Post]:
    async with town.storage.begin() as work:
        return await work.outbox.claim(Channel.WHATSAPP, ACCOUNT, LEASE, 10)


async def sent(town: Town, post: UUID, remote_id: str | None = FIRST) -> None:
    async with town.storage.begin() as work:
        await work.outbox.sent([(post, remote_id)], reports=True)


async def left(town: Town) -> UUID:
    """Have a message leave as the channel's first one; return our own id of it."""
    await put(town)
    [post] = await claim(town)
    await sent(town, post.id)
    return post.id


async def told(town: Town, *fates: Fate) -> bool:
    async with town.storage.begin() as work:
        return await work.reports.take(fates)


def came(post: UUID | None, stage: Stage, remote_id: str = FIRST) -> Fate:
    return Fate(post, remote_id, START, stage)


def refused(post: UUID | None, remote_id: str = FIRST) -> Fate:
    """Say that only a notice may be sent."""
    return Fate(post, remote_id, START, None, OUTSIDE, outside=True)


def failed(post: UUID | None, remote_id: str = FIRST, reason: str = MISSING) -> Fate:
    return Fate(post, remote_id, START, None, reason)


def troubled(post: UUID | None, remote_id: str = FIRST) -> Fate:
    return Fate(post, remote_id, START, None, TROUBLE, retry_after=timedelta(seconds=5))


async def row(town: Town) -> Mapping[str, Any]:
    """Look at the only message."""
    [found] = await town.rows(
        "SELECT stage, failure, remote_id, sealed IS NOT NULL AS kept FROM outbox"
    )
    return found


@pytest.mark.parametrize("order", [*permutations(Stage)], ids=str)
async def test_a_message_only_moves_forward(town: Town, order: tuple[Stage, ...]) -> None:
    post = await left(town)

    for stage in order:
        await told(town, came(post, stage))

    assert (await row(town))["stage"] == READ


async def test_what_is_told_twice_counts_once(town: Town) -> None:
    post = await left(town)

    await told(town, came(post, DELIVERED), came(post, SENT), came(post, DELIVERED))
    await told(town, came(post, DELIVERED))

    assert (await row(town))["stage"] == DELIVERED


async def test_a_message_without_our_reference_is_found_by_the_channels_id(town: Town) -> None:
    await left(town)

    await told(town, came(None, READ))

    assert (await row(town))["stage"] == READ


async def test_what_is_told_of_a_message_that_we_do_not_know_changes_nothing(town: Town) -> None:
    await left(town)
    before = await row(town)

    again = await told(town, came(None, READ, "w9"), refused(None, "w8"), failed(None, "w7"))

    assert not again
    assert await row(town) == before


async def test_a_message_whose_id_was_not_told_is_known_by_our_reference(town: Town) -> None:
    await put(town)
    [post] = await claim(town)
    await sent(town, post.id, None)
    town.clock.passes(2 * LEASE)
    assert await claim(town) == []

    again = await told(town, refused(post.id))

    assert again
    assert [one.id for one in await claim(town)] == [post.id]


async def test_an_id_that_a_report_told_first_stays_known(town: Town) -> None:
    await put(town)
    [post] = await claim(town)

    await told(town, came(post.id, SENT))
    await sent(town, post.id, None)

    assert (await row(town))["remote_id"] == FIRST


async def test_a_message_that_arrived_before_we_knew_that_it_was_sent_is_known_by_our_reference(
    town: Town,
) -> None:
    await put(town)
    [post] = await claim(town)

    await told(town, came(post.id, DELIVERED))
    await sent(town, post.id)

    found = await row(town)
    assert (found["stage"], found["remote_id"], found["kept"]) == (DELIVERED, FIRST, False)
    town.clock.passes(2 * LEASE)
    assert await claim(town) == []


async def test_a_refusal_that_is_faster_than_our_own_record_still_sends_the_notice(
    town: Town,
) -> None:
    await put(town)
    [post] = await claim(town)

    again = await told(town, refused(post.id))
    await sent(town, post.id)

    assert again
    assert [(one.id, one.outside) for one in await claim(town)] == [(post.id, True)]


async def test_what_was_refused_before_it_was_recorded_leaves_before_what_was_put_after_it(
    town: Town,
) -> None:
    await put(town)
    [post] = await claim(town)
    await told(town, refused(post.id))

    async with town.storage.begin() as work:
        [yanti] = await work.people.lock([YANTI])
        reader = Reader(YANTI, "id", town.clock.now())
        at_once = AtOnce({yanti.address: reader}, LEASE, left=[post.id])
        early = await work.outbox.put([(yanti, Reply((Text("later"),)))], at_once=at_once)
    async with town.storage.begin() as work:
        await work.outbox.sent([(post.id, FIRST)], reports=True)
        due = await work.outbox.claim(Channel.WHATSAPP, ACCOUNT, LEASE, 10)

    assert early == []
    assert [(one.id, one.outside) for one in due] == [(post.id, True)]


async def test_a_failure_that_is_faster_than_our_own_record_is_final(town: Town) -> None:
    await put(town)
    [post] = await claim(town)

    await told(town, failed(post.id))
    await sent(town, post.id)

    town.clock.passes(2 * LEASE)
    assert await claim(town) == []
    assert (await row(town))["failure"] == MISSING


@pytest.mark.parametrize("known", [True, False], ids=["our reference", "the channel's id"])
async def test_what_was_refused_outside_the_window_is_due_once_more_as_a_notice(
    town: Town, known: bool
) -> None:
    post = await left(town)
    fate = refused(post if known else None)

    first, second = await told(town, fate), await told(town, fate)
    notices = await claim(town)
    await sent(town, post, SECOND)
    third = await told(town, fate)

    assert (first, second, third) == (True, False, False)
    assert [(one.id, one.outside, one.texts) for one in notices] == [
        (post, True, (Text("hello"),))
    ]
    assert await claim(town) == []
    found = await row(town)
    assert (found["remote_id"], found["failure"], found["kept"]) == (SECOND, None, True)


async def test_what_is_told_of_an_earlier_try_says_nothing_about_the_later(town: Town) -> None:
    post = await left(town)
    await told(town, refused(post))
    await claim(town)
    await sent(town, post, SECOND)

    await told(town, came(post, READ), came(None, READ))
    await told(town, failed(post), failed(None))

    found = await row(town)
    assert (found["stage"], found["failure"], found["remote_id"]) == (None, None, SECOND)


async def test_a_try_whose_answer_never_came_says_nothing_about_the_one_that_was_recorded(
    town: Town,
) -> None:
    await put(town)
    [post] = await claim(town)
    async with town.storage.begin() as work:
        await work.outbox.postpone([(post.id, timedelta(seconds=1))])
    town.clock.passes(timedelta(seconds=1))
    await claim(town)
    await sent(town, post.id, SECOND)

    await told(town, refused(post.id), failed(post.id), came(post.id, READ))

    found = await row(town)
    assert (found["stage"], found["failure"], found["remote_id"]) == (None, None, SECOND)


async def test_a_notice_that_is_refused_has_failed(town: Town) -> None:
    post = await left(town)
    await told(town, refused(post))
    await claim(town)
    await sent(town, post, SECOND)

    again = await told(town, refused(post, SECOND))

    assert not again
    found = await row(town)
    assert (found["failure"], found["kept"]) == (OUTSIDE, False)


async def test_a_refusal_after_a_day_comes_too_late(town: Town) -> None:
    post = await left(town)
    town.clock.passes(FALLBACK + timedelta(seconds=1))
    async with town.storage.begin() as work:
        await work.outbox.forget()

    again = await told(town, refused(post))

    assert not again
    assert await town.value("SELECT count(*) FROM outbox") == 0


async def test_what_failed_because_of_trouble_is_tried_again_after_a_while(town: Town) -> None:
    post = await left(town)

    again = await told(town, troubled(post))
    early = await claim(town)
    town.clock.passes(timedelta(seconds=5))
    later = await claim(town)

    assert (again, early) == (True, [])
    assert [(one.id, one.outside, one.failures) for one in later] == [(post, False, 1)]


async def test_what_is_refused_late_again_and_again_waits_longer_each_time(town: Town) -> None:
    post = await left(town)
    waits = []

    for number in range(1, 11):
        await told(town, troubled(post, f"w{number}"))
        since = town.clock.now()
        due = await town.value("SELECT due_at FROM outbox")
        town.clock.passes(due - since)
        assert len(await claim(town)) == 1
        await sent(town, post, f"w{number + 1}")
        waits.append((due - since).total_seconds())

    assert waits == [5, 5, 5, 8, 16, 32, 64, 128, 256, 300]


async def test_what_is_refused_late_again_and_again_is_given_up(town: Town) -> None:
    post, tries = await left(town), 1

    while await told(town, troubled(post, f"w{tries}")):
        tries += 1
        town.clock.passes(timedelta(minutes=5))
        assert [one.failures for one in await claim(town)] == [tries - 1]
        await sent(town, post, f"w{tries}")

    assert tries == GIVE_UP + 1
    found = await row(town)
    assert (found["failure"], found["kept"]) == (TROUBLE, False)


async def test_a_notice_that_met_trouble_is_tried_again_as_a_notice(town: Town) -> None:
    post = await left(town)
    await told(town, refused(post))
    await claim(town)
    await sent(town, post, SECOND)

    await told(town, troubled(post, SECOND))
    town.clock.passes(timedelta(seconds=5))

    assert [one.outside for one in await claim(town)] == [True]


@pytest.mark.parametrize("failure", [failed, refused, troubled])
async def test_what_arrived_has_not_failed(town: Town, failure: Any) -> None:  # noqa: ANN401 - a builder
    post = await left(town)
    await told(town, came(post, DELIVERED))

    again = await told(town, failure(post))

    assert not again
    found = await row(town)
    assert (found["stage"], found["failure"]) == (DELIVERED, None)


async def test_what_failed_for_good_does_not_arrive_any_more(town: Town) -> None:
    post = await left(town)
    await told(town, failed(post))

    await told(town, came(post, DELIVERED))

    found = await row(town)
    assert (found["stage"], found["failure"]) == (None, MISSING)


async def test_a_message_that_waits_to_leave_again_holds_back_the_next(town: Town) -> None:
    post = await left(town)
    await put(town, "next")

    await told(town, troubled(post))
    early = await claim(town)
    town.clock.passes(timedelta(seconds=5))
    [first] = await claim(town)
    await sent(town, first.id, SECOND)

    assert (early, first.id) == ([], post)
    assert [one.texts for one in await claim(town)] == [(Text("next"),)]


async def test_a_body_is_kept_until_the_channel_says_that_it_arrived(town: Town) -> None:
    post = await left(town)

    kept = [(await row(town))["kept"]]
    for stage in (SENT, DELIVERED):
        await told(town, came(post, stage))
        kept.append((await row(town))["kept"])

    assert kept == [True, True, False]


@pytest.mark.parametrize(("failure", "again"), [(failed, False), (refused, True)])
async def test_what_left_the_channel_and_did_not_arrive_may_still_fail(
    town: Town,
    failure: Any,  # noqa: ANN401 - a builder
    again: bool,
) -> None:
    post = await left(town)
    await told(town, came(post, SENT))

    assert await told(town, failure(post)) is again

    assert (await row(town))["failure"] == (None if again else MISSING)


async def test_what_was_sent_is_let_go_after_a_day_and_not_before(town: Town) -> None:
    await left(town)
    gone = []

    for step in (FALLBACK, timedelta(seconds=1)):
        town.clock.passes(step)
        async with town.storage.begin() as work:
            gone.append(await work.outbox.forget())

    assert gone == [0, 1]
    assert await town.value("SELECT count(*) FROM outbox") == 0


async def test_what_was_sent_is_let_go_in_slices_the_oldest_first(town: Town) -> None:
    posts = []
    for _ in range(3):
        posts.append(await left(town))
        town.clock.passes(timedelta(minutes=1))
    town.clock.passes(FALLBACK)

    async with town.storage.begin() as work:
        gone = await work.outbox.forget(at_most=2)

    assert gone == 2
    assert await town.value("SELECT id FROM outbox") == posts[2]


async def test_what_failed_is_kept_for_a_month_to_be_looked_into(town: Town) -> None:
    post = await left(town)
    await told(town, Fate(post, FIRST, START, None, MISSING))
    town.clock.passes(FAILED)

    async with town.storage.begin() as work:
        assert await work.outbox.forget() == 0
    assert (await row(town))["failure"] == MISSING

    town.clock.passes(timedelta(seconds=1))
    async with town.storage.begin() as work:
        assert await work.outbox.forget() == 1


async def test_forgetting_takes_no_body_that_is_still_to_be_sent(town: Town) -> None:
    await put(town)
    town.clock.passes(10 * FALLBACK)

    async with town.storage.begin() as work:
        await work.outbox.forget()

    assert [one.texts for one in await claim(town)] == [(Text("hello"),)]
