"""The form as one sheet: when it is offered, how it is read, and what still must be asked."""

from collections.abc import Iterator
from dataclasses import replace
from uuid import UUID

import pytest

from conversations.brain import Brain
from conversations.buttons.tokens import token
from conversations.effects import CheckNik, CountPlaces, FindOwn, RecordConsent, Submit
from conversations.forms import sheet
from conversations.forms.drafts import MOST
from conversations.forms.form import Form
from conversations.forms.question import Asking, Entry, Question
from conversations.machine import Context, State
from conversations.messages import Filled, Said, Text
from conversations.outcomes.registering import AlreadyRegistered, OwnFound
from conversations.registration.eligibility import RULES
from conversations.registration.form import FORM
from tests.conversations.talk import (
    ANSWERS,
    CLOSED_VILLAGE,
    DRAFT,
    HELPED,
    NIK,
    OTHER_DRAFT,
    VILLAGE,
    WOMANS_NIK,
    Talk,
    at,
    context,
    draft_at,
    registered,
)
from tests.model_worker import YOHANES

TOKEN = token("f", DRAFT)
VERSION = sheet.version_key("consent")
ENTERED = YOHANES.entered()
WHOLE = {**ENTERED, VERSION: FORM.proven["consent"]}


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
    assert [choice.fills for choice in talk.choices] == [{"village": ""}]
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


def test_for_whom_it_is_cannot_be_filled_in_for_it_is_a_list() -> None:
    talk = Sheet(State().holding(draft_at("village", for_whom="other")), opening())

    talk.says("halo")

    assert talk.choices[0].fills == {"village": ""}


def test_a_form_without_that_question_has_nothing_to_fill_in() -> None:
    form = replace(FORM, questions=FORM.questions[-2:])

    choice = sheet.choice(form, draft_at("village"), opening())

    assert choice.fills == {}


def test_it_is_offered_once() -> None:
    talk = offered()

    talk.says("lanjut")

    assert talk.asked == "for_whom"


def test_it_is_not_offered_to_whoever_has_told_more() -> None:
    talk = at("nik", opening())

    talk.says("halo")

    assert talk.asked == "nik"


def test_it_is_not_offered_with_a_change_of_language() -> None:
    talk = Sheet(State().holding(draft_at("village")), opening())

    talk.says("bahasa inggris")

    assert talk.keys[0] == "language.done"
    assert talk.asked == "village"


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


def test_its_label_is_open_to_be_typed_until_a_question_is_asked() -> None:
    talk = offered()
    assert talk.brain.choices(talk.state, talk.context) == talk.choices

    talk.says("hmm")

    assert talk.buttons == ["self", "other"]
    assert talk.brain.choices(talk.state, talk.context) == talk.choices


def test_its_label_that_is_typed_offers_it_again() -> None:
    talk = offered()
    (button,) = talk.brain.choices(talk.state, talk.context)

    talk.taps_old(button.token)

    assert talk.keys == ["sheet.offer"]


@pytest.mark.parametrize("words", ["batal", "bahasa"])
def test_a_menu_that_is_open_comes_before_it(words: str) -> None:
    talk = offered()

    talk.says(words)

    assert talk.brain.choices(talk.state, talk.context) == talk.choices


# ── what is asked on it ─────────────────────────────────────────────────────────────────────────


def entries(form: Form = FORM) -> dict[str, Entry]:
    asking = Asking(draft_at("for_whom"), context())
    return {question.name: how for question, how in sheet.asked(form, asking)}


def test_it_asks_all_but_what_the_others_tell() -> None:
    assert entries().keys() == ENTERED.keys()


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
        FindOwn,
        RecordConsent,
        CheckNik,
        CountPlaces,
        Submit,
    ]
    assert talk.effect == Submit(DRAFT, VILLAGE, NIK, ANSWERS)
    assert talk.replies == ()


def test_a_second_sheet_for_myself_is_asked_back_and_not_sent_by_itself() -> None:
    talk = offered()
    talk.facts[FindOwn] = OwnFound("PR-6107-000009", "SUTARDI")

    talk.fills(WHOLE)
    before = list(talk.effects)
    talk.says("ya")

    assert before == [FindOwn(NIK)]
    assert talk.asked == "consent"
    assert not any(isinstance(effect, RecordConsent) for effect in talk.effects)
    talk.says("setuju")
    [recorded] = [one for one in talk.effects if isinstance(one, RecordConsent)]
    assert recorded.for_whom == "other"
    assert talk.answers["name"] == "YOHANES ANTON"
    assert (talk.asked, talk.effect) == ("review", None)


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


@pytest.mark.parametrize(("name", "known"), [("village", VILLAGE), ("for_whom", "other")])
def test_what_cannot_be_read_is_asked_though_something_else_was_known(
    name: str, known: str
) -> None:
    draft = replace(draft_at("for_whom"), answers={name: known})
    talk = Sheet(State().holding(draft), opening())
    talk.says("halo")

    talk.fills(WHOLE | {name: "Atlantis"})

    assert talk.asked == name
    assert talk.keys[0] == "pasted.unread"


def test_what_cannot_be_read_and_need_not_be_asked_brings_the_review() -> None:
    drafted = {name: value for name, value in WHOLE.items() if name != "phone"}
    form = replace(FORM, questions=tuple(q for q in FORM.questions if q.name != "phone"))
    talk = Sheet(context=opening(), brain=Brain.registering(form, RULES))
    talk.says("daftar")

    talk.fills(drafted | {"phone_owner": "x"})

    assert talk.keys[0] == "pasted.unread"
    assert talk.asked == "review"


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


# ── what had been told before ───────────────────────────────────────────────────────────────────


def test_a_sheet_has_nothing_of_somebody_else_who_was_told_of_before() -> None:
    yanti = {"mother": "IBU YANTI", "phone": "+6285200000001", "phone_owner": "helper"}
    talk = Sheet(State().holding(draft_at("occupation", **HELPED, **yanti)), opening())

    talk.fills(WHOLE | {"for_whom": "other", "mother": "", "phone": "", "phone_owner": ""})

    assert talk.answers.keys().isdisjoint({"helped", *yanti})
    assert talk.asked == "mother"


def test_a_whole_sheet_of_somebody_else_is_sent_after_a_last_look() -> None:
    talk = Sheet(State().holding(draft_at("name", **HELPED)), opening())

    talk.fills(WHOLE)

    assert talk.asked == "review"
    talk.taps("send")
    assert talk.effect == Submit(DRAFT, VILLAGE, NIK, ANSWERS)


def test_what_is_known_before_it_is_no_reason_for_a_last_look() -> None:
    talk = Sheet(State().holding(draft_at("consent")), opening())

    talk.fills(WHOLE | {"for_whom": "", "village": ""})

    assert talk.effect == Submit(DRAFT, VILLAGE, NIK, ANSWERS)


def test_an_empty_sheet_at_the_review_sends_nothing_and_drops_nothing() -> None:
    talk = Sheet(State().holding(draft_at("review")), opening())

    talk.fills({})

    assert talk.effects == []
    assert talk.asked == "review"


def test_the_same_sheet_again_drops_what_was_asked_besides() -> None:
    talk = Sheet(State().holding(draft_at("review", birth="no")), opening())

    talk.fills(WHOLE | {"mother": ""})

    assert talk.answers["birth"] == "yes"
    assert talk.asked == "mother"


def test_a_sheet_of_a_draft_that_is_gone_is_somebody_new_and_loses_no_answers() -> None:
    talk = Sheet(context=opening(fresh=OTHER_DRAFT))

    talk.fills(WHOLE)

    assert talk.effect == Submit(OTHER_DRAFT, VILLAGE, NIK, ANSWERS)


@pytest.mark.parametrize("button", ["", token("f", OTHER_DRAFT)])
def test_a_sheet_of_no_draft_is_of_the_one_that_was_just_begun(button: str) -> None:
    talk = offered()
    talk.context = opening(fresh=UUID(int=20))

    talk.fills(WHOLE, button)

    assert talk.effect == Submit(DRAFT, VILLAGE, NIK, ANSWERS)


def test_a_sheet_that_was_sent_already_shows_what_became_of_it() -> None:
    talk = Sheet(context=opening(fresh=OTHER_DRAFT))
    talk.facts[CheckNik] = AlreadyRegistered(registered(), "PR-6107-000001")

    talk.fills(WHOLE)

    assert talk.keys == ["already.mine", "status.placed", "next.placed"]
    assert talk.state.drafts == ()


@pytest.mark.parametrize("button", ["", TOKEN])
def test_a_sheet_of_no_draft_shows_the_list_where_there_is_no_room(button: str) -> None:
    drafts = tuple(draft_at("consent", UUID(int=20 + n), **HELPED) for n in range(MOST))
    talk = Sheet(State(drafts), opening())

    talk.fills(WHOLE, button)

    assert talk.keys == ["drafts.full"]
    assert talk.state == State(drafts)


# ── a NIK that will not do ──────────────────────────────────────────────────────────────────────


PASTED = f"NIK: {WOMANS_NIK}\nTanggal lahir: 17-08-1990\nNama: Yanti Susanti"


@pytest.mark.parametrize("words", [WOMANS_NIK, PASTED])
def test_after_a_nik_that_is_registered_nothing_is_sent_before_a_last_look(words: str) -> None:
    talk = offered()
    nik_is_free = talk.facts[CheckNik]
    talk.facts[CheckNik] = AlreadyRegistered(None, "PR-6107-000002")
    talk.fills(WHOLE)
    assert talk.asked == "nik"
    talk.facts[CheckNik] = nik_is_free

    talk.says(words)

    if talk.asked == "birth":
        talk.taps("yes")
    assert talk.asked == "review"
    assert not any(isinstance(effect, Submit) for effect in talk.effects)


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

    assert talk.keys == ["ending.no_consent"]
    assert talk.answers.keys() <= {"for_whom", "village"}
    talk.says("ya")
    assert talk.keys == ["eligibility.no_consent", "eligibility.deleted"]
    assert (talk.state.drafts, talk.state.ended) == ((), ())


def test_a_yes_is_recorded_as_soon_as_it_is_known_for_whom() -> None:
    talk = offered()
    talk.fills(WHOLE | {"for_whom": ""})
    assert talk.asked == "for_whom"
    assert not any(isinstance(effect, RecordConsent) for effect in talk.effects)

    talk.says("saya sendiri")

    assert [e.for_whom for e in talk.effects if isinstance(e, RecordConsent)] == ["self"]


@pytest.mark.parametrize("version", [{}, {VERSION: ""}, {VERSION: "2025-01-01"}])
def test_consent_to_older_words_is_asked_again(version: dict[str, str]) -> None:
    talk = offered()

    talk.fills(ENTERED | version)

    assert talk.asked == "consent"
    assert "pasted.unread" not in talk.keys
    assert not any(isinstance(effect, RecordConsent | CheckNik) for effect in talk.effects)
    talk.taps("yes")
    assert [type(e) for e in talk.effects if not isinstance(e, CountPlaces | FindOwn)] == [
        RecordConsent,
        CheckNik,
    ]
    assert talk.asked == "review"


def test_an_older_no_is_asked_again() -> None:
    talk = offered()

    talk.fills(ENTERED | {"consent": "no", VERSION: "2025-01-01"})

    assert talk.asked == "consent"


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
    talk = Sheet(context=opening(), brain=Brain.registering(form, RULES))
    talk.says("daftar")

    talk.fills({**WHOLE, "crops": "pepper"})

    assert isinstance(talk.effect, Submit)
    assert talk.effect.answers == {**ANSWERS, "crops": "pepper"}
    assert form.answer(crops, Said("padi"), Asking(draft_at("nik"), context())) == {
        "crops": "padi"
    }
