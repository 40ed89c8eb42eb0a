"""Cards: registrations that are put before an official."""

from collections.abc import Mapping
from dataclasses import field
from uuid import UUID

from conversations.effects import Reason
from conversations.record import record


@record
class Card:
    """A registration put before an official. `person` is the official, `answers` the worker's.

    `asks_reason`: the official was asked why it is rejected, and not whether it is right.
    `by_official`: it came from the chat of an official of the village, or has the number of one,
    who may not decide it. `own_number`: it has the number of this one, who may reject it alone.
    `nth`: it is the so-manieth of its chat in this village within a day. `same_as`: the number of
    another of the same name, birth year and mother. `strangers`: at least so many chats
    registered in the village for the first time within an hour of it, and `villages`: in so many
    its chat did within a day of it; 0 and 1 if they are too few to be told. `amended`: the
    answers that were corrected since a head might have seen them; `lapsed`: he asked for that,
    in vain.
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
    own_number: bool = False
    nth: int = 1
    same_as: str | None = None
    strangers: int = 0
    villages: int = 1
    amended: tuple[str, ...] = ()
    lapsed: bool = False


@record
class ClosedCard:
    """A card that was open and is decided: it loses its buttons wherever it was shown.

    `number`: of which registration, where several are told of at once.
    """

    id: UUID
    person: UUID
    number: str = ""
