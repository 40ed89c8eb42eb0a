"""What storage tests may ask for: a town on a database of one's own."""

from collections.abc import AsyncIterator

import pytest

from tests.storage.builders import Town


@pytest.fixture
async def town(database_url: str) -> AsyncIterator[Town]:
    """One village with three places, nobody yet."""
    async with Town.founded(database_url) as founded:
        yield founded
        assert founded.by_hand or not await founded.not_whole()
