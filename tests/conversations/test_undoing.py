"""What is heard as a wish to undo a decision, and what as a reason in a head's own words."""

from dataclasses import replace
from datetime import timedelta
from uuid import UUID

import pytest

from conversations.buttons.button import write
from conversations.buttons.desk import EndPlace, NewPhone
from conversations.effects import (
    Decide,
    End,
    EndReason,
    FindForPhone,
    FindStanding,
    GivePhoneCode,
    Reason,
    ShowCard,
    ShowQueue,
    Undo,
    UndoLast,
)
from conversations.life_cycle import Status
from conversations.messages import Choice, Reply, Text, together
from conversations.office import undoing
from conversations.outcomes.cards import ClosedCard
from conversations.outcomes.desk import CardShown, Invited, NoEffect, Rejecting, UndoAsked
from conversations.outcomes.operator import Reopened
from conversations.outcomes.standing import Standing
from tests.conversations.talk import HEAD, NOW, REGISTRATION, VILLAGE, Talk, card, registered

COUNTED = str(len(Reason) - 1)  # "Alasan lain" is the last; what is wrong is no reason
NUMBER = "PR-6107-000001"
PLAIN = (
    "URUNGKAN",
    "urungkan",
    "urungkan tolak tadi",
    "tolong urungkan penolakan itu pak",
    "undo",
    "urungkan PR-6107-000001",
)
ASKED_BACK = (
    "salah tekan",
    "salah pencet tadi",
    "eh salah tolak yang tadi",
    "batalkan penolakan tadi",
    "tidak jadi tolak yang itu",
    "jangan ditolak yang tadi",
    "tarik balek tolaknye bang",
    "cabut penolakannya",
    "urungkan yang Siti Aisyah",
)
NOTHING_OF_IT = (
    "apakah bisa diurungkan?",
    "jangan diurungkan",
    "bagaimana kalau salah tolak?",
    "tolak",
    "betul warga saya",
    "kenapa ditolak?",
)


def of_head(text: str) -> Talk:
    """Have a head say it, with a card open."""
    talk = Talk()
    talk.says(text)
    assert isinstance(talk.effect, FindStanding), talk.effect
    talk.learns(Standing("said", (), (VILLAGE,), talk.effect.number, text, (card(person=None),)))
    return talk


@pytest.mark.parametrize("text", [*PLAIN, *ASKED_BACK])
def test_a_wish_to_undo_is_heard_and_all_but_the_plainest_is_asked_back(text: str) -> None:
    talk = of_head(text)

    assert isinstance(talk.effect, UndoLast)
    assert talk.effect.plain == (text in PLAIN)
    assert talk.effect.number == ("PR-6107-000001" if "PR" in text else None)


@pytest.mark.parametrize("text", NOTHING_OF_IT)
def test_what_is_asked_or_denied_undoes_nothing(text: str) -> None:
    assert not isinstance(of_head(text).effect, UndoLast)


def asked_for_words() -> Talk:
    talk = Talk()
    talk.learns(CardShown(card(person=None, asks_reason=True)))
    talk.taps(Reason.OTHER)
    assert talk.keys == ["reason.other.ask"]
    assert talk.effect is None
    return talk


def test_the_words_are_the_reason() -> None:
    talk = asked_for_words()

    talk.says("Sudah lama   bekerja\ndi Malaysia")

    assert talk.effect == Decide(REGISTRATION, 1, Reason.OTHER, "Sudah lama bekerja di Malaysia")


@pytest.mark.parametrize("text", ["kembali", "tidak jadi", "batal"])
def test_whoever_is_asked_may_go_back_to_the_card(text: str) -> None:
    talk = asked_for_words()

    talk.says(text)

    assert talk.effect == ShowCard(REGISTRATION, 1, asks_reason=False, anew=True)


@pytest.mark.parametrize("text", ["status", "ya", "ok", "…", "bayar berapa?"])
def test_what_is_no_reason_rejects_nobody(text: str) -> None:
    talk = asked_for_words()

    talk.says(text)

    assert not isinstance(talk.effect, Decide)


def test_who_counts_the_reasons_is_asked_for_words_as_well() -> None:
    talk = Talk()
    talk.says(COUNTED)
    asking = (card(person=None, asks_reason=True),)
    talk.learns(Standing("said", (), (VILLAGE,), said=COUNTED, cards=asking))

    assert talk.keys == ["reason.other.ask"]


def test_a_worker_who_says_it_is_asked_what_to_give_up() -> None:
    talk = Talk()

    talk.says_idly("urungkan", registered())

    assert "withdraw.ask" in talk.keys


def test_what_was_undone_before_it_took_effect_is_said_nothing_of() -> None:
    talk = Talk()

    talk.learns(NoEffect())

    assert talk.replies == ()


def test_words_that_come_much_later_are_no_reason() -> None:
    talk = asked_for_words()
    talk.context = replace(talk.context, now=talk.context.now + timedelta(hours=1))

    talk.says("Sudah lama bekerja di Malaysia")

    assert not isinstance(talk.effect, Decide)


def test_numbers_of_people_and_phones_are_left_out_and_long_words_are_cut() -> None:
    talk = asked_for_words()

    talk.says("HP 0812 3456 7890, umur 71, " + "a" * 400)

    assert isinstance(talk.effect, Decide)
    assert talk.effect.note.startswith("HP …, umur 71, aaa")
    assert len(talk.effect.note) == 301


def test_the_button_undoes_and_what_was_told_is_asked_back_with_a_yes() -> None:
    talk = Talk()
    told = (ClosedCard(UUID(int=5), HEAD),)
    talk.learns(
        Rejecting(
            REGISTRATION, 2, HEAD, NUMBER, VILLAGE, "YANTI", Reason.DIED, "", "Pak", NOW, told
        )
    )
    [shown] = talk.replies
    talk.taps_old(shown.choices[0].token)
    assert talk.effect == Undo(REGISTRATION, 2)

    talk.learns(UndoAsked(REGISTRATION, 2, NUMBER, "YANTI", Status.CONFIRMED))
    talk.says("ya")

    assert talk.effect == Undo(REGISTRATION, 2, sure=True)


def test_the_button_of_a_rewritten_message_gives_way_to_the_next_cards() -> None:
    first, second = Choice("a", Text("card.undo")), Choice("b", Text("card.ok"))
    undone = Reply((Text("card.rejecting"),), (first,), edits=True)
    shown = Reply((Text("card.ask"),), (second,), card=UUID(int=5))

    [one] = together([undone, shown])

    assert (one.choices, one.card) == ((second,), UUID(int=5))
    assert [text.key for text in one.texts] == ["card.rejecting", "card.ask"]


def test_what_a_revoked_head_turned_down_is_to_be_looked_at_again_by_the_others() -> None:
    [shown] = undoing.reopened(
        (Reopened(NUMBER, "YANTI", Status.REJECTING, (ClosedCard(UUID(int=5), HEAD),)),)
    )

    assert [text.key for text in shown.texts] == ["card.undone.rejecting"]
    assert (shown.to, shown.edits) == (HEAD, True)


def test_a_head_who_opens_his_invitation_again_sees_who_waits() -> None:
    talk = Talk()

    talk.learns(Invited("k", VILLAGE, "Pak Kades", mine=True))

    assert talk.effect == ShowQueue()


def test_an_end_and_a_new_phone_are_wished_for_by_their_buttons() -> None:
    ends, moves, asked = Talk(), Talk(), Talk()

    ends.taps_old(write(EndPlace(REGISTRATION, 2, EndReason.DIED)))
    moves.taps_old(write(NewPhone(REGISTRATION)))
    asked.says_idly("ganti hp PR-6107-000001", heads=(VILLAGE,))

    assert ends.effect == End(REGISTRATION, 2, EndReason.DIED)
    assert moves.effect == GivePhoneCode(REGISTRATION)
    assert asked.effect == FindForPhone("PR-6107-000001")
