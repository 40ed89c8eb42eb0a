"""A worker registers, alone or with a neighbour's help."""

# ruff: noqa: E501 - a step of a transcript is one line

import hashlib

import pytest

from bot.turns.due import Jobs
from conversations.messages import Text
from locales.catalog import Catalog
from tests.dialogue.conftest import Build
from tests.dialogue.drivers import House, Polling, Terminal, Webhook, Wire, on_telegram
from tests.dialogue.transcript import Key, Offers, Open, Tap, hear, perform, play
from tests.dialogue.workers import (
    BUDI,
    LINK,
    begun,
    head_of,
    on_to,
    reach,
    register,
    talk_through,
    to_review,
)
from tests.model_worker import QUESTIONS, SUNGAI_DURI, TOTAL, YANTI

EVERY_WAY = [
    pytest.param(Terminal, id="terminal"),
    pytest.param(Polling, id="telegram-polling"),
    pytest.param(Webhook, id="telegram-webhook"),
]


@pytest.mark.parametrize("wire", EVERY_WAY)
async def test_a_worker_registers_the_head_confirms_and_the_worker_hears_it(
    build: Build, wire: type[Wire]
) -> None:
    house = await build(wire)
    yanti, head = house.person("yanti"), house.person("head")

    await play(
        (yanti, "halo", ("welcome.nobody",), Offers("register")),
        (yanti, Tap("register"), ("welcome.new", Key("progress", n=1, total=TOTAL), "registration.for_whom.ask")),
        (yanti, Tap("registration.for_whom.self"), (Key("progress", n=2), "registration.village.ask")),
        (yanti, "Sungai Duri", (Key("village.places", village="Sungai Duri", left=2, places=2), Key("progress", n=3), "registration.consent.ask")),
        (yanti, "SETUJU", (Key("progress", n=4), "registration.eligibility.ask")),
        (yanti, Tap("registration.eligibility.none"), (Key("progress", n=5), "registration.nik.ask")),
        (yanti, "6107 0155 0585 9001", (Key("progress", n=6), Key("registration.birth.ask", date=YANTI.born))),
        (yanti, Tap("registration.birth.yes"), (Key("progress", n=7), "registration.name.ask")),
        (yanti, "yanti susanti", ("noted", Key("progress", n=8), "registration.birth_place.ask")),
        (yanti, "Bengkayang", ("noted", Key("progress", n=9), "registration.mother.ask")),
        (yanti, Tap("registration.mother.unknown"), (Key("progress", n=10), "registration.address.ask")),
        (yanti, "Dusun Sebalo RT 2 RW 1", ("noted", Key("progress", n=11), "registration.phone.ask")),
        (yanti, "0812-0000-3456", Key("noted", answer="0812 0000 3456"), Key("progress", n=12), "registration.occupation.ask"),  # Telegram: in two
        (yanti, Tap("occupation.rubber"), (Key("progress", n=13), "registration.income.ask")),
        *to_review(yanti, "500 ribu", Key("registration.review.ask", name="YANTI SUSANTI", nik="9001", phone="0812 0000 3456"), Key("noted", answer=Text("income.500k_1m"))),
        (yanti, None, Offers("registration.review.send", "registration.review.edit")),
        (yanti, Tap("registration.review.send"), (Key("receipt.place", number="PR-6107-000001", place=1, village="Sungai Duri"), "next.no_head")),
        (head, Open(await house.invite(SUNGAI_DURI)), ("invitation.ask",), Offers("invitation.yes", "invitation.no")),
        (head, Tap("invitation.yes"), (Key("head.welcome", village="Sungai Duri"),), (Key("card.head", undecided=1, taken=1, places=2), Key("card.worker", name="YANTI SUSANTI", nik="9001", number="PR-6107-000001"), "card.ask"), Offers("card.ok", "card.no", "card.later")),
        (yanti, "cek status", (Key("status.placed", place=1), "next.placed", "standing.more")),
        (head, Tap("card.ok"), (Key("card.confirmed", by="Pak Lurah"),), ("card.queue_empty",)),
        (yanti, None, (Key("decided.confirmed", number="PR-6107-000001", place=1), "next.confirmed")),
        (yanti, "/status", (Key("status.confirmed", place=1), "next.confirmed", "standing.more")),
    )  # fmt: skip

    assert await house.rows("SELECT status, version FROM registrations") == [("confirmed", 2)]
    assert await house.count("drafts") == 0


async def test_who_registers_somebody_else_is_asked_about_that_person_by_name(
    house: House,
) -> None:
    helper, head = house.person("helper"), house.person("head")
    await head_of(head)

    await play(
        (helper, "daftar", "registration.for_whom.ask"),
        (helper, Tap("registration.for_whom.other"), "registration.helped.ask"),
        (helper, "budi", "Budi warga desa mana"),
        (helper, "Sungai Duri", Key("registration.consent.ask", who="Budi", whose="Budi")),
        (helper, "SETUJU", Key("registration.eligibility.ask", who="Budi")),
        (helper, Tap("registration.eligibility.none"), Key("registration.nik.ask", whose="Budi")),
        (helper, BUDI.nik, Key("registration.birth.ask", who="Budi")),
        (helper, Tap("registration.birth.yes"), Key("registration.name.ask", whose="Budi")),
        (helper, "Budi Santoso", Key("registration.birth_place.ask", whose="Budi")),
        (helper, "Bengkayang", Key("registration.mother.ask", whose="Budi")),
        (helper, "tidak tahu", Key("registration.address.ask", whose="Budi")),
        (helper, "Dusun Sebalo RT 2 RW 1", Key("registration.phone.ask", whose="Budi")),
        (helper, "081234567890", "registration.phone_owner.ask"),
        (helper, Tap("registration.phone_owner.helper"), Key("registration.occupation.ask", whose="Budi")),
        (helper, "tukang bangunan", Key("registration.income.ask", whose="Budi")),
        *to_review(helper, "1,5 juta", "registration.review.ask"),
        (helper, Tap("registration.review.send"), Key("receipt.place", name="BUDI SANTOSO")),
        (head, None, "card.head", Key("card.worker", name="BUDI SANTOSO"), "card.flag.helped", "card.ask"),
    )  # fmt: skip

    assert await house.rows("SELECT for_whom FROM consents") == [("other",)]


async def test_one_chat_registers_several_people_one_after_the_other(house: House) -> None:
    helper = house.person("helper")
    await register(helper, YANTI)
    await hear(helper, "receipt.place")

    await talk_through(helper, BUDI, for_whom=Tap("registration.for_whom.other"), helped="Budi",
                       phone_owner=Tap("registration.phone_owner.worker"))  # fmt: skip

    await hear(helper, Key("receipt.place", name="BUDI SANTOSO", place=2))
    await play(
        (helper, "status", Key("status.placed", name="YANTI SUSANTI"), Key("status.placed", name="BUDI SANTOSO")),
    )  # fmt: skip


async def test_whoever_comes_back_days_later_is_asked_the_same_question(house: House) -> None:
    yanti = house.person("yanti")
    await begun(yanti, "mother")

    house.clock.step(days=6)
    await house.stop()
    await house.start()

    await play(
        (yanti, "halo", ("welcome.back", Key("progress", n=9), "registration.mother.ask")),
        (yanti, "daftar", ("drafts.ask",), Offers("resume", "drafts.new")),
        (yanti, Open(), ("welcome.back", Key("progress", n=9), "registration.mother.ask")),
        (yanti, "daftar", ("drafts.ask",)),
        (yanti, Tap("resume"), (Key("progress", n=9), "registration.mother.ask")),
        (yanti, "status", ("standing.none_yet", "progress", "registration.mother.ask")),
        (yanti, "Maria", "registration.address.ask"),
    )


async def test_a_link_names_the_village_so_that_nobody_asks(house: House) -> None:
    yanti, head = house.person("yanti"), house.person("head")
    await head_of(head)

    await play(
        (yanti, Open(LINK), ("welcome.new", Key("village.places", village="Sungai Duri", left=2), Key("progress", n=1), "registration.for_whom.ask")),
        (yanti, Tap("registration.for_whom.self"), (Key("progress", n=3), Key("registration.consent.ask", village="Sungai Duri"))),
    )  # fmt: skip

    await perform(yanti, "SETUJU")
    await on_to(yanti, "review", YANTI, "eligibility")
    await play(
        (yanti, Tap("registration.review.send"), Key("receipt.place", village="Sungai Duri")),
    )


async def test_a_link_to_a_village_that_is_not_open_asks_for_the_village(house: House) -> None:
    yanti = house.person("yanti")

    await play(
        (yanti, Open("v_6104012001"), "welcome.unknown_village", "registration.for_whom.ask"),
        (yanti, Tap("registration.for_whom.self"), "registration.village.ask"),
    )


async def test_a_village_that_may_be_two_is_chosen_by_button(house: House) -> None:
    yanti = house.person("yanti")
    await begun(yanti, "village")

    await play(
        (yanti, "suka maju", "registration.village.candidates", "registration.village.ask",
         Offers("Suka Maju (Sungai Betung)", "Suka Maju (Suti Semarang)")),
        (yanti, Tap("Suka Maju (Sungai Betung)"), Key("village.places", village="Suka Maju, Kec. Sungai Betung"), "registration.consent.ask"),
    )  # fmt: skip


async def test_a_village_nobody_knows_is_asked_again(house: House) -> None:
    yanti = house.person("yanti")
    await begun(yanti, "village")

    await play(
        (yanti, "Atlantis", "registration.village.none", "registration.village.ask"),
        (yanti, "Atlantis", "registration.village.none", "way_out", "registration.village.ask"),
        (yanti, "Sungai Duri", "registration.consent.ask"),
    )


async def test_a_bare_yes_is_no_consent(house: House) -> None:
    yanti = house.person("yanti")
    await begun(yanti, "consent")

    for words in ("y", "ok", "ya", "baik", "oke siap"):
        await play((yanti, words, "registration.consent.unclear", "registration.consent.again"))

    assert await house.count("consents") == 0


@pytest.mark.parametrize(
    "deed", ["setuju", Tap("registration.consent.yes")], ids=["word", "button"]
)
async def test_consent_by_word_or_button_is_kept_as_proof(house: House, deed: str | Tap) -> None:
    yanti = house.person("yanti")
    await begun(yanti, "consent")

    await play((yanti, deed, "registration.eligibility.ask"))

    proof = "text_version, octet_length(text_hash), language, for_whom, given_at"
    ((version, size, language, whom, at),) = await house.rows(f"SELECT {proof} FROM consents")
    assert (size, language, whom, at) == (32, "id", "self", house.clock.now())
    assert version


@pytest.mark.parametrize("basis", ["", "Perbup Nomor 9"])
async def test_the_proof_is_of_the_words_with_what_the_district_named_in_them(
    build: Build, channel: type[Wire], basis: str
) -> None:
    house = await build(channel, basis=basis, complaints="Dinas Satu", keep_days=30)
    yanti = house.person("yanti")
    await begun(yanti, "consent")

    await play((yanti, "setuju", "registration.eligibility.ask"))

    shown = Catalog.load().template("id", "registration.consent.ask")
    law = f"{basis}, dan persetujuan ini" if basis else "persetujuan ini"
    for name, said in {
        "basis": law,
        "complaints": "Dinas Satu, atau ke kantor desa",
        "kept": "sampai 30 hari sesudah perlindungan selesai, lalu dihapus",
    }.items():
        assert f"{{{name}}}" in shown
        shown = shown.replace(f"{{{name}}}", said)
    kept = await house.rows("SELECT text_hash FROM consents")
    assert kept == [(hashlib.sha256(shown.encode()).digest(),)]


async def test_changing_for_whom_it_is_asks_for_that_persons_consent(house: House) -> None:
    yanti = house.person("yanti")
    await reach(yanti, "name")

    await play(
        (yanti, "ubah", "edit.ask"),
        (yanti, Tap("registration.for_whom.title"), "registration.for_whom.ask"),
        (yanti, Tap("registration.for_whom.other"), "registration.helped.ask"),
        (yanti, "Budi", Key("registration.consent.ask", who="Budi")),
        (yanti, "SETUJU", "registration.eligibility.ask"),  # nothing of the first person stays
    )

    assert await house.rows("SELECT for_whom FROM consents ORDER BY id") == [("self",), ("other",)]


# ── at any question ─────────────────────────────────────────────────────────────────────────────


async def test_kembali_goes_back_question_by_question_to_the_first(house: House) -> None:
    yanti = house.person("yanti")
    await begun(yanti, "eligibility")

    await play(
        (yanti, "kembali", (Key("progress", n=3), "registration.consent.ask")),
        (yanti, "kembali", (Key("progress", n=2), "registration.village.ask")),
        (yanti, "kembali", (Key("progress", n=1), "registration.for_whom.ask")),
        (yanti, "kembali", ("back.first", Key("progress", n=1), "registration.for_whom.ask")),
        (yanti, Tap("registration.for_whom.self"), "registration.village.ask"),
    )


async def test_kembali_drops_a_question_with_what_follows_it(house: House) -> None:
    yanti = house.person("yanti")
    await reach(yanti, "occupation", for_whom=Tap("registration.for_whom.other"), helped="Yanti",
                phone_owner=Tap("registration.phone_owner.family"))  # fmt: skip

    await play(
        (yanti, "kembali", "registration.phone.ask"),
        (yanti, "081234567890", "registration.phone_owner.ask"),
    )


async def test_ubah_lists_the_answers_and_changes_the_one_tapped(house: House) -> None:
    yanti = house.person("yanti")
    await begun(yanti, "mother")

    await play(
        (yanti, "ubah", ("edit.ask",), Offers(*(f"registration.{name}.title" for name in (
            "for_whom", "village", "consent", "eligibility", "nik", "birth", "name", "birth_place",
        )))),
        (yanti, Tap("registration.name.title"), (Key("progress", n=7), "registration.name.ask")),
        (yanti, "Yanti Rahayu", ("noted", Key("progress", n=9), "registration.mother.ask")),
    )  # fmt: skip


async def test_ubah_nama_goes_to_the_name_at_once(house: House) -> None:
    yanti = house.person("yanti")
    await begun(yanti, "review")

    await play(
        (yanti, "ubah nama", ("progress", "registration.name.ask")),
        (yanti, "Yanti Rahayu", Key("registration.review.ask", name="YANTI RAHAYU")),
        (yanti, Tap("registration.review.edit"), ("edit.ask",)),
        (yanti, Tap("registration.phone.title"), "registration.phone.ask"),
        (
            yanti,
            Tap("registration.phone.none"),
            Key("registration.review.ask", phone=Text("registration.phone.none")),
        ),
        (yanti, "kirim", Key("receipt.place", name="YANTI RAHAYU")),
    )


async def test_ubah_before_the_first_answer_has_nothing_to_change(house: House) -> None:
    yanti = house.person("yanti")

    await play(
        (yanti, "daftar", "registration.for_whom.ask"),
        (yanti, "ubah", ("edit.nothing", "progress", "registration.for_whom.ask")),
    )


async def test_batal_asks_first_and_a_day_later_everything_is_forgotten(house: House) -> None:
    for question in ("for_whom", "village", "nik", "address", "review"):
        yanti = house.person(f"at-{question}")
        asked = ("progress", f"registration.{question}.ask")
        await begun(yanti, question)

        await play(
            (yanti, "batal", ("cancel.ask",), Offers("cancel.yes", "cancel.no")),
            (yanti, Tap("cancel.no"), asked),
            (yanti, "batal", ("cancel.ask",)),
            (yanti, "bukan", ("cancel.kept", *asked)),
            (yanti, "batal", ("cancel.ask",)),
            (yanti, Tap("cancel.yes"), ("cancel.done",), Offers("register")),
            (yanti, "status", ("standing.ended",)),
        )

        house.clock.step(days=1)
        await Jobs(house.app.storage, house.app.talks).round()
        assert await house.count("drafts") == 0
    assert await house.count("registrations") == 0


@pytest.mark.parametrize("yes", ["ya", "batal"])
async def test_batal_is_confirmed_by_words_too(house: House, yes: str) -> None:
    yanti = house.person("yanti")
    await begun(yanti, "nik")

    await play(
        (yanti, "batal", ("cancel.ask",)),
        (yanti, yes, ("cancel.done",)),
        (yanti, "lanjut", ("restored", "progress", "registration.nik.ask")),
    )


async def test_bantuan_explains_the_question_at_hand_and_asks_it_again(house: House) -> None:
    for question in QUESTIONS:
        yanti = house.person(f"at-{question}")
        await begun(yanti, question)
        key = f"registration.{question}"

        await play(
            (yanti, "bantuan", (f"{key}.help", "help.registering", "progress", f"{key}.ask"))
        )


async def test_bantuan_without_a_registration_explains_the_programme(house: House) -> None:
    yanti = house.person("yanti")

    await play((yanti, "bantuan", ("help.idle",), Offers("register")))


async def test_asking_for_a_person_at_a_question_tells_where_to_find_one(house: House) -> None:
    yanti = house.person("yanti")
    await begun(yanti, "nik")

    await play((yanti, "bicara dengan petugas", "help.registering", "registration.nik.ask"))


async def test_status_in_the_middle_does_not_lose_the_place(house: House) -> None:
    yanti = house.person("yanti")
    await begun(yanti, "nik")

    await play(
        (yanti, "status", ("standing.none_yet", "progress", "registration.nik.ask")),
        (yanti, YANTI.nik, "registration.birth.ask"),
    )


async def test_a_typed_label_means_the_button(house: House) -> None:
    for typed in ("Tidak satu pun", "tidak satu pun!"):
        yanti = house.person(f"says-{len(typed)}{typed[-1]}")
        await begun(yanti, "eligibility")

        await play((yanti, typed, "registration.nik.ask"))


async def test_a_typed_number_gives_no_consent_where_buttons_have_no_numbers(
    telegram: House,
) -> None:
    yanti = on_telegram(telegram, "yanti")
    await begun(yanti, "consent")

    await play((yanti, "1", "registration.consent.unclear"))


# ── the phone question ──────────────────────────────────────────────────────────────────────────


async def test_telegram_offers_to_share_ones_own_number(telegram: House) -> None:
    yanti = on_telegram(telegram, "yanti")

    await begun(yanti, "phone")

    ((share,), (none,)) = yanti.shown[-1].markup["keyboard"]
    assert share["request_contact"] is True
    assert not none.get("request_contact")
    await yanti.phone.shares_contact("+6281299998888")
    await hear(yanti, "registration.occupation.ask")


async def test_ones_own_shared_number_is_taken_without_asking_whose_it_is(telegram: House) -> None:
    yanti = on_telegram(telegram, "yanti")
    await begun(yanti, "phone")

    await yanti.phone.shares_contact("6281299998888")

    await hear(yanti, "registration.occupation.ask")
    await play(
        (yanti, "noreh karet", "registration.income.ask"),
        *to_review(yanti, "500 ribu", Key("registration.review.ask", phone="0812 9999 8888")),
    )


async def test_a_forwarded_contact_is_asked_whose_it_is(telegram: House) -> None:
    yanti = on_telegram(telegram, "yanti")
    await begun(yanti, "phone")

    await yanti.phone.shares_contact("+6281299998888", own=False)

    await hear(yanti, "registration.phone_owner.ask")
    await play((yanti, Tap("registration.phone_owner.family"), "registration.occupation.ask"))


async def test_a_helpers_shared_number_is_never_silently_the_workers(telegram: House) -> None:
    helper = on_telegram(telegram, "helper")
    await reach(helper, "phone", for_whom=Tap("registration.for_whom.other"), helped="Yanti")

    await helper.taps("Kirim nomor HP saya")

    await hear(helper, "registration.phone_owner.ask")


async def test_the_keyboard_for_the_phone_goes_with_the_next_question(telegram: House) -> None:
    yanti = on_telegram(telegram, "yanti")
    await begun(yanti, "phone")

    await play((yanti, Tap("registration.phone.none"), "registration.occupation.ask"))
    await play((yanti, "nelayan", "registration.income.ask"))

    keyboards = [shown.markup for shown in yanti.shown if "keyboard" in shown.markup]
    assert len(keyboards) == 1


async def test_who_has_no_phone_is_not_asked_whose_it_is(house: House) -> None:
    yanti = house.person("yanti")
    await begun(yanti, "phone")

    await play((yanti, "tidak punya hp", "registration.occupation.ask"))
