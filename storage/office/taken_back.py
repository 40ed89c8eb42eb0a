"""The cards of officials who were revoked: closed, and what they were shown is to be rewritten."""

from collections.abc import Collection
from uuid import UUID

from sqlalchemy import DateTime, Uuid, any_, bindparam, text, update

from conversations.life_cycle import LIVE, QUEUED
from conversations.outcomes.cards import ClosedCard
from conversations.outcomes.claims import ClaimUndone
from storage.rows import array
from storage.states import is_in
from storage.tables import UNSENT, cards
from storage.work import Work

_NOW = bindparam("now", type_=DateTime(timezone=True))
_CLOSE_THEIRS = (
    update(cards)
    .where(cards.c.official_id == any_(array("officials", Uuid())), cards.c.closed_at.is_(None))
    .values(closed_at=_NOW)
)
# What is leaving just now is not stopped: it is rewritten behind that, as what they were shown is.
_RECALL = text(f"""
    WITH theirs AS (
        SELECT id FROM outbox
         WHERE failed_at IS NULL AND NOT edits
           AND card_id IN (SELECT id FROM cards
                            WHERE official_id = ANY(CAST(:officials AS uuid[])))
           AND address_id IN (SELECT a.id FROM addresses a JOIN officials o USING (person_id)
                               WHERE o.id = ANY(CAST(:officials AS uuid[])))
    ), stopped AS (
        UPDATE outbox SET failed_at = CAST(:now AS timestamptz), failure = 'revoked', sealed = NULL
          FROM theirs
         WHERE outbox.id = theirs.id AND {UNSENT}
           AND (due_at <= CAST(:now AS timestamptz) OR attempts > 0)
    )
    UPDATE outbox SET sealed = NULL FROM theirs
     WHERE outbox.id = theirs.id AND sent_at IS NOT NULL
""")
# What they said of a NIK is said no more: another official sees the KTP, or nobody has.
_UNGRANT = text(f"""
    UPDATE claims SET granted_at = NULL, granted_by = NULL, agreed_at = NULL
      FROM registrations r
     WHERE granted_by = ANY(CAST(:officials AS uuid[])) AND r.id = registration_id
       AND {is_in(LIVE, "r.status")}
    RETURNING r.id AS registration, r.number, r.person_id AS holder, claims.person_id AS claimant
""")
_STILL_SHOWN = text(f"""
    SELECT c.id, o.person_id
      FROM cards c
      JOIN officials o ON o.id = c.official_id
      JOIN registrations r ON r.id = c.registration_id
     WHERE o.id = ANY(CAST(:officials AS uuid[])) AND {is_in(QUEUED, "r.status")}
       AND (c.remote_id IS NOT NULL
            OR EXISTS (SELECT FROM outbox WHERE card_id = c.id AND {UNSENT} AND NOT edits))
     ORDER BY c.id
""")


async def take_back(work: Work, officials: Collection[UUID]) -> tuple[ClosedCard, ...]:
    """Close the cards of officials; return those of undecided registrations that were shown.

    Those that wait to leave stay here, and what was sent does not leave again.
    """
    values = {"officials": list(officials), "now": work.now}
    await work.run(_CLOSE_THEIRS, values)
    await work.run(_RECALL, values)
    rows = await work.run(_STILL_SHOWN, values)
    return tuple(ClosedCard(row.id, row.person_id) for row in rows)


async def ungrant(work: Work, officials: Collection[UUID]) -> tuple[ClaimUndone, ...]:
    """Take back what officials said of NIKs that two have told; return what that was."""
    rows = await work.run(_UNGRANT, {"officials": list(officials)})
    return tuple(ClaimUndone(**row) for row in rows)
