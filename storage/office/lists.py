"""Who is registered in a village, as its head may read it: by name, ten a page, or one by one.

Names are sealed, so those of the village are opened to be put in order; who is shown is in the
audit, and nobody else is.
"""

from collections.abc import Sequence

from sqlalchemy import text

from conversations.answers.language.text import clean, words
from conversations.effects import PAGE, FindWorkers, ListWorkers
from conversations.life_cycle import LIVE, QUEUED, Act, Status, allowing
from conversations.outcomes.looking import (
    NoHead,
    Reported,
    VillageReport,
    WorkersFound,
    WorkersListed,
)
from conversations.outcomes.registered import Registered
from conversations.record import record
from storage.entries import Entry
from storage.office import names
from storage.office.officials import Officials
from storage.office.places import Places
from storage.office.registrations.registered import Registrations
from storage.people.people import Person
from storage.states import is_in
from storage.work import Row, Work

MOST = 3000  # registrations of one head's villages of which the names are opened
_SHOWN = (*LIVE, Status.REJECTED, Status.ENDED)
_OF_HEAD = text(f"""
    SELECT r.id, r.number, r.village, r.sealed, r.nik_id, r.programme_id
      FROM officials o
      JOIN registrations r ON r.village = o.village AND {is_in(_SHOWN, "r.status")}
     WHERE o.person_id = CAST(:person AS uuid) AND o.revoked_at IS NULL
       AND upper(r.cover) > CAST(:today AS date)
     ORDER BY r.village, r.submitted_at DESC LIMIT {MOST}
""")
_OLDEST = text(f"""
    SELECT w.village,
           (SELECT min(r.submitted_at) FROM registrations r
             WHERE r.village = w.village AND {is_in(QUEUED, "r.status")}) AS oldest,
           (SELECT count(*) FROM registrations r
             WHERE r.village = w.village AND {is_in(allowing(Act.LAPSE), "r.status")}) AS asked
      FROM unnest(CAST(:villages AS text[])) AS w(village)
""")


@record
class _Named:
    row: Row
    name: str


class Lists:
    def __init__(self, work: Work) -> None:
        self._work = work
        self._officials = Officials(work)
        self._registrations = Registrations(work)
        self._places = Places(work)

    async def page(self, person: Person, wish: ListWorkers) -> WorkersListed | NoHead:
        """Return a page of all who are registered where somebody is head; too high is the last."""
        if not await self._headed(person):
            return NoHead()
        known = await self._named(person)
        pages = max(-(-len(known) // PAGE), 1)
        page = min(max(wish.page, 1), pages)
        first = (page - 1) * PAGE
        shown = await self._shown(person, known[first : first + PAGE])
        return WorkersListed(shown, page, pages, first + 1, len(known))

    async def find(self, person: Person, wish: FindWorkers) -> WorkersFound | NoHead:
        """Return whom a number, an id or a name means among them; as many as a page has."""
        if not await self._headed(person):
            return NoHead()
        found = _meant(await self._named(person), wish)
        return WorkersFound(wish.said, await self._shown(person, found[:PAGE]), len(found))

    async def report(self, person: Person) -> Reported | NoHead:
        """Return how far the villages have come where somebody is head."""
        codes = await self._headed(person)
        if not codes:
            return NoHead()
        counts = await self._places.count(codes)
        waits = {
            row.village: row for row in await self._work.run(_OLDEST, {"villages": list(codes)})
        }
        return Reported(
            tuple(
                VillageReport(
                    village=code,
                    places=count.places,
                    taken=count.taken,
                    waiting=count.waiting,
                    undecided=count.undecided,
                    asked=waits[code].asked,
                    oldest=waits[code].oldest,
                )
                for code in codes
                if (count := counts.get(code))
            )
        )

    async def _headed(self, person: Person) -> tuple[str, ...]:
        return (await self._officials.villages([person.id])).get(person.id, ())

    async def _named(self, person: Person) -> list[_Named]:
        """Return all of them by their names."""
        today = self._work.now.date()
        rows = await self._work.run(_OF_HEAD, {"person": person.id, "today": today})
        known = [_Named(row, names.of_worker(self._work, row)) for row in rows]
        return sorted(known, key=lambda one: (one.row.village, one.name, one.row.number))

    async def _shown(self, person: Person, those: Sequence[_Named]) -> tuple[Registered, ...]:
        """Return them as they are told, in that order; that they were is in the audit."""
        ids = [one.row.id for one in those]
        self._work.entries.extend(Entry("name_read", person.id, one) for one in ids)
        known = await self._registrations.registered(ids)
        return tuple(known[one] for one in ids)


def _meant(known: Sequence[_Named], wish: FindWorkers) -> list[_Named]:
    if wish.registration is not None:
        return [one for one in known if one.row.id == wish.registration]
    if wish.number is not None:
        return [one for one in known if one.row.number == wish.number]
    said = frozenset(words(clean(wish.said).lower()))
    fits = [(len(said & frozenset(words(one.name.lower()))), one) for one in known]
    best = max((fit for fit, _ in fits), default=0)
    return [one for fit, one in fits if best and fit == best]
