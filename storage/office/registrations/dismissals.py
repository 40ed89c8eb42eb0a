"""What an operator does about a chat: all of it that is undecided is rejected, village by village.

A head sees one card after another, and a chat that took a village's places would take his whole
day. What was confirmed stays: a head who knows the person said so.
"""

from collections.abc import Collection
from dataclasses import field
from uuid import UUID

from sqlalchemy import text

from conversations.effects import Reason
from conversations.life_cycle import Act, Status
from conversations.outcomes.operator import Dismissal, Dismissed
from conversations.record import record
from storage.office import names
from storage.office.cards import Desk
from storage.office.history import kept
from storage.office.niks.granting import is_granted
from storage.office.places import Places
from storage.states import allows, becomes
from storage.work import Work

_OF_CHAT = text(f"""
    SELECT r.id, r.number, r.village, r.status, r.person_id, r.sealed,
           r.nik_id, r.programme_id,
           {is_granted("r")} AS granted
      FROM registrations one JOIN registrations r ON r.person_id = one.person_id
     WHERE one.number = :number
     ORDER BY r.village, r.seq
""")
_DISMISS = text(f"""
    WITH acted AS (
        UPDATE registrations r SET status = {becomes(Act.DISMISS, "r.status")}, reason = :reason,
               decided_by = NULL, decided_at = CAST(:now AS timestamptz), version = r.version + 1
         WHERE r.id = ANY(CAST(:ids AS uuid[])) AND r.person_id = CAST(:person AS uuid)
           AND r.village = :village AND {allows(Act.DISMISS, "r.status")}
           AND NOT {is_granted("r")}
        RETURNING r.id, r.seq, r.number, r.village, r.sealed, r.nik_id, r.programme_id,
                  r.version, r.status, r.reason, old.status AS was
    ), kept AS ({kept(Act.DISMISS)})
    SELECT id, seq, number, village, sealed, nik_id, programme_id FROM acted
""")


@record
class OfChat:
    """A registration that came from the chat which an operator looks at.

    `granted`: a head has said that it is somebody else's, who may come for it.
    """

    id: UUID
    person: UUID
    number: str
    village: str
    status: Status
    name: str = field(repr=False)
    granted: bool


class Dismissals:
    def __init__(self, work: Work) -> None:
        self._work = work
        self._desk = Desk(work)
        self._places = Places(work)

    async def of_chat(self, number: str) -> list[OfChat]:
        """Return all that came from the chat of a registration, by village; none: no such."""
        return [
            OfChat(
                row.id,
                row.person_id,
                row.number,
                row.village,
                Status(row.status),
                names.of_worker(self._work, row),
                row.granted,
            )
            for row in await self._work.run(_OF_CHAT, {"number": number, "now": self._work.now})
        ]

    async def dismiss(self, person: UUID, village: str, ids: Collection[UUID]) -> Dismissed:
        """Reject those of a chat in a village that is locked; what was decided meanwhile stays.

        Those that wait are rejected with those that hold a place, before it goes to others.
        """
        values = {"ids": list(ids), "person": person, "village": village, "now": self._work.now}
        gone = await self._work.run(_DISMISS, {**values, "reason": Reason.OTHER})
        if not gone:
            return Dismissed(person, village, ())
        closed = await self._desk.close([row.id for row in gone])
        promoted = await self._places.let_in({row.id: row.village for row in gone})
        cards = await self._desk.open({village})
        those = tuple(
            Dismissal(
                row.id,
                row.number,
                names.of_worker(self._work, row),
                tuple(closed.get(row.id, ())),
            )
            for row in sorted(gone, key=lambda row: row.seq)
        )
        return Dismissed(person, village, those, promoted, cards)
