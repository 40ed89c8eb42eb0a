"""Erasing: nothing of a person is left anywhere, and nobody else loses anything by it."""

import asyncio
from uuid import UUID

import orjson
import pytest

from conversations.buttons.button import write
from conversations.buttons.person import GiveUp
from conversations.life_cycle import Status
from conversations.messages import Choice, Text
from conversations.outcomes.registered import Promoted
from conversations.outcomes.registering import Submitted
from storage.entries import Entry
from storage.ids import new_id
from storage.office.erasing import ERASED
from storage.proof.chains import Broken
from storage.proof.erased import Erased
from storage.work import NotLocked
from tests.storage.builders import Town, confirming
from tests.storage.everything import CHAT, NAME, NIK, everything, left_of, opened, says


async def erase(
    town: Town, *registrations: UUID, people: tuple[UUID, ...] = ()
) -> tuple[Erased, tuple[Promoted, ...]]:
    async with town.storage.begin() as work:
        await work.lock(await work.erasing.villages(registrations, people))
        return await work.erasing.erase(registrations, people)


async def test_of_somebody_who_is_everywhere_nothing_is_left(town: Town) -> None:
    person, one = await everything(town)
    [of_nik] = await town.rows(
        "SELECT k.* FROM niks k JOIN registrations r ON r.nik_id = k.id WHERE r.id = :id",
        id=one.id,
    )
    chats = await town.rows("SELECT * FROM addresses WHERE person_id = :id", id=person.id)
    drafts = await town.rows("SELECT id FROM drafts")
    [card] = await town.rows("SELECT id FROM cards WHERE registration_id = :id", id=one.id)
    named = (one.id, person.id, NAME, NIK, one.number, of_nik["hash"], of_nik["id"])
    ids = (row["id"] for row in (*chats, *drafts, card))
    told = (*named, CHAT, "second-phone", *ids, *(chat["hash"] for chat in chats))
    everywhere = await left_of(town, *told)

    erased, _ = await erase(town, one.id, people=(person.id,))

    left = await left_of(town, *told)
    assert len(everywhere) >= 18, sorted(everywhere)
    assert set(left) == {"audit"}
    for row in left["audit"]:  # ids alone, which lead nowhere
        assert not any(word in row for word in (NAME, NIK, CHAT))
    assert set(erased.registrations) == {one.id}
    assert {row["id"] for row in chats} == set(erased.addresses)
    assert (len(erased.people), len(erased.drafts), erased.niks) == (2, 2, (of_nik["id"],))


async def test_the_place_goes_to_the_first_who_waits_and_the_waiting_list_moves_up(
    town: Town,
) -> None:
    person, neighbour = await town.workers("yanti", "neighbour")
    ones = [await town.registered(person) for _ in range(3)]
    waits = [await town.registered(neighbour) for _ in range(2)]

    _, promoted = await erase(town, ones[1].id)

    assert [(one.number, one.place, one.person) for one in promoted] == [
        (waits[0].number, 2, neighbour.id)
    ]
    assert (await town.standing(waits[1].id)).position == 1
    assert await town.value("SELECT count(*) FROM places WHERE registration_id IS NULL") == 0


async def test_a_neighbours_registration_from_their_chat_stays_and_leads_nowhere(
    town: Town,
) -> None:
    head = await town.head()
    helper = await town.worker("helper")
    own, neighbours = await town.registered(helper), await town.registered(helper)
    await town.agrees(helper, "other")
    await town.rows("UPDATE consents SET draft_id = :id", id=neighbours.id)
    await town.agrees(helper)
    await town.rows("UPDATE people SET lately = 'x', focus = :id WHERE id = :id", id=helper.id)

    await erase(town, own.id, people=(helper.id,))

    assert (await town.standing(neighbours.id)).status is Status.PLACED
    [row] = await town.rows("SELECT * FROM registrations")
    assert (row["person_id"], row["address_id"]) == (helper.id, None)
    [kept] = await town.rows("SELECT * FROM consents")
    assert kept["draft_id"] == neighbours.id
    assert [row["person_id"] for row in await town.rows("SELECT person_id FROM addresses")] == [
        head.id
    ]
    [bare] = await town.rows("SELECT * FROM people WHERE id = :id", id=helper.id)
    assert (bare["focus"], bare["lately"]) == (None, None)


async def test_a_nik_stays_that_another_registration_names(town: Town) -> None:
    first, second = await town.workers("first", "second")
    given_up = await town.registered(first, nik_=NIK)
    await town.withdraw((first, given_up.id))
    again = await town.registered(second, nik_=NIK)

    await erase(town, given_up.id, people=(first.id,))

    assert (await town.standing(again.id)).status is Status.PLACED
    assert await town.value("SELECT count(*) FROM niks") == 1


async def test_a_head_who_goes_is_revoked_and_leaves_no_name_and_the_next_goes_on(
    town: Town,
) -> None:
    head, other = await town.head("kades"), await town.head("sekdes")
    worker = await town.worker()
    one = await town.registered(worker)
    await town.decide((head, confirming(one)))

    await erase(town, people=(head.id,))

    assert set(await left_of(town, "Pak kades", "'kades'")) == set()
    assert (await town.standing(one.id)).status is Status.CONFIRMED
    heads = await town.rows("SELECT person_id FROM officials WHERE revoked_at IS NULL")
    assert heads == [{"person_id": other.id}]


async def test_a_message_keeps_what_it_tells_of_others(town: Town) -> None:
    head, worker = await town.head(), await town.worker()
    goes, stays = await town.registered(worker, name=NAME), await town.registered(worker)
    button = Choice(write(GiveUp(goes.id)), Text("look"))
    await says(
        town,
        head,
        Text("card.new", {"number": stays.number, "name": NAME}),  # of the same name
        Text("news.gone", {"number": goes.number}),
        Text("news.who", {"who": Text("who", {"name": NAME})}),
        choices=(button, Choice("q", Text("next"))),
    )
    await says(town, head, Text("news.gone", {"number": goes.number}))

    await erase(town, goes.id)

    [message] = [
        told
        for row in await town.rows("SELECT * FROM outbox ORDER BY seq")
        if "card.new" in (told := opened(town, "outbox", row)) or goes.number in told
    ]
    kept = orjson.loads(message)
    assert [text[0] for text in kept["texts"]] == ["card.new"]
    assert [choice[0] for choice in kept["choices"]] == ["q"]


async def test_the_audit_stays_whole_and_says_that_it_was_done(town: Town) -> None:
    person = await town.worker()
    one = await town.registered(person)
    async with town.storage.begin() as work:
        work.audit.record([Entry("dismissed", None, one.id, note=NAME)])

    await erase(town, one.id, people=(person.id,))

    async with town.storage.begin() as work:
        heads = await work.chains.heads()
        verdicts = [part for head in heads async for part in work.chains.verify(head, {})]
        told = await work.audit.last(10, None, None)
    assert not [part for part in verdicts if isinstance(part, Broken)]
    assert {(row.chain, row.subject) for row in told if row.kind == ERASED} == {
        ("61.07", one.id),
        ("", person.id),
    }
    assert [row.note for row in told if row.kind == "dismissed"] == [None]


async def test_without_their_village_locked_nothing_goes(town: Town) -> None:
    one = await town.registered(await town.worker())

    with pytest.raises(NotLocked):
        async with town.storage.begin() as work:
            await work.erasing.erase([one.id], [])

    assert (await town.standing(one.id)).status is Status.PLACED


async def test_whoever_registers_that_nik_meanwhile_is_waited_for_or_begins_anew(
    town: Town,
) -> None:
    person, other = await town.workers("yanti", "other")
    first = await town.registered(person, nik_=NIK)
    await town.withdraw((person, first.id))
    code = await town.neighbour()

    async with town.storage.begin() as work:
        await work.lock(await work.erasing.villages([first.id], []))
        await work.erasing.erase([first.id], [])
        submitting = asyncio.create_task(town.submit(town.wish(other, code, nik_=NIK)))
        assert await town.waits(submitting)
    [again] = await submitting

    assert isinstance(again, Submitted)
    assert (await town.standing(again.registered.id)).status is Status.PLACED


async def test_a_nik_that_is_being_registered_again_is_waited_for_and_stays(town: Town) -> None:
    person, other = await town.workers("yanti", "other")
    first = await town.registered(person, nik_=NIK)
    await town.withdraw((person, first.id))
    code = await town.neighbour()

    async with town.storage.begin() as work:
        await work.lock([code])
        [again] = await work.submissions.submit([town.wish(other, code, nik_=NIK)])
        erasing = asyncio.create_task(erase(town, first.id))
        assert await town.waits(erasing)
    await erasing

    assert isinstance(again, Submitted)
    assert (await town.standing(again.registered.id)).status is Status.PLACED


async def test_what_is_not_there_any_more_is_passed_over(town: Town) -> None:
    await erase(town, new_id(), people=(new_id(),))

    assert await town.rows("SELECT * FROM audit") == []
