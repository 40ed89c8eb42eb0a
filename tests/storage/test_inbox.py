"""The inbox: a message is taken once."""

import asyncio
from datetime import timedelta

import pytest

from storage.messages.inbox import KEPT
from tests.patience import PATIENCE
from tests.storage.builders import Town, incoming


async def test_a_message_is_new_once(town: Town) -> None:
    async with town.storage.begin() as work:
        first = await work.inbox.accept([incoming("1")])

    async with town.storage.begin() as work:
        again = await work.inbox.accept([incoming("1"), incoming("2")])

    assert [one.message_id for one in first] == ["1"]
    assert [one.message_id for one in again] == ["2"]


async def test_twins_in_one_call_count_once_and_the_order_is_kept(town: Town) -> None:
    first = incoming("9", said="first")
    given = [first, incoming("3"), incoming("9", said="twin"), first, incoming("1")]

    async with town.storage.begin() as work:
        new = await work.inbox.accept(given)

    assert new == [given[0], given[1], given[4]]


async def test_the_same_id_of_another_account_is_another_message(town: Town) -> None:
    async with town.storage.begin() as work:
        await work.inbox.accept([incoming("1")])
        await town.rows("INSERT INTO inbox VALUES ('telegram', 'terminal', '1', '2026-11-22')")

    assert await town.value("SELECT count(*) FROM inbox") == 2


async def test_a_twin_that_is_being_taken_elsewhere_is_waited_for(town: Town) -> None:
    async with town.storage.begin() as elsewhere:
        await elsewhere.inbox.accept([incoming("1")])
        twin = asyncio.create_task(accepted(town, "1"))
        waited = await town.waits(twin)

    assert waited
    assert await twin == []


async def test_a_twin_is_taken_when_the_other_transaction_is_rolled_back(town: Town) -> None:
    twins = []

    async def taken_in_vain() -> None:
        async with town.storage.begin() as elsewhere:
            await elsewhere.inbox.accept([incoming("1")])
            twins.append(asyncio.create_task(accepted(town, "1")))
            assert await town.waits(twins[0])
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        await taken_in_vain()

    assert await twins[0] == ["1"]


async def test_groups_with_the_same_messages_in_opposite_orders_do_not_deadlock(
    town: Town,
) -> None:
    ids = [str(n) for n in range(40)]

    taken = await asyncio.gather(
        *(accepted(town, *(ids if n % 2 else reversed(ids))) for n in range(8))
    )

    assert sorted(one for group in taken for one in group) == sorted(ids)


async def test_what_no_platform_delivers_again_is_forgotten(town: Town) -> None:
    await accepted(town, "old")
    town.clock.passes(KEPT)
    await accepted(town, "young")
    town.clock.passes(timedelta(seconds=1))

    async with town.storage.begin() as work:
        assert await work.inbox.forget() == 1

    assert await town.value("SELECT message_id FROM inbox") == "young"


async def test_it_is_forgotten_in_slices_the_oldest_first(town: Town) -> None:
    for name in ("a", "b", "c"):
        await accepted(town, name)
        town.clock.passes(timedelta(minutes=1))
    town.clock.passes(KEPT)

    async with town.storage.begin() as work:
        assert await work.inbox.forget(at_most=2) == 2

    assert await town.value("SELECT message_id FROM inbox") == "c"


async def test_two_who_forget_at_once_do_not_wait_for_each_other(town: Town) -> None:
    await accepted(town, "a", "b", "c")
    town.clock.passes(2 * KEPT)

    async with town.storage.begin() as one, town.storage.begin() as other:
        first = await one.inbox.forget(at_most=2)
        async with asyncio.timeout(PATIENCE):
            second = await other.inbox.forget()

    assert (first, second) == (2, 1)


async def accepted(town: Town, *ids: str) -> list[str]:
    async with town.storage.begin() as work:
        return [one.message_id for one in await work.inbox.accept([incoming(i) for i in ids])]
