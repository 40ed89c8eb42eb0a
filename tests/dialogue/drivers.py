"""One driver a channel: a person's side of the conversation, and the whole bot behind it.

    async with House(Polling, database_url) as house:
        yanti = house.person("yanti")
        await yanti.says("daftar")
        await yanti.taps("Untuk saya sendiri")   # the button that really went over the wire
        assert yanti.heard() == [...]            # since the last look

All of it is real but the far end of the wire: what the terminal printed, or Telegram's server on a
socket of this machine. Nothing is delivered in the background: after every deed all that is due is
sent, so that a test need not wait for it.
"""

import asyncio
import dataclasses
import itertools
import re
from abc import ABC, abstractmethod
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, ClassVar, Self, TypeAlias

import asyncpg
import structlog
from structlog.typing import EventDict
from typing_extensions import override

from bot.app import App, opened
from bot.commands import setup, terms
from bot.ports import Sender
from bot.sending.delivery import Delivery
from bot.serving.web import web
from bot.settings import Settings
from bot.telegram import service
from bot.terminal.receive import ACCOUNT as TERMINAL
from bot.terminal.send import TerminalSender
from bot.terminal.session import NobodySuch, Session
from bot.turns.queue import Turns
from conversations.brain import Brain
from conversations.machine import Draft
from conversations.messages import Address, Channel, Incoming
from conversations.programme import Programme
from conversations.record import record
from conversations.registration.form import FORM
from locales.catalog import Catalog
from storage.database import Onlooker
from storage.ids import new_id
from storage.sealing import Keys
from tests.clock import SteppedClock
from tests.platforms.telegram_server import (
    ACCOUNT,
    TOKEN,
    Loopback,
    Phone,
    Shown,
    TelegramServer,
    Update,
    WebhookDoor,
)
from tests.storage.histories import NOT_WHOLE

NOW = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)  # a Monday, nine o'clock in Bengkayang
BENGKAYANG = "61.07"
LONG_ENOUGH = 8  # letters of what somebody wrote; shorter words may be in a log by themselves
SECRET = "s3cret_-"
KEYS = Keys.generate()

Press: TypeAlias = Callable[[], Awaitable[None]]
Words: TypeAlias = Mapping[str, Mapping[str, str]]  # by language: more keys for the catalog


def programme(places: int = 2, **twists: Any) -> Programme:  # noqa: ANN401 - any of its fields
    """Build next year's programme of Bengkayang."""
    defaults: dict[str, Any] = {
        "id": new_id(),
        "regency": BENGKAYANG,
        "year": 2027,
        "places": places,
        "cover_from": datetime(2027, 1, 1, tzinfo=UTC).date(),
        "cover_to": datetime(2027, 12, 31, tzinfo=UTC).date(),
        "funder": "APBD Kabupaten Bengkayang",
    }
    return Programme(**defaults | twists)


# ── the person's side ───────────────────────────────────────────────────────────────────────────


class Person(ABC):
    """Somebody who talks with the bot. `language` is what they are expected to read.

    `together`: what is said to them in one turn comes as one message.
    """

    together = False

    def __init__(self, house: "House") -> None:
        self.house = house
        self.language = "id"

    async def says(self, text: str) -> None:
        self.house.said.append(text)
        await self._says(text)

    @abstractmethod
    async def _says(self, text: str) -> None: ...

    @abstractmethod
    async def taps(self, label: str) -> None:
        """Press the last button with this label; LookupError with those there are."""

    @abstractmethod
    async def repeats(self) -> None:
        """Have the last message delivered once more."""

    @abstractmethod
    async def opens(self, payload: str = "") -> None:
        """Follow a deep link."""

    @abstractmethod
    async def sends_photo(self) -> None: ...

    @abstractmethod
    async def heard(self) -> list[str]:
        """Return the texts received since the last look, rewritten messages too."""

    @property
    @abstractmethod
    def labels(self) -> list[str]:
        """The buttons under the newest message."""

    @property
    @abstractmethod
    def address(self) -> Address: ...


# ── the bot's side ──────────────────────────────────────────────────────────────────────────────


class Wire(ABC):
    """One channel from the bot to its people; it stays while the bot is started again."""

    def __init__(self, house: "House") -> None:
        self.house = house

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        return

    @abstractmethod
    async def plug(self, app: "Watched", running: AsyncExitStack) -> None:
        """Connect the bot; `running` disconnects it."""

    @abstractmethod
    def person(self, name: str) -> Person: ...


class House:
    """The whole bot on one database. `logs` has what it logged; tests allow what they provoke.

    `lost`: why messages may have been given up. `brain` and `onlooker`: what the bot is opened
    with, if not with the usual.
    """

    brain: Brain | None = None
    onlooker: Onlooker | None = None

    def __init__(
        self,
        wire: type[Wire],
        url: str,
        the_programme: Programme | None = None,
        clock: SteppedClock | None = None,
    ) -> None:
        self.url = url
        self.clock = clock or SteppedClock(NOW)
        self.wire = wire(self)
        self.programme = the_programme or programme()
        self.people: dict[str, Person] = {}
        self.allowed: set[str] = set()
        self.lost: set[str] = set()
        self.keys = KEYS
        self.logs: list[EventDict] = []
        self.said: list[str] = []
        self._life = AsyncExitStack()
        self._running = AsyncExitStack()
        self._looking: asyncpg.Connection | None = None
        self.app: Watched
        self.erased: Path
        self.catalog: Catalog

    async def __aenter__(self) -> Self:
        self.logs = self._life.enter_context(structlog.testing.capture_logs())
        self.erased = Path(self._life.enter_context(TemporaryDirectory()), "erased")
        await self._life.enter_async_context(self.wire)
        await self.start()
        await setup.load_villages(self.app.storage, [BENGKAYANG])
        assert await terms.open_programme(self.app.storage, self.programme) is None
        await self.app.directory.read(self.app.storage)
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.stop()
        await self._life.aclose()

    async def start(self, brain: Brain | None = None, words: Words | None = None) -> None:
        """Start the bot, perhaps with another brain and more words."""
        app = await self._running.enter_async_context(
            opened(
                self.settings, self.url, self.clock, brain or self.brain, onlooker=self.onlooker
            )
        )
        languages = app.catalog.languages
        more = {
            each: {**app.catalog.keys(each), **(words or {}).get(each, {})} for each in languages
        }
        self.catalog = Catalog(more)
        self.app = Watched.watching(dataclasses.replace(app, catalog=self.catalog))
        await self.wire.plug(self.app, self._running)

    async def stop(self) -> None:
        await self._running.aclose()

    @property
    def settings(self) -> Settings:
        nowhere = Path("/nonexistent")
        return Settings(
            home=nowhere,
            keys_file=nowhere / "keys",
            erased_file=self.erased,
            host="127.0.0.1",
            port=0,
            people_a_day=3,
            lease=timedelta(seconds=30),
            log_level="info",
            database_url=self.url,
            keys=self.keys,
        )

    def person(self, name: str) -> Person:
        if name not in self.people:
            self.people[name] = self.wire.person(name)
        return self.people[name]

    async def settle(self) -> None:
        """Send everything that is due."""
        for delivery in self.app.deliveries:
            await delivery.drain()

    async def invite(self, village: str, name: str = "Pak Lurah") -> str:
        """Invite a head as an operator does; return what the link carries."""
        lasts = setup.INVITATION_LASTS
        return f"h_{(await setup.invite(self.app.storage, village, name, lasts)).code}"

    async def hand_in(self, person: Person, answers: Mapping[str, str]) -> None:
        """Put a draft before a person as if they had answered so far; nothing is said."""
        async with self.app.storage.begin() as work:
            (known,) = await work.people.lock([person.address])
            draft = Draft(new_id(), FORM.name, FORM.version, answers)
            await work.people.save([(known, known.state.holding(draft))])

    async def rows(self, query: str) -> list[Any]:
        """Look into the database, beside the bot."""
        if self._looking is None or self._looking.is_closed():  # a test may cut every connection
            self._looking = await asyncpg.connect(self.url.replace("+asyncpg", ""))
            self._life.push_async_callback(self._looking.close)
        return [tuple(row) for row in await self._looking.fetch(query)]

    async def count(self, table: str) -> int:
        return int((await self.rows(f"SELECT count(*) FROM {table}"))[0][0])

    async def check(self) -> None:
        """Nothing was parked, nothing went wrong but what the test allowed, nobody was quoted."""
        assert quoted(self.logs, self.said) == []
        faults = [log for log in self.logs if log["log_level"] in {"error", "critical"}]
        assert [log for log in faults if log["event"] not in self.allowed] == []
        if "message_parked" not in self.allowed:
            assert await self.count("parked") == 0
        lost = await self.rows("SELECT failure FROM outbox WHERE failed_at IS NOT NULL")
        assert {failure for (failure,) in lost} <= self.lost
        assert await self.rows(NOT_WHOLE) == []


def quoted(logs: Sequence[Mapping[str, Any]], said: Sequence[str]) -> list[str]:
    """Return what people wrote that stands in a log: their words, or a number out of them."""
    written = repr(logs)
    pieces = {piece for text in said for piece in (text, *re.findall(r"\d{8,}", text))}
    return sorted(piece for piece in pieces if len(piece) >= LONG_ENOUGH and piece in written)


class _Driven(Delivery):
    """Delivers when it is told to: a test looks after everything was sent."""

    @override
    async def run(self, stop: asyncio.Event) -> None:
        await stop.wait()


@record
class Watched(App):
    """The app as it is, remembering what delivers for it."""

    deliveries: list[Delivery] = field(default_factory=list)
    drives: bool = True

    @classmethod
    def watching(cls, app: App) -> Self:
        return cls(**{one.name: getattr(app, one.name) for one in dataclasses.fields(app)})

    @override
    def delivery(self, sender: Sender, channel: Channel, account: str) -> Delivery:
        if not self.drives:
            return App.delivery(self, sender, channel, account)
        delivery = _Driven(
            self.storage,
            self.catalog,
            sender,
            channel,
            account,
            self.clock,
            self.settings.lease,
        )
        self.deliveries.append(delivery)
        return delivery


# ── the terminal ────────────────────────────────────────────────────────────────────────────────


@dataclass(slots=True)
class _Printed:
    to: str
    lines: list[str] = field(default_factory=list)
    labels: list[str] = field(default_factory=list)

    @property
    def text(self) -> str:
        return "\n".join(self.lines).strip()


class Terminal(Wire):
    """The terminal's own sender and sessions, one session a person, their lines caught."""

    _TO = re.compile(r"  Seratus → (\S+)")
    _BUTTON = re.compile(r"  │ \[\d+\] (.*)")

    def __init__(self, house: House) -> None:
        super().__init__(house)
        self.printed: list[_Printed] = []

    @override
    async def plug(self, app: Watched, running: AsyncExitStack) -> None:
        self.sender = TerminalSender(self._write)
        self.delivery = app.delivery(self.sender, Channel.TERMINAL, TERMINAL)
        self.turns: Turns = app.turns(self.delivery)
        for person in self.house.people.values():
            assert isinstance(person, AtTerminal)
            await person.sit_down()

    def _write(self, line: str) -> None:
        if head := self._TO.match(line):
            self.printed.append(_Printed(head[1]))
        elif button := self._BUTTON.match(line):
            self.printed[-1].labels.append(button[1])
        elif line.startswith("  │"):
            self.printed[-1].lines.append(line.removeprefix("  │").removeprefix(" "))

    @override
    def person(self, name: str) -> "AtTerminal":
        return AtTerminal(self.house, self, name)


class AtTerminal(Person):
    def __init__(self, house: House, wire: Terminal, name: str) -> None:
        super().__init__(house)
        self._wire = wire
        self._name = name
        self._session: Session | None = None
        self._seen = 0
        self._last: Incoming | None = None

    async def sit_down(self) -> Session:
        wire = self._wire
        self._session = Session(
            self._take,
            wire.delivery,
            wire.sender,
            self.house.clock,
            self._invite,
            wire._write,
            echo=False,
        )
        await self._session.speak_as(self._name)
        return self._session

    async def _take(self, incoming: Incoming) -> None:
        self._last = incoming
        await self._wire.turns.take(incoming)

    async def _invite(self, _village: str, _who: Address) -> str | None:
        raise NobodySuch

    async def _at(self) -> Session:
        self.house.clock.step(seconds=1)
        return self._session or await self.sit_down()

    @override
    async def _says(self, text: str) -> None:
        await (await self._at()).line(text)

    @override
    async def taps(self, label: str) -> None:
        session = await self._at()
        if label not in self._open:
            await session.look()
        if label not in self._open:
            msg = f"no button {label!r} among {self._open}"
            raise LookupError(msg)
        await session.line(str(self._open.index(label) + 1))

    @property
    def _open(self) -> list[str]:
        """The buttons that were printed last, by which a number is understood."""
        return next((p.labels for p in reversed(self._mine) if p.labels), [])

    @override
    async def repeats(self) -> None:
        assert self._last is not None
        await self._wire.turns.take(self._last)

    @override
    async def opens(self, payload: str = "") -> None:
        await (await self._at()).open(payload)

    @override
    async def sends_photo(self) -> None:
        await self.says("[foto]")

    @override
    async def heard(self) -> list[str]:
        session = self._session or await self.sit_down()
        await session.look()
        mine = self._mine[self._seen :]
        self._seen += len(mine)
        return [message.text for message in mine]

    @property
    def _mine(self) -> list[_Printed]:
        return [message for message in self._wire.printed if message.to == self._name]

    @property
    @override
    def labels(self) -> list[str]:
        return self._mine[-1].labels if self._mine else []

    @property
    @override
    def address(self) -> Address:
        return Address(Channel.TERMINAL, TERMINAL, self._name)


# ── Telegram ────────────────────────────────────────────────────────────────────────────────────


class Polling(Wire):
    """`seratus serve` as it stands, asking a Bot API server on a socket of this machine."""

    _numbers: ClassVar["itertools.count[int]"] = itertools.count(501)

    def __init__(self, house: House) -> None:
        super().__init__(house)
        self.server = TelegramServer()

    @override
    async def __aenter__(self) -> Self:
        await self.server.__aenter__()
        return self

    @override
    async def __aexit__(self, *_: object) -> None:
        await self.server.__aexit__()

    @override
    async def plug(self, app: Watched, running: AsyncExitStack) -> None:
        settings = dataclasses.replace(
            app.settings, telegram_token=TOKEN, telegram_api_base=self.server.api_base
        )
        app = dataclasses.replace(app, settings=settings)
        await running.enter_async_context(service.telegram(app, asyncio.Event()))

    async def bring(self, *updates: Update) -> None:
        """Have updates taken, all at once, and what they cause sent."""
        await self.server.queue(*updates)
        await self.server.until_confirmed()
        await self.house.settle()

    @override
    def person(self, name: str) -> "OnTelegram":
        return OnTelegram(self.house, self, next(self._numbers))


class Webhook(Polling):
    """The same, with the updates posted to it. `door.statuses` has its answers."""

    @override
    async def plug(self, app: Watched, running: AsyncExitStack) -> None:
        settings = dataclasses.replace(
            app.settings,
            telegram_token=TOKEN,
            telegram_api_base=self.server.api_base,
            telegram_webhook_secret=SECRET,
            public_url="https://seratus.example",
        )
        app = dataclasses.replace(app, settings=settings)
        routes = await running.enter_async_context(service.telegram(app, asyncio.Event()))
        socket = await running.enter_async_context(Loopback(web(app.storage, routes)))
        self.door = WebhookDoor(f"{socket.url}{service.WEBHOOK_PATH}", SECRET)

    @override
    async def bring(self, *updates: Update) -> None:
        await self.door(*updates)
        await self.house.settle()


class Served(Polling):
    """The same with delivery running by itself, as it does at work: a test waits for messages."""

    @override
    async def plug(self, app: Watched, running: AsyncExitStack) -> None:
        await super().plug(dataclasses.replace(app, drives=False), running)

    @override
    async def bring(self, *updates: Update) -> None:
        await self.server.queue(*updates)


class OnTelegram(Person):
    def __init__(self, house: House, wire: Polling, number: int) -> None:
        super().__init__(house)
        self.wire = wire
        self.number = number
        self.phone = Phone(wire.server, number, self._deliver)
        self.held: list[Update] | None = None
        self._dated: set[int] = set()
        self._seen = 0

    async def _deliver(self, *updates: Update) -> None:
        for update in updates:
            self._date(update)
        if self.held is not None:
            self.held.extend(updates)
            return
        await self.wire.bring(*updates)

    def _date(self, update: Update) -> None:
        """Let the house's clock say when it was sent: Telegram's own time is in every message."""
        if update["update_id"] in self._dated:
            return
        self._dated.add(update["update_id"])
        self.house.clock.step(seconds=1)
        seconds = int(self.house.clock.now().timestamp())
        for kind in ("message", "edited_message"):
            for name in {"date", "edit_date"} & update.get(kind, {}).keys():
                update[kind][name] = seconds

    @asynccontextmanager
    async def holding(self) -> AsyncIterator[list[Update]]:
        """Keep what is done in here, to bring it all at once."""
        held: list[Update] = []
        self.held = held
        yield held
        self.held = None

    @override
    async def _says(self, text: str) -> None:
        await self.phone.says(text)

    @override
    async def taps(self, label: str) -> None:
        await self.phone.taps(label)

    def button(self, label: str) -> Press:
        """Keep a button as it is now, to press it when it may be gone."""
        for shown in reversed(self.shown):
            for key in itertools.chain.from_iterable(shown.rows):
                if key["text"] == label:
                    kept = Shown(shown.message_id, shown.text, shown.markup)
                    return lambda: self._press(kept, key["callback_data"])
        raise LookupError(f"no button {label!r} among {[shown.labels for shown in self.shown]}")

    async def _press(self, shown: Shown, data: str) -> None:
        await self.phone._tap(shown, data)

    @override
    async def repeats(self) -> None:
        await self.phone.repeats()

    @override
    async def opens(self, payload: str = "") -> None:
        await self.phone.opens(payload)

    @override
    async def sends_photo(self) -> None:
        await self.phone.sends_photo()

    async def sends(self, **content: Any) -> None:  # noqa: ANN401 - whatever a message can carry
        await self.phone._send(self.phone.message(**content))

    @override
    async def heard(self) -> list[str]:
        calls = [*self.wire.server.sent]
        new = [one for one in calls[self._seen :] if _told(one.method, one.call, self.number)]
        self._seen = len(calls)
        return [one.text for one in new]

    @property
    def shown(self) -> list[Shown]:
        """The bot's messages as they look now."""
        return self.wire.server.shown(self.number)

    @property
    @override
    def labels(self) -> list[str]:
        return self.shown[-1].labels if self.shown else []

    @property
    @override
    def address(self) -> Address:
        return Address(Channel.TELEGRAM, ACCOUNT, str(self.number))


def on_telegram(house: House, name: str) -> OnTelegram:
    person = house.person(name)
    assert isinstance(person, OnTelegram)
    return person


def _told(method: str, call: Any, chat_id: int) -> bool:  # noqa: ANN401 - a call of the Bot API
    return method in {"sendMessage", "editMessageText"} and int(call.chat_id) == chat_id
