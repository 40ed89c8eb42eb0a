"""Figures: how much waits and how much is taken, for whoever watches over the bot.

Never on the hot path, and under a time limit. What waits is read through the partial indexes of
what is unsent. Places are 7.5 million rows in all of Indonesia, which one process of PostgreSQL's
reads through in seconds, past its cache: done seldom, that costs less than the same rows by index,
some villages at a time (tried: ten times as much). A counter beside them would be cheaper still,
but every submission would queue for its row, and it could drift from the places themselves.
"""

from datetime import timedelta

from sqlalchemy import func, select, text

from conversations.record import record
from storage.tables import UNSENT, parked
from storage.work import Work

PATIENCE = timedelta(seconds=5)  # for a backlog too long to be counted: told as "away"
LONG_PATIENCE = timedelta(minutes=1)  # from a cold disk
_LIMIT = text("SELECT set_config('statement_timeout', :milliseconds, true)")
# A message's id was made when it was put: no index has a better clock.
_WAITING = text(f"""
    SELECT channel, lane, count(*) AS messages, min(uuid_extract_timestamp(id)) AS oldest
      FROM outbox WHERE {UNSENT}
     GROUP BY channel, lane
""")
_ALONE = text("SELECT set_config('max_parallel_workers_per_gather', '0', true)")
_OCCUPIED = text("""
    SELECT count(*) AS places, count(p.registration_id) AS taken
      FROM places p JOIN programmes g ON g.id = p.programme_id
     WHERE g.closed_at IS NULL
""")


@record
class Queue:
    """What waits in one lane of a channel, and for how long the oldest has."""

    channel: str
    lane: int
    messages: int
    oldest: timedelta


@record
class Occupied:
    """The places of all open programmes, and how many of them are taken."""

    places: int
    taken: int


class Figures:
    def __init__(self, work: Work) -> None:
        self._work = work

    async def waiting(self, patience: timedelta = PATIENCE) -> list[Queue]:
        """Return what is not sent yet; raise Away if that takes longer."""
        await self._limit(patience)
        rows = await self._work.run(_WAITING)
        now = self._work.now
        return [
            Queue(row.channel, row.lane, row.messages, max(now - row.oldest, timedelta()))
            for row in rows
        ]

    async def parked(self) -> int:
        return int(await self._work.value(select(func.count()).select_from(parked)))

    async def occupied(self, patience: timedelta = LONG_PATIENCE) -> Occupied:
        """Count all places, on one core; raise Away if that takes longer."""
        await self._limit(patience)
        await self._work.run(_ALONE)
        [row] = await self._work.run(_OCCUPIED)
        return Occupied(row.places, row.taken)

    async def _limit(self, patience: timedelta) -> None:
        milliseconds = str(int(patience.total_seconds() * 1000))
        await self._work.run(_LIMIT, {"milliseconds": milliseconds})
