"""One turn: what happens to a group of messages inside its one transaction.

refuse what was taken before → lock the people → hold what came too fast (holding.py)
→ ask the brain → perform its effects → keep the new states → put the replies in the outbox
→ commit

A turn that nobody wrote is the same from the brain on: something became due (bot/turns/due.py).
"""

import traceback
from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Protocol

import structlog
from typing_extensions import override

from bot.ports import Offer
from bot.traits import keeps_keyboard, rewrites
from bot.turns import forgetting, reminders
from bot.turns.chats import Chat, Chats
from bot.turns.effects.settling import settle
from bot.turns.holding import Held, admit
from bot.turns.talk import Talk
from bot.turns.talks import Talks
from conversations.messages import Address, Incoming, Moved, Reply
from conversations.record import record
from storage.database import Storage
from storage.errors import StorageError
from storage.messages.outbox import AtOnce, Post, Reader
from storage.people.people import Person
from storage.unit_of_work import UnitOfWork

log: structlog.stdlib.BoundLogger = structlog.get_logger()


class Outlet(Protocol):
    """Where the replies leave: `Delivery`."""

    def offers(self) -> Offer: ...

    def take(self, posts: Sequence[Post]) -> None: ...


class Elsewhere(Outlet):
    """Nothing leaves from this process: whoever serves looks for what is due."""

    @override
    def offers(self) -> Offer:
        return Offer(0, timedelta(), ())

    @override
    def take(self, posts: Sequence[Post]) -> None: ...


async def play(work: UnitOfWork, talks: Sequence[Talk]) -> list[tuple[Person, Reply]]:
    """Let the brain answer, whoever began; perform its effects; keep what changed.

    Return what is to be said, and to whom if a reply does not name somebody else.
    """
    for talk in talks:
        talk.hear(talk.event)
    await settle(work, talks)
    await work.people.save([(talk.person, talk.state) for talk in talks])
    await work.jobs.put(
        [
            job
            for talk in talks
            for made in (reminders.made, forgetting.made)
            for job in made(talk, work.now)
        ]
    )
    for talk in talks:
        if talk.hushed:
            log.info("repeats_itself", channel=str(talk.person.channel))
    if done := [one for talk in talks for one in talk.done]:
        work.audit.record(done)
    return [
        letter
        for talk in talks
        for letter in (*((talk.person, reply) for reply in talk.replies), *talk.elsewhere)
    ]


@record
class Heard:
    """What came of messages: the replies that are to leave straight after the commit.

    `chats`: what to remember of who wrote, once it is committed.
    """

    posts: Sequence[Post]
    chats: Mapping[Address, Chat]


class Turn:
    """`chats` is what its process remembers of those who wrote."""

    def __init__(self, storage: Storage, talks: Talks, outlet: Outlet, chats: Chats) -> None:
        self._storage = storage
        self._talks = talks
        self._outlet = outlet
        self._chats = chats

    async def take(self, incoming: Sequence[Incoming]) -> None:
        """Take a group; raise StorageError with nothing stored, or what a fault of ours raises."""
        async with self._storage.begin() as work:
            new = await _new(work, incoming)
            if not new:
                return
            heard = await self.hear(work, new)
        self._chats.keep(heard.chats)
        self._outlet.take(heard.posts)

    async def hear(self, work: UnitOfWork, new: Sequence[Incoming]) -> Heard:
        """Take messages, of different people, that were not taken before."""
        talks = await self._talks.of_messages(work, new)
        admitted = await admit(work, talks, self._chats)
        letters = [*admitted.told, *(await play(work, admitted.talks))]
        posts: Sequence[Post] = ()
        if letters:
            at_once = self._at_once(admitted.talks)
            posts = await work.outbox.put(letters, rewrites, at_once, keyboards=keeps_keyboard)
        return Heard(posts, admitted.leaving())

    def _at_once(self, talks: Sequence[Talk]) -> AtOnce:
        offer = self._outlet.offers()
        new = [talk for talk in talks if talk.new]
        others = [talk for talk in talks if not talk.new]
        readers = {
            talk.person.address: Reader(
                said.sender, talk.state.language, max(said.sent_at, talk.person.heard_at)
            )
            for talk in (*others[: offer.room], *new[: offer.new])
            if (said := talk.incoming)
        }
        return AtOnce(readers, offer.lease, offer.sent, {talk.person.address for talk in new})

    async def park(self, incoming: Incoming, fault: Exception) -> None:
        """Keep a message a fault of ours kept from being taken; say sorry and ask again.

        If even its sender cannot be read (the keys do not open the draft), it is kept unanswered.
        """
        try:
            await self._park(incoming, fault, sorry=True)
        except StorageError:
            raise
        except Exception:  # noqa: BLE001 - the fault is in what the sorry needs
            await self._park(incoming, fault, sorry=False)
        self._outlet.take(())

    async def _park(self, incoming: Incoming, fault: Exception, *, sorry: bool) -> None:
        sorry = sorry and not isinstance(incoming.input, Moved)  # who said nothing hears nothing
        async with self._storage.begin() as work:
            if not await _new(work, [incoming]):
                return
            told, person = "".join(traceback.format_exception(fault)), None
            if sorry:
                aliases = {incoming.sender: alias} if (alias := incoming.alias) else {}
                person = (await work.people.lock([incoming.sender], aliases))[0]
                sorry_first = [(person, self._talks.sorry(incoming, person))]
                await work.outbox.put(sorry_first, keyboards=keeps_keyboard)
            await work.parked.put(incoming, fault, told, person)
            if isinstance(incoming, Held):
                await work.held.go_on([incoming.sender])


async def _new(work: UnitOfWork, incoming: Sequence[Incoming]) -> list[Incoming]:
    """Return what was not taken before: by the inbox, or by what is held still."""
    held = [one for one in incoming if isinstance(one, Held)]
    if not held:
        return await work.inbox.accept(incoming)
    fresh = [one for one in incoming if not isinstance(one, Held)]
    new = await work.inbox.accept(fresh) if fresh else []
    there = await work.held.take({one.row: one.sender for one in held})
    return [*new, *(one for one in held if one.row in there)]
