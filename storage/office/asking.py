"""A head asks a worker to correct answers: the place is kept meanwhile, and the card comes back.

Every method needs the villages locked first.
"""

from collections.abc import Sequence
from datetime import timedelta
from typing import TypeAlias

from sqlalchemy import text

from conversations.effects import Ask, Lapse, Nudge
from conversations.life_cycle import Act, Status
from conversations.machine import DueKind
from conversations.outcomes.asking import Asked, Lapsed, StillAsked
from conversations.outcomes.claims import ClaimStands
from conversations.outcomes.desk import (
    AlreadyDecided,
    NoEffect,
    NotYourVillage,
    OwnRegistration,
)
from conversations.outcomes.registered import Registered
from storage.jobs import Job, Jobs
from storage.office.cards import Desk
from storage.office.found import Found
from storage.office.history import kept, sealed_note
from storage.office.registrations.registered import Registrations
from storage.people.people import Person
from storage.rows import arrays
from storage.states import allows, becomes
from storage.work import Row, Work

_ASK = text(f"""
    WITH acted AS (
        UPDATE registrations r SET status = {becomes(Act.ASK, "r.status")},
               decided_by = CAST(:official AS uuid), decided_at = CAST(:now AS timestamptz),
               version = r.version + 1
         WHERE r.id = CAST(:id AS uuid) AND {allows(Act.ASK, "r.status")}
        RETURNING r.id, r.village, r.programme_id, r.cover, r.version, r.status, r.reason,
                  old.status AS was
    ), kept AS ({
    kept(Act.ASK, person=":person", address=":address", sealed=":note", fields=":fields")
})
    SELECT a.id, a.village, a.version,
           least(CAST(:now AS timestamptz) + make_interval(days => g.correct_days),
                 CAST(upper(a.cover) AS timestamptz)) AS until
      FROM acted a JOIN programmes g ON g.id = a.programme_id
""")
# The newest question alone: one that was taken back is not what a later job is about.
_STANDS = f"""{allows(Act.LAPSE, "r.status")} AND w.version = (
    SELECT max(h.version) FROM history h WHERE h.registration_id = r.id AND h.act = '{Act.ASK}')"""
_LAPSE = text(f"""
    WITH acted AS (
        UPDATE registrations r SET status = {becomes(Act.LAPSE, "r.status")},
               decided_by = NULL, decided_at = NULL, version = r.version + 1
          FROM unnest(CAST(:id AS uuid[]), CAST(:version AS int[])) AS w(id, version)
         WHERE r.id = w.id AND {_STANDS}
        RETURNING r.id, r.village, r.version, r.status, r.reason, old.status AS was
    ), kept AS ({kept(Act.LAPSE)})
    SELECT id, village FROM acted
""")
_ASKED = text(f"""
    SELECT r.id FROM registrations r
      JOIN unnest(CAST(:id AS uuid[]), CAST(:version AS int[])) AS w(id, version)
        ON r.id = w.id AND {_STANDS}
""")
NUDGES = ((DueKind.NUDGE, timedelta(days=3)), (DueKind.NUDGE_AGAIN, timedelta(days=10)))

NotAsked: TypeAlias = AlreadyDecided | NotYourVillage | OwnRegistration | ClaimStands


class Asking:
    def __init__(self, work: Work) -> None:
        self._work = work
        self._found = Found(work)
        self._desk = Desk(work)
        self._jobs = Jobs(work)
        self._registrations = Registrations(work)

    async def ask(self, person: Person, wish: Ask) -> Asked | NotAsked:
        """Ask for a correction; or else it is decided as it is."""
        [row] = await self._found.find([(wish.registration, person.id)])
        if refused := self._found.refusal(row, wish.version):
            return refused
        if row.status == Status.CORRECTING:
            return self._found.already(row)
        values = {
            "id": row.id,
            "official": row.official_id,
            "person": person.id,
            "address": person.address,
            "note": sealed_note(self._work, row.id, wish.note),
            "fields": list(wish.fields),
            "now": self._work.now,
        }
        [done] = await self._work.run(_ASK, values)
        await self._jobs.put(list(_due(done, self._work)), anew=True)
        closed, cards = await self._desk.anew(row.id, {row.village}, acting=[person.id])
        busy = await self._desk.busy([person.id])
        return Asked(
            (await self._registrations.registered([row.id]))[row.id],
            row.person_id,
            self._found.official(row),
            tuple(closed),
            cards,
            idle=person.id not in busy,
        )

    async def lapse(self, given: Sequence[tuple[Person, Lapse]]) -> list[Lapsed | NoEffect]:
        """Put before the heads again what was not corrected in time."""
        asked = [(wish.registration, wish.version) for _, wish in given]
        values = {**arrays(("id", "version"), asked), "now": self._work.now}
        gone = {row.id: row.village for row in await self._work.run(_LAPSE, values)}
        closed = await self._desk.close(list(gone)) if gone else {}
        cards = await self._desk.open(set(gone.values())) if gone else ()
        known = await self._registrations.registered(gone)
        outcomes: list[Lapsed | NoEffect] = []
        for one, _ in asked:
            if one not in gone:
                outcomes.append(NoEffect())
                continue
            outcomes.append(Lapsed(known[one], tuple(closed.get(one, ())), cards))
            cards = ()
        return outcomes

    async def nudge(self, given: Sequence[tuple[Person, Nudge]]) -> list[StillAsked | NoEffect]:
        """Return what is still to be corrected; a job may come so late that its time is over."""
        asked = [(wish.registration, wish.version) for _, wish in given]
        still = await self._work.column(_ASKED, arrays(("id", "version"), asked))
        known = await self._registrations.registered(still)
        return [self._reminder(known.get(one)) for one, _ in asked]

    def _reminder(self, one: Registered | None) -> StillAsked | NoEffect:
        if one is None or (one.until is not None and one.until <= self._work.now):
            return NoEffect()
        return StillAsked(one)


def _due(asked: Row, work: Work) -> list[Job]:
    version = str(asked.version)
    nudges = [
        Job(kind, asked.id, work.now + after, version)
        for kind, after in NUDGES
        if work.now + after < asked.until
    ]
    return [*nudges, Job(DueKind.LAPSE, asked.id, asked.until, version)]
