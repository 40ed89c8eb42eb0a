"""Two processes take groups with the same people and villages crosswise (must hold 4).

`cross` prepares a database, runs two workers (this module, as a program) and counts. A worker is
the real way of a message (Turns, Turn, Effects, storage, Delivery) around a brain that wishes
what it is told, so that every round locks many people and all villages.
`tests/storage/test_crosswise.py` runs it.
"""

import asyncio
import contextlib
import json
import random
import sys
import time
from collections.abc import AsyncIterator, Collection, Iterator, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime, timedelta
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncEngine
from typing_extensions import override

from bot.app import SystemClock
from bot.ports import DatabaseAway, Message, Sender
from bot.sending.delivery import Delivery
from bot.traits import TRAITS
from bot.turns.chats import Chats
from bot.turns.directory import Directory
from bot.turns.due import Jobs
from bot.turns.queue import Turns
from bot.turns.talks import Talks
from bot.turns.turn import Turn
from conversations.brain import Brain
from conversations.effects import (
    Amend,
    Ask,
    CheckNik,
    Decide,
    Effect,
    FindAnswers,
    FindStanding,
    Lapse,
    Postpone,
    Reason,
    ShowQueue,
    Submit,
    TakeEffect,
    UndoLast,
    Withdraw,
)
from conversations.life_cycle import LIVE
from conversations.machine import Context, Draft, Due, DueKind, Event, State, Transition
from conversations.messages import Address, Channel, Choice, Incoming, Reply, Said, Text
from conversations.outcomes.amending import AnswersFound
from conversations.outcomes.cards import Card, ClosedCard
from conversations.outcomes.standing import Standing
from conversations.registration.form import FORM
from locales.catalog import Catalog
from storage.connections import engine
from storage.database import Storage
from storage.errors import Collided, StorageError
from storage.sealing import Keys, Sealer
from storage.unit_of_work import UnitOfWork
from storage.work import _LOCK
from tests.storage.builders import ACCOUNT, Town, answers, nik, sender, village

VILLAGES = 6
PLACES = 5  # few, so that there is always somebody who waits
GROUP = 12  # messages in one transaction: small, so that many overlap
WORKERS = 16  # known to both processes, and as many to each alone
HEADS = 4  # the same
NIKS = 60
EFFECTS = "SELECT count(*) FROM history WHERE act = 'take_effect'"
PATIENCE = 40.0  # seconds
A_FORTNIGHT = timedelta(days=15)
COUNT = "count"  # the answer that counts a person's messages

LEFT = """
    SELECT (SELECT count(*) FROM inbox) AS inbox, (SELECT count(*) FROM parked) AS parked,
           (SELECT count(*) FROM outbox WHERE card_id IS NULL) AS replies,
           (SELECT count(*) FROM places WHERE registration_id IS NOT NULL) AS taken,
           (SELECT count(*) FROM registrations
             WHERE status IN
                   ('placed', 'rejecting', 'correcting', 'confirmed', 'ending')) AS holding,
           (SELECT count(*) FROM history WHERE act = 'take_effect') AS effects,
           (SELECT count(*) FROM history WHERE act = 'relocate') AS moved,
           (SELECT count(DISTINCT w.village) FROM registrations w
              JOIN places p ON p.village = w.village AND p.registration_id IS NULL
             WHERE w.status = 'waiting') AS gaps
"""
DEADLOCKS = "SELECT deadlocks FROM pg_stat_database WHERE datname = current_database()"


class Obeys(Brain):
    """Counts every message in its sender's state, and wishes for what the message says."""

    @override
    def advance(self, state: State, event: Event, context: Context) -> Transition:
        if isinstance(event, Said):
            draft = state.draft or Draft(context.fresh, FORM.name, 1)
            counted = draft.answering({COUNT: str(int(draft.answers.get(COUNT, "0")) + 1)})
            effect = wish(event.text.split(), context)
            replies = () if effect else (Reply((Text("sorry"),)),)
            return Transition(state.holding(counted), replies, effect)
        if isinstance(event, Standing) and (live := _live(event)):
            effect = FindAnswers(live, "village", event.said) if event.said else Withdraw(live)
            return Transition(state, (), effect)
        if isinstance(event, AnswersFound):
            one, there = event.registered, {**event.answers, "village": event.said}
            return Transition(state, (), Amend(one.id, one.version, ("village",), True, there))
        return Transition(state, (Reply((Text("sorry"),)), *shown(event)))

    @override
    def choices(self, state: State, context: Context) -> tuple[Choice, ...]:
        return ()


def wish(words: Sequence[str], context: Context) -> Effect | None:
    match words:
        case ("submit", code, digits):
            return Submit(context.fresh, code, digits, answers(nik=digits, village=code))
        case ("look", code, digits):
            return CheckNik(digits, code)
        case ("leave",):
            return FindStanding("withdraw")
        case ("wander", code):
            return FindStanding("withdraw", said=code)
        case ("queue",):
            return ShowQueue()
        case ("decide", registration, version, reason):
            return Decide(
                UUID(registration), int(version), Reason(reason) if reason != "-" else None
            )
        case ("ask", registration, version):
            return Ask(UUID(registration), int(version), ("name",))
        case ("undo",):
            return UndoLast()
        case ("postpone", registration, version):
            return Postpone(UUID(registration), int(version))
        case _:
            return None


def _live(standing: Standing) -> UUID | None:
    return next((one.id for one in standing.registrations if one.status in LIVE), None)


def shown(outcome: Event) -> Iterator[Reply]:
    """Show cards that were opened, and change those that were closed, as the real brain does."""
    closed = getattr(outcome, "closed", ())
    for card in (closed,) if isinstance(closed, ClosedCard) else closed:
        yield Reply((Text("sorry"),), to=card.person, card=card.id, edits=True)
    for card in getattr(outcome, "cards", ()):
        assert isinstance(card, Card)
        yield Reply((Text("sorry"),), to=card.person, card=card.id)


class Performs(Obeys):
    """Does what is due, and says nothing of it but on the cards."""

    @override
    def advance(self, state: State, event: Event, context: Context) -> Transition:
        match event:
            case Due(DueKind.TAKE_EFFECT, registration, version):
                return Transition(state, effect=TakeEffect(registration, int(version)))
            case Due(DueKind.LAPSE, registration, version):
                return Transition(state, effect=Lapse(registration, int(version)))
            case Due():
                return Transition(state)
            case _:
                return Transition(state, tuple(shown(event)))


class Crossed(UnitOfWork):
    """The naive twin: villages are locked one by one, in this process's own order."""

    backwards = False

    @override
    async def lock(self, villages: Collection[str]) -> None:
        for code in sorted(villages, reverse=self.backwards):
            await self._work.run(_LOCK, {"codes": [code]})
            self._work._locked.add(code)
            await asyncio.sleep(0)


class CrossedStorage(Storage):
    backwards = False

    @override
    @contextlib.asynccontextmanager
    async def begin(self, *, whole: bool = True) -> AsyncIterator[UnitOfWork]:
        async with super().begin(whole=whole) as work:
            crossed = Crossed(work._work, work._people_a_day)
            crossed.backwards = self.backwards
            yield crossed


class Counting:
    """The real turn; counts how often a group collided (and was taken again by Turns)."""

    def __init__(self, turn: Turn) -> None:
        self._turn = turn
        self.collided = 0

    async def take(self, incoming: Sequence[Incoming]) -> None:
        try:
            await self._turn.take(incoming)
        except Collided:
            self.collided += 1
            raise

    async def park(self, incoming: Incoming, fault: Exception) -> None:
        await self._turn.park(incoming, fault)


class Silent(Sender):
    """Everything is sent at once, to nowhere."""

    def __init__(self) -> None:
        self._count = 0

    @override
    async def send(self, to: Address, message: Message) -> str:
        self._count += 1
        return str(self._count)

    @override
    async def edit(self, to: Address, remote_id: str, message: Message) -> str:
        return remote_id


@dataclass(frozen=True)
class Order:
    """What a worker is told. `backwards`: the order it takes people in, the other's reversed.

    `seconds`: at most, if it is `crossed`.
    """

    url: str
    keys: str
    seconds: float
    seed: int
    backwards: bool
    crossed: bool


@dataclass(frozen=True)
class Report:
    """What a worker saw. `taken` are the ids of the messages whose `take` returned."""

    taken: list[str]
    refused: int
    collided: int
    delivery_collided: int
    rounds: int


class Worker:
    def __init__(self, order: Order) -> None:
        self.order = order
        self.dice = random.Random(order.seed)
        self.engine: AsyncEngine = engine(order.url)
        self.storage, self._ahead = self._storage(timedelta()), self._storage(A_FORTNIGHT)
        self.delivery = Delivery(
            self.storage,
            Catalog.load(),
            Silent(),
            Channel.TERMINAL,
            ACCOUNT,
            SystemClock(),
            timedelta(seconds=30),
            traits=replace(TRAITS[Channel.TERMINAL], reports=True),  # what was sent stays, counted
        )
        self.delivery_collided = 0
        self.taken: list[str] = []
        self.refused = 0

    def _storage(self, ahead: timedelta) -> Storage:
        order = self.order
        kind = CrossedStorage if order.crossed else Storage
        sealer = Sealer(Keys.parse(order.keys))
        storage = kind(self.engine, sealer, lambda: datetime.now(UTC) + ahead)
        if isinstance(storage, CrossedStorage):
            storage.backwards = order.backwards
        return storage

    async def run(self) -> Report:
        directory = Directory()
        await directory.read(self.storage)
        turn = Counting(
            Turn(
                self.storage,
                Talks(Obeys.registering(), Catalog.load(), directory),
                self.delivery,
                Chats(),
            )
        )
        turns = Turns(turn, group=GROUP)
        meanwhile = asyncio.gather(self._deliver(), self._perform(directory))
        end, rounds = time.monotonic() + self.order.seconds, 0
        while not await self._enough(end):
            rounds += 1
            messages = self._round(rounds, await self._undecided())
            await asyncio.gather(*(self._say(turns, one) for one in messages))
        meanwhile.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await meanwhile
        await self.storage.close()
        return Report(self.taken, self.refused, turn.collided, self.delivery_collided, rounds)

    async def _perform(self, directory: Directory) -> None:
        """Do what is due in a fortnight, so that nothing has to be waited for."""
        talks = Talks(Performs.registering(), Catalog.load(), directory)
        jobs = Jobs(self._ahead, talks)
        while True:
            await jobs.round()
            await asyncio.sleep(0.005)

    async def _deliver(self) -> None:
        while True:
            try:
                await self.delivery.round()
            except StorageError:
                self.delivery_collided += 1
            await asyncio.sleep(0.005)

    async def _enough(self, end: float) -> bool:
        """The twin has only to deadlock once, and of the others something has to take effect.

        However long that takes on a busy machine.
        """
        over = time.monotonic() > end
        if self.order.crossed:
            return over or await self._seen(DEADLOCKS)
        return over and (time.monotonic() > end + PATIENCE or await self._seen(EFFECTS))

    async def _seen(self, counted: str) -> bool:
        async with self.engine.connect() as connection:
            return bool(await connection.scalar(text(counted)))

    async def _undecided(self) -> list[tuple[UUID, int]]:
        async with self.engine.connect() as connection:
            found = await connection.execute(
                text("SELECT id, version FROM registrations WHERE status = 'placed' LIMIT 40")
            )
            return [(row.id, row.version) for row in found]

    def _round(self, number: int, undecided: list[tuple[UUID, int]]) -> list[Incoming]:
        """Let everybody speak once: people of both processes, of this one alone, and new ones.

        Those who are new to both send the same messages to both: each must be taken once.
        """
        side = "b" if self.order.backwards else "a"
        who = [f"{whose}{n}" for whose in ("w", f"{side}w") for n in range(WORKERS)]
        who += [f"{whose}{n}" for whose in ("h", f"{side}h") for n in range(HEADS)]
        said = [(one, self._head(undecided) if "h" in one else self._worker()) for one in who]
        own = [incoming(one, what, f"{side}-{number}-{one}") for one, what in said]
        new = [incoming(f"n{number}-{n}", "halo", f"{number * 10 + n}") for n in range(5)]
        together = [*new, *own] if number % 2 else [*own, *new]
        return together[::-1] if self.order.backwards else together

    def _worker(self) -> str:
        code, digits = self._village(), nik(self.dice.randrange(NIKS))
        return self.dice.choice(
            (
                f"submit {code} {digits}",
                f"submit {code} {digits}",
                "leave",
                f"wander {code}",
                f"look {code} {digits}",
            )
        )

    def _head(self, undecided: list[tuple[UUID, int]]) -> str:
        if not undecided:
            return "queue"
        registration, version = self.dice.choice(undecided)
        reason = self.dice.choice(("-", "other", "other"))
        return self.dice.choice(
            (
                "queue",
                f"decide {registration} {version} {reason}",
                f"postpone {registration} {version}",
                f"ask {registration} {version}",
                "undo",
            )
        )

    def _village(self) -> str:
        return village(self.dice.randint(1, VILLAGES)).code

    async def _say(self, turns: Turns, one: Incoming) -> None:
        try:
            await turns.take(one)
        except DatabaseAway:
            self.refused += 1
        else:
            self.taken.append(one.message_id)


def incoming(who: str, what: str, message_id: str) -> Incoming:
    return Incoming(sender(who), message_id, Said(what), datetime.now(UTC))


@dataclass(frozen=True)
class Crossing:
    """What came of it. `messages`: different ones taken; `counted`: by their senders' states."""

    messages: int
    counted: int
    inbox: int
    replies: int
    twice: int
    parked: int
    refused: int
    deadlocks: int
    collided: int
    delivery_collided: int
    taken: int
    holding: int
    gaps: int
    effects: int
    moved: int
    rounds: int

    @property
    def lost_nothing(self) -> bool:
        """Every message counted once, answered once; nobody noticed anything."""
        everything = self.messages == self.counted == self.inbox == self.replies
        quiet = not (self.parked or self.refused or self.gaps)
        return everything and quiet and self.messages > 0 and self.taken == self.holding


async def cross(url: str, seconds: float, *, seed: int = 1, crossed: bool = False) -> Crossing:
    """Let two workers run on an empty, migrated database; count what is there afterwards."""
    keys = Keys.generate()
    async with Town.founded(url, places=PLACES, villages=VILLAGES, keys=keys) as town:
        for n in range(VILLAGES):  # every village has three heads, every head several villages
            for whose in ("h", "ah", "bh"):
                await town.head(f"{whose}{n % HEADS}", village(n + 1).code)
        orders = [
            Order(url, keys.dump(), seconds, seed + side, bool(side), crossed) for side in (0, 1)
        ]
        reports = await asyncio.gather(*(work(order) for order in orders))
        return await counted(town, reports)


async def work(order: Order) -> Report:
    """Run one worker in a process of its own."""
    command = (sys.executable, "-m", "tests.storage.crossing")
    pipe = asyncio.subprocess.PIPE
    process = await asyncio.create_subprocess_exec(*command, stdin=pipe, stdout=pipe)
    said, _ = await process.communicate(json.dumps(asdict(order)).encode())
    assert process.returncode == 0
    return Report(**json.loads(said))


async def counted(town: Town, reports: Sequence[Report]) -> Crossing:
    taken = [one for report in reports for one in report.taken]
    left = (await town.rows(LEFT))[0]
    drafts = await town.rows("SELECT id, sealed FROM drafts")
    opened = [town.sealer.unseal("drafts", row["id"], row["sealed"]) for row in drafts]
    return Crossing(
        messages=len(set(taken)),
        counted=sum(int(one["answers"][COUNT]) for one in opened),
        twice=len(taken) - len(set(taken)),
        refused=sum(report.refused for report in reports),
        collided=sum(report.collided for report in reports),
        delivery_collided=sum(report.delivery_collided for report in reports),
        deadlocks=await deadlocks(town),
        rounds=sum(report.rounds for report in reports),
        **left,
    )


async def deadlocks(town: Town) -> int:
    """Return how many PostgreSQL broke up; the workers' backends have left, and told it."""
    await asyncio.sleep(0.5)
    return int(await town.value(DEADLOCKS))


def main() -> None:
    order = Order(**json.load(sys.stdin))
    report = asyncio.run(Worker(order).run())
    json.dump(asdict(report), sys.stdout)


if __name__ == "__main__":
    main()
