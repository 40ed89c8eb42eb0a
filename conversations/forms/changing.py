"""Which answer is to be changed: a menu of those that were given.

What a draft is about was sent before, so its answers are all there. One that is being changed is
missing until it is answered; until then nothing else is any different from what was sent.
"""

from conversations.buttons.button import write
from conversations.buttons.draft import Change
from conversations.forms.form import Form, correcting
from conversations.forms.question import Asking
from conversations.machine import Context, Draft, State, Transition
from conversations.messages import Choice, Reply, Text
from conversations.notes import Menu


def choices(form: Form, draft: Draft, context: Context) -> tuple[Choice, ...]:
    asking = Asking(draft, context)
    return tuple(
        Choice(write(Change(draft.id, q.name)), form.text(q, "title", asking))
        for q in form.answered(draft.answers)
        if not q.follows
    )


def menu(form: Form, state: State, draft: Draft, context: Context, *before: Text) -> Transition:
    """Ask which answer; of what was sent it is said whose it is."""
    heading = (correcting(draft.about),) if draft.about else ()
    held = state.holding(draft.noting(draft.notes._replace(menu=Menu.EDIT)))
    texts = (*before, *heading, Text("edit.ask"))
    return Transition(held, (Reply(texts, choices(form, draft, context)),))


def untouched(draft: Draft) -> bool:
    """Whether a draft is about a registration, and nothing of that is being changed."""
    return draft.about is not None and draft.answers == draft.about.answers


def settled(form: Form, draft: Draft) -> Draft:
    """Return a draft without the change that was begun and not finished."""
    if draft.about is None or form.current(draft.answers) is form.review:
        return draft
    sent, left = draft.about.answers, draft.answers
    halves = [q.name for q in form.questions if _unfinished(form, q.drops, draft)]
    return draft.answering({**sent, **left, **{name: sent[name] for name in halves}})


def _unfinished(form: Form, fell: tuple[str, ...], draft: Draft) -> bool:
    """Whether something fell with an answer and has not been answered again."""
    missing = (form.find(name) for name in fell if name not in draft.answers)
    return any(q is not None and q.applies(draft.answers) for q in missing)
