"""The drivers of the simulator: a page's side of the phones, over HTTP as a browser asks.

What is done on a phone is posted; what is seen there is what a page is told. The phones stay while
the bot is started again, as people's do.
"""

from contextlib import AsyncExitStack
from typing import Any, ClassVar, TypeAlias

import httpx
import orjson
from starlette.applications import Starlette
from typing_extensions import override

from bot.simulator.browser.api import phones
from bot.simulator.phone import Phone, Platform
from bot.simulator.service import Simulator, simulator
from bot.simulator.world import World
from conversations.messages import Address
from locales.catalog import Catalog
from tests.dialogue.drivers import House, Person, Watched, Wire
from tests.dialogue.whatsapp import OnWhatsApp
from tests.platforms.graph_server import SentMessage, Shown

Json: TypeAlias = dict[str, Any]
CATALOG = Catalog.load()


class Simulated(Wire):
    """The whole channel as the demo runs it, and its routes asked without a socket."""

    platform: ClassVar[Platform]

    def __init__(self, house: House) -> None:
        super().__init__(house)
        self.world = World.build(house.clock, CATALOG)
        self.simulator: Simulator
        self.page: httpx.AsyncClient

    @override
    async def plug(self, app: Watched, running: AsyncExitStack) -> None:
        self.simulator = await running.enter_async_context(simulator(app, self.world))
        wire = httpx.ASGITransport(Starlette(routes=phones(self.simulator)))
        self.page = await running.enter_async_context(
            httpx.AsyncClient(transport=wire, base_url="http://127.0.0.1:8000")
        )

    async def post(self, phone: Phone, verb: str, **body: Any) -> None:  # noqa: ANN401 - JSON
        """Do something on a phone, a second after the last, and have sent what it causes."""
        self.house.clock.step(seconds=0 if verb == "repeat" else 1)
        answer = await self.page.post(f"/phones/{phone.id}/{verb}", json=body)
        assert answer.status_code == 200, answer.text
        await self.house.settle()

    def chat(self, phone: Phone) -> list[Json]:
        """Return what the bot wrote on a phone, as a page is told of it now."""
        chat = self.simulator.told()["chats"][phone.id]
        return [shown for shown in chat if shown["by"] == "bot"]

    def said(self, phone: Phone, after: int) -> list[Json]:
        """Return what the bot wrote, or wrote anew, behind an event."""
        events = (one for one in self.simulator.events.after(after) if one.kind == "message")
        told = [orjson.loads(event.data) for event in events]
        shown = [one["message"] for one in told if one["phone"] == phone.id]
        assert [one["text"] for one in shown if one["by"] == "platform"] == []
        return [one for one in shown if one["by"] == "bot"]

    @property
    def newest(self) -> int:
        """The number of the newest event."""
        return int(self.simulator.events.last.partition("-")[2])


class SimulatedTelegram(Simulated):
    platform = Platform.TELEGRAM

    @override
    def person(self, name: str) -> "OnSimulatedTelegram":
        return OnSimulatedTelegram(self.house, self, name)


class SimulatedWhatsApp(Simulated):
    platform = Platform.WHATSAPP

    @override
    def person(self, name: str) -> "OnSimulatedWhatsApp":
        return OnSimulatedWhatsApp(self.house, self, name)


class _OnPhone(Person):
    """What is done alike on both platforms: over the phones' own HTTP."""

    def __init__(self, house: House, wire: Simulated, name: str) -> None:
        Person.__init__(self, house)
        self._wire = wire
        self._phone = wire.simulator.phones.add(wire.platform, name)
        self._seen = 0

    @override
    async def _says(self, text: str) -> None:
        await self._wire.post(self._phone, "say", text=text)

    @override
    async def repeats(self) -> None:
        await self._wire.post(self._phone, "repeat")

    @override
    async def opens(self, payload: str = "") -> None:
        await self._wire.post(self._phone, "open", payload=payload)

    @override
    async def sends_photo(self) -> None:
        await self._wire.post(self._phone, "photo")


class OnSimulatedTelegram(_OnPhone):
    @override
    async def taps(self, label: str) -> None:
        for shown in reversed(self._wire.chat(self._phone)):
            labels = _labels(shown)
            if label in labels:
                key = {"message": shown["id"], "key": labels.index(label)}
                return await self._wire.post(self._phone, "tap", **key)
        raise LookupError(f"no button {label!r} on {self._phone.id}")

    @override
    async def heard(self) -> list[str]:
        after, self._seen = self._seen, self._wire.newest
        return [shown["text"] for shown in self._wire.said(self._phone, after)]

    @property
    @override
    def labels(self) -> list[str]:
        chat = self._wire.chat(self._phone)
        return _labels(chat[-1]) if chat else []

    @property
    @override
    def address(self) -> Address:
        return self._phone.address


class OnSimulatedWhatsApp(_OnPhone, OnWhatsApp):
    """Reads and taps as on WhatsApp; what is written goes another way."""

    @override
    async def _press(self, sent: SentMessage, number: int) -> None:
        await self._wire.post(self._phone, "tap", message=sent.remote_id, key=number)

    @override
    async def heard(self) -> list[str]:
        after, self._seen = self._seen, self._wire.newest
        return [self._words(_sent(shown)) for shown in self._wire.said(self._phone, after)]

    @property
    @override
    def sent(self) -> list[SentMessage]:
        return [_sent(shown) for shown in self._wire.chat(self._phone)]

    @property
    @override
    def address(self) -> Address:
        return self._phone.address


def _labels(shown: Json) -> list[str]:
    return [key["label"] for row in shown["rows"] for key in row]


def _sent(shown: Json) -> SentMessage:
    keys = [key for row in shown["rows"] for key in row]
    buttons = tuple(Shown("", key["label"], key["description"]) for key in keys)
    kind = shown["look"] or shown["kind"]
    return SentMessage("", kind, shown["text"], shown["id"], {}, buttons)
