"""Telegram's keyboard that asks for a number goes with the question, however that is answered."""

from collections.abc import Awaitable, Callable
from typing import TypeAlias

import pytest

from bot.turns.due import Jobs
from tests.dialogue.drivers import House, OnTelegram, on_telegram
from tests.dialogue.transcript import Expected, Key, Tap, hear, perform
from tests.dialogue.workers import begun, reach

Act: TypeAlias = Callable[[OnTelegram], Awaitable[None]]

NUMBER = "0812 3456 7890"
PROGRESS = Key("progress", n=12)


def says(words: str) -> Act:
    async def say(person: OnTelegram) -> None:
        await person.says(words)

    return say


def taps(key: str) -> Act:
    async def tap(person: OnTelegram) -> None:
        await perform(person, Tap(key))

    return tap


def keyboard(person: OnTelegram) -> list[str]:
    return person.wire.server.keyboard(person.number)


async def asked(house: House) -> OnTelegram:
    """Be asked for a number, with the keyboard."""
    yanti = on_telegram(house, "yanti")
    await begun(yanti, "phone")
    assert keyboard(yanti) != []
    return yanti


OCCUPATION = (PROGRESS, "registration.occupation.ask")
GONE = [
    pytest.param(says(NUMBER), [("noted",), OCCUPATION], id="typed"),
    pytest.param(taps("registration.phone.share"), [("received",), OCCUPATION], id="shared"),
    pytest.param(taps("registration.phone.none"), [("received",), OCCUPATION], id="no phone"),
    pytest.param(says("batal"), [("received",), ("cancel.ask",)], id="cancelled"),
    pytest.param(says("daftar"), [("received",), ("drafts.ask",)], id="begun anew"),
    pytest.param(says("bahasa"), [("received",), ("language.ask",)], id="another language"),
    pytest.param(
        says(f"{NUMBER} atau 0813 1111 2222"),
        [("registration.phone.two_candidates",), "registration.phone.ask"],
        id="two numbers",
    ),
    pytest.param(says("kembali"), ["registration.address.ask"], id="went back"),
]


@pytest.mark.parametrize(("act", "expected"), GONE)
async def test_the_keyboard_goes_with_words_that_mean_something(
    telegram: House, act: Act, expected: list[Expected]
) -> None:
    yanti = await asked(telegram)

    await act(yanti)

    assert keyboard(yanti) == []
    await hear(yanti, *expected)
    await yanti.says("gratis ga?")
    assert "received" not in await yanti.heard()


async def test_the_keyboard_goes_when_the_bot_was_started_again_meanwhile(
    telegram: House,
) -> None:
    yanti = await asked(telegram)

    await telegram.stop()
    await telegram.start()
    await yanti.says(NUMBER)

    assert keyboard(yanti) == []


async def test_the_keyboard_goes_when_a_reminder_goes_on_by_itself(telegram: House) -> None:
    yanti = on_telegram(telegram, "yanti")
    await reach(yanti, "phone")
    assert keyboard(yanti) != []

    telegram.clock.step(days=1, hours=3)
    assert await Jobs(telegram.app.storage, telegram.app.talks).round() == 1
    await telegram.settle()

    assert keyboard(yanti) == []
    await hear(yanti, ("reminder.hello",), "reminder.go_on")


@pytest.mark.parametrize("words", ["gratis ga?", "bantuan", "hah", "status"])
async def test_the_keyboard_stays_while_the_question_does(telegram: House, words: str) -> None:
    yanti = await asked(telegram)

    await yanti.says(words)
    assert keyboard(yanti) != []
    await yanti.says(NUMBER)

    assert keyboard(yanti) == []


async def test_who_saw_no_keyboard_is_told_nothing_more(telegram: House) -> None:
    yanti = on_telegram(telegram, "yanti")
    await begun(yanti, "for_whom")

    await perform(yanti, Tap("registration.for_whom.self"))

    assert len(await yanti.heard()) == 1
