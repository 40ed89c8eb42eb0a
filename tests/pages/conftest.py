"""The public page of a database of one's own."""

from collections.abc import AsyncIterator

import pytest

from tests.pages.site import Site, settled, shown


@pytest.fixture
async def site(database_url: str) -> AsyncIterator[Site]:
    await settled(database_url)
    async with shown(database_url) as built:
        yield built
