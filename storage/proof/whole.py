"""Whether a database is as it must be: what it holds, counted, and its places and who has them."""

from collections.abc import Mapping
from dataclasses import fields

from sqlalchemy import text

from conversations.life_cycle import HOLDS_A_PLACE, WAITS_FOR_A_PLACE
from conversations.record import record
from conversations.zones import WIB
from storage.proof.erased import Erased
from storage.states import is_in
from storage.work import Work

_TABLES = text("""
    SELECT c.relname AS name, format('%I', c.relname) AS written FROM pg_class c
     WHERE c.relnamespace = current_schema::regnamespace AND c.relkind = 'r'
       AND c.relname <> 'alembic_version'
     ORDER BY c.relname
""")
_TODAY = f"CAST(CAST(:now AS timestamptz) AT TIME ZONE '{WIB.key}' AS date)"  # as places.py
# Of each village's programme that is not over: who has a place without holding one or holds none
# that should, and what is free while somebody waits.
_UNFIT = text(f"""
    SELECT village, year, wrong, free, waiting
      FROM (SELECT g.id, g.year, p.village,
                   count(*) FILTER (WHERE p.registration_id IS NULL) AS free,
                   count(*) FILTER (WHERE p.registration_id IS NOT NULL AND (
                       r.village <> p.village OR r.programme_id <> g.id
                       OR NOT {is_in(HOLDS_A_PLACE, "r.status")})) AS misplaced
              FROM places p JOIN programmes g ON g.id = p.programme_id
              LEFT JOIN registrations r ON r.id = p.registration_id
             WHERE upper(g.cover) > {_TODAY}
             GROUP BY g.id, g.year, p.village) AS places
     CROSS JOIN LATERAL (
           SELECT count(*) FILTER (WHERE {is_in(WAITS_FOR_A_PLACE, "r.status")}) AS waiting,
                  misplaced + count(*) FILTER (WHERE {is_in(HOLDS_A_PLACE, "r.status")}
                      AND NOT EXISTS (SELECT FROM places WHERE registration_id = r.id)) AS wrong
             FROM registrations r
            WHERE r.village = places.village AND r.programme_id = places.id) AS those
     WHERE wrong > 0 OR (free > 0 AND waiting > 0)
     ORDER BY village, year
""")


@record
class Unfit:
    """A village whose places are not as they must be in the programme of a year.

    `wrong`: how many hold no place though they should, or have one though they should not.
    """

    village: str
    year: int
    wrong: int
    free: int
    waiting: int


class Whole:
    def __init__(self, work: Work) -> None:
        self._work = work

    async def counts(self) -> dict[str, int]:
        """Count the rows of every table."""
        tables = {row.name: row.written for row in await self._work.run(_TABLES)}
        return {name: await self._count(written) for name, written in tables.items()}

    async def _count(self, written: str) -> int:
        return int(await self._work.value(text(f"SELECT count(*) FROM {written}")))

    async def unfit(self) -> list[Unfit]:
        """Return the villages that have more people than places, or free ones while some wait."""
        return [Unfit(**row) for row in await self._work.run(_UNFIT, {"now": self._work.now})]

    async def left(self, erased: Erased) -> Mapping[str, int]:
        """Return of how many erased rows something is still there, by table; nothing if of none.

        People and NIKs may be, bare, where something that was not erased names them.
        """
        found = {}
        for table in {one.name for one in fields(Erased)} - {"people", "niks"}:
            counted = text(f"""
                SELECT count(*) FROM {table} WHERE id = ANY(CAST(:ids AS uuid[]))
            """)
            if many := await self._work.value(counted, {"ids": list(getattr(erased, table))}):
                found[table] = int(many)
        return found
