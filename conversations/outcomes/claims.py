"""What came of a claim: whose a NIK is that two have told."""

from dataclasses import field
from datetime import datetime
from typing import TypeAlias
from uuid import UUID

from conversations.record import record


@record
class ClaimShown:
    """The codes of those who claim a registration, the latest first, each with its claim."""

    number: str
    codes: tuple[tuple[UUID, str], ...] = field(repr=False)


@record
class ClaimStands:
    """A head has said whose it is, and may move `at` that time; each who decides may undo it."""

    claim: UUID
    number: str
    at: datetime


@record
class ClaimGranted:
    """The head has seen whose it is; `holder` has it now, and it may move `at` that time."""

    claim: UUID
    registration: UUID
    number: str
    holder: UUID
    claimant: UUID
    at: datetime


@record
class ClaimUndone:
    """What was granted is granted no more: by a head, or because the one who did is no head."""

    registration: UUID
    number: str
    holder: UUID
    claimant: UUID


@record
class ClaimAgreed:
    """Whoever has it lets it go at once."""

    registration: UUID
    number: str
    claimant: UUID


@record
class ClaimGone:
    """It is settled, forgotten, or not the sender's to say."""


AboutClaim: TypeAlias = (
    ClaimShown | ClaimStands | ClaimGranted | ClaimUndone | ClaimAgreed | ClaimGone
)
