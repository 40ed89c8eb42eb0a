"""Upkeep: what a serving process does now and then, beside taking and sending messages."""

import asyncio
import gc
from datetime import UTC, datetime, timedelta
from uuid import UUID

import structlog

from bot.app import App
from bot.ports import Clock
from bot.trouble import Trouble
from storage.database import Storage
from storage.errors import Away, Collided, insisting
from storage.forgetting import SLICE
from storage.people.strangers import BEGINNING
from storage.retention import ENDED_SLICE

log: structlog.stdlib.BoundLogger = structlog.get_logger()

EVERY = timedelta(minutes=1)
LOOK = timedelta(milliseconds=100)  # how often the clock is looked at
SETTLE = timedelta(seconds=1)  # until what was begun by the old clock is committed
_LITTER = 20_000  # objects made and not yet gone, before the collector looks for cycles


def hold_still() -> None:
    """Take what a started process holds (300,000 objects) out of the garbage collector's sight.

    Going through them again and again stops every turn for a quarter of a second. What is made
    from now on is gone through more rarely than by default: a group of turns makes thousands of
    objects, and they go by themselves.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(_LITTER)


async def keep_up(app: App, every: timedelta = EVERY) -> None:
    """For ever: read villages and programmes again, forget what and who can come no more."""
    trouble = Trouble(log, "upkeep_waits", "upkeep_goes_on")
    after = BEGINNING
    while True:
        await asyncio.sleep(every.total_seconds())
        try:
            await app.directory.read(app.storage)
            await end_programmes(app.storage)
            await erase_ended(app.storage)
            await forget(app)
            after = await forget_strangers(app, after)
            trouble.over()
        except Away:
            pass  # told by the app, for all
        except Exception as error:  # noqa: BLE001 - the outermost loop; what is known stays known
            trouble.lasts(error=type(error).__name__)


async def end_programmes(storage: Storage) -> None:
    """Have everything end whose cover is over, a slice a transaction."""
    made = SLICE
    while made >= SLICE:
        async with storage.begin() as work:
            made = await work.expiries.put()


async def forget(app: App) -> None:
    """Let go of all that is old, a slice a transaction: nobody waits for a long one."""
    full = True
    while full:
        async with app.storage.begin() as work:
            gone = (
                await work.inbox.forget(),
                await work.outbox.forget(),
                await work.nik_tries.forget(),
                await work.claims.forget(),
                await work.retention.sweep(),
            )
            await work.key_use.tell()
        full = max(gone) >= SLICE


async def erase_ended(storage: Storage) -> None:
    """Erase what was registered in programmes whose days are over, some at a time."""
    erased = ENDED_SLICE
    while erased >= ENDED_SLICE:
        erased = await insisting(lambda: _erased_slice(storage))
        if erased:
            log.info("registrations_erased", rows=erased)


async def _erased_slice(storage: Storage) -> int:
    async with storage.begin() as work:
        ended = await work.retention.ended()
        if not ended:
            return 0
        await work.lock(villages := await work.erasing.villages(ended, ()))
        if await work.erasing.villages(ended, ()) - villages:
            raise Collided("moved")
        return await work.retention.erase(ended, work.erased_file)


async def forget_strangers(app: App, after: UUID) -> UUID:
    """Let go of strangers among the next people; return after whom to look the next time."""
    async with app.storage.begin() as work:
        found = await work.strangers.forget(after)
    if found.gone:
        log.info("strangers_forgotten", people=found.gone)
    return found.after


async def keep_time(
    storage: Storage,
    clock: Clock,
    every: timedelta = LOOK,
    settle: timedelta = SETTLE,
) -> None:
    """For ever: notice when the clock is set back, by hours perhaps.

    What was to leave at a time by the old clock would wait for as long. What a platform has asked
    us to wait for is no such time: it outlives a restart.
    """
    trouble = Trouble(log, "clock_waits", "clock_goes_on")
    before = datetime.max.replace(tzinfo=UTC)  # it may have been set back while nobody served
    while True:
        now = clock.now()
        if now < before:
            await asyncio.sleep(settle.total_seconds())
            now = clock.now()  # it may have been set ahead meanwhile, and will be set back again
            try:
                await set_right(storage)
            except Away:
                continue
            except Exception as error:  # noqa: BLE001 - the outermost loop
                trouble.lasts(error=type(error).__name__)
                continue
            trouble.over()
        before = now
        await asyncio.sleep(every.total_seconds())


async def set_right(storage: Storage) -> None:
    """Let what waits by a clock that was set back wait by the new one, for no longer."""
    async with storage.begin() as work:
        hastened = await work.outbox.hasten()
    if hastened:
        log.warning("clock_set_back", hastened=hastened)
