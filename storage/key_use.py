"""How many seals each key has made: with random nonces a key is good for so many and no more.

Serving processes tell it once a minute, and whoever seals anew with each slice. What a command
seals, and the last minute of a process that was killed, is not counted.
"""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import select, text

from conversations.record import record
from storage.rows import arrays
from storage.sealing import BUDGET, Sealer, fingerprint
from storage.tables import key_use
from storage.work import Work

WARNS = BUDGET // 2

_TELL = text("""
    INSERT INTO key_use (fingerprint, seals, since)
    SELECT fingerprint, seals, CAST(:now AS timestamptz)
      FROM unnest(CAST(:fingerprint AS text[]), CAST(:seals AS bigint[]))
           AS w(fingerprint, seals)
     ORDER BY fingerprint
    ON CONFLICT (fingerprint) DO UPDATE SET seals = key_use.seals + excluded.seals
""")


@record
class Used:
    """How many seals a key has made, as far as they were told, and since when it is in use."""

    seals: int
    since: datetime


class KeyUse:
    def __init__(self, work: Work) -> None:
        self._work = work

    @property
    def sealer(self) -> Sealer:
        """The keys, and which of them are in use."""
        return self._work.sealer

    async def tell(self) -> None:
        """Add what this process has sealed since it told last."""
        sealer = self._work.sealer
        if told := dict(sealer.seals):
            sealer.seals.clear()
            named = {fingerprint(sealer.keys.sealing[one]): many for one, many in told.items()}
            await self._add(named)

    async def begin(self) -> None:
        """Remember that the newest keys are in use from now on."""
        newest = (max(keys.items())[1] for keys in self._both())
        await self._add(dict.fromkeys(map(fingerprint, newest), 0))

    def _both(self) -> tuple[Mapping[int, bytes], Mapping[int, bytes]]:
        return self._work.sealer.keys.sealing, self._work.sealer.keys.hashing

    async def _add(self, told: Mapping[str, int]) -> None:
        values = arrays(("fingerprint", "seals"), list(told.items()))
        await self._work.run(_TELL, {**values, "now": self._work.now})

    async def told(self) -> dict[str, Used]:
        """Return what is known of each key, by its fingerprint."""
        rows = await self._work.run(select(key_use))
        return {row.fingerprint: Used(row.seals, row.since) for row in rows}
