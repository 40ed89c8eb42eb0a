"""Going on elsewhere: what was begun on one channel or phone is finished on another.

PINDAH gives a one-time code; said at the new place, it makes the two one person there.
"""

from typing import assert_never

from conversations.form import Form
from conversations.machine import Context, State, Transition
from conversations.messages import Reply, Text
from conversations.outcomes import AboutMoving, Joined, NotJoined, TransferOpened
from conversations.position import idle_choices, resume


def learned(form: Form, state: State, outcome: AboutMoving, context: Context) -> Transition:
    """Say the code and where to say it, or go on with what was begun elsewhere."""
    match outcome:
        case TransferOpened(code, minutes):
            doors = (
                Text(f"move.door.{channel}", {"link": link.replace("{code}", code)})
                for channel, link in context.doors.items()
            )
            said = Text("move.code", {"code": code, "minutes": minutes})
            return Transition(state, (Reply((said, *doors)),))
        case Joined() if state.draft is None and not state.drafts:
            return Transition(state, (Reply((Text("move.done"), Text("move.status"))),))
        case Joined():
            return resume(form, state, context, Text("move.done"))
        case NotJoined():
            told = Reply((Text("move.refused"),), () if state.draft else idle_choices(state))
            return Transition(state, (told,))
        case _:
            assert_never(outcome)
