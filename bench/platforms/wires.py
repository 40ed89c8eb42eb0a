"""Telegram without a network: what people do, as the platform writes it.

A wire writes one line of a script as the JSON bytes that come in. `first` keeps the messages of
several processes apart: no two may have the same id. These are written by hand, for the time that
takes is in the figures of every system, and so is the memory of what is imported here; WhatsApp's,
which one system alone has, are in whatsapp_wire.py.
"""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any, Protocol

import orjson
from typing_extensions import override

from bot.ports import Button, Message

ACCOUNT = "123456"  # the bot's id on Telegram
_BOT = {"id": int(ACCOUNT), "is_bot": True, "first_name": "Seratus", "username": "seratus_bot"}

Heard = Callable[[int, str, Message], None]
"""Tell the crowd what a person was sent: the person, the message's id, the message."""


class Wire(Protocol):
    def typed(self, person: int, words: str) -> bytes:
        """Write down that somebody typed."""

    def tapped(self, person: int, button: Button, on: str, shown: Message) -> bytes:
        """Write down that somebody tapped a button of the message with the id `on`."""


class TelegramWire(Wire):
    """Writes updates; a tap carries the whole message that the button stood under."""

    def __init__(self, first: int = 0) -> None:
        self._update_id = first

    @override
    def typed(self, person: int, words: str) -> bytes:
        message = _written(person, self._next(), _sender(person), words)
        if words.startswith("/"):
            message["entities"] = [{"offset": 0, "length": len(words), "type": "bot_command"}]
        return orjson.dumps({"update_id": self._update_id, "message": message})

    @override
    def tapped(self, person: int, button: Button, on: str, shown: Message) -> bytes:
        number = self._next()
        rows = [[{"text": one.label, "callback_data": one.token}] for one in shown.buttons]
        carried = _written(person, int(on), _BOT, shown.text)
        query = {
            "id": str(4_000_000_000_000_000_000 + number),
            "from": _sender(person),
            "message": carried | {"reply_markup": {"inline_keyboard": rows}},
            "chat_instance": "-3541208723640872364",
            "data": button.token,
        }
        return orjson.dumps({"update_id": number, "callback_query": query})

    def _next(self) -> int:
        self._update_id += 1
        return self._update_id


def _sender(person: int) -> dict[str, Any]:
    return {"id": person, "is_bot": False, "first_name": "Yanti", "language_code": "id"}


def _written(person: int, message_id: int, sender: dict[str, Any], words: str) -> dict[str, Any]:
    return {
        "message_id": message_id,
        "from": sender,
        "chat": {"id": person, "first_name": "Yanti", "type": "private"},
        "date": _now(),
        "text": words,
    }


def person_of(address: str) -> int:
    """Return whose address it is, on either channel."""
    return int(address.removeprefix("ID."))


def _now() -> int:
    return int(datetime.now(UTC).timestamp())
