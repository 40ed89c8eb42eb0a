"""A stand-in for Meta's Graph API on a real loopback socket, as far as WhatsApp goes.

It checks what it is sent as Meta does, limits and all, and refuses it with Meta's codes; what it
takes is in `sent`, in order. Operators' calls (templates, flows) are stored as they came.

    async with GraphServer() as meta:
        meta.templates["accepted", "id"] = Template(("name",), buttons=2)
        ... SERATUS_WHATSAPP_API_BASE = meta.api_base, TOKEN, PHONE_ID ...
        meta.answer_next(400, 131056)       # the next message, refused with this code
        meta.window_closed.add("6281234567890")
        assert meta.to("6281234567890")[-1].titles == ["Ya", "Tidak"]
"""

import asyncio
import json
import re
from collections import defaultdict, deque
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from email.parser import BytesParser
from email.policy import HTTP
from typing import Any, Self, TypeAlias

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Route
from starlette.types import Scope

from tests.patience import PATIENCE
from tests.platforms.telegram_server import Endpoint, Loopback

TOKEN = "EAAJBsecret0token"
PHONE_ID = "106540352242922"
ACCOUNT_ID = "102290129340398"  # of the WhatsApp Business Account
DISPLAY_NUMBER = "+62 811-5700-100"

Json: TypeAlias = dict[str, Any]
Failure: TypeAlias = Callable[[Scope], Awaitable[Response]]

_PHONE = re.compile(r"\+?[0-9]{7,15}")
_BSUID = re.compile(r"[A-Z]{2}\.(ENT\.)?[A-Za-z0-9]{1,128}")
_PLACEHOLDER = re.compile(r"\{\{(\w+)\}\}")
_UNFIT = re.compile(r"[\n\t]| {4}")  # in a template's values

_KEYS = {"messaging_product", "recipient_type", "to", "recipient", "type", "context"}
_REFUSAL_NAMES = {
    100: "Invalid parameter",
    190: "Access token has expired",
    131008: "Required parameter is missing",
    131009: "Parameter value is not valid",
    131047: "Re-engagement message",
    131051: "Unsupported message type",
    132000: "Number of parameters does not match the expected number of params",
    132001: "Template name does not exist in the translation",
    132015: "Template is paused",
    132016: "Template is disabled",
    132018: "There's an issue with the parameters in your template",
}


@dataclass(frozen=True, slots=True)
class Shown:
    """Something to tap: a reply button, a row of a list, a template's button, a form's."""

    id: str
    title: str = ""
    description: str = ""


@dataclass(frozen=True, slots=True)
class SentMessage:
    """One accepted message. `kind`: text, button, list, flow, request_contact_info, template.

    `to` is a number or a BSUID. `raw` is the request's whole body.
    """

    to: str
    kind: str
    text: str
    remote_id: str
    raw: Json
    buttons: tuple[Shown, ...] = ()
    template: str = ""
    language: str = ""
    params: Mapping[str, str] = field(default_factory=dict)

    @property
    def reference(self) -> str:
        return str(self.raw.get("biz_opaque_callback_data", ""))

    @property
    def titles(self) -> list[str]:
        return [shown.title for shown in self.buttons]


@dataclass(slots=True)
class Template:
    """`buttons` is how many quick replies it has; `raw` what it was created from."""

    parameters: tuple[str, ...] = ()
    buttons: int = 0
    status: str = "APPROVED"
    category: str = "UTILITY"
    id: str = "0"
    raw: Json = field(default_factory=dict)


@dataclass(slots=True)
class Flow:
    """`assets` is the form's JSON as it was uploaded, "" before."""

    name: str
    status: str = "DRAFT"
    categories: Sequence[str] = ()
    assets: str = ""
    raw: Json = field(default_factory=dict)


class Refused(Exception):  # noqa: N818 - Meta's answer
    def __init__(self, code: int, details: str, *, status: int = 400, subcode: int = 0) -> None:
        super().__init__(f"{code}: {details}")
        self.code = code
        self.details = details
        self.status = status
        self.subcode = subcode


def error_body(code: int, details: str = "", subcode: int = 0) -> Json:
    """Write an error as Meta does."""
    error: Json = {
        "message": f"(#{code}) {_REFUSAL_NAMES.get(code, 'Something')}",
        "type": "OAuthException",
        "code": code,
        "error_data": {"messaging_product": "whatsapp", "details": details},
        "fbtrace_id": "AbCdEfGhIjK",
    }
    return {"error": error | ({"error_subcode": subcode} if subcode else {})}


class GraphServer:
    """One business account with one number.

    `sent` has every accepted message in order, `refused` the reasons of those it did not accept,
    `asked` every request as "METHOD path". Messages that are no templates are refused (131047)
    for whoever is in `window_closed`. `failing`, while it is set, meets every message.
    """

    def __init__(self, token: str = TOKEN, phone_id: str = PHONE_ID) -> None:
        self.token = token
        self.phone_id = phone_id
        self.display_number = DISPLAY_NUMBER
        self.sent: list[SentMessage] = []
        self.refused: list[str] = []
        self.asked: list[str] = []
        self.window_closed: set[str] = set()
        self.templates: dict[tuple[str, str], Template] = {}
        self.flows: dict[str, Flow] = {}
        self.failing: Failure | None = None
        self.closing = asyncio.Event()
        self._changed = asyncio.Condition()
        self._scripts: dict[str, deque[Failure]] = defaultdict(deque)
        self._last_id = 0

    # ── life ──

    async def __aenter__(self) -> Self:
        self._loopback = await Loopback(Starlette(routes=self.routes())).__aenter__()
        return self

    def routes(self) -> list[BaseRoute]:
        endpoint = Endpoint(self.respond)
        return [
            Route("/v{version}/{object}", endpoint),
            Route("/v{version}/{object}/{edge}", endpoint),
        ]

    async def __aexit__(self, *_: object) -> None:
        self.closing.set()
        await self._loopback.__aexit__()

    @property
    def api_base(self) -> str:
        """For SERATUS_WHATSAPP_API_BASE: no version, no slash at its end."""
        return self._loopback.url

    # ── what a test does with it ──

    def to(self, person: str) -> list[SentMessage]:
        """Return what this number or BSUID was sent, oldest first."""
        return [sent for sent in self.sent if sent.to == person]

    async def until(self, condition: Callable[[], bool], timeout: float = PATIENCE) -> None:  # noqa: ASYNC109 - a test's patience
        """Wait until this holds; it is looked at after every request. TimeoutError."""
        async with asyncio.timeout(timeout), self._changed:
            await self._changed.wait_for(condition)

    async def until_sent(self, count: int = 1, person: str | None = None) -> list[SentMessage]:
        """Wait until so many were sent, to all or to this one."""

        def found() -> list[SentMessage]:
            return self.sent if person is None else self.to(person)

        await self.until(lambda: len(found()) >= count)
        return found()

    def answer_next(
        self,
        status: int,
        what: int | str | Json,
        n: int = 1,
        headers: Mapping[str, str] | None = None,
        on: str = "messages",
    ) -> None:
        """Let the next n meet this: an error code of Meta's, a text, or a JSON body.

        `on` is the edge of the Graph API: "messages", "message_templates", "flows", "assets",
        "publish", or "" for the object itself (our number).
        """
        self._scripts[on].extend([answering(status, what, headers)] * n)

    def hang_next(self, n: int = 1, on: str = "messages") -> None:
        """Never answer the next n (until the server stops)."""
        self._scripts[on].extend([self.hang] * n)

    def reset_next(self, n: int = 1, on: str = "messages") -> None:
        """Drop the connections of the next n with RST, read and not answered."""
        self._scripts[on].extend([self.reset] * n)

    async def hang(self, _scope: Scope) -> Response:
        await self.closing.wait()
        return Response(status_code=503)

    async def reset(self, scope: Scope) -> Response:
        self._loopback.reset(scope["client"])
        return Response()

    # ── the Graph API ──

    async def respond(self, request: Request) -> Response:
        self.asked.append(f"{request.method} {request.url.path}")
        body = await request.body()
        edge = request.path_params.get("edge", "")
        response = await self._scripted(edge, request.scope) or self._answer(request, body)
        async with self._changed:
            self._changed.notify_all()
        return response

    async def _scripted(self, edge: str, scope: Scope) -> Response | None:
        if script := self._scripts[edge]:
            return await script.popleft()(scope)
        if self.failing and edge == "messages":
            return await self.failing(scope)
        return None

    def _answer(self, request: Request, body: bytes) -> Response:
        try:
            return JSONResponse(self._perform(request, body))
        except Refused as error:
            refused = error
        except (AttributeError, LookupError, TypeError, ValueError) as error:
            refused = Refused(100, f"malformed: {error!r}")
        self.refused.append(str(refused))
        answer = error_body(refused.code, refused.details, refused.subcode)
        return JSONResponse(answer, status_code=refused.status)

    def _perform(self, request: Request, body: bytes) -> Json:
        if request.headers.get("Authorization") != f"Bearer {self.token}":
            raise Refused(190, "Error validating access token", status=401)
        named, edge = request.path_params["object"], request.path_params.get("edge", "")
        match request.method, edge:
            case "POST", "messages" if named == self.phone_id:
                return self._send(_parsed(body))
            case "GET", "" if named == self.phone_id:
                return {"display_phone_number": self.display_number, "id": self.phone_id}
            case _, "message_templates" if named == ACCOUNT_ID:
                return self._on_templates(request, body)
            case _, "flows" if named == ACCOUNT_ID:
                return self._on_flows(request.method, body)
            case method, _ if named in self.flows:
                return self._on_flow(named, method, edge, request, body)
        raise Refused(100, f"Object with ID '{named}' does not exist", subcode=33)

    def _next_id(self) -> int:
        self._last_id += 1
        return self._last_id

    # ── messages ──

    def _send(self, body: Json) -> Json:
        person = _recipient(body)
        kind = body.get("type", "text")
        content = body.get(kind)
        if not isinstance(content, dict):
            raise Refused(131008, f"The parameter {kind} is required.")
        if surplus := set(body) - _KEYS - {kind, "biz_opaque_callback_data"}:
            raise Refused(100, f"Unexpected key {sorted(surplus)}")
        remote_id = f"wamid.HBgNNjI4MTIzNDU2Nzg5{self._next_id():06}"
        match kind:
            case "text":
                said = _text(content, "body", 4096)
                sent = SentMessage(person, kind, said, remote_id, body)
            case "interactive":
                said, shown = _body(content), self._interactive(content)
                sent = SentMessage(person, content["type"], said, remote_id, body, shown)
            case "template":
                sent = self._template(person, content, remote_id, body)
            case _:
                raise Refused(131051, f"{kind} is not supported here")
        if kind != "template" and person in self.window_closed:
            raise Refused(131047, "More than 24 hours have passed")
        self.sent.append(sent)
        known = {"wa_id": person.lstrip("+")} if "to" in body else {"user_id": person}
        return {
            "messaging_product": "whatsapp",
            "contacts": [{"input": person} | known],
            "messages": [{"id": remote_id}],
        }

    def _interactive(self, content: Json) -> tuple[Shown, ...]:
        action = content.get("action")
        if not isinstance(action, dict):
            raise Refused(131008, "action is required")
        match content.get("type"):
            case "button":
                return _reply_buttons(action)
            case "list":
                return _rows(action)
            case "flow" if action.get("name") == "flow":
                return self._flow(action.get("parameters", {}))
            case "request_contact_info" if action == {"name": "request_contact_info"}:
                return ()
        raise Refused(131009, f"interactive type {content.get('type')!r}")

    def _flow(self, parameters: Json) -> tuple[Shown, ...]:
        flow = self.flows.get(parameters.get("flow_id", ""))
        if flow is None:
            raise Refused(131009, "no such flow_id")
        mode = "published" if flow.status == "PUBLISHED" else "draft"
        if parameters.get("mode", "published") != mode:
            raise Refused(131009, f"the flow is {flow.status}")
        if parameters.get("flow_message_version") != "3":
            raise Refused(131009, "flow_message_version")
        if parameters.get("flow_action", "navigate") == "navigate":
            first = parameters.get("flow_action_payload", {})
            _text(first, "screen", 80)
            if "data" in first and not (first["data"] and isinstance(first["data"], dict)):
                raise Refused(131009, "data must be a non-empty object")
        title = _title(parameters, "flow_cta", 20)
        return (Shown(_text(parameters, "flow_token", 200), title),)

    def _template(self, person: str, content: Json, remote_id: str, raw: Json) -> SentMessage:
        name, language = content.get("name", ""), content.get("language", {}).get("code", "")
        template = self.templates.get((name, language))
        if template is None or template.status in {"PENDING", "REJECTED"}:
            raise Refused(132001, f"template name ({name}) does not exist in {language}")
        if template.status in {"PAUSED", "DISABLED"}:
            raise Refused(132015 if template.status == "PAUSED" else 132016, name)
        components = content.get("components", [])
        if any(one.get("type") not in {"body", "button"} for one in components):
            raise Refused(131009, "type of a component")
        params = _values([one for one in components if one.get("type") == "body"])
        if set(params) != set(template.parameters):
            raise Refused(132000, f"expected {template.parameters}, came {tuple(params)}")
        shown = _payloads([one for one in components if one.get("type") == "button"], template)
        return SentMessage(person, "template", "", remote_id, raw, shown, name, language, params)

    # ── what an operator sets up ──

    def _on_templates(self, request: Request, body: bytes) -> Json:
        query = request.query_params
        match request.method:
            case "POST":
                return self._create_template(_parsed(body))
            case "DELETE":
                gone = [key for key in self.templates if key[0] == query.get("name")]
                for key in gone:
                    del self.templates[key]
                return {"success": bool(gone)}
        found = [
            {"id": known.id, "status": known.status, "category": known.category}
            | {"parameter_format": "NAMED", "components": []}
            | known.raw
            | {"name": name, "language": language}
            for (name, language), known in self.templates.items()
            if query.get("name", name) == name
            and query.get("status", known.status) == known.status
        ]
        return {"data": found}

    def _create_template(self, body: Json) -> Json:
        for key in ("name", "language", "category", "components"):
            if not body.get(key):
                raise Refused(100, f"The parameter {key} is required.")
        if not re.fullmatch(r"[a-z0-9_]{1,512}", body["name"]):
            raise Refused(100, "name: only lower case letters, digits and _")
        if (body["name"], body["language"]) in self.templates:
            raise Refused(100, "There is already content in this language", subcode=2388024)
        parts = {part["type"].upper(): part for part in body["components"]}
        names = _PLACEHOLDER.findall(parts.get("BODY", {}).get("text", ""))
        buttons = len(parts.get("BUTTONS", {}).get("buttons", []))
        template = Template(
            tuple(dict.fromkeys(names)),
            buttons,
            "PENDING",
            body["category"].upper(),
            str(594_425_479_000_000 + self._next_id()),
            {"components": body["components"]},
        )
        self.templates[body["name"], body["language"]] = template
        return {"id": template.id, "status": template.status, "category": template.category}

    def _on_flows(self, method: str, body: bytes) -> Json:
        if method == "GET":
            return {"data": [_described(key, flow) for key, flow in self.flows.items()]}
        wanted = _parsed(body)
        if not wanted.get("name") or not wanted.get("categories"):
            raise Refused(100, "name and categories are required")
        status = "PUBLISHED" if wanted.get("publish") else "DRAFT"
        assets = wanted.get("flow_json") or ""
        key = str(771_000_000_000_000 + self._next_id())
        self.flows[key] = Flow(wanted["name"], status, wanted["categories"], assets, wanted)
        return {"id": key, "success": True, "validation_errors": []}

    def _on_flow(self, key: str, method: str, edge: str, request: Request, body: bytes) -> Json:
        flow = self.flows[key]
        match method, edge:
            case "GET", "":
                return _described(key, flow)
            case "POST", "":
                flow.raw |= _parsed(body)
            case "DELETE", "":
                if flow.status != "DRAFT":
                    raise Refused(139004, "Can't delete published Flow")
                del self.flows[key]
            case "GET", "assets":
                return {"data": [{"name": "flow.json", "asset_type": "FLOW_JSON"}]}
            case "POST", "assets":
                flow.assets = _uploaded(request.headers["content-type"], body)
                return {"success": True, "validation_errors": []}
            case "POST", "publish":
                if not flow.assets or flow.status != "DRAFT":
                    raise Refused(139002, "Publishing Flow in invalid state")
                flow.status = "PUBLISHED"
            case "POST", "deprecate":
                flow.status = "DEPRECATED"
            case _:
                raise Refused(100, f"no {method} {edge}")
        return {"success": True}


def answering(
    status: int, what: int | str | Json, headers: Mapping[str, str] | None = None
) -> Failure:
    """For `failing`: an error code of Meta's, a text that is no JSON, or a JSON body."""

    async def answer(_scope: Scope) -> Response:
        if isinstance(what, str):
            return Response(what, status, headers, "text/html")
        body = error_body(what) if isinstance(what, int) else what
        return JSONResponse(body, status, headers)

    return answer


# ── what Meta checks ────────────────────────────────────────────────────────────────────────────


def _parsed(body: bytes) -> Json:
    try:
        parsed = json.loads(body)
    except ValueError:
        parsed = None
    if not isinstance(parsed, dict):
        raise Refused(100, "The body is no JSON object")
    return parsed


def _recipient(body: Json) -> str:
    if body.get("messaging_product") != "whatsapp":
        raise Refused(100, "The parameter messaging_product is required.")
    if body.get("recipient_type", "individual") != "individual":
        raise Refused(131009, "recipient_type")
    if ("to" in body) == ("recipient" in body):
        raise Refused(131008, "One of to and recipient is required.")  # Meta prefers to; we: both
    if len(body.get("biz_opaque_callback_data", "")) > 512:
        raise Refused(131009, "biz_opaque_callback_data")
    person = body.get("to", body.get("recipient"))
    pattern = _PHONE if "to" in body else _BSUID
    if not isinstance(person, str) or not pattern.fullmatch(person):
        raise Refused(131009, "to or recipient")
    return person


def _body(content: Json) -> str:
    part = content.get("body")
    return _text(part if isinstance(part, dict) else {}, "text", 1024)


def _reply_buttons(action: Json) -> tuple[Shown, ...]:
    buttons = action.get("buttons", [])
    if not 1 <= len(buttons) <= 3 or any(one.get("type") != "reply" for one in buttons):
        raise Refused(131009, "1 to 3 buttons of type reply")
    replies = [one["reply"] for one in buttons]
    shown = tuple(Shown(_id(r, 256), _title(r, "title", 20)) for r in replies)
    if len({one.title for one in shown}) < len(shown):
        raise Refused(131009, "titles of buttons must differ")
    return _unique(shown)


def _rows(action: Json) -> tuple[Shown, ...]:
    _title(action, "button", 20)
    sections = action.get("sections", [])
    rows = [row for section in sections for row in section.get("rows", [])]
    if not sections or not 1 <= len(rows) <= 10 or not all(one.get("rows") for one in sections):
        raise Refused(131009, "1 to 10 rows in all")
    for section in sections:
        if "title" in section or len(sections) > 1:
            _title(section, "title", 24)
    shown = []
    for row in rows:
        described = _title(row, "description", 72) if "description" in row else ""
        shown.append(Shown(_id(row, 200), _title(row, "title", 24), described))
    return _unique(tuple(shown))


def _unique(shown: tuple[Shown, ...]) -> tuple[Shown, ...]:
    if len({one.id for one in shown}) < len(shown):
        raise Refused(131009, "ids must differ")
    return shown


def _id(part: Json, limit: int) -> str:
    given = _text(part, "id", limit)
    if given != given.strip():
        raise Refused(131009, "id must not have leading or trailing spaces")
    return given


def _title(part: Json, key: str, limit: int) -> str:
    given = _text(part, key, limit)
    if given != given.strip() or len(given.splitlines()) != 1:
        raise Refused(131009, f"{key}: one line, and no blanks around it")
    return given


def _text(part: Json, key: str, limit: int) -> str:
    given = part.get(key)
    if not isinstance(given, str) or not given.strip():
        raise Refused(131008, f"The parameter {key} is required.")
    if len(given.encode("utf-16-le")) // 2 > limit:
        raise Refused(131009, f"{key} must be at most {limit} characters")
    return given


def _values(components: Sequence[Json]) -> dict[str, str]:
    values: dict[str, str] = {}
    for given in (one for component in components for one in component.get("parameters", [])):
        if given.get("type") != "text" or not given.get("parameter_name"):
            raise Refused(100, "Parameter name is missing or empty")
        value = _text(given, "text", 32768)
        if _UNFIT.search(value):
            raise Refused(132018, "no new-line/tab characters or more than 4 consecutive spaces")
        values[given["parameter_name"]] = value
    return values


def _payloads(components: Sequence[Json], template: Template) -> tuple[Shown, ...]:
    shown: dict[int, Shown] = {}
    for component in components:
        if component.get("sub_type") != "quick_reply":
            raise Refused(131009, "sub_type")
        (parameter,) = component["parameters"]
        index = int(component["index"])
        if index in shown or not 0 <= index < template.buttons:
            raise Refused(132000, f"buttons: there are {template.buttons}")
        if parameter.get("type") != "payload":
            raise Refused(131009, "a quick reply takes a payload")
        shown[index] = Shown(_text(parameter, "payload", 256))
    return tuple(shown[index] for index in sorted(shown))


def _described(key: str, flow: Flow) -> Json:
    return {
        "id": key,
        "name": flow.name,
        "status": flow.status,
        "categories": list(flow.categories),
        "validation_errors": [],
    }


def _uploaded(content_type: str, body: bytes) -> str:
    """Return the file of a multipart form, which must be JSON."""
    head = f"Content-Type: {content_type}\r\n\r\n".encode()
    parts = BytesParser(policy=HTTP).parsebytes(head + body)
    fields = {
        part.get_param("name", header="content-disposition"): part.get_payload(decode=True)
        for part in parts.iter_parts()
    }
    if fields.get("asset_type") != b"FLOW_JSON" or fields.get("messaging_product") != b"whatsapp":
        raise Refused(100, "asset_type and messaging_product are required")
    file = fields.get("file")
    text = file.decode() if isinstance(file, bytes) else ""
    _parsed(text.encode())
    return text
