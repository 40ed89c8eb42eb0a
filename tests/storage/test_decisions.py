"""What a head decides is decided once, in their own village, and moves the queue on."""

from dataclasses import replace
from datetime import timedelta

import pytest

from conversations.effects import Postpone, Reason, ShowCard
from conversations.life_cycle import Status
from conversations.outcomes.cards import Card
from conversations.outcomes.desk import (
    AlreadyDecided,
    CardShown,
    Decided,
    NotYourVillage,
    OwnRegistration,
    Postponed,
    Rejecting,
)
from conversations.outcomes.registered import Registered
from conversations.outcomes.registering import Submitted
from storage.office.bursts import STRANGERS, VILLAGES
from storage.people.people import Person
from tests.storage.builders import START, Town, confirming, rejecting, sender, village

THIRTY = 30


async def registered(town: Town, count: int) -> list[Registered]:
    people = await town.workers(*(f"w{n}" for n in range(count)))
    return [await town.registered(person) for person in people]


async def open_cards(town: Town, head: Person) -> tuple[Card, ...]:
    """Return the cards a head has open, after asking for the queue."""
    async with town.storage.begin() as work:
        await work.lock([village(1).code])
        return (await work.decisions.queue(head)).cards


async def queue(town: Town, head: Person) -> list[str]:
    return [card.number for card in await open_cards(town, head)]


async def test_a_confirmed_registration_keeps_its_place_and_the_next_card_comes(
    town: Town,
) -> None:
    head = await town.head()
    first, second = await registered(town, 2)

    [outcome] = await town.decide((head, confirming(first)))

    assert isinstance(outcome, Decided)
    assert (outcome.number, outcome.place, outcome.by, outcome.at) == (
        first.number,
        1,
        "Pak kades",
        START,
    )
    assert [card.number for card in outcome.cards] == [second.number]
    assert (await town.standing(first.id)).status == Status.CONFIRMED
    assert (await town.standing(first.id)).place == 1


async def test_a_rejection_gives_the_place_to_the_first_who_waits(town: Town) -> None:
    head = await town.head()
    those = await registered(town, 5)

    outcome = await town.rejects(head, those[1], Reason.DIED)

    assert [(one.number, one.place) for one in outcome.promoted] == [(those[3].number, 2)]
    assert (outcome.place, outcome.reason) == (2, Reason.DIED)
    after = await town.standing(those[1].id)
    assert (after.status, after.place, after.reason) == (Status.REJECTED, None, Reason.DIED)


async def test_a_second_tap_hears_what_was_decided_by_whom_and_when(town: Town) -> None:
    head = await town.head()
    [one] = await registered(town, 1)
    await town.decide((head, confirming(one)))

    [again] = await town.decide((head, rejecting(one)))

    assert again == AlreadyDecided(one.number, Status.CONFIRMED, "Pak kades", START)
    assert (await town.standing(one.id)).status == Status.CONFIRMED


async def test_two_taps_in_one_group_decide_once(town: Town) -> None:
    head = await town.head()
    [one] = await registered(town, 1)
    tap = confirming(one)

    outcomes = await town.decide((head, tap), (head, tap), (head, rejecting(one)))

    already = AlreadyDecided(one.number, Status.CONFIRMED, "Pak kades", START)
    assert isinstance(outcomes[0], Decided)
    assert outcomes[1:] == [replace(already, again=True), already]


async def test_of_two_officials_in_one_group_the_first_decides(town: Town) -> None:
    kades, sekdes = await town.head("kades"), await town.head("sekdes")
    [one] = await registered(town, 1)

    outcomes = await town.decide((sekdes, rejecting(one)), (kades, confirming(one)))

    assert isinstance(outcomes[0], Rejecting)
    assert {card.person for card in outcomes[0].closed} == {kades.id, sekdes.id}
    assert outcomes[1] == AlreadyDecided(one.number, Status.REJECTING, "Pak sekdes", START)


async def test_a_head_of_another_village_decides_nothing_and_learns_nothing(
    database_url: str,
) -> None:
    async with Town.founded(database_url, villages=2) as town:
        stranger = await town.head("other", village(2).code)
        [one] = await registered(town, 1)
        await town.registered(stranger, village(2).code)

        refused = await town.decide((stranger, confirming(one)))
        unknown = replace(confirming(one), registration=stranger.id)

        assert refused == [NotYourVillage()]
        assert await town.decide((stranger, unknown)) == [NotYourVillage()]
        assert (await town.standing(one.id)).status == Status.PLACED


async def test_decisions_of_several_villages_in_one_group_each_bring_their_own(
    database_url: str,
) -> None:
    async with Town.founded(database_url, places=2, villages=2) as town:
        heads = [await town.head(f"h{n}", village(n).code) for n in (1, 2)]
        yanti = await town.worker()
        those = [await town.registered(yanti, village(n).code) for n in (1, 2, 1, 2)]

        outcomes = await town.decide(
            *((head, confirming(one)) for head, one in zip(heads, those[:2], strict=True))
        )

        for n, outcome in enumerate(outcomes):
            assert isinstance(outcome, Decided)
            assert [card.person for card in outcome.closed] == [heads[n].id]
            assert [card.number for card in outcome.cards] == [those[n + 2].number]


async def test_a_withdrawn_registration_was_decided_by_the_worker_not_by_the_head(
    town: Town,
) -> None:
    head = await town.head()
    yanti = await town.worker()
    one = await town.registered(yanti)
    await town.decide((head, confirming(one)))
    await town.withdraw((yanti, one.id))

    assert await town.decide((head, confirming(one))) == [
        AlreadyDecided(one.number, Status.WITHDRAWN, None, START)
    ]


async def test_an_official_has_one_open_card_and_it_tells_the_count(town: Town) -> None:
    head = await town.head()
    yanti = await town.worker()

    outcomes = [(await town.submit(town.wish(yanti)))[0] for _ in range(4)]

    cards = [card for one in outcomes if isinstance(one, Submitted) for card in one.cards]
    [card] = cards
    assert (card.person, card.place, card.undecided, card.taken, card.places) == (
        head.id,
        1,
        1,
        1,
        3,
    )
    assert card.answers["mother"] == "MARIA"
    assert await queue(town, head) == [card.number]


async def test_a_card_that_is_put_off_comes_after_the_others_in_that_order(town: Town) -> None:
    head = await town.head()
    those = await registered(town, 3)
    numbers = [one.number for one in those]

    opened = []
    for one in (those[0], those[1], those[2], those[0], those[1]):
        town.clock.passes(timedelta(minutes=1))
        outcome = await town.postpone(head, one)
        assert isinstance(outcome, Postponed)
        opened += [card.number for card in outcome.cards]

    assert opened == [numbers[n] for n in (1, 2, 0, 1, 2)]


async def test_the_only_card_that_is_put_off_rests_until_the_head_asks(town: Town) -> None:
    head = await town.head()
    [one] = await registered(town, 1)

    put_off = await town.postpone(head, one)

    assert isinstance(put_off, Postponed)
    assert put_off.cards == ()
    assert await queue(town, head) == [one.number]


async def test_who_asks_for_the_queue_opens_no_card_that_nobody_shows_to_another(
    town: Town,
) -> None:
    kades, sekdes = await town.head("kades"), await town.head("sekdes")
    [one] = await registered(town, 1)
    await town.postpone(sekdes, one)

    await queue(town, kades)
    [outcome] = await town.submit(town.wish(kades))

    assert isinstance(outcome, Submitted)
    assert [card.person for card in outcome.cards] == [sekdes.id]


async def test_a_decided_card_is_neither_put_off_nor_shown_again(town: Town) -> None:
    head = await town.head()
    [one] = await registered(town, 1)
    await town.decide((head, confirming(one)))

    async with town.storage.begin() as work:
        await work.lock([one.village])
        put_off = await work.decisions.postpone(head, Postpone(one.id, one.version))
        shown = await work.decisions.show(head, ShowCard(one.id, one.version, asks_reason=True))

    already = AlreadyDecided(one.number, Status.CONFIRMED, "Pak kades", START)
    assert (put_off, shown) == (already, already)


async def test_a_card_may_be_looked_at_out_of_turn_without_being_opened(town: Town) -> None:
    head = await town.head()
    first, second = await registered(town, 2)

    async with town.storage.begin() as work:
        await work.lock([second.village])
        shown = await work.decisions.show(
            head, ShowCard(second.id, second.version, asks_reason=True)
        )

    assert isinstance(shown, CardShown)
    assert shown.card.number == second.number
    assert await queue(town, head) == [first.number]


async def test_a_revoked_official_decides_nothing_and_is_shown_nothing(town: Town) -> None:
    kades, sekdes = await town.head("kades"), await town.head("sekdes")
    [one] = await registered(town, 1)
    await town.rows(
        "UPDATE officials SET revoked_at = '2026-11-22' WHERE person_id = :p", p=sekdes.id
    )

    refused = await town.decide((sekdes, confirming(one)))
    [outcome] = await town.decide((kades, confirming(one)))

    assert refused == [NotYourVillage()]
    assert isinstance(outcome, Decided)
    assert [card.person for card in outcome.closed] == [kades.id]


async def test_a_card_of_a_closed_programme_can_still_be_shown(town: Town) -> None:
    head = await town.head()
    [one] = await registered(town, 1)
    await town.rows("UPDATE programmes SET closed_at = '2026-12-31'")

    assert await queue(town, head) == [one.number]


async def test_nobody_decides_on_what_came_from_their_own_chat(town: Town) -> None:
    head = await town.head()
    own = await town.registered(head)

    [outcome] = await town.decide((head, confirming(own)))

    assert outcome == OwnRegistration(own.number)
    assert (await town.standing(own.id)).status == Status.PLACED
    assert not own.has_head
    assert await queue(town, head) == []


async def test_nobody_decides_on_what_came_from_their_chat_whosever_that_was_then(
    town: Town,
) -> None:
    await town.joins("other", "kades")
    other, as_other = await town.workers("other", "kades")
    own = await town.registered(as_other)
    await town.cuts_off("other")
    await town.joins("somebody else", "kades")
    await town.cuts_off("somebody else")

    head, secretary = await town.head(), await town.head("sekdes")
    [outcome] = await town.decide((head, confirming(own)))
    async with town.storage.begin() as work:
        [card] = await work.desk.standing_open(secretary.id)

    assert as_other.id == other.id != head.id
    assert outcome == OwnRegistration(own.number)
    assert await queue(town, head) == []
    assert (card.number, card.by_official) == (own.number, True)


@pytest.mark.parametrize(("keep", "gone"), [("kades", "other"), ("other", "kades")])
async def test_nobody_decides_on_what_is_of_somebody_they_were_one_with(
    town: Town, keep: str, gone: str
) -> None:
    await town.joins(keep, gone)
    await town.cuts_off(keep)
    own = await town.registered(await town.worker("other"))

    head = await town.head()
    [outcome] = await town.decide((head, confirming(own)))

    assert outcome == OwnRegistration(own.number)
    assert await queue(town, head) == []


async def test_another_official_is_shown_what_came_from_an_officials_chat(town: Town) -> None:
    head = await town.head()
    await town.head("sekdes")
    own = await town.registered(head)
    worker = await town.worker("w1")
    other = await town.registered(worker)
    secretary = await town.worker("sekdes")

    async with town.storage.begin() as work:
        await work.lock([village(1).code])
        (card,) = (await work.decisions.queue(secretary)).cards

    assert (card.number, card.by_official) == (own.number, True)
    assert own.has_head
    assert await queue(town, head) == [other.number]
    [outcome] = await town.decide((secretary, confirming(own)))
    assert isinstance(outcome, Decided)


async def test_a_head_who_becomes_one_with_a_worker_loses_that_card(town: Town) -> None:
    head = await town.head()
    [worker] = await town.workers("w1")
    theirs = await town.registered(worker)
    assert await queue(town, head) == [theirs.number]

    async with town.storage.begin() as work:
        await work.people.lock([sender("kades"), sender("w1")])
        await work.lock([village(1).code])
        await work.joining.join(head.id, worker.id)

    assert await queue(town, head) == []


async def test_a_card_tells_how_many_came_from_the_same_chat_within_a_day(town: Town) -> None:
    head = await town.head()
    volunteer = await town.worker("w1")
    first, second = [await town.registered(volunteer) for _ in range(2)]
    town.clock.step(hours=25)
    third = await town.registered(volunteer)

    counted = {}
    for one in (first, second, third):
        async with town.storage.begin() as work:
            await work.lock([village(1).code])
            (card,) = (await work.decisions.queue(head)).cards
        assert not card.by_official
        counted[card.number] = card.nth
        await town.decide((head, confirming(one)))

    assert counted == {first.number: 1, second.number: 2, third.number: 1}


async def test_a_card_warns_of_a_burst_of_chats_that_nobody_has_met(town: Town) -> None:
    head = await town.head()
    known = await town.worker("known")
    await town.registered(known)
    town.clock.passes(timedelta(hours=3))
    many = [await town.worker(f"w{number}") for number in range(STRANGERS - 1)]
    first = await town.registered(many[0])
    await town.registered(known)
    for one in (*many[1:], many[0]):  # who registers two is one chat
        await town.registered(one)

    async def strangers() -> int:
        async with town.storage.begin() as work:
            await work.lock([village(1).code])
            shown = await work.decisions.show(head, ShowCard(first.id, 1, asks_reason=False))
        assert isinstance(shown, CardShown)
        return shown.card.strangers

    before = await strangers()
    town.clock.passes(timedelta(minutes=59))
    await town.registered(await town.worker("last"))
    town.clock.passes(timedelta(minutes=2))
    await town.registered(await town.worker("late"))

    assert (before, await strangers()) == (0, STRANGERS)


async def test_a_card_warns_of_a_chat_that_registers_in_several_villages(town: Town) -> None:
    await town.settle(VILLAGES)
    head, busy = await town.head(), await town.worker("busy")
    first = await town.registered(busy)
    for n in range(2, VILLAGES + 1):
        await town.submit(town.wish(busy, village(n).code))

    async with town.storage.begin() as work:
        await work.lock([village(1).code])
        shown = await work.decisions.show(head, ShowCard(first.id, 1, asks_reason=False))

    assert isinstance(shown, CardShown)
    assert shown.card.villages == VILLAGES


async def test_thirty_whom_a_volunteer_registered_are_thirty_taps(database_url: str) -> None:
    async with Town.founded(database_url, places=THIRTY) as town:
        head, volunteer = await town.head(), await town.worker("volunteer")
        for _ in range(THIRTY):
            await town.registered(volunteer)
        shown = [card.registration for card in await open_cards(town, head)]
        taps = 0
        while shown:
            one = await town.standing(shown.pop())
            [decided] = await town.decide((head, confirming(one)))
            taps += 1
            assert isinstance(decided, Decided)
            shown += [card.registration for card in decided.cards]

        assert taps == THIRTY
        assert (
            await town.value("SELECT count(*) FROM registrations WHERE status <> 'confirmed'") == 0
        )
