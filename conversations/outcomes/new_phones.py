"""What came of a registration that goes on at another phone, with a code from its head."""

from dataclasses import field
from enum import StrEnum
from typing import TypeAlias
from uuid import UUID

from conversations.outcomes.cards import Card, ClosedCard
from conversations.outcomes.registered import Registered
from conversations.record import record


@record
class ForPhone:
    """A registration that is meant, as the head names it."""

    registration: UUID
    number: str
    name: str = field(repr=False)


@record
class FoundForPhone:
    """Those that are meant, the oldest first; none: nobody is named so, or nobody was named."""

    those: tuple[ForPhone, ...] = ()


@record
class PhoneCodeGiven:
    """`code` as it is to be written: BKQMX-4827."""

    number: str
    name: str = field(repr=False)
    code: str = field(repr=False)
    minutes: int


@record
class MovedToPhone:
    """The registration is the sender's now; `before`: whose it was."""

    registered: Registered
    before: UUID
    closed: tuple[ClosedCard, ...] = ()
    cards: tuple[Card, ...] = ()


class NotMoved(StrEnum):
    """Why a code moves nothing."""

    REFUSED = "refused"  # there is no such code (any more)
    HERE = "here"  # it is the sender's already
    GIVER = "giver"  # the sender gave it
    OFFICIAL = "official"  # the district gave it, and the sender is an official of that village


@record
class PhoneRefused:
    why: NotMoved


AboutPhone: TypeAlias = FoundForPhone | PhoneCodeGiven | MovedToPhone | PhoneRefused
