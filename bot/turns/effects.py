"""Effects are performed here: what the brain wished for, done in the turn's transaction.

A group's reads come first, in rounds, until every talk is done or wishes a write. Then all
villages that the writes touch are locked at once, in one order, and the writes are done, kind by
kind. So no two groups ever wait for each other's villages crosswise.
"""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any, get_args

from bot.turns.talk import Talk
from conversations.effects import (
    CheckNik,
    CountPlaces,
    Decide,
    Effect,
    FindStanding,
    Join,
    OpenTransfer,
    Postpone,
    Read,
    RecordConsent,
    Redeem,
    ShowCard,
    ShowQueue,
    Submit,
    Withdraw,
)
from conversations.forms import sheet
from conversations.outcomes import (
    ConsentRecorded,
    Joined,
    NotJoined,
    Outcome,
    PlacesCounted,
    Standing,
)
from locales.catalog import Catalog
from storage.database import UnitOfWork
from storage.office.places import Count
from storage.people.consents import Consent
from storage.people.people import Person

_READS = get_args(Read)


class Effects:
    def __init__(self, catalog: Catalog) -> None:
        self._catalog = catalog

    async def settle(self, work: UnitOfWork, talks: Sequence[Talk]) -> None:
        """Perform effects and tell their outcomes until no talk wishes for more."""
        while waiting := [talk for talk in talks if talk.effect is not None]:
            reading = [talk for talk in waiting if isinstance(talk.effect, _READS)]
            if not reading:
                await self._lock(work, waiting)
            for kind in dict.fromkeys(type(talk.effect) for talk in reading or waiting):
                same = [talk for talk in waiting if type(talk.effect) is kind]
                outcomes = await self._perform(work, kind, same)
                for talk, outcome in zip(same, outcomes, strict=True):
                    talk.hear(outcome)

    async def _lock(self, work: UnitOfWork, talks: Sequence[Talk]) -> None:
        codes: set[str] = set()
        registrations = []
        for talk in talks:
            match talk.effect:
                case Submit(village=village):
                    codes.add(village)
                case Redeem(code):
                    codes.add(await work.officials.invited_to(code) or "")
                case ShowQueue():
                    heads = await work.officials.villages([talk.person.id])
                    codes.update(heads.get(talk.person.id, ()))
                case Withdraw() | Decide() | Postpone() | ShowCard() as touched:
                    registrations.append(touched.registration)
                case _:
                    continue
        if registrations:
            codes.update((await work.registrations.villages_of(registrations)).values())
        await work.registrations.lock(codes)

    async def _perform(
        self, work: UnitOfWork, kind: type[Effect | None], talks: Sequence[Talk]
    ) -> Sequence[Outcome]:
        given: list[Any] = [(talk.person, talk.effect) for talk in talks]
        if kind is CountPlaces:
            return await self._count(work, [wish.village for _, wish in given])
        if kind is CheckNik:
            return await work.niks.check(given)
        if kind is FindStanding:
            return await self._standing(work, talks)
        if kind is RecordConsent:
            await work.consents.record([self._consent(talk) for talk in talks])
            return [ConsentRecorded() for _ in talks]
        if kind is Submit:
            return await work.registrations.submit(given)
        if kind is Withdraw:
            return await work.registrations.withdraw(given)
        if kind is Decide:
            return await work.decisions.decide(given)
        return [await self._one(work, talk) for talk in talks]

    def _consent(self, talk: Talk) -> Consent:
        if not isinstance(talk.effect, RecordConsent):
            raise TypeError(type(talk.effect).__name__)
        shown = self._catalog.template(talk.person.state.language, talk.effect.text_key)
        return Consent(talk.person, talk.effect, talk.incoming, shown)

    async def _one(self, work: UnitOfWork, talk: Talk) -> Outcome:
        match talk.effect:
            case Redeem() as wish:
                return await work.officials.redeem(talk.person, wish)
            case Postpone() as wish:
                return await work.decisions.postpone(talk.person, wish)
            case ShowCard() as wish:
                return await work.decisions.show(talk.person, wish)
            case ShowQueue():
                return await work.decisions.queue(talk.person)
            case OpenTransfer():
                return await work.transfers.open(talk.person)
            case Join(code):
                return await _join(work, talk, code)
            case other:
                message = f"nobody performs {type(other).__name__}"
                raise TypeError(message)

    async def _count(self, work: UnitOfWork, villages: Sequence[str]) -> list[Outcome]:
        found = await work.places.count(set(villages))
        counts = ((code, found.get(code, Count())) for code in villages)
        return [PlacesCounted(code, c.places, c.taken, c.waiting) for code, c in counts]

    async def _standing(self, work: UnitOfWork, talks: Sequence[Talk]) -> list[Outcome]:
        people = [talk.person.id for talk in talks]
        registered = await work.registrations.of_people(people)
        heads = await work.officials.villages(people)
        return [
            Standing(
                wish.about,
                tuple(registered.get(talk.person.id, ())),
                heads.get(talk.person.id, ()),
                wish.number,
            )
            for talk in talks
            if isinstance(wish := talk.effect, FindStanding)
        ]


async def _join(work: UnitOfWork, talk: Talk, code: str) -> Outcome:
    """Make the sender one with whoever made the code; both have been locked."""
    if await _settled_here(work, talk.person):
        return NotJoined("own")
    maker = await work.transfers.redeem(code, by=talk.person.id)
    if maker is None:
        return NotJoined("refused")
    await work.identities.join(maker, talk.person.id)
    # To the second: from now on they are met here, and asked for the code elsewhere just now.
    await work.people.hear([(talk.person, talk.incoming.sent_at)], again=timedelta(0))
    talk.become(await work.people.again(maker, talk.person))
    return Joined()


async def _settled_here(work: UnitOfWork, person: Person) -> bool:
    """Whether somebody has told, registered or decided something: a code must not give it away."""
    if any(draft.answers.keys() - sheet.BEFORE for draft in person.state.drafts):
        return True
    registered = await work.registrations.of_people([person.id])
    heads = await work.officials.villages([person.id])
    return bool(registered.get(person.id) or heads.get(person.id))
