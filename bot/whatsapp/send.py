"""WhatsApp, the way out: rendered messages leave through pywa, one of WhatsApp's for each.

What a message looks like is decided in layout.py, what comes back is read in answers.py. pywa's
`send_message` is passed by for its `api`, one layer below: it would send a BSUID with letters in
it (they may have) to a group, and call a message that Meta took a failure if the answer lacked
anything; and what is sent twice is billed twice. Nothing is tried twice here: retries, and how
long to wait for them, belong to the outbox, which reads it off DeliveryError.
"""

import logging
from dataclasses import replace
from datetime import timedelta
from typing import Any, TypeAlias

import httpx
import structlog
from aiolimiter import AsyncLimiter
from pywa.types.callback import Button as ReplyButton
from pywa.types.callback import (
    ContactInfoRequestButton,
    FlowButton,
    Section,
    SectionList,
    SectionRow,
)
from pywa.types.flows import FlowActionType
from typing_extensions import override

from bot.ports import Message, Notice, Sender
from bot.tls import trusted
from bot.whatsapp.alarms import Alarms
from bot.whatsapp.answers import MetaError, answer
from bot.whatsapp.api import calls
from bot.whatsapp.layout import (
    ContactRequest,
    ListOf,
    NativeForm,
    ReplyButtons,
    Tappable,
    Words,
    layout,
)
from bot.whatsapp.marks import unmarked
from bot.whatsapp.refusals import OF_A_FORM
from bot.whatsapp.wire import opaque
from conversations.messages import Address

log: structlog.stdlib.BoundLogger = structlog.get_logger()

Json: TypeAlias = dict[str, Any]

FIRST_SCREEN = "BEGIN"  # of the form, where Meta calls it a Flow
_FORM_HINT = "see SERATUS_WHATSAPP_FLOW_ID, and 'seratus whatsapp flow push'"
PER_SECOND = 80  # Cloud API, throughput of a number; 20 if WhatsApp Business (the app) shares it

# They put the number (httpx: the URL), the texts (pywa: every body at DEBUG) or advice for
# programmers (pywa, at every timeout) into the log.
_TALKATIVE = {
    "httpx": logging.WARNING,
    "httpcore": logging.WARNING,
    "pywa": logging.ERROR,
    "pywa_async": logging.ERROR,
}


class WhatsAppSender(Sender):
    """Build, `start`, use, `stop`. `api_base` None means Meta's own server.

    `flow_id` None: no native form. `timeout` is for each step of a request (connect, write, read).
    A message that timed out may have arrived: what is sent again may be seen, and billed, twice.
    `transport` None means the network.
    """

    def __init__(  # noqa: PLR0913 - the settings of a channel
        self,
        token: str,
        phone_id: str,
        *,
        api_base: str | None = None,
        flow_id: str | None = None,
        timeout: timedelta = timedelta(seconds=10),
        per_second: float = PER_SECOND,
        transport: httpx.AsyncBaseTransport | None = None,
    ) -> None:
        for name, level in _TALKATIVE.items():
            logging.getLogger(name).setLevel(level)
        self._token = token
        self._phone_id = phone_id
        self._api_base = api_base
        self._flow_id = flow_id
        self._timeout = timeout.total_seconds()
        self._transport = transport
        # One at a time, not a second's worth at once: no second has more than its share.
        self._limiter = AsyncLimiter(1, 1 / per_second)
        self._alarms = Alarms()

    async def start(self) -> None:
        """Ask nothing of Meta: with WhatsApp away the bot still takes its place."""
        self._session = httpx.AsyncClient(
            timeout=self._timeout, verify=trusted(), transport=self._transport
        )
        self._api = calls(self._session, self._token, self._api_base)

    async def stop(self) -> None:
        await self._session.aclose()

    async def display_number(self) -> str:
        """Return our own number, country code and digits, for wa.me links. Raise DeliveryError."""
        return await answer(
            self._api.get_business_phone_number(self._phone_id, ("display_phone_number",)),
            _number,
            self._alarms,
        )

    @override
    async def send(self, to: Address, message: Message) -> str | None:
        """Send it; a form that Meta will not show for now leaves as its words, which say more."""
        kind, content = self._content(message)
        try:
            return await self._deliver(to, message, kind, content)
        except MetaError as error:
            if content.get("type") != "flow" or error.code not in OF_A_FORM:
                raise
            log.warning("whatsapp_form_refused", code=error.code, hint=_FORM_HINT)
            return await self._deliver(to, message, *_text(content["body"]["text"]))

    async def _deliver(
        self, to: Address, message: Message, kind: str, content: Json
    ) -> str | None:
        await self._limiter.acquire()
        by_phone = to.id.isdecimal()
        sending = self._api.send_message(
            sender=self._phone_id,
            to=to.id if by_phone else None,
            recipient=None if by_phone else to.id,
            recipient_type="individual",
            typ=kind,
            msg=content,
            biz_opaque_callback_data=message.reference or None,
        )
        what = message.notice.template if message.notice else content.get("type", "")
        return await answer(sending, _message_id, self._alarms, what)

    @override
    async def edit(self, to: Address, remote_id: str, message: Message) -> str | None:
        """Send a new message: WhatsApp lets nobody rewrite one."""
        return await self.send(to, message)

    def _content(self, message: Message) -> tuple[str, Json]:
        """Return the kind of message and what Meta wants under that name."""
        if message.notice:
            tokens = [button.token for button in message.buttons]
            return "template", _template(message.notice, tokens)
        looks = layout(message)
        match replace(looks, text=unmarked(looks.text)):
            case NativeForm(text) if self._flow_id is None:
                return _text(text)
            case Words(text):
                return _text(text)
            case looks:
                return "interactive", self._interactive(looks)

    def _interactive(self, looks: Tappable) -> Json:
        action: Json
        match looks:
            case ReplyButtons(_, buttons):
                keys = [ReplyButton(b.label, b.token).to_dict() for b in buttons]
                kind, action = "button", {"buttons": keys}
            case ListOf(_, opener, rows):
                lines = [SectionRow(r.title, r.token, r.description or None) for r in rows]
                # pywa wants a heading for the one section, and Meta no empty one.
                kind, action = "list", SectionList(opener, [Section(opener, lines)]).to_dict()
            case NativeForm(_, button):
                form = FlowButton(
                    button.label,
                    flow_id=self._flow_id,
                    flow_token=button.token,
                    flow_action_type=FlowActionType.NAVIGATE,
                    flow_action_screen=FIRST_SCREEN,
                    # Meta takes no empty object for "no data".
                    flow_action_payload=dict(button.fills or {}) or None,
                )
                kind, action = "flow", form.to_dict()
            case ContactRequest():
                kind, action = "request_contact_info", ContactInfoRequestButton().to_dict()
        return {"type": kind, "body": {"text": looks.text}, "action": action}


def _text(text: str) -> tuple[str, Json]:
    # A preview costs a phone its data, and shows strangers' pages.
    return "text", {"body": text, "preview_url": False}


def _template(notice: Notice, tokens: list[str]) -> Json:
    # Meta refuses line ends, tabs and wide gaps in a value, and an empty one.
    lines = {name: " ".join(value.split()) or "-" for name, value in notice.values.items()}
    values = {name: unmarked(line) for name, line in lines.items()}
    said = [{"type": "text", "parameter_name": k, "text": v} for k, v in values.items()]
    components: list[Json] = [{"type": "body", "parameters": said}] if said else []
    components += [
        {
            "type": "button",
            "sub_type": "quick_reply",
            "index": str(index),
            "parameters": [{"type": "payload", "payload": token}],
        }
        for index, token in enumerate(tokens)
    ]
    content: Json = {"name": notice.template, "language": {"code": notice.language}}
    return content | ({"components": components} if components else {})


def _message_id(body: object) -> str | None:
    """Read what Meta took; None where it does not tell the id. Raise ValueError for another's."""
    match body:
        case {"error": _}:
            raise ValueError
        case {"messages": [{"id": str(given)}, *_]} if given:
            return opaque(given)
        case {"messaging_product": "whatsapp"} | {"messages": [_, *_]}:  # Meta's, and no refusal
            log.warning("whatsapp_id_missing")
            return None
    raise ValueError


def _number(body: Json) -> str:
    if digits := "".join(filter(str.isdecimal, body["display_phone_number"])):
        return digits
    raise ValueError
