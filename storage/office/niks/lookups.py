"""Is a NIK registered already? How often that is answered within a day is limited, in three ways.

A neighbour who helps registers many people a day; somebody who tries numbers out soon meets NIKs
that are registered elsewhere, and of those few are answered. One NIK in another village counts as
another, or villages could be tried out. One that is taken is told to a few chats only outside its
village: a family asks for it twice, a stranger's list is worked through by many.
"""

from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple, TypeAlias
from uuid import UUID

from conversations.effects import CheckNik
from conversations.outcomes.registering import AlreadyRegistered, NikFree, TooManyNiks
from storage.office.niks.claims import Claims
from storage.office.niks.second_attempts import Attempt, Granted, SecondAttempts
from storage.office.niks.tries import NikTries, Try
from storage.office.registrations.registered import Holder, Registrations
from storage.people.people import Person
from storage.work import Row, Work

PEOPLE_A_DAY = 30  # whom one chat may register a day: a busy health volunteer, but no robot
TAKEN_A_DAY = 3  # NIKs registered by somebody else that one chat may meet a day
CHATS_A_DAY = 5  # chats that one NIK, registered by somebody else, is told to a day
Answer: TypeAlias = NikFree | TooManyNiks | AlreadyRegistered


class _Look(NamedTuple):
    """A NIK that is looked up, what its chat tried lately, and who has registered it."""

    person: UUID
    asked: Try
    tried: Row
    holder: Holder | None

    @property
    def pair(self) -> tuple[UUID, UUID] | None:
        """Return registration and person, if it is somebody else's: what a claim is about."""
        if self.holder is None or self.holder.person == self.person:
            return None
        return self.holder.registered.id, self.person


class Niks:
    def __init__(self, work: Work, limit: int) -> None:
        self._work = work
        self._limit = limit
        self._registrations = Registrations(work)
        self._tries = NikTries(work)
        self._attempts = SecondAttempts(work)
        self._claims = Claims(work)

    async def check(self, given: Sequence[tuple[Person, CheckNik]]) -> list[Answer]:
        """Answer each; what is over a limit of the day is neither told nor counted."""
        found = await self._found(await self._looked_at(given))
        await self._tries.keep(
            [
                (one.asked, isinstance(answer, Holder))
                for one, answer in found
                if not isinstance(answer, TooManyNiks)
            ]
        )
        elsewhere = [
            Attempt(one.person, one.asked.key, one.asked.village, answer)
            for one, answer in found
            if isinstance(answer, Holder)
        ]
        met = iter(await self._attempts.met(elsewhere))
        answers = [next(met) if isinstance(answer, Holder) else answer for _, answer in found]
        return [NikFree() if isinstance(one, Granted) else one for one in answers]

    async def _looked_at(self, given: Sequence[tuple[Person, CheckNik]]) -> list[_Look]:
        asked = [
            Try(person.address, self._registrations.nik_hash(wish.nik), wish.village)
            for person, wish in given
        ]
        lately = await self._tries.lately(asked)
        held = await self._registrations.holders([(one.key, one.village) for one in asked])
        people = [person.id for person, _ in given]
        return [_Look(*those) for those in zip(people, asked, lately, held, strict=True)]

    async def _found(self, looked: Sequence[_Look]) -> list[tuple[_Look, Answer | Holder]]:
        """Return of each the answer, or whoever else holds the NIK."""
        # No limit keeps out whom a head has told to write the NIK again.
        granted = await self._claims.granted([pair for one in looked if (pair := one.pair)])
        found: list[tuple[_Look, Answer | Holder]] = []
        told: Counter[bytes] = Counter()  # chats of this group, before the next of it
        for one in looked:
            answer = self._answer(one, told[one.asked.key])
            if isinstance(answer, TooManyNiks) and one.holder and one.pair in granted:
                answer = one.holder
            told[one.asked.key] += isinstance(answer, Holder)
            found.append((one, answer))
        return found

    def _answer(self, one: _Look, told: int) -> Answer | Holder:
        if one.tried.others >= self._limit or one.tried.taken >= TAKEN_A_DAY:
            return TooManyNiks()
        if one.holder is None:
            return NikFree()
        if one.holder.person == one.person:
            return AlreadyRegistered(one.holder.registered, one.holder.registered.number)
        # In its own village all get a code, however many have tried: one of them may be its owner.
        elsewhere = one.holder.registered.village != one.asked.village
        many = elsewhere and one.tried.chats + told >= CHATS_A_DAY
        return TooManyNiks(of_this=True) if many else one.holder
