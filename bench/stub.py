"""Telegram without a network: updates as it writes them, and a sender that hears what is sent."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

import orjson
from typing_extensions import override

from bot.ports import Message, Sender
from conversations.messages import Address

ACCOUNT = "123456"
_BOT = {"id": int(ACCOUNT), "is_bot": True, "first_name": "Seratus", "username": "seratus_bot"}


class StubSender(Sender):
    """Gives ids at once and tells who was sent what, under which id."""

    def __init__(self, heard: Callable[[int, str, Message], None]) -> None:
        self._heard = heard
        self._last = 0

    @override
    async def send(self, to: Address, message: Message) -> str:
        self._last += 1
        self._heard(int(to.id), str(self._last), message)
        return str(self._last)

    @override
    async def edit(self, to: Address, remote_id: str, message: Message) -> str:
        return remote_id


def typed(update_id: int, person: int, words: str, now: datetime) -> bytes:
    """Write the update of a typed message."""
    message = _written(person, update_id, now, _sender(person), words)
    if words.startswith("/"):
        message["entities"] = [{"offset": 0, "length": len(words), "type": "bot_command"}]
    return orjson.dumps({"update_id": update_id, "message": message})


def tapped(  # noqa: PLR0913 - what an update carries
    update_id: int, person: int, now: datetime, *, token: str, on: str, shown: Message
) -> bytes:
    """Write the update of a tap, which carries the whole message that the button stood under."""
    rows = [[{"text": one.label, "callback_data": one.token}] for one in shown.buttons]
    carried = _written(person, int(on), now, _BOT, shown.text)
    query = {
        "id": str(4_000_000_000_000_000_000 + update_id),
        "from": _sender(person),
        "message": carried | {"reply_markup": {"inline_keyboard": rows}},
        "chat_instance": "-3541208723640872364",
        "data": token,
    }
    return orjson.dumps({"update_id": update_id, "callback_query": query})


def _sender(person: int) -> dict[str, Any]:
    return {"id": person, "is_bot": False, "first_name": "Yanti", "language_code": "id"}


def _written(
    person: int, message_id: int, now: datetime, sender: dict[str, Any], words: str
) -> dict[str, Any]:
    return {
        "message_id": message_id,
        "from": sender,
        "chat": {"id": person, "first_name": "Yanti", "type": "private"},
        "date": int(now.timestamp()),
        "text": words,
    }
