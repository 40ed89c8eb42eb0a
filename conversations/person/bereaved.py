"""Somebody writes that one of theirs has died: sympathy first, then whether it is one of these.

Whose phone it is may be the widow's who registered both: nothing is taken for granted. What was
confirmed ends with that reason, and can be undone for a while; what was not is given up.
"""

from conversations import asides
from conversations.buttons.button import write
from conversations.buttons.desk import EndPlace
from conversations.buttons.person import GiveUp, ShowStatus
from conversations.effects import EndReason
from conversations.life_cycle import MAY_BE_ENDED, MAY_BE_GIVEN_UP, Status
from conversations.machine import Context, State, Transition
from conversations.messages import Choice, Reply, Text
from conversations.outcomes.registered import Registered
from conversations.outcomes.standing import Standing

MOST = 9  # one more says that it is none of them; a list on WhatsApp has ten


def asked(state: State, found: Standing, context: Context) -> Transition:
    """Say that we are sorry, and ask whether whoever died is registered from this chat."""
    live = [one for one in found.registrations if _may_end(one)][:MOST]
    sorry = Text("condolence")
    if not live:
        return Transition(state, (Reply((sorry,)),))
    named = [{"number": one.number, "name": one.name} for one in live]
    which = [Text("withdraw.which", values) for values in named]
    yes = [_ended(one) for one in live]
    choices = [
        Choice(write(button), Text("bereaved.yes", {"number": one.number}))
        for one, button in zip(live, yes, strict=True)
    ]
    no = Choice(write(ShowStatus()), Text("bereaved.no"))
    if len(yes) == 1 >= found.total:
        state = asides.opening(state, context, yes[0], ShowStatus(), live[0].number)
    return Transition(state, (Reply((sorry, *which, Text("bereaved.ask")), (*choices, no)),))


def _may_end(one: Registered) -> bool:
    return one.status in MAY_BE_GIVEN_UP and one.status is not Status.ENDING


def _ended(one: Registered) -> EndPlace | GiveUp:
    if one.status in MAY_BE_ENDED:
        return EndPlace(one.id, one.version, EndReason.DIED)
    return GiveUp(one.id)
