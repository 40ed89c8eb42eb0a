"""An answer that ends it all is asked back first: "Jadi Bapak/Ibu PNS, betul?" needs its answer.

It is no answer until then, so the draft has dropped it. As long as that is not answered it is what
is asked, whatever was said in between: never the old question, whose buttons would be live again.
"""

import re

from conversations.answers.invalid import Invalid
from conversations.answers.language.patterns import compiled
from conversations.answers.yes_no.yes_no import surely
from conversations.buttons.button import write
from conversations.buttons.draft import End, Mistaken, OfEnding
from conversations.forms.form import Form
from conversations.forms.question import Asking
from conversations.forms.rules import Rule
from conversations.machine import Context, Draft, State, Transition
from conversations.messages import Choice, Reply, Text
from conversations.notes import Menu

_YES = compiled(r"^(?:YA|BETUL|OK|yes)\b[\s,.]*(?=\w)", re.IGNORECASE)
_NO = compiled(r"^(?:BUKAN|TIDAK|SALAH|no)\b", re.IGNORECASE)


def ask(form: Form, state: State, draft: Draft, context: Context, *before: Text) -> Transition:
    """Ask whether the answer is right that ends the draft, as its notes say which."""
    values = form.ends(Asking(draft, context))
    asked = Text(f"ending.{draft.notes.ending}", values)
    held = draft.noting(draft.notes._replace(menu=Menu.END))
    return Transition(state.holding(held), (Reply((*before, asked), choices(held)),))


def asked_back(form: Form, state: State, draft: Draft, rule: Rule, context: Context) -> Transition:
    """Ask whether the answer that breaks a rule is right; until then it is none."""
    left = form.without(draft, rule.about)
    if rule.forgets:  # what was told along with it must not be kept meanwhile
        left = form.until(left, rule.about)
    return ask(
        form, state, left.noting(left.notes._replace(ending=rule.name, sends=False)), context
    )


def choices(draft: Draft) -> tuple[Choice, ...]:
    return (
        Choice(write(End(draft.id)), Text("ending.yes")),
        Choice(write(Mistaken(draft.id)), Text("ending.no")),
    )


def answer(draft: Draft, text: str) -> OfEnding | None:
    """Take words that say yes or no, and nothing else; None if they say anything else."""
    try:
        return End(draft.id) if surely(text) else Mistaken(draft.id)
    except Invalid:
        return None


def beside_yes(text: str) -> str:
    """Return what stands beside a yes: of "ya, tidak setuju" the rest says what is meant."""
    return _YES.sub("", text)


def denied(text: str) -> bool:
    """Whether it begins with a no: "bukan pns"."""
    return _NO.match(text.strip()) is not None
