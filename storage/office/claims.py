"""Claims: somebody tells a NIK that another chat has registered, and may be its owner.

Whoever tells it gets a code. The head, with the owner and the KTP before him, taps the code that
is on the owner's phone. The chat that has registered it hears of that. For a day nothing moves
unless that chat agrees; then the registration, and with it the place, is the owner's as soon as
the owner's own answers are sent.

    met ──the head: grant──► granted ──a day, or the other chat agrees──► may be taken over
                 ▲──────────undo──┘
"""

import secrets
from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import text

from conversations.effects import Claim, ClaimWish
from conversations.life_cycle import LIVE
from conversations.outcomes.claims import (
    AboutClaim,
    ClaimAgreed,
    ClaimGone,
    ClaimGranted,
    ClaimShown,
    ClaimStands,
    ClaimUndone,
)
from conversations.record import record
from storage.forgetting import SLICE
from storage.ids import new_id
from storage.office.authority import may_decide
from storage.people.people import Person
from storage.rows import arrays
from storage.states import is_in
from storage.work import Row, Work

A_DAY = timedelta(days=1)
KEPT = 30 * A_DAY
MOST = 8  # codes a head is shown at once, the latest

# What is there is only read: whoever comes here has not locked the village yet, and must make
# nobody wait who has.
_MET = text("""
    WITH w AS (
        SELECT * FROM unnest(CAST(:id AS uuid[]), CAST(:registration AS uuid[]),
                             CAST(:person AS uuid[]), CAST(:code AS text[]))
            AS w(id, registration, person, code)
    ), new AS (
        INSERT INTO claims (id, registration_id, person_id, code, at)
        SELECT id, registration, person, code, CAST(:now AS timestamptz) FROM w
        ON CONFLICT DO NOTHING
        RETURNING id, registration_id, person_id, code, granted_at, agreed_at
    )
    SELECT * FROM new
     UNION ALL
    SELECT c.id, c.registration_id, c.person_id, c.code, c.granted_at, c.agreed_at
      FROM claims c JOIN w ON c.registration_id = w.registration AND c.person_id = w.person
""")
# Whoever decides on the registration, but not on a claim from their own chat.
_BY_HEAD = f"""
      JOIN registrations r ON r.id = c.registration_id AND {is_in(LIVE, "r.status")}
      JOIN officials o ON {may_decide("o", "r")} AND o.person_id <> c.person_id
                      AND o.person_id = CAST(:person AS uuid)
"""
_LOOK = text(f"""
    SELECT c.id, c.code, c.granted_at, c.agreed_at, r.number
      FROM claims this
      JOIN claims c ON c.registration_id = this.registration_id
      {_BY_HEAD}
     WHERE this.id = CAST(:claim AS uuid)
     ORDER BY c.granted_at NULLS LAST, c.at DESC LIMIT {MOST}
""")
_FOUND = f"""
    SELECT c.id, r.id AS registration, r.number, r.person_id AS holder, o.id AS official
      FROM claims c {_BY_HEAD}
"""
_ALL = "found.registration, found.number, found.holder, claims.person_id AS claimant"
_GRANT = text(f"""
    WITH found AS ({_FOUND} WHERE c.id = CAST(:claim AS uuid) AND NOT EXISTS (
           SELECT FROM claims g WHERE g.registration_id = c.registration_id
              AND g.granted_at IS NOT NULL))
    UPDATE claims SET granted_at = CAST(:now AS timestamptz), granted_by = found.official
      FROM found WHERE claims.id = found.id
    RETURNING {_ALL}
""")
_UNDO = text(f"""
    WITH found AS ({_FOUND} WHERE c.id = CAST(:claim AS uuid) AND c.granted_at IS NOT NULL)
    UPDATE claims SET granted_at = NULL, granted_by = NULL, agreed_at = NULL
      FROM found WHERE claims.id = found.id
    RETURNING {_ALL}
""")
_LET_GO = text(f"""
    UPDATE claims c SET agreed_at = CAST(:now AS timestamptz)
      FROM unnest(CAST(:registration AS uuid[]), CAST(:person AS uuid[]), CAST(:claim AS uuid[]))
           AS w(registration, person, claim)
      JOIN registrations r ON r.id = w.registration AND r.person_id = w.person
                          AND {is_in(LIVE, "r.status")}
     WHERE c.registration_id = r.id AND c.granted_at IS NOT NULL AND c.id = coalesce(w.claim, c.id)
    RETURNING r.id AS registration, r.number, c.person_id AS claimant
""")
_ON = text("SELECT registration_id FROM claims WHERE id = CAST(:claim AS uuid)")
_GRANTED = text("""
    SELECT c.registration_id, c.person_id
      FROM unnest(CAST(:registration AS uuid[]), CAST(:person AS uuid[]))
           AS w(registration, person)
      JOIN claims c ON c.registration_id = w.registration AND c.person_id = w.person
     WHERE c.granted_at IS NOT NULL
""")
_VILLAGES = text("""
    SELECT DISTINCT r.village FROM claims c JOIN registrations r ON r.id = c.registration_id
     WHERE c.id = ANY(CAST(:ids AS uuid[]))
""")
_SETTLED = text("DELETE FROM claims WHERE registration_id = CAST(:registration AS uuid)")
_FORGET = text("""
    WITH gone AS (
        DELETE FROM claims WHERE ctid = ANY(ARRAY(
            SELECT ctid FROM claims
             WHERE at < CAST(:before AS timestamptz)
               AND coalesce(granted_at, at) < CAST(:before AS timestamptz)
             ORDER BY at LIMIT CAST(:at_most AS int) FOR UPDATE SKIP LOCKED))
        RETURNING 1)
    SELECT count(*) FROM gone
""")


@record
class Claimed:
    """A claim as it stands. `moves_at`: when it may be taken over; None: no head has said so."""

    code: str
    id: UUID
    moves_at: datetime | None


class Claims:
    def __init__(self, work: Work) -> None:
        self._work = work

    async def met(self, those: Sequence[tuple[UUID, UUID]]) -> list[Claimed]:
        """Make or find the claim of each person on a registration: (registration, person)."""
        rows = [(new_id(), *one, f"{secrets.randbelow(10_000):04}") for one in those]
        values = {**arrays(("id", "registration", "person", "code"), rows), "now": self._work.now}
        found = {
            (row.registration_id, row.person_id): Claimed(row.code, row.id, _moves_at(row))
            for row in await self._work.run(_MET, values)
        }
        return [found[one] for one in those]

    async def granted(self, those: Sequence[tuple[UUID, UUID]]) -> set[tuple[UUID, UUID]]:
        """Return which of these (registration, person) a head has said are the owner's."""
        if not those:
            return set()
        rows = await self._work.run(_GRANTED, arrays(("registration", "person"), those))
        return {(row.registration_id, row.person_id) for row in rows}

    async def villages(self, ids: Sequence[UUID]) -> list[str]:
        """Return the villages that these claims are about."""
        return await self._work.column(_VILLAGES, {"ids": list(ids)})

    async def answer(self, person: Person, wish: Claim) -> AboutClaim:
        """Do what somebody wishes with a claim; the village has been locked."""
        values: dict[str, object] = {"claim": wish.claim, "person": person.id}
        if wish.wish is ClaimWish.LOOK:
            return _shown(await self._work.run(_LOOK, values))
        if wish.wish is ClaimWish.UNDO:
            undone = await self._work.run(_UNDO, values)
            return ClaimUndone(**undone[0]) if undone else ClaimGone()
        if wish.wish is ClaimWish.AGREE:
            [on] = await self._work.column(_ON, {"claim": wish.claim}) or [None]
            agreed = await self._let_go([(on, person.id, wish.claim)])
            return agreed[0] if agreed else ClaimGone()
        granted = await self._work.run(_GRANT, {**values, "now": self._work.now})
        moves_at = self._work.now + A_DAY
        return ClaimGranted(wish.claim, **granted[0], at=moves_at) if granted else ClaimGone()

    async def let_go(self, those: Sequence[tuple[UUID, UUID]]) -> list[ClaimAgreed]:
        """Return which of these (registration, its person) a head has said are somebody else's.

        Whoever gives such a one up agrees that it goes to its owner, and to nobody who waits.
        """
        return await self._let_go([(*one, None) for one in those])

    async def _let_go(
        self, those: Sequence[tuple[UUID | None, UUID, UUID | None]]
    ) -> list[ClaimAgreed]:
        values = arrays(("registration", "person", "claim"), those)
        rows = await self._work.run(_LET_GO, {**values, "now": self._work.now})
        return [ClaimAgreed(**row) for row in rows]

    async def settled(self, registration: UUID) -> None:
        """Forget the claims on a registration that has been taken over."""
        await self._work.run(_SETTLED, {"registration": registration})

    async def forget(self, at_most: int = SLICE) -> int:
        """Let go of claims that nobody has come back to for long; return how many that were."""
        values = {"before": self._work.now - KEPT, "at_most": at_most}
        return int(await self._work.value(_FORGET, values))


def _shown(rows: Sequence[Row]) -> ClaimShown | ClaimStands | ClaimGone:
    """Say what a head is shown of the claims on a registration; one that was granted is first."""
    if not rows:
        return ClaimGone()
    first = rows[0]
    if moves_at := _moves_at(first):
        return ClaimStands(first.id, first.number, moves_at)
    return ClaimShown(first.number, tuple((row.id, row.code) for row in rows))


def _moves_at(row: Row) -> datetime | None:
    if row.granted_at is None:
        return None
    granted: datetime = row.granted_at + A_DAY
    return min(granted, row.agreed_at) if row.agreed_at else granted
