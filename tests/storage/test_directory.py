"""The directory: what is known of villages is read again only when it changed."""

from bot.turns.directory import Directory
from tests.model_worker import SUNGAI_DURI
from tests.storage.builders import Town


async def test_villages_that_did_not_change_are_not_read_again(town: Town) -> None:
    directory = Directory()
    await directory.read(town.storage)
    before = directory.villages

    await directory.read(town.storage)

    assert directory.villages is before
    assert before[SUNGAI_DURI].name == "Desa 1"


async def test_a_village_that_was_renamed_or_loaded_elsewhere_is_known_by_its_name(
    town: Town,
) -> None:
    directory = Directory()
    await directory.read(town.storage)

    await town.rows("UPDATE villages SET name = 'Desa Baru'")
    await directory.read(town.storage)
    renamed = directory.villages[SUNGAI_DURI].name
    await town.settle(2)
    await directory.read(town.storage)

    assert renamed == "Desa Baru"
    assert directory.villages["61.07.01.2002"].name == "Desa 2"
