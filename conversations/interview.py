"""The interview: takes a worker through the form, one question a message.

An answer is read, judged by the rules of eligibility, and kept; what must be found out about it
(is the NIK registered already?) goes out as an effect and comes back as an outcome; then the next
question is asked. Position is computed (`Form.current`), never stored.
"""

from dataclasses import replace
from typing import assert_never

from conversations.detours import Detours
from conversations.effects import CountPlaces, Submit
from conversations.eligibility import Rule, broken
from conversations.form import MISSED, OFFERED, Asking, Form, Question, offer
from conversations.invalid import Invalid
from conversations.machine import Context, Draft, State, Transition
from conversations.messages import Input, Reply, Tapped, Text, Value
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
from conversations.position import MENU, open_question, resume
from conversations.standing import receipt, registered_already

COMMON_PROBLEMS = frozenset({"media", "edited", "long", "unexpected", "pick"})
HELP_AFTER = 2  # misses of one question after which the way to a person is told as well


class Interview:
    def __init__(self, form: Form, rules: tuple[Rule, ...], detours: Detours) -> None:
        self._form = form
        self._rules = rules
        self._detours = detours

    def begin(self, state: State, context: Context, link: str = "") -> Transition:
        """Begin a registration, or go on with the one at hand; `link` may name its village."""
        draft = state.draft or Draft(context.fresh, self._form.name, self._form.version)
        hello = Text("welcome.back" if state.draft else "welcome.new")
        begun = state.holding(draft)
        if not link or "village" in draft.answers:
            return resume(self._form, begun, context, hello)
        code = _dotted(link)
        if context.villages.get(code) is None or context.programme(code) is None:
            return resume(self._form, begun, context, Text("welcome.unknown_village"))
        preset = replace(draft, answers={**draft.answers, "village": code})
        return Transition(state.holding(preset), effect=CountPlaces(code))

    # answers

    def answered(self, state: State, draft: Draft, given: Input, context: Context) -> Transition:
        """Take words, a contact or a picture as the answer to the question at hand."""
        question = open_question(self._form, draft)
        return self._take(state, draft.forgetting(MENU), question, given, context)

    def tapped(
        self, state: State, draft: Draft, name: str, tap: Tapped, context: Context
    ) -> Transition:
        """Take a button: it answers its own question only, and only while that one is open."""
        question = open_question(self._form, draft)
        if question.name != name:
            return resume(self._form, state, context, Text("stale"))
        return self._take(state, draft.forgetting(MENU), question, tap, context)

    def _take(
        self, state: State, draft: Draft, question: Question, given: Input, context: Context
    ) -> Transition:
        try:
            answers = self._form.answer(question, given, Asking(draft, context))
        except Invalid as missed:
            return self._missed(state, draft, question, missed, context)
        draft = draft.forgetting(OFFERED, MISSED)
        if question is self._form.review:
            return self._reviewed(state, draft, answers[question.name], context)
        draft = replace(draft, answers={**draft.answers, **answers})
        return self._judged(state, draft, context) or self._go_on(state, draft, question, context)

    def _missed(
        self, state: State, draft: Draft, question: Question, missed: Invalid, context: Context
    ) -> Transition:
        times = int(draft.notes.get(MISSED, "0")) + 1
        draft = offer(draft.noting(**{MISSED: str(times)}), question, missed.candidates)
        problem = (
            Text(f"problem.{missed.reason}")
            if missed.reason in COMMON_PROBLEMS
            else self._form.text(question, missed.reason, Asking(draft, context))
        )
        more = (Text("way_out"),) if times >= HELP_AFTER else ()
        return resume(self._form, state.holding(draft), context, problem, *more)

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
        return Transition(state.dropping(draft.id), (Reply(texts),))

    def _go_on(
        self, state: State, draft: Draft, question: Question, context: Context
    ) -> Transition:
        if question.then is not None:
            return Transition(state.holding(draft), effect=question.then(Asking(draft, context)))
        return resume(self._form, state.holding(draft), context)

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
                return resume(self._form, state, context)
            case TooManyNiks(limit):
                problem = Text("registration.nik.too_many", {"limit": limit})
                return self._again(state, draft, "nik", problem, context)
            case AlreadyRegistered():
                return self._already(state, draft, outcome, context)
            case Submitted():
                return Transition(state.dropping(draft.id), receipt(outcome, context))
            case _:
                assert_never(outcome)

    def _counted(
        self, state: State, draft: Draft, counted: PlacesCounted, context: Context
    ) -> Transition:
        """Say how many places are left; after a link, which asks nothing first, greet as well."""
        first = self._form.current(draft.answers) is self._form.questions[0]
        hello = (Text("welcome.new"),) if first else ()
        return resume(self._form, state, context, *hello, _places(counted, context))

    def _already(
        self, state: State, draft: Draft, known: AlreadyRegistered, context: Context
    ) -> Transition:
        told = registered_already(known, context)
        if known.mine is not None:
            return Transition(state.dropping(draft.id), told)
        again = self._again(state, draft, "nik", Text("registration.nik.elsewhere"), context)
        return replace(again, replies=(*again.replies, *told))

    def _closed(self, state: State, draft: Draft, context: Context) -> Transition:
        problem = Text("registration.village.not_open")
        return self._again(state, draft, "village", problem, context)

    def _again(
        self, state: State, draft: Draft, name: str, problem: Text, context: Context
    ) -> Transition:
        """Drop an answer that will not do, say why, and ask for another."""
        dropped = state.holding(self._form.without(draft, name))
        return resume(self._form, dropped, context, problem)


def _dotted(code: str) -> str:
    """Write a village code as the public list does: 6107012001 is 61.07.01.2001."""
    return ".".join((code[:2], code[2:4], code[4:6], code[6:]))


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
