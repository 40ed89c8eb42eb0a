"""A form in one message: what can be read of it is taken, the rest is asked."""

from time import process_time

import pytest

from conversations.effects import (
    CheckNik,
    CountPlaces,
    FindOwn,
    FindStanding,
    RecordConsent,
    Submit,
)
from conversations.forms.pasted import LONGEST, fields
from conversations.machine import State
from conversations.messages import Text, Value
from conversations.outcomes.registering import AlreadyRegistered
from conversations.registration.form import FORM
from tests.conversations.talk import (
    ANSWERS,
    DRAFT,
    HELPED,
    NIK,
    OTHER_DRAFT,
    SCRIPT,
    VILLAGE,
    WOMANS_NIK,
    Talk,
    at,
    context,
    counted,
    draft_at,
    registered,
)
from tests.model_worker import QUESTIONS

WHOLE = f"""
PENDAFTARAN
Nama lengkap: Yohanes Anton
NIK = {NIK}
Tempat/Tgl lahir: Bengkayang, 17-08-1980
Jenis kelamin: Laki-laki
Alamat: Dusun Melati
RT/RW: 02/01
Desa: Sungai Duri
Kecamatan: Sungai Raya
Nama ibu kandung: Maria Suryani
No HP: 0812 3456 7890
Pekerjaan: noreh karet
Penghasilan: 1,2 juta
"""

IN_WHOLE = (
    *("name", "nik", "birth_place", "birth", "address", "village", "mother", "phone"),
    *("occupation", "income"),
)


def titles(talk: Talk, key: str) -> list[str]:
    """Return the questions that a text lists by their titles."""
    found, more = [], talk.value(key, "titles")
    while isinstance(more, Text) and more.key == "plain.list":
        found.append(named(more.values["first"]))
        more = more.values["rest"]
    return [*found, named(more)]


def named(title: Value) -> str:
    assert isinstance(title, Text)
    return title.key.split(".")[1]


def read(text: str) -> dict[str, str]:
    return {one.question.name: one.text for one in fields(FORM, text)}


def test_a_whole_form_leaves_three_questions_and_the_review() -> None:
    talk, asked = Talk(), []
    script = {**SCRIPT, "phone_owner": "punya saya sendiri"}

    talk.says(WHOLE)
    told = talk.keys
    while talk.effect is None:
        asked.append(talk.asked or "")
        talk.says(script[asked[-1]])

    assert told == [
        "pasted.took",
        "welcome.new",
        "village.places",
        "progress",
        "registration.for_whom.ask",
    ]
    assert asked == [name for name in QUESTIONS if name in script and name not in IN_WHOLE]
    address = {"address": "Dusun Melati, rt rw 02/01"}
    assert talk.effect == Submit(DRAFT, VILLAGE, NIK, {**ANSWERS, **address})


def test_a_nik_from_a_form_is_looked_up_only_after_consent_was_recorded() -> None:
    talk = Talk()

    talk.says(WHOLE)
    talk.says("saya sendiri")
    before = list(talk.effects)
    talk.says("SETUJU")

    assert before == [CountPlaces(VILLAGE), FindOwn(NIK)]
    recorded, checked = talk.effects[2:]
    assert isinstance(recorded, RecordConsent)
    assert checked == CheckNik(NIK, VILLAGE)


def test_a_nik_pasted_after_consent_is_looked_up_at_once() -> None:
    talk = at("nik")

    talk.says(f"NIK: {NIK}\nNama: Yohanes Anton")

    assert talk.effects == [CheckNik(NIK, VILLAGE)]
    assert talk.keys == ["pasted.took", "progress", "registration.birth.ask"]


def test_the_places_are_counted_last_so_that_they_are_told() -> None:
    talk = at("nik")

    talk.says(f"NIK: {NIK}\nDesa: Sungai Duri")

    assert talk.effects == [CheckNik(NIK, VILLAGE), CountPlaces(VILLAGE)]
    assert talk.keys == ["pasted.took", "village.places", "progress", "registration.birth.ask"]


def test_a_nik_from_a_form_that_is_registered_elsewhere_is_asked_again() -> None:
    talk = Talk()
    talk.facts[CheckNik] = AlreadyRegistered(None, "PR-6107-000001")
    talk.says(WHOLE)
    talk.says("saya sendiri")

    talk.says("SETUJU")
    talk.says("tidak satu pun")

    assert talk.asked == "nik"
    assert talk.answers["name"] == "YOHANES ANTON"


def test_a_nik_registered_elsewhere_falls_with_the_birth_pasted_along() -> None:
    talk = at("nik")
    talk.facts[CheckNik] = AlreadyRegistered(None, "PR-6107-000001")

    talk.says(f"NIK: {NIK}\nTgl lahir: 17-08-1980")

    assert talk.keys[1:] == ["registration.nik.elsewhere", "progress", "registration.nik.ask"]
    assert {"nik", "birth", "birth_date", "sex"}.isdisjoint(talk.answers)


def test_what_was_taken_and_what_was_not_understood_are_told_by_their_titles() -> None:
    talk = at("eligibility")

    talk.says(f"Nama: Siti Aminah\nNo HP: 0812\nAlamat: Dusun Mawar\nNIK: {NIK}\nGaji: entah")

    assert talk.keys[:2] == ["pasted.took", "pasted.unread"]
    assert titles(talk, "pasted.took") == ["nik", "name", "address"]
    assert titles(talk, "pasted.unread") == ["phone", "income"]
    assert talk.asked == "eligibility"


def test_what_was_taken_is_told_once() -> None:
    talk = at("eligibility")
    talk.says("Nama: Siti Aminah\nNo HP: 0812")

    talk.says("tidak satu pun")

    assert talk.keys == ["progress", "registration.nik.ask"]


def test_what_was_not_understood_is_asked_as_ever() -> None:
    talk = at("phone")

    talk.says("No HP: 0812\nPekerjaan: nelayan")

    assert titles(talk, "pasted.unread") == ["phone"]
    assert talk.asked == "phone"
    assert talk.answers["occupation"] == "fisher"


def test_a_form_begins_a_draft_where_none_is_in_focus() -> None:
    talk = Talk()

    talk.says("Nama: Siti Aminah\nAlamat: Dusun Mawar")

    assert talk.keys == ["pasted.took", "progress", "registration.for_whom.ask"]
    assert talk.answers == {"name": "SITI AMINAH", "address": "Dusun Mawar"}


def test_a_form_beside_ones_own_unfinished_draft_is_somebody_elses() -> None:
    talk = Talk(State((draft_at("mother"),)), context(fresh=OTHER_DRAFT))

    talk.says("Nama: Siti Aminah\nAlamat: Dusun Mawar")

    assert talk.draft.id == OTHER_DRAFT
    assert talk.answers["for_whom"] == "other"
    assert talk.asked == "village"
    assert talk.named == Text("plain.value", {"value": "Siti Aminah"})


def test_a_form_closes_a_menu() -> None:
    talk = at("mother")
    talk.says("batal")

    talk.says("Nama ibu: Maria Suryani\nAlamat: Dusun Mawar")

    assert talk.asked == "phone"
    assert talk.brain.choices(talk.state, talk.context) == talk.choices


def test_an_answer_that_is_different_by_now_is_replaced_with_what_falls_with_it() -> None:
    talk = at("review")

    talk.says(f"NIK: {WOMANS_NIK}\nNama: Yohanes Anton")

    assert talk.asked == "birth"
    assert talk.answers["nik"] == WOMANS_NIK
    assert {"birth", "birth_date", "sex"}.isdisjoint(talk.answers)


def test_the_same_answers_once_more_change_nothing() -> None:
    talk = at("review")
    before = talk.answers

    talk.says(f"NIK: {NIK}\nTgl lahir: 17-8-1980\nDesa: Sungai Duri")

    assert talk.asked == "review"
    assert talk.answers == before


def test_a_new_village_in_a_form_asks_for_consent_again() -> None:
    talk = at("nik")

    talk.says("Desa: Suka Maju\nKec: Sungai Betung\nNama: Siti Aminah")

    assert talk.effects == [CountPlaces(talk.answers["village"])]
    assert talk.asked == "consent"


def test_a_village_without_places_is_not_kept() -> None:
    talk = Talk()
    talk.facts[CountPlaces] = counted(taken=0, places=0)

    talk.says("Desa: Sungai Duri\nNama: Siti Aminah")

    assert "registration.village.not_open" in talk.keys
    assert "village" not in talk.answers


def test_a_form_of_who_may_not_take_part_is_asked_back() -> None:
    talk = at("nik")

    talk.says("Nama: Siti Aminah\nPekerjaan: karyawan pt")

    assert talk.keys == ["ending.formal_employee"]
    assert talk.answers["name"] == "SITI AMINAH"


# the birth


@pytest.mark.parametrize("born", ["17-08-1980", "17 Agustus 1980"])
def test_a_birth_date_that_agrees_with_the_nik_is_taken(born: str) -> None:
    talk = at("nik")

    talk.says(f"NIK: {NIK}\nTgl lahir: {born}")

    assert talk.answers["birth"] == "yes"
    assert talk.answers["birth_date"] == "1980-08-17"
    assert talk.asked == "name"


def test_a_birth_date_that_differs_from_the_nik_is_asked() -> None:
    talk = at("nik")

    talk.says(f"NIK: {NIK}\nTgl lahir: 18-08-1980")

    assert titles(talk, "pasted.unread") == ["birth"]
    assert talk.asked == "birth"


def test_a_birth_date_without_a_nik_is_asked_once_the_nik_is_there() -> None:
    talk = at("nik")

    talk.says("Nama: Yohanes Anton\nTTL: Bengkayang, 17-08-1980")

    assert titles(talk, "pasted.took") == ["name", "birth_place"]
    assert "pasted.unread" not in talk.keys
    assert talk.asked == "nik"


# whose phone


@pytest.mark.parametrize("whom", ["saya sendiri", "orang lain"])
def test_a_number_from_a_form_is_nobodys_before_it_is_known_for_whom(whom: str) -> None:
    talk = Talk()
    talk.says("Nama: Siti Aminah\nNo HP: 081234567890")

    talk.says(whom)

    assert talk.answers["phone"] == "+6281234567890"
    assert "phone_owner" not in talk.answers


def test_a_number_from_ones_own_form_is_ones_own() -> None:
    talk = at("nik")

    talk.says("Nama: Siti Aminah\nNo HP: 081234567890")

    assert talk.answers["phone_owner"] == "worker"


def test_a_number_from_the_form_of_somebody_helped_asks_whose_it_is() -> None:
    talk = at("address", **HELPED)

    talk.says("Alamat: Dusun Mawar\nNo HP: 081234567890")

    assert talk.asked == "phone_owner"


# what a form looks like


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Nama: Siti, NIK: 123", {"name": "Siti", "nik": "123"}),
        ("nama=Siti; nik=123", {"name": "Siti", "nik": "123"}),
        ("1. Nama : Siti\n2. No. HP : 0812", {"name": "Siti", "phone": "0812"}),
        ("NAMA Siti Aminah\nNIK 123", {"name": "Siti Aminah", "nik": "123"}),
        ("nama ibu kandung Maria\nnama Siti", {"mother": "Maria", "name": "Siti"}),
        ("Nama: Siti\nNama: Yanti\nNIK: 1", {"name": "Siti", "nik": "1"}),
        ("Desa: X\nKec: Y\nNIK: 1", {"village": "X, kec Y", "nik": "1"}),
        ("TTL: Bengkayang, 1-1-1980", {"birth_place": "Bengkayang", "birth": "1-1-1980"}),
        ("TTL: Bengkayang\nNIK: 1", {"birth_place": "Bengkayang", "nik": "1"}),
    ],
)
def test_labels_may_be_loose(text: str, found: dict[str, str]) -> None:
    assert read(text) == found


@pytest.mark.parametrize(
    "text",
    [
        "Nama: Siti Aminah",
        "Siti Aminah",
        "Dusun Melati, RT: 02, RW: 01",
        "Kec: Sungai Raya\nRT: 2",
        "halo\nsaya mau daftar",
        "nama\nnik",
        "Nama:\nNIK:",
        "ini adalah kalimat panjang tentang nama: Siti\nwarna: merah",
        "Nama: Siti\nNIK: 1" + " " * LONGEST,
        "",
    ],
)
def test_what_has_not_two_labelled_answers_is_no_form(text: str) -> None:
    assert read(text) == {}


def test_one_labelled_answer_answers_the_question_at_hand() -> None:
    talk = at("name")

    talk.says("Nama: Siti Aminah")

    assert talk.answers["name"] == "SITI AMINAH"
    assert talk.asked == "birth_place"


def test_words_on_two_lines_are_no_form_and_ask_where_one_stands() -> None:
    talk = Talk()

    talk.says("selamat pagi bapak\nsungai duri")

    assert isinstance(talk.effect, FindStanding)


@pytest.mark.parametrize("filler", [" ", "1 ", ":", "a", "nama: "])
def test_no_message_keeps_the_reader_busy(filler: str) -> None:
    text = "x\n1" + filler * ((LONGEST - 5) // len(filler)) + "1"
    began = process_time()

    fields(FORM, text)

    assert process_time() - began < 1


def test_a_registration_of_ones_own_met_by_a_form_ends_the_draft() -> None:
    talk = at("nik")
    talk.facts[CheckNik] = AlreadyRegistered(registered(), "PR-6107-000001")

    talk.says(f"NIK: {NIK}\nNama: Yohanes Anton")

    assert talk.keys[0] == "already.mine"
    assert talk.state.drafts == ()


def test_a_form_of_somebody_else_begins_another_draft_and_overwrites_nothing() -> None:
    talk = at("mother", context(fresh=OTHER_DRAFT))

    talk.says(f"Nama: Maria Goreti\nNIK: {WOMANS_NIK}\nPekerjaan: noreh")

    own = talk.state.find(DRAFT)
    assert own is not None
    assert own.answers["nik"] == NIK
    assert talk.draft.id == OTHER_DRAFT
    assert talk.answers["name"] == "MARIA GORETI"


def test_a_form_with_the_same_name_and_another_nik_is_a_correction() -> None:
    talk = at("mother", context(fresh=OTHER_DRAFT))

    talk.says(f"Nama: Yohanes Anton\nNIK: {WOMANS_NIK}")

    assert talk.draft.id == DRAFT
    assert talk.answers["nik"] == WOMANS_NIK


def test_a_line_that_asks_what_we_do_not_ask_fills_nothing() -> None:
    found = fields(FORM, "Nama kepala keluarga: Budi\nNama: Siti\nAgama: Islam\nNIK: 1")

    assert [(one.question.name, one.text) for one in found] == [("nik", "1"), ("name", "Siti")]


def test_a_correction_of_one_thing_by_form_stays_where_it_is() -> None:
    talk = at("review", context(fresh=OTHER_DRAFT))

    talk.says("Nama: Yohanes Antonius\nAlamat: Dusun Baru RT 01")

    assert talk.draft.id == DRAFT
    assert talk.answers["name"] == "YOHANES ANTONIUS"


def test_a_form_of_another_name_than_who_is_helped_is_somebody_new() -> None:
    talk = at("nik", context(fresh=OTHER_DRAFT), **HELPED)

    talk.says(f"Nama: Budi Santoso\nNIK: {NIK}")

    assert talk.draft.id == OTHER_DRAFT
    assert talk.effects == []


def test_a_form_goes_to_the_draft_that_has_its_nik() -> None:
    own, other = draft_at("mother"), draft_at("village", OTHER_DRAFT, **HELPED)
    talk = Talk(State((own, other), OTHER_DRAFT))

    talk.says(f"NIK: {NIK}\nPekerjaan: nelayan")

    assert talk.draft.id == DRAFT
    assert talk.answers["occupation"] == "fisher"


def test_of_several_people_in_one_message_the_first_is_taken_and_it_is_said() -> None:
    talk = Talk()

    talk.says(f"Nama: Yanti\nNIK: {WOMANS_NIK}\n\nNama: Budi\nNIK: {NIK}")

    assert talk.answers["name"] == "YANTI"
    assert "pasted.one" in talk.keys


@pytest.mark.parametrize(
    "label", ["NIK Suami", "Nama Usaha", "Nama orang tua", "Nomor HP istri", "Kepala keluarga"]
)
def test_what_is_asked_of_other_people_is_left_alone(label: str) -> None:
    assert read(f"{label}: Maria 1\nNama: Yanti\nAlamat: Dusun Melati") == {
        "name": "Yanti",
        "address": "Dusun Melati",
    }


def test_labels_on_one_line_need_no_commas() -> None:
    assert read(f"Nama: Siti Aminah NIK: {NIK} Alamat: Dusun Karya RT 1") == {
        "nik": NIK,
        "name": "Siti Aminah",
        "address": "Dusun Karya RT 1",
    }
