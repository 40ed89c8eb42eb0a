"""`seratus whatsapp`: what it asks of Meta and tells the operator, over a real socket.

The stand-in reads templates with pywa's own model, so that pywa checks what we write.
"""

import asyncio
import subprocess
import sys
from dataclasses import dataclass, field
from typing import Any, TypeAlias

import pytest
from pywa.types.templates import BodyText, Buttons, QuickReplyButton
from pywa.types.templates import Template as Submitted
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route
from typer.testing import CliRunner
from typing_extensions import override

from bot.commands.main import main
from locales import templates
from locales.catalog import Catalog
from locales.templates import TEMPLATES
from tests.platforms.telegram_server import Loopback

Json: TypeAlias = dict[str, Any]

CATALOG = Catalog.load()
TOKEN = "EAAtest"
ACCOUNT = "102290129340398"
NAMES = {one.name: templates.published(one, CATALOG) for one in TEMPLATES}
ALL = {(name, language) for name in NAMES.values() for language in CATALOG.languages}


@dataclass
class Meta:
    """The templates of one account, two to a page, and what Meta says to the next calls."""

    known: list[Json] = field(default_factory=list)
    refusals: dict[str, Json] = field(default_factory=dict)  # by template, "" for listing
    status: int = 400
    submitted: list[Json] = field(default_factory=list)

    def has(self, name: str, language: str, **changed: str) -> None:
        given = {"name": NAMES[name], "language": language, "id": "1"}
        state = {"status": "APPROVED", "category": "UTILITY", "rejected_reason": "NONE"}
        self.known.append({**given, **state, **changed})

    async def answer(self, request: Request) -> Response:
        if request.headers["Authorization"] != f"Bearer {TOKEN}":
            return self._refused(error(190, "Invalid OAuth access token"))
        if request.method == "GET":
            return self._listed(request)
        given = await request.json()
        if refusal := self.refusals.get(given["name"]):
            return self._refused(refusal)
        self.submitted.append(given)
        return JSONResponse({"id": "2", "status": "PENDING", "category": given["category"]})

    def _listed(self, request: Request) -> Response:
        if refusal := self.refusals.get(""):
            return self._refused(refusal)
        wanted = request.query_params["fields"].split(",")
        start = int(request.query_params.get("after", 0))
        found = [
            {name: one[name] for name in [*wanted, "id"] if name in one}
            for one in self.known[start : start + 2]
        ]
        paging: Json = {"cursors": {"before": str(start), "after": str(start + 2)}}
        if start + 2 < len(self.known):
            paging["next"] = "https://graph.facebook.com/next"
        return JSONResponse({"data": found, **({"paging": paging} if found else {})})

    def _refused(self, refusal: Json) -> Response:
        return JSONResponse({"error": refusal}, self.status)


def error(code: int, message: str, subcode: int | None = None, said: str | None = None) -> Json:
    """Return an error as the Graph API writes it."""
    told = {"message": message, "type": "OAuthException", "code": code, "fbtrace_id": "A"}
    more = {"error_subcode": subcode, "error_user_msg": said}
    return {**told, **{name: value for name, value in more.items() if value is not None}}


@dataclass(frozen=True)
class Ended:
    code: int
    out: str
    err: str


def seratus(*arguments: str, **settings: str) -> Ended:
    """Run the command in this process with these settings and no others."""
    ended = CliRunner().invoke(main, ["whatsapp", *arguments], env={"COLUMNS": "220", **settings})
    if ended.exception and not isinstance(ended.exception, SystemExit):
        raise ended.exception
    return Ended(ended.exit_code, ended.stdout, ended.stderr)


async def at(meta: Meta, *arguments: str, **settings: str) -> Ended:
    """Run the command against a Meta of our own, in a thread: it has a loop of its own."""
    paths = "/v{version}/{account}/message_templates"
    route = Route(paths, meta.answer, methods=["GET", "POST"])
    async with Loopback(Starlette(routes=[route])) as loopback:
        given = {
            "SERATUS_WHATSAPP_TOKEN": TOKEN,
            "SERATUS_WHATSAPP_ACCOUNT_ID": ACCOUNT,
            "SERATUS_WHATSAPP_API_BASE": loopback.url,
            **settings,
        }
        return await asyncio.to_thread(seratus, *arguments, **given)


@pytest.fixture(autouse=True)
def no_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("TOKEN", "ACCOUNT_ID", "API_BASE"):
        monkeypatch.delenv(f"SERATUS_WHATSAPP_{name}", raising=False)


def line(ended: Ended, name: str, language: str) -> str:
    return next(one for one in ended.out.splitlines() if f"{NAMES[name]} {language}:" in one)


def row(ended: Ended, name: str, language: str) -> list[str]:
    """Return the cells that `status` shows for a template."""
    cells = [
        [cell.strip() for cell in one.replace("│", "┃").split("┃")]
        for one in ended.out.splitlines()
    ]
    return next(one[3:-1] for one in cells if one[1:3] == [NAMES[name], language])


# ── push ────────────────────────────────────────────────────────────────────────────────────────


async def test_pushing_submits_every_template_in_every_language() -> None:
    meta = Meta()

    pushed = await at(meta, "templates", "push")

    assert pushed.code == 0, pushed.err
    assert {(one["name"], one["language"]) for one in meta.submitted} == ALL
    assert len(pushed.out.splitlines()) == len(ALL)
    assert line(pushed, "card", "id").endswith("submitted: PENDING")


async def test_what_is_submitted_is_what_pywa_takes_for_such_a_template() -> None:
    meta = Meta()

    await at(meta, "templates", "push")

    found = {(one["name"], one["language"]): Submitted.from_dict(one) for one in meta.submitted}
    for template in TEMPLATES:
        for language in CATALOG.languages:
            one = found[NAMES[template.name], language]
            assert (one.category, one.parameter_format) == ("UTILITY", "NAMED")
            assert _body(one) == templates.body(template, CATALOG, language)
            assert _labels(one) == list(templates.labels(template, CATALOG, language))


def _body(one: Submitted) -> str:
    found = [part for part in one.components if isinstance(part, BodyText)]
    assert len(found) == 1
    return found[0].text


def _labels(one: Submitted) -> list[str]:
    rows = [part.buttons for part in one.components if isinstance(part, Buttons)]
    return [b.text for buttons in rows for b in buttons if isinstance(b, QuickReplyButton)]


async def test_every_placeholder_is_submitted_with_its_sample() -> None:
    meta = Meta()

    await at(meta, "templates", "push")

    sent = {(one["name"], one["language"]): one["components"][0] for one in meta.submitted}
    shown = {
        key: {
            given["param_name"]: given["example"]
            for given in one.get("example", {}).get("body_text_named_params", [])
        }
        for key, one in sent.items()
    }
    assert shown == {
        (NAMES[one.name], language): templates.examples(one, CATALOG, language)
        for one in TEMPLATES
        for language in CATALOG.languages
    }


async def test_what_meta_has_is_not_submitted_again() -> None:
    meta = Meta()
    for name, language in (("card", "id"), ("promoted", "en"), ("news", "id")):
        meta.has(name, language, status="REJECTED" if name == "news" else "APPROVED")

    pushed = await at(meta, "templates", "push")

    assert line(pushed, "card", "id").endswith("already there: APPROVED")
    assert line(pushed, "news", "id").endswith("already there: REJECTED")
    assert len(meta.submitted) == len(ALL) - 3


async def test_the_same_words_under_an_older_name_are_another_template() -> None:
    meta = Meta()
    meta.has("card", "id")
    meta.known[0]["name"] = "seratus_card_000000"

    await at(meta, "templates", "push")

    assert len(meta.submitted) == len(ALL)


async def test_one_refused_template_is_told_and_the_others_are_submitted() -> None:
    meta = Meta()
    meta.refusals[NAMES["card"]] = error(
        100, "Invalid parameter", 2388293, "Too many variables [for its length]"
    )

    pushed = await at(meta, "templates", "push")

    assert pushed.code == 2
    said = "refused. Meta says: Too many variables [for its length] (100/2388293)"
    assert line(pushed, "card", "en").endswith(said)
    assert len(meta.submitted) == len(ALL) - len(CATALOG.languages)


# ── status ──────────────────────────────────────────────────────────────────────────────────────


async def test_the_status_shows_what_meta_has_and_what_it_lacks() -> None:
    meta = Meta()
    meta.has("card", "id")
    meta.has("card", "en", status="PENDING")

    shown = await at(meta, "templates", "status")

    assert shown.code == 0, shown.err
    assert row(shown, "card", "id") == ["UTILITY", "APPROVED", ""]
    assert row(shown, "card", "en") == ["UTILITY", "PENDING", ""]
    lacking = "Meta does not have it: seratus whatsapp templates push"
    assert row(shown, "news", "id") == ["", "", lacking]


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        pytest.param({"category": "MARKETING"}, "Meta made it MARKETING", id="another category"),
        pytest.param(
            {"correct_category": "MARKETING"}, "Meta will soon make it MARKETING", id="soon"
        ),
        pytest.param(
            {"status": "REJECTED", "rejected_reason": "INVALID_FORMAT"},
            "Meta rejected it (INVALID_FORMAT)",
            id="rejected",
        ),
    ],
)
async def test_the_status_warns_of_what_meta_changed_or_rejected(
    changed: dict[str, str], said: str
) -> None:
    meta = Meta()
    meta.has("card", "id")
    meta.has("card", "en")
    meta.has("promoted", "id", **changed)

    shown = await at(meta, "templates", "status")

    assert row(shown, "promoted", "id")[-1].startswith(said)
    assert row(shown, "card", "id")[-1] == ""


# ── what goes wrong ─────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("command", ["push", "status"])
@pytest.mark.parametrize(
    ("settings", "said"),
    [
        pytest.param({}, "SERATUS_WHATSAPP_TOKEN is not set", id="no token"),
        pytest.param(
            {"SERATUS_WHATSAPP_TOKEN": TOKEN},
            "SERATUS_WHATSAPP_ACCOUNT_ID is not set",
            id="no account",
        ),
    ],
)
def test_a_missing_setting_is_told_in_a_sentence(
    command: str, settings: dict[str, str], said: str
) -> None:
    refused = seratus("templates", command, **settings)

    assert refused.code == 2
    assert said in refused.err
    assert "Traceback" not in refused.err


@pytest.mark.parametrize(
    ("refusal", "said"),
    [
        pytest.param(error(190, "Session has expired"), "SERATUS_WHATSAPP_TOKEN has ended"),
        pytest.param(error(10, "Application does not have permission"), "whatsapp_business_man"),
        pytest.param(error(200, "Permissions error"), "Business Settings"),
        pytest.param(
            error(100, "Unsupported get request", 33), "SERATUS_WHATSAPP_ACCOUNT_ID", id="account"
        ),
        pytest.param(error(80007, "Rate limit"), "try again later"),
        pytest.param(error(1, "Unknown [sic]"), "Meta says: Unknown [sic] (1)", id="unknown"),
    ],
)
async def test_what_meta_says_is_told_with_what_to_do(refusal: Json, said: str) -> None:
    refused = await at(Meta(refusals={"": refusal}), "templates", "push")

    assert refused.code == 2
    assert refusal["message"] in refused.err
    assert said in refused.err.replace("\n", " ")


async def test_a_token_that_meta_does_not_know_is_not_shown() -> None:
    refused = await at(Meta(), "templates", "status", SERATUS_WHATSAPP_TOKEN="EAAwrong")

    assert refused.code == 2
    assert "Invalid OAuth access token (190)" in refused.err
    assert "EAAwrong" not in refused.out + refused.err


def test_a_meta_that_does_not_answer_is_told_in_a_sentence() -> None:
    refused = seratus(
        "templates",
        "status",
        SERATUS_WHATSAPP_TOKEN=TOKEN,
        SERATUS_WHATSAPP_ACCOUNT_ID=ACCOUNT,
        SERATUS_WHATSAPP_API_BASE="http://127.0.0.1:1",
    )

    assert refused.code == 2
    assert "Meta does not answer (ConnectError)" in refused.err


@pytest.mark.parametrize(
    "body",
    [pytest.param("<html>Selamat datang", id="no JSON"), pytest.param("[]", id="no object")],
)
async def test_an_answer_that_is_none_of_metas_is_told_in_a_sentence(body: str) -> None:
    class Portal(Meta):
        @override
        async def answer(self, request: Request) -> Response:
            return Response(body)

    refused = await at(Portal(), "templates", "status")

    assert refused.code == 2
    assert "SERATUS_WHATSAPP_API_BASE" in refused.err


def test_the_help_does_not_wait_for_pywa() -> None:
    code = "import sys, bot.commands.main; sys.exit('pywa' in sys.modules)"

    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
