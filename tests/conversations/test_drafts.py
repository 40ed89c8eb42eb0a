"""Drafts: begun by a link, met by old buttons, older than the form."""

from dataclasses import replace

import pytest

from conversations.brain import Brain
from conversations.buttons.tokens import token
from conversations.effects import CountPlaces, FindStanding, LookAtInvitation, Redeem, Submit
from conversations.forms.form import Form
from conversations.forms.question import Question
from conversations.machine import Draft, State
from conversations.messages import Text
from conversations.outcomes.desk import Invited
from conversations.outcomes.registering import NikFree
from conversations.outcomes.standing import Standing
from conversations.registration.eligibility import RULES
from conversations.registration.form import FORM
from tests.conversations.talk import (
    ANSWERS,
    ASIDES,
    DRAFT,
    NIK,
    OTHER_DRAFT,
    SCRIPT,
    VILLAGE,
    Talk,
    answered_before,
    at,
    counted,
)
from tests.model_worker import QUESTIONS, TOTAL

# deep links


def test_a_villages_link_presets_it_and_says_how_many_places_are_left() -> None:
    talk = Talk()

    talk.opens("v_6107012001")

    assert talk.effects == [CountPlaces(VILLAGE)]
    assert talk.keys == ["welcome.new", "village.places", "progress", "registration.for_whom.ask"]
    assert talk.answers == {"village": VILLAGE}


def test_a_preset_village_is_not_asked() -> None:
    talk = Talk()
    talk.opens("v_6107012001")

    talk.says("saya sendiri")

    assert talk.asked == "consent"


@pytest.mark.parametrize("payload", ["v_9999999999", "v_x", "v_6104032021", "v_" + "é" * 62])
def test_a_link_to_an_unknown_or_closed_village_says_so_and_begins(payload: str) -> None:
    talk = Talk()

    talk.opens(payload)

    assert talk.keys == ["welcome.unknown_village", "progress", "registration.for_whom.ask"]
    assert talk.answers == {}


def test_a_link_to_a_village_without_places_lets_one_name_another() -> None:
    talk = Talk()
    talk.facts[CountPlaces] = counted(taken=0, places=0)

    talk.opens("v_6107012001")

    assert talk.keys[0] == "registration.village.not_open"
    assert talk.answers == {}


def test_a_bare_start_with_a_draft_at_hand_goes_on_with_it() -> None:
    talk = at("name")
    before = talk.answers

    talk.opens("")

    assert talk.keys == ["welcome.back", "progress", "registration.name.ask"]
    assert talk.answers == before


def test_a_villages_link_gives_a_draft_at_hand_the_village_it_lacks() -> None:
    talk = at("village")

    talk.opens("v_6107012001")

    assert talk.keys == ["village.places", "progress", "registration.consent.ask"]


def test_a_link_without_a_village_is_like_daftar() -> None:
    talk = Talk()

    talk.opens("v_")

    assert talk.keys[0] == "welcome.new"


def test_a_heads_link_redeems_its_code_and_keeps_the_draft() -> None:
    talk = at("name")
    before = talk.state

    talk.opens("h_kode-undangan")

    assert talk.state == before
    talk.learns(Invited("kode-undangan", VILLAGE, "Pak Kades"))
    assert talk.keys == ["invitation.ask"]
    talk.taps("kode-undangan")
    assert talk.effects == [LookAtInvitation("kode-undangan"), Redeem("kode-undangan")]


# buttons


def test_a_button_of_an_older_question_is_stale() -> None:
    talk = at("consent")

    talk.taps_old(token("a", DRAFT, "for_whom", "other"))

    assert talk.keys == ["stale", "progress", "registration.consent.ask"]
    assert talk.answers["for_whom"] == "self"


def test_a_button_with_a_value_that_is_not_offered_is_not_taken() -> None:
    talk = at("occupation")

    talk.taps_old(token("a", DRAFT, "occupation", "not_working"))

    assert talk.keys[0] == "problem.unexpected"
    assert "occupation" not in talk.answers


NONSENSE = [
    "",
    ":",
    "a",
    "a:",
    "c:x",
    "z:1:2:3",
    "l:xx",
    "g:other",
    "w:!",
    "w:" + "a" * 60,
    "d:x:y:z",
    "d:x:1:ok",
    token("d", DRAFT, "²", "ok"),
    token("d", DRAFT, 1, "dance"),
    "🙂",
]


@pytest.mark.parametrize("button", [*NONSENSE, token("a", OTHER_DRAFT, "name", "x")])
def test_a_button_nobody_knows_is_stale(button: str) -> None:
    busy, idle = at("name"), Talk()

    busy.taps_old(button)
    idle.taps_old(button)

    for talk in (busy, idle):
        if isinstance(talk.effect, FindStanding):  # it names a draft: what became of it?
            talk.learns(Standing("again", (), (), said=talk.effect.said))
    assert busy.keys == ["stale", "progress", "registration.name.ask"]
    assert idle.keys == ["stale", "idle.ask"]
    assert idle.buttons == ["register"]


def test_a_button_of_a_draft_without_a_name_is_stale() -> None:
    talk = at("name")

    talk.taps_old(token("c", DRAFT, "dance"))

    assert talk.keys == ["stale", "progress", "registration.name.ask"]


# drafts older than the form


def with_one_more(name: str = "heir") -> Form:
    """The registration with a question more, before the review."""
    more = Question(name, lambda text, _: text, words=("ahli waris",))
    return replace(FORM, questions=(*FORM.questions[:-1], more, FORM.review))


@pytest.mark.parametrize("question", [name for name in QUESTIONS if name != "review"])
def test_a_draft_begun_with_one_question_fewer_goes_on_and_is_asked_it(question: str) -> None:
    talk = at(question)
    talk.brain = Brain.registering(with_one_more(), RULES)
    script = {**SCRIPT, **ASIDES, "heir": "Anaknya, Yosep"}

    talk.says("halo")
    while talk.effect is None:
        assert talk.progress[1] == TOTAL + 1
        talk.says("ya" if talk.reading else script[talk.asked or ""])

    assert isinstance(talk.effect, Submit)
    assert talk.effect.answers["heir"] == "Anaknya, Yosep"


def test_a_new_question_is_asked_of_whoever_stood_at_the_review() -> None:
    talk = at("review")
    talk.brain = Brain.registering(with_one_more(), RULES)

    talk.says("kirim")

    assert talk.asked == "review"
    assert talk.answers["heir"] == "kirim"


def test_an_answer_to_a_question_that_is_gone_is_kept_out_of_the_registration() -> None:
    answers = {**ANSWERS, "shoe_size": "42"}
    talk = Talk(State().holding(Draft(DRAFT, FORM.name, 0, answers)))

    talk.says("kirim")

    assert isinstance(talk.effect, Submit)
    assert talk.effect.answers == ANSWERS


def test_an_answer_to_a_question_that_is_gone_is_offered_nowhere_and_can_be_dropped() -> None:
    answers = {**answered_before("mother"), "shoe_size": "42"}
    talk = Talk(State().holding(Draft(DRAFT, FORM.name, 0, answers)))

    talk.says("ubah")
    offered = talk.buttons
    talk.taps_old(token("c", DRAFT, "change", "shoe_size"))
    after = talk.answers
    talk.says("kembali")

    assert "shoe_size" not in offered
    assert "shoe_size" not in after
    assert talk.asked == "birth_place"


def test_a_review_shows_a_dash_for_a_question_that_is_gone() -> None:
    fewer = tuple(question for question in FORM.questions if question.name != "income")
    answers = {name: answer for name, answer in ANSWERS.items() if name != "income"}
    talk = Talk(State().holding(Draft(DRAFT, FORM.name, 1, answers)))
    talk.brain = Brain.registering(replace(FORM, questions=fewer), RULES)

    talk.says("halo")

    assert talk.asked == "review"
    assert talk.value("registration.review.ask", "income") == Text("plain.none")


def test_a_form_without_a_village_has_no_rules_to_break() -> None:
    review = replace(FORM.review, values=lambda _asking: {})
    form = Form("other", 1, (Question("name", lambda text, _: text), review))
    talk = Talk(brain=Brain.registering(form, RULES))
    talk.says("daftar")

    talk.says("Yosep")

    assert talk.answers == {"name": "Yosep"}


def test_a_draft_whose_nik_is_gone_is_asked_it_and_its_other_answers_can_be_changed() -> None:
    answers = {name: answer for name, answer in ANSWERS.items() if name != "nik"}
    talk = Talk(State().holding(Draft(DRAFT, FORM.name, 0, answers)))

    talk.says("ubah")
    offered = talk.buttons
    talk.taps("name")

    assert "birth" not in offered  # it is confirmed once the NIK is there
    assert talk.asked == "nik"


def test_a_bug_in_what_is_told_is_no_silence() -> None:
    talk = Talk()

    with pytest.raises(LookupError):
        talk.learns(NikFree())


def test_a_button_for_a_question_that_has_none_is_not_taken() -> None:
    talk = at("nik")

    talk.taps_old(token("a", DRAFT, "nik", NIK))

    assert talk.keys[0] == "problem.unexpected"
    assert talk.effects == []


def test_an_answer_is_for_the_question_asked_though_one_was_added_before_it() -> None:
    talk = at("name")
    talk.says("halo 1")  # it asks for the name again
    added = Question("nickname", lambda text, _: text)
    newer = replace(FORM, questions=(added, *FORM.questions))

    talk.brain = Brain.registering(newer, RULES)
    talk.says("Yanti Susanti")

    assert talk.answers["name"] == "YANTI SUSANTI"
    assert talk.asked == "nickname"


def test_a_village_that_is_full_says_when_nobody_waits() -> None:
    talk = at("village")
    talk.facts[CountPlaces] = counted(taken=100)

    talk.says("Sungai Duri")

    assert talk.value("village.full", "waiting") == Text("village.nobody_waits")
