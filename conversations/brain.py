"""The brain: one event in, one transition out. Everything a person hears is decided here.

What a person does is routed in this order: buttons and links say themselves what they are for;
some words mean the same whatever is being asked (batal, kembali, status); what is left is an
answer to the question at hand or, with no draft, a question of where one stands. What came of an
effect goes to whoever wished for it.

    registration/interview   the questions, one after another
    registration/beginning   how a registration begins, and which of several is at hand
    forms/detours            kembali, ubah, batal, ulang, bantuan
    answers/always           what a message means whatever is being asked
    office/desk              the village head's desk
    person/status            the status, and giving a registration up
    person/moving            going on at another address
"""

from dataclasses import replace
from functools import partial
from typing import Self, assert_never
from uuid import UUID

from conversations import languages, links
from conversations.answers import always
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
    write,
)
from conversations.effects import FindStanding, Join, OpenTransfer, Redeem, ShowQueue
from conversations.forms import sheet
from conversations.forms.drafts import MOST, list_choices, named_draft, others
from conversations.forms.form import Form, Forms
from conversations.forms.interview import Interview
from conversations.forms.pasted import Field, fields, several, whose
from conversations.forms.position import idle_choices, open_question, resume
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
    Reply,
    Said,
    SentMedia,
    SharedContact,
    Tapped,
    Text,
)
from conversations.notes import Menu, Sheet
from conversations.office import desk
from conversations.outcomes import AboutDesk, AboutDraft, AboutMoving, Outcome
from conversations.person import moving, status
from conversations.registration.beginning import begin, begin_new, choose, fresh, untouched
from conversations.registration.eligibility import RULES
from conversations.registration.form import FORM
from conversations.registration.interview import Registering


class Brain:
    """Built from interviews, one a form, in the composition root, so that a test can give others.

    A draft is taken by the interview of its form. The first form is what "daftar" begins.
    """

    def __init__(self, forms: Forms, *interviews: Interview) -> None:
        self._forms = forms
        self._interviews = {one.form.name: one for one in interviews}

    @classmethod
    def registering(cls, form: Form = FORM, rules: tuple[Rule, ...] = RULES) -> Self:
        """Return a brain with the registration alone, the one form there is."""
        forms = Forms(form)
        return cls(forms, Interview(forms, form, partial(Registering, rules=rules)))

    def _of(self, draft: Draft) -> Interview:
        return self._interviews[draft.form]

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
                return self._answered(state, event, context)
            case Filled(token, answers):
                return self._filled(state, token, answers, context)
            case Due(kind, subject):
                return self._due(state, kind, subject)
            case _:
                assert_never(event)

    def _learned(self, state: State, outcome: Outcome, context: Context) -> Transition:
        """Tell what came of an effect, by whoever turns it into words."""
        if isinstance(outcome, AboutDraft):
            return self._interviewing(state).learned(state, outcome, context)
        if isinstance(outcome, AboutDesk):
            return desk.learned(state, outcome, context)
        if isinstance(outcome, AboutMoving):
            return moving.learned(self._forms, state, outcome, context)
        return status.learned(self._forms, state, outcome, context)

    def _interviewing(self, state: State) -> Interview:
        """Return the interview at hand, or else that of the first form."""
        draft = state.draft
        return self._interviews[draft.form if draft else self._forms.first.name]

    def choices(self, state: State, context: Context) -> tuple[Choice, ...]:
        """Return the buttons that are open now: a typed label means its button."""
        draft = state.draft
        if draft is None:
            return others(self._forms, state)
        form = self._forms.of(draft)
        if draft.notes.menu is Menu.LANGUAGE:
            return _languages()
        if draft.notes.menu is Menu.DRAFTS:
            return list_choices(self._forms, state, form.village(draft.answers))
        if menu := self._of(draft).detours.choices(draft, context):
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
        return self._greeted(state, context)

    def _greeted(self, state: State, context: Context) -> Transition:
        if state.draft is None:
            return Transition(state, effect=FindStanding())
        return self.resume(state, context, Text("welcome.back"))

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
        return self._of(draft).filled(state.holding(draft), draft, answers, context)

    def _tapped(self, state: State, token: str, context: Context) -> Transition:
        match read(token):
            case Answer() as tap if draft := state.find(tap.draft):
                return self._of(draft).tapped(state.holding(draft), draft, tap, context)
            case (Change() | Cancel() | Resume()) as detour if draft := state.find(detour.draft):
                return self._of(draft).detours.tapped(state.holding(draft), draft, detour, context)
            case FillSheet(named) if draft := state.find(named):  # its label was typed
                return self.resume(
                    state.holding(draft.noting(draft.notes._replace(sheet=None))), context
                )
            case Speak(language) if language in languages.LANGUAGES:
                return self._speak(state, language, context)
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
        return self._written(state, text, context)

    def _written(self, state: State, text: str, context: Context) -> Transition:
        if carried := links.payload(text):
            return self._opened(state, carried, context)
        form = self._interviewing(state).form
        if found := fields(form, text):
            return self._pasted(state, found, context, more=several(form, text))
        if number := always.gives_up(text):
            about = "give_up" if always.surely(text) else "withdraw"
            return Transition(state, effect=FindStanding(about, number))
        wish = always.wish(text)
        if topic := always.topic(text, wish):
            return self.resume(state, context, Text(f"about.{topic}"))
        if wish is None or self._answers(state, wish, text, context):
            return self._answered(state, Said(text), context)
        return self._wished(state, wish, text, context)

    def _answers(self, state: State, wish: str, text: str, context: Context) -> bool:
        """Whether what looks like a wish is the answer to the open question all the same."""
        draft = state.draft
        if draft is None:
            return False
        asked = open_question(self._forms.of(draft), draft)
        return asked.claims(text, wish, Asking(draft, context))

    def _wished(self, state: State, wish: str, text: str, context: Context) -> Transition:
        match wish:
            case "greet":
                return self._greeted(state, context)
            case "status":
                return Transition(state, effect=FindStanding(number=always.number(text)))
            case "queue":
                return Transition(state, effect=ShowQueue())
            case "move":
                return Transition(state, effect=OpenTransfer())
            case "language":
                return self._language(state, text, context)
            case "register":
                return begin(self._forms, state, context)
            case "another":
                draft = state.draft
                near = self._forms.of(draft).village(draft.answers) if draft else ""
                return begin_new(self._forms, state, context, near)
            case "resume":
                return self.resume(state, context)
            case _ if state.draft is not None:
                return self._of(state.draft).detours.wished(
                    state, state.draft, wish, text, context
                )
            case _:
                return self._wished_idly(state, wish)

    def _wished_idly(self, state: State, wish: str) -> Transition:
        """Meet a wish about the registration at hand when none is."""
        match wish:
            case "cancel":
                return Transition(state, effect=FindStanding("withdraw"))
            case "help":
                return Transition(
                    state, (Reply((Text("help.idle"),), idle_choices(self._forms, state)),)
                )
            case _:
                return Transition(state, effect=FindStanding())

    def _pasted(
        self, state: State, found: tuple[Field, ...], context: Context, *, more: bool
    ) -> Transition:
        """Take a form in one message; it may begin the draft of somebody new."""
        draft = whose(self._interviewing(state).form, state, found, context)
        if draft is None:
            if len(state.drafts) >= MOST:
                return choose(self._forms, state)
            draft = fresh(self._forms, state, context)
        if more:
            draft = draft.noting(draft.notes._replace(several=True))
        return self._of(draft).pasted(state.holding(draft), draft, found, context)

    def _answered(
        self, state: State, given: Said | SharedContact | SentMedia | Edited, context: Context
    ) -> Transition:
        draft = state.draft
        if draft is None:
            number = always.number(given.text) if isinstance(given, Said) else None
            return Transition(state, effect=FindStanding(number=number))
        if isinstance(given, Said):
            if draft.notes.menu is Menu.DRAFTS:
                return self._chosen(state, given.text, context)
            if answered := self._of(draft).detours.said(state, draft, given.text, context):
                return answered
        return self._of(draft).answered(state, draft, given, context)

    def _chosen(self, state: State, text: str, context: Context) -> Transition:
        """Take words as a choice among the drafts; behind the list they answer nothing."""
        if named := named_draft(self._forms, state, text):
            return self.resume(state.holding(named), context)
        if always.says_yes(text):
            return self.resume(state, context)
        if always.says_another(text):
            return self._wished(state, "another", text, context)
        return choose(self._forms, state, "", Text("problem.pick"))

    def _language(self, state: State, text: str, context: Context) -> Transition:
        """Speak the language that was named ("bahasa Inggris"), or ask which."""
        if language := languages.named(text):
            return self._speak(state, language, context)
        if state.draft is not None:  # "2", typed now, is a language and no answer
            state = state.holding(_asking_language(state.draft))
        return Transition(state, (Reply((Text("language.ask"),), _languages()),))

    def _speak(self, state: State, language: str, context: Context) -> Transition:
        """Go on in a language; whether there is a sheet in it, the next message tells."""
        asking = replace(context, opens_form=False)
        return self.resume(replace(state, language=language), asking, Text("language.done"))


def _asking_language(draft: Draft) -> Draft:
    return draft.noting(draft.notes._replace(menu=Menu.LANGUAGE))


def _languages() -> tuple[Choice, ...]:
    return tuple(
        Choice(write(Speak(code)), Text(f"language.{code}")) for code in languages.LANGUAGES
    )
