"""What several replies of one turn become on WhatsApp: few messages, each with its own buttons."""

from dataclasses import replace

import pytest

from tests.dialogue.conftest import Build
from tests.dialogue.drivers import House
from tests.dialogue.transcript import Key, Tap, hear, perform
from tests.dialogue.whatsapp import Json, OnWhatsApp, WhatsApp, on_whatsapp
from tests.dialogue.workers import BUDI, SUNGAI_JAGA_A, begun, head_of, register
from tests.model_worker import SUNGAI_DURI, YANTI, Worker
from tests.platforms.graph_server import SentMessage

CARD = ("card.ok", "card.no", "card.later")


@pytest.fixture
async def house(build: Build) -> House:
    """Two places in each village; whoever comes writes on WhatsApp."""
    return await build(WhatsApp)


async def head_of_two(house: House) -> OnWhatsApp:
    head = on_whatsapp(house, "head")
    await head_of(head, SUNGAI_DURI)
    await head_of(head, SUNGAI_JAGA_A)
    return head


async def at_the_review(house: House, worker: Worker, village: str) -> OnWhatsApp:
    person = on_whatsapp(house, worker.name)
    await house.hand_in(person, replace(worker, village=village).kept())
    await person.says("halo")
    await hear(person, "registration.review.ask")
    return person


async def at_once(*said: tuple[OnWhatsApp, Json]) -> None:
    """Have what people write arrive in one payload, so that it is one turn."""
    messages = [message for _, message in said]
    (first, _), *_ = said
    payload = first.pen.payload(messages, contacts=[person.pen.profile() for person, _ in said])
    await first.wire.bring(payload)


async def both_send(house: House) -> tuple[OnWhatsApp, OnWhatsApp]:
    """Have Yanti of one village and Budi of the other register at the same moment."""
    yanti = await at_the_review(house, YANTI, SUNGAI_DURI)
    budi = await at_the_review(house, BUDI, SUNGAI_JAGA_A)
    await at_once((yanti, yanti.pen.text("kirim")), (budi, budi.pen.text("kirim")))
    return yanti, budi


def of(worker: Worker, sent: list[SentMessage]) -> SentMessage:
    """Return the one message that shows the card of a worker."""
    (found,) = [one for one in sent if worker.name.upper() in one.text]
    return found


async def test_two_cards_at_once_are_two_messages_each_with_its_buttons(house: House) -> None:
    head = await head_of_two(house)
    before = len(head.sent)

    await both_send(house)

    cards = head.sent[before:]
    assert len(cards) == 2
    titles = [Tap(one).label(head) for one in CARD]
    assert [of(worker, cards).titles for worker in (YANTI, BUDI)] == [titles, titles]


async def test_the_queue_of_two_villages_is_a_message_for_each(house: House) -> None:
    head = await head_of_two(house)
    await both_send(house)
    before = len(head.sent)

    await perform(head, "antrean")

    cards = head.sent[before:]
    assert len(cards) == 2
    assert of(YANTI, cards).buttons[0].id != of(BUDI, cards).buttons[0].id


@pytest.mark.parametrize("worker", [YANTI, BUDI])
async def test_a_button_under_either_card_decides_about_its_own_worker(
    house: House, worker: Worker
) -> None:
    head = await head_of_two(house)
    await both_send(house)
    shown = of(worker, head.sent)
    confirm = shown.buttons[0]

    await head.sends(lambda pen: pen.button_reply(confirm.id, confirm.title, shown.remote_id))

    await hear(head, Key("card.confirmed", name=worker.name.upper()))
    assert await house.rows("SELECT village FROM registrations WHERE status = 'confirmed'") == [
        (SUNGAI_DURI if worker is YANTI else SUNGAI_JAGA_A,)
    ]


async def news_with_a_question(house: House) -> list[SentMessage]:
    """Have a head confirm at the moment in which the worker answers for somebody else."""
    head, yanti = on_whatsapp(house, "head"), on_whatsapp(house, "yanti")
    await head_of(head)
    await register(yanti)
    await begun(yanti, "consent", BUDI)
    before = len(yanti.sent)
    shown = head.sent[-1]
    label = Tap("card.ok").label(head)
    (decides,) = [one for one in shown.buttons if label in {one.title, one.description}]

    await at_once(
        (yanti, yanti.pen.text("SETUJU")),
        (head, head.pen.button_reply(decides.id, decides.title, shown.remote_id)),
    )

    return yanti.sent[before:]


async def test_a_question_and_news_without_buttons_are_one_message(house: House) -> None:
    told = await news_with_a_question(house)

    assert len(told) == 1
    assert told[0].buttons
