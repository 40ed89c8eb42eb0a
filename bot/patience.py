"""How long we wait for the world: not beyond the stop, not for ever, and again and again."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import Any, TypeVar

import structlog

T = TypeVar("T")

log: structlog.stdlib.BoundLogger = structlog.get_logger()

FIRST_PAUSE = timedelta(seconds=0.5)
LONGEST_PAUSE = timedelta(seconds=10)
AT_ONCE = timedelta()
COURTESY = timedelta(seconds=1)  # at the end, for what nobody would miss


async def unless(stop: asyncio.Event, work: Awaitable[T]) -> T | None:
    """Do the work, but drop it as soon as `stop` is set: then None."""
    working, stopping = asyncio.ensure_future(work), asyncio.ensure_future(stop.wait())
    try:
        await asyncio.wait({working, stopping}, return_when=asyncio.FIRST_COMPLETED)
        return working.result() if working.done() else None
    finally:
        await dropped(working, stopping)


async def ended(task: "asyncio.Task[None]", patience: timedelta = AT_ONCE) -> None:
    """Wait until a task has ended; after `patience` drop it. Raise what it raised."""
    await asyncio.wait({task}, timeout=patience.total_seconds())
    await dropped(task)
    if task.done() and not task.cancelled():
        task.result()


async def dropped(*tasks: "asyncio.Future[Any]") -> None:
    """Cancel them, and wait until they have let go; not for one that hangs even then."""
    for task in tasks:
        task.cancel()
    if tasks:
        await asyncio.wait(tasks, timeout=COURTESY.total_seconds())


async def best_effort(courtesy: Awaitable[None], channel: str) -> None:
    """Do what nobody waits for: a fault in it is told when it happens, and nothing is lost."""
    try:
        await courtesy
    except Exception as error:  # noqa: BLE001 - the outermost: whoever began it has gone on
        log.warning("courtesy_failed", channel=channel, error=type(error).__name__)


async def until(done: Callable[[], Awaitable[bool]]) -> None:
    """Do it again and again, ever more rarely, until it says that it is done."""
    pause = FIRST_PAUSE
    while not await done():
        await asyncio.sleep(pause.total_seconds())
        pause = min(pause * 2, LONGEST_PAUSE)
