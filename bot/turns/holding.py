"""Holding: what a chat sends faster than it can be answered waits, and is taken in its order.

Answers are never dropped: what is too fast is kept in the database (storage/messages/held.py) in
the turn that came for it, so its platform is told that it was taken, and nobody else waits. The
chat is told once. Somebody looks for what is due meanwhile, and hands it to the turns again.
"""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Mapping, Sequence
from dataclasses import field
from datetime import timedelta
from uuid import UUID

import structlog

from bot.patience import dropped
from bot.ports import Take
from bot.traits import TRAITS, traits_of
from bot.trouble import Trouble
from bot.turns.chats import Chat, Chats
from bot.turns.for_ever import for_ever
from bot.turns.talk import Talk
from conversations.messages import Address, Channel, Incoming, Reply, SentMedia, Tapped, Text
from conversations.record import record
from storage.database import Storage
from storage.errors import Collided
from storage.messages.held import Kept
from storage.people.people import Person
from storage.unit_of_work import UnitOfWork

log: structlog.stdlib.BoundLogger = structlog.get_logger()

LOOK = timedelta(seconds=0.5)
AT_MOST = 64  # chats of which one message is taken at once: a group


@record
class Held(Incoming):
    """A message that was held, and is taken now. `row`: what goes when it is.

    `address`: the id of the chat's, which it keeps wherever the chat is met.
    """

    row: UUID = field(kw_only=True)
    address: UUID = field(kw_only=True)


@record
class Admitted:
    """Who is heard now, what others are told who must wait, and how fast all of them were."""

    talks: Sequence[Talk]
    told: Sequence[tuple[Person, Reply]] = ()
    chats: Mapping[Address, Chat] = field(default_factory=dict)

    def leaving(self) -> Mapping[Address, Chat]:
        """Return what is to be remembered of the chats once all were heard."""
        heard = {
            talk.said.sender: chat._replace(at_something=bool(talk.state.drafts) or not talk.new)
            for talk in self.talks
            if (chat := self.chats.get(talk.said.sender))
        }
        return {**self.chats, **heard}


async def admit(work: UnitOfWork, talks: Sequence[Talk], chats: Chats) -> Admitted:
    """Hold what came too fast, or behind something that is held; let the others be heard.

    Raise Collided if somebody of whom something was held is met elsewhere since.
    """
    heard: list[Talk] = []
    held: list[tuple[Person, Incoming]] = []
    told: list[tuple[Person, Reply]] = []
    paced: dict[Address, Chat] = {}
    for talk in talks:
        said, person = talk.said, talk.person
        if isinstance(said, Held) and person.address != said.address:
            raise Collided("identity")  # the chat was moved, and somebody new is met there now
        if isinstance(said, Held) or not traits_of(said.sender).paced:
            heard.append(talk)
            continue
        tapped = isinstance(said.input, Tapped)
        chat = chats.of(said.sender).hearing(said.sent_at, tapped=tapped)
        if chat.too_fast or person.waits:
            held.append((person, said))
            if not (chat.told or person.waits):
                told.append((person, Reply((Text("too_fast"),))))
                log.info("chat_too_fast", channel=str(person.channel))
            chat = chat._replace(told=True)
        else:
            heard.append(talk)
        paced[said.sender] = chat
    if held:
        await work.held.put(held)
    if back := [talk.said.sender for talk in heard if isinstance(talk.said, Held)]:
        await work.held.go_on(back)
    return Admitted(heard, told, paced)


@contextlib.asynccontextmanager
async def letting_in(
    storage: Storage, take: Take, channel: Channel, account: str, look: timedelta = LOOK
) -> AsyncIterator[None]:
    """Look meanwhile for what is due of what was held, and have it taken."""
    task = asyncio.create_task(_for_ever(storage, take, channel, account, look))
    try:
        yield
    finally:
        await dropped(task)


async def _for_ever(
    storage: Storage, take: Take, channel: Channel, account: str, look: timedelta
) -> None:
    trouble = Trouble(log.bind(channel=channel.value), "held_wait", "held_go_on")
    # Whatever fails, what is held stays held.
    await for_ever(lambda: let_in(storage, take, channel, account), look, trouble)


async def let_in(storage: Storage, take: Take, channel: Channel, account: str) -> int:
    """Have the first message of each chat taken that is due; return how many there were."""
    async with storage.begin(whole=False) as work:
        due = await work.held.due(channel, account, AT_MOST)
        for row in work.held.unreadable:
            log.error("held_unreadable", held=str(row), todo="check SERATUS_KEYS")
    # With the database away they stay, and are due the next time.
    await asyncio.gather(*(take(_read(one)) for one in due), return_exceptions=True)
    return len(due)


def _read(kept: Kept) -> Held:
    """Read a body that was held; what cannot be read any more is met as odd media are."""
    incoming = None
    with contextlib.suppress(ValueError):
        reader = TRAITS[kept.sender.channel].reader.load()
        incoming = reader(kept.raw, kept.sender.account, kept.sent_at)
    return Held(
        sender=kept.sender,
        message_id=kept.message_id,
        input=incoming.input if incoming else SentMedia("unknown"),
        sent_at=kept.sent_at,
        raw=kept.raw,
        phone=incoming.phone if incoming else None,
        row=kept.id,
        address=kept.address,
    )
