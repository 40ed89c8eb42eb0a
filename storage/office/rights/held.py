"""All that is held of somebody: what was answered, since when, and who saw it."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import text

from conversations.effects import FindData
from conversations.life_cycle import Act
from conversations.outcomes.registered import Registered
from conversations.outcomes.rights import DataFound, DataOf, Seen
from storage.office.registrations.registered import Registrations
from storage.people.people import Person
from storage.work import Row, Work

# Whose chat it is, is told by the consent, for the answers are sealed; or it went on at the phone
# of whom it is of, who came with the KTP.
OWN = f"""(EXISTS (SELECT FROM consents c WHERE c.draft_id = r.id AND c.person_id = r.person_id
                                          AND c.for_whom = 'self')
    OR EXISTS (SELECT FROM history h WHERE h.registration_id = r.id AND h.act = '{Act.MOVE}'
                                       AND h.person_id = r.person_id))"""
_ALL = text(f"""
    SELECT r.id, r.nik_id, r.programme_id, r.sealed, r.submitted_at, {OWN} AS own,
           (SELECT max(c.given_at) FROM consents c WHERE c.draft_id = r.id) AS agreed_at,
           (SELECT max(c.withdrawn_at) FROM consents c WHERE c.draft_id = r.id) AS taken_back_at
      FROM registrations r WHERE r.person_id = CAST(:person AS uuid)
     ORDER BY own DESC, r.submitted_at, r.seq
""")
# What tells that an official had it before him; nobody in a village is the district.
READS = (
    *("card_read", "name_read", "registration_read", "history_read", "data_read"),
    *("decided", "turned_down", "asked", "undone", "place_given_up", "phone_code_given"),
    *("decided_by_district", "ended_by_district", "phone_code_given_by_district"),
    *("person_found", "person_shown", "person_unmasked", "person_corrected"),
)
READ = """
      FROM audit a
      LEFT JOIN registrations of ON of.id = a.subject
      LEFT JOIN LATERAL (SELECT o.village FROM officials o WHERE o.person_id = a.person_id
                          ORDER BY o.village <> of.village, o.revoked_at NULLS FIRST, o.village
                          LIMIT 1) AS o ON true
     WHERE a.subject = CAST(:registration AS uuid) AND a.kind = ANY(CAST(:reads AS text[]))
       AND (a.person_id IS NULL OR o.village IS NOT NULL)
"""
"""The rows `a` of the audit in which somebody had a registration before them, `o` whose head."""
_SEEN = text(f"""
    SELECT coalesce(o.village, '') AS village, count(*) AS times, max(a.at) AS last {READ}
     GROUP BY 1 ORDER BY 1
""")


class HeldData:
    def __init__(self, work: Work) -> None:
        self._work = work
        self._registrations = Registrations(work)

    async def find(self, person: Person, wish: FindData) -> DataFound:
        """Return what is held of somebody's registrations, one a page, the own first."""
        rows = await self._work.run(_ALL, {"person": person.id})
        known = await self._registrations.registered([row.id for row in rows])
        own = tuple(known[row.id] for row in rows if row.own)
        others = tuple(known[row.id] for row in rows if not row.own)
        if wish.about != "show" or not rows:
            return DataFound(wish.about, own=own, others=others)
        page = min(wish.page, len(rows))
        row = rows[page - 1]
        data = await self._of(row, known[row.id])
        return DataFound(wish.about, page, len(rows), data, own, others)

    async def _of(self, row: Row, registered: Registered) -> DataOf:
        return DataOf(
            registered,
            self._registrations.answers(row),
            row.own,
            row.submitted_at,
            row.agreed_at,
            await self._seen(row.id),
            row.taken_back_at,
        )

    async def _seen(self, registration: UUID) -> tuple[Seen, ...]:
        values = {"registration": registration, "reads": list(READS)}
        rows: Sequence[Row] = await self._work.run(_SEEN, values)
        return tuple(Seen(row.village, row.times, row.last) for row in rows)
