"""A card that a channel will not show: its head is told and shown the next, and it is kept."""

# ruff: noqa: E501 - a step of a transcript is one line

import pytest

from tests.dialogue.conftest import Build
from tests.dialogue.drivers import House, Person, Polling, Wire, on_telegram
from tests.dialogue.transcript import SILENCE, Key, Tap, hear, perform, play
from tests.dialogue.whatsapp import WhatsApp, graph, on_whatsapp, reports
from tests.dialogue.workers import BUDI, RINI, due, head_of, register
from tests.model_worker import YANTI, Worker
from tests.platforms.telegram_server import answering

REFUSING = [pytest.param(Polling, id="telegram"), pytest.param(WhatsApp, id="whatsapp")]
OF_THE_WORDS = "Bad Request: BUTTON_DATA_INVALID"


def refuse(house: House) -> None:
    """Have the next message refused for what it says."""
    house.lost |= {"BadRequest", "InvalidParameter 131009"}
    house.allowed.add("whatsapp_message_malformed")
    if isinstance(house.wire, Polling):
        house.wire.server.fails("sendMessage", answering(400, OF_THE_WORDS))
    else:
        graph(house).answer_next(400, 131009)


async def office(house: House, *workers: Worker) -> Person:
    """Have workers register and a head be shown the first of them."""
    for number, worker in enumerate(workers):
        await register(house.person(f"worker{number}"), worker)
    head = house.person("head")
    await head_of(head)
    await hear(head, "head.welcome", Key("card.worker", name=workers[0].name.upper()))
    return head


@pytest.fixture(params=REFUSING)
async def refusing(build: Build, request: pytest.FixtureRequest) -> House:
    wire: type[Wire] = request.param
    return await build(wire, places=3)


async def test_the_next_card_comes_and_the_refused_one_when_nothing_else_is_left(
    refusing: House,
) -> None:
    head = await office(refusing, YANTI, BUDI)
    refuse(refusing)

    await perform(head, "antrean")
    await due(refusing)

    await play(
        (head, None, Key("card.refused", number="PR-6107-000001"), Key("card.worker", name="BUDI SANTOSO")),
        (head, Tap("card.ok"), "card.confirmed", Key("card.worker", name="YANTI SUSANTI")),
        (head, Tap("card.ok"), "card.confirmed", "card.queue_empty"),
    )  # fmt: skip
    assert "card_refused" in {log["event"] for log in refusing.logs}


async def test_antrean_is_never_answered_with_silence_and_never_goes_on_by_itself(
    refusing: House,
) -> None:
    head = await office(refusing, YANTI, BUDI)

    for number in (1, 2, 1):
        refuse(refusing)
        await perform(head, "antrean")
        await due(refusing)
        await hear(head, Key("card.refused", number=f"PR-6107-00000{number}"))

    await play((head, "antrean", Key("card.worker", number="PR-6107-000002")))


async def test_nobody_elses_doing_brings_a_refused_card_back(refusing: House) -> None:
    head = await office(refusing, YANTI)
    refuse(refusing)
    await perform(head, "antrean")
    await due(refusing)
    await hear(head, "card.refused")

    await register(refusing.person("rini"), RINI)
    await refusing.settle()
    await hear(head, Key("card.worker", name="RINI LESTARI"))
    await perform(refusing.person("rini"), "ya batalkan PR-6107-000002")

    assert "YANTI" not in "".join(await head.heard())


async def test_what_meta_refuses_late_is_passed_over_as_well(build: Build) -> None:
    house = await build(WhatsApp, places=2)
    head = on_whatsapp(house, "head")
    await office(house, YANTI, BUDI)
    house.lost.add("131009")

    await reports(head, head.sent[-1], "failed", 131009)
    await due(house)

    await hear(head, "card.refused", Key("card.worker", name="BUDI SANTOSO"))


async def test_the_card_of_who_blocked_the_bot_stays_before_them(telegram: House) -> None:
    """Only their chat is out of reach; else one block would go through the whole village."""
    head = on_telegram(telegram, "head")
    await office(telegram, YANTI, BUDI)
    telegram.lost |= {"Forbidden", "BadRequest"}
    for status, words in ((403, "Forbidden: bot was blocked by the user"), (400, "Bad Request: chat not found")):  # fmt: skip
        head.wire.server.fails("sendMessage", answering(status, words))
        await perform(head, "antrean")
        await due(telegram)

    await hear(head, SILENCE)
    await play((head, "antrean", Key("card.worker", name="YANTI SUSANTI")))
