"""The interview of the registration: who is judged, what is submitted, and what came of it."""

from dataclasses import replace
from typing import assert_never

from conversations.effects import Submit
from conversations.forms import ending
from conversations.forms.form import offer
from conversations.forms.interview import Interview
from conversations.forms.position import left_with, resume
from conversations.forms.question import Asking
from conversations.forms.rules import Rule, broken
from conversations.machine import Context, Draft, State, Transition
from conversations.messages import Text, Value
from conversations.outcomes.registering import (
    AboutDraft,
    AlreadyRegistered,
    ConsentRecorded,
    NikFree,
    NoneOwn,
    NotOpen,
    NotYet,
    OwnFound,
    PlacesCounted,
    Submitted,
    TooManyNiks,
)
from conversations.person.status import receipt, registered_already
from conversations.zones import by_number

_FOR_ONESELF = {"for_whom", "consent"}


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
        programme = context.registering(village)
        if programme is None:
            return self._closed(state, draft, context)
        rule = broken(self._rules, self._form.kept(draft.answers), programme)
        return ending.asked_back(self._form, state, draft, rule, context) if rule else None

    def ended(self, state: State, draft: Draft, context: Context) -> Transition:
        """Say why it ends; what was told is kept for a day, unless it must not be."""
        why = draft.notes.ending
        forgets = any(rule.forgets for rule in self._rules if rule.name == why)
        left = state.dropping(draft.id) if forgets else state.ending(draft, why)
        then = Text("eligibility.deleted" if forgets else "eligibility.kept")
        refused = Text(f"eligibility.{why}", self._form.ends(Asking(draft, context)))
        return left_with(self._forms, left, refused, then)

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
            case OwnFound():
                return self._second(state, draft, outcome, context)
            case NoneOwn() | ConsentRecorded() | NikFree():
                return self._interview.go_on(state, draft, context)
            case TooManyNiks(of_this):
                known = "registration.nik.too_often" if of_this else "registration.nik.too_many"
                problem = Text(known)
                return self._interview.again(state, draft, "nik", context, problem)
            case NotYet(number, at):
                kept = Text("claim.not_yet", {"number": number, "at": by_number(at, number)})
                return resume(self._forms, state, context, kept)
            case AlreadyRegistered():
                return self._already(state, draft, outcome, context)
            case Submitted():
                left = state.dropping(draft.id)
                helping = self._form.who.other(draft.answers)
                told = receipt(self._forms, left, outcome, context, helping=helping)
                return Transition(left, told)
            case _:
                assert_never(outcome)

    def _second(self, state: State, draft: Draft, own: OwnFound, context: Context) -> Transition:
        """Ask back whether a chat's second "for myself" is somebody else's, who is helped.

        What was told with it, in a form, is kept; the consent was given for oneself.
        """
        told = {name: said for name, said in draft.answers.items() if name not in _FOR_ONESELF}
        left = offer(draft.answering(told), self._form.questions[0], ("other",))
        said = Text("registration.for_whom.second", {"name": own.name, "number": own.number})
        asked = left.noting(left.notes._replace(sends=False))
        return resume(self._forms, state.holding(asked), context, said)

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
            return left_with(self._forms, left, *told[0].texts)
        problem = Text("registration.nik.elsewhere")
        if known.claim:
            problem = Text("registration.nik.claimed", {"code": known.code})
        again = self._interview.again(state, draft, "nik", context, problem)
        return replace(again, replies=(*again.replies, *told))

    def _closed(self, state: State, draft: Draft, context: Context) -> Transition:
        code = draft.answers.get("village", "")
        problem = Text("registration.village.not_open")
        if context.programme(code) and not context.registering(code):
            problem = Text("registration.village.closed", {"about": context.villages.called(code)})
        return self._interview.again(state, draft, "village", context, problem)


def _places(counted: PlacesCounted, context: Context) -> Text:
    left = counted.places - counted.taken
    values: dict[str, Value] = {
        "village": context.villages.called(counted.village),
        "left": left,
        "places": counted.places,
        "waiting": Text("village.waiting", {"n": counted.waiting})
        if counted.waiting
        else Text("village.nobody_waits"),
    }
    return Text("village.places" if left > 0 else "village.full", values)


def _focused(state: State) -> Draft:
    if state.draft is None:
        raise LookupError("an outcome for a draft that is not there")
    return state.draft
