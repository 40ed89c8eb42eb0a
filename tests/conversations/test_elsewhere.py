"""What names another question answers that one: asked back, never stored in the open field."""

import pytest

from tests.conversations.talk import ANSWERS, at


@pytest.mark.parametrize(
    ("asked", "said", "meant", "reading"),
    [
        ("birth_place", "nama di ktp Herman Susilo Wijaya", "name", "HERMAN SUSILO WIJAYA"),
        ("address", "ibu kandung saya Bong Sui Lan", "mother", "BONG SUI LAN"),
        ("address", "tempat lahir di Sambas", "birth_place", "SAMBAS"),
        ("phone", "alamatnya Dusun Karang RT 3", "address", "Dusun Karang RT 3"),
        ("income", "hp saya 081200007777", "phone", "+6281200007777"),
    ],
)
def test_a_correction_of_an_earlier_answer_is_asked_back(
    asked: str, said: str, meant: str, reading: str
) -> None:
    talk = at(asked)
    before = talk.answers

    talk.says(said)

    assert talk.keys[-1] == "check.change"
    assert talk.answers == before
    talk.says("ya")
    assert talk.answers[meant] == reading
    assert talk.asked == asked


def test_an_answer_that_comes_early_is_asked_back_too() -> None:
    talk = at("birth_place")

    talk.says("nama ibu saya Maria Goreti")

    assert talk.keys[-1] == "check.early"
    talk.taps("this")
    assert talk.answers["mother"] == "MARIA GORETI"
    assert talk.asked == "birth_place"


@pytest.mark.parametrize("no", ["bukan", "tap"])
def test_a_no_leaves_everything_as_it_was(no: str) -> None:
    talk = at("birth_place")
    before = talk.answers
    talk.says("nama di ktp Herman Susilo")

    if no == "tap":
        talk.taps("not")
    else:
        talk.says(no)

    assert talk.answers == before
    assert talk.asked == "birth_place"


def test_other_words_instead_answer_the_question_at_hand() -> None:
    talk = at("birth_place")
    before = talk.answers
    talk.says("nama di ktp Herman Susilo")

    talk.says("Sambas")

    assert talk.answers == {**before, "birth_place": "SAMBAS"}


def test_what_is_already_so_is_no_change() -> None:
    talk = at("birth_place")
    before = talk.answers

    talk.says("nama saya Yohanes Anton")

    assert talk.answers == before


def test_the_mothers_own_name_is_no_other_question() -> None:
    talk = at("mother")

    talk.says("namanya Rusmini")

    assert talk.answers["mother"] == "RUSMINI"


@pytest.mark.parametrize("said", ["nama", "nama ktp", "alamat"])
def test_a_label_alone_is_the_answer_to_nothing(said: str) -> None:
    talk = at("birth_place")

    talk.says(said)

    assert "check.change" not in talk.keys


@pytest.mark.parametrize("asked", ["birth", "birth_date", "sex", "name", "review"])
def test_a_nik_that_is_written_again_is_a_correction(asked: str) -> None:
    talk = at(asked)

    talk.says("6107011605850002")

    assert talk.keys[-1] == "check.change"
    talk.says("ya")
    assert talk.answers["nik"] == "6107011605850002"
    assert talk.asked == "birth"
    assert "birth_date" not in talk.answers


@pytest.mark.parametrize("who", ["ibu", "bapak", "emak", "mak", "mama", "saya ibu"])
def test_who_keeps_the_house_is_no_mother_called_so(who: str) -> None:
    talk = at("occupation")

    talk.says(f"{who} rumah tangga")

    assert talk.keys[0] == "registration.occupation.not_working"
    assert talk.asked == "occupation"


@pytest.mark.parametrize("question", ["income", "address", "phone"])
def test_nor_where_something_else_is_asked(question: str) -> None:
    talk = at(question)

    talk.says("ibu rumah tangga")

    assert "check.change" not in talk.keys
    assert talk.answers.get("mother") == ANSWERS["mother"]


def test_who_keeps_the_house_of_others_works() -> None:
    talk = at("occupation")

    talk.says("pembantu rumah tangga")

    assert talk.answers["occupation"] == "domestic"
