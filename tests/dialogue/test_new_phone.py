"""A new phone: with the KTP at the village office, a code moves one registration to it."""

# ruff: noqa: E501 - a step of a transcript is one line

import re
from datetime import timedelta

import pytest

from tests.dialogue.conftest import Build
from tests.dialogue.drivers import House, Person, Wire
from tests.dialogue.test_moving import Both, met_on
from tests.dialogue.transcript import SILENCE, Key, Offers, Tap, hear, perform, play
from tests.dialogue.workers import BUDI, RINI, begun, head_of, namesake, register
from tests.model_worker import YANTI

NUMBER = "PR-6107-000001"
CARD = ("card.ok", "card.no", "card.later")
NAMED = Key("phone.ask", name="YANTI SUSANTI", number=NUMBER)
MOVED = ("phone.moved", "status.placed", "next.placed", "phone.number")
_CODE = re.compile(r"GANTI HP ([A-Z]{5}-[0-9]{4})")


async def lost(house: House, old: str = "yanti") -> tuple[Person, Person]:
    """Have Yanti registered at a phone that she loses; return her at it, and the head."""
    yanti, head = house.person(old), house.person("head")
    await head_of(head)
    await register(yanti)
    await play((yanti, None, "receipt.place"), (head, None, "card.ask"))
    return yanti, head


async def code_of(head: Person, *asked: str | Key, said: str = f"ganti hp {NUMBER}") -> str:
    """Have the head ask for a code, and say that she came with the KTP; return it."""
    await play((head, said, asked or (NAMED,), Offers("phone.yes", "phone.no")))
    await perform(head, Tap("phone.yes"))
    told = await hear(head, (Key("phone.code", name="YANTI SUSANTI", number=NUMBER, minutes=60),))
    found = _CODE.search(told[-1])
    assert found is not None
    return found[1]


async def test_who_comes_with_the_ktp_goes_on_at_a_new_phone(house: House) -> None:
    old, head = await lost(house)
    new = house.person("new")
    code = await code_of(head)

    await play(
        (new, f"GANTI HP {code}", MOVED, Offers("phone.change")),
        (old, None, (Key("phone.gone", number=NUMBER),)),
        (head, None, Key("card.moved", number=NUMBER), ("card.head", "card.worker", "card.ask"), Offers(*CARD)),
        (old, "status", ("standing.none",)),
        (new, "status", ("status.placed", "next.placed", "standing.more")),
        (head, Tap("card.ok"), Key("card.confirmed", name="YANTI SUSANTI")),
        (new, None, ("decided.confirmed", "next.confirmed")),
        (old, None, SILENCE),
    )  # fmt: skip


async def test_what_was_confirmed_stays_so_and_the_number_is_changed_next(house: House) -> None:
    _, head = await lost(house)
    await perform(head, Tap("card.ok"))
    await hear(head, "card.confirmed")
    new = house.person("new")
    code = await code_of(head)

    await play(
        (new, code.lower().replace("-", ""), ("phone.moved", "status.confirmed", "next.confirmed", "phone.number")),
        (new, Tap("phone.change"), "registration.phone.ask"),
        (head, None, SILENCE),
    )  # fmt: skip


@pytest.mark.parametrize(
    "said",
    [
        "ganti hp Yanti Susanti",
        "GANTI HP yanti",
        "Warga saya Yanti Susanti HP-nya hilang",
        f"warga saya HP-nya hilang, {NUMBER}",
        "Bu Yanti Susanti ganti hp, datang bawa KTP",
        "hp si Yanti Susanti hilang, bagaimana caranya?",
    ],
)
async def test_the_head_names_whom_in_his_own_words(telegram: House, said: str) -> None:
    _, head = await lost(telegram)

    await play(
        (head, said, (NAMED,), Offers("phone.yes", "phone.no")),
        (head, "ya", Key("phone.code", number=NUMBER)),
    )


async def test_of_several_of_one_name_the_number_tells_which(house: House) -> None:
    _, head = await lost(house)
    other, new = house.person("other"), house.person("new")
    await register(other, namesake(YANTI, 5))
    await hear(other, "receipt.place")
    which = (Key("withdraw.which", number=NUMBER), "withdraw.which", "phone.which")

    await play(
        (head, "ganti hp yanti susanti", which, Offers(NUMBER, "PR-6107-000002", "phone.no")),
        (head, Tap("PR-6107-000002"), Key("phone.code", number="PR-6107-000002")),
        (new, "status", ("standing.none",)),
    )


@pytest.mark.parametrize("said", ["ganti hp", "ganti hp Budi Santoso", "GANTI HP PR-6107-000009"])
async def test_who_is_not_found_is_asked_for_as_it_can_be(telegram: House, said: str) -> None:
    _, head = await lost(telegram)

    await play((head, said, ("phone.whom",)))


async def test_the_head_thinks_better_of_it(house: House) -> None:
    old, head = await lost(house)

    await play(
        (head, f"ganti hp {NUMBER}", (NAMED,)),
        (head, Tap("phone.no"), ("card.head", "card.worker", "card.ask")),
        (old, "status", "status.placed"),
    )


async def test_a_head_gives_no_code_for_his_own(house: House) -> None:
    head = house.person("head")
    await head_of(head)
    await hear(head, "head.welcome")
    await register(head)
    await hear(head, "receipt.place")

    await play((head, f"ganti hp {NUMBER}", (Key("card.own", number=NUMBER),)))


async def test_who_heads_nothing_is_told_what_to_do(house: House) -> None:
    yanti, _ = await lost(house)
    budi = house.person("budi")

    await play(
        (budi, "hp saya hilang", ("move.there",)),
        (budi, f"ganti hp {NUMBER}", ("move.there",)),
        (yanti, "mau ganti hp", Key("move.code", minutes=30)),
    )


async def test_a_code_works_in_the_middle_of_something_and_only_once(house: House) -> None:
    _, head = await lost(house)
    new, third = house.person("new"), house.person("third")
    await begun(new, "name", RINI)
    code = await code_of(head)

    await play(
        (new, f"GANTI HP {code}", ("phone.moved", "status.placed", "next.placed", "phone.number.later", "progress", "registration.name.ask")),
        (new, f"GANTI HP {code}", ("phone.refused", "progress", "registration.name.ask")),
        (third, code, ("phone.refused",)),
    )  # fmt: skip


async def test_a_code_typed_in_the_wrong_chat_stays_good(house: House) -> None:
    old, head = await lost(house)
    new = house.person("new")
    code = await code_of(head)

    await play(
        (head, f"GANTI HP {code}", ("phone.giver",)),
        (old, f"GANTI HP {code}", ("phone.here",)),
        (new, f"GANTI HP {code}", MOVED),
    )


async def test_a_code_ends_after_an_hour(house: House) -> None:
    _, head = await lost(house)
    code = await code_of(head)

    house.clock.passes(timedelta(hours=1))

    await play((house.person("new"), f"GANTI HP {code}", ("phone.refused",)))


async def test_who_helped_several_loses_only_the_one_who_came(house: House) -> None:
    helper, head = await lost(house, "helper")
    await register(helper, BUDI)
    await hear(helper, "receipt.place")
    new = house.person("new")
    code = await code_of(head)

    await play(
        (new, f"GANTI HP {code}", MOVED),
        (helper, None, (Key("phone.gone", number=NUMBER),)),
        (helper, "status", (Key("status.placed", number="PR-6107-000002"), "next.placed", "standing.more")),
        (helper, f"batal {NUMBER}", (Key("standing.not_here", number=NUMBER),)),
    )  # fmt: skip


@pytest.mark.parametrize(("old", "new"), [("whatsapp", "telegram"), ("telegram", "whatsapp")])
async def test_it_goes_from_one_channel_to_the_other(build: Build, old: str, new: str) -> None:
    house = await build(Both)
    head, worker, phone = met_on(house, "telegram", "head"), met_on(house, old), met_on(house, new, "new")  # fmt: skip
    await head_of(head)
    await register(worker)
    await play((worker, None, "receipt.place"), (head, None, "card.ask"))
    code = await code_of(head)

    await play(
        (phone, f"GANTI HP {code}", MOVED),
        (worker, None, (Key("phone.gone", number=NUMBER),)),
        (worker, "status", ("standing.none",)),
    )


async def test_the_old_phone_may_go_on_with_something_new(
    build: Build, channel: type[Wire]
) -> None:
    house = await build(channel)
    old, head = await lost(house)
    await perform(house.person("new"), f"GANTI HP {await code_of(head)}")
    await hear(old, "phone.gone")

    await play((old, "daftar", "registration.for_whom.ask"))
