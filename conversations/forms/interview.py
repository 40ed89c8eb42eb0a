"""The interview: takes a person through a form, one question a message. What any form needs.

An answer is read, judged, and kept; what must be found out about it goes out as an effect and
comes back as an outcome; then the next question is asked. Position is computed (`Form.current`),
never stored. What a form decides by itself is its `Conduct`.
"""

from collections.abc import Callable
from typing import Protocol, assert_never

from conversations.answers.invalid import Invalid
from conversations.answers.yes_no.yes_no import plainly
from conversations.buttons.draft import Answer, End, Mistaken, OfEnding
from conversations.effects import CountPlaces, Read
from conversations.forms import ending, sheet
from conversations.forms.asked_back import read
from conversations.forms.detours import Detours
from conversations.forms.elsewhere import meant_elsewhere
from conversations.forms.form import Form, Forms, offer
from conversations.forms.misses import Misses
from conversations.forms.pasted import Field, filled
from conversations.forms.position import asked_back, open_question, resume
from conversations.forms.question import Asking, Given, Question
from conversations.machine import Answers, Context, Draft, State, Transition
from conversations.messages import Choice, Said, Text
from conversations.notes import Menu, Sheet
from conversations.outcomes.registering import AboutDraft


class Conduct(Protocol):
    """What a form decides by itself."""

    def judged(self, state: State, draft: Draft, context: Context, /) -> Transition | None:
        """Judge the answers so far; None if nothing speaks against going on."""

    def sent(self, state: State, draft: Draft, context: Context, /) -> Transition:
        """Take the whole form, which was read over and sent."""

    def learned(self, state: State, outcome: AboutDraft, context: Context, /) -> Transition:
        """Go on with what was found out about an answer, or came of the sending."""

    def ended(self, state: State, draft: Draft, context: Context, /) -> Transition:
        """End the draft, since the answer that was asked back is right."""


class Interview:
    """`conduct` is given the interview, with which it goes on."""

    def __init__(
        self, forms: Forms, form: Form, conduct: Callable[["Interview"], Conduct]
    ) -> None:
        self.forms = forms
        self.form = form
        self.detours = Detours(forms, form)
        self._misses = Misses(forms, form)
        self._conduct = conduct(self)

    def learned(self, state: State, outcome: AboutDraft, context: Context) -> Transition:
        """Go on with what came of an effect."""
        return self._conduct.learned(state, outcome, context)

    def choices(self, draft: Draft) -> tuple[Choice, ...]:
        """Return the buttons while it is asked back whether an answer is right; else none."""
        return ending.choices(draft) if draft.notes.menu is Menu.END else ()

    def ending(self, state: State, draft: Draft, button: OfEnding, context: Context) -> Transition:
        """Take the answer to whether the registration ends there."""
        if not draft.notes.ending:
            return resume(self.forms, state, context, Text("stale"))
        match button:
            case End():
                return self._conduct.ended(state, draft, context)
            case Mistaken():
                return resume(self.forms, state.holding(_closing(draft)), context)
            case _:
                assert_never(button)

    def answered(self, state: State, draft: Draft, given: Given, context: Context) -> Transition:
        """Take words, a contact or a picture as the answer to the question at hand."""
        if draft.notes.menu is Menu.END and isinstance(given, Said):
            return self._at_ending(state, draft, given.text, context)
        return self._meant(state, _closing(draft), given, context)

    def _at_ending(self, state: State, draft: Draft, text: str, context: Context) -> Transition:
        """Take words as the answer to whether it ends there, or to the question itself.

        The same answer once more is a yes; another one ends nothing.
        """
        if button := ending.answer(draft, text):
            return self.ending(state, draft, button, context)
        given = Said(ending.beside_yes(text))
        told = self._meant(state, _closing(draft), given, context)
        left = told.state.draft
        if left and left.notes.ending == draft.notes.ending:
            return self.ending(state, draft, End(draft.id), context)
        if left and left.notes.missed and ending.denied(text):
            return self.ending(state, draft, Mistaken(draft.id), context)
        return told

    def _meant(self, state: State, draft: Draft, given: Given, context: Context) -> Transition:
        """Take what was given for the question at hand, or for what was asked back."""
        question = open_question(self.form, draft)
        if asked_back(self.form, draft) and isinstance(given, Said) and not _yes_or_no(given.text):
            draft = draft.noting(draft.notes.answered())  # it answers what is at hand
            question = open_question(self.form, draft)
        return self._take(state, draft, question, given, context)

    def tapped(self, state: State, draft: Draft, tap: Answer, context: Context) -> Transition:
        """Take a button: it answers its own question only, and only while that one is open."""
        question = open_question(self.form, draft)
        if question.name != tap.question:
            return resume(self.forms, state, context, Text("stale"))
        return self._take(state, _closing(draft), question, tap, context)

    def pasted(
        self, state: State, draft: Draft, fields: tuple[Field, ...], context: Context
    ) -> Transition:
        """Take a form in one message: what can be read of it is answered, the rest is asked."""
        draft, took, unread = filled(self.form, _anew(draft), fields, context)
        draft = draft.noting(draft.notes._replace(took=took, unread=unread))
        return self.kept(state, draft, took, context)

    def filled(self, state: State, draft: Draft, answers: Answers, context: Context) -> Transition:
        """Take a sheet that was filled in on the phone: sent, unless something must be asked."""
        untouched = draft.answers.keys() <= self.form.before
        clean = _anew(draft)
        draft, took, unread = sheet.filled(self.form, clean, answers, context)
        if not took:  # nothing to go by: what was told before stays
            draft = clean
        notes = draft.notes._replace(sheet=Sheet.FILLED, unread=unread)
        asked = unread or self.form.current(draft.answers) is not self.form.review
        draft = draft.noting(notes._replace(sends=untouched and not asked))
        return self.kept(state, draft, took, context)

    def _take(
        self, state: State, draft: Draft, question: Question, given: Given, context: Context
    ) -> Transition:
        asking = Asking(draft, context)
        if question.free and (meant := self._elsewhere(state, question, given, asking)):
            return meant
        try:
            answers = read(self.form, question, given, asking)
        except Invalid as problem:
            if not question.free and (meant := self._elsewhere(state, question, given, asking)):
                return meant
            if draft.notes.sheet is Sheet.OFFERED:  # it need not be an answer
                return resume(self.forms, state.holding(draft), context)
            return self._misses.missed(state, asking, question, given, problem)
        draft = draft.noting(draft.notes.answered())
        if not answers:  # the reading on offer was not what was meant
            return resume(self.forms, state.holding(draft), context)
        if question is self.form.review:
            return self._reviewed(state, draft, answers[question.name], context)
        if question.name in draft.answers:
            draft = self.form.taking(draft, question, answers)
        else:
            draft = draft.answering({**draft.answers, **answers})
        read_from = isinstance(given, Said) or (isinstance(given, Answer) and given.counted)
        if question.echo and read_from:
            draft = draft.noting(draft.notes._replace(noted=question.name))
        return self.kept(state, draft, (question.name,), context)

    def _elsewhere(
        self, state: State, question: Question, given: Given, asking: Asking
    ) -> Transition | None:
        """Ask back what is meant for another question, which it names; None if it names none."""
        if not isinstance(given, Said):
            return None
        meant = meant_elsewhere(self.form, question, given.text, asking)
        if meant is None:
            return None
        other, value = meant
        if asking.answers.get(other.name) == value:
            return None
        offered = offer(asking.draft, other, (value,))
        return resume(self.forms, state.holding(offered), asking.context)

    def kept(
        self, state: State, draft: Draft, names: tuple[str, ...], context: Context
    ) -> Transition:
        """Judge the new answers; find out what they ask for; go on."""
        asked = [name for name in names if (found := self.form.find(name)) and found.then]
        if asked:
            due = tuple(dict.fromkeys((*draft.notes.due, *asked)))
            draft = draft.noting(draft.notes._replace(due=due))
        return self._conduct.judged(state, draft, context) or self.go_on(state, draft, context)

    def go_on(self, state: State, draft: Draft, context: Context, *before: Text) -> Transition:
        """Find out what is due, or ask the next question."""
        wish = self._due(draft, context)
        if wish is None:
            sends = draft.notes.sends
            draft = draft.noting(draft.notes._replace(sends=False)) if sends else draft
            if sends and self.form.current(draft.answers) is self.form.review:
                return self._reviewed(state, draft, "send", context)
            return resume(self.forms, state.holding(draft), context, *before)
        name, effect = wish
        due = tuple([one for one in draft.notes.due if one != name])
        left = draft.noting(draft.notes._replace(due=due))
        return Transition(state.holding(left), effect=effect)

    def _due(self, draft: Draft, context: Context) -> tuple[str, Read] | None:
        """Return what is to be found out now: the village's places, which are told, at the end.

        The rest is in the order of the form, so consent is recorded before a NIK is looked up.
        """
        if not draft.notes.due:
            return None
        asking = Asking(draft, context)
        wishes = [
            (question.name, effect)
            for question in self.form.answered(draft.answers)
            if question.then
            and question.name in draft.notes.due
            and (effect := question.then(asking))
        ]
        return min(wishes, key=lambda wish: isinstance(wish[1], CountPlaces), default=None)

    def _reviewed(self, state: State, draft: Draft, answer: str, context: Context) -> Transition:
        if answer == "edit":
            return self.detours.edit_menu(state, draft, context)
        if answer == "drop":
            return self.detours.wished(state, draft, "cancel", "", context)
        return self._conduct.judged(state, draft, context) or self._conduct.sent(
            state, draft, context
        )

    def again(
        self, state: State, draft: Draft, name: str, context: Context, *problem: Text
    ) -> Transition:
        """Drop an answer that will not do, say why, and ask for another."""
        dropped = self.form.without(draft, name)
        asked = dropped.noting(dropped.notes._replace(sends=False))
        return resume(self.forms, state.holding(asked), context, *problem)


def _yes_or_no(text: str) -> bool:
    try:
        plainly(text)
    except Invalid:
        return False
    return True


def _closing(draft: Draft) -> Draft:
    """Whatever was asked instead of the question is answered no more."""
    if draft.notes.menu is None:
        return draft
    return draft.noting(draft.notes._replace(menu=None, ending=""))


def _anew(draft: Draft) -> Draft:
    """A form in one message is no answer to what was asked last."""
    return draft.noting(draft.notes.answered()._replace(menu=None, sends=False))


class Interviews:
    """The interviews there are, one a form. The first form is what "daftar" begins."""

    def __init__(self, forms: Forms, *interviews: Interview) -> None:
        self.forms = forms
        self._by_form = {one.form.name: one for one in interviews}

    def of(self, draft: Draft) -> Interview:
        """Return the interview that takes a draft."""
        return self._by_form[draft.form]

    def named(self, form: str) -> Interview:
        """Return the interview of a form."""
        return self._by_form[form]

    def at_hand(self, state: State) -> Interview:
        """Return the interview of the draft at hand, or else that of the first form."""
        return self.of(state.draft) if state.draft else self._by_form[self.forms.first.name]
