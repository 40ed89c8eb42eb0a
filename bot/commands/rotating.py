"""The rotation of keys, step by step; killed at any time, it goes on where it was when run again.

prepare    what every hash becomes, a slice a transaction       messages come in
take up    hashes and keys, in one transaction                  all wait for some seconds
seal anew  whatever an older key has sealed, a slice each       messages come in
"""

import asyncio
from collections.abc import Callable, Sequence
from datetime import timedelta
from typing import TypeAlias
from uuid import UUID

from conversations.record import record
from storage.database import Storage
from storage.errors import insisting
from storage.rotation.places import SEALED, SealedIn
from storage.rotation.rehashing import HASHES, NIL, Hashes
from storage.rotation.resealing import Left
from storage.rotation.taking_up import Lacking, TakenUp, Untold

PATIENCE = timedelta(seconds=1)  # until who has just come has said which keys they know
_LOOKS = 3

Advance: TypeAlias = Callable[[str, int], None]
"""Is told of how many rows more something was done: what, and how many."""


@record
class Rotated:
    """All that opens is sealed with the newest key. `shut`: how many rows do not open, by place.

    `taken_up` None: the newest keys were in use before.
    """

    taken_up: TakenUp | None
    shut: dict[str, int]
    left: Sequence[Left]


async def rotate(
    storage: Storage, advance: Advance = lambda _what, _many: None, *, leave: bool = False
) -> Rotated | Lacking | Untold:
    """Take the newest keys up and seal everything with them; `leave`: see TakingUp."""
    taken_up = None
    if not await settled(storage):
        if lacking := await _lacking(storage):
            return lacking
        for hashes in HASHES:
            await _prepared(storage, hashes, advance)
        outcome = await _taken_up(storage, leave=leave)
        if not isinstance(outcome, TakenUp):
            return outcome
        taken_up = outcome
    shut = {place.name: await _resealed(storage, place, advance) for place in SEALED}
    async with storage.begin() as work:
        await work.rehashing.clear()
        left = await work.resealing.left()
    return Rotated(taken_up, {name: many for name, many in shut.items() if many}, left)


async def settled(storage: Storage) -> bool:
    """Say whether the newest keys are in use."""
    async with storage.begin() as work:
        return work.taking_up.done


async def _lacking(storage: Storage) -> Lacking | None:
    found = None
    for _ in range(_LOOKS):
        async with storage.begin(whole=False) as work:
            found = await work.taking_up.lacking()
        if not found:
            return None
        await asyncio.sleep(PATIENCE.total_seconds())
    return found


async def _taken_up(storage: Storage, *, leave: bool) -> TakenUp | Lacking | Untold:
    async def once() -> TakenUp | Lacking | Untold:
        async with storage.begin() as work:
            return await work.taking_up.take_up(leave=leave)

    outcome = await insisting(once)
    for _ in range(_LOOKS):
        if not isinstance(outcome, Lacking):
            break
        await asyncio.sleep(PATIENCE.total_seconds())
        outcome = await insisting(once)
    return outcome


async def _prepared(storage: Storage, hashes: Hashes, advance: Advance) -> None:
    after: UUID | None = NIL
    while after is not None:
        async with storage.begin() as work:
            if work.taking_up.done:
                return
            made = await work.rehashing.prepare(hashes, after)
        advance(hashes.name, made.done)
        after = made.last


async def _resealed(storage: Storage, place: SealedIn, advance: Advance) -> int:
    """Seal a place anew until nothing is left; return how many rows do not open."""
    while True:
        after, missed, shut = None, 0, 0
        begins = True
        while begins or after is not None:
            begins = False
            async with storage.begin() as work:
                made = await work.resealing.slice(place, after)
                await work.key_use.tell()
            advance(place.name, made.done)
            after, missed, shut = made.last, missed + made.missed, shut + made.shut
        if not missed:
            return shut
        await asyncio.sleep(PATIENCE.total_seconds() / 10)
