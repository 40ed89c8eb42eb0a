"""Cards that were refused: passed over by a job, listed until decided, left alone if closed."""

from datetime import timedelta
from uuid import UUID

from conversations.machine import DueKind
from conversations.messages import Channel, Reply, Text
from conversations.outcomes.desk import PassedOver
from storage.jobs import Job
from storage.people.people import Person
from tests.model_worker import SUNGAI_DURI
from tests.storage.builders import ACCOUNT, Town, confirming

LEASE = timedelta(seconds=30)


async def given_up(town: Town, head: Person, *, refused: bool) -> UUID:
    """Have the message of a head's open card given up; return the message's id."""
    card = await town.value("SELECT id FROM cards WHERE closed_at IS NULL")
    async with town.storage.begin() as work:
        await work.outbox.put([(head, Reply((Text("card"),), card=card))])
    async with town.storage.begin() as work:
        [post] = await work.outbox.claim(Channel.TERMINAL, ACCOUNT, LEASE, 10)
        await work.outbox.fail([(post.id, "BadRequest", refused)])
    return post.id


async def jobs(town: Town) -> list[Job]:
    async with town.storage.begin() as work:
        return await work.jobs.claim(list(DueKind), LEASE, 10)


async def passed_over(town: Town, message: UUID) -> PassedOver:
    async with town.storage.begin() as work:
        await work.lock(await work.refused_cards.villages(message))
        return await work.refused_cards.pass_over(message)


async def listed(town: Town) -> list[tuple[str, str]]:
    async with town.storage.begin() as work:
        those = await work.refused_cards.list()
        assert await work.refused_cards.count() == len(those)
        return [(one.number, one.why) for one in those]


async def test_a_card_is_passed_over_only_if_it_was_refused_for_what_it_says(town: Town) -> None:
    head = await town.head()
    await town.registered(await town.worker())

    await given_up(town, head, refused=False)
    unreached = await jobs(town)
    message = await given_up(town, head, refused=True)
    [job] = await jobs(town)

    assert unreached == []
    assert (job.name, job.key) == (DueKind.REFUSED, message)
    async with town.storage.begin() as work:
        assert await work.refused_cards.reader(message) == head.id
        assert await work.refused_cards.villages(message) == {SUNGAI_DURI}


async def test_the_operator_sees_a_refused_card_until_its_registration_is_decided(
    town: Town,
) -> None:
    head = await town.head()
    first, second = [await town.registered(person) for person in await town.workers("a", "b")]

    passed = await passed_over(town, await given_up(town, head, refused=True))
    seen = await listed(town)
    [_, again] = await town.decide((head, confirming(second)), (head, confirming(first)))

    assert passed.number == first.number
    assert [card.number for card in passed.cards] == [second.number]
    assert seen == [(first.number, "BadRequest")]
    assert type(again).__name__ == "Decided"
    assert await listed(town) == []


async def test_a_card_that_was_decided_meanwhile_is_left_alone(town: Town) -> None:
    head = await town.head()
    one = await town.registered(await town.worker())
    message = await given_up(town, head, refused=True)

    await town.decide((head, confirming(one)))

    assert await passed_over(town, message) == PassedOver(None)
    assert await listed(town) == []
