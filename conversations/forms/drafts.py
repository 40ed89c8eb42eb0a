"""Several drafts from one phone: what each is called, and the list from which one is chosen.

A neighbour or a health volunteer registers several people, one after another or half-finished
side by side. Every question names the draft it is about as soon as there may be a doubt.
"""

import re
from collections import Counter
from string import capwords
from textwrap import shorten
from uuid import UUID

from conversations.buttons.button import write
from conversations.buttons.draft import Resume
from conversations.buttons.person import RegisterAnother
from conversations.forms.form import Form, Forms
from conversations.machine import Draft, State
from conversations.messages import Choice, Text, Value

MOST = 8  # unfinished at once: with "somebody else" they fit a WhatsApp list of ten rows
LONGEST_NAME = 20  # characters of a name on a button


def names(forms: Forms, state: State) -> dict[UUID, Text]:
    """Return what each draft is called; the second of two people called Yanti is "Yanti (2)"."""
    met: Counter[tuple[str, Value]] = Counter()
    called = {}
    for draft in state.drafts:
        if draft.about is not None:
            called[draft.id] = Text("amend.this", {"number": draft.about.number})
            continue
        name = _name(forms.of(draft), draft)
        known = (name.key, name.values.get("value", ""))
        met[known] += 1
        again = Text("draft.again", {"name": name, "n": met[known]})
        called[draft.id] = name if met[known] == 1 else again
    return called


def _name(form: Form, draft: Draft) -> Text:
    if form.who.own(draft.answers):
        return Text("draft.self")
    name = _named(form, draft)
    return Text("plain.value", {"value": _short(name)}) if name else Text("draft.new")


def _named(form: Form, draft: Draft) -> str:
    """Return what somebody is called: the name from a pasted form, if none was asked for."""
    told, who = draft.answers, form.who
    return told.get(who.nickname) or capwords(told.get(who.name, ""))


def _short(name: str) -> str:
    words = shorten(name, LONGEST_NAME, placeholder="…")
    return words if len(words) > 1 or len(name) == 1 else f"{name[: LONGEST_NAME - 1]}…"


def name_in_doubt(forms: Forms, state: State, draft: Draft) -> Text | None:
    """Return the name that a question must carry; None if it can be about one person only."""
    form = forms.of(draft)
    helping = form.who.other(draft.answers) and _named(form, draft)
    return names(forms, state)[draft.id] if helping or len(state.drafts) > 1 else None


def named_draft(forms: Forms, state: State, text: str) -> Draft | None:
    """Return the one draft whose name has a word of the text in it ("yang Budi")."""
    said = set(re.findall(r"\w+", text.casefold()))
    found = [
        draft
        for draft in state.drafts
        if said.intersection(
            re.findall(
                r"\w{2,}", str(_name(forms.of(draft), draft).values.get("value", "")).casefold()
            )
        )
    ]
    return found[0] if len(found) == 1 else None


def resume_choices(forms: Forms, state: State) -> tuple[Choice, ...]:
    """One button a draft: its name, or plainly "go on" if there is no other."""
    called = names(forms, state)
    only = len(called) == 1
    return tuple(
        Choice(write(Resume(draft)), Text("resume") if only else name)
        for draft, name in called.items()
    )


def another_choice(village: str = "") -> Choice:
    """The button that begins with somebody else, perhaps of the same village (its code)."""
    return Choice(write(RegisterAnother(village.replace(".", ""))), Text("drafts.new"))


def others(forms: Forms, state: State) -> tuple[Choice, ...]:
    """The buttons under news of one draft, while others are unfinished."""
    return list_choices(forms, state) if state.drafts else ()


def list_choices(forms: Forms, state: State, village: str = "") -> tuple[Choice, ...]:
    """The buttons of the list of drafts: each of them, and somebody else while there is room."""
    room = (another_choice(village),) if len(state.drafts) < MOST else ()
    return (*resume_choices(forms, state), *room)
