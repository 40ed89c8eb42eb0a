"""Claims: somebody tells a NIK that another chat has registered, and may be its owner.

Whoever tells it gets a code. The head, with the owner and the KTP before him, taps the code that
is on the owner's phone. The chat that has registered it hears of that. For a day nothing moves
unless that chat agrees; then the registration, and with it the place, is the owner's as soon as
the owner's own answers are sent. What was decided and has not taken effect is undone by a grant.

    met ──the head: grant──► granted ──a day, or the other chat agrees──► may be taken over
     ▲                          │                                               │
     └──────────undo────────────┴─────────────────────a week without it─────────┘
"""

import secrets
from collections.abc import Sequence
from datetime import datetime
from typing import assert_never
from uuid import UUID

from sqlalchemy import text

from conversations.effects import Claim, ClaimWish, FindClaims
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
from storage.forgetting import SLICE, forgetting
from storage.ids import new_id
from storage.office.authority import may_decide
from storage.office.cards import Desk
from storage.office.niks.granting import A_DAY, is_granted, moves_at, stands
from storage.office.undoing import Undoing
from storage.people.people import Person
from storage.rows import arrays
from storage.states import is_in
from storage.work import Work

KEPT = 30 * A_DAY
MOST = 8  # codes a head is shown at once, the latest

# Nobody waits for what is there, and is written to by somebody who has locked the village: whoever
# comes here may be about to lock it. Of those met again the head is shown the latest first.
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
    ), again AS (
        UPDATE claims SET at = CAST(:now AS timestamptz) WHERE id IN (
            SELECT c.id FROM claims c
              JOIN w ON c.registration_id = w.registration AND c.person_id = w.person
               FOR UPDATE OF c SKIP LOCKED)
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
       AND (CAST(:code AS text) IS NULL OR c.code = CAST(:code AS text) OR {stands("c")})
     ORDER BY {stands("c")} DESC NULLS LAST, c.at DESC LIMIT {MOST}
""")
_LATEST = text(f"""
    SELECT c.id FROM claims c {_BY_HEAD}
     WHERE (CAST(:number AS text) IS NULL OR r.number = CAST(:number AS text))
       AND (CAST(:code AS text) IS NULL OR c.code = CAST(:code AS text))
     ORDER BY c.at DESC LIMIT 1
""")
_FOUND = f"""
    SELECT c.id, r.id AS registration, r.village, r.number, r.person_id AS holder,
           o.id AS official
      FROM claims c {_BY_HEAD}
"""
_ALL = "found.registration, found.number, found.holder, claims.person_id AS claimant"
_GRANT = text(f"""
    WITH found AS ({_FOUND} WHERE c.id = CAST(:claim AS uuid) AND NOT {is_granted("r")})
    UPDATE claims SET granted_at = CAST(:now AS timestamptz), granted_by = found.official,
           agreed_at = NULL
      FROM found WHERE claims.id = found.id
    RETURNING {_ALL}, found.village
""")
_UNDO = text(f"""
    WITH found AS ({_FOUND} WHERE c.id = CAST(:claim AS uuid) AND {stands("c")})
    UPDATE claims SET granted_at = NULL, granted_by = NULL, agreed_at = NULL
      FROM found WHERE claims.id = found.id
    RETURNING {_ALL}, found.village
""")
_LET_GO = text(f"""
    WITH those AS (
        SELECT c.id, c.agreed_at IS NULL AS news, r.id AS registration, r.number
          FROM unnest(CAST(:registration AS uuid[]), CAST(:person AS uuid[]),
                      CAST(:claim AS uuid[])) AS w(registration, person, claim)
          JOIN claims c ON (c.id = w.claim OR c.registration_id = w.registration)
                       AND {stands("c")}
          JOIN registrations r ON r.id = c.registration_id AND r.person_id = w.person
                              AND {is_in(LIVE, "r.status")}
    )
    UPDATE claims SET agreed_at = coalesce(agreed_at, CAST(:now AS timestamptz))
      FROM those WHERE claims.id = those.id
    RETURNING those.registration, those.number,
              CASE WHEN those.news THEN claims.person_id END AS claimant
""")
_GRANTED = text(f"""
    SELECT c.registration_id, c.person_id
      FROM unnest(CAST(:registration AS uuid[]), CAST(:person AS uuid[]))
           AS w(registration, person)
      JOIN claims c ON c.registration_id = w.registration AND c.person_id = w.person
     WHERE {stands("c")}
""")
_VILLAGES = text("""
    SELECT DISTINCT r.village FROM claims c JOIN registrations r ON r.id = c.registration_id
     WHERE c.id = ANY(CAST(:ids AS uuid[]))
""")
_SETTLED = text("DELETE FROM claims WHERE registration_id = CAST(:registration AS uuid)")
_OLD = """
    at < CAST(:before AS timestamptz) AND coalesce(granted_at, at) < CAST(:before AS timestamptz)
"""
_FORGET = text(f"WITH {forgetting('claims', at=_OLD)}")


@record
class Claimed:
    """A claim as it stands. `moves_at`: when it may be taken over; None: no head has said so."""

    code: str
    id: UUID
    moves_at: datetime | None


class Claims:
    def __init__(self, work: Work) -> None:
        self._work = work
        self._desk = Desk(work)
        self._undoing = Undoing(work)

    async def met(self, those: Sequence[tuple[UUID, UUID]]) -> list[Claimed]:
        """Make or find the claim of each person on a registration: (registration, person)."""
        rows = [(new_id(), *one, f"{secrets.randbelow(10_000):04}") for one in those]
        values = {**arrays(("id", "registration", "person", "code"), rows), "now": self._work.now}
        found = {
            (row.registration_id, row.person_id): row for row in await self._work.run(_MET, values)
        }
        now = self._work.now
        return [
            Claimed(row.code, row.id, moves_at(row, now)) for row in map(found.get, those) if row
        ]

    async def granted(self, those: Sequence[tuple[UUID, UUID]]) -> set[tuple[UUID, UUID]]:
        """Return which of these (registration, person) a head has said are the owner's."""
        if not those:
            return set()
        values = {**arrays(("registration", "person"), those), "now": self._work.now}
        rows = await self._work.run(_GRANTED, values)
        return {(row.registration_id, row.person_id) for row in rows}

    async def villages(self, ids: Sequence[UUID]) -> list[str]:
        """Return the villages that these claims are about."""
        return await self._work.column(_VILLAGES, {"ids": list(ids)})

    async def answer(self, person: Person, wish: Claim) -> AboutClaim:
        """Do what somebody wishes with a claim; the village has been locked."""
        match wish.wish:
            case ClaimWish.LOOK:
                return await self._look(person, wish.claim)
            case ClaimWish.GRANT:
                return await self._grant(person, wish.claim)
            case ClaimWish.UNDO:
                return await self._undo(person, wish.claim)
            case ClaimWish.AGREE:
                agreed = await self._let_go([(None, person.id, wish.claim)])
                return agreed[0] if agreed else ClaimGone()
            case _:
                assert_never(wish.wish)

    async def find(self, person: Person, wish: FindClaims) -> AboutClaim:
        """Look at the claims that a head names in words: by number, by code, or the latest."""
        values = {"person": person.id, "number": wish.number, "code": wish.code}
        found = await self._work.column(_LATEST, values)
        return await self._look(person, found[0], wish.code) if found else ClaimGone()

    async def _look(self, person: Person, claim: UUID, code: str | None = None) -> AboutClaim:
        """Show the codes of all who claim a registration, or of those with this one."""
        values = self._of(person, claim)
        rows = await self._work.run(_LOOK, {**values, "code": code})
        if not rows:
            return ClaimGone()
        first = rows[0]
        if at := moves_at(first, self._work.now):
            return ClaimStands(first.id, first.number, at)
        return ClaimShown(first.number, tuple((row.id, row.code) for row in rows))

    async def _grant(self, person: Person, claim: UUID) -> AboutClaim:
        granted = await self._work.run(_GRANT, self._of(person, claim))
        if not granted:
            return ClaimGone()
        [row] = granted
        await self._undoing.stop(row.registration)  # or the place would go on in ten minutes
        closed = (await self._desk.close([row.registration])).get(row.registration, ())
        cards = await self._desk.open({row.village}, acting=[person.id])
        return ClaimGranted(
            claim=claim,
            registration=row.registration,
            number=row.number,
            holder=row.holder,
            claimant=row.claimant,
            at=self._work.now + A_DAY,
            closed=tuple(closed),
            cards=cards,
        )

    async def _undo(self, person: Person, claim: UUID) -> AboutClaim:
        undone = await self._work.run(_UNDO, self._of(person, claim))
        if not undone:
            return ClaimGone()
        [row] = undone
        cards = await self._desk.open({row.village}, acting=[person.id])
        return ClaimUndone(row.registration, row.number, row.holder, row.claimant, cards)

    def _of(self, person: Person, claim: UUID) -> dict[str, object]:
        return {"person": person.id, "claim": claim, "now": self._work.now}

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
