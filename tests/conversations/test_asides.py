"""A question outside any form is answered by a plain yes or no, and else asked again."""

from dataclasses import replace
from datetime import timedelta
from uuid import UUID

import pytest

from conversations.effects import (
    Decide,
    FindStanding,
    LookAtInvitation,
    Reason,
    Redeem,
    ShowQueue,
    Withdraw,
)
from conversations.outcomes.desk import Invited
from conversations.outcomes.standing import Standing
from tests.conversations.talk import NOW, REGISTRATION, VILLAGE, Talk, card, context, registered

CODE = "Xk9_aB-3dEfGh12_"


def invited() -> Talk:
    talk = Talk()
    talk.facts[LookAtInvitation] = Invited(CODE, VILLAGE, "Pak Yohanes")
    talk.says(f"KADES {CODE}")
    assert talk.keys == ["invitation.ask"]
    return talk


def giving_up(*live: int) -> Talk:
    talk = Talk()
    those = tuple(registered(id=UUID(int=n), number=f"PR-6107-00000{n}") for n in live or (1,))
    talk.facts[FindStanding] = Standing("withdraw", those, (), total=len(those))
    talk.says("batal")
    assert "withdraw.ask" in talk.keys
    return talk


def rejecting() -> Talk:
    talk = Talk()
    talk.facts[FindStanding] = Standing(
        "said", (), (VILLAGE,), said="tolak si yanti pindah", cards=(card(),)
    )
    talk.says("tolak si yanti pindah")
    assert talk.keys == ["card.sure.reject"]
    return talk


@pytest.mark.parametrize(
    "yes",
    [
        "ya",
        "iya saya",
        "betul",
        "benar",
        "saya pak yohanes",
        "Yohanes",
        "ya, saya orangnya",
        "saya",
        "1",
    ],
)
def test_a_plain_yes_accepts_an_invitation(yes: str) -> None:
    talk = invited()

    talk.says(yes)

    assert talk.effect == Redeem(CODE)


@pytest.mark.parametrize("no", ["bukan", "bukan saya", "salah orang", "tidak", "bukan pak", "2"])
def test_a_plain_no_refuses_it(no: str) -> None:
    talk = invited()
    talk.facts[FindStanding] = Standing("status", (), ())

    talk.says(no)

    assert talk.keys == ["standing.none"]
    assert talk.state.aside is None


@pytest.mark.parametrize("said", ["mungkin", "pak budi", "setuju", "yohanes anton", "hujan"])
def test_anything_else_asks_it_again(said: str) -> None:
    talk = invited()

    talk.says(said)

    assert talk.keys == ["invitation.ask"]
    talk.says("ya")
    assert talk.effect == Redeem(CODE)


def test_a_wish_is_heard_all_the_same_and_closes_it() -> None:
    talk = invited()
    talk.facts[FindStanding] = Standing("status", (), ())

    talk.says("status")

    assert talk.keys == ["standing.none"]
    assert talk.state.aside is None


def test_after_a_while_a_yes_asks_again() -> None:
    talk = invited()
    talk.context = context(now=NOW + timedelta(hours=1))

    talk.says("ya")

    assert talk.keys == ["invitation.ask"]


@pytest.mark.parametrize("yes", ["ya", "iya pak", "ya batalkan", "betul, batalkan saja", "1"])
def test_a_plain_yes_gives_the_one_registration_up(yes: str) -> None:
    talk = giving_up()

    talk.says(yes)

    assert talk.effect == Withdraw(UUID(int=1))


@pytest.mark.parametrize("no", ["tidak", "gak", "tidak batal", "tetap terdaftar", "2"])
def test_a_plain_no_keeps_it(no: str) -> None:
    talk = giving_up()
    talk.facts[FindStanding] = Standing("status", (registered(),), ())

    talk.says(no)

    assert talk.keys[0] == "status.placed"


@pytest.mark.parametrize("said", ["setuju", "terserah", "hujan", "siap"])
def test_what_is_neither_asks_again_what_to_give_up(said: str) -> None:
    talk = giving_up()

    talk.says(said)

    assert "withdraw.ask" in talk.keys


def test_a_yes_to_several_asks_again_which() -> None:
    talk = giving_up(1, 2)

    talk.says("ya")

    assert talk.keys.count("withdraw.which") == 2
    talk.facts[FindStanding] = Standing("status", (registered(),), ())
    talk.says("tidak")

    assert talk.keys[0] == "status.placed"


@pytest.mark.parametrize("yes", ["ya", "betul", "1"])
def test_a_yes_to_a_rejection_never_confirms_the_worker(yes: str) -> None:
    talk = rejecting()

    talk.says(yes)

    assert talk.effect == Decide(REGISTRATION, 1, Reason.NOT_RESIDENT)


def test_a_no_to_a_rejection_shows_the_card_again() -> None:
    talk = rejecting()

    talk.says("bukan")

    assert talk.effect == ShowQueue()


def test_what_was_asked_is_kept_apart_from_what_ended() -> None:
    talk = invited()
    assert talk.state.aside

    assert talk.state.left == ()
    talk.taps("s")
    assert talk.state.ended == ()


@pytest.mark.parametrize("name", ["Kepala Desa", "Kepala Desa Sungai Duri"])
def test_a_head_without_a_name_is_not_called_head_twice(name: str) -> None:
    talk = Talk()
    talk.facts[LookAtInvitation] = Invited(CODE, VILLAGE, name)

    talk.says(f"KADES {CODE}")

    assert talk.keys == ["invitation.ask.office"]
    talk.says("sungai duri")  # the village is nobody's name
    assert talk.keys == ["invitation.ask.office"]
    talk.says("ya")
    assert talk.effect == Redeem(CODE)


def test_what_a_head_says_instead_is_heard_as_ever() -> None:
    talk = rejecting()

    talk.says("hujan deras")

    assert talk.effects[-1] == FindStanding("said", said="hujan deras")
    assert talk.keys == ["card.sure.reject"]  # what the fact of this talk says once more


def test_of_two_who_became_one_nothing_stays_asked() -> None:
    talk = invited()
    aside = talk.state.aside
    assert aside
    talk.state = replace(talk.state, ended=(aside, replace(aside, id=UUID(int=99))))

    talk.taps("s")

    assert talk.state.ended == ()
