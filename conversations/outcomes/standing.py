"""What came of asking where one stands, and of giving a registration up."""

from dataclasses import field
from typing import TypeAlias
from uuid import UUID

from conversations.outcomes.cards import Card, ClosedCard
from conversations.outcomes.registered import Promoted, Registered
from conversations.record import record


@record
class Held:
    """A place that a head may end: whose it is, in the villages they head."""

    registration: UUID
    version: int
    number: str
    name: str = field(repr=False)


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
    held: tuple[Held, ...] = ()  # where a head speaks of ending a place
    first: int = 1
    total: int = 0
    loose: bool = False  # as in the effect

    @property
    def last(self) -> int:
        return self.first + len(self.registrations) - 1


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
class Expired:
    """A registration ended with its programme's cover."""

    registered: Registered
    closed: tuple[ClosedCard, ...] = ()


@record
class NotExpired:
    """It had ended before, or its cover lasts."""


AboutStanding: TypeAlias = Standing | Withdrawn | NothingToWithdraw | Expired | NotExpired
