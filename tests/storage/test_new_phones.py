"""A head's code moves one registration to another phone: once, within an hour, if he still may."""

import asyncio
from dataclasses import replace
from datetime import timedelta

import pytest

from conversations.effects import FindForPhone, FindOwn, FindStanding, TakeEffect, TakeToPhone
from conversations.life_cycle import HOLDS_A_PLACE, LIVE, Status
from conversations.outcomes.desk import Decided, NotYourVillage, OwnRegistration, Rejecting
from conversations.outcomes.new_phones import (
    FoundForPhone,
    MovedToPhone,
    NotMoved,
    PhoneRefused,
)
from conversations.outcomes.registering import NoneOwn, OwnFound, Submitted
from storage.office.registrations.new_phones import LASTS
from storage.people.people import Person
from storage.work import NotLocked
from tests.model_worker import SUNGAI_DURI
from tests.storage.builders import Town, confirming, rejecting, sender

GONE = PhoneRefused(NotMoved.REFUSED)
VILLAGE_2 = "61.07.01.2002"


async def numbers(town: Town, person: Person) -> list[str]:
    async with town.storage.begin() as work:
        [found] = await work.registrations.standing([(person.id, FindStanding())])
    return [one.number for one in found.registrations]


async def test_a_code_moves_that_one_registration_and_nothing_else_of_it(town: Town) -> None:
    head, [helper, new] = await town.head(), await town.workers("helper", "new")
    stays, one = await town.registered(helper), await town.registered(helper)
    before = (await town.rows("SELECT * FROM registrations WHERE id = :id", id=one.id))[0]

    moved = await town.takes(await town.gives(head, one), new)

    assert isinstance(moved, MovedToPhone)
    assert (moved.before, moved.registered.number) == (helper.id, one.number)
    assert await numbers(town, helper) == [stays.number]
    assert await numbers(town, new) == [one.number]
    after = (await town.rows("SELECT * FROM registrations WHERE id = :id", id=one.id))[0]
    changed = {column for column in before if before[column] != after[column]}
    assert changed == {"person_id", "version"}
    [act] = await town.rows("SELECT * FROM history WHERE act = 'move'")
    assert (act["person_id"], act["address_id"]) == (new.id, new.address)
    assert (act["was"], act["became"], act["version"]) == ("placed", "placed", one.version + 1)


async def test_its_card_comes_again_with_the_version_it_has_now(town: Town) -> None:
    head, [worker, new] = await town.head(), await town.workers("worker", "new")
    one = await town.registered(worker)

    moved = await town.takes(await town.gives(head, one), new)

    assert isinstance(moved, MovedToPhone)
    assert [card.person for card in moved.closed] == [head.id]
    assert [(card.registration, card.version) for card in moved.cards] == [
        (one.id, one.version + 1)
    ]


async def test_a_code_is_good_once_and_the_next_ends_the_one_before(town: Town) -> None:
    head, [worker, new, other] = await town.head(), await town.workers("worker", "new", "other")
    one = await town.registered(worker)
    first, second = await town.gives(head, one), await town.gives(head, one)

    outcomes = [await town.takes(code, new) for code in (first, second.lower())]

    assert outcomes[0] == GONE
    assert isinstance(outcomes[1], MovedToPhone)
    assert await town.takes(second, other) == GONE


@pytest.mark.parametrize("early", [True, False], ids=["in time", "late"])
async def test_a_code_is_good_for_an_hour(town: Town, early: bool) -> None:
    head, [worker, new] = await town.head(), await town.workers("worker", "new")
    code = await town.gives(head, await town.registered(worker))

    town.clock.passes(LASTS - timedelta(seconds=1) if early else LASTS)

    assert isinstance(await town.takes(code, new), MovedToPhone) is early


async def test_of_two_who_say_a_code_at_once_one_has_it(town: Town) -> None:
    head, [worker, *new] = await town.head(), await town.workers("worker", "new", "other")
    code = await town.gives(head, await town.registered(worker))

    outcomes = await asyncio.gather(*(town.takes(code, one) for one in new))

    assert sorted(isinstance(one, MovedToPhone) for one in outcomes) == [False, True]
    assert GONE in outcomes


async def test_two_who_take_each_others_at_once_do_not_wait_crosswise(town: Town) -> None:
    head, [yanti, budi] = await town.head(), await town.workers("yanti", "budi")
    hers, his = await town.registered(yanti), await town.registered(budi)
    codes = [await town.gives(head, one) for one in (his, hers)]

    async def takes(name: str, code: str) -> object:
        async with town.storage.begin() as work:
            [person] = await work.people.lock([sender(name)])
            await work.lock([SUNGAI_DURI])
            return await work.new_phones.take(person, TakeToPhone(code))

    await asyncio.gather(takes("yanti", codes[0]), takes("budi", codes[1]))

    assert (await numbers(town, yanti), await numbers(town, budi)) == ([his.number], [hers.number])


async def test_only_the_villages_head_gives_one_and_never_for_his_own(town: Town) -> None:
    await town.settle(2)
    head, other = await town.head(), await town.head("other", VILLAGE_2)
    worker = await town.worker()
    one, own = await town.registered(worker), await town.registered(head)

    assert await town.asks_code(other, one) == NotYourVillage()
    assert await town.asks_code(worker, one) == NotYourVillage()
    assert await town.asks_code(head, own) == OwnRegistration(own.number)


async def test_what_is_over_has_no_code(town: Town) -> None:
    head, worker = await town.head(), await town.worker()
    one = await town.registered(worker)
    await town.withdraw((worker, one.id))

    assert await town.asks_code(head, one) == NotYourVillage()


async def test_a_code_ends_with_the_registration_and_with_whoever_gave_it(town: Town) -> None:
    head, [worker, new] = await town.head(), await town.workers("worker", "new")
    one, another = await town.registered(worker), await town.registered(worker)
    codes = [await town.gives(head, one), await town.gives(head, another)]

    await town.withdraw((worker, one.id))
    await town.rows("UPDATE officials SET revoked_at = :now", now=town.clock.now())

    assert [await town.takes(code, new) for code in codes] == [GONE, GONE]


async def test_a_code_moves_nothing_to_who_gave_it_or_to_where_it_is_and_stays_good(
    town: Town,
) -> None:
    head, [worker, new] = await town.head(), await town.workers("worker", "new")
    code = await town.gives(head, await town.registered(worker))

    assert await town.takes(code, head) == PhoneRefused(NotMoved.GIVER)
    assert await town.takes(code, worker) == PhoneRefused(NotMoved.HERE)
    assert isinstance(await town.takes(code, new), MovedToPhone)


async def test_who_may_not_decide_for_the_chat_it_came_from_may_not_after_it_moved(
    town: Town,
) -> None:
    [helper, new], deputy = await town.workers("helper", "new"), await town.head("deputy")
    one = await town.registered(helper)
    await town.takes(await town.gives(deputy, one), new)
    await town.appoints(helper)
    await town.appoints(new)

    known = await town.standing(one.id)

    for person in (helper, new):
        assert await town.asks_code(person, one) == OwnRegistration(one.number)
        assert await town.decide((person, confirming(known))) == [OwnRegistration(one.number)]


@pytest.mark.parametrize("status", sorted(LIVE))
async def test_the_day_of_a_state_is_not_that_of_the_move(town: Town, status: Status) -> None:
    head, [worker, new] = await town.head(), await town.workers("worker", "new")
    one = await town.registered(worker)
    if status not in HOLDS_A_PLACE:
        await town.rows("UPDATE places SET registration_id = NULL")
    await town.rows("UPDATE registrations SET status = :status", status=status)
    before = await town.standing(one.id)
    town.clock.passes(timedelta(days=3))

    await town.takes(await town.gives(head, one), new)

    after = await town.standing(one.id)
    assert (after.since, after.status, after.place) == (before.since, status, before.place)


async def test_what_was_turned_down_takes_effect_though_it_moved_meanwhile(town: Town) -> None:
    head, [worker, new] = await town.head(), await town.workers("worker", "new")
    one = await town.registered(worker)
    [turned_down] = await town.decide((head, rejecting(one)))
    assert isinstance(turned_down, Rejecting)
    await town.takes(await town.gives(head, one), new)

    async with town.storage.begin() as work:
        await work.lock([SUNGAI_DURI])
        wish = TakeEffect(one.id, turned_down.version)
        [told] = await work.undoing.take_effect([wish])

    assert isinstance(told, Decided)
    assert told.worker == new.id


async def test_the_proof_of_consent_and_whose_own_it_is_go_along(town: Town) -> None:
    head, [worker, new] = await town.head(), await town.workers("worker", "new")
    draft = await town.agrees(worker)
    _, wish = town.wish(worker)
    [made] = await town.submit((worker, replace(wish, draft=draft)))
    assert isinstance(made, Submitted)

    await town.takes(await town.gives(head, made.registered), new)

    async with town.storage.begin() as work:
        before, now = await work.registrations.own([(worker, FindOwn()), (new, FindOwn())])
    assert (type(before), type(now)) == (NoneOwn, OwnFound)
    assert await town.value("SELECT person_id FROM consents") == new.id


async def test_a_head_finds_by_number_or_by_any_words_of_a_name(town: Town) -> None:
    await town.settle(2)
    head, worker = await town.head(), await town.worker()
    yanti = await town.registered(worker, name="YANTI SUSANTI")
    other = await town.registered(worker, name="YANTI LESTARI")
    await town.registered(worker, VILLAGE_2, name="YANTI SUSANTI")

    async def found(number: str | None, *name: str) -> list[str]:
        async with town.storage.begin() as work:
            those = await work.new_phones.find(head, FindForPhone(number, name))
        assert isinstance(those, FoundForPhone)
        return [one.number for one in those.those]

    assert await found(other.number) == [other.number]
    assert await found(None, "susanti", "yanti") == [yanti.number]
    assert await found(None, "yanti") == [yanti.number, other.number]
    assert await found(None, "si", "yanti", "susanti", "binti", "ahmad") == [yanti.number]
    assert await found(None, "budi") == []
    assert await found(None) == []


async def test_of_a_code_only_its_hash_is_kept(town: Town) -> None:
    head, worker = await town.head(), await town.worker()
    code = await town.gives(head, await town.registered(worker))

    [row] = await town.rows("SELECT * FROM new_phones")

    assert code not in str(row)
    assert code.replace("-", "").encode() not in row["hash"]


async def test_who_uses_a_code_without_its_villages_lock_is_stopped(town: Town) -> None:
    head, [worker, new] = await town.head(), await town.workers("worker", "new")
    code = await town.gives(head, await town.registered(worker))

    async with town.storage.begin() as work:
        assert await work.new_phones.village(code) == SUNGAI_DURI
        with pytest.raises(NotLocked):
            await work.new_phones.take(new, TakeToPhone(code))


async def test_what_is_to_be_corrected_is_no_card_that_comes_again(town: Town) -> None:
    head, [worker, new] = await town.head(), await town.workers("worker", "new")
    one = await town.registered(worker)
    await town.asks(head, one, "name")

    moved = await town.takes(await town.gives(head, one), new)

    assert isinstance(moved, MovedToPhone)
    assert (moved.registered.status, moved.closed, moved.cards) == (Status.CORRECTING, (), ())
