"""A form in one message: "Nama: …", "NIK: …", any order, missing lines, loose labels.

The labels are the words people call the questions by (`Question.words`). What can be read of a
line is taken; what cannot, and what is missing, is asked as ever.
"""

import contextlib
import re
from collections.abc import Iterable
from dataclasses import field
from functools import cache
from typing import TypeAlias

from conversations.answers.invalid import Invalid
from conversations.forms.form import Form
from conversations.forms.question import Asking, Question
from conversations.machine import Context, Draft, State
from conversations.messages import Said
from conversations.record import record

LONGEST = 3000  # characters of a form; longer messages are no form of ours
LABEL_WORDS = 6  # of a label such as "nama lengkap sesuai KTP"
FEWEST = 2  # answers that make a form; one labelled answer is just an answer

_ENDS = re.compile(r"\n+|[,;|](?=\s*[^\W\d_][^,;|:=\n]{1,40}[:=])")
_LABELLED = re.compile(r"^[\W\d_]*([^:=]{2,60}?)\s*[:=]+\s*(\S.*)$")
_WORD = re.compile(r"\w+")


@record
class Field:
    """One line of a pasted form: the question its label names, and what was written."""

    question: Question
    text: str = field(repr=False)


Filled: TypeAlias = tuple[Draft, tuple[str, ...], tuple[str, ...]]


def fields(form: Form, text: str) -> tuple[Field, ...]:
    """Return the lines of a pasted form, in the order of the questions; none if it is no form.

    A label that stands twice counts once, with its first line: one form is about one person.
    """
    if len(text) > LONGEST or not re.search(r"[:=\n]", text):
        return ()
    found: dict[str, str] = {}
    more: dict[str, str] = {}
    for label, value in _labelled(form, text):
        if joined := _known(form.joined, label):
            parts = (part.strip() for part in value.split(",", 1))
            for name, part in zip(form.joined[joined], parts, strict=False):
                found.setdefault(name, part)
        elif beside := _known(form.beside, label):
            more.setdefault(form.beside[beside], f", {label} {value}")
        elif named := form.named(label):
            found.setdefault(named.name, value)
    lines = (
        Field(q, found[q.name] + more.get(q.name, "")) for q in form.questions if q.name in found
    )
    return tuple(lines) if len(found) >= FEWEST else ()


def _labelled(form: Form, text: str) -> list[tuple[str, str]]:
    return [_parted(form, line) for line in _lines(form, text)]


def _lines(form: Form, text: str) -> list[str]:
    """Cut a form where a line ends, or where the next label with its colon begins."""
    words = {word for question in form.questions for word in question.words}
    label = _label_ahead(tuple(sorted({*words, *form.joined, *form.beside})))
    lines: list[str] = []
    for line in _ENDS.split(text):
        lines.append("")
        for part in label.split(" ".join(line.split())):
            if ":" in lines[-1] or "=" in lines[-1]:
                lines.append(part)
            else:
                lines[-1] = f"{lines[-1]} {part}"
    return lines


@cache
def _label_ahead(labels: tuple[str, ...]) -> re.Pattern[str]:
    known = "|".join(re.escape(label) for label in sorted(labels, key=len, reverse=True))
    return re.compile(rf" (?=(?:{known}) ?[:=])", re.IGNORECASE)


def several(form: Form, text: str) -> bool:
    """Return whether a second name or NIK stands in the form: it is about several people."""
    asked = [
        (named.name, value)
        for label, value in _labelled(form, text)
        if not _known(form.beside, label) and (named := form.named(label))
    ]
    return any(len({value for name, value in asked if name == one}) > 1 for one in _telling(form))


def _parted(form: Form, line: str) -> tuple[str, str]:
    """Part a line into its label and the rest; the colon may be missing after a known word."""
    line = line.strip()
    if labelled := _LABELLED.match(line):
        named = _WORD.findall(labelled[1].casefold())
        return (" ".join(named), labelled[2].strip()) if len(named) <= LABEL_WORDS else ("", "")
    said = line.split()
    for size in (3, 2, 1):
        label = " ".join(said[:size]).casefold()
        if len(said) > size and any(label in question.words for question in form.questions):
            return label, " ".join(said[size:])
    return "", ""


def _known(labels: Iterable[str], label: str) -> str | None:
    """Return the longest of the labels that stands in what was written before the colon."""
    return max((one for one in labels if f" {one} " in f" {label} "), key=len, default=None)


def whose(form: Form, state: State, given: tuple[Field, ...], context: Context) -> Draft | None:
    """Return the draft that a form belongs to: by its NIK, its name, or the one in focus.

    None if it is somebody new: another NIK and name, or not the name of whoever is helped. One of
    the two alone that differs is a correction.
    """
    told, who = _who(form, given, context), form.who
    for name in _telling(form):
        for draft in state.drafts:
            if name in told and draft.answers.get(name) == told[name]:
                return draft
    focus = state.draft
    if focus is None or who.name not in told:
        return focus
    if who.name not in focus.answers and (helped := focus.answers.get(who.nickname, "")):
        known = set(helped.casefold().split())
        return focus if known.intersection(told[who.name].casefold().split()) else None
    return None if who.number in focus.answers and who.number in told else focus


def _telling(form: Form) -> tuple[str, ...]:
    """Return the questions that tell one person's form from another's."""
    return (form.who.number, form.who.name)


def _who(form: Form, given: tuple[Field, ...], context: Context) -> dict[str, str]:
    told: dict[str, str] = {}
    nobody = Draft(context.fresh, form.name, form.version)
    for one in given:
        if one.question.name in _telling(form):
            with contextlib.suppress(Invalid):
                told |= form.answer(one.question, Said(one.text), Asking(nobody, context))
    return told


def filled(form: Form, draft: Draft, given: tuple[Field, ...], context: Context) -> Filled:
    """Return the draft with what could be read, the names of those answers, and of the others.

    What does not apply yet (a date of birth without the NIK) is in neither: it is asked.
    """
    took, unread = [], []
    for one in given:
        question = one.question
        if not question.applies(draft.answers):
            continue
        try:
            answers = form.answer(question, Said(one.text), Asking(draft, context))
        except Invalid:
            unread.append(question.name)
            continue
        draft = form.taking(draft, question, answers)
        took.append(question.name)
    return draft, tuple(took), tuple(unread)
