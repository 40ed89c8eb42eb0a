"""What the audit keeps of something that was done."""

from collections.abc import Mapping
from dataclasses import field
from uuid import UUID

from conversations.record import record

SETTINGS_CHANGED = "settings"
_DIGESTS = " · now: "


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


def with_digests(changed: str, digests: Mapping[str, str]) -> str:
    """Return a note of what was set anew, and by their digests how all settings are now."""
    return changed + _DIGESTS + " ".join(f"{name}={digests[name]}" for name in sorted(digests))


def digests_in(note: str) -> dict[str, str]:
    """Return the digests of a note, by name; none, if it has none."""
    pairs = note.partition(_DIGESTS)[2].split()
    return {name: digest for name, _, digest in (pair.partition("=") for pair in pairs)}


def without_digests(note: str) -> str:
    return note.partition(_DIGESTS)[0]
