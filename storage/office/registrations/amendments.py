"""Amendments: a registration's own chat corrects answers that were sent; number and place stay.

Their villages need to be locked first (`Work.lock`). A NIK is taken or free under its own row's
lock, which submissions take as well: who looks after having it misses nobody, in any village.
"""

from collections.abc import Sequence
from typing import TypeAlias
from uuid import UUID

from sqlalchemy import text

from conversations.effects import Amend
from conversations.life_cycle import LIVE, QUEUED, Act, Status, after
from conversations.outcomes.amending import Amended, NothingToAmend, Overtaken
from conversations.outcomes.registering import AlreadyRegistered
from storage.ids import new_id
from storage.office.cards import Desk
from storage.office.history import kept
from storage.office.niks.claims import Claims
from storage.office.niks.second_attempts import Attempt, SecondAttempts
from storage.office.registrations.answers import keeping
from storage.office.registrations.registered import Registrations
from storage.people.people import Person
from storage.rows import arrays
from storage.states import allows, becomes, is_in
from storage.work import Work

# As submissions do it: in the order of NIKs, and one that is there is "updated" to itself.
_NIKS = text("""
    INSERT INTO niks (id, hash)
    SELECT DISTINCT ON (hash) id, hash
      FROM unnest(CAST(:id AS uuid[]), CAST(:hash AS bytea[])) AS g(id, hash) ORDER BY hash
    ON CONFLICT (hash) DO UPDATE SET hash = niks.hash
    RETURNING id, hash
""")
_DECIDED_ANEW = ", reason = NULL, decided_by = NULL, decided_at = NULL"


def _amend(act: Act) -> str:
    return f"""
        WITH acted AS (
            UPDATE registrations r SET status = {becomes(act, "r.status")},
                   version = version + 1, nik_id = CAST(:nik AS uuid),
                   sealed = CAST(:sealed AS bytea), phone_hash = CAST(:phone_hash AS bytea),
                   phone_is_theirs = CAST(:phone_is_theirs AS boolean),
                   same_hash = CAST(:same_hash AS bytea)
                   {_DECIDED_ANEW if act is Act.AMEND else ""}
             WHERE r.id = CAST(:id AS uuid) AND r.person_id = CAST(:person AS uuid)
               AND r.version = CAST(:version AS int) AND {allows(act, "r.status")}
               AND NOT EXISTS (
                   SELECT FROM registrations other
                    WHERE other.nik_id = CAST(:nik AS uuid) AND other.id <> r.id
                      AND other.cover && r.cover AND {is_in(LIVE, "other.status")})
            RETURNING r.id, r.person_id, r.village, r.version, r.status, r.reason,
                      old.status AS was, old.nik_id <> r.nik_id AS other_nik
        ), kept AS ({kept(act, person="person_id", address=":address", fields=":changed")})
        SELECT village, other_nik FROM acted
    """


_AMEND = {act: text(_amend(act)) for act in (Act.AMEND, Act.ADJUST)}
_STANDS = text("""
    SELECT id, version, status, sealed FROM registrations
     WHERE id = CAST(:id AS uuid) AND person_id = CAST(:person AS uuid)
""")

Amendment: TypeAlias = Amended | Overtaken | AlreadyRegistered | NothingToAmend


class Amendments:
    def __init__(self, work: Work) -> None:
        self._work = work
        self._registrations = Registrations(work)
        self._desk = Desk(work)
        self._attempts = SecondAttempts(work)
        self._claims = Claims(work)

    async def amend(self, given: Sequence[tuple[Person, Amend]]) -> list[Amendment]:
        """Correct each: they are rare, and the second of one NIK must see the first."""
        hashes = [self._registrations.nik_hash(wish.answers["nik"]) for _, wish in given]
        values = arrays(("id", "hash"), [(new_id(), key) for key in hashes])
        niks = {row.hash: row.id for row in await self._work.run(_NIKS, values)}
        return [
            await self._amended(*one, key, niks[key])
            for one, key in zip(given, hashes, strict=True)
        ]

    async def _amended(self, person: Person, wish: Amend, key: bytes, nik: UUID) -> Amendment:
        values = {
            "id": wish.registration,
            "person": person.id,
            "address": person.address,
            "version": wish.version,
            "nik": nik,
            "changed": list(wish.changed),
            **keeping(self._work, wish.registration, wish.answers)._asdict(),
            "now": self._work.now,
        }
        act = Act.AMEND if wish.anew else Act.ADJUST
        done = await self._work.run(_AMEND[act], values)
        if not done:
            return await self._refused(person, wish, act, key)
        if done[0].other_nik:  # whoever claimed it claimed the one that was wrong
            await self._claims.settled(wish.registration)
        made = await self._registrations.registered([wish.registration])
        registered = made[wish.registration]
        if registered.status not in QUEUED:
            return Amended(registered, wish.anew)
        closed = await self._desk.close([registered.id])
        cards = await self._desk.open({registered.village})
        return Amended(registered, wish.anew, tuple(closed.get(registered.id, ())), cards)

    async def _refused(self, person: Person, wish: Amend, act: Act, key: bytes) -> Amendment:
        """Say why nothing was changed."""
        found = await self._work.run(_STANDS, {"id": wish.registration, "person": person.id})
        if not found or after(Status((row := found[0]).status), act) is None:
            return NothingToAmend()
        if row.version != wish.version:
            known = await self._registrations.registered([row.id])
            return Overtaken(known[row.id], self._registrations.answers(row))
        return await self._taken(person, wish, key)

    async def _taken(self, person: Person, wish: Amend, key: bytes) -> AlreadyRegistered:
        """Answer as a submission does: of somebody else's NIK its heads hear, and nobody else."""
        village = wish.answers["village"]
        [holder] = await self._registrations.holders([(key, village)])
        if holder is None:  # in a programme that is not open any more
            return AlreadyRegistered(None, "")
        number = holder.registered.number
        if holder.person == person.id:
            return AlreadyRegistered(holder.registered, number)
        [met] = await self._attempts.met([Attempt(person.id, key, village, holder)])
        return met if isinstance(met, AlreadyRegistered) else AlreadyRegistered(None, number)
