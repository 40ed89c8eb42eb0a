"""The audit trail: what was done, by whom, from where, to what. Ids and keyed hashes only.

Whatever is done in a unit of work is told here, and written by its last statement: the row of a
chain is locked until the commit, and whoever locked it early would let all others wait.
"""

import hashlib
import os
from collections.abc import Iterable
from dataclasses import field
from datetime import datetime
from uuid import UUID

from sqlalchemy import text

from conversations.record import record
from storage.entries import Entry
from storage.ids import new_id
from storage.rows import arrays
from storage.work import Row, Work

_APPEND = text("""
    SELECT audit_append(CAST(:id AS uuid[]), CAST(:kind AS text[]), CAST(:person AS uuid[]),
                        CAST(:subject AS uuid[]), CAST(:address AS uuid[]),
                        CAST(:chain AS text[]), CAST(:sealed AS bytea[]),
                        CAST(:digest AS bytea[]), CAST(:now AS timestamptz))
""")
_LAST = text("""
    SELECT * FROM (
        SELECT a.id, a.chain, a.seq, a.at, a.kind, a.person_id, a.subject, a.sealed, a.digest,
               r.number
          FROM audit a LEFT JOIN registrations r ON r.id = a.subject
         WHERE (CAST(:number AS text) IS NULL OR a.subject = (
                   SELECT id FROM registrations WHERE number = CAST(:number AS text)))
           AND (CAST(:chain AS text) IS NULL OR a.chain = CAST(:chain AS text))
         ORDER BY a.at DESC, a.chain, a.seq DESC LIMIT CAST(:last AS int)) AS found
     ORDER BY at, chain, seq
""")
# One bot after another: of two that begin at once, the second sees what the first has written.
_ONE_BY_ONE = text("SELECT pg_advisory_xact_lock(1936028788)")  # "sett"
_NEWEST = text("""
    SELECT id, sealed, digest FROM audit
     WHERE person_id IS NULL AND kind = CAST(:kind AS text) ORDER BY at DESC, seq DESC LIMIT 1
""")
_NAMES = ("id", "kind", "person", "subject", "address", "chain", "sealed", "digest")
_SALT_BYTES = 16


@record
class Recorded:
    """One row of the audit. `note` None: there was one, and it has been erased."""

    chain: str
    seq: int
    at: datetime
    kind: str
    person: UUID | None
    subject: UUID | None
    number: str | None
    note: str | None = field(repr=False)


class Audit:
    def __init__(self, work: Work) -> None:
        self._work = work

    def record(self, acts: Iterable[Entry]) -> None:
        """Keep acts; they are written when the unit of work ends, or are not done either."""
        self._work.entries.extend(acts)

    async def last(self, last: int, number: str | None, chain: str | None) -> list[Recorded]:
        """Return the last so many rows, of one registration or one chain if it is named."""
        values = {"last": last, "number": number, "chain": chain}
        return [
            Recorded(
                *(row.chain, row.seq, row.at, row.kind, row.person_id, row.subject, row.number),
                note=self._note(row),
            )
            for row in await self._work.run(_LAST, values)
        ]

    async def newest(self, kind: str) -> str | None:
        """Return the note of the last row of a kind that nobody of the chats did; None: no row.

        Whoever asks is alone in it until the end of the unit of work.
        """
        await self._work.run(_ONE_BY_ONE)
        rows = await self._work.run(_NEWEST, {"kind": kind})
        return (self._note(rows[0]) or "") if rows else None

    def _note(self, row: Row) -> str | None:
        if row.sealed is None:
            return "" if row.digest is None else None
        told = self._work.sealer.unseal("audit", row.id, row.sealed)
        return str(told["note"] if isinstance(told, dict) else told)  # before there were chains

    async def close(self) -> None:
        """Write all that was done, each behind the last of its chain. Nothing may come after."""
        if acts := self._work.entries:
            rows = [self._row(act) for act in acts]
            await self._work.run(_APPEND, {**arrays(_NAMES, rows), "now": self._work.now})
            acts.clear()

    def _row(self, act: Entry) -> tuple[object, ...]:
        row = new_id()
        sealed = digest = None
        if act.note:
            salt = os.urandom(_SALT_BYTES).hex()
            sealed = self._work.sealer.seal("audit", row, {"note": act.note, "salt": salt})
            digest = digest_of(act.note, salt)
        return (
            *(row, act.kind, act.person, act.subject, act.address, act.regency),
            *(sealed, digest),
        )


def digest_of(note: str, salt: str) -> bytes:
    """Return what stays of a note once it is erased; salted, or short ones could be guessed."""
    return hashlib.sha256(f"{salt}\x00{note}".encode()).digest()
