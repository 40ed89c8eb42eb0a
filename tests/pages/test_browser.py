"""The public page in a browser: read by everybody, by keyboard, without script, on paper."""

from collections.abc import AsyncIterator
from itertools import product
from pathlib import Path

import pytest
from playwright.async_api import Browser, Page

from tests.pages.browser import MIDDLE, WIDTHS, barriers, overflow, shot, window
from tests.pages.site import FEW, FREE, FULL, SHUT, Site, said, settled, shown
from tests.platforms.postgres_proxy import Proxy
from tests.platforms.telegram_server import Loopback

pytestmark = pytest.mark.timeout(600)  # a browser on a busy machine

STATES = {
    "front": "/",
    "front-english": "/?lang=en",
    "villages": "/desa",
    "search": "/desa?cari=suka+maju",
    "search-nothing": "/desa?cari=xyzzyq",
    "regency": "/desa/61.07",
    "village-few": f"/desa/{FEW}",
    "village-full": f"/desa/{FULL}",
    "village-free": f"/desa/{FREE}",
    "village-english": f"/desa/{FREE}?lang=en",
    "village-shut": f"/desa/{SHUT}",
    "missing": "/nowhere",
}


@pytest.fixture
async def url(site: Site) -> AsyncIterator[str]:
    async with Loopback(site.public) as server:
        yield server.url


async def looked_at(page: Page, name: str, width: int) -> list[str]:
    """Return what is wrong with a page; what axe finds is the same between narrow and wide."""
    await shot(page, name)
    wider = await overflow(page)
    found = [f"{name}: {wider} pixels too wide"] if wider else []
    unread = await barriers(page) if width != MIDDLE else []
    return [*found, *(f"{name}: {one}" for one in unread)]


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", WIDTHS)
async def test_nothing_keeps_anybody_from_reading_a_page(
    browser: Browser, url: str, width: int, scheme: str
) -> None:
    wrong = []
    async with window(browser, width, color_scheme=scheme) as page:
        for name, path in STATES.items():
            await page.goto(url + path)
            for details in await page.locator("details").all() if name == "regency" else []:
                await details.locator("summary").click()
            wrong += await looked_at(page, f"{name}-{width}-{scheme}", width)

    assert wrong == []


async def test_what_cannot_be_told_just_now_is_told_as_well_as_the_rest(
    browser: Browser, database_url: str, tmp_path: Path
) -> None:
    await settled(database_url)
    wrong = []
    async with (
        Proxy(database_url, tmp_path) as proxy,
        shown(proxy.url) as site,
        shown(database_url, named=False) as nameless,
        Loopback(site.public) as server,
        Loopback(nameless.public) as early,
    ):
        await site.get(f"/desa/{FEW}")
        proxy.refuse()
        site.passes(61)
        for width, scheme in product(WIDTHS, ("light", "dark")):
            async with window(browser, width, color_scheme=scheme) as page:
                await page.goto(f"{server.url}/desa/{FEW}")
                wrong += await looked_at(page, f"village-away-{width}-{scheme}", width)
                await page.goto(f"{early.url}/desa/{FEW}")
                wrong += await looked_at(page, f"village-early-{width}-{scheme}", width)

    assert wrong == []


async def focused(page: Page) -> str:
    """Return what the keyboard is at: its text, its id, or its tag's name."""
    return str(
        await page.evaluate(
            "(e => e.id || e.innerText.trim() || e.tagName)(document.activeElement)"
        )
    )


async def test_the_keyboard_alone_leads_from_the_front_page_into_a_village(
    browser: Browser, url: str
) -> None:
    async with window(browser) as page:
        await page.goto(url)
        walked = []
        for _ in range(5):
            await page.keyboard.press("Tab")
            walked.append(await focused(page))
        await page.keyboard.press("Shift+Tab")
        await page.keyboard.type("sungai duri")
        await page.keyboard.press("Enter")
        await page.wait_for_url("**/desa?cari=sungai+duri")
        await page.locator(".found a").first.focus()
        await page.keyboard.press("Enter")
        await page.wait_for_url(f"**/desa/{FEW}")

        skip = said("id", "page.skip")
        assert walked == [skip, "Seratus", "English", "cari", said("id", "page.search.button")]


async def test_the_first_stop_skips_to_the_content_and_a_question_opens_by_a_key(
    browser: Browser,
    url: str,
) -> None:
    async with window(browser) as page:
        await page.goto(url)
        await page.keyboard.press("Tab")
        visible = await page.locator(".skip").bounding_box()
        await page.keyboard.press("Enter")
        await page.keyboard.press("Tab")
        after = await focused(page)
        question = page.locator("details").first
        await question.locator("summary").focus()
        await page.keyboard.press("Enter")

        assert visible is not None
        assert visible["x"] >= 0
        assert after == "cari"
        assert await question.get_attribute("open") is not None
        await shot(page, "front-question-open-360-light")


async def test_without_script_a_village_is_found_and_its_chat_opened(
    browser: Browser, url: str
) -> None:
    async with window(browser, java_script_enabled=False) as page:
        await page.goto(f"{url}/?lang=en")
        await page.get_by_label(said("en", "page.search.label")).fill("sungai duri")
        await page.get_by_role("button").click()
        await page.locator(".found a").first.click()

        door = page.get_by_role("link", name=said("en", "page.open.telegram"))
        assert await door.get_attribute("href") == "https://t.me/seratus_bot?start=v_6107012001"
        assert page.url == f"{url}/desa/{FEW}?lang=en"


async def test_on_paper_a_village_has_its_codes_and_nothing_that_paper_cannot_do(
    browser: Browser, url: str
) -> None:
    async with window(browser, 768) as page:
        await page.goto(f"{url}/desa/{FEW}")
        await page.emulate_media(media="print")

        assert await page.locator(".qr").nth(1).is_visible()
        hidden = (".door", ".places", "form", "nav")
        shown_all_the_same = [one for one in hidden if await page.locator(one).first.is_visible()]
        assert shown_all_the_same == []
        await shot(page, "village-on-paper")
