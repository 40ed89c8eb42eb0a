"""What names another question in front is the answer to that one: people answer late, or correct.

"nama di ktp Herman" where the place of birth is asked is no place. It is asked back, as a change
of what was answered or as an answer given early, and never stored in the field that is open.
"""

import re

from conversations.answers.invalid import Doubtful, Invalid
from conversations.answers.language.frame import unframed
from conversations.answers.language.patterns import compiled
from conversations.answers.language.text import clean
from conversations.forms.form import Form
from conversations.forms.question import Asking, Question
from conversations.messages import Said

_BEGINS = compiled(r"^(?:eh|bukan|salah|ralat|maksud(?:nya)?|koreksi|MAAF)[\s,.:]+", re.IGNORECASE)
_BETWEEN = compiled(
    r"^(?:(?:nya|nye|SAYA|kami|dia|beliau|di|sesuai|menurut|ktp|kk|adalah|ialah|yaitu|ITU|YANG"
    r"|betul|benar|lengkap|asli|bernama|namanya|tertulis)\b[\s:=,.]*)*",
    re.IGNORECASE,
)
_OWN = compiled(r"^\w+(?: lengkap)? (?:SAYA|di ktp|sesuai ktp)\b")  # "nama saya": not the mother's
_HOME = re.compile(r"rumah ?tangga\b", re.IGNORECASE)  # "ibu rumah tangga" names no mother
_CALLED = {"name": "nama"}  # in the dialect, "namenye"
FEWEST_DIGITS = 10  # of a number that tells people apart, however it was cut short
_SHORTEST = 2  # letters of what follows the label


def meant_elsewhere(
    form: Form, question: Question, text: str, asking: Asking
) -> tuple[Question, str] | None:
    """Return the other question that a text names in front, and the answer to it; else None."""
    said = _BEGINS.sub("", unframed(clean(text)))
    low = said.casefold()
    begun = form.begun_by(low)
    if begun is None:
        return _number(form, question, text, asking)
    label, other = begun
    rest = _BETWEEN.sub("", said[len(label) :].strip(" :=,.")).strip(" :=,.")
    called = _CALLED.get(label, label)
    own = any(word.startswith(called) for word in question.words) and not _OWN.match(low)
    if own or other in (question, form.review) or len(rest) < _SHORTEST or _HOME.match(rest):
        return None
    if not other.free and other.name not in asking.answers:
        return None
    try:
        answers = form.answer(other, Said(rest), asking)
    except Doubtful as doubt:
        return other, doubt.candidates[0]
    except Invalid:
        return None
    return other, answers[other.name]


def _number(
    form: Form, question: Question, text: str, asking: Asking
) -> tuple[Question, str] | None:
    """Return the number that tells people apart, written once more: the first was a slip."""
    number = form.find(form.who.number)
    digits = sum(map(str.isdigit, text))
    if number is None or number is question or digits < FEWEST_DIGITS:
        return None
    if number.name not in asking.answers:
        return None
    try:
        value = form.answer(number, Said(text), asking)[number.name]
    except Invalid:
        return None
    return None if value == asking.answers[number.name] else (number, value)
