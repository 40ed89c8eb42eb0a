"""What is sealed with an older key, or is not bound to all that it could be, is sealed anew.

A slice a transaction, by the primary key, and never waiting: a row that somebody holds is met in
the next pass, and one that changed since it was read is left as it is, for it was sealed by the
key in use. Whoever is killed begins again, and finds what is left by each blob's first byte.
"""

from collections.abc import Sequence
from typing import Any

from conversations.record import record
from storage.rotation.places import SEALED, SealedIn
from storage.sealing import BOUND, KeysError
from storage.work import Row, Work

SLICE = 500
_TYPES = {"id": "uuid", "registration_id": "uuid", "version": "smallint"}


@record
class Resealed:
    """What came of a slice. `last`: where the next begins; None: this was the last one.

    `missed`: how many somebody held or changed meanwhile. `shut`: how many open with no key that
    we have, or were moved there by hand.
    """

    last: tuple[Any, ...] | None
    done: int
    missed: int
    shut: int


@record
class Left:
    """How many blobs of a place are sealed with a key, bound to all that they could be or not."""

    place: SealedIn
    version: int
    whole: bool
    rows: int


class Resealing:
    def __init__(self, work: Work) -> None:
        self._work = work

    async def slice(self, place: SealedIn, after: Sequence[Any] | None) -> Resealed:
        """Seal the next rows anew that are not sealed as they would be now."""
        values = [self._now(place), *(after or ())]
        rows = await self._work.connection.fetch(
            _scan(place, begins=after is None), *values, record_class=Row
        )
        opened = [(row, blob) for row in rows if (blob := self._again(place, row)) is not None]
        done = await self._write(place, opened) if opened else 0
        last = tuple(rows[-1][name] for name in place.key) if len(rows) == SLICE else None
        return Resealed(last, done, len(opened) - done, len(rows) - len(opened))

    def _now(self, place: SealedIn) -> int:
        """Return the first byte of what is sealed now."""
        return self._work.sealer.sealing | (BOUND if place.bound else 0)

    def _again(self, place: SealedIn, row: Row) -> bytes | None:
        """Return a blob sealed anew; None if it does not open."""
        try:
            told = place.opened(self._work.sealer, row)
        except KeysError:
            return None
        return place.sealed(self._work.sealer, row, told)

    async def _write(self, place: SealedIn, opened: Sequence[tuple[Row, bytes]]) -> int:
        columns = [[row[name] for row, _ in opened] for name in (*place.key, place.column)]
        blobs = [blob for _, blob in opened]
        # Neither place nor state of a registration changes, so its village need not be locked.
        written = await self._work.connection.fetchval(_write_of(place), *columns, blobs)
        return int(written)

    async def left(self) -> list[Left]:
        """Count what is sealed with each key; every table is read."""
        found = []
        for place in SEALED:
            for row in await self._work.connection.fetch(_count(place), record_class=Row):
                whole = bool(row.byte & BOUND) or not place.bound
                found.append(Left(place, row.byte & ~BOUND, whole, row.rows))
        return found


def _scan(place: SealedIn, *, begins: bool) -> str:
    names = dict.fromkeys((*place.key, place.row, *place.bound, place.column))
    after = ", ".join(f"${n}" for n in range(2, 2 + len(place.key)))
    key = ", ".join(place.key)
    return f"""
        SELECT {", ".join(names)} FROM {place.table}
         WHERE get_byte({place.column}, 0) <> $1::int
           {"" if begins else f"AND ({key}) > ({after})"}
         ORDER BY {key} LIMIT {SLICE}
    """


def _write_of(place: SealedIn) -> str:
    count = len(place.key)
    kinds = (*(_TYPES[name] for name in place.key), "bytea", "bytea")
    given = ", ".join(f"${n}::{kind}[]" for n, kind in enumerate(kinds, 1))
    if place.table == "audit":
        return f"SELECT audit_reseal({given})"
    same = " AND ".join(f"t.{name} = w.{name}" for name in place.key)
    return f"""
        WITH free AS (
            SELECT t.ctid, w.becomes
              FROM unnest({given}) AS w({", ".join(place.key)}, was, becomes)
              JOIN {place.table} t ON {same} AND t.{place.column} = w.was
               FOR NO KEY UPDATE OF t SKIP LOCKED
        ), done AS (
            UPDATE {place.table} t SET {place.column} = free.becomes
              FROM free WHERE t.ctid = free.ctid
            RETURNING {count}
        )
        SELECT count(*) FROM done
    """


def _count(place: SealedIn) -> str:
    return f"""
        SELECT get_byte({place.column}, 0) AS byte, count(*) AS rows FROM {place.table}
         WHERE {place.column} IS NOT NULL GROUP BY 1 ORDER BY 1
    """
