"""One turn: what happens to a group of messages inside its one transaction.

refuse what was taken before → lock the people → ask the brain → perform its effects
→ keep the new states → put the replies in the outbox → commit
"""

import traceback
from collections.abc import Callable, Sequence
from uuid import UUID

from bot.directory import Directory
from bot.effects import Effects
from bot.rendering import meant
from bot.talks import Talk
from conversations.brain import Brain
from conversations.machine import Context
from conversations.messages import Channel, Incoming, Input, Reply, Said, Tapped, Text
from conversations.zones import zone_of
from locales.catalog import Catalog
from storage.database import Storage, UnitOfWork
from storage.errors import StorageError
from storage.ids import new_id
from storage.people import Person

ASKS_CONTACT = frozenset({Channel.TELEGRAM})  # channels with a button for one's own number


class Turn:
    def __init__(
        self,
        storage: Storage,
        brain: Brain,
        catalog: Catalog,
        directory: Directory,
        committed: Callable[[], None],
    ) -> None:
        """`committed` is called after every commit: there may be something to deliver."""
        self._storage = storage
        self._brain = brain
        self._catalog = catalog
        self._directory = directory
        self._effects = Effects(catalog)
        self._committed = committed

    async def take(self, incoming: Sequence[Incoming]) -> None:
        """Take a group; raise StorageError with nothing stored, or what a fault of ours raises."""
        async with self._storage.begin() as work:
            new = await work.inbox.accept(incoming)
            if not new:
                return
            people = await work.people.lock([one.sender for one in new])
            talks = [self._talk(one, person) for one, person in zip(new, people, strict=True)]
            _one_message_a_person(talks)
            for talk in talks:
                talk.hear(self._heard(talk))
            await self._effects.settle(work, talks)
            await self._keep(work, talks)
        self._committed()

    def _talk(self, incoming: Incoming, person: Person) -> Talk:
        return Talk(self._brain, incoming, person, self._context(incoming, person))

    def _context(self, incoming: Incoming, person: Person) -> Context:
        draft = person.state.draft
        zone = zone_of(draft.answers.get("village", "") if draft else "")
        return Context(
            now=incoming.sent_at,
            today=incoming.sent_at.astimezone(zone).date(),
            fresh=new_id(),
            villages=self._directory.villages,
            programmes=self._directory.programmes,
            asks_contact=incoming.sender.channel in ASKS_CONTACT,
        )

    def _heard(self, talk: Talk) -> Input:
        """A typed label means its button."""
        given = talk.incoming.input
        if isinstance(given, Said) and (
            open_choices := self._brain.choices(talk.state, talk.context)
        ):
            language = talk.person.state.language
            token = meant(self._catalog, language, given.text, open_choices)
            return Tapped(token) if token else given
        return given

    async def _keep(self, work: UnitOfWork, talks: Sequence[Talk]) -> None:
        await work.people.save([(talk.person, talk.state) for talk in talks])
        if done := [one for talk in talks for one in talk.done]:
            await work.audit.record(done)
        letters = [(talk.person, reply) for talk in talks for reply in talk.replies]
        if letters:
            await work.outbox.put(letters)

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
        self._committed()

    async def _park(self, incoming: Incoming, fault: Exception, *, sorry: bool) -> None:
        async with self._storage.begin() as work:
            if not await work.inbox.accept([incoming]):
                return
            await work.parked.put(incoming, fault, "".join(traceback.format_exception(fault)))
            if sorry:
                person = (await work.people.lock([incoming.sender]))[0]
                await work.outbox.put([(person, self._sorry(incoming, person))])

    def _sorry(self, incoming: Incoming, person: Person) -> Reply:
        sorry = Text("sorry")
        try:
            asked = self._brain.resume(person.state, self._context(incoming, person), sorry)
            return asked.replies[0]
        except Exception:  # noqa: BLE001 - the fault may be in the question itself
            return Reply((sorry,))


class SamePerson(Exception):  # noqa: N818 - not a fault: the group is taken one by one
    """Two messages of a group come from one person, by two addresses."""


def _one_message_a_person(talks: Sequence[Talk]) -> None:
    ids: set[UUID] = {talk.person.id for talk in talks}
    if len(ids) != len(talks):
        raise SamePerson
