"""WhatsApp without a network: what people do, as the tests' pen writes it."""

import itertools

import orjson
from typing_extensions import override

from bench.platforms.wires import Wire
from bot.ports import Button, Message
from tests.platforms.whatsapp_phone import ACCOUNT as PHONE_ID
from tests.platforms.whatsapp_phone import Json, Pen

MOST_BUTTONS = 3  # Cloud API; more choices are a list


class WhatsAppWire(Wire):
    """Writes webhooks of one message each, by people with a number and a business-scoped id."""

    def __init__(self, first: int = 0) -> None:
        self._numbers = itertools.count(first + 1)

    @override
    def typed(self, person: int, words: str) -> bytes:
        pen = self._pen(person)
        return _written(pen, pen.text(words))

    @override
    def tapped(self, person: int, button: Button, on: str, shown: Message) -> bytes:
        pen = self._pen(person)
        listed = len(shown.buttons) > MOST_BUTTONS
        reply = pen.list_reply if listed else pen.button_reply
        return _written(pen, reply(button.token, button.label, on))

    def _pen(self, person: int) -> Pen:
        return Pen(PHONE_ID, f"62{person}", f"ID.{person}", numbers=self._numbers)


def _written(pen: Pen, message: Json) -> bytes:
    return orjson.dumps(pen.payload([message]))
