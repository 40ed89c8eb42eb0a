"""Whose a NIK is that two have told: the head says it, with owner and KTP before him.

He is asked twice: the second time he taps the code that stands on the owner's phone. Everybody
whom it concerns hears of every step.
"""

import re
from typing import assert_never
from uuid import UUID

from conversations.buttons.button import write
from conversations.buttons.desk import OnClaim
from conversations.effects import ClaimWish, FindClaims
from conversations.machine import Context, State, Transition
from conversations.messages import Choice, Reply, Text, Value
from conversations.office import news
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

# "ya, ini orangnya" beside a card says that it is right; only a code makes it a claim's.
_THIS_ONE = re.compile(
    r"(?:(?:ini|itu|dia) (?:memang )?orangnya\W*(?:(?:nomor|no|kode)\w*\W+)?(?P<number>pr-[\d-]+)?"
    r"|(?:ya\W+)?(?:ini|itu|dia) (?:memang )?orangnya\W*(?:kode\w*\W+)?(?P<code>\d{4}))\W*"
)


def attempted(known: AlreadyRegistered) -> tuple[Reply, ...]:
    """Tell the heads that somebody told a NIK of theirs again, and let them say whose it is."""
    told = Text("card.second_attempt", {"number": known.number})
    if known.claim is None:
        return tuple(Reply((told,), to=head) for head in known.heads)
    look = Choice(write(OnClaim(known.claim, ClaimWish.LOOK)), Text("claim.look"))
    asked = (told, Text("claim.if_there"))
    return tuple(Reply(asked, (look,), to=head) for head in known.heads)


def typed(text: str) -> FindClaims | None:
    """Return what a head looks for who types it: "ini orangnya", with a code or a number."""
    found = _THIS_ONE.fullmatch(text.strip().casefold())
    if found is None:
        return None
    number = found["number"]
    return FindClaims(number.upper() if number else None, found["code"])


def learned(state: State, outcome: AboutClaim, context: Context) -> Transition:
    return Transition(state, _told(outcome, context))


def _told(outcome: AboutClaim, context: Context) -> tuple[Reply, ...]:
    match outcome:
        case ClaimShown(number, codes):
            those = (
                Choice(write(OnClaim(claim, ClaimWish.GRANT)), Text("claim.code", {"code": code}))
                for claim, code in codes
            )
            return (Reply((Text("claim.ask", {"number": number}),), tuple(those)),)
        case ClaimGranted():
            return _granted(outcome, context)
        case ClaimStands(claim, number, at):
            stands = Text("claim.stands", {"number": number, "at": by_number(at, number)})
            return (Reply((stands,), (_undo(claim),)),)
        case ClaimUndone(number=number):
            said = Reply((Text("claim.undone", {"number": number}),))
            return (said, *undone(outcome), *news.show(outcome.cards, context))
        case ClaimAgreed(number=number):
            return (Reply((Text("claim.agreed", {"number": number}),)), *to_claimant(outcome))
        case ClaimGone():
            return (Reply((Text("claim.gone"),)),)
        case _:
            assert_never(outcome)


def to_claimant(outcome: ClaimAgreed) -> tuple[Reply, ...]:
    """Tell whoever claims it, if that is news, that it may be taken over now."""
    if outcome.claimant is None:
        return ()
    return (Reply((Text("claim.now", {"number": outcome.number}),), to=outcome.claimant),)


def _granted(outcome: ClaimGranted, context: Context) -> tuple[Reply, ...]:
    values: dict[str, Value] = {
        "number": outcome.number,
        "at": by_number(outcome.at, outcome.number),
    }
    agree = Choice(write(OnClaim(outcome.claim, ClaimWish.AGREE)), Text("claim.agree"))
    return (
        Reply((Text("claim.granted", values),), (_undo(outcome.claim),)),
        Reply((Text("claim.yours", values),), to=outcome.claimant),
        Reply((Text("claim.told", values),), (agree,), to=outcome.holder),
        *news.show_closed(outcome.closed, Text("card.claimed", values)),
        *news.show(outcome.cards, context),
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
