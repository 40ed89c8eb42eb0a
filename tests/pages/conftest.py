"""The public page of a database of one's own, and a browser to look at pages with."""

from collections.abc import AsyncIterator

import pytest
from playwright.async_api import Browser

from tests.pages.browser import chromium
from tests.pages.site import Site, settled, shown


@pytest.fixture
async def site(database_url: str) -> AsyncIterator[Site]:
    await settled(database_url)
    async with shown(database_url) as built:
        yield built


@pytest.fixture(scope="session")
async def browser() -> AsyncIterator[Browser]:
    """One for all tests of a worker: to start it is dear, and windows share nothing."""
    async with chromium() as launched:
        yield launched
