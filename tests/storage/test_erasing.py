"""Erasing: nothing of a person is left anywhere, and nobody else loses anything by it."""

import asyncio
from typing import Any
from uuid import UUID

import orjson
import pytest

from conversations.buttons.button import write
from conversations.buttons.person import GiveUp
from conversations.effects import CheckNik, RecordConsent
from conversations.life_cycle import Status
from conversations.machine import About, Draft, DueKind
from conversations.messages import Choice, Incoming, Reply, Said, Text
from conversations.outcomes.registered import Promoted, Registered
from conversations.outcomes.registering import Submitted
from storage.entries import Entry
from storage.ids import new_id
from storage.jobs import Job
from storage.office.erasing import ERASED
from storage.people.consents import Consent
from storage.people.people import Person
from storage.proof.chains import Broken
from storage.proof.erased import Erased
from storage.work import NotLocked
from tests.model_worker import SUNGAI_DURI
from tests.storage.builders import START, Town, confirming, incoming, nik, sender

NAME, NIK, CHAT = "Wahyuningrum Ajum", nik(777), "chat-9081726354"
_SEALED_AS = {"history": "registration_id"}  # the row that its words are sealed for
_TABLES = """
    SELECT c.relname FROM pg_class c
     WHERE c.relnamespace = 'public'::regnamespace AND c.relkind = 'r'
       AND c.relname NOT IN ('alembic_version', 'villages', 'key_check')
"""


async def all_rows(town: Town) -> dict[str, list[str]]:
    """Return everything that is in the database, what is sealed opened."""
    found: dict[str, list[str]] = {}
    for table in [row["relname"] for row in await town.rows(_TABLES)]:
        rows = await town.rows(f"SELECT * FROM {table}")
        found[table] = [f"{row} {opened(town, table, row)}" for row in rows]
    return found


def opened(town: Town, table: str, row: Any) -> str:  # noqa: ANN401 - any row
    if row.get("sealed") is None:
        return ""
    bound = [row[one] for one in ("nik_id", "programme_id") if table == "registrations"]
    told = town.sealer.unseal(table, row[_SEALED_AS.get(table, "id")], row["sealed"], *bound)
    return orjson.dumps(told).decode()


async def left_of(town: Town, *told: object) -> dict[str, list[str]]:
    """Return the rows that tell of any of these: ids, hashes or words."""
    words = [repr(one) if isinstance(one, bytes) else str(one) for one in told]
    return {
        table: those
        for table, rows in (await all_rows(town)).items()
        if (those := [row for row in rows if any(word in row for word in words)])
    }


async def erase(
    town: Town, *registrations: UUID, people: tuple[UUID, ...] = ()
) -> tuple[Erased, tuple[Promoted, ...]]:
    async with town.storage.begin() as work:
        await work.lock(await work.erasing.villages(registrations, people))
        return await work.erasing.erase(registrations, people)


async def says(town: Town, person: Person, *texts: Text, **more: Any) -> None:  # noqa: ANN401
    async with town.storage.begin() as work:
        await work.outbox.put([(person, Reply(texts, **more))])


async def everything(town: Town) -> tuple[Person, Registered]:
    """Return a person of whom something is in every table there is."""
    head = await town.head()
    person = await town.worker(CHAT)
    one = await town.registered(person, nik_=NIK, name=NAME)
    async with town.storage.begin() as work:
        consent = RecordConsent(one.id, "registration.consent.ask", "1", "self", NAME)
        await work.consents.record([Consent(person, consent, incoming(NAME), "?")])
        await work.transfers.open(person)
        correcting = Draft(new_id(), "registration", 1, {}, about=About(one.id, 0, one.number, {}))
        draft = Draft(new_id(), "registration", 1, {"name": NAME})
        await work.people.save([(person, person.state.holding(draft).holding(correcting))])
        await work.jobs.put([Job(DueKind.REMIND, draft.id, START, "1")])
        await work.parked.put(incoming("7", CHAT), ValueError(), CHAT)
        raw = f'{{"from": "{CHAT}"}}'.encode()
        message = Incoming(sender(CHAT), "8", Said(NAME), START, raw)
        await work.parked.put(message, ValueError(), "traceback")
        await work.held.put([(person, message)])
        work.audit.record([Entry("dismissed", None, one.id, note=NAME)])
    await town.joins(CHAT, "second-phone")
    await town.gives(head, one)
    await town.registered(await town.worker("somebody else"), nik_=nik(778))
    async with town.storage.begin() as work:
        [other] = await work.people.lock([sender("somebody else")])
        await work.niks.check([(other, CheckNik(NIK, SUNGAI_DURI))])
        await work.niks.check([(person, CheckNik(nik(778), SUNGAI_DURI))])
    await says(town, head, Text("news", {"number": one.number, "name": NAME}), Text("other"))
    await says(town, person, Text("hello"))
    card = await town.value("SELECT id FROM cards WHERE registration_id = :id", id=one.id)
    await says(town, head, Text("hello"), card=card)
    return person, one


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
