"""The phones in a browser: what they show, whom they answer, and the clock that is moved on."""

import asyncio
import dataclasses
import re
import time
from contextlib import AsyncExitStack
from datetime import datetime, timedelta
from typing import Any

import httpx
import orjson
import pytest
from typing_extensions import override

from bot.simulator.browser.api import MOST_BYTES
from bot.simulator.browser.shown import shown
from bot.simulator.clock import STEPS, MovedClock
from bot.simulator.events import Events
from bot.simulator.overheard import OverheardBrain
from bot.simulator.phone import Platform
from bot.simulator.show import Show
from bot.simulator.world import World
from conversations.messages import Text
from locales.catalog import Catalog
from storage.errors import Away
from tests.clock import SteppedClock
from tests.dialogue.conftest import Build
from tests.dialogue.drivers import NOW, House, Watched
from tests.dialogue.simulated import Json, Simulated, SimulatedTelegram, SimulatedWhatsApp
from tests.dialogue.transcript import Offers, Tap, hear, play
from tests.dialogue.workers import begun, head_of, register
from tests.model_worker import SUNGAI_DURI, YANTI
from tests.patience import PATIENCE

CATALOG = Catalog.load()


class Phoned(SimulatedTelegram):
    """As at work: what is due leaves by itself."""

    @override
    async def plug(self, app: Watched, running: AsyncExitStack) -> None:
        await super().plug(dataclasses.replace(app, drives=False), running)

    async def asks(self, path: str, **body: Any) -> Json:  # noqa: ANN401 - JSON
        answer = await self.page.post(path, json=body)
        assert answer.status_code == 200, answer.text
        told: Json = answer.json()
        return told

    async def until(self, phone: str, key: str, **values: str) -> Json:
        """Wait until the newest message of the bot on a phone has these words; return it."""
        words = CATALOG.say("id", Text(key, values)) if values else CATALOG.template("id", key)
        async with asyncio.timeout(PATIENCE):
            while True:
                chat = [one for one in self.simulator.told()["chats"][phone] if one["by"] == "bot"]
                if chat and words.partition("{")[0] in chat[-1]["text"]:
                    return chat[-1]  # type: ignore[no-any-return]
                await self.simulator.events.more()


def phoned(house: House) -> Phoned:
    assert isinstance(house.wire, Phoned)
    return house.wire


@pytest.fixture
async def desk(build: Build) -> Phoned:
    return phoned(await build(Phoned))


async def test_a_heads_phone_is_invited_and_accepts_and_is_shown_who_registers(
    desk: Phoned, build: Build
) -> None:
    new = await desk.asks("/phones", platform="whatsapp", head_of=SUNGAI_DURI)
    head = new["phone"]["id"]
    await desk.until(head, "card.queue_empty")

    await register(desk.house.person("yanti"))

    card = await desk.until(head, "card.ask")
    labels = [key["label"] for row in card["rows"] for key in row]
    assert labels == [CATALOG.template("id", f"card.{one}") for one in ("ok", "no", "later")]


async def test_a_village_that_is_not_there_has_no_heads_phone(desk: Phoned) -> None:
    answer = await desk.page.post("/phones", json={"platform": "telegram", "head_of": "99"})

    assert (answer.status_code, len(desk.simulator.phones)) == (409, 0)


async def test_who_left_is_reminded_when_the_clock_is_moved_on_a_day(build: Build) -> None:
    house = await build(SimulatedWhatsApp)
    wire, yanti = house.wire, house.person("yanti")
    assert isinstance(wire, Simulated)
    house.clock.step(hours=3)
    await play(
        (yanti, "daftar", "registration.for_whom.ask"),
        (yanti, Tap("registration.for_whom.self"), "registration.village.ask"),
    )
    left = house.clock.now()

    came = await wire.page.post("/phones/clock", json={"step": "day"})

    assert (came.json()["due"] > 0, came.json()["messages"]) == (True, {"whatsapp-1": 1})
    assert house.clock.now() == left + timedelta(hours=24)
    await hear(yanti, "reminder.hello", "reminder.go_on")
    newest = wire.simulator.told()["chats"]["whatsapp-1"][-1]
    assert datetime.fromisoformat(newest["at"]) < house.clock.now()  # while one may write freely
    assert (newest["template"], newest["billed"]) == ("", True)


async def test_outside_the_24_hours_a_head_is_sent_the_template_and_it_is_billed(
    build: Build,
) -> None:
    house = await build(SimulatedWhatsApp)
    wire, head = house.wire, house.person("head")
    assert isinstance(wire, Simulated)
    await head_of(head)
    house.clock.step(hours=25)

    await register(house.person("yanti"))

    card, phone = wire.simulator.told()["chats"]["whatsapp-1"][-1], head.address
    [told] = [one for one in wire.simulator.told()["phones"] if one["id"] == "whatsapp-1"]
    assert card["template"].startswith("seratus_card_")
    assert "{{" not in card["text"]
    assert told["billed"]["template"] == 1
    assert phone == wire.simulator.phones["whatsapp-1"].address


async def test_who_moves_the_clock_twice_at_once_moves_it_twice_and_nobody_hears_too_late(
    build: Build,
) -> None:
    house = await build(SimulatedWhatsApp)
    wire, people = house.wire, [house.person(f"worker {number}") for number in range(6)]
    assert isinstance(wire, Simulated)
    house.clock.step(hours=7)
    for person in people:
        await person.says("daftar")
        house.clock.step(minutes=50)
    before = house.clock.now()

    days = (wire.page.post("/phones/clock", json={"step": "day"}) for _ in range(2))
    await asyncio.gather(*days)

    assert house.clock.now() == before + timedelta(days=2)
    newest = [chat[-1] for chat in wire.simulator.told()["chats"].values()]
    assert [(one["by"], one["template"]) for one in newest] == [("bot", "")] * len(people)


@pytest.mark.parametrize("path", ["/phones/clock", "/phones"])
async def test_what_is_asked_while_the_database_is_away_is_told(
    desk: Phoned, path: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def away(**_: object) -> None:
        raise Away("gone")

    monkeypatch.setattr(desk.house.app.storage, "begin", away)
    before = desk.simulator.events.last
    given = {"step": "hour", "platform": "telegram", "head_of": SUNGAI_DURI}

    answer = await desk.page.post(path, json=given)
    monkeypatch.undo()

    assert (answer.status_code, list(answer.json())) == (503, ["problem"])
    assert desk.simulator.events.last != before


@pytest.mark.parametrize(
    ("step", "at", "then"),
    [
        ("hour", "2026-11-23T02:00", "2026-11-23T03:00"),
        ("morning", "2026-11-23T00:59", "2026-11-23T01:00"),  # eight o'clock there
        ("morning", "2026-11-23T01:00", "2026-11-24T01:00"),
        ("day", "2026-11-23T02:00", "2026-11-24T02:00"),
        ("month", "2027-01-31T02:00", "2027-02-28T02:00"),
        ("month", "2026-12-15T20:00", "2027-01-15T20:00"),
    ],
)
def test_the_clock_is_moved_on_to_where_people_mean(step: str, at: str, then: str) -> None:
    clock = MovedClock(SteppedClock(datetime.fromisoformat(f"{at}+00:00")))

    clock.to(STEPS[step](clock.now()))

    assert clock.now() == datetime.fromisoformat(f"{then}+00:00")


def test_the_clock_never_goes_back() -> None:
    clock = MovedClock(SteppedClock(NOW))

    clock.to(NOW - timedelta(hours=1))

    assert (clock.now(), clock.ahead) == (NOW, timedelta())


async def test_what_is_delivered_twice_is_answered_once(desk: Phoned) -> None:
    await desk.asks("/phones", platform="telegram")
    await desk.asks("/phones/telegram-1/say", text="daftar")
    await desk.until("telegram-1", "registration.for_whom.ask")
    before = desk.simulator.told()["chats"]

    await desk.asks("/phones/telegram-1/repeat")
    await desk.house.settle()

    assert desk.simulator.told()["chats"] == before


# ── Tunjukkan ───────────────────────────────────────────────────────────────────────────────────


async def ended(show: Show) -> None:
    assert show._playing is not None
    async with asyncio.timeout(PATIENCE):
        await asyncio.wait({show._playing})


async def test_the_show_registers_a_worker_whom_the_head_confirms(desk: Phoned) -> None:
    show = Show(desk.simulator, timedelta())

    told = await show.begin()
    await ended(show)

    assert await desk.house.rows("SELECT status FROM registrations") == [("confirmed",)]
    assert desk.simulator.phones[told["head"]].head_of == SUNGAI_DURI
    newest = desk.simulator.told()["chats"][told["worker"]][-1]["text"]
    assert CATALOG.template("id", "status.confirmed").partition("{")[0] in newest


async def test_the_show_can_be_played_again(desk: Phoned) -> None:
    show = Show(desk.simulator, timedelta())

    for _ in range(2):
        await show.begin()
        await ended(show)

    assert await desk.house.rows("SELECT status FROM registrations") == [("confirmed",)] * 2


async def test_a_show_that_is_begun_again_is_told_to_play(desk: Phoned) -> None:
    show, events = Show(desk.simulator, timedelta(minutes=1)), desk.simulator.events
    await desk.asks("/phones", platform="whatsapp", head_of=SUNGAI_DURI)
    await show.begin()
    await asyncio.sleep(0)
    await show.begin()
    await asyncio.sleep(0)
    await asyncio.sleep(0)

    told = [orjson.loads(one.data) for one in events.after(0) if one.kind == "show"]

    assert (show.playing, told[-1]) == (True, {"playing": True, "phone": "telegram-1"})
    show.stop()
    await ended(show)


async def test_of_two_shows_begun_at_once_one_plays(desk: Phoned) -> None:
    show = Show(desk.simulator, timedelta())

    first, second = await asyncio.gather(show.begin(), show.begin())
    await ended(show)

    assert first["head"] == second["head"]
    assert await desk.house.rows("SELECT status FROM registrations") == [("confirmed",)]


@pytest.mark.parametrize("started_again", [False, True])
@pytest.mark.parametrize("platform", Platform)
async def test_the_show_decides_nobody_elses_registration(
    desk: Phoned, platform: Platform, *, started_again: bool
) -> None:
    new = await desk.asks("/phones", platform=platform.value, head_of=SUNGAI_DURI)
    head = desk.simulator.phones[new["phone"]["id"]]
    await register(desk.house.person("yanti"))
    await desk.until(head.id, "card.ask")
    if started_again:
        head.messages.clear()
    show = Show(desk.simulator, timedelta())

    told = await show.begin()
    await ended(show)

    decided = await desk.house.rows("SELECT number, status FROM registrations ORDER BY number")
    assert [status for _, status in decided] == ["placed", "confirmed"]
    newest = desk.simulator.told()["chats"][told["worker"]][-1]["text"]
    assert CATALOG.template("id", "status.confirmed").partition("{")[0] in newest


async def test_a_show_whose_head_can_decide_nothing_ends(desk: Phoned) -> None:
    show = Show(desk.simulator, timedelta(), timedelta(seconds=0.2))
    desk.simulator.phones.add(Platform.TELEGRAM, "", SUNGAI_DURI)  # as if it were the head's

    await show.begin()
    await ended(show)

    assert show._playing is not None
    assert show._playing.exception() is None
    desk.house.allowed.add("show_ended")


async def test_the_show_stops_when_somebody_types(desk: Phoned) -> None:
    told = await desk.asks("/phones/show")
    playing = {"playing": True, "phone": told["worker"]}
    assert (await desk.page.get("/phones/state")).json()["show"] == playing

    await desk.asks(f"/phones/{told['worker']}/say", text="halo")
    await asyncio.sleep(0)

    ended = {"playing": False, "phone": ""}
    assert (await desk.page.get("/phones/state")).json()["show"] == ended


async def test_the_show_is_on_a_phone_on_which_nothing_was_said_and_tells_on_which_it_acts(
    desk: Phoned,
) -> None:
    show, events = Show(desk.simulator, timedelta()), desk.simulator.events
    for _ in range(2):
        await desk.asks("/phones", platform="telegram")
    await desk.asks("/phones/telegram-1/say", text="halo")

    told = await show.begin()
    await ended(show)
    await asyncio.sleep(0)

    shown = [orjson.loads(one.data)["phone"] for one in events.after(0) if one.kind == "show"]
    assert (told["worker"], shown) == (
        "telegram-2",
        ["telegram-2", told["head"], "telegram-2", ""],
    )


async def test_after_a_restart_nothing_plays_on_the_phone_of_somebody_who_wrote_before(
    desk: Phoned,
) -> None:
    await desk.asks("/phones", platform="telegram")
    await desk.asks("/phones/telegram-1/say", text="halo")
    await desk.house.stop()
    desk.world = World.build(desk.house.clock, CATALOG)
    await desk.house.start()

    new = await desk.asks("/phones", platform="telegram", unwritten=True)
    again = await desk.asks("/phones", platform="telegram", unwritten=True)

    assert (new["phone"]["id"], again["phone"]["id"]) == ("telegram-2", "telegram-2")


async def test_no_two_phones_have_one_name(desk: Phoned) -> None:
    for _ in range(26):
        await desk.asks("/phones", platform="telegram")
    for platform in Platform:
        await desk.asks("/phones", platform=platform.value, head_of=SUNGAI_DURI)

    assert len({one.name for one in desk.simulator.phones}) == 28


# ── the form ────────────────────────────────────────────────────────────────────────────────────


class WithForm(SimulatedWhatsApp):
    @override
    async def plug(self, app: Watched, running: AsyncExitStack) -> None:
        settings = dataclasses.replace(app.settings, whatsapp_flow_id="simulated")
        await super().plug(dataclasses.replace(app, settings=settings), running)


async def test_the_form_is_opened_filled_in_and_registers(build: Build) -> None:
    house = await build(WithForm)
    wire, yanti = house.wire, house.person("yanti")
    assert isinstance(wire, WithForm)
    await play((yanti, "daftar", "sheet.offer", Offers("sheet.open")))
    screens = (await wire.page.get("/phones/form")).json()["screens"]
    asked = [part["name"] for screen in screens for part in screen["parts"] if "required" in part]
    offered = wire.chat(wire.simulator.phones["whatsapp-1"])[-1]
    answers = {**YANTI.kept(), "village": "Sungai Duri"}
    given = {name: text for name, text in answers.items() if name in asked}

    await wire.post(
        wire.simulator.phones["whatsapp-1"], "form", message=offered["id"], answers=given
    )

    assert offered["fills"] == {"village": ""}
    await hear(yanti, ("receipt.place", "next.no_head"))
    assert await house.count("registrations") == 1


@pytest.mark.parametrize(
    "answers",
    [{"shoe_size": "42"}, {"sex": "perempuan"}, {"name": " "}, {"nik": ""}, {"nik": 17 * "6"}],
)
async def test_what_the_form_cannot_send_is_not_sent(
    build: Build, answers: dict[str, str]
) -> None:
    house = await build(WithForm)
    wire, yanti = house.wire, house.person("yanti")
    assert isinstance(wire, WithForm)
    await yanti.says("daftar")
    offered = wire.chat(wire.simulator.phones["whatsapp-1"])[-1]

    asked = [
        part["name"]
        for screen in wire.simulator.form_screens()
        for part in screen["parts"]
        if "required" in part
    ]
    whole = {**YANTI.kept(), "village": "Sungai Duri"}
    fits = {name: text for name, text in whole.items() if name in asked}
    given = {"message": offered["id"], "answers": {**fits, **answers}}
    answer = await wire.page.post("/phones/whatsapp-1/form", json=given)

    assert answer.status_code == 409


# ── what happened ───────────────────────────────────────────────────────────────────────────────


class Overheard(SimulatedTelegram):
    def __init__(self, house: House) -> None:
        super().__init__(house)
        house.brain = OverheardBrain.registering()
        house.onlooker = self.world.overheard.look_on


def happened(house: House) -> Json:
    """Return what a page is told of the last turn."""
    assert isinstance(house.wire, Overheard)
    told: Json = house.wire.simulator.told()["happened"][-1]
    return told


async def test_of_a_turn_is_told_what_was_heard_and_how_it_was_read(build: Build) -> None:
    house = await build(Overheard)
    yanti = house.person("yanti")
    await yanti.opens("v_6107012001")

    await yanti.taps(Tap("registration.for_whom.self").label(yanti))

    [talk] = happened(house)["talks"]
    assert (talk["kind"], talk["what"]) == ("Tapped", "Answer")
    assert talk["read"] == "registration.for_whom"
    assert talk["question"] == "registration.for_whom"
    assert talk["asked"] == "registration.consent"
    assert talk["answers"] == {"for_whom": "self"}
    assert ["FindOwn", "NoneOwn"] in talk["effects"]


async def test_of_a_turn_is_told_what_it_wrote_and_to_whom(build: Build) -> None:
    house = await build(Overheard)
    head, yanti = house.person("head"), house.person("yanti")
    await head_of(head)

    await register(yanti)

    told = happened(house)
    before = {letter["to"] for letter in told["letters"]}
    assert before == {"telegram-1", "telegram-2"}
    assert told["rows"]["registrations"][0] == 1
    assert told["rows"]["places"] == [0, 1, 0]
    assert told["rows"]["inbox"] == [1, 0, 0]
    assert "outbox" in told["rows"]
    assert set(told["words"]) == {"id", "en"}
    [talk] = told["talks"]
    assert [wish for wish, _ in talk["effects"]][-1] == "Submit"


async def test_what_began_a_draft_made_its_job(build: Build) -> None:
    house = await build(Overheard)

    await house.person("yanti").says("daftar")

    told = happened(house)
    assert [job["name"] for job in told["jobs"]] == ["remind"]
    assert told["rows"]["jobs"] == [1, 0, 0]


@pytest.mark.parametrize(
    "between", ["", " ", "-", "/", " / ", "\n", "\u2013", "\u00a0", "_", ", "]
)
async def test_no_number_is_told_in_whole(build: Build, between: str) -> None:
    house = await build(Overheard)
    yanti = house.person("yanti")
    await begun(yanti, "nik")

    typed = between.join(YANTI.nik[n : n + 4] for n in range(0, 16, 4))
    await yanti.says(f"nik saya {typed}")

    told = orjson.dumps(happened(house)).decode()
    assert YANTI.nik not in re.sub(r"\D", "", told)
    assert f"•{YANTI.nik[-4:]}" in told


async def test_what_became_due_is_told_as_well(build: Build) -> None:
    house = await build(Overheard)
    assert isinstance(house.wire, Overheard)
    house.clock.step(hours=3)
    await house.person("yanti").says("daftar")

    await house.wire.page.post("/phones/clock", json={"step": "day"})

    [talk] = happened(house)["talks"]
    assert (talk["kind"], talk["what"], talk["texts"][0]) == ("Due", "remind", "reminder.hello")


# ── who may ask ─────────────────────────────────────────────────────────────────────────────────

JSON = {"Content-Type": "application/json"}


@pytest.mark.parametrize(
    ("headers", "body", "status"),
    [
        ({}, {"platform": "telegram"}, 200),
        ({"Sec-Fetch-Site": "same-origin"}, {"platform": "telegram"}, 200),
        ({"Origin": "http://127.0.0.1:8000"}, {"platform": "telegram"}, 200),
        ({"Sec-Fetch-Site": "cross-site"}, {"platform": "telegram"}, 403),
        ({"Sec-Fetch-Site": "same-site"}, {"platform": "telegram"}, 403),
        ({"Origin": "https://evil.example"}, {"platform": "telegram"}, 403),
        ({"Origin": "http://127.0.0.1:9000"}, {"platform": "telegram"}, 403),
        ({"Origin": "null"}, {"platform": "telegram"}, 403),
        ({"Host": "evil.example:8000"}, {"platform": "telegram"}, 403),
        ({"Host": "[::1"}, {"platform": "telegram"}, 403),
        ({"Origin": "http://[::1"}, {"platform": "telegram"}, 403),
        ({"Content-Type": "text/plain"}, {"platform": "telegram"}, 415),
        ({}, {"platform": "telegram", "name": "x" * MOST_BYTES}, 413),
        ({}, {"platform": "fax"}, 400),
        ({}, ["telegram"], 400),
        ({}, {}, 400),
    ],
)
async def test_only_a_page_of_its_own_adds_a_phone(
    desk: Phoned, headers: dict[str, str], body: object, status: int
) -> None:
    answer = await desk.page.post(
        "/phones", content=orjson.dumps(body), headers={**JSON, **headers}
    )

    assert answer.status_code == status
    assert len(desk.simulator.phones) == (status == 200)


@pytest.mark.parametrize("path", ["/phones/state", "/phones/events"])
async def test_nothing_is_told_under_another_name(desk: Phoned, path: str) -> None:
    answer = await desk.page.get(path, headers={"Host": "evil.example"})

    assert answer.status_code == 403


@pytest.mark.parametrize(
    ("path", "body", "status"),
    [
        ("/phones/telegram-1/repeat", {}, 409),
        ("/phones/telegram-1/tap", {"message": "1", "key": True}, 400),
        ("/phones/telegram-9/say", {"text": "halo"}, 404),
        ("/phones/telegram-1/say", {"text": " "}, 400),
        ("/phones/telegram-1/tap", {"message": "1", "key": 0}, 404),
        ("/phones/telegram-1/tap", {"message": "1"}, 400),
        ("/phones/telegram-1/form", {"message": "1", "answers": {"nik": 1}}, 400),
        ("/phones/clock", {"step": "back"}, 400),
    ],
)
async def test_what_cannot_be_done_is_told(
    desk: Phoned, path: str, body: Json, status: int
) -> None:
    await desk.asks("/phones", platform="telegram")

    answer = await desk.page.post(path, json=body)

    assert (answer.status_code, list(answer.json())) == (status, ["problem"])


# ── events ──────────────────────────────────────────────────────────────────────────────────────


async def read(events: Events, after: str, count: int) -> list[tuple[str, str]]:
    """Read so many events of a stream: the id and the kind of each."""
    found = []
    async with asyncio.timeout(PATIENCE):
        async for chunk in events.stream(after):
            fields = dict(line.split(": ", 1) for line in chunk.decode().splitlines() if line)
            found.append((fields["id"], fields["event"]))
            if len(found) == count:
                return found
    return found


async def test_a_stream_that_was_cut_goes_on_and_misses_nothing() -> None:
    events = Events()
    start = events.last
    for number in range(5):
        events.tell("message", number)
    first = await read(events, start, 2)
    events.tell("message", 5)

    rest = await read(events, first[-1][0], 4)

    assert [event.partition("-")[2] for event, _ in (*first, *rest)] == list("123456")


async def test_a_stream_waits_for_what_comes() -> None:
    events = Events()
    waiting = asyncio.create_task(read(events, events.last, 1))
    await asyncio.sleep(0)

    events.tell("clock", {})

    assert await waiting == [(events.last, "clock")]


@pytest.mark.parametrize(
    "after", ["", "ffff-1", "{run}-0", "{run}-9", "{run}-x", "{run}-" + 5000 * "1"]
)
async def test_who_missed_too_much_reads_all_anew(after: str) -> None:
    events = Events(kept=2)
    for number in range(4):
        events.tell("message", number)
    run = events.last.partition("-")[0]

    assert await read(events, after.format(run=run), 1) == [(events.last, "reset")]


async def test_who_reads_too_slowly_reads_all_anew_and_goes_on() -> None:
    events = Events(kept=2)
    stream = events.stream(events.last)
    events.tell("message", 0)
    first = await anext(stream)
    for number in range(1, 5):  # while it is on its way
        events.tell("message", number)

    anew = await anext(stream)
    events.tell("message", 5)
    then = await anext(stream)

    run = events.last.partition("-")[0]
    assert first.startswith(f"id: {run}-1\nevent: message".encode())
    assert anew.startswith(f"id: {run}-5\nevent: reset".encode())
    assert then.startswith(f"id: {run}-6\nevent: message".encode())


async def test_a_silent_stream_pings_and_ends_when_it_is_closed() -> None:
    events = Events(ping=timedelta())
    stream = events.stream(events.last)

    assert await anext(stream) == b": ping\n\n"
    events.close()
    assert [chunk async for chunk in stream] == []


async def test_with_50_streams_open_each_is_ended_whole_and_in_time(desk: Phoned) -> None:
    world = World.build(desk.house.clock, CATALOG)
    async with AsyncExitStack() as streams:
        client = httpx.AsyncClient(trust_env=False, timeout=PATIENCE)
        page, read = await streams.enter_async_context(client), []
        async with shown(desk.house.app, world) as url:
            for _ in range(50):
                stream = page.stream("GET", f"{url}/events?after=none")
                answer = await streams.enter_async_context(stream)
                read.append(answer.aiter_bytes())
                assert b"reset" in await anext(read[-1])
            began = time.monotonic()

        assert time.monotonic() - began < 5
        assert [[chunk async for chunk in rest] for rest in read] == [[]] * 50


@pytest.mark.parametrize("said", [True, False])
async def test_the_clock_goes_on_where_it_was_moved_to_before(desk: Phoned, *, said: bool) -> None:
    for _ in range(2):
        await desk.asks("/phones", platform="telegram")
        await desk.asks("/phones/clock", step="month")
        if said:
            await desk.asks("/phones/telegram-1/say", text="daftar")
    then, real = desk.house.clock.now(), SteppedClock(NOW)
    world = World.build(MovedClock(real), CATALOG)

    async with shown(dataclasses.replace(desk.house.app, clock=world.clock), world):
        assert timedelta(days=58) < world.clock.ahead
        assert world.clock.now() == then


async def test_who_wrote_before_it_was_started_again_is_written_to_freely(build: Build) -> None:
    house = await build(SimulatedWhatsApp)
    wire = house.wire
    assert isinstance(wire, Simulated)
    await register(house.person("yanti"))
    await house.stop()
    house.clock.step(hours=3)
    wire.world = World.build(house.clock, CATALOG)
    await house.start()

    phone = await wire.simulator.add(Platform.WHATSAPP, "", "")
    other = await wire.simulator.add(Platform.WHATSAPP, "", "")
    head = await wire.simulator.add(Platform.TELEGRAM, "", SUNGAI_DURI)
    await wire.simulator.say(head, "antrean")
    await house.settle()
    card = next(one for one in reversed(head.messages) if one.keys)
    await wire.simulator.tap(head, card.id, 0)
    await house.settle()

    assert (phone.wrote_at is not None, other.wrote_at) == (True, None)
    assert [(one.by, one.template) for one in phone.messages] == [("bot", "")]


async def test_who_goes_on_elsewhere_is_led_to_another_phone(desk: Phoned) -> None:
    app = desk.house.app
    for platform in Platform:
        await desk.asks("/phones", platform=platform.value)
    async with shown(app, World.build(desk.house.clock, CATALOG)) as url:
        pass
    await desk.asks("/phones/telegram-1/say", text="daftar")
    await desk.asks("/phones/telegram-1/say", text="pindah")
    told = await desk.until("telegram-1", "move.code")

    code = re.findall(r"whatsapp=(p_[\w-]+)", told["text"])
    await desk.asks("/phones/whatsapp-1/open", payload=code[0])
    asked = await desk.until("whatsapp-1", "move.ask")
    await desk.asks("/phones/whatsapp-1/tap", message=asked["id"], key=0)

    assert f"{url}?whatsapp={code[0]}" in told["text"]
    assert "?telegram=" not in told["text"]
    joined = await desk.until("telegram-1", "move.joined")
    assert "WhatsApp" in joined["text"]
