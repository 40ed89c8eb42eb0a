"""What a unit of work has written, for whoever looks on: the phones of the demo, and nobody else.

PostgreSQL counts by itself what a connection writes, and tells it within the transaction; what was
counted before and not yet handed on is told with it, so a first look is taken away from the last.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import TypeAlias
from uuid import UUID

from sqlalchemy import text

from conversations.messages import Address, Channel
from conversations.record import record
from storage.messages import reply_json
from storage.work import Work

Counts: TypeAlias = Mapping[str, tuple[int, int, int]]
"""Rows inserted, updated and deleted, by table."""

_COUNTS = text("""
    SELECT relname AS name, n_tup_ins AS ins, n_tup_upd AS upd, n_tup_del AS del
      FROM pg_stat_xact_user_tables WHERE n_tup_ins + n_tup_upd + n_tup_del > 0
""")
# What this transaction wrote bears its number; one that has written nothing has none.
_MINE = "xmin = CAST(pg_current_xact_id_if_assigned() AS xid)"
_LETTERS = text(f"""
    SELECT o.id, o.lane, o.sealed, a.id AS address_id, a.sealed AS address, a.channel, a.account
      FROM outbox o JOIN addresses a ON a.id = o.address_id
     WHERE o.{_MINE} AND o.sent_at IS NULL AND o.failed_at IS NULL ORDER BY o.seq
""")
_JOBS = text(f"SELECT name, key, due_at FROM jobs WHERE {_MINE} AND lease_until IS NULL")


@record
class Letter:
    """A message that was put in the outbox: to whom, and the keys of its texts."""

    to: Address
    keys: tuple[str, ...]
    lane: int


@record
class Made:
    """A job that was made, or put off."""

    name: str
    key: UUID
    due_at: datetime


class Written:
    def __init__(self, work: Work) -> None:
        self._work = work

    async def counts(self) -> Counts:
        """Return what this connection has written and not handed on, now included."""
        rows = await self._work.run(_COUNTS)
        return {row["name"]: (row["ins"], row["upd"], row["del"]) for row in rows}

    async def letters(self) -> list[Letter]:
        unseal = self._work.sealer.unseal
        found = []
        for row in await self._work.run(_LETTERS):
            texts, _, _ = reply_json.load(unseal("outbox", row.id, row.sealed))
            there = unseal("addresses", row.address_id, row.address)
            to = Address(Channel(row.channel), row.account, there)
            found.append(Letter(to, tuple(one.key for one in texts), row.lane))
        return found

    async def jobs(self) -> list[Made]:
        rows = await self._work.run(_JOBS)
        return [Made(row.name, row.key, row.due_at) for row in rows]


def since(before: Counts, after: Counts) -> Counts:
    """Return what came between two looks."""
    none = (0, 0, 0)
    grown = {
        table: tuple(new - old for new, old in zip(now, before.get(table, none), strict=True))
        for table, now in after.items()
    }
    return {
        table: (ins, upd, gone) for table, (ins, upd, gone) in grown.items() if ins or upd or gone
    }
