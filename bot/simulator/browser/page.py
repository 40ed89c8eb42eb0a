"""The page of the phones: one small script of ours, in both languages."""

from collections.abc import Callable, Mapping

from starlette.routing import Route
from starlette.types import Receive, Scope, Send

from bot.app import App
from bot.pages import files, weave
from bot.pages.answer import POLICY, Answer
from bot.pages.files import Files
from bot.pages.public import wanted
from bot.pages.templates import Templates
from bot.simulator.phones import MOST_PHONES
from bot.simulator.show import VILLAGE
from conversations.languages import LANGUAGES
from locales.catalog import FIRST_LANGUAGE

_POLICY: Mapping[str, str] = {**POLICY, "script-src": "'self'", "connect-src": "'self'"}
_HTML, _ANEW = "text/html; charset=utf-8", "no-store"
# Villages of the demo's regencies whose heads may be given a phone; the first is, by itself.
HEADED = (VILLAGE, "61.07.01.2004", "61.04.01.2011")


def pages(app: App) -> list[Route]:
    """Return the page at /phones, and the files it loads."""
    shown = Files(
        {
            "page.css": files.read("base.css", "phones.css"),
            "phones.js": files.read("phones.js"),
            "icon.svg": weave.icon(),
        }
    )
    templates = Templates(app.catalog, file=shown.path, site="")
    made = {language: _page(app, templates, language) for language in LANGUAGES}
    return [
        Route("/", _Asked(lambda _: made[FIRST_LANGUAGE])),
        Route(
            "/phones",
            _Asked(lambda scope: made[_language(scope)]),
            methods=["GET", "HEAD"],
        ),
        Route("/static/{path:path}", _Asked(lambda scope: shown.get(scope["path"]))),
    ]


class _Asked:
    """An ASGI app that answers with what is found for a request."""

    def __init__(self, find: Callable[[Scope], Answer | None]) -> None:
        self._find = find
        self._missing = Answer(b"", "text/plain", status=404)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        answer = self._find(scope) or self._missing
        await answer(scope, receive, send)


def _page(app: App, templates: Templates, language: str) -> Answer:
    known = app.directory.villages
    heads = [(code, found.name) for code in HEADED if (found := known.get(code))]
    rendered = templates.rendered(
        "phones.html",
        language,
        "/phones",
        villages=heads,
        most=MOST_PHONES,
    )
    return Answer(rendered, _HTML, keep=_ANEW, policy=_POLICY)


def _language(scope: Scope) -> str:
    return wanted(scope["path"], scope["query_string"]).language
