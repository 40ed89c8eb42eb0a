"""Rejecting what came from one chat: a village a transaction, and what people hear of it."""

from collections.abc import Collection, Sequence
from itertools import groupby
from uuid import UUID

from bot.app import App
from bot.traits import KEYBOARDS, REWRITES
from conversations.life_cycle import Act, allowing
from conversations.machine import Context
from conversations.office import news
from conversations.zones import zone_of
from storage import audit
from storage.database import UnitOfWork
from storage.errors import Collided
from storage.ids import new_id
from storage.messages.outbox_sql import Lane
from storage.office.dismissals import OfChat

_COLLISIONS = 5  # in a row


async def of_chat(app: App, number: str) -> list[OfChat]:
    """Return all that came from the chat of a registration, by village; none: no such number."""
    async with app.storage.begin() as work:
        return await work.dismissals.of_chat(number.strip().upper())


def undecided(those: Sequence[OfChat]) -> list[OfChat]:
    return [one for one in those if one.status in allowing(Act.DISMISS)]


async def dismiss(app: App, those: Sequence[OfChat]) -> int:
    """Reject these, a village after the other; return how many: some may have been decided."""
    return sum(
        [
            await _in_village(app, village, list(group))
            for village, group in groupby(those, key=lambda one: one.village)
        ]
    )


async def _in_village(app: App, village: str, those: Sequence[OfChat]) -> int:
    for _ in range(_COLLISIONS - 1):
        try:
            return await _once(app, village, those)
        except Collided:
            continue
    return await _once(app, village, those)


async def _once(app: App, village: str, those: Sequence[OfChat]) -> int:
    async with app.storage.begin() as work:
        return await _dismissed(work, app, village, those[0].person, [one.id for one in those])


async def _dismissed(
    work: UnitOfWork, app: App, village: str, person: UUID, ids: Collection[UUID]
) -> int:
    locked = await work.people.lock_one(person)
    if locked is None:  # two people were made one since
        return 0
    await work.lock([village])
    outcome = await work.dismissals.dismiss(person, village, ids)
    replies = news.dismissed(outcome, _context(app, village))
    letters = [(locked[0], reply) for reply in replies]
    await work.outbox.put(letters, REWRITES, lane=Lane.NOTICE, keyboards=KEYBOARDS)
    await work.audit.record([audit.Act("dismissed", None, one.id) for one in outcome.those])
    return len(outcome.those)


def _context(app: App, village: str) -> Context:
    now = app.clock.now()
    return Context(
        now=now,
        today=now.astimezone(zone_of(village)).date(),
        fresh=new_id(),
        villages=app.directory.villages,
        programmes=app.directory.programmes,
    )
