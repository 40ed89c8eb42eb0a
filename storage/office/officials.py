"""Officials: village heads, and the one-time invitations by which they become heads.

Of a code only its keyed hash is kept: who reads the database cannot use it.
"""

import secrets
from collections.abc import Collection, Mapping
from dataclasses import field
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import (
    ARRAY,
    ColumnElement,
    DateTime,
    LargeBinary,
    Text,
    Uuid,
    any_,
    bindparam,
    func,
    literal,
    select,
    update,
)
from sqlalchemy.dialects.postgresql import insert

from conversations.effects import Redeem
from conversations.outcomes.desk import BecameHead, InvitationRefused, Invited, QueueShown
from conversations.outcomes.operator import Revoked
from conversations.record import record
from storage.entries import Entry
from storage.ids import new_id
from storage.office.cards import Desk
from storage.office.taken_back import take_back, ungrant
from storage.office.undoing import Undoing
from storage.people.people import Person
from storage.rows import array
from storage.tables import invitations, officials, villages
from storage.work import Row, Work

CODE_BYTES = 12  # 16 characters in a link; 2^96 codes cannot be tried out
_NOW = bindparam("now", type_=DateTime(timezone=True))
_HEADED = (
    select(officials.c.person_id, officials.c.village)
    .where(officials.c.person_id == any_(array("people", Uuid())))
    .where(officials.c.revoked_at.is_(None))
    .order_by(officials.c.village)
)

_HEADS = (
    select(officials.c.village, officials.c.person_id)
    .where(officials.c.village == any_(array("codes", Text())))
    .where(officials.c.revoked_at.is_(None))
    .order_by(officials.c.id)
)
_VILLAGE = bindparam("village", type_=Text())
_REVOKE = (
    update(officials)
    .where(officials.c.village == _VILLAGE, officials.c.id == any_(array("ids", Uuid())))
    .where(officials.c.revoked_at.is_(None))
    .values(revoked_at=_NOW)
    .returning(officials.c.id, officials.c.person_id)
)
_TAKE_BACK = (
    update(invitations)
    .where(invitations.c.village == _VILLAGE, invitations.c.id == any_(array("ids", Uuid())))
    .where(invitations.c.used_at.is_(None), invitations.c.revoked_at.is_(None))
    .values(revoked_at=_NOW)
    .returning(invitations.c.id)
)


@record
class Head:
    """A head or an invitation, as the operator may see it. `state`: active, revoked, ...

    `taken_by`: the channel and the last two digits of who took the invitation; "" if nobody did.
    """

    id: UUID
    village: str
    name: str = field(repr=False)
    since: datetime
    state: str
    taken_by: str = ""


class Officials:
    def __init__(self, work: Work) -> None:
        self._work = work

    async def villages(self, people: Collection[UUID]) -> dict[UUID, tuple[str, ...]]:
        """Return the villages each person heads."""
        found: dict[UUID, tuple[str, ...]] = {}
        for row in await self._work.run(_HEADED, {"people": list(people)}):
            found[row.person_id] = (*found.get(row.person_id, ()), row.village)
        return found

    async def of_villages(self, villages: Collection[str]) -> dict[str, tuple[UUID, ...]]:
        """Return the people who head each village; a village without a head is not in it."""
        found: dict[str, tuple[UUID, ...]] = {}
        for row in await self._work.run(_HEADS, {"codes": list(villages)}):
            found[row.village] = (*found.get(row.village, ()), row.person_id)
        return found

    async def invite(self, village: str, name: str, lasts: timedelta) -> str:
        """Make an invitation and return its code, which is not kept."""
        code, row = secrets.token_urlsafe(CODE_BYTES), new_id()
        await self._work.run(
            insert(invitations).values(
                id=row,
                village=village,
                hash=self._work.sealer.hash("invitation", code),
                sealed=self._work.sealer.seal("invitations", row, {"name": name}),
                created_at=self._work.now,
                expires_at=self._work.now + lasts,
            )
        )
        self._work.entries.append(Entry("head_invited", None, row))
        return code

    async def invited_to(self, code: str) -> str | None:
        """Return the village an invitation is for; None if there is no such code."""
        statement = select(invitations.c.village).where(self._is(code))
        found: str | None = await self._work.value(statement)
        return found

    def _is(self, code: str) -> ColumnElement[bool]:
        return invitations.c.hash == any_(
            literal(self._work.sealer.hashes("invitation", code), ARRAY(LargeBinary()))
        )

    async def look(self, person: Person, code: str) -> Invited | InvitationRefused:
        """Return what an invitation is for, if it can be used, or was by the sender."""
        row, refused, mine = await self._invitation(person, code)
        if row is None or (refused and not mine):
            return InvitationRefused(refused)
        return Invited(code, row.village, self._invited(row), mine)

    async def redeem(
        self, person: Person, wish: Redeem, taken_by: str = ""
    ) -> BecameHead | InvitationRefused | QueueShown:
        """Make the sender a head, once, and put the first card before them.

        A head who uses it again, to find back here, gets the queue. `taken_by`: see `Head`.
        """
        row, refused, mine = await self._invitation(person, wish.code, lock=True)
        if row is None or (refused and not mine):
            return InvitationRefused(refused)
        if mine:
            return await Desk(self._work).queue(person.id, (row.village,))
        await self._work.run(
            update(invitations).where(invitations.c.id == row.id).values(used_at=self._work.now)
        )
        told = {"name": self._invited(row), "taken_by": taken_by}
        await self._appoint(person, row.village, told)
        desk = Desk(self._work)
        cards = await desk.open({row.village}, person=person.id, acting=[person.id])
        return BecameHead(row.village, cards or await desk.standing_open(person.id))

    async def _invitation(
        self, person: Person, code: str, *, lock: bool = False
    ) -> tuple[Row | None, str, bool]:
        """Find an invitation; return why it is refused ("": it is not), and if the sender used it.

        Who heads its village has used it.
        """
        statement = select(invitations).where(self._is(code))
        found = await self._work.run(statement.with_for_update() if lock else statement)
        if not found:
            return None, "unknown", False
        [row] = found
        refused = _refusal(row, self._work.now) or ""
        heads = await self.villages([person.id]) if refused == "used" else {}
        return row, refused, row.village in heads.get(person.id, ())

    def _invited(self, row: Row) -> str:
        """Return the name an invitation was made for."""
        return str(self._work.sealer.unseal("invitations", row.id, row.sealed)["name"])

    async def _appoint(self, person: Person, village: str, told: Mapping[str, str]) -> None:
        held = select(officials.c.id).where(
            officials.c.village == village, officials.c.person_id == person.id
        )
        row = await self._work.value(held) or new_id()
        sealed = self._work.sealer.seal("officials", row, told)
        statement = insert(officials).values(
            id=row, village=village, person_id=person.id, sealed=sealed, since=self._work.now
        )
        again = {"sealed": sealed, "revoked_at": None, "since": self._work.now}
        await self._work.run(
            statement.on_conflict_do_update(index_elements=[officials.c.id], set_=again)
        )

    async def revoke(self, village: str, those: Collection[UUID] | None = None) -> Revoked:
        """Take a village from heads, and open invitations back: those, or all of the village.

        What was before them passes on to the other heads.
        """
        await self._work.lock([village])  # or a turn opens a card for who is just leaving
        which = those if those is not None else [one.id for one in await self.list(village)]
        values = {"village": village, "ids": list(which), "now": self._work.now}
        heads = await self._work.run(_REVOKE, values)
        taken_back = await self._work.column(_TAKE_BACK, values)
        self._work.entries.extend(
            [
                *(Entry("head_revoked", None, row.id) for row in heads),
                *(Entry("invitation_revoked", None, row) for row in taken_back),
            ]
        )
        ids = [row.id for row in heads]
        reopened = await Undoing(self._work).of(ids, village) if ids else ()
        closed = await take_back(self._work, ids)
        undone = await ungrant(self._work, ids)
        cards = await Desk(self._work).open([village]) if heads else ()
        people = tuple(row.person_id for row in heads)
        return Revoked(village, people, len(taken_back), closed, cards, undone, reopened)

    async def list(self, village: str | None = None) -> "list[Head]":
        """Return all heads and invitations by village, or those of one, for the operator."""
        held = select(officials)
        open_ones = select(invitations).where(invitations.c.used_at.is_(None))
        if village is not None:
            held = held.where(officials.c.village == village)
            open_ones = open_ones.where(invitations.c.village == village)
        appointed = [self._appointed(row) for row in await self._work.run(held)]
        invited = [
            Head(
                row.id,
                row.village,
                self._invited(row),
                row.created_at,
                _refusal(row, self._work.now) or "invited",
            )
            for row in await self._work.run(open_ones)
        ]
        return sorted([*appointed, *invited], key=lambda head: (head.village, head.since))

    def _appointed(self, row: Row) -> Head:
        told = self._work.sealer.unseal("officials", row.id, row.sealed)
        state = "revoked" if row.revoked_at else "active"
        return Head(row.id, row.village, told["name"], row.since, state, told.get("taken_by", ""))

    async def open_until(self, since: datetime) -> datetime | None:
        """Return when the last invitation ends that was made before then and is still open."""
        last = select(func.max(invitations.c.expires_at)).where(
            invitations.c.used_at.is_(None),
            invitations.c.revoked_at.is_(None),
            invitations.c.created_at < since,
            invitations.c.expires_at > self._work.now,
        )
        found: datetime | None = await self._work.value(last)
        return found

    async def knows(self, village: str) -> bool:
        statement = select(villages.c.code).where(villages.c.code == village)
        return await self._work.value(statement) is not None


def _refusal(row: Row, now: datetime) -> str | None:
    if row.revoked_at is not None:
        return "revoked"
    if row.used_at is not None:
        return "used"
    return "expired" if row.expires_at <= now else None
