"""Where a keyboard asks for somebody's number, and which message takes it away.

On a channel whose keyboard stays until it is taken away, it outlives the question: a number that
is typed does not close it. So the chat is known to show it from the message that brings it, until
the next that is said to the same person in a turn of their own. One that has buttons itself cannot
take a keyboard away, and is told to come with one that does.
"""

from collections.abc import Callable, Sequence
from typing import TypeAlias
from uuid import UUID

from sqlalchemy import Boolean, Uuid, update

from conversations.messages import Channel, Reply
from storage.people.people import Person
from storage.rows import Rows
from storage.tables import addresses
from storage.work import Work

Where: TypeAlias = Callable[[Channel, str], bool]
"""Say whether something is so at an account of a channel."""

_ASKED = Rows("asked", address_id=Uuid(), asks=Boolean())
_ASK = (
    update(addresses)
    .where(addresses.c.id == _ASKED.c.address_id)
    .values(asks_contact=_ASKED.c.asks)
)


async def closing(
    work: Work,
    letters: Sequence[tuple[Person | None, Reply]],
    mail: Sequence[tuple[UUID, Reply]],
    stays: Where,
) -> set[int]:
    """Return the places in the mail of what must take a keyboard away; remember who sees one.

    `mail`: which address gets which message. `stays`: where the keyboard does.
    """
    asked = {p.address: p.asks_contact for p, _ in letters if p and stays(p.channel, p.account)}
    said: dict[UUID, list[int]] = {}
    for place, (address, reply) in enumerate(mail):
        if address in asked and not reply.edits:
            said.setdefault(address, []).append(place)
    asks = {
        address: any(choice.asks_contact for place in places for choice in mail[place][1].choices)
        for address, places in said.items()
    }
    if changed := [(address, now) for address, now in asks.items() if now != asked[address]]:
        await work.along(_ASK, _ASKED.bind(changed))
    gone = [places[0] for address, places in said.items() if asked[address] and not asks[address]]
    return {place for place in gone if mail[place][1].choices}
