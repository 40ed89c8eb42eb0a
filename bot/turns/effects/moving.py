"""Going on elsewhere: two addresses become one person's, or are parted again."""

from datetime import timedelta

from bot.traits import platform
from bot.turns.talk import Talk
from conversations.effects import FindStanding, Join, OpenTransfer, Separate
from conversations.messages import Reply, Text
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
    await work.joining.join(maker.person, talk.person.id, maker.code)
    # To the second: from now on they are met here, and asked for the code elsewhere just now.
    await work.people.hear([(talk.person, talk.said.sent_at)], again=timedelta(0))
    talk.become(await work.people.met_at(talk.person.address))
    there = await work.people.met_at(maker.address)
    channel, at = platform(talk.said.sender), talk.said.sent_at
    talk.elsewhere.append((there, told_there(channel, at)))
    return Joined()


async def separate(work: UnitOfWork, talk: Talk, _: Separate) -> Outcome:
    joined = await work.transfers.undo(talk.person)
    return Separated(len(await work.joining.part(joined)))


async def stay_alone(work: UnitOfWork, talk: Talk) -> None:
    """Part the sender's chat from all others of its person; each is told, and stays or leaves."""
    alone = await work.joining.alone(talk.person.address)
    if not alone.others:
        return
    stays, leaves = Reply((Text("move.kept"),)), Reply((Text("move.left"),))
    here, there = (leaves, stays) if alone.left else (stays, leaves)
    if alone.left:
        talk.become(await work.people.met_at(talk.person.address))
    talk.did("separated", None)
    talk.elsewhere.append((talk.person, here))
    talk.elsewhere += [(await work.people.met_at(one), there) for one in alone.others]


async def _settled_here(work: UnitOfWork, talk: Talk) -> bool:
    """Whether somebody has told, registered or decided something: a code must not give it away."""
    person = talk.person
    if any(talk.brain.told(draft) for draft in person.state.drafts):
        return True
    [found] = await work.registrations.standing([(person.id, FindStanding())])
    heads = await work.officials.villages([person.id])
    return bool(found.registrations or heads.get(person.id))
