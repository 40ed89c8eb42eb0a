"""The one reading of an answer: asked back in words, and believed only after a yes."""

from conversations.answers.invalid import Invalid
from conversations.answers.yes_no.yes_no import yes_no
from conversations.buttons import Answer
from conversations.forms.form import NOT_THIS, Form, only_reading
from conversations.forms.question import Asking, Given, Question
from conversations.machine import Answers
from conversations.messages import Said


def read(form: Form, question: Question, given: Given, asking: Asking) -> Answers:
    """Read an answer; with one reading on offer, a yes takes it and a no drops it.

    Return nothing if that was not meant; raise Invalid. A no may bring the right answer along.
    """
    reading = only_reading(question, asking)
    match given:
        case Answer(value=value) if reading and value == NOT_THIS:
            return {}
        case Said(text) if reading:
            return _said(form, question, text, reading, asking)
        case _:
            return form.answer(question, given, asking)


def _said(form: Form, question: Question, text: str, reading: str, asking: Asking) -> Answers:
    try:
        meant = yes_no(text)
    except Invalid:
        return form.answer(question, Said(text), asking)
    if meant:
        return form.pick(question, reading, asking)
    try:
        answers = form.answer(question, Said(text), asking)
    except Invalid as problem:
        if problem.candidates:
            raise
        return {}
    refused = {question.name: "no"}  # the no was to the reading, not to the question
    return {} if answers == refused else answers
