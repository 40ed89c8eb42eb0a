"""A second form lives beside the registration: its own questions, interview and end.

A tiny one: a head is asked when somebody may visit a worker.
"""

from collections.abc import Sequence
from functools import partial
from uuid import UUID

import pytest

from conversations.answers.invalid import Invalid
from conversations.brain import Brain
from conversations.buttons.button import write
from conversations.buttons.draft import Answer, Change, Resume
from conversations.effects import CountPlaces
from conversations.forms.form import Form, Forms, Who
from conversations.forms.interview import Interview
from conversations.forms.question import Asking, Question
from conversations.forms.rules import Rule
from conversations.machine import Context, Draft, Event, State, Transition
from conversations.messages import Reply, Said, Tapped, Text
from conversations.outcomes.registering import AboutDraft, PlacesCounted
from conversations.registration.eligibility import RULES
from conversations.registration.form import FORM
from conversations.registration.interview import Registering
from tests.conversations.talk import VILLAGE, context

MINE = UUID("018f4e5a-0000-7000-8000-000000000001")
VISIT = UUID("018f4e5a-0000-7000-8000-000000000002")
DAYS = ("monday", "friday")


def day(text: str, _asking: Asking) -> str:
    for one in DAYS:
        if one in text:
            return one
    raise Invalid("pick")


def read_over(text: str, _asking: Asking) -> str:
    return "send" if text == "kirim" else "edit"


def look(asking: Asking) -> CountPlaces:
    return CountPlaces(asking.answers["day"])


VISITS = Form(
    "visit",
    1,
    (
        Question("day", day, options=lambda _: DAYS, then=look),
        Question("guide", lambda text, _: text.upper(), words=("pemandu",)),
        Question("review", read_over),
    ),
    village=lambda _: VILLAGE,
    who=Who(name="guide", own=lambda _: False),
)


class Visiting:
    """Ends by saying so."""

    def __init__(self, interview: Interview) -> None:
        self._interview = interview

    def judged(self, state: State, draft: Draft, _context: Context) -> Transition | None:
        refused = draft.answers.get("guide") == "NOBODY"
        return Transition(state.dropping(draft.id), (said("refused"),)) if refused else None

    def sent(self, state: State, draft: Draft, context: Context) -> Transition:
        return Transition(state.dropping(draft.id), (said("visiting"),))

    def ended(self, state: State, draft: Draft, context: Context) -> Transition:
        raise LookupError  # it asks nothing back

    def learned(self, state: State, outcome: AboutDraft, context: Context) -> Transition:
        draft = state.draft
        assert draft is not None
        match outcome:
            case PlacesCounted():
                return self._interview.go_on(state, draft, context, Text("looked"))
            case _:
                raise LookupError(type(outcome).__name__)


class Noting:
    """The least a conduct can be."""

    def judged(self, _state: State, _draft: Draft, _context: Context) -> Transition | None:
        return None

    def sent(self, state: State, draft: Draft, context: Context) -> Transition:
        return Transition(state.dropping(draft.id), (said("noted"),))

    def learned(self, state: State, outcome: AboutDraft, context: Context) -> Transition:
        raise LookupError

    def ended(self, state: State, draft: Draft, context: Context) -> Transition:
        raise LookupError  # it asks nothing back


def said(key: str) -> Reply:
    return Reply((Text(key),))


def brain(rules: tuple[Rule, ...] = RULES) -> Brain:
    forms = Forms(FORM, VISITS)
    registering = Interview(forms, FORM, partial(Registering, rules=rules))
    return Brain(forms, registering, Interview(forms, VISITS, Visiting))


class Talk:
    """A person with both: a registration begun, and a visit in focus."""

    def __init__(self) -> None:
        mine = Draft(MINE, FORM.name, 1, {"for_whom": "self"})
        visit = Draft(VISIT, VISITS.name, 1)
        self.state = State((mine, visit), VISIT)
        self.brain = brain()

    def hears(self, *events: Event) -> Sequence[str]:
        """Give events; return the keys of what was said to the last."""
        keys: list[str] = []
        for event in events:
            transition = self.brain.advance(self.state, event, context())
            self.state = transition.state
            keys = [text.key for reply in transition.replies for text in reply.texts]
            if transition.effect is not None:
                assert isinstance(transition.effect, CountPlaces)
                keys = list(self.hears(PlacesCounted(transition.effect.village, 1, 0, 0)))
        return keys

    @property
    def visit(self) -> Draft:
        found = self.state.find(VISIT)
        assert found is not None
        return found


def test_its_own_questions_are_asked_and_its_own_interview_takes_the_answers() -> None:
    talk = Talk()

    asked = talk.hears(Said("friday"))

    assert asked == ["looked", "progress.named", "visit.guide.ask"]
    assert talk.visit.answers == {"day": "friday"}


def test_it_is_sent_by_itself_and_the_registration_stays() -> None:
    talk = Talk()

    ended = talk.hears(Said("friday"), Said("pak budi"), Said("kirim"))

    assert ended == ["visiting"]
    assert [draft.id for draft in talk.state.drafts] == [MINE]


def test_what_it_judges_is_its_own() -> None:
    assert Talk().hears(Said("monday"), Said("nobody")) == ["refused"]


def test_a_button_answers_the_draft_it_names_whatever_is_at_hand() -> None:
    talk = Talk()

    registering = talk.hears(Tapped(write(Resume(MINE))))
    visiting = talk.hears(Tapped(write(Answer(VISIT, "day", "monday"))))

    assert registering[-1] == "registration.village.ask"
    assert visiting[-1] == "visit.guide.ask"


def test_kembali_ubah_and_batal_work_in_it() -> None:
    talk = Talk()
    talk.hears(Said("friday"))

    assert talk.hears(Said("kembali"))[-1] == "visit.day.ask"
    talk.hears(Said("monday"), Said("pak budi"))
    assert talk.hears(Tapped(write(Change(VISIT, "guide"))))[-1] == "visit.guide.ask"
    assert talk.hears(Said("batal"))[-1] == "cancel.ask.named"
    assert talk.hears(Said("ya"))[0] == "cancel.done"
    assert [draft.id for draft in talk.state.drafts] == [MINE]


def test_each_draft_is_called_as_its_form_says() -> None:
    talk = Talk()
    talk.hears(Said("friday"), Said("pak budi"))
    named = {choice.token: choice.label for choice in talk.brain.choices(listed(talk), context())}

    assert named[write(Resume(MINE))].key == "draft.self"
    assert named[write(Resume(VISIT))].values == {"value": "Pak Budi"}


def listed(talk: Talk) -> State:
    talk.hears(Said("daftar"))
    return talk.state


def test_daftar_never_begins_within_another_form() -> None:
    talk = Talk()
    talk.state = State((talk.visit,), VISIT)

    chosen = talk.hears(Said("daftar"))
    linked = talk.hears(Said(f"DAFTAR {VILLAGE}"))

    assert (chosen, linked) == (["drafts.ask"], ["drafts.ask"])
    assert talk.visit.answers == {}


def test_a_draft_of_a_form_that_is_gone_is_a_fault_that_names_it() -> None:
    gone = State((Draft(VISIT, "poll", 1),), VISIT)

    with pytest.raises(LookupError, match="poll"):
        brain().advance(gone, Said("halo"), context())


def test_the_brain_knows_the_village_and_whether_anything_was_told_by_the_form() -> None:
    known = brain()
    mine, visit = Talk().state.drafts

    assert (known.village(mine), known.village(visit)) == ("", VILLAGE)
    assert (known.told(mine), known.told(visit)) == (False, False)


def test_a_form_that_judges_nothing_and_is_about_no_village_is_one_too() -> None:
    note = Form("note", 1, (Question("text", lambda text, _: text), Question("review", read_over)))
    forms = Forms(note)
    known = Brain(forms, Interview(forms, note, lambda _: Noting()))
    state = State((Draft(VISIT, "note", 1),), VISIT)

    asked = known.advance(state, Said("hujan"), context())
    sent = known.advance(asked.state, Said("kirim"), context())

    assert [text.key for text in sent.replies[0].texts] == ["noted"]
    assert known.village(Draft(VISIT, "note", 1)) == ""
