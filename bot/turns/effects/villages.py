"""Which villages an effect locks: those with the same answer are asked once for a whole group."""

from collections.abc import Collection, Sequence
from typing import TypeAlias

from bot.turns.effects.row import Villages
from bot.turns.talk import Talk
from conversations.effects import (
    Amend,
    AnswerTerms,
    Ask,
    Claim,
    Decide,
    DoForOwner,
    End,
    Expire,
    FinishErasing,
    GivePhoneCode,
    Lapse,
    Nudge,
    PassOver,
    Postpone,
    Redeem,
    ShowCard,
    Submit,
    TakeEffect,
    TakeToPhone,
    Undo,
    Withdraw,
)
from storage.unit_of_work import UnitOfWork

OfRegistration: TypeAlias = (
    Withdraw
    | Amend
    | Expire
    | Decide
    | End
    | Undo
    | TakeEffect
    | Ask
    | Nudge
    | Lapse
    | Postpone
    | ShowCard
    | GivePhoneCode
    | DoForOwner
    | AnswerTerms
)

reads: Villages | None = None


async def of_none(_work: UnitOfWork, _talks: Sequence[Talk]) -> Collection[str]:
    """It writes, but of no village: the people are locked, and that is enough."""
    return ()


async def named(_work: UnitOfWork, talks: Sequence[Talk]) -> Collection[str]:
    return [talk.effect.village for talk in talks if isinstance(talk.effect, Submit)]


async def of_registrations(work: UnitOfWork, talks: Sequence[Talk]) -> Collection[str]:
    """Return also where those are to go on that leave for another village."""
    wishes = [talk.effect for talk in talks if isinstance(talk.effect, OfRegistration)]
    found = await work.registrations.villages_of([wish.registration for wish in wishes])
    return [
        *found.values(),
        *(wish.answers["village"] for wish in wishes if isinstance(wish, Amend)),
    ]


async def of_own(work: UnitOfWork, talks: Sequence[Talk]) -> Collection[str]:
    return {code for talk in talks for code in await work.requests.villages(talk.person.id)}


async def of_requests(work: UnitOfWork, talks: Sequence[Talk]) -> Collection[str]:
    wishes = [talk.effect for talk in talks if isinstance(talk.effect, FinishErasing)]
    return await work.requests.villages_of(wishes)


async def of_claims(work: UnitOfWork, talks: Sequence[Talk]) -> Collection[str]:
    ids = [talk.effect.claim for talk in talks if isinstance(talk.effect, Claim)]
    return await work.claims.villages(ids)


async def of_phone_codes(work: UnitOfWork, talks: Sequence[Talk]) -> Collection[str]:
    codes = [talk.effect.code for talk in talks if isinstance(talk.effect, TakeToPhone)]
    return [village for code in codes if (village := await work.new_phones.village(code))]


async def invited_to(work: UnitOfWork, talks: Sequence[Talk]) -> Collection[str]:
    codes = [talk.effect.code for talk in talks if isinstance(talk.effect, Redeem)]
    return [village for code in codes if (village := await work.officials.invited_to(code))]


async def of_messages(work: UnitOfWork, talks: Sequence[Talk]) -> Collection[str]:
    found = [talk.effect.message for talk in talks if isinstance(talk.effect, PassOver)]
    return {code for one in found for code in await work.refused_cards.villages(one)}


async def headed(work: UnitOfWork, talks: Sequence[Talk]) -> Collection[str]:
    heads = await work.officials.villages([talk.person.id for talk in talks])
    return {village for those in heads.values() for village in those}
