"""The Graph API as a WhatsApp phone meets it: what is sent is shown, what is done there told.

A stand-in for Meta's server at the far end of the wire: it takes what the sender would have sent
there, refuses with Meta's codes what Meta would refuse, counts what would be billed, and shows the
rest on the phone. The other way it writes down as a payload what somebody does on the phone.
"""

import time
from collections.abc import Mapping
from datetime import timedelta

import httpx
import orjson
from typing_extensions import override

from bot.ports import Clock
from bot.simulator.phone import Does, Json, Key, Phone, Platform, Shown, one_a_row
from bot.simulator.phones import Phones
from bot.simulator.wire.bot_api import Refused
from bot.simulator.wire.meta_checks import filling, interactive, text
from bot.whatsapp import layout
from conversations import links
from locales import templates
from locales.catalog import Catalog

ACCOUNT = "106540352242922"  # the phone_number_id that payloads are for
_WINDOW = timedelta(hours=24)  # Cloud API, customer service window
_CLOSED, _NO_TEMPLATE = 131047, 132001


class GraphApi(httpx.AsyncBaseTransport):
    def __init__(self, phones: Phones, clock: Clock, catalog: Catalog) -> None:
        self._phones = phones
        self._clock = clock
        self._catalog = catalog
        self._templates = {templates.published(one, catalog): one for one in templates.TEMPLATES}
        self._number = time.time_ns() // 1000  # of a message: no process before us had it

    def _next(self) -> str:
        self._number += 1
        return f"wamid.{self._number}"

    # ── what the bot sends ──

    @override
    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        body = orjson.loads(await request.aread())
        phone = self._phones.of(Platform.WHATSAPP, body.get("recipient") or body.get("to") or "")
        if phone is None:
            return _refusal(Refused(131026, "Message undeliverable"))
        try:
            shown = self._taken(phone, body)
        except Refused as refused:
            now, said = self._clock.now(), f"{refused.code}: {refused}"
            self._phones.show(phone, Shown(self._next(), "platform", now, said, "refused"))
            return _refusal(refused)
        self._phones.show(phone, shown)
        taken = {"messaging_product": "whatsapp", "messages": [{"id": shown.id}]}
        return httpx.Response(200, content=orjson.dumps(taken))

    def _taken(self, phone: Phone, body: Json) -> Shown:
        kind, now = body.get("type", "text"), self._clock.now()
        open_until = phone.wrote_at and phone.wrote_at + _WINDOW
        if kind != "template" and (open_until is None or now > open_until):
            raise Refused(
                _CLOSED, "More than 24 hours have passed since the customer last replied"
            )
        shown = Shown(self._next(), "bot", now, "", billed=True)
        content = body.get(kind, {})
        match kind:
            case "text":
                shown.text = text(content, "body", layout.MAX_TEXT)
            case "interactive":
                shown.text = text(content.get("body", {}), "text", layout.MAX_BODY)
                interactive(shown, content.get("type", ""), content.get("action", {}))
            case "template":
                self._template(shown, content)
            case _:
                raise Refused(131051, "Unsupported message type")
        return shown

    def _template(self, shown: Shown, content: Json) -> None:
        name, language = content.get("name", ""), content.get("language", {}).get("code", "")
        template = self._templates.get(name)
        if template is None or language not in self._catalog.languages:
            raise Refused(_NO_TEMPLATE, f"Template name does not exist in the translation: {name}")
        values, tokens = filling(content.get("components", []))
        words = templates.body(template, self._catalog, language)
        if set(templates.BRACED.findall(words)) != values.keys():
            raise Refused(132000, "Number of parameters does not match")
        shown.text = templates.BRACED.sub(lambda name: values[name[1]], words)
        labels = templates.labels(template, self._catalog, language)
        keys = [Key(label, token) for label, token in zip(labels, tokens, strict=True)]
        shown.kind, shown.template = "template", name
        shown.look, shown.rows = "buttons" if keys else "", one_a_row(keys)

    # ── what somebody does on the phone ──

    def says(self, phone: Phone, text: str) -> bytes:
        return self._sends(phone, "text", text, {"text": {"body": text}})

    def opens(self, phone: Phone, payload: str) -> bytes:
        """Follow wa.me/number?text=..., and send what it prefills."""
        known = payload[:2] in {links.VILLAGE, links.HEAD, links.MOVE}
        return self.says(phone, links.words(payload) if known else payload or "halo")

    def shares_contact(self, phone: Phone, *, asked: bool = False) -> bytes:
        card = {
            "name": {"formatted_name": phone.name, "first_name": phone.name},
            "phones": [{"phone": f"+{phone.number}", "wa_id": phone.number, "type": "CELL"}],
            "origin": "contact_request" if asked else "other",
        }
        return self._sends(phone, "contact", f"+{phone.number}", {"contacts": [card]}, "contacts")

    def sends_photo(self, phone: Phone) -> bytes:
        image = {"id": "1003383421387256", "mime_type": "image/jpeg"}
        return self._sends(phone, "photo", "", {"image": image}, "image")

    def taps(self, phone: Phone, shown: Shown, key: Key) -> bytes:
        if key.does is Does.CONTACT:
            return self.shares_contact(phone, asked=True)
        context = {"context": {"id": shown.id}}
        reply = {"id": key.token, "title": key.label}
        if shown.kind == "template":
            button = {"payload": key.token, "text": key.label}
            return self._sends(phone, "tap", key.label, {**context, "button": button}, "button")
        kind = "list_reply" if shown.look == "list" else "button_reply"
        said = {**context, "interactive": {"type": kind, kind: reply}}
        return self._sends(phone, "tap", key.label, said, "interactive")

    def fills(self, phone: Phone, shown: Shown, answers: Mapping[str, str]) -> bytes:
        """Send the form back that a message opened."""
        [key] = shown.keys
        response = orjson.dumps({"flow_token": key.token, **answers}).decode()
        reply = {"type": "nfm_reply", "nfm_reply": {"name": "flow", "response_json": response}}
        said = {"context": {"id": shown.id}, "interactive": reply}
        return self._sends(phone, "form", "", said, "interactive")

    def _sends(
        self, phone: Phone, kind: str, text: str, content: Json, metas: str = "text"
    ) -> bytes:
        """Show a message in its chat and write down what Meta would post of it."""
        now = self._clock.now()
        shown = Shown(self._next(), "me", now, text, kind)
        phone.wrote_at = now
        self._phones.show(phone, shown)
        head = {"id": shown.id, "timestamp": str(int(now.timestamp())), "type": metas}
        whom = _known(phone, "from", "from_user_id")
        return orjson.dumps(_payload(phone, {**whom, **head, **content}))


def _refusal(refused: Refused) -> httpx.Response:
    error = {"message": str(refused), "type": "OAuthException", "code": refused.code}
    return httpx.Response(400, content=orjson.dumps({"error": error}))


def _known(phone: Phone, number: str, user: str) -> Json:
    """Return what Meta tells of who writes, under these names."""
    return {user: phone.user} | ({} if phone.hidden else {number: phone.number})


def _payload(phone: Phone, message: Json) -> Json:
    profile = {"name": phone.name}
    value = {
        "messaging_product": "whatsapp",
        "metadata": {"display_phone_number": ACCOUNT, "phone_number_id": ACCOUNT},
        "contacts": [{"profile": profile, **_known(phone, "wa_id", "user_id")}],
        "messages": [message],
    }
    changes = [{"field": "messages", "value": value}]
    return {"object": "whatsapp_business_account", "entry": [{"id": "1", "changes": changes}]}
