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
from storage.office.claims import Claimed, Claims
from storage.office.nik_tries import NikTries
from storage.office.officials import Officials
from storage.office.registrations import Holder
from storage.work import Work


@record
class Attempt:
    """Somebody told a NIK, by its hash, in a village; another has registered it."""

    person: UUID
    key: bytes
    village: str
    holder: Holder


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
        all_heads = await self._officials.of_villages({_village(one) for one in those})
        heads = [_others(one, all_heads.get(_village(one), ())) for one in those]
        claims = await self._claimed(
            [one for one, may in zip(those, heads, strict=True) if may and _here(one)]
        )
        granted = {pair for pair, claim in claims.items() if claim.moves_at}
        untold = await self._tries.notice(
            [
                one.key
                for one, may in zip(those, heads, strict=True)
                if may and _pair(one) not in granted
            ]
        )
        met: list[AlreadyRegistered | Granted] = []
        for one, may in zip(those, heads, strict=True):
            claim = claims.get(_pair(one))
            if claim and claim.moves_at:
                met.append(Granted(claim.moves_at))
                continue
            told = may if one.key in untold else ()
            untold.discard(one.key)
            known = (claim.id, claim.code) if claim else (None, "")
            met.append(AlreadyRegistered(None, one.holder.registered.number, told, *known))
        return met

    async def _claimed(self, those: Sequence[Attempt]) -> dict[tuple[UUID, UUID], Claimed]:
        pairs = [_pair(one) for one in those]
        return dict(zip(pairs, await self._claims.met(pairs), strict=True)) if pairs else {}


def _village(one: Attempt) -> str:
    return one.holder.registered.village


def _others(one: Attempt, heads: Sequence[UUID]) -> tuple[UUID, ...]:
    """Return the heads who may say whose it is: neither who tells it nor who has registered it."""
    return tuple(head for head in heads if head not in {one.person, one.holder.person})


def _here(one: Attempt) -> bool:
    return _village(one) == one.village


def _pair(one: Attempt) -> tuple[UUID, UUID]:
    return one.holder.registered.id, one.person
