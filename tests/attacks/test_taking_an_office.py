"""A stranger talks a head out of a code ("send me what PINDAH answers"), and uses it."""

import re
from pathlib import Path

import pytest

from tests.attacks.stage import Person, staged
from tests.dialogue.transcript import Key
from tests.model_worker import SUNGAI_DURI, YANTI

pytestmark = pytest.mark.timeout(300)  # a process imports for seconds

_CODE = re.compile(r"PINDAH ([A-Z]{5}-[0-9]{4})")


async def test_a_heads_code_makes_nobody_a_head(database_url: str, tmp_path: Path) -> None:
    async with staged(database_url, tmp_path) as stage:
        head, stranger, worker = stage.phone(), stage.phone(), stage.phone()
        code = await _talked_out_of(head)
        await stage.appointed(head, SUNGAI_DURI)
        before = await stage.bot.rows("SELECT village, person_id FROM officials")

        await head.says("pindah")
        await head.hears("move.office")
        await stranger.says(f"PINDAH {code}")
        await stranger.presses("move.yes")
        await stranger.hears("move.office")
        await stage.serves_the_honest()
        await stranger.says("antrean")
        await stranger.hears("card.no_head")

        after = await stage.bot.rows(
            f"SELECT village, person_id FROM officials WHERE village = '{SUNGAI_DURI}'"
        )
        assert after == before
        await worker.registers(YANTI)
        await head.hears(Key("card.worker", name=YANTI.name.upper()), "card.ask")
        await head.presses("card.ok")
        await worker.hears("decided.confirmed")
        assert not any(YANTI.name.upper() in one for one in stranger.heard)


async def test_a_workers_code_is_told_to_their_chat_which_cuts_the_stranger_off(
    database_url: str, tmp_path: Path
) -> None:
    async with staged(database_url, tmp_path) as stage:
        worker, stranger = stage.phone(), stage.phone()
        await worker.registers(YANTI)
        code = await _talked_out_of(worker)

        await stranger.says(f"PINDAH {code}")
        await stranger.presses("move.yes")
        await worker.hears("move.joined")
        await stage.serves_the_honest()
        await worker.presses("move.cut")
        await worker.hears("move.separated")

        await stranger.says("status")
        await stranger.hears("standing.none")
        await worker.says("status")
        await worker.hears("status.placed")


async def _talked_out_of(person: Person) -> str:
    """Return the code that somebody is shown who types what a stranger tells them to."""
    await person.says("pindah")
    found = _CODE.search(await person.hears(Key("move.code", minutes=30)))
    assert found is not None
    return found[1]
