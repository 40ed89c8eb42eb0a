"""Whether the audit's chains are as they were written: each row is hashed with the one before.

    hash = sha256(hash of the row before, what the row says); of the first, that of the name alone

A row that was changed, taken away, put between or in another's place does not go with the next. Of
the last ones that were taken away the chain's own row tells, and a head that was written down
elsewhere (the minutes of a meeting) tells of a chain that was made anew from that row on.
"""

import hashlib
from collections.abc import AsyncIterator, Mapping
from datetime import UTC, datetime, timedelta

from sqlalchemy import text
from typing_extensions import override

from conversations.record import record
from storage.work import Row, Work

PAGE = 10_000  # rows that are read at once
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)

_HEADS = text("SELECT chain, seq, head FROM audit_chains ORDER BY chain")
_ROWS = text(f"""
    SELECT seq, id, at, kind, person_id, subject, sender, digest, hash FROM audit
     WHERE chain = :chain AND seq > :after ORDER BY seq LIMIT {PAGE}
""")


@record
class ChainHead:
    """How far a chain has come, to be written down: its last row's number and hash."""

    chain: str
    seq: int
    hash: bytes

    @override
    def __str__(self) -> str:
        return f"{self.chain or '-'}:{self.seq}:{self.hash.hex()}"

    @classmethod
    def parse(cls, told: str) -> "ChainHead":
        """Read what was written down; ValueError if it is none."""
        chain, seq, written = told.strip().split(":")
        return cls("" if chain == "-" else chain, int(seq), bytes.fromhex(written))


@record
class Broken:
    """Where a chain does not hold: `seq` is the first row that is not as it was written."""

    chain: str
    seq: int
    why: str


class Chains:
    def __init__(self, work: Work) -> None:
        self._work = work

    async def heads(self) -> list[ChainHead]:
        rows = await self._work.run(_HEADS)
        return [ChainHead(row.chain, row.seq, row.head) for row in rows]

    async def verify(
        self, head: ChainHead, written: Mapping[int, bytes]
    ) -> AsyncIterator[int | Broken]:
        """Go through a chain up to its head; yield how many rows hold, or once where it breaks.

        `written`: hashes that are known from elsewhere, by the number of their row.
        """
        known = {**written, head.seq: head.hash}
        last, seq = first_hash(head.chain), 0
        while rows := await self._work.run(_ROWS, {"chain": head.chain, "after": seq}):
            for row in rows:
                seq += 1
                last = hash_after(last, head.chain, row)
                if why := _wrong(row, seq, last, known.get(seq)):
                    yield Broken(head.chain, seq, why)
                    return
            yield seq
        if seq < max(known):
            yield Broken(head.chain, seq + 1, "rows are missing at the end")


def first_hash(chain: str) -> bytes:
    """Return what the first row of a chain is hashed with."""
    return hashlib.sha256(f"seratus|{chain}".encode()).digest()


def hash_after(before: bytes, chain: str, row: Row) -> bytes:
    """Return the hash of a row, as the database made it (`audit_said`)."""
    said = "|".join(
        (
            *(chain, str(row.seq), str(row.id), str((row.at - _EPOCH) // _MICROSECOND), row.kind),
            *("" if value is None else str(value) for value in (row.person_id, row.subject)),
            *("" if value is None else value.hex() for value in (row.sender, row.digest)),
        )
    )
    return hashlib.sha256(before + said.encode()).digest()


def _wrong(row: Row, seq: int, last: bytes, known: bytes | None) -> str:
    if row.seq != seq:
        return "a row is missing"
    if row.hash != last:
        return "it was changed, or put there, or the one before was"
    if known is not None and known != last:
        return "the chain was made anew: its head was another when that was written down"
    return ""
