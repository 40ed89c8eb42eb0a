"""Counts the messages that one registration costs on WhatsApp, where each is billed.

The whole channel runs, from the signed webhook to the Graph API's stand-in, and what that was sent
is counted: to the worker (questions, receipt, decision) and to the village head (card, and what a
decision is answered with). The head's last answer falls once a sitting, not once a registration.
"""

import asyncio
import json
import sys
import time
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import asdict, dataclass
from typing import TypeAlias

from bench.machine import execute, temporary_server
from bench.results import Result, Target, keep
from bot.postgres import Server
from storage.migrate import migrate
from tests.dialogue.drivers import House, programme
from tests.dialogue.test_native_form import WithForm, answers_of
from tests.dialogue.transcript import Open, Tap, perform
from tests.dialogue.whatsapp import OnWhatsApp, WhatsApp, on_whatsapp
from tests.dialogue.workers import LINK, deeds, namesake
from tests.model_worker import SUNGAI_DURI, YANTI, Worker

QUESTION_BY_QUESTION = 17  # the targets: messages to a worker, receipt and decision included
WITH_THE_FORM = 4
SITTING = 5  # registrations a head decides one after another

Register: TypeAlias = Callable[[OnWhatsApp, Worker], Awaitable[None]]


@dataclass(frozen=True, slots=True)
class Counted:
    """Messages of one registration; those to the head as a mean over a sitting."""

    way: str
    worker: int
    head: float
    target: int

    @property
    def total(self) -> float:
        return self.worker + self.head

    @property
    def reached(self) -> bool:
        return self.worker <= self.target


async def _typed(person: OnWhatsApp, worker: Worker) -> None:
    await person.says("daftar")
    for deed in deeds(worker).values():
        await perform(person, deed)


async def _by_link(person: OnWhatsApp, worker: Worker) -> None:
    await perform(person, Open(LINK))
    for question, deed in deeds(worker).items():
        if question != "village":
            await perform(person, deed)


async def _form_typed(person: OnWhatsApp, worker: Worker) -> None:
    await person.says("daftar")
    await person.fills(answers_of(worker))


async def _form_by_link(person: OnWhatsApp, worker: Worker) -> None:
    await perform(person, Open(LINK))
    await person.fills(answers_of(worker))


WAYS: Mapping[str, tuple[type[WhatsApp], Register, int]] = {
    "question by question, 'daftar' typed": (WhatsApp, _typed, QUESTION_BY_QUESTION),
    "question by question, the village's link": (WhatsApp, _by_link, QUESTION_BY_QUESTION),
    "the form, 'daftar' typed": (WithForm, _form_typed, WITH_THE_FORM),
    "the form, the village's link": (WithForm, _form_by_link, WITH_THE_FORM),
}


async def count(url: str, way: str) -> Counted:
    """Register a sitting's worth of workers this way, have them confirmed, and count."""
    wire, registers, target = WAYS[way]
    async with House(wire, url, programme(places=SITTING)) as house:
        head = on_whatsapp(house, "head")
        await head.opens(await house.invite(SUNGAI_DURI))
        await perform(head, Tap("invitation.yes"))
        welcomed = len(head.sent)
        workers = [on_whatsapp(house, f"worker {n}") for n in range(SITTING)]
        for number, person in enumerate(workers):
            await registers(person, namesake(YANTI, number))
        for _ in workers:
            await perform(head, Tap("card.ok"))
        confirmed = await house.rows("SELECT count(*) FROM registrations WHERE status='confirmed'")
        assert confirmed == [(SITTING,)], "not everybody was registered and confirmed"
        (each,) = {len(person.sent) for person in workers}
        return Counted(way, each, (len(head.sent) - welcomed) / SITTING, target)


def table(found: list[Counted]) -> str:
    lines = [
        "| way | to the worker | target | to the head | in all |",
        "|---|---:|---:|---:|---:|",
        *(
            f"| {one.way} | {one.worker} | ≤ {one.target} | {one.head:.1f} | {one.total:.1f} |"
            for one in found
        ),
    ]
    return "\n".join(lines)


async def _count_on(server: Server, number: int, way: str) -> Counted:
    name = f"way{number}"
    await execute(server.dsn, f"CREATE DATABASE {name}")
    await migrate(server.url_of(name))
    return await count(server.url_of(name), way)


def measure() -> list[Counted]:
    """Count every way, each on a fresh database of one server."""
    with temporary_server() as server:
        return [asyncio.run(_count_on(server, n, way)) for n, way in enumerate(WAYS)]


def main() -> int:
    began = time.monotonic()
    found = measure()
    print(table(found))
    print(json.dumps([asdict(one) for one in found]))
    targets = [Target(one.way, one.worker, "≤", one.target, " messages") for one in found]
    figures = {one.way: asdict(one) for one in found}
    keep(Result("messages", table(found), figures, targets, time.monotonic() - began))
    missed = [one.way for one in found if not one.reached]
    print(f"MISSED: {', '.join(missed)}" if missed else "All within their targets.")
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
