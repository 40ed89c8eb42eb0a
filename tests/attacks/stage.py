"""The stage of the attacks: `seratus serve` as a process, a programme, and people with phones.

    async with staged(database_url, tmp_path, places=3) as stage:
        thief = stage.phone()
        await thief.registers(namesake(YANTI, 1))
        ...
        await stage.serves_the_honest()      # somebody registers elsewhere, and a head confirms

All of it is real but the far end of the wire. Who attacks writes as the script does, without
looking; who is honest reads what is said.
"""

import re
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from itertools import count, cycle
from pathlib import Path
from typing import Any

import telegram
from typing_extensions import override

from bot.app import App, opened
from bot.commands import setup, terms
from bot.settings import Settings
from conversations.messages import Text
from locales.catalog import Catalog
from storage.sealing import Keys
from tests.dialogue.drivers import programme
from tests.dialogue.transcript import Key
from tests.dialogue.workers import namesake
from tests.model_worker import Worker
from tests.platforms.telegram_server import Phone, TelegramServer
from tests.served import Served, serving

CATALOG = Catalog.load()
HONEST_VILLAGE, HONEST_NAME = "61.07.01.2004", "Sungai Jaga A"
HONEST = Worker(village=HONEST_VILLAGE, village_typed=HONEST_NAME, serial=7001)
PACE = timedelta(seconds=2)  # between two messages of a person's, as their phone dates them


class Person(Phone):
    """Somebody with a phone, who wrote all of it in the last hours: nobody is hasty here."""

    def __init__(self, server: TelegramServer, number: int, post: Callable[..., Any]) -> None:
        super().__init__(server, number, post)
        self._writes_at = datetime.now(UTC) - timedelta(hours=3)
        self._has_registered = False
        # Typed, for a tap has no date of its own; and the same six times in a row is not answered.
        self._sends = cycle(("kirim", "ya, kirim"))

    @override
    def message(self, *, chat: telegram.Chat | None = None, **content: Any) -> telegram.Message:
        self._writes_at += PACE
        written = super().message(chat=chat, **content)
        return telegram.Message.de_json(
            written.to_dict() | {"date": int(self._writes_at.timestamp())}, None
        )

    async def registers(self, worker: Worker) -> None:
        """Answer all questions without looking at what is asked, and send the summary."""
        await self.answers(worker, before="review")
        await self.says(next(self._sends))
        self._has_registered = True

    async def answers(self, worker: Worker, before: str) -> None:
        """Say that it is for oneself; whom the second is asked back for is somebody helped."""
        await self.says("daftar")
        for question, answer in worker.asked():
            if question == before:
                return
            await self.says(answer.typed)
            for more in self._asked_more(question, worker) if self._has_registered else ():
                await self.says(more)

    def _asked_more(self, question: str, worker: Worker) -> tuple[str, ...]:
        of_others = {"for_whom": ("ya", worker.name), "phone": ("beliau sendiri",)}
        return of_others.get(question, ())

    async def hears(self, *keys: str | Key) -> str:
        """Wait until a message holds the words of all these keys; return the newest such."""
        patterns = [_pattern(key) for key in keys]

        def found() -> list[str]:
            return [
                one for one in self.heard if all(re.search(p, one, re.DOTALL) for p in patterns)
            ]

        await self.server.until(lambda: bool(found()))
        return found()[-1]

    async def presses(self, key: str) -> None:
        """Wait for a button with the label of this key, and tap the newest."""
        label = CATALOG.say("id", Text(key))
        await self.server.until(
            lambda: any(label in shown.labels for shown in self.server.shown(self.user.id))
        )
        await self.taps(label)

    async def forges(self, token: str) -> None:
        """Tap a button that was never shown, as who writes their own client can."""
        await self._tap(self.server.shown(self.user.id)[-1], token)

    @property
    def sent(self) -> list[str]:
        """All that was ever sent to this chat: texts that were rewritten later, buttons."""
        calls = [*self.server.calls("sendMessage"), *self.server.calls("editMessageText")]
        return [
            text
            for one in calls
            if int(one.chat_id) == self.user.id
            for text in (one.text, *_labels(one.reply_markup))
        ]


def _labels(markup: Any) -> list[str]:  # noqa: ANN401 - one of aiogram's, or none
    rows = getattr(markup, "inline_keyboard", ())
    return [key.text for row in rows for key in row]


def _pattern(key: str | Key) -> str:
    return (key if isinstance(key, Key) else Key(key)).pattern(CATALOG, "id")


class Stage:
    """`app` is a second one on the same database and keys, as an operator's commands are."""

    def __init__(self, bot: Served, telegram_: TelegramServer, app: App) -> None:
        self.bot, self.app = bot, app
        self._telegram = telegram_
        self._numbers = count(501)
        self._honest = count()
        self._head: Person | None = None

    def phone(self) -> Person:
        return Person(self._telegram, next(self._numbers), self.bot.post)

    async def head(self, village: str, name: str = "Pak Lurah") -> Person:
        """Return somebody who was invited, and said so: the head of a village."""
        head = self.phone()
        await self.appointed(head, village, name)
        return head

    async def appointed(self, person: Person, village: str, name: str = "Pak Lurah") -> None:
        made = await setup.invite(self.app.storage, village, name, setup.INVITATION_LASTS)
        await person.opens(f"h_{made.code}")
        await person.presses("invitation.yes")
        await person.hears("head.welcome")

    async def serves_the_honest(self) -> None:
        """Somebody registers in a village of their own, whose head confirms: all as ever."""
        self._head = self._head or await self.head(HONEST_VILLAGE, "Pak Jujur")
        worker, phone = namesake(HONEST, next(self._honest)), self.phone()
        await phone.registers(worker)
        await phone.hears("receipt.place", "next.placed")
        await self._head.hears(Key("card.worker", name=worker.name.upper()), "card.ask")
        await self._head.presses("card.ok")
        await phone.hears("decided.confirmed")

    async def statuses(self, village: str) -> list[str]:
        """Return how each registration of a village stands, oldest first."""
        found = await self.bot.rows(
            f"SELECT status FROM registrations WHERE village = '{village}' ORDER BY seq"
        )
        return [status for (status,) in found]

    async def makes_due(self) -> None:
        """Have all that is to be done later be due now."""
        await self.bot.rows("UPDATE jobs SET due_at = now() RETURNING key")


@asynccontextmanager
async def staged(url: str, home: Path, places: int = 3, **changed: str) -> AsyncIterator[Stage]:
    """Open a programme of so many places a village, and serve it."""
    keys = Keys.generate().dump()
    async with opened(Settings.read({"SERATUS_KEYS": keys}), url) as app:
        await setup.load_villages(app.storage, ["61.07"])
        assert await terms.open_programme(app.storage, programme(places)) is None
        async with serving(url, home, **{"SERATUS_KEYS": keys, **changed}) as (bot, server):
            yield Stage(bot, server, app)
