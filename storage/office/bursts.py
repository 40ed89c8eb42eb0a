"""Bursts: many registrations at once, so that somebody looks. None of them is a refusal.

    strangers    a village in which many chats registered within an hour that never did before
    villages     a chat that registered in several villages within a day
    helper       a chat that registered many in one village within a day

A village meeting, where a volunteer registers thirty in an evening, is a `helper` and no more: few
phones, and each card says the how-manieth of its chat it is. Whoever takes all places of a village
from one phone is a `helper` as well; whoever does it from many is not.
"""

from datetime import timedelta
from enum import StrEnum, auto
from uuid import UUID

from sqlalchemy import text

from conversations.record import record
from storage.work import Work

# A fifth of a village's places in an hour, from phones that nobody has met: by then most of a day
# is left to look before they are gone.
STRANGERS, HOUR = 20, timedelta(hours=1)
# Neighbours live in one's own village, or the next.
VILLAGES, DAY = 3, timedelta(days=1)
# A family or two are fewer.
HELPED = 10

_LATELY = text("""
    WITH day AS (
        SELECT person_id, village, number, seq, submitted_at FROM registrations
         WHERE submitted_at > CAST(:day AS timestamptz)
    )
    SELECT 'strangers' AS kind, village, NULL::uuid AS person_id, count(*) AS registrations,
           count(DISTINCT person_id) AS chats, 1 AS villages,
           (array_agg(number ORDER BY seq))[1] AS first
      FROM day
     WHERE submitted_at > CAST(:hour AS timestamptz)
       AND NOT EXISTS (SELECT FROM registrations before
                        WHERE before.person_id = day.person_id
                          AND before.submitted_at <= CAST(:hour AS timestamptz))
     GROUP BY village HAVING count(DISTINCT person_id) >= CAST(:strangers AS int)
    UNION ALL
    SELECT 'villages', NULL, person_id, count(*), 1, count(DISTINCT village),
           (array_agg(number ORDER BY seq))[1]
      FROM day GROUP BY person_id HAVING count(DISTINCT village) >= CAST(:villages AS int)
    UNION ALL
    SELECT 'helper', village, person_id, count(*), 1, 1, (array_agg(number ORDER BY seq))[1]
      FROM day GROUP BY person_id, village HAVING count(*) >= CAST(:helped AS int)
     ORDER BY first, kind
""")


class BurstKind(StrEnum):
    STRANGERS = auto()
    VILLAGES = auto()
    HELPER = auto()


@record
class Burst:
    """What came at once. `village` None: several; `person` None: many. `first`: its first number.

    `registrations`, `chats` and `villages` count what is in it.
    """

    kind: BurstKind
    village: str | None
    person: UUID | None
    registrations: int
    chats: int
    villages: int
    first: str


class Bursts:
    def __init__(self, work: Work) -> None:
        self._work = work

    async def lately(self) -> list[Burst]:
        """Return the bursts of the last hour and day."""
        now = self._work.now
        since = {"hour": now - HOUR, "day": now - DAY}
        least = {"strangers": STRANGERS, "villages": VILLAGES, "helped": HELPED}
        rows = await self._work.run(_LATELY, {**since, **least})
        return [Burst(BurstKind(kind), *rest) for kind, *rest in rows]
