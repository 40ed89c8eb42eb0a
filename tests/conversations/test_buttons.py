"""Buttons come back as what they were, and those that people hold already go on working."""

from typing import get_args
from uuid import UUID

import pytest

from conversations.buttons.button import Button, read, write
from conversations.buttons.desk import (
    AskFor,
    EndPlace,
    ForOwner,
    NewPhone,
    OnCard,
    OnClaim,
    Queue,
    Reject,
    ShowNames,
    ShowOne,
    ShowVillage,
    Wish,
)
from conversations.buttons.draft import (
    Answer,
    Cancel,
    Change,
    End,
    FillSheet,
    Mistaken,
    Restart,
    Resume,
)
from conversations.buttons.person import (
    Accept,
    Correct,
    CutOff,
    Erase,
    GiveUp,
    GoOnHere,
    OfTerms,
    OnTerms,
    Register,
    RegisterAnother,
    ShowData,
    ShowStatus,
    Speak,
    TakeBack,
)
from conversations.effects import ClaimWish, EndReason, Reason, Right

ID = UUID("018f4e5a-0000-7000-8000-000000000001")
SHORT = "AY9OWgAAcACAAAAAAAAAAQ"
# What stands in people's chats: these bytes must never change.
HELD = [
    (Answer(ID, "for_whom", "self"), f"a:{SHORT}:for_whom:self"),
    (Change(ID, "name"), f"c:{SHORT}:change:name"),
    (Cancel(ID), f"c:{SHORT}:cancelled"),
    (Resume(ID), f"c:{SHORT}:resume"),
    (Restart(ID), f"c:{SHORT}:restart"),
    (End(ID), f"c:{SHORT}:end"),
    (Mistaken(ID), f"c:{SHORT}:mistaken"),
    (OnCard(ID, 3, Wish.CONFIRM), f"d:{SHORT}:3:ok"),
    (OnCard(ID, 3, Wish.REJECT), f"d:{SHORT}:3:no"),
    (OnCard(ID, 3, Wish.POSTPONE), f"d:{SHORT}:3:later"),
    (OnCard(ID, 3, Wish.BACK), f"d:{SHORT}:3:back"),
    (Reject(ID, 3, Reason.DIED), f"d:{SHORT}:3:died"),
    (OnCard(ID, 3, Wish.FIX), f"d:{SHORT}:3:fix"),
    (OnCard(ID, 3, Wish.UNDO), f"d:{SHORT}:3:undo"),
    (EndPlace(ID, 3, EndReason.DIED), f"e:{SHORT}:3:died"),
    (AskFor(ID, 3), f"k:{SHORT}:3:-"),
    (AskFor(ID, 3, ("name", "address")), f"k:{SHORT}:3:name,address"),
    (EndPlace(ID, 3, EndReason.FORMAL_WORK), f"e:{SHORT}:3:formal_work"),
    (NewPhone(ID), f"h:{SHORT}"),
    *((OnClaim(ID, wish), f"o:{SHORT}:{wish}") for wish in ClaimWish),
    (FillSheet(ID), f"f:{SHORT}"),
    (Register(), "g:register"),
    (RegisterAnother(), "g:new"),
    (RegisterAnother("6107012001"), "g:new:6107012001"),
    (Speak("en"), "l:en"),
    (GoOnHere("BKQMX4827"), "p:BKQMX4827"),
    (CutOff(), "u"),
    (Accept("abcdefghij-_2345"), "i:abcdefghij-_2345"),
    (Queue(), "q"),
    (ShowStatus(), "s"),
    (ShowStatus(2), "s:2"),
    (Erase(29_000_000), "r:erase:29000000"),
    (TakeBack(29_000_000), "r:consent:29000000"),
    (ShowNames(3), "n:3"),
    (ShowOne(ID), f"v:{SHORT}"),
    (ShowVillage(), "b"),
    (ForOwner(ID, 29_000_000, Right.CONSENT), f"x:{SHORT}:29000000:consent"),
    (OnTerms(ID, OfTerms.READ), f"t:{SHORT}:read:"),
    (OnTerms(ID, OfTerms.KEEP, "2026-11-30.4"), f"t:{SHORT}:keep:2026-11-30.4"),
    (ShowData(), "r:data:1"),
    (ShowData(2), "r:data:2"),
    (ForOwner(ID, 29_000_000), f"x:{SHORT}:29000000"),
    (GiveUp(ID), f"w:{SHORT}"),
    (Correct(ID), f"m:{SHORT}"),
    (Correct(ID, "birth_place"), f"m:{SHORT}:birth_place"),
]


@pytest.mark.parametrize(("button", "carried"), HELD)
def test_a_button_is_written_as_ever_and_read_again(button: Button, carried: str) -> None:
    assert write(button) == carried
    assert read(carried) == button


def test_every_button_stands_in_this_test() -> None:
    assert {type(button) for button, _ in HELD} == set(get_args(Button))


def test_no_wish_of_a_card_is_a_reason_too() -> None:
    assert set(Wish).isdisjoint(Reason)


@pytest.mark.parametrize(
    "carried",
    [
        "",
        "x",
        "a",
        f"a:{SHORT}",
        f"a:{SHORT}:name",
        "a:none:name:x",
        f"c:{SHORT}:dance",
        f"c:{SHORT}:change",
        f"d:{SHORT}:x:ok",
        f"d:{SHORT}:²:ok",
        f"d:{SHORT}:1:dance",
        f"d:{SHORT}:1:ok:more",
        f"e:{SHORT}:1:dance",
        f"e:{SHORT}:x:died",
        f"k:{SHORT}:1:dance",
        f"k:{SHORT}:x:name",
        f"k:{SHORT}:1:name,phone",
        f"f:{SHORT}:more",
        "g:other",
        "g",
        "l",
        "p:CODE:more",
        "q:1",
        "s:1",
        "s:1000",
        "s:²",
        "s:2:more",
        "w:!",
        f"w:{SHORT}:more",
    ],
)
def test_what_nobody_wrote_is_no_button(carried: str) -> None:
    assert read(carried) is None
