"""Requests over one's data: what is asked for is done, once, and leaves nothing of the person."""

from collections.abc import Mapping
from datetime import timedelta
from pathlib import Path
from typing import Any

from conversations.effects import DoForOwner, FindData, FindForOwner, FinishErasing, Right
from conversations.life_cycle import Status
from conversations.machine import Draft
from conversations.outcomes.registered import Registered
from conversations.outcomes.rights import (
    ConsentTaken,
    DoneForOwner,
    Erased,
    FoundForOwner,
    NotForOwner,
)
from conversations.registration.form import FORM
from storage.entries import Entry
from storage.ids import new_id
from storage.office.niks.granting import STANDS
from storage.office.niks.tries import KEPT
from storage.office.rights.requests import OWED, TRIES_LAST
from storage.people.people import Person
from storage.proof.erased import ErasedFile
from tests.storage.builders import Town, sender


async def own(town: Town, person: Person) -> Registered:
    """Have somebody registered who agreed for themselves."""
    one = await town.registered(person)
    draft = await town.agrees(person)
    await town.rows(
        "UPDATE consents SET draft_id = :one WHERE draft_id = :draft", one=one.id, draft=draft
    )
    return one


async def erases(town: Town, person: Person) -> Erased:
    async with town.storage.begin() as work:
        await work.lock(await work.requests.villages(person.id))
        return await work.requests.erase(person)


async def finishes(town: Town, file: ErasedFile | None = None, *, chat: bool = False) -> None:
    [request] = await town.rows("SELECT id FROM requests WHERE done_at IS NULL")
    wish = FinishErasing(request["id"], chat)
    async with town.storage.begin() as work:
        await work.lock(await work.requests.villages_of([wish]))
        await work.requests.finish(wish, file)


async def jobs(town: Town) -> list[Mapping[str, Any]]:
    return await town.rows("SELECT name, due_at FROM jobs WHERE name LIKE 'erase%' ORDER BY name")


async def test_what_is_own_is_given_up_at_once_and_erased_soon_and_the_chat_later(
    town: Town, tmp_path: Path
) -> None:
    [worker] = await town.workers("worker")
    one, file = await own(town, worker), ErasedFile(tmp_path / "erased")

    asked = await erases(town, worker)

    assert asked.numbers == (one.number,)
    assert (await town.standing(one.id)).status == Status.WITHDRAWN
    assert [job["name"] for job in await jobs(town)] == ["erase"]
    await finishes(town, file)
    assert await town.value("SELECT count(*) FROM registrations") == 0
    assert [job["name"] for job in await jobs(town)] == ["erase", "erase_chat"]
    assert await town.value("SELECT count(*) FROM people WHERE id = :id", id=worker.id) == 1
    await finishes(town, file, chat=True)
    assert await town.value("SELECT count(*) FROM people WHERE id = :id", id=worker.id) == 0
    kept = list(file.read())
    assert [one.receipt for one in kept] == [asked.receipt, asked.receipt]
    assert one.id in kept[0].erased.registrations
    assert worker.id in kept[1].erased.people
    [request] = await town.rows("SELECT * FROM requests")
    assert (request["person_id"], request["registrations"]) == (None, [])


async def test_whoever_registers_again_meanwhile_keeps_the_chat(town: Town) -> None:
    [worker] = await town.workers("worker")
    await own(town, worker)
    await erases(town, worker)
    await finishes(town)
    again = await own(town, worker)

    await finishes(town, chat=True)

    assert (await town.standing(again.id)).status == Status.PLACED
    assert await town.value("SELECT count(*) FROM requests WHERE done_at IS NULL") == 0


async def test_whom_somebody_else_registered_is_not_theirs_to_erase(town: Town) -> None:
    [helper] = await town.workers("helper")
    other = await town.registered(helper)

    asked = await erases(town, helper)
    await finishes(town)

    assert asked.numbers == ()
    assert (await town.standing(other.id)).status == Status.PLACED
    await finishes(town, chat=True)
    assert await town.value("SELECT count(*) FROM people WHERE id = :id", id=helper.id) == 1


async def test_only_its_head_erases_it_for_whom_it_is_of(town: Town) -> None:
    head, [helper, stranger] = await town.head(), await town.workers("helper", "stranger")
    one, own_of_head = await town.registered(helper), await town.registered(head)

    async def found(person: Person, number: str) -> object:
        async with town.storage.begin() as work:
            return await work.requests.find(person, FindForOwner(number, Right.ERASE))

    assert isinstance(await found(head, one.number), FoundForOwner)
    assert isinstance(await found(stranger, one.number), NotForOwner)
    assert isinstance(await found(head, own_of_head.number), NotForOwner)
    async with town.storage.begin() as work:
        await work.lock([one.village])
        wish = DoForOwner(one.id, Right.ERASE)
        assert isinstance(await work.requests.do_for(stranger, wish), NotForOwner)
        done = await work.requests.do_for(head, wish)
    assert isinstance(done, DoneForOwner)
    assert done.worker == helper.id
    await finishes(town)
    left = await town.rows("SELECT number FROM registrations")
    assert [row["number"] for row in left] == [own_of_head.number]


async def test_a_consent_that_is_taken_back_gives_up_and_erases_nothing(town: Town) -> None:
    [worker] = await town.workers("worker")
    one = await own(town, worker)

    async with town.storage.begin() as work:
        await work.lock([one.village])
        taken = await work.requests.take_consent_back(worker)

    assert isinstance(taken, ConsentTaken)
    assert (await town.standing(one.id)).status == Status.WITHDRAWN
    assert await town.value("SELECT count(*) FROM consents WHERE withdrawn_at IS NOT NULL") == 1
    assert await jobs(town) == []


async def test_what_is_owed_is_told_once_its_time_is_over(town: Town) -> None:
    [worker] = await town.workers("worker")
    await own(town, worker)
    asked = await erases(town, worker)

    async def late() -> list[str]:
        async with town.storage.begin() as work:
            return [one.receipt for one in await work.requests.late()]

    assert await late() == []
    town.clock.passes(OWED + timedelta(minutes=1))
    assert await late() == [asked.receipt]


async def test_what_is_held_tells_who_opened_it_and_no_more_than_a_page(town: Town) -> None:
    await town.head()
    [worker] = await town.workers("worker")
    other = await town.registered(worker)
    one = await own(town, worker)

    async with town.storage.begin() as work:
        first = await work.held_data.find(worker, FindData())
        last = await work.held_data.find(worker, FindData(page=9))

    assert (first.page, first.total) == (1, 2)
    assert first.data is not None
    assert (first.data.registered.number, first.data.own) == (one.number, True)
    assert last.data is not None
    assert last.data.registered.number == other.number
    assert [(seen.village, seen.times) for seen in last.data.seen] == [(other.village, 1)]


def test_the_chat_goes_before_it_is_owed_and_after_its_tries_are_forgotten() -> None:
    assert KEPT <= TRIES_LAST < OWED


async def granted(town: Town, person: Person) -> Registered:
    """Have somebody's own registration be another's, by a head's word."""
    one = await own(town, person)
    [claimant] = await town.workers("claimant")
    await town.rows(
        """INSERT INTO claims (id, registration_id, person_id, code, at, granted_at)
           VALUES (:id, :id, :person, '4827', :now, :now)""",
        id=one.id,
        person=claimant.id,
        now=town.clock.now(),
    )
    return one


async def test_what_a_head_said_is_anothers_is_let_go_and_erased_if_nobody_comes(
    town: Town,
) -> None:
    [worker] = await town.workers("worker")
    one = await granted(town, worker)

    asked = await erases(town, worker)
    await finishes(town)
    await finishes(town, chat=True)

    assert asked.numbers == (one.number,)
    assert [agreed.registration for agreed in asked.agreed] == [one.id]
    assert (await town.standing(one.id)).status == Status.PLACED
    assert await town.value("SELECT count(*) FROM requests WHERE done_at IS NULL") == 1
    town.clock.passes(STANDS)
    await finishes(town)  # it is given up first
    assert (await town.standing(one.id)).status == Status.WITHDRAWN
    await finishes(town, chat=True)
    assert await town.value("SELECT count(*) FROM registrations") == 0


async def test_what_its_owner_has_taken_over_is_not_erased(town: Town) -> None:
    [worker] = await town.workers("worker")
    one = await granted(town, worker)
    await erases(town, worker)
    [owner] = await town.workers("claimant")
    await town.rows("UPDATE registrations SET person_id = :id", id=owner.id)

    await finishes(town)
    await finishes(town, chat=True)

    assert (await town.standing(one.id)).status == Status.PLACED
    assert await town.value("SELECT count(*) FROM requests WHERE done_at IS NULL") == 0


async def test_a_consent_that_is_taken_back_gives_it_up_when_nobody_comes(town: Town) -> None:
    [worker] = await town.workers("worker")
    one = await granted(town, worker)

    async with town.storage.begin() as work:
        await work.lock(await work.requests.villages(worker.id))
        await work.requests.take_consent_back(worker)
    town.clock.passes(STANDS)
    await finishes(town)

    assert (await town.standing(one.id)).status == Status.WITHDRAWN
    assert await town.value("SELECT count(*) FROM registrations") == 1
    [request] = await town.rows("SELECT person_id, done_at FROM requests")
    assert request["person_id"] is None
    assert request["done_at"] is not None


async def test_who_becomes_one_with_another_is_owed_it_still(town: Town) -> None:
    [worker] = await town.workers("worker")
    await own(town, worker)
    await erases(town, worker)
    await finishes(town)

    await town.joins("keeps", "worker")
    await finishes(town, chat=True)

    assert await town.value("SELECT count(*) FROM requests WHERE done_at IS NULL") == 0
    [kept] = await town.workers("keeps")
    assert await town.value("SELECT count(*) FROM people WHERE id = :id", id=kept.id) == 1


async def test_who_came_with_the_ktp_and_another_phone_has_it_as_their_own(town: Town) -> None:
    head, [helper, moved] = await town.head(), await town.workers("helper", "moved")
    one = await town.registered(helper)
    await town.takes(await town.gives(head, one), moved)

    async with town.storage.begin() as work:
        found = await work.held_data.find(moved, FindData("erase"))

    assert [each.id for each in found.own] == [one.id]
    assert found.others == ()


async def test_who_heads_two_villages_is_told_as_the_head_of_the_one_it_is_in(
    town: Town,
) -> None:
    code = await town.neighbour()
    head = await town.head("kades")
    await town.head("kades", code)
    [worker] = await town.workers("worker")
    one = await own(town, worker)
    there = await town.registered(await town.worker("there"), code)
    async with town.storage.begin() as work:
        work.audit.record([Entry("name_read", head.id, each.id) for each in (one, there)])

    async with town.storage.begin() as work:
        here = await work.held_data.find(worker, FindData())
        [other] = await work.people.lock([sender("there")])
        beyond = await work.held_data.find(other, FindData())

    assert here.data is not None
    assert beyond.data is not None
    assert {seen.village for seen in here.data.seen} == {one.village}
    assert {seen.village for seen in beyond.data.seen} == {code}


async def test_what_was_unsent_is_on_the_list_of_what_is_erased(
    town: Town, tmp_path: Path
) -> None:
    [worker] = await town.workers("worker")
    draft = Draft(new_id(), FORM.name, FORM.version, {"name": "YANTI"})
    async with town.storage.begin() as work:
        [known] = await work.people.lock([sender("worker")])
        await work.people.save([(known, known.state.holding(draft))])
    file = ErasedFile(tmp_path / "erased")

    async with town.storage.begin() as work:
        asked = await work.requests.erase(worker, file)

    [kept] = list(file.read())
    assert (kept.receipt, kept.erased.drafts) == (asked.receipt, (draft.id,))
