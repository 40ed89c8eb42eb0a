"""What each effect needs: one row an effect. What has no row here does not happen.

    performed by    who does it, for all of a group that wish for it at once
    villages        which it locks; `reads`: none, and it comes before all that write
    about           which registration it is about, so which village (one has the id of its draft)
    audited         what the audit trail calls what came of it; refusals change nothing

To add an effect: its dataclass in conversations/effects.py, its outcome, and a row in `ROWS`.
"""

from collections.abc import Awaitable, Callable, Collection, Mapping, Sequence
from dataclasses import replace
from datetime import timedelta
from typing import TypeAlias, TypeVar
from uuid import UUID

import structlog

from bot.turns.talk import Talk
from conversations.effects import (
    CheckNik,
    Claim,
    CountPlaces,
    Decide,
    Effect,
    FindOwn,
    FindStanding,
    Join,
    LookAtInvitation,
    OpenTransfer,
    PassOver,
    Postpone,
    RecordConsent,
    Redeem,
    Separate,
    ShowCard,
    ShowQueue,
    Submit,
    Withdraw,
)
from conversations.outcomes import (
    BecameHead,
    ClaimAgreed,
    ClaimGranted,
    ClaimUndone,
    ConsentRecorded,
    Decided,
    Joined,
    NotJoined,
    Outcome,
    PlacesCounted,
    Postponed,
    Separated,
    Submitted,
    Withdrawn,
)
from conversations.person import moving
from conversations.record import record
from storage.database import UnitOfWork
from storage.office.places import Count
from storage.people.consents import Consent
from storage.people.people import Person

log: structlog.stdlib.BoundLogger = structlog.get_logger()

E = TypeVar("E", bound=Effect)
Wishes: TypeAlias = Sequence[tuple[Talk, E]]
Perform: TypeAlias = Callable[[UnitOfWork, Wishes[E]], Awaitable[Sequence[Outcome]]]
Villages: TypeAlias = Callable[[UnitOfWork, Sequence[Talk]], Awaitable[Collection[str]]]


@record
class Row:
    """What one effect needs. `perform` answers in the order of the talks."""

    perform: Callable[[UnitOfWork, Sequence[Talk]], Awaitable[Sequence[Outcome]]]
    villages: Villages | None
    about: Callable[[Talk], UUID | None]
    audited: Mapping[type[Outcome], str]

    def act(self, talk: Talk, outcome: Outcome) -> tuple[str, UUID | None] | None:
        """Return what the audit trail calls what came of it, and of what; None: nothing did."""
        called = self.audited.get(type(outcome))
        if called is None:
            return None
        return called, _subject(outcome) or self.about(talk)


def _subject(outcome: Outcome) -> UUID | None:
    """Return which registration was acted on, where only the outcome tells it."""
    match outcome:
        case Submitted():  # its own; or another's, which was taken over
            return outcome.registered.id
        case ClaimGranted() | ClaimUndone() | ClaimAgreed():
            return outcome.registration
        case _:
            return None


_NOT_AUDITED: Mapping[type[Outcome], str] = {}


def _row(
    kind: type[E],
    perform: Perform[E],
    villages: Villages | None,
    about: Callable[[E], UUID] | None = None,
    audited: Mapping[type[Outcome], str] = _NOT_AUDITED,
) -> tuple[type[object], Row]:
    """Return a row whose parts are told of this kind of effect alone, and typed so."""

    def narrowed(talks: Sequence[Talk]) -> Wishes[E]:
        return [(talk, talk.effect) for talk in talks if isinstance(talk.effect, kind)]

    def of(talk: Talk) -> UUID | None:
        return about(talk.effect) if about and isinstance(talk.effect, kind) else None

    return kind, Row(lambda work, t: perform(work, narrowed(t)), villages, of, audited)


# who performs it


def _together(
    perform: Callable[[UnitOfWork, Sequence[tuple[Person, E]]], Awaitable[Sequence[Outcome]]],
) -> Perform[E]:
    """Perform the wishes of a group in a handful of statements."""
    return lambda work, those: perform(work, [(talk.person, wish) for talk, wish in those])


def _each(perform: Callable[[UnitOfWork, Talk, E], Awaitable[Outcome]]) -> Perform[E]:
    """Perform them one by one: they are rare."""

    async def one_by_one(work: UnitOfWork, those: Wishes[E]) -> Sequence[Outcome]:
        return [await perform(work, talk, wish) for talk, wish in those]

    return one_by_one


async def _count(work: UnitOfWork, those: Wishes[CountPlaces]) -> Sequence[Outcome]:
    found = await work.places.count({wish.village for _, wish in those})
    counts = ((wish.village, found.get(wish.village, Count())) for _, wish in those)
    return [PlacesCounted(code, c.places, c.taken, c.waiting) for code, c in counts]


async def _own(work: UnitOfWork, those: Wishes[FindOwn]) -> Sequence[Outcome]:
    return await work.registrations.own([(talk.person, wish) for talk, wish in those])


async def _consented(work: UnitOfWork, those: Wishes[RecordConsent]) -> Sequence[Outcome]:
    await work.consents.record(
        [Consent(t.person, wish, t.said, t.words(wish.text_key)) for t, wish in those]
    )
    return [ConsentRecorded() for _ in those]


async def _standing(work: UnitOfWork, those: Wishes[FindStanding]) -> Sequence[Outcome]:
    people = [talk.person.id for talk, _ in those]
    found = await work.registrations.standing([(talk.person.id, wish) for talk, wish in those])
    heads = await work.officials.villages(people)
    spoken = {talk.person.id for talk, wish in those if wish.said}
    cards = await work.desk.standing(spoken & heads.keys())
    return [
        replace(standing, heads=heads.get(one, ()), cards=cards.get(one, ()))
        for one, standing in zip(people, found, strict=True)
    ]


async def _redeem(work: UnitOfWork, talk: Talk, wish: Redeem) -> Outcome:
    """Make the sender a head; the operator is told who that is, as far as two digits tell it."""
    met = talk.said.alias or talk.said.sender
    taken_by = f"{met.channel} …{met.id[-2:]}"
    became = await work.officials.redeem(talk.person, wish, taken_by)
    if isinstance(became, BecameHead):
        log.info("invitation_taken", village=became.village, taken_by=taken_by)
    return became


async def _pass_over(work: UnitOfWork, talk: Talk, wish: PassOver) -> Outcome:
    passed = await work.refused_cards.pass_over(wish.message)
    if passed.number is not None:
        log.warning("card_refused", post=str(wish.message), channel=talk.person.channel.value)
    return passed


async def _join(work: UnitOfWork, talk: Talk, wish: Join) -> Outcome:
    """Make the sender one with whoever made the code; both have been locked."""
    if await _settled_here(work, talk):
        return NotJoined("own")
    maker = await work.transfers.redeem(wish.code, by=talk.person)
    if maker is None:
        return NotJoined("refused")
    if await work.officials.villages([maker.person]):
        return NotJoined("office")
    await work.identities.join(maker.person, talk.person.id)
    # To the second: from now on they are met here, and asked for the code elsewhere just now.
    await work.people.hear([(talk.person, talk.said.sent_at)], again=timedelta(0))
    talk.become(await work.people.again(maker.person, talk.person))
    there = await work.people.again(maker.person, replace(talk.person, address=maker.address))
    channel, at = talk.said.sender.channel, talk.said.sent_at
    talk.elsewhere.append((there, moving.told_there(channel, at)))
    return Joined()


async def _open_transfer(work: UnitOfWork, talk: Talk, _: OpenTransfer) -> Outcome:
    """Make a code, but none for an official: an office moves by an invitation alone."""
    if await work.officials.villages([talk.person.id]):
        return NotJoined("office")
    return await work.transfers.open(talk.person)


async def _separate(work: UnitOfWork, talk: Talk, _: Separate) -> Outcome:
    joined = await work.transfers.undo(talk.person)
    await work.identities.part(joined)
    return Separated(len(joined))


async def _settled_here(work: UnitOfWork, talk: Talk) -> bool:
    """Whether somebody has told, registered or decided something: a code must not give it away."""
    person = talk.person
    if any(talk.brain.told(draft) for draft in person.state.drafts):
        return True
    [found] = await work.registrations.standing([(person.id, FindStanding())])
    heads = await work.officials.villages([person.id])
    return bool(found.registrations or heads.get(person.id))


# which villages it locks: those with the same answer are asked once for a whole group

reads: Villages | None = None


async def _none(_work: UnitOfWork, _talks: Sequence[Talk]) -> Collection[str]:
    """It writes, but of no village: the people are locked, and that is enough."""
    return ()


async def _named(_work: UnitOfWork, talks: Sequence[Talk]) -> Collection[str]:
    return [talk.effect.village for talk in talks if isinstance(talk.effect, Submit)]


async def _of_registrations(work: UnitOfWork, talks: Sequence[Talk]) -> Collection[str]:
    ids = [found for talk in talks if (found := ROWS[type(talk.effect)].about(talk))]
    return (await work.registrations.villages_of(ids)).values()


async def _of_claims(work: UnitOfWork, talks: Sequence[Talk]) -> Collection[str]:
    ids = [talk.effect.claim for talk in talks if isinstance(talk.effect, Claim)]
    return await work.claims.villages(ids)


async def _invited_to(work: UnitOfWork, talks: Sequence[Talk]) -> Collection[str]:
    codes = [talk.effect.code for talk in talks if isinstance(talk.effect, Redeem)]
    return [village for code in codes if (village := await work.officials.invited_to(code))]


async def _of_messages(work: UnitOfWork, talks: Sequence[Talk]) -> Collection[str]:
    found = [talk.effect.message for talk in talks if isinstance(talk.effect, PassOver)]
    return {code for one in found for code in await work.refused_cards.villages(one)}


async def _headed(work: UnitOfWork, talks: Sequence[Talk]) -> Collection[str]:
    heads = await work.officials.villages([talk.person.id for talk in talks])
    return {village for those in heads.values() for village in those}


ROWS: Mapping[type[object], Row] = dict(
    [
        _row(CountPlaces, _count, reads),
        _row(FindOwn, _own, reads),
        _row(RecordConsent, _consented, reads),
        _row(CheckNik, _together(lambda work, those: work.niks.check(those)), reads),
        _row(FindStanding, _standing, reads),
        _row(
            LookAtInvitation,
            _each(lambda work, talk, wish: work.officials.look(talk.person, wish.code)),
            reads,
        ),
        _row(
            Submit,
            _together(lambda work, those: work.registrations.submit(those)),
            _named,
            audited={Submitted: "submitted"},
        ),
        _row(
            Withdraw,
            _together(lambda work, those: work.registrations.withdraw(those)),
            _of_registrations,
            about=lambda wish: wish.registration,
            audited={Withdrawn: "withdrawn", ClaimAgreed: "claim_agreed"},
        ),
        _row(
            Decide,
            _together(lambda work, those: work.decisions.decide(those)),
            _of_registrations,
            about=lambda wish: wish.registration,
            audited={Decided: "decided"},
        ),
        _row(
            Postpone,
            _each(lambda work, talk, wish: work.decisions.postpone(talk.person, wish)),
            _of_registrations,
            about=lambda wish: wish.registration,
            audited={Postponed: "postponed"},
        ),
        _row(
            ShowCard,
            _each(lambda work, talk, wish: work.decisions.show(talk.person, wish)),
            _of_registrations,
            about=lambda wish: wish.registration,
        ),
        _row(PassOver, _each(_pass_over), _of_messages),
        _row(
            Claim,
            _each(lambda work, talk, wish: work.claims.answer(talk.person, wish)),
            _of_claims,
            audited={
                ClaimGranted: "claim_granted",
                ClaimUndone: "claim_undone",
                ClaimAgreed: "claim_agreed",
            },
        ),
        _row(
            ShowQueue,
            _each(lambda work, talk, _: work.decisions.queue(talk.person)),
            _headed,
        ),
        _row(
            Redeem,
            _each(_redeem),
            _invited_to,
            audited={BecameHead: "became_head"},
        ),
        _row(OpenTransfer, _each(_open_transfer), _none),
        _row(Separate, _each(_separate), _none, audited={Separated: "separated"}),
        _row(Join, _each(_join), _none, audited={Joined: "joined"}),
    ]
)
