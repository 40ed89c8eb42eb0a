"""A NIK that somebody else has registered is told once more: who hears of it, and what.

Whoever told it hears that it is registered, and no more. The heads of the village where it is hear
that somebody tried, once a day however many chats do.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from conversations.outcomes import AlreadyRegistered, Registered
from storage.office.nik_tries import NikTries
from storage.office.officials import Officials
from storage.work import Work


@dataclass(frozen=True, slots=True)
class Holder:
    """The live registration that a NIK is held by, and whose chat it came from."""

    registered: Registered
    person: UUID


class SecondAttempts:
    def __init__(self, work: Work) -> None:
        self._tries = NikTries(work)
        self._officials = Officials(work)

    async def met(self, those: Sequence[tuple[bytes, Holder]]) -> list[AlreadyRegistered]:
        """Return what came of telling each of these NIKs, by their hashes, from another chat."""
        if not those:
            return []
        heads = await self._officials.of_villages({one.registered.village for _, one in those})
        headed = [key for key, one in those if heads.get(one.registered.village)]
        untold = await self._tries.notice(headed)
        met: list[AlreadyRegistered] = []
        for key, holder in those:
            told = heads[holder.registered.village] if key in untold else ()
            untold.discard(key)
            met.append(AlreadyRegistered(None, holder.registered.number, told))
        return met
