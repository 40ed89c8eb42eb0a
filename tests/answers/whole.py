"""Plays whole chats through real turns, and tells whether each ends as its writer wanted.

    python -m tests.answers.whole FILE [--channel telegram] [--show ID]

A line of the file is a chat: what somebody writes, in order, whatever the bot asks, and how it
must end. For each it is told `ok` or what differs. People answer late, twice, and beside the
point; where the bot asks a reading back, they say whether it is right.
"""

import argparse
import asyncio
import json
import re
import sys
import tempfile
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, TypeAlias
from uuid import UUID

from bot.app import App, opened
from bot.commands import setup, terms
from bot.postgres import start
from bot.settings import Settings
from bot.turns.due import Jobs
from bot.turns.turn import play
from conversations.forms.position import open_question
from conversations.machine import Draft, State
from conversations.messages import Address, Channel, Incoming, Reply, Said
from conversations.notes import Menu
from conversations.programme import Programme
from conversations.registration.form import FORM
from locales.catalog import FIRST_LANGUAGE
from storage.ids import new_id
from storage.migrate import migrate
from storage.sealing import Keys
from tests.clock import SteppedClock

Chat: TypeAlias = dict[str, Any]
NOW = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)
REGENCIES = ("61.04", "61.07")
MOST_ASKED_BACK = 4  # readings in a row, before somebody goes on writing
SAME_IN_A_ROW = 3
_WORD = re.compile(r"\w+")


def plain(answer: object) -> str:
    """Return an answer as chats compare them: upper case, other signs as one space."""
    return " ".join(_WORD.findall(str(answer).upper()))


def is_one_of(told: str | None, wanted: object) -> bool:
    each = wanted if isinstance(wanted, list) else [wanted]
    return told is not None and plain(told) in {plain(one) for one in each}


@dataclass
class Player:
    """One person on a channel, who writes and is answered."""

    app: App
    chat: Chat
    channel: Channel
    heard: list[str] = field(default_factory=list)
    last: str = ""
    sent_by: list[str] = field(default_factory=list)
    state: State = field(default_factory=State)

    @property
    def sender(self) -> Address:
        return Address(self.channel, "chats", self.chat["id"])

    async def say(self, text: str) -> None:
        """Write something, and have it taken by a turn."""
        phone = self.chat.get("sender_phone")
        said = Incoming(
            self.sender,
            str(new_id()),
            Said(text),
            self.app.clock.now(),
            phone=phone.removeprefix("+") if phone else None,
        )
        async with self.app.storage.begin() as work:
            await work.inbox.accept([said])
            [talk] = await self.app.talks.of_messages(work, [said])
            letters = await play(work, [talk])
            self.state = talk.state
            if any(act.kind == "submitted" for act in talk.done):
                self.sent_by.append(text)
        mine = [self._words(reply) for _, reply in letters if reply.to is None]
        self.heard.append("\n\n".join(mine))
        self.last = text
        self.app.clock.step(seconds=20)  # type: ignore[attr-defined]  # a SteppedClock

    def _words(self, reply: Reply) -> str:
        labels = [self.app.catalog.say(FIRST_LANGUAGE, one.label) for one in reply.choices]
        said = "\n\n".join(self.app.catalog.say(FIRST_LANGUAGE, text) for text in reply.texts)
        return said + (f"\n[{' | '.join(labels)}]" if labels else "")

    async def pause(self, hours: float) -> None:
        self.app.clock.step(hours=hours)  # type: ignore[attr-defined]  # the same
        await Jobs(self.app.storage, self.app.talks).round()

    @property
    def draft(self) -> Draft | None:
        return self.state.draft

    @property
    def stands_at(self) -> str:
        if self.draft is None:
            return "idle"
        if self.draft.notes.menu is Menu.EDIT:
            return "edit"
        return open_question(FORM, self.draft).name

    @property
    def asked_back(self) -> bool | None:
        """Whether what is asked back is what the writer wants; None if nothing is."""
        draft = self.draft
        if draft is None:
            return None
        if draft.notes.menu is Menu.END:
            return bool(draft.notes.ending == self.chat["end"].get("ended"))
        offered = draft.notes.offered
        if offered is None or len(offered.candidates) != 1:
            return None
        question, wanted = FORM.find(offered.question), self._wanted()
        assert question is not None
        asking = _asking(draft, self.app)
        given = FORM.pick(question, offered.candidates[0], asking)
        return all(is_one_of(told, wanted.get(name, told)) for name, told in given.items())

    def _wanted(self) -> dict[str, Any]:
        every = self.chat["end"].get("registrations", [])
        return every[-1]["answers"] if every else {}

    async def plays(self) -> None:
        for message in self.chat["messages"]:
            if "pause_h" in message:
                await self.pause(message["pause_h"])
                continue
            await self._answers_what_is_asked_back(message)
            if self._says(message):
                await self.say(message["say"])
        last = {"at": ""}
        await self._answers_what_is_asked_back(last)

    async def _answers_what_is_asked_back(self, following: dict[str, Any]) -> None:
        for _ in range(MOST_ASKED_BACK):
            right = self.asked_back
            if right is None or following.get("at") == "any_ask_back":
                return
            await self.say(self.chat["yes"] if right else self.chat["no"])

    def _says(self, message: dict[str, Any]) -> bool:
        told = self.draft.answers if self.draft else {}
        if any(is_one_of(told.get(k), v) for k, v in message.get("unless", {}).items()):
            return False
        if not message.get("if_at"):
            return True
        if message["at"] == "any_ask_back":
            return self.asked_back is not None
        return message["at"] in {self.stands_at, "any"}


def _asking(draft: Draft, app: App) -> Any:  # noqa: ANN401 - an Asking, of the brain
    from conversations.forms.question import Asking  # noqa: PLC0415
    from tests.conversations.talk import context  # noqa: PLC0415

    return Asking(draft, context(villages=app.directory.villages, today=NOW.date()))


async def differs(player: Player) -> list[str]:
    """Return what is not as the chat's end wants it."""
    end, wrong = player.chat["end"], []
    told = await registered(player)
    wanted = list(end.get("registrations", []))
    if len(told) != len(wanted):
        wrong.append(f"{len(told)} registrations instead of {len(wanted)}")
    for (answers, village), one in zip(told, wanted, strict=False):
        wrong += [
            f"{name} is {answers.get(name)!r}, not {value!r}"
            for name, value in one["answers"].items()
            if not is_one_of(answers.get(name), value)
        ]
        if "village_name" in one and village != one["village_name"]:
            wrong.append(f"village {village!r}, not {one['village_name']!r}")
    drafts = len(player.state.drafts)
    if "drafts" in end and drafts != end["drafts"]:
        wrong.append(f"{drafts} unfinished, not {end['drafts']}, at {player.stands_at}")
    if "ended" in end and end["ended"] not in {d.notes.ending for d in player.state.ended}:
        wrong.append(f"did not end by {end['ended']!r}")
    everything = "\n".join(player.heard).casefold()
    wrong += [
        f"never heard {one!r}"
        for one in _listed(end.get("told"))
        if one.casefold() not in everything
    ]
    wrong += [f"sent by {text!r}" for text in player.sent_by if "kirim" not in text.casefold()]
    return wrong + _again_and_again(player.heard)


def _listed(told: object) -> list[str]:
    if told is None:
        return []
    return [str(one) for one in told] if isinstance(told, list) else [str(told)]


def _again_and_again(heard: Sequence[str]) -> list[str]:
    return [
        f"the same reply {SAME_IN_A_ROW} times: {one[:60]!r}"
        for at, one in enumerate(heard)
        if one and heard[at : at + SAME_IN_A_ROW] == [one] * SAME_IN_A_ROW
    ][:1]


async def registered(player: Player) -> list[tuple[dict[str, str], str]]:
    """Return the answers of what somebody sent, with where they live, in order."""
    async with player.app.storage.begin() as work:
        [person] = await work.people.lock([player.sender])
        inner = work._work
        rows = await inner.connection.fetch(
            "SELECT id, village, sealed, nik_id, programme_id FROM registrations"
            " WHERE person_id = $1 ORDER BY seq",
            UUID(str(person.id)),
        )
        bound = ("id", "sealed", "nik_id", "programme_id")
        opened_ = [
            inner.sealer.unseal("registrations", *(row[name] for name in bound)) for row in rows
        ]
    villages = player.app.directory.villages
    return [
        (answers, f"{villages[row['village']].name}, {villages[row['village']].district}")
        for row, answers in zip(rows, opened_, strict=True)
    ]


@asynccontextmanager
async def house(url: str) -> AsyncIterator[App]:
    """Open the bot on a migrated database, with programmes in both regencies."""
    nowhere = Path("/nonexistent")
    settings = Settings.read(
        {"SERATUS_KEYS": Keys.generate().dump(), "SERATUS_HOME": str(nowhere)}
    )
    async with opened(settings, url, SteppedClock(NOW)) as app:
        await setup.load_villages(app.storage, REGENCIES)
        for regency in REGENCIES:
            cover = (
                datetime(2027, 1, 1, tzinfo=UTC).date(),
                datetime(2027, 12, 31, tzinfo=UTC).date(),
            )
            programme = Programme(new_id(), regency, 2027, 20, *cover, "APBD")
            await terms.open_programme(app.storage, programme)
        await app.directory.read(app.storage)
        yield app


async def played(app: App, chat: Chat, channel: Channel | None = None) -> tuple[Player, list[str]]:
    """Play a chat; return who played it, and what differs from the end it should have."""
    player = Player(app, chat, channel or Channel(chat.get("channel", "telegram")))
    await player.plays()
    return player, await differs(player)


async def _all(url: str, chats: Sequence[Chat], channel: Channel | None, show: str) -> int:
    failed = 0
    async with house(url) as app:
        for chat in chats:
            player, wrong = await played(app, chat, channel)
            failed += bool(wrong)
            sys.stdout.write(f"{chat['id']}: {'; '.join(wrong) or 'ok'}\n")
            if show in {chat["id"], "all"}:
                sys.stdout.write("\n".join(player.heard) + "\n")
    return failed


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("file", type=Path)
    parser.add_argument("--channel", type=Channel, default=None)
    parser.add_argument("--show", default="", help="a chat's id, or all: print what was said")
    given = parser.parse_args()
    chats = [json.loads(line) for line in given.file.read_text("utf-8").splitlines()]
    with tempfile.TemporaryDirectory(prefix="seratus-chats-") as home:
        server = start(Path(home))
        try:
            url = server.url_of("postgres")
            asyncio.run(migrate(url))
            return 1 if asyncio.run(_all(url, chats, given.channel, given.show)) else 0
        finally:
            server.stop()


if __name__ == "__main__":
    sys.exit(main())
