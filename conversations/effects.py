"""What the brain may wish for: imperatives, performed by the turn, which returns an outcome."""

from collections.abc import Mapping
from dataclasses import field
from enum import StrEnum
from typing import TypeAlias
from uuid import UUID

from conversations.record import record


class Reason(StrEnum):
    """Why a head turns a registration down."""

    NOT_RESIDENT = "not_resident"
    DIED = "died"
    CIVIL_SERVANT = "civil_servant"
    COMPANY = "company"
    COVERED = "covered"
    DATA_WRONG = "data_wrong"
    OTHER = "other"


class EndReason(StrEnum):
    """Why a place that was confirmed is ended."""

    DIED = "died"
    MOVED = "moved"
    FORMAL_WORK = "formal_work"
    COVERED = "covered"
    OTHER = "other"


@record
class CountPlaces:
    """Find how many places a village has, and how many are taken.

    `registration`: in the programme of that one; None: in the programme that is open.
    """

    village: str
    registration: UUID | None = None


@record
class RecordConsent:
    """Keep the proof that consent was given, for whom, to which text, as said in a village."""

    draft: UUID
    text_key: str
    text_version: str
    for_whom: str
    name: str | None = field(repr=False)
    village: str = ""


@record
class AnswerTerms:
    """Keep what the sender says to newer words of a consent; no: the one that stands is kept."""

    registration: UUID
    text_key: str
    text_version: str
    agrees: bool


@record
class FindOwn:
    """Find whether the sender has a live registration "for myself" already.

    `nik`: one that was told with it, as in a form; its own registration is no other.
    """

    nik: str | None = field(default=None, repr=False)


@record
class CheckNik:
    """Find whether a NIK is registered already; counts as one of the chat's tries of the day."""

    nik: str = field(repr=False)
    village: str


PAGE = 10  # registrations told at once: a helper may have registered fifty


@record
class FindStanding:
    """Find the sender's registrations and the villages the sender heads.

    `about`: "status" tells of them, "withdraw" asks which one to give up, "give_up" gives it up;
    "again" looks for what became of a draft, "terms" shows newer words of a consent, "said"
    answers words that were said while idle.
    `number`: the one that is meant; `said`: the words, or an id. `page`: the how-manieth
    ten of them; one that is too high is the last. `loose`: something else was shown last than
    what a plain yes would be about.
    """

    about: str = "status"
    number: str | None = None
    said: str | None = field(default=None, repr=False)
    page: int = 1
    loose: bool = False


@record
class Submit:
    """Register: a free place, else the end of the waiting list. The id is the draft's."""

    draft: UUID
    village: str
    nik: str = field(repr=False)
    answers: Mapping[str, str] = field(repr=False)


@record
class Withdraw:
    """Give a registration up; its place goes to the first who waits."""

    registration: UUID


@record
class FindAnswers:
    """Find what was answered in one of the sender's registrations that lives, to correct it.

    `about`: the question whose answer is wrong, "" if that is not known; `said`: the words.
    """

    registration: UUID
    about: str = ""
    said: str = field(default="", repr=False)


@record
class FindData:
    """Find all that is held about the sender, and who saw it; `page`: which registration.

    `about`: "show" tells it, "erase" and "consent" ask whether that is meant.
    """

    about: str = "show"
    page: int = 1


@record
class EraseData:
    """Erase the sender's own registrations and what hangs on them; it cannot be undone."""


@record
class TakeConsentBack:
    """Give the sender's own registrations up, and work with their data no more."""


class Right(StrEnum):
    """What somebody may have done with their data for good, here or at the village office."""

    ERASE = "erase"
    CONSENT = "consent"  # taken back: nothing is worked with any more, until it is erased


@record
class FindForOwner:
    """Find what a head names, who has whom it is of before him with the KTP, and asks for that."""

    number: str
    right: Right


@record
class DoForOwner:
    """Do it with a registration for whom it is of, by its head; it cannot be undone."""

    registration: UUID
    right: Right


@record
class FinishErasing:
    """Erase what was asked for some time ago; its place has gone on already.

    `chat`: what was left of the chat itself.
    """

    request: UUID
    chat: bool = False


@record
class Amend:
    """Put these answers in the place of a registration's, which were those of that version.

    `changed`: the questions whose answers differ. `anew`: the head has to confirm them.
    """

    registration: UUID
    version: int
    changed: tuple[str, ...]
    anew: bool
    answers: Mapping[str, str] = field(repr=False)


@record
class Expire:
    """End a registration whose cover is over; its place goes to nobody."""

    registration: UUID


@record
class LookAtInvitation:
    """Find what an invitation is for; it is not used by that."""

    code: str = field(repr=False)


@record
class Redeem:
    """Use an invitation: the sender becomes a village's head."""

    code: str = field(repr=False)


@record
class Decide:
    """Confirm a registration (`reason` None) or reject it; `note`: why, in the head's words."""

    registration: UUID
    version: int
    reason: Reason | None
    note: str = field(default="", repr=False)


@record
class End:
    """End a place that was confirmed; `note`: why, in the words of whoever does it."""

    registration: UUID
    version: int
    reason: EndReason
    note: str = field(default="", repr=False)


@record
class Undo:
    """Take a decision back; of one that was confirmed only if `sure`, for its worker was told."""

    registration: UUID
    version: int
    sure: bool = False


@record
class UndoLast:
    """Take back what the sender decided last, or what has this number; not `plain`: ask first."""

    number: str | None = None
    plain: bool = True


@record
class Ask:
    """Ask the worker to correct answers; `note`: what is wrong, in the head's words."""

    registration: UUID
    version: int
    fields: tuple[str, ...]
    note: str = field(default="", repr=False)


@record
class Nudge:
    """Say once more what is to be corrected, if it still is, as it was asked in that version."""

    registration: UUID
    version: int


@record
class Lapse:
    """Let what was not corrected in time be decided as it is."""

    registration: UUID
    version: int


@record
class TakeEffect:
    """Let what could be undone be so for good; nothing, if it is of another version by now."""

    registration: UUID
    version: int


@record
class Postpone:
    """Put a card behind the others of its head."""

    registration: UUID
    version: int


class ClaimWish(StrEnum):
    """What may be wished with a claim on a registration: storage/office/niks/claims.py."""

    LOOK = "look"  # the head: it is this person
    GRANT = "grant"  # ... who has this code, and whose KTP I saw
    UNDO = "undo"  # ... it was a mistake
    AGREE = "agree"  # the chat that registered it: let it go


@record
class Claim:
    claim: UUID
    wish: ClaimWish


@record
class FindClaims:
    """Find who claims what the sender decides on: by number, by code, or the latest."""

    number: str | None = None
    code: str | None = field(default=None, repr=False)


@record
class ShowQueue:
    """Show the head the next card again."""


@record
class ListWorkers:
    """Show a head who is registered in the village, by name; `page`: the how-manieth ten."""

    page: int = 1


@record
class FindWorkers:
    """Find whom a head means among them: by a button, by number, or by the words of a name."""

    registration: UUID | None = None
    number: str | None = None
    said: str = field(default="", repr=False)


@record
class ShowReport:
    """Show a head how far the village has come."""


@record
class ShowCard:
    """Find whether the sender may still decide a registration; then perhaps ask the reason.

    `anew`: in a message of its own, for the card may be far above.
    """

    registration: UUID
    version: int
    asks_reason: bool
    anew: bool = False


@record
class PassOver:
    """Close the card that a message was to show and a channel refused; open the next."""

    message: UUID


@record
class FindForPhone:
    """Find which registration of the sender's villages goes on at a new phone: by number or name.

    `name`: what may be words of it; with neither there is none.
    """

    number: str | None = None
    name: tuple[str, ...] = field(default=(), repr=False)


@record
class GivePhoneCode:
    """Make a code by which a registration goes on at another phone; an official saw the KTP."""

    registration: UUID


@record
class TakeToPhone:
    """Use such a code: that one registration is the sender's from now on."""

    code: str = field(repr=False)


@record
class OpenTransfer:
    """Make a one-time code by which the sender goes on at another address."""


@record
class Join:
    """Use such a code: the sender and whoever made it are one person from now on."""

    code: str = field(repr=False)


@record
class Separate:
    """Undo what was joined to the sender by a code in the last day: it was not them."""


# Reads may come before writes in a turn, never after: writes lock, and all of a group's locks are
# taken at once, in one order.
Read: TypeAlias = (
    CountPlaces
    | FindOwn
    | RecordConsent
    | CheckNik
    | FindStanding
    | FindAnswers
    | FindData
    | FindForOwner
    | FindClaims
    | FindForPhone
    | LookAtInvitation
    | ListWorkers
    | FindWorkers
    | ShowReport
)
Write: TypeAlias = (
    Submit
    | Withdraw
    | Amend
    | EraseData
    | DoForOwner
    | FinishErasing
    | TakeConsentBack
    | AnswerTerms
    | Expire
    | Redeem
    | Decide
    | End
    | Undo
    | UndoLast
    | TakeEffect
    | Ask
    | Nudge
    | Lapse
    | Postpone
    | ShowQueue
    | ShowCard
    | Claim
    | PassOver
    | GivePhoneCode
    | TakeToPhone
    | OpenTransfer
    | Join
    | Separate
)
Effect: TypeAlias = Read | Write
