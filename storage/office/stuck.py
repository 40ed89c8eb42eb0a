"""Registrations that nobody in their village decides, for the operator: why, and since when.

There is no head; or it is its heads' own (authority.py); or their channel would not show them the
card (refused.py). They wait for another head, or for the district.
"""

from collections.abc import Sequence
from dataclasses import field
from datetime import datetime, timedelta
from enum import StrEnum
from uuid import UUID

from sqlalchemy import text

from conversations.life_cycle import QUEUED, Status
from conversations.record import record
from storage.office import names
from storage.office.authority import may_decide
from storage.states import is_in
from storage.work import Work

NAMED = 5  # of a village's, as many numbers are told


class Why(StrEnum):
    NO_HEAD = "no_head"
    OWN = "own"
    REFUSED = "refused"


_MAY = f"SELECT FROM officials o WHERE {may_decide('o', 'r')}"
_WHY = f"""
    CASE WHEN NOT EXISTS (SELECT FROM officials h
                           WHERE h.village = r.village AND h.revoked_at IS NULL)
              THEN '{Why.NO_HEAD}'
         WHEN NOT EXISTS ({_MAY}) THEN '{Why.OWN}'
         ELSE '{Why.REFUSED}' END
"""
_NOBODY = f"""
    {is_in(QUEUED, "r.status")} AND NOT EXISTS ({_MAY}
       AND NOT EXISTS (SELECT FROM cards c
                        WHERE c.official_id = o.id AND c.registration_id = r.id
                          AND c.refused_at IS NOT NULL))
"""
_STUCK = f"""
    (SELECT r.number, r.village, r.seq, r.submitted_at, {_WHY} AS why
       FROM registrations r WHERE {_NOBODY}) AS stuck
"""
_COUNT = text(f"SELECT why, count(*) AS many, min(submitted_at) AS since FROM {_STUCK} GROUP BY 1")
_LIST = text(f"""
    SELECT village, why, count(*) AS many, min(submitted_at) AS since,
           (array_agg(number ORDER BY seq))[1:{NAMED}] AS numbers
      FROM {_STUCK} GROUP BY village, why ORDER BY since, village
""")
_LOOK = text(f"""
    SELECT r.id, r.number, r.village, r.version, r.status, r.sealed, r.nik_id,
           r.programme_id, r.submitted_at,
           p.number AS place, CASE WHEN {_NOBODY} THEN {_WHY} END AS why
      FROM registrations r LEFT JOIN places p ON p.registration_id = r.id
     WHERE r.number = CAST(:number AS text)
""")


@record
class Stuck:
    """How many are so, and for how long the first of them has been."""

    why: Why
    many: int
    oldest: timedelta


@record
class StuckIn:
    """Those of one village; `numbers`: of the first of them."""

    village: str
    why: Why
    many: int
    since: datetime
    numbers: Sequence[str]


@record
class Case:
    """A registration as an operator who decides sees it. `why` None: an official may decide it."""

    id: UUID
    number: str
    village: str
    version: int
    status: Status
    name: str = field(repr=False)
    place: int | None
    since: datetime
    why: Why | None


class StuckRegistrations:
    def __init__(self, work: Work) -> None:
        self._work = work

    async def count(self) -> list[Stuck]:
        now = self._work.now
        rows = await self._work.run(_COUNT)
        return [Stuck(Why(row.why), row.many, max(now - row.since, timedelta())) for row in rows]

    async def list(self) -> list[StuckIn]:
        """Return them by village, those that have waited longest first."""
        rows = await self._work.run(_LIST)
        return [
            StuckIn(row.village, Why(row.why), row.many, row.since, row.numbers) for row in rows
        ]

    async def look(self, number: str) -> Case | None:
        """Return a registration by its number; None if there is none."""
        rows = await self._work.run(_LOOK, {"number": number})
        if not rows:
            return None
        [row] = rows
        return Case(
            id=row.id,
            number=row.number,
            village=row.village,
            version=row.version,
            status=Status(row.status),
            name=names.of_worker(self._work, row),
            place=row.place,
            since=row.submitted_at,
            why=Why(row.why) if row.why else None,
        )
