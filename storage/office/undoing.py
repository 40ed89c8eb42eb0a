"""Decisions that can be undone: taking one back, and letting one take effect.

Every method needs the villages locked first.
"""

from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import datetime
from typing import TypeAlias
from uuid import UUID

from sqlalchemy import text

from conversations.effects import EndReason, TakeEffect, Undo, UndoLast
from conversations.life_cycle import MAY_BE_ENDED, UNDOABLE, Act, Status, after, allowing
from conversations.machine import DueKind
from conversations.outcomes.cards import Card, ClosedCard
from conversations.outcomes.claims import ClaimStands
from conversations.outcomes.desk import (
    AlreadyDecided,
    Decided,
    Ended,
    NoEffect,
    NothingToUndo,
    NotYourVillage,
    OwnRegistration,
    UndoAsked,
    Undone,
)
from conversations.outcomes.operator import Reopened
from storage.jobs import Job
from storage.office.cards import Desk
from storage.office.found import NOBODY, Found
from storage.office.history import confirmed, kept, undoable_in
from storage.office.places import Places
from storage.people.people import Person
from storage.rows import arrays
from storage.states import allows, becomes, is_in
from storage.work import Row, Work

_STAYS_CONFIRMED = {one for one in allowing(Act.UNDO) if after(one, Act.UNDO) in MAY_BE_ENDED}
_ENDS = is_in(_STAYS_CONFIRMED, "r.status")
_OF_UNDOING = f"""
    UPDATE registrations r SET status = {becomes(Act.UNDO, "r.status")}, reason = NULL,
           decided_by = CASE WHEN {_ENDS} THEN {confirmed("o.id", "r")} END,
           decided_at = CASE WHEN {_ENDS} THEN {confirmed("h.at", "r")} END,
           version = r.version + 1
"""
_UNDONE = "r.id, r.village, r.version, r.status, r.reason, old.status AS was"
_UNDO = text(f"""
    WITH acted AS ({_OF_UNDOING}
         WHERE r.id = CAST(:id AS uuid) AND {allows(Act.UNDO, "r.status")}
        RETURNING {_UNDONE}, CAST(:person AS uuid) AS person, CAST(:address AS uuid) AS address
    ), kept AS ({kept(Act.UNDO, person="person", address="address")})
    SELECT id, village FROM acted
""")
_UNDO_OF = text(f"""
    WITH acted AS ({_OF_UNDOING}
         WHERE r.decided_by = ANY(CAST(:officials AS uuid[])) AND r.village = :village
           AND {allows(Act.TAKE_EFFECT, "r.status")}
        RETURNING {_UNDONE}, r.number, r.sealed, r.nik_id, r.programme_id
    ), kept AS ({kept(Act.UNDO)})
    SELECT id, village, number, sealed, nik_id, programme_id, was FROM acted
""")
_UNDO_ONE = text(f"""
    WITH acted AS ({_OF_UNDOING}
         WHERE r.id = CAST(:id AS uuid) AND {allows(Act.TAKE_EFFECT, "r.status")}
        RETURNING {_UNDONE}
    ), kept AS ({kept(Act.UNDO)})
    SELECT id, village FROM acted
""")
_LAST = text(f"""
    SELECT r.id, r.version FROM officials o JOIN registrations r ON r.village = o.village
     WHERE o.person_id = CAST(:person AS uuid) AND o.revoked_at IS NULL
       AND {allows(Act.UNDO, "r.status")}
       AND CASE WHEN CAST(:number AS text) IS NULL THEN r.decided_by = o.id
                ELSE r.number = :number END
     ORDER BY r.decided_at DESC
     LIMIT 1
""")
_TAKE_EFFECT = text(f"""
    WITH acted AS (
        UPDATE registrations r SET status = {becomes(Act.TAKE_EFFECT, "r.status")},
               version = r.version + 1
          FROM unnest(CAST(:id AS uuid[]), CAST(:version AS int[])) AS w(id, version)
         WHERE r.id = w.id AND {allows(Act.TAKE_EFFECT, "r.status")}
           AND w.version = {undoable_in("r")}
        RETURNING {_UNDONE}
    ), kept AS ({kept(Act.TAKE_EFFECT)})
    SELECT id, village FROM acted
""")

TookEffect: TypeAlias = Decided | Ended | NoEffect
NotUndone: TypeAlias = (
    UndoAsked | NothingToUndo | AlreadyDecided | NotYourVillage | OwnRegistration | ClaimStands
)
_MAY_BE_UNDONE = allowing(Act.UNDO)
_UNTOLD = allowing(Act.TAKE_EFFECT)


def due(registration: UUID, version: int, now: datetime) -> Job:
    """Return the job by which what was decided now, in that version, takes effect."""
    return Job(DueKind.TAKE_EFFECT, registration, now + UNDOABLE, str(version))


class Undoing:
    def __init__(self, work: Work) -> None:
        self._work = work
        self._found = Found(work)
        self._desk = Desk(work)
        self._places = Places(work)

    async def undo(self, person: Person, wish: Undo, *, asks: bool = False) -> Undone | NotUndone:
        """Take a decision back; its card is before the official at once.

        `asks`: ask back first, also where nobody was told of it.
        """
        [row] = await self._found.find([(wish.registration, person.id)])
        if refused := self._refusal(row, person, wish, asks=asks):
            return refused
        values = {"id": row.id, "person": person.id, "address": person.address}
        await self._work.run(_UNDO, {**values, "now": self._work.now})
        closed = (await self._desk.close([row.id])).get(row.id, [])
        if row.status in _STAYS_CONFIRMED:
            others = [card for card in closed if card.person != person.id]
            return self._undone(row, others, ())
        own = await self._desk.reopen(row.id, row.official_id)
        opened = await self._desk.open({row.village}, acting=[person.id])
        return self._undone(row, closed, (*own, *opened))

    def _undone(self, row: Row, closed: Sequence[ClosedCard], cards: tuple[Card, ...]) -> Undone:
        name = self._found.name(row)
        known = (row.person_id, row.number, row.village, row.place, name)
        return Undone(Status(row.status), *known, tuple(closed), cards)

    async def undo_last(self, person: Person, wish: UndoLast) -> Undone | NotUndone:
        """Take back what an official decided last, or what has this number."""
        values = {"person": person.id, "number": wish.number}
        found = await self._work.run(_LAST, values)
        if not found:
            return NothingToUndo(wish.number)
        [one] = found
        return await self.undo(person, Undo(one.id, one.version), asks=not wish.plain)

    def _refusal(self, row: Row, person: Person, wish: Undo, *, asks: bool) -> NotUndone | None:
        if row.id is None or (row.official_id is None and not _ended_oneself(row, person)):
            return NotYourVillage()
        if row.status not in _MAY_BE_UNDONE or not self._found.is_as(row, wish.version):
            return self._found.already(row)
        if row.own_chat and not _ended_oneself(row, person):
            return OwnRegistration(row.number)
        if (granted := self._found.granted(row)) and not _ended_oneself(row, person):
            return granted
        told = row.status not in _UNTOLD
        if asks or (told and not wish.sure):
            name = self._found.name(row)
            return UndoAsked(row.id, row.version, row.number, name, Status(row.status))
        return None

    async def of(self, officials: Collection[UUID], village: str) -> tuple[Reopened, ...]:
        """Undo what these decided in a village and what has not taken effect; return that."""
        values = {"officials": list(officials), "village": village, "now": self._work.now}
        undone = await self._work.run(_UNDO_OF, values)
        closed = await self._desk.close([row.id for row in undone]) if undone else {}
        return tuple(
            Reopened(
                row.number,
                self._found.name(row),
                Status(row.was),
                tuple(closed.get(row.id, ())),
            )
            for row in undone
        )

    async def stop(self, registration: UUID) -> None:
        """Undo what has not taken effect, whoever decided it: the registration stays as it was."""
        await self._work.run(_UNDO_ONE, {"id": registration, "now": self._work.now})

    async def take_effect(self, wishes: Sequence[TakeEffect]) -> list[TookEffect]:
        """Let decisions take effect whose time to be undone is over; places go on."""
        rows = await self._found.find([(wish.registration, NOBODY) for wish in wishes])
        asked = [(wish.registration, wish.version) for wish in wishes]
        values = {**arrays(("id", "version"), asked), "now": self._work.now}
        gone = {row.id: row.village for row in await self._work.run(_TAKE_EFFECT, values)}
        if not gone:
            return [NoEffect() for _ in wishes]
        closed = await self._desk.close(list(gone))
        promoted = await self._places.let_in(gone)
        cards = await self._desk.open(set(gone.values()))
        outcomes: list[TookEffect] = []
        for row in rows:
            if gone.pop(row.id, None) is None:
                outcomes.append(NoEffect())
                continue
            tell = self._ended if row.status in _STAYS_CONFIRMED else self._decided
            told = tell(row, closed.get(row.id, ()))
            outcomes.append(replace(told, promoted=promoted, cards=cards))
            promoted, cards = (), ()  # told once
        return outcomes

    def _ended(self, row: Row, closed: Sequence[ClosedCard]) -> Ended:
        return Ended(
            worker=row.person_id,
            number=row.number,
            village=row.village,
            place=row.place,
            name=self._found.name(row),
            reason=EndReason(row.reason),
            note=self._found.note(row),
            at=row.decided_at,
            closed=tuple(closed),
        )

    def _decided(self, row: Row, closed: Sequence[ClosedCard]) -> Decided:
        return replace(self._found.decided(row), closed=tuple(closed))


def _ended_oneself(row: Row, person: Person) -> bool:
    """Whether it is to end by the chat it came from, which may take that back."""
    own = row.status in _STAYS_CONFIRMED and row.decided_by is None
    return own and row.person_id == person.id
