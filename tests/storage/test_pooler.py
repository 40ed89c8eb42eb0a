"""A pooler that hands each transaction to another connection is refused in words."""

from pathlib import Path

import pytest

from bot.database import Place, migrated
from bot.settings import Settings, SettingsError
from storage.pooler import check
from tests.platforms.pooler import Pooler


async def test_postgresql_itself_is_no_pooler(database_url: str) -> None:
    await check(database_url)


@pytest.mark.parametrize(
    "given",
    [
        pytest.param((b"", b""), id="each transaction elsewhere"),
        pytest.param((b"lock_timeout\x0010s", b"lock_timeout\x0011s"), id="settings do not hold"),
    ],
)
async def test_a_pooler_of_transactions_is_refused_with_what_to_do(
    database_url: str, tmp_path: Path, given: tuple[bytes, bytes]
) -> None:
    async with Pooler(database_url, tmp_path, given) as pooler:
        settings = Settings.read({"SERATUS_DATABASE_URL": pooler.url})

        with pytest.raises(SettingsError, match=r"leads to a pooler.*PostgreSQL itself"):
            await migrated(settings, Place(pooler.url, pooler.url))
