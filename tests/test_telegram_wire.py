"""Telegram's wire, both ways: labelled JSON in, and what really leaves on a socket."""

import asyncio
import json
import logging
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import structlog
from starlette.applications import Starlette

from bot.ports import Button, DatabaseAway, DeliveryError, Message, TokenRefused
from bot.telegram import receive
from bot.telegram.polling import Polling, delete_webhook
from bot.telegram.receive import GroupChat, NotAnUpdate, Received, again, incoming
from bot.telegram.reception import Reception, receiving_bot
from bot.telegram.send import TelegramSender
from bot.telegram.webhook import MAX_BODY_BYTES, set_webhook, webhook
from conversations.messages import (
    Address,
    Channel,
    Edited,
    Incoming,
    Input,
    Moved,
    Opened,
    Said,
    SentMedia,
    SharedContact,
    Tapped,
)
from tests.clock import SteppedClock
from tests.patience import PATIENCE
from tests.platforms.plain_http import local_client
from tests.platforms.telegram_server import (
    ACCOUNT,
    TOKEN,
    Failure,
    Loopback,
    Phone,
    TelegramServer,
    WebhookDoor,
    answering,
    answering_ok,
    garbage,
    hang,
    reset,
    too_many_requests,
)

NOW = datetime(2026, 11, 20, 3, 0, tzinfo=UTC)
SENT_AT = datetime(2026, 11, 20, 1, 2, 3, tzinfo=UTC)
DATE = int(SENT_AT.timestamp())
SITI = Address(Channel.TELEGRAM, ACCOUNT, "501")
SECRET = "s3cret_-"

# ── in: what the JSON means ─────────────────────────────────────────────────────────────────────

USER = {"id": 501, "is_bot": False, "first_name": "Siti", "language_code": "id"}
BOT = {"id": 123456, "is_bot": True, "first_name": "Seratus", "username": "seratus_bot"}
CHAT = {"id": 501, "first_name": "Siti", "type": "private"}
GROUP = {"id": -1001, "title": "Warga Sebalo", "type": "supergroup"}
CHANNEL = {"id": -1002, "title": "Kabar Desa", "type": "channel"}
PHOTO = [
    {"file_id": "AgAC", "file_unique_id": "AQAD", "file_size": 1253, "width": 90, "height": 67}
]
FILE = {"file_id": "AwAC", "file_unique_id": "AgAD"}
STICKER = FILE | {
    "width": 512,
    "height": 512,
    "type": "regular",
    "is_animated": False,
    "is_video": False,
}


def message(**fields: object) -> dict[str, Any]:
    return {"message_id": 7, "from": USER, "chat": CHAT, "date": DATE} | fields


def update(kind: str, content: object) -> dict[str, Any]:
    return {"update_id": 90, kind: content}


def said(text: str) -> dict[str, Any]:
    return update("message", message(text=text))


def tap(**fields: object) -> dict[str, Any]:
    carried = message(**{"from": BOT, "text": "Benar?"})
    query = {"id": "43", "from": USER, "chat_instance": "-3", "message": carried, "data": "y:1"}
    return update("callback_query", query | fields)


def membership(status: str, chat: dict[str, Any]) -> dict[str, Any]:
    member = {"user": BOT, "status": status, "until_date": 0}
    before = {"user": BOT, "status": "left"}
    change = {"chat": chat, "from": USER, "date": DATE}
    return update(
        "my_chat_member", change | {"old_chat_member": before, "new_chat_member": member}
    )


def contact(**fields: object) -> dict[str, Any]:
    card = {"phone_number": "+6281234567890", "first_name": "Siti"} | fields
    return update("message", message(contact=card))


PRIVATE_MESSAGES = [
    pytest.param(said("daftar"), Said("daftar"), id="text"),
    pytest.param(said("<b>Siti</b> & co"), Said("<b>Siti</b> & co"), id="html"),
    pytest.param(
        said("\u202eitiS\u202c سيتي 👩🏽‍🌾"), Said("\u202eitiS\u202c سيتي 👩🏽‍🌾"), id="rtl, emoji"
    ),
    pytest.param(said("'; DROP TABLE people; --"), Said("'; DROP TABLE people; --"), id="sql"),
    pytest.param(said("x" * 10_000), Said("x" * 10_000), id="10,000 characters"),
    pytest.param(said("/start"), Opened(""), id="bare start"),
    pytest.param(said("/start v_6107012001"), Opened("v_6107012001"), id="deep link"),
    pytest.param(
        said("/start@seratus_bot h_9"), Opened("h_9"), id="deep link with the bot's name"
    ),
    pytest.param(said("/status"), Said("status"), id="command"),
    pytest.param(said("/status@seratus_bot"), Said("status"), id="command with the bot's name"),
    pytest.param(said("/bahasa en  "), Said("bahasa en"), id="command with words"),
    pytest.param(said("/starting over"), Said("starting over"), id="another word than start"),
    pytest.param(said("RT 3/RW 1"), Said("RT 3/RW 1"), id="a slash inside"),
    pytest.param(said("/"), Said("/"), id="a slash alone"),
    pytest.param(said("/?"), Said("/?"), id="a slash and no command"),
    pytest.param(
        contact(user_id=501), SharedContact("+6281234567890", own=True), id="contact, own"
    ),
    pytest.param(
        contact(user_id=502), SharedContact("+6281234567890", own=False), id="contact, another's"
    ),
    pytest.param(
        contact(), SharedContact("+6281234567890", own=False), id="contact without Telegram"
    ),
    pytest.param(
        update("message", message(photo=PHOTO, caption="KTP")), SentMedia("photo"), id="photo"
    ),
    pytest.param(
        update("message", message(voice=FILE | {"duration": 3})), SentMedia("voice"), id="voice"
    ),
    pytest.param(update("message", message(sticker=STICKER)), SentMedia("sticker"), id="sticker"),
    pytest.param(
        update("message", message(document=FILE, caption="3171")),
        SentMedia("document"),
        id="document",
    ),
    pytest.param(
        update("message", message(location={"latitude": 0.83, "longitude": 109.48})),
        SentMedia("location"),
        id="location",
    ),
    pytest.param(
        update("message", message(dice={"emoji": "🎲", "value": 4})), SentMedia("dice"), id="dice"
    ),
    pytest.param(
        update("message", message(something_of_2027={"a": 1})),
        SentMedia("unknown"),
        id="a kind of message nobody knows yet",
    ),
    pytest.param(
        update("message", message(photo="not a list")),
        SentMedia("unknown"),
        id="a photo of an odd shape",
    ),
    pytest.param(
        update("message", message(text="Sebalo", forward_origin={"type": "of_2027"})),
        Said("Sebalo"),
        id="a text with an odd field",
    ),
    pytest.param(
        update("message", message(text="/start v_1", entities=[{"type": "x"}])),
        Opened("v_1"),
        id="a deep link with an odd field",
    ),
]


@pytest.mark.parametrize(("raw", "expected"), PRIVATE_MESSAGES)
def test_a_private_message_is_read(raw: dict[str, Any], expected: Input) -> None:
    body = json.dumps(raw).encode()

    read = incoming(body, ACCOUNT, NOW)

    taken = Incoming(SITI, "90", expected, SENT_AT, body)
    assert read == Received(taken)
    assert again(body, ACCOUNT, NOW) == taken


@pytest.mark.parametrize(
    "raw",
    [
        pytest.param(tap(), id="as Telegram sends it"),
        pytest.param(
            tap(message={"chat": CHAT, "message_id": 7, "date": 0}), id="on an old message"
        ),
        pytest.param(
            tap(message=message(text="Benar?", photo="odd")), id="on a message of an odd shape"
        ),
    ],
)
def test_a_tap_is_read_with_what_must_be_answered(raw: dict[str, Any]) -> None:
    body = json.dumps(raw).encode()

    read = incoming(body, ACCOUNT, NOW)

    tapped = Incoming(SITI, "90", Tapped("y:1", on="7"), NOW, body)
    assert read == Received(tapped, callback_id="43")
    assert again(body, ACCOUNT, NOW) == tapped


@pytest.mark.parametrize(
    "raw",
    [said("Yanti"), said("/start h_1"), said("/status"), tap()],
    ids=["words", "link", "command", "tap"],
)
def test_what_is_read_at_once_is_read_as_the_models_read_it(
    raw: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    body = json.dumps(raw).encode()
    at_once = incoming(body, ACCOUNT, NOW)
    monkeypatch.setattr(receive, "_everyday", lambda _update, _envelope: None)

    assert at_once == incoming(body, ACCOUNT, NOW)
    assert isinstance(at_once, Received)


@pytest.mark.parametrize(
    ("content", "sent_at"),
    [
        pytest.param(message(text="Sebala", edit_date=DATE + 60), 60, id="text"),
        pytest.param(message(text="x", entities="odd"), None, id="an odd shape"),
    ],
)
def test_an_edited_message_is_known_as_such(content: dict[str, Any], sent_at: int | None) -> None:
    body = json.dumps(update("edited_message", content)).encode()

    read = incoming(body, ACCOUNT, NOW)

    moment = NOW if sent_at is None else SENT_AT + timedelta(seconds=sent_at)
    assert read == Received(Incoming(SITI, "90", Edited(), moment, body))


@pytest.mark.parametrize(
    ("raw", "chat_id"),
    [
        pytest.param(update("message", message(chat=GROUP, text="/start")), -1001, id="text"),
        pytest.param(
            update("message", message(chat=GROUP, new_chat_members=[BOT])), -1001, id="added"
        ),
        pytest.param(update("edited_message", message(chat=GROUP, text="x")), -1001, id="edited"),
        pytest.param(tap(message=message(chat=GROUP, text="x")), -1001, id="tap"),
        pytest.param(membership("member", GROUP), -1001, id="became a member"),
        pytest.param(
            update("message", message(chat=GROUP, photo="odd")), -1001, id="an odd shape"
        ),
    ],
)
def test_a_group_is_recognised_so_that_it_can_be_left(raw: dict[str, Any], chat_id: int) -> None:
    assert incoming(json.dumps(raw).encode(), ACCOUNT, NOW) == GroupChat(chat_id)


@pytest.mark.parametrize(
    "raw",
    [
        pytest.param(update("hologram", {"from": USER}), id="unknown type"),
        pytest.param({"update_id": 90}, id="nothing"),
        pytest.param(update("message", message(**{"from": BOT, "text": "hi"})), id="another bot"),
        pytest.param(
            update("message", message(**{"from": BOT, "text": "hi", "entities": 1})),
            id="another bot, odd",
        ),
        pytest.param(
            update("channel_post", {"message_id": 1, "chat": CHANNEL, "date": DATE, "text": "x"}),
            id="channel post",
        ),
        pytest.param(membership("kicked", CHAT), id="blocked by the person"),
        pytest.param(membership("member", CHAT), id="unblocked by the person"),
        pytest.param(membership("left", GROUP), id="left a group"),
        pytest.param(
            update("message", message(pinned_message=message(text="x"))), id="pinned a message"
        ),
        pytest.param(
            update(
                "message",
                message(message_auto_delete_timer_changed={"message_auto_delete_time": 9}),
            ),
            id="changed the timer",
        ),
        pytest.param(update("message", {"message_id": "odd"}), id="no sender to find"),
        pytest.param(update("message", None), id="null"),
        pytest.param(update("callback_query", [1, 2]), id="a tap that is a list"),
        pytest.param(
            update("poll", {"id": "1", "question": "?", "options": []}),
            id="a poll of an odd shape",
        ),
    ],
)
def test_what_nobody_waits_for_is_met_with_silence(raw: dict[str, Any]) -> None:
    assert incoming(json.dumps(raw).encode(), ACCOUNT, NOW) is None


@pytest.mark.parametrize(
    "date", [pytest.param(d, id=str(d)) for d in (10**15, -(10**15), -1, 86_400, "x", None, 1.5)]
)
def test_an_impossible_date_counts_as_now(date: object) -> None:
    body = json.dumps(update("message", message(date=date, text="ya", entities="odd"))).encode()

    read = incoming(body, ACCOUNT, NOW)

    assert read == Received(Incoming(SITI, "90", Said("ya"), NOW, body))


@pytest.mark.parametrize(
    "body",
    [
        pytest.param(b"", id="empty"),
        pytest.param(b"{", id="cut off"),
        pytest.param(b"\xff\xfe", id="not utf-8"),
        pytest.param(b"[]", id="list"),
        pytest.param(b'"update_id"', id="string"),
        pytest.param(b"{}", id="no update_id"),
        pytest.param(b'{"update_id": "x"}', id="update_id is no number"),
        pytest.param(b"[" * 100_000, id="deeply nested"),
        pytest.param(b'{"update_id":' + b"[" * 100_000 + b"]" * 100_000 + b"}", id="deep inside"),
    ],
)
def test_a_body_that_is_no_update_is_refused_as_such(body: bytes) -> None:
    with pytest.raises(NotAnUpdate):
        incoming(body, ACCOUNT, NOW)


# ── the turn's place, and a server ──────────────────────────────────────────────────────────────


class Turns:
    """Takes what it is given; `away`: how many calls find no database; `gate`: wait for it."""

    def __init__(self) -> None:
        self.taken: list[Incoming] = []
        self.seen: list[str] = []
        self.away = 0
        self.error: Exception | None = None
        self.gate = asyncio.Event()
        self.gate.set()
        self.begun = asyncio.Event()

    async def take(self, message: Incoming) -> None:
        self.seen.append(message.message_id)
        self.begun.set()
        await self.gate.wait()
        if self.away:
            self.away -= 1
            raise DatabaseAway
        if self.error is not None:
            raise self.error
        self.taken.append(message)

    @property
    def words(self) -> list[Input | Moved]:
        return [message.input for message in self.taken]


@pytest.fixture
async def server() -> AsyncIterator[TelegramServer]:
    async with TelegramServer() as server:
        yield server


@pytest.fixture
async def sender(server: TelegramServer) -> AsyncIterator[TelegramSender]:
    sender = TelegramSender(TOKEN, server.api_base, timeout=timedelta(seconds=3))
    await sender.start()
    yield sender
    await sender.stop()


@pytest.fixture
async def patient(server: TelegramServer) -> AsyncIterator[TelegramSender]:
    """A sender with its own time-outs, for what may take a while on a busy machine."""
    sender = TelegramSender(TOKEN, server.api_base)
    await sender.start()
    yield sender
    await sender.stop()


@pytest.fixture
def turns() -> Turns:
    return Turns()


@pytest.fixture
async def reception(turns: Turns, sender: TelegramSender) -> AsyncIterator[Reception]:
    async def leave(chat_id: int) -> None:
        await sender.leave_group(chat_id, "t.me/seratus_bot")

    reception = Reception(
        ACCOUNT,
        turns.take,
        SteppedClock(NOW),
        answer_callback=sender.answer_callback,
        leave=leave,
    )
    yield reception
    await reception.settle()


@asynccontextmanager
async def polling(
    server: TelegramServer, reception: Reception
) -> AsyncIterator["asyncio.Task[None]"]:
    bot = receiving_bot(TOKEN, server.api_base)
    stop = asyncio.Event()
    poller = Polling(
        bot, reception, wait=timedelta(seconds=5), first_pause=timedelta(milliseconds=5)
    )
    task = asyncio.create_task(poller.run(stop))
    try:
        yield task
    finally:
        stop.set()
        try:
            async with asyncio.timeout(PATIENCE):
                await task
        finally:
            await bot.session.close()


# ── polling ─────────────────────────────────────────────────────────────────────────────────────


async def test_polling_brings_what_people_send(
    server: TelegramServer, reception: Reception, turns: Turns
) -> None:
    siti, budi = Phone(server, 501), Phone(server, 502)

    async with polling(server, reception):
        await siti.opens("v_6107012001")
        await budi.says("/status")
        await siti.shares_contact()
        await siti.sends_photo("KTP")
        await siti.edits("maksud saya Sebalo")
        await server.until_confirmed()

    assert [(m.sender.id, m.input) for m in turns.taken] == [
        ("501", Opened("v_6107012001")),
        ("502", Said("status")),
        ("501", SharedContact("+6281234567890", own=True)),
        ("501", SentMedia("photo")),
        ("501", Edited()),
    ]


async def test_an_unknown_update_inside_a_batch_holds_up_nothing(
    server: TelegramServer, reception: Reception, turns: Turns
) -> None:
    await Phone(server, 501).says("satu")
    odd = {"update_id": server.next_update_id(), "hologram": {"from": {"id": 501}}}
    odder = {"update_id": server.next_update_id(), "message": {"chat": "odd"}}
    await server.queue(odd, odder, {"no": "id"})
    await Phone(server, 502).says("dua")

    async with polling(server, reception):
        await server.until_confirmed()

    assert turns.words == [Said("satu"), Said("dua")]


async def test_a_batch_that_cannot_be_confirmed_is_not_asked_for_in_a_hurry(
    server: TelegramServer, reception: Reception
) -> None:
    await server.queue({"no": "id"})

    with structlog.testing.capture_logs():
        async with polling(server, reception):
            await asyncio.sleep(0.2)

    assert server.polls < 10  # 5 ms of pause, doubled every time: six


async def test_messages_of_a_batch_are_taken_together(
    server: TelegramServer, reception: Reception, turns: Turns
) -> None:
    turns.gate.clear()
    for user_id in range(501, 521):
        await Phone(server, user_id).says("ya")

    async with polling(server, reception):
        await turns.begun.wait()
        begun = len(turns.seen)
        turns.gate.set()
        await server.until_confirmed()

    assert begun == 20


async def test_the_offset_moves_only_after_the_commit(
    server: TelegramServer, reception: Reception, turns: Turns
) -> None:
    turns.gate.clear()
    sent = await Phone(server, 501).says("ya")

    async with polling(server, reception):
        await turns.begun.wait()
        await asyncio.sleep(0.1)  # long enough for a loop that does not wait to ask again
        waiting_during_the_turn = server.waiting
        turns.gate.set()
        await server.until_confirmed()

    assert waiting_during_the_turn == [sent["update_id"]]


async def test_while_the_database_is_away_the_same_updates_come_again(
    server: TelegramServer, reception: Reception, turns: Turns
) -> None:
    turns.away = 5  # both of them twice, then the first once more
    first, second = await Phone(server, 501).says("satu"), await Phone(server, 502).says("dua")

    async with polling(server, reception):
        await server.until_confirmed()

    ids = [str(first["update_id"]), str(second["update_id"])]
    assert turns.seen == ids * 4
    assert Said("dua") in turns.words


async def test_a_bug_in_a_turn_loses_no_update(
    server: TelegramServer, reception: Reception, turns: Turns
) -> None:
    turns.error = RuntimeError("Siti, 3171…")
    await Phone(server, 501).says("ya")

    with structlog.testing.capture_logs() as logs:
        async with polling(server, reception):
            await turns.begun.wait()
            await asyncio.sleep(0.05)
            turns.error = None
            await server.until_confirmed()

    assert turns.words == [Said("ya")]
    assert logs[0]["error"] == "RuntimeError"
    assert "Siti" not in str(logs)


@pytest.mark.parametrize(
    "failure",
    [
        pytest.param(answering(502, "Bad Gateway"), id="5xx"),
        pytest.param(answering(409, "Conflict: terminated by other getUpdates"), id="conflict"),
        pytest.param(too_many_requests(1), id="too many requests"),
        pytest.param(garbage, id="garbage"),
        pytest.param(reset, id="connection reset"),
    ],
)
async def test_polling_survives_telegram_failing(
    server: TelegramServer, reception: Reception, turns: Turns, failure: Failure
) -> None:
    server.fails("getUpdates", failure)
    await Phone(server, 501).says("ya")

    with structlog.testing.capture_logs() as logs:
        async with polling(server, reception):
            await server.until_confirmed()

    assert turns.words == [Said("ya")]
    assert TOKEN not in str(logs)


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(message(photo=PHOTO, caption="x", edit_date=DATE + 60), id="caption"),
        pytest.param(
            message(location={"latitude": 0.8, "longitude": 109.4}, edit_date=DATE + 60),
            id="a live location on its way",
        ),
    ],
)
def test_what_changes_without_words_is_met_with_silence(content: dict[str, Any]) -> None:
    body = json.dumps(update("edited_message", content)).encode()

    assert incoming(body, ACCOUNT, NOW) is None


async def test_a_conflict_tells_the_operator_what_to_stop(
    server: TelegramServer, reception: Reception
) -> None:
    bot = receiving_bot(TOKEN, server.api_base)

    with structlog.testing.capture_logs() as logs:
        async with polling(server, reception):
            await server.until(lambda: server.polls > 0)
            await set_webhook(bot, "https://seratus.example/telegram/webhook", SECRET)
            await Phone(server, 501).says("ya")
            await server.until(lambda: bool(server.refused))
            await delete_webhook(bot)
            await server.until_confirmed()
    await bot.session.close()

    told = [(log["event"], log["log_level"]) for log in logs]
    assert told == [("telegram_polling_conflict", "error"), ("telegram_polls_again", "warning")]


async def test_a_refused_token_ends_polling_with_what_to_do(
    server: TelegramServer, reception: Reception
) -> None:
    server.token = "123456:NEW"

    with pytest.raises(TokenRefused, match="BotFather") as refused:
        async with polling(server, reception) as task:
            await asyncio.wait({task}, timeout=PATIENCE)

    assert TOKEN not in str(refused.value)


def test_what_cannot_be_a_token_is_refused_at_once() -> None:
    with pytest.raises(TokenRefused):
        receiving_bot("not a token")


async def test_stopping_lets_the_batch_in_hand_finish(
    server: TelegramServer, reception: Reception, turns: Turns
) -> None:
    turns.gate.clear()
    await Phone(server, 501).says("ya")

    async with polling(server, reception):
        await turns.begun.wait()
        asyncio.get_running_loop().call_later(0.05, turns.gate.set)

    assert turns.words == [Said("ya")]


async def test_a_tap_is_answered_after_the_commit_and_not_before(
    server: TelegramServer, sender: TelegramSender, reception: Reception, turns: Turns
) -> None:
    phone = Phone(server, 501)
    await sender.send(SITI, Message("Benar?", (Button("Ya", "y:1"), Button("Tidak", "n:1"))))
    turns.gate.clear()
    tapped = await phone.taps("Tidak")

    async with polling(server, reception):
        await turns.begun.wait()
        await asyncio.sleep(0.05)
        answered_before = server.calls("answerCallbackQuery")
        turns.gate.set()
        answered = await server.until_sent("answerCallbackQuery")

    on = str(server.shown(501)[0].message_id)
    assert turns.words == [Tapped("n:1", on=on)]
    assert answered_before == []
    assert answered[0].callback_query_id == tapped["callback_query"]["id"]


async def test_an_unanswerable_tap_counts_all_the_same(
    server: TelegramServer, sender: TelegramSender, reception: Reception, turns: Turns
) -> None:
    await sender.send(SITI, Message("Benar?", (Button("Ya", "y:1"),)))
    server.fails("answerCallbackQuery", answering(400, "Bad Request: query is too old"))

    async with polling(server, reception):
        await Phone(server, 501).taps("Ya")
        await server.until_confirmed()

    assert len(turns.taken) == 1


NO_PAUSES = (timedelta(0), timedelta(0))


@pytest.mark.parametrize(
    ("failures", "answered", "asked"),
    [
        pytest.param([answering(502, "Bad Gateway"), reset], 1, 3, id="two failures"),
        pytest.param([hang], 1, 2, id="no answer"),
        pytest.param([answering(500, "Internal")] * 3, 0, 3, id="three failures"),
        pytest.param([answering(400, "Bad Request: query is too old")], 0, 1, id="too old"),
        pytest.param([too_many_requests(3)], 0, 1, id="too many"),
    ],
)
async def test_a_tap_whose_answer_the_network_lost_is_answered_twice_more(
    server: TelegramServer,
    sender: TelegramSender,
    failures: list[Failure],
    answered: int,
    asked: int,
) -> None:
    server.fails("answerCallbackQuery", *failures)

    await sender.answer_callback("43", NO_PAUSES)

    found = (len(server.calls("answerCallbackQuery")), server.asked["answercallbackquery"])
    assert found == (answered, asked)


async def test_an_answer_that_fails_delays_no_turn(
    server: TelegramServer, sender: TelegramSender, reception: Reception, turns: Turns
) -> None:
    await sender.send(SITI, Message("Benar?", (Button("Ya", "y:1"),)))
    server.fails("answerCallbackQuery", hang, hang, hang)
    phone = Phone(server, 501)

    async with polling(server, reception):
        await phone.taps("Ya")
        await phone.says("lanjut")
        await server.until_confirmed()

    assert turns.words[1:] == [Said("lanjut")]
    assert server.calls("answerCallbackQuery") == []


async def test_a_lively_group_is_told_once_and_left_once(
    server: TelegramServer, reception: Reception, turns: Turns
) -> None:
    phone = Phone(server, 501)
    for text in ("halo", "ini bot apa?", "/start"):
        await phone.writes_in_group(text)

    async with polling(server, reception):
        left = await server.until_sent("leaveChat")
        await reception.settle()

    assert [call.chat_id for call in left] == [-1001]
    assert [shown.text for shown in server.shown(-1001)] == ["t.me/seratus_bot"]
    assert turns.taken == []


async def test_the_bot_leaves_a_group_where_it_may_not_write(
    server: TelegramServer, reception: Reception
) -> None:
    server.fails("sendMessage", answering(400, "Bad Request: not enough rights to send"))
    await Phone(server, 501).writes_in_group("halo")

    async with polling(server, reception):
        left = await server.until_sent("leaveChat")

    assert len(left) == 1


# ── webhook ─────────────────────────────────────────────────────────────────────────────────────


@pytest.fixture
async def url(reception: Reception) -> AsyncIterator[str]:
    async with Loopback(Starlette(routes=[webhook(reception, SECRET)])) as loopback:
        yield f"{loopback.url}/telegram/webhook"


async def post(url: str, body: bytes, secret: str | None = SECRET) -> int:
    headers = {} if secret is None else {"X-Telegram-Bot-Api-Secret-Token": secret}
    async with local_client() as client:
        return (await client.post(url, content=body, headers=headers)).status_code


async def test_the_webhook_takes_what_telegram_posts(
    server: TelegramServer, sender: TelegramSender, turns: Turns, url: str
) -> None:
    door = WebhookDoor(url, SECRET)
    phone = Phone(server, 501, door)
    await sender.send(SITI, Message("Benar?", (Button("Ya", "y:1"),)))

    await phone.says("daftar")
    await phone.taps("Ya")
    await phone.repeats()
    await server.until_sent("answerCallbackQuery")

    on = str(server.shown(501)[0].message_id)
    assert turns.words == [Said("daftar"), Tapped("y:1", on=on), Tapped("y:1", on=on)]
    assert turns.taken[1].message_id == turns.taken[2].message_id
    assert door.statuses == [200, 200, 200]


@pytest.mark.parametrize(
    "secret",
    [
        pytest.param(None, id="absent"),
        pytest.param("", id="empty"),
        pytest.param("s3cret", id="a beginning"),
        pytest.param("s3cret_-x", id="longer"),
        pytest.param("S3CRET_-", id="another case"),
    ],
)
async def test_without_the_secret_nobody_speaks_for_others(
    turns: Turns, url: str, secret: str | None
) -> None:
    assert await post(url, json.dumps(said("ya")).encode(), secret) == 403
    assert turns.seen == []


async def test_a_secret_beyond_ascii_is_wrong_and_nothing_worse(url: str) -> None:
    headers = {b"X-Telegram-Bot-Api-Secret-Token": "s3cret_é".encode()}

    async with local_client() as client:
        answer = await client.post(url, content=b"{}", headers=headers)

    assert answer.status_code == 403


def test_a_webhook_without_a_secret_is_not_built(reception: Reception) -> None:
    with pytest.raises(ValueError, match="SERATUS_TELEGRAM_WEBHOOK_SECRET"):
        webhook(reception, "")


@pytest.mark.parametrize(
    ("body", "status"),
    [
        pytest.param(b"{", 400, id="bad json"),
        pytest.param(b"{}", 400, id="no update"),
        pytest.param(b'{"update_id": 1, "hologram": {}}', 200, id="unknown type"),
        pytest.param(b'{"update_id": 1, "message": {"chat": 3}}', 200, id="odd shape"),
        pytest.param(b" " * (MAX_BODY_BYTES + 1), 413, id="too large"),
    ],
)
async def test_a_body_that_is_no_message_gets_its_status(
    turns: Turns, url: str, body: bytes, status: int
) -> None:
    assert await post(url, body) == status
    assert turns.seen == []


async def test_a_body_without_a_length_is_cut_off_too(url: str) -> None:
    async def endless() -> AsyncIterator[bytes]:
        for _ in range(20):
            yield b" " * 100_000

    async with local_client() as client:
        headers = {"X-Telegram-Bot-Api-Secret-Token": SECRET}
        answer = await client.post(url, content=endless(), headers=headers)

    assert answer.status_code == 413


async def test_the_webhook_says_200_only_after_the_commit(turns: Turns, url: str) -> None:
    turns.gate.clear()

    posting = asyncio.create_task(post(url, json.dumps(said("ya")).encode()))
    await turns.begun.wait()
    await asyncio.sleep(0.05)
    answered_before = posting.done()
    turns.gate.set()

    assert await posting == 200
    assert not answered_before


@pytest.mark.parametrize(
    ("trouble", "status"),
    [
        pytest.param(DatabaseAway(), 503, id="database away"),
        pytest.param(RuntimeError("Siti, 3171…"), 500, id="bug"),
    ],
)
async def test_what_was_not_taken_is_not_acknowledged(
    turns: Turns, url: str, trouble: Exception, status: int
) -> None:
    turns.error = trouble
    body = json.dumps(said("ya")).encode()

    with structlog.testing.capture_logs() as logs:
        during = await post(url, body)
    turns.error = None
    after = await post(url, body)

    assert (during, after) == (status, 200)
    assert "Siti" not in str(logs)


async def test_a_spinner_never_delays_the_answer_to_telegram(
    server: TelegramServer, sender: TelegramSender, turns: Turns
) -> None:
    asked, released = asyncio.Event(), asyncio.Event()

    async def answer_callback(_: str) -> None:
        asked.set()
        await released.wait()

    slow = Reception(
        ACCOUNT, turns.take, SteppedClock(NOW), answer_callback=answer_callback, leave=_nowhere
    )
    await sender.send(SITI, Message("Benar?", (Button("Ya", "y:1"),)))

    async with Loopback(Starlette(routes=[webhook(slow, SECRET)])) as loopback:
        door = WebhookDoor(f"{loopback.url}/telegram/webhook", SECRET)
        await asyncio.wait_for(Phone(server, 501, door).taps("Ya"), timeout=PATIENCE)
        statuses = list(door.statuses)
        await asked.wait()
        released.set()
        await slow.settle()

    assert statuses == [200]


async def _nowhere(_: int) -> None:
    pass


async def test_the_webhook_is_registered_with_its_secret(server: TelegramServer) -> None:
    bot = receiving_bot(TOKEN, server.api_base)

    await set_webhook(bot, "https://seratus.example/telegram/webhook", SECRET)
    await bot.session.close()

    assert server.webhook is not None
    assert server.webhook.secret_token == SECRET
    assert server.webhook.url == "https://seratus.example/telegram/webhook"
    assert server.webhook.allowed_updates == [
        "message",
        "edited_message",
        "callback_query",
        "my_chat_member",
    ]


# ── out ─────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("<b>Siti</b> &amp; [x](http://x) *_`", id="markup"),
        pytest.param("\u202eitiS\u202c سيتي\u200f", id="right to left"),
        pytest.param("Pertanyaan 3 dari 14\n\n👩🏽‍🌾 Desa?", id="lines and emoji"),
        pytest.param("'; DROP TABLE people; --", id="sql"),
        pytest.param("50% + 1 = ?&chat_id=9", id="form characters"),
        pytest.param('{"json": 1}', id="json"),
    ],
)
async def test_a_text_arrives_as_it_was_written(
    server: TelegramServer, sender: TelegramSender, text: str
) -> None:
    remote_id = await sender.send(SITI, Message(text))

    (sent,) = server.calls("sendMessage")
    assert (sent.chat_id, sent.text) == (501, text)
    assert sent.call.model_dump(exclude_unset=True).get("parse_mode") is None
    assert sent.link_preview_options.is_disabled
    assert remote_id == str(server.shown(501)[0].message_id)


@pytest.mark.parametrize(
    ("labels", "rows"),
    [
        pytest.param(["Ya"], [["Ya"]], id="one"),
        pytest.param(["Ya", "Tidak"], [["Ya", "Tidak"]], id="two short"),
        pytest.param(["A", "B", "C"], [["A", "B"], ["C"]], id="three short"),
        pytest.param(
            ["Benar, warga saya", "Tolak"], [["Benar, warga saya"], ["Tolak"]], id="one is long"
        ),
        pytest.param(list("ABCDE"), [["A"], ["B"], ["C"], ["D"], ["E"]], id="a list"),
    ],
)
async def test_buttons_are_laid_out_for_a_small_screen(
    server: TelegramServer, sender: TelegramSender, labels: list[str], rows: list[list[str]]
) -> None:
    await sender.send(
        SITI, Message("Pilih", tuple(Button(label, f"t:{label}") for label in labels))
    )

    (shown,) = server.shown(501)
    assert [[key["text"] for key in row] for row in shown.rows] == rows
    assert [key["callback_data"] for row in shown.rows for key in row] == [
        f"t:{label}" for label in labels
    ]


async def test_asking_for_a_number_opens_the_contact_keyboard(
    server: TelegramServer, sender: TelegramSender, reception: Reception, turns: Turns
) -> None:
    buttons = (Button("Kirim nomor saya", "p:own", asks_contact=True), Button("Tidak ada", "p:no"))
    phone = Phone(server, 501)

    await sender.send(SITI, Message("Nomor HP?", buttons))
    async with polling(server, reception):
        await phone.taps("Kirim nomor saya")
        await phone.taps("Tidak ada")
        await server.until_confirmed()

    markup = server.shown(501)[0].markup
    assert markup["one_time_keyboard"]
    assert markup["resize_keyboard"]
    assert turns.words == [SharedContact("+6281234567890", own=True), Said("Tidak ada")]


async def test_a_message_without_buttons_takes_the_contact_keyboard_away(
    server: TelegramServer, sender: TelegramSender
) -> None:
    await sender.send(SITI, Message("Terima kasih"))

    assert server.shown(501)[0].markup["remove_keyboard"] is True


async def test_what_is_said_before_takes_the_contact_keyboard_away(
    server: TelegramServer, sender: TelegramSender
) -> None:
    asks = (Button("Kirim nomor saya", "p:own", asks_contact=True),)
    job = (Button("Petani", "o:1"),)
    await sender.send(SITI, Message("Nomor HP?", asks))

    await sender.send(SITI, Message("Pekerjaan?", job))
    still = server.keyboard(501)
    last = await sender.send(SITI, Message("Pekerjaan?", job, before="Kami catat."))

    assert (still, server.keyboard(501)) == (["Kirim nomor saya"], [])
    noted, question = server.shown(501)[-2:]
    assert (noted.text, noted.labels) == ("Kami catat.", [])
    assert (question.text, question.labels) == ("Pekerjaan?", ["Petani"])
    assert last == str(question.message_id)


async def test_a_long_text_is_split_at_line_ends_with_the_buttons_last(
    server: TelegramServer, sender: TelegramSender
) -> None:
    lines = [f"{number} {'👩🏽‍🌾' * 20}" for number in range(150)]

    remote_id = await sender.send(SITI, Message("\n".join(lines), (Button("Ya", "y"),)))

    shown = server.shown(501)
    assert len(shown) > 2
    assert "\n".join(part.text for part in shown) == "\n".join(lines)
    assert [part.labels for part in shown] == [[]] * (len(shown) - 1) + [["Ya"]]
    assert remote_id == str(shown[-1].message_id)


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("x" * 9000, id="no place to cut"),
        pytest.param("x" + "👍" * 4097, id="a pair at the cut"),
        pytest.param("x" * 4096 + "\n\n", id="blank end"),
        pytest.param("\n" * 5000 + "x", id="blank beginning"),
        pytest.param("kata " * 2000, id="words"),
    ],
)
async def test_a_long_text_without_lines_arrives_all_the_same(
    server: TelegramServer, sender: TelegramSender, text: str
) -> None:
    await sender.send(SITI, Message(text))

    arrived = "".join(part.text for part in server.shown(501))
    assert "".join(arrived.split()) == "".join(text.split())


async def arrived(sender: TelegramSender, message: Message) -> str:
    """Send a message, and return where it is."""
    remote_id = await sender.send(SITI, message)
    assert remote_id is not None
    return remote_id


async def test_an_edit_replaces_the_text_and_takes_the_buttons_away(
    server: TelegramServer, sender: TelegramSender
) -> None:
    card = await arrived(sender, Message("Siti, Sebalo", (Button("Benar", "d:1"),)))

    remote_id = await sender.edit(SITI, card, Message("Siti, Sebalo — disetujui"))

    (shown,) = server.shown(501)
    assert (shown.text, shown.labels) == ("Siti, Sebalo — disetujui", [])
    assert remote_id == card


async def test_an_edit_can_bring_other_buttons(
    server: TelegramServer, sender: TelegramSender
) -> None:
    card = await arrived(sender, Message("Kartu", (Button("Tolak", "d:1"),)))

    await sender.edit(SITI, card, Message("Mengapa?", (Button("Pindah", "r:1"),)))

    (shown,) = server.shown(501)
    assert (shown.text, shown.labels) == ("Mengapa?", ["Pindah"])


async def test_an_edit_that_changes_nothing_is_a_success(
    server: TelegramServer, sender: TelegramSender
) -> None:
    card = await arrived(sender, Message("Kartu", (Button("Benar", "d:1"),)))

    remote_id = await sender.edit(SITI, card, Message("Kartu", (Button("Benar", "d:1"),)))

    assert remote_id == card
    assert "not modified" in server.refused[0]


async def test_what_cannot_be_edited_is_sent_anew(
    server: TelegramServer, sender: TelegramSender
) -> None:
    under_a_keyboard = await arrived(sender, Message("Tanpa tombol"))

    gone = await sender.edit(SITI, "999999", Message("Kartu", (Button("Benar", "d:1"),)))
    fixed = await sender.edit(SITI, under_a_keyboard, Message("Baru"))

    assert [shown.text for shown in server.shown(501)] == ["Tanpa tombol", "Kartu", "Baru"]
    assert [gone, fixed] == [str(shown.message_id) for shown in server.shown(501)[1:]]


async def test_a_long_edit_goes_on_in_new_messages(
    server: TelegramServer, sender: TelegramSender
) -> None:
    card = await arrived(sender, Message("Kartu", (Button("Benar", "d:1"),)))

    last = await sender.edit(SITI, card, Message("x" * 5000, (Button("Benar", "d:1"),)))

    assert [len(shown.text) for shown in server.shown(501)] == [4096, 904]
    assert [shown.labels for shown in server.shown(501)] == [[], ["Benar"]]
    assert last == str(server.shown(501)[1].message_id)


SOON = timedelta(0)
REFUSALS = [
    pytest.param(answering(403, "Forbidden: bot was blocked"), "Forbidden", None, id="blocked"),
    pytest.param(
        answering(400, "Bad Request: chat not found"), "BadRequest", None, id="chat not found"
    ),
    pytest.param(
        answering(400, "Bad Request: BUTTON_DATA_INVALID"), "BadRequest", None, id="refused"
    ),
]
FAILURES = [
    pytest.param(too_many_requests(7), "RetryAfter", timedelta(seconds=7), id="429"),
    pytest.param(answering(500, "Internal"), "NetworkError", SOON, id="500"),
    pytest.param(answering(502, "Bad Gateway"), "NetworkError", SOON, id="502"),
    pytest.param(garbage, "TelegramError", SOON, id="garbage"),
    pytest.param(hang, "TimedOut", SOON, id="no answer"),
    pytest.param(reset, "NetworkError", SOON, id="connection reset"),
    pytest.param(answering(401, "Unauthorized"), "InvalidToken", SOON, id="token"),
]


@pytest.mark.parametrize(("failure", "reason", "retry_after"), REFUSALS + FAILURES)
async def test_a_failed_delivery_says_when_to_try_again(
    server: TelegramServer,
    sender: TelegramSender,
    failure: Failure,
    reason: str,
    retry_after: timedelta | None,
) -> None:
    server.fails("sendMessage", failure)

    with structlog.testing.capture_logs(), pytest.raises(DeliveryError) as caught:
        await sender.send(SITI, Message("ya"))

    assert (caught.value.reason, caught.value.retry_after) == (reason, retry_after)
    assert caught.value.unreached == (retry_after == SOON)
    assert server.asked["sendmessage"] == 1  # nothing was tried twice


@pytest.mark.parametrize(("failure", "reason", "retry_after"), FAILURES)
async def test_an_edit_that_failed_is_tried_again_as_an_edit(
    server: TelegramServer,
    sender: TelegramSender,
    failure: Failure,
    reason: str,
    retry_after: timedelta,
) -> None:
    card = await arrived(sender, Message("Kartu", (Button("Benar", "d:1"),)))
    server.fails("editMessageText", failure)

    with structlog.testing.capture_logs(), pytest.raises(DeliveryError) as caught:
        await sender.edit(SITI, card, Message("Baru"))
    again = await sender.edit(SITI, card, Message("Baru"))

    assert (caught.value.reason, caught.value.retry_after) == (reason, retry_after)
    assert [shown.text for shown in server.shown(501)] == ["Baru"]
    assert again == card


@pytest.mark.parametrize(
    "refusal",
    [
        answering(400, "Bad Request: MESSAGE_ID_INVALID"),
        answering(400, "Bad Request: message can't be edited"),
        answering(400, "Bad Request: something nobody has seen yet"),
        answering(403, "Forbidden: no rights to edit"),
    ],
)
async def test_an_edit_that_telegram_refuses_is_a_new_message_whatever_the_reason(
    server: TelegramServer, sender: TelegramSender, refusal: Failure
) -> None:
    card = await arrived(sender, Message("Kartu", (Button("Benar", "d:1"),)))
    server.fails("editMessageText", refusal)

    anew = await sender.edit(SITI, card, Message("Disetujui", (Button("Lanjut", "n:1"),)))

    assert [shown.text for shown in server.shown(501)] == ["Kartu", "Disetujui"]
    assert anew == str(server.shown(501)[1].message_id)


async def test_who_may_not_be_written_to_is_not_told_by_an_edit_either(
    server: TelegramServer, sender: TelegramSender
) -> None:
    refused = answering(403, "Forbidden: bot was blocked by the user")
    server.fails("editMessageText", refused)
    server.fails("sendMessage", refused)

    with pytest.raises(DeliveryError) as caught:
        await sender.edit(SITI, "1", Message("Disetujui"))

    assert (caught.value.reason, caught.value.retry_after) == ("Forbidden", None)


@pytest.mark.parametrize(
    "odd",
    [
        pytest.param({}, id="no result"),
        pytest.param({"result": None}, id="null"),
        pytest.param({"result": True}, id="true"),
        pytest.param({"result": {}}, id="nothing in it"),
        pytest.param({"result": {"message_id": "7"}}, id="an id that is no number"),
    ],
)
@pytest.mark.parametrize("method", ["sendMessage", "editMessageText"])
async def test_what_telegram_took_counts_as_sent_however_odd_the_answer(
    server: TelegramServer, sender: TelegramSender, method: str, odd: dict[str, Any]
) -> None:
    card = await arrived(sender, Message("Kartu", (Button("Benar", "d:1"),)))
    server.fails(method, answering_ok(odd))

    sent = await sender.send(SITI, Message("ya"))
    edited = await sender.edit(SITI, card, Message("Disetujui"))

    assert edited == card
    assert (sent is None) == (method == "sendMessage")


async def test_a_message_that_is_odd_but_for_its_id_is_known_by_it(
    server: TelegramServer, sender: TelegramSender
) -> None:
    server.fails("sendMessage", answering_ok({"result": {"message_id": 77, "chat": "?"}}))

    assert await sender.send(SITI, Message("ya")) == "77"


async def test_a_token_too_long_for_a_button_is_refused_for_good(sender: TelegramSender) -> None:
    with pytest.raises(DeliveryError) as caught:
        await sender.send(SITI, Message("Pilih", (Button("Ya", "x" * 65),)))

    assert caught.value.retry_after is None


async def test_a_refused_token_is_said_aloud_once_and_when_it_is_taken_again(
    server: TelegramServer, sender: TelegramSender
) -> None:
    token, server.token = server.token, "123456:NEW"

    with structlog.testing.capture_logs() as logs:
        for _ in range(3):
            with pytest.raises(DeliveryError):
                await sender.send(SITI, Message("ya"))
        with pytest.raises(DeliveryError):
            await sender.username()
        server.token = token
        await sender.send(SITI, Message("ya"))

    told = [(log["event"], log["log_level"]) for log in logs]
    assert told == [("telegram_token_refused", "error"), ("telegram_token_taken", "warning")]


async def test_neither_the_token_nor_a_text_reaches_the_logs(
    server: TelegramServer, sender: TelegramSender, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    echo = answering(400, "Bad Request: Siti Rahayu")
    server.fails("sendMessage", too_many_requests(1), garbage, echo, reset)

    with structlog.testing.capture_logs() as logs:
        for _ in range(4):
            with pytest.raises(DeliveryError):
                await sender.send(SITI, Message("Siti Rahayu"))
        await sender.send(SITI, Message("Siti Rahayu"))
        await sender.answer_callback("43")

    written = caplog.text + str(logs)
    assert TOKEN not in written
    assert "Siti Rahayu" not in written
    assert "Selamat datang" not in written


async def test_a_burst_beyond_telegrams_limit_is_spread(
    server: TelegramServer, patient: TelegramSender
) -> None:
    people = [Address(Channel.TELEGRAM, ACCOUNT, str(600 + number)) for number in range(45)]

    started = time.monotonic()
    await asyncio.gather(*(patient.send(person, Message("ya")) for person in people))
    took = time.monotonic() - started

    assert len(server.calls("sendMessage")) == 45
    assert took > 0.4  # 30 at once, the other 15 at 30 a second


async def test_the_menu_is_set_for_every_language_and_for_all_others(
    server: TelegramServer, sender: TelegramSender
) -> None:
    await sender.set_commands({"id": {"status": "Lihat status"}, "en": {"status": "See status"}})

    menus = {
        call.language_code: call.commands[0].description for call in server.calls("setMyCommands")
    }
    assert menus == {None: "Lihat status", "id": "Lihat status", "en": "See status"}


async def test_the_sender_starts_without_asking_telegram(server: TelegramServer) -> None:
    sender = TelegramSender(TOKEN, server.api_base)

    await sender.start()
    asked = list(server.sent)
    await sender.send(SITI, Message("ya"))
    name = await sender.username()
    await sender.stop()

    assert asked == []
    assert Phone(server, 501).heard == ["ya"]
    assert name == "seratus_bot"
