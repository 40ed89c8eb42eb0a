"""The end of a programme: when its cover is over, every registration that lives ends, one a job.

Whose day is longest counts, the west's: until then the cover lasts somewhere. Places that become
free by it go to nobody.
"""

from collections.abc import Sequence
from typing import TypeAlias

from sqlalchemy import text

from conversations.effects import Expire
from conversations.life_cycle import WAITS_FOR_A_PLACE, Act
from conversations.machine import DueKind
from conversations.outcomes.standing import Expired, NotExpired
from storage.forgetting import SLICE
from storage.office.cards import Desk
from storage.office.history import kept
from storage.office.places import TODAY, Places
from storage.office.registrations.registered import Registrations
from storage.people.people import Person
from storage.states import allows, becomes, is_in
from storage.work import Work

_ENDS = f"upper(g.cover) <= {TODAY} AND g.over_at IS NULL"
# By village: the places and the waiting list of each have an index, the registrations of a
# programme have none. A slice is put at once; who has a job already is not put again.
_DUE = text(f"""
    WITH ended AS (SELECT g.id, g.regency FROM programmes g WHERE {_ENDS}
    ), lives AS (
        SELECT p.registration_id AS id
          FROM ended JOIN villages v ON left(v.code, 5) = ended.regency
          JOIN places p ON p.village = v.code AND p.programme_id = ended.id
         WHERE p.registration_id IS NOT NULL
        UNION ALL
        SELECT r.id
          FROM ended JOIN villages v ON left(v.code, 5) = ended.regency
          JOIN registrations r ON r.village = v.code AND r.programme_id = ended.id
         WHERE {is_in(WAITS_FOR_A_PLACE, "r.status")}
    )
    INSERT INTO jobs (name, key, due_at, version)
    SELECT '{DueKind.EXPIRE}', lives.id, CAST(:now AS timestamptz), ''
      FROM lives
     WHERE NOT EXISTS (SELECT FROM jobs WHERE name = '{DueKind.EXPIRE}' AND key = lives.id)
     LIMIT :at_most
    ON CONFLICT DO NOTHING
    RETURNING key
""")
# Nothing of it lives any more, and nothing can come to: it takes no registrations.
_OVER = text(f"""
    UPDATE programmes g SET over_at = CAST(:now AS timestamptz),
           closed_at = coalesce(g.closed_at, CAST(:now AS timestamptz))
     WHERE {_ENDS} AND NOT EXISTS (
           SELECT FROM villages v JOIN registrations r ON r.village = v.code
            WHERE left(v.code, 5) = g.regency AND r.programme_id = g.id
              AND {allows(Act.EXPIRE, "r.status")})
    RETURNING g.id
""")
_EXPIRE = text(f"""
    WITH acted AS (
        UPDATE registrations r SET status = {becomes(Act.EXPIRE, "r.status")},
               version = r.version + 1
         WHERE r.id = ANY(CAST(:ids AS uuid[])) AND {allows(Act.EXPIRE, "r.status")}
           AND upper(r.cover) <= {TODAY}
        RETURNING r.id, r.village, r.version, r.status, r.reason, old.status AS was
    ), kept AS ({kept(Act.EXPIRE)})
    SELECT id, village FROM acted
""")
Ending: TypeAlias = Expired | NotExpired


class Expiries:
    def __init__(self, work: Work) -> None:
        self._work = work
        self._registrations = Registrations(work)
        self._places = Places(work)
        self._desk = Desk(work)

    async def put(self, at_most: int = SLICE) -> int:
        """Make the jobs of registrations whose cover is over; return how many were made.

        Who hears `at_most` asks again, in another transaction.
        """
        made = await self._work.run(_DUE, {"now": self._work.now, "at_most": at_most})
        if not made:
            await self._work.run(_OVER, {"now": self._work.now})
        return len(made)

    async def expire(self, given: Sequence[tuple[Person, Expire]]) -> list[Ending]:
        """End registrations whose cover is over; their villages need to be locked first."""
        ids = [wish.registration for _, wish in given]
        rows = await self._work.run(_EXPIRE, {"ids": ids, "now": self._work.now})
        ended = {row.id for row in rows}
        await self._places.release(ended)
        closed = await self._desk.close(list(ended))
        known = await self._registrations.registered(ended)
        return [
            Expired(known[one], tuple(closed.get(one, ()))) if one in ended else NotExpired()
            for one in ids
        ]
