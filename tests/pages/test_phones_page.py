"""The phones in a browser: a newcomer's minute, by typing and by clicking, and by keyboard."""

import socket
from collections.abc import AsyncIterator
from dataclasses import dataclass
from itertools import product

import pytest
from playwright.async_api import Page, Response, expect

from bot.app import SystemClock, opened
from bot.commands import setup
from bot.settings import Settings
from bot.simulator.browser.shown import shown
from bot.simulator.clock import MovedClock
from bot.simulator.overheard import OverheardBrain
from bot.simulator.world import World
from locales.catalog import Catalog
from storage.sealing import Keys
from tests.pages.browser import NARROW, WIDE, WIDTHS, barriers, chromium, overflow, shot, window
from tests.patience import PATIENCE

pytestmark = pytest.mark.timeout(600)  # a browser on a busy machine

expect.set_options(timeout=PATIENCE * 1000)
WORKER, OTHER, HEAD = "whatsapp-1", "telegram-1", "telegram-2"
NIK = "6107011708800042"


@pytest.fixture
async def url(database_url: str) -> AsyncIterator[str]:
    """Show the demo's phones, in a database of its own; give the address of the page."""
    world = World.build(MovedClock(SystemClock()), Catalog.load())
    with socket.create_server(("127.0.0.1", 0)) as found:
        port = str(found.getsockname()[1])
    given = {"SERATUS_PORT": port, "SERATUS_WHATSAPP_RATES": "service=120 template=350"}
    settings = Settings.read({"SERATUS_KEYS": Keys.generate().dump(), **given})
    async with opened(
        settings,
        database_url,
        clock=world.clock,
        brain=OverheardBrain.registering(),
        onlooker=world.overheard.look_on,
    ) as app:
        assert await setup.prepare_demo(app.storage, app.clock.now().date()) is None
        await app.directory.read(app.storage)
        async with shown(app, world) as address:
            yield address


@dataclass
class Held:
    """A phone on the page, and what somebody does with it."""

    page: Page
    phone: str

    async def says(self, text: str, hears: str) -> None:
        await self.page.locator(f'[data-phone="{self.phone}"] input[name=text]').fill(text)
        await self.page.keyboard.press("Enter")
        await self.hears(hears)

    async def taps(self, label: str, hears: str) -> None:
        keys = self.page.locator(f'[data-phone="{self.phone}"] .key')
        await keys.get_by_text(label, exact=True).or_(keys.filter(has_text=label)).last.click()
        await self.hears(hears)

    async def chooses(self, opener: str, row: str, hears: str) -> None:
        keys = self.page.locator(f'[data-phone="{self.phone}"] .key')
        await keys.filter(has_text=opener).last.click()
        await self.page.locator("dialog[open] .choice").filter(has_text=row).click()
        await self.hears(hears)

    async def hears(self, text: str) -> None:
        told = self.page.locator(f'[data-phone="{self.phone}"] .bot .text')
        await expect(told.filter(has_text=text).last).to_be_visible()


async def test_a_newcomers_minute(url: str) -> None:
    async with chromium() as browser, window(browser, WIDE) as page:
        await page.goto(url)
        worker, head = Held(page, WORKER), Held(page, HEAD)
        await worker.says("daftar", "Isi sekaligus")
        await worker.says("lanjut", "untuk siapa")
        await worker.taps("Untuk saya sendiri", "desa mana")
        await worker.says("Sungai Duri", "Mohon dibaca dulu")
        await worker.says("setuju", "PNS")
        await worker.chooses("Pilih", "Tidak satu pun", "Berapa NIK")
        await worker.says(NIK, "17 Agustus 1980")
        await worker.says("ya", "nama lengkap")
        await worker.says("Yohanes Anton", "Di mana Bapak/Ibu lahir")
        await worker.says("Bengkayang", "ibu kandung")
        await worker.says("Maria Suryani", "tinggal")
        await worker.says("Dusun Melati RT 02 RW 01", "nomor HP")
        await worker.taps("Tidak punya HP", "pekerjaan")
        await worker.says("noreh karet", "penghasilan")
        await worker.says("1,5 juta", "Kirim")
        await worker.says("kirim", "tempat nomor 1")
        await head.hears("YOHANES ANTON")
        await head.taps("Benar", "Dibenarkan")
        await worker.hears("sudah dibenarkan")
        await worker.says("status", "dibenarkan")
        await shot(page, "phones-confirmed-1440-light")


async def test_the_clock_brings_what_is_due(url: str) -> None:
    async with chromium() as browser, window(browser, WIDE) as page:
        await page.goto(url)
        other = Held(page, OTHER)
        await other.says("daftar", "untuk siapa")
        await other.taps("Untuk saya sendiri", "desa mana")
        for _ in range(2):
            await page.get_by_role("button", name="+24 jam").click()

        await other.hears("belum selesai")
        await page.locator("#under summary").click()
        await expect(page.locator("#turns li").first).to_be_visible()


@pytest.mark.parametrize(("width", "scheme"), list(product(WIDTHS, ["light", "dark"])))
async def test_nothing_keeps_anybody_from_the_phones(url: str, width: int, scheme: str) -> None:
    async with chromium() as browser, window(browser, width, color_scheme=scheme) as page:
        await page.goto(url)
        await Held(page, OTHER).says("daftar", "untuk siapa")
        await shot(page, f"phones-{width}-{scheme}")

        assert await overflow(page) == 0
        assert await barriers(page) == []


async def test_the_page_is_light_keeps_out_what_is_not_ours_and_tells_what_it_costs(
    url: str,
) -> None:
    loaded: dict[str, int] = {}
    odd: list[str] = []
    async with chromium() as browser, window(browser, NARROW) as page:

        async def weigh(answer: Response) -> None:
            if answer.request.resource_type not in {"eventsource", "fetch"}:
                loaded[answer.url] = len(await answer.body())

        page.on("response", weigh)
        page.on("console", lambda said: odd.append(said.text))
        answer = await page.goto(url)
        await Held(page, WORKER).says("daftar", "Isi sekaligus")
        told = page.locator(f'[data-phone="{WORKER}"] .billed')

        await expect(told).to_have_text("1 pesan terhitung · Rp\xa0120")

    assert answer is not None
    assert answer.headers["content-security-policy"] == (
        "default-src 'none'; style-src 'self'; img-src 'self' data:; form-action 'self'; "
        "base-uri 'none'; frame-ancestors 'none'; script-src 'self'; connect-src 'self'"
    )
    assert (len(loaded) >= 3, sum(loaded.values()) <= 60_000, odd) == (True, True, [])


async def test_a_number_that_is_hidden_is_shared_by_a_click(url: str) -> None:
    async with chromium() as browser, window(browser, WIDE) as page:
        await page.goto(url)
        await page.locator("#add select[name=platform]").select_option("hidden")
        await page.locator("#add button").click()
        new = Held(page, "whatsapp-2")
        await new.says("daftar", "Isi sekaligus")
        await page.locator('[data-phone="whatsapp-2"] .contact').click()

        await expect(page.locator('[data-phone="whatsapp-2"] .row.me')).to_have_count(2)
        await expect(page.locator('[data-phone="whatsapp-2"] .row.bot')).to_have_count(2)


async def test_by_keyboard_alone_somebody_registers_and_taps(url: str) -> None:
    async with chromium() as browser, window(browser, NARROW) as page:
        await page.goto(f"{url}?lang=en")
        other = Held(page, OTHER)
        await page.locator(f'[data-phone="{OTHER}"] input[name=text]').focus()
        await page.keyboard.type("daftar")
        await page.keyboard.press("Enter")
        await other.hears("untuk siapa")
        await page.keyboard.press("Shift+Tab")
        await page.keyboard.press("Shift+Tab")
        await page.keyboard.press("Enter")

        await expect(page.locator(f'[data-phone="{OTHER}"] .row.bot')).to_have_count(2)
