"""What came of asking a worker to correct answers."""

from dataclasses import field
from typing import TypeAlias
from uuid import UUID

from conversations.outcomes.cards import Card, ClosedCard
from conversations.outcomes.registered import Registered
from conversations.record import record


@record
class Asked:
    """The worker is to correct answers, and keeps the place until `registered.until`.

    `by` and `idle` as in `Decided`.
    """

    registered: Registered
    worker: UUID
    by: str = field(repr=False)
    closed: tuple[ClosedCard, ...] = ()
    cards: tuple[Card, ...] = ()
    idle: bool = False


@record
class StillAsked:
    """What the worker was asked to correct, and has not so far."""

    registered: Registered


@record
class Lapsed:
    """Nothing was corrected in time: it is before the heads as it is."""

    registered: Registered
    closed: tuple[ClosedCard, ...] = ()
    cards: tuple[Card, ...] = ()


AboutAsking: TypeAlias = Asked | StillAsked | Lapsed
