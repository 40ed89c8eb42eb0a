"""What somebody pays by themselves depends on the day, and the words follow."""

from datetime import date

import pytest

from conversations.fees import own_fee
from tests.conversations.talk import Talk, at, context


@pytest.mark.parametrize(
    ("today", "key"),
    [
        (date(2026, 11, 29), "fee.halved"),
        (date(2026, 12, 31), "fee.halved"),
        (date(2027, 1, 1), "fee.halved.transport"),
        (date(2027, 3, 31), "fee.halved.transport"),
        (date(2027, 4, 1), "fee.full"),
    ],
)
def test_it_is_halved_until_the_day_the_law_says(today: date, key: str) -> None:
    assert own_fee(today).key == key


def test_who_may_not_take_part_hears_what_it_costs_now() -> None:
    talk = at("eligibility", context(today=date(2027, 5, 1)))
    talk.says("saya karyawan perusahaan")

    talk.says("ya")

    fee = talk.value("eligibility.company", "fee")
    assert fee == own_fee(date(2027, 5, 1))


def test_who_asks_hears_it_too() -> None:
    talk = Talk()

    talk.says("kalau bayar sendiri berapa?")

    assert talk.value("about.pay_myself", "fee") == own_fee(talk.context.today)
