"""The interview of a correction: what it is judged by, and what is wished for in the end.

How it begins, and what is said when it is done: amended.py.
"""

from dataclasses import replace

from conversations.forms import ending
from conversations.forms.interview import Interview
from conversations.forms.position import left_with
from conversations.forms.question import Asking
from conversations.forms.rules import Rule
from conversations.machine import About, Context, Draft, State, Transition
from conversations.messages import Text, Value
from conversations.outcomes.registering import (
    AboutDraft,
    AlreadyRegistered,
    NikFree,
    PlacesCounted,
    TooManyNiks,
)
from conversations.person.status import registered_already
from conversations.registration.amendment import differing, ruling_out, wish_of


class Amending:
    """The conduct of a correction (`forms.interview.Conduct`)."""

    def __init__(self, interview: Interview, rules: tuple[Rule, ...]) -> None:
        self._interview = interview
        self._forms = interview.forms
        self._form = interview.form
        self._rules = rules

    def judged(self, state: State, draft: Draft, context: Context) -> Transition | None:
        """Ask back what would rule the worker out; end where nothing has changed."""
        _, about = correction_of(state.holding(draft))
        programme = context.programme(about.answers["village"])
        if programme is not None and (
            rule := ruling_out(self._form, self._rules, draft, about, programme)
        ):
            return ending.asked_back(self._form, state, draft, rule, context)
        done = self._form.current(draft.answers) is self._form.review
        if done and not differing(self._form, draft):
            return self._left(state, draft, Text("amend.same", {"number": about.number}))
        return None

    def ended(self, state: State, draft: Draft, context: Context) -> Transition:
        """Leave what was sent as it is: who may not take part any more gives it up."""
        _, about = correction_of(state)
        values = {**self._form.ends(Asking(draft, context)), "number": about.number}
        return self._left(state, draft, Text("amend.refused", values))

    def sent(self, state: State, draft: Draft, context: Context) -> Transition:
        _, about = correction_of(state)
        wish = wish_of(self._form, draft, about)
        if wish.anew and context.programme(about.answers["village"]) is None:  # by whose rules?
            return self._left(state, draft, Text("amend.nothing"))
        return Transition(state.holding(draft), effect=wish)

    def learned(self, state: State, outcome: AboutDraft, context: Context) -> Transition:
        """Go on with what was found out about a NIK."""
        draft, about = correction_of(state)
        match outcome:
            case PlacesCounted(village, places, taken) if taken >= places:
                return self._left(state, draft, full(about.number, village, context))
            case NikFree() | PlacesCounted():
                return self._interview.go_on(state, draft, context)
            case TooManyNiks(of_this):
                known = "registration.nik.too_often" if of_this else "registration.nik.too_many"
                return self._interview.again(state, draft, "nik", context, Text(known))
            case AlreadyRegistered(mine=mine) if mine and mine.id == about.registration:
                return self._interview.go_on(state, draft, context)
            case AlreadyRegistered():
                return self._taken(state, draft, outcome, context)
            case _:
                raise LookupError(type(outcome).__name__)

    def _taken(
        self, state: State, draft: Draft, known: AlreadyRegistered, context: Context
    ) -> Transition:
        problem = Text("registration.nik.elsewhere")
        if known.claim:
            problem = Text("registration.nik.claimed", {"code": known.code})
        if known.mine is not None:
            problem = Text("amend.nik.mine", {"number": known.mine.number})
        again = self._interview.again(state, draft, "nik", context, problem)
        told = () if known.mine is not None else registered_already(known, context)
        return replace(again, replies=(*again.replies, *told))

    def _left(self, state: State, draft: Draft, said: Text) -> Transition:
        return left_with(self._forms, state.dropping(draft.id), said)


def full(number: str, village: str, context: Context) -> Text:
    """Say that a registration stays where it is: there is no place in the other village."""
    values: dict[str, Value] = {"number": number, "village": context.villages.called(village)}
    return Text("amend.full", values)


def correction_of(state: State) -> tuple[Draft, About]:
    """Return the correction at hand, and of what it is one."""
    draft = state.draft
    if draft is None or draft.about is None:
        raise LookupError("an outcome for a correction that is not there")
    return draft, draft.about
