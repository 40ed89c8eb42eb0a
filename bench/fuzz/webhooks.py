"""Bodies against a webhook of the bot as it serves, on a real database.

They come sixteen at once, from a thousand chats, heads among them. A status of 500 or more, a body
that nobody signed and was taken, a message that was parked, an error in the log, something that
somebody told in it, or more than 100 ms is a finding.
"""

import asyncio
import random
import time
import traceback
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace

import asyncpg
from starlette.types import Message, Scope

from bench.fuzz.bodies import Platform
from bench.fuzz.crowd import Body, Crowd
from bench.fuzz.found import SLOW, Finding, Found, named
from bench.fuzz.logged import Logged, logged
from bench.fuzz.serving import Bot, served
from bot.commands import setup
from conversations.brain import Brain
from conversations.messages import Opened, Tapped
from tests.model_worker import SUNGAI_DURI

AT_ONCE = 16  # bodies on their way
HEADS = 5  # of the people
_TABLES = ("people", "drafts", "consents", "registrations", "history", "outbox", "held", "parked")
_TWICE = 0.1  # of the bodies
_SEARCHED = 2000  # bodies between two looks into the log
_FRAMES = 10  # of a fault, the innermost
_AGAIN = (0, 0, 1, 5)  # seconds before a slow one is sent alone: a disk may be busy for some
_OK, _BAD, _FORBIDDEN, _TOO_LARGE = 200, 400, 403, 413


async def fuzz(  # noqa: PLR0913, PLR0917 - what a run is made of
    platform: Platform,
    url: str,
    inputs: int,
    seed: int,
    people: int = 1000,
    step: Callable[[int], None] = lambda _done: None,
    brain: Brain | None = None,
) -> Found:
    """Post so many bodies; tell `step` how many were posted."""
    dice = random.Random(f"{seed}: {platform.path}")
    crowd = Crowd.of(dice, platform, people)
    with logged() as log:
        async with served(platform, url, crowd.shown, brain) as bot:
            fuzzing = Fuzzing(bot, crowd, log)
            await fuzzing.appoint()
            while fuzzing.found.inputs < inputs:
                await fuzzing.batch(min(AT_ONCE, inputs - fuzzing.found.inputs))
                step(fuzzing.found.inputs)
            await fuzzing.count()
        fuzzing.read_log()
    return fuzzing.found


@dataclass(slots=True)
class Fuzzing:
    bot: Bot
    crowd: Crowd
    log: Logged
    found: Found = field(default_factory=Found)
    _last: list[Body] = field(default_factory=list)

    async def appoint(self) -> None:
        """Let a few be heads of villages."""
        for number in range(HEADS):
            who = self.crowd.people[number]
            code = (
                await setup.invite(
                    self.bot.app.storage, SUNGAI_DURI, who.worker.name, setup.INVITATION_LASTS
                )
            ).code
            for given in (Opened(f"h_{code}"), Tapped(f"i:{code}")):
                await self._post(self.crowd.written(number, given))

    async def batch(self, size: int) -> None:
        """Post some at once, and look at what came of each."""
        dice = self.crowd.dice
        twice = [one for one in self._last if dice.random() < _TWICE][:size]
        bodies = [*twice, *(self.crowd.next() for _ in range(size - len(twice)))]
        dice.shuffle(bodies)
        answers = await asyncio.gather(*map(self._post, bodies))
        self.found.inputs += size
        for body, (status, seconds) in zip(bodies, answers, strict=True):
            await self._judge(body, status, seconds)
        self._look(bodies)
        self._last = bodies
        if self.found.inputs % _SEARCHED < size:
            self.read_log()

    def read_log(self) -> None:
        for piece, line in self.log.quoted(self.crowd.told()):
            self.found.add(Finding(f"a log line has what somebody told: {line}", piece))

    async def count(self) -> None:
        """Count what stands in the database: how far into the bot all of that came."""
        connection = await asyncpg.connect(self.bot.url.replace("+asyncpg", ""))
        try:
            for table in _TABLES:
                rows = await connection.fetchval(f"SELECT count(*) FROM {table}")
                self.found.outcomes[f"rows of {table}"] = rows
        finally:
            await connection.close()
        self.found.outcomes.update({f"logged: {what}": n for what, n in self.log.events.items()})

    async def _judge(self, body: Body, status: int, seconds: float) -> None:
        self.found.outcomes[f"{body.how}: {status}"] += 1
        if status not in _expected(body):
            self._finds(f"{status} was answered", body)
        kind = f"{body.kind}, {body.how}, {len(body.raw):,} bytes"
        if seconds > SLOW:
            alone = await self._alone(body)
            kind += f"; alone {1000 * alone:.0f} ms"
            if alone > SLOW:
                self._finds("more than 100 ms", body)
            else:
                self.found.stalled += 1
        self.found.took(seconds, kind)

    async def _alone(self, body: Body) -> float:
        """Post it again under other ids, until it is quick; return the seconds of the fastest."""
        fastest = float("inf")
        for pause in _AGAIN:
            if fastest <= SLOW:
                break
            await asyncio.sleep(pause)
            raw = self.crowd.platform.again(body.raw)
            headers = self.crowd.platform.signed(raw) if body.signed else body.headers
            fastest = min(fastest, (await self._post(replace(body, raw=raw, headers=headers)))[1])
        return fastest

    def _look(self, bodies: Sequence[Body]) -> None:
        """See whether something was parked or had no words, or an error was logged."""
        parked, self.bot.turn.parked = self.bot.turn.parked, []
        for raw, fault in parked:
            frames = "".join(traceback.format_exception(fault)[-_FRAMES:])
            self.found.add(Finding(f"parked: {named(fault)}", f"{raw!r}\n{frames}"))
        missed, self.bot.words.missed = self.bot.words.missed, []
        for key in missed:
            self.found.add(Finding(f"no words for {key}", "or a value that they name is missing"))
        if faults := self.log.take_faults():
            said = "\n    ".join(repr(one.raw) for one in bodies)
            for told in faults:
                self.found.add(Finding(f"logged: {told}", said))

    def _finds(self, fault: str, body: Body) -> None:
        self.found.add(Finding(f"{body.kind}, {body.how}: {fault}", repr(body.raw)))

    async def _post(self, body: Body) -> tuple[int, float]:
        """Return the status, and the seconds until it was there."""
        scope: Scope = {
            "type": "http",
            "method": "POST",
            "path": self.crowd.platform.path,
            "query_string": b"",
            "headers": list(_headers(body)),
        }
        status, answered = 0, 0.0

        async def receive() -> Message:
            return {"type": "http.request", "body": body.raw, "more_body": False}

        async def send(message: Message) -> None:
            nonlocal status, answered
            if message["type"] == "http.response.start":
                status, answered = message["status"], time.perf_counter()

        began = time.perf_counter()
        await self.bot.asgi(scope, receive, send)
        return status, answered - began


def _expected(body: Body) -> tuple[int, ...]:
    if not body.signed:
        return (_FORBIDDEN,)
    return (_OK,) if body.whole else (_OK, _BAD, _TOO_LARGE)


def _headers(body: Body) -> Iterator[tuple[bytes, bytes]]:
    yield b"content-length", str(len(body.raw)).encode()
    for name, told in body.headers.items():
        yield name.lower().encode(), told.encode("latin-1")
