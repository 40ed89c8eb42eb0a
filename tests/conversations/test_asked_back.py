"""A reading that is asked back says why where that is not plain, and waits for its yes."""

import pytest

from conversations.notes import Notes, Readings
from tests.conversations.talk import HELPED, at


@pytest.mark.parametrize(
    ("question", "said"),
    [("mother", "bengkayang"), ("name", "Sungai Duri"), ("helped", "bengkayang")],
)
def test_a_name_that_is_a_place_as_well_is_doubted_for_that(question: str, said: str) -> None:
    talk = at(question)

    talk.says(said)

    assert talk.keys[0] == "doubt.place"
    assert talk.keys[-1] == "check"


def test_an_answer_in_lines_is_one_reading_and_not_several() -> None:
    talk = at("birth_place")

    talk.says("Jalan Melati\nRT 2")

    notes = talk.draft.notes
    assert notes.offered == Readings("birth_place", ("JALAN MELATI RT 2",))
    assert Notes.read(notes.written()) == notes


def test_a_mother_who_has_died_drops_the_name_that_was_doubted() -> None:
    talk = at("mother")
    talk.says("bengkayang")

    talk.says("sudah meninggal")

    assert talk.keys[0] == "registration.mother.died"
    assert talk.asked == "mother"


def test_the_village_that_comes_next_replaces_no_name_that_is_asked_back() -> None:
    talk = at("helped", **HELPED)
    talk.says("bapak saya")
    assert talk.reading is not None

    talk.says("sungai duri")

    assert talk.keys == ["problem.pick", "progress", "check"]
    assert talk.texts[-1].values["reading"].values["value"] == "Bapak"  # type: ignore[union-attr]
    talk.says("ya")
    assert talk.answers["helped"] == "Bapak"


def test_a_place_that_corrects_it_is_asked_back_instead() -> None:
    talk = at("helped", **HELPED)
    talk.says("bapak saya")

    talk.says("bukan, sungai duri")

    assert talk.texts[-1].values["reading"].values["value"] == "Sungai Duri"  # type: ignore[union-attr]


@pytest.mark.parametrize("said", ["itu NIK saya", "nik saya sendiri pak", "itu punya saya"])
def test_whose_the_nik_is_tells_what_to_do(said: str) -> None:
    talk = at("nik")

    talk.says(said)

    assert talk.keys[0] == "registration.nik.mine"


def test_a_number_that_the_menu_does_not_have_leaves_the_menu_open() -> None:
    talk = at("review")
    talk.says("ubah")

    talk.says("99")

    assert talk.keys == ["problem.pick", "edit.ask"]
    talk.taps("name")
    assert talk.asked == "name"


@pytest.mark.parametrize("said", ["indonesia", "bahasa", "bahasa indonesia", "pakai indonesia"])
def test_the_language_that_was_asked_for_is_answered_by_its_name(said: str) -> None:
    talk = at("nik")
    talk.says("/bahasa")

    talk.says(said)

    assert talk.keys == ["language.done", "progress", "registration.nik.ask"]
    assert talk.state.language == "id"


def test_it_is_with_nothing_begun_too_but_no_answer_is_taken_for_it() -> None:
    idle, born = at("nik"), at("birth_place")
    idle.state = idle.state.dropping(idle.draft.id)
    idle.says("/bahasa")

    idle.says("inggris")
    born.says("indonesia")

    assert idle.state.language == "en"
    assert born.answers["birth_place"] == "INDONESIA"


def test_lanjut_asked_whether_to_cancel_goes_on_with_that_and_with_no_older_one() -> None:
    talk = at("occupation")
    talk.says("karyawan pt")
    talk.says("ya")
    talk.says("daftar")
    talk.says("tidak setuju")
    assert talk.keys == ["cancel.ask"]

    talk.says("lanjut")

    assert talk.keys == ["cancel.kept", "progress", "registration.for_whom.ask"]
    assert len(talk.state.left) == 1
