"""The village question: what is none of ours is named as what it is, and lists are in an order."""

from functools import cache

import pytest

from conversations.answers.village.village import Villages, around, load
from conversations.machine import State
from conversations.villages import Village
from tests.conversations.talk import BRAIN, Talk, at, context, draft_at

OURS = ("61.07", "61.04")


@cache
def villages() -> Villages:
    return Villages(load(OURS), around(OURS))


def asked(text: str) -> Talk:
    talk = at("village", context(villages=villages()))
    talk.says(text)
    return talk


@pytest.mark.parametrize("said", ["sebalo", "kelurahan Sebalo", "sebalo bengkayang"])
def test_a_ward_is_told_to_be_one(said: str) -> None:
    talk = asked(said)

    assert talk.keys[0] == "registration.village.ward"
    assert talk.value("registration.village.ward", "about") == "Sebalo"
    assert talk.value("registration.village.ward", "open") == "Kabupaten Bengkayang"


def test_a_ward_where_nothing_is_open_is_only_not_open() -> None:
    talk = at("village", context(villages=villages(), programmes={}))

    talk.says("sebalo")

    assert talk.keys[0] == "registration.village.not_open"


@pytest.mark.parametrize("said", ["61.07.01.2002", "6107012002", "kode 61.07.01.2002"])
def test_a_code_that_is_not_on_the_list_is_told_to_be_none(said: str) -> None:
    assert asked(said).keys[0] == "registration.village.no_code"


@pytest.mark.parametrize("said", ["tidak", "tidak tahu", "gatau desa apa", "bukan"])
def test_talk_is_no_village_and_suggests_none(said: str) -> None:
    talk = at("village", context(villages=villages()))

    for _ in range(5):
        talk.says(said)
        assert talk.keys[0] == "registration.village.not_named"
        assert talk.buttons == []


def test_many_that_fit_are_told_by_name_and_district_and_what_is_closed_last() -> None:
    talk = asked("sungai")

    open_now = [one for one in talk.buttons if one.startswith("61.07")]
    shown = [(villages()[code].name, villages()[code].district) for code in open_now]
    assert talk.buttons[: len(open_now)] == open_now
    assert shown == sorted(shown)


def test_of_several_the_district_of_whom_one_has_helped_comes_first() -> None:
    draft = draft_at("village", for_whom="other", helped="Yanti")
    near = draft.noting(draft.notes._replace(near="61.07.15.2001"))
    talk = Talk(State().holding(near), context(villages=villages()), BRAIN)

    talk.says("sungai")

    assert [one[:8] for one in talk.buttons[:2]] == ["61.07.15", "61.07.15"]


@pytest.mark.parametrize(
    ("said", "asked_back"),
    [
        ("Sungai Jaga A, kecamatan Sungai Raya", False),
        ("Seberang Kapuas, kecamatan Antara Hulu", False),  # both are names
        ("desa Sungai Duri, dekat pasar", True),
        ("Seberang Kapuas, seberang pasar", True),
    ],
)
def test_near_is_no_word_of_doubt_where_it_is_a_part_of_the_name(
    said: str, asked_back: bool
) -> None:
    named = Village("61.07.99.2001", "Seberang Kapuas", "Antara Hulu", "Kabupaten Bengkayang")
    talk = at("village", context(villages=Villages([*load(OURS), named], around(OURS))))

    talk.says(said)

    assert ("check" in talk.keys) == asked_back
