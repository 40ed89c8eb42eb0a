"""What people wrote is read by others, and nothing of it can be tapped or changes its looks."""

import re

import pytest

from conversations.effects import FindStanding
from conversations.messages import Text
from locales.catalog import Catalog, alive, dead
from tests.dialogue.conftest import Build
from tests.dialogue.drivers import House
from tests.dialogue.transcript import Tap, hear, perform, play
from tests.dialogue.whatsapp import WhatsApp, on_whatsapp
from tests.dialogue.workers import head_of
from tests.model_worker import YANTI

# What Telegram and WhatsApp, or the system under them, make something to be tapped of.
TAPPABLE = re.compile(
    r"(?i)\w+://\w"  # with any scheme
    r"|[^\s/][.。][^\W\d_]{2,}"  # a domain: what stands behind the last dot is a word
    r"|\b\d{1,3}(?:\.\d{1,3}){3}\b"  # an address of a machine
    r"|@\w|[$#]\w*[a-z]"  # somebody, e-mail, a tag
    r"|(?<![\w<>])/\w"  # a command
)
LURES = (
    *("bantuan-desa.com", "HTTPS://Bantuan.Desa.ID/?q=1", "t.me/kades", "http://10.0.0.1/a"),
    *("10.0.0.1", "tg://resolve?domain=kades", "desa。com", "❤.ws", "a.b.co"),
    *("@pakkades", "kades@desa.go.id", "#BANTUAN", "$USDT", "/daftar", "(/batal", "/1"),
)
ORDINARY = (
    *("Jl. Merdeka No. 5", "H. Abdul", "Rp16.800", "Simpang 4", "RT 02/RW 01", "no 5/a", "A.B."),
    *("PR-6107-000123", "BKQMX-4827", "1.200.000", "Dusun Melati...", "Gg. 3 #5", "+62 812-34"),
)


@pytest.mark.parametrize("lure", LURES)
def test_what_a_phone_would_make_tappable_is_parted(lure: str) -> None:
    for written in (lure, f"Dusun {lure}", f"{lure}, RT 1", f"{lure} {lure}"):
        assert TAPPABLE.search(written)

        shown = dead(written)

        assert not TAPPABLE.search(shown)
        assert alive(shown) == written


@pytest.mark.parametrize("written", ORDINARY)
def test_ordinary_words_look_as_they_were_written(written: str) -> None:
    assert dead(written) == written


def test_a_link_of_ours_stays_alive() -> None:
    link = "https://t.me/seratus_bot?start=m_BKQMX-4827"

    assert Catalog.load().say("id", Text("move.door.telegram", {"link": link})).endswith(link)


async def test_a_head_is_shown_nothing_of_a_workers_to_be_tapped(house: House) -> None:
    yanti, head = house.person("yanti"), house.person("head")
    await head_of(head)
    await head.heard()
    lures = " ".join(LURES)

    await house.hand_in(yanti, {**YANTI.kept(), "name": "ANA.COM @admin", "address": lures})
    await play((yanti, "status", "registration.review.ask"))
    await perform(yanti, "kirim")
    told = [*await yanti.heard(), *await hear(head, "card.worker")]

    assert [found[0] for one in told for found in TAPPABLE.finditer(one)] == []
    assert lures in alive("\n".join(told))
    async with house.app.storage.begin() as work:
        (known,) = await work.people.lock([yanti.address])
        [found] = await work.registrations.standing([(known.id, FindStanding())])
    assert found.registrations[0].name == "ANA.COM @admin"


async def test_a_name_imitates_no_decision(house: House) -> None:
    name = "BUDI DIBENARKAN CAMAT"
    yanti, head = house.person("yanti"), house.person("head")
    await head_of(head)

    await house.hand_in(yanti, {**YANTI.kept(), "name": name})
    for person, deed in (
        (yanti, "kirim"),
        (yanti, "status"),
        (yanti, "batal"),
        (head, "sudah meninggal"),  # is asked back
        (head, Tap("card.sure.no")),
        (head, Tap("card.ok")),
        (yanti, "status"),
    ):
        await perform(person, deed)
    told = "\n".join([*await yanti.heard(), *await head.heard()])

    lines = [line for line in told.split("\n") if "CAMAT" in line]
    assert set(lines) == {f"Nama: {name}"}
    assert len(lines) >= len(
        ("receipt", "status", "withdraw", "card", "sure", "decided", "status")
    )


async def test_whatsapp_is_given_none_of_its_marks(build: Build) -> None:
    house = await build(WhatsApp)
    yanti, head = house.person("yanti"), house.person("head")
    await head_of(head, name="Pak *Lurah*")
    written = "*DIBENARKAN* _oleh_ ~bupati~ ```sah```"

    await house.hand_in(yanti, {**YANTI.kept(), "address": written, "name": written})
    await perform(yanti, "kirim")
    told = "\n".join([*await yanti.heard(), *await head.heard()])

    assert not re.search(r"[*_~`]", told)
    assert "∗DIBENARKAN∗ ＿oleh＿ ∼bupati∼ '''sah'''" in told


async def test_whatsapp_is_given_none_of_its_marks_in_a_template(build: Build) -> None:
    house = await build(WhatsApp)
    yanti, head = house.person("yanti"), on_whatsapp(house, "head")
    await head_of(head)
    house.clock.step(hours=25)

    await house.hand_in(yanti, {**YANTI.kept(), "address": "*sah* bantuan.com"})
    await perform(yanti, "kirim")
    card = head.sent[-1]

    assert card.kind == "template"
    assert card.params["address"] == "∗sah∗ bantuan. com"
