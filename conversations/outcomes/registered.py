"""A registration as its own chat may see it, and who came off the waiting list."""

from dataclasses import field
from datetime import date, datetime
from uuid import UUID

from conversations.effects import EndReason, Reason
from conversations.life_cycle import Status
from conversations.record import record


@record
class Agreed:
    """To which words somebody agreed, or declined last; for themselves, or for whom they help."""

    version: str
    for_whom: str


@record
class Registered:
    """A registration as its own chat may see it. `place` or `position` is set, never both.

    `since`: when it came to this state, or it was made anew in it. `by_district`: if it was
    decided, then not by a head; if it is to end, by its own chat. `reason`: why it was rejected
    or ended; `note`: that, or what is wrong, in words. `asked`: the answers to be corrected,
    `until` when. `agreed`: the consent that stands.
    """

    id: UUID
    version: int
    number: str
    village: str
    status: Status
    name: str = field(repr=False)
    cover_from: date
    cover_to: date
    since: datetime
    place: int | None = None
    position: int | None = None
    reason: Reason | EndReason | None = None
    has_head: bool = False
    by_district: bool = False
    note: str = field(default="", repr=False)
    asked: tuple[str, ...] = ()
    until: datetime | None = None
    agreed: Agreed | None = None


@record
class Promoted:
    """Somebody who waited and now holds a place."""

    person: UUID
    number: str
    village: str
    place: int
    name: str = field(repr=False)
    has_head: bool
