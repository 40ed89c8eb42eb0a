"""What an operator did, who is in no conversation: others hear of it."""

from dataclasses import field
from uuid import UUID

from conversations.life_cycle import Status
from conversations.outcomes.cards import Card, ClosedCard
from conversations.outcomes.claims import ClaimUndone
from conversations.outcomes.registered import Promoted
from conversations.record import record


@record
class Reopened:
    """A rejection, or an end, that was undone: its official was revoked before it took effect.

    `was`: the state that was undone.
    """

    number: str
    name: str = field(repr=False)
    was: Status
    closed: tuple[ClosedCard, ...] = ()


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
    undone: tuple[ClaimUndone, ...] = ()
    reopened: tuple[Reopened, ...] = ()


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
