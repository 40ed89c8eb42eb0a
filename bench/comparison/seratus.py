"""Seratus as a system to be measured: all of it, from Telegram's JSON to the sender."""

import contextlib
import itertools
from collections.abc import AsyncIterator, Callable, Iterator
from datetime import UTC, datetime
from typing import Any

import asyncpg
from typing_extensions import override

from bench.comparison.systems import HALF_FINISHED, STOPPED_AT, Database, System
from bench.platforms.crowd import Admit, Crowd
from bench.platforms.loads import Load, Taken
from bench.platforms.people import Person
from bench.platforms.wires import ACCOUNT, Heard, TelegramWire, Wire, person_of
from bot.app import App, delivering, opened
from bot.commands.setup import prepare_demo
from bot.ports import Message, Sender, Take
from bot.serving.upkeep import hold_still
from bot.settings import Settings
from conversations.messages import Address, Channel
from storage.ids import new_id
from storage.migrate import migrate
from storage.sealing import Keys, Sealer
from tests.model_worker import YOHANES


class StubSender(Sender):
    """Gives ids at once and tells who was sent what, under which id."""

    def __init__(self, heard: Heard) -> None:
        self._heard = heard
        self._numbers = itertools.count(1)

    @override
    async def send(self, to: Address, message: Message) -> str:
        number = str(next(self._numbers))
        self._heard(person_of(to.id), number, message)
        return number

    @override
    async def edit(self, to: Address, remote_id: str, message: Message) -> str:
        return remote_id


class Seratus(System):
    """One channel of it. `reception` builds the way in of an app, before its turns."""

    def __init__(
        self,
        channel: Channel,
        account: str,
        wire: Callable[[int], Wire],
        reception: Callable[[App, Take], Admit],
    ) -> None:
        self._channel = channel
        self._account = account
        self._wire = wire
        self._reception = reception

    @property
    @override
    def wire(self) -> Callable[[int], Wire]:
        return self._wire

    @override
    async def lay(self, database: Database) -> None:
        await migrate(_url(database))
        async with opened(_settings(database), _url(database)) as app:
            await prepare_demo(app.storage, app.clock.now().date())

    @override
    @contextlib.asynccontextmanager
    async def opened(self, database: Database, heard: Heard) -> AsyncIterator[Admit]:
        async with (
            opened(_settings(database), _url(database)) as app,
            self.serving(app, heard) as admit,
        ):
            yield admit

    @contextlib.asynccontextmanager
    async def serving(self, app: App, heard: Heard) -> AsyncIterator[Admit]:
        """Take in and deliver on this channel, all in memory."""
        delivery = app.delivery(StubSender(heard), self._channel, self._account)
        turns = app.turns(delivery)
        admit = self._reception(app, turns.take)
        hold_still()  # as `seratus serve` does
        async with delivering(delivery, turns):
            yield admit

    @override
    async def fill(self, database: Database, people: int) -> None:
        sealer, now = Sealer(Keys.parse(database.keys)), datetime.now(UTC)
        connection = await asyncpg.connect(database.dsn)
        ids = [(new_id(), new_id(), new_id()) for _ in range(people)]
        for table, rows in (
            ("people", ((who, "id", draft, None, now) for who, _, draft in ids)),
            ("addresses", self._addresses(sealer, now, ids)),
            ("drafts", _drafts(sealer, now, ids)),
        ):
            columns = _COLUMNS[table]
            await connection.copy_records_to_table(table, records=rows, columns=columns)
        await connection.execute("VACUUM ANALYZE people, addresses, drafts")
        await connection.close()

    def _addresses(
        self, sealer: Sealer, now: datetime, ids: list[tuple[Any, Any, Any]]
    ) -> Iterator[tuple[Any, ...]]:
        for number, (who, address, _) in enumerate(ids, HALF_FINISHED):
            known = sealer.hash("address", self._channel.value, self._account, str(number))
            sealed = sealer.seal("addresses", address, str(number))
            yield address, who, self._channel.value, self._account, known, sealed, now

    @override
    async def registered(self, database: Database) -> int:
        """Count the registrations; everybody must hold a place, and no message be parked."""
        connection = await asyncpg.connect(database.dsn)
        found, places, parked = await connection.fetchrow(
            """SELECT (SELECT count(*) FROM registrations),
                      (SELECT count(registration_id) FROM places),
                      (SELECT count(*) FROM parked)"""
        )
        await connection.close()
        if found != places or parked:
            message = f"{found} registrations, but {places} places and {parked} parked messages"
            raise RuntimeError(message)
        return int(found)


def _drafts(
    sealer: Sealer, now: datetime, ids: list[tuple[Any, Any, Any]]
) -> Iterator[tuple[Any, ...]]:
    for who, _, draft in ids:
        sealed = sealer.seal("drafts", draft, {"answers": YOHANES.until(STOPPED_AT), "notes": {}})
        yield draft, who, "registration", 1, sealed, now


_COLUMNS = {
    "people": ("id", "language", "focus", "joined_to", "created_at"),
    "addresses": ("id", "person_id", "channel", "account", "hash", "sealed", "heard_at"),
    "drafts": ("id", "person_id", "form", "version", "sealed", "changed_at"),
}


def _telegram(app: App, take: Take) -> Admit:
    from bot.telegram.reception import Reception  # noqa: PLC0415 - the other channel needs none

    async def nothing(_: object) -> None:
        """Answer no callback: nobody's button spins."""

    reception = Reception(ACCOUNT, take, app.clock, answer_callback=nothing, leave=nothing)
    return reception.admit


def _settings(database: Database) -> Settings:
    return Settings.read({"SERATUS_KEYS": database.keys})


def _url(database: Database) -> str:
    return database.dsn.replace("postgresql:", "postgresql+asyncpg:", 1)


async def register(
    app: App, waiting: Iterator[Person], load: Load, wire: Wire | None = None
) -> Taken:
    """Let people register on Telegram in an app that is open. `wire`: goes on where it was."""
    crowd = Crowd(wire or TelegramWire(), waiting)
    async with TELEGRAM.serving(app, crowd.heard) as admit:
        return await crowd.register(admit, load)


TELEGRAM = Seratus(Channel.TELEGRAM, ACCOUNT, TelegramWire, _telegram)
