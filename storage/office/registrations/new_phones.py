"""New phones: one registration goes on at another address, by a code that its head has given.

The head has seen whose it is, with the KTP; the worker types the code at the new phone. Answers,
number and place stay, and so does the chat they came from: whoever may not decide on it for that
may not after it, either. A registration has one code at a time; used, it goes. Whoever gave it
must be one who may decide on it when it is used, too. The district gives one to whom comes there,
which no official of its village can use: it would be theirs, and its worker has another phone.

Villages need to be locked first (`Work.lock`).
"""

import re
from collections.abc import Sequence
from datetime import timedelta
from uuid import UUID

from sqlalchemy import text

from conversations.effects import FindForPhone, GivePhoneCode, TakeToPhone
from conversations.life_cycle import MAY_BE_MOVED, QUEUED, Act
from conversations.outcomes.desk import NotYourVillage, OwnRegistration
from conversations.outcomes.new_phones import (
    ForPhone,
    FoundForPhone,
    MovedToPhone,
    NotMoved,
    PhoneCodeGiven,
    PhoneRefused,
)
from storage.entries import Entry
from storage.office import names
from storage.office.authority import may_decide
from storage.office.cards import Desk
from storage.office.history import kept
from storage.office.registrations.registered import Registrations
from storage.people.codes import bare, one_time
from storage.people.people import Person
from storage.states import allows, becomes, is_in
from storage.work import Row, Work

LASTS = timedelta(hours=1)
MINUTES = int(LASTS.total_seconds()) // 60
_WORD = re.compile(r"\w+")
NAME_READ = "name_read"  # in the audit
MOST = 9  # of one name that are told apart by a button each

_HEADED = f"""
    SELECT r.id, r.number, r.sealed, r.nik_id, r.programme_id, o.id AS official_id,
           {may_decide("o", "r")} AS may
      FROM officials o
      JOIN registrations r ON r.village = o.village AND {is_in(MAY_BE_MOVED, "r.status")}
     WHERE o.person_id = CAST(:person AS uuid) AND o.revoked_at IS NULL
"""
_ONE = text(f"{_HEADED} AND r.id = CAST(:id AS uuid)")
_ALL = text(f"""{_HEADED}
       AND (CAST(:number AS text) IS NULL OR r.number = CAST(:number AS text))
     ORDER BY r.seq
""")
_GIVE = text("""
    INSERT INTO new_phones (registration_id, official_id, hash, expires_at)
    VALUES (CAST(:id AS uuid), CAST(:official AS uuid), CAST(:hash AS bytea),
            CAST(:expires AS timestamptz))
    ON CONFLICT (registration_id) DO UPDATE
       SET official_id = excluded.official_id, hash = excluded.hash,
           expires_at = excluded.expires_at
""")
_OF_CODE = """
      FROM new_phones c
      JOIN registrations r ON r.id = c.registration_id
      LEFT JOIN officials o ON o.id = c.official_id
     WHERE c.hash = ANY(CAST(:hashes AS bytea[])) AND c.expires_at > CAST(:now AS timestamptz)
"""
_OF_ITS_OFFICE = """EXISTS (SELECT FROM officials here
                             WHERE here.village = r.village AND here.revoked_at IS NULL
                               AND here.person_id = CAST(:person AS uuid))"""
_VILLAGE = text(f"SELECT r.village {_OF_CODE}")
_WHOSE = text(f"""
    SELECT r.person_id AS holder, o.person_id AS giver,
           c.official_id IS NULL AND {_OF_ITS_OFFICE} AS of_its_office {_OF_CODE}
""")
# The proof of the consent goes along, as it does when two become one; nobody claims their own.
_MOVE = text(f"""
    WITH meant AS (
        SELECT r.id, r.person_id {_OF_CODE}
           AND CASE WHEN c.official_id IS NULL THEN NOT {_OF_ITS_OFFICE}
               ELSE {may_decide("o", "r")} AND o.person_id <> CAST(:person AS uuid) END
           AND r.person_id <> CAST(:person AS uuid)
    ), acted AS (
        UPDATE registrations r SET status = {becomes(Act.MOVE, "r.status")},
               version = version + 1, person_id = CAST(:person AS uuid)
          FROM meant
         WHERE r.id = meant.id AND {allows(Act.MOVE, "r.status")}
        RETURNING r.id, r.village, r.version, r.status, r.reason, old.status AS was,
                  old.person_id AS before
    ), kept AS ({kept(Act.MOVE, person=":person", address=":address")}
    ), used AS (
        DELETE FROM new_phones USING acted WHERE registration_id = acted.id
    ), proven AS (
        UPDATE consents SET person_id = CAST(:person AS uuid) FROM acted
         WHERE draft_id = acted.id AND consents.person_id = acted.before
    ), unclaimed AS (
        DELETE FROM claims USING acted
         WHERE registration_id = acted.id AND person_id = CAST(:person AS uuid)
    )
    SELECT id, village, before FROM acted
""")


class NewPhones:
    def __init__(self, work: Work) -> None:
        self._work = work
        self._desk = Desk(work)
        self._registrations = Registrations(work)

    async def find(self, person: Person, wish: FindForPhone) -> FoundForPhone | OwnRegistration:
        """Find what an official names; the names are unsealed, some hundred a village."""
        if not (wish.number or wish.name):
            return FoundForPhone()
        values = {"person": person.id, "number": wish.number}
        rows = await self._work.run(_ALL, values)
        meant = _named([self._meant(row) for row in rows], frozenset(wish.name))
        own = {row.id for row in rows if not row.may}
        if len(meant) == 1 and meant[0].registration in own:
            return OwnRegistration(meant[0].number)
        told = meant[:MOST]
        self._work.entries.extend(Entry(NAME_READ, person.id, one.registration) for one in told)
        return FoundForPhone(tuple(told))

    async def give(
        self, person: Person, wish: GivePhoneCode
    ) -> PhoneCodeGiven | OwnRegistration | NotYourVillage:
        """Make a code, the only good one of its registration; its village has been locked."""
        values = {"person": person.id, "id": wish.registration}
        found = await self._work.run(_ONE, values)
        if not found:
            return NotYourVillage()
        [row] = found
        if not row.may:
            return OwnRegistration(row.number)
        code = await self._made(row.id, row.official_id)
        one = self._meant(row)
        return PhoneCodeGiven(one.number, one.name, code, MINUTES)

    async def give_for_district(self, registration: UUID) -> str:
        """Make a code as an official does, of what may be moved; its village has been locked."""
        return await self._made(registration, None)

    async def _made(self, registration: UUID, official: UUID | None) -> str:
        code = one_time()
        key = self._work.sealer.hash("new phone", bare(code))
        values = {"id": registration, "official": official, "hash": key}
        await self._work.run(_GIVE, {**values, "expires": self._work.now + LASTS})
        return code

    async def village(self, code: str) -> str | None:
        """Return the village of the registration that a code is good for."""
        found: str | None = await self._work.value(_VILLAGE, self._of(code))
        return found

    async def take(self, person: Person, wish: TakeToPhone) -> MovedToPhone | PhoneRefused:
        """Use a code up: its registration is this person's. Its village has been locked."""
        values = {**self._of(wish.code), "person": person.id, "address": person.address}
        moved = await self._work.run(_MOVE, values)
        if not moved:
            return PhoneRefused(await self._why(person, wish.code))
        [row] = moved
        registered = (await self._registrations.registered([row.id]))[row.id]
        if registered.status not in QUEUED:
            return MovedToPhone(registered, row.before)
        closed, cards = await self._desk.anew(row.id, {row.village})
        return MovedToPhone(registered, row.before, tuple(closed), cards)

    async def _why(self, person: Person, code: str) -> NotMoved:
        """Say why a code moved nothing; one that is good is not used up by that."""
        values = {**self._of(code), "person": person.id}
        for row in await self._work.run(_WHOSE, values):
            if row.holder == person.id:
                return NotMoved.HERE
            if row.giver == person.id:
                return NotMoved.GIVER
            if row.of_its_office:
                return NotMoved.OFFICIAL
        return NotMoved.REFUSED

    def _meant(self, row: Row) -> ForPhone:
        return ForPhone(row.id, row.number, names.of_worker(self._work, row))

    def _of(self, code: str) -> dict[str, object]:
        hashes = self._work.sealer.hashes("new phone", bare(code))
        return {"hashes": hashes, "now": self._work.now}


def _named(those: Sequence[ForPhone], said: frozenset[str]) -> list[ForPhone]:
    """Return whom words name: all of them are of the name, else the whole name is among them."""
    each = [(one, set(_WORD.findall(one.name.casefold()))) for one in those]
    return [one for one, name in each if said <= name] or [
        one for one, name in each if name <= said
    ]
