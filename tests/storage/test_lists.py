"""Who is registered in a village, as its head may read it, and nobody else."""

from datetime import timedelta

from conversations.effects import FindWorkers, ListWorkers
from conversations.life_cycle import Status
from conversations.outcomes.looking import (
    NoHead,
    Reported,
    VillageReport,
    WorkersFound,
    WorkersListed,
)
from storage.people.people import Person
from tests.model_worker import SUNGAI_DURI
from tests.storage.builders import START, Town, confirming

NAMES = [f"WARGA {letter}" for letter in "LKJIHGFEDCBA"]


async def peopled(town: Town) -> Person:
    """A head of twelve people, registered in the order of Z to A, in three places."""
    head = await town.head()
    for name in NAMES:
        await town.registered(await town.worker(name), name=name)
    return head


async def page(town: Town, person: Person, page: int = 1) -> WorkersListed | NoHead:
    async with town.storage.begin() as work:
        return await work.lists.page(person, ListWorkers(page))


async def find(town: Town, person: Person, **wish: object) -> WorkersFound | NoHead:
    async with town.storage.begin() as work:
        return await work.lists.find(person, FindWorkers(**wish))  # type: ignore[arg-type]


async def test_ten_a_page_by_name_and_the_last_page_is_the_last(town: Town) -> None:
    head = await peopled(town)

    first, second, far = [await page(town, head, n) for n in (1, 2, 9)]

    assert isinstance(first, WorkersListed)
    assert isinstance(second, WorkersListed)
    assert [one.name for one in (*first.those, *second.those)] == sorted(NAMES)
    assert (first.first, second.first, first.pages, first.total) == (1, 11, 2, 12)
    assert far == second


async def test_who_is_shown_is_in_the_audit_and_nobody_else(town: Town) -> None:
    head = await peopled(town)

    await page(town, head, 2)

    read = await town.rows("SELECT subject FROM audit WHERE kind = 'name_read'")
    assert len(read) == 2


async def test_nobody_sees_a_village_that_is_not_theirs(town: Town) -> None:
    await peopled(town)
    stranger = await town.worker("stranger")
    code = await town.neighbour()
    neighbour = await town.head("neighbour", code)

    async with town.storage.begin() as work:
        assert await work.lists.page(stranger, ListWorkers()) == NoHead()
        assert await work.lists.find(stranger, FindWorkers(said="warga")) == NoHead()
        assert await work.lists.report(stranger) == NoHead()
        there = await work.lists.page(neighbour, ListWorkers())
        found = await work.lists.find(neighbour, FindWorkers(said="WARGA A"))
        await work.officials.revoke(SUNGAI_DURI)

    assert there == WorkersListed((), 1, 1, 1, 0)
    assert found == WorkersFound("WARGA A", (), 0)


async def test_a_head_who_was_revoked_sees_nobody_any_more(town: Town) -> None:
    head = await peopled(town)

    async with town.storage.begin() as work:
        await work.officials.revoke(SUNGAI_DURI)

    assert await page(town, head) == NoHead()


async def test_somebody_is_found_by_number_by_button_and_by_the_words_of_a_name(
    town: Town,
) -> None:
    head = await town.head()
    one = await town.registered(await town.worker("a"), name="YULITA NONI")
    two = await town.registered(await town.worker("b"), name="YULITA SARI")

    by_number = await find(town, head, number=one.number)
    by_button = await find(town, head, registration=two.id)
    by_name = await find(town, head, said="data yulita noni")
    by_half = await find(town, head, said="yulita")

    assert isinstance(by_number, WorkersFound)
    assert [each.id for each in by_number.those] == [one.id]
    assert isinstance(by_button, WorkersFound)
    assert [each.id for each in by_button.those] == [two.id]
    assert isinstance(by_name, WorkersFound)
    assert [each.id for each in by_name.those] == [one.id]
    assert isinstance(by_half, WorkersFound)
    assert ([each.id for each in by_half.those], by_half.total) == ([one.id, two.id], 2)
    nobody = await find(town, head, said="karso")
    assert nobody == WorkersFound("karso", (), 0)


async def test_who_gave_up_or_is_of_a_year_that_is_over_is_not_listed(town: Town) -> None:
    head = await town.head()
    worker, other = await town.workers("worker", "other")
    gone = await town.registered(worker)
    await town.registered(other)
    await town.withdraw((worker, gone.id))

    shown = await page(town, head)
    town.clock.passes(timedelta(days=900))
    later = await page(town, head)

    assert isinstance(shown, WorkersListed)
    assert shown.total == 1
    assert later == WorkersListed((), 1, 1, 1, 0)


async def test_a_report_counts_places_who_waits_and_since_when(town: Town) -> None:
    head = await town.head()
    ones = [await town.registered(one) for one in await town.workers("a", "b", "c", "d")]
    await town.decide((head, confirming(ones[0])))
    await town.asks(head, ones[1], "name")

    async with town.storage.begin() as work:
        reported = await work.lists.report(head)

    assert (await town.standing(ones[3].id)).status == Status.WAITING
    assert reported == Reported(
        (
            VillageReport(
                village=SUNGAI_DURI,
                places=3,
                taken=3,
                waiting=1,
                undecided=1,
                asked=1,
                oldest=START,
            ),
        )
    )
