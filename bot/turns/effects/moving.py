"""Going on elsewhere: two addresses become one person's, or are parted again."""

from dataclasses import replace
from datetime import timedelta

from bot.traits import platform
from bot.turns.talk import Talk
from conversations.effects import FindStanding, Join, OpenTransfer, Separate
from conversations.outcomes.moving import Joined, NotJoined, Separated
from conversations.outcomes.outcome import Outcome
from conversations.person.moving import told_there
from storage.unit_of_work import UnitOfWork


async def open_transfer(work: UnitOfWork, talk: Talk, _: OpenTransfer) -> Outcome:
    """Make a code, but none for an official: an office moves by an invitation alone."""
    if await work.officials.villages([talk.person.id]):
        return NotJoined("office")
    return await work.transfers.open(talk.person)


async def join(work: UnitOfWork, talk: Talk, wish: Join) -> Outcome:
    """Make the sender one with whoever made the code; both have been locked."""
    if await _settled_here(work, talk):
        return NotJoined("own")
    maker = await work.transfers.redeem(wish.code, by=talk.person)
    if maker is None:
        return NotJoined("refused")
    if await work.officials.villages([maker.person]):
        return NotJoined("office")
    await work.identities.join(maker.person, talk.person.id)
    # To the second: from now on they are met here, and asked for the code elsewhere just now.
    await work.people.hear([(talk.person, talk.said.sent_at)], again=timedelta(0))
    talk.become(await work.people.again(maker.person, talk.person))
    there = await work.people.again(maker.person, replace(talk.person, address=maker.address))
    channel, at = platform(talk.said.sender), talk.said.sent_at
    talk.elsewhere.append((there, told_there(channel, at)))
    return Joined()


async def separate(work: UnitOfWork, talk: Talk, _: Separate) -> Outcome:
    joined = await work.transfers.undo(talk.person)
    await work.identities.part(joined)
    return Separated(len(joined))


async def _settled_here(work: UnitOfWork, talk: Talk) -> bool:
    """Whether somebody has told, registered or decided something: a code must not give it away."""
    person = talk.person
    if any(talk.brain.told(draft) for draft in person.state.drafts):
        return True
    [found] = await work.registrations.standing([(person.id, FindStanding())])
    heads = await work.officials.villages([person.id])
    return bool(found.registrations or heads.get(person.id))
