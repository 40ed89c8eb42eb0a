"""The public page of two regencies of real villages, asked for as a browser does.

61.07.01.2001   Sungai Duri: ten places are left of twelve
61.07.01.2004   Sungai Jaga A: all twelve are taken, and somebody waits
61.07.…         all others are free
61.04.…         no programme is open
"""

from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from itertools import cycle

import httpx
from markupsafe import escape
from typing_extensions import override

from bot.app import App, opened
from bot.pages.public import Public
from bot.settings import Settings
from conversations.answers.village.village import load
from conversations.messages import Channel, Text, Value
from locales.catalog import Catalog
from storage.database import Storage
from storage.sealing import Keys
from storage.unit_of_work import UnitOfWork
from tests.clock import SteppedClock
from tests.storage.builders import BENGKAYANG, START, Town

KETAPANG = "61.04"
PLACES = 12
FEW, FULL, FREE, SHUT = "61.07.01.2001", "61.07.01.2004", "61.07.02.2001", "61.04.01.2011"
WORKERS = ("yanti", "budi", "sari", "tono", "wati")
ADDRESS = "https://seratus.example"
NAMES = {Channel.TELEGRAM: "seratus_bot", Channel.WHATSAPP: "6281234567890"}
PAGES = (
    "/",
    "/desa",
    "/desa?cari=suka+maju",
    "/desa?cari=xyzzyq",
    "/desa/61.07",
    f"/desa/{KETAPANG}",
    *(f"/desa/{code}" for code in (FEW, FULL, FREE, SHUT)),
    "/nowhere",
)
IN_ENGLISH = tuple(f"{page}{'&' if '?' in page else '?'}lang=en" for page in PAGES)
CATALOG = Catalog.load()
KEYS = Keys.generate()


class Counting(Storage):
    """The storage of an app, which counts how often it is asked."""

    def __init__(self, storage: Storage) -> None:
        self._storage = storage
        self.asked = 0

    @override
    @asynccontextmanager
    async def begin(self, *, whole: bool = True) -> AsyncIterator[UnitOfWork]:
        self.asked += 1
        async with self._storage.begin(whole=whole) as work:
            yield work


@dataclass
class Site:
    """`seconds`: what its clock of seconds shows; `clock`: the time of day."""

    app: App
    storage: Counting
    clock: SteppedClock
    public: Public
    client: httpx.AsyncClient
    _seconds: list[float]

    def passes(self, seconds: float) -> None:
        self._seconds[0] += seconds
        self.clock.step(seconds=seconds)

    async def get(self, path: str, **headers: str) -> httpx.Response:
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        return await self.client.get(path, headers=named)

    async def text(self, path: str) -> str:
        return (await self.get(path)).text


def said(language: str, key: str, **values: Value) -> str:
    """Return words as they stand in a page."""
    return str(escape(CATALOG.say(language, Text(key, values))))


async def settled(url: str) -> None:
    """Load the villages, open a programme, and register in two of them."""
    async with Town.founded(url, places=0, villages=0, keys=KEYS) as town:
        async with town.storage.begin() as work:
            await work.programmes.load(load([KETAPANG, BENGKAYANG]))
        await town.open(places=PLACES, funder="APBD Kabupaten Bengkayang")
        people = cycle(await town.workers(*WORKERS))
        for code in _registering():
            await town.submit(town.wish(next(people), code))


def _registering() -> Iterator[str]:
    yield from [FEW] * 2
    yield from [FULL] * (PLACES + 1)


@asynccontextmanager
async def shown(url: str, *, named: bool = True) -> AsyncIterator[Site]:
    """Give the page of what is in a database; not `named`: before the platforms told our names."""
    settings = Settings.read({"SERATUS_KEYS": KEYS.dump(), "SERATUS_PUBLIC_URL": ADDRESS})
    clock, seconds = SteppedClock(START), [1000.0]
    async with opened(settings, url, clock) as app:
        for channel, name in NAMES.items() if named else ():
            app.directory.is_called(channel, name)
        storage = Counting(app.storage)
        public = Public(replace(app, storage=storage), lambda: seconds[0])
        transport = httpx.ASGITransport(public)
        async with httpx.AsyncClient(transport=transport, base_url=ADDRESS) as client:
            yield Site(app, storage, clock, public, client, seconds)
