"""The demo's phones in a browser: the page, a phone on it, and a newcomer's minute."""

import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass

from playwright.async_api import Page, expect

from bot.app import SystemClock, opened
from bot.commands import setup
from bot.settings import Settings
from bot.simulator.browser.shown import shown
from bot.simulator.clock import MovedClock
from bot.simulator.overheard import OverheardBrain
from bot.simulator.world import World
from locales.catalog import Catalog
from storage.sealing import Keys

WORKER, OTHER, HEAD = "whatsapp-1", "telegram-1", "telegram-2"
NIK = "6107011708800042"
RATES = "service=120 template=350"


@asynccontextmanager
async def phones(
    database_url: str, rates: str = RATES, keys: Keys | None = None
) -> AsyncIterator[str]:
    """Show the demo's phones, in a database of its own; give the address of the page.

    With the same `keys` they go on in a database in which they were before.
    """
    keys = keys or Keys.generate()
    world = World.build(MovedClock(SystemClock()), Catalog.load())
    with socket.create_server(("127.0.0.1", 0)) as found:
        port = str(found.getsockname()[1])
    given = {"SERATUS_PORT": port, "SERATUS_WHATSAPP_RATES": rates}
    settings = Settings.read({"SERATUS_KEYS": keys.dump(), **given})
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

    async def opens(self, opener: str) -> None:
        """Open a list, or the form."""
        keys = self.page.locator(f'[data-phone="{self.phone}"] .key')
        await keys.filter(has_text=opener).last.click()

    async def chooses(self, opener: str, row: str, hears: str) -> None:
        await self.opens(opener)
        await self.page.locator("dialog[open] .choice").filter(has_text=row).click()
        await self.hears(hears)

    async def fills(self, **answers: str) -> None:
        """Fill in a screen of the form, and go on to the next."""
        sheet = self.page.locator("dialog[open]")
        for name, answer in answers.items():
            field = sheet.locator(f'[name="{name}"]')
            if await field.first.get_attribute("type") == "radio":
                await sheet.locator(f'[name="{name}"][value="{answer}"]').check()
            elif await field.evaluate("field => field.tagName") == "SELECT":
                await field.select_option(answer)
            else:
                await field.fill(answer)
        await sheet.locator(".shut button").last.click()

    async def is_at_hand(self) -> None:
        """See the phone, whose line to write on has the focus."""
        phone = self.page.locator(f'[data-phone="{self.phone}"]')
        await expect(phone.locator("input[name=text]")).to_be_focused()
        await expect(phone).to_be_in_viewport(ratio=0.9)

    async def hears(self, text: str) -> None:
        told = self.page.locator(f'[data-phone="{self.phone}"] .bot .text')
        await expect(told.filter(has_text=text).last).to_be_visible()

    async def registers(self) -> None:
        """Answer until the summary stands there, by typing and by clicking."""
        await self.says("daftar", "Isi sekaligus")
        await self.begins()
        await self.chooses("Pilih", "Tidak satu pun", "Berapa NIK")
        await self.says(NIK, "17 Agustus 1980")
        await self.says("ya", "nama lengkap")
        await self.says("Yohanes Anton", "Di mana Bapak/Ibu lahir")
        await self.says("Bengkayang", "ibu kandung")
        await self.says("Maria Suryani", "tinggal")
        await self.says("Dusun Melati RT 02 RW 01", "nomor HP")
        await self.taps("Tidak punya HP", "pekerjaan")
        await self.says("noreh karet", "penghasilan")
        await self.says("1,5 juta", "Kirim")

    async def begins(self) -> None:
        """Go on without the form until what else one is, a list, is asked."""
        await self.says("lanjut", "untuk siapa")
        await self.taps("Untuk saya sendiri", "desa mana")
        await self.says("Sungai Duri", "Mohon dibaca dulu")
        await self.says("setuju", "PNS")
