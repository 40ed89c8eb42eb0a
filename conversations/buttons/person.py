"""Buttons with which somebody begins, sees where they stand, or goes on elsewhere."""

from dataclasses import field
from enum import StrEnum
from typing import TypeAlias
from uuid import UUID

from conversations.record import record


@record
class Register:
    """Begin, for oneself."""


@record
class RegisterAnother:
    """Begin with somebody else; `village`: of the one before, its digits without dots."""

    village: str = ""


@record
class Speak:
    language: str


@record
class GoOnHere:
    """Yes, use the code by which two addresses become one person's."""

    code: str = field(repr=False)


@record
class Accept:
    """Yes, I am whom this invitation is for."""

    code: str = field(repr=False)


@record
class CutOff:
    """Yes, undo what was joined to this chat lately."""


@record
class ShowStatus:
    """Show where one stands; `page`: of many registrations, the how-manieth ten."""

    page: int = 1


@record
class GiveUp:
    """Yes, give this registration up."""

    registration: UUID


@record
class Correct:
    """Correct this registration; `about`: the question whose answer is wrong, "": it is asked."""

    registration: UUID
    about: str = ""


@record
class Erase:
    """Yes, erase all that is mine; `minute`: when it was asked, since 1970."""

    minute: int


@record
class TakeBack:
    """Yes, I take my consent back; `minute` as above."""

    minute: int


@record
class ShowData:
    """Show what is held; `page`: the how-manieth registration."""

    page: int = 1


class OfTerms(StrEnum):
    """What one does with words of the consent that are newer than what was agreed to."""

    READ = "read"
    LATER = "later"
    AGREE = "agree"
    KEEP = "keep"


@record
class OnTerms:
    """Of the consent of a registration; `version`: the words that are meant, "" to read them."""

    registration: UUID
    wish: OfTerms
    version: str = ""


OfRights: TypeAlias = Erase | TakeBack | ShowData | OnTerms
OfStatus: TypeAlias = ShowStatus | GiveUp | Correct
