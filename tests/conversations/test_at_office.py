"""What an operator corrects: read, judged and told as in the worker's own chat."""

from collections.abc import Mapping
from dataclasses import replace

import pytest

from conversations.life_cycle import Status
from conversations.machine import About, Context
from conversations.outcomes.amending import Amended
from conversations.registration.amendment import amendment
from conversations.registration.at_office import Correction, NotCorrected, Why, corrected, told
from conversations.registration.eligibility import RULES
from conversations.registration.form import FORM
from tests.conversations import talk
from tests.conversations.talk import ANSWERS, REGISTRATION, WOMANS_NIK, WORKER

FORM_ = amendment(FORM)
ABOUT = About(REGISTRATION, 1, "PR-6107-000001", ANSWERS)
OPEN, CLOSED = talk.context(), talk.context(programmes={})


def correct(
    given: Mapping[str, str], context: Context = OPEN, about: About = ABOUT
) -> Correction | NotCorrected:
    return corrected(FORM_, RULES, about, given, context)


def wished(**given: str) -> Correction:
    read = correct(given)
    assert isinstance(read, Correction), read
    return read


def test_it_is_read_as_in_the_chat_and_all_else_stays() -> None:
    read = wished(name="yohanes anton saputra", occupation="rubber", income="1 juta")

    assert read.wish.answers["name"] == "YOHANES ANTON SAPUTRA"
    assert read.wish.changed == tuple(one.name for one in read.changed)
    assert read.wish.anew
    assert (read.wish.registration, read.wish.version) == (REGISTRATION, 1)
    assert read.wish.answers["for_whom"] == ANSWERS["for_whom"]
    assert read.wish.answers["mother"] == ANSWERS["mother"]


def test_what_no_head_can_tell_is_not_confirmed_anew_and_needs_no_programme() -> None:
    read = correct({"phone": "081300009999", "phone_owner": "family"}, CLOSED)

    assert isinstance(read, Correction)
    assert (read.wish.anew, read.wish.changed) == (False, ("phone",))
    assert correct({"name": "Siti Aminah"}, CLOSED) == NotCorrected(Why.CLOSED)


def test_what_would_be_asked_back_is_taken_as_it_was_read() -> None:
    read = wished(birth="no", birth_date="18-08-1980", sex="male")

    assert read.wish.answers["birth_date"] == "1980-08-18"


def test_what_falls_with_an_answer_is_to_be_given_too() -> None:
    assert correct({"nik": WOMANS_NIK}) == NotCorrected(Why.MISSING, "birth", ("yes", "no"))

    read = wished(nik=WOMANS_NIK, birth="yes")

    assert (read.wish.answers["birth_date"], read.wish.answers["sex"]) == ("1990-08-17", "female")


@pytest.mark.parametrize(
    ("given", "refused"),
    [
        ({"review": "send"}, Why.UNKNOWN),
        ({"for_whom": "other"}, Why.UNKNOWN),
        ({"nik": "12"}, Why.UNREAD),
        ({"name": ANSWERS["name"]}, Why.SAME),
        ({"eligibility": "company"}, Why.RULED_OUT),
        ({"birth": "no", "birth_date": "18-08-1940", "sex": "male"}, Why.RULED_OUT),
        ({"village": talk.CLOSED_VILLAGE, "address": "Dusun Baru"}, Why.UNREAD),
    ],
)
def test_what_is_not_corrected_is_said_why(given: dict[str, str], refused: Why) -> None:
    read = correct(given)

    assert isinstance(read, NotCorrected)
    assert read.why is refused


def test_of_several_readings_none_is_taken() -> None:
    read = correct({"phone": "081300009999 atau 081300008888"})

    assert read == NotCorrected(
        Why.UNREAD, "phone", ("two_candidates", "+6281300009999", "+6281300008888")
    )


def test_who_was_let_in_with_an_answer_is_not_ruled_out_by_it_now() -> None:
    older = replace(ABOUT, answers={**ANSWERS, "eligibility": "company"})

    assert isinstance(correct({"name": "Siti Aminah"}, about=older), Correction)


def test_its_chat_is_told_what_and_by_whom_and_what_comes_next() -> None:
    wish = wished(name="Siti Aminah").wish
    placed = Amended(talk.registered(), anew=True)
    alone = replace(placed, registered=talk.registered(has_head=False))
    waiting = Amended(talk.registered(Status.WAITING, place=None, position=3), anew=True)
    adjusted = Amended(talk.registered(), anew=False)
    moved = replace(placed, left=talk.CLOSED_VILLAGE)

    def keys(outcome: Amended) -> list[str]:
        [reply] = told(outcome, wish, WORKER, talk.context())
        assert reply.to == WORKER
        return [text.key for text in reply.texts]

    assert keys(placed) == ["corrected", "amend.again"]
    assert keys(alone) == ["corrected", "next.no_head"]
    assert keys(waiting) == ["corrected"]
    assert keys(adjusted) == ["corrected"]
    assert keys(moved) == ["corrected.moved", "amend.again"]
