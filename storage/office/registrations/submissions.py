"""Submissions: the first of the two doors to a place; the other is `Decisions`.

Every method takes a list, because turns come in groups, and answers in its order. All of them need
their villages locked first (`Work.lock`): storage/office/places.py tells what goes wrong without.
"""

from collections.abc import Sequence
from typing import TypeAlias
from uuid import UUID

from sqlalchemy import text

from conversations.effects import Submit
from conversations.life_cycle import BORN, Act
from conversations.outcomes.registering import AlreadyRegistered, NotOpen, NotYet, Submitted
from conversations.zones import zone_of
from storage.entries import Entry
from storage.ids import new_id
from storage.office.cards import Desk
from storage.office.history import SUBMIT, kept
from storage.office.niks.claims import Claims
from storage.office.niks.second_attempts import Attempt, SecondAttempts
from storage.office.places import Places
from storage.office.registrations.answers import keeping
from storage.office.registrations.registered import Holder, Registrations
from storage.office.registrations.sealed import seal
from storage.people.people import Person
from storage.rows import arrays
from storage.states import allows, becomes
from storage.work import Work

# Numbers are given in the order of arrival; NIKs and rows are inserted in the order of NIKs, so
# that two groups with the same wait for each other and do not deadlock. A NIK that is there is
# "updated" to itself: it is told then, even where another has inserted it just now.
_SUBMIT = text(f"""
    WITH given AS (
        SELECT * FROM unnest(CAST(:n AS int[]), CAST(:id AS uuid[]), CAST(:village AS text[]),
                             CAST(:person_id AS uuid[]), CAST(:nik_id AS uuid[]),
                             CAST(:nik_hash AS bytea[]),
                             CAST(:sealed AS bytea[]), CAST(:phone_hash AS bytea[]),
                             CAST(:phone_is_theirs AS boolean[]), CAST(:same_hash AS bytea[]),
                             CAST(:address_id AS uuid[]), CAST(:today AS date[]))
            AS g(n, id, village, person_id, nik_id, nik_hash, sealed, phone_hash,
                 phone_is_theirs, same_hash, address_id, today)
    ), open AS (
        SELECT given.*, p.id AS programme_id, p.cover, replace(p.regency, '.', '') AS regency
          FROM given
          JOIN programmes p ON p.regency = left(given.village, 5) AND p.closed_at IS NULL
         WHERE given.today <= coalesce(p.register_until, upper(p.cover) - 1)
           AND EXISTS (SELECT FROM places WHERE village = given.village AND programme_id = p.id)
         ORDER BY n
    ), numbered AS MATERIALIZED (
        SELECT open.*, nextval(('registration_numbers_' || regency)::regclass) AS seq FROM open
    ), known AS (
        INSERT INTO niks (id, hash)
        SELECT DISTINCT ON (nik_hash) nik_id, nik_hash FROM open ORDER BY nik_hash
        ON CONFLICT (hash) DO UPDATE SET hash = niks.hash
        RETURNING niks.id, niks.hash
    ), acted AS (
        INSERT INTO registrations (id, seq, number, village, programme_id, person_id, nik_id,
                                   cover, status, version, submitted_at, sealed, phone_hash,
                                   phone_is_theirs, same_hash, address_id)
        SELECT numbered.id, seq,
               'PR-' || regency || '-' || lpad(seq::text, greatest(6, length(seq::text)), '0'),
               village, programme_id, person_id, known.id, cover, '{BORN}', 0,
               CAST(:now AS timestamptz), sealed, phone_hash, phone_is_theirs, same_hash,
               address_id
          FROM numbered JOIN known ON known.hash = numbered.nik_hash ORDER BY nik_hash
        ON CONFLICT DO NOTHING
        RETURNING id, village, person_id, address_id, version, status, reason,
                  CAST(NULL AS text) AS was, nik_id, programme_id
    ), kept AS ({kept(SUBMIT, person="person_id", address="address_id")})
    SELECT id, village, nik_id, programme_id FROM acted
""")
_SUBMITTED = (
    *("n", "id", "village", "person_id", "nik_id", "nik_hash", "sealed"),
    *("phone_hash", "phone_is_theirs", "same_hash", "address_id", "today"),
)
_TAKE_OVER = text(f"""
    WITH acted AS (
        UPDATE registrations r SET status = {becomes(Act.TAKE_OVER, "r.status")},
               version = version + 1, person_id = CAST(:person AS uuid),
               address_id = CAST(:address AS uuid),
               sealed = CAST(:sealed AS bytea), phone_hash = CAST(:phone_hash AS bytea),
               phone_is_theirs = CAST(:phone_is_theirs AS boolean),
               same_hash = CAST(:same_hash AS bytea),
               reason = NULL, decided_by = NULL, decided_at = NULL
         WHERE r.id = CAST(:id AS uuid) AND {allows(Act.TAKE_OVER, "r.status")}
        RETURNING r.id, r.village, r.person_id, r.address_id, r.version, r.status, r.reason,
                  old.status AS was
    ), kept AS ({kept(Act.TAKE_OVER, person="person_id", address="address_id")})
    SELECT id, village FROM acted
""")
# What was bound to another row of the NIK, which was there before, or to another programme.
_BIND = text("""
    UPDATE registrations SET sealed = CAST(:sealed AS bytea) WHERE id = CAST(:id AS uuid)
    RETURNING village
""")
_PROVEN = text("""
    UPDATE consents SET draft_id = CAST(:registration AS uuid)
     WHERE draft_id = CAST(:draft AS uuid)
""")
Submission: TypeAlias = Submitted | AlreadyRegistered | NotOpen | NotYet


class Submissions:
    def __init__(self, work: Work) -> None:
        self._work = work
        self._registrations = Registrations(work)
        self._places = Places(work)
        self._desk = Desk(work)
        self._attempts = SecondAttempts(work)
        self._claims = Claims(work)

    async def submit(self, given: Sequence[tuple[Person, Submit]]) -> list[Submission]:
        """Register each: a place if one is free, else the end of the waiting list."""
        hashes = [self._registrations.nik_hash(wish.nik) for _, wish in given]
        new = await self._insert(given, hashes)
        codes = {wish.village for _, wish in given if wish.draft in new}
        filled = await self._places.fill(codes) if codes else {}
        made = await self._registrations.registered(new)
        cards = list(await self._desk.open(codes)) if filled else []
        outcomes: list[Submission] = []
        for (person, wish), key in zip(given, hashes, strict=True):
            if wish.draft in made:
                outcomes.append(Submitted(made[wish.draft], tuple(cards)))
                cards = []  # once is enough: a card is a message of its own
            else:
                outcomes.append(await self._refused(person, wish, key))
        return outcomes

    async def _refused(self, person: Person, wish: Submit, key: bytes) -> Submission:
        """Say why nothing was inserted: rare, for the NIK was looked up when it was told."""
        [holder] = await self._registrations.holders([(key, wish.village)])
        if holder is None:
            return NotOpen(wish.village)
        if holder.person == person.id:
            return AlreadyRegistered(holder.registered, holder.registered.number)
        [met] = await self._attempts.met([Attempt(person.id, key, wish.village, holder)])
        if isinstance(met, AlreadyRegistered):
            return met
        if met.moves_at > self._work.now:
            return NotYet(holder.registered.number, met.moves_at)
        return await self._taken_over(person, wish, holder)

    async def _taken_over(self, person: Person, wish: Submit, holder: Holder) -> Submitted:
        """Give a registration to the NIK's owner, with the owner's answers: it is decided anew."""
        row = holder.registered.id
        values = {"id": row, "person": person.id, "address": person.address}
        told = keeping(self._work, row, holder.nik, holder.programme, wish.answers)._asdict()
        await self._work.run(_TAKE_OVER, {**values, **told, "now": self._work.now})
        await self._work.run(_PROVEN, {"draft": wish.draft, "registration": row})
        await self._claims.settled(row)
        both = (holder.person, person.id)
        self._work.entries.extend(Entry("taken_over", one, row) for one in both)
        closed = await self._desk.close([row])
        made = await self._registrations.registered([row])
        cards = await self._desk.open({wish.village})
        return Submitted(made[row], cards, holder.person, tuple(closed.get(row, ())))

    async def _insert(
        self, given: Sequence[tuple[Person, Submit]], hashes: Sequence[bytes]
    ) -> set[UUID]:
        niks = [new_id() for _ in given]
        rows = [
            (
                n,
                w.draft,
                w.village,
                person.id,
                niks[n],
                hashes[n],
                *keeping(self._work, w.draft, niks[n], self._opened(w), w.answers),
                person.address,
                self._work.now.astimezone(zone_of(w.village)).date(),
            )
            for n, (person, w) in enumerate(given)
        ]
        values = {**arrays(_SUBMITTED, rows), "now": self._work.now}
        made = {row.id: row for row in await self._work.run(_SUBMIT, values)}
        for nik, (_, wish) in zip(niks, given, strict=True):
            row = made.get(wish.draft)
            if row and (row.nik_id, row.programme_id) != (nik, self._opened(wish)):
                sealed = seal(self._work, row.id, row.nik_id, row.programme_id, wish.answers)
                await self._work.run(_BIND, {"id": row.id, "sealed": sealed})
        return set(made)

    def _opened(self, wish: Submit) -> UUID:
        """Return the programme that it is most probably for; the statement decides."""
        return self._work.opened(wish.village) or wish.draft
