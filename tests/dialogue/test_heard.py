"""What people write in the middle of things, on every channel: nothing ends or is sent on a guess.

Each line stands alone: somebody new is brought to the question and writes it.
"""

from collections.abc import Iterable
from typing import TypeAlias

from conversations.messages import Text
from tests.dialogue.drivers import House
from tests.dialogue.transcript import SILENCE, Key, Offers, Photo, Tap, hear, play
from tests.dialogue.workers import begun, register

Line: TypeAlias = "tuple[str, str, str | Key | tuple[str | Key, ...]]"

REVIEW = "registration.review.ask"
ENDING = Offers("ending.yes", "ending.no")


async def heard(house: House, lines: Iterable[Line]) -> None:
    for number, (question, said, expected) in enumerate(lines):
        person = house.person(f"{question}-{number}")
        await begun(person, question)
        await play((person, said, expected))


# ── what may not be undone is asked back ────────────────────────────────────────────────────────

NOT_SENT = (
    "tidak pak masih ada yang salah",
    "sudah malam",
    "mau hujan pak",
    "siap melaut besok",
    "pas 17 agustus 1985",
    "betul tapi alamat salah",
    "oke saya lihat dulu",
)


async def test_nothing_but_plain_words_sends(house: House) -> None:
    for number, said in enumerate(NOT_SENT):
        yanti = house.person(f"yanti-{number}")
        await begun(yanti, "review")
        await yanti.says(said)
        assert await yanti.heard(), said

    assert await house.count("registrations") == 0


ENDS: tuple[Line, ...] = (
    ("eligibility", "saya pns", "ending.civil_servant"),
    ("eligibility", "karyawan pt sawit", "ending.company"),
    ("occupation", "karyawan perusahaan", "ending.formal_employee"),
    ("consent", "gak mau", "ending.no_consent"),
    ("nik", "ulang dari awal", "restart.ask"),
    ("name", "mulai dari awal lagi pak", "restart.ask"),
    ("mother", "batal", "cancel.ask"),
)


async def test_every_end_is_asked_back(house: House) -> None:
    await heard(house, ENDS)

    assert await house.count("registrations") == 0


async def test_an_end_that_was_a_slip_loses_no_answer(house: House) -> None:
    yanti = house.person("yanti")
    await begun(yanti, "occupation")

    await play(
        (yanti, "karyawan perusahaan", "ending.formal_employee", ENDING),
        (yanti, Tap("ending.no"), "registration.occupation.ask"),
        (yanti, "mantan karyawan, sekarang noreh", "registration.income.ask"),
    )


async def test_a_day_labourer_of_a_company_is_no_refusal(house: House) -> None:
    yanti = house.person("yanti")
    await begun(yanti, "eligibility")

    await play(
        (yanti, "harian lepas di perusahaan", "check"),
        (yanti, Tap("check.yes"), "registration.nik.ask"),
    )


OF_SOMEBODY_ELSE: tuple[Line, ...] = (
    ("eligibility", "anak saya pns", "registration.eligibility.ask"),
    ("eligibility", "suami saya polisi", "registration.eligibility.ask"),
    ("eligibility", "dulu karyawan pt", "registration.eligibility.ask"),
    ("phone", "hp suami saya hilang pak", "registration.phone.ask"),
)


async def test_what_is_said_of_somebody_else_is_not_the_workers(house: House) -> None:
    await heard(house, OF_SOMEBODY_ELSE)


LATE: tuple[Line, ...] = (
    (
        "birth_place",
        "nama di ktp Herman Susilo",
        Key("check.change", title=Text("registration.name.title")),
    ),
    ("mother", "nama saya salah, harusnya Yanti Susanti Dewi", "check"),
    ("review", "eh alamatnya RT 2", Key("check.change", title=Text("registration.address.title"))),
    ("review", "nama salah", "registration.name.ask"),
)


async def test_a_late_answer_is_asked_about_and_not_stored_where_it_was_said(house: House) -> None:
    await heard(house, LATE)


NO_ANSWERS: tuple[Line, ...] = (
    ("mother", "almarhumah", "registration.mother.ask"),
    ("birth_place", "sama dengan KTP", "registration.birth_place.ask"),
    ("address", "sda", "registration.address.ask"),
    ("address", "lupa", "registration.address.ask"),
)


async def test_what_is_no_answer_is_not_stored(house: House) -> None:
    await heard(house, NO_ANSWERS)


SAID_BACK: tuple[Line, ...] = (
    ("birth_place", "SP 3", Key("noted", answer="SP 3")),
    ("mother", "Siti Aminah", Key("noted", answer="SITI AMINAH")),
    ("address", "Dusun Melati RT 2", Key("noted", answer="Dusun Melati RT 2")),
    ("name", "oke pak, namenye Rusdi Hamzah terima kasih", Key("noted", answer="RUSDI HAMZAH")),
    (
        "phone",
        "nol delapan satu dua tiga empat lima enam tujuh delapan sembilan nol",
        Key("noted", answer="0812 3456 7890"),
    ),
)


async def test_what_was_understood_is_said_back_with_the_next_question(house: House) -> None:
    await heard(house, SAID_BACK)


async def test_no_name_is_refused_for_ever(house: House) -> None:
    for number, name in enumerate(("Sabar Riyadi", "Kasih", "Uu", "O")):
        person = house.person(f"person-{number}")
        await begun(person, "name")
        await person.says(name)
        if "registration.birth_place" not in person.labels and person.labels:  # asked back
            await hear(person, "check")
            await person.says("ya")
        await hear(person, Key("noted", answer=name.upper()), "registration.birth_place.ask")


async def test_a_nik_with_a_slip_in_its_date_is_found_where_the_date_is_wrong(
    house: House,
) -> None:
    yanti = house.person("yanti")
    await begun(yanti, "birth")

    await play(
        (yanti, "bukan", "registration.birth_date.ask"),
        (yanti, "6107015708810002", "check.change"),  # the NIK, as it really is
        (yanti, "ya", "registration.birth.ask"),
    )


# ── nobody gets stuck ───────────────────────────────────────────────────────────────────────────


async def test_what_is_not_understood_outside_a_form_is_said_to_be_so(house: House) -> None:
    yanti = house.person("yanti")

    await play(
        (yanti, "hujan deras pak", "unknown.new", Offers("register")),
        (yanti, Photo(), "unknown.new"),
        (yanti, "zzz", "help.idle"),
        (yanti, "terima kasih", ("thanks",)),
        (yanti, "terima kasih", SILENCE),
        (yanti, "status", ("standing.none",), Offers("register")),
    )


async def test_who_was_refused_hears_so(house: House) -> None:
    yanti = house.person("yanti")
    await begun(yanti, "eligibility")

    await play(
        (yanti, "saya pns", "ending.civil_servant"),
        (yanti, Tap("ending.yes"), "eligibility.civil_servant"),
        (yanti, "status", ("standing.refused",)),
        (yanti, "lanjut", "restored", "registration.eligibility.ask"),
    )


async def test_who_agrees_to_register_begins_and_meets_no_second_welcome(house: House) -> None:
    for number, said in enumerate(("oke saya daftar", "ikut pak", "iya mau")):
        yanti = house.person(f"yanti-{number}")
        await play(
            (yanti, "halo", ("welcome.nobody",)),
            (yanti, said, "welcome.new", "registration.for_whom.ask"),
        )


async def test_the_same_words_again_and_again_get_silence_in_the_end(house: House) -> None:
    yanti = house.person("yanti")
    answered = 0
    for _ in range(12):
        await yanti.says("Terima kasih sudah menghubungi kami. Toko tutup.")
        answered += bool(await yanti.heard())

    assert 1 <= answered <= 5
    await play((yanti, "mau daftar", "registration.for_whom.ask"))


async def test_after_kirim_the_second_tap_gets_nothing_untrue(house: House) -> None:
    yanti = house.person("yanti")
    await register(yanti)
    await hear(yanti, "receipt.place")

    await play((yanti, "kirim", "status.placed"))


OF_VILLAGES: tuple[Line, ...] = (
    (
        "village",
        "Singkawang",
        Key("registration.village.elsewhere", about="Singkawang", open="Kabupaten Bengkayang"),
    ),
    (
        "village",
        "saya dari pontianak pak",
        Key("registration.village.elsewhere", about="Pontianak"),
    ),
)


async def test_a_place_outside_the_programme_is_named(house: House) -> None:
    await heard(house, OF_VILLAGES)


ASKED_OF_US: tuple[tuple[str, str], ...] = (
    ("kepala desa minta uang 50 ribu, betul?", "about.scam"),
    ("nanti ditagih tiap bulan?", "about.free"),
    ("nik dipakai pinjol?", "about.who_sees"),
    ("umur 62 masih bisa?", "about.who_may"),
    ("tangan putus dapat berapa", "about.accident"),
    ("siapa kepala desa saya", "about.head"),
    ("kalau mau bayar sendiri berapa?", "about.pay_myself"),
)


async def test_what_people_ask_is_answered_at_a_question_and_without_one(house: House) -> None:
    idle, asked = house.person("idle"), house.person("asked")
    await begun(asked, "nik")

    for said, key in ASKED_OF_US:
        await play((idle, said, key), (asked, said, key, "registration.nik.ask"))


async def test_a_family_that_writes_about_a_death_is_not_invited(house: House) -> None:
    family = house.person("family")

    await play((family, "suami saya meninggal kemarin pak", ("condolence",)))
    assert family.labels == []


IN_ENGLISH: tuple[Line, ...] = (
    ("nik", "what is this for?", "about.what"),
    ("nik", "why do you need my nik?", "about.why_nik"),
    ("nik", "later", ("later.kept",)),
    ("nik", "status", "standing.none_yet"),
    ("nik", "start over", "restart.ask"),
    ("nik", "cancel", "cancel.ask"),
    ("nik", "go back", "registration.eligibility.ask"),
    ("mother", "why do you need my mother's name?", "about.why_mother"),
    ("mother", "I don't know", "registration.address.ask"),
    ("address", "I don't know", "registration.address.ask"),
    ("income", "1.5 million", REVIEW),
    ("income", "why do you ask my income?", "about.why_income"),
    ("occupation", "fisherman", "registration.income.ask"),
    ("village", "I live in Sungai Duri", "registration.consent.ask"),
    ("village", "Singkawang", "registration.village.elsewhere"),
    ("consent", "I agree", "registration.eligibility.ask"),
    ("eligibility", "none of these", "registration.nik.ask"),
    ("birth", "yes that's right", "registration.name.ask"),
    ("birth", "no that is wrong", "registration.birth_date.ask"),
    ("for_whom", "for my husband", "registration.helped.ask"),
    ("review", "change the name", "registration.name.ask"),
)


async def test_english_is_heard_as_well(house: House) -> None:
    for number, (question, said, expected) in enumerate(IN_ENGLISH):
        person = house.person(f"{question}-{number}")
        await person.says("english")
        await person.heard()
        person.language = "en"
        await begun(person, question)
        await play((person, said, expected))


async def test_a_typed_number_is_its_button_where_no_number_is_an_answer(telegram: House) -> None:
    yanti = telegram.person("yanti")
    await begun(yanti, "occupation")

    await play(
        (yanti, "4", Key("noted", answer=Text("occupation.fisher")), "registration.income.ask")
    )
