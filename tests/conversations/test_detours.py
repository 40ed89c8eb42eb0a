"""Kembali, ubah, batal, ulang, bantuan, status: what may be wanted at any question."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import timedelta
from functools import partial

import pytest

from conversations.answers.village.village import Villages
from conversations.effects import CountPlaces, FindData, FindOwn, FindStanding, ShowQueue, Submit
from conversations.lately import MOST_SAME
from conversations.life_cycle import Status
from conversations.machine import State
from conversations.messages import Choice, Input, Said, SentMedia, Text
from conversations.notes import Menu
from conversations.outcomes.registering import Submitted
from conversations.outcomes.standing import Standing
from conversations.villages import Village
from tests.conversations.talk import (
    ANSWERS,
    DRAFT,
    HELPED,
    NIK,
    NOW,
    OTHER_DRAFT,
    VILLAGE,
    WOMANS_NIK,
    Talk,
    answered_before,
    at,
    context,
    draft_at,
    registered,
)
from tests.model_worker import QUESTIONS, TOTAL

YANTI = Text("plain.value", {"value": "Yanti"})

LAST = QUESTIONS[-2]  # before the review

# kembali: from each question to the one before, dropping its answer and those that follow from it
BACK = {
    "helped": ("for_whom", {"for_whom"}),
    "village": ("for_whom", {"for_whom"}),
    "consent": ("village", {"village"}),
    "eligibility": ("consent", {"consent"}),
    "nik": ("eligibility", {"eligibility"}),
    "birth": ("nik", {"nik"}),
    "birth_date": ("birth", {"birth"}),
    "sex": ("birth", {"birth", "birth_date"}),
    "name": ("birth", {"birth", "birth_date", "sex"}),
    "birth_place": ("name", {"name"}),
    "mother": ("birth_place", {"birth_place"}),
    "address": ("mother", {"mother"}),
    "phone": ("address", {"address"}),
    "phone_owner": ("phone", {"phone"}),
    "occupation": ("phone", {"phone", "phone_owner"}),
    "income": ("occupation", {"occupation"}),
    "review": (LAST, {LAST}),
}


@pytest.mark.parametrize(("question", "earlier", "dropped"), [(q, *to) for q, to in BACK.items()])
def test_kembali_asks_the_question_before_again(
    question: str, earlier: str, dropped: set[str]
) -> None:
    talk = at(question)
    before = talk.answers

    talk.says("kembali")

    assert talk.asked == earlier
    assert talk.answers == {k: v for k, v in before.items() if k not in dropped}


def test_kembali_at_the_first_question_says_that_it_is_the_first() -> None:
    talk = at("for_whom")

    talk.says("kembali")

    assert talk.keys == ["back.first", "progress", "registration.for_whom.ask"]


def test_kembali_drops_no_answer_that_comes_later_in_the_form() -> None:
    talk = at("review")
    talk.says("ubah nama")

    talk.says("kembali")

    assert talk.asked == "birth"
    assert talk.answers["income"] == ANSWERS["income"]


def test_kembali_from_the_village_of_somebody_helped_asks_for_whom_again() -> None:
    talk = at("village", **HELPED)

    talk.says("kembali")

    assert talk.asked == "for_whom"
    assert talk.answers == {}


def test_kembali_leaves_a_village_that_came_with_the_link() -> None:
    talk = Talk()
    talk.opens("v_6107012001")

    talk.says("kembali")

    assert talk.keys[0] == "back.first"
    assert "village" in talk.answers


# ubah


def test_ubah_offers_the_answers_given_so_far() -> None:
    talk = at("birth_place")

    talk.says("ubah")

    assert talk.keys == ["edit.ask"]
    assert talk.buttons == [
        "for_whom",
        "village",
        "consent",
        "eligibility",
        "nik",
        "birth",
        "name",
    ]
    assert talk.choices[-1].label.key == "registration.name.title"
    assert talk.brain.choices(talk.state, talk.context) == talk.choices


def test_ubah_before_any_answer_says_so() -> None:
    talk = at("for_whom")

    talk.says("ubah")

    assert talk.keys == ["edit.nothing", "progress", "registration.for_whom.ask"]


NAMED = [
    ("ubah nama", "name"),
    ("tolong ubah nama ibu saya", "mother"),
    ("ganti nomor hp", "phone"),
    ("salah nama", "name"),
    ("ubah tanggal lahir", "birth"),
    ("ubah tempat lahir", "birth_place"),
    ("ubah desa", "village"),
    ("ubah alamat", "address"),
    ("ubah nik", "nik"),
]


@pytest.mark.parametrize(("said", "question"), NAMED)
def test_ubah_with_a_name_asks_that_question_at_once(said: str, question: str) -> None:
    talk = at("review")

    talk.says(said)

    assert talk.asked == question
    assert question not in talk.answers


def test_an_answer_named_in_the_menu_is_changed() -> None:
    talk = at("review")
    talk.says("ubah")

    talk.says("nama ibu")

    assert talk.asked == "mother"


@pytest.mark.parametrize(
    ("said", "question", "reading"),
    [
        ("nomor hp saya ganti 081345678901", "phone", "+6281345678901"),
        ("nama saya salah, yang benar Yanti Susanti", "name", "YANTI SUSANTI"),
        ("alamat salah, yang benar Dusun Mawar RT 1", "address", "Dusun Mawar RT 1"),
    ],
)
def test_what_is_told_with_ubah_is_asked_back(said: str, question: str, reading: str) -> None:
    talk = at("income")

    talk.says(said)

    assert question not in talk.answers
    talk.says("ya")
    assert talk.answers[question] == reading


@pytest.mark.parametrize(
    ("said", "question"),
    [
        ("ganti nomor hp jadi 0813", "phone"),
        ("nik salah, harusnya 6107", "nik"),
        ("tanggal lahir salah, yang benar 5 Mei 1979", "birth"),
    ],
)
def test_what_cannot_be_read_is_asked_for_as_ever(said: str, question: str) -> None:
    talk = at("income")

    talk.says(said)

    assert talk.asked == question


def test_ubah_of_what_was_not_answered_yet_offers_what_was() -> None:
    talk = at("nik")

    talk.says("ubah nama")

    assert talk.keys == ["edit.ask"]


# What falls with an answer, and has to be asked again.
DEPENDENTS = {
    # all that was told of the one person is not true of the other
    "for_whom": {*QUESTIONS} - {"for_whom", "village", "review"},
    "village": {"consent"},
    "nik": {"birth", "birth_date", "sex"},
    "birth": {"birth_date", "sex"},
    "phone": {"phone_owner"},
    "name": set(),
    "mother": set(),
    "occupation": set(),
}


@pytest.mark.parametrize("question", DEPENDENTS)
def test_changing_an_answer_drops_those_that_depend_on_it(question: str) -> None:
    talk = at("review", **HELPED)
    before = set(talk.answers)
    talk.says("ubah")

    talk.taps(question)

    assert talk.asked == question
    assert before - set(talk.answers) == {question} | DEPENDENTS[question]


def test_a_changed_answer_leads_back_to_the_review() -> None:
    talk = at("review")

    talk.says("ubah nama")
    talk.says("Siti Aminah")

    assert talk.asked == "review"
    assert talk.answers["name"] == "SITI AMINAH"


def test_a_changed_nik_is_checked_and_its_birth_confirmed_again() -> None:
    talk = at("review")

    talk.says("ubah nik")
    talk.says(WOMANS_NIK)
    talk.says("ya")

    assert talk.asked == "review"
    assert talk.answers["birth_date"] == "1990-08-17"
    assert talk.answers["sex"] == "female"


def test_the_review_offers_to_change_and_never_sends_by_that() -> None:
    talk = at("review")
    talk.says("halo")

    talk.taps("edit")
    talk.taps("address")
    talk.says("Dusun Mawar")

    assert talk.asked == "review"
    assert not any(isinstance(effect, Submit) for effect in talk.effects)


def test_an_answer_closes_the_menu_of_what_to_change() -> None:
    talk = at("address")
    talk.says("ubah")

    talk.says("Dusun Mawar RT 1")

    assert talk.answers["address"] == "Dusun Mawar RT 1"
    assert talk.asked == "phone"
    assert talk.brain.choices(talk.state, talk.context) == talk.choices


def test_an_old_button_of_the_menu_that_names_what_is_not_answered_is_stale() -> None:
    talk = at("birth_place")
    talk.says("ubah")
    old = talk.choices[-1].token

    talk.taps_old(old)
    talk.context = context(now=NOW + timedelta(minutes=1))
    talk.taps_old(old)

    assert talk.keys[0] == "stale"
    assert talk.asked == "name"


# batal


@pytest.mark.parametrize("question", QUESTIONS)
def test_batal_asks_first_and_a_yes_deletes(question: str) -> None:
    talk = at(question)

    talk.says("batal")
    asked = talk.keys
    kept = talk.state.drafts
    talk.says("ya")

    assert asked == ["cancel.ask"]
    assert len(kept) == 1
    assert talk.keys == ["cancel.done"]
    assert talk.state.drafts == ()


@pytest.mark.parametrize("again", ["batal", "batalkan", "ya", "YA!", "ok", "stop", "berhenti"])
def test_whoever_says_it_again_means_it(again: str) -> None:
    talk = at("nik")
    talk.says("batal")

    talk.says(again)

    assert talk.keys == ["cancel.done"]
    assert talk.state.drafts == ()


@pytest.mark.parametrize(
    "said",
    ["tidak", "ndak", "tidak jadi", "jangan batal", "lanjutkan", "tidak jadi batal", "👍", "apa?"],
)
def test_anything_but_a_plain_yes_keeps_the_draft(said: str) -> None:
    talk = at("nik")
    before = talk.answers
    talk.says("batal")

    talk.says(said)

    assert talk.state.drafts != ()
    assert talk.answers == before
    assert talk.asked == "nik"


def test_the_buttons_of_batal_keep_or_delete() -> None:
    kept, gone = at("nik"), at("nik")
    for talk in (kept, gone):
        talk.says("batal")
        assert talk.buttons == ["cancelled", "resume"]
        assert talk.brain.choices(talk.state, talk.context) == talk.choices

    kept.taps("resume")
    gone.taps("cancelled")

    assert kept.asked == "nik"
    assert gone.state.drafts == ()


def test_an_old_yes_to_batal_asks_again_once_the_talk_went_on() -> None:
    talk = at("nik")
    talk.says("batal")
    old = talk.choices[0].token
    talk.says("tidak")

    talk.taps_old(old)

    assert talk.keys == ["cancel.ask"]
    assert talk.state.drafts != ()


def test_a_picture_is_no_answer_to_batal() -> None:
    talk = at("nik")
    talk.says("batal")

    talk.sends(SentMedia("sticker"))
    talk.says("ya")

    assert talk.asked == "nik"


@pytest.mark.parametrize("said", ["berhenti", "stop", "keluar"])
def test_other_words_for_stopping_ask_the_same(said: str) -> None:
    talk = at("nik")

    talk.says(said)

    assert talk.keys == ["cancel.ask"]


# ulang, bantuan, status, bahasa, antrean


def test_ulang_dari_awal_begins_again() -> None:
    talk = at("mother")

    talk.says("ulang dari awal")
    asked, kept = talk.keys, talk.answers
    talk.context = context(fresh=OTHER_DRAFT)
    talk.taps("restart")

    assert asked == ["restart.ask"]
    assert kept == answered_before("mother")
    assert talk.keys == ["restart.done", "progress", "registration.for_whom.ask"]
    assert talk.answers == {}
    talk.says("lanjut")
    assert talk.keys == ["restored", "progress", "registration.mother.ask"]
    assert talk.answers == kept
    assert [draft.id for draft in talk.state.drafts] == [DRAFT]


@pytest.mark.parametrize(
    ("said", "again"), [("ya", True), ("ulang dari awal", True), ("tidak", False)]
)
def test_ulang_dari_awal_is_only_done_after_a_yes(said: str, *, again: bool) -> None:
    talk = at("mother")
    talk.says("ulang dari awal")
    talk.context = context(fresh=OTHER_DRAFT)

    talk.says(said)

    assert (talk.answers == {}) is again


def test_a_button_that_begins_again_asks_first_if_it_is_not_asked_any_more() -> None:
    talk = at("mother")
    talk.says("ulang dari awal")
    yes = talk.choices[0].token
    talk.says("tidak")

    talk.taps_old(yes)

    assert talk.keys == ["restart.ask"]


@pytest.mark.parametrize("question", QUESTIONS)
@pytest.mark.parametrize("said", ["bantuan", "mau bicara dengan petugas"])
def test_bantuan_explains_the_question_at_hand_and_asks_it_again(question: str, said: str) -> None:
    talk = at(question)

    talk.says(said)

    assert talk.keys == [
        f"registration.{question}.help",
        "help.registering",
        "progress",
        f"registration.{question}.ask",
    ]


def test_words_that_may_be_two_wishes_get_help() -> None:
    talk = at("nik")

    talk.says("ulang")

    assert talk.keys[1] == "help.registering"


@pytest.mark.parametrize("question", QUESTIONS)
@pytest.mark.parametrize("said", ["status", "cek", "Cek "])
def test_status_in_the_middle_is_told_and_the_question_asked_again(
    question: str, said: str
) -> None:
    talk = at(question)

    talk.says(said)
    effect = talk.effect
    talk.learns(Standing("status", (registered(),), ()))

    assert effect == FindStanding("status")
    assert talk.keys == [
        "status.placed",
        "next.placed",
        "progress",
        f"registration.{question}.ask",
    ]
    assert talk.brain.choices(talk.state, talk.context) == talk.choices


def test_status_in_the_middle_of_the_first_registration_says_that_it_is_not_sent_yet() -> None:
    talk = at("nik")

    talk.learns(Standing("status", (), ()))

    assert talk.keys == ["standing.none_yet", "progress", "registration.nik.ask"]


def test_status_in_the_middle_tells_of_the_other_drafts() -> None:
    talk = Talk(State((draft_at("mother"), draft_at("consent", OTHER_DRAFT, **HELPED)), DRAFT))

    talk.learns(Standing("status", (), ()))

    assert talk.keys == [
        "standing.unfinished",
        "standing.go_on",
        "progress.named",
        "registration.mother.ask",
    ]
    assert talk.texts[0].values == {"name": YANTI, "n": 3, "total": TOTAL}


@pytest.mark.parametrize("question", QUESTIONS)
def test_bahasa_in_the_middle_switches_and_asks_again(question: str) -> None:
    talk = at(question)

    talk.says("bahasa")
    asked = talk.keys
    talk.taps("en")

    assert asked == ["language.ask"]
    assert talk.state.language == "en"
    assert talk.keys[0] == "language.done"
    assert talk.asked == question


@pytest.mark.parametrize(("said", "language"), [("bahasa inggris", "en"), ("english", "en")])
def test_a_language_that_is_named_is_spoken_at_once(said: str, language: str) -> None:
    talk = at("nik")

    talk.says(said)

    assert talk.state.language == language


@pytest.mark.parametrize("question", QUESTIONS)
def test_antrean_in_the_middle_shows_the_queue_and_keeps_the_draft(question: str) -> None:
    talk = at(question)
    before = talk.answers

    talk.says("antrean")

    assert talk.effect == ShowQueue()
    assert talk.answers == before


def test_a_greeting_goes_on_with_the_draft_at_hand() -> None:
    talk = at("mother")

    talk.says("halo")

    assert talk.keys == ["welcome.back", "progress", "registration.mother.ask"]


# questions about the programme

ASKED = [
    ("kalau saya meninggal gimana", "about.amount_death"),
    ("gratis?", "about.free"),
    ("apakah ini penipuan?", "about.scam"),
]


@pytest.mark.parametrize("question", QUESTIONS)
@pytest.mark.parametrize(("said", "answer"), ASKED)
def test_who_asks_about_the_programme_is_told_and_the_question_asked_again(
    question: str, said: str, answer: str
) -> None:
    talk = at(question)
    before = talk.answers

    talk.says(said)

    assert talk.keys == [answer, "progress", f"registration.{question}.ask"]
    assert talk.answers == before


def test_who_asks_about_the_programme_before_a_registration_is_told_where_to_begin() -> None:
    talk = Talk()

    talk.says_idly("gratis?")

    assert talk.keys == ["about.free", "idle.ask"]
    assert talk.buttons == ["register"]


# a registration by its number

NUMBER = "PR-6107-000123"


@pytest.mark.parametrize("said", [f"status {NUMBER}", NUMBER.lower(), f"nomor {NUMBER}"])
def test_a_number_finds_that_registration(said: str) -> None:
    talk = Talk()

    talk.says(said)

    assert isinstance(talk.effect, FindStanding)
    assert talk.effect.number == NUMBER


def test_status_with_a_number_tells_of_that_registration_alone() -> None:
    talk, mine = Talk(), registered(number=NUMBER)

    talk.learns(Standing("status", (registered(Status.WAITING), mine), (), NUMBER))

    assert talk.keys == ["status.placed", "next.placed", "standing.more"]
    assert talk.value("status.placed", "number") == NUMBER


def test_a_number_that_is_not_the_chats_own_tells_nothing_of_it() -> None:
    idle, busy = Talk(), at("nik")

    for talk in (idle, busy):
        talk.learns(Standing("status", (), (), NUMBER))

    assert idle.keys == ["standing.not_here"]
    assert busy.keys == ["standing.not_here", "progress", "registration.nik.ask"]
    assert idle.value("standing.not_here", "number") == NUMBER


def test_status_with_a_number_in_the_middle_keeps_the_number() -> None:
    talk = at("nik")

    talk.says(f"status {NUMBER}")

    assert isinstance(talk.effect, FindStanding)
    assert talk.effect.number == NUMBER


# without a draft


@pytest.mark.parametrize("said", ["halo", "status", "cek"])
def test_whoever_has_no_draft_hears_where_they_stand(said: str) -> None:
    talk = Talk()

    talk.says(said)

    assert talk.effect == FindStanding("greet" if said == "halo" else "status")


@pytest.mark.parametrize("said", ["batal", "stop"])
def test_batal_without_a_draft_is_about_what_was_registered(said: str) -> None:
    talk = Talk()

    talk.says(said)

    assert talk.effect == FindStanding("withdraw")


@pytest.mark.parametrize(
    "said",
    [
        "BATALKAN PR-6107-000001",
        "ya, batal pr 6107 000001",
        "tolong batalkan pendaftaran PR-6107-000001 pak",
        "CANCEL PR-6107-000001",
    ],
)
@pytest.mark.parametrize("begun", [Talk, partial(at, "nik")], ids=["idle", "in the middle"])
def test_of_what_was_registered_and_named_it_is_asked_whether_it_is_to_be_given_up(
    said: str, begun: Callable[[], Talk]
) -> None:
    talk = begun()

    talk.says(said)

    assert talk.effect == FindStanding("withdraw", "PR-6107-000001")


@pytest.mark.parametrize("said", ["YA BATALKAN PR-6107-000001", "yes, cancel PR-6107-000001"])
def test_who_types_what_we_said_gives_it_up(said: str) -> None:
    talk = Talk()

    talk.says(said)

    assert talk.effect == FindStanding("give_up", "PR-6107-000001")


@pytest.mark.parametrize(
    "said",
    [
        "jangan batalkan PR-6107-000001",
        "tidak jadi batal PR-6107-000001",
        "apa PR-6107-000001 batal?",
        "ya batalkan PR-6107-000001 dan PR-6107-000002",
    ],
)
def test_anything_less_plain_gives_no_number_up(said: str) -> None:
    talk = Talk()

    talk.says(said)

    assert not isinstance(talk.effect, FindStanding) or not (
        talk.effect.number and talk.effect.about in {"withdraw", "give_up"}
    )


@pytest.mark.parametrize("given", [SentMedia("photo"), Said(NIK), Said("hujan terus")])
def test_what_says_nothing_to_us_is_said_not_to_be_understood(given: Input) -> None:
    talk = Talk()

    for key in ("unknown.new", "unknown.new", "help.idle"):
        talk.sends(given)
        assert isinstance(talk.effect, FindStanding)
        talk.learns(Standing("said", (), (), said=talk.effect.said))
        assert talk.keys == [key]
        assert talk.buttons == ["register"]


@pytest.mark.parametrize(
    ("given", "sorry"),
    [(SentMedia("photo"), "unknown.media"), (Said("hujan terus"), "unknown.sorry")],
)
def test_who_begins_with_a_photo_hears_that_it_cannot_be_read(given: Input, sorry: str) -> None:
    talk = Talk()

    talk.sends(given)
    assert isinstance(talk.effect, FindStanding)
    talk.learns(Standing("said", (), (), said=talk.effect.said))

    assert talk.value("unknown.new", "sorry") == Text(sorry)


def test_who_is_registered_is_not_asked_to_register_by_what_we_do_not_understand() -> None:
    talk = Talk()
    talk.says("hujan terus")

    talk.learns(Standing("said", (registered(),), (), said="hujan terus"))

    assert (talk.keys, talk.buttons) == (["unknown.known"], [])


def test_thanks_are_answered_once() -> None:
    idle, busy = Talk(), at("mother")

    idle.says("terima kasih banyak pak")
    busy.says("makasih")

    assert idle.keys == ["thanks"]
    assert busy.keys == ["thanks", "progress", "registration.mother.ask"]
    idle.says("makasih")
    assert idle.replies == ()


def test_the_same_again_and_again_is_answered_a_few_times_and_then_hushed() -> None:
    talk, hushed = at("nik"), []

    for _ in range(2 * MOST_SAME):
        talk.says("Terima kasih telah menghubungi toko kami, pesan akan segera dibalas")
        hushed.append(talk.replies == ())

    assert hushed == [False] * MOST_SAME + [True] * MOST_SAME
    talk.says("halo")
    assert talk.replies


def test_words_that_do_something_do_it_each_time() -> None:
    """Whoever helps types "kirim" for each; what is done is no echo."""
    sent = 0

    state = at("review").state
    for _ in range(3 * MOST_SAME):
        talk = Talk(at("review").state.lately_said(state.lately))
        talk.says("kirim")
        sent += isinstance(talk.effect, Submit)
        state = talk.state

    assert sent == 3 * MOST_SAME


def test_the_same_later_is_said_anew() -> None:
    talk = Talk()
    for minute in range(3 * MOST_SAME):
        talk.context = context(now=NOW + timedelta(minutes=11 * minute))

        talk.says("english")

        assert talk.replies


def test_a_second_tap_of_the_same_button_is_no_mistake() -> None:
    talk = at("eligibility")
    talk.says("halo")
    none = next(one.token for one in talk.choices if one.token.endswith(":none"))
    talk.taps_old(none)

    talk.taps_old(none)

    assert talk.replies == ()
    assert talk.draft.answers["eligibility"] == "none"
    talk.context = context(now=NOW + timedelta(minutes=1))
    talk.taps_old(none)
    assert talk.keys[0] == "stale"


def test_kirim_tapped_twice_shows_the_receipt_again() -> None:
    talk = at("review")
    talk.says("halo")
    send = next(one.token for one in talk.choices if one.token.endswith(":send"))
    talk.taps_old(send)
    talk.learns(Submitted(registered(id=DRAFT)))

    talk.taps_old(send)

    assert talk.effect == FindStanding("again", said=str(DRAFT))
    talk.learns(Standing("again", (registered(id=DRAFT),), (), said=str(DRAFT)))
    assert talk.keys == ["receipt.place", "next.placed"]
    assert talk.buttons == []


def test_a_button_of_what_ended_says_how_to_go_on_with_it() -> None:
    talk = at("nik")
    talk.says("batal")
    yes = talk.choices[0].token
    talk.taps("cancelled")

    talk.taps_old(yes)
    talk.learns(Standing("again", (), (), said=str(DRAFT)))

    assert talk.keys == ["ended.already"]


def test_the_status_after_a_cancelling_says_that_it_was_not_sent() -> None:
    talk = at("nik")
    talk.says("batal")
    talk.taps("cancelled")

    talk.learns(Standing("status", (), ()))

    assert talk.keys == ["standing.ended"]


def test_the_status_after_a_refusal_says_what_stopped_it() -> None:
    talk = at("occupation")
    talk.says("karyawan pt")
    talk.says("ya")

    talk.learns(Standing("status", (), ()))

    assert talk.keys == ["standing.refused"]


@pytest.mark.parametrize("said", ["mau daftar lagi", "saya mau daftar lagi pak", "daftar lagi"])
def test_registering_again_asks_for_whom(said: str) -> None:
    talk = Talk()

    talk.says(said)

    assert talk.asked == "for_whom"


@pytest.mark.parametrize("said", ["daftar satu orang lagi", "tambah lagi", "daftar orang lain"])
def test_registering_one_more_is_for_somebody_else(said: str) -> None:
    talk = Talk()

    talk.says(said)

    assert talk.answers["for_whom"] == "other"


def test_bahasa_without_a_draft_says_where_to_begin() -> None:
    talk = Talk()
    talk.says("bahasa")

    talk.taps("en")

    assert talk.keys == ["language.done", "idle.ask"]
    assert talk.state.language == "en"


def by_key(text: str, choices: Sequence[Choice], /, *, counting: bool) -> str | None:
    del counting
    return next((choice.token for choice in choices if choice.label.key == text), None)


def test_the_label_of_an_open_button_means_the_button() -> None:
    talk = at("for_whom")
    talk.context = replace(talk.context, labelled=by_key)

    talk.says("registration.for_whom.self")
    answered = talk.asked
    talk.says("registration.for_whom.self")  # none that is open any more

    assert (answered, talk.answers["for_whom"]) == ("village", "self")
    assert talk.asked == "village"


def test_nothing_stands_open_without_a_draft() -> None:
    talk = Talk()

    assert talk.brain.choices(talk.state, context()) == ()


def test_daftar_after_a_submission_begins_a_new_draft() -> None:
    talk = at("review")
    talk.says("kirim")
    talk.learns(Submitted(registered()))

    talk.says("daftar")

    assert talk.keys[0] == "welcome.new"
    assert talk.answers == {}


def test_a_number_typed_after_bahasa_means_a_language_and_is_no_answer() -> None:
    talk = at("eligibility")

    talk.says("bahasa")

    open_now = talk.brain.choices(talk.state, talk.context)
    assert [choice.token for choice in open_now] == ["l:id", "l:en"]
    talk.taps_old("l:en")
    assert talk.asked == "eligibility"
    assert talk.brain.choices(talk.state, talk.context) == talk.choices


# villages whose names are, or nearly are, words of ours

NEARLY = Villages(
    Village(code, name, district, "Kabupaten Bengkayang")
    for code, name, district in (
        ("61.07.01.2001", "Menganti", "Kesugihan"),
        ("61.07.01.2002", "Bantan", "Seunagan"),
        ("61.07.02.2001", "Batal", "Panji"),
    )
)


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ("Menganti", "61.07.01.2001"),
        ("menganti, kec. kesugihan", "61.07.01.2001"),
        ("Bantan, kecamatan Seunagan", "61.07.01.2002"),
        ("desa batal kecamatan panji", "61.07.02.2001"),
    ],
)
def test_a_village_whose_name_is_nearly_a_wish_can_be_told(said: str, code: str) -> None:
    talk = at("village", context(villages=NEARLY))

    talk.says(said)

    assert talk.effects == [CountPlaces(code)]


@pytest.mark.parametrize(
    ("said", "key"),
    [
        ("batal", "cancel.ask"),
        ("bantuan", "registration.village.help"),
        ("Menganti, kecamatan Panji", "edit.ask"),
        ("mau mengganti", "edit.ask"),
    ],
)
def test_a_wish_that_is_nearly_a_village_stays_one(said: str, key: str) -> None:
    talk = at("village", context(villages=NEARLY))

    talk.says(said)

    assert talk.effects == []
    assert key in talk.keys


def test_at_another_question_a_villages_name_is_what_it_says() -> None:
    talk = at("mother", context(villages=NEARLY))

    talk.says("menganti")

    assert "edit.ask" in talk.keys


@pytest.mark.parametrize("said", ["kembali", "ulang dari awal", NUMBER])
def test_a_wish_about_a_draft_without_one_is_told_where_one_stands(said: str) -> None:
    talk = Talk()
    talk.says(said)
    assert isinstance(talk.effect, FindStanding)

    number = NUMBER if said == NUMBER else None
    talk.learns(Standing("said", (registered(number=NUMBER),), (), number, said))

    assert talk.keys == ["status.placed", "next.placed", "standing.more"]


@pytest.mark.parametrize(("heads", "key"), [((), "help.idle"), ((VILLAGE,), "help.head")])
def test_bantuan_without_a_draft_tells_what_one_can_do(heads: tuple[str, ...], key: str) -> None:
    talk = Talk()
    talk.says("bantuan")

    talk.learns(Standing("said", (), heads, said="bantuan"))

    assert talk.keys == [key]


def test_with_unfinished_drafts_what_is_not_understood_asks_which() -> None:
    talk = Talk(State((draft_at("nik"),), None))
    talk.says("hujan")

    talk.learns(Standing("said", (), (), said="hujan"))

    assert talk.keys == ["unknown.drafts", "standing.unfinished"]
    assert talk.buttons == ["resume", "new"]


@pytest.mark.parametrize(
    ("said", "about"),
    [
        ("lihat data saya", "show"),
        ("hapus data saya", "erase"),
        ("tarik persetujuan saya", "consent"),
    ],
)
def test_what_is_asked_of_the_data_is_looked_up_whatever_else_is_asked(
    said: str, about: str
) -> None:
    idle, busy = Talk(), at("mother")

    idle.says(said)
    busy.says(said)

    assert idle.effect == busy.effect == FindData(about)
    assert busy.answers == answered_before("mother")


@pytest.mark.parametrize("said", ["ya", "mau", "oke saya daftar", "ikut pak", "iya mau"])
def test_a_yes_to_the_invitation_begins_unless_one_is_registered(said: str) -> None:
    new, known = Talk(), Talk()
    for talk, found in ((new, ()), (known, (registered(),))):
        talk.says(said)
        if isinstance(talk.effect, FindStanding):
            talk.learns(Standing("said", found, (), said=said))

    assert new.asked == "for_whom"
    assert known.state.drafts == () or said == "ikut pak"


@pytest.mark.parametrize(
    "said", ["suami saya meninggal kemarin", "bapak sudah wafat pak", "my father died yesterday"]
)
def test_who_writes_of_a_death_hears_sympathy_first_and_no_invitation(said: str) -> None:
    talk = Talk()

    talk.says(said)
    talk.learns(Standing("said", (), (), said=said))

    assert (talk.keys, talk.buttons) == (["condolence"], [])


@pytest.mark.parametrize(
    ("said", "asked"),
    [("go back", "mother"), ("previous question", "mother"), ("start over", None)],
)
def test_english_wishes_are_wishes_too(said: str, asked: str | None) -> None:
    talk = at("address")

    talk.says(said)

    assert talk.asked == asked
    assert "address" not in talk.answers


# later, and for whom at once


@pytest.mark.parametrize("said", ["besok lagi", "nanti malam ya pak", "later", "belum sempat pak"])
def test_who_has_no_time_hears_that_the_answers_are_kept(said: str) -> None:
    talk = at("nik")
    before = talk.answers

    talk.says(said)

    assert talk.keys == ["later.kept"]
    assert talk.answers == before
    talk.says("lanjut")
    assert talk.asked == "nik"


def test_who_has_no_time_to_begin_is_not_pressed() -> None:
    talk = Talk()

    talk.says("besok saja pak")
    talk.learns(Standing("said", (), (), said="besok saja pak"))

    assert talk.keys == ["later.idle"]


def test_who_has_no_time_and_nothing_to_begin_is_not_told_to_begin() -> None:
    head, helper = Talk(), at("nik")
    helper.state = helper.state.leaving()

    head.says("nanti")
    head.learns(Standing("said", (), (VILLAGE,), said="nanti"))
    helper.says("besok saja")
    helper.learns(Standing("said", (), (), said="besok saja"))

    assert (head.keys, helper.keys) == (["later.fine"], ["later.kept"])


@pytest.mark.parametrize("said", ["ubah", "kembali", "mulai dari awal"])
def test_a_wish_about_what_was_never_begun_is_told_that_there_is_nothing(said: str) -> None:
    talk = Talk()

    talk.says(said)
    talk.learns(Standing("said", (), (), said=said))

    assert talk.keys == ["standing.none"]


@pytest.mark.parametrize("said", ["mau bantu tetangga daftar", "daftarkan istri saya"])
def test_who_says_for_whom_while_beginning_is_not_asked(said: str) -> None:
    talk = Talk()

    talk.says(said)

    assert talk.answers == {"for_whom": "other"}
    assert talk.keys[0] == "welcome.new"
    assert talk.asked == "helped"


def test_who_begins_with_himself_is_welcomed_and_it_is_looked_up_with_the_next_answer() -> None:
    talk = Talk()

    talk.says("iya saya mau daftar")

    assert talk.answers == {"for_whom": "self"}
    assert talk.keys[0] == "welcome.new"
    assert (talk.asked, talk.effects) == ("village", [])
    talk.says("Sungai Duri")
    assert talk.effects == [FindOwn(), CountPlaces(VILLAGE)]
    assert talk.asked == "consent"


def test_the_card_is_asked_for_where_none_is_on_its_way() -> None:
    talk = Talk()

    talk.says("kartunya kapan jadi?")
    asked = talk.effect
    talk.learns(Standing("status", (), (), said="kartunya kapan jadi?"))

    assert asked == FindStanding(said="kartunya kapan jadi?")
    assert talk.keys == ["about.after"]


@pytest.mark.parametrize("payload", ["g:register", "g:new"])
def test_the_second_tap_of_a_button_that_begins_gets_silence(payload: str) -> None:
    talk = Talk()
    talk.taps_old(payload)
    begun = talk.state.draft

    talk.taps_old(payload)

    assert talk.replies == ()
    assert talk.state.draft == begun
    talk.context = replace(talk.context, now=talk.context.now + timedelta(minutes=1))
    talk.taps_old(payload)
    assert talk.replies


def test_who_only_greets_and_is_nobody_yet_is_welcomed() -> None:
    talk = Talk()

    talk.says("halo")
    talk.learns(Standing("greet", (), ()))

    assert talk.keys == ["welcome.nobody"]


@pytest.mark.parametrize(
    ("question", "said"),
    [("occupation", "karyawan perusahaan"), ("occupation", "pegawai pabrik pt")],
)
def test_what_ends_it_and_was_a_slip_is_not_said_back(question: str, said: str) -> None:
    talk = at(question)

    talk.says(said)
    if "check" in talk.keys:
        talk.taps("this")
    talk.taps("mistaken")

    assert talk.asked == question
    assert "noted" not in talk.keys


# what is open is answered by what says just that


@pytest.mark.parametrize("said", ["batal?", "kok dibatalkan pak", "ya?", "yakin?"])
def test_a_question_about_the_end_ends_nothing(said: str) -> None:
    talk = at("name")
    talk.says("batal")

    talk.says(said)

    assert talk.state.draft is not None
    talk.says("batal")
    talk.says("iya pak")
    assert talk.keys[0] == "cancel.done"


@pytest.mark.parametrize("said", ["ulang dari awal?", "kenapa ulang dari awal", "ya?"])
def test_a_question_about_beginning_again_keeps_all(said: str) -> None:
    talk = at("name")
    before = talk.answers
    talk.says("ulang dari awal")

    talk.says(said)

    assert talk.answers == before


def test_btl_is_right_and_no_end() -> None:
    talk = at("birth")

    talk.says("btl")

    assert talk.answers["birth"] == "yes"


def test_a_number_beside_a_wish_to_be_left_alone_is_the_number() -> None:
    talk = at("phone")

    talk.says("081200003456 jangan ditelpon siang")

    assert talk.draft.notes.menu is None


def test_not_yet_to_send_is_no_end() -> None:
    talk = at("review")

    talk.says("jangan kirim dulu")

    assert talk.draft.notes.menu is not Menu.CANCEL


@pytest.mark.parametrize("said", ["gak jadi", "tidak jadi pak"])
def test_who_does_not_give_it_up_after_all_hears_where_it_stands(said: str) -> None:
    talk = Talk()
    talk.says("batal")

    talk.says(said)

    assert talk.effect == FindStanding()
