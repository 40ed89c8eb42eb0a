"""A place that was confirmed is ended for a reason, by whoever may, and goes on after a while."""

from datetime import timedelta

from conversations.effects import End, EndReason
from conversations.life_cycle import UNDOABLE, Status
from conversations.outcomes.desk import (
    AlreadyDecided,
    Ended,
    Ending,
    NoEffect,
    NotYourVillage,
    OwnRegistration,
    Undone,
)
from conversations.outcomes.registered import Registered
from conversations.outcomes.registering import AlreadyRegistered
from storage.people.people import Person
from tests.storage.builders import START, Town, confirming, nik, rejecting, village


async def confirmed(town: Town, head: Person, worker: Person) -> Registered:
    one = await town.registered(worker)
    await town.decide((head, confirming(one)))
    return await town.standing(one.id)


async def test_it_ends_after_ten_minutes_and_the_first_who_waits_gets_the_place(
    town: Town,
) -> None:
    head = await town.head()
    workers = await town.workers(*(f"w{n}" for n in range(4)))
    one, *_, waits = [await town.registered(worker) for worker in workers]
    await town.decide((head, confirming(one)))

    begun = await town.end(head, one, EndReason.OTHER, "Ikut anaknya")

    assert isinstance(begun, Ending)
    assert (begun.place, begun.until) == (1, START + UNDOABLE)
    now = await town.standing(one.id)
    assert (now.status, now.place, now.reason, now.note) == (
        Status.ENDING,
        1,
        EndReason.OTHER,
        "Ikut anaknya",
    )
    [told] = await town.takes_effect(one)
    assert isinstance(told, Ended)
    assert (told.worker, told.place, told.note) == (workers[0].id, 1, "Ikut anaknya")
    assert [(each.number, each.place) for each in told.promoted] == [(waits.number, 1)]
    over = await town.standing(one.id)
    assert (over.status, over.place, over.note) == (Status.ENDED, None, "Ikut anaknya")


async def test_what_is_undone_is_confirmed_by_whom_and_when_it_was(town: Town) -> None:
    head, other = await town.head("kades"), await town.head("sekdes")
    one = await confirmed(town, head, await town.worker())
    town.clock.passes(timedelta(days=3))
    await town.end(other, one)

    undone = await town.undo(other, one)

    assert isinstance(undone, Undone)
    assert (undone.was, undone.cards) == (Status.ENDING, ())
    now = await town.standing(one.id)
    assert (now.status, now.since, now.reason) == (Status.CONFIRMED, START, None)
    [again] = await town.decide((other, rejecting(now)))
    assert again == AlreadyDecided(one.number, Status.CONFIRMED, "Pak kades", START)
    assert await town.takes_effect(one) == [NoEffect()]


async def test_only_an_official_of_the_village_or_its_own_chat_ends_it(town: Town) -> None:
    await town.settle(2)
    head, worker = await town.head(), await town.worker()
    stranger = await town.head("other", village(2).code)
    one = await confirmed(town, head, worker)

    assert await town.end(stranger, one) == NotYourVillage()
    assert isinstance(own := await town.end(worker, one, EndReason.DIED), Ending)
    assert own.own
    assert isinstance(await town.end(head, one), AlreadyDecided)
    assert await town.undo(stranger, one) == NotYourVillage()
    assert isinstance(await town.undo(worker, one), Undone)


async def test_what_came_from_an_officials_chat_another_ends_once_it_was_theirs(
    town: Town,
) -> None:
    head, other = await town.head("kades"), await town.head("sekdes")
    one = await confirmed(town, other, head)
    await town.rows(
        "UPDATE registrations SET person_id = :other", other=(await town.worker("anak")).id
    )

    assert await town.end(head, one) == OwnRegistration(one.number)
    assert isinstance(await town.end(other, one), Ending)


async def test_what_ends_keeps_its_nik_until_it_has_ended(town: Town) -> None:
    head = await town.head()
    worker, again = await town.workers("yanti", "again")
    one = await town.registered(worker, nik_=nik(1))
    await town.decide((head, confirming(one)))
    await town.end(head, one)
    [early] = await town.submit(town.wish(again, nik_=nik(1)))

    await town.takes_effect(one)
    late = await town.registered(again, nik_=nik(1))

    assert isinstance(early, AlreadyRegistered)
    assert late.status is Status.PLACED


async def test_who_gives_up_what_is_ending_withdraws_it(town: Town) -> None:
    head, worker = await town.head(), await town.worker()
    one = await confirmed(town, head, worker)
    await town.end(head, one)

    await town.withdraw((worker, one.id))

    now = await town.standing(one.id)
    assert (now.status, now.reason) == (Status.WITHDRAWN, None)
    assert await town.takes_effect(one) == [NoEffect()]


async def test_revoking_an_official_undoes_what_they_ended(town: Town) -> None:
    head, other = await town.head("kades"), await town.head("sekdes")
    one = await confirmed(town, head, await town.worker())
    await town.end(other, one)

    async with town.storage.begin() as work:
        await work.lock([village(1).code])
        those = await work.officials.list(village(1).code)
        ids = [each.id for each in those if each.name == "Pak sekdes"]
        revoked = await work.officials.revoke(village(1).code, ids)

    assert [(each.number, each.was) for each in revoked.reopened] == [(one.number, Status.ENDING)]
    assert (await town.standing(one.id)).status is Status.CONFIRMED


async def test_the_district_ends_it_at_once(town: Town) -> None:
    head, worker = await town.head(), await town.worker()
    one = await confirmed(town, head, worker)

    async with town.storage.begin() as work:
        await work.lock([village(1).code])
        outcome = await work.endings.for_district(End(one.id, one.version, EndReason.DIED))

    assert isinstance(outcome, Ended)
    assert (await town.standing(one.id)).status is Status.ENDED
    acts = await town.rows(
        "SELECT act, person_id FROM history WHERE registration_id = :id ORDER BY version",
        id=one.id,
    )
    assert [(each["act"], each["person_id"]) for each in acts[-2:]] == [
        ("end", None),
        ("take_effect", None),
    ]


async def test_of_two_ends_at_once_the_second_finds_it_done(town: Town) -> None:
    head = await town.head()
    one = await confirmed(town, head, await town.worker())
    wish = End(one.id, one.version, EndReason.MOVED)

    async with town.storage.begin() as work:
        await work.lock([village(1).code])
        first = await work.endings.end(head, wish)
        second = await work.endings.end(head, wish)

    assert isinstance(first, Ending)
    assert second == AlreadyDecided(one.number, Status.ENDING, "Pak kades", START, again=True)
