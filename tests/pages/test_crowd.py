"""What a crowd at the public page costs, and what it is shown while the database is away."""

import asyncio
import tracemalloc
from pathlib import Path

import pytest

from bot.pages.public import wanted
from bot.pages.templates import Templates
from conversations.languages import LANGUAGES
from tests.pages.site import FEW, FREE, FULL, KEYS, Site, said, settled, shown
from tests.platforms.postgres_proxy import Proxy
from tests.storage.builders import Town


async def test_a_crowd_costs_one_query_a_minute_and_regency(site: Site) -> None:
    pages = [f"/desa/{code}?lang={one}" for code in (FEW, FULL, FREE) for one in LANGUAGES]
    crowd = ["/desa/61.07", *pages] * 20

    await asyncio.gather(*map(site.get, crowd))
    site.passes(59)
    await asyncio.gather(*map(site.get, crowd))
    within = site.storage.asked
    site.passes(2)
    await asyncio.gather(*map(site.get, crowd))

    assert within == 1
    assert site.storage.asked == 2


async def test_the_front_page_and_searches_cost_no_query(site: Site) -> None:
    for path in ("/", "/desa", "/desa?cari=suka+maju", "/nowhere"):
        await site.get(path)

    assert site.storage.asked == 0


async def test_while_one_asks_anew_the_others_are_given_the_page_there_is(
    site: Site, database_url: str
) -> None:
    before = await site.get(f"/desa/{FREE}")
    async with Town.founded(database_url, places=0, villages=0, keys=KEYS) as town:
        person = await town.worker("rina")
        await town.submit(*(town.wish(person, FREE, f"61070155058501{n:02}") for n in range(2)))
    site.passes(61)

    asking = asyncio.create_task(site.get(f"/desa/{FREE}"))
    await asyncio.sleep(0)
    meanwhile = await site.get(f"/desa/{FREE}")
    after = await asking

    assert meanwhile.content == before.content
    assert said("id", "page.places.few") in after.text


async def test_strange_addresses_fill_no_memory(site: Site) -> None:
    for number in range(600):
        await site.get(f"/{number}?x={number}")
        await site.get(f"/desa?cari=desa+{number}")
        await site.get(f"/?x={number}")

    assert len(site.public._kept) <= 512


def test_long_addresses_fill_no_memory() -> None:
    tracemalloc.start()
    for number in range(200):
        wanted("/desa", f"cari=sungai+{number}&x={'y' * 50_000}".encode())
        wanted(f"/{number}/{'y' * 50_000}", b"")
    kept, _ = tracemalloc.get_traced_memory()
    tracemalloc.stop()

    assert kept < 2_000_000
    assert wanted(f"/desa{' ' * 60}", b"").path != "/desa"


async def test_a_crowd_at_a_page_that_was_not_made_yet_has_it_made_once(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = []
    rendered = Templates.rendered

    def noted(self: Templates, name: str, language: str, address: str, **values: object) -> bytes:
        made.append(name)
        return rendered(self, name, language, address, **values)

    monkeypatch.setattr(Templates, "rendered", noted)
    answers = await asyncio.gather(*(site.get("/desa/61.07") for _ in range(50)))

    assert ({one.status_code for one in answers}, made) == ({200}, ["regency.html"])


async def test_while_the_database_is_away_the_page_is_as_it_was_and_says_so(
    database_url: str, tmp_path: Path
) -> None:
    await settled(database_url)
    async with Proxy(database_url, tmp_path) as proxy, shown(proxy.url) as site:
        there = await site.text(f"/desa/{FEW}")
        proxy.refuse()
        site.passes(61)
        away = await site.get(f"/desa/{FEW}")
        asked = site.storage.asked
        await site.get(f"/desa/{FULL}")
        proxy.admit()
        site.passes(6)  # it is asked again soon, and no browser keeps what is told meanwhile
        back = await site.text(f"/desa/{FEW}")

    assert (away.status_code, away.headers["cache-control"]) == (200, "no-cache")
    assert said("id", "page.counted.then", when="22 November 2026 10.00 WIB") in away.text
    assert said("id", "page.places.few") in away.text
    assert site.storage.asked == asked + 1
    assert back == there


async def test_without_a_database_from_the_start_the_way_into_the_chat_is_there(
    database_url: str, tmp_path: Path
) -> None:
    await settled(database_url)
    async with Proxy(database_url, tmp_path) as proxy, shown(proxy.url) as site:
        proxy.refuse()
        page = await site.text(f"/desa/{FEW}")

    assert said("id", "page.counted.never") in page
    assert "https://t.me/seratus_bot?start=v_6107012001" in page
