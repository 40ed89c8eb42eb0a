"""Strangers: who agreed to nothing and holds nothing is forgotten, and nobody else is."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import timedelta
from typing import TypeAlias

import pytest

from conversations.effects import RecordConsent
from conversations.machine import Draft
from conversations.messages import Reply, Text
from storage.ids import new_id
from storage.people.consents import Consent
from storage.people.people import Person
from storage.people.strangers import BEGINNING, KEPT, Forgotten
from tests.patience import PATIENCE
from tests.storage.builders import Town, incoming, sender

Holding: TypeAlias = Callable[[Town, Person], Awaitable[object]]


async def forgotten(town: Town, at_most: int = 100) -> int:
    async with town.storage.begin() as work:
        return (await work.strangers.forget(at_most=at_most)).gone


async def drafts(town: Town, person: Person) -> None:
    async with town.storage.begin() as work:
        draft = Draft(new_id(), "registration", 1, {})
        await work.people.save([(person, person.state.holding(draft))])


async def consents(town: Town, person: Person) -> None:
    wish = RecordConsent(new_id(), "consent", "1", "self", None)
    async with town.storage.begin() as work:
        await work.consents.record([Consent(person, wish, incoming(), "words")])


async def asks_for_a_code(town: Town, person: Person) -> None:
    async with town.storage.begin() as work:
        await work.transfers.open(person)


async def registers(town: Town, person: Person) -> None:
    await town.registered(person)


async def registered_as_another(town: Town, person: Person) -> None:
    """Be where a registration came from that somebody else has by now."""
    other = await town.worker("other")
    await town.registered(replace(other, address=person.address))


async def becomes_head(town: Town, person: Person) -> None:
    del person
    await town.head("yanti")


async def writes_lately(town: Town, person: Person) -> None:
    async with town.storage.begin() as work:
        await work.people.hear([(person, town.clock.now() + timedelta(hours=1))])


async def test_a_stranger_is_forgotten_after_some_days_with_all_that_leads_to_them(
    town: Town,
) -> None:
    stranger = await town.worker()
    async with town.storage.begin() as work:
        await work.outbox.put([(stranger, Reply((Text("one"),))) for _ in range(2)])
    await town.rows(
        "UPDATE outbox SET failed_at = now() WHERE seq = (SELECT min(seq) FROM outbox)"
    )

    town.clock.passes(KEPT)
    assert await forgotten(town) == 0
    town.clock.passes(timedelta(seconds=1))

    assert await forgotten(town) == 1
    left = ("people", "addresses", "outbox")
    assert [await town.value(f"SELECT count(*) FROM {table}") for table in left] == [0, 0, 0]


@pytest.mark.parametrize(
    "holding",
    [
        drafts,
        consents,
        asks_for_a_code,
        registers,
        registered_as_another,
        becomes_head,
        writes_lately,
    ],
    ids=lambda one: one.__name__,
)
async def test_who_holds_something_is_not(town: Town, holding: Holding) -> None:
    person = await town.worker()
    await holding(town, person)

    town.clock.passes(KEPT + timedelta(minutes=1))
    await forgotten(town)

    assert await town.value("SELECT count(*) FROM people WHERE id = :id", id=person.id) == 1
    assert (await town.worker()).id == person.id


async def test_who_was_one_with_somebody_is_not(town: Town) -> None:
    await town.joins("other", "yanti")
    await town.cuts_off("other")
    person = await town.worker()

    town.clock.passes(2 * KEPT)
    await forgotten(town)

    assert (await town.worker()).id == person.id


async def test_who_comes_back_is_somebody_new(town: Town) -> None:
    before = await town.worker()
    town.clock.passes(2 * KEPT)
    await forgotten(town)

    again = await town.worker()

    assert again.id != before.id


async def test_nobody_is_forgotten_who_is_writing(town: Town) -> None:
    person = await town.worker()
    town.clock.passes(2 * KEPT)

    async with town.storage.begin() as work:
        await work.people.lock([sender()])
        async with asyncio.timeout(PATIENCE):
            assert await forgotten(town) == 0

    assert (await town.worker()).id == person.id


async def test_who_writes_while_they_are_forgotten_is_taken_as_somebody_new(town: Town) -> None:
    before = await town.worker()
    town.clock.passes(2 * KEPT)

    async with town.storage.begin() as work:
        await work.strangers.forget()
        writing = asyncio.create_task(town.worker())
        assert await town.waits(writing)

    assert (await writing).id != before.id


async def test_they_are_looked_at_a_few_at_a_time_and_then_from_the_beginning(town: Town) -> None:
    people = sorted(one.id for one in await town.workers("a", "b", "c"))
    town.clock.passes(2 * KEPT)
    after, runs = BEGINNING, []

    for _ in range(2):
        async with town.storage.begin() as work:
            runs.append(await work.strangers.forget(after, at_most=2))
        after = runs[-1].after

    assert runs == [Forgotten(2, people[1]), Forgotten(1, BEGINNING)]
