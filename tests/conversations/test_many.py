"""A helper has registered many: they are told by ten, with a way to the next."""

from uuid import UUID

import pytest

from conversations.answers import always
from conversations.buttons.button import read
from conversations.buttons.person import ShowStatus
from conversations.effects import PAGE, FindStanding
from conversations.life_cycle import Status
from conversations.machine import State
from conversations.messages import Reply
from conversations.outcomes.registered import Registered
from conversations.outcomes.standing import Standing
from tests.conversations.talk import VILLAGE, Talk, draft_at, registered

TOTAL = 23


def people(first: int) -> tuple[Registered, ...]:
    last = min(first + PAGE - 1, TOTAL)
    return tuple(
        registered(id=UUID(int=n), number=f"PR-6107-{n:06}") for n in range(first, last + 1)
    )


def standing(first: int, talk: Talk | None = None, heads: tuple[str, ...] = ()) -> Talk:
    talk = talk or Talk()
    talk.learns(Standing("status", people(first), heads, first=first, total=TOTAL))
    return talk


def test_ten_of_many_are_told_in_a_line_each_with_a_button_for_the_next() -> None:
    talk = standing(1)

    assert talk.keys == [*["listed.placed"] * PAGE, "listed.which", "listed.more"]
    assert dict(talk.texts[-2].values) == {"first": 1, "last": 10, "total": TOTAL}
    assert [read(choice.token) for choice in talk.choices] == [ShowStatus(2)]
    talk.taps("2")
    assert talk.effect == FindStanding(page=2)


def test_the_button_goes_on_from_the_page_that_is_told_not_from_the_one_asked_for() -> None:
    assert [read(choice.token) for choice in standing(11).choices] == [ShowStatus(3)]


def test_the_last_page_tells_all_else() -> None:
    talk = standing(21, heads=(VILLAGE,))

    assert talk.keys == [*["listed.placed"] * 3, "listed.which", "standing.head"]
    assert talk.buttons == ["q"]


def test_in_the_middle_of_a_registration_the_question_comes_in_its_own_message() -> None:
    talk = standing(1, Talk(State().holding(draft_at("for_whom"))))

    page, asked = (reply for reply in talk.replies if reply.to is None)
    assert isinstance(page, Reply)
    assert page.texts[-1].key == "listed.more"
    assert asked.texts[-1].key == "registration.for_whom.ask"


@pytest.mark.parametrize("said", ["STATUS 2", "status 2", "/status 2", "lihat status 2."])
@pytest.mark.parametrize("state", [State(), State().holding(draft_at("income"))])
def test_the_next_may_be_typed_as_it_is_told(said: str, state: State) -> None:
    talk = Talk(state)

    talk.says(said)

    assert talk.effect == FindStanding(page=2)


@pytest.mark.parametrize("said", ["status", "status 0", "status 1234", "status PR-6107-000001"])
def test_what_names_no_page_asks_for_none(said: str) -> None:
    assert not always.page(said)


def test_of_many_that_may_be_given_up_ten_are_named_and_it_is_said_where_the_others_are() -> None:
    talk = Talk()

    talk.learns(Standing("withdraw", people(1), (), total=TOTAL))

    assert talk.keys.count("withdraw.which") == PAGE
    assert dict(talk.texts[PAGE].values) == {"shown": PAGE, "total": TOTAL}
    assert talk.texts[PAGE].key == "withdraw.others"
    assert len(talk.choices) == PAGE


def test_every_state_has_a_line_of_its_own() -> None:
    talk = Talk()
    every = tuple(registered(status) for status in Status)

    talk.learns(Standing("status", every, (), first=11, total=10 + len(every)))

    assert {key for key in talk.keys if key != "listed.which"} >= {f"listed.{s}" for s in Status}
