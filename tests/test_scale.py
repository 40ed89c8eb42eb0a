"""The bench of the whole country, on twenty villages: all of it runs, and what it loads is ours.

Tables of twenty villages are read whole because that is quickest. As PostgreSQL is set here only
those are for which there is no other way: so no statement can do without an index unnoticed.
"""

import asyncio
from collections.abc import Iterator

import asyncpg
import orjson
import pytest

from bench.results import Result
from bench.scale.measuring import Found, Measuring, Options
from bench.scale.plans import Plan
from bench.scale.report import result
from bot.postgres import Server
from tests.conftest import Sql

VILLAGES = 20
TINY = Options(
    scale=VILLAGES / 75_266,
    pairs=1,
    registrations=8,
    crowd=4,
    notices=60,
    drain=2,
    hot=160,
    heads=8,
)


BY_INDEX = {f"enable_{kind}": "off" for kind in ("seqscan", "hashjoin", "mergejoin")}


@pytest.fixture
def found(postgres: Server, sql: Sql) -> Iterator[Found]:
    yield Measuring(postgres, TINY, BY_INDEX).all()
    for name in ("nobody", "everybody"):
        sql(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.mark.timeout(300)  # it loads, measures and explains much; on a busy machine for long
def test_all_of_it_runs_on_twenty_villages(found: Found) -> None:
    """One test, for what it looks at takes a while to make, and workers share nothing."""
    country_is_whole(found)
    what_is_asked_all_day_is_bounded(found)
    hot_village_is_full_and_in_order(found)
    old_rows_and_live_replies_left(found)
    everything_is_told(result(found, seconds=10))


def country_is_whole(found: Found) -> None:
    rows = found.loaded.rows
    assert found.villages == VILLAGES
    assert rows["places"] == VILLAGES * 100
    assert rows["registrations"] == rows["consents"] > VILLAGES * 90
    assert rows["people"] == rows["addresses"] > rows["registrations"]


def what_is_asked_all_day_is_bounded(found: Found) -> None:
    """It reads no big table, and no index of one, from end to end, and skips no rows."""
    whole = {
        name: reads
        for name, plans in found.plans.items()
        if (reads := [one for plan in plans for one in plan.unbounded()])
    }
    assert whole == {}
    assert all(found.plans.values()), "a question without a plan was not looked at"
    assert len(found.plans["registrations"]) > 100
    asked = {plan.statement for plans in found.plans.values() for plan in plans}
    assert [one for one in asked if " offset " in one.lower()] == []


def hot_village_is_full_and_in_order(found: Found) -> None:
    hot = found.hot
    assert hot.taken == {100}
    assert hot.positions_right
    assert hot.waiting < TINY.heads
    assert hot.overtaken == 0


def old_rows_and_live_replies_left(found: Found) -> None:
    assert found.traffic["inbox"].gone > 0
    assert found.traffic["outbox"].gone > 0
    assert len(found.lanes.waits) == 10
    assert found.lanes.left > 0


def everything_is_told(told: Result) -> None:
    written = told.markdown()
    for name in ("a head's queue", "a worker's status", "a NIK lookup", "A hot village"):
        assert name in written
    assert "| gaps in its waiting list | 0 | = 0 | yes |" in written
    assert told.figures["plans"]["a worker's status"][0]["statement"]


@pytest.mark.parametrize(
    "statement",
    [
        "SELECT count(*) FROM registrations",
        "SELECT count(*) FROM places WHERE registration_id IS NOT NULL",
        "SELECT id FROM registrations WHERE status = 'placed' ORDER BY submitted_at LIMIT 1",
        "SELECT id FROM people ORDER BY id",
    ],
)
def test_a_read_of_a_whole_table_would_be_seen(database_url: str, statement: str) -> None:
    explained = asyncio.run(explain(database_url, statement))

    assert explained.unbounded()


async def explain(url: str, statement: str) -> Plan:
    connection = await asyncpg.connect(url.replace("+asyncpg", ""))
    await connection.execute("SET enable_seqscan = off")
    await connection.set_type_codec("json", schema="pg_catalog", encoder=str, decoder=orjson.loads)
    [plan] = await connection.fetchval(f"EXPLAIN (FORMAT json) {statement}")
    await connection.close()
    return Plan(statement, plan["Plan"])
