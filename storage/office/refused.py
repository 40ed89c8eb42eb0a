"""Cards that a channel would not show: closed, so that they hold up nobody, and listed.

A registration whose card was refused waits as before; its head is shown the next one, and this one
again when they do something themselves and nothing else is left (cards.py).
"""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from sqlalchemy import text

from conversations.life_cycle import QUEUED
from conversations.outcomes.desk import PassedOver
from conversations.record import record
from storage.office.cards import Desk
from storage.states import is_in
from storage.work import Work

_OF_MESSAGE = text("""
    SELECT o.person_id, o.village
      FROM outbox m JOIN cards c ON c.id = m.card_id JOIN officials o ON o.id = c.official_id
     WHERE m.id = CAST(:message AS uuid)
""")
_REFUSE = text("""
    UPDATE cards c SET refusal = m.failure, refused_at = CAST(:now AS timestamptz),
           closed_at = CAST(:now AS timestamptz)
      FROM outbox m, registrations r, officials o
     WHERE m.id = CAST(:message AS uuid) AND c.id = m.card_id AND c.closed_at IS NULL
       AND r.id = c.registration_id AND o.id = c.official_id
    RETURNING r.number, o.village, o.person_id, c.refusal
""")
_REFUSED = f"""
      FROM cards c
      JOIN registrations r ON r.id = c.registration_id
      JOIN officials o ON o.id = c.official_id
     WHERE c.refused_at IS NOT NULL AND o.revoked_at IS NULL
       AND {is_in(QUEUED, "r.status")}
"""
_LIST = text(f"""
    SELECT r.number, r.village, o.id AS official, c.refused_at, c.refusal {_REFUSED}
     ORDER BY r.village, c.refused_at
""")
_COUNT = text(f"SELECT count(*) {_REFUSED}")


@record
class RefusedCard:
    """Whose card of which registration a channel would not show, since when and why."""

    number: str
    village: str
    official: UUID
    at: datetime
    why: str


class RefusedCards:
    def __init__(self, work: Work) -> None:
        self._work = work
        self._desk = Desk(work)

    async def reader(self, message: UUID) -> UUID | None:
        """Return the official to whom a message was to show a card; no locks."""
        found: UUID | None = await self._work.value(_OF_MESSAGE, {"message": message})
        return found

    async def villages(self, message: UUID) -> Collection[str]:
        """Return the village that the card of a message is of."""
        return {row.village for row in await self._work.run(_OF_MESSAGE, {"message": message})}

    async def pass_over(self, message: UUID) -> PassedOver:
        """Close the card of a message that was refused and open the next, if it is open still.

        What was refused before is not opened by that: one refusal would bring the other for ever.
        """
        rows = await self._work.run(_REFUSE, {"message": message, "now": self._work.now})
        if not rows:
            return PassedOver(None)
        [row] = rows
        cards = await self._desk.open({row.village}, person=row.person_id)
        return PassedOver(row.number, cards)

    async def count(self) -> int:
        return int(await self._work.value(_COUNT))

    async def list(self) -> list[RefusedCard]:
        """Return those whose registrations are undecided, for the operator."""
        return [
            RefusedCard(row.number, row.village, row.official, row.refused_at, row.refusal)
            for row in await self._work.run(_LIST)
        ]
