"""An answer that ends it all is asked back first: "Jadi Bapak/Ibu PNS, betul?" needs its answer.

It is no answer until then, so the draft has dropped it. As long as that is not answered it is what
is asked, whatever was said in between: never the old question, whose buttons would be live again.
"""

from conversations.buttons.button import write
from conversations.buttons.draft import End, Mistaken
from conversations.forms.form import Form
from conversations.forms.question import Asking
from conversations.machine import Context, Draft, State, Transition
from conversations.messages import Choice, Reply, Text
from conversations.notes import Menu


def ask(form: Form, state: State, draft: Draft, context: Context, *before: Text) -> Transition:
    """Ask whether the answer is right that ends the draft, as its notes say which."""
    values = form.ends(Asking(draft, context))
    asked = Text(f"ending.{draft.notes.ending}", values)
    held = draft.noting(draft.notes._replace(menu=Menu.END))
    return Transition(state.holding(held), (Reply((*before, asked), choices(held)),))


def choices(draft: Draft) -> tuple[Choice, ...]:
    return (
        Choice(write(End(draft.id)), Text("ending.yes")),
        Choice(write(Mistaken(draft.id)), Text("ending.no")),
    )
