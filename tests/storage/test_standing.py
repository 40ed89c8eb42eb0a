"""Where somebody's registrations stand: by ten, out of the database by ten."""

import pytest

from conversations.effects import FindStanding
from conversations.life_cycle import Status
from conversations.outcomes.registered import Registered
from conversations.outcomes.registering import Submitted
from conversations.outcomes.standing import Standing
from storage.people.people import Person
from tests.storage.builders import Town

MANY = 23
PLACES = 3


@pytest.fixture
async def registered(town: Town) -> tuple[Person, list[Registered]]:
    """A helper with many registrations, of which three have a place; the second is given up."""
    helper = await town.worker("helper")
    outcomes = await town.submit(*(town.wish(helper) for _ in range(MANY)))
    those = [one.registered for one in outcomes if isinstance(one, Submitted)]
    await town.withdraw((helper, those[1].id))
    return helper, those


async def standing(town: Town, *given: tuple[Person, FindStanding]) -> list[Standing]:
    async with town.storage.begin() as work:
        return await work.registrations.standing([(who.id, wish) for who, wish in given])


def numbers(found: Standing) -> list[int]:
    return [int(one.number[-6:]) for one in found.registrations]


async def test_pages_hold_each_registration_once_the_live_and_oldest_first(
    town: Town, registered: tuple[Person, list[Registered]]
) -> None:
    helper, _ = registered

    pages = await standing(town, *((helper, FindStanding(page=n)) for n in (1, 2, 3)))

    assert [(one.first, one.last, one.total) for one in pages] == [
        (1, 10, MANY),
        (11, 20, MANY),
        (21, 23, MANY),
    ]
    live = [n for n in range(1, MANY + 1) if n != 2]
    assert [n for one in pages for n in numbers(one)] == [*live, 2]
    assert pages[-1].registrations[-1].status is Status.WITHDRAWN


async def test_of_those_who_wait_every_page_tells_the_true_position(
    town: Town, registered: tuple[Person, list[Registered]]
) -> None:
    helper, _ = registered

    for page in (1, 2, 3):
        [found] = await standing(town, (helper, FindStanding(page=page)))
        waiting = [
            (one.position, n)
            for one, n in zip(found.registrations, numbers(found), strict=True)
            if one.position
        ]
        assert waiting == [(n - PLACES - 1, n) for _, n in waiting]


@pytest.mark.parametrize("page", [4, 999])
async def test_a_page_that_is_too_high_is_the_last(
    town: Town, registered: tuple[Person, list[Registered]], page: int
) -> None:
    helper, _ = registered

    [found] = await standing(town, (helper, FindStanding(page=page)))

    assert (found.first, found.last) == (21, 23)


async def test_one_that_is_named_is_found_wherever_it_is(
    town: Town, registered: tuple[Person, list[Registered]]
) -> None:
    helper, those = registered

    by_number, by_id, nothing = await standing(
        town,
        (helper, FindStanding(number=those[20].number)),
        (helper, FindStanding("again", said=str(those[21].id))),
        (await town.worker("somebody else"), FindStanding(number=those[20].number)),
    )

    assert (numbers(by_number), by_number.total) == ([21], 1)
    assert (numbers(by_id), by_id.said) == ([22], str(those[21].id))
    assert (nothing.registrations, nothing.first, nothing.total) == ((), 1, 0)


async def test_what_was_given_up_is_not_offered_to_be_given_up_but_found_by_its_number(
    town: Town, registered: tuple[Person, list[Registered]]
) -> None:
    helper, those = registered

    any_, gone = await standing(
        town,
        (helper, FindStanding("withdraw")),
        (helper, FindStanding("withdraw", those[1].number)),
    )

    assert (numbers(any_)[:2], any_.total) == ([1, 3], MANY - 1)
    assert gone.registrations[0].status is Status.WITHDRAWN
