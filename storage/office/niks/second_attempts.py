"""A NIK that somebody else has registered is told once more: who hears of it, and what.

Whoever told it hears that it is registered, and no more. The heads of the village where it is hear
that somebody tried, once a day however many chats do; where that is the village in which it was
told, they may say whose it is (claims.py).
"""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from conversations.outcomes.registering import AlreadyRegistered
from conversations.record import record
from storage.office.niks.claims import Claimed, Claims
from storage.office.niks.tries import NikTries
from storage.office.officials import Officials
from storage.office.registrations.registered import Holder
from storage.work import Work


@record
class Attempt:
    """Somebody told a NIK, by its hash, in a village; another has registered it."""

    person: UUID
    key: bytes
    village: str
    holder: Holder

    @property
    def where(self) -> str:
        """The village in which it is registered."""
        return self.holder.registered.village

    @property
    def here(self) -> bool:
        return self.where == self.village

    @property
    def notice(self) -> tuple[bytes, bool]:
        """What its heads are told once a day: of the NIK, and whether it may be claimed."""
        return self.key, self.here

    @property
    def pair(self) -> tuple[UUID, UUID]:
        """What a claim is about: the registration, and who tells its NIK."""
        return self.holder.registered.id, self.person


@record
class Granted:
    """A head has said that it is the owner's; from `moves_at` on it may be taken over."""

    moves_at: datetime


class SecondAttempts:
    def __init__(self, work: Work) -> None:
        self._tries = NikTries(work)
        self._officials = Officials(work)
        self._claims = Claims(work)

    async def met(self, those: Sequence[Attempt]) -> list[AlreadyRegistered | Granted]:
        """Return what came of each; a claim, if a head has said that it is the owner's."""
        if not those:
            return []
        by_village = await self._officials.of_villages({one.where for one in those})
        tried = [(one, _others(one, by_village.get(one.where, ()))) for one in those]
        claims = await self._claimed([one.pair for one, heads in tried if heads and one.here])
        granted = {pair for pair, claim in claims.items() if claim.moves_at}
        untold = await self._tries.notice(
            {one.notice for one, heads in tried if heads and one.pair not in granted}
        )
        return [_met(one, heads, claims.get(one.pair), untold) for one, heads in tried]

    async def _claimed(
        self, pairs: Sequence[tuple[UUID, UUID]]
    ) -> dict[tuple[UUID, UUID], Claimed]:
        return dict(zip(pairs, await self._claims.met(pairs), strict=True)) if pairs else {}


def _others(one: Attempt, heads: Sequence[UUID]) -> tuple[UUID, ...]:
    """Return the heads who may say whose it is: neither who tells it nor who has registered it."""
    return tuple(head for head in heads if head not in {one.person, one.holder.person})


def _met(
    one: Attempt, heads: tuple[UUID, ...], claim: Claimed | None, untold: set[tuple[bytes, bool]]
) -> AlreadyRegistered | Granted:
    """Say what came of one; the first of a NIK that is `untold` is told to the heads."""
    if claim and claim.moves_at:
        return Granted(claim.moves_at)
    told = heads if one.notice in untold else ()
    untold.discard(one.notice)
    known = (claim.id, claim.code) if claim else (None, "")
    return AlreadyRegistered(None, one.holder.registered.number, told, *known)
