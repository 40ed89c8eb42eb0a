"""One turn: what happens to a group of messages inside its one transaction.

refuse what was taken before → lock the people → ask the brain → perform its effects
→ keep the new states → put the replies in the outbox → commit
"""

import re
import traceback
from collections.abc import Collection, Mapping, Sequence
from datetime import timedelta
from typing import Protocol
from uuid import UUID

from typing_extensions import override

from bot.ports import Offer
from bot.traits import REWRITES, traits_of
from bot.turns.directory import Directory
from bot.turns.effects import settle
from bot.turns.talk import Talk
from bot.turns.typed_labels import meant
from conversations.brain import Brain
from conversations.machine import Context
from conversations.messages import (
    Address,
    Channel,
    Incoming,
    Input,
    Moved,
    Reply,
    Said,
    Tapped,
    Text,
)
from conversations.person import moving
from conversations.zones import zone_of
from locales.catalog import FIRST_LANGUAGE, Catalog
from storage.database import Storage, UnitOfWork
from storage.errors import Collided, StorageError
from storage.ids import new_id
from storage.messages.outbox import AtOnce, Post, Reader
from storage.people.people import Person

_INDONESIAN_MOBILE = re.compile(r"628\d{8,11}")


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


class Turn:
    def __init__(  # noqa: PLR0913, PLR0917 - the parts it is put together from
        self,
        storage: Storage,
        brain: Brain,
        catalog: Catalog,
        directory: Directory,
        outlet: Outlet,
        forms: frozenset[Channel] = frozenset(),
    ) -> None:
        """`forms`: channels on which the whole form can be filled in at once."""
        self._storage = storage
        self._brain = brain
        self._catalog = catalog
        self._directory = directory
        self._outlet = outlet
        self._forms = forms

    async def take(self, incoming: Sequence[Incoming]) -> None:
        """Take a group; raise StorageError with nothing stored, or what a fault of ours raises."""
        async with self._storage.begin() as work:
            new = await work.inbox.accept(incoming)
            if not new:
                return
            posts = await self.hear(work, new)
        self._outlet.take(posts)

    async def hear(self, work: UnitOfWork, new: Sequence[Incoming]) -> list[Post]:
        """Take messages, of different people, that were not taken before.

        Return the replies that are to leave straight after the commit.
        """
        talks = await self._talks(work, new)
        for talk in talks:
            talk.hear(self._heard(talk))
        await settle(work, talks)
        return await self._keep(work, talks)

    async def _talks(self, work: UnitOfWork, new: Sequence[Incoming]) -> list[Talk]:
        """Lock everybody whom these messages are about; begin a talk with each who spoke.

        Who was only moved to another address by the channel did not.
        """
        moves = {one.sender: one.input.to for one in new if isinstance(one.input, Moved)}
        if moves and len(new) > 1:  # the others may be about the same people: one by one
            raise SamePerson
        others = await self._others(work, new, moves)
        aliases = {one.sender: alias for one in new if (alias := one.alias)}
        people = await work.people.lock([one.sender for one in new], aliases, list(others))
        if await self._others(work, new, moves) != others:  # somebody came, or moved, meanwhile
            raise Collided("identity")
        _each_once(people, others.values())
        for old, address in moves.items():
            await work.identities.move(old, address)
        pairs = zip(new, people, strict=True)
        spoke = [(one, one.input, p) for one, p in pairs if not isinstance(one.input, Moved)]
        await work.people.hear([(person, one.sent_at) for one, _, person in spoke])
        return [self._talk(one, heard, person) for one, heard, person in spoke]

    async def _others(
        self, work: UnitOfWork, new: Sequence[Incoming], moves: Mapping[Address, Address]
    ) -> dict[Address, UUID]:
        """Return whom messages are about beside their senders: all are locked in one order."""
        others: dict[Address, UUID] = {}
        if moves:
            known = await work.identities.known(list(moves.values()))
            others.update((address, row.person_id) for address, row in known.items())
        codes = [code for one in new if (code := _move_code(one))]
        if codes:
            others.update(await work.transfers.makers(codes))
        return others

    def _talk(self, incoming: Incoming, heard: Input, person: Person) -> Talk:
        context = self._context(incoming, person)
        return Talk(self._brain, self._catalog, incoming, heard, person, context)

    def _context(self, incoming: Incoming, person: Person) -> Context:
        draft = person.state.draft
        zone = zone_of(draft.answers.get("village", "") if draft else "")
        return Context(
            now=incoming.sent_at,
            today=incoming.sent_at.astimezone(zone).date(),
            fresh=new_id(),
            villages=self._directory.villages,
            programmes=self._directory.programmes,
            asks_contact=traits_of(incoming.sender).asks_contact and incoming.phone is None,
            doors={
                str(channel): door
                for channel, door in self._directory.doors.items()
                if channel is not incoming.sender.channel
            },
            # The form is published in one language; a consent must be to words that were shown.
            opens_form=incoming.sender.channel in self._forms
            and person.state.language == FIRST_LANGUAGE,
            sender_phone=_mobile(incoming),
        )

    def _heard(self, talk: Talk) -> Input:
        """A typed label means its button."""
        given = talk.heard
        if isinstance(given, Said) and (
            open_choices := self._brain.choices(talk.state, talk.context)
        ):
            language = talk.person.state.language
            most = traits_of(talk.incoming.sender).most_buttons
            token = meant(self._catalog, language, given.text, open_choices, most)
            return Tapped(token) if token else given
        return given

    async def _keep(self, work: UnitOfWork, talks: Sequence[Talk]) -> list[Post]:
        """Keep what changed; return the replies that are to leave straight after the commit."""
        await work.people.save([(talk.person, talk.state) for talk in talks])
        if done := [one for talk in talks for one in talk.done]:
            await work.audit.record(done)
        letters = [(talk.person, reply) for talk in talks for reply in talk.replies]
        return await work.outbox.put(letters, REWRITES, self._at_once(talks)) if letters else []

    def _at_once(self, talks: Sequence[Talk]) -> AtOnce:
        offer = self._outlet.offers()
        readers = {
            talk.person.address: Reader(
                talk.incoming.sender,
                talk.state.language,
                max(talk.incoming.sent_at, talk.person.heard_at),
            )
            for talk in talks[: offer.room]
        }
        return AtOnce(readers, offer.lease, offer.sent)

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
            if not await work.inbox.accept([incoming]):
                return
            told, person = "".join(traceback.format_exception(fault)), None
            if sorry:
                aliases = {incoming.sender: alias} if (alias := incoming.alias) else {}
                person = (await work.people.lock([incoming.sender], aliases))[0]
                await work.outbox.put([(person, self._sorry(incoming, person))])
            await work.parked.put(incoming, fault, told, person)

    def _sorry(self, incoming: Incoming, person: Person) -> Reply:
        sorry = Text("sorry")
        try:
            asked = self._brain.resume(person.state, self._context(incoming, person), sorry)
            return asked.replies[0]
        except Exception:  # noqa: BLE001 - the fault may be in the question itself
            return Reply((sorry,))


class SamePerson(Exception):  # noqa: N818 - not a fault: the group is taken one by one
    """Two messages of a group are, or may be, about one person."""


def _each_once(people: Sequence[Person], others: Collection[UUID]) -> None:
    """Refuse a group in which somebody is twice; one message may be about its own sender."""
    ids = [*(person.id for person in people), *others]
    if len(people) > 1 and len(set(ids)) != len(ids):
        raise SamePerson


def _move_code(incoming: Incoming) -> str | None:
    return None if isinstance(incoming.input, Moved) else moving.move_code(incoming.input)


def _mobile(incoming: Incoming) -> str | None:
    """Return the sender's own number as an answer would be read, if it can be one."""
    found = _INDONESIAN_MOBILE.fullmatch(incoming.phone or "")
    return f"+{found[0]}" if found else None
