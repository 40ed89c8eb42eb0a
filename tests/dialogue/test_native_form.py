"""The whole form as WhatsApp opens it: what comes back is a registration, or is asked about."""

import json
from dataclasses import replace
from datetime import date
from typing import Self

import pytest
from typing_extensions import override

from bot.whatsapp.flow import written
from conversations.registration.form import CONSENT_VERSION, FORM
from locales.catalog import Catalog
from tests.dialogue.conftest import Build
from tests.dialogue.drivers import House
from tests.dialogue.transcript import SILENCE, Key, Offers, Open, Tap, hear, perform, play
from tests.dialogue.whatsapp import OnWhatsApp, WhatsApp, on_whatsapp
from tests.dialogue.workers import BUDI, LINK, RINI, register
from tests.model_worker import YANTI, Worker
from tests.platforms.graph_server import Flow, SentMessage

FORM_ID = "771000000000001"
ASKED = {
    name
    for screen in json.loads(written(FORM, Catalog.load(), "id"))["screens"]
    for name in screen["layout"]["children"][-1]["on-click-action"]["payload"]
}


class WithForm(WhatsApp):
    flow_id = FORM_ID

    @override
    async def __aenter__(self) -> Self:
        await super().__aenter__()
        self.server.flows[FORM_ID] = Flow("seratus_registration", "PUBLISHED", ["SIGN_UP"])
        return self


@pytest.fixture
async def house(build: Build) -> House:
    return await build(WithForm)


def answers_of(worker: Worker = YANTI, **twists: str) -> dict[str, str]:
    """Fill in the whole form for oneself, as the phone sends it back."""
    answers = {**worker.entered(), "consent_version": CONSENT_VERSION}
    assert answers.keys() == ASKED
    return answers | twists


def newest(person: OnWhatsApp) -> SentMessage:
    """Return the last message that opens the form."""
    return next(sent for sent in reversed(person.sent) if sent.kind == "flow")


async def told_by(house: House, person: OnWhatsApp) -> dict[str, str]:
    async with house.app.storage.begin() as work:
        (known,) = await work.people.lock([person.address])
        assert known.state.draft is not None
        return dict(known.state.draft.answers)


async def tells_of_yanti(house: House, helper: OnWhatsApp) -> None:
    """Have a helper tell of Yanti up to her phone, in the draft that the form belongs to."""
    async with house.app.storage.begin() as work:
        (known,) = await work.people.lock([helper.address])
        assert known.state.draft is not None
        yanti = {**YANTI.until("occupation"), "for_whom": "other", "helped": "Yanti"}
        told = replace(known.state.draft, answers=yanti)
        await work.people.save([(known, known.state.holding(told))])


async def registered(house: House) -> int:
    return await house.count("registrations")


# ── the offer ───────────────────────────────────────────────────────────────────────────────────


async def test_the_form_is_offered_before_the_first_question(house: House) -> None:
    yanti = on_whatsapp(house, "yanti")

    await play((yanti, "daftar", ("welcome.new", "sheet.offer"), Offers("sheet.open")))

    shown = newest(yanti).raw["interactive"]["action"]["parameters"]
    assert len(yanti.sent) == 1
    assert shown["flow_action_payload"] == {
        "screen": "BEGIN",
        "data": {"village": ""},
    }


async def test_a_village_link_fills_the_village_in(house: House) -> None:
    yanti = on_whatsapp(house, "yanti")

    await play((yanti, Open(LINK), "village.places", ("sheet.offer",)))

    shown = newest(yanti).raw["interactive"]["action"]["parameters"]
    village = shown["flow_action_payload"]["data"]["village"]
    assert village.startswith("Sungai Duri")
    await yanti.fills(answers_of(village=village))
    await hear(yanti, ("receipt.place", "next.no_head"))


async def test_its_label_that_is_typed_offers_it_again(house: House) -> None:
    yanti = on_whatsapp(house, "yanti")

    await play(
        (yanti, "daftar", "sheet.offer"),
        (yanti, "isi sekaligus", ("sheet.offer",), Offers("sheet.open")),
    )

    assert [sent.kind for sent in yanti.sent] == ["flow", "flow"]


async def test_who_reads_another_language_is_asked_in_it(house: House) -> None:
    yanti = on_whatsapp(house, "yanti")
    yanti.language = "en"

    await play(
        (yanti, "bahasa inggris", "language.done"),
        (yanti, "register", ("welcome.new", "progress", "registration.for_whom.ask")),
    )

    yanti.language = "id"
    await play(
        (yanti, "bahasa indonesia", "language.done", "registration.for_whom.ask"),
        (yanti, "halo", "sheet.offer"),
    )


async def test_who_answers_in_words_is_asked_one_question_after_another(house: House) -> None:
    yanti = on_whatsapp(house, "yanti")

    await play(
        (yanti, "daftar", "sheet.offer"),
        (yanti, "untuk saya sendiri", ("progress", "registration.village.ask")),
        (yanti, "Sungai Duri", "registration.consent.ask"),
    )


@pytest.mark.parametrize("words", ["lanjut", "gimana caranya"])
async def test_what_is_no_answer_brings_the_first_question(house: House, words: str) -> None:
    yanti = on_whatsapp(house, "yanti")

    await play(
        (yanti, "daftar", "sheet.offer"),
        (yanti, words, ("progress", "registration.for_whom.ask"), Offers(
            "registration.for_whom.self", "registration.for_whom.other")),
    )  # fmt: skip


# ── a form that is whole ────────────────────────────────────────────────────────────────────────


async def test_a_whole_form_is_a_registration_and_the_receipt_all_that_is_said(
    house: House,
) -> None:
    yanti = on_whatsapp(house, "yanti")
    await play((yanti, "daftar", "sheet.offer"))

    await yanti.fills(answers_of())

    heard = await hear(yanti, ("receipt.place", "next.no_head"))
    assert len(heard) == 1
    assert "Pertanyaan" not in heard[0]
    assert await registered(house) == 1
    assert await house.count("consents") == 1


async def test_a_form_delivered_twice_registers_once(house: House) -> None:
    yanti = on_whatsapp(house, "yanti")
    await play((yanti, "daftar", "sheet.offer"))
    await yanti.fills(answers_of())
    await hear(yanti, "receipt.place")

    await yanti.repeats()

    await hear(yanti, SILENCE)
    assert await registered(house) == 1


async def test_a_form_sent_again_shows_what_became_of_it(house: House) -> None:
    yanti = on_whatsapp(house, "yanti")
    await play((yanti, "daftar", "sheet.offer"))
    await yanti.fills(answers_of())
    await hear(yanti, "receipt.place")

    await yanti.fills(answers_of())

    await hear(yanti, ("already.mine", "status.placed", "next.no_head"))
    assert await registered(house) == 1
    assert await house.count("drafts") == 0


async def test_a_phone_that_loses_the_token_loses_no_answers(house: House) -> None:
    yanti = on_whatsapp(house, "yanti")
    await play((yanti, "daftar", "sheet.offer"))

    await yanti.sends(lambda pen: pen.nfm_reply(None, answers_of()))

    await hear(yanti, ("receipt.place", "next.no_head"))
    assert await registered(house) == 1
    assert await house.count("drafts") == 0


async def test_a_form_whose_draft_was_given_up_loses_no_answers(house: House) -> None:
    yanti = on_whatsapp(house, "yanti")
    await play(
        (yanti, "daftar", "sheet.offer"),
        (yanti, "batal", "cancel.ask"),
        (yanti, Tap("cancel.yes"), "cancel.done"),
    )

    await yanti.fills(answers_of())

    await hear(yanti, ("receipt.place", "next.no_head"))
    assert await registered(house) == 1


async def test_somebody_who_helps_registers_another_by_the_form(house: House) -> None:
    siti = on_whatsapp(house, "siti")
    await play((siti, "daftar", "sheet.offer"))

    await siti.fills(answers_of(BUDI, for_whom="other", phone_owner="helper"))

    await hear(siti, ("receipt.place", "next.no_head"), Offers("drafts.new"))
    await play((siti, Tap("drafts.new"), ("welcome.new", "sheet.offer")))
    assert newest(siti).raw["interactive"]["action"]["parameters"]["flow_action_payload"][
        "data"
    ] == {"village": ""}
    await siti.fills(answers_of(RINI, for_whom="other", phone_owner="family"))
    await hear(siti, "receipt.place")
    assert await registered(house) == 2


# ── a form that is refused ──────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("village", ["Sungai Duri", "Atlantis Raya Selatan"])
async def test_without_consent_everything_is_deleted(house: House, village: str) -> None:
    yanti = on_whatsapp(house, "yanti")
    await play((yanti, "daftar", "sheet.offer"))

    await yanti.fills(answers_of(consent="no", village=village))

    if village != "Sungai Duri":  # nobody knows yet whose programme it would be
        await hear(yanti, "registration.village.ask")
        await perform(yanti, "Sungai Duri")
    await play(
        (yanti, None, ("ending.no_consent",)),
        (yanti, Tap("ending.yes"), ("eligibility.no_consent", "eligibility.deleted")),
    )
    assert await house.count("consents") == 0
    assert await house.count("drafts") == 0


async def test_who_is_in_the_cover_already_is_told_at_once(house: House) -> None:
    yanti = on_whatsapp(house, "yanti")
    await play((yanti, "daftar", "sheet.offer"))

    await yanti.fills(answers_of(eligibility="covered"))

    await hear(yanti, ("ending.covered",))
    assert await registered(house) == 0


async def test_a_nik_that_is_registered_already_is_asked_again(house: House) -> None:
    yanti, other = on_whatsapp(house, "yanti"), on_whatsapp(house, "other")
    await register(yanti)
    await play((other, "daftar", "sheet.offer"))

    await other.fills(answers_of())

    await hear(other, "registration.nik.elsewhere", "registration.nik.ask")
    assert await registered(house) == 1
    await play((other, RINI.nik, "registration.birth.ask"))


async def test_after_a_nik_that_is_registered_already_nothing_is_sent_before_kirim(
    house: House,
) -> None:
    yanti, other = on_whatsapp(house, "yanti"), on_whatsapp(house, "other")
    await register(yanti)
    await play((other, "daftar", "sheet.offer"))
    await other.fills(answers_of())
    await hear(other, "registration.nik.elsewhere", "registration.nik.ask")

    await perform(other, f"NIK: {RINI.nik}\nTanggal lahir: 2-1-1990\nNama: {RINI.name}")

    await hear(other, "registration.review.ask")
    assert await registered(house) == 1
    await play((other, Tap("registration.review.send"), ("receipt.place", "next.no_head")))
    assert await registered(house) == 2


# ── what must be asked ──────────────────────────────────────────────────────────────────────────


async def test_a_nik_that_says_another_birth_date_is_asked_about(house: House) -> None:
    yanti = on_whatsapp(house, "yanti")
    await play((yanti, "daftar", "sheet.offer"))

    await yanti.fills(answers_of(birth_date="1985-05-16"))

    await play(
        (yanti, None, ("progress", "registration.birth.ask")),
        (
            yanti,
            Tap("registration.birth.no"),
            Key("registration.review.ask", birth_date=date(1985, 5, 16)),
        ),
        (yanti, Tap("registration.review.send"), ("receipt.place", "next.no_head")),
    )


@pytest.mark.parametrize(
    ("twist", "before", "question", "answer"),
    [
        pytest.param(
            {"village": "Atlantis Raya Selatan"}, "pasted.unread", "village", "Sungai Duri",
            id="unknown village",
        ),
        pytest.param(
            {"nik": "6107015505859"}, "pasted.unread", "nik", YANTI.nik, id="nik too short"
        ),
        pytest.param({"phone": "12"}, "pasted.unread", "phone", "0812 0000 3456", id="phone"),
        pytest.param({"occupation": "other"}, None, "occupation", "dukun bayi", id="occupation"),
        pytest.param(
            {"mother": ""}, None, "mother", Tap("registration.mother.unknown"), id="no mother"
        ),
        pytest.param(
            {"mother": "${screen.NAME.form.mother}"}, None, "mother",
            Tap("registration.mother.unknown"), id="a reference left as it is",
        ),
        pytest.param(
            {"phone": "", "phone_owner": ""}, None, "phone", Tap("registration.phone.none"),
            id="no phone",
        ),
        pytest.param({"for_whom": ""}, None, "for_whom", "untuk saya sendiri", id="for nobody"),
        pytest.param({"sex": "x"}, "pasted.unread", "sex", "perempuan", id="no such option"),
        pytest.param(
            {"birth_date": "2026-12-31"}, "pasted.unread", "birth", "ya", id="born in the future"
        ),
    ],
)  # fmt: skip
async def test_what_is_missing_or_odd_is_asked_and_nothing_else(
    house: House, twist: dict[str, str], before: str | None, question: str, answer: str | Tap
) -> None:
    yanti = on_whatsapp(house, "yanti")
    await play((yanti, "daftar", "sheet.offer"))

    await yanti.fills(answers_of(YANTI, **twist))

    if question == "sex":  # of the NIK and the card, one is wrong: the NIK says both
        question, answer = "birth", "ya"
    if before:
        await hear(yanti, before, ("progress", f"registration.{question}.ask"))
    else:
        await hear(yanti, ("progress", f"registration.{question}.ask"))
    await perform(yanti, answer)
    if question == "nik":
        await hear(yanti, "registration.birth.ask")
        await perform(yanti, "ya")
    await hear(yanti, "registration.review.ask")
    await perform(yanti, Tap("registration.review.send"))
    await hear(yanti, ("receipt.place", "next.no_head"))
    assert await house.count("consents") == 1


async def test_a_form_changes_what_was_said_before_it(house: House) -> None:
    yanti = on_whatsapp(house, "yanti")
    await play(
        (yanti, "daftar", "sheet.offer"),
        (yanti, "membantu orang lain", "registration.helped.ask"),
        (yanti, "Budi", "registration.village.ask"),
    )

    await yanti.fills(answers_of(income=""))

    await hear(yanti, "registration.income.ask")
    answers = await told_by(house, yanti)
    assert answers["for_whom"] == "self"
    assert "helped" not in answers


async def test_a_form_for_somebody_else_has_nothing_of_who_was_told_of_before(
    house: House,
) -> None:
    siti = on_whatsapp(house, "siti")
    await play((siti, "daftar", "sheet.offer"))
    await tells_of_yanti(house, siti)

    await siti.fills(answers_of(BUDI, for_whom="other", mother="", phone="", phone_owner=""))

    await play(
        (siti, None, ("progress.named", "registration.mother.ask")),
        (siti, Tap("registration.mother.unknown"), ("progress.named", "registration.phone.ask")),
        (
            siti,
            Tap("registration.phone.none"),
            Key("registration.review.ask", name="BUDI SANTOSO"),
        ),
    )
    answers = await told_by(house, siti)
    assert not {"helped", "phone_owner"} & answers.keys()
    assert answers["mother"] == "unknown"
    assert await registered(house) == 0


async def test_a_whole_form_for_somebody_else_is_sent_after_a_last_look(house: House) -> None:
    siti = on_whatsapp(house, "siti")
    await play((siti, "daftar", "sheet.offer"))
    await tells_of_yanti(house, siti)

    await siti.fills(answers_of(BUDI, for_whom="other"))

    await hear(siti, Key("registration.review.ask", name="BUDI SANTOSO"))
    assert await registered(house) == 0


async def test_consent_to_older_words_is_asked_in_the_chat(house: House) -> None:
    yanti = on_whatsapp(house, "yanti")
    await play((yanti, "daftar", "sheet.offer"))

    await yanti.fills(answers_of(consent_version="2025-01-01"))

    await hear(yanti, ("progress", "registration.consent.ask"))
    assert await house.count("consents") == 0
    await play(
        (yanti, "SETUJU", "registration.review.ask"),
        (yanti, Tap("registration.review.send"), ("receipt.place", "next.no_head")),
    )
    assert await house.count("consents") == 1


@pytest.mark.parametrize(
    "named", [{"basis": "Perbup Nomor 9"}, {"complaints": "Dinas Satu"}, {"keep_days": 30}]
)
async def test_what_a_district_names_in_its_consent_is_shown_in_the_chat(
    build: Build, named: dict[str, str | int]
) -> None:
    house = await build(WithForm, **named)
    yanti = on_whatsapp(house, "yanti")
    await play((yanti, "daftar", "sheet.offer"))

    await yanti.fills(answers_of())

    await hear(yanti, ("progress", "registration.consent.ask"))
    assert await house.count("consents") == 0
    await play((yanti, "SETUJU", "registration.review.ask"))
    assert await house.count("consents") == 1


async def test_a_village_that_is_not_found_is_asked_though_the_link_named_one(
    house: House,
) -> None:
    yanti = on_whatsapp(house, "yanti")
    await play((yanti, Open(LINK), "sheet.offer"))

    await yanti.fills(answers_of(village="Atlantis Raya Selatan"))

    await hear(yanti, "pasted.unread", ("progress", "registration.village.ask"))
    assert await registered(house) == 0


async def test_a_form_that_lost_its_other_half_is_asked_for_it(house: House) -> None:
    yanti = on_whatsapp(house, "yanti")
    await play((yanti, "daftar", "sheet.offer"))
    await yanti.fills(answers_of(income="", address=""))

    await play(
        (yanti, None, ("progress", "registration.address.ask")),
        (yanti, "Dusun Sebalo RT 2 RW 1", "registration.income.ask"),
        (yanti, "500 ribu", "registration.review.ask"),
    )
