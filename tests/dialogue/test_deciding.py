"""The village head's side: invitations, cards, decisions."""

# ruff: noqa: E501 - a step of a transcript is one line

import asyncio
from dataclasses import replace

from bot.commands import setup
from conversations.effects import Reason
from conversations.messages import Text
from tests.dialogue.conftest import Build
from tests.dialogue.drivers import House, Wire, on_telegram
from tests.dialogue.transcript import (
    SILENCE,
    Key,
    Offers,
    Open,
    Tap,
    count,
    hear,
    perform,
    play,
    rewritten,
)
from tests.dialogue.whatsapp import WhatsApp, on_whatsapp
from tests.dialogue.workers import (
    BUDI,
    RINI,
    SUNGAI_JAGA_A,
    head_of,
    namesake,
    passes,
    reach,
    register,
)
from tests.model_worker import SUNGAI_DURI, YANTI

REASONS = tuple(one for one in Reason if one is not Reason.DATA_WRONG)
CARD = ("card.ok", "card.no", "card.later")


async def test_without_a_head_a_registration_waits_for_the_invitation(house: House) -> None:
    yanti, head = house.person("yanti"), house.person("head")

    await register(yanti)

    await play(
        (yanti, None, ("receipt.place", "next.no_head")),
        (yanti, "status", ("status.placed", "next.no_head", "standing.more")),
        (head, Open(await house.invite(SUNGAI_DURI)), ("invitation.ask",), Offers("invitation.yes", "invitation.no")),
        (head, Tap("invitation.yes"), ("head.welcome",), ("card.head", "card.worker", "card.ask"), Offers(*CARD)),
        (yanti, "status", ("status.placed", "next.placed", "standing.more")),
    )  # fmt: skip


async def test_a_new_registration_comes_to_an_idle_head_as_a_card(house: House) -> None:
    yanti, head = house.person("yanti"), house.person("head")
    await head_of(head)
    await hear(head, ("head.welcome",), ("card.queue_empty",))

    await register(yanti)

    await play(
        (yanti, None, ("receipt.place", "next.placed")),
        (head, None, (Key("card.head", undecided=1, taken=1, places=2), "card.worker", "card.ask"), Offers(*CARD)),
        (head, "status", ("standing.head",), Offers("queue")),
        (head, Tap("queue"), ("card.head", "card.worker", "card.ask"), Offers(*CARD)),
    )  # fmt: skip


async def test_after_each_decision_the_next_card_comes(house: House) -> None:
    yanti, budi, head = house.person("yanti"), house.person("budi"), house.person("head")
    await register(yanti)
    await register(budi, BUDI)

    await head_of(head)

    await play(
        (head, None, "head.welcome", (Key("card.head", undecided=2, taken=2), Key("card.worker", name="YANTI SUSANTI"), "card.ask")),
        (head, Tap("card.ok"), (Key("card.confirmed", name="YANTI SUSANTI"),), (Key("card.head", undecided=1), Key("card.worker", name="BUDI SANTOSO"), "card.ask"), Offers(*CARD)),
        (head, Tap("card.ok"), (Key("card.confirmed", name="BUDI SANTOSO"),), ("card.queue_empty",)),
        (head, "antrean", ("card.queue_empty",)),
    )  # fmt: skip


async def test_a_rejected_worker_hears_the_reason_and_may_apply_again(
    build: Build, channel: type[Wire]
) -> None:
    house = await build(channel, places=len(REASONS))
    head = house.person("head")
    await head_of(head)
    buttons = Offers(*(f"reason.{one}.button" for one in REASONS), "card.fix", "reason.back")

    for number, reason in enumerate(one for one in REASONS if one is not Reason.OTHER):
        worker = house.person(reason)
        await register(worker, namesake(YANTI, number))
        await hear(worker, "receipt.place")
        await play(
            (head, Tap("card.no"), ("card.head", "card.worker", "reason.ask"), buttons),
            (head, Tap("reason.back"), ("card.head", "card.worker", "card.ask"), Offers(*CARD)),
            (head, Tap("card.no"), "reason.ask"),
            (head, Tap(f"reason.{reason}.button"), Key("card.rejecting", reason=Text(f"reason.{reason}.button"))),
            (worker, None, SILENCE),
        )  # fmt: skip
        await passes(house)
        await hear(worker, ("decided.rejected", f"reason.{reason}", "next.rejected"))
        assert worker.labels == [Tap("register").label(worker)]
        await play(
            (
                worker,
                "status",
                ("status.rejected", f"reason.{reason}", "next.rejected"),
            )
        )

    assert await house.count("places WHERE registration_id IS NOT NULL") == 0


async def test_the_card_of_who_applies_again_says_why_the_first_was_rejected(
    house: House,
) -> None:
    yanti, head = house.person("yanti"), house.person("head")
    await head_of(head)
    await register(yanti)
    await play(
        (head, Tap("card.no"), "reason.ask"),
        (head, Tap("reason.company.button"), "card.queue_empty"),
    )
    await passes(house)
    await hear(yanti, "next.rejected")

    await register(yanti)

    await play(
        (yanti, None, Key("receipt.place", number="PR-6107-000002", place=1)),
        (head, None, (Key("card.head", undecided=1), Key("card.worker", number="PR-6107-000002"), "card.flag.again", "card.ask"), Offers(*CARD)),
    )  # fmt: skip


async def test_nanti_moves_a_card_behind_the_others(three_places: House) -> None:
    house = three_places
    head = house.person("head")
    for name, worker in (("yanti", YANTI), ("budi", BUDI), ("rini", RINI)):
        await register(house.person(name), worker)
    await head_of(head)

    await play(
        (head, None, Key("card.worker", name="YANTI SUSANTI")),
        (head, Tap("card.later"), ("card.postponed",), Key("card.worker", name="BUDI SANTOSO")),
        (head, Tap("card.later"), ("card.postponed",), Key("card.worker", name="RINI LESTARI")),
        (head, Tap("card.ok"), "card.confirmed", Key("card.worker", name="YANTI SUSANTI")),
        (head, Tap("card.ok"), "card.confirmed", Key("card.worker", name="BUDI SANTOSO")),
        (head, Tap("card.ok"), "card.confirmed", ("card.queue_empty",)),
    )


async def test_nanti_on_the_only_card_says_that_there_is_no_other(house: House) -> None:
    head = house.person("head")
    await register(house.person("yanti"))
    await head_of(head)

    await play(
        (head, None, "card.ask"),
        (head, Tap("card.later"), ("card.postponed",), ("card.only_one",)),
        (head, "antrean", ("card.head", "card.worker", "card.ask"), Offers(*CARD)),
        (head, Tap("card.ok"), "card.confirmed"),
    )


async def test_two_officials_at_the_same_moment_decide_once(house: House) -> None:
    first, second, yanti = house.person("first"), house.person("second"), house.person("yanti")
    await head_of(first, name="Bu Kades")
    await head_of(second, name="Pak Sekdes")
    await register(yanti)
    await hear(yanti, "receipt.place")
    for head in (first, second):
        await hear(head, "card.ask", Offers(*CARD))

    confirm = Tap("card.ok")
    await asyncio.gather(perform(first, confirm), perform(second, confirm))

    told = [*await first.heard(), *await second.heard()]
    assert count(first, "card.already.confirmed", told) == 1
    await hear(yanti, ("decided.confirmed", "next.confirmed"))
    assert await house.rows("SELECT status, version FROM registrations") == [("confirmed", 2)]
    assert await house.count("audit WHERE kind = 'decided'") == 1


async def test_the_card_of_the_other_official_is_closed_by_a_decision(house: House) -> None:
    first, second = house.person("first"), house.person("second")
    await head_of(first, name="Bu Kades")
    await head_of(second, name="Pak Sekdes")
    await register(house.person("yanti"))
    for head in (first, second):
        await hear(head, "card.ask")

    await play(
        (first, Tap("card.ok"), (Key("card.confirmed", by="Bu Kades"),), ("card.queue_empty",)),
        (second, None, *rewritten(second, (Key("card.confirmed", by="Bu Kades"),))),
        (second, Tap("card.ok"), ("card.already.confirmed",)) if second.together else (second, None, SILENCE),
    )  # fmt: skip


async def test_a_withdrawn_registration_takes_its_card_from_the_head(house: House) -> None:
    yanti, head = house.person("yanti"), house.person("head")
    await head_of(head)
    await register(yanti)
    await hear(head, "card.ask")

    await play(
        (yanti, "batal", (Key("withdraw.which", number="PR-6107-000001"), "withdraw.ask", Key("withdraw.how", number="PR-6107-000001")), Offers("Batalkan PR-6107-000001", "withdraw.no")),
        (yanti, Tap("withdraw.no"), ("status.placed", "next.placed", "standing.more")),
        (yanti, "batal", "withdraw.ask"),
        (yanti, "hujan", "withdraw.ask"),
        (yanti, "tidak", "status.placed"),
        (yanti, "batalkan PR-6107-000001", "withdraw.ask"),
        (yanti, "YA BATALKAN PR-6107-000001", ("withdraw.done",)),
        (head, None, *rewritten(head, ("card.withdrawn",))),
        (head, "antrean", ("card.queue_empty",)),
        (yanti, "status", ("status.withdrawn", "next.withdrawn")),
    )  # fmt: skip


# ── only where a message can be changed ─────────────────────────────────────────────────────────


async def test_a_decided_card_is_rewritten_in_its_place_and_loses_its_buttons(
    telegram: House,
) -> None:
    head = on_telegram(telegram, "head")
    await head_of(head)
    await register(telegram.person("yanti"))
    card = [one for one in head.shown if one.labels][-1]

    await head.taps(Tap("card.ok").label(head))

    assert card is head.wire.server.chats[head.number][card.message_id]
    assert card.labels == []
    assert card.text.startswith("✅ Pendaftaran PR-6107-000001\nNama: YANTI SUSANTI\n")
    assert [one.text for one in head.shown].count(card.text) == 1


async def test_the_reasons_are_asked_on_the_card_itself(telegram: House) -> None:
    head = on_telegram(telegram, "head")
    await head_of(head)
    await register(telegram.person("yanti"))
    messages = len(head.shown)

    await play((head, Tap("card.no"), "reason.ask"), (head, Tap("reason.back"), "card.ask"))

    assert len(head.shown) == messages
    assert head.labels == [Tap(one).label(head) for one in CARD]


async def test_a_second_tap_on_a_decided_card_is_told_what_was_decided(telegram: House) -> None:
    head, yanti = on_telegram(telegram, "head"), telegram.person("yanti")
    await head_of(head)
    await register(yanti)
    confirm, reject = (head.button(Tap(key).label(head)) for key in ("card.ok", "card.no"))
    await confirm()
    at = telegram.clock.now()
    await hear(head, "card.confirmed")
    await hear(yanti, "decided.confirmed")

    await confirm()  # a finger that slipped
    await hear(head, SILENCE)
    await reject()
    await hear(head, (Key("card.already.confirmed", by="Pak Lurah", at=at),))
    telegram.clock.step(minutes=1)
    await confirm()
    await hear(head, (Key("card.already.confirmed", by="Pak Lurah", at=at),))

    await hear(yanti, SILENCE)
    assert await telegram.rows("SELECT status, version FROM registrations") == [("confirmed", 2)]


async def test_an_old_card_says_that_it_is_old(telegram: House) -> None:
    head, yanti = on_telegram(telegram, "head"), telegram.person("yanti")
    await head_of(head)
    await register(yanti)
    reject = head.button(Tap("card.no").label(head))
    await play(
        (yanti, "batal", "withdraw.ask"), (yanti, Tap("Batalkan PR-6107-000001"), "withdraw.done")
    )
    await hear(head, "card.withdrawn")

    await reject()

    await hear(head, (Key("card.already.withdrawn", number="PR-6107-000001"),))


async def test_the_head_of_another_village_cannot_decide(telegram: House) -> None:
    head, stranger = on_telegram(telegram, "head"), on_telegram(telegram, "stranger")
    await head_of(head)
    await head_of(stranger, SUNGAI_JAGA_A)
    await register(telegram.person("yanti"))
    card = head.shown[-1]
    token = card.rows[0][0]["callback_data"]
    await hear(stranger, "head.welcome")

    await stranger._press(stranger.shown[-1], token)

    await hear(stranger, ("card.not_yours",))
    assert await telegram.rows("SELECT status FROM registrations") == [("placed",)]


async def test_a_card_forwarded_to_a_worker_decides_nothing(telegram: House) -> None:
    head, yanti = on_telegram(telegram, "head"), on_telegram(telegram, "yanti")
    await head_of(head)
    await register(yanti)
    token = head.shown[-1].rows[0][0]["callback_data"]
    await hear(yanti, "receipt.place")

    await yanti._press(yanti.shown[-1], token)

    await hear(yanti, ("card.not_yours",))


async def test_a_button_nobody_made_is_met_kindly(telegram: House) -> None:
    yanti = on_telegram(telegram, "yanti")
    await reach(yanti, "consent")

    for token in ("d:x:1:ok", "d", "", "a:b:c", "w:????", "q:1", "l:fr", "🤖" * 16):
        await yanti._press(yanti.shown[-1], token)
        await hear(yanti, ("stale", "progress", "registration.consent.ask"), step=token)


# ── invitations ─────────────────────────────────────────────────────────────────────────────────


async def test_an_invitation_is_good_once(house: House) -> None:
    link = await house.invite(SUNGAI_DURI)
    head, other = house.person("head"), house.person("other")

    await play(
        (head, Open(link), ("invitation.ask",), Offers("invitation.yes", "invitation.no")),
        (head, Tap("invitation.yes"), "head.welcome"),
        (other, Open(link), ("invitation.used",)),
        (head, Open(link), "card.queue_empty"),  # who came in by it finds back by it
        (other, "antrean", ("card.no_head",)),
    )


async def test_an_unknown_code_makes_nobody_head(house: House) -> None:
    other = house.person("other")

    await play((other, Open("h_abcdefghijklmnop"), ("invitation.unknown",)))

    assert await house.count("officials") == 0


async def test_an_invitation_expires(house: House) -> None:
    link = await house.invite(SUNGAI_DURI)
    head = house.person("head")

    house.clock.step(days=setup.INVITATION_LASTS.days)

    await play((head, Open(link), ("invitation.expired",)))


async def test_a_revoked_invitation_and_a_revoked_head_can_do_nothing(house: House) -> None:
    link = await house.invite(SUNGAI_DURI)
    head, other = house.person("head"), house.person("other")
    await head_of(head)
    await register(house.person("yanti"))
    await hear(head, "card.ask")

    async with house.app.storage.begin() as work:
        await work.officials.revoke(SUNGAI_DURI)

    await play(
        (other, Open(link), ("invitation.revoked",)),
        (head, Tap("card.ok"), ("card.not_yours",)),
    )
    assert await house.rows("SELECT status FROM registrations") == [("placed",)]


async def test_a_head_who_registers_from_his_own_phone_decides_nothing_of_it(house: House) -> None:
    head, secretary = house.person("head"), house.person("sekdes")
    await head_of(head)
    await hear(head, ("head.welcome",), ("card.queue_empty",))

    await register(head)
    await hear(head, ("receipt.place", "next.no_head"))

    await play(
        (head, "antrean", ("card.queue_empty",)),
        (secretary, Open(await house.invite(SUNGAI_DURI)), ("invitation.ask",), Offers("invitation.yes", "invitation.no")),
        (secretary, Tap("invitation.yes"), ("head.welcome",), ("card.head", "card.worker", "card.flag.official", "card.ask"), Offers(*CARD)),
        (head, "status", ("status.placed", "next.placed", "standing.head"), Offers("queue")),
    )  # fmt: skip


async def test_a_head_does_not_decide_on_what_has_the_number_he_writes_from(build: Build) -> None:
    house = await build(WhatsApp, places=3)
    head, yanti = on_whatsapp(house, "head"), house.person("yanti")
    await head_of(head)
    await hear(head, "card.queue_empty")

    number = f"0{(head.pen.phone or '').removeprefix('62')}"
    await register(yanti, replace(YANTI, phone=number))

    await play(
        (yanti, None, ("receipt.place", "next.no_head")),
        (head, None, "card.flag.own", "card.ask_own", Offers("card.no", "card.later")),
        (head, "ya betul warga saya", "card.own", "card.ask_own"),
        (head, Tap("card.no"), "reason.ask"),
        (head, Tap("reason.not_resident.button"), "card.rejecting"),
    )


async def test_a_head_does_not_decide_on_what_has_the_number_he_shared(telegram: House) -> None:
    head, yanti = on_telegram(telegram, "head"), telegram.person("yanti")
    await register(yanti, replace(YANTI, phone="0812 3456 7890"))
    await register(telegram.person("budi"), BUDI)
    await head_of(head)
    await hear(head, Key("card.worker", name="YANTI SUSANTI"))

    await head.phone.shares_contact("+6281234567890")
    await head.heard()

    await play(
        (head, Tap("card.ok"), (Key("card.own", number="PR-6107-000001"),), Key("card.worker", name="BUDI SANTOSO")),
        (head, Tap("card.ok"), "card.confirmed", "card.ask_own"),
        (yanti, "status", "status.placed", "next.no_head"),
    )  # fmt: skip
