"""The driver of WhatsApp: `seratus serve`'s own wiring between a signed webhook and a Graph API.

Somebody follows a link by sending the words that it prefills, and taps what really stands in the
message: a reply button, a row of a list; or types the number or the label where the message says
that these are to be typed.
"""

import asyncio
import dataclasses
import itertools
import re
from collections.abc import Callable, Mapping
from contextlib import AsyncExitStack
from copy import copy
from functools import cache
from typing import Any, ClassVar, Self, TypeAlias

from typing_extensions import override

from bot.serving.web import web
from bot.whatsapp import service
from conversations.links import HEAD, MOVE, VILLAGE
from conversations.messages import Address, Channel, Text
from locales import templates
from locales.catalog import Catalog
from tests.dialogue.drivers import House, Person, Watched, Wire
from tests.platforms.graph_server import (
    ACCOUNT_ID,
    PHONE_ID,
    TOKEN,
    GraphServer,
    SentMessage,
    Shown,
    Template,
)
from tests.platforms.telegram_server import Loopback
from tests.platforms.whatsapp_phone import APP_SECRET, VERIFY_TOKEN, Door, Pen

Json: TypeAlias = dict[str, Any]
_NUMBERED = re.compile(r"^(\d+)\. (.*)$", re.MULTILINE)


class WhatsApp(Wire):
    """The whole channel on two sockets of this machine; every template is approved."""

    _numbers: ClassVar["itertools.count[int]"] = itertools.count(81_234_560_000)
    flow_id: ClassVar[str | None] = None

    def __init__(self, house: House) -> None:
        super().__init__(house)
        self.server = GraphServer()
        self.door: Door

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
            app.settings,
            whatsapp_token=TOKEN,
            whatsapp_phone_id=PHONE_ID,
            whatsapp_account_id=ACCOUNT_ID,
            whatsapp_app_secret=APP_SECRET,
            whatsapp_verify_token=VERIFY_TOKEN,
            whatsapp_api_base=self.server.api_base,
            whatsapp_flow_id=self.flow_id,
        )
        app = dataclasses.replace(app, settings=settings)
        self.server.templates.update({key: copy(one) for key, one in _approved().items()})
        routes = await running.enter_async_context(service.whatsapp(app, asyncio.Event()))
        socket = await running.enter_async_context(Loopback(web(app.storage, routes)))
        self.door = Door(f"{socket.url}{service.WEBHOOK_PATH}", APP_SECRET)

    async def bring(self, *payloads: Json) -> None:
        """Post payloads, one after another, and have sent what they cause."""
        await self.door(*payloads)
        await self.house.settle()

    @override
    def person(self, name: str) -> "OnWhatsApp":
        number = next(self._numbers)
        return OnWhatsApp(self.house, self, f"62{number}", f"ID.1{number}")


@cache
def _approved() -> dict[tuple[str, str], Template]:
    """Approve every template of the words as they are; making them out takes a while."""
    catalog = Catalog.load()
    return {
        (templates.published(one, catalog), language): Template(
            tuple(templates.examples(one, catalog, language)), len(one.buttons)
        )
        for one in templates.TEMPLATES
        for language in catalog.languages
    }


class OnWhatsApp(Person):
    together = True

    def __init__(self, house: House, wire: WhatsApp, phone: str | None, bsuid: str | None) -> None:
        super().__init__(house)
        self.wire = wire
        self.pen = Pen(PHONE_ID, phone, bsuid, house.clock.now)
        self._last: Json = {}
        self._seen = 0

    async def sends(self, write: Callable[[Pen], Json]) -> None:
        """Write a message, a second after the last, and have it taken."""
        self.house.clock.step(seconds=1)
        self._last = self.pen.payload([write(self.pen)])
        await self.wire.bring(self._last)

    @override
    async def _says(self, text: str) -> None:
        await self.sends(lambda pen: pen.text(text))

    @override
    async def taps(self, label: str) -> None:
        for sent in reversed(self.sent):
            labels = self._labels(sent)
            if label not in labels:
                continue
            if not sent.buttons:
                numbered = _NUMBERED.findall(sent.text)
                return await self.says(str(labels.index(label) + 1) if numbered else label)
            return await self._press(sent, labels.index(label))
        raise LookupError(f"no button {label!r} among {[self._labels(s) for s in self.sent]}")

    async def _press(self, sent: SentMessage, number: int) -> None:
        await self.sends(_tapping(sent, sent.buttons[number]))

    async def fills(self, answers: Mapping[str, str]) -> None:
        """Fill in the form that was offered last, and send it."""
        self.house.said += [answers.get(name, "") for name in ("nik", "name", "mother", "phone")]
        shown = next(sent for sent in reversed(self.sent) if sent.kind == "flow")
        token = shown.buttons[0].id
        await self.sends(lambda pen: pen.nfm_reply(token, answers, shown.remote_id))

    @override
    async def repeats(self) -> None:
        await self.wire.bring(self._last)

    @override
    async def opens(self, payload: str = "") -> None:
        words = {VILLAGE: "DAFTAR {}", HEAD: "KADES {}", MOVE: "PINDAH {}"}.get(payload[:2], "{}")
        carried = payload[2:] if words != "{}" else payload or "halo"
        await self.says(words.format(carried))

    @override
    async def sends_photo(self) -> None:
        await self.sends(lambda pen: pen.media("image"))

    @override
    async def heard(self) -> list[str]:
        new = self.sent[self._seen :]
        self._seen += len(new)
        return [self._words(one) for one in new]

    @property
    def sent(self) -> list[SentMessage]:
        return self.wire.server.to(self.address.id)

    @property
    @override
    def labels(self) -> list[str]:
        return self._labels(self.sent[-1]) if self.sent else []

    @property
    @override
    def address(self) -> Address:
        return Address(Channel.WHATSAPP, PHONE_ID, self.pen.bsuid or self.pen.phone or "")

    def _typed(self, sent: SentMessage) -> "re.Match[str] | None":
        typed = re.escape(self.house.catalog.template(self.language, "choices.typed"))
        return re.search(rf"\n\n{typed}\Z".replace(r"\{labels\}", "(.*)"), sent.text)

    def _words(self, sent: SentMessage) -> str:
        """Return what was said, without what this channel adds: labels to type, or numbers."""
        if typed := self._typed(sent):
            return sent.text[: typed.start()]
        if _NUMBERED.search(sent.text) and not sent.buttons:
            return sent.text[: _NUMBERED.search(sent.text).start()].rstrip()  # type: ignore[union-attr]
        return sent.text

    def _labels(self, sent: SentMessage) -> list[str]:
        if sent.buttons:
            return [_label(one.title, one.description) for one in sent.buttons]
        if typed := self._typed(sent):
            return typed[1].split(" / ")
        numbered = self.house.catalog.say(self.language, Text("choices.numbered"))
        found = _NUMBERED.findall(sent.text) if sent.text.endswith(numbered) else []
        return [label for _, label in found]


def _tapping(sent: SentMessage, button: Shown) -> Callable[[Pen], Json]:
    match sent.kind:
        case "template":
            return lambda pen: pen.template_button(button.id, button.title, sent.remote_id)
        case "list":
            return lambda pen: pen.list_reply(button.id, button.title, sent.remote_id)
        case _:
            return lambda pen: pen.button_reply(button.id, button.title, sent.remote_id)


def _label(title: str, description: str) -> str:
    """Put a label together again that stood in two lines of a list."""
    if not description or description.startswith(title):
        return description or title
    return f"{title} ({description})"


def on_whatsapp(house: House, name: str) -> OnWhatsApp:
    person = house.person(name)
    assert isinstance(person, OnWhatsApp)
    return person


def graph(house: House) -> GraphServer:
    assert isinstance(house.wire, WhatsApp)
    return house.wire.server


async def reports(
    person: OnWhatsApp, sent: SentMessage, came: str, error: int | None = None
) -> None:
    """Have Meta tell what became of a message, and have sent what follows from it."""
    status = person.pen.status(sent.remote_id, came, sent.reference, error)
    await person.wire.bring(person.pen.payload(statuses=[status], contacts=[]))
