"""Where a person stands, said as a message: the question at hand, or where to begin."""

from conversations.form import Asking, Form
from conversations.machine import Context, Draft, State, Transition
from conversations.messages import Choice, Reply, Text
from conversations.tokens import token

MENU = "menu"  # the note that says which menu is open; an answer, or the question again, closes it


def resume(form: Form, state: State, context: Context, *before: Text) -> Transition:
    """Say something and ask the question at hand; with no draft, say where to begin."""
    if state.draft is None:
        return Transition(state, (Reply((*before, Text("idle.ask")), (register_choice(),)),))
    draft = state.draft.forgetting(MENU)
    question = form.current(draft.answers)
    reply = form.ask(question, Asking(draft, context), *before)
    return Transition(state.holding(draft), (reply,))


def register_choice() -> Choice:
    return Choice(token("g", "register"), Text("register"))


def resume_choice(draft: Draft) -> Choice:
    return Choice(token("c", draft.id, "resume"), Text("resume"))
