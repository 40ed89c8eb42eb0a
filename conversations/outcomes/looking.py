"""What a head sees of the village: who is registered, and how far it has come."""

from dataclasses import field
from datetime import datetime
from typing import TypeAlias

from conversations.outcomes.registered import Registered
from conversations.record import record


@record
class WorkersListed:
    """A page of who is registered; the `first` of `total`, from 1."""

    those: tuple[Registered, ...]
    page: int
    pages: int
    first: int
    total: int


@record
class WorkersFound:
    """Whom a number or a name means, or the first ten of them; `said` as in the effect."""

    said: str = field(repr=False)
    those: tuple[Registered, ...]
    total: int


@record
class VillageReport:
    """`undecided`: who waits for a decision, since `oldest`; `asked`: for a correction."""

    village: str
    places: int
    taken: int
    waiting: int
    undecided: int
    asked: int
    oldest: datetime | None


@record
class Reported:
    villages: tuple[VillageReport, ...]


@record
class NoHead:
    """The sender heads no village (any more)."""


AboutVillage: TypeAlias = WorkersListed | WorkersFound | Reported | NoHead
