"""The public page, asked for as browsers ask: words, links and places."""

import dataclasses
import html
import re
import struct
from datetime import date
from itertools import product

import pytest

from bot.pages.content import ASKED
from bot.pages.places import Left, Room, left
from bot.traits import link
from conversations.about import about
from conversations.languages import LANGUAGES
from conversations.machine import Context
from conversations.messages import Channel, Text
from storage.office.places import Count
from tests.pages.site import (
    ADDRESS,
    CATALOG,
    FEW,
    FREE,
    FULL,
    IN_ENGLISH,
    KEYS,
    NAMES,
    PAGES,
    SHUT,
    Site,
    said,
    settled,
    shown,
)
from tests.storage.builders import START, Town


def linked(page: str) -> list[str]:
    return [html.unescape(one) for one in re.findall(r'(?:href|src|action)="([^"]*)"', page)]


# ── what it says ────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("language", LANGUAGES)
async def test_the_page_answers_in_the_very_words_of_the_bot(site: Site, language: str) -> None:
    page = html.unescape(await site.text(f"/?lang={language}"))

    context = Context(*site.app.directory.facts(START, ""))
    untold = [one for one in ASKED if CATALOG.say(language, about(one, context)) not in page]
    assert untold == []
    assert f'<html lang="{language}">' in page
    assert "APBD Kabupaten Bengkayang" in page


async def test_each_page_leads_to_itself_in_the_other_language(site: Site) -> None:
    pairs = {}
    for page, english in zip(PAGES[:-1], IN_ENGLISH[:-1], strict=True):
        there = next(one for one in linked(await site.text(page)) if "lang=en" in one)
        back = linked(await site.text(english))
        pairs[page] = (there, page in back)

    assert pairs == {
        page: (english, True) for page, english in zip(PAGES[:-1], IN_ENGLISH[:-1], strict=True)
    }


async def test_links_on_an_english_page_stay_english(site: Site) -> None:
    page = await site.text("/desa/61.07?lang=en")

    astray = [one for one in linked(page) if one.startswith("/desa/") and "lang=" not in one]

    assert astray == ["/desa/61.07"]  # this page in the other language


@pytest.mark.parametrize("channel", NAMES)
async def test_a_village_s_links_and_codes_lead_into_the_chat_for_it(
    site: Site, channel: Channel
) -> None:
    page = await site.text(f"/desa/{FEW}")

    url = link(channel, NAMES[channel], "v_6107012001")
    assert url in linked(page)
    assert page.count("<svg") == 3  # the tens, and a code for each channel
    assert (
        said("id", "page.board.code", channel=CATALOG.say("id", Text(f"channel.{channel}")))
        in page
    )


async def test_before_the_platforms_told_our_names_the_page_says_so_and_then_links(
    database_url: str,
) -> None:
    await settled(database_url)
    async with shown(database_url, named=False) as site:
        before = await site.text(f"/desa/{FEW}")
        site.app.directory.is_called(Channel.TELEGRAM, "seratus_bot")
        after = await site.text(f"/desa/{FEW}")

    assert said("id", "page.doors.none") in before
    assert "t.me" not in before
    assert "https://t.me/seratus_bot?start=v_6107012001" in after


async def test_villages_are_found_by_name_and_by_their_code(site: Site) -> None:
    several = linked(await site.text("/desa?cari=suka+maju"))
    one = linked(await site.text("/desa?cari=sei+duri"))
    by_code = linked(await site.text(f"/desa?cari={FEW}"))
    none = await site.text("/desa?cari=xyzzyq")

    assert sum(bool(re.fullmatch(r"/desa/[\d.]{13}", path)) for path in several) == 3
    assert f"/desa/{FEW}" in one
    assert f"/desa/{FEW}" in by_code
    assert said("id", "page.search.none", said="xyzzyq") in none
    assert 'name="robots" content="noindex"' in none


async def test_what_was_looked_for_is_shown_dead(site: Site) -> None:
    page = await site.text("/desa?cari=%22%3E%3Cscript%3Ealert(1)%3C/script%3E")

    assert "<script" not in page
    assert "&lt;script&gt;" in page


async def test_an_unknown_page_is_told_in_words(site: Site) -> None:
    unknown = ("/nowhere", "/desa/61.07.01.9999", "/desa/99.99", "/desa/61.07.01", "/desa/٦١.٠٧")
    for language, path in product(LANGUAGES, unknown):
        answer = await site.get(f"{path}?lang={language}")

        assert answer.status_code == 404
        assert said(language, "page.missing.title") in answer.text
        assert 'action="/desa"' in answer.text


async def test_a_preview_has_a_picture_of_a_few_kilobytes(site: Site) -> None:
    page = await site.text("/")

    [picture] = re.findall(r'property="og:image" content="([^"]+)"', page)
    answer = await site.get(picture)
    assert picture.startswith(f"{ADDRESS}/static/")
    assert answer.headers["content-type"] == "image/png"
    assert struct.unpack(">2I", answer.content[16:24]) == (1200, 630)
    assert len(answer.content) < 10_000


# ── places ──────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("taken", "told"),
    [
        (0, Left(Room.SOME, 90, 10, 10)),
        (9, Left(Room.SOME, 90, 10, 10)),
        (10, Left(Room.SOME, 80, 9, 10)),
        (89, Left(Room.SOME, 10, 2, 10)),
        (90, Left(Room.FEW, 0, 1, 10)),
        (99, Left(Room.FEW, 0, 1, 10)),
    ],
)
def test_what_is_told_of_places_is_rounded_and_true(taken: int, told: Left) -> None:
    assert left(Count(places=100, taken=taken)) == told
    assert told.over < 100 - taken <= 10 * told.drawn


def test_a_village_is_full_only_if_nothing_is_left() -> None:
    assert left(Count(places=100, taken=100)).room is Room.FULL
    assert left(Count()).room is Room.SHUT


@pytest.mark.parametrize("language", LANGUAGES)
async def test_after_the_last_day_a_village_is_closed(site: Site, language: str) -> None:
    [known] = site.app.directory.programmes.values()
    ended = dataclasses.replace(known, register_until=date(2020, 1, 1))
    site.app.directory.programmes = {known.regency: ended}

    told = await site.text(f"/desa/{FREE}?lang={language}")

    assert said(language, "page.places.closed") in told
    assert "t.me" not in told
    assert said(language, "page.left.closed") in await site.text(f"/desa/61.07?lang={language}")


@pytest.mark.parametrize("language", LANGUAGES)
async def test_a_village_tells_whether_there_are_places(site: Site, language: str) -> None:
    told = {
        code: await site.text(f"/desa/{code}?lang={language}") for code in (FEW, FULL, FREE, SHUT)
    }

    assert said(language, "page.places.few") in told[FEW]
    assert said(language, "page.places.full") in told[FULL]
    assert said(language, "page.places.some", over=10) in told[FREE]
    assert said(language, "page.places.shut") in told[SHUT]
    assert "t.me" not in told[SHUT]


async def test_the_list_of_a_regency_has_its_villages_with_a_word_for_each(site: Site) -> None:
    page = await site.text("/desa/61.07")

    words = re.findall(r'<span class="(some|few|full|shut)">', page)
    assert (len(words), words.count("few"), words.count("full")) == (122, 1, 1)
    assert page.count("<details") == 17


async def test_one_registration_more_is_not_to_be_seen(site: Site, database_url: str) -> None:
    before = [(await site.get(page)).content for page in PAGES]
    async with Town.founded(database_url, places=0, villages=0, keys=KEYS) as town:
        await town.registered(await town.worker("rina"), FREE, nik_="6107015505850099")

    site.passes(61)
    after = [(await site.get(page)).content for page in PAGES]

    assert site.storage.asked == 4  # of both regencies, twice
    assert after == before
