"""Whose a NIK is that two have told: the head says it, with owner and KTP before him.

He is asked twice: the second time he taps the code that stands on the owner's phone. Everybody
whom it concerns hears of every step.
"""

from typing import assert_never
from uuid import UUID

from conversations.buttons.button import write
from conversations.buttons.desk import OnClaim
from conversations.effects import ClaimWish
from conversations.machine import State, Transition
from conversations.messages import Choice, Reply, Text, Value
from conversations.outcomes.claims import (
    AboutClaim,
    ClaimAgreed,
    ClaimGone,
    ClaimGranted,
    ClaimShown,
    ClaimStands,
    ClaimUndone,
)
from conversations.outcomes.registering import AlreadyRegistered, Submitted
from conversations.zones import by_number


def attempted(known: AlreadyRegistered) -> tuple[Reply, ...]:
    """Tell the heads that somebody told a NIK of theirs again, and let them say whose it is."""
    told = Text("card.second_attempt", {"number": known.number})
    if known.claim is None:
        return tuple(Reply((told,), to=head) for head in known.heads)
    look = Choice(write(OnClaim(known.claim, ClaimWish.LOOK)), Text("claim.look"))
    asked = (told, Text("claim.if_there"))
    return tuple(Reply(asked, (look,), to=head) for head in known.heads)


def learned(state: State, outcome: AboutClaim) -> Transition:
    return Transition(state, _told(outcome))


def _told(outcome: AboutClaim) -> tuple[Reply, ...]:
    match outcome:
        case ClaimShown(number, codes):
            those = (
                Choice(write(OnClaim(claim, ClaimWish.GRANT)), Text("claim.code", {"code": code}))
                for claim, code in codes
            )
            return (Reply((Text("claim.ask", {"number": number}),), tuple(those)),)
        case ClaimGranted():
            return _granted(outcome)
        case ClaimStands(claim, number, at):
            stands = Text("claim.stands", {"number": number, "at": by_number(at, number)})
            return (Reply((stands,), (_undo(claim),)),)
        case ClaimUndone(number=number):
            return (Reply((Text("claim.undone", {"number": number}),)), *undone(outcome))
        case ClaimAgreed(number=number, claimant=claimant):
            named: dict[str, Value] = {"number": number}
            return (
                Reply((Text("claim.agreed", named),)),
                Reply((Text("claim.now", named),), to=claimant),
            )
        case ClaimGone():
            return (Reply((Text("claim.gone"),)),)
        case _:
            assert_never(outcome)


def _granted(outcome: ClaimGranted) -> tuple[Reply, ...]:
    values: dict[str, Value] = {
        "number": outcome.number,
        "at": by_number(outcome.at, outcome.number),
    }
    agree = Choice(write(OnClaim(outcome.claim, ClaimWish.AGREE)), Text("claim.agree"))
    return (
        Reply((Text("claim.granted", values),), (_undo(outcome.claim),)),
        Reply((Text("claim.yours", values),), to=outcome.claimant),
        Reply((Text("claim.told", values),), (agree,), to=outcome.holder),
    )


def _undo(claim: UUID) -> Choice:
    return Choice(write(OnClaim(claim, ClaimWish.UNDO)), Text("claim.undo"))


def undone(outcome: ClaimUndone) -> tuple[Reply, ...]:
    """Tell both chats that what a head had said of a NIK is said no more."""
    named: dict[str, Value] = {"number": outcome.number}
    return (
        Reply((Text("claim.not_granted", named),), to=outcome.claimant),
        Reply((Text("claim.stays", named),), to=outcome.holder),
    )


def taken_over(outcome: Submitted) -> tuple[Reply, ...]:
    """Tell the chat that had registered it that it went to its owner."""
    if outcome.before is None:
        return ()
    return (
        Reply((Text("claim.moved", {"number": outcome.registered.number}),), to=outcome.before),
    )
