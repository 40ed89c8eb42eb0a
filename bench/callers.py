"""People at their phones: each answers a question once, however often it is asked.

They know a question by its words, think for a moment, and go on only after the bot has replied.
"""

import asyncio
import random
import time
from collections.abc import Iterator, MutableSequence
from dataclasses import dataclass, field

import telegram

from bench.people import Ear, Person
from locales.catalog import Catalog
from tests.telegram_server import Phone, Shown, TelegramServer

THINKING = 0.05  # seconds at most, before a person answers


@dataclass(slots=True)
class Told:
    """What the people saw, for the audit."""

    people: list[Person]
    messages: int  # that they sent
    left_waiting: list[int]  # who said something and heard nothing
    strange: list[str]  # what they were told and did not expect
    twice: list[tuple[float, float]]  # a message that came again: when it came first, and then
    refused: list[str]  # calls of the bot that the Bot API does not accept


@dataclass(slots=True)
class _Chat:
    """One person at their phone. `first`: when each text came first."""

    person: Person
    phone: Phone
    first: dict[str, float] = field(default_factory=dict)


class Callers:
    """All of them; as one finishes, the next begins, until `closed`."""

    def __init__(
        self, exchange: TelegramServer, waiting: Iterator[Person], seen: MutableSequence[float]
    ) -> None:
        """`seen[2]` counts those in the middle of their registration."""
        self.closed = False
        self._exchange = exchange
        self._seen = seen
        self._waiting = waiting
        self._ear = Ear(Catalog.load())
        self._chats: dict[int, _Chat] = {}
        self._saying: set[asyncio.Task[None]] = set()
        self._strange: list[str] = []
        self._twice: list[tuple[float, float]] = []
        self._messages = 0

    def begin(self) -> None:
        person = next(self._waiting)
        chat = _Chat(person, Phone(self._exchange, person.id))
        chat.phone.user = telegram.User(person.id, "Yanti", is_bot=False, language_code="id")
        self._chats[person.id] = chat
        self._seen[2] += 1
        self._say(chat, Shown(0, ""))

    def heard(self, chat_id: int, shown: Shown) -> None:
        """Answer, if it is what was waited for; a message that was seen before is only counted."""
        chat, now = self._chats[chat_id], time.monotonic()
        if shown.text in chat.first:
            self._twice.append((chat.first[shown.text], now))
            return
        chat.first[shown.text] = now
        if self._ear.line(chat.person, shown.text) != len(chat.first):
            self._strange.append(f"{chat_id} at line {chat.person.at}: {shown.text}")
        elif not chat.person.finished:
            self._say(chat, shown)
        else:
            self._seen[2] -= 1
            if not self.closed:
                self.begin()

    def _say(self, chat: _Chat, shown: Shown) -> None:
        line = chat.person.lines[chat.person.at]
        chat.person.at += 1
        self._messages += 1
        task = asyncio.create_task(self._said(chat, line.types or self._label(shown, line.taps)))
        self._saying.add(task)
        task.add_done_callback(self._saying.discard)

    async def _said(self, chat: _Chat, what: str) -> None:
        await asyncio.sleep(random.uniform(0, THINKING))
        if chat.person.lines[chat.person.at - 1].types:
            await chat.phone.says(what)
        else:
            await chat.phone.taps(what)

    def _label(self, shown: Shown, token: str) -> str:
        keys = [key for row in shown.rows for key in row]
        return next(str(k["text"]) for k in keys if k.get("callback_data", "").endswith(token))

    def told(self) -> Told:
        chats = self._chats.values()
        waiting = [chat.person.id for chat in chats if len(chat.first) < chat.person.at]
        people = [chat.person for chat in chats]
        refused = self._exchange.refused
        return Told(people, self._messages, waiting, self._strange, self._twice, refused)
