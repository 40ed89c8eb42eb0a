"""The most talkative log there is: nothing that anybody said stands in it, whoever wrote the line.

What is looked at is what was given to the log, by the bot and by every library behind a channel,
before bot/serving/logs.py masks it and reduces faults: the net is not to hide that somebody fell.
"""

import contextlib
import io
import logging
from collections.abc import Iterator

import pytest
from typing_extensions import override

from bot.serving.logs import configure
from conversations.brain import Brain
from conversations.machine import Context, Event, State, Transition
from conversations.messages import Said
from conversations.registration.eligibility import RULES
from conversations.registration.form import FORM
from tests.dialogue.conftest import CHANNELS, Build
from tests.dialogue.drivers import Webhook, Wire
from tests.dialogue.transcript import Tap, hear, perform
from tests.dialogue.workers import begun, head_of, talk_through
from tests.model_worker import Worker

SITI = Worker("Wahyuningrum Ajum")
TOLD = {
    "mother": "Fransiska",
    "birth_place": "Sambaliung",
    "address": "Dusun Sebadasewu RT 2 RW 1",
    "phone": "0812-9988-7766",
}
FAULT = "kalimat yang meledak Zulmiatun"
HEAD = "Hermanegildus"
PLANTED = (
    SITI.nik,
    "Wahyuningrum",
    "Fransiska",
    "Sambaliung",
    "Sebadasewu",
    "9988-7766",
    "81299887766",
    "Zulmiatun",
    HEAD,
)


class Faulty(Brain):
    """Breaks over some words, and says in its fault what it read."""

    @override
    def advance(self, state: State, event: Event, context: Context) -> Transition:
        if event == Said(FAULT):
            raise ZeroDivisionError(FAULT)
        return super().advance(state, event, context)


class Everything(logging.Handler):
    """Keeps all that a record carries, each line behind the name of who wrote it."""

    def __init__(self) -> None:
        super().__init__()
        self.written = ""
        self.names: set[str] = set()

    @override
    def emit(self, record: logging.LogRecord) -> None:
        self.names.add(record.name.partition(".")[0])
        self.written += f"{self.format(record)} {record.__dict__!r}\n"

    def planted(self) -> list[str]:
        written = self.written.casefold()
        return [one for one in PLANTED if one.casefold() in written]


@pytest.fixture
def logged() -> Iterator[Everything]:
    """Let everybody log as SERATUS_LOG_LEVEL=debug does; put it back later."""
    loggers = [logging.getLogger(), *map(logging.getLogger, logging.root.manager.loggerDict)]
    levels = {one: one.level for one in loggers}
    handlers, kept = logging.getLogger().handlers[:], Everything()
    with contextlib.redirect_stderr(io.StringIO()):
        configure("debug")
        logging.getLogger().addHandler(kept)
        yield kept
    logging.getLogger().handlers[:] = handlers
    for one, level in levels.items():
        one.setLevel(level)


@pytest.mark.parametrize("wire", [*CHANNELS, pytest.param(Webhook, id="telegram-webhook")])
async def test_at_the_debug_level_nobody_logs_what_people_said(
    build: Build, wire: type[Wire], logged: Everything
) -> None:
    house = await build(wire)
    house.allowed.add("message_parked")
    await house.stop()
    await house.start(Faulty.registering(FORM, RULES))
    siti, head, budi = (house.person(name) for name in ("siti", "head", "budi"))

    await head_of(head, name=HEAD)
    await talk_through(siti, SITI, **TOLD)
    await perform(head, Tap("card.ok"))
    await begun(budi, "name")
    await perform(budi, FAULT)
    await hear(budi, "sorry")

    assert logged.planted() == []
    assert "message_parked" in str(house.logs)
    logging.getLogger("starlette").debug("answering %r", {"mother": "Fransiska"})
    logging.getLogger("asyncpg").debug("INSERT", extra={"rows": [SITI.nik]})
    assert logged.planted() == [SITI.nik, "Fransiska"]
