"""What came of what the interview wished for, from the village to the place."""

from dataclasses import field
from datetime import datetime
from typing import TypeAlias
from uuid import UUID

from conversations.outcomes.cards import Card, ClosedCard
from conversations.outcomes.registered import Registered
from conversations.record import record


@record
class PlacesCounted:
    village: str
    places: int
    taken: int
    waiting: int


@record
class OwnFound:
    """The sender's live registration "for myself"."""

    number: str
    name: str = field(repr=False)


@record
class NoneOwn:
    pass


@record
class ConsentRecorded:
    pass


@record
class NikFree:
    pass


@record
class TooManyNiks:
    """The chat has looked up as many NIKs as it may in a day.

    `of_this`: so many other chats have asked for this one, which somebody else has registered.
    """

    of_this: bool = False


@record
class AlreadyRegistered:
    """The NIK is held by a live registration: the sender's own (`mine`), or somebody else's.

    `heads` are to be told of the attempt; empty if they were told of this one before. `claim`:
    what a head answers if it is its owner, who shows the `code`; None where it is no such head's.
    """

    mine: Registered | None
    number: str
    heads: tuple[UUID, ...] = ()
    claim: UUID | None = None
    code: str = ""


@record
class NotOpen:
    """No programme takes registrations for the village."""

    village: str


@record
class NotYet:
    """The sender is its owner, says the head, and may take it over from then on."""

    number: str
    at: datetime


@record
class Submitted:
    """Registered, with a place or on the waiting list as `registered` says.

    `before`: whose it was, if it was taken over as a NIK's owner may.
    """

    registered: Registered
    cards: tuple[Card, ...] = ()
    before: UUID | None = None
    closed: tuple[ClosedCard, ...] = ()


AboutDraft: TypeAlias = (
    PlacesCounted
    | OwnFound
    | NoneOwn
    | ConsentRecorded
    | NikFree
    | TooManyNiks
    | AlreadyRegistered
    | NotOpen
    | NotYet
    | Submitted
)
