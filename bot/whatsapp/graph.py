"""The Graph API, for what an operator sets up at Meta: the templates, and the form.

    async with graph(settings) as api:
        known = await api.templates()

pywa's `api` carries the calls; its client would ask for more fields than are used, and fail if one
of them were missing. What goes wrong comes back as a GraphError: a sentence for the operator.
"""

from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from typing import Any, TypeAlias, TypeVar

import httpx
from pywa_async.api import GraphAPIAsync
from pywa_async.errors import WhatsAppError

from bot.settings import Settings, SettingsError
from bot.tls import trusted
from bot.whatsapp.api import NO_SUCH_OBJECT, calls
from conversations.record import record

T = TypeVar("T")
Json: TypeAlias = dict[str, Any]

UTILITY = "UTILITY"  # Meta's word for what is no advertisement

_PATIENCE = 30  # seconds for each step of a call: an operator waits, and nobody else
_PAGE = 100  # templates, or forms, a call
_CATEGORY = "SIGN_UP"  # what a form is for, of Meta's list
_FIELDS = ("name", "language", "status", "category", "correct_category", "rejected_reason")
_INVALID = 100  # Graph API, "Invalid parameter": what was sent was bad, not who sent it
_TOKEN = "make a system user's token in Meta's Business Settings"  # noqa: S105 - advice, no secret
_LATER = "Meta takes 100 templates an hour: try again later"
_HINTS: Mapping[int, str] = {  # by code, as pywa.errors has them
    0: f"SERATUS_WHATSAPP_TOKEN is none that Meta knows: {_TOKEN}",
    4: _LATER,
    10: "the token needs the permission whatsapp_business_management",
    190: f"SERATUS_WHATSAPP_TOKEN has ended, or is none that Meta knows: {_TOKEN}",
    200: "the token's user must be given the WhatsApp Business Account in Business Settings",
    80007: _LATER,
}


class GraphError(Exception):
    """It was not done; the message says what Meta said and what can be done."""


class Refused(GraphError):  # noqa: N818 - Meta's answer, no fault of the program
    """Meta refused what was sent; it may take the next."""


@record
class Known:
    """A template as Meta has it. `reason`: why it is rejected. `becomes`: its category soon."""

    name: str
    language: str
    status: str
    category: str
    reason: str = ""
    becomes: str = ""


@record
class KnownForm:
    """A form, which Meta calls a Flow, as Meta has it. `status`: DRAFT, PUBLISHED, ..."""

    id: str
    name: str
    status: str


class Graph:
    """The calls that are made for one WhatsApp Business Account. All raise GraphError."""

    def __init__(self, api: GraphAPIAsync, account: str) -> None:
        self._api = api
        self._account = account

    async def templates(self) -> list[Known]:
        """Return all templates of the account, ours and others."""
        return await self._pages(
            lambda page: self._api.get_templates(self._account, fields=_FIELDS, pagination=page),
            _known,
        )

    async def submit(
        self,
        name: str,
        language: str,
        body: str,
        examples: Mapping[str, str],
        buttons: Sequence[str],
    ) -> str:
        """Submit a template for approval and return its status; raise Refused, too."""
        components: list[Json] = [{"type": "BODY", "text": body}]
        if examples:
            named = [{"param_name": name, "example": said} for name, said in examples.items()]
            components[0]["example"] = {"body_text_named_params": named}
        if buttons:
            replies = [{"type": "QUICK_REPLY", "text": label} for label in buttons]
            components.append({"type": "BUTTONS", "buttons": replies})
        template = {
            "name": name,
            "language": language,
            "category": UTILITY,
            "parameter_format": "NAMED",
            "components": components,
        }
        call = self._api.create_template(self._account, template)
        return await _answer(call, lambda body: str(body["status"]))

    async def forms(self) -> list[KnownForm]:
        """Return all forms of the account, ours and others."""
        fields = ("id", "name", "status")
        return await self._pages(
            lambda page: self._api.get_flows(self._account, fields=fields, pagination=page),
            lambda one: KnownForm(str(one["id"]), one["name"], one["status"]),
        )

    async def _pages(
        self, call: Callable[[Json], Awaitable[Json]], read: Callable[[Json], T]
    ) -> list[T]:
        """Return what stands on all pages of a list."""
        found: list[T] = []
        page: Json | None = {"limit": _PAGE}
        while page is not None:
            those, page = await _answer(
                call(page), lambda body: ([read(one) for one in body["data"]], _after(body))
            )
            found += those
        return found

    async def create_form(self, name: str) -> str:
        """Create an empty form and return its id."""
        call = self._api.create_flow(self._account, name, (_CATEGORY,))
        return await _answer(call, lambda body: str(body["id"]))

    async def upload_form(self, form: str, written: str) -> list[str]:
        """Put the JSON of a draft in place; return what Meta finds wrong with it."""
        return await _answer(self._api.update_flow_json(form, written), _faults)

    async def publish_form(self, form: str) -> None:
        """Publish a draft: nobody can change it any more."""
        await _answer(self._api.publish_flow(form), lambda body: bool(body["success"]))


@asynccontextmanager
async def graph(settings: Settings) -> AsyncIterator[Graph]:
    """Open the Graph API with the operator's token; raise SettingsError without one."""
    if settings.whatsapp_token is None:
        raise SettingsError(f"SERATUS_WHATSAPP_TOKEN is not set: {_TOKEN}")
    if settings.whatsapp_account_id is None:
        raise SettingsError(
            "SERATUS_WHATSAPP_ACCOUNT_ID is not set: "
            "it is the id of the WhatsApp Business Account, as WhatsApp Manager shows it"
        )
    async with httpx.AsyncClient(timeout=_PATIENCE, verify=trusted()) as session:
        api = calls(session, settings.whatsapp_token, settings.whatsapp_api_base)
        yield Graph(api, settings.whatsapp_account_id)


def _known(one: Json) -> Known:
    return Known(
        name=one["name"],
        language=one["language"],
        status=one["status"],
        category=one["category"],
        reason=_none(one.get("rejected_reason")),
        becomes=_none(one.get("correct_category")),
    )


def _after(answer: Json) -> Json | None:
    """Return how to ask for the next page; None after the last."""
    paging = answer.get("paging", {})
    return {"limit": _PAGE, "after": paging["cursors"]["after"]} if "next" in paging else None


def _faults(answer: Json) -> list[str]:
    return [
        f"line {one.get('line_start', '?')}: {one['message']}"
        for one in answer["validation_errors"]
    ]


def _none(value: str | None) -> str:
    """Meta writes "NONE" where there is nothing to say."""
    return "" if value in {None, "NONE"} else str(value)


async def _answer(call: Awaitable[Json], read: Callable[[Json], T]) -> T:
    """Await an answer and read it; whatever is wrong with it is a GraphError."""
    try:
        return read(await call)
    except WhatsAppError as error:
        raise _refusal(error) from error
    except httpx.RequestError as error:
        why = type(error).__name__
        raise GraphError(
            f"Meta does not answer ({why}): try again, or see SERATUS_WHATSAPP_API_BASE"
        ) from error
    except (ValueError, KeyError, TypeError) as error:
        raise GraphError(
            "what answered is not the Graph API: see SERATUS_WHATSAPP_API_BASE"
        ) from error


def _refusal(error: WhatsAppError) -> GraphError:
    """Say what Meta said, its code, and what to do about it if that is known."""
    said = error.user_msg or error.details or error.message
    code = f"{error.code}/{error.subcode}" if error.subcode else f"{error.code}"
    if error.code == _INVALID and error.subcode == NO_SUCH_OBJECT:
        hint = "see whether SERATUS_WHATSAPP_ACCOUNT_ID is the WhatsApp Business Account's"
        return GraphError(f"Meta says: {said} ({code}); {hint}")
    if error.code == _INVALID:
        return Refused(f"Meta says: {said} ({code})")
    hint = _HINTS.get(error.code, "")
    return GraphError(f"Meta says: {said} ({code})" + (f"; {hint}" if hint else ""))
