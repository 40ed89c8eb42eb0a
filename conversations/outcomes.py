"""What came of an effect: plain facts. The brain turns them into words."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import TypeAlias
from uuid import UUID

from conversations.effects import Reason
from conversations.life_cycle import Status


@dataclass(frozen=True, slots=True)
class Registered:
    """A registration as its own chat may see it. `place` or `position` is set, never both."""

    id: UUID
    version: int
    number: str
    village: str
    status: Status
    name: str = field(repr=False)
    cover_from: date
    cover_to: date
    place: int | None = None
    position: int | None = None
    reason: Reason | None = None
    has_head: bool = False
    by_operator: bool = False  # who rejected it, and no head


@dataclass(frozen=True, slots=True)
class Card:
    """A registration put before an official. `person` is the official, `answers` the worker's.

    `asks_reason`: the official was asked why it is rejected, and not whether it is right.
    `by_official`: it came from the chat of an official of the village, who may not decide it.
    `nth`: it is the so-manieth of its chat in this village within a day.
    """

    id: UUID
    person: UUID
    registration: UUID
    version: int
    number: str
    village: str
    place: int
    answers: Mapping[str, str] = field(repr=False)
    rejected_before: Reason | None
    undecided: int  # registrations of the village that wait for a decision, this one included
    taken: int
    places: int
    asks_reason: bool = False
    by_official: bool = False
    nth: int = 1


@dataclass(frozen=True, slots=True)
class ClosedCard:
    """A card that was open and is decided: it loses its buttons wherever it was shown."""

    id: UUID
    person: UUID


@dataclass(frozen=True, slots=True)
class Promoted:
    """Somebody who waited and now holds a place."""

    person: UUID
    number: str
    village: str
    place: int
    name: str = field(repr=False)
    has_head: bool


@dataclass(frozen=True, slots=True)
class PlacesCounted:
    village: str
    places: int
    taken: int
    waiting: int


@dataclass(frozen=True, slots=True)
class ConsentRecorded:
    pass


@dataclass(frozen=True, slots=True)
class NikFree:
    pass


@dataclass(frozen=True, slots=True)
class TooManyNiks:
    """The chat has looked up as many NIKs as it may in a day."""


@dataclass(frozen=True, slots=True)
class AlreadyRegistered:
    """The NIK is held by a live registration: the sender's own (`mine`), or somebody else's.

    `heads` are to be told of the attempt; empty if they were told of this one before.
    """

    mine: Registered | None
    number: str
    heads: tuple[UUID, ...] = ()


@dataclass(frozen=True, slots=True)
class Standing:
    about: str
    registrations: tuple[Registered, ...]
    heads: tuple[str, ...]  # villages the person heads
    number: str | None = None  # the one registration that was asked for
    said: str | None = field(default=None, repr=False)  # as in the effect
    cards: tuple[Card, ...] = ()  # that are open before a head


@dataclass(frozen=True, slots=True)
class Submitted:
    """Registered, with a place or on the waiting list as `registered` says."""

    registered: Registered
    cards: tuple[Card, ...] = ()


@dataclass(frozen=True, slots=True)
class NotOpen:
    """No programme takes registrations for the village."""

    village: str


@dataclass(frozen=True, slots=True)
class Withdrawn:
    number: str
    promoted: tuple[Promoted, ...] = ()
    closed: tuple[ClosedCard, ...] = ()
    cards: tuple[Card, ...] = ()


@dataclass(frozen=True, slots=True)
class NothingToWithdraw:
    """It is not the sender's, or is not live (any more)."""


@dataclass(frozen=True, slots=True)
class BecameHead:
    village: str
    cards: tuple[Card, ...] = ()


@dataclass(frozen=True, slots=True)
class Invited:
    """What an invitation is for, and whom. `mine`: the sender has used it, and is that head."""

    code: str = field(repr=False)
    village: str
    name: str = field(repr=False)
    mine: bool = False


@dataclass(frozen=True, slots=True)
class InvitationRefused:
    """`reason`: "unknown", "used", "expired" or "revoked"."""

    reason: str


@dataclass(frozen=True, slots=True)
class Decided:
    """`reason` None: confirmed. `by` is the name the official (a person) was invited under.

    `idle`: the official has no card open any more, in whatever village.
    """

    official: UUID
    worker: UUID
    number: str
    village: str
    place: int
    name: str = field(repr=False)
    reason: Reason | None
    by: str = field(repr=False)
    at: datetime
    cover_from: date
    cover_to: date
    promoted: tuple[Promoted, ...] = ()
    closed: tuple[ClosedCard, ...] = ()
    cards: tuple[Card, ...] = ()
    idle: bool = False


@dataclass(frozen=True, slots=True)
class Dismissal:
    """One registration that an operator rejected with others of its chat."""

    id: UUID
    number: str
    name: str = field(repr=False)
    closed: tuple[ClosedCard, ...] = ()


@dataclass(frozen=True, slots=True)
class Dismissed:
    """An operator rejected what was undecided of one chat (`worker`) in a village."""

    worker: UUID
    village: str
    those: tuple[Dismissal, ...]
    promoted: tuple[Promoted, ...] = ()
    cards: tuple[Card, ...] = ()


@dataclass(frozen=True, slots=True)
class AlreadyDecided:
    """Nothing was done: it stands at `status` since `at`, by `by` (None: the worker, or operator).

    `again`: it was decided so by whoever asks, who asked for just that once more.
    """

    number: str
    status: Status
    by: str | None = field(repr=False)
    at: datetime | None
    again: bool = False


@dataclass(frozen=True, slots=True)
class NotYourVillage:
    pass


@dataclass(frozen=True, slots=True)
class OwnRegistration:
    """It came from the official's own chat: somebody else decides it."""

    number: str


@dataclass(frozen=True, slots=True)
class Postponed:
    number: str
    name: str = field(repr=False)
    closed: ClosedCard
    cards: tuple[Card, ...] = ()


@dataclass(frozen=True, slots=True)
class QueueShown:
    """The head's next cards; none if nothing waits for a decision."""

    heads: tuple[str, ...]
    cards: tuple[Card, ...] = ()


@dataclass(frozen=True, slots=True)
class CardShown:
    """The card still waits for the sender's decision, or for the reason of a rejection."""

    card: Card


@dataclass(frozen=True, slots=True)
class TransferOpened:
    """`code` as it is to be written: BKQMX-4827."""

    code: str = field(repr=False)
    minutes: int


@dataclass(frozen=True, slots=True)
class Joined:
    """The sender is one with whoever made the code; the state is that person's now."""


@dataclass(frozen=True, slots=True)
class Separated:
    """How many chats that were joined lately lead to somebody else now."""

    chats: int


@dataclass(frozen=True, slots=True)
class NotJoined:
    """`reason`: "refused", there is no such code (any more); "own", the sender has things here.

    "office": whoever asked for the code is an official, and an office moves by no code.
    """

    reason: str


# By who turns them into words: the interview, the desk of the village head, one's own standing,
# going on elsewhere.
AboutDraft: TypeAlias = (
    PlacesCounted
    | ConsentRecorded
    | NikFree
    | TooManyNiks
    | AlreadyRegistered
    | NotOpen
    | Submitted
)
AboutDesk: TypeAlias = (
    Decided
    | AlreadyDecided
    | NotYourVillage
    | OwnRegistration
    | Invited
    | CardShown
    | Postponed
    | QueueShown
    | BecameHead
    | InvitationRefused
)
AboutStanding: TypeAlias = Standing | Withdrawn | NothingToWithdraw
AboutMoving: TypeAlias = TransferOpened | Joined | NotJoined | Separated
Outcome: TypeAlias = AboutDraft | AboutDesk | AboutStanding | AboutMoving
