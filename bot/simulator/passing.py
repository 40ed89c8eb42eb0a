"""Time that passes on the phones: the clock is moved on, and what becomes due is done."""

import asyncio
from collections.abc import Mapping
from datetime import datetime

from bot.app import App
from bot.serving.upkeep import end_programmes
from bot.simulator.clock import STEPS
from bot.simulator.lines import Line
from bot.simulator.phone import Json, Platform
from bot.simulator.world import World
from bot.turns.due import AT_MOST, Jobs
from bot.turns.holding import let_in
from conversations.messages import Address, Channel, Incoming, Said

_OURS = Address(Channel.SIMULATOR, "clock", "")  # of no phone


class Passing:
    def __init__(self, app: App, world: World, lines: Mapping[Platform, Line]) -> None:
        self._storage = app.storage
        self._world = world
        self._clock = world.clock
        self._lines = lines
        self._jobs = Jobs(app.storage, app.talks, watch=app.watch)
        self._moving = asyncio.Lock()

    def told(self) -> Json:
        """Return what time it is on the phones, and how far that is ahead."""
        ahead = int(self._clock.ahead.total_seconds())
        return {"now": self._clock.now().isoformat(), "ahead": ahead}

    async def move(self, step: str) -> Json:
        """Move the clock on to one of STEPS; raise LookupError, Away. Return what came of it.

        It stops wherever something is due meanwhile, and that is done then: what had to be said
        while somebody might be written to freely would else be said too late. So is a second
        move begun only when the first has ended.
        """
        async with self._moving:
            until, done, before = STEPS[step](self._clock.now()), 0, self._world.phones.sent.copy()
            try:
                while (due := await self._next_due()) and due <= until:
                    done += await self._pass(due)
                done += await self._pass(until)
                await self._keep_time()
            finally:
                self._world.events.tell("clock", self.told())
            return {"due": done, "messages": self._world.phones.sent - before}

    async def _keep_time(self) -> None:
        """Leave behind what time it is, as whoever writes does: started again, it goes on."""
        now = self._clock.now()
        mark = Incoming(_OURS, now.isoformat(), Said(""), now)
        async with self._storage.begin() as work:
            await work.inbox.accept([mark])

    async def _next_due(self) -> datetime | None:
        async with self._storage.begin() as work:
            return await work.jobs.next()

    async def _pass(self, to: datetime) -> int:
        """Do what is due then, and return how much that was."""
        self._clock.to(to)
        await end_programmes(self._storage)
        done = latest = await self._jobs.round()
        while latest >= AT_MOST:
            done += (latest := await self._jobs.round())
        for platform, line in self._lines.items():
            await let_in(self._storage, line.turns.take, Channel.SIMULATOR, platform.value)
            await line.delivery.drain()
        return done
