"""A head types instead of tapping: plain words do what the button does, others are asked back."""

from collections.abc import Sequence
from uuid import UUID

import pytest

from conversations.effects import (
    Decide,
    Effect,
    FindClaims,
    FindStanding,
    FindWorkers,
    Postpone,
    Reason,
    ShowCard,
    ShowQueue,
)
from conversations.messages import Choice, Text
from conversations.outcomes.cards import Card
from conversations.outcomes.standing import Standing
from tests.conversations.talk import REGISTRATION, VILLAGE, Talk, card, context

CARD = card(answers={**card().answers, "name": "YOHANES ANTON"})
OTHER = card(id=UUID(int=9), registration=UUID(int=10), number="PR-6107-000002")


def typed(text: str, *cards: Card, heads: tuple[str, ...] = (VILLAGE,)) -> Talk:
    """Say something as a head before whom these cards are open."""
    talk = Talk()
    talk.says(text)
    if isinstance(talk.effect, FindStanding) and talk.effect.about == "said":
        talk.learns(Standing("said", (), heads, talk.effect.number, talk.effect.said, cards))
    return talk


@pytest.mark.parametrize(
    "said",
    [
        "benar",
        "ya betul warga saya",
        "iya itu warga kami pak",
        "betul orang sini",
        "acc",
        "setuju",
    ],
)
def test_a_plain_yes_confirms_the_card_that_is_open(said: str) -> None:
    assert typed(said, CARD).effect == Decide(REGISTRATION, 1, None)


@pytest.mark.parametrize(
    ("said", "effect"),
    [
        ("tolak", ShowCard(REGISTRATION, 1, asks_reason=True)),
        ("nanti dulu", Postpone(REGISTRATION, 1)),
        ("besok saya lihat", Postpone(REGISTRATION, 1)),
        ("2", ShowCard(REGISTRATION, 1, asks_reason=True)),
        ("3", Postpone(REGISTRATION, 1)),
        ("PR-6107-000777", FindWorkers(number="PR-6107-000777")),
    ],
)
def test_other_plain_words_do_what_their_button_does(said: str, effect: Effect) -> None:
    assert typed(said, CARD).effect == effect


REASONS = [
    ("tolak, sudah pindah", Reason.NOT_RESIDENT),
    ("tolak bukan warga sini", Reason.NOT_RESIDENT),
    ("pindah", Reason.NOT_RESIDENT),
    ("ditolak karena sudah meninggal", Reason.DIED),
    ("tolak dia PNS", Reason.CIVIL_SERVANT),
    ("tolak karyawan perusahaan", Reason.COMPANY),
    ("tolak, data salah", Reason.DATA_WRONG),
    ("tolak sudah ikut bpjs", Reason.COVERED),
]


@pytest.mark.parametrize(("said", "reason"), REASONS)
def test_a_reason_that_is_typed_is_asked_back_once_and_then_rejects(
    said: str, reason: Reason
) -> None:
    talk = typed(said, CARD)
    assert talk.keys == ["card.sure.reject"]
    assert talk.value("card.sure.reject", "name") == "YOHANES ANTON"

    talk.says("ya")

    assert talk.effect == Decide(REGISTRATION, 1, reason)


@pytest.mark.parametrize(
    "said",
    ["1", "benar yohanes tapi sudah tua ya", "betul budi warga saya", "ya yang rumahnya di ujung"],
)
def test_a_yes_with_other_words_is_asked_back_with_the_name(said: str) -> None:
    talk = typed(said, CARD)

    if talk.effect is None and talk.keys != ["unknown.head"]:
        assert talk.keys == ["card.sure.confirm"]
        assert talk.value("card.sure.confirm", "name") == "YOHANES ANTON"
        talk.taps("ok")
        assert talk.effect == Decide(REGISTRATION, 1, None)
    else:
        assert not isinstance(talk.effect, Decide)


def test_a_reason_alone_is_asked_back_before_anybody_is_rejected() -> None:
    talk = typed("sudah pindah ke Pontianak", CARD)

    assert talk.keys == ["card.sure.reject"]
    talk.taps("not_resident")
    assert talk.effect == Decide(REGISTRATION, 1, Reason.NOT_RESIDENT)


@pytest.mark.parametrize("said", ["hujan deras pak", "benar tidak ini?", "bukan", "belum tentu"])
def test_what_says_nothing_of_the_card_decides_nothing(said: str) -> None:
    talk = typed(said, CARD)

    assert not isinstance(talk.effect, Decide)


def second(_typed: str, choices: Sequence[Choice], /, *, counting: bool) -> str | None:
    assert not counting  # a confirmation by a number that was not shown is asked back
    return choices[1].token if choices else None


def test_a_label_of_the_card_is_its_button() -> None:
    talk = Talk(context=context(labelled=second))

    talk.learns(Standing("said", (), (VILLAGE,), said="Tolak", cards=(CARD,)))

    assert talk.effect == ShowCard(REGISTRATION, 1, asks_reason=True)


ASKED_WHY = card(asks_reason=True)


@pytest.mark.parametrize(
    ("said", "reason"),
    [
        ("sudah pindah", Reason.NOT_RESIDENT),
        ("dia PNS", Reason.CIVIL_SERVANT),
        ("2", Reason.DIED),
    ],
)
def test_after_tolak_a_reason_that_is_typed_is_asked_back_too(said: str, reason: Reason) -> None:
    talk = typed(said, ASKED_WHY)
    assert talk.keys == ["card.sure.reject"]

    talk.says("betul")

    assert talk.effect == Decide(REGISTRATION, 1, reason)


def test_the_way_back_from_the_reasons_can_be_counted() -> None:
    assert typed("8", ASKED_WHY).effect == ShowCard(REGISTRATION, 1, asks_reason=False)


def test_the_label_of_a_reason_is_asked_back_as_well() -> None:
    talk = Talk(context=context(labelled=second))

    talk.learns(Standing("said", (), (VILLAGE,), said="Sudah meninggal", cards=(ASKED_WHY,)))

    assert talk.keys == ["card.sure.reject"]


def test_the_number_of_a_reason_was_not_shown_and_is_asked_back() -> None:
    talk = typed("2", ASKED_WHY)

    assert talk.effect is None
    assert talk.value("card.sure.reject", "reason") == Text("reason.died.button")
    talk.taps("died")
    assert talk.effect == Decide(REGISTRATION, 1, Reason.DIED)


@pytest.mark.parametrize("said", ["ok", "ya", "ya betul", "setuju"])
def test_a_yes_to_why_it_is_rejected_confirms_nothing(said: str) -> None:
    talk = typed(said, ASKED_WHY)

    assert talk.keys == ["card.sure.confirm"]


@pytest.mark.parametrize(
    "said",
    [
        "tidak pindah", "bukan PNS", "dulu PNS", "PNS?", "sudah meninggal?",
        "bukan karena meninggal",
        "orang lain yang meninggal", "tidak kerja di perusahaan", "data salah?",
    ],
)  # fmt: skip
def test_a_reason_that_is_denied_or_asked_rejects_nobody(said: str) -> None:
    assert not isinstance(typed(said, ASKED_WHY).effect, Decide)


@pytest.mark.parametrize(
    "said",
    [
        "jangan ditolak", "kenapa ditolak?", "kalau saya tolak bagaimana",
        "tidak bisa dibuka fotonya",
        "yang kemarin sudah saya tolak", "tolak bala", "Data keliru", "PNS/TNI/Polri?",
        "tolak karena bukan PNS", "ya saya", "ok saya orang desa", "konfirmasi semua",
        "Benar, warga saya?",
    ],
)  # fmt: skip
def test_talk_about_rejecting_or_of_himself_decides_nothing(said: str) -> None:
    assert not isinstance(typed(said, CARD).effect, Decide)


@pytest.mark.parametrize("said", ["9", "0", "pindah katanya, belum pasti juga"])
def test_what_is_no_reason_for_sure_rejects_nobody(said: str) -> None:
    assert not isinstance(typed(said, ASKED_WHY).effect, Decide)


def test_with_two_cards_open_the_queue_is_shown_and_nothing_decided() -> None:
    assert typed("benar", CARD, OTHER).effect == ShowQueue()
    assert typed("hujan", CARD, OTHER).keys == ["unknown.head"]


def test_without_a_card_a_head_hears_what_can_be_done() -> None:
    talk = typed("benar")

    assert (talk.keys, talk.buttons) == (["unknown.head"], ["q"])


def test_a_head_who_is_not_understood_again_and_again_gets_a_heads_help() -> None:
    talk = Talk()
    for said in ("hujan", "panas", "mendung"):
        talk.says(said)
        talk.learns(Standing("said", (), (VILLAGE,), said=said))

    assert talk.keys == ["help.head"]


def test_somebody_else_who_says_benar_confirms_nobody() -> None:
    assert typed("benar pak lurah", heads=()).keys == ["unknown.new"]


@pytest.mark.parametrize("said", ["antrean", "siapa yang menunggu", "siapa yang nunggu pak"])
def test_who_waits_is_asked_for_in_words(said: str) -> None:
    talk = Talk()

    talk.says(said)

    assert talk.effect == ShowQueue()


@pytest.mark.parametrize(
    ("said", "effect"),
    [
        ("ini orangnya", FindClaims()),
        ("Ini orangnya 4827", FindClaims(code="4827")),
        ("ya, ini orangnya, kode 4827", FindClaims(code="4827")),
        ("itu memang orangnya kodenya 0012", FindClaims(code="0012")),
        ("ini orangnya PR-6107-000001", FindClaims(number="PR-6107-000001")),
    ],
)
def test_whose_a_nik_is_may_be_typed_with_the_code_on_the_phone(said: str, effect: Effect) -> None:
    assert typed(said, CARD).effect == effect
    assert typed(said).effect == effect


@pytest.mark.parametrize("said", ["ini orangnya sudah pindah", "ini orangnya 48271", "4827"])
def test_what_is_said_of_somebody_looks_for_no_claim(said: str) -> None:
    assert not isinstance(typed(said, CARD).effect, FindClaims)


def test_a_yes_beside_a_card_is_a_yes_to_the_card() -> None:
    assert typed("ya ini orangnya", CARD).effect == Decide(REGISTRATION, 1, None)


def test_who_is_no_head_looks_for_no_claim() -> None:
    assert typed("ini orangnya 4827", heads=()).effect is None
