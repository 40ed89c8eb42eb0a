"""The form as one sheet: when it is offered, how it is read, and what still must be asked."""

from collections.abc import Iterator
from dataclasses import replace

import pytest

from conversations import sheet
from conversations.brain import Brain
from conversations.effects import CheckNik, CountPlaces, RecordConsent, Submit
from conversations.eligibility import RULES
from conversations.form import Asking, Entry, Form, Question
from conversations.machine import Context, State
from conversations.messages import Filled, Said, Text
from conversations.registration import FORM
from conversations.tokens import token
from tests.conversations.talk import (
    ANSWERS,
    CLOSED_VILLAGE,
    DRAFT,
    NIK,
    OTHER_DRAFT,
    VILLAGE,
    Talk,
    at,
    context,
    draft_at,
)

TOKEN = token(sheet.VERB, DRAFT)
WHOLE = {
    "for_whom": "self",
    "village": "Sungai Duri",
    "consent": "yes",
    "eligibility": "none",
    "nik": NIK,
    "birth_date": "1980-08-17",
    "sex": "male",
    "name": "Yohanes Anton",
    "birth_place": "Bengkayang",
    "mother": "Maria Suryani",
    "address": "Dusun Melati RT 02 RW 01",
    "phone": "0812 3456 7890",
    "phone_owner": "worker",
    "occupation": "rubber",
    "income": "1m_1500k",
}


class Sheet(Talk):
    def fills(self, answers: dict[str, str], button: str = TOKEN) -> None:
        self._hear(Filled(button, answers))


def opening(**twists: object) -> Context:
    return context(opens_form=True, **twists)


def offered() -> Sheet:
    """Return a talk in which the sheet has been offered."""
    talk = Sheet(context=opening())
    talk.says("daftar")
    return talk


def read(given: dict[str, str], form: Form = FORM) -> tuple[dict[str, str], tuple[str, ...]]:
    """Return the answers a sheet gives, and the names of those that could not be read."""
    draft = replace(draft_at("for_whom"), answers={})
    left, _, unread = sheet.filled(form, draft, given, context())
    return dict(left.answers), unread


# ── the offer ───────────────────────────────────────────────────────────────────────────────────


def test_a_channel_that_can_show_the_sheet_offers_it_first() -> None:
    talk = offered()

    assert talk.keys == ["welcome.new", "sheet.offer"]
    assert [choice.fills for choice in talk.choices] == [{"for_whom": "", "village": ""}]
    assert [choice.token for choice in talk.choices] == [TOKEN]


def test_a_channel_that_cannot_asks_the_first_question() -> None:
    talk = Talk()

    talk.says("daftar")

    assert talk.asked == "for_whom"


def test_a_link_fills_in_the_village_as_people_read_it() -> None:
    talk = Sheet(context=opening())

    talk.opens("v_6107012001")

    label = talk.choices[0].fills
    assert label is not None
    assert label["village"] == Text(
        "village.option", {"name": "Sungai Duri", "district": "Sungai Raya"}
    )


def test_who_helps_has_that_filled_in() -> None:
    talk = Sheet(State().holding(draft_at("village", for_whom="other")), opening())

    talk.says("halo")

    assert talk.choices[0].fills == {"for_whom": "other", "village": ""}


def test_a_form_without_those_questions_has_nothing_to_fill_in() -> None:
    form = replace(FORM, questions=FORM.questions[-2:])

    choice = sheet.choice(form, draft_at("village"), opening())

    assert choice.fills == {"for_whom": "", "village": ""}


def test_it_is_offered_once() -> None:
    talk = offered()

    talk.says("lanjut")

    assert talk.asked == "for_whom"


def test_it_is_not_offered_to_whoever_has_told_more() -> None:
    talk = at("nik", opening())

    talk.says("halo")

    assert talk.asked == "nik"


def test_words_answer_the_first_question() -> None:
    talk = offered()

    talk.says("saya sendiri")

    assert talk.asked == "village"


def test_words_that_answer_nothing_decline_it_and_are_no_mistake() -> None:
    talk = offered()

    talk.says("hmm")

    assert talk.keys == ["progress", "registration.for_whom.ask"]


def test_its_button_brings_it_again() -> None:
    talk = offered()
    talk.says("saya sendiri")

    talk.taps_old(TOKEN)

    assert talk.keys == ["sheet.offer"]


# ── what is asked on it ─────────────────────────────────────────────────────────────────────────


def entries(form: Form = FORM) -> dict[str, Entry]:
    asking = Asking(draft_at("for_whom"), context())
    return {question.name: how for question, how in sheet.asked(form, asking)}


def test_it_asks_all_but_what_the_others_tell() -> None:
    assert entries().keys() == WHOLE.keys()


def test_a_new_question_is_on_it_as_its_options_say() -> None:
    words = Question("size", lambda text, _: text)
    choice = Question("crops", lambda text, _: text, options=lambda _: ("rice", "pepper"))
    form = replace(FORM, questions=(*FORM.questions[:-1], words, choice, FORM.review))

    added = entries(form)

    assert (added["size"], added["crops"]) == (Entry.WORDS, Entry.CHOICE)
    assert read({"size": "besar", "crops": "rice"}, form)[0] == {"size": "besar", "crops": "rice"}


# ── how it is read ──────────────────────────────────────────────────────────────────────────────


def test_a_whole_sheet_is_sent_at_once() -> None:
    talk = offered()

    talk.fills(WHOLE)

    assert [type(effect) for effect in talk.effects] == [
        RecordConsent,
        CheckNik,
        CountPlaces,
        Submit,
    ]
    assert talk.effect == Submit(DRAFT, VILLAGE, NIK, ANSWERS)
    assert talk.replies == ()


def test_the_birth_that_the_nik_says_need_not_be_asked() -> None:
    answers, _ = read(WHOLE)

    assert answers["birth"] == "yes"


@pytest.mark.parametrize("twist", [{"birth_date": "1980-08-18"}, {"sex": "female"}, {"sex": ""}])
def test_a_birth_that_the_nik_does_not_say_is_asked(twist: dict[str, str]) -> None:
    talk = offered()

    talk.fills(WHOLE | twist)

    assert talk.asked == "birth"
    talk.taps("no")
    assert talk.answers["birth_date"] == (WHOLE | twist)["birth_date"]
    assert talk.asked == ("sex" if twist == {"sex": ""} else "review")


@pytest.mark.parametrize(
    ("name", "value"),
    [
        pytest.param("for_whom", "kucing", id="no such option"),
        pytest.param("village", "Atlantis", id="unknown village"),
        pytest.param("village", CLOSED_VILLAGE, id="closed village"),
        pytest.param("nik", "123", id="short nik"),
        pytest.param("birth_date", "2026-12-31", id="the future"),
        pytest.param("birth_date", "kemarin", id="no date"),
        pytest.param("phone", "12", id="short number"),
        pytest.param("occupation", "astronaut", id="not among the options"),
    ],
)
def test_what_cannot_be_read_is_told_and_left_out(name: str, value: str) -> None:
    answers, unread = read(WHOLE | {name: value})

    assert unread == (name,)
    assert name not in answers


@pytest.mark.parametrize("value", ["", "  "])
def test_what_is_empty_is_left_out_without_a_word(value: str) -> None:
    answers, unread = read(WHOLE | {"mother": value})

    assert unread == ()
    assert "mother" not in answers


def test_an_occupation_that_is_not_listed_is_asked_without_a_word() -> None:
    talk = offered()

    talk.fills(WHOLE | {"occupation": sheet.OTHER})

    assert talk.asked == "occupation"
    assert "pasted.unread" not in talk.keys
    talk.says("dukun bayi")
    assert talk.asked == "review"


def test_what_is_not_asked_is_not_taken() -> None:
    answers, unread = read(WHOLE | {"birth": "no", "review": "send", "helped": "Yanti", "x": "y"})

    assert unread == ()
    assert answers == ANSWERS


def test_a_changed_nik_takes_the_birth_that_was_agreed_with_it() -> None:
    talk = Sheet(State().holding(draft_at("name", birth_date="1990-08-17")), opening())

    talk.fills({**WHOLE, "nik": "6107015708900002", "income": ""})

    assert "birth" not in talk.answers
    assert talk.asked == "birth"


def test_the_same_sheet_again_keeps_what_was_asked_besides() -> None:
    talk = Sheet(State().holding(draft_at("review", birth="no")), opening())

    talk.fills(WHOLE | {"mother": ""})

    assert talk.answers["birth"] == "no"
    assert talk.answers["mother"] == ANSWERS["mother"]


def test_a_sheet_of_a_draft_that_is_gone_asks_where_one_stands() -> None:
    talk = offered()

    talk.fills(WHOLE, token(sheet.VERB, OTHER_DRAFT))

    assert type(talk.effect).__name__ == "FindStanding"


# ── consent ─────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("name", ["village", "for_whom"])
def test_a_no_records_no_consent_whatever_else_is_missing(name: str) -> None:
    talk = offered()

    talk.fills(WHOLE | {"consent": "no", name: ""})

    assert not any(isinstance(effect, RecordConsent | CheckNik) for effect in talk.effects)


def test_a_no_for_a_village_that_must_be_asked_ends_it_then() -> None:
    talk = offered()
    talk.fills(WHOLE | {"consent": "no", "village": "Atlantis"})
    assert talk.asked == "village"

    talk.says("Sungai Duri")

    assert talk.keys == ["eligibility.no_consent", "eligibility.deleted"]
    assert talk.state.drafts == ()


def test_a_yes_is_recorded_as_soon_as_it_is_known_for_whom() -> None:
    talk = offered()
    talk.fills(WHOLE | {"for_whom": ""})
    assert talk.asked == "for_whom"
    assert not any(isinstance(effect, RecordConsent) for effect in talk.effects)

    talk.says("saya sendiri")

    assert [e.for_whom for e in talk.effects if isinstance(e, RecordConsent)] == ["self"]


# ── who and what may be asked afterwards ────────────────────────────────────────────────────────


def odd() -> Iterator[dict[str, str]]:
    yield {}
    yield dict.fromkeys(WHOLE, "")
    yield dict.fromkeys(WHOLE, "x")
    yield dict.fromkeys(WHOLE, "other")
    yield from ({name: text} for name, text in WHOLE.items())
    yield from ({**WHOLE, name: ""} for name in WHOLE)
    yield from ({**WHOLE, name: "?" * 2000} for name in WHOLE)


@pytest.mark.parametrize("given", list(odd()))
def test_no_sheet_is_odd_enough_to_leave_somebody_without_an_answer(
    given: dict[str, str],
) -> None:
    talk = offered()

    talk.fills(given)

    assert talk.replies or isinstance(talk.effect, Submit)


def test_a_brain_with_another_form_reads_its_own_sheet() -> None:
    crops = Question("crops", lambda text, _: text, options=lambda _: ("rice", "pepper"))
    form = replace(FORM, questions=(*FORM.questions[:-1], crops, FORM.review))
    talk = Sheet(context=opening(), brain=Brain(form, RULES))
    talk.says("daftar")

    talk.fills({**WHOLE, "crops": "pepper"})

    assert isinstance(talk.effect, Submit)
    assert talk.effect.answers == {**ANSWERS, "crops": "pepper"}
    assert form.answer(crops, Said("padi"), Asking(draft_at("nik"), context())) == {
        "crops": "padi"
    }
