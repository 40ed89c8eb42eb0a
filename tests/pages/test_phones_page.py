"""The phones in a browser: a newcomer's minute, by typing and by clicking, and by keyboard."""

import re
from collections.abc import AsyncIterator
from itertools import product

import pytest
from playwright.async_api import Browser, Page, Response, Route, expect

from storage.sealing import Keys
from tests.pages.browser import NARROW, WIDE, WIDTHS, barriers, overflow, shot, window
from tests.pages.phones import HEAD, NIK, OTHER, WORKER, Held, phones
from tests.patience import PATIENCE

pytestmark = pytest.mark.timeout(600)  # a browser on a busy machine

expect.set_options(timeout=PATIENCE * 1000)
SAID = f'[data-phone="{OTHER}"] .row.me'


@pytest.fixture
async def url(database_url: str) -> AsyncIterator[str]:
    async with phones(database_url) as address:
        yield address


async def test_a_newcomers_minute(browser: Browser, url: str) -> None:
    async with window(browser, WIDE) as page:
        await page.goto(url)
        worker, head = Held(page, WORKER), Held(page, HEAD)
        await worker.registers()
        await worker.says("kirim", "tempat nomor 1")
        await head.hears("YOHANES ANTON")
        await head.taps("Benar", "Dibenarkan")
        await worker.hears("sudah dibenarkan")
        await worker.says("status", "dibenarkan")
        await shot(page, "phones-confirmed-1440-light")


async def test_the_clock_brings_what_is_due(browser: Browser, url: str) -> None:
    async with window(browser, WIDE) as page:
        await page.goto(url)
        await page.get_by_role("button", name="Ke 08.00").click()  # nobody is reminded by night
        await expect(page.locator("#moved")).not_to_be_empty()
        other = Held(page, OTHER)
        await other.says("daftar", "untuk siapa")
        await other.taps("Untuk saya sendiri", "desa mana")
        await page.get_by_role("button", name="+24 jam").click()

        await other.hears("belum selesai")
        await expect(page.locator("#moved")).to_have_text(re.compile("Pesan baru di HP: Budi"))
        await other.says("lanjut", "desa mana")  # the reminder may be of the day before
        await expect(page.locator(f'[data-phone="{OTHER}"] .day').first).to_be_visible()
        await page.locator("#under summary").click()
        turn = page.locator("#turns li").first
        await expect(turn.locator("b")).to_have_text(re.compile(r"\d+ \w+,? \d\d\.\d\d"))
        await expect(turn).to_contain_text("Pesan untuk Budi")
        await shot(page, "phones-due-1440-light")


async def test_the_clock_ticks_and_a_step_after_which_nothing_was_due_says_so(
    browser: Browser, url: str
) -> None:
    async with window(browser, NARROW) as page:
        await page.clock.install()
        await page.goto(f"{url}?lang=en")
        clock = page.locator("#clock")
        await expect(clock).to_have_text(re.compile(r" \d\d:\d\d\sWIB"))
        before = await clock.text_content()
        await page.clock.fast_forward(60_000)

        await expect(clock).not_to_have_text(before or "")
        await page.get_by_role("button", name="+1 hour").click()
        await expect(page.locator("#moved")).to_have_text(re.compile("Nothing was due"))


# What lies over the page looks alike at all widths: it is looked through at two.
LOOKED_THROUGH = {(NARROW, "dark"), (WIDE, "light")}


@pytest.mark.parametrize(("width", "scheme"), list(product(WIDTHS, ["light", "dark"])))
async def test_nothing_keeps_anybody_from_the_phones(
    browser: Browser, url: str, width: int, scheme: str
) -> None:
    async with window(browser, width, color_scheme=scheme) as page:
        await page.goto(url)
        worker, other = Held(page, WORKER), Held(page, OTHER)

        async def stands(state: str) -> None:
            await shot(page, f"phones-{state}-{width}-{scheme}", whole=state == "underneath")
            assert await overflow(page) == 0, state
            if state == "asked" or (width, scheme) in LOOKED_THROUGH:
                assert await barriers(page) == [], state

        await other.says("daftar", "untuk siapa")
        await stands("asked")
        await worker.says("daftar", "Isi sekaligus")
        await worker.opens("Isi sekaligus")
        await stands("form")
        await page.keyboard.press("Escape")
        await worker.begins()
        await worker.opens("Pilih")
        await stands("list")
        await page.keyboard.press("Escape")
        await page.locator("#under summary").click()
        await stands("underneath")


async def test_the_page_is_light_keeps_out_what_is_not_ours_and_tells_what_it_costs(
    browser: Browser,
    url: str,
) -> None:
    loaded: dict[str, int] = {}
    odd: list[str] = []
    async with window(browser, NARROW) as page:

        async def weigh(answer: Response) -> None:
            if answer.request.resource_type not in {"eventsource", "fetch"}:
                loaded[answer.url] = len(await answer.body())

        page.on("response", weigh)
        page.on("console", lambda said: odd.append(said.text))
        answer = await page.goto(url)
        await Held(page, WORKER).says("daftar", "Isi sekaligus")
        told = page.locator(f'[data-phone="{WORKER}"] .billed')

        await expect(told).to_have_text("1 pesan berbayar Rp\xa0120")

    assert answer is not None
    assert answer.headers["content-security-policy"] == (
        "default-src 'none'; style-src 'self'; img-src 'self' data:; form-action 'self'; "
        "base-uri 'none'; frame-ancestors 'none'; script-src 'self'; connect-src 'self'"
    )
    assert (len(loaded) >= 3, sum(loaded.values()) <= 60_000, odd) == (True, True, [])


async def test_a_number_that_is_hidden_is_shared_by_a_click(browser: Browser, url: str) -> None:
    async with window(browser, WIDE) as page:
        await page.goto(url)
        await page.locator("#add select[name=platform]").select_option("hidden")
        await page.locator("#add button").click()
        new = Held(page, "whatsapp-2")
        await new.says("daftar", "Isi sekaligus")
        await page.locator('[data-phone="whatsapp-2"] .contact').click()

        header = page.locator('[data-phone="whatsapp-2"] header').first
        await expect(header).to_contain_text("nomor tersembunyi")
        await expect(page.locator('[data-phone="whatsapp-2"] .row.me')).to_have_count(2)
        await expect(page.locator('[data-phone="whatsapp-2"] .row.bot')).to_have_count(2)


async def test_the_heads_of_three_villages_may_be_given_a_phone(
    browser: Browser, url: str
) -> None:
    async with window(browser, WIDE) as page:
        await page.goto(url)
        heads = page.locator("#add select[name=head_of] option")
        await expect(heads).to_have_count(1 + 3)

        await page.locator("#add select[name=head_of]").select_option(index=3)
        await page.locator("#add button").click()

        await Held(page, "whatsapp-2").hears("Tidak ada yang menunggu")


async def test_a_page_whose_server_is_away_asks_again(browser: Browser, url: str) -> None:
    async with window(browser, WIDE) as page:
        away = [404, 404]

        async def answer(route: Route) -> None:
            await (route.fulfill(status=away.pop()) if away else route.continue_())

        await page.route("**/phones/state", answer)
        await page.goto(url)
        await expect(page.locator("#problem")).to_be_visible()

        await Held(page, OTHER).says("daftar", "untuk siapa")
        await expect(page.locator("#problem")).to_be_hidden()


async def test_the_form_is_filled_in_screen_by_screen_over_its_phone(
    browser: Browser, url: str
) -> None:
    async with window(browser, WIDE) as page:
        await page.goto(url)
        worker = Held(page, WORKER)
        await worker.says("daftar", "Isi sekaligus")
        await worker.opens("Isi sekaligus")
        sheet = page.locator("dialog[open]")
        at = await sheet.bounding_box()
        over = await page.locator(f'[data-phone="{WORKER}"]').bounding_box()
        assert at is not None
        assert over is not None
        assert (at["x"], at["width"]) == (over["x"], over["width"])
        await expect(sheet.locator("header")).to_contain_text("Yanti")

        await sheet.get_by_role("button", name="Lanjut").click()
        await expect(sheet.locator(".wrong")).to_have_count(2)
        await shot(page, "phones-wrong-1440-light", whole=False)
        await sheet.get_by_label("Untuk saya sendiri").check()
        await sheet.get_by_role("button", name="Tutup").click()
        await worker.opens("Isi sekaligus")
        await expect(sheet.get_by_label("Untuk saya sendiri")).to_be_checked()
        await worker.fills(village="Sungai Duri")
        await worker.fills(consent="yes")
        await worker.fills(eligibility="none", nik=NIK, birth_date="1980-08-17", sex="male")
        await sheet.get_by_role("button", name="Kembali").click()
        await expect(sheet.locator('[name="nik"]')).to_have_value(NIK)
        await worker.fills()
        await worker.fills(name="Yohanes Anton", birth_place="Bengkayang", address="RT 02 RW 01")
        await worker.fills(occupation="rubber", income="1m_1500k")
        await expect(sheet).to_contain_text("Nama: Yohanes Anton")
        await shot(page, "phones-last-look-1440-light", whole=False)
        await worker.fills()

        said = page.locator(f'[data-phone="{WORKER}"] .row.me .text')
        await expect(said.last).to_have_text("Isian terkirim")
        await worker.hears("ibu kandung")


async def test_a_page_whose_stream_was_cut_shows_what_the_state_has_and_keeps_what_is_half_typed(
    browser: Browser,
    url: str,
) -> None:
    async with window(browser, NARROW) as page:
        await page.goto(url)
        await page.get_by_role("button", name="Ke 08.00").click()  # nobody is reminded by night
        await expect(page.locator("#moved")).not_to_be_empty()
        other = Held(page, OTHER)
        await other.says("daftar", "untuk siapa")
        half = page.locator(f'[data-phone="{OTHER}"] input[name=text]')
        await half.fill("untuk sa")
        await seen(page, hidden=True)
        posted = await page.request.post(f"{url}/{OTHER}/say", data={"text": "saya"})
        assert posted.ok
        cut = [404]

        async def answer(route: Route) -> None:
            await (route.fulfill(status=cut.pop()) if cut else route.continue_())

        await page.route("**/phones/events*", answer)
        await seen(page, hidden=False)
        await other.hears("desa mana")

        told = (await (await page.request.get(f"{url}/state")).json())["chats"]
        shown = {
            phone: await page.locator(f'[data-phone="{phone}"] .row .text').all_text_contents()
            for phone in told
        }
        assert shown == {phone: [one["text"] for one in chat] for phone, chat in told.items()}
        await expect(half).to_have_value("untuk sa")
        await expect(half).to_be_focused()


async def test_a_server_that_is_gone_is_told_above_the_phones_until_it_is_back(
    browser: Browser, url: str
) -> None:
    async with window(browser, NARROW) as page:
        await page.goto(url)
        phone = page.locator(f'[data-phone="{OTHER}"]')
        await phone.locator("input[name=text]").focus()
        where = await phone.bounding_box()
        away = [404] * 5

        async def answer(route: Route) -> None:
            await (route.fulfill(status=away.pop()) if away else route.continue_())

        for asked in ("events*", "state"):
            await page.route(f"**/phones/{asked}", answer)
        await seen(page, hidden=False)

        await expect(page.locator("#problem")).to_be_in_viewport()
        await expect(page.locator("#problem")).to_contain_text("make demo")
        assert await phone.bounding_box() == where
        await shot(page, "phones-gone-360-light", whole=False)
        await expect(page.locator("#problem")).to_be_hidden()
        await Held(page, OTHER).says("daftar", "untuk siapa")


async def test_of_many_pages_those_that_are_not_seen_hold_up_no_other(
    browser: Browser, url: str
) -> None:
    async with window(browser, WIDE) as first:
        await first.goto(url)
        await expect(first.locator(".phone")).to_have_count(3)
        await seen(first, hidden=True)
        for said in range(1, 8):  # more than a browser opens connections
            page = await first.context.new_page()
            await page.goto(url)
            await page.locator(f'[data-phone="{OTHER}"] input[name=text]').fill("halo")
            await page.keyboard.press("Enter")
            await expect(page.locator(SAID)).to_have_count(said)
            await seen(page, hidden=True)

        await seen(first, hidden=False)

        await expect(first.locator(SAID)).to_have_count(7)


async def seen(page: Page, *, hidden: bool) -> None:
    """Put a page behind others, or before them, as far as it can tell."""
    shows = "Object.defineProperty(document, 'hidden', { configurable: true, value: %s })"
    await page.evaluate(shows % str(hidden).lower())
    await page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")


async def test_a_link_is_followed_on_one_phone_whose_holder_never_wrote(
    browser: Browser, url: str
) -> None:
    async with window(browser, NARROW) as page:
        for phone, phones_there in ((OTHER, 3), ("telegram-3", 4)):
            await page.goto(f"{url}?{'&'.join(3 * ['telegram=v_6107012001'])}")
            followed = Held(page, phone)
            await followed.hears("Sungai Duri")
            await followed.is_at_hand()
            await followed.says("status", "belum dikirim")

            await expect(page.locator(".phone")).to_have_count(phones_there)


async def test_where_there_are_thirty_phones_the_button_says_that_there_is_room_for_no_more(
    browser: Browser,
    url: str,
) -> None:
    async with window(browser, NARROW) as page:
        for _ in range(27):
            assert (await page.request.post(url, data={"platform": "telegram"})).ok
        await page.goto(f"{url}?lang=en")
        await expect(page.locator(".phone")).to_have_count(30)
        await page.locator("#add button").click()

        await expect(page.locator("#full")).to_be_in_viewport()
        await expect(page.locator("#full")).to_contain_text("30 phones")
        await shot(page, "phones-full-360-light", whole=False)


async def test_a_word_without_an_end_widens_no_chat(browser: Browser, url: str) -> None:
    async with window(browser, NARROW) as page:
        await page.goto(url)
        await Held(page, OTHER).says("a" * 300, "")
        await expect(page.locator(SAID)).to_have_count(1)

        wider = "chat => chat.scrollWidth - chat.clientWidth"
        assert await page.locator(f'[data-phone="{OTHER}"] .chat').evaluate(wider) == 0


async def test_the_tab_key_stops_at_the_newest_buttons_alone_and_the_older_are_clicked(
    browser: Browser,
    url: str,
) -> None:
    async with window(browser, WIDE) as page:
        await page.goto(url)
        worker = Held(page, WORKER)
        await worker.says("daftar", "Isi sekaligus")
        await worker.says("lanjut", "untuk siapa")
        stops = page.locator(f'[data-phone="{WORKER}"] .chat .key:not([tabindex="-1"])')
        await expect(stops).to_have_text(["Untuk saya sendiri", "Membantu orang lain"])

        await worker.opens("Isi sekaligus")

        await expect(page.locator("dialog[open]")).to_be_visible()


async def test_a_phone_that_is_added_is_at_hand(browser: Browser, url: str) -> None:
    async with window(browser, NARROW) as page:
        await page.goto(url)
        await page.locator("#add button").click()

        await Held(page, "whatsapp-2").is_at_hand()
        for notice in ("#full", "#problem"):
            await expect(page.locator(notice)).to_be_hidden()


async def test_what_plays_by_itself_is_looked_at_and_stopped_by_the_same_button(
    browser: Browser, url: str
) -> None:
    async with window(browser, NARROW) as page:
        await page.goto(url)
        await page.get_by_role("button", name="Tunjukkan").click()

        await Held(page, OTHER).hears("untuk siapa")
        await expect(page.locator(f'[data-phone="{OTHER}"]')).to_be_in_viewport(ratio=0.9)
        await expect(page.locator("#plays")).to_be_in_viewport()
        await shot(page, "phones-plays-360-light", whole=False)
        assert await barriers(page) == []
        await page.get_by_role("button", name="Berhenti").click()
        await expect(page.get_by_role("button", name="Tunjukkan")).to_be_visible()
        await expect(page.locator("#plays")).to_be_empty()


async def test_a_chat_of_before_is_told_to_be_remembered(
    browser: Browser, database_url: str
) -> None:
    keys = Keys.generate()
    for empty, says, hears in (
        ("Belum ada pesan", "daftar", "Isi sekaligus"),
        ("bot tetap ingat", "status", "belum dikirim"),
    ):
        async with phones(database_url, keys=keys) as url, window(browser) as page:
            await page.goto(url)
            chat = page.locator(f'[data-phone="{WORKER}"] .chat')
            await expect(chat).to_have_attribute("data-empty", re.compile(empty))
            await Held(page, WORKER).says(says, hears)


async def test_a_form_that_lacks_an_answer_is_not_sent(browser: Browser, url: str) -> None:
    async with window(browser, WIDE) as page:
        await page.goto(url)
        worker = Held(page, WORKER)
        await worker.says("daftar", "Isi sekaligus")
        await worker.opens("Isi sekaligus")
        await page.locator("dialog[open] .shut button").click()

        await expect(page.locator("dialog[open] input:invalid").first).to_be_focused()
        await expect(page.locator(f'[data-phone="{WORKER}"] .row.me')).to_have_count(1)


async def test_by_keyboard_alone_somebody_registers_and_taps(browser: Browser, url: str) -> None:
    async with window(browser, NARROW) as page:
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
