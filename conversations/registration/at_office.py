"""Corrections at the district's office: an operator gives the new answers, for whom it is of.

The form is that of a correction in the chat, and so are the rules. What would be asked back there
is taken as it is read, since the operator reads the old beside the new before anything is done.
"""

from collections.abc import Mapping
from enum import StrEnum, auto
from functools import reduce
from uuid import UUID

from conversations.answers.invalid import Invalid
from conversations.effects import Amend
from conversations.forms.form import Form
from conversations.forms.question import Asking, Question
from conversations.forms.rules import Rule
from conversations.life_cycle import Status
from conversations.machine import About, Answers, Context, Draft
from conversations.messages import Reply, Said, Text
from conversations.office.news import titles
from conversations.outcomes.amending import Amended
from conversations.record import record
from conversations.registration.amended import beside
from conversations.registration.amendment import NAME, differing, ruling_out, wish_of


class Why(StrEnum):
    """Why nothing is corrected."""

    UNKNOWN = auto()  # there is no such answer, or none that is corrected
    UNREAD = auto()  # the answer cannot be read
    MISSING = auto()  # an answer falls with another, and is to be given, too
    SAME = auto()
    RULED_OUT = auto()
    CLOSED = auto()  # by the rules of no programme that is open


@record
class NotCorrected:
    """`about`: the question, or the rule. `more`: what may be answered, or why it is not read."""

    why: Why
    about: str = ""
    more: tuple[str, ...] = ()


@record
class Correction:
    """What is wished for, and the questions whose answers differ."""

    wish: Amend
    changed: tuple[Question, ...]


def may_be_given(form: Form) -> tuple[str, ...]:
    """Return the names of the answers that may be corrected."""
    return tuple(question.name for question in form.questions if question is not form.review)


def corrected(
    form: Form,
    rules: tuple[Rule, ...],
    about: About,
    given: Mapping[str, str],
    context: Context,
) -> Correction | NotCorrected:
    """Read the new answers, by the names of their questions, and judge them with the others."""
    known = may_be_given(form)
    if unknown := [name for name in given if name not in known]:
        return NotCorrected(Why.UNKNOWN, unknown[0], known)
    draft = Draft(context.fresh, NAME, form.version, about.answers, about=about)
    draft = reduce(form.without, given, draft)
    for question in form.questions:
        if question.name in given:
            try:
                answers = _read(form, question, given[question.name], Asking(draft, context))
            except Invalid as problem:
                more = (problem.reason, *problem.candidates)
                return NotCorrected(Why.UNREAD, question.name, more)
            draft = draft.answering({**draft.answers, **answers})
    return _judged(form, rules, draft, about, context)


def _read(form: Form, question: Question, text: str, asking: Asking) -> Answers:
    """Read an option's value, or words; what there is one reading of is that."""
    if text in question.options(asking):
        return form.pick(question, text, asking)
    try:
        return form.answer(question, Said(text), asking)
    except Invalid as doubt:
        if doubt.reason != "check" or len(doubt.candidates) != 1:
            raise
        return form.pick(question, doubt.candidates[0], asking)


def _judged(
    form: Form, rules: tuple[Rule, ...], draft: Draft, about: About, context: Context
) -> Correction | NotCorrected:
    missing = form.current(draft.answers)
    if missing is not form.review:
        return NotCorrected(Why.MISSING, missing.name, missing.options(Asking(draft, context)))
    changed = differing(form, draft)
    if not changed:
        return NotCorrected(Why.SAME)
    wish, programme = wish_of(form, draft, about), context.programme(about.answers["village"])
    if programme is None:
        return NotCorrected(Why.CLOSED) if wish.anew else Correction(wish, changed)
    rule = ruling_out(form, rules, draft, about, programme)
    return NotCorrected(Why.RULED_OUT, rule.name) if rule else Correction(wish, changed)


def told(outcome: Amended, wish: Amend, worker: UUID, context: Context) -> tuple[Reply, ...]:
    """Tell its chat what the district corrected, and all whom it concerns as ever."""
    one = outcome.registered
    said = [
        Text(
            "corrected.moved" if outcome.left else "corrected",
            {
                "number": one.number,
                "titles": titles(wish.changed),
                "nth": one.place or 0,
                "village": context.villages.called(one.village),
            },
        )
    ]
    if one.status is Status.PLACED and outcome.anew:
        said.append(Text("amend.again" if one.has_head else "next.no_head"))
    return (Reply(tuple(said), to=worker), *beside(outcome, "card.corrected", context))
