"""The far end of the wire: what a platform would show of a message, and what it would refuse."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta

import pytest

from bot.ports import Button, DeliveryError, Hints, Message, Notice, Sender
from bot.simulator.phone import MOST_MESSAGES, Does, Phone, Platform, Shown
from bot.simulator.wire.bot_api import Refused
from bot.simulator.wire.graph_api import ACCOUNT
from bot.simulator.wire.meta_checks import interactive
from bot.simulator.wire.receive import again, incoming
from bot.simulator.wire.send import telegram_sender, whatsapp_sender
from bot.simulator.world import World
from conversations.messages import (
    Address,
    Channel,
    Filled,
    Input,
    Opened,
    Said,
    SentMedia,
    SharedContact,
    Tapped,
)
from locales import templates
from locales.catalog import Catalog
from tests.clock import SteppedClock
from tests.dialogue.drivers import NOW

CATALOG = Catalog.load()
CARD = templates.published(templates.TEMPLATES[0], CATALOG)


@pytest.fixture
def world() -> World:
    return World.build(SteppedClock(NOW), CATALOG)


@asynccontextmanager
async def telegram(world: World) -> AsyncIterator[tuple[Sender, Phone]]:
    sender = telegram_sender(world.telegram)
    await sender.start()
    yield sender, world.phones.add(Platform.TELEGRAM)
    await sender.stop()


@asynccontextmanager
async def whatsapp(
    world: World, form: str | None = None, *, wrote: bool = True
) -> AsyncIterator[tuple[Sender, Phone]]:
    """Give a sender, and a phone whose holder wrote just now."""
    sender = whatsapp_sender(world.whatsapp, ACCOUNT, form)
    await sender.start()
    phone = world.phones.add(Platform.WHATSAPP)
    if wrote:
        world.whatsapp.says(phone, "halo")
    yield sender, phone
    await sender.stop()


def buttons(*labels: str) -> tuple[Button, ...]:
    return tuple(Button(label, f"t{number}") for number, label in enumerate(labels))


async def test_on_whatsapp_a_long_row_is_cut_and_its_whole_label_is_told(world: World) -> None:
    long = "Pedagang atau jualan keliling kampung"

    async with whatsapp(world) as (sender, phone):
        choices = buttons("Nelayan", "Petani", "Tukang", long)
        await sender.send(phone.address, Message("Apa?", choices, hints=Hints("Pilih")))

    shown = phone.messages[-1]
    assert (shown.look, shown.opener, shown.billed) == ("list", "Pilih", True)
    assert shown.keys[-1].label == "Pedagang atau jualan"
    assert shown.told()["rows"][-1][0]["whole"] == long


async def test_on_whatsapp_up_to_three_are_buttons_and_each_message_is_billed(
    world: World,
) -> None:
    async with whatsapp(world) as (sender, phone):
        await sender.send(phone.address, Message("Benar?", buttons("Ya", "Tidak")))
        await sender.send(phone.address, Message("Terima kasih."))

    assert [one.look for one in phone.messages if one.by == "bot"] == ["buttons", ""]
    assert phone.billed == {"service": 2}


async def test_outside_24_hours_free_text_is_refused_and_the_phone_tells_why(
    world: World,
) -> None:
    async with whatsapp(world) as (sender, phone):
        assert isinstance(world.clock, SteppedClock)
        world.clock.passes(timedelta(hours=24, seconds=1))
        with pytest.raises(DeliveryError) as refused:
            await sender.send(phone.address, Message("Halo lagi"))

    assert refused.value.outside
    assert (phone.messages[-1].by, phone.messages[-1].kind) == ("platform", "refused")
    assert phone.messages[-1].text.startswith("131047")
    assert phone.billed == {}


async def test_a_template_is_shown_in_its_words_and_an_unknown_one_refused(world: World) -> None:
    values = templates.examples(templates.TEMPLATES[0], CATALOG, "id")

    async with whatsapp(world, wrote=False) as (sender, phone):
        labels = buttons("a", "b", "c")
        await sender.send(phone.address, Message("", labels, Notice(CARD, "id", values)))
        with pytest.raises(DeliveryError):
            await sender.send(phone.address, Message("", (), Notice("seratus_none", "id", {})))

    shown = phone.messages[0]
    assert (shown.kind, shown.template) == ("template", CARD)
    assert "YOHANES CONTOH" in shown.text
    assert [key.label for key in shown.keys] == list(
        templates.labels(templates.TEMPLATES[0], CATALOG, "id")
    )
    assert [key.token for key in shown.keys] == ["t0", "t1", "t2"]
    assert phone.messages[-1].text.startswith("132001")


async def test_on_telegram_the_keyboard_that_asks_for_a_number_stays_until_it_is_taken(
    world: World,
) -> None:
    share = Button("Bagikan nomor", "t", asks_contact=True)

    async with telegram(world) as (sender, phone):
        asked = await sender.send(phone.address, Message("Nomor HP?", (share, *buttons("Tidak"))))
        shown, stood = phone.messages[-1], phone.keyboard
        await sender.send(phone.address, Message("Terima kasih."))

    assert (stood, phone.keyboard) == (asked, "")
    assert [key.does for key in shown.keys] == [Does.CONTACT, Does.SAY]


async def test_on_telegram_a_message_is_rewritten_where_it_stands(world: World) -> None:
    async with telegram(world) as (sender, phone):
        known = await sender.send(phone.address, Message("Kartu", buttons("Ya", "Tidak")))
        await sender.edit(phone.address, known or "", Message("Sudah diputuskan"))
        await sender.edit(phone.address, known or "", Message("Sudah diputuskan"))  # as it stands

    [shown] = phone.messages
    assert (shown.text, shown.edited, shown.keys) == ("Sudah diputuskan", True, [])


async def test_on_telegram_what_the_phone_forgot_is_sent_anew_and_no_more_is_told(
    world: World,
) -> None:
    async with telegram(world) as (sender, phone):
        await sender.edit(phone.address, "1", Message("Sudah diputuskan"))

    assert [(one.by, one.text) for one in phone.messages] == [("bot", "Sudah diputuskan")]


@pytest.mark.parametrize("button", [Button("Ya", "x" * 65), Button(" ", "x")])
async def test_on_telegram_a_bad_button_is_refused(world: World, button: Button) -> None:
    async with telegram(world) as (sender, phone):
        with pytest.raises(DeliveryError):
            await sender.send(phone.address, Message("Benar?", (button,)))

    assert "INVALID" in phone.messages[-1].text


@pytest.mark.parametrize(
    ("kind", "second"),
    [
        ("button", {"id": "b", "title": "Ya"}),  # as the first
        ("button", {"id": "a", "title": "Tidak"}),
        ("button", {"id": "b ", "title": "Tidak"}),
        ("button", {"id": "b", "title": 21 * "x"}),
        ("list", {"id": "a", "title": "Tidak"}),
        ("list", {"id": " b", "title": "Tidak"}),
    ],
)
def test_on_whatsapp_a_bad_button_is_refused(kind: str, second: dict[str, str]) -> None:
    keys = [{"id": "a", "title": "Ya"}, second]
    action = {
        "button": "Pilih",
        "buttons": [{"type": "reply", "reply": key} for key in keys],
        "sections": [{"rows": keys}],
    }

    with pytest.raises(Refused):
        interactive(Shown("1", "bot", NOW, "Benar?"), kind, action)


async def test_nobody_else_is_reached(world: World) -> None:
    async with telegram(world) as (on_telegram, _), whatsapp(world) as (on_whatsapp, phone):
        for sender, account, user in (
            (on_telegram, "telegram", "5"),
            (on_whatsapp, "whatsapp", "62811"),
        ):
            with pytest.raises(DeliveryError):
                await sender.send(Address(Channel.SIMULATOR, account, user), Message("halo"))

    assert [one.by for one in phone.messages] == ["me"]


def test_a_chat_is_bounded(world: World) -> None:
    phone = world.phones.add(Platform.WHATSAPP)

    for number in range(MOST_MESSAGES + 1):
        world.whatsapp.says(phone, str(number))

    assert [phone.messages[0].text, len(phone.messages)] == ["1", MOST_MESSAGES]


# ── what is done on a phone ─────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("platform", Platform)
def test_what_is_done_is_read_at_once_and_again_when_it_was_kept(
    world: World, platform: Platform
) -> None:
    phone = world.phones.add(platform)
    end = world.telegram if platform is Platform.TELEGRAM else world.whatsapp
    done: list[tuple[bytes, Input]] = [
        (end.says(phone, "daftar"), Said("daftar")),
        (end.sends_photo(phone), SentMedia("photo")),
        (end.shares_contact(phone), SharedContact(f"+{phone.number}", own=True)),
    ]

    for raw, expected in done:
        read = incoming(raw, platform, NOW)
        assert read is not None
        kept = again(read.raw, platform.value, NOW)
        assert (read.sender, read.input) == (phone.address, expected)
        assert kept == read


async def test_a_hidden_number_is_told_by_nobody_and_its_holder_is_reached(world: World) -> None:
    phone = world.phones.add(Platform.WHATSAPP, hidden=True)
    raw = world.whatsapp.says(phone, "daftar")
    asks = Message("Nomor HP?", (Button("Bagikan nomor", "t", asks_contact=True),))
    sender = whatsapp_sender(world.whatsapp, ACCOUNT, None)
    await sender.start()
    await sender.send(phone.address, asks)
    await sender.stop()

    read = incoming(raw, phone.platform, NOW)
    assert read is not None
    assert (read.sender, read.phone) == (phone.address, None)
    assert phone.number.encode() not in raw
    assert phone.messages[-1].keys[0].does is Does.CONTACT


def test_a_link_is_followed_as_each_platform_follows_one(world: World) -> None:
    on_telegram = world.phones.add(Platform.TELEGRAM)
    on_whatsapp = world.phones.add(Platform.WHATSAPP)

    opened = incoming(world.telegram.opens(on_telegram, "v_6107012001"), on_telegram.platform, NOW)
    said = incoming(world.whatsapp.opens(on_whatsapp, "v_6107012001"), on_whatsapp.platform, NOW)

    assert opened is not None
    assert said is not None
    assert (opened.input, said.input) == (Opened("v_6107012001"), Said("DAFTAR 61.07.01.2001"))


async def test_what_is_tapped_and_filled_in_comes_back_with_its_token(world: World) -> None:
    async with whatsapp(world, "form") as (sender, phone):
        await sender.send(phone.address, Message("Benar?", buttons("Ya", "Tidak")))
        asked = phone.messages[-1]
        await sender.send(
            phone.address, Message("Isi", (Button("Buka", "f1", fills={"village": "X"}),))
        )
        form = phone.messages[-1]

    tapped = incoming(world.whatsapp.taps(phone, asked, asked.keys[1]), phone.platform, NOW)
    filled = incoming(world.whatsapp.fills(phone, form, {"name": "Y"}), phone.platform, NOW)

    assert tapped is not None
    assert filled is not None
    assert isinstance(tapped.input, Tapped)
    assert tapped.input.token == "t1"
    assert (form.look, form.fills) == ("form", {"village": "X"})
    assert filled.input == Filled("f1", {"name": "Y"})
