"""The quota guard: a place is a row, and a village's places change hands behind its lock.

Over-filling is impossible by key (`places.registration_id` is unique where there is one). What the
lock (`Work.lock`) adds is that no place stays empty while somebody waits: without it, a rejection
that finds nobody waiting and a submission that finds nothing free can both commit.

How many places a village has is how many rows it has: an operator adds some, which are filled at
once, or takes free ones away. One that is held is never taken.
"""

from collections.abc import Collection, Mapping
from uuid import UUID

from sqlalchemy import TextClause, Uuid, any_, text, update

from conversations.life_cycle import QUEUED, WAITS_FOR_A_PLACE, Act
from conversations.outcomes.registered import Promoted
from conversations.record import record
from conversations.zones import WIB
from storage.office.history import kept
from storage.office.registrations.registered import Registrations
from storage.rows import array
from storage.states import becomes, is_in
from storage.tables import places
from storage.work import Row, Work

_RELEASE = (
    update(places)
    .where(places.c.registration_id == any_(array("ids", Uuid())))
    .values(registration_id=None)
    .returning(places.c.village)
)

TODAY = f"CAST(CAST(:now AS timestamptz) AT TIME ZONE '{WIB.key}' AS date)"
"""A cover lasts until its last day is over everywhere: the west's is."""

# The free places of each village, lowest number first, go to those who wait, in their order.
_WAITS = is_in(WAITS_FOR_A_PLACE, "r.status")
_FILL = text(f"""
    WITH free AS (
        SELECT village, programme_id, number,
               row_number() OVER (PARTITION BY village, programme_id ORDER BY number) AS n
          FROM places JOIN programmes g ON g.id = programme_id AND upper(g.cover) > {TODAY}
         WHERE village = ANY(CAST(:codes AS text[])) AND registration_id IS NULL
    ), gaps AS (
        SELECT village, programme_id, count(*) AS size FROM free GROUP BY village, programme_id
    ), next AS (
        SELECT village, programme_id, first.id,
               row_number() OVER (PARTITION BY village, programme_id ORDER BY first.seq) AS n
          FROM gaps
         CROSS JOIN LATERAL (
               SELECT r.id, r.seq FROM registrations r
                WHERE r.village = gaps.village AND r.programme_id = gaps.programme_id
                  AND {_WAITS}
                ORDER BY r.seq
                LIMIT gaps.size) AS first
    ), taken AS (
        UPDATE places p SET registration_id = next.id
          FROM next JOIN free USING (village, programme_id, n)
         WHERE p.village = free.village AND p.programme_id = free.programme_id
           AND p.number = free.number AND p.registration_id IS NULL
        RETURNING p.registration_id, p.number
    ), acted AS (
        UPDATE registrations r SET status = {becomes(Act.PROMOTE, "r.status")},
               version = r.version + 1
          FROM taken WHERE r.id = taken.registration_id
        RETURNING r.id, r.village, taken.number AS place, r.version, r.status, r.reason,
                  old.status AS was
    ), kept AS ({kept(Act.PROMOTE)})
    SELECT id, village, place FROM acted
""")

# The lowest numbers that are missing: what was taken away comes back before higher ones do.
_ADD = text("""
    WITH added AS (
        INSERT INTO places (village, programme_id, number)
        SELECT v.code, CAST(:programme AS uuid), missing.number
          FROM unnest(CAST(:codes AS text[])) AS v(code)
         CROSS JOIN LATERAL (
               SELECT n.number
                 FROM generate_series(1, CAST(:places AS int)) AS n(number)
                 LEFT JOIN places p ON p.village = v.code AND p.number = n.number
                                   AND p.programme_id = CAST(:programme AS uuid)
                WHERE p.number IS NULL
                ORDER BY n.number
                LIMIT greatest(CAST(:places AS int) - (
                      SELECT count(*) FROM places had
                       WHERE had.village = v.code
                         AND had.programme_id = CAST(:programme AS uuid)), 0)) AS missing
        RETURNING village
    )
    SELECT DISTINCT village FROM added
""")
_TAKE_AWAY = text("""
    WITH free AS (
        SELECT village, number, row_number() OVER (PARTITION BY village ORDER BY number DESC) AS n
          FROM places
         WHERE village = ANY(CAST(:codes AS text[])) AND programme_id = CAST(:programme AS uuid)
           AND registration_id IS NULL
    ), had AS (
        SELECT village, count(*) AS places
          FROM places
         WHERE village = ANY(CAST(:codes AS text[])) AND programme_id = CAST(:programme AS uuid)
         GROUP BY village
    ), gone AS (
        DELETE FROM places p USING free JOIN had USING (village)
         WHERE p.village = free.village AND p.programme_id = CAST(:programme AS uuid)
           AND p.number = free.number AND p.registration_id IS NULL
           AND free.n <= had.places - CAST(:places AS int)
        RETURNING p.village
    )
    SELECT DISTINCT village FROM gone
""")


def _count(which: str) -> TextClause:
    """Return the statement that counts the places of villages in programmes `g`."""
    return text(f"""
    SELECT p.village, p.programme_id, count(*) AS places, count(p.registration_id) AS taken,
           (SELECT count(*) FROM registrations r
             WHERE r.village = p.village AND r.programme_id = p.programme_id
               AND {_WAITS}) AS waiting,
           (SELECT count(*) FROM registrations r
             WHERE r.village = p.village AND {is_in(QUEUED, "r.status")}) AS undecided
      FROM places p JOIN programmes g ON g.id = p.programme_id
     WHERE p.village = ANY(CAST(:codes AS text[])) AND {which}
     GROUP BY p.village, p.programme_id
    """)


_COUNT_OPEN = _count("g.closed_at IS NULL")
_COUNT_FOR = _count("""g.id = (
    SELECT programme_id FROM registrations WHERE id = CAST(:registration AS uuid))""")
_COUNT_OF = _count("g.id = ANY(CAST(:programmes AS uuid[]))")


@record
class Count:
    """A village's open programme: its places, how many are taken, who waits, who is undecided."""

    places: int = 0
    taken: int = 0
    waiting: int = 0
    undecided: int = 0


class Places:
    def __init__(self, work: Work) -> None:
        self._work = work
        self._registrations = Registrations(work)

    async def fill(self, codes: Collection[str]) -> dict[UUID, int]:
        """Give every free place to the first who waits; return the place of each who got one."""
        rows = await self._work.run(_FILL, {"codes": list(codes), "now": self._work.now})
        return {row.id: row.place for row in rows}

    async def release(self, gone: Collection[UUID]) -> None:
        """Free the places of registrations; they stay free."""
        await self._work.run(_RELEASE, {"ids": list(gone)})

    async def let_in(self, gone: Mapping[UUID, str]) -> tuple[Promoted, ...]:
        """Free the places of registrations, given with their villages; return who got them."""
        await self.release(gone)
        return await self.promoted(await self.fill(set(gone.values())))

    async def promoted(self, placed: Collection[UUID]) -> tuple[Promoted, ...]:
        """Return who got a place, as they hear of it."""
        return await self._registrations.promoted(placed) if placed else ()

    async def resize(
        self, programme: UUID, codes: Collection[str], places: int
    ) -> tuple[Promoted, ...]:
        """Give villages so many places, or as few more as are held; return who got one by it."""
        values = {"programme": programme, "codes": list(codes), "places": places}
        await self._work.run(_TAKE_AWAY, values)
        await self._work.run(_ADD, values)
        return await self.promoted(await self.fill(codes))

    async def count(self, codes: Collection[str]) -> dict[str, Count]:
        """Count the places of villages in the programmes that are open."""
        if not codes:
            return {}
        rows = await self._work.run(_COUNT_OPEN, {"codes": list(codes)})
        return {row.village: _counted(row) for row in rows}

    async def count_for(self, registration: UUID, code: str) -> Count:
        """Count the places of a village in the programme of a registration, wherever that is."""
        values = {"codes": [code], "registration": registration}
        rows = await self._work.run(_COUNT_FOR, values)
        return _counted(rows[0]) if rows else Count()

    async def count_of(self, those: Collection[tuple[str, UUID]]) -> dict[tuple[str, UUID], Count]:
        """Count the places of villages in programmes, open or not."""
        codes, programmes = {code for code, _ in those}, {programme for _, programme in those}
        given = {"codes": list(codes), "programmes": list(programmes)}
        rows = await self._work.run(_COUNT_OF, given)
        return {(row.village, row.programme_id): _counted(row) for row in rows}


def _counted(row: Row) -> Count:
    return Count(row.places, row.taken, row.waiting, row.undecided)
