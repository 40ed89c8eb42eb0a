"""A programme's last day to register, and the next one beside it."""

# ruff: noqa: E501 - a step of a transcript is one line

from datetime import date

from bot.commands import terms
from conversations.zones import WIB
from tests.dialogue.conftest import Build
from tests.dialogue.drivers import NOW, House, Wire, programme
from tests.dialogue.transcript import Key, Tap, hear, play
from tests.dialogue.workers import BUDI, begun, head_of, namesake, register
from tests.model_worker import YANTI

TODAY = NOW.astimezone(WIB).date()


async def test_the_day_after_the_last_nobody_registers_and_who_did_is_told_how_it_stands(
    build: Build, channel: type[Wire]
) -> None:
    house = await build(channel, register_until=TODAY)
    yanti, budi, late = (house.person(name) for name in ("yanti", "budi", "rina"))
    await register(yanti)
    await hear(yanti, "receipt.place", "next.no_head")
    await begun(budi, "name", BUDI)

    house.clock.step(days=1)

    await play(
        (budi, BUDI.name, ("noted", "registration.village.over", Key("progress", n=2), "registration.village.ask")),
        (late, "daftar", "registration.for_whom.ask"),
        (late, Tap("registration.for_whom.self"), "registration.village.ask"),
        (late, "Sungai Duri", "registration.village.over"),
        (yanti, "status", "status.placed"),
    )  # fmt: skip


async def test_the_next_programme_is_opened_while_the_last_one_runs(
    build: Build, channel: type[Wire]
) -> None:
    house = await build(channel, places=1)
    yanti, budi, rina, head = (house.person(one) for one in ("yanti", "budi", "rina", "head"))
    for worker, told in ((yanti, "receipt.place"), (budi, "receipt.position")):
        await register(worker, YANTI if worker is yanti else BUDI)
        await hear(worker, told)
    await _next_year(house)
    await register(rina, namesake(YANTI, 7))
    await hear(rina, Key("receipt.place", place=1))

    await head_of(head)

    await play((head, None, Key("card.head", taken=1, places=1)))
    await play((head, Tap("card.ok"), "card.confirmed", Key("card.head", taken=1, places=5)))
    async with house.app.storage.begin() as work:
        [open_now] = await work.programmes.opened()
    assert (open_now.year, open_now.places) == (2028, 5)


async def _next_year(house: House) -> None:
    storage = house.app.storage
    closed = await terms.close_programme(storage, house.programme.regency)
    following = programme(5, year=2028, cover_from=date(2028, 1, 1), cover_to=date(2028, 12, 31))
    assert await terms.open_programme(storage, following) is None
    assert not isinstance(closed, str)
    await house.app.directory.read(storage)
