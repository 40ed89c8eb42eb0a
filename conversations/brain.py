"""The brain: one event in, one transition out. Everything a person hears is decided here.

What a person does is routed in this order: buttons and links say themselves what they are for;
some words mean the same whatever is being asked (batal, kembali, status); what is left is an
answer to the question at hand or, with no draft, a question of where one stands. What came of an
effect goes to whoever wished for it.

    written                  what somebody wrote: a wish, or an answer
    registration/interview   the questions, one after another
    registration/beginning   how a registration begins, and which of several is at hand
    forms/detours            kembali, ubah, batal, ulang, bantuan
    answers/always           what a message means whatever is being asked
    person/language          the language somebody is spoken to in
    office/desk              the village head's desk
    person/status            the status, and giving a registration up
    person/moving            going on at another address
"""

from functools import partial
from typing import Self, assert_never
from uuid import UUID

from conversations import languages, links
from conversations.buttons import (
    Answer,
    Cancel,
    Change,
    FillSheet,
    GiveUp,
    GoOnHere,
    OnCard,
    Queue,
    Register,
    RegisterAnother,
    Reject,
    Resume,
    ShowStatus,
    Speak,
    read,
)
from conversations.effects import Join, Redeem
from conversations.forms import sheet
from conversations.forms.drafts import MOST, list_choices, others
from conversations.forms.form import Form, Forms
from conversations.forms.interview import Interview, Interviews
from conversations.forms.position import open_question, resume
from conversations.forms.question import Asking
from conversations.forms.reminder import remind
from conversations.forms.rules import Rule
from conversations.machine import (
    Answers,
    Context,
    Draft,
    Due,
    DueKind,
    Event,
    State,
    Transition,
)
from conversations.messages import (
    Choice,
    Edited,
    Filled,
    Opened,
    Said,
    SentMedia,
    SharedContact,
    Tapped,
    Text,
)
from conversations.notes import Menu, Sheet
from conversations.office import desk
from conversations.outcomes import AboutDesk, AboutDraft, AboutMoving, Outcome
from conversations.person import language, moving, status
from conversations.registration.beginning import begin, begin_new, choose, fresh, untouched
from conversations.registration.eligibility import RULES
from conversations.registration.form import FORM
from conversations.registration.interview import Registering
from conversations.written import Written, greeted


class Brain:
    """Built from interviews, one a form, in the composition root, so that a test can give others.

    A draft is taken by the interview of its form. The first form is what "daftar" begins.
    """

    def __init__(self, forms: Forms, *interviews: Interview) -> None:
        self._forms = forms
        self._interviews = Interviews(forms, *interviews)
        self._written = Written(self._interviews)

    @classmethod
    def registering(cls, form: Form = FORM, rules: tuple[Rule, ...] = RULES) -> Self:
        """Return a brain with the registration alone, the one form there is."""
        forms = Forms(form)
        return cls(forms, Interview(forms, form, partial(Registering, rules=rules)))

    def advance(self, state: State, event: Event, context: Context) -> Transition:
        """Answer an event. Pure: the same arguments give the same transition.

        A person's own input never raises; an outcome nobody wished for does, a LookupError.
        """
        if isinstance(event, Outcome):
            return self._learned(state, event, context)
        match event:
            case Opened(payload):
                return self._opened(state, payload, context)
            case Tapped(token):
                return self._tapped(state, token, context)
            case Said(text):
                return self._said(state, text, context)
            case SharedContact() | SentMedia() | Edited():
                return self._written.answered(state, event, context)
            case Filled(token, answers):
                return self._filled(state, token, answers, context)
            case Due(kind, subject):
                return self._due(state, kind, subject)
            case _:
                assert_never(event)

    def _learned(self, state: State, outcome: Outcome, context: Context) -> Transition:
        """Tell what came of an effect, by whoever turns it into words."""
        if isinstance(outcome, AboutDraft):
            return self._interviews.at_hand(state).learned(state, outcome, context)
        if isinstance(outcome, AboutDesk):
            return desk.learned(state, outcome, context)
        if isinstance(outcome, AboutMoving):
            return moving.learned(self._forms, state, outcome, context)
        return status.learned(self._forms, state, outcome, context)

    def choices(self, state: State, context: Context) -> tuple[Choice, ...]:
        """Return the buttons that are open now: a typed label means its button."""
        draft = state.draft
        if draft is None:
            return others(self._forms, state)
        form = self._forms.of(draft)
        if draft.notes.menu is Menu.LANGUAGE:
            return language.choices()
        if draft.notes.menu is Menu.DRAFTS:
            return list_choices(self._forms, state, form.village(draft.answers))
        if menu := self._interviews.of(draft).detours.choices(draft, context):
            return menu
        if draft.notes.sheet is Sheet.OFFERED:
            return (sheet.choice(form, draft, context),)
        return form.choices(open_question(form, draft), Asking(draft, context))

    def village(self, draft: Draft) -> str:
        """Return the code of the village that a draft is about; "" if it is not known yet."""
        return self._forms.of(draft).village(draft.answers)

    def told(self, draft: Draft) -> bool:
        """Say whether anything was told in a draft that was begun."""
        return not draft.answers.keys() <= self._forms.of(draft).before

    def resume(self, state: State, context: Context, *before: Text) -> Transition:
        """Say something, then ask again whatever was being asked."""
        return resume(self._forms, state, context, *before)

    def _due(self, state: State, kind: DueKind, subject: UUID) -> Transition:
        """Answer what became due by itself."""
        match kind:
            case DueKind.REMIND:
                return remind(self._forms, state, subject)
            case _:
                assert_never(kind)

    # links and buttons

    def _opened(self, state: State, payload: str, context: Context) -> Transition:
        if payload.startswith(links.HEAD):
            return Transition(state, effect=Redeem(payload.removeprefix(links.HEAD)))
        if payload.startswith(links.VILLAGE):
            return begin(self._forms, state, context, payload.removeprefix(links.VILLAGE))
        if code := links.move_code(payload):
            return Transition(state, (moving.asked(code),))
        return greeted(self._forms, state, context)

    def _filled(self, state: State, token: str, answers: Answers, context: Context) -> Transition:
        """Take a form filled in on the phone.

        It is somebody new, perhaps just begun, if its draft is gone or the phone lost its token.
        """
        opened = read(token)
        draft = state.find(opened.draft) if isinstance(opened, FillSheet) else None
        draft = draft or untouched(self._forms, state)
        if draft is None and len(state.drafts) >= MOST:
            return choose(self._forms, state)
        draft = draft or fresh(self._forms, state, context)
        return self._interviews.of(draft).filled(state.holding(draft), draft, answers, context)

    def _tapped(self, state: State, token: str, context: Context) -> Transition:
        match read(token):
            case Answer() as tap if draft := state.find(tap.draft):
                return self._interviews.of(draft).tapped(state.holding(draft), draft, tap, context)
            case (Change() | Cancel() | Resume()) as detour if draft := state.find(detour.draft):
                detours = self._interviews.of(draft).detours
                return detours.tapped(state.holding(draft), draft, detour, context)
            case FillSheet(named) if draft := state.find(named):  # its label was typed
                return self.resume(
                    state.holding(draft.noting(draft.notes._replace(sheet=None))), context
                )
            case Speak(code) if code in languages.LANGUAGES:
                return language.spoken(self._forms, state, code, context)
            case GoOnHere(code):
                return Transition(state, effect=Join(code))
            case Register():
                return begin(self._forms, state, context)
            case RegisterAnother(village):
                return begin_new(self._forms, state, context, village)
            case (Queue() | OnCard() | Reject()) as button:
                return desk.tapped(state, button)
            case (ShowStatus() | GiveUp()) as button:
                return status.tapped(state, button)
            case _:  # none of ours, or of a draft that is gone
                return self.resume(state, context, Text("stale"))

    # words

    def _said(self, state: State, text: str, context: Context) -> Transition:
        if token := context.labelled(text, self.choices(state, context)):
            return self._tapped(state, token, context)
        if carried := links.payload(text):
            return self._opened(state, carried, context)
        return self._written.said(state, text, context)
