"""The newest keys are taken up: from one commit to the next everybody uses them.

Who knows them looks, in each unit of work, which are in use, and shares a lock until the commit.
Here that lock is had alone: nobody is in the middle of anything, and nobody begins. Then all who
are connected must know the newest keys, every hash is written anew, and the known row, by which
everybody sees which keys are in use, is made with them. Killed at any time, all is as before.
"""

from collections.abc import Mapping, Sequence

from sqlalchemy import update

from conversations.record import record
from storage.in_use import LOCK, known
from storage.key_use import KeyUse
from storage.keycheck import look
from storage.rotation.rehashing import Rehashing
from storage.sealing import Sealer
from storage.tables import key_check
from storage.work import Row, Work

# Whoever signs in as we do, or tells keys that are not the newest: serving, at a command, or
# somebody's own session.
_OTHERS = """
    SELECT pid, application_name AS name FROM pg_stat_activity
     WHERE datname = current_database() AND backend_type = 'client backend'
       AND pid <> pg_backend_pid() AND application_name NOT LIKE '% ' || $1
       AND (usename = session_user OR application_name LIKE '%seal%:%')
     ORDER BY pid
"""


@record
class Connected:
    """Somebody who does not tell that they know the newest keys."""

    pid: int
    name: str


@record
class Lacking:
    """The keys are not taken up: these do not know them."""

    those: Sequence[Connected]


@record
class Untold:
    """The keys are not taken up: of so many rows, by their place, the hash cannot be made anew.

    They would not be found any more: what is sealed there does not open, or was moved by hand.
    """

    those: Mapping[str, int]


@record
class TakenUp:
    """The newest keys are in use. `numbers`: of so many chats the number is not known any more."""

    numbers: int = 0


class TakingUp:
    def __init__(self, work: Work) -> None:
        self._work = work

    @property
    def done(self) -> bool:
        """Whether the newest keys are in use."""
        return self._work.sealer.settled

    async def lacking(self) -> Lacking | None:
        """Say who is connected and does not know the newest keys."""
        newest = self._work.sealer.keys.newest()
        rows = await self._work.connection.fetch(_OTHERS, newest, record_class=Row)
        those = [Connected(row.pid, row.name) for row in rows]
        return Lacking(those) if those else None

    async def take_up(self, *, leave: bool = False) -> TakenUp | Lacking | Untold:
        """Take the newest keys up, with all else standing still; the commit makes it so.

        `leave`: also if some rows will not be found any more.
        """
        sealer = self._work.sealer
        await self._work.connection.execute("SELECT pg_advisory_xact_lock($1)", LOCK)
        await look(self._work)  # somebody else may have done it meanwhile
        if sealer.settled:
            return TakenUp()
        if lacking := await self.lacking():
            return lacking
        numbers = 0
        if sealer.hashing != max(sealer.keys.hashing):
            rehashing = Rehashing(self._work)
            if (untold := await rehashing.all_prepared()) and not leave:
                return Untold(untold)
            numbers = await rehashing.take_up()
        await self._work.run(update(key_check).values(**known(Sealer(sealer.keys))))
        await KeyUse(self._work).begin()
        return TakenUp(numbers)
