"""What a head does that is more than one step."""

import structlog

from bot.turns.effects.moving import stay_alone
from bot.turns.talk import Talk
from conversations.effects import PassOver, Redeem
from conversations.outcomes.desk import BecameHead, Invited
from conversations.outcomes.outcome import Outcome
from storage.unit_of_work import UnitOfWork

log: structlog.stdlib.BoundLogger = structlog.get_logger()


async def redeem(work: UnitOfWork, talk: Talk, wish: Redeem) -> Outcome:
    """Make the sender a head; the operator is told who that is, as far as two digits tell it.

    An office is of the chat that said yes, and of no other that is joined to it.
    """
    invited = await work.officials.look(talk.person, wish.code)
    if isinstance(invited, Invited) and not invited.mine:
        await stay_alone(work, talk)
    met = talk.said.alias or talk.said.sender
    taken_by = f"{met.channel} …{met.id[-2:]}"
    became = await work.officials.redeem(talk.person, wish, taken_by)
    if isinstance(became, BecameHead):
        log.info("invitation_taken", village=became.village, taken_by=taken_by)
    return became


async def pass_over(work: UnitOfWork, talk: Talk, wish: PassOver) -> Outcome:
    passed = await work.refused_cards.pass_over(wish.message)
    if passed.number is not None:
        log.warning("card_refused", post=str(wish.message), channel=talk.person.channel.value)
    return passed
