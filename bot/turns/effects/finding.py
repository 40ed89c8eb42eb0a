"""What only looks, or keeps a proof: it comes before all that writes, and locks nothing."""

from collections.abc import Sequence
from dataclasses import replace
from functools import partial

from bot.turns.effects.row import Wishes
from bot.turns.talk import Talk
from conversations.effects import AnswerTerms, CountPlaces, FindStanding, RecordConsent
from conversations.office.ending import speaks_of_it
from conversations.outcomes.outcome import Outcome
from conversations.outcomes.registering import ConsentRecorded, PlacesCounted
from storage.office.places import Count
from storage.people.consents import Consent
from storage.unit_of_work import UnitOfWork


async def places(work: UnitOfWork, those: Wishes[CountPlaces]) -> Sequence[Outcome]:
    wishes = [wish for _, wish in those]
    found = await work.places.count({wish.village for wish in wishes if not wish.registration})
    told = []
    for wish in wishes:
        count = found.get(wish.village, Count())
        if wish.registration:
            count = await work.places.count_for(wish.registration, wish.village)
        told.append(PlacesCounted(wish.village, count.places, count.taken, count.waiting))
    return told


async def consented(work: UnitOfWork, those: Wishes[RecordConsent]) -> Sequence[Outcome]:
    await work.consents.record(
        [
            Consent(t.person, wish, t.said, t.consented(wish.text_key, wish.village))
            for t, wish in those
        ]
    )
    return [ConsentRecorded() for _ in those]


async def answered_terms(work: UnitOfWork, talk: Talk, wish: AnswerTerms) -> Outcome:
    shown = partial(talk.consented, wish.text_key)
    return await work.consents.answer(talk.person, wish, talk.said, shown)


async def standing(work: UnitOfWork, those: Wishes[FindStanding]) -> Sequence[Outcome]:
    people = [talk.person.id for talk, _ in those]
    found = await work.registrations.standing([(talk.person.id, wish) for talk, wish in those])
    heads = await work.officials.villages(people)
    spoken = {talk.person.id for talk, wish in those if wish.said}
    cards = await work.desk.standing(spoken & heads.keys())
    ending = {talk.person.id for talk, wish in those if wish.said and speaks_of_it(wish.said)}
    held = await work.endings.held(ending & heads.keys())
    return [
        replace(
            standing,
            heads=heads.get(one, ()),
            cards=cards.get(one, ()),
            held=held.get(one, ()),
        )
        for one, standing in zip(people, found, strict=True)
    ]
