"""A NIK that somebody else has registered is told once more: who hears of it, and what.

Whoever told it hears that it is registered, and no more. The heads of the village where it is hear
that somebody tried, once a day however many chats do; where that is the village in which it was
told, they may say whose it is (claims.py).
"""

from collections.abc import Sequence
from uuid import UUID

from conversations.outcomes import AlreadyRegistered, Registered
from conversations.record import record
from storage.office.claims import Claimed, Claims
from storage.office.nik_tries import NikTries
from storage.office.officials import Officials
from storage.work import Work


@record
class Holder:
    """The live registration that a NIK is held by, and whose chat it came from."""

    registered: Registered
    person: UUID


@record
class Attempt:
    """Somebody told a NIK, by its hash, in a village; another has registered it."""

    person: UUID
    key: bytes
    village: str
    holder: Holder


class SecondAttempts:
    def __init__(self, work: Work) -> None:
        self._tries = NikTries(work)
        self._officials = Officials(work)
        self._claims = Claims(work)

    async def met(self, those: Sequence[Attempt]) -> list[AlreadyRegistered | Claimed]:
        """Return what came of each; a claim, if a head has said that it is the owner's."""
        if not those:
            return []
        heads = await self._officials.of_villages({one.holder.registered.village for one in those})
        claims = await self._claimed([one for one in those if _here(one) and one.village in heads])
        granted = {pair for pair, claim in claims.items() if claim.moves_at}
        headed = [one.key for one in those if _village(one) in heads and _pair(one) not in granted]
        untold = await self._tries.notice(headed)
        met: list[AlreadyRegistered | Claimed] = []
        for one in those:
            claim = claims.get(_pair(one))
            if claim and claim.moves_at:
                met.append(claim)
                continue
            those_heads = heads[_village(one)] if one.key in untold else ()
            untold.discard(one.key)
            known = (claim.id, claim.code) if claim else (None, "")
            met.append(AlreadyRegistered(None, one.holder.registered.number, those_heads, *known))
        return met

    async def _claimed(self, those: Sequence[Attempt]) -> dict[tuple[UUID, UUID], Claimed]:
        pairs = [_pair(one) for one in those]
        return dict(zip(pairs, await self._claims.met(pairs), strict=True)) if pairs else {}


def _village(one: Attempt) -> str:
    return one.holder.registered.village


def _here(one: Attempt) -> bool:
    return _village(one) == one.village


def _pair(one: Attempt) -> tuple[UUID, UUID]:
    return one.holder.registered.id, one.person
