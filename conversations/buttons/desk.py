"""Buttons of a village head: the queue, the cards, the claims, new phones."""

from dataclasses import field
from enum import StrEnum
from typing import TypeAlias
from uuid import UUID

from conversations.effects import ClaimWish, EndReason, Reason, Right
from conversations.record import record


@record
class Queue:
    """Show the head the next card."""


class Wish(StrEnum):
    """What a head may want with a card; the label is under "card.<wish>"."""

    CONFIRM = "ok"
    REJECT = "no"
    POSTPONE = "later"
    BACK = "back"
    AGAIN = "again"  # the same, in a message of its own
    FIX = "fix"  # ask for a correction: of what, is asked next
    UNDO = "undo"
    REOPEN = "reopen"  # undo what its worker was told


@record
class OnCard:
    registration: UUID
    version: int
    wish: Wish


@record
class OnClaim:
    """Of a NIK that two have told: see storage/office/niks/claims.py."""

    claim: UUID
    wish: ClaimWish


@record
class Reject:
    """Why: the second step of a rejection. `note`, in words, is carried by no token."""

    registration: UUID
    version: int
    reason: Reason
    note: str = field(default="", repr=False)


ASKED_FOR = ("name", "nik", "birth_date", "mother", "address", "occupation")
"""The questions whose answers a head may ask to be corrected: those that a head confirms."""


@record
class AskFor:
    """Ask for a correction of these answers; none: of what, is written in words.

    `note`, in words, is carried by no token.
    """

    registration: UUID
    version: int
    about: tuple[str, ...] = ()
    note: str = field(default="", repr=False)


@record
class EndPlace:
    """Yes, end this place; `note`, in words, is carried by no token."""

    registration: UUID
    version: int
    reason: EndReason
    note: str = field(default="", repr=False)


@record
class NewPhone:
    """Give a code for this registration: whose it is came with the KTP and another phone."""

    registration: UUID


def takes_words(button: object) -> bool:
    """Whether a button is of a reason that is asked for in words, which it does not carry yet."""
    if not isinstance(button, Reject | EndPlace) or button.note:
        return False
    return button.reason in {Reason.OTHER, EndReason.OTHER}


@record
class ForOwner:
    """Yes, do that with this registration: whom it is of came with the KTP.

    `minute`: when it was asked, since 1970.
    """

    registration: UUID
    minute: int
    right: Right = Right.ERASE


@record
class ShowNames:
    """Show who is registered; `page`: the how-manieth ten."""

    page: int = 1


@record
class ShowOne:
    """Show one who is registered."""

    registration: UUID


@record
class ShowVillage:
    """Show how far the village has come."""


OfVillage: TypeAlias = ShowNames | ShowOne | ShowVillage
OfDesk: TypeAlias = (
    Queue | OnCard | Reject | AskFor | EndPlace | OnClaim | NewPhone | ForOwner | OfVillage
)
