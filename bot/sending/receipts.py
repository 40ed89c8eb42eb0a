"""What channels report later about the messages they took goes into the outbox."""

from collections.abc import Callable, Sequence
from uuid import UUID

import structlog

from bot.ports import DatabaseAway, Report
from storage.database import Storage
from storage.errors import Away, Collided, insisting
from storage.messages.receipts import Fate

log: structlog.stdlib.BoundLogger = structlog.get_logger()


class Reports:
    def __init__(self, storage: Storage, due: Callable[[], None]) -> None:
        """`due` is called when a message must leave once more."""
        self._storage = storage
        self._due = due

    async def take(self, reports: Sequence[Report]) -> None:
        """Record them all. Raise DatabaseAway if nothing was recorded."""
        fates = [_fate(report) for report in reports]
        for report in reports:
            if report.stage is None:
                log.warning("message_refused", post=report.reference, reason=report.reason)
        try:
            again = await insisting(lambda: self._recorded(fates))
        except (Away, Collided) as error:  # the platform is asked to tell it again
            raise DatabaseAway(str(error)) from None
        if again:
            self._due()

    async def _recorded(self, fates: Sequence[Fate]) -> bool:
        async with self._storage.begin() as work:
            return await work.reports.take(fates)


def _fate(report: Report) -> Fate:
    try:
        ours = UUID(report.reference)
    except ValueError:
        ours = None
    return Fate(
        ours,
        report.remote_id,
        report.at,
        report.stage,
        report.reason,
        report.outside,
        report.retry_after,
        report.refused,
    )
