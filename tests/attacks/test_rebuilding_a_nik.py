"""A head puts a NIK together from all that his chat is ever sent.

Six digits are those of the district, which he knows. Of the others a card that showed the date of
birth, the sex and the last four told ten.
"""

import re
from collections.abc import Sequence
from datetime import date
from pathlib import Path

import pytest

from tests.attacks.stage import CATALOG, staged
from tests.dialogue.transcript import Key
from tests.model_worker import SUNGAI_DURI, Worker

pytestmark = pytest.mark.timeout(300)  # a process imports for seconds

WORKER = Worker("Rini Lestari", date(1968, 11, 29), serial=8437)
_MONTHS = [CATALOG.value("id", date(2000, month, 1)).split()[1] for month in range(1, 13)]
_DATE = re.compile(
    rf"\b(\d\d?)[ ./-](\d\d?|{'|'.join(_MONTHS)})[ ./-]((?:19|20)\d\d)\b", re.IGNORECASE
)
_OF_OURS = re.compile(r"PR-\d{4}-\d+|\b\d\d\.\d\d\.\d\d\.\d{4}\b")
_GROWN_UP = 2010  # a later date is when something was decided
_FOUR = re.compile(r"(?<!\d)\d{4}(?!\d)")


def rebuilt(texts: Sequence[str], village: str, *, woman: bool) -> set[str]:
    """Return every NIK that could be made of what is said; "?" is a digit that nobody told."""
    said = _OF_OURS.sub("", "\n".join(texts))
    born = {
        f"{int(day) + 40 * woman:02}{_month(month):02}{year[2:]}"
        for day, month, year in _DATE.findall(said)
        if int(year) < _GROWN_UP
    }
    serials = set(_FOUR.findall(_DATE.sub("", said)))
    district = village.replace(".", "")[:6]
    return {district + b + s for b in born or {"?" * 6} for s in serials or {"?" * 4}} | set(
        re.findall(r"(?<!\d)\d{16}(?!\d)", said)
    )


def _month(named: str) -> int:
    return int(named) if named.isdecimal() else _MONTHS.index(named.capitalize()) + 1


async def test_from_all_that_a_head_is_sent_no_digit_is_learnt(
    database_url: str, tmp_path: Path
) -> None:
    async with staged(database_url, tmp_path) as stage:
        head, worker, other = await stage.head(SUNGAI_DURI), stage.phone(), stage.phone()
        await worker.registers(WORKER)
        await head.hears(Key("card.worker", name=WORKER.name.upper()), "card.ask")
        await other.answers(WORKER, before="birth")
        await head.hears("card.second_attempt")

        await head.presses("card.no")
        await head.presses("reason.back")
        await head.presses("card.later")
        await head.says("antrean")
        await head.says("status")
        await head.hears("standing.head")
        await stage.serves_the_honest()
        await head.presses("card.ok")
        await worker.hears("decided.confirmed")
        await head.hears("card.confirmed")

        assert len(head.sent) > 8
        assert rebuilt(head.sent, SUNGAI_DURI, woman=True) == {"610701" + "?" * 10}


def test_of_a_card_that_shows_them_all_sixteen_are_rebuilt() -> None:
    card = (
        "Jenis kelamin: perempuan, lahir 29 November 1968 (58 tahun)\nNIK: …8437\nPR-6107-000001"
    )

    assert WORKER.nik in rebuilt([card], SUNGAI_DURI, woman=True)
