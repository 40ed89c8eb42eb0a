"""Two processes, the same people and villages, opposite orders (must hold 4)."""

import asyncpg

from tests.storage.crossing import cross

SHORT = 4.0  # seconds; more only find it sooner in bad luck
LONGEST = 40.0  # seconds until the twin has deadlocked; one or two if nothing else runs


async def test_two_processes_crosswise_lose_nothing_and_never_deadlock(database_url: str) -> None:
    crossing = await cross(database_url, SHORT)

    assert crossing.lost_nothing, crossing
    assert crossing.twice, "nothing came to both: the test tests nothing"
    assert crossing.effects, "nothing took effect meanwhile: the test tests nothing"
    assert crossing.moved, "nobody went to another village: the test tests nothing"
    assert (crossing.deadlocks, crossing.collided, crossing.delivery_collided) == (0, 0, 0)


async def test_with_villages_locked_in_opposite_orders_the_same_deadlocks(
    database_url: str,
) -> None:
    await notice_deadlocks_sooner(database_url)

    crossing = await cross(database_url, LONGEST, crossed=True)

    assert crossing.deadlocks


async def notice_deadlocks_sooner(url: str) -> None:
    connection = await asyncpg.connect(url.replace("+asyncpg", ""))
    name = await connection.fetchval("SELECT current_database()")
    await connection.execute(f"ALTER DATABASE {name} SET deadlock_timeout = '100ms'")
    await connection.close()
