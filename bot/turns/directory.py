"""The directory: villages and open programmes, read from the database and kept in memory.

They change a few times a year and every turn needs them; a running process reads them again now
and then, so that a village loaded or a programme opened elsewhere is known without a restart.
"""

from collections.abc import Mapping
from decimal import Decimal
from functools import lru_cache

from conversations.answers.village.village import Villages, around, let_go
from conversations.messages import Channel
from conversations.programme import Programme
from conversations.villages import Village, regency_of
from storage.database import Storage


class Directory:
    def __init__(self) -> None:
        self.villages = Villages(())
        self.programmes: Mapping[str, Programme] = {}
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


@lru_cache(maxsize=1)
def _indexed(known: tuple[Village, ...]) -> Villages:
    """Make the index once, however many apps of one process know the same villages."""
    index = Villages(known, elsewhere=around({regency_of(village.code) for village in known}))
    let_go()
    return index
