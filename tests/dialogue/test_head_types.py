"""A village head types instead of tapping, on every channel."""

# ruff: noqa: E501 - a step of a transcript is one line

import pytest

from tests.dialogue.drivers import House
from tests.dialogue.transcript import SILENCE, Key, Offers, Tap, hear, play
from tests.dialogue.workers import BUDI, head_of, passes, register


async def before_the_card(house: House) -> None:
    yanti, head = house.person("yanti"), house.person("head")
    await head_of(head)
    await register(yanti)
    await hear(head, "card.ask")
    await hear(yanti, "receipt.place")


async def test_a_plain_yes_confirms_the_card_that_is_open(house: House) -> None:
    await before_the_card(house)
    yanti, head = house.person("yanti"), house.person("head")

    await play(
        (head, "ya betul warga saya", "card.confirmed"),
        (yanti, None, ("decided.confirmed", "next.confirmed")),
    )

    assert await house.rows("SELECT status FROM registrations") == [("confirmed",)]


@pytest.mark.parametrize(
    ("said", "reason"),
    [("tolak, sudah pindah", "not_resident"), ("tolak dia PNS", "civil_servant")],
)
async def test_tolak_with_a_reason_rejects_once_it_was_said_back(
    house: House, said: str, reason: str
) -> None:
    await before_the_card(house)
    yanti, head = house.person("yanti"), house.person("head")

    await play(
        (head, said, (Key("card.sure.reject", name="YANTI SUSANTI"),)),
        (head, "ya", "card.rejecting"),
        (yanti, None, SILENCE),
    )
    await passes(house)
    await hear(yanti, "decided.rejected")

    assert await house.rows("SELECT reason FROM registrations") == [(reason,)]


async def test_what_is_not_plain_is_asked_back_with_the_name(house: House) -> None:
    await before_the_card(house)
    yanti, head = house.person("yanti"), house.person("head")

    await play(
        (head, "sudah pindah katanya", (Key("card.sure.reject", name="YANTI SUSANTI"),), Offers("card.sure.yes", "card.sure.no")),
        (yanti, None, SILENCE),
        (head, Tap("card.sure.no"), "card.ask"),
        (head, "benar yang rumahnya dekat gereja", (Key("card.sure.confirm", name="YANTI SUSANTI"),)),
        (head, Tap("card.sure.yes"), "card.confirmed"),
    )  # fmt: skip


async def test_nanti_dulu_puts_it_off_and_who_waits_is_asked_for_in_words(house: House) -> None:
    await before_the_card(house)
    await register(house.person("budi"), BUDI)
    head = house.person("head")

    await play(
        (head, "nanti dulu", Key("card.worker", name="BUDI SANTOSO")),
        (head, "siapa yang menunggu", Key("card.worker", name="BUDI SANTOSO")),
        (head, "bantuan", ("help.head",), Offers("queue")),
        (head, "hujan deras", ("unknown.head",)),
    )
