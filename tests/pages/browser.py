"""Debian's Chromium, driven by Playwright; never a browser that Playwright fetched."""

import os
import shutil
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from axe_playwright_python.async_playwright import Axe
from playwright.async_api import Browser, Page, async_playwright

from tests.patience import PATIENCE

SHOTS = Path(__file__).parents[2] / ".cache" / "pages"  # to be looked at
WIDTHS = (NARROW, MIDDLE, WIDE) = (360, 768, 1440)
_RULES: Mapping[str, object] = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
}
_WIDER = "document.documentElement.scrollWidth - document.documentElement.clientWidth"


@asynccontextmanager
async def chromium() -> AsyncIterator[Browser]:
    """Give the browser; skip where there is none, and fail where there must be one."""
    path = shutil.which("chromium")
    if path is None:
        reason = "no Chromium: apt-get install chromium fonts-noto-core"
        if os.environ.get("CI") == "true":
            pytest.fail(reason)
        pytest.skip(reason)
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=path)
        try:
            yield browser
        finally:
            await browser.close()


@asynccontextmanager
async def window(browser: Browser, width: int = 360, **settings: object) -> AsyncIterator[Page]:
    """Open a window of a width; fail if what is shown there breaks the policy."""
    context = await browser.new_context(
        viewport={"width": width, "height": 800},
        **settings,  # type: ignore[arg-type]  # as Playwright has them
    )
    page = await context.new_page()
    page.set_default_timeout(PATIENCE * 1000)
    wrong: list[str] = []
    page.on("console", lambda said: wrong.append(said.text) if said.type == "error" else None)
    page.on("pageerror", lambda error: wrong.append(str(error)))
    try:
        yield page
    finally:
        await context.close()
    refused = "the server responded with a status of 4"  # Chromium says that of a page, too
    assert [one for one in wrong if refused not in one] == []


async def barriers(page: Page) -> list[str]:
    """Return what keeps somebody from reading the page, as axe finds it."""
    found = await Axe().run(page, options=dict(_RULES))
    return [
        f"{one['id']}: {node['html'][:120]}"
        for one in found.response["violations"]
        for node in one["nodes"]
    ]


async def overflow(page: Page) -> int:
    """Return by how many pixels the page is wider than its window."""
    return int(await page.evaluate(_WIDER))


async def shot(page: Page, name: str, *, whole: bool = True) -> None:
    """Draw the `whole` page, or what is seen of it: what lies above it covers no more."""
    SHOTS.mkdir(parents=True, exist_ok=True)
    path = SHOTS / f"{name}.png"
    await page.screenshot(path=path, full_page=whole, animations="disabled")
