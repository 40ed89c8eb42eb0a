"""What one WhatsApp message says: words, a tap, a form that came back, or nothing for us."""

import re

import orjson

from bot.whatsapp.wire import Json, Object, inside, listed, number, objects, opaque, parsed, word
from conversations.messages import Edited, Filled, Input, Said, SentMedia, SharedContact, Tapped

# Nobody waits for an answer to these.
_SILENT = frozenset(
    {
        "reaction",  # a thumb under a message of ours is no word to us
        "revoke",  # what was taken back was answered when it came
        "request_welcome",  # the chat was opened, and nothing said yet
        "ephemeral",  # the chat's timer was changed, or the message is gone already
    },
)
_KINDS = {"image": "photo"}  # where other channels have another word; else Meta's stands
_UNKNOWN = SentMedia("unknown")
_COMMAND = re.compile(r"/(?=[A-Za-z])")


def content(message: Object, sender_phone: str | None) -> Input | None:
    """Read what a person sent (no "system" message); None if nobody waits for an answer.

    What carries no answer, or cannot be read, is SentMedia: whoever sent it hears something.
    """
    match message:
        case {"type": "text", "text": {"body": str(body)}} if body.strip():
            return Said(_COMMAND.sub("", body, count=1) if body.startswith("/") else body)
        case {"type": "button", "button": {"payload": token}}:  # a template's quick reply
            return _tapped(token, message)
        case {"type": "interactive", "interactive": dict(interactive)}:
            return _interactive(interactive, message)
        case {"type": "contacts"}:
            return _shared(message, sender_phone)
        case {"type": "edit"}:
            return Edited()
        case {"type": "text" | "button" | "interactive"}:
            return _UNKNOWN
        case {"type": str(kind)}:
            named = _KINDS.get(kind, word(kind))
            return None if kind in _SILENT else SentMedia(named or "unknown")
        case _:
            return _UNKNOWN


def _interactive(interactive: Object, message: Object) -> Input:
    match interactive:
        case {"type": "button_reply", "button_reply": {"id": token}}:
            return _tapped(token, message)
        case {"type": "list_reply", "list_reply": {"id": token}}:
            return _tapped(token, message)
        case {"type": "nfm_reply", "nfm_reply": {"response_json": str(response)}}:
            return _filled(response)
        case _:
            return _UNKNOWN


def _tapped(token: Json, message: Object) -> Tapped | SentMedia:
    carried_by = word(inside(message, "context").get("id"))
    known = word(token)
    on = None if carried_by is None else opaque(carried_by)
    return _UNKNOWN if known is None else Tapped(known, on=on)


def _filled(response: str) -> Filled | SentMedia:
    """Read a flow's answers. Without its flow_token (some iPhones, says pywa) the token is ""."""
    try:
        fields = parsed(response.encode())
    except ValueError:
        return _UNKNOWN
    if not isinstance(fields, dict):
        return _UNKNOWN
    token = word(fields.pop("flow_token", None)) or ""
    answers = {name: _answer(value) for name, value in fields.items()}
    return Filled(token, {name: text for name, text in answers.items() if text is not None})


def _answer(value: Json) -> str | None:
    """Write a number or a tick as JSON does; several choices with commas; anything else None."""
    match value:
        case str() if value.startswith("${"):  # the form's own reference: nothing was filled in
            return None
        case str():
            return value
        case int() | float():
            return orjson.dumps(value).decode()
        case list():
            texts = (_answer(one) for one in value if not isinstance(one, list))
            return ", ".join(text for text in texts if text is not None)
        case _:
            return None


def _shared(message: Object, sender_phone: str | None) -> SharedContact | SentMedia:
    cards = objects(listed(message, "contacts"))
    card = cards[0] if cards else {}
    phone = next(filter(None, map(_phone, listed(card, "phones"))), None)
    if phone is None:
        return SentMedia("contacts")
    # Meta's mark on the answer to "request contact info": the number is the sender's by WhatsApp.
    asked = "contact_request" in (card.get("origin"), message.get("origin"))
    return SharedContact(phone, own=asked or re.sub(r"\D", "", phone) == sender_phone)


def _phone(entry: Json) -> str | None:
    match entry:
        case {"wa_id": wa_id} if digits := number(wa_id):
            return f"+{digits}"  # without the plus, +81 9… would pass for an Indonesian 0819…
        case {"phone": str(phone)} if any(map(str.isdigit, phone)):
            return phone
        case _:
            return None
