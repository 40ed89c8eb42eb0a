"""Rejecting what came from one chat: a village a transaction, and what people hear of it."""

from collections.abc import Collection, Sequence
from itertools import groupby
from uuid import UUID

from bot.app import App
from bot.commands import acting
from conversations.life_cycle import Act, allowing
from conversations.office import news
from storage import audit
from storage.errors import Collided
from storage.office.dismissals import OfChat
from storage.unit_of_work import UnitOfWork

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
    if await work.people.lock_one(person) is None:  # two people were made one since
        return 0
    await work.lock([village])
    outcome = await work.dismissals.dismiss(person, village, ids)
    await acting.put(work, news.dismissed(outcome, acting.context(app, village)))
    await work.audit.record([audit.Act("dismissed", None, one.id) for one in outcome.those])
    return len(outcome.those)
