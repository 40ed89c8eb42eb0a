"""The form of a correction: the registration's own questions, of what was sent before.

One answer is asked again, by its own rules; then what changes is read back, the old beside the
new, and nothing is done without a yes. For whom it is cannot be changed.

Another village is one of the same programme, so of the same regency: elsewhere other rules hold.
"""

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from conversations.answers.invalid import Invalid
from conversations.answers.language.lexicon import word_set
from conversations.answers.language.text import clean, words
from conversations.effects import Amend, CountPlaces
from conversations.forms.form import Form
from conversations.forms.position import stacked
from conversations.forms.question import Asking, Question
from conversations.forms.rules import Rule, broken
from conversations.machine import About, Answers, Draft
from conversations.messages import Text, Value
from conversations.programme import Programme
from conversations.registration import review
from conversations.registration.village import village, village_values
from conversations.villages import regency_of

NAME = "amendment"
FIXED = frozenset({"for_whom", "helped", "consent"})
_SAYS_NOTHING = "birth"  # whether the NIK was right: the date and the sex are answers of their own
_CHANGE = word_set("UBAH ganti simpan change")
_AROUND = _CHANGE | word_set(
    "YA OK BETUL sip siap SUDAH PAK BUK ibu DONG SAJA tolong please yes it"
)


def amendment(form: Form) -> Form:
    """Return the form in which what was sent with another is corrected."""
    asked = (
        replace(question, echo=False, **_OTHERWISE.get(question.name, {}))
        for question in form.questions
        if question.name not in FIXED and question is not form.review
    )
    read_over = Question(
        "amended",
        _agreed,
        claims=_claims,
        options=lambda _: ("send", "drop"),
        values=lambda asking: _changes(made, asking),
    )
    made = replace(form, name=NAME, texts=form.name, questions=(*asked, read_over))
    return made


def _village(text: str, asking: Asking) -> str:
    code = village(text, asking)
    about = asking.draft.about
    if about and regency_of(code) != regency_of(about.answers["village"]):
        raise Invalid("other_regency", about=asking.context.villages.called(code))
    return code


def _count_places(asking: Asking) -> CountPlaces | None:
    """Look whether there is a place, where it is another village."""
    code, about = asking.answers["village"], asking.draft.about
    if about is None or code == about.answers["village"]:
        return None
    return CountPlaces(code, about.registration)


# Read back all are in any case; who lives in another village has another address.
_OTHERWISE: Mapping[str, Mapping[str, Any]] = {
    "village": {
        "parse": _village,
        "options": lambda _: (),
        "drops": ("address",),
        "then": _count_places,
    },
}


def whole(form: Form, answers: Answers) -> dict[str, str]:
    """Return the answers that are to be stored: those that apply, and what cannot be changed."""
    fixed = {name: told for name, told in answers.items() if form.find(name) is None}
    return {**fixed, **form.kept(answers)}


def differing(form: Form, draft: Draft) -> tuple[Question, ...]:
    """Return the questions that have another answer than what was sent."""
    before = whole(form, draft.about.answers) if draft.about else {}
    now = whole(form, draft.answers)
    return tuple(
        question
        for question in form.questions
        if question.name != _SAYS_NOTHING and before.get(question.name) != now.get(question.name)
    )


def ruling_out(
    form: Form, rules: tuple[Rule, ...], draft: Draft, about: About, programme: Programme
) -> Rule | None:
    """Return the rule that what is new breaks; what was let in with an answer stays so."""
    new = tuple(one for one in rules if not one.refuses(about.answers, programme))
    return broken(new, whole(form, draft.answers), programme)


def wish_of(form: Form, draft: Draft, about: About) -> Amend:
    """Return the correction that a draft is; a head confirms anew what a head can tell."""
    changed = differing(form, draft)
    names = tuple(dict.fromkeys(one.follows or one.name for one in changed))
    anew = not all(one.own for one in changed)
    answers = whole(form, draft.answers)
    return Amend(about.registration, about.version, names, anew, answers)


def _agreed(text: str, asking: Asking) -> str:
    """Take a yes; "ya, ganti" is one here."""
    said = words(clean(text))
    if _AROUND.issuperset(said) and not _CHANGE.isdisjoint(said) and "?" not in text:
        return "send"
    return review.review(text, asking)


def _claims(text: str, wish: str, _asking: Asking) -> bool:
    """Whether "ganti" is the yes that is asked for, and not a wish to change something else."""
    said = words(clean(text))
    return wish == "edit" and _AROUND.issuperset(said)


def _changes(form: Form, asking: Asking) -> Mapping[str, Value]:
    """What changes, a line each."""
    changed = differing(form, asking.draft)
    lines = [_line(form, question, asking) for question in changed]
    if any(question.name == "village" for question in changed):
        lines.append(Text("amend.village.told", village_values(asking)))
    if not lines:
        return {"changes": ""}
    return {"changes": stacked(lines)}


def _line(form: Form, question: Question, asking: Asking) -> Text:
    sent = asking.draft.about.answers if asking.draft.about else {}
    before, after = sent.get(question.name), asking.answers.get(question.name)
    if question.name == form.who.number:  # with the rest, four digits would be the whole of it
        before, after = "…", " ".join(re.findall(r".{1,4}", after or ""))
    values = {
        "title": form.text(question, "title", asking),
        "before": _shown(form, question, before, asking),
        "after": _shown(form, question, after, asking),
    }
    return Text("amend.change", values)


def _shown(form: Form, question: Question, value: str | None, asking: Asking) -> Text:
    return Text("plain.none") if value is None else form.label(question, value, asking)
