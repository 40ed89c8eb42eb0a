"""Registrations: the two doors to a place, `submit` and `decide`, and the way out, `withdraw`.

Every method takes a list, because turns come in groups, and answers in its order. All of them need
their villages locked first (`Work.lock`): read places.py for what goes wrong without.
"""

from collections.abc import Collection, Mapping, Sequence
from datetime import timedelta
from typing import TypeAlias
from uuid import UUID

from sqlalchemy import Uuid, any_, select, text

from conversations.effects import PAGE, FindOwn, FindStanding, Reason, Submit, Withdraw
from conversations.life_cycle import (
    BORN,
    LIVE,
    MAY_BE_GIVEN_UP,
    WAITS_FOR_A_PLACE,
    Act,
    Status,
)
from conversations.outcomes.registered import Promoted, Registered
from conversations.outcomes.registering import (
    AlreadyRegistered,
    NoneOwn,
    NotOpen,
    NotYet,
    OwnFound,
    Submitted,
)
from conversations.outcomes.standing import NothingToWithdraw, Standing, Withdrawn
from storage import audit
from storage.office.authority import may_decide
from storage.office.cards import Desk
from storage.office.claims import Claims
from storage.office.places import Places
from storage.office.same_person import same_hash
from storage.office.second_attempts import Attempt, Holder, SecondAttempts
from storage.people.identities import number_hash
from storage.people.people import Person
from storage.rows import array, arrays
from storage.states import allows, becomes, is_in
from storage.tables import registrations
from storage.work import Row, Work

ONE_DAY = timedelta(days=1)
_VILLAGES_OF = select(registrations.c.id, registrations.c.village).where(
    registrations.c.id == any_(array("ids", Uuid()))
)

# Numbers are given in the order of arrival; rows are inserted in the order of their NIKs, so that
# two groups with the same NIKs wait for each other, not deadlock on the exclusion constraint.
_SUBMIT = text(f"""
    WITH given AS (
        SELECT * FROM unnest(CAST(:n AS int[]), CAST(:id AS uuid[]), CAST(:village AS text[]),
                             CAST(:person_id AS uuid[]), CAST(:nik_hash AS bytea[]),
                             CAST(:sealed AS bytea[]), CAST(:phone_hash AS bytea[]),
                             CAST(:phone_is_theirs AS boolean[]), CAST(:same_hash AS bytea[]))
            AS g(n, id, village, person_id, nik_hash, sealed, phone_hash, phone_is_theirs,
                 same_hash)
    ), open AS (
        SELECT given.*, p.id AS programme_id, p.cover, replace(p.regency, '.', '') AS regency
          FROM given
          JOIN programmes p ON p.regency = left(given.village, 5) AND p.closed_at IS NULL
         WHERE EXISTS (SELECT FROM places WHERE village = given.village AND programme_id = p.id)
         ORDER BY n
    ), numbered AS MATERIALIZED (
        SELECT open.*, nextval(('registration_numbers_' || regency)::regclass) AS seq FROM open
    )
    INSERT INTO registrations (id, seq, number, village, programme_id, person_id, nik_hash, cover,
                               status, version, submitted_at, sealed, phone_hash,
                               phone_is_theirs, same_hash)
    SELECT id, seq,
           'PR-' || regency || '-' || lpad(seq::text, greatest(6, length(seq::text)), '0'),
           village, programme_id, person_id, nik_hash, cover, '{BORN}', 0,
           CAST(:now AS timestamptz), sealed, phone_hash, phone_is_theirs, same_hash
      FROM numbered ORDER BY nik_hash
    ON CONFLICT DO NOTHING
    RETURNING id, village
""")
_SUBMITTED = (
    *("n", "id", "village", "person_id", "nik_hash", "sealed"),
    *("phone_hash", "phone_is_theirs", "same_hash"),
)


def _waits(row: str) -> str:
    return is_in(WAITS_FOR_A_PLACE, f"{row}.status")


def _told(which: str) -> str:
    """Select registrations `r`, as people are told of them.

    A position is counted from the one before it that is selected too: a waiting list is counted
    once, however many of it are. `has_head` can only be looked up: written as EXISTS it would be
    cheaper, says the planner, to read the officials of the whole country for it.
    """
    return f"""
        SELECT r.id, r.version, r.number, r.village, r.status, r.reason, r.sealed, r.cover,
               r.person_id, p.number AS place,
               (r.decided_by IS NULL AND r.decided_at IS NOT NULL) AS by_district,
               CAST(sum(CASE WHEN {_waits("r")} THEN (
                   SELECT count(*) FROM registrations w
                    WHERE w.village = r.village AND w.programme_id = r.programme_id
                      AND {_waits("w")} AND w.seq > r.before AND w.seq <= r.seq) END)
                   OVER (PARTITION BY r.village, r.programme_id, r.status ORDER BY r.seq)
                   AS bigint) AS position,
               coalesce((SELECT true FROM officials o
                          WHERE {may_decide("o", "r")}
                          LIMIT 1), false) AS has_head
          FROM (SELECT r.*, lag(seq, 1, CAST(0 AS bigint)) OVER (
                                PARTITION BY village, programme_id, status ORDER BY seq) AS before
                  FROM registrations r WHERE {which}) AS r
          LEFT JOIN places p ON p.registration_id = r.id
    """


_LIVE = is_in(LIVE, "r.status")
_BY_ID = text(_told("r.id = ANY(CAST(:ids AS uuid[]))"))
# What is asked for of each person: the live ones first, and no more than a page of them is read.
_OF_PERSON = text(f"""
    WITH page AS MATERIALIZED (
        SELECT asked.n, found.*
          FROM unnest(CAST(:person AS uuid[]), CAST(:number AS text[]), CAST(:id AS uuid[]),
                      CAST(:given_up AS boolean[]), CAST(:skip AS int[]))
               WITH ORDINALITY AS asked(person, number, id, given_up, skip, n)
         CROSS JOIN LATERAL (
               SELECT r.id, count(*) OVER () AS total,
                      row_number() OVER (ORDER BY {_LIVE} DESC, r.submitted_at, r.seq) AS nth
                 FROM registrations r
                WHERE r.person_id = asked.person
                  AND (asked.number IS NULL OR r.number = asked.number)
                  AND (asked.id IS NULL OR r.id = asked.id)
                  AND (NOT asked.given_up OR {is_in(MAY_BE_GIVEN_UP, "r.status")})) AS found
         CROSS JOIN LATERAL (
               SELECT least(asked.skip, (found.total - 1) / {PAGE} * {PAGE}) AS skipped) AS from_it
         WHERE found.nth > skipped AND found.nth <= skipped + {PAGE}
    )
    SELECT page.n, page.nth, page.total, told.*
      FROM ({_told("r.id = ANY(ARRAY(SELECT id FROM page))")}) AS told
      JOIN page USING (id)
     ORDER BY page.n, page.nth
""")
# What would keep a NIK out of the programme that is open for a village: its own cover counts.
_BY_NIK = text(f"""
    SELECT w.n, held.*
      FROM unnest(CAST(:hash AS bytea[]), CAST(:village AS text[]))
           WITH ORDINALITY AS w(hash, village, n)
      JOIN programmes g ON g.regency = left(w.village, 5) AND g.closed_at IS NULL
     CROSS JOIN LATERAL (
           {_told(f"r.nik_hash = w.hash AND r.cover && g.cover AND {_LIVE}")}) AS held
""")
# For whom it is, is told by its consent: the answers are sealed.
_OWN = text(f"""
    SELECT DISTINCT ON (r.person_id) r.id, r.person_id, r.number, r.nik_hash, r.sealed
      FROM registrations r
      JOIN consents c ON c.draft_id = r.id AND c.person_id = r.person_id
                     AND c.for_whom = 'self'
     WHERE r.person_id = ANY(CAST(:ids AS uuid[])) AND {_LIVE}
     ORDER BY r.person_id, r.seq
""")
_TAKE_OVER = text(f"""
    UPDATE registrations r SET status = {becomes(Act.TAKE_OVER, "r.status")},
           version = version + 1, person_id = CAST(:person AS uuid),
           sealed = CAST(:sealed AS bytea), phone_hash = CAST(:number AS bytea),
           phone_is_theirs = CAST(:theirs AS boolean), same_hash = CAST(:same AS bytea),
           reason = NULL, decided_by = NULL, decided_at = NULL
     WHERE r.id = CAST(:id AS uuid) AND {allows(Act.TAKE_OVER, "r.status")}
    RETURNING r.id, r.village
""")
_PROVEN = text("""
    UPDATE consents SET draft_id = CAST(:registration AS uuid)
     WHERE draft_id = CAST(:draft AS uuid)
""")
_WITHDRAW = text(f"""
    UPDATE registrations r SET status = {becomes(Act.WITHDRAW, "r.status")}, version = version + 1,
           decided_by = NULL, decided_at = CAST(:now AS timestamptz)
      FROM unnest(CAST(:id AS uuid[]), CAST(:person AS uuid[])) AS w(id, person)
     WHERE r.id = w.id AND r.person_id = w.person AND {allows(Act.WITHDRAW, "r.status")}
    RETURNING r.id, r.person_id, r.number, r.village
""")
Submission: TypeAlias = Submitted | AlreadyRegistered | NotOpen | NotYet


class Registrations:
    def __init__(self, work: Work) -> None:
        self._work = work
        self._places = Places(work)
        self._desk = Desk(work)
        self._attempts = SecondAttempts(work)
        self._claims = Claims(work)
        self._audit = audit.Audit(work)

    async def villages_of(self, ids: Collection[UUID]) -> dict[UUID, str]:
        """Return the village of each registration: it never changes, so no lock is needed."""
        rows = await self._work.run(_VILLAGES_OF, {"ids": list(ids)})
        return {row.id: row.village for row in rows}

    async def submit(self, given: Sequence[tuple[Person, Submit]]) -> list[Submission]:
        """Register each: a place if one is free, else the end of the waiting list."""
        hashes = [self.nik_hash(wish.nik) for _, wish in given]
        new = await self._insert(given, hashes)
        codes = {wish.village for _, wish in given if wish.draft in new}
        filled = await self._places.fill(codes) if codes else {}
        made = await self.registered(new)
        headed = {one.village for one in made.values() if one.has_head}
        cards = list(await self._desk.open(headed)) if filled and headed else []
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
        [holder] = await self.holders([(key, wish.village)])
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
        sealed = self._work.sealer.seal("registrations", row, wish.answers)
        number, theirs = self._number(wish.answers)
        same = same_hash(self._work, wish.answers)
        values = {"id": row, "person": person.id, "sealed": sealed, "same": same}
        await self._work.run(_TAKE_OVER, {**values, "number": number, "theirs": theirs})
        await self._work.run(_PROVEN, {"draft": wish.draft, "registration": row})
        await self._claims.settled(row)
        await self._audit.record(
            [audit.Act("taken_over", one, row) for one in (holder.person, person.id)]
        )
        closed = await self._desk.close([row])
        made = await self.registered([row])
        cards = await self._desk.open({wish.village})
        return Submitted(made[row], cards, holder.person, tuple(closed.get(row, ())))

    async def _insert(
        self, given: Sequence[tuple[Person, Submit]], hashes: Sequence[bytes]
    ) -> set[UUID]:
        seal = self._work.sealer.seal
        rows = [
            (
                n,
                w.draft,
                w.village,
                person.id,
                hashes[n],
                seal("registrations", w.draft, w.answers),
                *self._number(w.answers),
                same_hash(self._work, w.answers),
            )
            for n, (person, w) in enumerate(given)
        ]
        values = {**arrays(_SUBMITTED, rows), "now": self._work.now}
        return set(await self._work.column(_SUBMIT, values))

    def _number(self, answers: Mapping[str, str]) -> tuple[bytes | None, bool]:
        """Return the hash of the number that was given, and whether it is the sender's own."""
        number = answers.get("phone", "none")
        if number == "none":
            return None, False
        sender = "worker" if answers.get("for_whom") == "self" else "helper"
        return number_hash(self._work, number), answers.get("phone_owner") == sender

    def nik_hash(self, nik: str) -> bytes:
        return self._work.sealer.hash("nik", nik)

    async def registered(self, ids: Collection[UUID]) -> dict[UUID, Registered]:
        if not ids:
            return {}
        rows = await self._work.run(_BY_ID, {"ids": list(ids)})
        return {row.id: self._registered(row) for row in rows}

    async def standing(self, given: Sequence[tuple[UUID, FindStanding]]) -> list[Standing]:
        """Return what is asked for of each person's registrations, the live and oldest first."""
        asked = [
            (
                person,
                wish.number,
                UUID(wish.said) if wish.about == "again" and wish.said else None,
                wish.about == "withdraw" and wish.number is None,
                (wish.page - 1) * PAGE,
            )
            for person, wish in given
        ]
        names = ("person", "number", "id", "given_up", "skip")
        found: dict[int, list[Row]] = {}
        for row in await self._work.run(_OF_PERSON, arrays(names, asked)):
            found.setdefault(row.n, []).append(row)
        return [self._page(wish, found.get(n, ())) for n, (_, wish) in enumerate(given, start=1)]

    def _page(self, wish: FindStanding, rows: Sequence[Row]) -> Standing:
        known = tuple(map(self._registered, rows))
        first, total = (rows[0].nth, rows[0].total) if rows else (1, 0)
        return Standing(wish.about, known, (), wish.number, wish.said, first=first, total=total)

    async def own(self, asked: Sequence[tuple[Person, FindOwn]]) -> list[OwnFound | NoneOwn]:
        """Return the live registration that each of these people made for themselves."""
        rows = await self._work.run(_OWN, {"ids": [person.id for person, _ in asked]})
        made = {row.person_id: row for row in rows}
        return [self._own(made.get(person.id), wish.nik) for person, wish in asked]

    def _own(self, made: Row | None, nik: str | None) -> OwnFound | NoneOwn:
        if made is None or (nik and self.nik_hash(nik) == made.nik_hash):
            return NoneOwn()
        return OwnFound(made.number, self._answers(made)["name"])

    async def holders(self, asked: Sequence[tuple[bytes, str]]) -> list[Holder | None]:
        """Return what keeps each NIK out of a village's programme, and whose chat it came from.

        That is its live registration, in whatever village, whose cover overlaps; None: it is free.
        """
        if not asked:
            return []
        rows = await self._work.run(_BY_NIK, arrays(("hash", "village"), asked))
        held = {row.n: Holder(self._registered(row), row.person_id) for row in rows}
        return [held.get(n) for n in range(1, len(asked) + 1)]

    def _answers(self, row: Row) -> dict[str, str]:
        answers: dict[str, str] = self._work.sealer.unseal("registrations", row.id, row.sealed)
        return answers

    def _registered(self, row: Row) -> Registered:
        return Registered(
            id=row.id,
            version=row.version,
            number=row.number,
            village=row.village,
            status=Status(row.status),
            name=self._answers(row)["name"],
            cover_from=row.cover.lower,
            cover_to=row.cover.upper - ONE_DAY,  # PostgreSQL keeps the upper bound exclusive
            place=row.place,
            position=row.position,
            reason=Reason(row.reason) if row.reason else None,
            has_head=row.has_head,
            by_district=row.by_district,
        )

    async def withdraw(
        self, given: Sequence[tuple[Person, Withdraw]]
    ) -> list[Withdrawn | NothingToWithdraw]:
        """Give registrations up; each place goes at once to the first who waits."""
        gone = await self._withdrawn(given)
        if not gone:
            return [NothingToWithdraw() for _ in given]
        closed = await self._desk.close([row.id for row in gone.values()])
        promoted = await self.let_in({row.id: (row.number, row.village) for row in gone.values()})
        cards = await self._desk.open({row.village for row in gone.values()})
        outcomes: list[Withdrawn | NothingToWithdraw] = []
        for person, wish in given:
            row = gone.pop((wish.registration, person.id), None)
            if row is None:
                outcomes.append(NothingToWithdraw())
                continue
            shown = tuple(closed.get(wish.registration, ()))
            outcomes.append(Withdrawn(row.number, promoted, shown, cards))
            promoted, cards = (), ()
        return outcomes

    async def _withdrawn(
        self, given: Sequence[tuple[Person, Withdraw]]
    ) -> dict[tuple[UUID, UUID], Row]:
        """Return what was given up, by registration and the person whose it is."""
        rows = [(wish.registration, person.id) for person, wish in given]
        values = {**arrays(("id", "person"), rows), "now": self._work.now}
        gone = await self._work.run(_WITHDRAW, values)
        return {(row.id, row.person_id): row for row in gone}

    async def let_in(self, gone: dict[UUID, tuple[str, str]]) -> tuple[Promoted, ...]:
        """Free the places of those who left, and return who got them."""
        await self._places.release(list(gone))
        placed = await self._places.fill({village for _, village in gone.values()})
        if not placed:
            return ()
        rows = await self._work.run(_BY_ID, {"ids": list(placed)})
        return tuple(
            Promoted(
                row.person_id,
                row.number,
                row.village,
                row.place,
                self._answers(row)["name"],
                row.has_head,
            )
            for row in rows
        )
