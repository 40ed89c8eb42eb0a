"""Strangers: who wrote once, agreed to nothing and holds nothing is forgotten after some days.

Nobody looks through all people for them. A few thousand are looked at in a run, in the order of
their ids, which is that of when they came; whoever looks remembers how far, and begins anew at the
end. They are locked first and judged then, so that nobody goes who is writing at this moment.
"""

from datetime import timedelta
from uuid import UUID

from sqlalchemy import text

from conversations.record import record
from storage.work import Work

KEPT = timedelta(days=8)  # as the inbox: until then what they wrote may be delivered once more
LOOKED_AT = 1_000  # people of a run: tens of milliseconds
BEGINNING = UUID(int=0)

_LOOK = text("""
    SELECT id, created_at < CAST(:before AS timestamptz) AS old FROM people
     WHERE id > CAST(:after AS uuid) ORDER BY id LIMIT CAST(:at_most AS int)
""")
# What is judged next is told anew: whoever would give them something waits for their lock.
_LOCK = text("""
    SELECT id FROM people p
     WHERE id = ANY(CAST(:those AS uuid[])) AND joined_to IS NULL AND parted_from IS NULL
       AND NOT EXISTS (SELECT FROM consents WHERE person_id = p.id)
       AND NOT EXISTS (SELECT FROM registrations WHERE person_id = p.id)
     ORDER BY id FOR UPDATE SKIP LOCKED
""")
_FORGET = text("""
    WITH strangers AS (
        SELECT p.id FROM people p
         WHERE p.id = ANY(CAST(:those AS uuid[]))
           AND NOT EXISTS (SELECT FROM drafts WHERE person_id = p.id)
           AND NOT EXISTS (SELECT FROM consents WHERE person_id = p.id)
           AND NOT EXISTS (SELECT FROM registrations WHERE person_id = p.id)
           AND NOT EXISTS (SELECT FROM officials WHERE person_id = p.id)
           AND NOT EXISTS (SELECT FROM transfers WHERE person_id = p.id)
           AND NOT EXISTS (
               SELECT FROM addresses a WHERE a.person_id = p.id AND (
                   a.heard_at >= CAST(:before AS timestamptz)
                   OR a.held_until IS NOT NULL
                   OR EXISTS (SELECT FROM registrations WHERE address_id = a.id)
                   OR EXISTS (SELECT FROM transfers WHERE address_id = a.id)))
    ), theirs AS (
        DELETE FROM addresses a USING strangers s WHERE a.person_id = s.id RETURNING a.id
    ), unsent AS (
        DELETE FROM outbox o USING theirs t
         WHERE o.address_id = t.id AND o.sent_at IS NULL AND o.failed_at IS NULL
    ), failed AS (
        DELETE FROM outbox o USING theirs t
         WHERE o.failed_at IS NOT NULL AND o.address_id = t.id
    ), gone AS (
        DELETE FROM people p USING strangers s WHERE p.id = s.id RETURNING p.id
    )
    SELECT count(*) FROM gone
""")


@record
class Forgotten:
    """How many went, and after whom to look on; BEGINNING: that was the end."""

    gone: int
    after: UUID


class Strangers:
    def __init__(self, work: Work) -> None:
        self._work = work

    async def forget(self, after: UUID = BEGINNING, at_most: int = LOOKED_AT) -> Forgotten:
        """Look at the next people; let go of those who were heard too long ago and hold nothing.

        Their addresses go with them, and what could not be brought to them.
        """
        before = self._work.now - KEPT
        values = {"after": after, "before": before, "at_most": at_most}
        looked = await self._work.run(_LOOK, values)
        old = [row.id for row in looked if row.old]
        last = looked[-1].id if len(looked) == at_most and looked[-1].old else BEGINNING
        locked = await self._work.column(_LOCK, {"those": old}) if old else []
        if not locked:
            return Forgotten(0, last)
        gone = await self._work.value(_FORGET, {"those": locked, "before": before})
        return Forgotten(int(gone), last)
