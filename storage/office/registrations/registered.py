"""Registrations as people are told of them: their own, those of a NIK, those that got a place."""

from collections.abc import Collection, Sequence
from datetime import timedelta
from uuid import UUID

from sqlalchemy import Uuid, any_, select, text

from conversations.effects import PAGE, FindAnswers, FindOwn, FindStanding
from conversations.life_cycle import (
    KEEPS_ITS_DAY,
    LIVE,
    MAY_BE_AMENDED,
    MAY_BE_ENDED,
    MAY_BE_GIVEN_UP,
    WAITS_FOR_A_PLACE,
    Act,
    Status,
    allowing,
)
from conversations.machine import DueKind
from conversations.outcomes.amending import AnswersFound, NothingToAmend
from conversations.outcomes.registered import Agreed, Promoted, Registered
from conversations.outcomes.registering import NoneOwn, OwnFound
from conversations.outcomes.standing import Standing
from conversations.record import record
from storage.office.authority import may_decide
from storage.office.history import asked_of, note_in, note_of, reason_of
from storage.office.registrations.sealed import answers_in
from storage.people.people import Person
from storage.rows import array, arrays
from storage.states import is_in
from storage.tables import registrations
from storage.work import Row, Work

ONE_DAY = timedelta(days=1)
_VILLAGES_OF = select(registrations.c.id, registrations.c.village).where(
    registrations.c.id == any_(array("ids", Uuid()))
)

_WHOSE = text("SELECT person_id FROM registrations WHERE id = CAST(:id AS uuid)")


QUIET = ", ".join(f"'{act}'" for act in KEEPS_ITS_DAY)  # nothing that a head decides on


def _waits(row: str) -> str:
    return is_in(WAITS_FOR_A_PLACE, f"{row}.status")


_CONFIRMED = is_in(MAY_BE_ENDED, "r.status")  # as it is again where its end was undone


def _told(which: str) -> str:
    """Select registrations `r`, as people are told of them.

    A position is counted from the one before it that is selected too: a waiting list is counted
    once, however many of it are. `has_head` can only be looked up: written as EXISTS it would be
    cheaper, says the planner, to read the officials of the whole country for it.
    """
    return f"""
        SELECT r.id, r.version, r.number, r.village, r.status, r.reason, r.sealed, r.cover,
               r.nik_id, r.programme_id,
               r.person_id, p.number AS place,
               (SELECT h.at FROM history h
                 WHERE h.registration_id = r.id AND h.act <> ALL(ARRAY[{QUIET}])
                   AND NOT ({_CONFIRMED} AND h.act IN ('{Act.END}', '{Act.UNDO}'))
                 ORDER BY h.version DESC LIMIT 1) AS since,
               {note_of("r")} AS note, {asked_of("r")} AS asked,
               CASE WHEN {is_in(allowing(Act.LAPSE), "r.status")} THEN (
                   SELECT j.due_at FROM jobs j
                    WHERE j.name = '{DueKind.LAPSE}' AND j.key = r.id) END AS until,
               (r.decided_by IS NULL AND r.decided_at IS NOT NULL) AS by_district,
               (SELECT ARRAY[coalesce(c.declined, c.text_version), c.for_whom] FROM consents c
                 WHERE c.draft_id = r.id AND c.withdrawn_at IS NULL
                 ORDER BY c.given_at DESC LIMIT 1) AS agreed,
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
_BY_ID_ALONE = frozenset({"again", "terms"})  # what a button named
_NIK = "SELECT id FROM niks WHERE hash = w.hash"
# What would keep a NIK out of the programme that is open for a village: its own cover counts.
_BY_NIK = text(f"""
    SELECT w.n, held.*
      FROM unnest(CAST(:hash AS bytea[]), CAST(:village AS text[]))
           WITH ORDINALITY AS w(hash, village, n)
      JOIN programmes g ON g.regency = left(w.village, 5) AND g.closed_at IS NULL
     CROSS JOIN LATERAL (
           {_told(f"r.nik_id = ({_NIK}) AND r.cover && g.cover AND {_LIVE}")}) AS held
""")
# For whom it is, is told by its consent: the answers are sealed.
_OWN = text(f"""
    SELECT DISTINCT ON (r.person_id) r.id, r.person_id, r.number, k.hash AS nik_hash, r.sealed,
           r.nik_id, r.programme_id
      FROM registrations r
      JOIN niks k ON k.id = r.nik_id
      JOIN consents c ON c.draft_id = r.id AND c.person_id = r.person_id
                     AND c.for_whom = 'self'
     WHERE r.person_id = ANY(CAST(:ids AS uuid[])) AND {_LIVE}
     ORDER BY r.person_id, r.seq
""")


@record
class Holder:
    """The live registration that a NIK is held by, and whose chat it came from."""

    registered: Registered
    person: UUID
    nik: UUID
    programme: UUID


class Registrations:
    def __init__(self, work: Work) -> None:
        self._work = work

    async def villages_of(self, ids: Collection[UUID]) -> dict[UUID, str]:
        """Return the village of each registration.

        It may be another by the time that one is locked: look again then (`settling`).
        """
        rows = await self._work.run(_VILLAGES_OF, {"ids": list(ids)})
        return {row.id: row.village for row in rows}

    async def whose(self, registration: UUID) -> UUID | None:
        """Return the person a registration belongs to."""
        found: UUID | None = await self._work.value(_WHOSE, {"id": registration})
        return found

    async def registered(self, ids: Collection[UUID]) -> dict[UUID, Registered]:
        if not ids:
            return {}
        rows = await self._work.run(_BY_ID, {"ids": list(ids)})
        return {row.id: self._registered(row) for row in rows}

    async def promoted(self, ids: Collection[UUID]) -> tuple[Promoted, ...]:
        """Return them as those whose they are hear that they hold a place now."""
        rows = await self._work.run(_BY_ID, {"ids": list(ids)})
        return tuple(
            Promoted(
                row.person_id,
                row.number,
                row.village,
                row.place,
                self.answers(row)["name"],
                row.has_head,
            )
            for row in rows
        )

    async def standing(self, given: Sequence[tuple[UUID, FindStanding]]) -> list[Standing]:
        """Return what is asked for of each person's registrations, the live and oldest first."""
        asked = [
            (
                person,
                wish.number,
                UUID(wish.said) if wish.about in _BY_ID_ALONE and wish.said else None,
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
        told = (wish.about, known, (), wish.number, wish.said)
        return Standing(*told, first=first, total=total, loose=wish.loose)

    async def looked_into(
        self, asked: Sequence[tuple[Person, FindAnswers]]
    ) -> list[AnswersFound | NothingToAmend]:
        """Return what was answered in a live registration, to whoever's chat it is of alone."""
        rows = await self._work.run(_BY_ID, {"ids": [wish.registration for _, wish in asked]})
        known = {row.id: row for row in rows if Status(row.status) in MAY_BE_AMENDED}
        found = [(person, wish, known.get(wish.registration)) for person, wish in asked]
        return [
            AnswersFound(self._registered(row), self.answers(row), wish.about, wish.said)
            if row is not None and row.person_id == person.id
            else NothingToAmend()
            for person, wish, row in found
        ]

    async def own(self, asked: Sequence[tuple[Person, FindOwn]]) -> list[OwnFound | NoneOwn]:
        """Return the live registration that each of these people made for themselves."""
        rows = await self._work.run(_OWN, {"ids": [person.id for person, _ in asked]})
        made = {row.person_id: row for row in rows}
        return [self._own(made.get(person.id), wish.nik) for person, wish in asked]

    def _own(self, made: Row | None, nik: str | None) -> OwnFound | NoneOwn:
        if made is None or (nik and self.nik_hash(nik) == made.nik_hash):
            return NoneOwn()
        return OwnFound(made.number, self.answers(made)["name"])

    async def holders(self, asked: Sequence[tuple[bytes, str]]) -> list[Holder | None]:
        """Return what keeps each NIK out of a village's programme, and whose chat it came from.

        That is its live registration, in whatever village, whose cover overlaps; None: it is free.
        """
        if not asked:
            return []
        rows = await self._work.run(_BY_NIK, arrays(("hash", "village"), asked))
        held = {
            row.n: Holder(self._registered(row), row.person_id, row.nik_id, row.programme_id)
            for row in rows
        }
        return [held.get(n) for n in range(1, len(asked) + 1)]

    def nik_hash(self, nik: str) -> bytes:
        return self._work.sealer.hash("nik", nik)

    def answers(self, row: Row) -> dict[str, str]:
        """Return what was answered, of a row with `id`: see `answers_in`."""
        return answers_in(self._work, row.id, row)

    def _registered(self, row: Row) -> Registered:
        return Registered(
            id=row.id,
            version=row.version,
            number=row.number,
            village=row.village,
            status=Status(row.status),
            name=self.answers(row)["name"],
            cover_from=row.cover.lower,
            cover_to=row.cover.upper - ONE_DAY,  # PostgreSQL keeps the upper bound exclusive
            since=row.since,
            place=row.place,
            position=row.position,
            reason=reason_of(row),
            has_head=row.has_head,
            by_district=row.by_district,
            note=note_in(self._work, row.id, row.note),
            asked=tuple(row.asked or ()),
            until=row.until,
            agreed=Agreed(*row.agreed) if row.agreed else None,
        )
