"""What the audit keeps of something that was done."""

from dataclasses import field
from uuid import UUID

from conversations.record import record


@record
class Entry:
    """Something that was done. `person` None: an operator did it. `address`: from which.

    `note`: an operator's own words about why, or what it was done to; it is sealed, and can be
    erased. `regency`: in whose chain it is kept; None: that of the registration `subject`.
    """

    kind: str
    person: UUID | None
    subject: UUID | None
    address: UUID | None = None
    note: str = field(default="", repr=False)
    regency: str | None = None
