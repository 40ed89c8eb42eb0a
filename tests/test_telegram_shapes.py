"""Telegram, the way in: what is picked out of the JSON at once is what the models would read.

Words and taps, the two that come all day, do not pass through aiogram's models. Here they come in
every shape that the Bot API knows, and in shapes that it does not.
"""

import copy
import json
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import event, given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from bot.telegram import receive
from bot.telegram.library import Update
from bot.telegram.receive import GroupChat, NotAnUpdate, Received, incoming
from conversations.messages import Tapped
from tests.platforms.telegram_server import ACCOUNT

NOW = datetime(2026, 11, 20, 3, 0, tzinfo=UTC)
MILLISECONDS = 20_000_000_000  # what pydantic takes for them; Telegram tells seconds
thoroughly = settings(max_examples=300, deadline=None)  # machines are slow at times

SITI = {"id": 501, "is_bot": False, "first_name": "Siti"}
BOT = {"id": 123456, "is_bot": True, "first_name": "Seratus", "username": "seratus_bot"}
FILE = {"file_id": "AgAC", "file_unique_id": "AQAD"}
NUMBERS = st.integers(1, 2**53) | st.sampled_from([-1001, 2**31, 2**52 - 1, 2**63])
DATES = st.integers(1_500_000_000, 2_000_000_000) | st.sampled_from([0, 1, MILLISECONDS])
TEXTS = st.text(max_size=20) | st.sampled_from(
    [
        "daftar",
        "/start v_6107012001",
        "/start@seratus_bot h_9",
        "/status",
        "/",
        "\n",
        "١٢",
        "👩🏽‍🌾",
    ]
)
SENDERS = st.sampled_from([SITI, BOT, SITI | {"id": 2**52, "is_premium": True}])
CHATS = st.one_of(
    st.builds(lambda id_: {"id": id_, "type": "private", "first_name": "Siti"}, NUMBERS),
    st.sampled_from(
        [
            {"id": -12, "title": "Warga", "type": "group"},
            {"id": -1001, "title": "Warga Sebalo", "type": "supergroup", "is_forum": True},
            {"id": -1002, "title": "Kabar Desa", "type": "channel"},
            {"id": 501, "type": "sender"},
        ]
    ),
)
BESIDE: dict[str, st.SearchStrategy[Any]] = {
    "text": TEXTS,
    "caption": TEXTS,
    "entities": st.just([{"type": "bot_command", "offset": 0, "length": 6}]),
    "photo": st.just([FILE | {"width": 90, "height": 67}]),
    "voice": st.just(FILE | {"duration": 3}),
    "sticker": st.just(
        FILE
        | {"width": 1, "height": 1, "type": "regular", "is_animated": False, "is_video": False}
    ),
    "contact": st.builds(
        lambda user: {"phone_number": "+62812", "first_name": "Siti"} | user,
        st.sampled_from([{}, {"user_id": 501}, {"user_id": 502}]),
    ),
    "location": st.just({"latitude": 0.83, "longitude": 109.48}),
    "venue": st.just(
        {"location": {"latitude": 0.8, "longitude": 109.4}, "title": "Balai", "address": "Sebalo"}
    ),
    "forward_origin": st.just({"type": "hidden_user", "sender_user_name": "Budi", "date": 1}),
    "is_automatic_forward": st.booleans(),
    "reply_to_message": st.just(
        {"message_id": 1, "date": 1, "chat": {"id": 501, "type": "private"}, "text": "Tadi"}
    ),
    "quote": st.just({"text": "Tadi", "position": 0}),
    "via_bot": st.just(BOT),
    "sender_chat": st.just({"id": -1002, "title": "Kabar Desa", "type": "channel"}),
    "business_connection_id": st.just("b-1"),
    "sender_business_bot": st.just(BOT),
    "message_thread_id": NUMBERS,
    "is_topic_message": st.booleans(),
    "forum_topic_created": st.just({"name": "Umum", "icon_color": 7322096}),
    "pinned_message": st.just({"message_id": 1, "date": 0, "chat": {"id": 1, "type": "private"}}),
    "new_chat_members": st.just([BOT]),
    "edit_date": DATES,
    "reply_markup": st.just({"inline_keyboard": [[{"text": "Ya", "callback_data": "y"}]]}),
    "link_preview_options": st.just({"is_disabled": True}),
    "of_2027": st.just({"a": 1}),
}
MESSAGES = st.builds(
    lambda must, beside: must | beside,
    st.fixed_dictionaries(
        {"message_id": NUMBERS, "chat": CHATS, "date": DATES}, optional={"from": SENDERS}
    ),
    st.lists(st.sampled_from(sorted(BESIDE)), max_size=3, unique=True).flatmap(
        lambda names: st.fixed_dictionaries({name: BESIDE[name] for name in names})
    ),
)
TEXT_MESSAGES = st.builds(lambda one, text: one | {"text": text}, MESSAGES, TEXTS)
INACCESSIBLE = st.fixed_dictionaries({"message_id": NUMBERS, "chat": CHATS, "date": st.just(0)})
TAPS = st.fixed_dictionaries(
    {"id": TEXTS, "from": SENDERS, "chat_instance": st.just("-3")},
    optional={
        "message": MESSAGES | INACCESSIBLE,
        "data": TEXTS,
        "inline_message_id": st.just("AAAB"),
        "game_short_name": st.just("catur"),
    },
)
# One kind an update, as the Bot API promises.
UPDATES = st.builds(
    lambda number, content: {"update_id": number, content[0]: content[1]},
    st.integers(1, 2**53),
    st.one_of(
        st.tuples(st.just("message"), TEXT_MESSAGES),
        st.tuples(st.just("callback_query"), TAPS),
        st.tuples(
            st.sampled_from(
                ["message", "edited_message", "channel_post", "business_message", "guest_message"]
            ),
            MESSAGES,
        ),
    ),
)
# No booleans: to Python they are numbers.
ODD = st.recursive(
    st.none() | st.integers(-(2**70), MILLISECONDS) | st.floats(allow_nan=False) | TEXTS,
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(TEXTS, inner, max_size=2),
    max_leaves=3,
)

Reading = Received | GroupChat | None


def read(body: bytes) -> Reading | type[NotAnUpdate]:
    try:
        return incoming(body, ACCOUNT, NOW)
    except NotAnUpdate:
        return NotAnUpdate


def without_haste(body: bytes) -> Reading | type[NotAnUpdate]:
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(receive, "_everyday", lambda _update, _envelope: None)
        return read(body)


def refused(body: bytes) -> bool:
    try:
        Update.model_validate_json(body)
    except ValidationError:
        return True
    return False


@thoroughly
@given(UPDATES)
def test_whatever_telegram_may_send_is_read_as_the_models_read_it(content: Any) -> None:  # noqa: ANN401
    body = json.dumps(content).encode()

    at_once = read(body)

    assert at_once == without_haste(body)
    event("somebody's" if isinstance(at_once, Received) else "nobody's")


def places(node: object, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """Every way from the root to a value."""
    inner = node.items() if isinstance(node, dict) else ()
    return [path, *(way for key, one in inner for way in places(one, (*path, key)))]


@thoroughly
@given(UPDATES, st.data())
def test_what_is_missing_or_of_another_type_is_read_as_without_haste(
    content: Any,  # noqa: ANN401
    data: st.DataObject,
) -> None:
    changed = copy.deepcopy(content)
    *way, last = data.draw(st.sampled_from(places(changed)[1:]))
    node = changed
    for key in way:
        node = node[key]
    if data.draw(st.booleans()):
        del node[last]
    else:
        node[last] = data.draw(ODD)
    body = json.dumps(changed).encode()

    at_once, slowly = read(body), without_haste(body)

    if refused(body) and slowly is None and isinstance(at_once, Received):
        assert isinstance(at_once.incoming.input, Tapped)  # a tap on whatever is a tap
    else:
        assert at_once == slowly
