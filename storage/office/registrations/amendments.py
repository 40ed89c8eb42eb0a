"""Amendments: a registration's own chat corrects answers that were sent; number and place stay.

With another village only the number stays: a place that is free there is taken, then the old one
goes to who waits for it. Where none is free nothing changes.

The district corrects as well, for whom comes there; then nobody claims a NIK that is another's.

Their villages need to be locked first (`Work.lock`). A NIK is taken or free under its own row's
lock, which submissions take as well: who looks after having it misses nobody, in any village.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import TypeAlias
from uuid import UUID

from sqlalchemy import text

from conversations.effects import Amend
from conversations.life_cycle import LIVE, QUEUED, Act, Status, after
from conversations.outcomes.amending import (
    Amended,
    HeldByClaim,
    NoPlaceThere,
    NothingToAmend,
    Overtaken,
)
from conversations.outcomes.registered import Promoted
from conversations.outcomes.registering import AlreadyRegistered
from storage.ids import new_id
from storage.office.cards import Desk
from storage.office.history import kept
from storage.office.niks.claims import Claims
from storage.office.niks.granting import is_granted
from storage.office.niks.second_attempts import Attempt, SecondAttempts
from storage.office.places import TODAY, Places
from storage.office.registrations.answers import keeping
from storage.office.registrations.registered import Holder, Registrations
from storage.people.people import Person
from storage.rows import arrays
from storage.states import allows, becomes, is_in
from storage.work import Row, Work

# As submissions do it: in the order of NIKs, and one that is there is "updated" to itself.
_NIKS = text("""
    INSERT INTO niks (id, hash)
    SELECT DISTINCT ON (hash) id, hash
      FROM unnest(CAST(:id AS uuid[]), CAST(:hash AS bytea[])) AS g(id, hash) ORDER BY hash
    ON CONFLICT (hash) DO UPDATE SET hash = niks.hash
    RETURNING id, hash
""")
_DECIDED_ANEW = ", reason = NULL, decided_by = NULL, decided_at = NULL"
_SET: Mapping[Act, str] = {
    Act.ADJUST: "",
    Act.AMEND: _DECIDED_ANEW,
    Act.RELOCATE: f"{_DECIDED_ANEW}, village = CAST(:village AS text)",
}
# Who has told the same NIK as its owner is on the way to the head here, who said whose it is.
_FREE_THERE = f"""
    AND NOT {is_granted("r")} AND EXISTS (
        SELECT FROM places p JOIN programmes g ON g.id = p.programme_id
         WHERE p.village = CAST(:village AS text) AND p.programme_id = r.programme_id
           AND p.registration_id IS NULL AND upper(g.cover) > {TODAY})
"""


def _amend(act: Act) -> str:
    return f"""
        WITH acted AS (
            UPDATE registrations r SET status = {becomes(act, "r.status")},
                   version = version + 1, nik_id = CAST(:nik AS uuid),
                   sealed = CAST(:sealed AS bytea), phone_hash = CAST(:phone_hash AS bytea),
                   phone_is_theirs = CAST(:phone_is_theirs AS boolean),
                   same_hash = CAST(:same_hash AS bytea)
                   {_SET[act]}
             WHERE r.id = CAST(:id AS uuid) AND r.person_id = CAST(:person AS uuid)
               AND r.version = CAST(:version AS int) AND {allows(act, "r.status")}
               AND NOT EXISTS (
                   SELECT FROM registrations other
                    WHERE other.nik_id = CAST(:nik AS uuid) AND other.id <> r.id
                      AND other.cover && r.cover AND {is_in(LIVE, "other.status")})
               AND NOT (r.nik_id <> CAST(:nik AS uuid) AND {is_granted("r")})
               {_FREE_THERE if act is Act.RELOCATE else ""}
            RETURNING r.id, r.person_id, r.village, r.version, r.status, r.reason,
                      old.status AS was, old.village AS village_left,
                      old.nik_id <> r.nik_id AS other_nik
        ), kept AS ({kept(act, person=":by", address=":address", fields=":changed")})
        SELECT id, village, village_left, other_nik FROM acted
    """


NONE = UUID(int=0)  # there is no such registration, and nothing will be changed
_PROGRAMME = text("SELECT programme_id FROM registrations WHERE id = CAST(:id AS uuid)")
_AMEND = {act: text(_amend(act)) for act in _SET}
_STANDS = text(f"""
    SELECT r.id, r.number, r.village, r.version, r.status, r.sealed,
           r.nik_id, r.programme_id, {is_granted("r")} AS granted
      FROM registrations r
     WHERE r.id = CAST(:id AS uuid) AND r.person_id = CAST(:person AS uuid)
""")

Amendment: TypeAlias = (
    Amended | Overtaken | AlreadyRegistered | NothingToAmend | NoPlaceThere | HeldByClaim
)


class Amendments:
    def __init__(self, work: Work) -> None:
        self._work = work
        self._registrations = Registrations(work)
        self._desk = Desk(work)
        self._attempts = SecondAttempts(work)
        self._claims = Claims(work)
        self._places = Places(work)

    async def know(self, niks: Iterable[str]) -> dict[bytes, UUID]:
        """Return the row of each NIK, by its hash, made if need be and locked until commit.

        Whoever tells some in several ways asks for all of them here first, or groups that tell
        the same might wait for each other crosswise.
        """
        hashes = {self._registrations.nik_hash(one) for one in niks}
        values = arrays(("id", "hash"), [(new_id(), key) for key in hashes])
        return {row.hash: row.id for row in await self._work.run(_NIKS, values)}

    async def amend(self, given: Sequence[tuple[Person, Amend]]) -> list[Amendment]:
        """Correct each: they are rare, and the second of one NIK must see the first."""
        niks = await self.know(wish.answers["nik"] for _, wish in given)
        told = [self._registrations.nik_hash(wish.answers["nik"]) for _, wish in given]
        return [
            await self._amended(by.id, by, wish, key, niks[key])
            for (by, wish), key in zip(given, told, strict=True)
        ]

    async def amend_for_district(self, whose: UUID, wish: Amend) -> Amendment:
        """Correct what is of somebody's chat, as the district."""
        niks = await self.know([wish.answers["nik"]])
        [(key, nik)] = niks.items()
        return await self._amended(whose, None, wish, key, nik)

    async def _amended(
        self, whose: UUID, by: Person | None, wish: Amend, key: bytes, nik: UUID
    ) -> Amendment:
        values = {
            "id": wish.registration,
            "person": whose,
            "by": by.id if by else None,
            "address": by.address if by else None,
            "version": wish.version,
            "nik": nik,
            "changed": list(wish.changed),
            "village": wish.answers["village"],
            **await self._keeping(wish, nik),
            "now": self._work.now,
        }
        act = _act(wish)
        done = await self._work.run(_AMEND[act], values)
        if not done:
            return await self._refused(whose, by, wish, act, key)
        [row] = done
        if row.other_nik:  # whoever claimed it claimed the one that was wrong
            await self._claims.settled(row.id)
        leaves = act is Act.RELOCATE
        promoted = await self._let_in(row) if leaves else ()
        registered = (await self._registrations.registered([row.id]))[row.id]
        left = row.village_left if leaves else ""
        amended = Amended(registered, wish.anew, left=left, promoted=promoted)
        if registered.status not in QUEUED:
            return amended
        closed, cards = await self._desk.anew(row.id, {row.village, row.village_left})
        return replace(amended, closed=tuple(closed), cards=cards)

    async def _keeping(self, wish: Amend, nik: UUID) -> dict[str, object]:
        """Return what is kept of the answers from now on: the programme stays what it is."""
        programme = await self._work.value(_PROGRAMME, {"id": wish.registration})
        told = keeping(self._work, wish.registration, nik, programme or NONE, wish.answers)
        return told._asdict()

    async def _let_in(self, row: Row) -> tuple[Promoted, ...]:
        """Give it the place that is free where it is now; return who got the one it had."""
        await self._places.release([row.id])
        placed = await self._places.fill({row.village, row.village_left})
        del placed[row.id]
        return await self._registrations.promoted(placed)

    async def _refused(
        self, whose: UUID, by: Person | None, wish: Amend, act: Act, key: bytes
    ) -> Amendment:
        """Say why nothing was changed."""
        values = {"id": wish.registration, "person": whose, "now": self._work.now}
        found = await self._work.run(_STANDS, values)
        if not found or after(Status((row := found[0]).status), act) is None:
            return NothingToAmend()
        if row.version != wish.version:
            known = await self._registrations.registered([row.id])
            return Overtaken(known[row.id], self._registrations.answers(row))
        if row.granted and (act is Act.RELOCATE or "nik" in wish.changed):
            return HeldByClaim(row.number)
        village = wish.answers["village"]
        [holder] = await self._registrations.holders([(key, village)])
        if act is Act.RELOCATE and (holder is None or holder.registered.id == row.id):
            return NoPlaceThere(row.number, village)
        if holder is None:  # in a programme that is not open any more
            return AlreadyRegistered(None, "")
        return await self._taken(by, holder, key, village)

    async def _taken(
        self, by: Person | None, holder: Holder, key: bytes, village: str
    ) -> AlreadyRegistered:
        """Answer as a submission does: of somebody else's NIK its heads hear, and nobody else."""
        number = holder.registered.number
        if by is None:
            return AlreadyRegistered(None, number)
        if holder.person == by.id:
            return AlreadyRegistered(holder.registered, number)
        [met] = await self._attempts.met([Attempt(by.id, key, village, holder)])
        return met if isinstance(met, AlreadyRegistered) else AlreadyRegistered(None, number)


def _act(wish: Amend) -> Act:
    if "village" in wish.changed:
        return Act.RELOCATE
    return Act.AMEND if wish.anew else Act.ADJUST
