"""The directory: villages and open programmes, read from the database and kept in memory.

They change a few times a year and every turn needs them; a running process reads them again now
and then, so that a village loaded or a programme opened elsewhere is known without a restart.
"""

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from functools import lru_cache
from itertools import groupby
from typing import TypeAlias
from uuid import UUID

from bot.traits import door
from conversations.answers.village.village import Villages, around, let_go
from conversations.messages import Channel
from conversations.programme import Programme
from conversations.villages import Village, regency_of
from conversations.zones import zone_of
from storage.database import Storage
from storage.ids import new_id

Facts: TypeAlias = tuple[datetime, date, UUID, Villages, Mapping[str, Programme]]


class Directory:
    def __init__(self) -> None:
        self.villages = Villages(())
        self.by_regency: Mapping[str, tuple[Village, ...]] = {}  # in the order of their codes
        self.programmes: Mapping[str, Programme] = {}
        self.names: Mapping[Channel, str] = {}  # what we are called there: links begin with it
        self.doors: dict[Channel, str] = {}  # links to us by channel, with {code} to go on there
        self._mark: Decimal | None = None

    async def read(self, storage: Storage) -> None:
        """Read both; villages, and their index, only if they changed."""
        async with storage.begin() as work:
            self.programmes = {one.regency: one for one in await work.programmes.opened()}
            mark = await work.programmes.villages_mark()  # first: a change meanwhile is seen later
            if mark == self._mark:
                return
            known = tuple(await work.programmes.villages())
        self.villages, self._mark = _indexed(known), mark
        by_regency = groupby(known, key=lambda village: regency_of(village.code))
        self.by_regency = {regency: tuple(those) for regency, those in by_regency}

    def is_called(self, channel: Channel, name: str) -> None:
        """Keep what we are called on a channel, once the channel has told it."""
        self.names = {**self.names, channel: name}
        self.doors[channel] = door(channel, name)

    def facts(self, now: datetime, village: str) -> Facts:
        """Return what every `Context` begins with; the day is that of the village's zone."""
        today = now.astimezone(zone_of(village)).date()
        return now, today, new_id(), self.villages, self.programmes


@lru_cache(maxsize=1)
def _indexed(known: tuple[Village, ...]) -> Villages:
    """Make the index once, however many apps of one process know the same villages."""
    index = Villages(known, elsewhere=around({regency_of(village.code) for village in known}))
    let_go()
    return index
