"""Figures: how much waits and how much is taken, for whoever watches over the bot.

Never on the hot path, and never for long. What waits is read through the partial indexes of what
is unsent, under a time limit. Places are 7.5 million rows in all of Indonesia: they are counted
some villages at a time, so that no connection, no snapshot and no cache is held for a whole scan.
A counter beside them would be cheaper to read, but every submission would queue for its row, and
it could drift from the places themselves.
"""

from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import func, select, text

from storage.tables import UNSENT, parked
from storage.work import Work

PATIENCE = timedelta(seconds=5)  # for a backlog too long to be counted: told as "away"
VILLAGES = 200  # in one step, with 100 places each: some hundredths of a second

_LIMIT = text("SELECT set_config('statement_timeout', :milliseconds, true)")
# A message's id was made when it was put: no index has a better clock.
_WAITING = text(f"""
    SELECT channel, lane, count(*) AS messages, min(uuid_extract_timestamp(id)) AS oldest
      FROM outbox WHERE {UNSENT}
     GROUP BY channel, lane
""")  # noqa: S608 - a condition of our own
_OCCUPIED = text("""
    WITH step AS (
        SELECT code FROM villages WHERE code > :after ORDER BY code LIMIT :at_most
    )
    SELECT (SELECT max(code) FROM step) AS last,
           count(*) AS places, count(p.registration_id) AS taken
      FROM step
      JOIN places p ON p.village = step.code
      JOIN programmes g ON g.id = p.programme_id AND g.closed_at IS NULL
""")


@dataclass(frozen=True, slots=True)
class Queue:
    """What waits in one lane of a channel, and for how long the oldest has."""

    channel: str
    lane: int
    messages: int
    oldest: timedelta


@dataclass(frozen=True, slots=True)
class Occupied:
    """Places of open programmes and how many are taken. `last`: the village counted last."""

    places: int = 0
    taken: int = 0
    last: str | None = ""

    def __add__(self, more: "Occupied") -> "Occupied":
        return Occupied(self.places + more.places, self.taken + more.taken, more.last)


class Figures:
    def __init__(self, work: Work) -> None:
        self._work = work

    async def waiting(self, patience: timedelta = PATIENCE) -> list[Queue]:
        """Return what is not sent yet; raise Away if that takes longer."""
        milliseconds = str(int(patience.total_seconds() * 1000))
        await self._work.run(_LIMIT, {"milliseconds": milliseconds})
        rows = await self._work.run(_WAITING)
        now = self._work.now
        return [
            Queue(r.channel, r.lane, r.messages, max(now - r.oldest, timedelta())) for r in rows
        ]

    async def parked(self) -> int:
        rows = await self._work.run(select(func.count()).select_from(parked))
        return int(rows.scalar_one())

    async def occupied(self, after: str = "", villages: int = VILLAGES) -> Occupied:
        """Count the places of the villages that come `after`; `last` None: there are none."""
        row = (await self._work.run(_OCCUPIED, {"after": after, "at_most": villages})).one()
        return Occupied(row.places, row.taken, row.last)
