"""Rejecting what came from one chat: a village a transaction, and what people hear of it."""

from collections.abc import Collection, Sequence
from itertools import groupby
from uuid import UUID

from bot.app import App
from bot.commands import acting
from conversations.life_cycle import Act, allowing
from conversations.office import news
from storage.entries import Entry
from storage.errors import insisting
from storage.office.registrations.dismissals import OfChat
from storage.unit_of_work import UnitOfWork


async def of_chat(app: App, number: str) -> list[OfChat]:
    """Return all that came from the chat of a registration, by village; none: no such number.

    The names are read: that is in the audit.
    """
    async with app.storage.begin() as work:
        those = await work.dismissals.of_chat(acting.as_written(number))
        work.audit.record([acting.read(one.id) for one in those])
        return those


def undecided(those: Sequence[OfChat]) -> list[OfChat]:
    return [one for one in those if one.status in allowing(Act.DISMISS) and not one.granted]


async def dismiss(app: App, those: Sequence[OfChat]) -> int:
    """Reject these, a village after the other; return how many: some may have been decided."""
    return sum(
        [
            await _in_village(app, village, list(group))
            for village, group in groupby(those, key=lambda one: one.village)
        ]
    )


async def _in_village(app: App, village: str, those: Sequence[OfChat]) -> int:
    async def dismissed() -> int:
        async with app.storage.begin() as work:
            ids = [one.id for one in those]
            return await _dismissed(work, app, village, those[0].person, ids)

    return await insisting(dismissed)


async def _dismissed(
    work: UnitOfWork, app: App, village: str, person: UUID, ids: Collection[UUID]
) -> int:
    if await work.people.lock_one(person) is None:  # two people were made one since
        return 0
    await work.lock([village])
    outcome = await work.dismissals.dismiss(person, village, ids)
    await acting.put(work, news.dismissed(outcome, acting.context(app, village)))
    work.audit.record([Entry("dismissed", None, one.id) for one in outcome.those])
    return len(outcome.those)
