"""What came of what a village head wished for, or somebody who may become one."""

from dataclasses import field
from datetime import date, datetime
from typing import TypeAlias
from uuid import UUID

from conversations.effects import EndReason, Reason
from conversations.life_cycle import Status
from conversations.outcomes.cards import Card, ClosedCard
from conversations.outcomes.registered import Promoted
from conversations.record import record


@record
class Decided:
    """`reason` None: confirmed. `by` is the name the official (a person) was invited under.

    Both are None where the district decided.
    `idle`: the official has no card open any more, in whatever village.
    """

    official: UUID | None
    worker: UUID
    number: str
    village: str
    place: int
    name: str = field(repr=False)
    reason: Reason | None
    by: str | None = field(repr=False)
    at: datetime
    cover_from: date
    cover_to: date
    promoted: tuple[Promoted, ...] = ()
    closed: tuple[ClosedCard, ...] = ()
    cards: tuple[Card, ...] = ()
    idle: bool = False
    note: str = field(default="", repr=False)


@record
class Rejecting:
    """It is turned down `until` nobody undoes it; its worker knows nothing of it so far.

    `by` and `idle` as in `Decided`.
    """

    registration: UUID
    version: int
    official: UUID
    number: str
    village: str
    name: str = field(repr=False)
    reason: Reason
    note: str = field(repr=False)
    by: str = field(repr=False)
    until: datetime
    closed: tuple[ClosedCard, ...] = ()
    cards: tuple[Card, ...] = ()
    idle: bool = False


@record
class Ending:
    """Its place is ended `until` nobody undoes it. `closed`: the cards of other officials.

    `own`: by the chat it came from.
    """

    registration: UUID
    version: int
    number: str
    village: str
    place: int
    name: str = field(repr=False)
    reason: EndReason
    note: str = field(repr=False)
    until: datetime
    own: bool = False
    closed: tuple[ClosedCard, ...] = ()


@record
class Ended:
    """Its place was ended, and went on to the next."""

    worker: UUID
    number: str
    village: str
    place: int
    name: str = field(repr=False)
    reason: EndReason
    note: str = field(repr=False)
    at: datetime
    promoted: tuple[Promoted, ...] = ()
    closed: tuple[ClosedCard, ...] = ()
    cards: tuple[Card, ...] = ()


@record
class Undone:
    """A decision was taken back, which left it at `was`; its card is before the official again.

    Not that of a place which was to end: it is confirmed, as before, and `closed` are others'.
    """

    was: Status
    worker: UUID
    number: str
    village: str
    place: int
    name: str = field(repr=False)
    closed: tuple[ClosedCard, ...] = ()
    cards: tuple[Card, ...] = ()


@record
class UndoAsked:
    """Nothing was done, it is asked back; it stands at `status`."""

    registration: UUID
    version: int
    number: str
    name: str = field(repr=False)
    status: Status


@record
class NothingToUndo:
    """`number`: what was asked for; None: the sender has decided nothing that can be undone."""

    number: str | None = None


@record
class NoEffect:
    """What was to take effect was undone before, or ended."""


@record
class AlreadyDecided:
    """Nothing was done: it stands at `status` since `at`, by `by` (None: worker or district).

    `again`: it was decided so by whoever asks, who asked for just that once more.
    """

    number: str
    status: Status
    by: str | None = field(repr=False)
    at: datetime | None
    again: bool = False


@record
class NotYourVillage:
    pass


@record
class OwnRegistration:
    """It came from the official's own chat, or has their number: somebody else decides it.

    `closed`: it was before them all the same; these come instead.
    """

    number: str
    closed: ClosedCard | None = None
    cards: tuple[Card, ...] = ()


@record
class Postponed:
    number: str
    name: str = field(repr=False)
    closed: ClosedCard
    cards: tuple[Card, ...] = ()


@record
class PassedOver:
    """A card that could not be shown waits until its head asks for it; these come instead.

    `number` None: it was closed before, and nothing changed.
    """

    number: str | None
    cards: tuple[Card, ...] = ()


@record
class CardShown:
    """The card still waits for the sender's decision, or for the reason of a rejection.

    `anew`: as in the effect.
    """

    card: Card
    anew: bool = False


@record
class QueueShown:
    """The head's next cards; none if nothing waits for a decision."""

    heads: tuple[str, ...]
    cards: tuple[Card, ...] = ()


@record
class Invited:
    """What an invitation is for, and whom. `mine`: the sender has used it, and is that head."""

    code: str = field(repr=False)
    village: str
    name: str = field(repr=False)
    mine: bool = False


@record
class BecameHead:
    village: str
    cards: tuple[Card, ...] = ()


@record
class InvitationRefused:
    """`reason`: "unknown", "used", "expired" or "revoked"."""

    reason: str


AboutEnding: TypeAlias = Ending | Ended
AboutUndoing: TypeAlias = Rejecting | Undone | UndoAsked | NothingToUndo | NoEffect
AboutDesk: TypeAlias = (
    Decided
    | AboutEnding
    | AboutUndoing
    | AlreadyDecided
    | NotYourVillage
    | OwnRegistration
    | Invited
    | CardShown
    | Postponed
    | PassedOver
    | QueueShown
    | BecameHead
    | InvitationRefused
)
