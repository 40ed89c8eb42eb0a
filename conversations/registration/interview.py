"""The interview: takes a worker through the form, one question a message.

An answer is read, judged by the rules of eligibility, and kept; what must be found out about it
(is the NIK registered already?) goes out as an effect and comes back as an outcome; then the next
question is asked. Position is computed (`Form.current`), never stored.
"""

from dataclasses import replace
from typing import assert_never

from conversations.answers.invalid import Invalid
from conversations.buttons import Answer
from conversations.effects import CountPlaces, Read, Submit
from conversations.forms import sheet
from conversations.forms.asked_back import read
from conversations.forms.detours import Detours
from conversations.forms.drafts import others
from conversations.forms.form import Asking, Form, Given, Question
from conversations.forms.misses import Misses
from conversations.forms.pasted import Field, filled
from conversations.forms.position import open_question, resume, unfinished
from conversations.forms.rules import Rule, broken
from conversations.machine import Answers, Context, Draft, State, Transition
from conversations.messages import Reply, Said, Text, Value
from conversations.notes import Sheet
from conversations.outcomes import (
    AboutDraft,
    AlreadyRegistered,
    ConsentRecorded,
    NikFree,
    NotOpen,
    PlacesCounted,
    Submitted,
    TooManyNiks,
)
from conversations.person.status import receipt, registered_already


class Interview:
    def __init__(self, form: Form, rules: tuple[Rule, ...], detours: Detours) -> None:
        self._form = form
        self._rules = rules
        self._detours = detours
        self._misses = Misses(form)

    # answers

    def answered(self, state: State, draft: Draft, given: Given, context: Context) -> Transition:
        """Take words, a contact or a picture as the answer to the question at hand."""
        question = open_question(self._form, draft)
        return self._take(state, _closing(draft), question, given, context)

    def tapped(self, state: State, draft: Draft, tap: Answer, context: Context) -> Transition:
        """Take a button: it answers its own question only, and only while that one is open."""
        question = open_question(self._form, draft)
        if question.name != tap.question:
            return resume(self._form, state, context, Text("stale"))
        return self._take(state, _closing(draft), question, tap, context)

    def pasted(
        self, state: State, draft: Draft, fields: tuple[Field, ...], context: Context
    ) -> Transition:
        """Take a form in one message: what can be read of it is answered, the rest is asked."""
        draft, took, unread = filled(self._form, _anew(draft), fields, context)
        draft = draft.noting(draft.notes._replace(took=took, unread=unread))
        return self._kept(state, draft, took, context)

    def filled(self, state: State, draft: Draft, answers: Answers, context: Context) -> Transition:
        """Take a sheet that was filled in on the phone: sent, unless something must be asked."""
        untouched = draft.answers.keys() <= sheet.BEFORE
        clean = _anew(draft)
        draft, took, unread = sheet.filled(self._form, clean, answers, context)
        if not took:  # nothing to go by: what was told before stays
            draft = clean
        notes = draft.notes._replace(sheet=Sheet.FILLED, unread=unread)
        asked = unread or self._form.current(draft.answers) is not self._form.review
        draft = draft.noting(notes._replace(sends=untouched and not asked))
        return self._kept(state, draft, took, context)

    def _take(
        self, state: State, draft: Draft, question: Question, given: Given, context: Context
    ) -> Transition:
        try:
            answers = read(self._form, question, given, Asking(draft, context))
        except Invalid as problem:
            if draft.notes.sheet is Sheet.OFFERED:  # it need not be an answer
                return resume(self._form, state.holding(draft), context)
            asking = Asking(draft, context)
            return self._misses.missed(state, asking, question, given, problem)
        draft = draft.noting(draft.notes.answered())
        if not answers:  # the reading on offer was not what was meant
            return resume(self._form, state.holding(draft), context)
        if question is self._form.review:
            return self._reviewed(state, draft, answers[question.name], context)
        draft = draft.answering({**draft.answers, **answers})
        if question.echo and isinstance(given, Said):
            draft = draft.noting(draft.notes._replace(noted=question.name))
        return self._kept(state, draft, (question.name,), context)

    def _kept(
        self, state: State, draft: Draft, names: tuple[str, ...], context: Context
    ) -> Transition:
        """Judge the new answers; find out what they ask for; go on."""
        asked = [q.name for q in self._form.questions if q.name in names and q.then]
        if asked:
            due = tuple(dict.fromkeys((*draft.notes.due, *asked)))
            draft = draft.noting(draft.notes._replace(due=due))
        return self._judged(state, draft, context) or self._go_on(state, draft, context)

    def _judged(self, state: State, draft: Draft, context: Context) -> Transition | None:
        """Run the rules; None if nothing speaks against the worker so far."""
        village = draft.answers.get("village")
        if village is None:
            return None
        programme = context.programme(village)
        if programme is None:
            return self._closed(state, draft, context)
        rule = broken(self._rules, self._form.kept(draft.answers), programme)
        return self._refuse(state, draft, rule, context) if rule else None

    def _refuse(self, state: State, draft: Draft, rule: Rule, context: Context) -> Transition:
        """Say why, and let go of everything that was told."""
        programme = context.programme(draft.answers["village"])
        band = {"min": programme.min_age, "below": programme.below_age} if programme else {}
        values = {**self._form.describe(Asking(draft, context)), **band}
        texts = (Text(f"eligibility.{rule.name}", values), Text("eligibility.deleted"))
        left = state.dropping(draft.id)
        return Transition(left, (Reply((*texts, *unfinished(self._form, left)), others(left)),))

    def _go_on(self, state: State, draft: Draft, context: Context, *before: Text) -> Transition:
        """Find out what is due, or ask the next question."""
        wish = self._due(draft, context)
        if wish is None:
            sends = draft.notes.sends
            draft = draft.noting(draft.notes._replace(sends=False)) if sends else draft
            if sends and self._form.current(draft.answers) is self._form.review:
                return self._reviewed(state, draft, "send", context)
            return resume(self._form, state.holding(draft), context, *before)
        name, effect = wish
        due = tuple([one for one in draft.notes.due if one != name])
        left = draft.noting(draft.notes._replace(due=due))
        return Transition(state.holding(left), effect=effect)

    def _due(self, draft: Draft, context: Context) -> tuple[str, Read] | None:
        """Return what is to be found out now: the village's places, which are told, at the end.

        The rest is in the order of the form, so consent is recorded before a NIK is looked up.
        """
        asking = Asking(draft, context)
        wishes = [
            (question.name, effect)
            for question in self._form.answered(draft.answers)
            if question.then
            and question.name in draft.notes.due
            and (effect := question.then(asking))
        ]
        return min(wishes, key=lambda wish: isinstance(wish[1], CountPlaces), default=None)

    def _reviewed(self, state: State, draft: Draft, answer: str, context: Context) -> Transition:
        if answer == "edit":
            return self._detours.edit_menu(state, draft, context)
        if judged := self._judged(state, draft, context):
            return judged
        answers = self._form.kept(draft.answers)
        wish = Submit(draft.id, answers["village"], answers["nik"], answers)
        return Transition(state.holding(draft), effect=wish)

    # outcomes

    def learned(self, state: State, outcome: AboutDraft, context: Context) -> Transition:
        """Go on with what was found out."""
        draft = _focused(state)
        match outcome:
            case PlacesCounted(places=0) | NotOpen():
                return self._closed(state, draft, context)
            case PlacesCounted():
                return self._counted(state, draft, outcome, context)
            case ConsentRecorded() | NikFree():
                return self._go_on(state, draft, context)
            case TooManyNiks():
                problem = Text("registration.nik.too_many")
                return self._again(state, draft, "nik", context, problem)
            case AlreadyRegistered():
                return self._already(state, draft, outcome, context)
            case Submitted():
                left = state.dropping(draft.id)
                helping = draft.answers.get("for_whom") == "other"
                told = receipt(self._form, left, outcome, context, helping=helping)
                return Transition(left, told)
            case _:
                assert_never(outcome)

    def _counted(
        self, state: State, draft: Draft, counted: PlacesCounted, context: Context
    ) -> Transition:
        """Say how many places are left; after a link, which asks nothing first, greet as well."""
        first = self._form.current(draft.answers) is self._form.questions[0]
        hello = (Text("welcome.new"),) if first else ()
        return self._go_on(state, draft, context, *hello, _places(counted, context))

    def _already(
        self, state: State, draft: Draft, known: AlreadyRegistered, context: Context
    ) -> Transition:
        told = registered_already(known, context)
        if known.mine is not None and draft.answers.get("for_whom") == "other":
            return self._again(state, draft, "nik", context, *told[0].texts)
        if known.mine is not None:
            left = state.dropping(draft.id)
            texts = (*told[0].texts, *unfinished(self._form, left))
            return Transition(left, (Reply(texts, others(left)),))
        again = self._again(state, draft, "nik", context, Text("registration.nik.elsewhere"))
        return replace(again, replies=(*again.replies, *told))

    def _closed(self, state: State, draft: Draft, context: Context) -> Transition:
        problem = Text("registration.village.not_open")
        return self._again(state, draft, "village", context, problem)

    def _again(
        self, state: State, draft: Draft, name: str, context: Context, *problem: Text
    ) -> Transition:
        """Drop an answer that will not do, say why, and ask for another."""
        dropped = self._form.without(draft, name)
        asked = dropped.noting(dropped.notes._replace(sends=False))
        return resume(self._form, state.holding(asked), context, *problem)


def _closing(draft: Draft) -> Draft:
    """Whatever was asked instead of the question is answered no more."""
    return draft.noting(draft.notes._replace(menu=None)) if draft.notes.menu else draft


def _anew(draft: Draft) -> Draft:
    """A form in one message is no answer to what was asked last."""
    return draft.noting(draft.notes.answered()._replace(menu=None, sends=False))


def _places(counted: PlacesCounted, context: Context) -> Text:
    left = counted.places - counted.taken
    values: dict[str, Value] = {
        "village": context.villages[counted.village].name,
        "left": left,
        "places": counted.places,
        "waiting": counted.waiting,
    }
    return Text("village.places" if left > 0 else "village.full", values)


def _focused(state: State) -> Draft:
    if state.draft is None:
        raise LookupError("an outcome for a draft that is not there")
    return state.draft
