"""A head registers himself from his own chat, and tries by every way to confirm himself."""

from pathlib import Path
from uuid import UUID

import pytest

from conversations.buttons.button import write
from conversations.buttons.desk import OnCard, Wish
from tests.attacks.stage import staged
from tests.dialogue.transcript import Key
from tests.model_worker import SUNGAI_DURI, YANTI, YOHANES

pytestmark = pytest.mark.timeout(300)  # a process imports for seconds

OWN = "PR-6107-000001"


async def test_a_head_does_not_confirm_what_came_from_his_own_chat(
    database_url: str, tmp_path: Path
) -> None:
    async with staged(database_url, tmp_path) as stage:
        head, worker = await stage.head(SUNGAI_DURI), stage.phone()
        await head.registers(YOHANES)
        await head.hears(Key("receipt.place", number=OWN))

        await head.says("antrean")
        await head.hears("card.queue_empty")
        await worker.registers(YANTI)
        await head.hears(Key("card.worker", name=YANTI.name.upper()), "card.ask")
        [(registration, version)] = await stage.bot.rows(
            f"SELECT id::text, version FROM registrations WHERE number = '{OWN}'"
        )
        confirm = write(OnCard(UUID(registration), version, Wish.CONFIRM))
        await head.forges(confirm)
        await head.hears(Key("card.own", number=OWN))
        await stage.serves_the_honest()
        assert await stage.statuses(SUNGAI_DURI) == ["placed", "placed"]

        other = await stage.head(SUNGAI_DURI, "Pak Sekdes")
        await other.hears(Key("card.worker", number=OWN), "card.flag.official", "card.ask")
        await head.presses("card.ok")
        await worker.hears("decided.confirmed")
        assert await stage.statuses(SUNGAI_DURI) == ["placed", "confirmed"]
