"""What every hash becomes under the newest hashing key is prepared, then taken up at once.

Prepared is a slice a transaction, while messages come in and are found by the old key: what is
sealed tells what was hashed. A hash that was written meanwhile is prepared by the next pass.

    niks.hash                  of the NIK, as a registration of it tells
    addresses.hash             of channel, account and the chat's id
    addresses.phone_hash       of the number that the channel vouched for
    registrations.phone_hash   of the number that was told
    registrations.same_hash    of name, birth year and mother

Codes (invitations, transfers, new_phones) are kept as hashes alone, and end by themselves: they
are found by every key that is known. From where something was done stays in the audit as it was.
Of NIKs that were only tried, within two days, those that are registered are known.
"""

from collections.abc import Callable, Sequence
from typing import TypeAlias
from uuid import UUID

from conversations.record import record
from storage.office.registrations.same_person import same_person
from storage.office.registrations.sealed import answers_in
from storage.people.identities import VOUCHED, digits
from storage.sealing import KeysError, fingerprint
from storage.work import Row, Work

SLICE = 500
NIL = UUID(int=0)
Hashed: TypeAlias = tuple[str, ...] | None
"""What was hashed: its kind and values; None: it cannot be told."""


@record
class Hashes:
    """Hashes of one kind. `rows`: SQL over `t` for its rows, with `was`, the hash as it is."""

    name: str
    rows: str
    told: Callable[[Work, Row], Sequence[Hashed]]


@record
class Prepared:
    """What came of a slice. `last`: where the next begins; None: this was the last one.

    `untold`: of how many what is sealed does not tell the hash, or does not open.
    """

    last: UUID | None
    done: int
    untold: int


def _nik(work: Work, row: Row) -> Sequence[Hashed]:
    return [("nik", answers_in(work, row.registration, row)["nik"])]


def _address(work: Work, row: Row) -> Sequence[Hashed]:
    there = work.sealer.unseal("addresses", row.id, row.sealed)
    # Nothing leads there any more (Identities): its own id is what was hashed.
    return [("address", row.channel, row.account, there), ("moved", str(row.id))]


def _vouched(work: Work, row: Row) -> Sequence[Hashed]:
    return [("phone", digits(work.sealer.unseal(VOUCHED, row.id, row.phone_sealed)))]


def _phone(work: Work, row: Row) -> Sequence[Hashed]:
    return [("phone", digits(answers_in(work, row.id, row)["phone"]))]


def _same(work: Work, row: Row) -> Sequence[Hashed]:
    return [same_person(answers_in(work, row.id, row))]


_OF_REGISTRATION = "sealed, nik_id, programme_id FROM registrations"
HASHES = (
    Hashes(
        "niks.hash",
        """SELECT n.id, n.hash AS was, r.id AS registration, r.sealed, r.nik_id, r.programme_id
             FROM niks n CROSS JOIN LATERAL (
                  SELECT * FROM registrations WHERE nik_id = n.id LIMIT 1) AS r""",
        _nik,
    ),
    Hashes(
        "registrations.phone_hash",
        f"SELECT id, phone_hash AS was, {_OF_REGISTRATION}",
        _phone,
    ),
    Hashes("registrations.same_hash", f"SELECT id, same_hash AS was, {_OF_REGISTRATION}", _same),
    Hashes(
        "addresses.hash",
        "SELECT id, hash AS was, channel, account, sealed FROM addresses",
        _address,
    ),
    Hashes(
        "addresses.phone_hash",
        """SELECT id, phone_hash AS was, phone_sealed FROM addresses
            WHERE phone_sealed IS NOT NULL""",
        _vouched,
    ),
)

_SCAN = """
    SELECT t.* FROM ({rows}) AS t
      LEFT JOIN rehashed s ON s.place = $1 AND s.id = t.id AND s.was = t.was
     WHERE t.was IS NOT NULL AND s.id IS NULL AND t.id > $2
     ORDER BY t.id LIMIT {slice}
"""
_KEEP = """
    INSERT INTO rehashed (place, id, was, becomes)
    SELECT $1, w.* FROM unnest($2::uuid[], $3::bytea[], $4::bytea[]) AS w
    ON CONFLICT (place, id) DO UPDATE SET was = excluded.was, becomes = excluded.becomes
"""

# Of what follows each is run once, with nobody else at work.
_GONE = "DELETE FROM niks n WHERE NOT EXISTS (SELECT FROM registrations r WHERE r.nik_id = n.id)"
_TRIED = """
    UPDATE {table} t SET hash = s.becomes FROM rehashed s WHERE s.place = $1 AND s.was = t.hash
"""
_NUMBERED = """
    UPDATE addresses a SET phone_hash = s.becomes
      FROM (SELECT DISTINCT was, becomes FROM rehashed WHERE place = $1) AS s
     WHERE a.phone_hash = s.was
"""
_UNTOLD_NUMBERS = """
    WITH unknown AS (
        UPDATE addresses a SET phone_hash = NULL
         WHERE phone_hash IS NOT NULL AND NOT EXISTS (
               SELECT FROM rehashed s WHERE s.place = ANY($1) AND s.becomes = a.phone_hash)
        RETURNING 1)
    SELECT count(*) FROM unknown
"""


def _written(table: str, columns: Sequence[str]) -> str:
    """Write each row once: a registration is in ten indexes."""
    named = list(enumerate(columns, 1))
    joined = " ".join(
        f"LEFT JOIN rehashed s{n} ON (s{n}.place, s{n}.id, s{n}.was) = (${n}, t.id, t.{column})"
        for n, column in named
    )
    found = ", ".join(f"coalesce(s{n}.becomes, t.{column}) AS {column}" for n, column in named)
    changed = " OR ".join(f"s{n}.id IS NOT NULL" for n, _ in named)
    values = ", ".join(f"{column} = w.{column}" for column in columns)
    return f"""
        UPDATE {table} SET {values}
          FROM (SELECT t.id, {found} FROM {table} t {joined} WHERE {changed}) AS w
         WHERE {table}.id = w.id
    """


class Rehashing:
    """Prepares and takes up the hashes of the newest key; the one in use is that of the work."""

    def __init__(self, work: Work) -> None:
        self._work = work
        self._newest = max(work.sealer.keys.hashing)

    def _place(self, name: str) -> str:
        """Name a kind of hash, as it is under the key that comes."""
        return f"{name} {fingerprint(self._work.sealer.keys.hashing[self._newest])}"

    async def prepare(self, hashes: Hashes, after: UUID = NIL) -> Prepared:
        """Prepare the next rows whose hash is not prepared as it is now."""
        fetch = self._work.connection.fetch
        scan = _SCAN.format(rows=hashes.rows, slice=SLICE)
        rows = await fetch(scan, self._place(hashes.name), after, record_class=Row)
        told = [(row, new) for row in rows if (new := self._becomes(hashes, row)) is not None]
        if told:
            columns = zip(*((row.id, row.was, new) for row, new in told), strict=True)
            await self._work.connection.execute(
                _KEEP, self._place(hashes.name), *map(list, columns)
            )
        last = rows[-1].id if len(rows) == SLICE else None
        return Prepared(last, len(told), len(rows) - len(told))

    def _becomes(self, hashes: Hashes, row: Row) -> bytes | None:
        sealer = self._work.sealer
        try:
            told = [one for one in hashes.told(self._work, row) if one is not None]
        except KeysError:
            return None
        for one in told:
            if sealer.hash_with(sealer.hashing, *one) == row.was:
                return sealer.hash_with(self._newest, *one)
        return None

    async def all_prepared(self) -> dict[str, int]:
        """Prepare what is left; return how many of each kind cannot be."""
        untold: dict[str, int] = {}
        for hashes in HASHES:
            after: UUID | None = NIL
            while after is not None:
                made = await self.prepare(hashes, after)
                untold[hashes.name] = untold.get(hashes.name, 0) + made.untold
                after = made.last
        return {name: many for name, many in untold.items() if many}

    async def take_up(self) -> int:
        """Write every hash anew, with nobody else at work.

        A NIK of which no registration is left goes. So does the hash of a number that nothing
        tells any more, until its channel tells it again; return how many these are.
        """
        run = self._work.connection.execute
        by_table: dict[str, list[str]] = {}
        for table, column in (hashes.name.split(".") for hashes in HASHES):
            by_table.setdefault(table, []).append(column)
        for table, columns in by_table.items():
            places = [self._place(f"{table}.{column}") for column in columns]
            await run(_written(table, columns), *places)
        await run(_GONE)
        for table in ("nik_tries", "nik_notices"):
            await run(_TRIED.format(table=table), self._place("niks.hash"))
        told = "registrations.phone_hash"
        await run(_NUMBERED, self._place(told))
        numbers = [self._place(told), self._place("addresses.phone_hash")]
        return int(await self._work.connection.fetchval(_UNTOLD_NUMBERS, numbers))

    async def clear(self) -> None:
        await self._work.connection.execute("DELETE FROM rehashed")

    async def count(self) -> dict[str, int]:
        """Count the rows that have a hash of each kind."""
        fetch = self._work.connection.fetchval
        return {
            one.name: await fetch(f"SELECT count(was) FROM ({one.rows}) AS t") for one in HASHES
        }
