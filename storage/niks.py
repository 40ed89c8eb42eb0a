"""Is a NIK registered already? Each look counts as one of the chat's tries of the day."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from sqlalchemy import text

from conversations.effects import CheckNik
from conversations.outcomes import AlreadyRegistered, NikFree, TooManyNiks
from storage.ids import new_id
from storage.officials import Officials
from storage.people import Person
from storage.registrations import Registrations
from storage.work import Work

A_DAY = timedelta(days=1)

# How many NIKs, and was this one among them before now? Both without those of other chats.
_TRIED = text("""
    SELECT w.n, count(DISTINCT a.hash) FILTER (WHERE a.hash <> w.hash) AS others,
           count(*) FILTER (WHERE a.hash = w.hash) AS same
      FROM unnest(CAST(:person AS uuid[]), CAST(:hash AS bytea[])) WITH ORDINALITY AS w(person, hash, n)
      LEFT JOIN audit a ON a.person_id = w.person AND a.kind = 'nik_tried'
       AND a.at > CAST(:since AS timestamptz)
     GROUP BY w.n ORDER BY w.n
""")
_KEEP = text("""
    INSERT INTO audit (id, at, kind, person_id, hash)
    SELECT id, CAST(:now AS timestamptz), 'nik_tried', person, hash
      FROM unnest(CAST(:id AS uuid[]), CAST(:person AS uuid[]), CAST(:hash AS bytea[]))
        AS w(id, person, hash)
""")


class Niks:
    def __init__(self, work: Work, limit: int) -> None:
        self._work = work
        self._limit = limit
        self._registrations = Registrations(work)
        self._officials = Officials(work)

    async def check(
        self, given: Sequence[tuple[Person, CheckNik]]
    ) -> list[NikFree | TooManyNiks | AlreadyRegistered]:
        """Answer each; more than the day's limit of different NIKs from one chat are not looked up."""
        hashes = [self._registrations.nik_hash(wish.nik) for _, wish in given]
        people = [person.id for person, _ in given]
        asked = {"person": people, "hash": hashes}
        tried = list(await self._work.run(_TRIED, {**asked, "since": self._work.now - A_DAY}))
        ids = [new_id() for _ in given]
        await self._work.run(_KEEP, {**asked, "id": ids, "now": self._work.now})
        held = await self._registrations.holders(hashes)
        return [
            await self._answer(person, held.get(key), row)
            for (person, _), key, row in zip(given, hashes, tried, strict=True)
        ]

    async def _answer(
        self,
        person: Person,
        holder: Any,
        tried: Any,  # noqa: ANN401 - a holder or None, a row
    ) -> NikFree | TooManyNiks | AlreadyRegistered:
        if tried.others >= self._limit:
            return TooManyNiks(self._limit)
        if holder is None:
            return NikFree()
        registered, owner = holder
        if owner == person.id:
            return AlreadyRegistered(registered, registered.number)
        heads = await self._officials.of_village(registered.village) if not tried.same else ()
        return AlreadyRegistered(None, registered.number, heads)
