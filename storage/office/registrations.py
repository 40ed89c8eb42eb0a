"""Registrations: the two doors to a place, `submit` and `decide`, and the way out, `withdraw`.

Every method takes a list, because turns come in groups, and answers in its order. All of them need
their villages locked first (`Work.lock`): read places.py for what goes wrong without.
"""

from collections.abc import Collection, Sequence
from datetime import timedelta
from uuid import UUID

from sqlalchemy import Uuid, any_, select, text

from conversations.effects import Reason, Submit, Withdraw
from conversations.life_cycle import BORN, LIVE, WAITS_FOR_A_PLACE, Act, Status
from conversations.outcomes import (
    AlreadyRegistered,
    NothingToWithdraw,
    NotOpen,
    Promoted,
    Registered,
    Submitted,
    Withdrawn,
)
from storage.office.authority import may_decide
from storage.office.cards import Desk
from storage.office.officials import Officials
from storage.office.places import Places
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
                             CAST(:sealed AS bytea[]))
            AS g(n, id, village, person_id, nik_hash, sealed)
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
                               status, version, submitted_at, sealed)
    SELECT id, seq,
           'PR-' || regency || '-' || lpad(seq::text, greatest(6, length(seq::text)), '0'),
           village, programme_id, person_id, nik_hash, cover, '{BORN}', 0,
           CAST(:now AS timestamptz), sealed
      FROM numbered ORDER BY nik_hash
    ON CONFLICT DO NOTHING
    RETURNING id, village
""")


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
               r.person_id, r.decided_by, p.number AS place,
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
_BY_PERSON = text(f"{_told('r.person_id = ANY(CAST(:ids AS uuid[]))')} ORDER BY r.submitted_at")
# What would keep a NIK out of the programme that is open for a village: its own cover counts.
_BY_NIK = text(f"""
    SELECT w.n, held.*
      FROM unnest(CAST(:hash AS bytea[]), CAST(:village AS text[]))
           WITH ORDINALITY AS w(hash, village, n)
      JOIN programmes g ON g.regency = left(w.village, 5) AND g.closed_at IS NULL
     CROSS JOIN LATERAL (
           {_told(f"r.nik_hash = w.hash AND r.cover && g.cover AND {_LIVE}")}) AS held
""")
_WITHDRAW = text(f"""
    UPDATE registrations r SET status = {becomes(Act.WITHDRAW, "r.status")}, version = version + 1,
           decided_by = NULL, decided_at = CAST(:now AS timestamptz)
      FROM unnest(CAST(:id AS uuid[]), CAST(:person AS uuid[])) AS w(id, person)
     WHERE r.id = w.id AND r.person_id = w.person AND {allows(Act.WITHDRAW, "r.status")}
    RETURNING r.id, r.person_id, r.number, r.village
""")


class Registrations:
    def __init__(self, work: Work) -> None:
        self._work = work
        self._places = Places(work)
        self._desk = Desk(work)
        self._officials = Officials(work)

    async def villages_of(self, ids: Collection[UUID]) -> dict[UUID, str]:
        """Return the village of each registration: it never changes, so no lock is needed."""
        rows = await self._work.run(_VILLAGES_OF, {"ids": list(ids)})
        return {row.id: row.village for row in rows}

    async def submit(
        self, given: Sequence[tuple[Person, Submit]]
    ) -> list[Submitted | AlreadyRegistered | NotOpen]:
        """Register each: a place if one is free, else the end of the waiting list."""
        hashes = [self.nik_hash(wish.nik) for _, wish in given]
        new = await self._insert(given, hashes)
        codes = {wish.village for _, wish in given if wish.draft in new}
        filled = await self._places.fill(codes) if codes else {}
        made = await self.registered(new)
        headed = {one.village for one in made.values() if one.has_head}
        cards = list(await self._desk.open(headed)) if filled and headed else []
        outcomes: list[Submitted | AlreadyRegistered | NotOpen] = []
        for (person, wish), key in zip(given, hashes, strict=True):
            if wish.draft in made:
                outcomes.append(Submitted(made[wish.draft], tuple(cards)))
                cards = []  # once is enough: a card is a message of its own
            else:
                outcomes.append(await self._refused(person, wish, key))
        return outcomes

    async def _refused(
        self, person: Person, wish: Submit, key: bytes
    ) -> AlreadyRegistered | NotOpen:
        """Say why nothing was inserted: rare, for the NIK was looked up when it was told."""
        holder = (await self.holders([(key, wish.village)]))[0]
        if holder is None:
            return NotOpen(wish.village)
        registered, owner = holder
        if owner == person.id:
            return AlreadyRegistered(registered, registered.number)
        heads = await self._officials.of_village(registered.village)
        return AlreadyRegistered(None, registered.number, heads)

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
            )
            for n, (person, w) in enumerate(given)
        ]
        names = ("n", "id", "village", "person_id", "nik_hash", "sealed")
        values = {**arrays(names, rows), "now": self._work.now}
        return set(await self._work.column(_SUBMIT, values))

    def nik_hash(self, nik: str) -> bytes:
        return self._work.sealer.hash("nik", nik)

    async def registered(self, ids: Collection[UUID]) -> dict[UUID, Registered]:
        if not ids:
            return {}
        rows = await self._work.run(_BY_ID, {"ids": list(ids)})
        return {row.id: self._registered(row) for row in rows}

    async def of_people(self, people: Collection[UUID]) -> dict[UUID, list[Registered]]:
        """Return everybody's registrations, oldest first."""
        found: dict[UUID, list[Registered]] = {}
        for row in await self._work.run(_BY_PERSON, {"ids": list(people)}):
            found.setdefault(row.person_id, []).append(self._registered(row))
        return found

    async def holders(
        self, asked: Sequence[tuple[bytes, str]]
    ) -> list[tuple[Registered, UUID] | None]:
        """Return what keeps each NIK out of a village's programme, and whose chat it came from.

        That is its live registration, in whatever village, whose cover overlaps; None: it is free.
        """
        if not asked:
            return []
        rows = await self._work.run(_BY_NIK, arrays(("hash", "village"), asked))
        held = {row.n: (self._registered(row), row.person_id) for row in rows}
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
            by_operator=row.status == Status.REJECTED and row.decided_by is None,
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
