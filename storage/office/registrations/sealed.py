"""A registration's answers, sealed: bound to its row, to its NIK's row and to its programme.

So none of the three can be changed by hand without its being seen: it does not open any more.
"""

from collections.abc import Mapping
from uuid import UUID

from storage.work import Row, Work

_TABLE = "registrations"


def seal(
    work: Work, registration: UUID, nik: UUID, programme: UUID, answers: Mapping[str, str]
) -> bytes:
    return work.sealer.seal(_TABLE, registration, answers, nik, programme)


def answers_in(work: Work, registration: UUID, row: Row) -> dict[str, str]:
    """Return what was answered, of a row with `sealed`, `nik_id` and `programme_id`."""
    unseal = work.sealer.unseal
    opened: dict[str, str] = unseal(_TABLE, registration, row.sealed, row.nik_id, row.programme_id)
    return opened
