"""Somebody who left in the middle is reminded once, about a day later, on every channel."""

import asyncio
from dataclasses import replace
from datetime import date, timedelta

import pytest
from typing_extensions import override

from bot.turns import due
from bot.turns.due import AT_MOST, KINDS, LEASE, Jobs
from bot.turns.verdicts import Now
from bot.watch import UNWATCHED, Performed, Unwatched, Watch
from conversations.machine import DueKind
from conversations.messages import Text
from conversations.zones import WIB
from storage.jobs import Job
from tests.dialogue.conftest import Build
from tests.dialogue.drivers import House, Person, Terminal, Wire
from tests.dialogue.transcript import SILENCE, Key, Offers, Tap, hear, perform, play
from tests.dialogue.whatsapp import OnWhatsApp, WhatsApp
from tests.dialogue.workers import on_to
from tests.model_worker import YANTI

LATER = {"hours": 22}
REMINDER = ("reminder.hello", "standing.unfinished", "reminder.go_on")


class Watching(Unwatched):
    def __init__(self) -> None:
        self.heard: list[tuple[DueKind, Performed]] = []

    @override
    def performed(self, kind: DueKind, what: Performed) -> None:
        self.heard.append((kind, what))


async def left(house: House, name: str = "yanti") -> Person:
    """Begin at noon, and stop at the second question."""
    house.clock.step(hours=3)
    person = house.person(name)
    await play(
        (person, "daftar", "registration.for_whom.ask"),
        (person, Tap("registration.for_whom.self"), "registration.village.ask"),
    )
    return person


async def what_is_due(house: House, watch: Watch = UNWATCHED) -> int:
    """Do what is due, as a serving process does every second; return how much that was."""
    done = await Jobs(house.app.storage, house.app.talks, watch=watch).round()
    await house.settle()
    return done


async def test_who_left_is_reminded_once_and_goes_on_where_they_stopped(house: House) -> None:
    yanti = await left(house)

    house.clock.step(hours=21, minutes=50)
    assert await what_is_due(house) == 0
    await hear(yanti, SILENCE)
    house.clock.step(minutes=10)
    await what_is_due(house)

    unfinished = Key("standing.unfinished", name=Text("draft.self"), n=2)
    await hear(yanti, ("reminder.hello", unfinished, "reminder.go_on"), Offers("resume"))
    house.clock.step(days=3)
    assert await what_is_due(house) == 0
    await play(
        (yanti, None, SILENCE),
        (yanti, Tap("resume"), "registration.village.ask"),
    )


async def test_who_does_not_come_back_is_told_the_day_and_then_the_draft_goes(
    house: House,
) -> None:
    yanti = await left(house)
    house.clock.step(**LATER)
    await what_is_due(house)
    await hear(yanti, REMINDER)

    house.clock.step(days=4)
    await what_is_due(house)  # its job was made for the draft as it was before the reminder
    await what_is_due(house)
    goes = house.clock.now() + timedelta(days=26)
    await hears_the_day(yanti, goes.astimezone(WIB).date())
    house.clock.step(days=26, seconds=-1)
    assert await what_is_due(house) == 0
    house.clock.step(seconds=1)
    await what_is_due(house)

    assert await house.count("drafts") == 0
    assert await house.count("jobs") == 0
    await play((yanti, "status", "standing.none"))


async def test_who_goes_on_when_they_were_told_has_all_that_time_again(house: House) -> None:
    yanti = await left(house)
    for wait in (LATER, {"days": 4}, {"hours": 1}):
        house.clock.step(**wait)
        await what_is_due(house)
        await yanti.heard()
    await play((yanti, "Sungai Duri", "registration.consent.ask"))

    house.clock.step(days=25)
    await what_is_due(house)
    house.clock.step(days=1)
    await what_is_due(house)

    assert await house.count("drafts") == 1
    assert await house.rows("SELECT name FROM jobs") == [("warn",)]


async def test_a_programme_says_for_how_many_days_a_draft_is_kept(
    build: Build, channel: type[Wire]
) -> None:
    house = await build(channel, draft_days=10)
    yanti = await left(house)
    await play((yanti, "Sungai Duri", "registration.consent.ask"))
    house.clock.step(**LATER)
    await what_is_due(house)
    await yanti.heard()

    house.clock.step(days=4)
    await what_is_due(house)
    await what_is_due(house)
    goes = house.clock.now() + timedelta(days=6)
    await hears_the_day(yanti, goes.astimezone(WIB).date())
    house.clock.step(days=6, seconds=-1)
    assert await what_is_due(house) == 0
    house.clock.step(seconds=1)
    await what_is_due(house)

    assert await house.count("drafts") == 0


async def hears_the_day(person: Person, goes: date) -> None:
    if not isinstance(person, OnWhatsApp):
        last = Key("reminder.last", on=goes)
        await hear(person, ("reminder.hello", "standing.unfinished", last))
        return
    told = person.sent[-1]  # more than a day after they wrote
    assert (told.template or "").startswith("seratus_draft_goes_")
    assert told.params["on"] == person.house.catalog.value("id", goes)


async def test_what_they_type_still_answers_the_question(house: House) -> None:
    yanti = await left(house)
    house.clock.step(**LATER)
    await what_is_due(house)
    await hear(yanti, REMINDER)

    await play((yanti, "Sungai Duri", "registration.consent.ask"))


async def test_who_went_on_is_reminded_a_day_after_they_stopped_for_good(house: House) -> None:
    yanti = await left(house)
    house.clock.step(hours=5)
    await play((yanti, "Sungai Duri", "registration.consent.ask"))

    house.clock.step(hours=17)
    assert await what_is_due(house) == 1  # moved, for the draft went on
    await hear(yanti, SILENCE)
    house.clock.step(hours=5)
    await what_is_due(house)

    await hear(yanti, ("reminder.hello", Key("standing.unfinished", n=3), "reminder.go_on"))
    assert await house.rows("SELECT name FROM jobs") == [("warn",)]


async def test_whoever_has_finished_or_given_up_hears_nothing(house: House) -> None:
    yanti, budi = await left(house), house.person("budi")
    await perform(yanti, "Sungai Duri")
    await on_to(yanti, "review", YANTI, "consent")
    await play(
        (yanti, "kirim", "receipt.place"),
        (budi, "daftar", "registration.for_whom.ask"),
        (budi, "batal", "cancel.ask"),
        (budi, "ya", "cancel.done"),
    )
    assert await house.count("jobs") == 3  # what was cancelled is to be forgotten

    house.clock.step(**LATER)
    await what_is_due(house)
    house.clock.step(hours=3)
    await what_is_due(house)

    await play((yanti, None, SILENCE), (budi, None, SILENCE))
    assert await house.count("jobs") == 0


async def test_each_unfinished_draft_is_reminded_of_by_its_name(house: House) -> None:
    house.clock.step(hours=3)
    helper = house.person("helper")
    await play(
        (helper, "daftar", "registration.for_whom.ask"),
        (helper, Tap("registration.for_whom.other"), "registration.helped.ask"),
        (helper, "Budi", "registration.village.ask"),
        (helper, "daftar", "drafts.ask"),
        (helper, Tap("drafts.new"), "registration.helped.ask"),
        (helper, "Rini", "registration.village.ask"),
    )

    house.clock.step(**LATER)
    await what_is_due(house)

    heard = await hear(helper, "reminder.hello")
    said = "\n".join(heard)
    assert said.count("Untuk: Budi\n") == said.count("Untuk: Rini\n") == 1
    await play(
        (helper, "Sungai Jaga A", "unknown.drafts", "standing.unfinished"),  # whose is not known
        (helper, Tap("Rini"), Key("progress.named", name="Rini")),
        (helper, "Sungai Jaga A", Key("progress.named", name="Rini")),
    )


async def test_at_night_nobody_is_reminded(build: Build) -> None:
    house = await build(Terminal)  # where no window closes meanwhile
    yanti = await left(house)

    house.clock.step(hours=36)  # nobody served: it is midnight there
    await what_is_due(house)
    await hear(yanti, SILENCE)
    house.clock.step(hours=11)
    await what_is_due(house)

    await hear(yanti, REMINDER)


async def test_on_whatsapp_nobody_is_reminded_where_the_window_has_closed(build: Build) -> None:
    house = await build(WhatsApp)
    yanti = await left(house)

    house.clock.step(hours=24)  # nobody served meanwhile
    assert await what_is_due(house) == 1

    await hear(yanti, SILENCE)
    assert await house.rows("SELECT name FROM jobs") == [("warn",)]


async def test_several_processes_remind_once(house: House) -> None:
    yanti = await left(house)
    house.clock.step(**LATER)

    rounds = (Jobs(house.app.storage, house.app.talks).round() for _ in range(4))
    done = await asyncio.gather(*rounds)
    await house.settle()

    assert sum(done) == 1
    await hear(yanti, REMINDER)


async def test_a_claim_without_a_lease_would_remind_twice(
    build: Build, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The negative control: two have one job in hand; nobody looks whose, or of what, it is."""
    house = await build(Terminal)
    await left(house)
    house.clock.step(**LATER)
    async with house.app.storage.begin() as work:
        [job] = await work.jobs.claim(list(DueKind), LEASE, AT_MOST)
    jobs = Jobs(house.app.storage, house.app.talks)

    await jobs._perform(job)
    await jobs._perform(job)  # overtaken: somebody else has done it
    reminded = await house.count("outbox")
    monkeypatch.setattr("storage.jobs.Jobs.done", _nothing_checked)
    blindly = replace(KINDS[DueKind.REMIND], judge=lambda *_: Now("1"))
    monkeypatch.setitem(KINDS, DueKind.REMIND, blindly)
    await jobs._perform(job)

    assert (reminded, await house.count("outbox")) == (1, 2)


async def _nothing_checked(_jobs: object, _job: Job) -> None:
    return


async def test_a_reminder_that_fails_is_seen_and_made_an_hour_later(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    yanti = await left(house)
    house.clock.step(**LATER)
    house.allowed.add("job_failed")
    watch = Watching()

    async def fails(*_: object) -> None:
        raise ZeroDivisionError

    with monkeypatch.context() as broken:
        broken.setattr(due, "play", fails)
        assert await what_is_due(house, watch) == 1
    await hear(yanti, SILENCE)
    assert await what_is_due(house) == 0
    house.clock.step(minutes=59)
    assert await what_is_due(house) == 0
    house.clock.step(minutes=1)
    await what_is_due(house, watch)

    await hear(yanti, REMINDER)
    assert watch.heard == [(DueKind.REMIND, "failed"), (DueKind.REMIND, "done")]
    assert [log["error"] for log in house.logs if log["event"] == "job_failed"] == [
        "ZeroDivisionError"
    ]


async def test_a_reminder_leaves_on_the_lane_of_notices(house: House) -> None:
    await left(house)
    house.clock.step(**LATER)

    await Jobs(house.app.storage, house.app.talks).round()

    assert await house.rows("SELECT lane FROM outbox WHERE sent_at IS NULL") == [(1,)]


async def test_nobody_is_reminded_in_the_middle_of_a_talk(house: House) -> None:
    yanti = await left(house)
    house.clock.step(**LATER)
    await play((yanti, "status", "standing.none_yet"))

    assert await what_is_due(house) == 1
    await hear(yanti, SILENCE)
    house.clock.step(hours=1, minutes=1)
    await what_is_due(house)

    await hear(yanti, REMINDER)


async def test_in_the_language_they_speak(house: House) -> None:
    yanti = await left(house)
    await perform(yanti, "/bahasa")
    await yanti.taps("English")
    yanti.language = "en"
    await hear(yanti, "registration.village.ask")

    house.clock.step(**LATER)
    await what_is_due(house)

    await hear(yanti, REMINDER)
