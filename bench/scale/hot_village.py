"""Five thousand people in one village of a hundred places, and heads who decide about them.

The heads' taps come through the real turns, as many at once as there are heads. Somebody is
confirmed now and then; most are turned down, so that each place changes hands many times, until
hardly anybody waits. How fast they are is measured while every head has somebody of their own to
decide about: once most places are confirmed there are fewer to decide about than heads. What is
turned down takes effect by jobs, whose ten minutes are not waited for; their time is told apart.
"""

import asyncio
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from itertools import count
from uuid import UUID

import asyncpg

from bench.platforms.wires import ACCOUNT
from bench.scale.country import worker
from bench.scale.database import Database
from bot.app import App
from bot.turns.due import Jobs
from bot.turns.turn import Elsewhere
from conversations.buttons.tokens import token
from conversations.effects import FindStanding, Redeem, Submit
from conversations.messages import Address, Channel, Incoming, Tapped
from conversations.villages import Village
from storage.ids import new_id

GROUP = 64
CONFIRM_EVERY = 64  # of so many decisions one confirms: a village of 5,000 comes to its end
_FIRST_ID = 700_000_000
_HEADS = 900_000_000
_FIRST_TAP = 9_000_000_000
_NIKS = 30_000_000  # more than the country has given out

_PLACED = """
    SELECT id, version FROM registrations
     WHERE village = $1 AND status = 'placed' ORDER BY seq LIMIT $2
"""
# Looked for once: there is no index for all of a village, and the country is read to the end.
_ALL = "SELECT array_agg(id) FROM registrations WHERE village = $1"
_STATE = """
    WITH village AS (SELECT status, seq FROM registrations WHERE id = ANY($2::uuid[])),
         holding AS (
             SELECT seq FROM village
              WHERE status IN ('placed', 'rejecting', 'correcting', 'confirmed', 'ending')),
         waiting AS (SELECT seq FROM village WHERE status = 'waiting')
    SELECT (SELECT count(registration_id) FROM places WHERE village = $1) AS taken,
           (SELECT count(*) FROM holding) AS holding,
           (SELECT count(*) FROM waiting) AS waiting,
           (SELECT count(*) FROM waiting WHERE seq < (SELECT max(seq) FROM holding)) AS overtaken
"""


@dataclass(slots=True)
class Decided:
    """What happened in the village. `taken`: how many places were, whenever it was looked."""

    registered: int = 0
    registering: float = 0
    decisions: int = 0
    at_once: int = 0
    """Decisions that were taken while every head had one to take, in `deciding` seconds."""
    deciding: float = 0
    alone: float = 0
    """Decisions a second of one head who taps as soon as the last tap is taken."""
    effects: int = 0
    taking_effect: float = 0
    """Seconds in which so many were let take effect, one after the other."""
    taken: set[int] = field(default_factory=set)
    waiting: int = 0
    positions_right: bool = False
    overtaken: int = 0

    @property
    def rate(self) -> float:
        return self.at_once / self.deciding if self.deciding else 0


async def decide(
    app: App, database: Database, village: Village, people: int, heads: int
) -> Decided:
    found = Decided(registered=people)
    begun = time.perf_counter()
    workers = await _registered(app, village, people)
    found.registering = time.perf_counter() - begun
    chats = [_HEADS + number for number in range(heads)]
    for chat in chats:
        await _appointed(app, village.code, chat)
    connection = await asyncpg.connect(database.dsn)
    try:
        await _Deciding(app, connection, village.code, found).all(chats)
        if parked := await connection.fetchval("SELECT count(*) FROM parked"):
            raise RuntimeError(f"{parked} messages were parked: what was measured is not the bot")
    finally:
        await connection.close()
    found.positions_right = await _positions(app, workers, found.waiting)
    return found


async def _registered(app: App, village: Village, people: int) -> list[UUID]:
    """Register them in the groups in which turns are taken; return their own ids."""
    ids = []
    for first in range(0, people, GROUP):
        numbers = range(first, min(first + GROUP, people))
        async with app.storage.begin() as work:
            senders = [Address(Channel.TELEGRAM, ACCOUNT, str(_FIRST_ID + n)) for n in numbers]
            persons = await work.people.lock(senders)
            await work.lock([village.code])
            await work.submissions.submit(
                [(p, _wish(village, n)) for p, n in zip(persons, numbers, strict=True)]
            )
            ids += [person.id for person in persons]
    return ids


def _wish(village: Village, number: int) -> Submit:
    told = worker(_NIKS + number, village).kept()
    return Submit(new_id(), village.code, told["nik"], told)


async def _appointed(app: App, village: str, chat: int) -> None:
    async with app.storage.begin() as work:
        [person] = await work.people.lock([Address(Channel.TELEGRAM, ACCOUNT, str(chat))])
        code = await work.officials.invite(village, f"Pak {chat}", timedelta(days=1))
        await work.lock([village])
        await work.officials.redeem(person, Redeem(code))


class _Deciding:
    def __init__(
        self, app: App, connection: asyncpg.Connection, village: str, found: Decided
    ) -> None:
        self._app, self._connection, self._village = app, connection, village
        self._turns = app.turns(Elsewhere())
        self._jobs = Jobs(app.storage, app.talks)
        self._found = found
        self._message_ids = count(_FIRST_TAP)
        self._begun = app.clock.now() - timedelta(days=1)
        self._all: list[UUID] = []

    async def all(self, chats: Sequence[int]) -> None:
        """Decide while enough people wait, or all places are confirmed; one head alone first."""
        self._all = await self._connection.fetchval(_ALL, self._village)
        alone = [await self._round(chats[:1]) for _ in range(20)]
        self._found.alone = sum(many for many, _ in alone) / sum(took for _, took in alone)
        await self._look()
        while self._found.waiting >= len(chats):  # else a place stays empty, as it should
            decided, took = await self._round(chats)
            if not decided:
                break
            if decided == len(chats):
                self._found.at_once += decided
                self._found.deciding += took
            self._found.decisions += decided
            await self._look()

    async def _look(self) -> None:
        found = self._found
        state = await self._connection.fetchrow(_STATE, self._village, self._all)
        found.taken |= {state["taken"], state["holding"]}
        found.waiting, found.overtaken = state["waiting"], state["overtaken"]

    async def _round(self, chats: Sequence[int]) -> tuple[int, float]:
        """Let every head tap on a card of another registration, all at once; then ten minutes go.

        Return how many did, and the seconds that took.
        """
        rows = await self._connection.fetch(_PLACED, self._village, len(chats))
        begun = time.perf_counter()
        await asyncio.gather(
            *(self._tap(chat, row) for chat, row in zip(chats, rows, strict=False))
        )
        took = time.perf_counter() - begun
        await self._take_effect()
        return len(rows), took

    async def _take_effect(self) -> None:
        begun = time.perf_counter()
        await self._connection.execute("UPDATE jobs SET due_at = now() WHERE name = 'take_effect'")
        while done := await self._jobs.round():
            self._found.effects += done
        self._found.taking_effect += time.perf_counter() - begun

    async def _tap(self, chat: int, row: asyncpg.Record) -> None:
        number = next(self._message_ids)
        verdict = "ok" if number % CONFIRM_EVERY == 0 else "not_resident"
        tap = Tapped(token("d", row["id"], row["version"], verdict))
        sender = Address(Channel.TELEGRAM, ACCOUNT, str(chat))
        sent_at = self._begun + timedelta(seconds=number - _FIRST_TAP)  # nobody taps too fast
        await self._turns.take(Incoming(sender, str(number), tap, sent_at))


async def _positions(app: App, workers: Sequence[UUID], waiting: int) -> bool:
    """Whether those who wait are told the positions 1, 2, 3 … without a gap, each once."""
    async with app.storage.begin() as work:
        found = await work.registrations.standing([(one, FindStanding()) for one in workers])
    told = [r.position for one in found for r in one.registrations if r.position is not None]
    return sorted(told) == list(range(1, waiting + 1))
