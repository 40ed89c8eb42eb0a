"""What a process does now and then for as long as it lives: nothing that fails ends it."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import timedelta

from bot.trouble import Trouble
from storage.errors import Away


async def for_ever(
    do: Callable[[], Awaitable[object]], every: timedelta, trouble: Trouble
) -> None:
    """Do something now and then, for ever; whatever fails is told as trouble.

    That the database is away is told by the app, for all who wait for it.
    """
    while True:
        try:
            await do()
            trouble.over()
        except Away:
            pass
        except Exception as error:  # noqa: BLE001 - the outermost loop
            trouble.lasts(error=type(error).__name__)
        await asyncio.sleep(every.total_seconds())
