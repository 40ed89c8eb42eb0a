"""What was measured, as tables for people, figures for machines, and targets."""

import statistics
from collections.abc import Iterator
from typing import Any

from bench.platforms.loads import Taken
from bench.results import Result, Target
from bench.scale.country import PLACES
from bench.scale.measuring import Found
from bench.scale.queries import MOST_MS
from bench.scale.traffic import INBOX_DAYS, MONTH, OUTBOX_DAYS, WHATSAPP_SHARE, messages_a_day
from bench.spread import quantile

GB = 1e9
MOST_SLOWER = 1.2
DECISIONS_A_SECOND = 500
LIVE_WITHIN = 1.0  # seconds


def result(found: Found, seconds: float) -> Result:
    parts = (_loading, _turns, _questions, _sizes, _traffic, _lanes, _hot)
    tables = "\n\n".join("\n".join(part(found)) for part in parts)
    return Result("scale", tables, _figures(found), list(_targets(found)), seconds)


def _targets(found: Found) -> Iterator[Target]:
    compared, hot = found.turns, found.hot
    yield Target("time of a turn, full : empty", compared.rate_ratio(), "≤", MOST_SLOWER)
    yield Target("p99 of a turn, full : empty", compared.p99_ratio(), "≤", MOST_SLOWER)
    for name, taken in found.asked.items():
        yield Target(f"{name}, p99", quantile(taken, 0.99), "≤", MOST_MS, " ms")
    unbounded = sum(len(p.unbounded()) for plans in found.plans.values() for p in plans)
    yield Target("reads of a whole table or index", unbounded, "=", 0)
    yield Target("a live reply beside bulk, p99", found.lanes.wait(0.99), "≤", LIVE_WITHIN, " s")
    yield Target("decisions a second in one village", hot.rate, "≥", DECISIONS_A_SECOND)
    yield Target("places taken there, fewest", min(hot.taken), "=", PLACES)
    yield Target("places taken there, most", max(hot.taken), "=", PLACES)
    yield Target("gaps in its waiting list", int(not hot.positions_right), "=", 0)
    yield Target("people overtaken in it", hot.overtaken, "=", 0)


def _loading(found: Found) -> Iterator[str]:
    loaded = found.loaded
    rows = sum(loaded.rows.values())
    gist = loaded.building["registrations_one_live_per_nik"]
    yield f"**{found.villages:,} villages, {loaded.rows['registrations']:,} registrations.**"
    yield (
        f"{rows:,} rows copied in {loaded.copying:.0f} s ({rows / loaded.copying:,.0f} a second, "
        f"sealed and hashed one by one), constraints and indexes built in "
        f"{loaded.built:.0f} s ({gist:.0f} s of it the one that keeps a NIK to "
        f"one live registration), vacuumed in {loaded.vacuuming:.0f} s."
    )


def _turns(found: Found) -> Iterator[str]:
    yield "| a crowd registers | empty, turns/s | full, turns/s | empty, p99 ms | full, p99 ms |"
    yield "|---|---:|---:|---:|---:|"
    pairs = zip(found.turns.empty, found.turns.full, strict=True)
    for number, (empty, full) in enumerate(pairs, 1):
        yield f"| pair {number} | {_rates(empty, full)} |"


def _rates(empty: Taken, full: Taken) -> str:
    rates = f"{empty.rate:,.0f} | {full.rate:,.0f}"
    return f"{rates} | {empty.latency_ms(0.99):.0f} | {full.latency_ms(0.99):.0f}"


def _questions(found: Found) -> Iterator[str]:
    yield "| question | median ms | p99 ms | statements | in PostgreSQL, ms | pages |"
    yield "|---|---:|---:|---:|---:|---:|"
    for name, taken in found.asked.items():
        plans = found.plans[name]
        inside = sum(plan.milliseconds for plan in plans)
        pages = sum(plan.blocks for plan in plans)
        yield (
            f"| {name} | {statistics.median(taken):.1f} | {quantile(taken, 0.99):.1f} "
            f"| {len(plans)} | {inside:.2f} | {pages} |"
        )
    yield ""
    told = (f"{name} takes {ms:,.1f} ms" for name, ms in found.forbidden.items())
    yield f"Why no hot path counts a table or skips rows: {', '.join(told)}."
    yield ""
    for name in found.asked:
        plans = found.plans[name]
        lines = dict.fromkeys(line for plan in plans for line in plan.key_lines())
        yield f"- {name}: {'; '.join(lines)}"


def _sizes(found: Found) -> Iterator[str]:
    yield "| table | rows | table, MB | indexes, MB | bytes a row |"
    yield "|---|---:|---:|---:|---:|"
    for name, rows, heap, indexes in found.sizes:
        if heap + indexes > 1e6:  # noqa: PLR2004 - a megabyte: the small ones are not the matter
            each = (heap + indexes) / rows
            yield f"| {name} | {rows:,} | {heap / 1e6:,.0f} | {indexes / 1e6:,.0f} | {each:.0f} |"
    total = sum(heap + indexes for _, _, heap, indexes in found.sizes)
    yield f"| all | | {total / 1e6:,.0f} together | | |"


def _traffic(found: Found) -> Iterator[str]:
    a_day = messages_a_day(found.villages)
    yield f"{a_day:,} messages a day (17 a registration and a decision, in twelve weeks):"
    yield ""
    yield "| | bytes a row | now, GB | a month, if none left, GB | left | ms a slice | most |"
    yield "|---|---:|---:|---:|---:|---:|---:|"
    for name, table in found.traffic.items():
        days = (INBOX_DAYS if name == "inbox" else OUTBOX_DAYS) - 1
        now = (table.rows - table.gone) * table.bytes_a_row
        month = now / days * MONTH / (1 if name == "inbox" else WHATSAPP_SHARE)
        slices = f"{statistics.median(table.slices):.0f} | {max(table.slices):.0f}"
        yield (
            f"| {name} | {table.bytes_a_row:.0f} | {now / GB:.2f} | {month / GB:.2f} "
            f"| {table.gone:,} | {slices} |"
        )
    yield ""
    index = found.index
    yield (
        f"Without the index of `seen_at` each look for what is old reads the whole inbox: "
        f"{index.look_without_ms:,.0f} ms, once a minute. With it a message is taken in in "
        f"{index.taken_us:.0f} µs, without in {index.taken_without_us:.0f} µs."
    )


def _lanes(found: Found) -> Iterator[str]:
    lanes = found.lanes
    waits = ", ".join(f"{name} {lanes.wait(share):.2f} s" for name, share in _SHARES.items())
    yield (
        f"{lanes.notices:,} notices waited, {lanes.left:,} left in {lanes.seconds:.0f} s; "
        f"{len(lanes.waits)} live replies left after {waits}."
    )


_SHARES = {"median": 0.5, "p90": 0.9, "p99": 0.99, "most": 1}


def _hot(found: Found) -> Iterator[str]:
    hot = found.hot
    yield (
        f"A hot village: {hot.registered:,} people registered in {hot.registering:.1f} s, "
        f"{hot.decisions:,} decisions by {found.options.heads} heads, {hot.at_once:,} of them "
        f"while each had one to take, at {hot.rate:,.0f} a second (one head alone, whose "
        f"decisions put another card before all: {hot.alone:,.0f}), {hot.effects:,} of them took "
        f"effect in {hot.taking_effect:.1f} s; {hot.waiting:,} wait, places "
        f"taken whenever it was looked: {sorted(hot.taken)}."
    )


def _figures(found: Found) -> dict[str, Any]:
    return {
        "villages": found.villages,
        "rows": found.loaded.rows,
        "seconds": dict(found.seconds),
        "building_s": found.loaded.building,
        "sizes": [list(row) for row in found.sizes],
        "turns_per_second": {
            "empty": [taken.rate for taken in found.turns.empty],
            "full": [taken.rate for taken in found.turns.full],
        },
        "p99_ms": {
            "empty": [taken.latency_ms(0.99) for taken in found.turns.empty],
            "full": [taken.latency_ms(0.99) for taken in found.turns.full],
        },
        "questions_ms": {name: sorted(taken) for name, taken in found.asked.items()},
        "forbidden_ms": dict(found.forbidden),
        "plans": {
            name: [{"statement": p.statement, "reads": p.key_lines()} for p in found.plans[name]]
            for name in found.asked
        },
        "slices_ms": {name: table.slices for name, table in found.traffic.items()},
        "live_wait_s": sorted(found.lanes.waits),
        "hot_village": {"decisions_per_second": found.hot.rate, "one_head": found.hot.alone},
    }
