"""Nobody decides on what has their own number, however that became known."""

from collections.abc import Awaitable, Callable

import pytest

from conversations.life_cycle import Status
from conversations.outcomes.cards import ClosedCard
from conversations.outcomes.desk import Decided, OwnRegistration
from storage.people.people import Person
from tests.storage.builders import Town, confirming

NUMBER = "+6281234567890"


async def vouched(town: Town, head: Person) -> None:
    """Have the channel tell the number, as WhatsApp does, or Telegram of a contact."""
    async with town.storage.begin() as work:
        await work.people.number([(head, NUMBER.removeprefix("+"))])


async def told(town: Town, head: Person) -> None:
    await town.registered(head, phone=NUMBER, phone_owner="worker")


async def told_helping(town: Town, head: Person) -> None:
    await town.registered(head, phone=NUMBER, for_whom="other", phone_owner="helper")


HOW = [vouched, told, told_helping]


@pytest.mark.parametrize("known", HOW)
async def test_nobody_decides_on_what_has_their_own_number(
    town: Town, known: Callable[[Town, Person], Awaitable[None]]
) -> None:
    head = await town.head()
    await known(town, head)

    one = await town.registered(await town.worker(), phone=NUMBER, phone_owner="family")
    async with town.storage.begin() as work:
        [card] = [c for c in await work.desk.standing_open(head.id) if c.number == one.number]
    [refused] = await town.decide((head, confirming(one)))

    assert card.own_number
    assert isinstance(refused, OwnRegistration)
    assert refused.number == one.number
    assert not one.has_head
    assert (await town.standing(one.id)).status == Status.PLACED


async def test_who_writes_a_heads_number_down_takes_no_places_behind_his_back(town: Town) -> None:
    head, thief = await town.head(), await town.worker("thief")
    await vouched(town, head)
    his = [await town.registered(thief, phone=NUMBER, phone_owner="family") for _ in range(3)]
    honest = await town.registered(await town.worker("honest"))

    for one in his:
        await town.rejects(head, one)

    assert (await town.standing(honest.id)).place is not None


async def test_another_official_decides_and_the_card_says_why(town: Town) -> None:
    head, secretary = await town.head(), await town.head("sekdes")
    await vouched(town, head)

    one = await town.registered(await town.worker(), phone=NUMBER)
    async with town.storage.begin() as work:
        [card] = await work.desk.standing_open(secretary.id)
    [outcome] = await town.decide((secretary, confirming(one)))

    assert one.has_head
    assert (card.number, card.by_official) == (one.number, True)
    assert isinstance(outcome, Decided)


@pytest.mark.parametrize(
    "given",
    [
        {"phone": "none", "for_whom": "other"},
        {"phone": NUMBER, "phone_owner": "family"},
        {"phone": NUMBER, "phone_owner": "worker", "for_whom": "other"},
    ],
    ids=["none", "the family's", "the neighbour's"],
)
async def test_a_number_that_is_not_theirs_keeps_no_official_from_deciding(
    town: Town, given: dict[str, str]
) -> None:
    head = await town.head()
    await town.registered(head, **given)

    one = await town.registered(await town.worker(), phone=given["phone"])
    [outcome] = await town.decide((head, confirming(one)))

    assert isinstance(outcome, Decided)


async def test_what_turns_out_to_be_theirs_leaves_the_desk_and_the_next_comes(town: Town) -> None:
    head = await town.head()
    first, second = await town.workers("a", "b")
    one, other = await town.registered(first, phone=NUMBER), await town.registered(second)
    card = await town.value("SELECT id FROM cards")
    await vouched(town, head)

    [refused] = await town.decide((head, confirming(one)))

    assert isinstance(refused, OwnRegistration)
    assert refused.closed == ClosedCard(card, head.id)
    assert [card.number for card in refused.cards] == [other.number]


async def test_of_a_number_only_its_keyed_hash_is_kept(town: Town) -> None:
    head = await town.head()
    await vouched(town, head)
    await told(town, head)

    [address] = await town.rows("SELECT phone_hash FROM addresses")
    [registration] = await town.rows("SELECT phone_hash FROM registrations")

    assert address["phone_hash"] == registration["phone_hash"]
    assert len(address["phone_hash"]) == 32
    assert b"8123456" not in address["phone_hash"]
