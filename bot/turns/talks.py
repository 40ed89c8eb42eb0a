"""How a turn begins: who is locked, and in which context each of them talks.

By messages, or by something that became due and that nobody wrote. All whom a group of messages is
about are locked in one order: their senders, whoever made a code that one of them confirms, and
whoever is met at an address that another became.
"""

import re
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from uuid import UUID

from bot.traits import platform, traits_of
from bot.turns.directory import Directory
from bot.turns.talk import Talk
from bot.turns.typed_labels import TypedLabels
from conversations.brain import Brain
from conversations.machine import Context, Due
from conversations.messages import (
    Address,
    Incoming,
    Input,
    Moved,
    Reply,
    SharedContact,
    Text,
)
from conversations.person import moving
from conversations.record import record
from locales.catalog import FIRST_LANGUAGE, Catalog
from storage.errors import Collided
from storage.people.people import Person
from storage.unit_of_work import UnitOfWork

_INDONESIAN_MOBILE = re.compile(r"628\d{8,11}")


class SamePerson(Exception):  # noqa: N818 - not a fault: the group is taken one by one
    """Two messages of a group are, or may be, about one person."""


@record
class Talks:
    """Begins them. `forms`: the settings that are set of channels which show the whole form."""

    brain: Brain
    catalog: Catalog
    directory: Directory
    forms: frozenset[str] = frozenset()

    # messages

    async def of_messages(self, work: UnitOfWork, new: Sequence[Incoming]) -> list[Talk]:
        """Lock everybody whom these messages are about; begin a talk with each who spoke.

        Who was only moved to another address by the channel did not. Raise SamePerson or Collided.
        """
        moves = {one.sender: one.input.to for one in new if isinstance(one.input, Moved)}
        if moves and len(new) > 1:  # the others may be about the same people: one by one
            raise SamePerson
        codes = [code for one in new if (code := _move_code(one))]
        others = await _others(work, moves, codes)
        aliases = {one.sender: alias for one in new if (alias := one.alias)}
        people = await work.people.lock([one.sender for one in new], aliases, list(others))
        if await _others(work, moves, codes) != others:  # somebody came, or moved, meanwhile
            raise Collided("identity")
        _each_once(people, others.values())
        for old, address in moves.items():
            await work.identities.move(old, address)
        pairs = zip(new, people, strict=True)
        spoke = [(one, one.input, p) for one, p in pairs if not isinstance(one.input, Moved)]
        await work.people.hear([(person, one.sent_at) for one, _, person in spoke])
        numbers = [(p, number) for one, heard, p in spoke if (number := _own_number(one, heard))]
        await work.people.number(numbers)
        return [self._said(one, heard, person) for one, heard, person in spoke]

    def _said(self, incoming: Incoming, heard: Input, person: Person) -> Talk:
        context = self._of_message(incoming, person)
        return Talk(self.brain, self.catalog, heard, person, context, incoming)

    def _of_message(self, incoming: Incoming, person: Person) -> Context:
        draft = person.state.draft
        village = self.brain.village(draft) if draft else ""
        return self._context(person, incoming.sent_at, village, incoming)

    def sorry(self, incoming: Incoming, person: Person) -> Reply:
        """Say sorry and ask again, as far as the fault that is sorry for lets us."""
        sorry = Text("sorry")
        try:
            asked = self.brain.resume(person.state, self._of_message(incoming, person), sorry)
            return asked.replies[0]
        except Exception:  # noqa: BLE001 - the fault may be in the question itself
            return Reply((sorry,))

    # what nobody wrote

    def of_due(self, due: Due, person: Person, village: str, now: datetime) -> Talk:
        """Begin a talk with somebody who is locked, because something became due."""
        context = self._context(person, now, village)
        return Talk(self.brain, self.catalog, due, person, context)

    def _context(
        self, person: Person, now: datetime, village: str, incoming: Incoming | None = None
    ) -> Context:
        address = incoming.sender if incoming else Address(person.channel, person.account, "")
        language, traits = person.state.language, traits_of(address)
        asks = incoming is not None and traits.asks_contact and incoming.phone is None
        return Context(
            *self.directory.facts(now, village),
            asks_contact=asks,
            doors={
                str(other): door
                for other, door in self.directory.doors.items()
                if other is not platform(address)
            },
            # The form is published in one language; a consent must be to words that were shown.
            opens_form=traits.form in self.forms and language == FIRST_LANGUAGE,
            sender_phone=_mobile(incoming) if incoming else None,
            labelled=TypedLabels(self.catalog, language, traits.most_buttons),
        )


async def _others(
    work: UnitOfWork, moves: Mapping[Address, Address], codes: Sequence[str]
) -> dict[Address, UUID]:
    """Return whom messages are about beside their senders: all are locked in one order."""
    others: dict[Address, UUID] = {}
    if moves:
        known = await work.identities.known(list(moves.values()))
        others.update((address, row.person_id) for address, row in known.items())
    if codes:
        others.update(await work.transfers.makers(codes))
    return others


def _each_once(people: Sequence[Person], others: Collection[UUID]) -> None:
    """Refuse a group in which somebody is twice; one message may be about its own sender."""
    ids = [*(person.id for person in people), *others]
    if len(people) > 1 and len(set(ids)) != len(ids):
        raise SamePerson


def _move_code(incoming: Incoming) -> str | None:
    return None if isinstance(incoming.input, Moved) else moving.move_code(incoming.input)


def _own_number(incoming: Incoming, heard: Input) -> str | None:
    """Return the number that the channel vouches for, now or with each message."""
    match heard:
        case SharedContact(phone, own=True):
            return phone
        case _:
            return incoming.phone


def _mobile(incoming: Incoming) -> str | None:
    """Return the sender's own number as an answer would be read, if it can be one."""
    found = _INDONESIAN_MOBILE.fullmatch(incoming.phone or "")
    return f"+{found[0]}" if found else None
