"""The registration, question by question, as the worker lives it."""

from dataclasses import replace
from datetime import date
from types import MappingProxyType

import pytest

from conversations.buttons.tokens import token
from conversations.effects import CheckNik, CountPlaces, FindOwn, RecordConsent, Submit
from conversations.messages import Edited, Said, SentMedia, SharedContact, Text
from conversations.outcomes.registering import OwnFound
from conversations.registration.form import CONSENT_VERSION
from tests.conversations.talk import (
    ANSWERS,
    ASIDES,
    CLOSED_VILLAGE,
    DRAFT,
    HELPED,
    NIK,
    PROGRAMME,
    SCRIPT,
    VILLAGE,
    WOMANS_NIK,
    Talk,
    answered_before,
    at,
    context,
)
from tests.model_worker import QUESTIONS, TOTAL


def test_all_questions_in_order_lead_to_a_submission() -> None:
    talk = Talk()
    seen = []

    talk.says("daftar")
    for said in SCRIPT.values():
        seen.append((talk.asked, *talk.progress))
        talk.says(said)

    assert seen == [(question, n, TOTAL) for n, question in enumerate(SCRIPT, 1)]
    assert talk.effects == [
        FindOwn(),
        CountPlaces(VILLAGE),
        RecordConsent(DRAFT, "registration.consent.ask", CONSENT_VERSION, "self", None, VILLAGE),
        CheckNik(NIK, VILLAGE),
        Submit(DRAFT, VILLAGE, NIK, ANSWERS),
    ]


@pytest.mark.parametrize("said", ["untuk saya sendiri", "saya"])
def test_a_chats_second_for_myself_is_asked_back_and_counts_as_helping(said: str) -> None:
    talk = Talk()
    talk.facts[FindOwn] = OwnFound("PR-6107-000009", "SUTARDI")

    talk.says("daftar")
    talk.says(said)
    asked = (talk.keys, dict(talk.answers))
    talk.says("ya")

    assert asked == (["registration.for_whom.second", "progress", "check"], {})
    assert talk.answers == {"for_whom": "other"}
    assert talk.asked == "helped"


def test_who_is_no_other_than_the_registered_one_is_asked_again() -> None:
    talk = at("for_whom")
    talk.facts[FindOwn] = OwnFound("PR-6107-000009", "SUTARDI")
    talk.says("untuk saya sendiri")

    talk.says("bukan")

    assert (talk.asked, talk.answers) == ("for_whom", {})
    assert "registration.for_whom.second" not in talk.keys


def test_whoever_helps_is_asked_for_whom_by_name_and_whose_the_phone_is() -> None:
    talk = Talk()
    asked = []
    script = {**SCRIPT, **ASIDES, "for_whom": "orang lain"}

    talk.says("daftar")
    while talk.effect is None:
        assert talk.asked is not None
        asked.append((talk.asked, talk.progress[0]))
        talk.says(script[talk.asked])

    assert asked[:3] == [("for_whom", 1), ("helped", 1), ("village", 2)]
    assert ("phone_owner", 11) in asked
    assert isinstance(talk.effect, Submit)
    assert talk.effect.answers == {**ANSWERS, **HELPED}
    assert talk.effects[1] == RecordConsent(
        DRAFT, "registration.consent.ask", CONSENT_VERSION, "other", "Yanti", VILLAGE
    )


@pytest.mark.parametrize("question", ["village", "nik", "name", "mother", "income"])
def test_the_words_name_whoever_is_being_helped(question: str) -> None:
    talk = at(question, **HELPED)

    talk.says("halo")

    assert talk.texts[-1].values["whose"] == Text("whose.other", {"name": "Yanti"})
    assert talk.texts[-1].values["who"] == "Yanti"


def test_the_words_say_bapak_ibu_to_whoever_registers_themselves() -> None:
    talk = at("nik")

    talk.says("halo")

    assert talk.texts[-1].values["who"] == Text("who.self")


def test_one_question_stands_in_one_message() -> None:
    talk = Talk()

    talk.says("daftar")

    assert talk.keys == ["welcome.new", "progress", "registration.for_whom.ask"]
    assert len(talk.replies) == 1


# Every question: what is said, and the answers that come of it.
TAKEN = [
    ("for_whom", "untuk saya sendiri", {"for_whom": "self"}),
    ("for_whom", "bantu tetangga", {"for_whom": "other"}),
    ("for_whom", "untuk suami saya", {"for_whom": "other"}),
    ("for_whom", "saya sendiri, bapak", {"for_whom": "self"}),
    ("helped", "YANTI", {"helped": "Yanti"}),
    ("helped", "sa'diah", {"helped": "Sa'diah"}),
    ("village", "sungai duri", {"village": VILLAGE}),
    ("consent", "setuju", {"consent": "yes"}),
    ("eligibility", "bukan semuanya", {"eligibility": "none"}),
    ("nik", NIK, {"nik": NIK}),
    ("birth", "betul", {"birth": "yes", "birth_date": "1980-08-17", "sex": "male"}),
    ("birth", "bukan", {"birth": "no"}),
    ("birth", "17-8-1980", {"birth": "yes", "birth_date": "1980-08-17", "sex": "male"}),
    ("sex", "perempuan", {"sex": "female"}),
    ("name", "siti aminah", {"name": "SITI AMINAH"}),
    ("birth_place", "Singkawang", {"birth_place": "SINGKAWANG"}),
    ("mother", "tidak tahu", {"mother": "unknown"}),
    ("address", "Dusun Mawar RT 1", {"address": "Dusun Mawar RT 1"}),
    ("phone", "081234567890", {"phone": "+6281234567890", "phone_owner": "worker"}),
    ("phone", "tidak punya hp", {"phone": "none"}),
    ("phone_owner", "anak", {"phone_owner": "family"}),
    ("occupation", "nelayan", {"occupation": "fisher"}),
    ("income", "tidak tentu", {"income": "uncertain"}),
]


@pytest.mark.parametrize(("question", "said", "kept"), TAKEN)
def test_an_answer_in_everyday_words_is_kept(
    question: str, said: str, kept: dict[str, str]
) -> None:
    talk = at(question, **({"phone": "+6281234567890"} if question == "phone_owner" else {}))
    before = talk.answers

    talk.says(said)

    assert talk.answers == {**before, **kept}
    assert talk.asked != question


# Every question: what its buttons carry, and the answers that come of each.
OPTIONS = {
    "for_whom": ["self", "other"],
    "consent": ["yes", "no"],
    "eligibility": ["civil_servant", "village_official", "company", "covered", "none"],
    "birth": ["yes", "no"],
    "sex": ["male", "female"],
    "mother": ["unknown"],
    "phone": ["none"],
    "phone_owner": ["worker", "helper", "family"],
    "occupation": [
        "rubber",
        "oil_palm",
        "farmer",
        "fisher",
        "motorcycle_transport",
        "trader",
        "construction",
        "odd_jobs",
    ],
    "income": ["under_500k", "500k_1m", "1m_1500k", "1500k_2m", "over_2m", "uncertain"],
    "review": ["send", "edit"],
}


@pytest.mark.parametrize("question", QUESTIONS)
def test_a_question_offers_its_buttons_and_no_others(question: str) -> None:
    talk = at(question, **HELPED)

    talk.says("halo")

    assert talk.asked == question
    assert talk.buttons == OPTIONS.get(question, [])
    assert talk.brain.choices(talk.state, talk.context) == talk.choices


GOING_ON = [
    (question, option)
    for question, options in OPTIONS.items()
    for option in options
    if (question, option) != ("consent", "no")
    and not (question == "eligibility" and option != "none")
    and question != "review"
]


@pytest.mark.parametrize(("question", "option"), GOING_ON)
def test_a_tapped_option_is_the_answer(question: str, option: str) -> None:
    talk = at(question, **HELPED)
    talk.says("halo")

    talk.taps(option)

    assert talk.answers[question] == option
    assert talk.asked not in {None, question}


def test_nobody_helps_who_registers_themselves() -> None:
    talk = at("phone_owner")

    talk.says("halo")
    assert talk.buttons == ["worker", "family"]
    talk.says("nomor saya")

    assert talk.answers["phone_owner"] == "worker"


MISSES = [
    ("for_whom", "entahlah", "problem.pick"),
    ("for_whom", "saya dan istri", "problem.pick"),
    ("helped", "Yanti 2", "registration.helped.has_digits"),
    ("helped", "https://contoh.id", "registration.helped.url"),
    ("village", "xyzzy", "registration.village.none"),
    ("village", "suka damai", "registration.village.candidates"),
    ("village", CLOSED_VILLAGE, "registration.village.elsewhere"),
    ("consent", "y", "registration.consent.unclear"),
    ("consent", "ya", "registration.consent.unclear"),
    ("eligibility", "ikut bpjs kesehatan", "registration.eligibility.health"),
    ("eligibility", "punya KIS", "registration.eligibility.health"),
    ("nik", "abc", "registration.nik.not_a_number"),
    ("nik", "123", "registration.nik.length"),
    ("nik", "kk 6107011708800001", "registration.nik.kk_given"),
    ("nik", "9907011708800001", "registration.nik.region"),
    ("nik", "6107019908800001", "registration.nik.date"),
    ("nik", "6107011708800000", "registration.nik.serial"),
    ("nik", f"{NIK} atau {WOMANS_NIK}", "registration.nik.two_candidates"),
    ("birth", "hmm", "registration.birth.unclear"),
    ("birth", "31 februari 1980", "registration.birth.impossible"),
    ("birth", "1 januari 2030", "registration.birth.future"),
    ("birth", "1 januari 2015", "registration.birth.underage"),
    ("birth_date", "entah", "registration.birth_date.unreadable"),
    ("birth_date", "31 februari 1980", "registration.birth_date.impossible"),
    ("sex", "entah", "problem.pick"),
    ("name", "Budi 3", "registration.name.has_digits"),
    ("name", "(0812) 0000 0101", "registration.name.has_digits"),
    ("birth_place", "https://contoh.id", "registration.birth_place.url"),
    ("mother", "😀", "registration.mother.not_a_name"),
    ("address", "A", "registration.address.too_short"),
    ("address", "a b " * 100, "registration.address.too_long"),
    ("phone", "0812", "registration.phone.length"),
    ("phone", "0561 123456", "registration.phone.landline"),
    ("phone", "+60123456789", "registration.phone.foreign"),
    ("phone", "entah", "registration.phone.not_a_number"),
    ("phone", "nomor ini", "registration.phone.not_a_number"),
    ("phone_owner", "entah", "problem.pick"),
    ("occupation", "buruh", "registration.occupation.vague"),
    ("occupation", "petani dan nelayan", "registration.occupation.two_jobs"),
    ("occupation", "tidak kerja", "registration.occupation.not_working"),
    ("income", "entah", "registration.income.unreadable"),
    ("income", "1-3 juta", "registration.income.clarify"),
    ("income", "tidak ada penghasilan", "registration.income.no_income"),
    ("review", "hmm", "registration.review.unclear"),
]


@pytest.mark.parametrize(("question", "said", "problem"), MISSES)
def test_what_cannot_be_taken_is_explained_and_the_question_asked_again(
    question: str, said: str, problem: str
) -> None:
    talk = at(question)
    before = talk.answers

    talk.says(said)

    assert talk.keys[:-1] == [problem, "progress"]
    assert talk.asked == question
    assert talk.answers == before


@pytest.mark.parametrize("question", QUESTIONS)
@pytest.mark.parametrize(
    ("given", "problem"),
    [
        (SentMedia("photo"), "problem.media"),
        (SentMedia("voice"), "problem.media"),
        (Edited(), "problem.edited"),
        (SharedContact("081234567890", own=True), "problem.unexpected"),
    ],
)
def test_what_is_no_text_is_answered_kindly_at_every_question(
    question: str, given: SentMedia | Edited | SharedContact, problem: str
) -> None:
    talk = at(question)
    before = talk.answers

    talk.sends(given)

    if question == "phone" and isinstance(given, SharedContact):
        assert talk.answers["phone"] == "+6281234567890"
    else:
        assert talk.keys[:-1] == [problem, "progress"]
        assert talk.asked == question
        assert talk.answers == before


@pytest.mark.parametrize("question", QUESTIONS)
def test_a_story_of_ten_thousand_characters_is_too_long_for_any_question(question: str) -> None:
    talk = at(question)

    talk.says("cerita " * 1500)

    assert talk.keys[0] == "problem.long"
    assert talk.asked == question


def test_who_misses_twice_is_told_the_way_out_until_an_answer_comes() -> None:
    talk = at("nik")

    talk.says("123")
    first = talk.keys
    talk.says("123")
    second = talk.keys
    talk.says(NIK)
    talk.says("hmm")

    assert "way_out" not in first
    assert second == ["registration.nik.length", "way_out", "progress", "registration.nik.ask"]
    assert talk.keys == ["registration.birth.unclear", "progress", "registration.birth.ask"]


# readings between which the person may choose


def test_villages_of_the_same_name_are_offered_with_their_districts() -> None:
    talk = at("village")

    talk.says("suka damai")
    offered = talk.choices
    talk.taps("61.07.03.2019")

    assert [choice.label.key for choice in offered] == ["village.option"] * 3
    assert offered[0].label.values["district"] != offered[1].label.values["district"]
    assert talk.answers["village"] == "61.07.03.2019"


def test_an_offered_village_that_is_not_open_is_not_taken() -> None:
    talk = at("village")

    talk.says("suka damai")
    talk.taps("61.04.04.2008")

    assert talk.keys == ["registration.village.not_open", "progress", "registration.village.ask"]
    assert "village" not in talk.answers


def test_an_offer_is_gone_once_the_question_is_answered() -> None:
    talk = at("nik")
    talk.says(f"{NIK} atau {WOMANS_NIK}")
    both = talk.buttons
    talk.taps(WOMANS_NIK)

    talk.says("kembali")

    assert both == [NIK, WOMANS_NIK]
    assert talk.asked == "nik"
    assert talk.buttons == []


def test_a_miss_without_readings_withdraws_those_on_offer() -> None:
    talk = at("occupation")
    talk.says("petani dan nelayan")
    offered = talk.buttons

    talk.says("tidak kerja")

    assert offered == ["farmer", "fisher"]
    assert talk.buttons == OPTIONS["occupation"]


def test_two_phone_numbers_are_offered_and_the_tapped_one_is_taken() -> None:
    talk = at("phone")
    talk.says("081234567890 atau 081298765432")
    labels = [choice.label for choice in talk.choices]

    talk.taps("+6281298765432")

    assert labels[0] == Text("plain.value", {"value": "0812 3456 7890"})
    assert talk.answers["phone"] == "+6281298765432"
    assert talk.answers["phone_owner"] == "worker"


def test_an_ambiguous_birth_date_is_offered_as_dates() -> None:
    talk = at("birth_date")

    talk.says("17 atau 18 agustus 1980")

    assert {choice.label.values["date"] for choice in talk.choices} == {
        date(1980, 8, 17),
        date(1980, 8, 18),
    }


def test_an_ambiguous_date_said_instead_of_yes_or_no_is_asked_in_words() -> None:
    talk = at("birth")

    talk.says("17 atau 18 agustus 1980")

    assert talk.keys[0] == "registration.birth.ambiguous"
    assert talk.buttons == ["yes", "no"]


# places, consent and the NIK


def test_the_village_says_how_many_places_are_left() -> None:
    talk = at("village")

    talk.says("Sungai Duri")

    assert talk.keys == ["village.places", "progress", "registration.consent.ask"]
    assert talk.value("village.places", "left") == 60
    assert talk.value("registration.consent.ask", "village") == "Sungai Duri"


def test_the_nik_says_what_the_birth_question_asks_to_confirm() -> None:
    talk = at("nik")

    talk.says(WOMANS_NIK)

    assert talk.value("registration.birth.ask", "date") == date(1990, 8, 17)
    assert talk.value("registration.birth.ask", "sex") == Text("sex.female")
    assert talk.value("registration.birth.ask", "age") == 36


def test_a_birth_that_differs_from_the_nik_is_recorded_and_no_refusal() -> None:
    talk = at("birth")

    talk.says("bukan")
    talk.says("18 agustus 1981")
    talk.says("ya")
    talk.says("perempuan")

    assert talk.asked == "name"
    assert talk.answers["birth"] == "no"
    assert talk.answers["birth_date"] == "1981-08-18"
    assert talk.answers["sex"] == "female"


# phones


@pytest.mark.parametrize(
    "given",
    [
        Said("081234567890"),
        Said("nomor ini"),
        SharedContact("6281234567890", own=True),
        SharedContact("6281234567890", own=False),
    ],
)
def test_a_helpers_number_is_never_silently_the_workers(given: Said | SharedContact) -> None:
    talk = at("phone", context(sender_phone="+6281234567890"), **HELPED)

    talk.sends(given)

    assert talk.answers["phone"] == "+6281234567890"
    assert talk.asked == "phone_owner"


def test_ones_own_contact_needs_no_question_whose_it_is() -> None:
    talk = at("phone")

    talk.sends(SharedContact("6281234567890", own=True))

    assert talk.answers["phone_owner"] == "worker"
    assert talk.asked == "occupation"


def test_somebody_elses_contact_asks_whose_it_is() -> None:
    talk = at("phone")

    talk.sends(SharedContact("6281234567890", own=False))

    assert talk.asked == "phone_owner"


def test_a_foreign_contact_is_explained() -> None:
    talk = at("phone")

    talk.sends(SharedContact("+60123456789", own=True))

    assert talk.keys[0] == "registration.phone.foreign"


def test_nomor_ini_is_the_senders_number_where_the_channel_tells_it() -> None:
    talk = at("phone", context(sender_phone="+6281111111111"))

    talk.says("nomor ini")

    assert talk.answers["phone"] == "+6281111111111"


MY_NUMBER = "+6281111111111"


@pytest.mark.parametrize("asks_contact", [False, True])
def test_the_number_one_writes_from_is_offered_where_the_channel_tells_it(
    asks_contact: bool,
) -> None:
    talk = at("phone", context(sender_phone=MY_NUMBER, asks_contact=asks_contact))

    talk.says("halo")

    assert [(choice.label.key, choice.asks_contact) for choice in talk.choices] == [
        ("registration.phone.this", False),
        ("registration.phone.none", False),
    ]


def test_the_number_one_writes_from_is_ones_own() -> None:
    tapped, typed = (at("phone", context(sender_phone=MY_NUMBER)) for _ in range(2))
    tapped.says("halo")

    tapped.taps("this")
    typed.says("pakai nomor ini")

    for talk in (tapped, typed):
        assert talk.answers["phone"] == MY_NUMBER
        assert talk.answers["phone_owner"] == "worker"
        assert talk.asked == "occupation"


def test_whose_a_helpers_number_is_must_be_said_even_if_it_was_offered() -> None:
    talk = at("phone", context(sender_phone=MY_NUMBER), **HELPED)
    talk.says("halo")

    talk.taps("this")

    assert talk.answers["phone"] == MY_NUMBER
    assert "phone_owner" not in talk.answers
    assert talk.asked == "phone_owner"


def test_another_number_may_be_typed_beside_the_one_that_is_offered() -> None:
    talk = at("phone", context(sender_phone=MY_NUMBER))

    talk.says("0812 3456 7890")

    assert talk.answers["phone"] == "+6281234567890"


def test_a_number_offered_on_another_channel_is_not_taken_where_none_is_known() -> None:
    talk = at("phone")

    talk.taps_old(token("a", DRAFT, "phone", "this"))

    assert "phone" not in talk.answers
    assert talk.asked == "phone"


def test_the_contact_button_is_offered_where_the_channel_has_one() -> None:
    talk = at("phone", context(asks_contact=True))

    talk.says("halo")

    assert [(choice.label.key, choice.asks_contact) for choice in talk.choices] == [
        ("registration.phone.share", True),
        ("registration.phone.none", False),
    ]


def test_the_contact_buttons_label_typed_asks_to_press_it() -> None:
    talk = at("phone", context(asks_contact=True))
    talk.says("halo")

    talk.taps("share")

    assert talk.keys[0] == "problem.pick"
    assert "phone" not in talk.answers


# eligibility


@pytest.mark.parametrize("tie", ["civil_servant", "village_official", "company", "covered"])
@pytest.mark.parametrize("yes", ["tap", "ya", "iya betul pak"])
def test_a_tie_to_another_cover_ends_it_once_it_was_asked_back(tie: str, yes: str) -> None:
    talk = at("eligibility", **HELPED)
    talk.says("halo")
    talk.taps(tie)
    assert talk.keys == [f"ending.{tie}"]
    assert "eligibility" not in talk.answers

    if yes == "tap":
        talk.taps("end")
    else:
        talk.says(yes)

    assert talk.keys == [f"eligibility.{tie}", "eligibility.kept"]
    assert talk.value(f"eligibility.{tie}", "who") == "Yanti"
    assert talk.state.drafts == ()
    assert [one.answers for one in talk.state.ended] == [answered_before("eligibility", **HELPED)]
    assert talk.effect is None


@pytest.mark.parametrize("no", ["tap", "bukan", "bukan pak", "eh bukan salah tekan", "salah"])
def test_a_slip_that_would_have_ended_it_is_asked_again_with_all_kept(no: str) -> None:
    talk = at("eligibility", **HELPED)
    talk.says("halo")
    talk.taps("company")

    if no == "tap":
        talk.taps("mistaken")
    else:
        talk.says(no)

    assert talk.asked == "eligibility"
    assert talk.answers == answered_before("eligibility", **HELPED)
    assert talk.draft.notes.ending == ""


def test_another_answer_instead_of_a_yes_is_taken() -> None:
    talk = at("eligibility")
    talk.says("perangkat desa")

    talk.says("tidak satu pun")

    assert talk.answers["eligibility"] == "none"


def test_what_ended_is_brought_back_by_lanjut_and_asked_again() -> None:
    talk = at("occupation")
    talk.says("karyawan pt")
    talk.says("ya")

    talk.says("lanjut")

    assert talk.keys == ["restored", "progress", "registration.occupation.ask"]
    assert talk.answers == answered_before("occupation")
    assert talk.state.ended == ()


def test_a_button_of_an_end_that_is_not_asked_any_more_is_stale() -> None:
    talk = at("eligibility")
    talk.says("perangkat desa")
    end = next(one.token for one in talk.choices if one.token.endswith(":end"))
    talk.says("tidak satu pun")

    talk.taps_old(end)

    assert talk.keys[0] == "stale"
    assert talk.draft.answers["eligibility"] == "none"


@pytest.mark.parametrize("said", ["tap", "tidak", "ndak setuju", "gak mau", "tdk"])
def test_without_consent_nothing_is_kept(said: str) -> None:
    talk = at("consent")
    talk.says("halo")

    if said == "tap":
        talk.taps("no")
    else:
        talk.says(said)

    assert talk.keys == ["ending.no_consent"]
    talk.says("ya")
    assert talk.keys == ["eligibility.no_consent", "eligibility.deleted"]
    assert (talk.state.drafts, talk.state.ended) == ((), ())
    assert talk.effects == []


def test_an_employee_is_told_that_it_is_for_those_who_work_for_themselves() -> None:
    talk = at("occupation")

    talk.says("karyawan pt")
    talk.says("ya")

    assert talk.keys == ["eligibility.formal_employee", "eligibility.kept"]
    assert talk.state.drafts == ()


# The cover begins on 1 January 2027: from 18, under 65.
BIRTHDAYS = [
    ("31 desember 2008", None),
    ("1 januari 2009", None),  # eighteen on the first day
    ("2 januari 2009", "too_young"),
    ("1 januari 1962", "too_old"),  # sixty-five on the first day
    ("2 januari 1962", None),
    ("29 februari 1964", None),
]


@pytest.mark.parametrize(("born", "refused"), BIRTHDAYS)
def test_age_is_judged_on_the_covers_first_day(born: str, refused: str | None) -> None:
    talk = at("birth_date")

    talk.says(born)
    talk.says("ya")

    if refused is None:
        assert talk.asked == "sex"
    else:
        assert talk.keys == [f"ending.{refused}"]
        talk.says("ya")
        assert talk.keys[0] == f"eligibility.{refused}"
        assert talk.value(f"eligibility.{refused}", "min") == 18
        assert talk.value(f"eligibility.{refused}", "below") == 65
        assert talk.state.drafts == ()


def test_who_was_born_on_a_leap_day_turns_eighteen_on_the_first_of_march() -> None:
    for first_day, refused in ((date(2026, 2, 28), True), (date(2026, 3, 1), False)):
        programme = replace(PROGRAMME, cover_from=first_day)
        talk = at("birth_date", context(programmes={"61.07": programme}))

        talk.says("29 februari 2008")
        talk.says("ya")

        assert (talk.keys[0] == "ending.too_young") is refused


def test_the_band_is_the_programmes_own() -> None:
    strict = replace(PROGRAMME, min_age=47, below_age=60)
    talk = at("birth", context(programmes={"61.07": strict}))

    talk.says("ya")

    assert talk.keys == ["ending.too_young"]
    assert talk.value("ending.too_young", "min") == 47


def test_a_programme_that_closes_on_the_way_asks_for_nothing_more() -> None:
    talk = at("consent", context(programmes={}))
    talk.says("halo")

    talk.taps("no")

    assert talk.keys == ["registration.village.not_open", "progress", "registration.village.ask"]
    assert talk.answers == {"for_whom": "self"}


# review


def test_the_review_shows_every_answer_and_of_the_nik_four_digits() -> None:
    talk = at("review", income="uncertain")

    talk.says("halo")

    shown = next(text.values for text in talk.texts if text.key == "registration.review.ask")
    assert shown["nik"] == "0001"
    assert NIK not in map(str, shown.values())
    assert shown["village"] == "Sungai Duri"
    assert shown["sex"] == Text("sex.male")
    assert shown["birth_date"] == date(1980, 8, 17)
    assert shown["mother"] == Text("plain.value", {"value": "MARIA SURYANI"})
    assert shown["phone"] == Text("plain.value", {"value": "0812 3456 7890"})
    assert shown["income"] == Text("income.uncertain")
    assert shown["address"] == Text("plain.value", {"value": "Dusun Melati RT 02 RW 01"})


def test_the_review_says_in_words_what_is_not_known() -> None:
    talk = at("review", phone="none", mother="unknown")

    talk.says("halo")

    assert talk.value("registration.review.ask", "phone") == Text("registration.phone.none")
    assert talk.value("registration.review.ask", "mother") == Text("registration.mother.unknown")


@pytest.mark.parametrize("said", ["kirim", "KIRIM ", "ya", "sudah betul"])
def test_a_yes_at_the_review_sends(said: str) -> None:
    talk = at("review")

    talk.says(said)

    assert isinstance(talk.effect, Submit)
    assert talk.replies == ()


def test_a_no_at_the_review_opens_what_can_be_changed() -> None:
    talk = at("review")

    talk.says("bukan")

    assert talk.keys == ["edit.ask"]


def test_rules_are_asked_again_before_sending() -> None:
    later = replace(PROGRAMME, below_age=40)
    talk = at("review", context(programmes=MappingProxyType({"61.07": later})))

    talk.says("kirim")

    assert talk.keys == ["ending.too_old"]
    assert talk.effects == []


def test_answers_that_do_not_apply_are_not_submitted() -> None:
    talk = at("review", phone="none", helped="Yanti")

    talk.says("kirim")

    assert isinstance(talk.effect, Submit)
    assert {"phone_owner", "helped"}.isdisjoint(talk.effect.answers)


@pytest.mark.parametrize(
    ("question", "said", "problem"),
    [
        ("for_whom", "bukan untuk saya", "problem.pick"),
        ("eligibility", "tidak tahu", "problem.pick"),
        ("eligibility", "kantor polisi dekat rumah saya", "problem.pick"),
        ("occupation", "tidak tahu", "registration.occupation.vague"),
        ("name", "berapa jauh?", "registration.name.command"),
        ("mother", "sebentar ya", "registration.mother.command"),
        ("address", f"NIK {NIK} dusun melati", "registration.address.command"),
        ("birth", "ibu sudah meninggal", "registration.birth.unclear"),
        ("helped", "Membantu orang lain", "registration.helped.command"),
    ],
)
def test_what_sounds_like_an_answer_and_is_none_is_not_taken(
    question: str, said: str, problem: str
) -> None:
    talk = at(question)

    talk.says(said)

    assert talk.asked == question
    assert talk.keys[0] == problem


@pytest.mark.parametrize("said", ["buruh harian", "buruh harian lepas di pt sawit"])
def test_a_companys_day_labourer_is_asked_back_and_not_refused(said: str) -> None:
    talk = at("eligibility")
    talk.says("saya karyawan perusahaan")
    assert talk.keys == ["ending.company"]

    talk.says(said)

    assert talk.keys[-1] == "check"
    talk.says("ya betul")
    assert talk.answers["eligibility"] == "company_daily"
    assert talk.asked == "nik"


@pytest.mark.parametrize("said", ["Мaria", "Mаria Surуani"])
def test_letters_of_two_alphabets_are_no_name(said: str) -> None:
    talk = at("name")

    talk.says(said)

    assert talk.asked == "name"
    assert "name" not in talk.answers


def test_a_card_with_words_in_the_place_of_its_number_has_none() -> None:
    talk = at("phone")

    talk.sends(SharedContact("tidak punya hp", own=True))

    assert talk.keys[0] == "registration.phone.not_a_number"
    assert talk.asked == "phone"


def test_letters_of_two_alphabets_are_no_address_and_it_is_said_how_to_write_one() -> None:
    talk = at("address")

    talk.says("Dusun Mеlati RT 2")  # its second letter is Cyrillic

    assert talk.keys == ["registration.address.too_short", "progress", "registration.address.ask"]


@pytest.mark.parametrize(
    ("said", "band"),
    [
        ("satu setengah jt", "1500k_2m"),
        ("satu setengah juta", "1500k_2m"),
        ("setengah juta", "500k_1m"),
        ("dua setengah juta sebulan", "over_2m"),
    ],
)
def test_half_a_million_more_is_read(said: str, band: str) -> None:
    talk = at("income")

    talk.says(said)

    assert talk.answers["income"] == band


@pytest.mark.parametrize(
    "said",
    ["daftar sungai duri", "Daftar desa Sungai Duri", "mendaftar sungai duri kec sungai raya"],
)
def test_who_begins_with_the_village_is_not_asked_for_it(said: str) -> None:
    talk = Talk()

    talk.says(said)

    assert talk.keys[0] == "welcome.new"
    assert talk.answers["village"] == VILLAGE


@pytest.mark.parametrize("said", ["daftar bpjs", "daftar pak budi", "daftar harga"])
def test_what_else_stands_behind_daftar_is_no_village(said: str) -> None:
    talk = Talk()

    talk.says(said)

    assert talk.state.draft is None or "village" not in talk.answers
