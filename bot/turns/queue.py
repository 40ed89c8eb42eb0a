"""Turns: messages come in one by one and are taken in groups, each group in one transaction.

`take` returns after the commit. Messages that wait at the same moment, of different people, share
a transaction and a handful of set-based statements; two of one person never do, so they take
effect one after the other, in the order of their ids or, where ids have none, of their times. On
other processes the lock on the person's row does it.

What a failure means: a collision is tried again; with the database away nothing was taken, and the
platform keeps the message; anything else is a fault of ours, found by taking the group's messages
one by one, and the one at fault is parked. One poisoned message never blocks a chat or a queue.
"""

import asyncio
import contextlib
import time
from collections.abc import Sequence
from datetime import timedelta
from typing import Protocol

import structlog

from bot.patience import dropped
from bot.ports import DatabaseAway
from bot.turns.line import AtSomething, Line, Waiting
from bot.watch import UNWATCHED, Ended, Watch
from conversations.messages import Address, Incoming
from storage.errors import COLLISIONS, Away, Collided

log: structlog.stdlib.BoundLogger = structlog.get_logger()

GROUP = 64  # messages in one transaction
ABREAST = 2  # groups on their way at once, if the second is full or the first is stuck
STUCK = 0.1  # seconds after which nobody waits for a group any more
PATIENCE = timedelta(seconds=1)  # at the end; what is not taken then stays with the platform


class TakesGroups(Protocol):
    async def take(self, incoming: Sequence[Incoming]) -> None:
        """Take messages of different people in one transaction, or none of them."""

    async def park(self, incoming: Incoming, fault: Exception) -> None:
        """Keep a message that cannot be taken, and tell its sender."""


class Turns:
    """The queue before the turn. `Turn` (turn.py) is what happens inside the transaction."""

    def __init__(
        self,
        turn: TakesGroups,
        group: int = GROUP,
        abreast: int = ABREAST,
        watch: Watch = UNWATCHED,
        at_something: AtSomething = lambda _: False,
    ) -> None:
        """`at_something`: who comes before people who are new."""
        self._turn = turn
        self._watch = watch
        self._group = group
        self._abreast = abreast
        self._line = Line(at_something)
        self._busy: set[Address] = set()
        self._running: dict[asyncio.Task[None], asyncio.TimerHandle] = {}
        self._stuck: set[asyncio.Task[None]] = set()
        self._starting = False

    async def take(self, incoming: Incoming) -> None:
        """Take one message; return after its commit. Raise DatabaseAway if it was not taken."""
        loop = asyncio.get_running_loop()
        waiting = Waiting(incoming, loop.create_future())
        self._line.add(waiting)
        if not self._starting:  # once around the loop: who speaks now shares the group
            self._starting = True
            loop.call_soon(self._start)
        await waiting.done

    async def finish(self, patience: timedelta = PATIENCE) -> None:
        """Wait until nothing waits and no group is on its way; after `patience`, drop them."""
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(patience.total_seconds()):
                while self._line or self._running:
                    await (asyncio.wait(self._running) if self._running else asyncio.sleep(0))
        for queue in self._line:
            self._end(queue, "away", DatabaseAway("stopping"))
        self._line.clear()
        await dropped(*self._running)

    def _start(self) -> None:
        self._starting = False
        while self._may_start() and (group := self._line.next(self._group, self._busy)):
            self._busy.update(one.incoming.sender for one in group)
            loop = asyncio.get_running_loop()
            task = loop.create_task(self._run(group))
            self._running[task] = loop.call_later(STUCK, self._is_stuck, task)
            task.add_done_callback(self._ended)

    def _may_start(self) -> bool:
        """Say whether another group may go: one that is not full waits, and grows meanwhile.

        A group costs much, and each message more in it little.
        """
        if not self._running:
            return True
        full = len(self._line) >= self._group
        return len(self._running) < self._abreast and (full or bool(self._stuck))

    def _is_stuck(self, task: asyncio.Task[None]) -> None:
        self._stuck.add(task)
        self._start()

    def _ended(self, task: asyncio.Task[None]) -> None:
        self._running.pop(task).cancel()
        self._stuck.discard(task)
        self._start()

    async def _run(self, group: list[Waiting]) -> None:
        try:
            await self._together(group)
        except asyncio.CancelledError:
            self._end(group, "away", DatabaseAway("stopping"))
            raise
        finally:
            self._busy.difference_update(one.incoming.sender for one in group)

    async def _together(self, group: list[Waiting]) -> None:
        failure = await self._attempt([one.incoming for one in group])
        if failure is None:
            self._end(group, "taken")
        elif isinstance(failure, DatabaseAway):
            self._end([*group, *self._behind(group)], "away", failure)
        elif len(group) == 1:
            parked = await self._park(group[0].incoming, failure)
            if parked is None:
                self._end(group, "parked")
            else:
                self._end([*group, *self._behind(group)], "away", parked)
        else:
            for one in group:
                await self._together([one])

    def _end(
        self, group: Sequence[Waiting], ended: Ended, failure: Exception | None = None
    ) -> None:
        """Tell those who wait for these messages, and whoever watches."""
        _tell(group, failure)
        now = time.perf_counter()
        channel = group[0].incoming.sender.channel
        self._watch.group(channel, ended, [now - one.since for one in group])

    def _behind(self, group: Sequence[Waiting]) -> list[Waiting]:
        """Take back what the same people said after it, or it would be taken before it."""
        return self._line.take_back({one.incoming.sender for one in group})

    async def _attempt(self, incoming: Sequence[Incoming]) -> Exception | None:
        """Take a group; return what went wrong, None if nothing did."""
        stale = True  # a connection may have died since it was used: the next one will be new
        for _ in range(COLLISIONS):
            try:
                await self._turn.take(incoming)
            except Collided as collided:
                failure: Exception = collided
                continue
            except Away as away:
                if not stale:
                    return DatabaseAway(str(away))
                stale, failure = False, away
                continue
            except Exception as fault:  # noqa: BLE001 - the outermost loop: it is parked, not lost
                return fault
            return None
        return DatabaseAway("collided") if len(incoming) == 1 else failure

    async def _park(self, incoming: Incoming, fault: Exception) -> Exception | None:
        """Keep what could not be taken; if even that fails, it counts as not taken."""
        # Not its id: WhatsApp's has the sender's number in it.
        channel = incoming.sender.channel.value
        log.error("message_parked", channel=channel, error=type(fault).__name__)
        try:
            await self._turn.park(incoming, fault)
        except Exception as worse:  # noqa: BLE001 - the platform keeps the message
            error = type(worse).__name__
            log.error("parking_failed", channel=channel, error=error)  # noqa: TRY400
            return DatabaseAway(type(worse).__name__)
        return None


def _tell(group: Sequence[Waiting], failure: Exception | None) -> None:
    for one in group:
        if one.done.done():  # whoever waited for it has gone
            continue
        if failure is None:
            one.done.set_result(None)
        else:
            one.done.set_exception(failure)
