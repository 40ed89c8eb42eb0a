"""Which NIKs a chat looked up lately: for the limits of a day, and no longer than two.

A chat, and not its person: whoever it is joined to and parted from again, it has tried no less.

Numbers that somebody only tried are nobody's to keep, so they are in no audit trail.
"""

from collections.abc import Collection, Sequence
from datetime import timedelta
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import Boolean, DateTime, LargeBinary, Text, Uuid, bindparam, select, text
from sqlalchemy.dialects.postgresql import insert

from storage.forgetting import SLICE, forgetting
from storage.rows import Rows, arrays
from storage.tables import nik_tries
from storage.work import Row, Work

A_DAY = timedelta(days=1)
KEPT = 2 * A_DAY

# A NIK is told in a village, where it has another answer than elsewhere. How many others did the
# chat try, how many of them are somebody else's; and how many other chats tried this one while it
# was taken?
_LATELY = text("""
    SELECT w.n, count(t.hash) AS others, count(t.hash) FILTER (WHERE t.taken) AS taken,
           (SELECT count(DISTINCT c.address_id) FROM nik_tries c
             WHERE c.hash = w.hash AND c.taken AND c.address_id <> w.address
               AND c.at > CAST(:since AS timestamptz)) AS chats
      FROM unnest(CAST(:address AS uuid[]), CAST(:hash AS bytea[]), CAST(:village AS text[]))
           WITH ORDINALITY AS w(address, hash, village, n)
      LEFT JOIN nik_tries t ON t.address_id = w.address AND t.at > CAST(:since AS timestamptz)
       AND (t.hash <> w.hash OR t.village <> w.village)
     GROUP BY w.n, w.address, w.hash ORDER BY w.n
""")
_TRIED = Rows("tried", address_id=Uuid(), hash=LargeBinary(), village=Text(), taken=Boolean())
_KEEP = insert(nik_tries).from_select(
    [*_TRIED.names, "at"],
    select(*_TRIED.c, bindparam("now", type_=DateTime(timezone=True))).order_by(
        _TRIED.c.address_id  # one order for all, or groups deadlock
    ),
)
_KEEP = _KEEP.on_conflict_do_update(
    index_elements=[nik_tries.c.address_id, nik_tries.c.hash, nik_tries.c.village],
    set_={"at": _KEEP.excluded.at, "taken": _KEEP.excluded.taken},
)
# Nobody waits for somebody who is telling of the same NIK: some come here before they lock their
# villages, some after, and might wait for each other crosswise.
_NOTICE = text("""
    INSERT INTO nik_notices (hash, claimed, day)
    SELECT hash, claimed, CAST(:day AS date)
      FROM (SELECT DISTINCT hash, claimed
              FROM unnest(CAST(:hash AS bytea[]), CAST(:claimed AS boolean[]))
                   AS w(hash, claimed)) AS those
     WHERE pg_try_advisory_xact_lock(hashtextextended(encode(hash, 'hex'), 0))
    ON CONFLICT DO NOTHING
    RETURNING hash, claimed
""")
_OLD = "at < CAST(:before AS timestamptz)"
_FORGET = text(f"""
    WITH old AS (
        DELETE FROM nik_notices WHERE day < CAST(:day AS date)
    ), {forgetting("nik_tries", at=_OLD)}
""")


class Try(NamedTuple):
    """A chat told a NIK, by its hash, in a village."""

    address: UUID
    key: bytes
    village: str


class NikTries:
    def __init__(self, work: Work) -> None:
        self._work = work

    async def lately(self, asked: Sequence[Try]) -> list[Row]:
        """Return, for each: `others` that the chat tried, of them `taken`; and other `chats`."""
        values = {**arrays(("address", "hash", "village"), asked), "since": self._work.now - A_DAY}
        return await self._work.run(_LATELY, values)

    async def keep(self, tried: Sequence[tuple[Try, bool]]) -> None:
        """Keep tries, each with whether the NIK is somebody else's; chats differ."""
        if tried:
            rows = _TRIED.bind([(*one, taken) for one, taken in tried])
            await self._work.along(_KEEP, {**rows, "now": self._work.now})

    async def notice(self, told: Collection[tuple[bytes, bool]]) -> set[tuple[bytes, bool]]:
        """Return those of which heads are to be told: of each once a day, whoever tried it.

        By hash, and by whether the head may say whose it is: who tells it in another village does
        not use up what its owner needs.
        """
        if not told:
            return set()
        day = self._work.now.date()  # a new one begins at 7 in Pontianak, before offices open
        values = {**arrays(("hash", "claimed"), list(told)), "day": day}
        return {(row.hash, row.claimed) for row in await self._work.run(_NOTICE, values)}

    async def forget(self, at_most: int = SLICE) -> int:
        """Let go of what is older than the limits look back; return how many tries that were."""
        before = self._work.now - KEPT
        values = {"before": before, "day": before.date(), "at_most": at_most}
        return int(await self._work.value(_FORGET, values))
