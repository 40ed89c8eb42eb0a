"""A parked message taken after all: what its sender notices, and that it is once at most."""

import asyncio
from uuid import UUID

import pytest
from sqlalchemy import update
from typing_extensions import override

from bot.commands.replaying import Replay, Replayed, Replaying
from bot.turns.turn import Elsewhere
from conversations.brain import Brain
from conversations.machine import Context, Event, State, Transition
from conversations.messages import Incoming, Said, Tapped
from conversations.registration.eligibility import RULES
from conversations.registration.form import FORM
from storage.in_use import known
from storage.sealing import Keys, Sealer
from storage.tables import key_check
from tests.dialogue.drivers import KEYS, House, Person
from tests.dialogue.transcript import SILENCE, Tap, hear, perform, play
from tests.dialogue.workers import begun, head_of, register
from tests.model_worker import YANTI

ROTATED = Keys({**KEYS.sealing, 2: b"n" * 32}, KEYS.hashing)
TOO_FEW = Keys({2: b"n" * 32}, KEYS.hashing)  # the old one was taken out too early


class Faulty(Brain):
    """Breaks over Yanti's NIK and over any tap."""

    @override
    def advance(self, state: State, event: Event, context: Context) -> Transition:
        if event == Said(YANTI.nik) or isinstance(event, Tapped):
            raise ZeroDivisionError
        return super().advance(state, event, context)


async def broken(house: House) -> None:
    house.allowed.add("message_parked")
    await house.stop()
    await house.start(Faulty.registering(FORM, RULES))


async def mended(house: House) -> None:
    await house.stop()
    await house.start()


async def keys_now(house: House, keys: Keys) -> None:
    await house.stop()
    house.keys = keys
    await house.start()


async def unread(house: House, yanti: Person, *said: str) -> None:
    """Let Yanti say something while the key that her answers are sealed with is missing."""
    house.allowed.add("message_parked")
    await begun(yanti, "nik")
    await keys_now(house, ROTATED)
    async with house.app.storage.begin() as work:
        await work._work.run(update(key_check).values(**known(Sealer(ROTATED))))
    await keys_now(house, TOO_FEW)
    for words in said:
        await play((yanti, words, SILENCE))
    await keys_now(house, ROTATED)


async def replay(house: House) -> list[Replay]:
    """Replay all that is parked, as an operator does beside the bot."""
    replaying = Replaying(house.app.storage, house.app.turn(Elsewhere()))
    told = [await replaying.replay(row) for row in await parked(house)]
    await house.settle()
    return told


async def parked(house: House) -> list[UUID]:
    async with house.app.storage.begin() as work:
        return [kept.id for kept in await work.parked.list()]


async def test_a_parked_answer_is_taken_when_the_fault_is_mended_and_the_talk_goes_on(
    house: House,
) -> None:
    await broken(house)
    yanti = house.person("yanti")
    await begun(yanti, "nik")
    await play((yanti, YANTI.nik, ("sorry", "progress", "registration.nik.ask")))
    await mended(house)
    (row,) = await parked(house)

    assert await replay(house) == [Replay(Replayed.TAKEN)]

    await hear(yanti, "registration.birth.ask")
    await yanti.repeats()
    await hear(yanti, SILENCE)
    assert await house.count("parked") == 0
    trail = "SELECT kind, person_id, subject FROM audit WHERE kind LIKE 'parked%'"
    assert await house.rows(trail) == [("parked_replayed", None, row)]


async def test_a_parked_tap_decides_when_it_is_replayed(house: House) -> None:
    yanti, head = house.person("yanti"), house.person("head")
    await head_of(head)
    await register(yanti)
    await hear(yanti, "receipt.place")
    await broken(house)
    await perform(head, Tap("card.ok"))
    await hear(head, "sorry")
    await mended(house)

    assert await replay(house) == [Replay(Replayed.TAKEN)]

    await hear(yanti, "decided.confirmed")


async def test_whoever_went_on_is_not_answered_for_again(house: House) -> None:
    await broken(house)
    yanti = house.person("yanti")
    await begun(yanti, "nik")
    await play((yanti, YANTI.nik, ("sorry", "progress", "registration.nik.ask")))
    await mended(house)
    await play((yanti, YANTI.nik, "registration.birth.ask"))

    assert await replay(house) == [Replay(Replayed.GONE_ON)]

    await hear(yanti, SILENCE)
    assert await house.count("parked") == 1
    await play((yanti, Tap("registration.birth.yes"), "registration.name.ask"))


async def test_what_somebody_said_who_could_not_be_read_is_taken_when_they_can_be(
    house: House,
) -> None:
    yanti = house.person("yanti")
    await unread(house, yanti, YANTI.nik, YANTI.nik)

    told = [one.outcome for one in await replay(house)]

    assert told == [Replayed.TAKEN, Replayed.GONE_ON]
    assert len(await hear(yanti, "registration.birth.ask")) == 1


async def test_whoever_could_not_be_read_and_went_on_is_not_answered_for_again(
    telegram: House,
) -> None:
    yanti = telegram.person("yanti")
    await unread(telegram, yanti, YANTI.nik)
    await play((yanti, YANTI.nik, "registration.birth.ask"))

    assert await replay(telegram) == [Replay(Replayed.GONE_ON)]

    await hear(yanti, SILENCE)


async def test_while_the_key_is_missing_a_replay_fails_and_loses_nothing(telegram: House) -> None:
    yanti = telegram.person("yanti")
    await unread(telegram, yanti, YANTI.nik)
    await keys_now(telegram, TOO_FEW)

    assert await replay(telegram) == [Replay(Replayed.FAILED, "KeysError")]

    assert await telegram.count("parked") == 1


async def test_of_the_same_words_said_three_times_in_vain_one_is_taken(house: House) -> None:
    await broken(house)
    yanti = house.person("yanti")
    await begun(yanti, "nik")
    for _ in range(3):
        await play((yanti, YANTI.nik, ("sorry", "progress", "registration.nik.ask")))
    await mended(house)

    told = [one.outcome for one in await replay(house)]

    assert told == [Replayed.TAKEN, Replayed.GONE_ON, Replayed.GONE_ON]
    assert len(await hear(yanti, "registration.birth.ask")) == 1


async def test_a_message_that_fails_again_stays_parked_and_its_sender_hears_nothing(
    telegram: House,
) -> None:
    await broken(telegram)
    yanti = telegram.person("yanti")
    await begun(yanti, "nik")
    await play((yanti, YANTI.nik, ("sorry", "progress", "registration.nik.ask")))

    assert await replay(telegram) == [Replay(Replayed.FAILED, "ZeroDivisionError")]

    await hear(yanti, SILENCE)
    assert await telegram.count("parked") == 1
    await mended(telegram)
    assert await replay(telegram) == [Replay(Replayed.TAKEN)]


async def test_two_who_replay_the_same_message_at_once_take_it_once(telegram: House) -> None:
    await broken(telegram)
    yanti = telegram.person("yanti")
    await begun(yanti, "nik")
    await play((yanti, YANTI.nik, ("sorry", "progress", "registration.nik.ask")))
    await mended(telegram)
    (row,) = await parked(telegram)
    replaying = Replaying(telegram.app.storage, telegram.app.turn(Elsewhere()))

    told = await asyncio.gather(*(replaying.replay(row) for _ in range(4)))
    await telegram.settle()

    assert sorted(one.outcome.name for one in told) == ["TAKEN", "UNKNOWN", "UNKNOWN", "UNKNOWN"]
    assert len(await hear(yanti, "registration.birth.ask")) == 1


@pytest.mark.parametrize("raw", [b"", b"{", b"[]", b"{}"])
async def test_a_body_that_cannot_be_read_is_told_and_stays(telegram: House, raw: bytes) -> None:
    telegram.allowed.add("message_parked")
    yanti = telegram.person("yanti")
    await yanti.says("halo")
    async with telegram.app.storage.begin() as work:
        lost = Incoming(yanti.address, "9", Said("halo"), telegram.clock.now(), raw)
        await work.parked.put(lost, ZeroDivisionError(), "")

    assert await replay(telegram) == [Replay(Replayed.UNREADABLE)]

    assert await telegram.count("parked") == 1
