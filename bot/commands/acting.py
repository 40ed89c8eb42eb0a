"""What an operator does in the office of a village, and what people hear of it.

It is committed together with what is said; whoever serves the channels sends it.
"""

from collections.abc import Sequence
from uuid import UUID

from bot.app import App
from bot.commands import setup
from bot.commands.printed import short
from bot.traits import keeps_keyboard, rewrites
from conversations.effects import Decide, End, EndReason, Reason
from conversations.machine import Context
from conversations.messages import Reply
from conversations.office import claims, ending, news, undoing
from conversations.outcomes.claims import ClaimStands
from conversations.outcomes.desk import AlreadyDecided, Decided, Ended
from conversations.outcomes.operator import Revoked
from conversations.record import record
from storage.entries import Entry
from storage.errors import insisting
from storage.messages.outbox_sql import Lane
from storage.office.history import Told
from storage.office.officials import Head
from storage.office.stuck import Case
from storage.unit_of_work import UnitOfWork


class Ambiguous(Exception):  # noqa: N818 - an operator's slip, told in its message
    """It must be said which head is meant."""


@record
class LastHead:
    """Nobody would head the village any more; nothing was done."""

    heads: Sequence[Head]


async def revoke(
    app: App, village: str, named: str | None, *, every: bool, last: bool = True
) -> list[Head] | LastHead:
    """Revoke one head or invitation of a village, or all; return them.

    Not `last`: unless no head were left. Raise UnknownVillage or Ambiguous.
    """

    async def revoked() -> list[Head] | LastHead:
        async with app.storage.begin() as work:
            await setup.known(work, village)
            await work.lock([village])
            those = await work.officials.list(village)
            standing = [one for one in those if one.state in setup.OPEN]
            meant = standing if every and standing else [_meant(standing, village, named)]
            heads = [one for one in meant if one.state == "active"]
            stay = [one for one in standing if one.state == "active" and one not in meant]
            if heads and not (stay or last):
                return LastHead(heads)
            await _tell(work, app, await work.officials.revoke(village, [one.id for one in meant]))
            return meant

    return await insisting(revoked)


def _meant(standing: Sequence[Head], village: str, named: str | None) -> Head:
    """Return the head that was named or, if nobody was, the only one."""
    if named is not None:
        found = [one for one in standing if named in {str(one.id), short(one.id)}]
        missing = f"{named} is no head or open invitation of {village}"
    else:
        heads = [one for one in standing if one.state == "active"]
        found = heads or list(standing)
        missing = f"{village} has no head and no open invitation"
    if len(found) == 1:
        return found[0]
    if not found:
        raise Ambiguous(f"{missing}: 'seratus heads list' shows them")
    ids = ", ".join(short(one.id) for one in found)
    message = f"{village} has {len(found)} of them ({ids}): name one, or say --all"
    raise Ambiguous(message)


async def _tell(work: UnitOfWork, app: App, revoked: Revoked) -> None:
    """Say it, the rewritten cards first: where none can be, they are no message of their own."""
    await put(work, news.taken_back(revoked))
    await put(work, undoing.reopened(revoked.reopened))
    await put(work, news.revoked(revoked, context(app, revoked.village)))
    await put(work, [reply for one in revoked.undone for reply in claims.undone(one)])


def as_written(number: str) -> str:
    """Return a registration's number as it is kept, however an operator typed it."""
    return number.strip().upper()


def read(registration: UUID) -> Entry:
    """Return what the audit keeps of an operator's looking at whose a registration is."""
    return Entry("registration_read", None, registration)


async def look(app: App, number: str) -> Case | None:
    """Return a registration for an operator, with its name; that is in the audit."""
    async with app.storage.begin() as work:
        case = await work.stuck.look(as_written(number))
        if case is not None:
            work.audit.record([read(case.id)])
        return case


async def history(app: App, number: str) -> list[Told]:
    """Return what was done with a registration, for an operator; that is in the audit."""
    async with app.storage.begin() as work:
        told = await work.history.told(as_written(number))
        if told:
            work.audit.record([Entry("history_read", None, told[0].done.registration)])
        return told


async def decide(
    app: App, case: Case, reason: Reason | None, forced: str | None
) -> Decided | AlreadyDecided | ClaimStands | None:
    """Decide for the district, and tell everybody; None: an official may, and it is not forced."""
    wish = Decide(case.id, case.version, reason)

    async def decided() -> Decided | AlreadyDecided | ClaimStands | None:
        async with app.storage.begin() as work:
            await work.lock([case.village])
            now = await work.stuck.look(case.number)
            headed = now is not None and now.version == case.version and now.why is None
            if headed and forced is None:
                return None
            outcome = await work.decisions.for_district(wish)
            if isinstance(outcome, Decided):
                await put(work, news.decision(outcome, context(app, case.village)))
                act = Entry("decided_by_district", None, case.id, note=forced or "")
                work.audit.record([act])
            return outcome

    return await insisting(decided)


async def end(app: App, case: Case, reason: EndReason) -> bool:
    """End a place for the district, at once, and tell everybody; False: it has changed since."""
    wish = End(case.id, case.version, reason)

    async def ended() -> bool:
        async with app.storage.begin() as work:
            await work.lock([case.village])
            outcome = await work.endings.for_district(wish)
            if not isinstance(outcome, Ended):
                return False
            await put(work, ending.over(outcome, context(app, case.village)))
            work.audit.record([Entry("ended_by_district", None, case.id)])
            return True

    return await insisting(ended)


async def put(work: UnitOfWork, replies: Sequence[Reply], lane: Lane = Lane.LIVE) -> None:
    letters = [(None, reply) for reply in replies]
    await work.outbox.put(letters, rewrites, lane=lane, keyboards=keeps_keyboard)


def context(app: App, village: str) -> Context:
    """Return the facts with which an operator's doing in a village is put into words."""
    return Context(*app.directory.facts(app.clock.now(), village))
