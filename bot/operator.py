"""What an operator sets up: villages, programmes, heads. The command line shows the results."""

import contextlib
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from urllib.parse import quote

from bot.ports import DeliveryError
from bot.settings import Settings
from conversations.answers.village import load
from conversations.programme import Programme
from storage.database import Storage
from storage.ids import new_id

DEMO_REGENCIES = {"61.04": "Kabupaten Ketapang", "61.07": "Kabupaten Bengkayang"}
INVITATION_LASTS = timedelta(days=14)


class UnknownVillage(Exception):  # noqa: N818 - an operator's slip, told in its message
    """No such village was loaded."""


@dataclass(frozen=True, slots=True)
class Invitation:
    """A one-time code, to hand to a head in person."""

    village: str
    code: str
    lasts: timedelta


def demo_programme(regency: str, today: date) -> Programme:
    """Return next calendar year's programme, with 100 places a village."""
    year = today.year + 1
    return Programme(
        id=new_id(),
        regency=regency,
        year=year,
        places=100,
        cover_from=date(year, 1, 1),
        cover_to=date(year, 12, 31),
        funder=f"APBD {DEMO_REGENCIES[regency]}",
    )


async def load_villages(storage: Storage, regencies: Sequence[str]) -> int:
    """Load the villages of regencies from the public list; return how many are known now."""
    async with storage.begin() as work:
        return await work.programmes.load(load(regencies))


async def prepare_demo(storage: Storage, today: date) -> int:
    """Load Bengkayang and Ketapang and open a programme in each, unless that was done before."""
    known = await load_villages(storage, tuple(DEMO_REGENCIES))
    async with storage.begin() as work:
        for regency in DEMO_REGENCIES:
            await work.programmes.open(demo_programme(regency, today))
    return known


async def invite(storage: Storage, village: str, name: str, lasts: timedelta) -> Invitation:
    """Invite a village's head; raise UnknownVillage for a village that was never loaded."""
    async with storage.begin() as work:
        if not await work.officials.knows(village):
            message = f"there is no village {village}: 'seratus villages list' shows those loaded"
            raise UnknownVillage(message)
        return Invitation(village, await work.officials.invite(village, name, lasts), lasts)


async def open_programme(storage: Storage, programme: Programme) -> bool:
    """Open a programme; False if the regency has one open or had one for that year."""
    async with storage.begin() as work:
        return await work.programmes.open(programme)


def problem_with_regency(code: str) -> str | None:
    """Say what is wrong with a regency's code, None if there is such a regency."""
    if re.fullmatch(r"\d\d\.\d\d", code) is None:
        return f"{code!r} is no regency: write its code, such as 61.07"
    return None if load([code]) else f"the public list has no villages in {code}"


def problem_with(programme: Programme) -> str | None:
    """Say what is wrong with a programme before it is opened, None if nothing is."""
    if problem := problem_with_regency(programme.regency):
        return problem
    if programme.cover_to < programme.cover_from:
        return (
            "the cover ends before it begins: --cover-from is its first day, --cover-to its last"
        )
    if programme.places < 1:
        return "a village needs at least one place: --places 100"
    if programme.below_age <= programme.min_age:
        return "nobody is of that age: --min-age must be less than --below-age"
    return None


async def telegram_link(settings: Settings, payload: str) -> str:
    """Return the t.me link that opens the bot with a payload; a pattern if no bot is known."""
    from bot.telegram.send import TelegramSender  # noqa: PLC0415 - slow to import

    name = "NAMA_BOT"
    if settings.telegram_token:
        sender = TelegramSender(settings.telegram_token, settings.telegram_api_base)
        await sender.start()
        with contextlib.suppress(DeliveryError):
            name = await sender.username()
        await sender.stop()
    return f"https://t.me/{name}?start={payload}"


async def whatsapp_link(settings: Settings, words: str) -> str | None:
    """Return the wa.me link that prefills these words; None if WhatsApp is not set up."""
    from bot.whatsapp.send import WhatsAppSender  # noqa: PLC0415 - slow to import

    if not (settings.whatsapp_token and settings.whatsapp_phone_id):
        return None
    sender = WhatsAppSender(
        settings.whatsapp_token, settings.whatsapp_phone_id, api_base=settings.whatsapp_api_base
    )
    await sender.start()
    number = "NOMOR"
    with contextlib.suppress(DeliveryError):
        number = await sender.display_number()
    await sender.stop()
    return f"https://wa.me/{number}?text={quote(words)}"
