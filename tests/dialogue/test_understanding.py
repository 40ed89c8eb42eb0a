"""People are understood as they write; what is not clear is asked back, in words and buttons."""

# ruff: noqa: E501 - a step of a transcript is one line

import pytest

from conversations.messages import Text
from tests.dialogue.drivers import House
from tests.dialogue.transcript import Key, Offers, Tap, perform, play
from tests.dialogue.workers import BUDI, SUNGAI_JAGA_A, begun, to_review
from tests.model_worker import YANTI

WELL_KNOWN = (
    "rubber",
    "oil_palm",
    "farmer",
    "fisher",
    "motorcycle_transport",
    "trader",
    "construction",
    "odd_jobs",
)


async def test_a_worker_writes_as_people_talk_and_nothing_is_asked_twice(house: House) -> None:
    yanti = house.person("yanti")

    await play(
        (yanti, "mau daftar bpjs pak", "registration.for_whom.ask"),
        (yanti, "utk sy sndiri", "registration.village.ask"),
        (yanti, "sui jaga a", (Key("village.places", village="Sungai Jaga A"), "progress", "registration.consent.ask")),
        (yanti, "setujuu", "registration.eligibility.ask"),
        (yanti, "ndak ada pak", "registration.nik.ask"),
        (yanti, "nik sy 610701 550585 9OO1", Key("registration.birth.ask", date=YANTI.born)),
        (yanti, "ndak salah pak", "registration.name.ask"),
        (yanti, "nama saya yanti susanti pak", "registration.birth_place.ask"),
        (yanti, "di bengkayang", "registration.mother.ask"),
        (yanti, "mak saya maria", "registration.address.ask"),
        (yanti, "dsn sebalo rt 2 rw 1", "registration.phone.ask"),
        (yanti, "nol delapan satu dua 00003456", Key("noted", answer="0812 0000 3456")),
        (yanti, "noreh", (Key("noted", answer=Text("occupation.rubber")), "progress", "registration.income.ask")),
        (yanti, "50rb sehari", Key("check", reading="Rp50.000 sehari, jadi kira-kira Rp1.300.000 sebulan")),
        *to_review(yanti, "iya betul", Key("registration.review.ask", name="YANTI SUSANTI", nik="9001", income=Text("income.1m_1500k"))),
        (yanti, "sudah betul semua", "receipt.place"),
    )  # fmt: skip

    assert await house.rows("SELECT village FROM registrations") == [(SUNGAI_JAGA_A,)]


async def test_an_amount_that_may_mean_several_things_is_asked_back_with_buttons(
    house: House,
) -> None:
    yanti = house.person("yanti")
    await begun(yanti, "income")

    await play(
        (yanti, "100", Key("registration.income.clarify"), Offers("Rp100.000 sehari", "Rp100.000 seminggu", "Rp100.000 sebulan")),
        *to_review(yanti, Tap("Rp100.000 seminggu"), Key("registration.review.ask", income=Text("income.under_500k"))),
        (yanti, "ubah penghasilan", "registration.income.ask"),
        (yanti, "50", Key("check", reading="Rp50.000 sehari, jadi kira-kira Rp1.300.000 sebulan"), Offers("check.yes", "check.no")),
        (yanti, Tap("check.no"), ("progress", "registration.income.ask")),
        (yanti, "1-2 juta", "registration.income.clarify", Offers("income.1m_1500k", "income.1500k_2m")),
        (yanti, "1 sampai 1,5 juta", Key("registration.review.ask", income=Text("income.1m_1500k"))),
    )  # fmt: skip


async def test_a_typed_date_is_said_back_in_words_before_it_is_believed(house: House) -> None:
    yanti = house.person("yanti")
    await begun(yanti, "birth")

    await play(
        (yanti, "salah, tgl 5 bln 3 th 85", Key("check", reading="5 Maret 1985, umur 41 tahun"), Offers("check.yes", "check.no")),
        (yanti, "bukan, 6 maret 1985", Key("check", reading="6 Maret 1985, umur 41 tahun")),
        (yanti, "status", "standing.none_yet", Key("check", reading="6 Maret 1985, umur 41 tahun")),
        (yanti, "betul", "registration.sex.ask"),
        (yanti, "cewek", "registration.name.ask"),
    )  # fmt: skip


async def test_the_date_that_is_in_the_nik_is_believed_at_once(house: House) -> None:
    yanti = house.person("yanti")
    await begun(yanti, "birth")

    await play((yanti, "lahir tgl 15 bln 5 th 85", "registration.name.ask"))


@pytest.mark.parametrize("typed", ["sungai dury", "sei duri", "Sungaiduri", "ds. sungai duri"])
async def test_a_small_slip_in_the_village_costs_no_second_message(
    house: House, typed: str
) -> None:
    yanti = house.person("yanti")
    await begun(yanti, "village")

    await play(
        (yanti, typed, (Key("village.places", village="Sungai Duri"), "progress", "registration.consent.ask")),
    )  # fmt: skip


async def test_villages_of_one_name_are_offered_with_their_districts(house: House) -> None:
    yanti = house.person("yanti")
    await begun(yanti, "village")

    await play(
        (yanti, "suka maju", "registration.village.candidates", Offers("Suka Maju (Sungai Betung)", "Suka Maju (Suti Semarang)")),
        (yanti, "suka maju sungai betung", Key("village.places", village="Suka Maju, Kec. Sungai Betung")),
    )  # fmt: skip


async def test_after_three_misses_the_question_changes_its_tune(house: House) -> None:
    yanti = house.person("yanti")
    await begun(yanti, "occupation")
    asked = ("progress", "registration.occupation.ask")

    await play(
        (yanti, "kerja", ("registration.occupation.vague", *asked)),
        (yanti, "kerja lah", ("registration.occupation.vague", "way_out", *asked)),
        (yanti, "ikut orang", ("registration.occupation.vague", "registration.occupation.tune", *asked)),
        (yanti, "kerja ikut orang", ("registration.occupation.vague", "nearest", *asked), Offers(*(f"occupation.{code}" for code in (*WELL_KNOWN, "other")))),
        (yanti, Tap("occupation.other"), "registration.income.ask"),
    )  # fmt: skip


async def test_where_no_list_helps_the_way_to_a_person_is_shown(house: House) -> None:
    yanti = house.person("yanti")
    await begun(yanti, "nik")
    asked = ("progress", "registration.nik.ask")

    await play(
        (yanti, "lupa", ("registration.nik.not_a_number", *asked)),
        (yanti, "61070155", ("registration.nik.length", "way_out", *asked)),
        (yanti, "6107 0155 05", ("registration.nik.length", "registration.nik.tune", *asked)),
        (yanti, "6107 0155 0585", ("registration.nik.length", "human", *asked)),
        (yanti, "lupa pak", ("registration.nik.not_a_number", "human", *asked)),
        (yanti, YANTI.nik, "registration.birth.ask"),
    )


async def test_a_village_nobody_can_read_becomes_a_list_of_those_like_it(house: House) -> None:
    yanti = house.person("yanti")
    await begun(yanti, "village")

    for _ in range(3):
        await perform(yanti, "sng duuriii kmpng")
    await play((yanti, "sng duuriii kmpng", "nearest", "registration.village.ask"))

    assert "Sungai Duri (Sungai Raya)" in yanti.labels


# ── a form in one message ───────────────────────────────────────────────────────────────────────

PASTED = f"""Nama : Yanti Susanti
Alamat: Dusun Sebalo
RT/RW: 02/01
No. KTP = {YANTI.nik}
Tempat/Tgl lahir: Bengkayang, 15-05-1985
pekerjaan: noreh
No HP/WA: 0812-0000-3456
Desa: Sungai Duri
Kec: Sungai Raya"""


async def test_a_pasted_form_fills_what_it_can_and_only_the_rest_is_asked(house: House) -> None:
    yanti = house.person("yanti")
    titles = "Desa, NIK, Tanggal lahir, Nama, Tempat lahir, Alamat, Nomor HP, Pekerjaan"

    await play(
        (yanti, PASTED, (Key("pasted.took", titles=titles), "welcome.new", Key("village.places", village="Sungai Duri"), "progress", "registration.for_whom.ask")),
        (yanti, "saya sendiri", "registration.consent.ask"),
        (yanti, "setuju", "registration.eligibility.ask"),
        (yanti, "tidak satu pun", "registration.mother.ask"),
        (yanti, "maria", "registration.phone_owner.ask"),
        (yanti, "saya", "registration.income.ask"),
        *to_review(yanti, "700 ribu", Key("registration.review.ask", name="YANTI SUSANTI", birth_place="BENGKAYANG", address="Dusun Sebalo, rt rw 02/01", phone="0812 0000 3456")),
        (yanti, "kirim", "receipt.place"),
    )  # fmt: skip


async def test_what_cannot_be_read_of_a_form_is_named_and_asked(house: House) -> None:
    yanti = house.person("yanti")
    await begun(yanti, "nik")

    await play(
        (yanti, "nik: 6107015505\nnama: yanti susanti", (Key("pasted.took", titles="Nama"), Key("pasted.unread", titles="NIK"), "progress", "registration.nik.ask")),
        (yanti, YANTI.nik, "registration.birth.ask"),
        (yanti, "ya", "registration.birth_place.ask"),
    )  # fmt: skip


async def test_a_nik_from_a_form_is_looked_up_only_after_consent(house: House) -> None:
    budi, yanti = house.person("budi"), house.person("yanti")
    await begun(budi, "review", BUDI)
    await play((budi, "kirim", "receipt.place"))

    await play(
        (yanti, f"Nama: Budi\nNIK: {BUDI.nik}", "pasted.took", "registration.for_whom.ask"),
        (yanti, "saya sendiri", "registration.village.ask"),
        (yanti, "Sungai Duri", "registration.consent.ask"),
        (
            yanti,
            "setuju",
            ("registration.nik.elsewhere", "progress", "registration.eligibility.ask"),
        ),
        (yanti, "tidak satu pun", "registration.nik.ask"),
    )


# ── wishes and questions, whatever is being asked ───────────────────────────────────────────────


async def test_wishes_in_the_middle_are_met_and_the_question_is_asked_again(house: House) -> None:
    yanti = house.person("yanti")
    await begun(yanti, "nik")
    asked = ("progress", "registration.nik.ask")

    await play(
        (yanti, "sudah sampai mana pendaftaran saya", ("standing.none_yet", *asked)),
        (yanti, "ga jadi", ("cancel.ask",), Offers("cancel.yes", "cancel.no")),
        (yanti, Tap("cancel.no"), asked),
        (yanti, "salah tadi", ("edit.ask",)),
        (yanti, Tap("registration.eligibility.title"), "registration.eligibility.ask"),
        (yanti, "tidak satu pun", asked),
        (yanti, "ini penipuan ya?", ("about.scam", *asked)),
        (yanti, "apa untungnya?", ("about.benefit", *asked)),
        (yanti, YANTI.nik, "registration.birth.ask"),
    )


QUESTIONS_OF_PEOPLE = {
    "jkk itu apa pak": "jkk",
    "jkm itu apa": "jkm",
    "ini gratis kah?": "free",
    "manfaatnya apa saja?": "benefit",
    "berlaku sampai kapan ya": "until_when",
    "kalau saya meninggal gimana?": "amount_death",
    "cara klaimnya gimana": "claim",
    "kenapa harus minta nik?": "why_nik",
    "siapa yang lihat data saya?": "who_sees",
    "anak sy dapat beasiswa ndak?": "scholarship",
}


async def test_questions_about_the_programme_are_answered_at_any_question(house: House) -> None:
    for question in ("village", "name", "occupation", "income"):
        yanti = house.person(f"at-{question}")
        await begun(yanti, question)

        for asked, topic in QUESTIONS_OF_PEOPLE.items():
            await play(
                (yanti, asked, (f"about.{topic}", "progress", f"registration.{question}.ask"))
            )


async def test_questions_without_a_registration_are_answered_too(house: House) -> None:
    yanti = house.person("yanti")

    await play(
        (yanti, "ini penipuan ya?", ("about.scam", "idle.ask"), Offers("register")),
        (yanti, "kalau saya meninggal dapat berapa", ("about.amount_death", "idle.ask")),
    )


async def test_the_amount_for_a_death_is_never_said_without_its_condition(house: House) -> None:
    words = house.catalog.keys("id")

    promising = {key: text for key, text in words.items() if "Rp42 juta" in text}

    assert promising
    assert all("tiga bulan" in text and "Rp10 juta" in text for text in promising.values())
    assert all("tiga tahun" in words[key] for key in words if key == "about.scholarship")
    halved = {key for key, text in words.items() if "8.400" in text or "diskon" in text}
    assert halved <= {"fee.halved", "fee.halved.transport"}  # of who pays himself, by the day


# ── the status, by number ───────────────────────────────────────────────────────────────────────


async def test_the_status_of_one_registration_is_asked_by_its_number(house: House) -> None:
    yanti, stranger = house.person("yanti"), house.person("stranger")
    for worker in (YANTI, BUDI):
        await begun(yanti, "review", worker)
        await play((yanti, "kirim", "receipt.place"))

    await play(
        (yanti, "status PR-6107-000002", (Key("status.placed", name="BUDI SANTOSO"), "next.no_head", "standing.more")),
        (yanti, "pr 6107 000001", (Key("status.placed", name="YANTI SUSANTI"), "next.no_head", "standing.more")),
        (stranger, "status PR-6107-000002", (Key("standing.not_here", number="PR-6107-000002"),)),
    )  # fmt: skip
