"""Is a NIK registered already? How often that is answered within a day is limited, in three ways.

A neighbour who helps registers many people a day; somebody who tries numbers out soon meets NIKs
that are registered elsewhere, and of those few are answered. One NIK that is taken is told to a
few chats only: a family asks for it twice, a stranger's list is worked through by many.
"""

from collections.abc import Sequence
from typing import TypeAlias
from uuid import UUID

from conversations.effects import CheckNik
from conversations.outcomes.registering import AlreadyRegistered, NikFree, TooManyNiks
from conversations.record import record
from storage.office.claims import Claims
from storage.office.nik_tries import NikTries
from storage.office.registrations import Holder, Registrations
from storage.office.second_attempts import Attempt, Granted, SecondAttempts
from storage.people.people import Person
from storage.work import Row, Work

PEOPLE_A_DAY = 30  # whom one chat may register a day: a busy health volunteer, but no robot
TAKEN_A_DAY = 3  # NIKs registered by somebody else that one chat may meet a day
CHATS_A_DAY = 5  # chats that one NIK, registered by somebody else, is told to a day
Answer: TypeAlias = NikFree | TooManyNiks | AlreadyRegistered


@record
class _Lookup:
    """A NIK that somebody tells, by its hash: who holds it, and what was tried lately."""

    person: UUID
    key: bytes
    village: str
    holder: Holder | None
    tried: Row

    @property
    def pair(self) -> tuple[UUID, UUID] | None:
        """What a claim would be about: the registration, and who tells its NIK."""
        return (self.holder.registered.id, self.person) if self.holder else None


class Niks:
    def __init__(self, work: Work, limit: int) -> None:
        self._limit = limit
        self._registrations = Registrations(work)
        self._tries = NikTries(work)
        self._attempts = SecondAttempts(work)
        self._claims = Claims(work)

    async def check(self, given: Sequence[tuple[Person, CheckNik]]) -> list[Answer]:
        """Answer each; what is over a limit of the day is neither told nor counted."""
        found = await self._found(await self._lookups(given))
        await self._tries.keep(
            [
                (one.person, one.key, isinstance(answer, Holder))
                for one, answer in found
                if not isinstance(answer, TooManyNiks)
            ]
        )
        elsewhere = [
            Attempt(one.person, one.key, one.village, answer)
            for one, answer in found
            if isinstance(answer, Holder)
        ]
        met = iter(await self._attempts.met(elsewhere))
        answers = [next(met) if isinstance(answer, Holder) else answer for _, answer in found]
        return [NikFree() if isinstance(one, Granted) else one for one in answers]

    async def _lookups(self, given: Sequence[tuple[Person, CheckNik]]) -> list[_Lookup]:
        nik_hash = self._registrations.nik_hash
        asked = [(person.id, nik_hash(wish.nik), wish.village) for person, wish in given]
        lately = await self._tries.lately([(person, key) for person, key, _ in asked])
        held = await self._registrations.holders([(key, village) for _, key, village in asked])
        return [
            _Lookup(*one, holder, tried)
            for one, holder, tried in zip(asked, held, lately, strict=True)
        ]

    async def _found(self, those: Sequence[_Lookup]) -> list[tuple[_Lookup, Answer | Holder]]:
        """Answer each, or find who holds it; no limit keeps out whom a head told to go on."""
        found = [(one, self._answer(one)) for one in those]
        refused = [one.pair for one, answer in found if isinstance(answer, TooManyNiks)]
        owners = await self._claims.granted([pair for pair in refused if pair])
        return [
            (one, one.holder if one.holder and one.pair in owners else answer)
            for one, answer in found
        ]

    def _answer(self, one: _Lookup) -> Answer | Holder:
        """Return the answer, or whoever else holds the NIK."""
        if one.tried.others >= self._limit or one.tried.taken >= TAKEN_A_DAY:
            return TooManyNiks()
        if one.holder is None:
            return NikFree()
        if one.holder.person == one.person:
            return AlreadyRegistered(one.holder.registered, one.holder.registered.number)
        return TooManyNiks(of_this=True) if one.tried.chats >= CHATS_A_DAY else one.holder
