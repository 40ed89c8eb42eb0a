"""The places left in each village of a regency: asked for once a minute at most, and told rounded.

How many have registered is nobody's business who opens a page, and is another number a moment
later: told is whether some places are left, few or none, and some as "more than" so many tens.
"""

import asyncio
import time
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from enum import StrEnum

from conversations.messages import Text
from conversations.record import record
from storage.database import Storage
from storage.errors import StorageError
from storage.office.places import Count

FRESH = 60.0  # seconds
AGAIN = 5.0  # seconds until a database that was away is asked again
_PATIENCE = 3.0  # seconds: a database that hangs is away
_STEP = 10  # places
_MOST_TENS = 20  # that can be drawn


class Room(StrEnum):
    """How many places are left, in a word. FEW: ten or fewer; SHUT: no programme is open.

    CLOSED: its last day to register is past.
    """

    SOME = "some"
    FEW = "few"
    FULL = "full"
    SHUT = "shut"
    CLOSED = "closed"


@record
class Left:
    """What is told of a village's places. `over`: more than so many are left.

    `drawn`: how many tens are left, one perhaps in part; of `tens`, or 0 if too many to draw.
    """

    room: Room
    over: int = 0
    drawn: int = 0
    tens: int = 0

    @property
    def label(self) -> Text:
        return Text(f"page.left.{self.room}")

    @property
    def sentence(self) -> Text:
        return Text(f"page.places.{self.room}", {"over": self.over})


SHUT, CLOSED = Left(Room.SHUT), Left(Room.CLOSED)


def left(count: Count) -> Left:
    """Round a count, so that what is told is true and tells nobody's registration."""
    if not count.places:
        return SHUT
    tens = -(-count.places // _STEP)
    drawn = -(-max(count.places - count.taken, 0) // _STEP)
    room = (Room.FULL, Room.FEW)[drawn] if drawn <= 1 else Room.SOME
    return Left(room, (drawn - 1) * _STEP, drawn, tens if tens <= _MOST_TENS else 0)


@record
class Told:
    """The villages of a regency, as they were counted. `at` None: never yet; `away`: not now."""

    left: Mapping[str, Left]
    at: datetime | None = None
    away: bool = False


class Places:
    def __init__(self, storage: Storage, seconds: Callable[[], float] = time.monotonic) -> None:
        self._storage = storage
        self._seconds = seconds
        self._told: dict[str, Told] = {}
        self._until: dict[str, float] = {}
        self._asking: dict[str, asyncio.Lock] = {}

    async def of(self, regency: str, villages: Sequence[str]) -> Told:
        """Return the places left there: of this minute, or while the database is away of then.

        `villages`: the codes of the regency's. One asks for all who wait for the same.
        """
        async with self._asking.setdefault(regency, asyncio.Lock()):
            if self._seconds() >= self._until.get(regency, 0):
                known = self._told.get(regency, Told({}))
                self._told[regency] = told = await self._counted(villages, known)
                self._until[regency] = self._seconds() + (AGAIN if told.away else FRESH)
            return self._told[regency]

    async def _counted(self, villages: Sequence[str], known: Told) -> Told:
        try:
            async with asyncio.timeout(_PATIENCE), self._storage.begin(whole=False) as work:
                counts = await work.places.count(villages)
                return Told({code: left(counts.get(code, Count())) for code in villages}, work.now)
        except (StorageError, TimeoutError):
            return Told(known.left, known.at, away=True)
