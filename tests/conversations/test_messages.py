"""Messages by themselves: several made one, and the two addresses of one sender."""

from datetime import UTC, datetime
from uuid import UUID

import pytest

from conversations.messages import (
    Address,
    Channel,
    Choice,
    Incoming,
    Reply,
    Said,
    Text,
    together,
)

HEAD, CARD, OTHER_CARD = UUID(int=1), UUID(int=2), UUID(int=3)
YES, NO = Choice("y", Text("yes")), Choice("n", Text("no"))
SITI = Address(Channel.WHATSAPP, "106540352242922", "ID.13491208655302741918")


def reply(key: str, *choices: Choice, card: UUID | None = None, edits: bool = False) -> Reply:
    return Reply((Text(key),), choices, HEAD, card, edits)


def test_one_message_stays_as_it_is() -> None:
    alone = reply("only", YES, card=CARD, edits=True)

    assert together([alone]) is alone


def test_several_messages_to_one_person_become_one_in_their_order() -> None:
    made = together([Reply((Text("a"), Text("b")), to=HEAD), reply("c")])

    assert [text.key for text in made.texts] == ["a", "b", "c"]
    assert (made.to, made.choices, made.card, made.edits) == (HEAD, (), None, False)


@pytest.mark.parametrize(
    ("replies", "choices"),
    [
        ([reply("a", YES), reply("b", NO)], (NO,)),
        ([reply("a", YES), reply("b")], (YES,)),
        ([reply("a"), reply("b", YES, NO), reply("c")], (YES, NO)),
    ],
)
def test_the_last_buttons_are_those_of_the_whole(
    replies: list[Reply], choices: tuple[Choice, ...]
) -> None:
    assert together(replies).choices == choices


@pytest.mark.parametrize(
    ("cards", "card"),
    [((CARD, OTHER_CARD), OTHER_CARD), ((CARD, None), CARD), ((None, CARD), CARD)],
)
def test_the_last_card_is_that_of_the_whole(
    cards: tuple[UUID | None, ...], card: UUID | None
) -> None:
    assert together([reply("a", card=one, edits=True) for one in cards]).card == card


def test_what_is_put_together_is_a_new_message_even_of_two_that_were_edited() -> None:
    made = together([reply("a", card=CARD, edits=True), reply("b", card=OTHER_CARD, edits=True)])

    assert not made.edits


@pytest.mark.parametrize(
    ("phone", "alias"),
    [
        pytest.param("6281234567890", "6281234567890", id="a number beside the id"),
        pytest.param(SITI.id, None, id="the number is the id"),
        pytest.param(None, None, id="no number"),
    ],
)
def test_a_sender_is_also_met_at_their_number_where_the_channel_tells_it(
    phone: str | None, alias: str | None
) -> None:
    at = datetime(2026, 11, 22, tzinfo=UTC)

    incoming = Incoming(SITI, "w1", Said("ya"), at, phone=phone)

    expected = None if alias is None else Address(Channel.WHATSAPP, SITI.account, alias)
    assert incoming.alias == expected
