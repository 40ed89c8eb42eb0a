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
        hashes = [self._registrations.nik_hash(wish.nik) for _, wish in given]
        asked = [(person.id, key) for (person, _), key in zip(given, hashes, strict=True)]
        lately = await self._tries.lately(asked)
        held = await self._registrations.holders(
            [(key, wish.village) for (_, wish), key in zip(given, hashes, strict=True)]
        )
        found: list[Answer | Holder] = [
            self._found(person, holder, row)
            for (person, _), row, holder in zip(asked, lately, held, strict=True)
        ]
        await self._spare_owners(asked, held, found)
        await self._tries.keep(
            [
                (*one, isinstance(answer, Holder))
                for one, answer in zip(asked, found, strict=True)
                if not isinstance(answer, TooManyNiks)
            ]
        )
        elsewhere = [
            Attempt(person.id, key, wish.village, one)
            for (person, wish), key, one in zip(given, hashes, found, strict=True)
            if isinstance(one, Holder)
        ]
        met = iter(await self._attempts.met(elsewhere))
        answers = [next(met) if isinstance(one, Holder) else one for one in found]
        return [NikFree() if isinstance(one, Granted) else one for one in answers]

    async def _spare_owners(
        self,
        asked: Sequence[tuple[UUID, bytes]],
        held: Sequence[Holder | None],
        found: list[Answer | Holder],
    ) -> None:
        """Let no limit keep out whom a head has told to write the NIK again."""
        pairs = {
            n: (holder.registered.id, asked[n][0])
            for n, (holder, one) in enumerate(zip(held, found, strict=True))
            if holder and isinstance(one, TooManyNiks)
        }
        granted = await self._claims.granted(list(pairs.values()))
        for n, pair in pairs.items():
            if pair in granted and (holder := held[n]):
                found[n] = holder

    def _found(self, person: UUID, holder: Holder | None, tried: Row) -> Answer | Holder:
        """Return the answer, or whoever else holds the NIK."""
        if tried.others >= self._limit or tried.taken >= TAKEN_A_DAY:
            return TooManyNiks()
        if holder is None:
            return NikFree()
        if holder.person == person:
            return AlreadyRegistered(holder.registered, holder.registered.number)
        return TooManyNiks(of_this=True) if tried.chats >= CHATS_A_DAY else holder
