"""What goes wrong on the way: twins, crowds, deploys, faults of ours, a database that is away."""

# ruff: noqa: E501 - a step of a transcript is one line

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import timedelta

import asyncpg
import pytest
from typing_extensions import override

from bot.ports import DatabaseAway
from bot.postgres import Server
from bot.serving.upkeep import set_right
from conversations.answers.language.choice import choose
from conversations.brain import Brain
from conversations.forms.question import Question
from conversations.machine import Context, Event, State, Transition
from conversations.messages import Said
from conversations.registration.eligibility import RULES
from conversations.registration.form import FORM
from storage.sealing import Sealer
from tests.dialogue.conftest import Build
from tests.dialogue.drivers import KEYS, House, Served, Terminal, Webhook, on_telegram
from tests.dialogue.transcript import SILENCE, Key, Tap, hear, perform, play
from tests.dialogue.workers import begun, deeds, head_of, on_to, register, to_review
from tests.model_worker import TOTAL, YANTI
from tests.patience import PATIENCE
from tests.platforms.telegram_server import too_many_requests

# ── twice, at once, and things nobody knows ─────────────────────────────────────────────────────


async def test_a_message_delivered_twice_is_answered_once(house: House) -> None:
    yanti = house.person("yanti")
    await begun(yanti, "name")

    await yanti.says("Yanti Susanti")
    await hear(yanti, ("noted", "progress", "registration.birth_place.ask"))
    await yanti.repeats()

    await hear(yanti, SILENCE)
    await play((yanti, "Bengkayang", "registration.mother.ask"))


async def test_a_registration_sent_twice_is_one(house: House) -> None:
    yanti = house.person("yanti")

    await register(yanti)
    await yanti.repeats()

    assert len(await hear(yanti, "receipt.place")) == 1
    assert await house.count("registrations") == 1


async def test_a_decision_delivered_twice_is_one(house: House) -> None:
    yanti, head = house.person("yanti"), house.person("head")
    await head_of(head)
    await register(yanti)
    await hear(yanti, "receipt.place")

    await perform(head, Tap("card.ok"))
    await head.repeats()

    assert len(await hear(yanti, "decided.confirmed")) == 1
    await hear(head, "card.confirmed", ("card.queue_empty",))
    await hear(head, SILENCE)
    assert await house.rows("SELECT version FROM registrations") == [(2,)]


@pytest.mark.parametrize("backwards", [False, True], ids=["in order", "out of order"])
async def test_messages_of_one_person_that_wait_together_are_taken_in_their_order(
    telegram: House, backwards: bool
) -> None:
    yanti = on_telegram(telegram, "yanti")
    await telegram.hand_in(yanti, YANTI.until("name"))

    async with yanti.holding() as held:
        for text in ("Yanti Susanti", "Bengkayang", "Maria"):
            await yanti.says(text)
    await yanti.wire.bring(*(reversed(held) if backwards else held))

    await hear(yanti, "registration.birth_place.ask", "registration.mother.ask")
    assert await told(telegram, "name", "birth_place", "mother") == [
        "YANTI SUSANTI",
        "BENGKAYANG",
        "MARIA",
    ]


async def test_two_messages_of_one_person_at_once_are_both_taken(house: House) -> None:
    yanti = house.person("yanti")
    await begun(yanti, "name")

    await asyncio.gather(yanti.says("Yanti Susanti"), yanti.says("Bengkayang"))

    await hear(yanti, "registration.birth_place.ask", "registration.mother.ask")
    assert await told(house, "name", "birth_place") == ["YANTI SUSANTI", "BENGKAYANG"]


async def told(house: House, *questions: str) -> list[str]:
    """Read what the only draft keeps as the answers to these."""
    ((row, sealed),) = await house.rows("SELECT id, sealed FROM drafts")
    answers = Sealer(KEYS).unseal("drafts", row, sealed)["answers"]
    return [answers[question] for question in questions]


async def test_an_update_nobody_knows_holds_up_nobody(telegram: House) -> None:
    yanti, budi = on_telegram(telegram, "yanti"), on_telegram(telegram, "budi")
    server = yanti.wire.server

    async with yanti.holding() as before:
        await yanti.says("daftar")
    number = server.next_update_id()
    unknown = {"update_id": number, "telepathy": {"from": {"id": 7}, "thought": [1]}}
    broken = {"update_id": server.next_update_id(), "message": {"message_id": "x", "chat": 4}}
    async with budi.holding() as after:
        await budi.says("bantuan")
    await yanti.wire.bring(*before, unknown, broken, *after)

    await hear(yanti, "welcome.new", "registration.for_whom.ask")
    await hear(budi, ("help.idle",))
    assert server.waiting == []


# ── a deploy in the middle ──────────────────────────────────────────────────────────────────────

BOOTS = Question(
    "boots",
    lambda text, _: choose(text, yes=("punya",), no=("tidak",)),
    options=lambda _: ("yes", "no"),
)
BOOTS_WORDS = {
    f"registration.boots.{part}": words
    for part, words in {
        "ask": "Apakah {who} punya sepatu bot?",
        "help": "Sepatu untuk kebun.",
        "title": "Sepatu bot",
        "yes": "Punya",
        "no": "Tidak punya",
    }.items()
}


@pytest.mark.parametrize("at", [6, -1], ids=["an earlier question", "a later question"])
async def test_a_draft_begun_before_a_question_was_added_goes_on(house: House, at: int) -> None:
    yanti = house.person("yanti")
    await begun(yanti, "mother")
    questions = [*FORM.questions[:at], BOOTS, *FORM.questions[at:]]
    form = replace(FORM, questions=tuple(questions))

    await house.stop()
    await house.start(Brain.registering(form, RULES), {"id": BOOTS_WORDS, "en": BOOTS_WORDS})

    boots = "registration.boots.ask"
    if at > 0:
        await play(
            (yanti, "halo", ("welcome.back", Key("progress", n=6, total=TOTAL + 1), boots)),
            (yanti, Tap("registration.boots.yes"), (Key("progress", n=10), "registration.mother.ask")),
        )  # fmt: skip
        await perform(yanti, "Maria")
        await on_to(yanti, "review", YANTI, "address")
    else:
        await play(
            (
                yanti,
                "Maria",
                ("noted", Key("progress", n=10, total=TOTAL + 1), "registration.address.ask"),
            )
        )
        for question in ("address", "phone", "occupation"):
            await perform(yanti, deeds(YANTI)[question])
        await play(
            *to_review(yanti, "500 ribu", boots, Key("noted"), TOTAL + 1),
            (yanti, "punya", (Key("progress", n=TOTAL + 1), "registration.review.ask")),
        )
    await play((yanti, "kirim", "receipt.place"))
    [row] = await house.rows("SELECT id, sealed, nik_id, programme_id FROM registrations")
    assert Sealer(KEYS).unseal("registrations", *row)["boots"] == "yes"


async def test_a_wait_that_telegram_asked_for_outlives_a_deploy(telegram: House) -> None:
    yanti, flood = on_telegram(telegram, "yanti"), timedelta(minutes=10)
    server = yanti.wire.server
    server.fails("sendMessage", too_many_requests(int(flood.total_seconds())))
    await yanti.says("daftar")

    await telegram.stop()
    telegram.clock.passes(flood / 2)
    await telegram.start()
    await set_right(telegram.app.storage)

    await telegram.settle()
    await hear(yanti, SILENCE)
    telegram.clock.passes(flood / 2)
    await telegram.settle()
    await hear(yanti, "welcome.new", "registration.for_whom.ask")
    assert not [log for log in telegram.logs if log["event"] == "clock_set_back"]


# ── a fault of ours ─────────────────────────────────────────────────────────────────────────────


class Faulty(Brain):
    """Divides by zero when it hears a certain word."""

    WORD = "meledak"

    @override
    def advance(self, state: State, event: Event, context: Context) -> Transition:
        if event == Said(self.WORD):
            raise ZeroDivisionError(self.WORD)
        return super().advance(state, event, context)


async def test_a_fault_parks_its_message_says_sorry_once_and_the_next_passes(
    house: House,
) -> None:
    house.allowed.add("message_parked")
    await house.stop()
    await house.start(Faulty.registering(FORM, RULES))
    yanti, budi = house.person("yanti"), house.person("budi")
    await begun(yanti, "nik")

    await asyncio.gather(yanti.says(Faulty.WORD), budi.says("bantuan"))

    await hear(yanti, ("sorry", "progress", "registration.nik.ask"))
    await hear(budi, ("help.idle",))
    await yanti.repeats()
    await hear(yanti, SILENCE)
    await play((yanti, YANTI.nik, "registration.birth.ask"))
    assert await house.rows("SELECT error FROM parked") == [("ZeroDivisionError",)]
    assert Faulty.WORD not in str(house.logs)


async def test_a_parked_message_is_kept_sealed_as_it_came(telegram: House) -> None:
    telegram.allowed.add("message_parked")
    await telegram.stop()
    await telegram.start(Faulty.registering(FORM, RULES))

    await telegram.person("yanti").says(Faulty.WORD)

    ((row, sealed),) = await telegram.rows("SELECT id, sealed FROM parked")
    assert Faulty.WORD.encode() not in sealed
    assert set(Sealer(KEYS).unseal("parked", row, sealed)) == {"raw", "stood", "traceback"}


# ── the database goes away ──────────────────────────────────────────────────────────────────────


@asynccontextmanager
async def away(postgres: Server, house: House) -> AsyncIterator[None]:
    """Cut every connection to the house's database, and let no new one in."""
    ((name,),) = await house.rows("SELECT current_database()")
    beside = await asyncpg.connect(postgres.dsn)
    try:
        await beside.execute(f"ALTER DATABASE {name} ALLOW_CONNECTIONS false")
        cut = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = $1"
        await beside.fetch(cut, name)
        yield
    finally:
        await beside.execute(f"ALTER DATABASE {name} ALLOW_CONNECTIONS true")
        await beside.close()
    assert await house.count("parked") == 0


async def test_polling_keeps_an_update_at_telegram_while_the_database_is_away(
    telegram: House, postgres: Server
) -> None:
    yanti = on_telegram(telegram, "yanti")
    server = yanti.wire.server
    await telegram.hand_in(yanti, YANTI.until("name"))
    async with yanti.holding() as held:
        await yanti.says("Yanti Susanti")

    async with away(postgres, telegram):
        polls = server.polls
        await server.queue(*held)
        await server.until(lambda: server.polls >= polls + 2)
        assert server.waiting == [held[0]["update_id"]]

    await server.until_confirmed()
    await telegram.settle()
    assert len(await hear(yanti, ("noted", "progress", "registration.birth_place.ask"))) == 1


async def test_a_webhook_answers_503_while_the_database_is_away(
    posted: House, postgres: Server
) -> None:
    yanti = on_telegram(posted, "yanti")
    assert isinstance(yanti.wire, Webhook)
    await posted.hand_in(yanti, YANTI.until("name"))

    async with yanti.holding() as held:
        await yanti.says("Yanti Susanti")
    async with away(postgres, posted):
        await yanti.wire.door(*held)
    await yanti.wire.bring(*held)
    await yanti.wire.bring(*held)

    assert yanti.wire.door.statuses == [503, 200, 200]
    assert len(await hear(yanti, ("noted", "progress", "registration.birth_place.ask"))) == 1


async def test_the_terminal_is_told_that_nothing_was_taken(build: Build, postgres: Server) -> None:
    house = await build(Terminal)
    yanti = house.person("yanti")
    await begun(yanti, "name")

    async with away(postgres, house):
        with pytest.raises(DatabaseAway):
            await yanti.says("Yanti Susanti")
    await play((yanti, "Yanti Susanti", "registration.birth_place.ask"))


async def test_delivery_goes_on_by_itself_after_the_database_was_away(
    build: Build, postgres: Server
) -> None:
    house = await build(Served)
    yanti = on_telegram(house, "yanti")
    server = yanti.wire.server
    await yanti.says("daftar")
    await server.until(lambda: len(yanti.shown) == 1)

    async with away(postgres, house):
        polls = server.polls
        await yanti.says("bantuan")
        await server.until(lambda: server.polls >= polls + 2)

    await server.until(lambda: len(yanti.shown) == 2)
    await hear(yanti, "registration.for_whom.ask", "registration.for_whom.help")


async def test_delivery_outlives_a_fault_of_ours(build: Build) -> None:
    house = await build(Served)
    house.allowed |= {"delivery_failed"}
    yanti = on_telegram(house, "yanti")
    server = yanti.wire.server
    await yanti.says("daftar")
    await server.until(lambda: len(yanti.shown) == 1)

    await house.rows("ALTER TABLE outbox RENAME TO mislaid")
    await until_told(house, "delivery_failed")
    await house.rows("ALTER TABLE mislaid RENAME TO outbox")
    await yanti.says("bantuan")

    await server.until(lambda: len(yanti.shown) == 2)
    await until_told(house, "delivery_goes_on")


async def until_told(house: House, event: str) -> None:
    async with asyncio.timeout(PATIENCE):
        while event not in {one["event"] for one in house.logs}:  # noqa: ASYNC110 - a log
            await asyncio.sleep(0.05)
