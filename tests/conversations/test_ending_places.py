"""What a head's words about the end of a place mean, and whose place: always asked back."""

from uuid import UUID

import pytest

from conversations.effects import EndReason, FindStanding
from conversations.messages import Text
from conversations.office.ending import speaks_of_it
from conversations.outcomes.standing import Held, Standing
from tests.conversations.talk import VILLAGE, Talk, card

YULITA = Held(UUID(int=198), 2, "PR-6107-000198", "YULITA NONI")
KARSO = Held(UUID(int=150), 3, "PR-6107-000150", "KARSO WIYONO")
OTHER_KARSO = Held(UUID(int=151), 2, "PR-6107-000151", "KARSO ANTON")
HELD = (YULITA, KARSO, OTHER_KARSO)
OPEN = card(person=None)  # of YOHANES ANTON, not decided


def of_head(text: str, *, shown: bool = True) -> Talk:
    """Have a head say it, with a card open or none."""
    talk = Talk()
    talk.says(text)
    assert isinstance(talk.effect, FindStanding), talk.effect
    held, cards = (HELD if speaks_of_it(text) else ()), ((OPEN,) if shown else ())
    talk.learns(Standing("said", (), (VILLAGE,), talk.effect.number, text, cards, held))
    return talk


@pytest.mark.parametrize(
    ("text", "whose", "why"),
    [
        ("Yulita Noni sudah meninggal", YULITA, EndReason.DIED),
        ("bu yulita wafat kemarin", YULITA, EndReason.DIED),
        ("PR-6107-000198 meninggal", YULITA, EndReason.DIED),
        ("yang nomor PR-6107-000150 sudah pindah", KARSO, EndReason.MOVED),
        ("pak Karso Wiyono pindah ke desa lain", KARSO, EndReason.MOVED),
        ("karso wiyono sudah kerja di pabrik", KARSO, EndReason.FORMAL_WORK),
        ("Yulita sudah jadi PNS", YULITA, EndReason.FORMAL_WORK),
        ("Yulita Noni sudah ikut BPJS sendiri", YULITA, EndReason.COVERED),
        ("akhiri PR-6107-000198, sudah meninggal", YULITA, EndReason.DIED),
    ],
)
def test_whose_place_and_why_is_asked_back_with_the_name(
    text: str, whose: Held, why: EndReason
) -> None:
    talk = of_head(text)

    [asked] = talk.texts
    assert asked == Text(
        "end.ask",
        {"number": whose.number, "name": whose.name, "reason": Text(f"end.{why}.button")},
    )
    assert talk.effect is None


def test_of_several_with_the_name_one_is_chosen() -> None:
    talk = of_head("karso sudah meninggal")

    assert talk.keys == ["withdraw.which", "withdraw.which", "end.ask.several"]
    assert [choice.label.key for choice in talk.choices] == ["end.this", "end.this", "end.no"]


def test_where_no_reason_was_said_it_is_asked_and_of_several_the_number() -> None:
    assert of_head("akhiri yang Yulita").keys == ["withdraw.which", "end.why"]
    assert of_head("akhiri karso").keys == ["withdraw.which", "withdraw.which", "end.how"]


@pytest.mark.parametrize(
    "text",
    [
        "sudah meninggal",
        "Yohanes sudah meninggal",
        "anton sudah pindah",
        "PR-6107-000001 meninggal",
    ],
)
def test_what_may_be_of_the_open_card_is_of_that(text: str) -> None:
    assert of_head(text).keys == ["card.sure.reject"]


@pytest.mark.parametrize(
    "text",
    [
        "Yulita belum meninggal",
        "apakah Yulita sudah pindah",
        "Yulita sudah meninggal?",
        "jangan akhiri Yulita",
        "Yulita dulu PNS",
    ],
)
def test_what_is_asked_or_denied_ends_nothing(text: str) -> None:
    assert not any(key.startswith("end.") for key in of_head(text, shown=False).keys)


def test_a_number_that_nobody_holds_is_told() -> None:
    assert of_head("akhiri PR-6107-000205").keys == ["end.not_this"]


def test_a_head_who_tells_of_a_death_in_the_family_hears_sympathy() -> None:
    assert of_head("bapak saya meninggal tadi malam").keys == ["condolence"]
    assert of_head("bapak Yohanes meninggal tadi malam").keys == ["card.sure.reject"]
