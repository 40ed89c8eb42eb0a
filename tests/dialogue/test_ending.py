"""A place that is held ends where its worker died, moved or has other cover: asked back, undone."""

# ruff: noqa: E501 - a step of a transcript is one line

import pytest

from conversations.messages import Text
from tests.dialogue.conftest import Build
from tests.dialogue.drivers import House, Person, Wire
from tests.dialogue.transcript import SILENCE, Key, Offers, Tap, hear, play
from tests.dialogue.workers import BUDI, RINI, head_of, passes, register

NUMBER = "PR-6107-000001"
IS_IT = Tap("bereaved.yes", (("number", NUMBER),))
WHY = tuple(
    f"end.{reason}.button" for reason in ("died", "moved", "formal_work", "covered", "other")
)


async def confirmed(house: House, head: Person) -> Person:
    """Have Yanti confirmed; return her."""
    yanti = house.person("yanti")
    await head_of(head)
    await register(yanti)
    await play(
        (yanti, None, "receipt.place"),
        (head, None, "card.ask"),
        (head, Tap("card.ok"), "card.confirmed", "card.queue_empty"),
        (yanti, None, ("decided.confirmed", "next.confirmed")),
    )
    return yanti


async def test_it_ends_by_number_after_ten_minutes_and_the_next_gets_the_place(
    build: Build, channel: type[Wire]
) -> None:
    house = await build(channel, places=1)
    head, budi = house.person("head"), house.person("budi")
    yanti = await confirmed(house, head)
    await register(budi, BUDI)
    await play(
        (budi, None, Key("receipt.position", position=1)),
        (head, f"yang nomor {NUMBER} sudah pindah", (Key("end.ask", name="YANTI SUSANTI", reason=Text("end.moved.button")),), Offers("end.yes", "end.no")),
        (yanti, None, SILENCE),
        (head, Tap("end.yes"), (Key("end.begun", number=NUMBER),), Offers("card.undo")),
    )  # fmt: skip

    await passes(house, minutes=9)
    await play(
        (yanti, "status", ("status.ending", "next.ending", "standing.more")),
        (budi, None, SILENCE),
    )
    await passes(house, minutes=1)

    await play(
        (yanti, None, (Key("ended.place", place=1), "ended.why.moved", "next.ended")),
        (budi, None, (Key("promoted", place=1), "next.placed")),
        (head, None, *(() if head.together else (("card.over_by_end", "end.moved.button"),)), Key("card.worker", name="BUDI SANTOSO")),
        (yanti, "status", ("status.ended", "ended.why.moved", "next.ended")),
        (head, f"akhiri {NUMBER}", ("end.not_this",)),
    )  # fmt: skip


async def test_a_name_is_asked_back_and_the_word_undoes_it(
    build: Build, channel: type[Wire]
) -> None:
    house = await build(channel, places=3)
    head = house.person("head")
    yanti = await confirmed(house, head)
    await register(house.person("budi"), BUDI)

    await play(
        (head, None, Key("card.worker", name="BUDI SANTOSO")),
        (head, "bu Yanti Susanti sudah meninggal", (Key("end.ask", name="YANTI SUSANTI", reason=Text("end.died.button")),), Offers("end.yes", "end.no")),
        (head, "ya", ("end.begun",)),
        (head, "urungkan", ("card.undone.ending",)),
        (yanti, "status", ("status.confirmed", "next.confirmed", "standing.more")),
    )  # fmt: skip
    await passes(house)

    await play((yanti, None, SILENCE), (head, None, SILENCE))


async def test_the_reason_is_asked_where_none_was_said_and_another_is_written(
    house: House,
) -> None:
    head = house.person("head")
    yanti = await confirmed(house, head)

    await play(
        (head, f"akhiri {NUMBER}", ("withdraw.which", Key("end.why", number=NUMBER)), Offers(*WHY, "end.no")),
        (head, f"akhiri {NUMBER} pindah", Key("end.ask", reason=Text("end.moved.button"))),
        (head, Tap("end.no"), "card.queue_empty"),
        (head, f"akhiri {NUMBER}", "end.why"),
        (head, Tap("end.other.button"), ("end.other.ask",)),
        (head, "Ikut anaknya ke Jawa", (Key("end.begun", reason=Text("reason.said", {"note": "Ikut anaknya ke Jawa"})),)),
    )  # fmt: skip
    await passes(house)

    await hear(yanti, ("ended.place", Key("ended.why.noted", note="Ikut anaknya ke Jawa"), "next.ended"))  # fmt: skip


async def test_the_button_undoes_it_and_an_old_yes_does_nothing(house: House) -> None:
    head = house.person("head")
    await confirmed(house, head)

    await play(
        (head, f"{NUMBER} meninggal", "end.ask"),
        (head, Tap("end.yes"), "end.begun"),
        (head, Tap("card.undo"), ("card.undone.ending",)),
        (head, "salah tekan", "undo.ask.confirmed"),
    )


async def test_what_is_said_of_the_open_card_rejects_it(three_places: House) -> None:
    house, head = three_places, three_places.person("head")
    await confirmed(house, head)
    await register(house.person("rini"), RINI)

    await play(
        (head, None, Key("card.worker", name="RINI LESTARI")),
        (head, "Rini sudah meninggal", (Key("card.sure.reject", name="RINI LESTARI"),)),
        (head, "sudah pindah", (Key("card.sure.reject", name="RINI LESTARI"),)),
    )


@pytest.mark.parametrize("said", ["bu Yanti belum meninggal", "Yanti sudah meninggal?", "jangan diakhiri yang Yanti"])  # fmt: skip
async def test_what_is_asked_or_denied_ends_nothing(house: House, said: str) -> None:
    head = house.person("head")
    yanti = await confirmed(house, head)

    await head.says(said)
    await passes(house)

    await play((yanti, "status", ("status.confirmed", "next.confirmed", "standing.more")))


async def test_a_family_that_writes_of_a_death_is_asked_whether_it_is_the_registered_one(
    build: Build, channel: type[Wire]
) -> None:
    house = await build(channel, places=1)
    head, budi = house.person("head"), house.person("budi")
    family = await confirmed(house, head)
    await register(budi, BUDI)

    await play(
        (budi, None, "receipt.position"),
        (family, "istri saya meninggal tadi malam", ("condolence", Key("withdraw.which", name="YANTI SUSANTI"), "bereaved.ask"), Offers(f"Ya, {NUMBER}", "bereaved.no")),
        (family, Tap("bereaved.no"), "status.confirmed"),
        (family, "istri saya meninggal tadi malam", "bereaved.ask"),
        (family, "ya", ("end.begun.own",), Offers("card.undo")),
        (family, "urungkan", ("card.undone.ending",)),
        (family, "istri saya meninggal tadi malam", "bereaved.ask"),
        (family, IS_IT, ("end.begun.own",)),
        (budi, None, SILENCE),
    )  # fmt: skip
    await passes(house)

    await play(
        (family, None, ("ended.place", "ended.why.died", "next.ended")),
        (budi, None, ("promoted", "next.placed")),
    )


async def test_of_a_death_before_the_decision_the_registration_is_given_up(house: House) -> None:
    family = house.person("family")
    await register(family)

    await play(
        (family, None, "receipt.place"),
        (family, "suami saya meninggal", ("condolence", "withdraw.which", "bereaved.ask")),
        (family, IS_IT, ("withdraw.done",)),
        (family, "suami saya meninggal", ("condolence",)),
    )


async def test_who_has_cover_at_work_is_asked_whether_to_give_it_up(house: House) -> None:
    yanti = await confirmed(house, house.person("head"))

    await play(
        (yanti, "saya sudah kerja di PT, punya BPJS kantor", "withdraw.ask", Offers(f"Batalkan {NUMBER}", "withdraw.no")),
        (yanti, Tap("withdraw.no"), "status.confirmed"),
        (yanti, "saya pindah ke Singkawang", ("amend.outside", "amend.outside.give_up")),
        (yanti, "batal", "withdraw.ask"),
    )  # fmt: skip
