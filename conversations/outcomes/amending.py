"""What came of wishing to correct what had been sent."""

from collections.abc import Mapping
from dataclasses import field
from typing import TypeAlias

from conversations.outcomes.cards import Card, ClosedCard
from conversations.outcomes.registered import Promoted, Registered
from conversations.record import record


@record
class AnswersFound:
    """The answers in a registration of the sender's; `about` and `said` are as in the effect."""

    registered: Registered
    answers: Mapping[str, str] = field(repr=False)
    about: str = ""
    said: str = field(default="", repr=False)


@record
class Amended:
    """It was corrected, and keeps its number and, but in another village, its place.

    `anew`: a head has to confirm it. `left`: the village it was of before; "": it stays there.
    """

    registered: Registered
    anew: bool
    closed: tuple[ClosedCard, ...] = ()
    cards: tuple[Card, ...] = ()
    left: str = ""
    promoted: tuple[Promoted, ...] = ()


@record
class Overtaken:
    """Nothing was changed: something was done with it since its answers were looked at."""

    registered: Registered
    answers: Mapping[str, str] = field(repr=False)


@record
class NothingToAmend:
    """It is not the sender's, or is not live (any more)."""


@record
class NoPlaceThere:
    """Nothing was changed: no place is free in the village where it was to go on."""

    number: str
    village: str


@record
class HeldByClaim:
    """Nothing was changed: a head here has said that the NIK is somebody else's."""

    number: str


AboutAmending: TypeAlias = (
    AnswersFound | Amended | Overtaken | NothingToAmend | NoPlaceThere | HeldByClaim
)
