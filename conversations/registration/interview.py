"""The interview of the registration: who is judged, what is submitted, and what came of it."""

from dataclasses import replace
from typing import assert_never

from conversations.effects import Submit
from conversations.forms.drafts import others
from conversations.forms.interview import Interview
from conversations.forms.position import unfinished
from conversations.forms.question import Asking
from conversations.forms.rules import Rule, broken
from conversations.machine import Context, Draft, State, Transition
from conversations.messages import Reply, Text, Value
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


class Registering:
    """The conduct of the registration (`forms.interview.Conduct`)."""

    def __init__(self, interview: Interview, rules: tuple[Rule, ...]) -> None:
        self._interview = interview
        self._forms = interview.forms
        self._form = interview.form
        self._rules = rules

    def judged(self, state: State, draft: Draft, context: Context) -> Transition | None:
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
        left = state.dropping(draft.id)
        texts = (
            Text(f"eligibility.{rule.name}", values),
            Text("eligibility.deleted"),
            *unfinished(self._forms, left),
        )
        return Transition(left, (Reply(texts, others(self._forms, left)),))

    def sent(self, state: State, draft: Draft, _context: Context) -> Transition:
        """Submit the answers that apply, and no others."""
        answers = self._form.kept(draft.answers)
        wish = Submit(draft.id, answers["village"], answers["nik"], answers)
        return Transition(state.holding(draft), effect=wish)

    def learned(self, state: State, outcome: AboutDraft, context: Context) -> Transition:
        draft = _focused(state)
        match outcome:
            case PlacesCounted(places=0) | NotOpen():
                return self._closed(state, draft, context)
            case PlacesCounted():
                return self._counted(state, draft, outcome, context)
            case ConsentRecorded() | NikFree():
                return self._interview.go_on(state, draft, context)
            case TooManyNiks():
                problem = Text("registration.nik.too_many")
                return self._interview.again(state, draft, "nik", context, problem)
            case AlreadyRegistered():
                return self._already(state, draft, outcome, context)
            case Submitted():
                left = state.dropping(draft.id)
                helping = self._form.who.other(draft.answers)
                told = receipt(self._forms, left, outcome, context, helping=helping)
                return Transition(left, told)
            case _:
                assert_never(outcome)

    def _counted(
        self, state: State, draft: Draft, counted: PlacesCounted, context: Context
    ) -> Transition:
        """Say how many places are left; after a link, which asks nothing first, greet as well."""
        first = self._form.current(draft.answers) is self._form.questions[0]
        hello = (Text("welcome.new"),) if first else ()
        return self._interview.go_on(state, draft, context, *hello, _places(counted, context))

    def _already(
        self, state: State, draft: Draft, known: AlreadyRegistered, context: Context
    ) -> Transition:
        told = registered_already(known, context)
        if known.mine is not None and self._form.who.other(draft.answers):
            return self._interview.again(state, draft, "nik", context, *told[0].texts)
        if known.mine is not None:
            left = state.dropping(draft.id)
            texts = (*told[0].texts, *unfinished(self._forms, left))
            return Transition(left, (Reply(texts, others(self._forms, left)),))
        again = self._interview.again(
            state, draft, "nik", context, Text("registration.nik.elsewhere")
        )
        return replace(again, replies=(*again.replies, *told))

    def _closed(self, state: State, draft: Draft, context: Context) -> Transition:
        problem = Text("registration.village.not_open")
        return self._interview.again(state, draft, "village", context, problem)


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
