"""What is told of the programme is its own, and what one pays alone depends on the day."""

from dataclasses import replace
from datetime import date

import pytest

from conversations.fees import own_fee
from conversations.messages import Text
from conversations.programme import DEFAULT_KEEP_DAYS
from tests.conversations.talk import PROGRAMME, Talk, at, context


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

    talk.says_idly("kalau bayar sendiri berapa?")

    assert talk.value("about.pay_myself", "fee") == own_fee(talk.context.today)


# what is told of the programme is the programme's own


def test_who_pays_whom_and_where_are_the_programmes_own() -> None:
    talk = at("nik")

    talk.says("gratis ini?")
    assert talk.value("about.free", "paid") == Text("paid.by", {"funder": "APBD Bengkayang"})

    talk.says("umur 62 masih bisa?")
    assert talk.value("about.who_may", "ages") == Text("ages.band", {"min": 18, "max": 64})

    talk.says("ini penipuan ya?")
    assert talk.value("about.scam", "regencies") == "Kabupaten Bengkayang"


NAMED = replace(PROGRAMME, basis="Perbup Nomor 9", complaints="Dinas Satu", keep_days=30)
CONSENT = "registration.consent.ask"


def test_a_consent_says_what_the_district_named_and_else_what_is_true_of_all() -> None:
    told = {}
    for programme in (NAMED, PROGRAMME):
        talk = at("village", context(programmes={"61.07": programme}))
        talk.says("Sungai Duri")
        names = ("basis", "kept", "complaints")
        told[programme.basis] = [talk.value(CONSENT, name) for name in names]

    assert told == {
        "Perbup Nomor 9": [
            Text("basis.named", {"basis": "Perbup Nomor 9"}),
            Text("kept.days", {"n": 30}),
            Text("complaints.named", {"complaints": "Dinas Satu"}),
        ],
        "": [
            Text("basis.consent"),
            Text("kept.days", {"n": DEFAULT_KEEP_DAYS}),
            Text("complaints.village"),
        ],
    }


def test_who_asks_hears_of_his_districts_office_and_of_none_where_they_differ() -> None:
    other = replace(PROGRAMME, regency="61.04")
    idle = Talk(context=context(programmes={"61.07": NAMED, "61.04": other}))
    within = at("nik", context(programmes={"61.07": NAMED, "61.04": other}))

    idle.says_idly("nik dipakai pinjol?")
    within.says("nik dipakai pinjol?")

    assert idle.value("about.who_sees", "kept") == Text("kept.some")
    assert idle.value("about.who_sees", "complaints") == Text("complaints.village")
    assert within.value("about.who_sees", "kept") == Text("kept.days", {"n": 30})
    heard = within.value("about.who_sees", "complaints")
    assert heard == Text("complaints.named", {"complaints": "Dinas Satu"})


def test_what_differs_between_programmes_is_told_in_general() -> None:
    other = replace(PROGRAMME, regency="61.04", funder="DBH Sawit", below_age=60)
    both = {"61.07": PROGRAMME, "61.04": other}
    idle = Talk(context=context(programmes=both))

    idle.says_idly("gratis?")
    assert idle.value("about.free", "paid") == Text("paid.public")
    idle.says_idly("umur 62 masih bisa?")
    assert idle.value("about.who_may", "ages") == Text("ages.some")

    nobody = Talk(context=context(programmes={}))
    nobody.says_idly("ini penipuan?")
    assert nobody.value("about.scam", "regencies") == Text("regencies.any")
