"""Endings: a place that was confirmed is given up for a reason, which can be undone for a while.

By an official of its village or the chat it came from; by the district at once, which was asked
twice. The villages need to be locked first, except to look.
"""

from collections.abc import Collection
from dataclasses import replace
from typing import TypeAlias
from uuid import UUID

from sqlalchemy import text

from conversations.effects import End, TakeEffect
from conversations.life_cycle import MAY_BE_ENDED, Act, Status
from conversations.outcomes.claims import ClaimStands
from conversations.outcomes.desk import (
    AlreadyDecided,
    Ending,
    NotYourVillage,
    OwnRegistration,
)
from conversations.outcomes.standing import Held
from storage.jobs import Jobs
from storage.office import names
from storage.office.cards import Desk
from storage.office.found import NOBODY, Found
from storage.office.history import kept, sealed_note
from storage.office.undoing import TookEffect, Undoing, due
from storage.people.people import Person
from storage.states import allows, becomes
from storage.work import Row, Work

NotEnded: TypeAlias = AlreadyDecided | NotYourVillage | OwnRegistration | ClaimStands

_END = text(f"""
    WITH acted AS (
        UPDATE registrations r SET status = {becomes(Act.END, "r.status")},
               reason = CAST(:reason AS text), decided_by = CAST(:official AS uuid),
               decided_at = CAST(:now AS timestamptz), version = r.version + 1
         WHERE r.id = CAST(:id AS uuid) AND {allows(Act.END, "r.status")}
        RETURNING r.id, r.village, r.version, r.status, r.reason, old.status AS was
    ), kept AS ({kept(Act.END, person=":person", address=":address", sealed=":note")})
    SELECT version, village FROM acted
""")

# By way of the places: there is no index for all registrations of a village.
_HELD = text(f"""
    SELECT o.person_id, r.id, r.version, r.number, r.sealed, r.nik_id, r.programme_id
      FROM officials o
      JOIN places p ON p.village = o.village
      JOIN registrations r ON r.id = p.registration_id AND {allows(Act.END, "r.status")}
     WHERE o.person_id = ANY(CAST(:people AS uuid[])) AND o.revoked_at IS NULL
     ORDER BY r.seq
""")


class Endings:
    def __init__(self, work: Work) -> None:
        self._work = work
        self._found = Found(work)
        self._desk = Desk(work)
        self._jobs = Jobs(work)
        self._undoing = Undoing(work)

    async def end(self, person: Person, wish: End) -> Ending | NotEnded:
        """End a place after ten minutes; what came from one's own chat one may give up anyway."""
        [row] = await self._found.find([(wish.registration, person.id)])
        own = row.id is not None and row.person_id == person.id
        if refused := self._refusal(row, wish, own=own):
            return refused
        official = None if own else row.official_id
        version = await self._ended(row, wish, official, person)
        job = due(row.id, version, self._work.now)
        await self._jobs.put([job], anew=True)
        closed = (await self._desk.close([row.id])).get(row.id, ())
        return Ending(
            registration=row.id,
            version=version,
            number=row.number,
            village=row.village,
            place=row.place,
            name=self._found.name(row),
            reason=wish.reason,
            note=wish.note,
            until=job.due_at,
            own=own,
            closed=tuple(card for card in closed if card.person != person.id),
        )

    async def for_district(self, wish: End) -> TookEffect | AlreadyDecided | ClaimStands:
        """End a place at once, whoever heads its village."""
        [row] = await self._found.find([(wish.registration, NOBODY)])
        if row.status not in MAY_BE_ENDED or not self._found.is_as(row, wish.version):
            return self._found.already(row)
        if granted := self._found.granted(row):
            return granted
        version = await self._ended(row, wish, None, None)
        [outcome] = await self._undoing.take_effect([TakeEffect(row.id, version)])
        return outcome

    async def held(self, people: Collection[UUID]) -> dict[UUID, tuple[Held, ...]]:
        """Return what each of these officials may end, with the names: a village's hundred."""
        found: dict[UUID, tuple[Held, ...]] = {}
        for row in await self._work.run(_HELD, {"people": list(people)}) if people else ():
            name = names.of_worker(self._work, row)
            one = Held(row.id, row.version, row.number, name)
            found[row.person_id] = (*found.get(row.person_id, ()), one)
        return found

    async def _ended(
        self, row: Row, wish: End, official: UUID | None, person: Person | None
    ) -> int:
        values = {
            "id": row.id,
            "reason": wish.reason,
            "official": official,
            "person": person.id if person else None,
            "address": person.address if person else None,
            "note": sealed_note(self._work, row.id, wish.note),
            "now": self._work.now,
        }
        version: int = await self._work.value(_END, values)
        return version

    def _refusal(self, row: Row, wish: End, *, own: bool) -> NotEnded | None:
        if row.id is None or (row.official_id is None and not own):
            return NotYourVillage()
        if row.status not in MAY_BE_ENDED or not self._found.is_as(row, wish.version):
            return self._already(row, own=own)
        if row.own_chat and not own:
            return OwnRegistration(row.number)
        return self._found.granted(row)

    def _already(self, row: Row, *, own: bool) -> AlreadyDecided:
        """Report that nothing was done; `again` if it ends by whoever asks for that."""
        same = row.decided_by == (None if own else row.official_id)
        ends = row.status == Status.ENDING
        return replace(self._found.already(row), again=same and ends)
