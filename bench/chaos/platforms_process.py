"""Telegram, Meta and the people who write to the bot, in a process of their own."""

import asyncio
import multiprocessing
import random
from collections.abc import Iterator, MutableSequence, Sequence
from contextlib import AsyncExitStack
from dataclasses import dataclass
from multiprocessing.connection import Connection
from typing import Any

import aiohttp
import uvloop

from bench.chaos.people_talking import LAST_REPLY, REPLIES, WAITING, PeopleTalking, Spoken, Told
from bench.platforms.failures import BY_NAME
from bench.platforms.people import Person
from bench.platforms.phones import Handset, Heard, OnTelegram, OnWhatsApp, number_of
from bench.platforms.servers import PATIENCE, Balancer, Exchange, Meta, life
from tests.platforms.graph_server import SentMessage
from tests.platforms.telegram_server import Shown

BOTS = 2


@dataclass(frozen=True, slots=True)
class Crowd:
    """Whom to expect: `at_once` people, half on each platform, taken from `waiting`.

    `thinking`: seconds at most, before a person says more.
    """

    waiting: Iterator[Person]
    at_once: int
    thinking: float
    seed: int


class PlatformsProcess:
    """What the process that started this one may ask of it; every method is one question."""

    def __init__(self, crowd: Crowd, seen: MutableSequence[float]) -> None:
        self._crowd = crowd
        self._seen = seen

    async def run(self, pipe: Connection) -> None:
        """Answer questions until there are no more."""
        async with AsyncExitStack() as running:
            await self._open(running)
            while question := await asyncio.to_thread(pipe.recv):
                name, *given = question
                pipe.send(getattr(self, name)(*given))

    async def _open(self, running: AsyncExitStack) -> None:
        seed = self._crowd.seed
        http = await running.enter_async_context(aiohttp.ClientSession(timeout=PATIENCE))
        self._balancer = Balancer(http, random.Random(seed))
        self._exchange = await running.enter_async_context(Exchange(self._balancer, seed))
        self._meta = await running.enter_async_context(Meta(self._balancer, seed))
        people = self._crowd.waiting, self._crowd.thinking
        self._talking = PeopleTalking(self._handset, *people, self._seen, random.Random(seed))
        self._exchange.heard = self._heard_on_telegram
        self._meta.heard = self._heard_on_whatsapp
        self._by_number: dict[str, int] = {}

    def _handset(self, person: Person) -> Handset:
        if person.id % 2:
            self._by_number[number_of(person)] = person.id
            return OnWhatsApp(self._meta, person)
        return OnTelegram(self._exchange, person)

    def _heard_on_telegram(self, chat: int, shown: Shown) -> None:
        self._talking.heard(chat, Heard(shown.text, life.get(), shown))

    def _heard_on_whatsapp(self, sent: SentMessage) -> None:
        heard = Heard(sent.text, life.get(), sent, sent.reference)
        self._talking.heard(self._by_number[sent.to], heard)

    # ── questions ──

    def bases(self) -> tuple[str, str]:
        return self._exchange.api_base, self._meta.api_base

    def begin(self) -> None:
        for _ in range(self._crowd.at_once):
            self._talking.begin()

    def deliver_to(self, ports: Sequence[int]) -> None:
        self._balancer.ports = ports

    def unruly(self, so: bool) -> None:  # noqa: FBT001 - it comes through a pipe
        self._balancer.unruly = so

    def fail(self, name: str) -> None:
        self._exchange.failures = self._meta.failures = BY_NAME[name]

    def hush(self) -> None:
        self._talking.hush()

    def resume(self) -> None:
        self._talking.resume()

    def told(self) -> Told:
        told = self._talking.told()
        told.refused = [*self._exchange.refused, *self._meta.refused]
        told.not_taken = len(self._exchange.waiting) + self._meta.waiting
        for platform in (self._exchange, self._meta):
            platform.sent.clear()
            platform.refused.clear()
        self._meta.asked.clear()
        return told

    def everybody(self) -> list[Spoken]:
        return self._talking.everybody()


@dataclass(slots=True)
class Platforms:
    """The other side, seen from the process that started it."""

    _pipe: Connection
    _process: multiprocessing.process.BaseProcess
    _seen: MutableSequence[float]

    @property
    def replies(self) -> int:
        """How many messages the bot has sent until now, those sent again not counted."""
        return int(self._seen[REPLIES])

    @property
    def last_reply(self) -> float:
        """When the last one came, on the monotonic clock that all processes share."""
        return self._seen[LAST_REPLY]

    def last_reply_of(self, slot: int) -> float:
        """When the last one came from this bot, whichever of its lives."""
        return self._seen[LAST_REPLY + 1 + slot]

    @property
    def waiting(self) -> int:
        """How many people wait for an answer."""
        return int(self._seen[WAITING])

    def ask(self, question: str, *given: object) -> Any:  # noqa: ANN401 - as that answers
        """Have the PlatformsProcess's method of this name called over there."""
        self._pipe.send((question, *given))
        return self._pipe.recv()

    def end(self) -> None:
        self._pipe.send(None)
        self._process.join(5)
        self._process.kill()
        self._process.join()


def started(crowd: Crowd) -> Platforms:
    """Fork the platforms' process; call it before there is any loop or connection."""
    forked = multiprocessing.get_context("fork")
    ours, theirs = forked.Pipe()
    seen = forked.RawArray("d", LAST_REPLY + 1 + BOTS)
    process = forked.Process(target=_run, args=(theirs, seen, crowd), daemon=True)
    process.start()
    theirs.close()
    return Platforms(ours, process, seen)


def _run(pipe: Connection, seen: MutableSequence[float], crowd: Crowd) -> None:
    uvloop.run(PlatformsProcess(crowd, seen).run(pipe))
