"""What came of an effect: plain facts. The brain turns them into words."""

from collections.abc import Mapping
from dataclasses import field
from datetime import date, datetime
from typing import TypeAlias
from uuid import UUID

from conversations.effects import Reason
from conversations.life_cycle import Status
from conversations.record import record


@record
class Registered:
    """A registration as its own chat may see it. `place` or `position` is set, never both.

    `by_district`: if it was decided, then not by a head.
    """

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
    by_district: bool = False


@record
class Card:
    """A registration put before an official. `person` is the official, `answers` the worker's.

    `asks_reason`: the official was asked why it is rejected, and not whether it is right.
    `by_official`: it came from the chat of an official of the village, or has the number of one,
    who may not decide it.
    `nth`: it is the so-manieth of its chat in this village within a day. `same_as`: the number of
    another of the same name, birth year and mother. `strangers`: so many chats registered in the
    village for the first time within an hour of it, and `villages`: in so many its chat did within
    a day of it; 0 and 1 if they are too few to be told.
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
    same_as: str | None = None
    strangers: int = 0
    villages: int = 1


@record
class ClosedCard:
    """A card that was open and is decided: it loses its buttons wherever it was shown."""

    id: UUID
    person: UUID


@record
class Promoted:
    """Somebody who waited and now holds a place."""

    person: UUID
    number: str
    village: str
    place: int
    name: str = field(repr=False)
    has_head: bool


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
class NotYet:
    """The sender is its owner, says the head, and may take it over from then on."""

    number: str
    at: datetime


@record
class Standing:
    """What is known of the sender: as it was asked for, at most a page of registrations.

    `total`: how many of these there are, and here they are from the `first` on, from 1.
    """

    about: str
    registrations: tuple[Registered, ...]
    heads: tuple[str, ...]  # villages the person heads
    number: str | None = None  # the one registration that was asked for
    said: str | None = field(default=None, repr=False)  # as in the effect
    cards: tuple[Card, ...] = ()  # that are open before a head
    first: int = 1
    total: int = 0

    @property
    def last(self) -> int:
        return self.first + len(self.registrations) - 1


@record
class Submitted:
    """Registered, with a place or on the waiting list as `registered` says.

    `before`: whose it was, if it was taken over as a NIK's owner may.
    """

    registered: Registered
    cards: tuple[Card, ...] = ()
    before: UUID | None = None
    closed: tuple[ClosedCard, ...] = ()


@record
class NotOpen:
    """No programme takes registrations for the village."""

    village: str


@record
class Withdrawn:
    number: str
    promoted: tuple[Promoted, ...] = ()
    closed: tuple[ClosedCard, ...] = ()
    cards: tuple[Card, ...] = ()


@record
class NothingToWithdraw:
    """It is not the sender's, or is not live (any more)."""


@record
class BecameHead:
    village: str
    cards: tuple[Card, ...] = ()


@record
class Invited:
    """What an invitation is for, and whom. `mine`: the sender has used it, and is that head."""

    code: str = field(repr=False)
    village: str
    name: str = field(repr=False)
    mine: bool = False


@record
class InvitationRefused:
    """`reason`: "unknown", "used", "expired" or "revoked"."""

    reason: str


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


@record
class Revoked:
    """`people` head the village no more, and `invitations` were taken back.

    `closed`: what they were shown of registrations that are undecided; `cards` is for the others.
    `undone`: what they had said of NIKs that two have told.
    """

    village: str
    people: tuple[UUID, ...]
    invitations: int
    closed: tuple[ClosedCard, ...] = ()
    cards: tuple[Card, ...] = ()
    undone: tuple["ClaimUndone", ...] = ()


@record
class Dismissal:
    """One registration that an operator rejected with others of its chat."""

    id: UUID
    number: str
    name: str = field(repr=False)
    closed: tuple[ClosedCard, ...] = ()


@record
class Dismissed:
    """An operator rejected what was undecided of one chat (`worker`) in a village."""

    worker: UUID
    village: str
    those: tuple[Dismissal, ...]
    promoted: tuple[Promoted, ...] = ()
    cards: tuple[Card, ...] = ()


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
class ClaimShown:
    """The codes of those who claim a registration, the latest first, each with its claim."""

    number: str
    codes: tuple[tuple[UUID, str], ...] = field(repr=False)


@record
class ClaimStands:
    """A head has said whose it is, and may move `at` that time; each who decides may undo it."""

    claim: UUID
    number: str
    at: datetime


@record
class ClaimGranted:
    """The head has seen whose it is; `holder` has it now, and it may move `at` that time."""

    claim: UUID
    registration: UUID
    number: str
    holder: UUID
    claimant: UUID
    at: datetime


@record
class ClaimUndone:
    """What was granted is granted no more: by a head, or because the one who did is no head."""

    registration: UUID
    number: str
    holder: UUID
    claimant: UUID


@record
class ClaimAgreed:
    """Whoever has it lets it go at once."""

    registration: UUID
    number: str
    claimant: UUID


@record
class ClaimGone:
    """It is settled, forgotten, or not the sender's to say."""


@record
class Postponed:
    number: str
    name: str = field(repr=False)
    closed: ClosedCard
    cards: tuple[Card, ...] = ()


@record
class QueueShown:
    """The head's next cards; none if nothing waits for a decision."""

    heads: tuple[str, ...]
    cards: tuple[Card, ...] = ()


@record
class CardShown:
    """The card still waits for the sender's decision, or for the reason of a rejection."""

    card: Card


@record
class PassedOver:
    """A card that could not be shown waits until its head asks for it; these come instead.

    `number` None: it was closed before, and nothing changed.
    """

    number: str | None
    cards: tuple[Card, ...] = ()


@record
class TransferOpened:
    """`code` as it is to be written: BKQMX-4827."""

    code: str = field(repr=False)
    minutes: int


@record
class Joined:
    """The sender is one with whoever made the code; the state is that person's now."""


@record
class Separated:
    """How many chats that were joined lately lead to somebody else now."""

    chats: int


@record
class NotJoined:
    """`reason`: "refused", there is no such code (any more); "own", the sender has things here.

    "office": whoever asked for the code is an official, and an office moves by no code.
    """

    reason: str


# By who turns them into words: the interview, the desk of the village head, one's own standing,
# going on elsewhere.
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
AboutDesk: TypeAlias = (
    Decided
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
AboutClaim: TypeAlias = (
    ClaimShown | ClaimStands | ClaimGranted | ClaimUndone | ClaimAgreed | ClaimGone
)
AboutStanding: TypeAlias = Standing | Withdrawn | NothingToWithdraw
AboutMoving: TypeAlias = TransferOpened | Joined | NotJoined | Separated
Outcome: TypeAlias = AboutDraft | AboutDesk | AboutClaim | AboutStanding | AboutMoving
