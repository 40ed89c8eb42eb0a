"""Withdrawals: the way out of a place.

Their villages need to be locked first (`Work.lock`): read storage/office/places.py.
"""

from collections.abc import Sequence
from typing import TypeAlias
from uuid import UUID

from sqlalchemy import text

from conversations.effects import Withdraw
from conversations.life_cycle import Act
from conversations.outcomes.claims import ClaimAgreed
from conversations.outcomes.standing import NothingToWithdraw, Withdrawn
from storage.office.cards import Desk
from storage.office.history import kept
from storage.office.niks.claims import Claims
from storage.office.places import Places
from storage.people.people import Person
from storage.rows import arrays
from storage.states import allows, becomes
from storage.work import Row, Work

_WITHDRAW = text(f"""
    WITH acted AS (
        UPDATE registrations r SET status = {becomes(Act.WITHDRAW, "r.status")},
               version = version + 1, decided_by = NULL, decided_at = CAST(:now AS timestamptz)
          FROM unnest(CAST(:id AS uuid[]), CAST(:person AS uuid[]), CAST(:by AS uuid[]),
                      CAST(:address AS uuid[])) AS w(id, person, by, address)
         WHERE r.id = w.id AND r.person_id = w.person AND {allows(Act.WITHDRAW, "r.status")}
        RETURNING r.id, r.person_id, r.number, r.village, r.version, r.status, r.reason,
                  w.by, w.address, old.status AS was
    ), kept AS ({kept(Act.WITHDRAW, person="by", address="address")})
    SELECT id, person_id, number, village FROM acted
""")


GivenUp: TypeAlias = Withdrawn | ClaimAgreed | NothingToWithdraw


class Withdrawals:
    def __init__(self, work: Work) -> None:
        self._work = work
        self._places = Places(work)
        self._desk = Desk(work)
        self._claims = Claims(work)

    async def withdraw(self, given: Sequence[tuple[Person, Withdraw]]) -> list[GivenUp]:
        """Give registrations up; each place goes at once to the first who waits.

        But what a head has said is somebody else's is left to its owner.
        """
        return await self.give_up([(wish.registration, one.id, one) for one, wish in given])

    async def give_up(self, given: Sequence[tuple[UUID, UUID, Person | None]]) -> list[GivenUp]:
        """Give registrations up, each told with whose it is and who does it (or the district)."""
        those = [(registration, whose) for registration, whose, _ in given]
        agreed = {one.registration: one for one in await self._claims.let_go(those)}
        gone = await self._withdrawn(
            [
                (registration, whose, by.id if by else None, by.address if by else None)
                for registration, whose, by in given
                if registration not in agreed
            ]
        )
        if not gone:
            return [agreed.get(one, NothingToWithdraw()) for one, _ in those]
        closed = await self._desk.close([row.id for row in gone.values()])
        promoted = await self._places.let_in({row.id: row.village for row in gone.values()})
        cards = await self._desk.open({row.village for row in gone.values()})
        outcomes: list[GivenUp] = []
        for one in those:
            row = gone.pop(one, None)
            if row is None:
                outcomes.append(agreed.get(one[0], NothingToWithdraw()))
                continue
            shown = tuple(closed.get(row.id, ()))
            outcomes.append(Withdrawn(row.number, promoted, shown, cards))
            promoted, cards = (), ()
        return outcomes

    async def _withdrawn(
        self, those: Sequence[tuple[UUID, UUID, UUID | None, UUID | None]]
    ) -> dict[tuple[UUID, UUID], Row]:
        """Return what was given up, by registration and the person whose it is."""
        values = {**arrays(("id", "person", "by", "address"), those), "now": self._work.now}
        gone = await self._work.run(_WITHDRAW, values)
        return {(row.id, row.person_id): row for row in gone}
