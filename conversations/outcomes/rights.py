"""What came of asking for one's own data, of taking the consent back, or of having all erased."""

from collections.abc import Mapping
from dataclasses import field
from datetime import datetime
from typing import TypeAlias
from uuid import UUID

from conversations.effects import Right
from conversations.outcomes.cards import Card, ClosedCard
from conversations.outcomes.claims import ClaimAgreed
from conversations.outcomes.registered import Promoted, Registered
from conversations.record import record


@record
class Seen:
    """Who saw a registration: the heads of a village, or the district ("").

    `times` together, the last of them at `last`.
    """

    village: str
    times: int
    last: datetime


@record
class DataOf:
    """All that is held of one registration. `own`: the sender's, and not somebody else's."""

    registered: Registered
    answers: Mapping[str, str] = field(repr=False)
    own: bool
    submitted_at: datetime
    consented_at: datetime | None
    seen: tuple[Seen, ...] = ()
    taken_back_at: datetime | None = None  # the consent


@record
class DataFound:
    """One of the sender's registrations, the `page`th of `total`; and which all of them are.

    `about`: what for, as in the effect. `own` and `others`: all of them, by whose they are.
    """

    about: str
    page: int = 1
    total: int = 0
    data: DataOf | None = None
    own: tuple[Registered, ...] = ()
    others: tuple[Registered, ...] = ()


@record
class Erased:
    """It is erased; `receipt` is what there is to show for it."""

    receipt: str
    numbers: tuple[str, ...]
    closed: tuple[ClosedCard, ...] = ()
    promoted: tuple[Promoted, ...] = ()
    cards: tuple[Card, ...] = ()
    agreed: tuple[ClaimAgreed, ...] = ()  # what a head has said is somebody else's


@record
class DoneForOwner:
    """A head, or the district, had it done for whom it is of; `worker` hears of it."""

    receipt: str
    right: Right
    number: str
    worker: UUID
    closed: tuple[ClosedCard, ...] = ()
    promoted: tuple[Promoted, ...] = ()
    cards: tuple[Card, ...] = ()


@record
class FoundForOwner:
    """What a head named, to have that done for whom it is of."""

    right: Right
    registration: UUID
    number: str
    name: str = field(repr=False)


@record
class NotForOwner:
    """There is none of this number that the sender decides on."""

    number: str


@record
class ConsentTaken:
    """The consent is taken back: nothing of these is worked with any more."""

    receipt: str
    numbers: tuple[str, ...]
    closed: tuple[ClosedCard, ...] = ()
    promoted: tuple[Promoted, ...] = ()
    cards: tuple[Card, ...] = ()
    agreed: tuple[ClaimAgreed, ...] = ()  # what a head has said is somebody else's


@record
class ErasedNow:
    """What was asked to be erased is; nobody hears of it again.

    `numbers`: what is given up now, since nobody came for it who was said to be its owner.
    """

    registrations: int
    numbers: tuple[str, ...] = ()
    closed: tuple[ClosedCard, ...] = ()
    promoted: tuple[Promoted, ...] = ()
    cards: tuple[Card, ...] = ()


AboutRights: TypeAlias = (
    DataFound | Erased | DoneForOwner | ErasedNow | FoundForOwner | NotForOwner | ConsentTaken
)
