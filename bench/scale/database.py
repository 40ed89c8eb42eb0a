"""A database of the measurement, and the bot in it."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

import uvloop

from bench.machine import execute
from bench.scale.country import programme
from bot.app import App, opened
from bot.postgres import Server
from bot.serving.upkeep import hold_still
from bot.settings import Settings
from conversations.programme import Programme
from conversations.villages import Village, regency_of
from storage.migrate import migrate
from storage.sealing import Keys

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Database:
    server: Server
    name: str
    keys: Keys

    @property
    def dsn(self) -> str:
        return self.server.dsn_of(self.name)

    def in_app(self, work: Callable[[App], Awaitable[T]]) -> T:
        async def run() -> T:
            settings = Settings.read({"SERATUS_KEYS": self.keys.dump()})
            async with opened(settings, self.server.url_of(self.name)) as app:
                hold_still()  # as `seratus serve` does
                return await work(app)

        return uvloop.run(run())


def made(server: Server, name: str, keys: Keys) -> Database:
    """Make a migrated database."""
    uvloop.run(execute(server.dsn_of("postgres"), f"CREATE DATABASE {name}"))
    uvloop.run(migrate(server.url_of(name)))
    return Database(server, name, keys)


async def opened_in(app: App, villages: Sequence[Village], today: date) -> list[Programme]:
    """Open a programme in the regency of every village that is given."""
    first = {regency_of(village.code): village for village in villages}
    programmes = [programme(village, today) for village in first.values()]
    for one in programmes:
        async with app.storage.begin() as work:
            await work.programmes.open(one)
    return programmes
