"""The Bot API as a Telegram phone meets it: what the bot sends is shown, what is done there told.

A stand-in for Telegram's server at the far end of the wire: it takes what the sender would have
sent there, refuses what Telegram would refuse, and shows the rest on the phone. The other way it
writes down as an update what somebody does on the phone.
"""

import time
from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any
from urllib.parse import parse_qsl

import httpx
import orjson
from telegram.constants import InlineKeyboardButtonLimit, MessageLimit
from typing_extensions import override

from bot.ports import Clock
from bot.simulator.phone import Does, Json, Key, Phone, Platform, Shown
from bot.simulator.phones import Phones

_UNCHANGED = "Bad Request: message is not modified"
_GONE = "Bad Request: message to edit not found"
_UNTOLD = (_UNCHANGED, _GONE)  # it stands there, or the phone forgot it: nobody misses anything
_EDITABLE = ("", "inline")  # Bot API, "Updating messages"


class Refused(Exception):  # noqa: N818 - a platform's answer
    """`code` and what it says, as the platform would."""

    def __init__(self, code: int, description: str) -> None:
        super().__init__(description)
        self.code = code
        self.description = description


class BotApi(httpx.AsyncBaseTransport):
    def __init__(self, phones: Phones, clock: Clock) -> None:
        self._phones = phones
        self._clock = clock
        self._number = time.time_ns() // 1000  # of an update: no process before us had it

    def _next(self) -> int:
        self._number += 1
        return self._number

    # ── what the bot sends ──

    @override
    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        form = dict(parse_qsl((await request.aread()).decode(), keep_blank_values=True))
        method = request.url.path.rpartition("/")[2]
        phone = self._phones.of(Platform.TELEGRAM, form.get("chat_id", ""))
        if phone is None:
            return _refusal(Refused(400, "Bad Request: chat not found"))
        try:
            shown = self._taken(phone, method, form)
        except Refused as refused:
            if refused.description in _UNTOLD:
                return _refusal(refused)
            now, said = self._clock.now(), f"{method}: {refused}"
            self._phones.show(phone, Shown(str(self._next()), "platform", now, said, "refused"))
            return _refusal(refused)
        result = {"message_id": int(shown.id), "date": 0, "chat": {"id": 1, "type": "private"}}
        return httpx.Response(200, content=orjson.dumps({"ok": True, "result": result}))

    def _taken(self, phone: Phone, method: str, form: dict[str, str]) -> Shown:
        _check(text := form.get("text", ""))
        look, rows = _keys(orjson.loads(form.get("reply_markup", "{}")))
        match method:
            case "sendMessage":
                shown = Shown(str(self._next()), "bot", self._clock.now(), text, rows=rows)
                shown.look = look if look != "removed" else ""
                if look in {"keyboard", "removed"}:
                    phone.keyboard = shown.id if look == "keyboard" else ""
                self._phones.show(phone, shown)
                return shown
            case "editMessageText":
                return self._edited(phone, form.get("message_id", ""), text, look, rows)
            case _:
                raise Refused(404, "Not Found: method not found")

    def _edited(
        self, phone: Phone, message: str, text: str, look: str, rows: tuple[tuple[Key, ...], ...]
    ) -> Shown:
        try:
            shown = phone.find(message)
        except LookupError:
            raise Refused(400, _GONE) from None
        if shown.by != "bot" or shown.look not in _EDITABLE:
            raise Refused(400, "Bad Request: message can't be edited")
        if (shown.text, shown.rows) == (text, rows):
            raise Refused(400, _UNCHANGED)
        shown.text, shown.look, shown.rows, shown.edited = text, look if rows else "", rows, True
        self._phones.changed(phone, shown)
        return shown

    # ── what somebody does on the phone ──

    def says(self, phone: Phone, text: str, kind: str = "text") -> bytes:
        return self._message(phone, Shown("", "me", self._clock.now(), text, kind), text=text)

    def opens(self, phone: Phone, payload: str) -> bytes:
        """Follow t.me/bot?start=payload, and press START."""
        return self.says(phone, f"/start {payload}".rstrip(), "start")

    def shares_contact(self, phone: Phone) -> bytes:
        phone.keyboard = ""  # Telegram's `one_time_keyboard`
        shown = Shown("", "me", self._clock.now(), f"+{phone.number}", "contact")
        contact = {
            "phone_number": f"+{phone.number}",
            "first_name": phone.name,
            "user_id": int(phone.user),
        }
        return self._message(phone, shown, contact=contact)

    def sends_photo(self, phone: Phone) -> bytes:
        size = {"file_id": "AgACAgUAAxk", "file_unique_id": "AQADAgAT", "width": 90, "height": 60}
        return self._message(phone, Shown("", "me", self._clock.now(), "", "photo"), photo=[size])

    def taps(self, phone: Phone, shown: Shown, key: Key) -> bytes:
        if key.does is Does.CONTACT:
            return self.shares_contact(phone)
        if key.does is Does.SAY:
            return self.says(phone, key.label)
        phone.wrote_at = self._clock.now()
        carried = {"message_id": int(shown.id), "date": _seconds(shown.at), "chat": _chat(phone)}
        query = {
            "id": str(self._next()),
            "from": _user(phone),
            "message": carried,
            "chat_instance": phone.user,
            "data": key.token,
        }
        return self._update("callback_query", query)

    def _message(self, phone: Phone, shown: Shown, **content: Any) -> bytes:  # noqa: ANN401 - JSON
        number = self._next()
        shown.id, phone.wrote_at = str(number), shown.at
        self._phones.show(phone, shown)
        head = {"message_id": number, "date": _seconds(shown.at)}
        return self._update(
            "message", {**head, "chat": _chat(phone), "from": _user(phone), **content}
        )

    def _update(self, kind: str, content: Json) -> bytes:
        return orjson.dumps({"update_id": self._next(), kind: content})


def _refusal(refused: Refused) -> httpx.Response:
    answer = {"ok": False, "error_code": refused.code, "description": str(refused)}
    return httpx.Response(refused.code, content=orjson.dumps(answer))


def _user(phone: Phone) -> Json:
    return {"id": int(phone.user), "is_bot": False, "first_name": phone.name}


def _chat(phone: Phone) -> Json:
    return {"id": int(phone.user), "type": "private", "first_name": phone.name}


def _seconds(at: datetime) -> int:
    return int(at.timestamp())


def _check(text: str) -> None:
    if not text.strip():
        raise Refused(400, "Bad Request: message text is empty")
    if len(text.encode("utf-16-le")) // 2 > MessageLimit.MAX_TEXT_LENGTH:
        raise Refused(400, "Bad Request: message is too long")


def _keys(markup: Json) -> tuple[str, tuple[tuple[Key, ...], ...]]:
    """Return where the keys are ("removed": the keyboard goes), and the keys."""
    match markup:
        case {"inline_keyboard": list(rows)}:
            return "inline", _each(rows, _inline)
        case {"keyboard": list(rows)}:
            return "keyboard", _each(rows, _reply)
        case {"remove_keyboard": True}:
            return "removed", ()
    return "", ()


def _each(
    rows: Sequence[Sequence[Json]], read: Callable[[Json], Key]
) -> tuple[tuple[Key, ...], ...]:
    return tuple(tuple(map(read, row)) for row in rows)


def _inline(button: Json) -> Key:
    token = button.get("callback_data", "")
    longest = InlineKeyboardButtonLimit.MAX_CALLBACK_DATA
    if not InlineKeyboardButtonLimit.MIN_CALLBACK_DATA <= len(token.encode()) <= longest:
        raise Refused(400, "Bad Request: BUTTON_DATA_INVALID")
    return Key(_label(button), token)


def _reply(button: Json) -> Key:
    return Key(_label(button), does=Does.CONTACT if button.get("request_contact") else Does.SAY)


def _label(button: Json) -> str:
    label: str = button.get("text", "")
    if not label.strip():
        raise Refused(400, "Bad Request: BUTTON_TEXT_INVALID")
    return label
