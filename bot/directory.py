"""The directory: villages and open programmes, read from the database and kept in memory.

They change a few times a year and every turn needs them; a running process reads them again now
and then, so that a village loaded or a programme opened elsewhere is known without a restart.
"""

from collections.abc import Mapping
from functools import lru_cache

from conversations.answers.village import Village, Villages, around
from conversations.messages import Channel
from conversations.programme import Programme
from storage.database import Storage


class Directory:
    def __init__(self) -> None:
        self.villages = Villages(())
        self.programmes: Mapping[str, Programme] = {}
        self.doors: dict[Channel, str] = {}  # links to us by channel, with {code} to go on there
        self._known: tuple[Village, ...] = ()

    async def read(self, storage: Storage) -> None:
        """Read both; the index of villages is made anew only if they changed."""
        async with storage.begin() as work:
            self.programmes = {one.regency: one for one in await work.programmes.opened()}
            known = tuple(await work.programmes.villages())
        if known != self._known:
            self._known = known
            self.villages = _indexed(known)


@lru_cache(maxsize=1)
def _indexed(known: tuple[Village, ...]) -> Villages:
    """Make the index once, however many apps of one process know the same villages."""
    return Villages(known, elsewhere=around({village.code[:5] for village in known}))
