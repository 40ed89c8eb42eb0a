"""Telegram and WhatsApp without a network: what people do, as the platforms write it.

Each wire writes one line of a script as the JSON bytes that come in. `first` keeps the messages
of several processes apart: no two may have the same id.
"""

import hmac
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any, Protocol

import orjson
from typing_extensions import override

from bot.ports import Button, Message

ACCOUNT = "123456"  # the bot's id on Telegram
PHONE_ID = "106540352242922"  # our number's id on WhatsApp
APP_SECRET = "app-secret"
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


class WhatsAppWire(Wire):
    """Writes webhooks of one message each, by people with a number and a business-scoped id."""

    def __init__(self, first: int = 0) -> None:
        self._number = first

    @override
    def typed(self, person: int, words: str) -> bytes:
        return self._payload(person, {"type": "text", "text": {"body": words}})

    @override
    def tapped(self, person: int, button: Button, on: str, shown: Message) -> bytes:
        kind = "button_reply" if len(shown.buttons) <= 3 else "list_reply"  # noqa: PLR2004 - Cloud API
        reply = {"type": kind, kind: {"id": button.token, "title": button.label}}
        context = {"from": "15550783881", "id": on}
        return self._payload(
            person, {"type": "interactive", "context": context, "interactive": reply}
        )

    def _payload(self, person: int, content: dict[str, Any]) -> bytes:
        self._number += 1
        phone, user = f"62{person}", _user_id(person)
        head = {"from": phone, "from_user_id": user, "id": f"wamid.HBgM{self._number:012}"}
        value = {
            "messaging_product": "whatsapp",
            "metadata": {"display_phone_number": "15550783881", "phone_number_id": PHONE_ID},
            "contacts": [{"profile": {"name": "Yanti"}, "wa_id": phone, "user_id": user}],
            "messages": [{**head, "timestamp": str(_now()), **content}],
        }
        change = {"value": value, "field": "messages"}
        entry = {"id": "102290129340398", "changes": [change]}
        return orjson.dumps({"object": "whatsapp_business_account", "entry": [entry]})


def _user_id(person: int) -> str:
    return f"ID.{person}"


def person_of(address: str) -> int:
    """Return whose address it is, on either channel."""
    return int(address.removeprefix("ID."))


def signature(body: bytes) -> str:
    """Sign a payload as Meta does."""
    return f"sha256={hmac.new(APP_SECRET.encode(), body, 'sha256').hexdigest()}"


def _now() -> int:
    return int(datetime.now(UTC).timestamp())
