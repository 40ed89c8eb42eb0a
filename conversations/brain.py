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
from typing import assert_never
from uuid import UUID

from conversations import links
from conversations.answers import always
from conversations.answers.invalid import Invalid
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
from conversations.forms.detours import Detours
from conversations.forms.drafts import MOST, list_choices, named_draft, others
from conversations.forms.form import Asking, Form
from conversations.forms.pasted import Field, fields, several, whose
from conversations.forms.position import idle_choices, open_question, resume
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
from conversations.registration.interview import Interview

LANGUAGES = ("id", "en")
_BEGINNING = frozenset({"register", "another"})
# "Menganti" is a village, and a letter from "mengganti"; "Batal" is a village and "batal" a word.
_NO_WORDS = frozenset({"edit", "language", "register"})
_NAMES_OF_LANGUAGES = {"english": "en", "inggris": "en", "indonesia": "id"}


class Brain:
    """Built from a form and its rules in the composition root, so that a test can give others."""

    def __init__(self, form: Form, rules: tuple[Rule, ...]) -> None:
        self._form = form
        self._detours = Detours(form)
        self._interview = Interview(form, rules, self._detours)

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
            return self._interview.learned(state, outcome, context)
        if isinstance(outcome, AboutDesk):
            return desk.learned(state, outcome, context)
        if isinstance(outcome, AboutMoving):
            return moving.learned(self._form, state, outcome, context)
        return status.learned(self._form, state, outcome, context)

    def choices(self, state: State, context: Context) -> tuple[Choice, ...]:
        """Return the buttons that are open now: a typed label means its button."""
        draft = state.draft
        if draft is None:
            return others(state)
        if draft.notes.menu is Menu.LANGUAGE:
            return _languages()
        if draft.notes.menu is Menu.DRAFTS:
            return list_choices(state, draft.answers.get("village", ""))
        if menu := self._detours.choices(draft, context):
            return menu
        if draft.notes.sheet is Sheet.OFFERED:
            return (sheet.choice(self._form, draft, context),)
        return self._form.choices(open_question(self._form, draft), Asking(draft, context))

    def resume(self, state: State, context: Context, *before: Text) -> Transition:
        """Say something, then ask again whatever was being asked."""
        return resume(self._form, state, context, *before)

    def _due(self, state: State, kind: DueKind, subject: UUID) -> Transition:
        """Answer what became due by itself."""
        match kind:
            case DueKind.REMIND:
                return remind(self._form, state, subject)
            case _:
                assert_never(kind)

    # links and buttons

    def _opened(self, state: State, payload: str, context: Context) -> Transition:
        if payload.startswith(links.HEAD):
            return Transition(state, effect=Redeem(payload.removeprefix(links.HEAD)))
        if payload.startswith(links.VILLAGE):
            return begin(self._form, state, context, payload.removeprefix(links.VILLAGE))
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
        draft = draft or untouched(state)
        if draft is None and len(state.drafts) >= MOST:
            return choose(state)
        draft = draft or fresh(self._form, state, context)
        return self._interview.filled(state.holding(draft), draft, answers, context)

    def _tapped(self, state: State, token: str, context: Context) -> Transition:
        match read(token):
            case Answer() as tap if draft := state.find(tap.draft):
                return self._interview.tapped(state.holding(draft), draft, tap, context)
            case (Change() | Cancel() | Resume()) as detour if draft := state.find(detour.draft):
                return self._detours.tapped(state.holding(draft), draft, detour, context)
            case FillSheet(named) if draft := state.find(named):  # its label was typed
                return self.resume(
                    state.holding(draft.noting(draft.notes._replace(sheet=None))), context
                )
            case Speak(language) if language in LANGUAGES:
                return self._speak(state, language, context)
            case GoOnHere(code):
                return Transition(state, effect=Join(code))
            case Register():
                return begin(self._form, state, context)
            case RegisterAnother(village):
                return begin_new(self._form, state, context, village)
            case (Queue() | OnCard() | Reject()) as button:
                return desk.tapped(state, button)
            case (ShowStatus() | GiveUp()) as button:
                return status.tapped(state, button)
            case _:  # none of ours, or of a draft that is gone
                return self.resume(state, context, Text("stale"))

    # words

    def _said(self, state: State, text: str, context: Context) -> Transition:
        if carried := links.payload(text):
            return self._opened(state, carried, context)
        if found := fields(self._form, text):
            return self._pasted(state, found, context, more=several(self._form, text))
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
        asked = open_question(self._form, draft)
        if asked.name == "village":
            return context.villages.named(text, placed=wish not in _NO_WORDS)
        return asked is self._form.questions[0] and self._begins(wish, text, draft, context)

    def _begins(self, wish: str, text: str, draft: Draft, context: Context) -> bool:
        """Whether "daftarkan istri" is the answer to the first question, for whom it is."""
        if wish not in _BEGINNING:
            return False
        first = self._form.questions[0]
        try:
            self._form.answer(first, Said(text), Asking(draft, context))
        except Invalid:
            return False
        return True

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
                return begin(self._form, state, context)
            case "another":
                near = state.draft.answers.get("village", "") if state.draft else ""
                return begin_new(self._form, state, context, near)
            case "resume":
                return self.resume(state, context)
            case _ if state.draft is not None:
                return self._detours.wished(state, state.draft, wish, text, context)
            case _:
                return _wished_idly(state, wish)

    def _pasted(
        self, state: State, found: tuple[Field, ...], context: Context, *, more: bool
    ) -> Transition:
        """Take a form in one message; it may begin the draft of somebody new."""
        draft = whose(self._form, state, found, context)
        if draft is None:
            if len(state.drafts) >= MOST:
                return choose(state)
            draft = fresh(self._form, state, context)
        if more:
            draft = draft.noting(draft.notes._replace(several=True))
        return self._interview.pasted(state.holding(draft), draft, found, context)

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
            if answered := self._detours.said(state, draft, given.text, context):
                return answered
        return self._interview.answered(state, draft, given, context)

    def _chosen(self, state: State, text: str, context: Context) -> Transition:
        """Take words as a choice among the drafts; behind the list they answer nothing."""
        if named := named_draft(state, text):
            return self.resume(state.holding(named), context)
        if always.says_yes(text):
            return self.resume(state, context)
        if always.says_another(text):
            return self._wished(state, "another", text, context)
        return choose(state, "", Text("problem.pick"))

    def _language(self, state: State, text: str, context: Context) -> Transition:
        """Speak the language that was named ("bahasa Inggris"), or ask which."""
        for name, language in _NAMES_OF_LANGUAGES.items():
            if name in text.casefold():
                return self._speak(state, language, context)
        if state.draft is not None:  # "2", typed now, is a language and no answer
            state = state.holding(_asking_language(state.draft))
        return Transition(state, (Reply((Text("language.ask"),), _languages()),))

    def _speak(self, state: State, language: str, context: Context) -> Transition:
        """Go on in a language; whether there is a sheet in it, the next message tells."""
        asking = replace(context, opens_form=False)
        return self.resume(replace(state, language=language), asking, Text("language.done"))


def _wished_idly(state: State, wish: str) -> Transition:
    """Meet a wish about the registration at hand when none is."""
    match wish:
        case "cancel":
            return Transition(state, effect=FindStanding("withdraw"))
        case "help":
            return Transition(state, (Reply((Text("help.idle"),), idle_choices(state)),))
        case _:
            return Transition(state, effect=FindStanding())


def _asking_language(draft: Draft) -> Draft:
    return draft.noting(draft.notes._replace(menu=Menu.LANGUAGE))


def _languages() -> tuple[Choice, ...]:
    return tuple(Choice(write(Speak(code)), Text(f"language.{code}")) for code in LANGUAGES)
