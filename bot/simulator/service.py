"""The simulator put together: phones of both platforms, and the whole bot behind them.

What is done on a phone is taken before this returns; what it causes comes when it is delivered.
"""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Mapping
from datetime import datetime, timedelta

from bot.app import App
from bot.simulator.lines import Line, lines
from bot.simulator.passing import Passing
from bot.simulator.phone import Does, Json, Phone, Platform, Shown
from bot.simulator.phones import MOST_PHONES
from bot.simulator.wire.bot_api import BotApi
from bot.simulator.wire.form import Unfit
from bot.simulator.wire.graph_api import GraphApi
from bot.simulator.wire.receive import incoming
from bot.simulator.world import World
from storage.errors import StorageError

_INVITATION_LASTS = timedelta(hours=1)
_YES = timedelta(seconds=5)  # until a head is asked; then somebody else may accept by hand


class Undone(Exception):  # noqa: N818 - a slip of whoever holds the phone, told in its message
    """Nothing was done."""


class Simulator:
    """What can be done on the phones, and what is to be seen of them."""

    def __init__(self, app: App, world: World, running: Mapping[Platform, Line]) -> None:
        self.events = world.events
        self.phones = world.phones
        self._app = app
        self._world = world
        self._lines = running
        self.time = Passing(app, world, running)

    def told(self) -> Json:
        """Return all that a page shows, as it is now."""
        chats = {one.id: [shown.told() for shown in one.messages] for one in self.phones}
        return {
            "event": self.events.last,
            "clock": self.time.told(),
            "phones": [one.told() for one in self.phones],
            "chats": chats,
            "rates": self._app.settings.whatsapp_rates,
            "happened": list(self._world.overheard.turns),
        }

    def form_screens(self) -> list[Json]:
        """Return the form that some messages open, screen by screen."""
        return self._world.form.screens

    # ── phones ──

    async def add(
        self, platform: Platform, name: str, head_of: str, *, hidden: bool = False
    ) -> Phone:
        """Take a new phone; a village's head is invited on it, and accepts."""
        village = self._app.directory.villages.get(head_of) if head_of else None
        if head_of and village is None:
            raise Undone(f"no village {head_of} is loaded")
        if hidden and platform is not Platform.WHATSAPP:
            raise Undone("only WhatsApp hides a number")
        if len(self.phones) >= MOST_PHONES:
            raise Undone(f"there are {MOST_PHONES} phones already")
        called = name or (f"Kepala Desa {village.name}" if village else "")
        phone = self.phones.add(platform, called, head_of, hidden=hidden)
        wrote_at = await self._wrote_at(phone)
        phone.wrote_at = phone.wrote_at or wrote_at  # somebody may have been quick
        if village:
            await self._become_head(phone, called)
        return phone

    async def unwritten(self, platform: Platform) -> Phone:
        """Return a worker's phone on which nothing was ever said, a new one if need be."""
        for phone in self.phones:
            if phone.platform is platform and phone.unwritten:
                return phone
        while await self._wrote_at(self.phones.next(platform)):
            self.phones.skip(platform)
        return await self.add(platform, "", "")

    async def _wrote_at(self, phone: Phone) -> datetime | None:
        """Return when its holder wrote before we were started again: WhatsApp would know."""
        with contextlib.suppress(StorageError):
            async with self._app.storage.begin(whole=False) as work:
                known = (await work.identities.known([phone.address])).get(phone.address)
                heard_at: datetime | None = known.heard_at if known and known.heard else None
                return heard_at
        return None

    async def _become_head(self, phone: Phone, called: str) -> None:
        async with self._app.storage.begin() as work:
            person = (await work.people.lock([phone.address]))[0]
            if phone.head_of in (await work.officials.villages([person.id])).get(person.id, ()):
                return
            code = await work.officials.invite(phone.head_of, called, _INVITATION_LASTS)
        before = phone.newest
        await self.open(phone, f"h_{code}")
        asked = await self.answer(phone, before)
        if asked and asked.keys:
            await self.tap(phone, asked.id, 0)

    async def answer(self, phone: Phone, after: str, patience: timedelta = _YES) -> Shown | None:
        """Wait until the bot has said something after a message; None: it has not."""
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(patience.total_seconds()):
                while not (came := [one for one in phone.since(after) if one.by == "bot"]):
                    await self.events.more()
                return came[-1]
        return None

    # ── what is done on them ──

    async def say(self, phone: Phone, text: str) -> None:
        await self._send(phone, self._end(phone).says(phone, text))

    async def open(self, phone: Phone, payload: str) -> None:
        await self._send(phone, self._end(phone).opens(phone, payload))

    async def contact(self, phone: Phone) -> None:
        await self._send(phone, self._end(phone).shares_contact(phone))

    async def photo(self, phone: Phone) -> None:
        await self._send(phone, self._end(phone).sends_photo(phone))

    async def tap(self, phone: Phone, message: str, key: int) -> None:
        shown = phone.find(message)
        if not 0 <= key < len(shown.keys):
            raise LookupError(key)
        if shown.keys[key].does is Does.FORM:
            raise Undone("a form is filled in: form, not tap")
        await self._send(phone, self._end(phone).taps(phone, shown, shown.keys[key]))

    async def form(self, phone: Phone, message: str, answers: Mapping[str, str]) -> None:
        shown = phone.find(message)
        if phone.platform is not Platform.WHATSAPP or shown.look != "form":
            raise Undone("this message opens no form")
        try:
            filled = self._world.form.filled(answers)
        except Unfit as unfit:
            raise Undone(str(unfit)) from None
        await self._send(phone, self._world.whatsapp.fills(phone, shown, filled))

    async def repeat(self, phone: Phone) -> None:
        """Deliver the last message once more, as platforms do that heard no answer."""
        if not phone.last:
            raise Undone("nothing was sent from this phone yet")
        await self._take(phone, phone.last)

    def _end(self, phone: Phone) -> BotApi | GraphApi:
        on_telegram = phone.platform is Platform.TELEGRAM
        return self._world.telegram if on_telegram else self._world.whatsapp

    async def _send(self, phone: Phone, raw: bytes) -> None:
        phone.last = raw
        await self._take(phone, raw)

    async def _take(self, phone: Phone, raw: bytes) -> None:
        message = incoming(raw, phone.platform, self._world.clock.now())
        if message is not None:
            await self._lines[phone.platform].turns.take(message)


@contextlib.asynccontextmanager
async def simulator(app: App, world: World) -> AsyncIterator[Simulator]:
    """Run the bot behind the phones meanwhile; the world's clock is the app's own."""
    async with lines(app, world) as running:
        yield Simulator(app, world, running)
