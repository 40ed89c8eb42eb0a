"""What a head types of what is wrong: it is asked to be corrected, and rejects nobody."""

from dataclasses import replace
from uuid import UUID

import pytest

from conversations.buttons.button import write
from conversations.buttons.desk import Wish
from conversations.buttons.person import Correct
from conversations.effects import Ask, Decide, ShowCard
from conversations.life_cycle import Status
from conversations.machine import Due, DueKind
from conversations.outcomes.amending import AnswersFound
from conversations.outcomes.desk import CardShown
from conversations.outcomes.registered import Registered
from conversations.outcomes.standing import Standing
from tests.conversations.talk import NOW, REGISTRATION, VILLAGE, Talk, card, registered
from tests.model_worker import YOHANES

NAMED = [
    ("namanya salah", ("name",)),
    ("minta perbaikan alamat", ("address",)),
    ("alamatnya salah, RT tiga bukan RT dua", ("address",)),
    ("suruh betulkan tanggal lahirnya", ("birth_date",)),
    ("nama ibunya salah", ("mother",)),
    ("nik nya salah itu, tolong diperbaiki", ("nik",)),
    ("pekerjaannya keliru", ("occupation",)),
    ("nama dan alamatnya salah", ("address", "name")),
]


def typed(text: str) -> Talk:
    talk = Talk()
    talk.says(text)
    talk.learns(Standing("said", (), (VILLAGE,), said=text, cards=(card(person=None),)))
    return talk


@pytest.mark.parametrize(("text", "about"), NAMED)
def test_what_is_named_is_asked_back_and_then_asked_for_in_these_words(
    text: str, about: tuple[str, ...]
) -> None:
    talk = typed(text)
    assert talk.keys == ["card.sure.ask"]
    assert talk.effect is None

    talk.says("ya")

    assert talk.effect == Ask(REGISTRATION, 1, about, text)


def test_what_was_written_goes_along_with_the_button_as_well() -> None:
    talk = typed("alamatnya salah, RT-nya tiga, NIK 6107014506900001")
    yes = talk.choices[0].token

    talk.taps_old(yes)

    note = "alamatnya salah, RT-nya tiga, NIK …"
    assert talk.effect == Ask(REGISTRATION, 1, ("nik", "address"), note)
    talk.taps_old(yes)
    assert talk.effect == Ask(REGISTRATION, 1, ("nik", "address"))


@pytest.mark.parametrize("text", ["datanya salah", "minta perbaikan data", "data keliru"])
def test_where_nothing_is_named_it_is_asked_what(text: str) -> None:
    assert typed(text).keys == ["ask.which"]


@pytest.mark.parametrize(
    "text",
    ["tidak ada yang salah", "datanya sudah diperbaiki", "jangan diubah", "betul warga saya"],
)
def test_what_says_that_nothing_is_wrong_asks_for_nothing(text: str) -> None:
    talk = typed(text)

    told = {text.key for reply in talk.replies for text in reply.texts}
    assert told.isdisjoint({"card.sure.ask", "ask.which"})
    assert not isinstance(talk.effect, Ask)


def which() -> Talk:
    talk = Talk()
    talk.learns(CardShown(card(person=None, asks_reason=True)))
    talk.taps(Wish.FIX)
    assert talk.keys == ["ask.which"]
    return talk


def test_one_is_tapped() -> None:
    talk = which()

    talk.taps("mother")

    assert talk.effect == Ask(REGISTRATION, 1, ("mother",))


def test_several_are_written() -> None:
    talk = which()

    talk.says("ubah nama sama alamatnya, RT tiga")

    assert talk.effect == Ask(
        REGISTRATION, 1, ("address", "name"), "ubah nama sama alamatnya, RT tiga"
    )


def test_whoever_is_asked_may_go_back_to_the_card() -> None:
    talk = which()

    talk.says("tidak jadi")

    assert talk.effect == ShowCard(REGISTRATION, 1, asks_reason=False, anew=True)


@pytest.mark.parametrize("text", ["saya juga bingung pak", "ya", "status"])
def test_words_that_name_nothing_ask_for_nothing(text: str) -> None:
    talk = which()

    talk.says(text)

    assert not isinstance(talk.effect, Ask | Decide)


@pytest.mark.parametrize(
    "kind", [DueKind.NUDGE, DueKind.NUDGE_AGAIN, DueKind.LAPSE, DueKind.TAKE_EFFECT]
)
def test_what_is_due_is_wished_for_in_its_version(kind: DueKind) -> None:
    talk = Talk()

    told = talk.brain.advance(talk.state, Due(kind, REGISTRATION, "3"), talk.context)

    assert getattr(told.effect, "version", None) == 3


def test_the_card_that_comes_back_says_that_nothing_was_corrected() -> None:
    talk = Talk()

    talk.learns(CardShown(card(person=None, lapsed=True)))

    assert "card.flag.lapsed" in talk.keys


def asked_of(*fields: str) -> Registered:
    return replace(registered(Status.CORRECTING), asked=fields, until=NOW)


def test_the_status_offers_to_correct_what_is_asked_of_one_alone() -> None:
    one, two = Talk(), Talk()

    one.learns(Standing("status", (asked_of("name"),), ()))
    two.learns(Standing("status", (asked_of("name"), asked_of("nik")), ()))

    assert one.buttons == [read_short(REGISTRATION)]
    assert two.buttons == []


def read_short(registration: UUID) -> str:
    return write(Correct(registration)).rpartition(":")[2]


def test_what_was_asked_is_asked_one_after_another() -> None:
    talk = Talk()

    talk.learns(AnswersFound(asked_of("address", "name"), YOHANES.kept()))
    assert talk.asked == "name"
    talk.says("Yohanes Antonius")

    assert talk.asked == "address"
