"""The one reading of an answer: asked back in words, and believed only after a yes."""

import re

from conversations.answers.invalid import Doubtful, Invalid
from conversations.answers.language.patterns import compiled
from conversations.answers.yes_no.yes_no import plainly
from conversations.buttons.draft import Answer
from conversations.forms.form import NOT_THIS, THIS, Form, only_reading
from conversations.forms.question import Asking, Given, Question
from conversations.machine import Answers
from conversations.messages import Said

_NO = compiled(  # not "tidak tahu", "tidak punya", which say it of themselves
    r"^(?:(?:BUKAN|SALAH|no)\b(?:[\s,.]+(?:PAK|itu))?[\s,.:]+|TIDAK(?: PAK)?\s*[,.:]\s*)(?=\w)",
    re.IGNORECASE,
)


def read(form: Form, question: Question, given: Given, asking: Asking) -> Answers:
    """Read an answer; with one reading on offer, a yes takes it and a no drops it.

    Return nothing if that was not meant; raise Invalid. A no may bring the right answer along.
    """
    reading = only_reading(question, asking)
    match given:
        case Answer(value=value) if reading and value == NOT_THIS:
            return {}
        case Answer(value=value) if reading and value == THIS:
            return form.pick(question, reading, asking)
        case Said(text) if reading:
            return _said(form, question, text, reading, asking)
        case _:
            return form.answer(question, given, asking)


def _said(form: Form, question: Question, text: str, reading: str, asking: Asking) -> Answers:
    try:
        return form.pick(question, reading, asking) if plainly(text) else {}
    except Invalid:
        try:
            return form.answer(question, Said(_NO.sub("", text)), asking)
        except Doubtful as again:
            if again.candidates == (reading,):  # said once more: that is a yes
                return form.pick(question, reading, asking)
            if again.why and _NO.match(text) is None:  # more likely the answer to what comes next
                raise Invalid("pick") from None
            raise
