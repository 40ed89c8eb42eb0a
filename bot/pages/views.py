"""What each page shows: from a path to HTML, or None where there is no such page."""

import re
from urllib.parse import urlencode

from bot.pages.content import Content, counted_at
from bot.pages.places import Places, Told
from bot.pages.templates import Templates
from bot.ports import Clock
from conversations.record import record
from conversations.villages import regency_of

HOME, VILLAGES, MISSING = "/", "/desa", "/404"
SOUGHT = "cari"  # the parameter in which a village's name is sent
_OF_REGENCY = re.compile(r"/desa/(\d\d\.\d\d)", re.ASCII)
_OF_VILLAGE = re.compile(r"/desa/(\d\d\.\d\d\.\d\d\.\d{4})", re.ASCII)


@record
class Wanted:
    """A page that somebody wants to see. `sought`: a village's name, where one is looked for."""

    path: str
    language: str
    sought: str = ""

    @property
    def address(self) -> str:
        """Where it is, without the language."""
        return f"{self.path}?{urlencode({SOUGHT: self.sought})}" if self.sought else self.path


@record
class View:
    """A page. `passing`: something on it could not be found out just now."""

    html: bytes
    passing: bool = False


class Views:
    def __init__(
        self, content: Content, places: Places, templates: Templates, clock: Clock
    ) -> None:
        self._content = content
        self._places = places
        self._templates = templates
        self._clock = clock

    async def of(self, wanted: Wanted) -> View | None:
        if wanted.path == HOME:
            return self._home(wanted)
        if wanted.path == VILLAGES:
            return self._villages(wanted)
        if found := _OF_REGENCY.fullmatch(wanted.path):
            return await self._regency(wanted, found[1])
        if found := _OF_VILLAGE.fullmatch(wanted.path):
            return await self._village(wanted, found[1])
        return self._shown("missing.html", wanted) if wanted.path == MISSING else None

    def _home(self, wanted: Wanted) -> View:
        now = self._clock.now()
        return self._shown(
            "home.html",
            wanted,
            programme=self._content.programme(now),
            questions=self._content.questions(now),
            regencies=self._content.regencies(),
            where=self._content.regencies_named(),
            doors=self._content.doors(),
        )

    def _villages(self, wanted: Wanted) -> View:
        found = self._content.found(wanted.sought) if wanted.sought else ()
        return self._shown(
            "search.html",
            wanted,
            sought=wanted.sought,
            found=found,
            regencies=self._content.regencies(),
        )

    async def _regency(self, wanted: Wanted, code: str) -> View | None:
        name = self._content.regency(code)
        if name is None:
            return None
        told, now = await self._told(code), self._clock.now()
        return self._shown(
            "regency.html",
            wanted,
            regency=name,
            districts=[
                (district, [(one, self._content.left(one, told, now)) for one in villages])
                for district, villages in self._content.districts(code)
            ],
            told=told,
            counted_at=counted_at(told, code),
        )

    async def _village(self, wanted: Wanted, code: str) -> View | None:
        village = self._content.village(code)
        if village is None:
            return None
        told = await self._told(regency_of(code))
        return self._shown(
            "village.html",
            wanted,
            village=village,
            left=self._content.left(village, told, self._clock.now()),
            told=told,
            counted_at=counted_at(told, code),
            doors=self._content.doors(code),
        )

    async def _told(self, regency: str) -> Told:
        return await self._places.of(regency, self._content.codes(regency))

    def _shown(
        self, template: str, wanted: Wanted, told: Told | None = None, **values: object
    ) -> View:
        html = self._templates.rendered(
            template, wanted.language, wanted.address, told=told, **values
        )
        return View(html, passing=told is not None and told.away)
