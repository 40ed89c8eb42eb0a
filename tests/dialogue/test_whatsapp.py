"""What only WhatsApp has: paid messages, a window of 24 hours, Meta's moods, names for one person.

Time is the house's clock. Outside the window a message leaves as an approved template.
"""

import asyncio
import dataclasses
import re
from collections.abc import Callable
from contextlib import AsyncExitStack
from typing import Any

import pytest

from bot.ports import Stage
from bot.settings import SettingsError
from bot.whatsapp import service
from conversations.machine import Draft
from conversations.messages import Text
from conversations.registration.eligibility import RULES
from conversations.registration.form import FORM
from locales import templates
from storage.ids import new_id
from storage.sealing import Sealer
from tests.dialogue.conftest import Build
from tests.dialogue.drivers import KEYS, House
from tests.dialogue.test_troubles import Faulty
from tests.dialogue.transcript import SILENCE, Deed, Key, Offers, Tap, hear, perform, play
from tests.dialogue.whatsapp import OnWhatsApp, WhatsApp, graph, on_whatsapp, reports
from tests.dialogue.workers import BUDI, begun, deeds, head_of, on_to, passes, reach, register
from tests.model_worker import SUNGAI_DURI, YANTI
from tests.platforms.graph_server import Failure, GraphServer, SentMessage, answering

CARD = ("card.ok", "card.no", "card.later")
CONFIRM, REJECT, LATER = range(len(CARD))
FROM_THE_BOOK = {"phone": "6281200003456", "bsuid": "ID.770012003400560078"}


@pytest.fixture
async def house(build: Build) -> House:
    """Two places in each village; whoever comes writes on WhatsApp."""
    return await build(WhatsApp)


@pytest.fixture
async def one_place(build: Build) -> House:
    """The same with one place a village."""
    return await build(WhatsApp, places=1)


def somebody(house: House, phone: str | None, bsuid: str | None) -> OnWhatsApp:
    """Meet somebody whose names at Meta matter."""
    assert isinstance(house.wire, WhatsApp)
    return OnWhatsApp(house, house.wire, phone, bsuid)


async def presses(person: OnWhatsApp, sent: SentMessage, number: int = 0) -> None:
    """Tap a button of a template: they have their titles from Meta, so they are counted here."""
    token = sent.buttons[number].id
    await person.sends(lambda pen: pen.template_button(token, "Ya", sent.remote_id))


async def undecided(house: House) -> tuple[OnWhatsApp, OnWhatsApp]:
    """Have Yanti's registration before a head; both have looked."""
    head, yanti = on_whatsapp(house, "head"), on_whatsapp(house, "yanti")
    await head_of(head)
    await register(yanti)
    await hear(head, "card.ask", Offers(*CARD))
    await hear(yanti, "receipt.place")
    return head, yanti


def approved(house: House, name: str) -> str:
    """Return the name under which Meta knows a template."""
    (template,) = [one for one in templates.TEMPLATES if one.name == name]
    return templates.published(template, house.catalog)


async def kept(house: House, *questions: str) -> list[str]:
    """Read what the only draft keeps as the answers to these."""
    ((row, sealed),) = await house.rows("SELECT id, sealed FROM drafts")
    answers = Sealer(KEYS).unseal("drafts", row, sealed)["answers"]
    return [answers[question] for question in questions]


# ── one message a turn ──────────────────────────────────────────────────────────────────────────


async def test_a_decision_and_the_next_card_are_one_message(house: House) -> None:
    head = on_whatsapp(house, "head")
    await register(house.person("yanti"))
    await register(house.person("budi"), BUDI)
    await head_of(head)
    assert len(head.sent) == 2  # the question whether it is them, and the card

    await perform(head, Tap("card.ok"))

    assert len(head.sent) == 3
    next_card = ("card.head", Key("card.worker", name="BUDI SANTOSO"), "card.ask")
    await hear(head, "head.welcome", (Key("card.confirmed", name="YANTI SUSANTI"), *next_card))
    assert head.sent[-1].titles == [Tap(one).label(head) for one in CARD]


async def test_a_rejection_is_one_message_to_each_whom_it_concerns(one_place: House) -> None:
    head = on_whatsapp(one_place, "head")
    yanti, budi = on_whatsapp(one_place, "yanti"), on_whatsapp(one_place, "budi")
    await head_of(head)
    await register(yanti)
    await register(budi, BUDI)
    await perform(head, Tap("card.no"))
    before = {one: len(one.sent) for one in (head, yanti, budi)}

    await perform(head, Tap("reason.died.button"))
    assert {one: len(one.sent) - before[one] for one in before} == {head: 1, yanti: 0, budi: 0}
    await hear(head, ("card.rejecting", "card.queue_empty"), Offers("card.undo"))
    await passes(one_place)

    assert {one: len(one.sent) - before[one] for one in before} == {head: 2, yanti: 1, budi: 1}
    next_card = ("card.head", Key("card.worker", name="BUDI SANTOSO"), "card.ask")
    await hear(head, ("card.rejected", "reason.died.button", *next_card), Offers(*CARD))
    await hear(yanti, ("decided.rejected", "reason.died", "next.rejected"), Offers("register"))
    await hear(budi, ("promoted", "next.placed"))


async def test_the_card_of_the_other_official_costs_no_message_and_tells_who_decided(
    house: House,
) -> None:
    first, second = on_whatsapp(house, "first"), on_whatsapp(house, "second")
    await head_of(first, name="Bu Kades")
    await head_of(second, name="Pak Sekdes")
    await register(house.person("yanti"))
    await hear(second, "card.ask", Offers(*CARD))

    await perform(first, Tap("card.ok"))
    at = house.clock.now()
    await hear(second, SILENCE)
    await perform(second, Tap("card.no"))

    await hear(second, (Key("card.already.confirmed", by="Bu Kades", at=at),))
    assert await house.rows("SELECT status, version FROM registrations") == [("confirmed", 2)]


# ── the window of 24 hours ──────────────────────────────────────────────────────────────────────


async def test_within_the_window_a_decision_is_told_in_plain_words(house: House) -> None:
    head, yanti = await undecided(house)

    house.clock.step(hours=23, minutes=40)
    await perform(head, Tap("card.ok"))

    assert yanti.sent[-1].kind == "text"
    await hear(yanti, ("decided.confirmed", "next.confirmed"))


async def test_some_minutes_before_the_window_closes_a_decision_leaves_as_a_template(
    house: House,
) -> None:
    head, yanti = await undecided(house)

    house.clock.step(hours=23, minutes=55)
    await perform(head, Tap("card.ok"))

    told = yanti.sent[-1]
    dates = {"from": house.programme.cover_from, "to": house.programme.cover_to}
    assert (told.template, told.language) == (approved(house, "decided_confirmed"), "id")
    assert told.params == {
        "by": "kepala desa Sungai Duri",
        "name": "YANTI SUSANTI",
        "number": "PR-6107-000001",
        "place": "1",
        "cover": house.catalog.say("id", Text("cover.dates", dates)),
    }
    assert len(yanti.sent) == 2


async def test_the_button_of_a_template_does_what_it_says(house: House) -> None:
    head, yanti = await undecided(house)
    await perform(head, Tap("card.no"))
    house.clock.step(hours=25)
    await perform(head, Tap("reason.died.button"))
    await passes(house)

    told = yanti.sent[-1]
    await presses(yanti, told)

    assert told.template == approved(house, "decided_rejected")
    by = Text("decider.head", {"village": "Sungai Duri"})
    why = Text("reason.died", {"by": by})
    assert told.params["reason"] == house.catalog.say("id", why)
    await hear(yanti, "welcome.new", "registration.for_whom.ask")


async def test_a_card_outside_the_window_is_a_template_with_the_same_buttons(house: House) -> None:
    head = on_whatsapp(house, "head")
    await head_of(head)

    house.clock.step(days=3)
    await register(house.person("yanti"))

    card = head.sent[-1]
    assert card.template == approved(house, "card")
    assert (card.params["name"], card.params["village"]) == ("YANTI SUSANTI", "Sungai Duri")
    assert "flags" not in card.params
    assert [one.id.rpartition(":")[2] for one in card.buttons] == ["ok", "no", "later"]


async def test_deciding_by_the_buttons_of_a_template_counts_once(house: House) -> None:
    head, yanti = on_whatsapp(house, "head"), house.person("yanti")
    await head_of(head)
    house.clock.step(days=3)
    await register(yanti)
    card = head.sent[-1]
    await hear(yanti, "receipt.place")

    await presses(head, card, CONFIRM)
    await head.repeats()
    await presses(head, card, CONFIRM)
    await presses(head, card, REJECT)

    await hear(
        head,
        ("card.confirmed", "card.queue_empty"),
        ("card.already.confirmed",),
    )
    assert len(await hear(yanti, ("decided.confirmed", "next.confirmed"))) == 1
    assert await house.rows("SELECT status, version FROM registrations") == [("confirmed", 2)]


async def test_a_head_asked_for_the_reason_after_a_template_is_asked_in_plain_words(
    house: House,
) -> None:
    head, yanti = on_whatsapp(house, "head"), house.person("yanti")
    await head_of(head)
    house.clock.step(days=3)
    await register(yanti)

    await presses(head, head.sent[-1], REJECT)
    await perform(head, Tap("reason.company.button"))

    await hear(
        head,
        ("card.head", "card.worker", "reason.ask"),
        ("card.rejecting", "card.queue_empty"),
    )
    await passes(house)
    await hear(yanti, ("decided.rejected", "reason.company", "next.rejected"))


async def test_what_no_template_says_leaves_as_news_and_its_button_shows_it(house: House) -> None:
    yanti = on_whatsapp(house, "yanti")
    await begun(yanti, "name")
    graph(house).failing = answering(500, "down")
    await yanti.says("Yanti Susanti")

    graph(house).failing = None
    house.clock.step(hours=25)
    await house.settle()
    news = yanti.sent[-1]
    await presses(yanti, news)

    assert news.template == approved(house, "news")
    assert news.params == {}
    await hear(yanti, "registration.birth_place.ask")


async def test_the_news_of_somebody_who_begins_nothing_opens_their_status(house: House) -> None:
    yanti = on_whatsapp(house, "yanti")
    await register(yanti)
    graph(house).failing = answering(500, "down")
    await yanti.says("bantuan")

    graph(house).failing = None
    house.clock.step(hours=25)
    await house.settle()
    await presses(yanti, yanti.sent[-1])

    await hear(yanti, "receipt.place", ("status.placed", "next.no_head", "standing.more"))


async def test_who_writes_again_opens_the_window_again(house: House) -> None:
    head, yanti = await undecided(house)

    house.clock.step(hours=23)
    await yanti.says("status")
    house.clock.step(hours=23)
    await perform(head, Tap("card.ok"))

    await hear(
        yanti,
        ("status.placed", "next.placed", "standing.more"),
        ("decided.confirmed", "next.confirmed"),
    )


# ── the window, as Meta sees it ─────────────────────────────────────────────────────────────────


async def test_a_message_that_meta_refuses_at_once_leaves_as_a_template(house: House) -> None:
    head, yanti = await undecided(house)
    graph(house).window_closed.add(yanti.address.id)

    await perform(head, Tap("card.ok"))

    assert yanti.sent[-1].template == approved(house, "decided_confirmed")
    assert len(yanti.sent) == 2


async def test_a_message_that_meta_refuses_late_leaves_once_more_as_a_template(
    house: House,
) -> None:
    head, yanti = await undecided(house)
    await perform(head, Tap("card.ok"))
    refused = yanti.sent[-1]

    await reports(yanti, refused, "failed", 131047)
    await reports(yanti, refused, "failed", 131047)

    assert [one.template for one in yanti.sent[-2:]] == ["", approved(house, "decided_confirmed")]
    assert len(yanti.sent) == 3
    await reports(yanti, yanti.sent[-1], "delivered")
    assert await fates(house, yanti) == [(None, None), (2, None)]


async def test_a_template_that_meta_refuses_late_is_not_sent_again(house: House) -> None:
    house.lost.add("131047")
    head, yanti = await undecided(house)
    await perform(head, Tap("card.ok"))
    await reports(yanti, yanti.sent[-1], "failed", 131047)

    await reports(yanti, yanti.sent[-1], "failed", 131047)

    assert len(yanti.sent) == 3
    assert await fates(house, yanti) == [(None, None), (None, "131047")]


async def test_a_template_that_meta_refuses_at_once_is_given_up(house: House) -> None:
    house.lost.add("ReEngagementMessage 131047")
    yanti = on_whatsapp(house, "yanti")
    await begun(yanti, "name")
    graph(house).answer_next(400, 131047, n=2)

    await yanti.says("Yanti Susanti")
    lost = await house.rows("SELECT failure FROM outbox WHERE failed_at IS NOT NULL")

    assert lost == [("ReEngagementMessage 131047",)]
    await play((yanti, "Bengkayang", "registration.mother.ask"))


async def test_what_meta_refuses_after_a_day_is_not_sent_again(house: House) -> None:
    house.lost.add("131047")
    head, yanti = await undecided(house)
    await perform(head, Tap("card.ok"))
    refused = yanti.sent[-1]

    house.clock.step(hours=25)
    async with house.app.storage.begin() as work:
        await work.outbox.forget()
    await reports(yanti, refused, "failed", 131047)

    assert yanti.sent[-1] is refused
    assert await fates(house, yanti) == []


async def fates(house: House, person: OnWhatsApp) -> list[tuple[int | None, str | None]]:
    """Read stage and failure of all that somebody was sent, in order."""
    references = {sent.reference for sent in person.sent}
    rows = await house.rows("SELECT id, stage, failure FROM outbox ORDER BY seq")
    return [(stage, failure) for row, stage, failure in rows if str(row) in references]


REPORTED = [
    pytest.param(("sent",), 1, id="sent"),
    pytest.param(("sent", "delivered"), 2, id="delivered"),
    pytest.param(("sent", "delivered", "read"), 3, id="read"),
    pytest.param(("read", "delivered", "sent"), 3, id="in the other order"),
    pytest.param(("delivered", "delivered", "sent"), 2, id="twice"),
]


@pytest.mark.parametrize(("came", "stage"), REPORTED)
async def test_what_meta_reports_of_a_message_is_kept(
    house: House, came: tuple[str, ...], stage: int
) -> None:
    yanti = on_whatsapp(house, "yanti")
    await yanti.says("halo")

    for word in came:
        await reports(yanti, yanti.sent[-1], word)

    assert await fates(house, yanti) == [(stage, None)]
    kept = await house.rows("SELECT sealed IS NOT NULL FROM outbox")
    assert kept == [(stage < Stage.DELIVERED,)]


async def test_what_meta_could_not_deliver_is_kept_as_failed(house: House) -> None:
    house.lost.add("131026")
    yanti = on_whatsapp(house, "yanti")
    await yanti.says("halo")

    await reports(yanti, yanti.sent[-1], "failed", 131026)
    await reports(yanti, yanti.sent[-1], "delivered")

    assert await fates(house, yanti) == [(None, "131026")]
    await play((yanti, "status", ("standing.none",)))


# ── Meta's moods ────────────────────────────────────────────────────────────────────────────────

Broken = Callable[[GraphServer], Failure]
BROKEN: list[Any] = [
    pytest.param(lambda _: answering(429, 130429), id="too many"),
    pytest.param(lambda _: answering(429, "slow down", {"Retry-After": "20"}), id="a proxy"),
    pytest.param(lambda _: answering(500, 131000), id="500"),
    pytest.param(lambda _: answering(502, "<html>Bad Gateway</html>"), id="502"),
    pytest.param(lambda _: answering(200, "<html>Welcome</html>"), id="garbage"),
    pytest.param(lambda _: answering(200, {"messages": []}), id="no id"),
    pytest.param(lambda server: server.reset, id="reset"),
    pytest.param(lambda server: server.hang, id="no answer"),  # ten seconds, the sender's patience
]


@pytest.mark.parametrize("broken", BROKEN)
async def test_a_minute_without_meta_loses_nothing_and_keeps_the_order(
    house: House, broken: Broken
) -> None:
    yanti, budi = on_whatsapp(house, "yanti"), on_whatsapp(house, "budi")
    await house.hand_in(yanti, YANTI.until("name"))
    await house.hand_in(budi, BUDI.until("mother"))
    graph(house).failing = broken(graph(house))

    await asyncio.gather(yanti.says("Yanti Susanti"), budi.says("Maria"))
    if broken(graph(house)) != graph(house).hang:
        for _ in range(6):
            house.clock.step(seconds=10)
            await house.settle()
    for text in ("Bengkayang", "Maria"):
        await yanti.says(text)
    await budi.says("Dusun Sebalo RT 2 RW 1")
    nothing = [*yanti.sent, *budi.sent]
    graph(house).failing = None
    house.clock.step(minutes=5)
    await house.settle()

    assert nothing == []
    await hear(
        yanti,
        "registration.birth_place.ask",
        "registration.mother.ask",
        "registration.address.ask",
    )
    await hear(budi, "registration.address.ask", "registration.phone.ask")
    assert (len(yanti.sent), len(budi.sent)) == (3, 2)


async def test_with_a_token_that_meta_refuses_all_waits_and_the_operator_is_called(
    house: House,
) -> None:
    house.allowed.add("whatsapp_token_refused")
    yanti = on_whatsapp(house, "yanti")
    token, graph(house).token = graph(house).token, "another"

    await yanti.says("daftar")
    alarms = [one for one in house.logs if one["event"] == "whatsapp_token_refused"]
    graph(house).token = token
    house.clock.step(minutes=5)
    await house.settle()

    (alarm,) = alarms
    assert (alarm["log_level"], alarm["code"]) == ("error", 190)
    assert "SERATUS_WHATSAPP_TOKEN" in alarm["hint"]
    assert len(await hear(yanti, "welcome.new", "registration.for_whom.ask")) == 1


async def test_too_many_to_one_person_waits_six_seconds(house: House) -> None:
    yanti = on_whatsapp(house, "yanti")
    graph(house).answer_next(400, 131056)
    await yanti.says("daftar")

    house.clock.step(seconds=5)
    await house.settle()
    early = len(yanti.sent)
    house.clock.step(seconds=1)
    await house.settle()

    assert (early, len(yanti.sent)) == (0, 1)


async def test_what_can_never_arrive_is_given_up_and_the_next_leaves(house: House) -> None:
    house.lost.add("MessageUndeliverable 131026")
    yanti = on_whatsapp(house, "yanti")
    graph(house).answer_next(400, 131026)

    await yanti.says("daftar")
    await yanti.says("untuk saya")

    await hear(yanti, "registration.village.ask")
    assert len(yanti.sent) == 1


# ── what has no room in a message ───────────────────────────────────────────────────────────────


async def test_more_than_ten_choices_are_numbered_and_the_number_is_typed(house: House) -> None:
    yanti = on_whatsapp(house, "yanti")
    await begun(yanti, "review")

    await play((yanti, "ubah", "edit.ask"))
    menu = yanti.sent[-1]
    labels = yanti.labels
    number = labels.index(Tap("registration.mother.title").label(yanti)) + 1

    assert (menu.kind, len(labels) > 10) == ("text", True)
    await play(
        (yanti, str(number), "registration.mother.ask"),
        (yanti, "Theresia", "registration.review.ask"),
    )
    assert await kept(house, "mother") == ["THERESIA"]


async def test_a_number_that_is_not_in_the_list_changes_nothing(house: House) -> None:
    yanti = on_whatsapp(house, "yanti")
    await begun(yanti, "review")
    await perform(yanti, "ubah")

    await yanti.says("99")

    assert await kept(house, "mother", "name") == ["MARIA", "YANTI SUSANTI"]


@pytest.mark.parametrize("given", [Tap("registration.consent.yes"), "setuju", "SETUJU."])
async def test_consent_is_given_by_its_button_or_by_its_label(house: House, given: Deed) -> None:
    yanti = on_whatsapp(house, "yanti")
    await reach(yanti, "consent")

    assert yanti.sent[-1].kind == "button"
    await play((yanti, given, "registration.eligibility.ask"))
    assert await house.count("consents") == 1


@pytest.mark.parametrize("given", [Tap("registration.consent.yes"), "setuju", "SETUJU."])
async def test_consent_to_a_text_too_long_for_buttons_is_given_by_its_label(
    house: House, given: Deed
) -> None:
    await house.stop()
    long = {"registration.consent.ask": "Mohon dibaca dulu. " * 60}
    await house.start(words={"id": long, "en": long})
    yanti = on_whatsapp(house, "yanti")
    await house.hand_in(yanti, YANTI.until("consent"))
    await yanti.says("halo")

    assert (yanti.sent[-1].kind, yanti.labels) == ("text", ["Setuju", "Tidak setuju"])
    await play((yanti, given, "registration.eligibility.ask"))
    assert await house.count("consents") == 1


async def test_who_types_the_label_no_is_not_registered(house: House) -> None:
    yanti = on_whatsapp(house, "yanti")
    await reach(yanti, "consent")

    await play(
        (yanti, "tidak setuju", "ending.no_consent"),
        (yanti, "ya", "eligibility.no_consent"),
    )

    assert await house.count("consents") == 0


# ── one person, several names ───────────────────────────────────────────────────────────────────


async def test_who_hides_the_number_is_asked_for_it_and_shares_it_with_a_tap(house: House) -> None:
    yanti = somebody(house, None, FROM_THE_BOOK["bsuid"])
    await begun(yanti, "phone")

    assert yanti.sent[-1].kind == "request_contact_info"
    await yanti.sends(lambda pen: pen.contact("6281200003456", asked=True))

    await hear(yanti, "registration.occupation.ask")
    assert await kept(house, "phone", "phone_owner") == ["+6281200003456", "worker"]


async def test_the_number_of_somebody_else_is_not_taken_for_ones_own(house: House) -> None:
    yanti = somebody(house, None, FROM_THE_BOOK["bsuid"])
    await begun(yanti, "phone")

    await yanti.sends(lambda pen: pen.contact("6281200009999"))

    await hear(yanti, "registration.phone_owner.ask")


async def test_who_has_no_phone_types_the_label_where_the_button_asks_for_the_number(
    house: House,
) -> None:
    yanti = somebody(house, None, FROM_THE_BOOK["bsuid"])
    await begun(yanti, "phone")

    await play((yanti, "Tidak punya HP", "registration.occupation.ask"))


async def test_who_shows_the_number_takes_it_with_a_tap(house: House) -> None:
    yanti = somebody(house, **FROM_THE_BOOK)
    await begun(yanti, "phone")

    await play((yanti, Tap("registration.phone.this"), "registration.occupation.ask"))

    assert await kept(house, "phone", "phone_owner") == ["+6281200003456", "worker"]


@pytest.mark.parametrize("bsuid", [None, "ID.770012003400560078"], ids=["number", "user id"])
async def test_who_changes_the_number_goes_on_at_the_same_question(
    house: House, bsuid: str | None
) -> None:
    yanti = somebody(house, "6281200003456", bsuid)
    await begun(yanti, "name")
    new = somebody(house, "6285700001111", bsuid and "ID.880000000000000001")

    await yanti.sends(lambda pen: pen.moves_to(new.pen))

    await hear(yanti, SILENCE)
    await hear(new, SILENCE)
    await play((new, "Yanti Susanti", ("noted", "progress", "registration.birth_place.ask")))


async def test_who_already_wrote_from_the_new_number_goes_on_there_too(house: House) -> None:
    yanti = somebody(house, "6281200003456", "ID.770012003400560078")
    await begun(yanti, "name")
    new = somebody(house, "6285700001111", "ID.880000000000000001")
    await new.says("bantuan")

    await yanti.sends(lambda pen: pen.moves_to(new.pen))

    await play((new, "Yanti Susanti", ("noted", "progress", "registration.birth_place.ask")))
    assert await house.count("drafts") == 1


@pytest.mark.parametrize("first", ["the notice", "the message"])
@pytest.mark.parametrize("bsuid", [None, "ID.770012003400560078"], ids=["number", "user id"])
async def test_a_change_of_number_and_the_first_word_from_there_may_come_together(
    house: House, bsuid: str | None, first: str
) -> None:
    yanti = somebody(house, "6281200003456", bsuid)
    await begun(yanti, "name")
    new = somebody(house, "6285700001111", bsuid and "ID.880000000000000001")
    both = [yanti.pen.moves_to(new.pen), new.pen.text("Yanti Susanti")]

    messages = both if first == "the notice" else both[::-1]
    await yanti.wire.bring(yanti.pen.payload(messages, contacts=[new.pen.profile()]))

    if first == "the message":  # a stranger's, so far
        await new.says("Yanti Susanti")
    await hear(new, ("progress", "registration.birth_place.ask"))
    assert await house.count("drafts") == 1
    assert await orphans(house) == 0


async def test_who_comes_to_the_new_number_while_the_notice_waits_loses_nothing(
    house: House,
) -> None:
    yanti, new = somebody(house, "6281200003456", None), somebody(house, "6285700001111", None)
    await begun(yanti, "name")
    draft = Draft(new_id(), FORM.name, FORM.version, YANTI.until("mother"))

    async with house.app.storage.begin() as later:
        async with house.app.storage.begin() as work:
            await work.people.lock([yanti.address])
            notice = asyncio.create_task(yanti.sends(lambda pen: pen.moves_to(new.pen)))
            await asyncio.sleep(0.2)
            await new.says("halo")
            (person,) = await later.people.lock([new.address])
        await asyncio.sleep(0.2)
        await later.people.save([(person, person.state.holding(draft))])
    await notice

    assert await house.count("drafts") == 2
    assert await orphans(house) == 0


async def orphans(house: House) -> int:
    """Count what was left to somebody who is gone."""
    theirs = "SELECT person_id FROM addresses UNION ALL SELECT person_id FROM drafts"
    gone = "JOIN people ON people.id = person_id WHERE joined_to IS NOT NULL"
    return len(await house.rows(f"SELECT FROM ({theirs}) AS theirs {gone}"))


@pytest.mark.parametrize("wrote", [False, True], ids=["beside the user id", "and wrote from it"])
async def test_a_new_number_that_was_somebody_else_s_brings_nothing_of_theirs(
    house: House, wrote: bool
) -> None:
    before = somebody(house, "6285700001111", None)
    if wrote:
        await before.says("halo")
    budi = somebody(house, "6285700001111", "ID.990000000000000001")
    await register(budi, BUDI)
    await hear(budi, "receipt.place")
    yanti = somebody(house, "6281200003456", None)
    await begun(yanti, "name")
    new = somebody(house, "6285700001111", None)

    await yanti.sends(lambda pen: pen.moves_to(new.pen))

    hidden = somebody(house, None, "ID.990000000000000001")
    await play(
        (new, "Yanti Susanti", ("noted", "progress", "registration.birth_place.ask")),
        (hidden, "status", Key("status.placed", name="BUDI SANTOSO")),
    )
    both = "SELECT count(*) FROM drafts JOIN registrations USING (person_id)"
    assert await house.rows(both) == [(0,)]


async def test_who_changes_the_number_of_one_phone_goes_on_with_the_other_too(
    house: House,
) -> None:
    yanti, second = somebody(house, **FROM_THE_BOOK), on_whatsapp(house, "second")
    await begun(yanti, "name")
    await yanti.says("pindah")
    (code,) = re.findall(r"PINDAH [A-Z]{5}-[0-9]{4}", (await hear(yanti, "move.code"))[-1])
    await play(
        (second, code, "move.ask"),
        (second, Tap("move.yes"), ("move.done", "progress", "registration.name.ask")),
    )
    new = somebody(house, "6285700001111", "ID.880000000000000001")

    await yanti.sends(lambda pen: pen.moves_to(new.pen))

    await play(
        (second, "Yanti Susanti", ("noted", "progress", "registration.birth_place.ask")),
        (new, "Bengkayang", ("progress", "registration.mother.ask")),
    )


async def test_a_change_of_number_that_is_told_late_disturbs_nobody(house: House) -> None:
    """Whoever never wrote from the old number has begun at the new one."""
    yanti = somebody(house, "6281200003456", "ID.770012003400560078")
    new = somebody(house, "6285700001111", "ID.880000000000000001")
    await begun(new, "name")

    await yanti.sends(lambda pen: pen.moves_to(new.pen))

    await play((new, "Yanti Susanti", ("noted", "progress", "registration.birth_place.ask")))


async def test_the_next_owner_of_a_number_inherits_nothing(house: House) -> None:
    yanti = somebody(house, "6281200003456", "ID.770012003400560078")
    await register(yanti)
    new = somebody(house, "6285700001111", "ID.880000000000000001")
    await yanti.sends(lambda pen: pen.moves_to(new.pen))
    await hear(yanti, "receipt.place")

    stranger = somebody(house, "6281200003456", "ID.990000000000000001")

    await play((stranger, "status", ("standing.none",)), (new, "status", "status.placed"))


async def test_the_next_owner_of_a_number_without_a_user_id_inherits_nothing(
    house: House,
) -> None:
    yanti = somebody(house, "6281200003456", "ID.770012003400560078")
    await register(yanti)
    new = somebody(house, "6285700001111", "ID.880000000000000001")
    await yanti.sends(lambda pen: pen.moves_to(new.pen))

    stranger = somebody(house, "6281200003456", None)

    await play((stranger, "status", ("standing.none",)), (new, "status", "status.placed"))


async def test_who_takes_a_username_goes_on_although_the_number_is_hidden(house: House) -> None:
    yanti = somebody(house, **FROM_THE_BOOK)
    await begun(yanti, "name")
    hidden = somebody(house, None, FROM_THE_BOOK["bsuid"])

    await play((hidden, "Yanti Susanti", "registration.birth_place.ask"))


async def test_who_gets_a_user_id_goes_on(house: House) -> None:
    yanti = somebody(house, FROM_THE_BOOK["phone"], None)
    await begun(yanti, "name")
    known = somebody(house, **FROM_THE_BOOK)

    await play((known, "Yanti Susanti", "registration.birth_place.ask"))


async def test_who_gets_a_user_id_stays_the_same_when_the_first_word_with_it_is_parked(
    house: House,
) -> None:
    house.allowed.add("message_parked")
    await house.stop()
    await house.start(Faulty.registering(FORM, RULES))
    yanti = somebody(house, FROM_THE_BOOK["phone"], None)
    await begun(yanti, "name")
    known = somebody(house, **FROM_THE_BOOK)

    await known.says(Faulty.WORD)

    await hear(known, ("sorry", "progress", "registration.name.ask"))
    await play((known, "Yanti Susanti", "registration.birth_place.ask"))


# ── odd things that come ────────────────────────────────────────────────────────────────────────


async def test_an_edited_message_is_met_with_a_word_and_a_reaction_with_silence(
    house: House,
) -> None:
    yanti = on_whatsapp(house, "yanti")
    await begun(yanti, "name")

    await yanti.sends(lambda pen: pen.message("edit", edit={"message": {"id": "wamid.1"}}))
    await hear(yanti, "problem.edited", "registration.name.ask")
    await yanti.sends(
        lambda pen: pen.message("reaction", reaction={"message_id": "wamid.1", "emoji": "👍"})
    )

    await hear(yanti, SILENCE)
    await play((yanti, "Yanti Susanti", "registration.birth_place.ask"))


async def test_a_payload_of_two_people_with_one_message_twice_answers_each_once(
    house: House,
) -> None:
    yanti, budi = on_whatsapp(house, "yanti"), on_whatsapp(house, "budi")
    await begun(yanti, "name")
    await begun(budi, "mother", BUDI)
    name, mother = yanti.pen.text("Yanti Susanti"), budi.pen.text("Maria")

    people = [yanti.pen.profile(), budi.pen.profile()]
    payload = yanti.pen.payload([name, mother, name], contacts=people)
    await yanti.wire.bring(payload, payload)

    assert len(await hear(yanti, ("progress", "registration.birth_place.ask"))) == 1
    assert len(await hear(budi, ("progress", "registration.address.ask"))) == 1
    assert yanti.wire.door.statuses[-2:] == [200, 200]


async def test_the_words_of_a_village_s_link_begin_a_registration_there(house: House) -> None:
    yanti = on_whatsapp(house, "yanti")

    await play(
        (yanti, "DAFTAR 61.07.01.2001", "registration.for_whom.ask"),
        (yanti, Tap("registration.for_whom.self"), "registration.consent.ask"),
    )

    assert await kept(house, "village") == [SUNGAI_DURI]


async def test_the_words_of_an_invitation_make_a_head(house: House) -> None:
    head = on_whatsapp(house, "head")
    code = (await house.invite(SUNGAI_DURI)).removeprefix("h_")

    await play(
        (head, f"KADES {code}", ("invitation.ask",)),
        (head, Tap("invitation.yes"), ("head.welcome", "card.queue_empty")),
    )


async def test_a_whole_registration_is_one_message_a_question(house: House) -> None:
    yanti = on_whatsapp(house, "yanti")
    await begun(yanti, "name")
    before = len(yanti.sent)

    await perform(yanti, "Yanti Susanti")
    await on_to(yanti, "review", YANTI, "birth_place")
    await play((yanti, Tap("registration.review.send"), ("receipt.place", "next.no_head")))

    answered = [*deeds(YANTI)]
    assert len(yanti.sent) - before == len(answered[answered.index("name") :])


# ── settings ────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    "name",
    [
        "SERATUS_WHATSAPP_APP_SECRET",
        "SERATUS_WHATSAPP_VERIFY_TOKEN",
        "SERATUS_WHATSAPP_PHONE_ID",
    ],
)
async def test_the_channel_does_not_start_without(house: House, name: str) -> None:
    given: dict[str, Any] = {
        "whatsapp_token": "t",
        "whatsapp_phone_id": "1",
        "whatsapp_app_secret": "s",
        "whatsapp_verify_token": "v",
        name.removeprefix("SERATUS_").lower(): None,
    }
    settings = dataclasses.replace(house.app.settings, **given)
    app = dataclasses.replace(house.app, settings=settings)

    async with AsyncExitStack() as running:
        with pytest.raises(SettingsError, match=f"{name} is not"):
            await running.enter_async_context(service.whatsapp(app, asyncio.Event()))
