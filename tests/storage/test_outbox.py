"""The outbox: in order for each address and lane, claimed by lease, sent at least once."""

import asyncio
from collections.abc import Sequence
from datetime import date, timedelta
from uuid import UUID

from conversations.messages import Address, Channel, Choice, Reply, Text, Value
from storage.ids import new_id
from storage.messages.outbox import AtOnce, Post, Reader
from storage.messages.outbox_sql import Lane
from storage.people.people import Person
from tests.patience import PATIENCE
from tests.storage.builders import ACCOUNT, START, Town, sender

LEASE = timedelta(seconds=30)


def reply(key: str, to: UUID | None = None) -> Reply:
    return Reply((Text(key),), to=to)


async def put(town: Town, *letters: tuple[Person, Reply]) -> None:
    async with town.storage.begin() as work:
        await work.outbox.put(letters)


async def claim(town: Town, limit: int = 10, only: Sequence[Address] = ()) -> list[Post]:
    async with town.storage.begin() as work:
        return await work.outbox.claim(Channel.TERMINAL, ACCOUNT, LEASE, limit, only)


async def claim_lanes(town: Town, live: int, new: int) -> list[Post]:
    async with town.storage.begin() as work:
        return await work.outbox.claim(Channel.TERMINAL, ACCOUNT, LEASE, live, new=new)


async def sent(town: Town, post: Post, remote_id: str = "77") -> None:
    async with town.storage.begin() as work:
        await work.outbox.sent([(post.id, remote_id)])


def keys(posts: Sequence[Post]) -> list[str]:
    return [post.texts[0].key for post in posts]


async def test_a_message_arrives_as_it_was_put(town: Town) -> None:
    yanti = await town.worker()
    values: dict[str, Value] = {
        "n": 3,
        "day": date(2027, 1, 1),
        "at": START,
        "name": "Yanti",
        "who": Text("self"),
    }
    texts = (Text("hello", values), Text("more"))
    choices = (
        Choice("t:1", Text("yes", {"n": 1})),
        Choice("t:2", Text("share"), asks_contact=True),
    )
    await put(town, (yanti, Reply(texts, choices)))

    [post] = await claim(town)

    assert (post.texts, post.choices) == (texts, choices)
    assert (post.to, post.language, post.failures) == (sender(), "id", 0)
    assert (post.card, post.edits) == (None, None)


async def test_only_the_oldest_unsent_message_of_an_address_can_be_claimed(town: Town) -> None:
    yanti, maria = await town.workers("yanti", "maria")
    letters = [(yanti, reply("y1")), (maria, reply("m1")), (yanti, reply("y2"))]
    await put(town, *letters)

    first = await claim(town)
    meanwhile = await claim(town)
    await sent(town, first[0])
    then = await claim(town)

    assert keys(first) == ["y1", "m1"]
    assert meanwhile == []
    assert keys(then) == ["y2"]


async def test_what_one_unit_of_work_puts_leaves_in_that_order(town: Town) -> None:
    yanti = await town.worker()
    names = [f"k{n}" for n in range(30)]
    await put(town, *((yanti, reply(name)) for name in names))

    left = []
    while posts := await claim(town):
        left += keys(posts)
        await sent(town, posts[0])

    assert left == names


async def test_lanes_do_not_wait_for_each_other_and_live_replies_go_first(town: Town) -> None:
    yanti, maria = await town.workers("yanti", "maria")
    await put(town, (yanti, reply("notice")), (maria, reply("bulk")))
    await town.rows("UPDATE outbox SET lane = 1")
    await put(town, (yanti, reply("live")))

    first = await claim(town, limit=1)
    rest = await claim(town)

    assert keys(first) == ["live"]
    assert sorted(keys(rest)) == ["bulk", "notice"]


async def test_a_claim_ends_with_its_lease_and_is_no_failure(town: Town) -> None:
    await put(town, (await town.worker(), reply("hello")))
    await claim(town)

    town.clock.passes(LEASE - timedelta(seconds=1))
    early = await claim(town)
    town.clock.passes(timedelta(seconds=1))
    again = await claim(town)

    assert early == []
    assert [post.failures for post in again] == [0]


async def test_two_who_claim_at_once_do_not_get_the_same_nor_wait(town: Town) -> None:
    people = await town.workers(*(f"w{n}" for n in range(20)))
    await put(town, *((person, reply(f"k{n}")) for n, person in enumerate(people)))

    async with (
        town.storage.begin() as one,
        town.storage.begin() as other,
        asyncio.timeout(PATIENCE),
    ):
        first = await one.outbox.claim(Channel.TERMINAL, ACCOUNT, LEASE, 12)
        second = await other.outbox.claim(Channel.TERMINAL, ACCOUNT, LEASE, 12)

    assert (len(first), len(second)) == (12, 8)
    assert len({post.id for post in (*first, *second)}) == 20


async def test_a_message_claimed_in_an_open_transaction_still_blocks_the_next(town: Town) -> None:
    yanti = await town.worker()
    await put(town, (yanti, reply("first")), (yanti, reply("second")))

    async with town.storage.begin() as one, town.storage.begin() as other:
        await one.outbox.claim(Channel.TERMINAL, ACCOUNT, LEASE, 10)
        assert await other.outbox.claim(Channel.TERMINAL, ACCOUNT, LEASE, 10) == []


async def test_a_postponed_message_is_due_again_later_and_holds_the_next_back(town: Town) -> None:
    yanti = await town.worker()
    await put(town, (yanti, reply("first")), (yanti, reply("second")))
    [post] = await claim(town)
    async with town.storage.begin() as work:
        await work.outbox.postpone([(post.id, timedelta(minutes=5))])

    town.clock.passes(timedelta(minutes=4))
    early = await claim(town)
    town.clock.passes(timedelta(minutes=1))
    later = await claim(town)

    assert early == []
    assert keys(later) == ["first"]


async def test_a_message_that_failed_for_good_no_longer_blocks_and_loses_its_body(
    town: Town,
) -> None:
    yanti = await town.worker()
    await put(town, (yanti, reply("first")), (yanti, reply("second")))
    [post] = await claim(town)
    async with town.storage.begin() as work:
        await work.outbox.fail([(post.id, "blocked", False)])

    assert keys(await claim(town)) == ["second"]
    [row] = await town.rows("SELECT sealed, failure FROM outbox WHERE failed_at IS NOT NULL")
    assert dict(row) == {"sealed": None, "failure": "blocked"}


async def test_what_was_sent_leaves_the_table(town: Town) -> None:
    await put(town, (await town.worker(), reply("hello")))
    [post] = await claim(town)

    await sent(town, post, "4711")

    assert await town.rows("SELECT FROM outbox") == []


async def test_a_letter_to_somebody_else_goes_to_the_address_they_came_by_last(town: Town) -> None:
    yanti, maria = await town.workers("yanti", "maria")
    await second_address(town, maria, "maria-wa")

    await put(town, (yanti, reply("to maria", maria.id)))

    assert [post.to for post in await claim(town)] == [sender("maria-wa")]


async def test_ones_own_reply_goes_where_one_wrote_from_whatever_others_send(town: Town) -> None:
    yanti, maria = await town.workers("yanti", "maria")
    await second_address(town, maria, "maria-wa")

    await put(town, (yanti, reply("theirs", maria.id)), (maria, reply("own", maria.id)))

    to = {post.texts[0].key: post.to for post in await claim(town)}
    assert to == {"theirs": sender("maria-wa"), "own": sender("maria")}


async def second_address(town: Town, person: Person, name: str) -> None:
    """Let a person be met at another address too."""
    other = await town.worker(name)
    await town.rows(
        "UPDATE addresses SET person_id = :p WHERE id = :a", p=person.id, a=other.address
    )


async def test_a_message_to_nobody_we_know_is_not_kept(town: Town) -> None:
    yanti = await town.worker()

    await put(town, (yanti, reply("lost", yanti.address)))

    assert await town.value("SELECT count(*) FROM outbox") == 0


async def test_a_claim_may_be_for_some_addresses_alone(town: Town) -> None:
    yanti, maria = await town.workers("yanti", "maria")
    await put(town, (yanti, reply("y")), (maria, reply("m")))

    assert keys(await claim(town, only=[sender("maria")])) == ["m"]
    assert keys(await claim(town)) == ["y"]


async def test_another_account_claims_nothing_of_ours(town: Town) -> None:
    await put(town, (await town.worker(), reply("hello")))

    async with town.storage.begin() as work:
        assert await work.outbox.claim(Channel.TELEGRAM, ACCOUNT, LEASE, 10) == []
        assert await work.outbox.claim(Channel.TERMINAL, "other", LEASE, 10) == []


async def shown_and_closed(town: Town) -> UUID:
    """Put a head's card and, behind it, what it becomes once it is decided; return the card."""
    head, _ = await town.appointed()
    await town.registered(await town.worker())
    card: UUID = await town.value("SELECT id FROM cards")
    shown = Reply((Text("card"),), to=head.id, card=card)
    await put(town, (head, shown), (head, Reply((Text("done"),), card=card, edits=True)))
    return card


async def test_an_edit_carries_where_its_card_was_shown(town: Town) -> None:
    card = await shown_and_closed(town)

    [first] = await claim(town)
    await sent(town, first, "55")
    [edit] = await claim(town)

    assert (first.card, first.edits) == (card, None)
    assert (edit.card, edit.edits) == (card, "55")
    assert await town.value("SELECT remote_id FROM cards") == "55"


async def test_an_edit_that_is_claimed_as_its_card_is_recorded_knows_where_that_was_shown(
    town: Town,
) -> None:
    await shown_and_closed(town)
    [first] = await claim(town)

    async with town.storage.begin() as work:
        await work.outbox.sent([(first.id, "55")])
        [edit] = await work.outbox.claim(Channel.TERMINAL, ACCOUNT, LEASE, 10)

    assert edit.edits == "55"


async def test_what_is_recorded_holds_nothing_back_in_the_statement_that_records_it(
    town: Town,
) -> None:
    yanti = await town.worker()
    await put(town, (yanti, reply("one")), (yanti, reply("two")))
    [first] = await claim(town)

    async with town.storage.begin() as work:
        await work.outbox.sent([(first.id, "55")], cards=False)
        second = await work.outbox.claim(Channel.TERMINAL, ACCOUNT, LEASE, 10)

    assert keys(second) == ["two"]
    assert await town.value("SELECT count(*) FROM outbox") == 1


async def test_an_edit_of_a_card_shown_nobody_knows_where_is_a_message_of_its_own(
    town: Town,
) -> None:
    await shown_and_closed(town)
    [first] = await claim(town)

    async with town.storage.begin() as work:
        await work.outbox.sent([(first.id, None)])

    assert [post.edits for post in await claim(town)] == [None]


async def test_an_edit_of_a_card_that_never_arrived_is_a_message_of_its_own(town: Town) -> None:
    head, _ = await town.appointed()
    await town.registered(await town.worker())
    card = await town.value("SELECT id FROM cards")
    await put(town, (head, Reply((Text("done"),), card=card, edits=True)))

    assert [post.edits for post in await claim(town)] == [None]


# ── channels that rewrite nothing ───────────────────────────────────────────────────────────────

YES, NO = Choice("t:1", Text("yes")), Choice("t:2", Text("no"))


async def put_together(town: Town, *letters: tuple[Person, Reply]) -> list[Post]:
    """Put replies to a channel that rewrites nothing; return all its messages, in order."""
    async with town.storage.begin() as work:
        await work.outbox.put(letters, rewrites=lambda *_: False)
    left: list[Post] = []
    while posts := await claim(town):
        left += posts
        await sent(town, posts[0])
    return left


async def test_two_cards_of_one_turn_are_two_messages_each_with_its_buttons(town: Town) -> None:
    head, _ = await town.appointed()
    await town.registered(await town.worker())
    card = await town.value("SELECT id FROM cards")
    shown = Reply((Text("card"),), (YES,), head.id, card)

    posts = await put_together(town, (head, shown), (head, Reply((Text("other"),), (NO,))))

    assert [(keys([post]), post.choices, post.card) for post in posts] == [
        (["card"], (YES,), card),
        (["other"], (NO,), None),
    ]


async def test_news_without_buttons_is_joined_to_a_question_and_others_are_not(
    town: Town,
) -> None:
    yanti = await town.worker()
    question, plain = Reply((Text("question"),), (YES,)), reply("plain")
    button = Reply((Text("news"),), (NO,))

    posts = await put_together(town, (yanti, question), (yanti, plain), (yanti, button))

    said = [[text.key for text in post.texts] for post in posts]
    assert said == [["question", "plain"], ["news"]]
    assert [post.choices for post in posts] == [(YES,), (NO,)]


async def test_what_only_rewrites_is_not_told_to_whoever_did_not_write(town: Town) -> None:
    head, _ = await town.appointed()
    yanti = await town.worker()
    edit = Reply((Text("closed"),), to=head.id, edits=True)

    assert await put_together(town, (yanti, edit)) == []
    assert keys(await put_together(town, (yanti, edit), (yanti, reply("n", head.id)))) == [
        "closed"
    ]


# straight after the commit


def at_once(*people: Person, left: Sequence[UUID] = ()) -> AtOnce:
    readers = {one.address: Reader(sender(), "id", START) for one in people}
    return AtOnce(readers, LEASE, left)


async def hand(town: Town, offer: AtOnce, *letters: tuple[Person, Reply]) -> list[Post]:
    async with town.storage.begin() as work:
        return await work.outbox.put(letters, at_once=offer)


async def test_a_reply_is_claimed_as_it_is_put_for_as_long_as_a_lease(town: Town) -> None:
    yanti = await town.worker()

    posts = await hand(town, at_once(yanti), (yanti, reply("hello")))

    assert keys(posts) == ["hello"]
    assert await claim(town) == []
    town.clock.passes(LEASE)
    assert keys(await claim(town)) == ["hello"]


async def test_a_reply_is_held_back_by_an_earlier_one_unless_that_has_left(town: Town) -> None:
    yanti = await town.worker()
    [first] = await hand(town, at_once(yanti), (yanti, reply("first")))

    assert await hand(town, at_once(yanti), (yanti, reply("second"))) == []
    put = await town.rows("SELECT id FROM outbox")
    assert first.id in {row["id"] for row in put}
    offer = at_once(yanti, left=[row["id"] for row in put])

    assert keys(await hand(town, offer, (yanti, reply("third")))) == ["third"]


async def test_of_several_replies_the_first_alone_leaves_at_once(town: Town) -> None:
    yanti = await town.worker()

    posts = await hand(town, at_once(yanti), (yanti, reply("first")), (yanti, reply("second")))

    assert keys(posts) == ["first"]
    await sent(town, posts[0])
    assert keys(await claim(town)) == ["second"]


async def test_what_changes_an_earlier_message_or_is_for_others_waits_to_be_claimed(
    town: Town,
) -> None:
    yanti, maria = await town.workers("yanti", "maria")
    edit = Reply((Text("edit"),), card=new_id(), edits=True)

    assert await hand(town, at_once(yanti), (yanti, edit)) == []
    assert await hand(town, at_once(), (yanti, reply("full"))) == []
    assert await hand(town, at_once(yanti), (yanti, reply("to maria", maria.id))) == []
    assert keys(await claim(town)) == ["edit", "to maria"]


# somebody new


def new(*people: Person) -> AtOnce:
    return AtOnce({}, LEASE, new={one.address for one in people})


async def test_replies_to_people_who_are_new_hold_up_nobody_elses(town: Town) -> None:
    crowd = await town.workers("a", "b", "c")
    await hand(town, new(*crowd), *((one, reply("welcome")) for one in crowd))
    await put(town, (await town.worker(), reply("question")))

    assert keys(await claim_lanes(town, live=5, new=1)) == ["welcome", "question"]
    assert keys(await claim_lanes(town, live=0, new=5)) == ["welcome", "welcome"]


async def test_whoever_waits_as_somebody_new_hears_all_in_its_order(town: Town) -> None:
    yanti = await town.worker()
    await hand(town, new(yanti), (yanti, reply("welcome")))

    await put(town, (yanti, reply("question")))

    assert keys(await claim_lanes(town, live=5, new=0)) == []
    [welcome] = await claim_lanes(town, live=5, new=5)
    await sent(town, welcome)
    assert keys([welcome, *await claim_lanes(town, live=0, new=5)]) == ["welcome", "question"]
    await put(town, (yanti, reply("behind it")))
    assert keys(await claim_lanes(town, live=5, new=0)) == []


async def test_a_notice_holds_up_no_reply_to_the_same_person(town: Town) -> None:
    yanti = await town.worker()
    async with town.storage.begin() as work:
        await work.outbox.put([(yanti, reply("notice"))], lane=Lane.NOTICE)

    assert keys(await hand(town, at_once(yanti), (yanti, reply("question")))) == ["question"]
    assert keys(await claim(town)) == ["notice"]
