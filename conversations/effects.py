"""What the brain may wish for: imperatives, performed by the turn, which returns an outcome."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TypeAlias
from uuid import UUID


class Reason(StrEnum):
    """Why a head turns a registration down."""

    NOT_RESIDENT = "not_resident"
    DIED = "died"
    CIVIL_SERVANT = "civil_servant"
    COMPANY = "company"
    COVERED = "covered"
    DATA_WRONG = "data_wrong"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class CountPlaces:
    """Find how many places a village has, and how many are taken."""

    village: str


@dataclass(frozen=True, slots=True)
class RecordConsent:
    """Keep the proof that consent was given, for whom, to which text."""

    draft: UUID
    text_key: str
    text_version: str
    for_whom: str
    name: str | None = field(repr=False)


@dataclass(frozen=True, slots=True)
class FindOwn:
    """Find whether the sender has a live registration "for myself" already.

    `nik`: one that was told with it, as in a form; its own registration is no other.
    """

    nik: str | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True)
class CheckNik:
    """Find whether a NIK is registered already; counts as one of the chat's tries of the day."""

    nik: str = field(repr=False)
    village: str


PAGE = 10  # registrations told at once: a helper may have registered fifty


@dataclass(frozen=True, slots=True)
class FindStanding:
    """Find the sender's registrations and the villages the sender heads.

    `about`: "status" tells of them, "withdraw" asks which one to give up, "give_up" gives it up;
    "again" looks for what became of a draft, "said" answers words that were said while idle.
    `number`: the one that is meant; `said`: the words, or the draft's id. `page`: the how-manieth
    ten of them; one that is too high is the last.
    """

    about: str = "status"
    number: str | None = None
    said: str | None = field(default=None, repr=False)
    page: int = 1


@dataclass(frozen=True, slots=True)
class Submit:
    """Register: a free place, else the end of the waiting list. The id is the draft's."""

    draft: UUID
    village: str
    nik: str = field(repr=False)
    answers: Mapping[str, str] = field(repr=False)


@dataclass(frozen=True, slots=True)
class Withdraw:
    """Give a registration up; its place goes to the first who waits."""

    registration: UUID


@dataclass(frozen=True, slots=True)
class LookAtInvitation:
    """Find what an invitation is for; it is not used by that."""

    code: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Redeem:
    """Use an invitation: the sender becomes a village's head."""

    code: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Decide:
    """Confirm a registration (`reason` None) or reject it."""

    registration: UUID
    version: int
    reason: Reason | None


@dataclass(frozen=True, slots=True)
class Postpone:
    """Put a card behind the others of its head."""

    registration: UUID
    version: int


class ClaimWish(StrEnum):
    """What may be wished with a claim on a registration: storage/office/claims.py."""

    LOOK = "look"  # the head: it is this person
    GRANT = "grant"  # ... who has this code, and whose KTP I saw
    UNDO = "undo"  # ... it was a mistake
    AGREE = "agree"  # the chat that registered it: let it go


@dataclass(frozen=True, slots=True)
class Claim:
    claim: UUID
    wish: ClaimWish


@dataclass(frozen=True, slots=True)
class ShowQueue:
    """Show the head the next card again."""


@dataclass(frozen=True, slots=True)
class ShowCard:
    """Find whether the sender may still decide a registration; then perhaps ask the reason."""

    registration: UUID
    version: int
    asks_reason: bool


@dataclass(frozen=True, slots=True)
class PassOver:
    """Close the card that a message was to show and a channel refused; open the next."""

    message: UUID


@dataclass(frozen=True, slots=True)
class OpenTransfer:
    """Make a one-time code by which the sender goes on at another address."""


@dataclass(frozen=True, slots=True)
class Join:
    """Use such a code: the sender and whoever made it are one person from now on."""

    code: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Separate:
    """Undo what was joined to the sender by a code in the last day: it was not them."""


# Reads may come before writes in a turn, never after: writes lock, and all of a group's locks are
# taken at once, in one order.
Read: TypeAlias = (
    CountPlaces | FindOwn | RecordConsent | CheckNik | FindStanding | LookAtInvitation
)
Write: TypeAlias = (
    Submit
    | Withdraw
    | Redeem
    | Decide
    | Postpone
    | ShowQueue
    | ShowCard
    | Claim
    | PassOver
    | OpenTransfer
    | Join
    | Separate
)
Effect: TypeAlias = Read | Write
