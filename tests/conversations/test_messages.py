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


def keys(replies: list[Reply]) -> list[list[str]]:
    return [[text.key for text in one.texts] for one in replies]


def test_one_message_stays_as_it_is() -> None:
    alone = reply("only", YES, card=CARD, edits=True)

    assert together([alone]) == [alone]
    assert together([]) == []


def test_several_messages_to_one_person_become_one_in_their_order() -> None:
    made = together([Reply((Text("a"), Text("b")), to=HEAD), reply("c"), reply("d")])

    assert made == [Reply((Text("a"), Text("b"), Text("c"), Text("d")), to=HEAD)]


@pytest.mark.parametrize(
    ("replies", "said"),
    [
        ([reply("a", YES), reply("b")], [["a", "b"]]),
        ([reply("a"), reply("b", YES), reply("c")], [["a", "b", "c"]]),
        ([reply("a", YES), reply("b", NO)], [["a"], ["b"]]),
        ([reply("a"), reply("b", YES), reply("c"), reply("d", NO)], [["a", "b", "c"], ["d"]]),
    ],
)
def test_a_message_begins_where_there_are_buttons_for_a_second_time(
    replies: list[Reply], said: list[list[str]]
) -> None:
    made = together(replies)

    assert keys(made) == said
    assert [one.choices for one in made] == [one.choices for one in replies if one.choices]


@pytest.mark.parametrize(
    ("replies", "card"),
    [
        ([reply("a", card=CARD), reply("b", card=OTHER_CARD)], OTHER_CARD),
        ([reply("a", card=CARD), reply("b")], CARD),
        ([reply("a"), reply("b", YES, card=CARD)], CARD),
        ([reply("a", YES, card=CARD), reply("b", card=OTHER_CARD)], CARD),
    ],
)
def test_a_message_is_the_card_whose_buttons_it_has_else_the_last(
    replies: list[Reply], card: UUID
) -> None:
    assert [one.card for one in together(replies)] == [card]


def test_what_is_put_together_is_a_new_message_even_of_two_that_were_edited() -> None:
    made = together([reply("a", card=CARD, edits=True), reply("b", card=OTHER_CARD, edits=True)])

    assert [one.edits for one in made] == [False]


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
