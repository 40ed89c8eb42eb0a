"""An operator rejects what came from one chat: those who wait go with those who hold a place."""

from conversations.effects import Reason
from conversations.life_cycle import Status
from conversations.outcomes.desk import AlreadyDecided
from conversations.outcomes.registered import Registered
from storage.people.people import Person
from tests.storage.builders import START, Town, confirming, nik


async def statuses(town: Town, those: list[Registered]) -> list[Status]:
    return [(await town.standing(one.id)).status for one in those]


async def crowded(town: Town) -> tuple[Person, list[Registered], Registered]:
    """Fill three places and the first of the waiting list from one chat; then somebody waits."""
    thief = await town.worker("thief")
    his = [await town.registered(thief) for _ in range(4)]
    return thief, his, await town.registered(await town.worker("honest"))


async def test_who_waits_behind_a_chat_gets_a_place_and_none_of_the_chats_does(
    town: Town,
) -> None:
    thief, his, honest = await crowded(town)
    assert (await town.standing(honest.id)).position == 2

    dismissed = await town.dismiss(thief, *(one.id for one in his))

    assert dismissed is not None
    assert [one.number for one in dismissed.those] == [one.number for one in his]
    assert [one.number for one in dismissed.promoted] == [honest.number]
    assert await statuses(town, his) == [Status.REJECTED] * 4
    assert (await town.standing(honest.id)).place == 1
    assert await town.value("SELECT count(registration_id) FROM places") == 1


async def test_what_was_confirmed_stays_and_what_is_anothers_is_not_touched(town: Town) -> None:
    head = await town.head()
    thief, his, honest = await crowded(town)
    await town.decide((head, confirming(his[0])))

    dismissed = await town.dismiss(thief, honest.id, *(one.id for one in his))

    assert dismissed is not None
    assert len(dismissed.those) == 3
    assert await statuses(town, [his[0], honest]) == [Status.CONFIRMED, Status.PLACED]


async def test_the_open_card_closes_and_the_next_comes(town: Town) -> None:
    head = await town.head()
    thief, his, honest = await crowded(town)

    dismissed = await town.dismiss(thief, *(one.id for one in his))

    assert dismissed is not None
    assert [len(one.closed) for one in dismissed.those] == [1, 0, 0, 0]
    assert [card.number for card in dismissed.cards] == [honest.number]
    [late] = await town.decide((head, confirming(his[0])))
    assert late == AlreadyDecided(his[0].number, Status.REJECTED, None, START)


async def test_it_is_told_as_the_operators_and_the_nik_is_free_again(town: Town) -> None:
    thief, owner = await town.workers("thief", "owner")
    [taken] = await town.submit(town.wish(thief, nik_=nik(77)))

    await town.dismiss(thief, taken.registered.id)  # type: ignore[union-attr]

    told = await town.standing(taken.registered.id)  # type: ignore[union-attr]
    assert (told.by_district, told.reason) == (True, Reason.OTHER)
    [own] = await town.submit(town.wish(owner, nik_=nik(77)))
    assert own.registered.place == 1  # type: ignore[union-attr]
