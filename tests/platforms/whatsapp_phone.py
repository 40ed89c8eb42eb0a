"""A person's WhatsApp, as far as Meta tells of it: payloads are built, signed and posted.

    siti = Pen(ACCOUNT, "6281234567890", bsuid="ID.13491208655302741918")
    door = Door(f"{url}/whatsapp/webhook", APP_SECRET)
    await door(siti.payload([siti.text("daftar")]))
    await door(siti.payload(statuses=[siti.status("wamid.1", "read")]))

The shapes are those of Meta's own examples (Cloud API v23.0, and the business-scoped user ids of
2026). What the bot sends is another stand-in's business.
"""

import hmac
import itertools
import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, TypeAlias

from tests.platforms.graph_server import GraphServer
from tests.platforms.plain_http import local_client

ACCOUNT = "106540352242922"
APP_SECRET = "app-secret"
VERIFY_TOKEN = "verify-me"

Json: TypeAlias = dict[str, Any]

_numbers = itertools.count(1)


def signature(body: bytes, app_secret: str) -> str:
    return f"sha256={hmac.new(app_secret.encode(), body, 'sha256').hexdigest()}"


def settings(meta: GraphServer) -> dict[str, str]:
    """Return what the bot is to be set to, to hear from here and to send to there."""
    return {
        "SERATUS_WHATSAPP_TOKEN": meta.token,
        "SERATUS_WHATSAPP_PHONE_ID": meta.phone_id,
        "SERATUS_WHATSAPP_APP_SECRET": APP_SECRET,
        "SERATUS_WHATSAPP_VERIFY_TOKEN": VERIFY_TOKEN,
        "SERATUS_WHATSAPP_API_BASE": meta.api_base,
    }


@dataclass(slots=True)
class Door:
    """Posts payloads as Meta does. `statuses`: what the bot answered, in order."""

    url: str
    app_secret: str
    statuses: list[int] = field(default_factory=list)

    async def __call__(self, *payloads: Json) -> None:
        async with local_client() as client:
            for payload in payloads:
                body = json.dumps(payload).encode()
                headers = {"X-Hub-Signature-256": signature(body, self.app_secret)}
                response = await client.post(self.url, content=body, headers=headers)
                self.statuses.append(response.status_code)


def _now() -> datetime:
    return datetime.now(UTC)


@dataclass(frozen=True, slots=True)
class Pen:
    """Writes what one person does. `phone` None: a username hides the number, `bsuid` is all.

    `numbers`: of the messages; no two may have the same.
    """

    phone_id: str
    phone: str | None
    bsuid: str | None = None
    now: Callable[[], datetime] = _now
    numbers: Iterator[int] = _numbers

    # ── what a payload is made of ──

    def text(self, body: str) -> Json:
        return self.message("text", text={"body": body})

    def button_reply(self, token: str, title: str = "Ya", on: str = "wamid.ours") -> Json:
        reply = {"type": "button_reply", "button_reply": {"id": token, "title": title}}
        return self.message("interactive", on, interactive=reply)

    def list_reply(self, token: str, title: str = "Ya", on: str = "wamid.ours") -> Json:
        reply = {"type": "list_reply", "list_reply": {"id": token, "title": title}}
        return self.message("interactive", on, interactive=reply)

    def template_button(self, token: str, title: str = "Ya", on: str = "wamid.ours") -> Json:
        return self.message("button", on, button={"payload": token, "text": title})

    def nfm_reply(
        self, token: str | None, answers: Mapping[str, object], on: str = "wamid.ours"
    ) -> Json:
        """Send a flow's form back; `token` None as some iPhones do."""
        response = dict(answers) if token is None else {"flow_token": token, **answers}
        reply = {"name": "flow", "body": "Sent", "response_json": json.dumps(response)}
        interactive = {"type": "nfm_reply", "nfm_reply": reply}
        return self.message("interactive", on, interactive=interactive)

    def contact(self, phone: str, *, asked: bool = False) -> Json:
        """Share a number; `asked`: by the button that asks for the sender's own."""
        card = {
            "name": {"first_name": "Siti", "formatted_name": "Siti"},
            "phones": [{"phone": f"+{phone}", "wa_id": phone, "type": "MOBILE"}],
            "origin": "contact_request" if asked else "other",
        }
        return self.message("contacts", contacts=[card])

    def media(self, kind: str) -> Json:
        """Send "image", "audio", "video", "document" or "sticker"."""
        content: Json = {kind: {"id": "1003383421387256", "mime_type": f"{kind}/x"}}
        return self.message(kind, **content)

    def moves_to(self, other: "Pen") -> Json:
        """Change the number, and with it the business-scoped id; `other` writes from now on."""
        new = {"wa_id": other.phone, "user_id": other.bsuid, "previous_user_id": self.bsuid}
        system = {"type": "user_changed_number", "body": "User Siti changed"} | _known(new)
        return self.message("system", system=system)

    def status(
        self, remote_id: str, came: str, reference: str | None = None, error: int | None = None
    ) -> Json:
        """Report on a message of the bot's; `reference` is what was sent along with it."""
        status = {"id": remote_id, "status": came, "timestamp": self._timestamp()}
        whom = {"recipient_id": self.phone, "recipient_user_id": self.bsuid}
        more = {"biz_opaque_callback_data": reference}
        errors = {} if error is None else {"errors": [{"code": error, "title": "Failed"}]}
        return status | _known(whom) | _known(more) | errors

    def message(self, kind: str, on: str | None = None, **content: Any) -> Json:  # noqa: ANN401
        whom = _known({"from": self.phone, "from_user_id": self.bsuid})
        context = {} if on is None else {"context": {"from": "15550783881", "id": on}}
        head = {"id": f"wamid.HBgM{next(self.numbers):012}", "timestamp": self._timestamp()}
        return {**whom, **context, **head, "type": kind, **content}

    # ── the payload ──

    def payload(
        self,
        messages: Sequence[Json] = (),
        statuses: Sequence[Json] = (),
        contacts: Sequence[Json] | None = None,
    ) -> Json:
        """Put into one payload what Meta sends at once; `contacts` None: this person's own."""
        known = [self.profile()] if contacts is None else contacts
        parts = {"contacts": known, "messages": messages, "statuses": statuses}
        value = {
            "messaging_product": "whatsapp",
            "metadata": {"display_phone_number": "15550783881", "phone_number_id": self.phone_id},
            **{name: list(part) for name, part in parts.items() if part},
        }
        change = {"value": value, "field": "messages"}
        entry = {"id": "102290129340398", "changes": [change]}
        return {"object": "whatsapp_business_account", "entry": [entry]}

    def profile(self) -> Json:
        """Write down who this is, as an entry of `contacts`."""
        return {"profile": {"name": "Siti"}} | _known({"wa_id": self.phone, "user_id": self.bsuid})

    def _timestamp(self) -> str:
        return str(int(self.now().timestamp()))


def _known(fields: Mapping[str, str | None]) -> Json:
    return {name: value for name, value in fields.items() if value is not None}
