"""Webhook bodies, as Telegram and Meta write what somebody does."""

import re
import time
from collections.abc import Mapping
from datetime import UTC, datetime
from itertools import count
from typing import Any, Protocol

from typing_extensions import override

from bench.fuzz.people import Somebody
from bot.telegram.webhook import SECRET_HEADER
from bot.whatsapp.webhook import SIGNATURE_HEADER
from conversations.messages import (
    Edited,
    Filled,
    Input,
    Opened,
    Said,
    SentMedia,
    SharedContact,
    Tapped,
)
from tests.platforms.graph_server import PHONE_ID
from tests.platforms.whatsapp_phone import APP_SECRET, Pen, signature

SECRET = "s3cret_-"
_MEMBER = (("left", "member"), ("member", "left"), ("member", "kicked"), ("kicked", "member"))
_CAME = ("sent", "delivered", "read", "failed", "deleted", "failed", "played")
_ERRORS = (131026, 131047, 130429, 131000, 470, None)
_A_SECOND = 8  # bodies: everybody's phone dates what they write, and nobody is hasty
_AGO = 20 * 3600  # seconds since the first of them: within the day in which WhatsApp may answer

Json = dict[str, Any]


class Platform(Protocol):
    """Writes bodies, no two with the same id."""

    path: str

    def chat(self, number: int) -> str:
        """Return by what a person is known there."""

    def known_by(self, number: int) -> tuple[str, ...]:
        """Return all that a person is known by there."""

    def body(self, who: Somebody, number: int, given: Input) -> Json: ...

    def signed(self, body: bytes) -> Mapping[str, str]:
        """Return the headers that say who wrote it."""

    def again(self, body: bytes) -> bytes:
        """Write it once more under another id."""


class _Numbered:
    def __init__(self) -> None:
        self._numbers = count(1)
        self._began = int(time.time()) - _AGO

    def _next(self) -> int:
        return next(self._numbers)

    def _date(self, number: int) -> int:
        return min(self._began + number // _A_SECOND, int(time.time()))


class Telegram(_Numbered, Platform):
    path = "/telegram/webhook"

    @override
    def chat(self, number: int) -> str:
        return str(7_300_000_000 + number)

    @override
    def known_by(self, number: int) -> tuple[str, ...]:
        return (self.chat(number),)

    @override
    def body(self, who: Somebody, number: int, given: Input) -> Json:
        n, chat = self._next(), int(self.chat(number))
        sender = {"id": chat, "is_bot": False, "first_name": who.worker.name}
        message: Json = {
            "message_id": n,
            "from": sender,
            "chat": {"id": chat, "type": "private", "first_name": who.worker.name},
            "date": self._date(n),
        }
        match given:
            case Said(text):
                return {"update_id": n, "message": message | {"text": text or "."}}
            case Opened(payload):
                return {"update_id": n, "message": message | {"text": f"/start {payload}"}}
            case Tapped(token):
                tap = {"id": str(4 * 10**18 + n), "from": sender, "chat_instance": "-3"}
                shown = message | {"text": "?", "from": sender | {"is_bot": True}}
                query = tap | {"message": shown, "data": token}
                return {"update_id": n, "callback_query": query}
            case SharedContact(phone, own):
                contact = {"phone_number": phone, "first_name": who.worker.name}
                whose = {"user_id": chat} if own else {}
                return {"update_id": n, "message": message | {"contact": contact | whose}}
            case Edited():
                edited = message | {"text": who.worker.name, "edit_date": message["date"]}
                return {"update_id": n, "edited_message": edited}
            case Filled(_, answers):  # no such thing there: it is pasted
                text = "\n".join(f"{name}: {answer}" for name, answer in answers.items())
                return {"update_id": n, "message": message | {"text": text or "."}}
            case SentMedia("unknown"):
                return {"update_id": n, "my_chat_member": _membership(message, n)}
            case SentMedia(kind):
                return {"update_id": n, "message": message | _sent(kind, who)}

    @override
    def signed(self, body: bytes) -> Mapping[str, str]:
        return {SECRET_HEADER: SECRET}

    @override
    def again(self, body: bytes) -> bytes:
        return re.sub(rb'"update_id": ?\d+', f'"update_id": {self._next()}'.encode(), body)


def _sent(kind: str, who: Somebody) -> Json:
    """Write down what carries no answer; some of it in a group, some of a kind yet to come."""
    file = {"file_id": "AgAC", "file_unique_id": "AQAD"}
    match kind:
        case "photo":
            photo = [file | {"width": 90, "height": 67}]
            return {"photo": photo, "caption": who.worker.nik}
        case "voice":
            return {"voice": file | {"duration": 3}}
        case "location":
            return {"location": {"latitude": 0.83, "longitude": 109.48}}
        case "sticker":
            return {"chat": {"id": -1001, "type": "supergroup", "title": who.worker.name}}
        case _:
            return {"of_2027": {"a": who.worker.name}}


def _membership(message: Json, n: int) -> Json:
    """Write down that somebody let the bot into a group, threw it out, or blocked it."""
    bot = {"id": 123456, "is_bot": True, "first_name": "Seratus"}
    was, became = (({"user": bot, "status": one}) for one in _MEMBER[n % len(_MEMBER)])
    kept = {name: message[name] for name in ("from", "chat", "date")}
    return kept | {"old_chat_member": was, "new_chat_member": became}


class WhatsApp(_Numbered, Platform):
    path = "/whatsapp/webhook"

    @override
    def chat(self, number: int) -> str:
        """Every third person hides their number: all that is known is Meta's id."""
        return f"ID.{13491208 * 10**9 + number}"

    @override
    def known_by(self, number: int) -> tuple[str, ...]:
        return self.chat(number), self.phone(number).removeprefix("62")

    def phone(self, number: int) -> str:
        return f"62857{40_000_000 + number}"

    @override
    def body(self, who: Somebody, number: int, given: Input) -> Json:
        n = self._next()
        phone = None if number % 3 == 0 else self.phone(number)
        dated = datetime.fromtimestamp(self._date(n), UTC)
        pen = Pen(PHONE_ID, phone, self.chat(number), lambda: dated, iter((n,)))
        if given == SentMedia("voice"):  # what became of a message of ours comes the same way
            return pen.payload(statuses=[_reported(pen, n, who)], contacts=[])
        profile = pen.profile() | {"profile": {"name": who.worker.name}}
        return pen.payload([_written(pen, given, who)], contacts=[profile])

    @override
    def signed(self, body: bytes) -> Mapping[str, str]:
        return {SIGNATURE_HEADER: signature(body, APP_SECRET)}

    @override
    def again(self, body: bytes) -> bytes:
        return re.sub(
            rb"wamid\.HBgM\d{12}", lambda _: f"wamid.HBgM{self._next():012}".encode(), body
        )


def _reported(pen: Pen, n: int, who: Somebody) -> Json:
    reference = who.references[n % len(who.references)]
    came = _CAME[n % len(_CAME)]
    error = _ERRORS[n % len(_ERRORS)] if came == "failed" else None
    return pen.status(f"wamid.HBgM{n:012}", came, reference or None, error)


def _written(pen: Pen, given: Input, who: Somebody) -> Json:
    match given:
        case Said(text):
            return pen.text(text)
        case Opened(payload):
            words = {"v_": "DAFTAR {}", "h_": "KADES {}", "n_": "PINDAH {}", "p_": "HP BARU {}"}
            return pen.text(words.get(payload[:2], "{}").format(payload[2:]))
        case Tapped(token):
            return pen.list_reply(token) if len(token) % 2 else pen.button_reply(token)
        case SharedContact(phone, own):
            return pen.contact(phone, asked=own)
        case Filled(token, answers):
            return pen.nfm_reply(token or None, answers)
        case Edited():
            return pen.message("edit", edit={"message": {"text": {"body": who.worker.name}}})
        case SentMedia("sticker"):
            return pen.moves_to(Pen(PHONE_ID, pen.phone, f"{pen.bsuid}9"))
        case SentMedia("location"):
            return pen.message("reaction", reaction={"emoji": "😀", "message_id": "wamid.x"})
        case SentMedia(kind):
            return pen.media(kind or "image")
