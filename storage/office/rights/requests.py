"""Requests: each has a receipt, and what is asked for is done within three days (UU 27/2022).

A consent that is taken back stops at once. What is to be erased is given up at once, with its
place, and erased by a job soon after, once the cards before the heads say that it is gone. By
`due_at` somebody has to look why it was not. A request that was done names nobody any more.

Villages need to be locked first.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import text

from conversations.effects import DoForOwner, FindForOwner, FinishErasing, Right, Withdraw
from conversations.life_cycle import LIVE
from conversations.machine import DueKind
from conversations.outcomes.claims import ClaimAgreed
from conversations.outcomes.rights import (
    ConsentTaken,
    DoneForOwner,
    Erased,
    ErasedNow,
    FoundForOwner,
    NotForOwner,
)
from conversations.outcomes.standing import Withdrawn
from conversations.record import record
from storage.entries import Entry
from storage.ids import new_id
from storage.jobs import Job, Jobs
from storage.office import names
from storage.office.authority import may_decide
from storage.office.erasing import Erasing
from storage.office.niks.granting import is_granted
from storage.office.registrations.withdrawals import Withdrawals
from storage.office.rights.held import OWN
from storage.people.codes import one_time
from storage.people.people import Person
from storage.proof.erased import Erased as ErasedRows
from storage.proof.erased import ErasedFile, Erasure
from storage.states import is_in
from storage.work import Row, Work

OWED = timedelta(hours=72)  # art. 40, 43: within 3 x 24 hours
SOON = timedelta(minutes=1)  # until what stands before the heads was rewritten
TRIES_LAST = timedelta(days=2)  # or who had a chat erased could try NIKs without end

_OWN = text(f"""
    SELECT r.id, r.number, r.village, r.person_id FROM registrations r
     WHERE r.person_id = CAST(:person AS uuid) AND {OWN}
     ORDER BY r.seq
""")
_HEADED = text(f"""
    SELECT r.id, r.number, r.village, r.person_id, r.sealed,
           r.nik_id, r.programme_id FROM registrations r
      JOIN officials o ON {may_decide("o", "r")} AND o.person_id = CAST(:person AS uuid)
     WHERE (r.number = :number OR r.id = CAST(:id AS uuid)) AND NOT {is_granted("r")}
""")
_ANY = text(f"""
    SELECT r.id, r.number, r.person_id FROM registrations r
     WHERE r.id = CAST(:id AS uuid) AND NOT {is_granted("r")}
""")
_OPEN = text("""
    SELECT receipt FROM requests
     WHERE done_at IS NULL AND CAST(:id AS uuid) = ANY(registrations)
     ORDER BY asked_at LIMIT 1
""")
_TAKEN = text("""
    UPDATE consents SET withdrawn_at = CAST(:now AS timestamptz)
     WHERE draft_id = ANY(CAST(:ids AS uuid[])) AND withdrawn_at IS NULL
    RETURNING id
""")
_PUT = text("""
    INSERT INTO requests (id, receipt, kind, person_id, whole, registrations, asked_at, due_at,
                          done_at)
    VALUES (CAST(:id AS uuid), :receipt, :kind, CAST(:person AS uuid), CAST(:whole AS boolean),
            CAST(:registrations AS uuid[]), CAST(:now AS timestamptz), CAST(:due AS timestamptz),
            CAST(:done AS timestamptz))
    RETURNING id
""")
_ONE = text("SELECT * FROM requests WHERE id = CAST(:id AS uuid) AND done_at IS NULL")
_STATE = text(f"""
    SELECT r.id, r.number, {is_granted("r")} AS granted, {is_in(LIVE, "r.status")} AS lives
      FROM registrations r
     WHERE r.id = ANY(CAST(:ids AS uuid[])) AND r.person_id = CAST(:person AS uuid)
""")
_UNSENT = text("SELECT id FROM drafts WHERE person_id = CAST(:person AS uuid)")
_LEFT = text("""
    UPDATE requests SET registrations = CAST(:left AS uuid[]), due_at = CAST(:due AS timestamptz)
     WHERE id = CAST(:id AS uuid)
    RETURNING id
""")
_DONE = text("""
    UPDATE requests SET done_at = CAST(:now AS timestamptz), person_id = NULL, registrations = '{}'
     WHERE id = CAST(:id AS uuid)
    RETURNING id
""")
_LATE = text("""
    SELECT receipt, kind, asked_at, due_at FROM requests
     WHERE done_at IS NULL AND due_at < CAST(:now AS timestamptz) ORDER BY due_at
""")
# Who is somebody beside: an official, or whoever registered others, or is registering now.
_SOMEBODY = text("""
    SELECT EXISTS (SELECT FROM officials WHERE person_id = CAST(:person AS uuid))
        OR EXISTS (SELECT FROM registrations WHERE person_id = CAST(:person AS uuid))
        OR EXISTS (SELECT FROM drafts WHERE person_id = CAST(:person AS uuid)) AS is_somebody
""")


@record
class Late:
    """What was asked for and was to be done by `due_at`."""

    receipt: str
    kind: str
    asked_at: datetime
    due_at: datetime


class Requests:
    def __init__(self, work: Work) -> None:
        self._work = work
        self._jobs = Jobs(work)
        self._withdrawals = Withdrawals(work)

    async def villages(self, person: UUID) -> list[str]:
        """Return the villages of what is somebody's own."""
        return [row.village for row in await self._work.run(_OWN, self._of(person))]

    async def erase(self, person: Person, kept_in: ErasedFile | None = None) -> Erased:
        """Give all up that is the sender's own, and have it erased soon; the unsent goes now."""
        ids, numbers, done, agreed = await self._give_up_own(person)
        receipt = await self._put(Right.ERASE, person.id, ids, whole=True)
        unsent = await self._work.column(_UNSENT, {"person": person.id})
        if kept_in is not None and unsent:
            kept_in.append(Erasure(self._work.now, receipt, ErasedRows(drafts=tuple(unsent))))
        told = (done.closed, done.promoted, done.cards, agreed)
        return Erased(receipt, numbers, *told)

    async def take_consent_back(self, person: Person) -> ConsentTaken:
        """Give all up that is the sender's own; what is held of it stays as it is, and unused."""
        ids, numbers, done, agreed = await self._give_up_own(person)
        await self._taken_back(ids, person)
        left = [one.registration for one in agreed]  # until its owner comes, or nobody does
        receipt = await self._put(Right.CONSENT, person.id, left, whole=False)
        told = (done.closed, done.promoted, done.cards, agreed)
        return ConsentTaken(receipt, numbers, *told)

    async def _give_up_own(
        self, person: Person
    ) -> tuple[list[UUID], tuple[str, ...], Withdrawn, tuple[ClaimAgreed, ...]]:
        """Give all up that is the sender's own; return which, and what that did for others."""
        rows = await self._work.run(_OWN, self._of(person.id))
        given = await self._withdrawals.withdraw([(person, Withdraw(row.id)) for row in rows])
        agreed = tuple(one for one in given if isinstance(one, ClaimAgreed))
        ids, numbers = [row.id for row in rows], tuple(row.number for row in rows)
        return ids, numbers, _together(given), agreed

    async def find(self, person: Person, wish: FindForOwner) -> FoundForOwner | NotForOwner:
        """Find what a head names; that its name was read is in the audit."""
        values = {"person": person.id, "number": wish.number, "id": None, "now": self._work.now}
        rows = await self._work.run(_HEADED, values)
        if not rows:
            return NotForOwner(wish.number)
        [row] = rows
        self._work.entries.append(Entry("name_read", person.id, row.id))
        name = names.of_worker(self._work, row)
        return FoundForOwner(wish.right, row.id, row.number, name)

    async def do_for(self, person: Person, wish: DoForOwner) -> DoneForOwner | NotForOwner:
        """Do that with a registration for whom it is of, who came to its head."""
        values = {"person": person.id, "number": None, "id": wish.registration}
        rows = await self._work.run(_HEADED, {**values, "now": self._work.now})
        if not rows:
            return NotForOwner("")
        return await self._do(wish.right, rows[0], person)

    async def do_for_district(self, registration: UUID, right: Right) -> DoneForOwner | None:
        """Do that with a registration for whom it is of, who came to the district; None: a claim.

        What a head has said is somebody else's is left to them.
        """
        rows = await self._work.run(_ANY, {"id": registration, "now": self._work.now})
        return await self._do(right, rows[0], None) if rows else None

    async def open_for(self, registration: UUID) -> str | None:
        """Return the receipt of a request to erase it that is not done yet."""
        found: str | None = await self._work.value(_OPEN, {"id": registration})
        return found

    async def _do(self, right: Right, row: Row, by: Person | None) -> DoneForOwner:
        given = await self._withdrawals.give_up([(row.id, row.person_id, by)])
        if right is Right.CONSENT:
            await self._taken_back([row.id], by)
        ids = [row.id] if right is Right.ERASE else []
        receipt = await self._put(right, row.person_id, ids, whole=False)
        done = _together(given)
        told = (row.number, row.person_id, done.closed, done.promoted, done.cards)
        return DoneForOwner(receipt, right, *told)

    async def _taken_back(self, ids: Sequence[UUID], by: Person | None) -> None:
        """Work with the data of these no more."""
        await self._work.run(_TAKEN, {"ids": list(ids), "now": self._work.now})
        who = by.id if by else None
        self._work.entries.extend(Entry("consent_taken_back", who, one) for one in ids)

    async def _put(
        self, kind: Right, person: UUID, registrations: Sequence[UUID], *, whole: bool
    ) -> str:
        """Keep a request; what is to be erased is due soon. Return its receipt."""
        request, receipt, now = new_id(), one_time(), self._work.now
        done = kind is Right.CONSENT and not registrations
        values = {
            "id": request,
            "receipt": receipt,
            "kind": kind,
            "person": None if done else person,  # one that is done names nobody
            "whole": whole,
            "registrations": list(registrations),
            "due": now + OWED,
            "done": now if done else None,
            "now": now,
        }
        await self._work.run(_PUT, values)
        if not done:
            await self._jobs.put([Job(DueKind.ERASE, request, now + SOON, "")])
        return receipt

    async def whose(self, request: UUID) -> UUID | None:
        """Return whose request it is; None if it has been done."""
        rows = await self._work.run(_ONE, {"id": request})
        return rows[0].person_id if rows else None

    async def finish(self, wish: FinishErasing, kept_in: ErasedFile | None) -> ErasedNow:
        """Erase what was asked for, and days later the chat, if it is nobody else's by then.

        That it was is kept outside the database, before it is committed. What a head has said is
        somebody else's is left to its owner as long as that stands; then it is given up first.
        """
        rows = await self._work.run(_ONE, {"id": wish.request})
        if not rows:
            return ErasedNow(0)
        [row] = rows
        those = await self._state(row)
        given = [(one.id, row.person_id, None) for one in those if one.lives and not one.granted]
        done = _together(await self._withdrawals.give_up(given))
        over = [one.id for one in those if not (one.granted or one.lives)]
        gone = over if row.kind == Right.ERASE else []
        people = await self._chat(row, wish, those)
        erased, _ = await Erasing(self._work).erase(gone, people, row.person_id)
        await self._go_on(row, wish, those)
        if kept_in is not None:
            kept_in.append(Erasure(self._work.now, row.receipt, erased))
        numbers = tuple(one.number for one in those if one.lives and not one.granted)
        return ErasedNow(len(gone), numbers, done.closed, done.promoted, done.cards)

    async def _state(self, request: Row) -> list[Row]:
        """Return what a request still is about; what its owner has taken over is theirs now."""
        values = {"ids": request.registrations, "person": request.person_id}
        return await self._work.run(_STATE, {**values, "now": self._work.now})

    async def _chat(self, row: Row, wish: FinishErasing, those: Sequence[Row]) -> list[UUID]:
        """Return whose chat is erased as well: nobody's who is somebody beside it by now."""
        waits = any(one.granted or one.lives for one in those)
        if waits or not (wish.chat and row.whole):
            return []
        somebody = await self._work.value(_SOMEBODY, {"person": row.person_id})
        return [] if somebody else [row.person_id]

    async def _go_on(self, row: Row, wish: FinishErasing, those: Sequence[Row]) -> None:
        """End the request, or let the other job look at it again, for this one is ending."""
        left = [one.id for one in those if one.granted or (one.lives and row.kind == Right.ERASE)]
        other = DueKind.ERASE if wish.chat else DueKind.ERASE_CHAT
        if left:
            values = {"id": wish.request, "left": left, "due": self._work.now + OWED}
            await self._work.run(_LEFT, values)
            soon = any(one.lives and not one.granted for one in those)
            at = self._work.now + (SOON if soon else timedelta(days=1))
            await self._jobs.put([Job(other, wish.request, at, "")])
        elif row.whole and not wish.chat:
            await self._jobs.put([Job(other, wish.request, row.asked_at + TRIES_LAST, "")])
        else:
            await self._work.run(_DONE, {"id": wish.request, "now": self._work.now})

    async def villages_of(self, wishes: Sequence[FinishErasing]) -> set[str]:
        """Return the villages in which something is written when these are done."""
        found: set[str] = set()
        for wish in wishes:
            for row in await self._work.run(_ONE, {"id": wish.request}):
                people = [row.person_id] if wish.chat else []
                found |= await Erasing(self._work).villages(row.registrations, people)
        return found

    async def late(self) -> list[Late]:
        """Return what was owed before now and has not been done."""
        rows = await self._work.run(_LATE, {"now": self._work.now})
        return [Late(row.receipt, row.kind, row.asked_at, row.due_at) for row in rows]

    def _of(self, person: UUID) -> dict[str, object]:
        return {"person": person, "now": self._work.now}


def _together(given: Sequence[object]) -> Withdrawn:
    """Return what giving several up did for others, as of one."""
    done = [one for one in given if isinstance(one, Withdrawn)]
    return Withdrawn(
        "",
        tuple(promoted for one in done for promoted in one.promoted),
        tuple(replace(card, number=one.number) for one in done for card in one.closed),
        tuple(card for one in done for card in one.cards),
    )
