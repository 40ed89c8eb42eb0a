"""After a failover a connection may lead to a server that only reads: it is let go of."""

import asyncio

import pytest

from storage.errors import Away
from tests.conftest import Sql
from tests.kept import Kept
from tests.storage.builders import Town

ONLY_READS = "ALTER DATABASE {} SET default_transaction_read_only = {}"


async def test_a_server_that_only_reads_is_away_until_a_writer_is_back(
    town: Town, sql: Sql, kept: Kept
) -> None:
    name = await town.value("SELECT current_database()")
    assert await town.storage.ready()
    await asyncio.to_thread(sql, ONLY_READS.format(name, "on"))
    await town.engine.dispose()  # the connections break, as in a failover
    kept.only_new()

    ready = await town.storage.ready()
    with pytest.raises(Away, match="25006"):
        await town.worker("yanti")
    await asyncio.to_thread(sql, ONLY_READS.format(name, "off"))

    assert not ready
    assert await town.storage.ready()
    assert (await town.worker("yanti")).state.drafts == ()
