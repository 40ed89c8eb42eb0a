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
class ClaimGranted:
    """The head has seen whose it is; `holder` has it now, and it may move `at` that time."""

    claim: UUID
    number: str
    holder: UUID
    claimant: UUID
    at: datetime


@record
class ClaimUndone:
    number: str
    holder: UUID
    claimant: UUID


@record
class ClaimAgreed:
    """Whoever has it lets it go at once."""

    number: str
    claimant: UUID


@record
class ClaimGone:
    """It is settled, forgotten, or not the sender's to say."""


AboutClaim: TypeAlias = ClaimShown | ClaimGranted | ClaimUndone | ClaimAgreed | ClaimGone
