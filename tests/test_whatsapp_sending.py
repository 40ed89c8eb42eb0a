"""WhatsApp, the way out: what a message looks like, and what really leaves on a socket."""

import asyncio
import logging
import time
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
import structlog
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.ports import Button, DeliveryError, Hints, Message, Notice
from bot.whatsapp.layout import (
    MAX_BODY,
    MAX_BUTTON_ID,
    MAX_BUTTON_TITLE,
    MAX_BUTTONS,
    MAX_OPENER,
    MAX_ROW_DESCRIPTION,
    MAX_ROW_ID,
    MAX_ROW_TITLE,
    MAX_ROWS,
    MAX_TEXT,
    ContactRequest,
    Layout,
    ListOf,
    NativeForm,
    ReplyButtons,
    Row,
    Words,
    layout,
    size,
)
from bot.whatsapp.send import WhatsAppSender
from bot.whatsapp.wire import opaque
from conversations.messages import Address, Channel
from tests.platforms.graph_server import (
    PHONE_ID,
    TOKEN,
    Flow,
    GraphServer,
    Shown,
    Template,
    error_body,
)
from tests.platforms.plain_http import local_client

HINTS = Hints("Pilih", "Ketik: {labels}")
SITI = Address(Channel.WHATSAPP, PHONE_ID, "6281234567890")
NONAME = Address(Channel.WHATSAPP, PHONE_ID, "ID.13491208655302741918")
LETTERED = Address(Channel.WHATSAPP, PHONE_ID, "ID.4f9aB0c")
YES, NO = Button("Ya", "y:1"), Button("Tidak", "n:1")
FORM = Button("Isi formulir", "form:1", fills={})
CONTACT = Button("Kirim nomor saya", "contact:1", asks_contact=True)

# ── what it looks like ──────────────────────────────────────────────────────────────────────────


def buttons(*labels: str) -> tuple[Button, ...]:
    return tuple(Button(label, f"t:{number}") for number, label in enumerate(labels))


def rows(*shown: tuple[str, str]) -> tuple[Row, ...]:
    return tuple(Row(f"t:{n}", title, described) for n, (title, described) in enumerate(shown))


def listed(*shown: tuple[str, str]) -> ListOf:
    return ListOf("Pilih", "Pilih", rows(*shown))


KECAMATAN = "Sungai Duri (Sungai Raya Kepulauan)"
LOOKS = [
    pytest.param(Message("Halo"), Words("Halo"), id="no buttons"),
    pytest.param(
        Message("Halo *Siti* _x_"), Words("Halo *Siti* _x_"), id="what was typed stays as it is"
    ),
    pytest.param(Message("Benar?", (YES, NO)), ReplyButtons("Benar?", (YES, NO)), id="two"),
    pytest.param(
        Message("Pilih", buttons("a", "b", "c")),
        ReplyButtons("Pilih", buttons("a", "b", "c")),
        id="three",
    ),
    pytest.param(
        Message("Pilih", buttons("x" * 20)), ReplyButtons("Pilih", buttons("x" * 20)), id="20"
    ),
    pytest.param(
        Message("Pilih", buttons(" Ya,\n benar ")),
        ReplyButtons("Pilih", buttons("Ya, benar")),
        id="a title is one line without blanks around it",
    ),
    pytest.param(
        Message("Pilih", buttons("x" * 21, "Ya")), listed(("x" * 21, ""), ("Ya", "")), id="21"
    ),
    pytest.param(
        Message("Pilih", buttons("👩🏽‍🌾👩🏽‍🌾👩🏽‍🌾")),
        listed(("👩🏽‍🌾👩🏽‍🌾👩🏽‍🌾", "")),
        id="an emoji is not one character",
    ),
    pytest.param(
        Message("Pilih", buttons("Sama", "sama")),
        listed(("Sama", "Sama"), ("sama", "sama (2)")),
        id="labels that are the same",
    ),
    pytest.param(
        Message("Pilih", buttons("a", "b", "c", "d")),
        listed(("a", ""), ("b", ""), ("c", ""), ("d", "")),
        id="four",
    ),
    pytest.param(
        Message("Pilih", buttons(KECAMATAN, "Ya")),
        listed(("Sungai Duri", "Sungai Raya Kepulauan"), ("Ya", "")),
        id="a name and where it is",
    ),
    pytest.param(
        Message("Pilih", buttons(KECAMATAN, "Sungai Duri (Samalantan di Bengkayang)")),
        listed(
            ("Sungai Duri", "Sungai Raya Kepulauan"), ("Sungai Duri", "Samalantan di Bengkayang")
        ),
        id="one name in two places",
    ),
    pytest.param(
        Message("Pilih", buttons("Sungai Duri", KECAMATAN)),
        listed(("Sungai Duri", "Sungai Duri"), ("Sungai Duri", "Sungai Raya Kepulauan")),
        id="one name with and without its place",
    ),
    pytest.param(
        Message("Pilih", buttons("Belum pernah, saya baru mendaftar sekarang")),
        listed(("Belum pernah, saya baru", "Belum pernah, saya baru mendaftar sekarang")),
        id="whole words, and the whole label below",
    ),
    pytest.param(
        Message("Pilih", buttons("Saya bekerja di kebun, sawah")),
        listed(("Saya bekerja di kebun", "Saya bekerja di kebun, sawah")),
        id="no comma at the end",
    ),
    pytest.param(
        Message("Pilih", buttons("kata " * 20)),
        listed(("kata kata kata kata kata", "kata " * 13 + "kata…")),
        id="a description is cut at a word, and says so",
    ),
    pytest.param(
        Message("Pilih", buttons("kata " * 14 + "ab lagi")),
        listed(("kata kata kata kata kata", "kata " * 13 + "kata…")),
        id="a description has room for saying so",
    ),
    pytest.param(
        Message("Pilih", buttons("kata " * 20, "kata " * 20)),
        listed(
            ("kata kata kata kata kata", "kata " * 13 + "kata…"),
            ("kata kata kata kata kata", "kata " * 12 + "kata… (2)"),
        ),
        id="long labels that are the same",
    ),
    pytest.param(
        Message("Pilih", buttons("x" * 30)),
        listed(("x" * 23 + "…", "x" * 30)),
        id="a word longer than a title",
    ),
    pytest.param(
        Message("Pilih", buttons(*"abcdefghijk")),
        Words("Pilih\n\nKetik: a / b / c / d / e / f / g / h / i / j / k"),
        id="eleven",
    ),
    pytest.param(
        Message("x" * 1025, (YES, NO)), Words("x" * 1025 + "\n\nKetik: Ya / Tidak"), id="1,025"
    ),
    pytest.param(Message("x" * 1024, (YES, NO)), ReplyButtons("x" * 1024, (YES, NO)), id="1,024"),
    pytest.param(
        Message("x" * 2000 + "\n\n" + "y" * 2500),
        Words("x" * 2000 + "\n\n…"),
        id="more than any message may have",
    ),
    pytest.param(
        Message("x" * 2000 + "\n\n" + "y" * 2500, (YES,)),
        Words("x" * 2000 + "\n\n…\n\nKetik: Ya"),
        id="more than any message may have, with a button",
    ),
    pytest.param(
        Message("Isi", (FORM, YES)), NativeForm("Isi\n\nKetik: Ya", FORM), id="a form, and more"
    ),
    pytest.param(Message("Isi", (FORM,)), NativeForm("Isi", FORM), id="a form alone"),
    pytest.param(
        Message("x" * 1024, (YES, FORM)),
        Words("x" * 1024 + "\n\nKetik: Ya / Isi formulir"),
        id="a form, and no room for what else there is",
    ),
    pytest.param(
        Message("Nomor?", (CONTACT, NO)), ContactRequest("Nomor?\n\nKetik: Tidak"), id="a contact"
    ),
    pytest.param(
        Message("Nomor?", (CONTACT, FORM)),
        NativeForm("Nomor?\n\nKetik: Kirim nomor saya", FORM),
        id="a form before a contact",
    ),
    pytest.param(
        Message("Pilih", (Button("Ya", "x" * 257), NO)),
        Words("Pilih\n\nKetik: Ya / Tidak"),
        id="a token that no button can carry",
    ),
    pytest.param(
        Message("Pilih", (Button("Ya", "y:1 "), NO)),
        Words("Pilih\n\nKetik: Ya / Tidak"),
        id="a token that ends in a blank",
    ),
    pytest.param(
        Message("Pilih", (YES, Button("Tidak", "y:1"))),
        Words("Pilih\n\nKetik: Ya / Tidak"),
        id="two buttons with one token",
    ),
]


@pytest.mark.parametrize(("message", "looks"), LOOKS)
def test_a_message_looks_as_whatsapp_can_show_it(message: Message, looks: Layout) -> None:
    assert layout(replace(message, hints=HINTS)) == looks


def test_a_form_with_long_words_on_its_button_keeps_the_first_whole_ones() -> None:
    button = Button("Isi semua pertanyaan sekaligus", "form:1", fills={})

    looks = layout(Message("Isi", (button,), hints=HINTS))

    assert isinstance(looks, NativeForm)
    assert looks.button == Button("Isi semua pertanyaan", "form:1", fills={})


def plain(shortest: int, longest: int) -> st.SearchStrategy[str]:
    characters = st.characters(codec="utf-8", exclude_categories=["Cc", "Cf", "Zl", "Zp"])
    return st.text(characters, min_size=shortest, max_size=longest)


LABELS = plain(1, 90).filter(str.strip)
TOKENS = st.from_regex(r"[a-z]{1,3}:[ -~]{0,60}[!-~]", fullmatch=True)
BUTTONS = st.builds(
    Button,
    st.one_of(st.sampled_from(["Ya", "Sungai Duri", KECAMATAN, "Sungai Duri (A)"]), LABELS),
    st.one_of(TOKENS, plain(0, 260)),
    asks_contact=st.sampled_from([False, False, False, True]),
    fills=st.sampled_from([None, None, None, {"name": "Siti"}]),
)
TEXTS = st.one_of(plain(1, 60), st.integers(900, 5000).map(lambda n: ("kata\n\n" * n)[:n]))
MESSAGES = st.builds(Message, TEXTS.filter(str.strip), st.lists(BUTTONS, max_size=12).map(tuple))


@settings(deadline=None)  # machines are slow at times
@given(MESSAGES)
def test_whatever_is_sent_keeps_within_every_limit(message: Message) -> None:
    looks = layout(replace(message, hints=HINTS))

    assert 0 < size(looks.text) <= (MAX_TEXT if isinstance(looks, Words) else MAX_BODY)
    match looks:
        case ReplyButtons(_, shown):
            assert 1 <= len(shown) <= MAX_BUTTONS
            _assert_titles([b.label for b in shown], MAX_BUTTON_TITLE)
            _assert_ids([b.token for b in shown], MAX_BUTTON_ID)
            assert len({b.label for b in shown}) == len(shown)
        case ListOf(_, opener, lines):
            assert 1 <= len(lines) <= MAX_ROWS
            _assert_titles([opener], MAX_OPENER)
            _assert_titles([row.title for row in lines], MAX_ROW_TITLE)
            _assert_titles([r.description for r in lines if r.description], MAX_ROW_DESCRIPTION)
            _assert_ids([row.token for row in lines], MAX_ROW_ID)
            assert len({(row.title, row.description) for row in lines}) == len(lines)
        case NativeForm(_, button):
            _assert_titles([button.label], MAX_BUTTON_TITLE)


@settings(deadline=None)  # machines are slow at times
@given(MESSAGES)
def test_no_button_is_ever_lost(message: Message) -> None:
    looks = layout(replace(message, hints=HINTS))

    match looks:
        case ReplyButtons(_, shown):
            tappable = {button.token for button in shown}
        case ListOf(_, _, lines):
            tappable = {row.token for row in lines}
        case NativeForm(_, button):
            tappable = {button.token}
        case ContactRequest():
            tappable = {next(b.token for b in message.buttons if b.asks_contact)}
        case Words():
            tappable = set()
    for button in message.buttons:
        assert button.token in tappable or " ".join(button.label.split()) in looks.text


def _assert_titles(titles: list[str], limit: int) -> None:
    for title in titles:
        assert title == title.strip()
        assert len(title.splitlines()) == 1
        assert size(title) <= limit


def _assert_ids(ids: list[str], limit: int) -> None:
    assert len(set(ids)) == len(ids)
    assert all(one == one.strip() and 0 < size(one) <= limit for one in ids)


# ── what leaves ─────────────────────────────────────────────────────────────────────────────────


@pytest.fixture
async def meta() -> AsyncIterator[GraphServer]:
    async with GraphServer() as server:
        server.flows["777"] = Flow("Pendaftaran", "PUBLISHED")
        server.templates["accepted", "id"] = Template(("name", "village"), buttons=2)
        yield server


@pytest.fixture
async def sender(meta: GraphServer) -> AsyncIterator[WhatsAppSender]:
    made = sending_to(meta)
    await made.start()
    yield made
    await made.stop()


def sending_to(meta: GraphServer, **options: Any) -> WhatsAppSender:  # noqa: ANN401
    known: dict[str, Any] = {"api_base": meta.api_base, "flow_id": "777"}
    return WhatsAppSender(TOKEN, PHONE_ID, **known | options)


NOTICE = Notice("accepted", "id", {"name": "Siti\nRahayu    binti\tX", "village": ""})
KINDS = [
    pytest.param(Message("Halo"), "text", "Halo", (), id="words"),
    pytest.param(
        Message("Benar?", (YES, NO)),
        "button",
        "Benar?",
        (Shown("y:1", "Ya"), Shown("n:1", "Tidak")),
        id="reply buttons",
    ),
    pytest.param(
        Message("Pilih", (Button(KECAMATAN, "v:1"), YES)),
        "list",
        "Pilih",
        (Shown("v:1", "Sungai Duri", "Sungai Raya Kepulauan"), Shown("y:1", "Ya")),
        id="a list",
    ),
    pytest.param(
        Message("Isi", (FORM, YES), hints=HINTS),
        "flow",
        "Isi\n\nKetik: Ya",
        (Shown("form:1", "Isi formulir"),),
        id="a form",
    ),
    pytest.param(
        Message("Nomor?", (CONTACT,)), "request_contact_info", "Nomor?", (), id="a contact"
    ),
    pytest.param(
        Message("Selamat, Siti", (YES, NO), NOTICE),
        "template",
        "",
        (Shown("y:1"), Shown("n:1")),
        id="a notice",
    ),
]


@pytest.mark.parametrize("to", [SITI, NONAME, LETTERED], ids=["phone", "BSUID", "BSUID, letters"])
@pytest.mark.parametrize(("message", "kind", "text", "shown"), KINDS)
async def test_every_kind_of_message_arrives(
    meta: GraphServer,
    sender: WhatsAppSender,
    to: Address,
    message: Message,
    kind: str,
    text: str,
    shown: tuple[Shown, ...],
) -> None:
    remote_id = await sender.send(to, message)

    (sent,) = meta.to(to.id)
    assert (sent.kind, sent.text, sent.buttons) == (kind, text, shown)
    assert opaque(sent.remote_id) == remote_id
    assert meta.refused == []


async def test_a_phone_and_a_bsuid_have_each_their_field(
    meta: GraphServer, sender: WhatsAppSender
) -> None:
    await sender.send(SITI, Message("ya"))
    await sender.send(NONAME, Message("ya"))

    fields = [{"to", "recipient"} & sent.raw.keys() for sent in meta.sent]
    assert fields == [{"to"}, {"recipient"}]


async def test_a_notice_says_its_values_by_name_and_on_one_line(
    meta: GraphServer, sender: WhatsAppSender
) -> None:
    await sender.send(SITI, Message("Selamat, Siti", (YES, NO), NOTICE))

    (sent,) = meta.sent
    assert (sent.template, sent.language) == ("accepted", "id")
    assert sent.params == {"name": "Siti Rahayu binti X", "village": "-"}


async def test_a_notice_without_values_or_buttons_is_its_name_alone(
    meta: GraphServer, sender: WhatsAppSender
) -> None:
    meta.templates["hello", "en"] = Template()

    await sender.send(SITI, Message("Hello", notice=Notice("hello", "en", {})))

    assert meta.sent[0].raw["template"] == {"name": "hello", "language": {"code": "en"}}


async def test_our_name_for_a_message_goes_with_it(
    meta: GraphServer, sender: WhatsAppSender
) -> None:
    await sender.send(SITI, Message("ya", reference="0192f"))
    await sender.send(SITI, Message("ya"))

    assert [sent.reference for sent in meta.sent] == ["0192f", ""]
    assert "biz_opaque_callback_data" not in meta.sent[1].raw


async def test_an_edit_is_a_new_message(meta: GraphServer, sender: WhatsAppSender) -> None:
    first = await sender.send(SITI, Message("satu", (YES,)))
    second = await sender.edit(SITI, first or "", Message("dua"))

    assert [opaque(sent.remote_id) for sent in meta.to(SITI.id)] == [first, second]
    assert [sent.text for sent in meta.sent] == ["satu", "dua"]


async def test_without_a_form_at_meta_its_button_is_left_out(meta: GraphServer) -> None:
    sender = sending_to(meta, flow_id=None)
    await sender.start()

    await sender.send(SITI, Message("Isi", (FORM, YES), hints=HINTS))
    await sender.stop()

    assert [(sent.kind, sent.text) for sent in meta.sent] == [("text", "Isi\n\nKetik: Ya")]


async def test_a_form_opens_at_its_first_screen(meta: GraphServer, sender: WhatsAppSender) -> None:
    await sender.send(SITI, Message("Isi", (FORM,)))

    parameters = meta.sent[0].raw["interactive"]["action"]["parameters"]
    assert parameters == {
        "mode": "published",
        "flow_message_version": "3",
        "flow_token": "form:1",
        "flow_id": "777",
        "flow_cta": "Isi formulir",
        "flow_action": "navigate",
        "flow_action_payload": {"screen": "BEGIN"},
    }


async def test_a_form_opens_with_the_answers_that_there_are(
    meta: GraphServer, sender: WhatsAppSender
) -> None:
    await sender.send(SITI, Message("Isi", (replace(FORM, fills={"name": "Siti"}),)))

    parameters = meta.sent[0].raw["interactive"]["action"]["parameters"]
    assert parameters["flow_action_payload"] == {"screen": "BEGIN", "data": {"name": "Siti"}}


async def test_links_are_not_previewed(meta: GraphServer, sender: WhatsAppSender) -> None:
    await sender.send(SITI, Message("https://seratus.example"))

    assert meta.sent[0].raw["text"]["preview_url"] is False


async def test_our_own_number_is_told_in_digits(sender: WhatsAppSender) -> None:
    assert await sender.display_number() == "628115700100"


async def test_a_burst_beyond_the_limit_is_spread(meta: GraphServer) -> None:
    sender = sending_to(meta, per_second=3)
    await sender.start()

    started = time.monotonic()
    await asyncio.gather(*(sender.send(SITI, Message("ya")) for _ in range(4)))
    took = time.monotonic() - started
    await sender.stop()

    assert len(meta.sent) == 4
    assert took > 0.99  # one at once, the others a third of a second apart


async def test_the_sender_starts_while_meta_is_away() -> None:
    sender = WhatsAppSender(TOKEN, PHONE_ID, api_base="http://127.0.0.1:9")
    await sender.start()

    with pytest.raises(DeliveryError) as caught:
        await sender.send(SITI, Message("ya"))
    await sender.stop()

    assert (caught.value.reason, caught.value.retry_after) == ("ConnectError", SOON)


# ── what does not ───────────────────────────────────────────────────────────────────────────────

SOON = timedelta(0)
MINUTE, MINUTES_5, HOUR = timedelta(minutes=1), timedelta(minutes=5), timedelta(hours=1)
TOKEN_REFUSED, BLOCKED = "whatsapp_token_refused", "whatsapp_account_blocked"
LIMITED, MALFORMED = "whatsapp_number_limited", "whatsapp_message_malformed"
TEMPLATE, FORM_REFUSED = "whatsapp_template_refused", "whatsapp_form_refused"

CODES: list[tuple[int, str, timedelta | None, str]] = [
    (1, "WhatsAppError", SOON, ""),
    (2, "WhatsAppError", SOON, ""),
    (131000, "UnknownError", SOON, ""),
    (131016, "ServiceUnavailable", SOON, ""),
    (133004, "WhatsAppError", SOON, ""),
    (135000, "GenericError", SOON, ""),
    (130429, "RateLimitHit", timedelta(seconds=1), ""),
    (131056, "TooManyMessages", timedelta(seconds=6), ""),
    (4, "ToManyAPICalls", MINUTE, ""),
    (80007, "RateLimitIssues", MINUTE, ""),
    (131057, "AccountInMaintenanceMode", MINUTE, ""),
    (133016, "RegistrationOrDeregistrationFailed", MINUTE, ""),
    (131048, "SpamRateLimitHit", HOUR, LIMITED),
    (131064, "MessageFailedToReachMessagingLimit", HOUR, LIMITED),
    (131021, "RecipientCannotBeSender", None, ""),
    (131026, "MessageUndeliverable", None, ""),
    (131030, "RecipientNotInAllowedList", None, ""),
    (130472, "UserIsInExperimentGroup", None, ""),
    (130497, "AccountRestrictedFromCountry", None, ""),
    (131049, "MessageUndeliverableDueToHealthyEcosystemEngagement", None, ""),
    (131050, "UserStoppedMarketingMessages", None, ""),
    (131062, "BSUIDRecipientNotSupported", None, ""),
    (100, "WhatsAppError", None, MALFORMED),
    (131008, "MissingRequiredParameter", None, MALFORMED),
    (131009, "InvalidParameter", None, MALFORMED),
    (131051, "UnsupportedMessageType", None, MALFORMED),
    (0, "AuthException", SOON, TOKEN_REFUSED),
    (3, "APIMethod", SOON, TOKEN_REFUSED),
    (10, "PermissionDenied", SOON, TOKEN_REFUSED),
    (102, "WhatsAppError", SOON, TOKEN_REFUSED),
    (190, "ExpiredAccessToken", SOON, TOKEN_REFUSED),
    (200, "APIPermission", SOON, TOKEN_REFUSED),
    (299, "APIPermission", SOON, TOKEN_REFUSED),
    (131005, "AccessDenied", SOON, TOKEN_REFUSED),
    (33, "WhatsAppError", SOON, TOKEN_REFUSED),
    (368, "TemporarilyBlocked", MINUTES_5, BLOCKED),
    (131031, "AccountLocked", MINUTES_5, BLOCKED),
    (131037, "PhoneNumberDisplayNameNotApproved", MINUTES_5, BLOCKED),
    (131042, "BusinessPaymentIssue", MINUTES_5, BLOCKED),
    (131045, "IncorrectCertificate", MINUTES_5, BLOCKED),
    (133010, "WhatsAppError", MINUTES_5, BLOCKED),
    (132000, "TemplateParamCountMismatch", MINUTES_5, TEMPLATE),
    (132001, "TemplateNotExists", MINUTES_5, TEMPLATE),
    (132005, "TemplateTextTooLong", MINUTES_5, TEMPLATE),
    (132007, "TemplateContentPolicyViolation", MINUTES_5, TEMPLATE),
    (132012, "TemplateParamFormatMismatch", MINUTES_5, TEMPLATE),
    (132015, "TemplatePaused", MINUTES_5, TEMPLATE),
    (132016, "TemplateDisabled", MINUTES_5, TEMPLATE),
    (132018, "WhatsAppError", MINUTES_5, TEMPLATE),
    (131063, "MarketingTemplatesDisabledForCloudAPI", MINUTES_5, TEMPLATE),
    (132068, "FlowBlocked", MINUTES_5, FORM_REFUSED),
    (132069, "FlowThrottled", HOUR, FORM_REFUSED),
    (199_999, "WhatsAppError", MINUTES_5, "whatsapp_refused"),
]


@pytest.mark.parametrize(
    ("code", "name", "retry_after", "alarm"), CODES, ids=[str(code) for code, *_ in CODES]
)
async def test_a_refusal_says_when_to_try_again_and_whom_to_call(
    meta: GraphServer,
    sender: WhatsAppSender,
    code: int,
    name: str,
    retry_after: timedelta | None,
    alarm: str,
) -> None:
    meta.answer_next(400, code)

    with structlog.testing.capture_logs() as logs, pytest.raises(DeliveryError) as caught:
        await sender.send(SITI, Message("ya"))

    assert (caught.value.reason, caught.value.retry_after) == (f"{name} {code}", retry_after)
    assert caught.value.outside is False
    assert caught.value.unreached == (alarm == TOKEN_REFUSED)
    assert [(entry["event"], entry["log_level"]) for entry in logs] == (
        [(alarm, "error")] if alarm else []
    )
    assert all(entry["hint"] for entry in logs)
    assert (meta.sent, len(meta.asked)) == ([], 1)  # nothing was tried twice


async def test_a_closed_window_is_told_apart_and_a_notice_passes(
    meta: GraphServer, sender: WhatsAppSender
) -> None:
    meta.window_closed.add(SITI.id)

    with pytest.raises(DeliveryError) as caught:
        await sender.send(SITI, Message("ya"))
    await sender.send(SITI, Message("ya", (YES, NO), NOTICE))

    assert (caught.value.outside, caught.value.retry_after) == (True, timedelta(0))
    assert [sent.kind for sent in meta.sent] == ["template"]


async def test_a_template_that_meta_stopped_is_named(
    meta: GraphServer, sender: WhatsAppSender
) -> None:
    meta.templates["accepted", "id"].status = "PAUSED"

    with structlog.testing.capture_logs() as logs, pytest.raises(DeliveryError) as caught:
        await sender.send(SITI, Message("ya", (), NOTICE))

    assert caught.value.reason == "TemplatePaused 132015"
    assert [(entry["event"], entry["what"], entry["hint"]) for entry in logs] == [
        ("whatsapp_template_refused", "accepted", "seratus whatsapp templates status")
    ]


async def test_what_meta_refuses_is_told_once_and_is_over_once_meta_takes_just_that(
    meta: GraphServer, sender: WhatsAppSender
) -> None:
    meta.templates["accepted", "id"].status = "PAUSED"

    with structlog.testing.capture_logs() as logs:
        for _ in range(3):
            with pytest.raises(DeliveryError):
                await sender.send(SITI, Message("ya", (), NOTICE))
        await sender.send(SITI, Message("ya"))
        before = [entry["event"] for entry in logs]
        meta.templates["accepted", "id"].status = "APPROVED"
        await sender.send(SITI, Message("ya", (), NOTICE))

    assert before == ["whatsapp_template_refused"]
    assert [entry["event"] for entry in logs] == [*before, "whatsapp_template_refused_over"]


async def test_a_token_that_is_taken_again_is_over_whatever_was_refused(
    meta: GraphServer, sender: WhatsAppSender
) -> None:
    token, meta.token = meta.token, "EAAJBnew"

    with structlog.testing.capture_logs() as logs:
        for message in (Message("ya", (), NOTICE), Message("ya")):
            with pytest.raises(DeliveryError):
                await sender.send(SITI, message)
        meta.token = token
        await sender.send(SITI, Message("ya"))

    told = ["whatsapp_token_refused", "whatsapp_token_refused_over"]
    assert [entry["event"] for entry in logs] == told


async def test_a_wrong_token_and_a_wrong_number_are_said_aloud(
    meta: GraphServer, sender: WhatsAppSender
) -> None:
    meta.phone_id = "1"
    with structlog.testing.capture_logs() as logs:
        with pytest.raises(DeliveryError) as wrong_number:
            await sender.send(SITI, Message("ya"))
        meta.token = "EAAJBnew"
        with pytest.raises(DeliveryError) as wrong_token:
            await sender.display_number()

    assert wrong_number.value.unreached
    assert wrong_token.value.unreached
    assert [entry["event"] for entry in logs] == ["whatsapp_token_refused"] * 2
    assert [
        [word for word in ("PHONE_ID", "WHATSAPP_TOKEN") if word in entry["hint"]]
        for entry in logs
    ] == [["PHONE_ID"], ["WHATSAPP_TOKEN"]]


OTHER = [
    pytest.param(
        (500, 131009), "InvalidParameter 131009", None, id="a known code before a status"
    ),
    pytest.param((500, 199_999), "WhatsAppError 199999", SOON, id="5xx, an unknown code"),
    pytest.param((502, "<html>Bad Gateway"), "WhatsAppError 502", SOON, id="5xx, no JSON"),
    pytest.param((403, "<html>Hotel"), "WhatsAppError 403", SOON, id="a portal's 403"),
    pytest.param((302, "<html>Hotel"), "Unreadable", SOON, id="a portal's 302"),
    pytest.param((200, "<html>Selamat datang"), "Unreadable", SOON, id="garbage"),
    pytest.param((200, ["messages"]), "Unreadable", SOON, id="JSON, but not Meta's"),
    pytest.param((200, {"status": "ok"}), "Unreadable", SOON, id="somebody else's JSON"),
    pytest.param((200, {"error": {"code": 1}}), "Unreadable", SOON, id="an error with 200"),
    pytest.param((400, {"error": "no"}), "Unreadable", SOON, id="an error that is a word"),
    pytest.param((400, {"error": {}}), "Unreadable", SOON, id="an error without a code"),
    pytest.param(
        (429, 130429, 1, {"Retry-After": "17"}),
        "RateLimitHit 130429",
        timedelta(seconds=17),
        id="Retry-After",
    ),
    pytest.param(
        (503, "busy", 1, {"Retry-After": "30"}),
        "WhatsAppError 503",
        timedelta(seconds=30),
        id="Retry-After without a code",
    ),
    pytest.param(
        (503, "busy", 1, {"Retry-After": "Wed, 21 Oct 2026 07:28:00 GMT"}),
        "WhatsAppError 503",
        SOON,
        id="Retry-After as a date",
    ),
    pytest.param(
        (503, "busy", 1, {"Retry-After": "9" * 30}),
        "WhatsAppError 503",
        HOUR,
        id="Retry-After beyond reason",
    ),
    pytest.param(
        (429, 131026, 1, {"Retry-After": "17"}),
        "MessageUndeliverable 131026",
        None,
        id="Retry-After where never is never",
    ),
    pytest.param((429, 199_999), "WhatsAppError 199999", SOON, id="429, an unknown code"),
    pytest.param(
        (400, {"error": error_body(199_999)["error"] | {"is_transient": True}}),
        "WhatsAppError 199999",
        SOON,
        id="an unknown code that will pass",
    ),
]


@pytest.mark.parametrize(("failure", "reason", "retry_after"), OTHER)
async def test_what_is_no_answer_of_metas_is_tried_again(
    meta: GraphServer,
    sender: WhatsAppSender,
    failure: tuple[Any, ...],
    reason: str,
    retry_after: timedelta | None,
) -> None:
    meta.answer_next(*failure)

    with structlog.testing.capture_logs(), pytest.raises(DeliveryError) as caught:
        await sender.send(SITI, Message("ya"))

    assert (caught.value.reason, caught.value.retry_after) == (reason, retry_after)
    assert len(meta.asked) == 1  # nothing was tried twice


async def test_an_answer_without_contacts_is_no_failure(
    meta: GraphServer, sender: WhatsAppSender
) -> None:
    meta.answer_next(200, {"messages": [{"id": "wamid.1"}]})

    assert await sender.send(SITI, Message("ya")) == opaque("wamid.1")


NO_ID: dict[str, Any] = {"messaging_product": "whatsapp", "contacts": [{"input": "x"}]}


@pytest.mark.parametrize(
    "body",
    [
        pytest.param(NO_ID, id="no message"),
        pytest.param(NO_ID | {"messages": []}, id="none of one"),
        pytest.param(NO_ID | {"messages": {"id": "wamid.1"}}, id="no list"),
        pytest.param(NO_ID | {"messages": [{"id": None}]}, id="an id of null"),
        pytest.param(NO_ID | {"messages": [{"id": 7}]}, id="an id that is a number"),
        pytest.param({"messages": [{}]}, id="a message, and no more"),
    ],
)
async def test_what_meta_took_is_sent_however_odd_the_answer(
    meta: GraphServer, sender: WhatsAppSender, body: dict[str, Any]
) -> None:
    meta.answer_next(200, body)

    with structlog.testing.capture_logs() as logs:
        assert await sender.send(SITI, Message("ya")) is None

    assert [(entry["event"], entry["log_level"]) for entry in logs] == [
        ("whatsapp_id_missing", "warning")
    ]


OFFERED = Message("Isi", (FORM, YES), hints=HINTS)


@pytest.mark.parametrize(
    "code",
    [
        pytest.param(132068, id="stopped by Meta"),
        pytest.param(132069, id="throttled"),
        pytest.param(131009, id="no such form"),
        pytest.param(131008, id="published without what it needs"),
        pytest.param(131026, id="a phone too old for it"),
    ],
)
async def test_a_form_that_meta_will_not_show_leaves_as_its_words(
    meta: GraphServer, sender: WhatsAppSender, code: int
) -> None:
    meta.answer_next(400, code)

    with structlog.testing.capture_logs() as logs:
        remote_id = await sender.send(SITI, OFFERED)

    (sent,) = meta.sent
    assert (sent.kind, sent.text, sent.buttons) == ("text", "Isi\n\nKetik: Ya", ())
    assert opaque(sent.remote_id) == remote_id
    assert "SERATUS_WHATSAPP_FLOW_ID" in logs[-1]["hint"]
    assert (logs[-1]["event"], logs[-1]["log_level"]) == ("whatsapp_form_refused", "warning")


async def test_the_words_of_a_form_carry_our_name_for_the_message(
    meta: GraphServer, sender: WhatsAppSender
) -> None:
    meta.answer_next(400, 132068)

    with structlog.testing.capture_logs():
        await sender.send(SITI, replace(OFFERED, reference="0192f"))

    assert [sent.reference for sent in meta.sent] == ["0192f"]


@pytest.mark.parametrize(
    ("code", "retry_after"),
    [
        pytest.param(131000, SOON, id="disturbed"),
        pytest.param(131056, timedelta(seconds=6), id="too fast"),
        pytest.param(80007, MINUTE, id="too many in an hour"),
        pytest.param(131047, timedelta(0), id="24 hours are over"),
    ],
)
async def test_a_form_that_may_be_shown_later_waits(
    meta: GraphServer, sender: WhatsAppSender, code: int, retry_after: timedelta
) -> None:
    meta.answer_next(400, code)

    with pytest.raises(DeliveryError) as caught:
        await sender.send(SITI, OFFERED)

    assert (caught.value.retry_after, caught.value.outside) == (retry_after, code == 131047)
    assert (meta.sent, len(meta.asked)) == ([], 1)


async def test_words_that_meta_refuses_as_well_are_refused_for_their_own_reason(
    meta: GraphServer, sender: WhatsAppSender
) -> None:
    meta.answer_next(400, 132068)
    meta.answer_next(400, 131056)

    with structlog.testing.capture_logs(), pytest.raises(DeliveryError) as caught:
        await sender.send(SITI, OFFERED)

    assert caught.value.reason == "TooManyMessages 131056"
    assert (meta.sent, len(meta.asked)) == ([], 2)


async def test_only_a_form_has_words_to_leave_as(
    meta: GraphServer, sender: WhatsAppSender
) -> None:
    meta.answer_next(400, 131009)

    with structlog.testing.capture_logs(), pytest.raises(DeliveryError):
        await sender.send(SITI, Message("Benar?", (YES, NO)))

    assert len(meta.asked) == 1


async def test_silence_and_a_cut_line_are_tried_again(meta: GraphServer) -> None:
    sender = sending_to(meta, timeout=timedelta(seconds=2))
    await sender.start()
    meta.hang_next()
    meta.reset_next()

    caught = []
    for _ in range(2):
        with pytest.raises(DeliveryError) as failed:
            await sender.send(SITI, Message("ya"))
        caught.append((failed.value.reason, failed.value.retry_after))
    await sender.send(SITI, Message("ya"))
    await sender.stop()

    assert caught == [("ReadTimeout", SOON), ("ReadError", SOON)]
    assert len(meta.sent) == 1


async def test_half_a_character_is_never_tried_again(sender: WhatsAppSender) -> None:
    with pytest.raises(DeliveryError) as caught:
        await sender.send(SITI, Message("\ud83d"))

    assert caught.value.retry_after is None


@pytest.mark.parametrize(
    "body",
    [
        pytest.param("<html>", id="garbage"),
        pytest.param({"id": PHONE_ID}, id="left out"),
        pytest.param({"display_phone_number": None}, id="null"),
        pytest.param({"display_phone_number": ""}, id="empty"),
    ],
)
async def test_our_number_may_be_unknown_for_a_while(
    meta: GraphServer, sender: WhatsAppSender, body: str | dict[str, Any]
) -> None:
    meta.answer_next(200, body, on="")

    with structlog.testing.capture_logs(), pytest.raises(DeliveryError) as caught:
        await sender.display_number()

    assert caught.value.retry_after == SOON


async def test_nothing_personal_and_no_token_reaches_the_logs(
    meta: GraphServer, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    sender = sending_to(meta, timeout=timedelta(seconds=2))
    await sender.start()
    echo = {"error": error_body(131009)["error"] | {"message": f"Siti Rahayu {SITI.id}"}}
    meta.answer_next(400, echo)
    meta.answer_next(400, {"error": {"code": 1, "message": "Siti Rahayu", "error_data": SITI.id}})
    meta.answer_next(200, f"Siti Rahayu {SITI.id}")
    meta.hang_next()
    meta.reset_next()
    reasons = []

    with structlog.testing.capture_logs() as logs:
        for _ in range(5):
            with pytest.raises(DeliveryError) as caught:
                await sender.send(SITI, Message("Siti Rahayu", (Button("Siti Rahayu", "y:1"),)))
            reasons.append(caught.value.reason)
        await sender.send(SITI, Message("Siti Rahayu", (YES, NO), NOTICE))
        await sender.display_number()
    await sender.stop()

    written = caplog.text + str(logs) + str(reasons)
    assert logs
    for secret in ("Siti", "Rahayu", SITI.id, TOKEN, meta.display_number, "628115700100"):
        assert secret not in written


# ── the stand-in itself ─────────────────────────────────────────────────────────────────────────


def interactive(kind: str, action: object, text: str = "Pilih") -> dict[str, Any]:
    return {"interactive": {"type": kind, "body": {"text": text}, "action": action}}


def replies(*shown: tuple[str, str]) -> dict[str, Any]:
    keys = [{"type": "reply", "reply": {"id": id_, "title": title}} for id_, title in shown]
    return interactive("button", {"buttons": keys})


def lines(*shown: dict[str, str], opener: str = "Pilih") -> dict[str, Any]:
    return interactive("list", {"button": opener, "sections": [{"rows": list(shown)}]})


def values(**given: str) -> dict[str, Any]:
    parameters = [{"type": "text", "parameter_name": k, "text": v} for k, v in given.items()]
    return {
        "template": {
            "name": "accepted",
            "language": {"code": "id"},
            "components": [{"type": "body", "parameters": parameters}],
        }
    }


REFUSALS = [
    pytest.param({"text": {"body": ""}}, 131008, id="empty text"),
    pytest.param({"text": {"body": "x" * 4097}}, 131009, id="text too long"),
    pytest.param({"text": {"body": "x"}, "to": "siti"}, 131009, id="no phone"),
    pytest.param({"text": {"body": "x"}, "recipient": "ID.1"}, 131008, id="two recipients"),
    pytest.param({"text": {"body": "x"}, "messaging_product": "x"}, 100, id="another product"),
    pytest.param({"text": {"body": "x"}, "txet": 1}, 100, id="a key misspelt"),
    pytest.param(interactive("button", {"buttons": []}), 131009, id="no buttons"),
    pytest.param(replies(*[(str(n), str(n)) for n in range(4)]), 131009, id="four buttons"),
    pytest.param(replies(("1", "Ya"), ("2", "Ya")), 131009, id="one title twice"),
    pytest.param(replies(("1", "Ya"), ("1", "No")), 131009, id="one id twice"),
    pytest.param(replies(("1", "x" * 21)), 131009, id="title too long"),
    pytest.param(replies(("1", "Ya\nya")), 131009, id="title of two lines"),
    pytest.param(replies(("1", " Ya")), 131009, id="title with a blank"),
    pytest.param(replies(("1 ", "Ya")), 131009, id="id with a blank"),
    pytest.param(replies(("x" * 257, "Ya")), 131009, id="id too long"),
    pytest.param(replies(("1", "")), 131008, id="empty title"),
    pytest.param(
        interactive(
            "button",
            {"buttons": [{"type": "reply", "reply": {"id": "1", "title": "Ya"}}]},
            "x" * 1025,
        ),
        131009,
        id="body too long",
    ),
    pytest.param(lines(), 131009, id="no rows"),
    pytest.param(
        lines(*[{"id": str(n), "title": "x"} for n in range(11)]), 131009, id="eleven rows"
    ),
    pytest.param(lines({"id": "1", "title": "x" * 25}), 131009, id="row title too long"),
    pytest.param(
        lines({"id": "1", "title": "x", "description": "x" * 73}), 131009, id="description"
    ),
    pytest.param(lines({"id": "x" * 201, "title": "x"}), 131009, id="row id too long"),
    pytest.param(lines({"id": "1", "title": "x"}, opener="x" * 21), 131009, id="opener"),
    pytest.param(values(name="Siti"), 132000, id="a value missing"),
    pytest.param(values(name="Siti", village="a\nb"), 132018, id="a line end in a value"),
    pytest.param(values(name="Siti", village="a    b"), 132018, id="a gap in a value"),
    pytest.param(
        {"template": {"name": "accepted", "language": {"code": "en"}}}, 132001, id="no such words"
    ),
    pytest.param({"image": {"link": "https://x"}}, 131051, id="a kind that we do not send"),
    pytest.param({"text": "x"}, 131008, id="text that is no object"),
]


@pytest.mark.parametrize(("content", "code"), REFUSALS)
async def test_the_stand_in_refuses_what_meta_would(
    meta: GraphServer, content: dict[str, Any], code: int
) -> None:
    kind = next(iter(content))
    body = {"messaging_product": "whatsapp", "to": SITI.id, "type": kind} | content

    async with local_client() as client:
        answer = await client.post(
            f"{meta.api_base}/v23.0/{PHONE_ID}/messages",
            json=body,
            headers={"Authorization": f"Bearer {TOKEN}"},
        )

    assert (answer.status_code, answer.json()["error"]["code"]) == (400, code)
    assert meta.sent == []
