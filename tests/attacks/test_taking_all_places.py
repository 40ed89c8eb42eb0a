"""One chat registers invented people "for myself", and somebody's own NIK among them.

They hold places until the head decides: no one is covered, the card tells how many came from that
chat, the owner of the NIK and the head hear of the second attempt, and whoever waits gets the
place of each that is rejected.
"""

from pathlib import Path

import pytest

from conversations.office.news import UNREMARKED
from tests.attacks.stage import staged
from tests.dialogue.transcript import Key
from tests.dialogue.workers import namesake
from tests.model_worker import SUNGAI_DURI, YANTI, YOHANES

pytestmark = pytest.mark.timeout(300)  # a process imports for seconds

PLACES = UNREMARKED + 1
SQUATTED = YOHANES


async def test_who_takes_all_places_of_a_village_covers_nobody(
    database_url: str, tmp_path: Path
) -> None:
    async with staged(database_url, tmp_path, PLACES) as stage:
        thief, owner, waiting = stage.phone(), stage.phone(), stage.phone()
        invented = [*(namesake(YANTI, n) for n in range(PLACES - 1)), SQUATTED]

        for worker in invented:
            await thief.registers(worker)
        await thief.hears(Key("receipt.place", place=PLACES))
        assert await stage.statuses(SUNGAI_DURI) == ["placed"] * PLACES
        await stage.serves_the_honest()

        head = await stage.head(SUNGAI_DURI)
        await owner.answers(SQUATTED, before="birth")
        await owner.hears("registration.nik.claimed")
        await head.hears("card.second_attempt")
        await waiting.registers(namesake(YANTI, PLACES))
        await waiting.hears(Key("receipt.position", position=1))

        for number in range(1, PLACES):
            await head.hears(Key("card.worker", number=f"PR-6107-{number:06}"), "card.ask")
            await head.presses("card.later")
        last = await head.hears(Key("card.flag.many", nth=PLACES))
        await head.presses("card.no")
        await head.presses("reason.not_resident.button")
        await stage.makes_due()

        assert SQUATTED.name.upper() in last
        await waiting.hears("promoted")
        assert "confirmed" not in await stage.statuses(SUNGAI_DURI)
