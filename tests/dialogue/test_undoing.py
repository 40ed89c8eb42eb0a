"""A slip harms nobody: what a head turned down takes effect after ten minutes, and can be undone."""

# ruff: noqa: E501 - a step of a transcript is one line

import pytest

from conversations.messages import Text
from tests.dialogue.conftest import Build
from tests.dialogue.drivers import House, Person, Wire
from tests.dialogue.transcript import SILENCE, Key, Offers, Tap, hear, play
from tests.dialogue.workers import BUDI, RINI, head_of, passes, register, revoke

CARD = ("card.ok", "card.no", "card.later")
NUMBER = "PR-6107-000001"
NOTE = "Sekarang bekerja di Malaysia, NIK …"  # what is no business of whoever reads it is left out


async def slip(house: House, head: Person) -> Person:
    """Have Yanti turned down by a slip; return her."""
    yanti = house.person("yanti")
    await head_of(head)
    await register(yanti)
    await play(
        (yanti, None, "receipt.place"),
        (head, None, "card.ask"),
        (head, Tap("card.no"), "reason.ask"),
        (head, Tap("reason.died.button"), Key("card.rejecting", number=NUMBER, name="YANTI SUSANTI"), "card.queue_empty"),
    )  # fmt: skip
    return yanti


async def test_what_is_turned_down_takes_effect_after_ten_minutes_and_is_told_then(
    build: Build, channel: type[Wire]
) -> None:
    house = await build(channel, places=1)
    head, budi = house.person("head"), house.person("budi")
    yanti = await slip(house, head)
    await register(budi, BUDI)
    await hear(budi, Key("receipt.position", position=1))

    await passes(house, minutes=9)
    await play(
        (yanti, "status", ("status.rejecting", "next.rejecting", "standing.more")),
        (budi, None, SILENCE),
    )
    await passes(house, minutes=1)

    await play(
        (yanti, None, ("decided.rejected", "reason.died", "next.rejected")),
        (budi, None, (Key("promoted", place=1), "next.placed")),
        (head, None, Key("card.rejected", number=NUMBER), Key("card.worker", name="BUDI SANTOSO")),
        (yanti, "status", ("status.rejected", "reason.died", "next.rejected")),
        (head, f"urungkan {NUMBER}", ("undo.not_this",)),
        (head, "urungkan", ("undo.nothing",)),
    )  # fmt: skip


@pytest.mark.parametrize("word", ["URUNGKAN", "urungkan pak", f"urungkan {NUMBER}"])
async def test_a_word_undoes_it_and_the_card_is_first_again(house: House, word: str) -> None:
    head = house.person("head")
    yanti = await slip(house, head)
    await register(house.person("budi"), BUDI)
    await hear(head, Key("card.worker", name="BUDI SANTOSO"))

    await play(
        (head, word, "card.undone.rejecting", (Key("card.head", undecided=2), Key("card.worker", name="YANTI SUSANTI"), "card.ask"), Offers(*CARD)),
        (yanti, None, SILENCE),
        (yanti, "status", ("status.placed", "next.placed", "standing.more")),
    )  # fmt: skip
    await passes(house)
    await play(
        (yanti, None, SILENCE),
        (head, Tap("card.ok"), Key("card.confirmed", name="YANTI SUSANTI"), Key("card.worker", name="BUDI SANTOSO")),
        (yanti, None, ("decided.confirmed", "next.confirmed")),
    )  # fmt: skip


async def test_what_was_turned_down_again_has_ten_minutes_again(house: House) -> None:
    head = house.person("head")
    yanti = await slip(house, head)
    await passes(house, minutes=6)
    await play(
        (head, "urungkan", "card.ask"),
        (head, Tap("card.no"), "reason.ask"),
        (head, Tap("reason.company.button"), "card.rejecting"),
    )

    await passes(house, minutes=6)
    await hear(yanti, SILENCE)
    await passes(house, minutes=4)

    await hear(yanti, ("decided.rejected", "reason.company", "next.rejected"))


async def test_the_button_undoes_it(house: House) -> None:
    head = house.person("head")
    await slip(house, head)

    await play(
        (head, Tap("card.undo"), "card.undone.rejecting", ("card.head", "card.worker", "card.ask"), Offers(*CARD)),
        (head, Tap("card.ok"), "card.confirmed"),
    )  # fmt: skip


async def test_words_that_are_less_plain_are_asked_back(house: House) -> None:
    head = house.person("head")
    yanti = await slip(house, head)

    await play(
        (head, "salah pencet tadi", (Key("undo.ask.rejecting", name="YANTI SUSANTI"),), Offers("undo.yes", "undo.no")),
        (head, "ya", "card.undone.rejecting", ("card.head", "card.worker", "card.ask")),
        (yanti, None, SILENCE),
    )  # fmt: skip


async def test_what_was_confirmed_is_asked_back_and_the_worker_hears_it(house: House) -> None:
    yanti, head = house.person("yanti"), house.person("head")
    await head_of(head)
    await register(yanti)
    await play(
        (head, None, "card.ask"),
        (head, Tap("card.ok"), "card.confirmed"),
        (yanti, None, "decided.confirmed"),
        (head, "urungkan", (Key("undo.ask.confirmed", name="YANTI SUSANTI"),), Offers("undo.yes", "undo.no")),
        (yanti, None, SILENCE),
        (head, Tap("undo.no"), "card.queue_empty"),
        (head, "urungkan", "undo.ask.confirmed"),
        (head, Tap("undo.yes"), "card.undone.confirmed", ("card.head", "card.worker", "card.ask")),
        (yanti, None, (Key("undone.confirmed", place=1),)),
        (yanti, "status", ("status.placed", "next.placed", "standing.more")),
        (head, Tap("card.ok"), "card.confirmed"),
        (yanti, None, "decided.confirmed"),
    )  # fmt: skip


async def test_another_reason_is_written_and_the_worker_reads_it(house: House) -> None:
    yanti, head = house.person("yanti"), house.person("head")
    await head_of(head)
    await register(yanti)
    words = "Sekarang bekerja di Malaysia,\nNIK 6107015505850001"

    await play(
        (head, None, "card.ask"),
        (head, Tap("card.no"), "reason.ask"),
        (head, Tap("reason.other.button"), ("reason.other.ask",)),
        (head, "kembali", ("card.head", "card.worker", "card.ask"), Offers(*CARD)),
        (head, Tap("card.no"), "reason.ask"),
        (head, Tap("reason.other.button"), ("reason.other.ask",)),
        (head, words, Key("card.rejecting", reason=Text("reason.said", {"note": NOTE}))),
    )
    await passes(house)

    await play(
        (yanti, None, ("decided.rejected", Key("reason.noted", note=NOTE), "next.rejected")),
        (yanti, "status", ("status.rejected", "reason.noted", "next.rejected")),
    )  # fmt: skip


async def test_revoking_an_official_undoes_what_waits_and_another_decides(house: House) -> None:
    first, second = house.person("first"), house.person("second")
    yanti = await slip(house, first)
    await head_of(second, name="Pak Sekdes")
    await hear(second, "card.queue_empty")

    await revoke(house, "Pak Lurah")

    await play(
        (first, None, *(() if first.together else ("card.taken_back",)), "head.revoked"),
        (second, None, ("card.head", Key("card.worker", name="YANTI SUSANTI"), "card.ask")),
        (yanti, None, SILENCE),
    )
    await passes(house)
    await hear(yanti, SILENCE)


async def test_who_gives_up_while_it_waits_is_told_nothing_of_it(house: House) -> None:
    head = house.person("head")
    yanti = await slip(house, head)

    await play(
        (yanti, "batal", "withdraw.ask"),
        (yanti, f"YA BATALKAN {NUMBER}", ("withdraw.done",)),
    )
    await passes(house)

    await play(
        (yanti, None, SILENCE),
        (head, "urungkan", ("undo.nothing",)),
    )


async def test_three_who_wait_are_undone_one_after_another_the_latest_first(
    three_places: House,
) -> None:
    house, head = three_places, three_places.person("head")
    await head_of(head)
    for name, worker in (("budi", BUDI), ("rini", RINI)):
        await register(house.person(name), worker)
    await play(
        (head, None, Key("card.worker", name="BUDI SANTOSO")),
        (head, Tap("card.no"), "reason.ask"),
        (head, Tap("reason.died.button"), "card.rejecting", Key("card.worker", name="RINI LESTARI")),
    )  # fmt: skip
    house.clock.step(minutes=1)
    await play(
        (head, Tap("card.no"), "reason.ask"),
        (head, Tap("reason.died.button"), "card.rejecting", "card.queue_empty"),
        (head, "urungkan", "card.undone.rejecting", Key("card.worker", name="RINI LESTARI")),
        (head, "urungkan", "card.undone.rejecting", Key("card.worker", name="BUDI SANTOSO")),
    )
