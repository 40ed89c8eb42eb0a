"""WhatsApp's wire, inwards: labelled JSON as Meta writes it, and the webhook on a socket.

The table writes its payloads out, after Meta's own examples; whatsapp_phone.py's are checked
against it by what the webhook tests take in.
"""

import asyncio
import copy
import json
from collections.abc import AsyncIterator, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import structlog
from hypothesis import given, settings
from hypothesis import strategies as st
from starlette.applications import Starlette

from bot.ports import DatabaseAway, Report, Stage
from bot.whatsapp.receive import Batch, NotAPayload, again, batch
from bot.whatsapp.reception import Reception
from bot.whatsapp.refusals import LONG, MINUTE, SOMEBODY, SOON
from bot.whatsapp.webhook import MAX_BODY_BYTES, webhook
from bot.whatsapp.wire import opaque
from conversations.messages import (
    Address,
    Channel,
    Edited,
    Filled,
    Incoming,
    Input,
    Moved,
    Said,
    SentMedia,
    SharedContact,
    Tapped,
)
from tests.clock import SteppedClock
from tests.platforms.plain_http import local_client
from tests.platforms.telegram_server import Loopback
from tests.platforms.whatsapp_phone import (
    ACCOUNT,
    APP_SECRET,
    VERIFY_TOKEN,
    Door,
    Json,
    Pen,
    signature,
)

NOW = datetime(2026, 11, 20, 3, 0, tzinfo=UTC)
SENT_AT = datetime(2026, 11, 20, 1, 2, 3, tzinfo=UTC)
TIMESTAMP = str(int(SENT_AT.timestamp()))
PHONE, BSUID = "6281234567890", "ID.13491208655302741918"
OURS = "wamid.HBgLMTY1MDM4Nzk0MzkVAgARGBI3MEM2RUJFNkI0RENGQTVDRjUA"
ID = "wamid.HBgLMTY1MDM4Nzk0MzkVAgASGBQzQTRBNjU5OUFFRTAzODEwMTQ0RgA="
# What they are called behind the channel, and those of `numbered` below.
KNOWN, OURS_KNOWN = opaque(ID), opaque(OURS)
FIRST, SECOND, THIRD, FOURTH = (opaque(f"wamid.{number}") for number in (1, 2, 3, 4))

CONTACT = {"profile": {"name": "Siti Rahayu"}, "wa_id": PHONE, "user_id": BSUID}


def address(person: str = BSUID) -> Address:
    return Address(Channel.WHATSAPP, ACCOUNT, person)


def message(kind: str = "text", **fields: Any) -> Json:  # noqa: ANN401
    head = {"from": PHONE, "from_user_id": BSUID, "id": ID, "timestamp": TIMESTAMP, "type": kind}
    return head | fields


def without(fields: Json, *names: str) -> Json:
    return {name: value for name, value in fields.items() if name not in names}


def said(text: object = "ya", **fields: Any) -> Json:  # noqa: ANN401
    return message(text={"body": text}, **fields)


def value(
    messages: Sequence[object] = (),
    statuses: Sequence[object] = (),
    contacts: Sequence[object] = (CONTACT,),
    number: object = ACCOUNT,
) -> Json:
    return {
        "messaging_product": "whatsapp",
        "metadata": {"display_phone_number": "15550783881", "phone_number_id": number},
        "contacts": list(contacts),
        "messages": list(messages),
        "statuses": list(statuses),
    }


def change(content: object, field: str = "messages") -> Json:
    return {"value": content, "field": field}


def entry(*changes: object) -> Json:
    return {"id": "102290129340398", "changes": list(changes)}


def payload(*entries: object) -> Json:
    return {"object": "whatsapp_business_account", "entry": list(entries)}


def of(*messages: object, **rest: Any) -> Json:  # noqa: ANN401
    return payload(entry(change(value(messages, **rest))))


def read(content: object) -> Batch:
    with structlog.testing.capture_logs() as logs:
        result = batch(json.dumps(content).encode(), ACCOUNT, NOW)
    assert "Siti" not in str(logs)
    assert PHONE not in str(logs)
    with_body = [one for one in result.messages if one.raw]
    kept = [again(one.raw, ACCOUNT, NOW) for one in with_body]
    assert kept == with_body, "what is parked would be replayed as something else"
    return result


def inputs(content: object) -> list[Input | Moved]:
    return [one.input for one in read(content).messages]


# ── what a message says ─────────────────────────────────────────────────────────────────────────


def tapped(kind: str, **fields: object) -> Json:
    context = {"from": "15550783881", "id": OURS}
    return message(kind, context=context, **fields)


def replied(interactive: object) -> Json:
    return tapped("interactive", interactive=interactive)


def filled(response: object) -> Json:
    written = response if isinstance(response, str) else json.dumps(response)
    reply = {"name": "flow", "body": "Sent", "response_json": written}
    return replied({"type": "nfm_reply", "nfm_reply": reply})


def shared(*phones: object, **fields: object) -> Json:
    card = {"name": {"first_name": "Budi", "formatted_name": "Budi"}, "phones": list(phones)}
    return message("contacts", contacts=[card | fields])


MEDIA = {"id": "1003383421387256", "mime_type": "image/jpeg", "sha256": "SfInY0gGKTsJ"}
UNSUPPORTED = [{"code": 131051, "title": "Message type unknown"}]
LIST_REPLY = {"id": "a:1:village:7", "title": "Sebalo", "description": "Kec. Bengkayang"}

MESSAGES = [
    pytest.param(said("daftar"), Said("daftar"), id="text"),
    pytest.param(said("RT 3/RW 1"), Said("RT 3/RW 1"), id="a slash inside"),
    pytest.param(said("/status"), Said("status"), id="a command"),
    pytest.param(said("/?"), Said("/?"), id="a slash and no command"),
    pytest.param(said("سيتي 👩🏽‍🌾\n"), Said("سيتي 👩🏽‍🌾\n"), id="rtl, emoji"),
    pytest.param(said("x" * 4096), Said("x" * 4096), id="as long as it may be"),
    pytest.param(
        said("Is this free?", referral={"source_type": "ad", "source_url": "https://fb.me/3"}),
        Said("Is this free?"),
        id="text from an ad",
    ),
    pytest.param(
        said("ini?", context={"from": "1555", "id": OURS, "referred_product": {}}),
        Said("ini?"),
        id="text that quotes",
    ),
    pytest.param(said(" \n"), SentMedia("unknown"), id="blank text"),
    pytest.param(message(text="ya"), SentMedia("unknown"), id="text of another shape"),
    pytest.param(message(), SentMedia("unknown"), id="text without its text"),
    pytest.param(
        tapped("button", button={"payload": "d:1:yes", "text": "Benar"}),
        Tapped("d:1:yes", on=OURS_KNOWN),
        id="template button",
    ),
    pytest.param(
        message("button", button={"payload": "d:1:yes", "text": "Benar"}),
        Tapped("d:1:yes"),
        id="template button of an unknown message",
    ),
    pytest.param(
        tapped("button", button={"text": "Benar"}),
        SentMedia("unknown"),
        id="template button without its payload",
    ),
    pytest.param(
        replied({"type": "button_reply", "button_reply": {"id": "y:1", "title": "Ya"}}),
        Tapped("y:1", on=OURS_KNOWN),
        id="reply button",
    ),
    pytest.param(
        replied({"type": "list_reply", "list_reply": LIST_REPLY}),
        Tapped("a:1:village:7", on=OURS_KNOWN),
        id="list",
    ),
    pytest.param(
        replied({"type": "button_reply", "button_reply": {"id": 7}}),
        SentMedia("unknown"),
        id="reply button with an odd id",
    ),
    pytest.param(
        message("interactive", errors=UNSUPPORTED), SentMedia("unknown"), id="a tap sent again"
    ),
    pytest.param(
        replied({"type": "call_permission_reply", "call_permission_reply": {}}),
        SentMedia("unknown"),
        id="another interactive",
    ),
    pytest.param(
        filled({"flow_token": "f:9", "nik": "3171…", "name": "Siti"}),
        Filled("f:9", {"nik": "3171…", "name": "Siti"}),
        id="form",
    ),
    pytest.param(
        filled(
            {
                "flow_token": "f:9",
                "children": 2,
                "income": 1.5,
                "agreed": True,
                "days": ["sen", "sel", 3],
                "none": [],
                "photo": [{"id": "1"}],
                "nested": {"a": 1},
                "nothing": None,
            }
        ),
        Filled(
            "f:9",
            {
                "children": "2",
                "income": "1.5",
                "agreed": "true",
                "days": "sen, sel, 3",
                "none": "",
                "photo": "",
            },
        ),
        id="form with all kinds of answers",
    ),
    pytest.param(filled({"name": "Siti"}), Filled("", {"name": "Siti"}), id="form without token"),
    pytest.param(filled("{"), SentMedia("unknown"), id="form, unreadable"),
    pytest.param(filled("[1]"), SentMedia("unknown"), id="form, a list"),
    pytest.param(
        replied({"type": "nfm_reply", "nfm_reply": {"response_json": {"a": "b"}}}),
        SentMedia("unknown"),
        id="form, not written as text",
    ),
    pytest.param(
        shared({"phone": "+62 813-1111-2222", "wa_id": "6281311112222", "type": "MOBILE"}),
        SharedContact("+6281311112222", own=False),
        id="contact, another's",
    ),
    pytest.param(
        shared({"phone": "+62 812-3456-7890", "wa_id": PHONE}),
        SharedContact(f"+{PHONE}", own=True),
        id="contact, own",
    ),
    pytest.param(
        shared({"phone": "+62 812-3456-7890"}),
        SharedContact("+62 812-3456-7890", own=True),
        id="contact, own, without WhatsApp's word",
    ),
    pytest.param(
        shared({"phone": "0813 1111 2222"}),
        SharedContact("0813 1111 2222", own=False),
        id="contact without WhatsApp",
    ),
    pytest.param(
        shared({"phone": "+6281311112222", "wa_id": "6281311112222"}, origin="contact_request"),
        SharedContact("+6281311112222", own=True),
        id="contact, asked for",
    ),
    pytest.param(
        shared({"phone": "+6281311112222"}, origin="other", vcard="BEGIN:VCARD"),
        SharedContact("+6281311112222", own=False),
        id="contact, not asked for",
    ),
    pytest.param(
        shared({"type": "WORK"}, {"phone": "081311112222"}),
        SharedContact("081311112222", own=False),
        id="contact whose second number is the first",
    ),
    pytest.param(shared(), SentMedia("contacts"), id="contact without a number"),
    pytest.param(shared({"phone": "-"}), SentMedia("contacts"), id="contact without digits"),
    pytest.param(message("contacts"), SentMedia("contacts"), id="no contact at all"),
    pytest.param(
        message("image", image=MEDIA | {"caption": "KTP"}), SentMedia("photo"), id="image"
    ),
    pytest.param(message("video", video=MEDIA), SentMedia("video"), id="video"),
    pytest.param(message("audio", audio=MEDIA | {"voice": True}), SentMedia("audio"), id="audio"),
    pytest.param(message("document", document=MEDIA), SentMedia("document"), id="document"),
    pytest.param(message("sticker", sticker=MEDIA), SentMedia("sticker"), id="sticker"),
    pytest.param(
        message("location", location={"latitude": 0.8, "longitude": 109.5}),
        SentMedia("location"),
        id="location",
    ),
    pytest.param(
        message("order", order={"catalog_id": "19", "product_items": []}),
        SentMedia("order"),
        id="order",
    ),
    pytest.param(
        message("unsupported", errors=UNSUPPORTED), SentMedia("unsupported"), id="unsupported"
    ),
    pytest.param(message("unknown", errors=UNSUPPORTED), SentMedia("unknown"), id="unknown"),
    pytest.param(message("hologram", hologram={}), SentMedia("hologram"), id="newer than we are"),
    pytest.param(message("\x00"), SentMedia("unknown"), id="type that nobody can write"),
    pytest.param(message(type=7), SentMedia("unknown"), id="type of another shape"),
    pytest.param(without(said(), "type"), SentMedia("unknown"), id="no type"),
    pytest.param(
        message("edit", edit={"original_message_id": ID, "message": {"type": "text"}}),
        Edited(),
        id="edit",
    ),
]


@pytest.mark.parametrize(("sent", "expected"), MESSAGES)
def test_a_message_is_read(sent: Json, expected: Input) -> None:
    result = read(of(sent))

    assert result.reports == ()
    (incoming,) = result.messages
    raw = json.dumps({"contact": CONTACT, "message": sent}, separators=(",", ":")).encode()
    assert json.loads(incoming.raw) == json.loads(raw)
    assert incoming == Incoming(address(), KNOWN, expected, SENT_AT, incoming.raw, PHONE)


def test_no_id_of_whatsapps_is_known_behind_the_channel() -> None:
    """Theirs are base64 with somebody's number in it: the same name each time, but another one."""
    result = read(
        of(
            said(),
            said(id=ID.lower()),
            replied({"type": "button_reply", "button_reply": {"id": "y:1"}}),
            statuses=[status()],
        )
    )

    first, other, tap = result.messages
    tapped_on = tap.input.on if isinstance(tap.input, Tapped) else None
    names = [first.message_id, other.message_id, tap.message_id, result.reports[0].remote_id]
    assert first.message_id == tap.message_id != other.message_id
    assert tapped_on == result.reports[0].remote_id
    assert all(len(name) == 32 and name.isalnum() for name in names)
    assert not any(piece in "".join(names) for piece in ("wamid", "HBgL", PHONE))


SILENT = [
    pytest.param(message("reaction", reaction={"emoji": "👍", "message_id": OURS}), id="reaction"),
    pytest.param(message("reaction", reaction={"message_id": OURS}), id="reaction taken back"),
    pytest.param(message("revoke", revoke={"original_message_id": ID}), id="revoke"),
    pytest.param(message("request_welcome"), id="chat opened"),
    pytest.param(message("ephemeral"), id="disappearing message"),
    pytest.param(said(group_id="Y2FwaV9ncm91cDox"), id="group"),
    pytest.param(
        message("system", group_id="Y2FwaV9", system={"type": "user_changed_number"}),
        id="notice in a group",
    ),
    pytest.param(
        message("system", system={"type": "customer_identity_changed", "body": "Siti changed"}),
        id="a new security code",
    ),
    pytest.param(message("system", system={"type": ["user_changed_number"]}), id="odd notice"),
    pytest.param(message("system"), id="empty notice"),
]


@pytest.mark.parametrize("sent", SILENT)
def test_what_nobody_waits_for_is_met_with_silence(sent: Json) -> None:
    assert read(of(sent, said("next"))) == read(of(said("next")))


# ── who it is from, and when ────────────────────────────────────────────────────────────────────

HIDDEN = {"profile": {"name": "Siti", "username": "@siti"}, "user_id": BSUID}
NAMELESS = without(said(), "from", "from_user_id")
BUDI = {"profile": {"name": "Budi"}, "wa_id": "6281300000001", "user_id": "ID.2"}

SENDERS = [
    pytest.param(said(), [CONTACT], BSUID, PHONE, id="business-scoped id and phone"),
    pytest.param(said(), [], BSUID, PHONE, id="no contacts"),
    pytest.param(
        without(said(), "from_user_id"), [CONTACT], BSUID, PHONE, id="id only in the contact"
    ),
    pytest.param(
        without(said(), "from_user_id"),
        [without(CONTACT, "user_id")],
        PHONE,
        PHONE,
        id="phone alone, as before 2026",
    ),
    pytest.param(without(said(), "from"), [HIDDEN], BSUID, None, id="username hides the phone"),
    pytest.param(
        without(said(), "from"),
        [CONTACT | {"wa_id": ""}],
        BSUID,
        None,
        id="username, an empty phone",
    ),
    pytest.param(without(said(), "from"), [CONTACT], BSUID, PHONE, id="phone only in the contact"),
    pytest.param(said(**{"from": BSUID}), [HIDDEN], BSUID, None, id="id in the phone's place"),
    pytest.param(
        without(said(**{"from": BSUID}), "from_user_id"),
        [],
        BSUID,
        None,
        id="id in the phone's place, alone",
    ),
    pytest.param(NAMELESS, [HIDDEN], BSUID, None, id="only the contact says who"),
    pytest.param(said(), [BUDI, CONTACT], BSUID, PHONE, id="contacts in another order"),
    pytest.param(
        without(said(), "from_user_id"),
        [BUDI, CONTACT],
        BSUID,
        PHONE,
        id="contacts in another order, by phone",
    ),
    pytest.param(without(said(), "from"), [BUDI], BSUID, None, id="somebody else's contact"),
    pytest.param(
        without(said(), "from_user_id"),
        [CONTACT | {"wa_id": "55119"}],
        BSUID,
        PHONE,
        id="a phone that is not the id",
    ),
    pytest.param(said(**{"from": int(PHONE)}), [], BSUID, PHONE, id="phone as a number"),
    pytest.param(said(**{"from": f"+{PHONE}"}), [], BSUID, PHONE, id="phone with a plus"),
    pytest.param(said(), ["odd", None, CONTACT], BSUID, PHONE, id="odd contacts"),
]


@pytest.mark.parametrize(("sent", "contacts", "person", "phone"), SENDERS)
def test_the_sender_is_known_by_the_id_that_lasts(
    sent: Json, contacts: list[object], person: str, phone: str | None
) -> None:
    (incoming,) = read(of(sent, contacts=contacts)).messages

    assert (incoming.sender, incoming.phone) == (address(person), phone)


def test_two_peoples_messages_never_become_ones() -> None:
    known, unknown = without(said(), "from_user_id"), said(**{"from": "6281399999999"})
    both = [known, without(unknown, "from_user_id")]

    result = read(of(*both, contacts=[CONTACT]))

    assert [one.sender.id for one in result.messages] == [BSUID, "6281399999999"]


@pytest.mark.parametrize(
    ("sent", "contacts"),
    [
        pytest.param(NAMELESS, [], id="nobody"),
        pytest.param(NAMELESS, [CONTACT, BUDI], id="one of two"),
        pytest.param(NAMELESS | {"from": "", "from_user_id": "\x00"}, [], id="unwritable"),
        pytest.param(without(said(), "id"), [CONTACT], id="no message id"),
        pytest.param(said(id=""), [CONTACT], id="empty message id"),
        pytest.param(said(id=7), [CONTACT], id="odd message id"),
        pytest.param("said", [CONTACT], id="no object"),
        pytest.param(None, [CONTACT], id="null"),
    ],
)
def test_what_cannot_be_answered_is_left_with_a_line_in_the_log(
    sent: object, contacts: list[object]
) -> None:
    body = json.dumps(of(sent, contacts=contacts)).encode()

    with structlog.testing.capture_logs() as logs:
        assert batch(body, ACCOUNT, NOW) == Batch((), ())

    assert [log["event"] for log in logs] == ["whatsapp_message_unreadable"]
    assert not any(secret in str(logs) for secret in ("Siti", PHONE, BSUID, ID))


@pytest.mark.parametrize(
    ("timestamp", "expected"),
    [
        pytest.param(TIMESTAMP, SENT_AT, id="as Meta writes it"),
        pytest.param(int(TIMESTAMP), SENT_AT, id="a number"),
        pytest.param(str(int(NOW.timestamp()) + 60), NOW, id="to come"),
        pytest.param("9" * 30, NOW, id="too far away"),
        pytest.param("9" * 5000, NOW, id="too long"),
        pytest.param("soon", NOW, id="a word"),
        pytest.param(-5, NOW, id="before all"),
        pytest.param("86400", NOW, id="before WhatsApp"),
        pytest.param(None, NOW, id="null"),
        pytest.param([], NOW, id="list"),
    ],
)
def test_a_time_that_cannot_be_counts_as_now(timestamp: object, expected: datetime) -> None:
    status = {"id": OURS, "status": "sent", "timestamp": timestamp}

    result = read(of(said(timestamp=timestamp), statuses=[status]))

    assert (result.messages[0].sent_at, result.reports[0].at) == (expected, expected)


# ── somebody moves ──────────────────────────────────────────────────────────────────────────────


def moved(kind: str = "user_changed_number", **system: object) -> Json:
    body = "User Siti Rahayu changed from A to B"
    return message("system", system={"body": body, "type": kind} | system)


NEW_PHONE, NEW = "6281355555555", "ID.777"

MOVES = [
    pytest.param(
        without(moved(wa_id=NEW_PHONE), "from_user_id"), PHONE, NEW_PHONE, id="Meta's example"
    ),
    pytest.param(
        without(moved(wa_id=NEW_PHONE, user_id=NEW), "from_user_id"),
        PHONE,
        NEW,
        id="a new id, the old phone",
    ),
    pytest.param(
        without(moved(wa_id=NEW_PHONE, user_id=NEW, previous_user_id=BSUID), "from_user_id"),
        BSUID,
        NEW,
        id="both ids",
    ),
    pytest.param(
        moved(wa_id=NEW_PHONE, user_id=NEW), BSUID, NEW, id="the old id where a sender stands"
    ),
    pytest.param(
        moved(wa_id=NEW_PHONE, user_id=NEW) | {"from_user_id": NEW},
        PHONE,
        NEW,
        id="the new id where a sender stands",
    ),
    pytest.param(
        without(
            moved("user_changed_user_id", user_id=NEW, previous_user_id=BSUID),
            "from",
            "from_user_id",
        ),
        BSUID,
        NEW,
        id="no phone at all",
    ),
    pytest.param(without(moved(new_wa_id=NEW_PHONE), "from_user_id"), PHONE, NEW_PHONE, id="2022"),
    pytest.param(
        without(
            moved("customer_changed_number", wa_id=NEW_PHONE, customer=PHONE),
            "from",
            "from_user_id",
        ),
        PHONE,
        NEW_PHONE,
        id="as older versions say it",
    ),
]


@pytest.mark.parametrize(("notice", "old", "new"), MOVES)
def test_who_has_another_id_is_known_by_both(notice: Json, old: str, new: str) -> None:
    (incoming,) = read(of(notice, contacts=[])).messages

    assert incoming == Incoming(
        address(old), KNOWN, Moved(to=address(new)), SENT_AT, incoming.raw, phone=None
    )


@pytest.mark.parametrize(
    "notice",
    [
        pytest.param(moved(), id="nowhere"),
        pytest.param(moved(user_id=""), id="empty"),
        pytest.param(
            without(moved(user_id=NEW), "from", "from_user_id"), id="nobody knows from where"
        ),
        pytest.param(without(moved(user_id=BSUID), "from"), id="to where they were"),
    ],
)
def test_a_move_that_says_too_little_changes_nothing(notice: Json) -> None:
    assert read(of(notice, contacts=[])) == Batch((), ())


# ── what became of ours ─────────────────────────────────────────────────────────────────────────


def status(came: object = "delivered", **fields: object) -> Json:
    head = {"id": OURS, "status": came, "timestamp": TIMESTAMP, "recipient_id": PHONE}
    return head | {"recipient_user_id": BSUID} | fields


def failed(*errors: object) -> Json:
    return status("failed", errors=list(errors))


CONVERSATION = {"id": "7f8", "expiration_timestamp": TIMESTAMP, "origin": {"type": "utility"}}
PRICING = {"billable": True, "pricing_model": "PMP", "type": "regular", "category": "utility"}
LATE = {
    "code": 131047,
    "title": "Re-engagement message",
    "message": "Re-engagement message",
    "error_data": {"details": "More than 24 hours have passed since the customer last replied."},
}

STATUSES = [
    pytest.param(
        status("sent", conversation=CONVERSATION, pricing=PRICING),
        Report(OURS_KNOWN, "", SENT_AT, Stage.SENT),
        id="sent",
    ),
    pytest.param(status(), Report(OURS_KNOWN, "", SENT_AT, Stage.DELIVERED), id="delivered"),
    pytest.param(status("read"), Report(OURS_KNOWN, "", SENT_AT, Stage.READ), id="read"),
    pytest.param(
        status(biz_opaque_callback_data="out-7"),
        Report(OURS_KNOWN, "out-7", SENT_AT, Stage.DELIVERED),
        id="with our reference",
    ),
    pytest.param(
        status(biz_opaque_callback_data={"odd": 1}),
        Report(OURS_KNOWN, "", SENT_AT, Stage.DELIVERED),
        id="with an odd reference",
    ),
    pytest.param(
        status("read", recipient_id=None, contacts=[HIDDEN]),
        Report(OURS_KNOWN, "", SENT_AT, Stage.READ),
        id="of somebody with a username",
    ),
    pytest.param(
        failed(LATE),
        Report(OURS_KNOWN, "", SENT_AT, None, "131047", outside=True),
        id="failed, 24 hours are over",
    ),
    pytest.param(
        failed({"code": 131026, "title": "Message undeliverable"}, LATE),
        Report(OURS_KNOWN, "", SENT_AT, None, "131026"),
        id="failed, no WhatsApp",
    ),
    pytest.param(
        failed({"code": "131047"}),
        Report(OURS_KNOWN, "", SENT_AT, None, "131047", outside=True),
        id="failed, the code as text",
    ),
    pytest.param(
        failed({"code": 131000, "title": "Something went wrong"}),
        Report(OURS_KNOWN, "", SENT_AT, None, "131000", retry_after=SOON),
        id="failed, but not for long",
    ),
    pytest.param(
        failed({"code": 80007}),
        Report(OURS_KNOWN, "", SENT_AT, None, "80007", retry_after=MINUTE),
        id="failed, too many in an hour",
    ),
    pytest.param(
        failed({"code": 131048}),
        Report(OURS_KNOWN, "", SENT_AT, None, "131048", retry_after=LONG),
        id="failed, people complained",
    ),
    pytest.param(
        failed({"code": 131042}),
        Report(OURS_KNOWN, "", SENT_AT, None, "131042", retry_after=SOMEBODY),
        id="failed, unpaid",
    ),
    pytest.param(
        failed({"code": 199_999}),
        Report(OURS_KNOWN, "", SENT_AT, None, "199999"),
        id="failed, an unknown code",
    ),
    pytest.param(
        failed({"code": "9" * 5000}),
        Report(OURS_KNOWN, "", SENT_AT, None, "failed"),
        id="failed, a code beyond all codes",
    ),
    pytest.param(
        failed(), Report(OURS_KNOWN, "", SENT_AT, None, "failed"), id="failed, no reason"
    ),
    pytest.param(
        status("failed"), Report(OURS_KNOWN, "", SENT_AT, None, "failed"), id="failed, no errors"
    ),
    pytest.param(
        failed({"code": True}),
        Report(OURS_KNOWN, "", SENT_AT, None, "failed"),
        id="failed, odd code",
    ),
    pytest.param(
        failed("x"), Report(OURS_KNOWN, "", SENT_AT, None, "failed"), id="failed, odd errors"
    ),
    pytest.param(
        status(errors=[LATE]),
        Report(OURS_KNOWN, "", SENT_AT, Stage.DELIVERED),
        id="delivered for all its errors",
    ),
    pytest.param(status("played"), None, id="played"),
    pytest.param(status("deleted"), None, id="deleted"),
    pytest.param(status("warning"), None, id="warning"),
    pytest.param(status(7), None, id="odd word"),
    pytest.param(status(["failed"]), None, id="no word"),
    pytest.param(without(status(), "id"), None, id="of no message"),
    pytest.param("sent", None, id="no object"),
]


@pytest.mark.parametrize(("told", "expected"), STATUSES)
def test_a_status_is_read(told: object, expected: Report | None) -> None:
    after = status("read", id="wamid.after")

    result = read(of(statuses=[told, after], contacts=[]))

    assert result.messages == ()
    assert result.reports[:-1] == (() if expected is None else (expected,))
    assert result.reports[-1].remote_id == opaque("wamid.after")


# ── payloads: all of it, in order, each alone ───────────────────────────────────────────────────


def numbered(number: int) -> Json:
    return said(f"text {number}", id=f"wamid.{number}")


def ids(result: Batch) -> list[str]:
    return [one.message_id for one in result.messages]


def test_all_entries_changes_and_messages_are_read_in_order() -> None:
    first = entry(
        change(value([numbered(1), numbered(2)])), change(value([numbered(3)], [status("sent")]))
    )
    second = entry(
        change(value(statuses=[status("read"), status(id="wamid.b")])),
        change(value([numbered(4)])),
    )

    result = read(payload(first, second))

    assert ids(result) == [FIRST, SECOND, THIRD, FOURTH]
    assert [one.stage for one in result.reports] == [Stage.SENT, Stage.READ, Stage.DELIVERED]


def test_what_comes_twice_or_out_of_order_is_handed_on_as_it_came() -> None:
    late = said("earlier", id="wamid.0", timestamp=str(int(TIMESTAMP) - 90))

    result = read(of(numbered(1), numbered(1), late, statuses=[status("read"), status("sent")]))

    assert ids(result) == [FIRST, FIRST, opaque("wamid.0")]
    assert [one.sent_at for one in result.messages][2] == SENT_AT - timedelta(seconds=90)
    assert [one.stage for one in result.reports] == [Stage.READ, Stage.SENT]


def test_several_people_in_one_payload_stay_apart() -> None:
    budi = said("saya Budi", **{"from": "6281300000001", "from_user_id": "ID.2"})

    result = read(of(said("saya Siti"), budi, contacts=[BUDI, CONTACT]))

    assert [(one.sender.id, one.input) for one in result.messages] == [
        (BSUID, Said("saya Siti")),
        ("ID.2", Said("saya Budi")),
    ]
    assert [json.loads(one.raw)["contact"] for one in result.messages] == [CONTACT, BUDI]


ODD_PIECES = [
    pytest.param(payload(None, 7, entry(change(value([numbered(1)])))), id="entries"),
    pytest.param(
        payload({"changes": 3}, {"id": "1"}, entry(change(value([numbered(1)])))), id="no changes"
    ),
    pytest.param(payload(entry("odd", None, change(value([numbered(1)])))), id="changes"),
    pytest.param(
        payload(entry(change(None), change([]), change({}), change(value([numbered(1)])))),
        id="values",
    ),
    pytest.param(
        payload(entry(change(value([numbered(9)], number="999")), change(value([numbered(1)])))),
        id="another number's",
    ),
    pytest.param(
        payload(
            entry(change(without(value([numbered(9)]), "metadata")), change(value([numbered(1)])))
        ),
        id="nobody's",
    ),
    pytest.param(
        payload(
            entry(
                change(value([numbered(9)]), field="smb_message_echoes"),
                change({"groups": []}, field="group_lifecycle_update"),
                change(value([numbered(1)])),
            )
        ),
        id="other fields",
    ),
    pytest.param(of(None, [], "x", {}, numbered(1), {"type": "text"}), id="messages"),
    pytest.param(of(said(id=None), numbered(1), said(text=[])), id="an id is missing"),
    pytest.param(of(numbered(1), said(group_id="Y2Fw")), id="a group's"),
    pytest.param(of(numbered(1), statuses=[None, 3, {}, {"id": OURS}]), id="statuses"),
    pytest.param(of(numbered(1), contacts=[None, 3, {"wa_id": [], "user_id": {}}]), id="contacts"),
]


@pytest.mark.parametrize("content", ODD_PIECES)
def test_an_odd_piece_costs_none_of_the_others(content: Json) -> None:
    result = read(content)

    assert [one for one in ids(result) if one != KNOWN] == [FIRST]
    assert result.reports == ()


def test_half_a_surrogate_pair_costs_none_of_the_others() -> None:
    result = read(of(said("\ud83d ya"), numbered(2)))

    assert [one.input for one in result.messages] == [Said("? ya"), Said("text 2")]


def test_what_is_nested_beyond_measure_is_kept_without_its_body() -> None:
    deep: list[Any] = []
    for _ in range(300):
        deep = [deep]

    result = read(of(message("hologram", hologram=deep), numbered(2)))

    assert ids(result) == [KNOWN, SECOND]
    assert result.messages[0].raw == b""


def test_a_message_keeps_only_its_own_part_of_the_payload() -> None:
    result = read(of(numbered(1), numbered(2), contacts=[BUDI, CONTACT]))

    assert b"text 2" not in result.messages[0].raw
    assert b"Budi" not in result.messages[0].raw


def test_the_operator_is_told_of_messages_for_another_number() -> None:
    body = json.dumps(of(said(), number="6281234567890")).encode()

    with structlog.testing.capture_logs() as logs:
        batch(body, ACCOUNT, NOW)

    assert [(log["event"], log["ends_in"]) for log in logs] == [
        ("whatsapp_for_another_number", "7890")
    ]
    assert "81234567890" not in str(logs), "whatever stands there"


@pytest.mark.parametrize(
    "body",
    [
        pytest.param(b"", id="empty"),
        pytest.param(b"{", id="cut off"),
        pytest.param(b"\xff\xfe", id="not utf-8"),
        pytest.param(b"[]", id="list"),
        pytest.param(b'"entry"', id="string"),
        pytest.param(b"{}", id="no entry"),
        pytest.param(b'{"entry": {}}', id="entry is no list"),
        pytest.param(b'{"entry": NaN}', id="no number"),
        pytest.param(b"[" * 100_000, id="deeply nested"),
        pytest.param(b'{"entry":' + b"[" * 100_000 + b"]" * 100_000 + b"}", id="deep inside"),
    ],
)
def test_a_body_that_is_no_payload_is_refused_as_such(body: bytes) -> None:
    with pytest.raises(NotAPayload):
        batch(body, ACCOUNT, NOW)


# ── whatever comes ──────────────────────────────────────────────────────────────────────────────

WORDS = st.sampled_from(
    "entry changes value field messages statuses contacts type text system interactive id from "
    f"metadata {ACCOUNT} {PHONE} {TIMESTAMP}".split(),
)
JSON: st.SearchStrategy[Any] = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(max_size=5)
    | WORDS,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(WORDS, inner, max_size=4),
    max_leaves=12,
)
GOOD = payload(
    entry(
        change(value([param.values[0] for param in MESSAGES], [status("sent"), failed(LATE)])),
        change(value([param.values[0] for param in MOVES], contacts=[HIDDEN])),
    )
)


def places(node: object, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """Every way from the root to a value."""
    inner: Any = ()
    if isinstance(node, dict):
        inner = node.items()
    elif isinstance(node, list):
        inner = enumerate(node)
    return [path, *(way for key, one in inner for way in places(one, (*path, key)))]


PLACES = places(GOOD)[1:]


def survives(content: object) -> Batch | None:
    body = json.dumps(content).encode(errors="surrogatepass")
    with structlog.testing.capture_logs():
        try:
            return batch(body, ACCOUNT, NOW)
        except NotAPayload:
            return None


@settings(deadline=None)
@given(JSON)
def test_no_json_is_too_odd(content: object) -> None:
    survives(content)
    survives({"entry": content})
    survives(of(content, statuses=[content], contacts=[content]))
    result = survives(of(content, said(id="wamid.good")))
    assert result is not None
    assert ids(result)[-1] == opaque("wamid.good")


@settings(max_examples=200, deadline=None)
@given(st.lists(st.tuples(st.sampled_from(PLACES), JSON), min_size=1, max_size=3))
def test_no_change_to_a_payload_is_too_odd(changes: list[tuple[tuple[Any, ...], Any]]) -> None:
    content: Any = copy.deepcopy(GOOD)
    for (*way, last), other in changes:
        node = content
        try:
            for key in way:
                node = node[key]
            node[last] = other
        except (KeyError, IndexError, TypeError):
            continue  # an earlier change took the place away

    survives(content)


@settings(deadline=None)
@given(st.binary(max_size=200))
def test_no_body_is_too_odd(body: bytes) -> None:
    try:
        batch(body, ACCOUNT, NOW)
    except NotAPayload:
        return


# ── reception: all of it is taken, then told, then answered ─────────────────────────────────────


class Turns:
    """Takes what it is given. `gate`: wait for it; `errors`: by message id."""

    def __init__(self) -> None:
        self.log: list[str] = []
        self.taken: list[Incoming] = []
        self.told: list[Report] = []
        self.errors: dict[str, BaseException] = {}
        self.gate = asyncio.Event()
        self.gate.set()
        self.begun = asyncio.Event()

    async def take(self, incoming: Incoming) -> None:
        self.log.append(f"begin {incoming.message_id}")
        self.begun.set()
        if error := self.errors.get(incoming.message_id):
            raise error
        await self.gate.wait()
        self.taken.append(incoming)
        self.log.append(f"end {incoming.message_id}")

    async def tell(self, reports: Sequence[Report]) -> None:
        self.told.extend(reports)
        self.log.append(f"told {len(reports)}")


@pytest.fixture
def turns() -> Turns:
    return Turns()


@pytest.fixture
def reception(turns: Turns) -> Reception:
    return Reception(ACCOUNT, turns.take, turns.tell, SteppedClock(NOW))


def body(*messages: Json, statuses: Sequence[Json] = ()) -> bytes:
    return json.dumps(of(*messages, statuses=statuses)).encode()


async def test_messages_are_handed_over_together_and_reports_after_them(
    turns: Turns, reception: Reception
) -> None:
    turns.gate.clear()

    admitting = asyncio.create_task(
        reception.admit(body(numbered(1), numbered(2), statuses=[status(), status("read")]))
    )
    await turns.begun.wait()
    await asyncio.sleep(0)
    before = list(turns.log)
    turns.gate.set()
    await admitting

    assert before == [f"begin {FIRST}", f"begin {SECOND}"]
    assert turns.log[2:] == [f"end {FIRST}", f"end {SECOND}", "told 2"]


async def test_nothing_is_told_where_nothing_is_reported(
    turns: Turns, reception: Reception
) -> None:
    await reception.admit(body(numbered(1)))

    assert turns.log == [f"begin {FIRST}", f"end {FIRST}"]


async def test_one_that_fails_costs_the_others_nothing(turns: Turns, reception: Reception) -> None:
    turns.errors = {FIRST: RuntimeError(), THIRD: DatabaseAway()}
    turns.gate.clear()

    admitting = asyncio.create_task(
        reception.admit(body(numbered(1), numbered(2), numbered(3), statuses=[status()]))
    )
    await turns.begun.wait()
    await asyncio.sleep(0.02)
    waited = not admitting.done()
    turns.gate.set()

    with pytest.raises(DatabaseAway):
        await admitting
    assert waited
    assert [one.message_id for one in turns.taken] == [SECOND]
    assert turns.told == []  # they come again with the messages


async def test_of_several_faults_the_first_is_told(turns: Turns, reception: Reception) -> None:
    turns.errors = {FIRST: LookupError(), SECOND: RuntimeError()}

    with pytest.raises(LookupError):
        await reception.admit(body(numbered(1), numbered(2)))


# ── the webhook ─────────────────────────────────────────────────────────────────────────────────


@pytest.fixture
async def url(reception: Reception) -> AsyncIterator[str]:
    route = webhook(reception, APP_SECRET, VERIFY_TOKEN)
    async with Loopback(Starlette(routes=[route])) as loopback:
        yield f"{loopback.url}/whatsapp/webhook"


async def post(url: str, body: bytes, signed: str | bytes | None = None) -> int:
    given: str | bytes = signature(body, APP_SECRET) if signed is None else signed
    headers = {b"X-Hub-Signature-256": given.encode() if isinstance(given, str) else given}
    async with local_client() as client:
        return (await client.post(url, content=body, headers=headers)).status_code


async def test_the_webhook_takes_what_a_phone_does(turns: Turns, url: str) -> None:
    door = Door(url, APP_SECRET)
    siti = Pen(ACCOUNT, PHONE, BSUID, now=lambda: SENT_AT)
    hidden = Pen(ACCOUNT, None, "ID.9", now=lambda: SENT_AT)
    written = [
        siti.text("daftar"),
        siti.button_reply("y:1", on=OURS),
        siti.list_reply("v:1", on=OURS),
        siti.template_button("d:1", on=OURS),
        siti.nfm_reply("f:1", {"name": "Siti", "agreed": True}),
        siti.nfm_reply(None, {}),
        siti.contact("6281311112222"),
        siti.contact(PHONE),
        siti.media("image"),
        siti.moves_to(Pen(ACCOUNT, NEW_PHONE, NEW)),
    ]

    told = [siti.status(OURS, "read", "out-7"), siti.status(OURS, "failed", error=131047)]
    await door(siti.payload(written, told), hidden.payload([hidden.contact(PHONE, asked=True)]))

    assert door.statuses == [200, 200]
    assert [one.input for one in turns.taken] == [
        Said("daftar"),
        Tapped("y:1", OURS_KNOWN),
        Tapped("v:1", OURS_KNOWN),
        Tapped("d:1", OURS_KNOWN),
        Filled("f:1", {"name": "Siti", "agreed": "true"}),
        Filled("", {}),
        SharedContact("+6281311112222", own=False),
        SharedContact(f"+{PHONE}", own=True),
        SentMedia("photo"),
        Moved(address(NEW)),
        SharedContact(f"+{PHONE}", own=True),
    ]
    assert {one.sender.id for one in turns.taken[:-1]} == {BSUID}
    assert (turns.taken[-1].sender.id, turns.taken[-1].phone) == ("ID.9", None)
    assert len({one.message_id for one in turns.taken}) == len(turns.taken)
    assert {one.sent_at for one in turns.taken} == {SENT_AT}
    assert turns.told == [
        Report(OURS_KNOWN, "out-7", SENT_AT, Stage.READ),
        Report(OURS_KNOWN, "", SENT_AT, None, "131047", outside=True),
    ]


GIVEN = body(numbered(1))
SIGNED = signature(GIVEN, APP_SECRET)


@pytest.mark.parametrize(
    ("signed", "posted"),
    [
        pytest.param("", GIVEN, id="empty"),
        pytest.param("sha256=", GIVEN, id="no digest"),
        pytest.param(SIGNED.removeprefix("sha256="), GIVEN, id="no method"),
        pytest.param(SIGNED[:-1], GIVEN, id="a beginning"),
        pytest.param(f"{SIGNED}0", GIVEN, id="longer"),
        pytest.param(signature(GIVEN, "another"), GIVEN, id="another secret's"),
        pytest.param(SIGNED, GIVEN.replace(b"text 1", b"text 2"), id="other words"),
        pytest.param(SIGNED, GIVEN + b" ", id="the same JSON, other bytes"),
        pytest.param(SIGNED, b"{", id="not even JSON"),
        pytest.param("sha256=é".encode(), GIVEN, id="beyond ascii"),
    ],
)
async def test_without_metas_signature_nobody_speaks_for_others(
    turns: Turns, url: str, signed: str | bytes, posted: bytes
) -> None:
    assert await post(url, posted, signed) == 403
    assert turns.log == []


async def test_a_missing_signature_is_a_wrong_one(turns: Turns, url: str) -> None:
    async with local_client() as client:
        assert (await client.post(url, content=GIVEN)).status_code == 403
    assert turns.log == []


RIGHT = {
    "hub.mode": "subscribe",
    "hub.verify_token": VERIFY_TOKEN,
    "hub.challenge": "1158201444",
}


async def test_meta_is_told_that_the_webhook_is_ours(url: str) -> None:
    async with local_client() as client:
        answer = await client.get(url, params=RIGHT)

    assert (answer.status_code, answer.text) == (200, "1158201444")
    assert answer.headers["content-type"].startswith("text/plain")


@pytest.mark.parametrize(
    "params",
    [
        pytest.param({}, id="nothing"),
        pytest.param(RIGHT | {"hub.verify_token": "verify-m"}, id="another token"),
        pytest.param(RIGHT | {"hub.verify_token": "é"}, id="beyond ascii"),
        pytest.param(without(RIGHT, "hub.verify_token"), id="no token"),
        pytest.param(RIGHT | {"hub.mode": "unsubscribe"}, id="another mode"),
        pytest.param(without(RIGHT, "hub.mode"), id="no mode"),
    ],
)
async def test_nobody_else_gets_the_challenge_back(url: str, params: dict[str, str]) -> None:
    async with local_client() as client:
        answer = await client.get(url, params=params)

    assert (answer.status_code, answer.text) == (403, "")


@pytest.mark.parametrize(
    ("secret", "token", "missing"),
    [
        pytest.param("", VERIFY_TOKEN, "SERATUS_WHATSAPP_APP_SECRET", id="no secret"),
        pytest.param(APP_SECRET, "", "SERATUS_WHATSAPP_VERIFY_TOKEN", id="no token"),
    ],
)
def test_a_webhook_without_its_secrets_is_not_built(
    reception: Reception, secret: str, token: str, missing: str
) -> None:
    with pytest.raises(ValueError, match=missing):
        webhook(reception, secret, token)


@pytest.mark.parametrize(
    ("posted", "expected"),
    [
        pytest.param(b"{", 400, id="bad json"),
        pytest.param(b"{}", 400, id="no payload"),
        pytest.param(b'{"entry": []}', 200, id="empty"),
        pytest.param(b'{"entry": [{"changes": [3]}]}', 200, id="odd shape"),
        pytest.param(b" " * (MAX_BODY_BYTES + 1), 413, id="too large"),
    ],
)
async def test_a_body_without_a_message_gets_its_status(
    turns: Turns, url: str, posted: bytes, expected: int
) -> None:
    assert await post(url, posted) == expected
    assert turns.log == []


async def test_a_payload_as_large_as_metas_largest_is_taken(turns: Turns, url: str) -> None:
    filling = b" " * (3_000_000 - len(GIVEN))

    assert await post(url, GIVEN + filling) == 200
    assert [one.message_id for one in turns.taken] == [FIRST]


async def test_the_webhook_says_200_only_after_the_commit(turns: Turns, url: str) -> None:
    turns.gate.clear()

    posting = asyncio.create_task(post(url, GIVEN))
    await turns.begun.wait()
    await asyncio.sleep(0.05)
    answered_before = posting.done()
    turns.gate.set()

    assert await posting == 200
    assert not answered_before


@pytest.mark.parametrize(
    ("trouble", "expected"),
    [
        pytest.param(DatabaseAway(), 503, id="database away"),
        pytest.param(RuntimeError("Siti, 3171…"), 500, id="bug"),
    ],
)
async def test_what_was_not_taken_is_not_acknowledged(
    turns: Turns, url: str, trouble: Exception, expected: int
) -> None:
    turns.errors = {FIRST: trouble}

    with structlog.testing.capture_logs() as logs:
        during = await post(url, GIVEN)
    turns.errors = {}
    after = await post(url, GIVEN)

    assert (during, after) == (expected, 200)
    assert "Siti" not in str(logs)
