"""What messages leave behind: the inbox's week and the outbox's day, and how both leave.

A country that registers in twelve weeks writes some 1.6 million messages a day: 17 for every
registration and one for every decision. The inbox keeps eight days; of the outbox, what was sent
on a channel with reports stays a day. Each has a day more here, which is due to leave.
"""

import time
from dataclasses import dataclass, field
from datetime import datetime

import asyncpg

from bench.platforms.wires import ACCOUNT
from bench.scale.country import LASTS, PHONE_ID, PLACES
from bot.app import App
from conversations.messages import Address, Channel, Incoming, Said
from storage.forgetting import SLICE
from storage.messages.inbox import KEPT

MESSAGES = 18  # of one registration, its decision included
WHATSAPP_SHARE = 0.6
MONTH = 30  # days
INBOX_DAYS = KEPT.days + 1
OUTBOX_DAYS = 2
BODY = 300  # bytes of a sealed reply, the mean
_GROUPS, _GROUP = 150, 64

_SIZE = "SELECT pg_table_size($1::regclass), pg_indexes_size($1::regclass)"


def messages_a_day(villages: int) -> int:
    return villages * PLACES * MESSAGES // LASTS.days


def statements(villages: int, now: datetime) -> list[str]:
    """Return what writes both tables, evenly over their days."""
    a_day = messages_a_day(villages)
    seen = a_day * INBOX_DAYS
    sent = int(a_day * OUTBOX_DAYS * WHATSAPP_SHARE)
    return [_inbox(seen, f"timestamptz '{now}'"), _outbox(sent, f"timestamptz '{now}'")]


def _inbox(rows: int, now: str) -> str:
    return f"""
        INSERT INTO inbox (channel, account, message_id, seen_at)
        SELECT channel, CASE channel WHEN 'whatsapp' THEN '{PHONE_ID}' ELSE '{ACCOUNT}' END,
               CASE channel WHEN 'telegram' THEN (1000000000 + n)::text
                    ELSE 'wamid.HBgNNjI4' || encode(sha256(n::text::bytea), 'base64') END,
               {now} - interval '{INBOX_DAYS} days' * (1 - n::float / {rows})
          FROM generate_series(1, {rows}) AS n
         CROSS JOIN LATERAL (
               SELECT CASE WHEN n % 10 < {10 * WHATSAPP_SHARE:.0f} THEN 'whatsapp'
                           ELSE 'telegram' END AS channel) AS c
    """


def _outbox(rows: int, now: str) -> str:
    """One in twenty has not been reported to have arrived, and keeps its body."""
    at = f"{now} - interval '{OUTBOX_DAYS} days' * (1 - n::float / {rows})"
    return f"""
        INSERT INTO outbox (id, address_id, channel, account, lane, edits, outside, sealed, due_at,
                            attempts, remote_id, sent_at, stage)
        SELECT uuidv7(at - clock_timestamp()), address, 'whatsapp', '{PHONE_ID}', 0, false, false,
               CASE WHEN n % 20 = 0 THEN decode(repeat('5e', {BODY}), 'hex') END,
               at, 0, 'wamid.HBgNNjI4' || encode(sha256((-n)::text::bytea), 'base64'), at,
               CASE WHEN n % 20 = 0 THEN NULL ELSE 2 END
          FROM (SELECT address, n, {at} AS at
                  FROM (SELECT id AS address, row_number() OVER () AS n FROM addresses
                         WHERE channel = 'whatsapp' LIMIT {rows}) AS those) AS timed
    """


@dataclass(slots=True)
class Table:
    """What a table costs, and what it costs to forget."""

    rows: int
    heap: int
    indexes: int
    slices: list[float] = field(default_factory=list)
    """Milliseconds of each slice that left."""
    gone: int = 0

    @property
    def bytes_a_row(self) -> float:
        return (self.heap + self.indexes) / self.rows


async def measured(app: App, connection: asyncpg.Connection) -> dict[str, Table]:
    """Measure sizes, then let go of all that is old, slice by slice, as upkeep does."""
    found = {}
    for name in ("inbox", "outbox"):
        heap, indexes = await connection.fetchrow(_SIZE, name)
        rows = await connection.fetchval(f"SELECT count(*) FROM {name}")
        found[name] = Table(rows, heap, indexes)
        while await _slice(app, name, found[name]) == SLICE:
            continue
    return found


async def _slice(app: App, name: str, table: Table) -> int:
    begun = time.perf_counter()
    async with app.storage.begin() as work:
        gone: int = await getattr(work, name).forget()
    table.slices.append(1000 * (time.perf_counter() - begun))
    table.gone += gone
    return gone


@dataclass(frozen=True, slots=True)
class Index:
    """What the inbox's index of `seen_at` costs, and what it saves.

    Microseconds of taking a message in, with it and without; milliseconds of one look for what is
    old, without it.
    """

    taken_us: float
    taken_without_us: float
    look_without_ms: float


async def index(app: App, connection: asyncpg.Connection) -> Index:
    """Measure with the index, drop it, measure again, and make it anew."""
    definition = await connection.fetchval(
        "SELECT indexdef FROM pg_indexes WHERE indexname = 'inbox_seen_at_idx'"
    )
    await _accept(app, 0)  # the first is slower
    taken = await _accept(app, 1)
    await connection.execute("DROP INDEX inbox_seen_at_idx")
    without = await _accept(app, 2)
    begun = time.perf_counter()
    before = app.clock.now() - KEPT
    await connection.fetch("SELECT count(*) FROM inbox WHERE seen_at < $1", before)
    look = 1000 * (time.perf_counter() - begun)
    await connection.execute(definition)
    return Index(taken, without, look)


async def _accept(app: App, run: int) -> float:
    """Messages of a day to come: nobody else's ids."""
    sender = Address(Channel.TELEGRAM, ACCOUNT, "1")
    begun = time.perf_counter()
    for group in range(_GROUPS):
        first = 5_000_000_000 + (run * _GROUPS + group) * _GROUP
        given = [
            Incoming(sender, str(first + n), Said(""), app.clock.now()) for n in range(_GROUP)
        ]
        async with app.storage.begin() as work:
            assert len(await work.inbox.accept(given)) == _GROUP
    return 1e6 * (time.perf_counter() - begun) / (_GROUPS * _GROUP)
