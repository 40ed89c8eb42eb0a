"""People at their phones: each says a line once, however often it is asked for.

They know a question by its words, think for a moment, and go on once everything they said was
answered. Many are impatient: of the questions they can foresee they answer up to three at once.
"""

import asyncio
import random
import time
from collections.abc import Callable, Coroutine, Iterator, MutableSequence
from dataclasses import dataclass, field

from bench.platforms.people import Ear, Person
from bench.platforms.phones import Handset, Heard
from locales.catalog import Catalog

AT_ONCE = 3  # lines that an impatient person says without waiting
WAITING, REPLIES, LAST_REPLY = range(3)  # what is told to other processes; then by bot the last


@dataclass(frozen=True, slots=True)
class Spoken:
    """What a person has said until now; `address`: channel, account and id."""

    address: tuple[str, str, str]
    given: dict[str, str]
    finished: bool


@dataclass(frozen=True, slots=True)
class Again:
    """A message that came again: when it came first, from which life of the bot, and then.

    `another`: it was not the same message sent again, but made a second time.
    """

    first: float
    by: int
    at: float
    another: bool


@dataclass(slots=True)
class Told:
    """What the people saw since they were asked last."""

    people: list[Spoken] = field(default_factory=list)
    messages: int = 0
    replies: int = 0
    waits: list[float] = field(default_factory=list)  # seconds for each reply
    left_waiting: list[int] = field(default_factory=list)
    out_of_order: list[str] = field(default_factory=list)
    strange: list[str] = field(default_factory=list)  # what nobody expected to hear
    again: list[Again] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)  # calls of the bot that no platform accepts
    not_taken: int = 0  # messages that the bot has not acknowledged


@dataclass(slots=True)
class _Chat:
    """One person at their phone. `first`: when each text came first, and what it was."""

    person: Person
    handset: Handset
    first: dict[str, tuple[float, Heard]] = field(default_factory=dict)
    said_at: list[float] = field(default_factory=list)
    spoke: bool = True

    @property
    def waits(self) -> bool:
        return len(self.first) < self.person.at

    def spoken(self) -> Spoken:
        return Spoken(self.handset.address, self.person.given(), self.person.finished)


class PeopleTalking:
    """All of them; as one finishes, the next begins. While they are `hushed` nobody goes on."""

    def __init__(
        self,
        handset: Callable[[Person], Handset],
        waiting: Iterator[Person],
        thinking: float,
        seen: MutableSequence[float],
        dice: random.Random,
    ) -> None:
        """`thinking`: seconds at most, before somebody says more. `seen`: see WAITING."""
        self._handset = handset
        self._seen = seen
        self._waiting = waiting
        self._thinking = thinking
        self._dice = dice
        self._ear = Ear(Catalog.load())
        self._chats: dict[int, _Chat] = {}
        self._saying: set[asyncio.Task[None]] = set()
        self._held: list[_Chat] = []
        self._hushed = False
        self._told = Told()

    def begin(self) -> None:
        person = next(self._waiting)
        self._chats[person.id] = chat = _Chat(person, self._handset(person))
        self._go_on(chat)

    def hush(self) -> None:
        self._hushed = True

    def resume(self) -> None:
        self._hushed = False
        held, self._held = self._held, []
        for chat in held:
            self._go_on(chat)

    def heard(self, person_id: int, heard: Heard) -> None:
        """Go on, if all was answered; a message that was seen before is only counted."""
        chat, now = self._chats[person_id], time.monotonic()
        if self._ear.aside(heard.text):
            return
        if seen := chat.first.get(heard.text):
            another = heard.reference != seen[1].reference
            self._told.again.append(Again(seen[0], seen[1].by, now, another))
            return
        chat.first[heard.text] = (now, heard)
        self._count(chat, now, heard)
        if not chat.waits:
            self._seen[WAITING] -= 1
            self._go_on(chat)

    def _count(self, chat: _Chat, now: float, heard: Heard) -> None:
        number = len(chat.first)
        self._told.replies += 1
        self._seen[REPLIES] += 1
        self._seen[LAST_REPLY] = now
        self._seen[LAST_REPLY + 1 + heard.by % (len(self._seen) - LAST_REPLY - 1)] = now
        if number <= chat.person.at:
            self._told.waits.append(now - chat.said_at[number - 1])
        line = self._ear.line(chat.person, heard.text)
        if line != number:
            found = f"{chat.person.id} at {number}, line {line}: {heard.text}"
            (self._told.strange if line is None else self._told.out_of_order).append(found)

    def _go_on(self, chat: _Chat) -> None:
        """Say what comes next, or let the next person begin."""
        if self._hushed:
            self._held.append(chat)
        elif chat.person.finished:
            self.begin()
        else:
            self._say(chat)

    def _say(self, chat: _Chat) -> None:
        person = chat.person
        lines = person.foreseen(self._dice.randint(1, AT_ONCE))
        person.at += len(lines)
        chat.spoke = True
        self._seen[WAITING] += 1
        self._told.messages += len(lines)
        thinking = self._dice.uniform(0, self._thinking)
        chat.said_at += [time.monotonic() + thinking] * len(lines)
        if lines[0].types:
            saying = chat.handset.types([line.types for line in lines])
        else:
            saying = chat.handset.taps(lines[0].taps, [*chat.first.values()][-1][1])
        task = asyncio.create_task(self._after(thinking, saying))
        self._saying.add(task)
        task.add_done_callback(self._said)

    async def _after(self, seconds: float, saying: Coroutine[None, None, None]) -> None:
        await asyncio.sleep(seconds)
        await saying

    def _said(self, task: "asyncio.Task[None]") -> None:
        self._saying.discard(task)
        if (fault := task.exception()) is not None:  # no such button
            self._told.strange.append(repr(fault))

    def told(self) -> Told:
        """Tell what was seen since the last time."""
        told, self._told = self._told, Told()
        chats = self._chats.values()
        told.people = [chat.spoken() for chat in chats if chat.spoke]
        told.left_waiting = [chat.person.id for chat in chats if chat.waits]
        for chat in chats:
            chat.spoke = chat.waits
        return told

    def everybody(self) -> list[Spoken]:
        return [chat.spoken() for chat in self._chats.values()]
