"""The brain: one event in, one transition out. Everything a person hears is decided here.

What a person does is routed in this order: buttons and links say themselves what they are for;
some words mean the same whatever is being asked (batal, kembali, status); what is left is an
answer to the question at hand or, with no draft, a question of where one stands. What came of an
effect goes to whoever wished for it.

    written                  what somebody wrote: a wish, or an answer
    registration/interview   the questions, one after another
    registration/beginning   how a registration begins, and which of several is at hand
    registration/amended     how a correction of what was sent begins, and ends
    forms/detours            kembali, ubah, batal, ulang, bantuan
    answers/always           what a message means whatever is being asked
    person/language          the language somebody is spoken to in
    office/desk              the village head's desk
    office/claims            whose a NIK is that two have told
    office/looking           who is registered in a village, and how far it has come
    person/status            the status, and giving a registration up
    person/moving            going on at another address
    person/new_phone         the same, with a head's code where the old one is lost
    person/terms             newer words of a consent that was given to others
"""

from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import partial
from typing import Any, Self, TypeAlias, assert_never, get_args

from conversations import asides, idle, languages, links
from conversations.answers import always
from conversations.buttons.button import Button, read
from conversations.buttons.desk import (
    AskFor,
    EndPlace,
    ForOwner,
    NewPhone,
    OnCard,
    OnClaim,
    Queue,
    Reject,
    ShowNames,
    ShowOne,
    ShowVillage,
)
from conversations.buttons.draft import (
    Answer,
    Cancel,
    Change,
    End,
    FillSheet,
    Mistaken,
    OfDraft,
    OfEnding,
    Restart,
    Resume,
)
from conversations.buttons.person import (
    Accept,
    Correct,
    CutOff,
    Erase,
    GiveUp,
    GoOnHere,
    OnTerms,
    Register,
    RegisterAnother,
    ShowData,
    ShowStatus,
    Speak,
    TakeBack,
)
from conversations.effects import (
    Effect,
    Expire,
    FindStanding,
    FinishErasing,
    Lapse,
    LookAtInvitation,
    Nudge,
    PassOver,
    TakeEffect,
    TakeToPhone,
    Write,
)
from conversations.forms import sheet
from conversations.forms.drafts import MOST, list_choices, others
from conversations.forms.form import Form, Forms
from conversations.forms.interview import Interview, Interviews
from conversations.forms.position import open_question, resume
from conversations.forms.question import Asking
from conversations.forms.reminder import remind, warn
from conversations.forms.rules import Rule
from conversations.lately import MOST_SAME
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
from conversations.notes import Menu, Sheet, doubled, tapping
from conversations.office import asking, claims, desk, looking
from conversations.outcomes.amending import AboutAmending
from conversations.outcomes.asking import AboutAsking
from conversations.outcomes.claims import AboutClaim
from conversations.outcomes.desk import AboutDesk
from conversations.outcomes.looking import AboutVillage
from conversations.outcomes.moving import AboutMoving
from conversations.outcomes.new_phones import AboutPhone
from conversations.outcomes.registering import AboutDraft
from conversations.outcomes.rights import AboutRights
from conversations.outcomes.standing import AboutStanding, Standing
from conversations.outcomes.terms import AboutTerms
from conversations.person import language, moving, new_phone, rights, status, terms
from conversations.registration import amended
from conversations.registration.amending import Amending
from conversations.registration.amendment import amendment
from conversations.registration.beginning import begin, begin_new, choose, fresh, untouched
from conversations.registration.eligibility import RULES
from conversations.registration.form import FORM
from conversations.registration.interview import Registering
from conversations.written import Written, greeted

Learn: TypeAlias = Callable[[State, Any, Context], Transition]
"""Turns what came of an effect into words."""

OfDrafts: TypeAlias = Answer | OfDraft | OfEnding | FillSheet
_OF_DRAFTS = (Answer, Change, Cancel, Restart, Resume, End, Mistaken, FillSheet)


_DUE: Mapping[DueKind, Callable[[Due], Effect]] = {
    DueKind.TAKE_EFFECT: lambda due: TakeEffect(due.subject, int(due.version)),
    DueKind.NUDGE: lambda due: Nudge(due.subject, int(due.version)),
    DueKind.NUDGE_AGAIN: lambda due: Nudge(due.subject, int(due.version)),
    DueKind.LAPSE: lambda due: Lapse(due.subject, int(due.version)),
    DueKind.EXPIRE: lambda due: Expire(due.subject),
    DueKind.ERASE: lambda due: FinishErasing(due.subject),
    DueKind.ERASE_CHAT: lambda due: FinishErasing(due.subject, chat=True),
    DueKind.REFUSED: lambda due: PassOver(due.subject),
}
"""What is done when something is due of which nothing is said before."""


class Brain:
    """Built from interviews, one a form, in the composition root, so that a test can give others.

    A draft is taken by the interview of its form. The first form is what "daftar" begins.
    """

    def __init__(self, forms: Forms, *interviews: Interview) -> None:
        self._forms = forms
        self._interviews = Interviews(forms, *interviews)
        self._written = Written(self._interviews)
        learn: Mapping[Any, Learn] = {
            AboutDraft: self._of_form,
            AboutAmending: partial(amended.learned, self._interviews),
            AboutDesk: desk.learned,
            AboutAsking: asking.learned,
            AboutClaim: claims.learned,
            AboutMoving: partial(moving.learned, forms),
            AboutPhone: partial(new_phone.learned, forms),
            AboutRights: partial(rights.learned, forms),
            AboutTerms: partial(terms.learned, forms),
            AboutVillage: looking.learned,
            AboutStanding: self._stands,
        }
        self._learn = {kind: by for about, by in learn.items() for kind in get_args(about)}

    @classmethod
    def registering(cls, form: Form = FORM, rules: tuple[Rule, ...] = RULES) -> Self:
        """Return a brain with the registration, and the correction of what was sent."""
        correcting = amendment(form)
        forms = Forms(form, correcting)
        return cls(
            forms,
            Interview(forms, form, partial(Registering, rules=rules)),
            Interview(forms, correcting, partial(Amending, rules=rules)),
        )

    def advance(self, state: State, event: Event, context: Context) -> Transition:
        """Answer an event. Pure: the same arguments give the same transition.

        A person's own input never raises; an outcome nobody wished for does, a LookupError.
        """
        if learn := self._learn.get(type(event)):
            return learn(state, event, context)
        if aside := state.aside:
            state = state.unasked()
        match event:
            case Opened(payload):
                return self._opened(state, payload, context)
            case Tapped(token):
                return self._tapped(state, aside, token, context)
            case Said(text):
                return self._said(state, aside, text, context)
            case SharedContact() | SentMedia() | Edited():
                return self._written.answered(state, event, context)
            case Filled(token, answers):
                return self._filled(state, token, answers, context)
            case Due():
                return self._due(state, event, context)
            case _:
                raise LookupError(f"nobody answers a {type(event).__name__}")

    def _of_form(self, state: State, outcome: AboutDraft, context: Context) -> Transition:
        return self._interviews.at_hand(state).learned(state, outcome, context)

    def _stands(self, state: State, outcome: AboutStanding, context: Context) -> Transition:
        """Tell where somebody stands, and of what became new since they were here."""
        told = self._standing(state, outcome, context)
        if not isinstance(outcome, Standing):
            return told
        return terms.offered(self._forms, told, outcome, context)

    def _standing(self, state: State, outcome: AboutStanding, context: Context) -> Transition:
        match outcome:
            case Standing("terms"):
                return terms.shown(self._forms, state, outcome, context)
            case Standing("said"):
                return idle.heard(self._forms, state, outcome, context)
            case Standing("again"):
                return idle.again(self._forms, state, outcome, context)
            case _:
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
        interview = self._interviews.of(draft)
        if menu := interview.detours.choices(draft, context) or interview.choices(draft):
            return menu
        if draft.notes.sheet is Sheet.OFFERED:
            return (sheet.choice(form, draft, context),)
        return form.choices(open_question(form, draft), Asking(draft, context))

    def _counts(self, state: State) -> bool:
        """Say whether a number is no answer to what is asked, so that it can count the buttons."""
        draft = state.draft
        if draft is None or draft.notes.menu is not None:
            return True
        return not open_question(self._forms.of(draft), draft).numeric

    def village(self, draft: Draft) -> str:
        """Return the code of the village that a draft is about; "" if it is not known yet."""
        return self._forms.of(draft).village(draft.answers)

    def told(self, draft: Draft) -> bool:
        """Say whether anything was told in a draft that was begun."""
        return not draft.answers.keys() <= self._forms.of(draft).before

    def resume(self, state: State, context: Context, *before: Text) -> Transition:
        """Say something, then ask again whatever was being asked."""
        return resume(self._forms, state, context, *before)

    def _due(self, state: State, due: Due, context: Context) -> Transition:
        """Answer what became due by itself."""
        subject = due.subject
        match due.kind:
            case DueKind.REMIND:
                return remind(self._forms, state, subject)
            case DueKind.WARN:
                return warn(self._forms, state, subject, context)
            case DueKind.ABANDON:
                return Transition(state.abandoning(subject))
            case DueKind.FORGET:
                return Transition(state.forgetting(subject))
            case kind:
                return Transition(state, effect=_DUE[kind](due))

    # links and buttons

    def _opened(self, state: State, payload: str, context: Context) -> Transition:
        if payload.startswith(links.HEAD):
            return Transition(state, effect=LookAtInvitation(payload.removeprefix(links.HEAD)))
        if payload.startswith(links.VILLAGE):
            return begin(self._forms, state, context, payload.removeprefix(links.VILLAGE))
        if code := links.move_code(payload):
            return Transition(state, (moving.asked(code),))
        if code := links.phone_code(payload):
            return Transition(state, effect=TakeToPhone(code))
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

    def _tapped(
        self, state: State, aside: Draft | None, token: str, context: Context
    ) -> Transition:
        """Take a button; the second tap of one that was obeyed just now gets silence."""
        button = asides.with_note(aside, token, read(token))
        draft = _tapped_of(state, button)
        if draft and doubled(draft.notes, token, context.now):
            return Transition(state)
        told = self._pressed(state, button, context)
        left = _tapped_of(told.state, button)
        if left is None:
            return told
        return told.leading_to(told.state.noting(left, tapping(token, context.now)))

    def _pressed(self, state: State, button: Button | None, context: Context) -> Transition:
        if isinstance(button, _OF_DRAFTS) and (draft := state.find(button.draft)):
            return self._of_draft(state.holding(draft), draft, button, context)
        match button:
            case Speak(code) if code in languages.LANGUAGES:
                return language.spoken(self._forms, state, code, context)
            case (GoOnHere() | CutOff() | Accept()) as button:
                return Transition(state, effect=moving.wished(button))
            case Register():
                return begin(self._forms, state, context)
            case RegisterAnother(village):
                return begin_new(self._forms, state, context, village)
            case (
                Queue()
                | OnCard()
                | Reject()
                | AskFor()
                | EndPlace()
                | OnClaim()
                | NewPhone()
                | ForOwner()
                | ShowNames()
                | ShowOne()
                | ShowVillage()
            ) as button:
                return desk.tapped(state, button, context)
            case (Erase() | TakeBack() | ShowData() | OnTerms()) as button:
                return rights.tapped(self._forms, state, button, context)
            case (ShowStatus() | GiveUp() | Correct()) as button:
                return status.tapped(state, button)
            case Answer() | Cancel() | End() | Restart():  # of a draft that is gone
                return Transition(state, effect=FindStanding("again", said=str(button.draft)))
            case _:  # none of ours
                return self.resume(state, context, Text("stale"))

    def _of_draft(
        self, state: State, draft: Draft, button: OfDrafts, context: Context
    ) -> Transition:
        """Take a button about a draft that is there, and in focus now."""
        interview = self._interviews.of(draft)
        match button:
            case Answer():
                return interview.tapped(state, draft, button, context)
            case End() | Mistaken():
                return interview.ending(state, draft, button, context)
            case Change() | Cancel() | Restart() | Resume():
                return interview.detours.tapped(state, draft, button, context)
            case FillSheet():  # its label was typed
                again = draft.noting(draft.notes._replace(sheet=None))
                return self.resume(state.holding(again), context)
            case _:
                assert_never(button)

    # words

    def _said(self, state: State, aside: Draft | None, text: str, context: Context) -> Transition:
        """Take words; the same again and again, leading nowhere, is answered a few times only."""
        told = self._took(state, aside, text, context)
        if isinstance(told.effect, Write):  # "kirim" does something each time
            return told
        if told.state.drafts != state.drafts and _answers(told.state) != _answers(state):
            return told
        said = "thanks" if always.wish(text) == "thanks" else text
        lately = told.state.lately.hearing(said, context.now)
        if lately.enough:
            first = lately.times == MOST_SAME + 1
            return Transition(state.lately_said(lately), hushed=first)
        return told.leading_to(told.state.lately_said(lately))

    def _took(self, state: State, aside: Draft | None, text: str, context: Context) -> Transition:
        if aside and (button := asides.met(aside, text, context)):
            return self._pressed(state, button, context)
        text = asides.named(aside, text) if aside else text
        choices = self.choices(state, context)
        if token := context.labelled(text, choices, counting=self._counts(state)):
            button = read(token)
            if isinstance(button, Answer) and text.strip(" .)").isdecimal():
                button = replace(button, counted=True)
            return self._pressed(state, button, context)
        if carried := links.payload(text):
            return self._opened(state, carried, context)
        asked = asides.again(aside) if aside and state.draft is None else None
        if asked and not self._written.wants(text):
            return Transition(state, effect=asked)
        told = self._written.said(state, text, context)
        return asides.loosely(told) if aside and asides.looked(aside) else told


def _tapped_of(state: State, button: Button | None) -> Draft | None:
    """Return the draft that remembers the tap: the button's own, or the one that it begins."""
    if isinstance(button, _OF_DRAFTS):
        return state.find(button.draft)
    return state.draft if isinstance(button, Register | RegisterAnother) else None


def _answers(state: State) -> list[Answers]:
    return [draft.answers for draft in state.drafts]
