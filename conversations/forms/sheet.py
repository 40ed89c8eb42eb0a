"""The form as one sheet: filled in on the phone, where a channel can show such a thing.

It is offered once, before the first question. What comes back filled in is read like any answer;
what is missing, odd or not understood is asked in the conversation. If nothing is, and nothing had
been told before, the registration is sent at once: all of it stood on the sheet, above its Kirim.
"""

from collections.abc import Mapping

from conversations.answers.invalid import Invalid
from conversations.buttons.button import write
from conversations.buttons.draft import FillSheet
from conversations.forms.form import Form
from conversations.forms.question import Asking, Entry, Question
from conversations.machine import Answers, Context, Draft
from conversations.messages import Choice, Said, Text, Value

OTHER = "other"  # of an open question, "none of these": it is asked in the conversation


def offers(form: Form, draft: Draft, context: Context) -> bool:
    """Say whether to offer the sheet now: once, while nothing else was told."""
    return context.opens_form and draft.notes.sheet is None and draft.answers.keys() <= form.before


def choice(form: Form, draft: Draft, context: Context) -> Choice:
    """Return the button that opens the sheet, with what is known filled in."""
    asking = Asking(draft, context)
    known: dict[str, Value] = {
        question.name: form.label(question, draft.answers[question.name], asking)
        if question.name in draft.answers
        else ""
        for question in prefilled(form, asking)
    }
    return Choice(write(FillSheet(draft.id)), Text("sheet.open"), fills=known)


def entry(question: Question, asking: Asking) -> Entry:
    """Return how the sheet asks a question: a new one needs no line about it."""
    return question.entry or (Entry.CHOICE if question.options(asking) else Entry.WORDS)


def asked(form: Form, asking: Asking) -> tuple[tuple[Question, Entry], ...]:
    """Return the questions of the sheet, in order, the review not among them."""
    entries = ((q, entry(q, asking)) for q in form.questions if q is not form.review)
    return tuple((question, how) for question, how in entries if how is not Entry.ASK)


def prefilled(form: Form, asking: Asking) -> tuple[Question, ...]:
    """Return the questions whose answers may be on the sheet before: a list's cannot."""
    return tuple(
        q for q, how in asked(form, asking) if q.name in form.before and how is Entry.WORDS
    )


def version_key(name: str) -> str:
    """Return under which name the version of a question's words comes back with the answers."""
    return f"{name}_version"


def _was_shown(form: Form, question: Question, given: Mapping[str, str], asking: Asking) -> bool:
    """Whether the words that must be proven are those on the sheet, as they are said here."""
    if given.get(version_key(question.name)) != form.proven.get(question.name):
        return False
    village = form.village(asking.answers)
    if question.name not in form.proven or form.own_words is None:
        return True
    return not form.own_words(asking.context, village)


def filled(
    form: Form, draft: Draft, given: Mapping[str, str], context: Context
) -> tuple[Draft, tuple[str, ...], tuple[str, ...]]:
    """Return the draft with what could be read, the names of those answers, and of the unread.

    What was told before goes: it may be about somebody else. So does an answer to words that have
    changed since the sheet was made.
    """
    took, unread = [], []
    draft = draft.answering({k: v for k, v in draft.answers.items() if k in form.before})
    for question, how in asked(form, Asking(draft, context)):
        value = given.get(question.name, "").strip()
        shown = _was_shown(form, question, given, Asking(draft, context))
        if not (value and shown) or (question.open and value == OTHER):
            continue
        try:
            answers = _read(form, question, how, value, Asking(draft, context))
        except Invalid:
            unread.append(question.name)
            draft = form.without(draft, question.name)  # what a link said is not meant any more
            continue
        draft = form.taking(draft, question, answers)
        took.append(question.name)
    return _inferred(form, draft, context), tuple(took), tuple(unread)


def _read(form: Form, question: Question, how: Entry, value: str, asking: Asking) -> Answers:
    if how is Entry.CHOICE:
        if value not in question.options(asking):
            raise Invalid("unexpected")
        return form.pick(question, value, asking)
    try:
        return form.answer(question, Said(value), asking)
    except Invalid as problem:
        if how is Entry.DATE and problem.candidates == (value,):  # chosen in a calendar: no doubt
            return {question.name: value}
        raise


def _inferred(form: Form, draft: Draft, context: Context) -> Draft:
    for question in form.questions:
        if question.infer is None or question.name in draft.answers:
            continue
        answer = question.infer(Asking(draft, context))
        if answer is not None:
            draft = draft.answering({**draft.answers, question.name: answer})
    return draft
