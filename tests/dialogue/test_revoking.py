"""An operator takes a village from one of its heads."""

from typing import Any

import pytest
from aiogram.methods import SendMessage, TelegramMethod

from bot.commands import acting
from tests.dialogue.conftest import Build
from tests.dialogue.drivers import House, Person, on_telegram
from tests.dialogue.transcript import SILENCE, Key, Offers, Tap, hear, perform, play
from tests.dialogue.whatsapp import WhatsApp, on_whatsapp, reports
from tests.dialogue.workers import head_of, register, revoke
from tests.model_worker import SUNGAI_DURI

CARD = ("card.ok", "card.no", "card.later")
REVOKED = Key("head.revoked", village="Sungai Duri")


async def two_heads(house: House) -> tuple[Person, Person]:
    """Put Yanti's registration before a head and their secretary, who puts it off."""
    head, secretary = house.person("head"), house.person("sekdes")
    await head_of(head)
    await head_of(secretary, name="Bu Sekdes")
    await register(house.person("yanti"))
    await hear(head, "card.ask")
    await play((secretary, Tap("card.later"), "card.postponed", "card.only_one"))
    return head, secretary


async def test_who_is_revoked_is_told_and_the_others_are_shown_what_waits(house: House) -> None:
    head, secretary = await two_heads(house)

    await revoke(house, "Pak Lurah")

    await play(
        (head, None, (REVOKED,)),
        (secretary, None, ("card.head", "card.worker", "card.ask"), Offers(*CARD)),
        (head, "antrean", ("card.no_head",)),
        (secretary, Tap("card.ok"), "card.confirmed"),
    )
    assert await house.rows("SELECT status FROM registrations") == [("confirmed",)]


async def test_the_cards_of_who_was_revoked_lose_names_and_buttons(telegram: House) -> None:
    head, _ = await two_heads(telegram)
    kept = on_telegram(telegram, "head").button("Benar, warga saya")

    await revoke(telegram, "Pak Lurah")

    shown = on_telegram(telegram, "head").shown
    assert [one.labels for one in shown if "Tolak" in one.labels] == []
    assert "YANTI" not in "".join(one.text for one in shown)
    await hear(head, ("card.taken_back",), (REVOKED,))
    await kept()
    await hear(head, ("card.not_yours",))


async def test_a_card_that_is_on_its_way_to_who_is_revoked_loses_its_name_behind_it(
    telegram: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    head = on_telegram(telegram, "head")
    await head_of(head)
    perform_call = head.wire.server._perform
    asked: list[SendMessage] = []

    async def revoke_first(call: TelegramMethod[Any]) -> object:
        if isinstance(call, SendMessage) and call.chat_id == head.number and not asked:
            asked.append(call)
            await acting.revoke(telegram.app, SUNGAI_DURI, None, every=False)
        return await perform_call(call)

    monkeypatch.setattr(head.wire.server, "_perform", revoke_first)
    await register(telegram.person("yanti"))

    assert "YANTI" in asked[0].text
    assert "YANTI" not in "".join(one.text for one in head.shown)


@pytest.mark.parametrize("error", [131000, 131047])
async def test_a_card_that_is_reported_lost_does_not_leave_again_to_who_was_revoked(
    build: Build, error: int
) -> None:
    house = await build(WhatsApp, places=3)
    house.lost |= {"revoked", str(error)}
    head = on_whatsapp(house, "head")
    await head_of(head)
    await register(house.person("yanti"))
    [card] = [one for one in head.sent if "YANTI" in one.text]
    await revoke(house)
    before = len(head.sent)

    await reports(head, card, "failed", error)
    house.clock.step(minutes=10)
    await house.settle()

    assert [one.text for one in head.sent[before:] if "YANTI" in one.text or one.buttons] == []


async def test_the_only_head_needs_no_choice_and_of_two_one_is_named(house: House) -> None:
    head, _ = await two_heads(house)

    with pytest.raises(acting.Ambiguous, match="2 of them"):
        await revoke(house)
    await hear(head, SILENCE)
    await revoke(house, "Bu Sekdes")
    await revoke(house)

    await perform(head, "antrean")
    await hear(head, REVOKED, "card.no_head")


async def test_the_operator_is_told_who_took_an_invitation(house: House) -> None:
    head = house.person("head")
    await head_of(head)

    async with house.app.storage.begin() as work:
        [listed] = await work.officials.list()

    shown = f"{head.address.channel} …{head.address.id[-2:]}"
    told = [log for log in house.logs if log["event"] == "invitation_taken"]
    assert listed.taken_by == shown
    assert [(log["village"], log["taken_by"]) for log in told] == [(SUNGAI_DURI, shown)]
    assert head.address.id not in repr(told)


async def test_every_act_is_recorded_with_the_address_it_came_from(house: House) -> None:
    await head_of(house.person("head"))
    await register(house.person("yanti"))
    await perform(house.person("head"), Tap("card.ok"))

    joined = "audit t JOIN addresses a ON a.hash = t.sender AND a.person_id = t.person_id"

    assert await house.rows(f"SELECT kind FROM {joined} ORDER BY at, kind") == [
        ("became_head",),
        ("submitted",),
        ("decided",),
    ]
