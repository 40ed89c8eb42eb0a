"""A registration as it is to somebody who wants to decide on it, and why they may not."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import text

from conversations.effects import Reason
from conversations.life_cycle import MAY_BE_DECIDED, Status
from conversations.outcomes.claims import ClaimStands
from conversations.outcomes.desk import (
    AlreadyDecided,
    Decided,
    NotYourVillage,
    OwnRegistration,
)
from storage.office import names
from storage.office.authority import from_chat_of, has_number_of
from storage.office.history import note_in, note_of
from storage.office.niks.granting import moves_at, stands
from storage.office.registrations.registered import ONE_DAY, QUIET
from storage.rows import arrays
from storage.work import Row, Work

NOBODY = UUID(int=0)  # as the district is: no official of any village

_FOUND = text(f"""
    SELECT r.id, r.version, r.number, r.village, r.status, r.reason, r.person_id, r.sealed,
           r.nik_id, r.programme_id,
           r.cover, r.decided_at, {note_of("r")} AS note,
           coalesce((SELECT max(h.version) FROM history h
                      WHERE h.registration_id = r.id AND h.act <> ALL(ARRAY[{QUIET}])),
                    r.version) AS changed_in,
           {from_chat_of("w.person", "r")} AS own_chat,
           {has_number_of("w.person", "r")} AS own_number, p.number AS place, o.id AS official_id,
           o.sealed AS official,
           d.id AS decided_by, d.sealed AS decider, g.id AS claim, g.granted_at, g.agreed_at
      FROM unnest(CAST(:id AS uuid[]), CAST(:person AS uuid[])) WITH ORDINALITY AS w(id, person, n)
      LEFT JOIN registrations r ON r.id = w.id
      LEFT JOIN places p ON p.registration_id = r.id
      LEFT JOIN officials o
             ON o.village = r.village AND o.person_id = w.person AND o.revoked_at IS NULL
      LEFT JOIN officials d ON d.id = r.decided_by
      LEFT JOIN claims g ON g.registration_id = r.id AND {stands("g")}
     ORDER BY w.n
""")


class Found:
    def __init__(self, work: Work) -> None:
        self._work = work

    async def find(self, asked: Sequence[tuple[UUID, UUID]]) -> list[Row]:
        """Read each registration, as it is to the person beside it; NULLs where there is none."""
        values = {**arrays(("id", "person"), asked), "now": self._work.now}
        return await self._work.run(_FOUND, values)

    def name(self, row: Row) -> str:
        return names.of_worker(self._work, row)

    def note(self, row: Row) -> str:
        """Return why it was rejected, in the head's words; "" if there are none."""
        return note_in(self._work, row.id, row.note)

    def official(self, row: Row) -> str:
        """Return the name of the official who asks."""
        return names.of_official(self._work, row.official_id, row.official)

    def decider(self, row: Row) -> str | None:
        if row.decided_by is None:
            return None
        return names.of_official(self._work, row.decided_by, row.decider)

    def refusal(
        self, row: Row, version: int
    ) -> AlreadyDecided | NotYourVillage | OwnRegistration | ClaimStands | None:
        """Return why a registration is not an official's to do anything with; None if it is."""
        if row.id is None or row.official_id is None:
            return NotYourVillage()
        if row.status not in MAY_BE_DECIDED or not self.is_as(row, version):
            return self.already(row)
        return OwnRegistration(row.number) if row.own_chat else self.granted(row)

    def is_as(self, row: Row, version: int) -> bool:
        """Whether a registration is as it was in a version, to who decides: a phone may differ."""
        as_it_was: bool = row.changed_in <= version <= row.version
        return as_it_was

    def granted(self, row: Row) -> ClaimStands | None:
        """Return that it is somebody else's by a head's word, which may be taken back first."""
        at = moves_at(row, self._work.now) if row.claim else None
        return ClaimStands(row.claim, row.number, at) if at else None

    def decided(self, row: Row) -> Decided:
        """Return the decision as it stands in the row; what it did for others is not told."""
        return Decided(
            official=None,
            worker=row.person_id,
            number=row.number,
            village=row.village,
            place=row.place,
            name=self.name(row),
            reason=Reason(row.reason) if row.reason else None,
            by=self.decider(row),
            at=row.decided_at,
            cover_from=row.cover.lower,
            cover_to=row.cover.upper - ONE_DAY,
            note=self.note(row),
        )

    def already(self, row: Row) -> AlreadyDecided:
        return AlreadyDecided(row.number, Status(row.status), self.decider(row), row.decided_at)
