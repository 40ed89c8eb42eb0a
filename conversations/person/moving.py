"""Going on elsewhere: what was begun on one channel or phone is finished on another.

PINDAH gives a one-time code; said at the new place and confirmed there, it makes the two one.
A code may have come from anybody, so whoever has something here already is not given away by it.
The chat where the code was asked for always hears of it, and can undo it for a day (PUTUSKAN). An
office never moves so: an official is invited anew.
"""

from datetime import datetime
from typing import assert_never

from conversations.buttons.button import read, write
from conversations.buttons.person import Accept, CutOff, GoOnHere, ShowStatus
from conversations.effects import Effect, Join, Redeem, Separate
from conversations.forms.form import Forms
from conversations.forms.position import idle_choices, resume
from conversations.machine import Context, State, Transition
from conversations.messages import Channel, Choice, Input, Reply, Tapped, Text
from conversations.outcomes.moving import AboutMoving, Joined, NotJoined, Separated, TransferOpened


def asked(code: str) -> Reply:
    """Ask before anything is joined: the code may be somebody else's."""
    yes = Choice(write(GoOnHere(code)), Text("move.yes"))
    return Reply((Text("move.ask"),), (yes, Choice(write(ShowStatus()), Text("move.no"))))


def move_code(given: Input) -> str | None:
    """Return the code that somebody confirms with a button."""
    button = read(given.token) if isinstance(given, Tapped) else None
    return button.code if isinstance(button, GoOnHere) else None


def wished(button: GoOnHere | CutOff | Accept) -> Effect:
    """Return what a button about joined chats, or one's office, wishes for."""
    match button:
        case GoOnHere(code):
            return Join(code)
        case CutOff():
            return Separate()
        case Accept(code):
            return Redeem(code)
        case _:
            assert_never(button)


def told_there(channel: Channel, at: datetime) -> Reply:
    """Tell the chat where the code was asked for that it was used: it may not have been them."""
    said = Text("move.joined", {"where": Text(f"channel.{channel}"), "at": at})
    return Reply((said,), (Choice(write(CutOff()), Text("move.cut")),))


def learned(forms: Forms, state: State, outcome: AboutMoving, context: Context) -> Transition:
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
            return resume(forms, state, context, Text("move.done"))
        case Separated(chats):
            said = Text("move.separated" if chats else "move.none", {"chats": chats})
            return Transition(state, (Reply((said,)),))
        case NotJoined(reason):
            told = Reply(
                (Text(f"move.{reason}"),), () if state.draft else idle_choices(forms, state)
            )
            return Transition(state, (told,))
        case _:
            assert_never(outcome)
