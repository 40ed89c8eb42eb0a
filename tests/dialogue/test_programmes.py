"""A programme's last day to register, and the next one beside it."""

# ruff: noqa: E501 - a step of a transcript is one line

from dataclasses import replace
from datetime import date, datetime, time, timedelta

from bot.commands import resizing, terms
from bot.commands.resizing import Plan
from bot.serving.upkeep import end_programmes
from bot.turns.due import Jobs
from conversations.programme import Programme
from conversations.zones import WIB
from tests.dialogue.conftest import Build
from tests.dialogue.drivers import NOW, House, Person, Polling, Wire, programme
from tests.dialogue.transcript import SILENCE, Key, Tap, hear, play
from tests.dialogue.whatsapp import OnWhatsApp
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
        (budi, BUDI.name, ("noted", "registration.village.closed", Key("progress", n=2), "registration.village.ask")),
        (late, "daftar", "registration.for_whom.ask"),
        (late, Tap("registration.for_whom.self"), "registration.village.ask"),
        (late, "Sungai Duri", "registration.village.closed"),
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


async def test_when_the_cover_is_over_everybody_hears_it_once_and_no_place_is_given(
    build: Build, channel: type[Wire]
) -> None:
    house = await build(channel, places=1)
    yanti, budi, head = (house.person(name) for name in ("yanti", "budi", "head"))
    await head_of(head)
    await register(yanti)
    await hear(yanti, "receipt.place")
    await register(budi, BUDI)
    await hear(budi, "receipt.position")
    await hear(head, "card.head")

    await _after_the_cover(house)
    for person, worker in ((yanti, YANTI), (budi, BUDI)):
        await _hears_the_end(person, worker.name.upper())
    told = len(yanti.sent) if isinstance(yanti, OnWhatsApp) else None
    await _ended(house)

    if isinstance(yanti, OnWhatsApp):
        assert len(yanti.sent) == told
    else:
        await hear(yanti, SILENCE)
    await play(
        (yanti, "status", ("status.over", "next.over")),
        (budi, "daftar", "registration.for_whom.ask"),
        (budi, Tap("registration.for_whom.self"), "registration.village.ask"),
        (budi, "Sungai Duri", "registration.village.not_open"),
    )
    assert await house.rows("SELECT act, count(*) FROM history GROUP BY 1 ORDER BY 1") == [
        ("expire", 2),
        ("promote", 1),
        ("submit", 2),
    ]
    assert await house.rows("SELECT count(*) FROM places WHERE registration_id IS NOT NULL") == [
        (0,)
    ]


async def test_who_waits_hears_of_the_place_that_is_added_and_an_idle_head_sees_the_card(
    build: Build, channel: type[Wire]
) -> None:
    house = await build(channel, places=1)
    yanti, budi, head = (house.person(name) for name in ("yanti", "budi", "head"))
    await register(yanti)
    await hear(yanti, "receipt.place")
    await register(budi, BUDI)
    await hear(budi, Key("receipt.position", position=1))
    await head_of(head)
    await play((head, None, "card.head"), (head, Tap("card.ok"), "card.confirmed"))
    await hear(yanti, "decided.confirmed")

    assert await _resized(house, 2) == 1

    await play(
        (budi, None, (Key("promoted", place=2), "next.placed")),
        (head, None, (Key("card.head", taken=2, places=2), "card.worker", "card.ask")),
        (yanti, None, SILENCE),
        (head, Tap("card.ok"), "card.confirmed"),
        (budi, None, "decided.confirmed"),
    )


async def test_what_stops_half_way_is_done_by_the_same_once_more(build: Build) -> None:
    house = await build(Polling, places=1)
    plan = await resizing.planned(house.app, house.programme.regency, 3)
    assert isinstance(plan, Plan)
    changed = await terms.change_programme(house.app.storage, house.programme.regency, places=3)
    assert isinstance(changed, Programme)
    plan = replace(plan, programme=changed)
    done, *_ = plan.slices()
    assert await resizing.resize(house.app, plan, done) == 0

    again = await resizing.planned(house.app, house.programme.regency, 3)
    assert isinstance(again, Plan)
    assert len(again.added) == len(plan.villages) - len(done)
    await _resized(house, 3)

    assert await house.count("places") == 3 * len(plan.villages)


async def test_a_plan_that_somebody_overtakes_is_given_up(build: Build) -> None:
    house = await build(Polling, places=1)
    plan = await resizing.planned(house.app, house.programme.regency, 3)
    assert isinstance(plan, Plan)
    await terms.change_programme(house.app.storage, house.programme.regency, places=2)

    stopped = await resizing.resize(house.app, plan, next(plan.slices()))

    assert isinstance(stopped, str)
    assert "changed meanwhile" in stopped
    assert await house.count("places") == len(plan.villages)


async def _resized(house: House, places: int) -> int:
    """Do as the operator's command does; return how many were let in."""
    regency = house.programme.regency
    plan = await resizing.planned(house.app, regency, places)
    assert isinstance(plan, Plan)
    changed = await terms.change_programme(house.app.storage, regency, places=places)
    assert isinstance(changed, Programme)
    agreed = replace(plan, programme=changed)
    let_in = [await resizing.resize(house.app, agreed, codes) for codes in plan.slices()]
    await house.settle()
    return sum(one for one in let_in if isinstance(one, int))


async def _hears_the_end(person: Person, name: str) -> None:
    if not isinstance(person, OnWhatsApp):
        await hear(person, (Key("status.over", name=name), "next.over"))
        return
    told = person.sent[-1]  # nobody wrote for months
    assert (told.template or "").startswith("seratus_programme_over_"), told
    assert told.params["name"] == name


async def _after_the_cover(house: House) -> None:
    ends = house.programme.cover_to + timedelta(days=1)
    midnight = datetime.combine(ends, time(), WIB)
    for early in (timedelta(seconds=1), timedelta()):
        house.clock.step(seconds=(midnight - early - house.clock.now()).total_seconds())
        await _ended(house)
        done = await house.rows("SELECT count(*) FROM registrations WHERE status = 'over'")
        assert done == [(0 if early else 2,)]


async def _ended(house: House) -> None:
    """Do what upkeep does every minute, and what is due then."""
    await end_programmes(house.app.storage)
    while await Jobs(house.app.storage, house.app.talks).round():
        pass
    await house.app.directory.read(house.app.storage)
    await house.settle()


async def _next_year(house: House) -> None:
    storage = house.app.storage
    closed = await terms.close_programme(storage, house.programme.regency)
    following = programme(5, year=2028, cover_from=date(2028, 1, 1), cover_to=date(2028, 12, 31))
    assert await terms.open_programme(storage, following) is None
    assert not isinstance(closed, str)
    await house.app.directory.read(storage)
