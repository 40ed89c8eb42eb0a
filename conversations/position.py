"""Where a person stands, said as a message: the question at hand, or where to begin."""

from conversations.form import Asking, Form, Question
from conversations.machine import Context, Draft, State, Transition
from conversations.messages import Choice, Reply, Text
from conversations.tokens import token

MENU = "menu"  # the note that says which menu is open; an answer, or the question again, closes it
_ASKED = "asked"  # the note that says which question was asked last


def open_question(form: Form, draft: Draft) -> Question:
    """Return the question that an answer is meant for: the one asked last, if it is still open.

    It is not the first unanswered one if a question was added before it in the meantime. The
    review is never open before all the others are answered.
    """
    asked = form.find(draft.notes.get(_ASKED, ""))
    if asked is None or asked is form.review or asked.name in draft.answers:
        return form.current(draft.answers)
    return asked if asked.applies(draft.answers) else form.current(draft.answers)


def resume(form: Form, state: State, context: Context, *before: Text) -> Transition:
    """Say something and ask the question at hand; with no draft, say where to begin."""
    if state.draft is None:
        return Transition(state, (Reply((*before, Text("idle.ask")), (register_choice(),)),))
    question = form.current(state.draft.answers)
    draft = state.draft.forgetting(MENU).noting(**{_ASKED: question.name})
    reply = form.ask(question, Asking(draft, context), *before)
    return Transition(state.holding(draft), (reply,))


def register_choice() -> Choice:
    return Choice(token("g", "register"), Text("register"))


def resume_choice(draft: Draft) -> Choice:
    return Choice(token("c", draft.id, "resume"), Text("resume"))
