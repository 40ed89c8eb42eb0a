"""The public page: answered from memory, and made anew after a minute by whoever finds it old.

/                         what the programme is, for whom, how, and how to know that it is true
/desa                     the regencies, or with ?cari= the villages that are called so
/desa/61.07               a regency's villages, by sub-district, with the places left in each
/desa/61.07.01.2001       a village: its places, and the ways into the chat

Each in every language, by ?lang=. However many come, a regency's places are asked for once a
minute, and a page is made once.
"""

import asyncio
import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from http import HTTPStatus
from urllib.parse import parse_qs

from starlette.types import Receive, Scope, Send

from bot.app import App
from bot.pages import files, weave
from bot.pages.answer import A_MINUTE, Answer
from bot.pages.content import Content
from bot.pages.files import Files
from bot.pages.places import AGAIN, FRESH, Places
from bot.pages.templates import Templates
from bot.pages.views import MISSING, SOUGHT, VILLAGES, Views, Wanted
from conversations.languages import LANGUAGES
from locales.catalog import FIRST_LANGUAGE

_LONGEST = 60  # characters of a village's name, as it is looked for
# What is longer is no page of ours, and would be kept in memory a thousand times.
_LONGEST_PATH, _LONGEST_QUERY = 64, 2048
_MOST = 512  # pages in memory, of some 30 KB with their packed twins
_SOON = 5.0  # seconds in which one makes a page anew, and others are given the old one
_ROBOTS = f"User-agent: *\nDisallow: {VILLAGES}?\n"  # searches
_HTML = "text/html; charset=utf-8"


@dataclass(slots=True)
class _Kept:
    answer: Answer
    names: object  # what we were called when it was made: its links name us
    until: float


class Public:
    """An ASGI app that answers whatever is asked for, with 404 if there is no such page."""

    def __init__(self, app: App, seconds: Callable[[], float] = time.monotonic) -> None:
        self._directory = app.directory
        self._seconds = seconds
        self._kept: OrderedDict[Wanted, _Kept] = OrderedDict()
        self._making: dict[Wanted, asyncio.Task[Answer | None]] = {}
        self._robots = Answer(_ROBOTS.encode(), "text/plain; charset=utf-8")
        self._files = Files(
            {
                "page.css": files.read("base.css", "public.css"),
                "icon.svg": weave.icon(),
                "preview.png": weave.preview(),
            }
        )
        templates = Templates(
            app.catalog, file=self._files.path, cloth=weave.paths(), site=app.settings.public_url
        )
        places = Places(app.storage, seconds)
        self._views = Views(Content(app.directory), places, templates, app.clock)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        path = scope["path"]
        if path == "/robots.txt":
            answer = self._robots
        elif (file := self._files.get(path)) is not None:
            answer = file
        else:
            answer = await self._page(wanted(path, scope["query_string"]))
        await answer(scope, receive, send)

    async def _page(self, what: Wanted) -> Answer:
        """Return a page: that of this minute, or whoever finds it older has it made anew."""
        now = self._seconds()
        kept = self._kept.get(what)
        if kept is not None and kept.names is self._directory.names and now < kept.until:
            return kept.answer
        if kept is not None:
            kept.until = now + _SOON
        making = self._making.get(what)
        if making is None:
            making = self._making[what] = asyncio.create_task(self._made(what))
            making.add_done_callback(lambda _: self._making.pop(what))
        made = await asyncio.shield(making)  # whoever began it may be gone before the others
        return made or await self._page(Wanted(MISSING, what.language))

    async def _made(self, what: Wanted) -> Answer | None:
        now, names = self._seconds(), self._directory.names
        view = await self._views.of(what)
        if view is None:
            return None
        status = HTTPStatus.NOT_FOUND if what.path == MISSING else HTTPStatus.OK
        keep, lasts = ("no-cache", AGAIN) if view.passing else (A_MINUTE, FRESH)
        answer = Answer(view.html, _HTML, keep=keep, status=status)
        self._kept[what] = _Kept(answer, names, now + lasts)
        self._kept.move_to_end(what)
        while len(self._kept) > _MOST:
            self._kept.popitem(last=False)
        return answer


def wanted(path: str, query: bytes) -> Wanted:
    """Read what is asked for; whatever else stands in the query makes no other page."""
    return _wanted(path[:_LONGEST_PATH], query[:_LONGEST_QUERY])


@lru_cache(1024)
def _wanted(path: str, query: bytes) -> Wanted:
    asked = parse_qs(query.decode("latin-1"), max_num_fields=None) if query else {}
    language = asked.get("lang", [""])[-1]
    sought = " ".join(asked.get(SOUGHT, [""])[-1].split())[:_LONGEST]
    return Wanted(
        path,
        language if language in LANGUAGES else FIRST_LANGUAGE,
        sought if path == VILLAGES else "",
    )
