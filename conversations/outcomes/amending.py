"""What came of wishing to correct what had been sent."""

from collections.abc import Mapping
from dataclasses import field
from typing import TypeAlias

from conversations.outcomes.cards import Card, ClosedCard
from conversations.outcomes.registered import Registered
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
    """It was corrected, and keeps its number and its place. `anew`: a head has to confirm it."""

    registered: Registered
    anew: bool
    closed: tuple[ClosedCard, ...] = ()
    cards: tuple[Card, ...] = ()


@record
class Overtaken:
    """Nothing was changed: something was done with it since its answers were looked at."""

    registered: Registered
    answers: Mapping[str, str] = field(repr=False)


@record
class NothingToAmend:
    """It is not the sender's, or is not live (any more)."""


AboutAmending: TypeAlias = AnswersFound | Amended | Overtaken | NothingToAmend
