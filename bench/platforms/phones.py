"""A person's phone on either platform: it types and taps, and shows what the bot says."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Protocol

import telegram

from bench.platforms.people import Person
from bench.platforms.servers import Exchange, Meta
from tests.platforms.graph_server import PHONE_ID, SentMessage
from tests.platforms.telegram_server import ACCOUNT, Phone, Shown
from tests.platforms.whatsapp_phone import Pen


@dataclass(frozen=True, slots=True)
class Heard:
    """A message of the bot. `by`: the life of the bot that sent it; `shown`: the platform's own.

    `reference`: our own id of the message, where the platform is told (WhatsApp).
    """

    text: str
    by: int
    shown: Any
    reference: str = ""


class Handset(Protocol):
    """`address`: channel, account and id, as the database knows whoever holds it."""

    address: tuple[str, str, str]

    async def types(self, texts: Sequence[str]) -> None:
        """Write these at once, without waiting for what comes back."""

    async def taps(self, ending: str, heard: Heard) -> None:
        """Tap the button of this message whose token ends so. LookupError if there is none."""


class OnTelegram:
    def __init__(self, exchange: Exchange, person: Person) -> None:
        self.address = ("telegram", ACCOUNT, str(person.id))
        self._phone = Phone(exchange, person.id)
        self._phone.user = telegram.User(person.id, "Yanti", is_bot=False, language_code="id")

    async def types(self, texts: Sequence[str]) -> None:
        for text in texts:
            await self._phone.says(text)

    async def taps(self, ending: str, heard: Heard) -> None:
        shown: Shown = heard.shown
        keys = [key for row in shown.rows for key in row]
        label = [k["text"] for k in keys if k.get("callback_data", "").endswith(ending)]
        if not label:
            raise LookupError(ending)
        await self._phone.taps(label[0])


class OnWhatsApp:
    def __init__(self, meta: Meta, person: Person) -> None:
        phone = number_of(person)
        self.address = ("whatsapp", PHONE_ID, phone)
        self._meta = meta
        self._pen = Pen(PHONE_ID, phone)

    async def types(self, texts: Sequence[str]) -> None:
        await self._meta.bring(self._pen.payload([self._pen.text(text) for text in texts]))

    async def taps(self, ending: str, heard: Heard) -> None:
        sent: SentMessage = heard.shown
        found = [one for one in sent.buttons if one.id.endswith(ending)]
        if not found:
            raise LookupError(ending)
        write = self._pen.list_reply if sent.kind == "list" else self._pen.button_reply
        tapped = write(found[0].id, found[0].title, sent.remote_id)
        await self._meta.bring(self._pen.payload([tapped]))


def number_of(person: Person) -> str:
    """Return the WhatsApp number of a person, by which their id is found again."""
    return f"62{person.id}"
