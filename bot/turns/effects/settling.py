"""Effects are performed here: what the brain wished for, done in the turn's transaction.

A group's reads come first, in rounds, until every talk is done or wishes a write. Then all
villages that the writes touch are locked at once, in one order, and the writes are done, kind by
kind. So no two groups ever wait for each other's villages crosswise. What each effect needs is in
table.py.

Which villages these are is looked up before, and once more with the locks held: a registration may
have left for another village meanwhile. Then the group begins again.
"""

from collections.abc import Mapping, Sequence

from bot.turns.effects.row import Villages
from bot.turns.effects.table import ROWS
from bot.turns.talk import Talk
from conversations.effects import Amend, Submit
from storage.errors import Collided
from storage.unit_of_work import UnitOfWork


async def settle(work: UnitOfWork, talks: Sequence[Talk]) -> None:
    """Perform effects and tell their outcomes until no talk wishes for more."""
    while waiting := [talk for talk in talks if talk.effect is not None]:
        reading = [talk for talk in waiting if ROWS[type(talk.effect)].villages is None]
        if not reading:
            await _lock(work, waiting)
        for kind in dict.fromkeys(type(talk.effect) for talk in reading or waiting):
            row = ROWS[kind]
            same = [talk for talk in waiting if type(talk.effect) is kind]
            outcomes = await row.perform(work, same)
            for talk, outcome in zip(same, outcomes, strict=True):
                if act := row.act(talk, outcome):
                    talk.did(*act)
                talk.hear(outcome)


async def _lock(work: UnitOfWork, talks: Sequence[Talk]) -> None:
    asked: dict[Villages, list[Talk]] = {}
    for talk in talks:
        if villages := ROWS[type(talk.effect)].villages:
            asked.setdefault(villages, []).append(talk)
    codes = await _touched(work, asked)
    await work.lock(codes)
    if missed := await _touched(work, asked) - codes:
        raise Collided(f"what was to be locked is of {len(missed)} other villages by now")
    wishes = [talk.effect for talk in talks if isinstance(talk.effect, Submit | Amend)]
    if {Submit, Amend} == {type(wish) for wish in wishes}:  # in one order for all of them
        await work.amendments.know(wish.answers["nik"] for wish in wishes)


async def _touched(work: UnitOfWork, asked: Mapping[Villages, Sequence[Talk]]) -> set[str]:
    return {code for villages, those in asked.items() for code in await villages(work, those)}
