"""What is said once a registration was sent, by somebody who has nothing else to be asked."""

import pytest

from conversations.effects import FindAnswers, FindStanding, OpenTransfer, Reason
from conversations.life_cycle import Status
from tests.conversations.talk import VILLAGE, Talk, registered


def says(text: str, *those: Status) -> Talk:
    """Say something with registrations that stand so."""
    talk = Talk()
    talk.says_idly(text, *(registered(status) for status in those or (Status.PLACED,)))
    return talk


CORRECTS = {
    "ubah": "",
    "ubah nama": "name",
    "nomor hp saya ganti 081234567890": "phone",
    "saya salah tulis nama ibu": "mother",
    "mau ganti alamat": "address",
}


@pytest.mark.parametrize(("said", "about"), CORRECTS.items())
@pytest.mark.parametrize("status", [Status.WAITING, Status.PLACED, Status.CONFIRMED])
def test_what_was_sent_is_looked_into_to_be_corrected(
    said: str, about: str, status: Status
) -> None:
    talk = says(said, status)

    assert isinstance(talk.effect, FindAnswers)
    assert talk.effect.about == about


@pytest.mark.parametrize("status", [Status.REJECTED, Status.WITHDRAWN])
def test_what_is_over_is_shown_instead_for_it_can_be_told_anew(status: Status) -> None:
    talk = says("ubah nama", status)

    assert talk.keys[0] == f"status.{status}"


TOLD = {
    "tangan saya kejepit mesin": ("hurt",),
    "mamak kami sudah dipanggil Tuhan": ("condolence", "withdraw.which", "bereaved.ask"),
    "kartu peserta saya hilang": ("rights.card",),
}


@pytest.mark.parametrize(("said", "keys"), TOLD.items())
def test_what_is_told_in_a_sentence_is_answered_and_nothing_is_done(
    said: str, keys: tuple[str, ...]
) -> None:
    talk = says(said)

    assert (tuple(talk.keys), talk.effect) == (keys, None)


def test_whose_registration_is_over_is_not_asked_to_give_it_up_for_other_cover() -> None:
    talk = Talk()
    talk.says_idly("saya sudah kerja di PT, punya BPJS kantor", registered(Status.REJECTED))

    assert "withdraw.ask" not in talk.keys


def test_who_only_asks_of_other_cover_is_asked_nothing() -> None:
    talk = says("kalau sudah punya bpjs dari kantor bagaimana?")

    assert talk.effect is None
    assert "withdraw.ask" not in talk.keys


@pytest.mark.parametrize("said", ["tangan saya kejepit mesin", "mamak sudah dipanggil Tuhan"])
def test_who_has_no_registration_is_not_invited_at_such_a_time(said: str) -> None:
    talk = Talk()
    talk.says_idly(said)

    assert talk.buttons == []


def test_who_has_no_registration_has_no_village_to_change() -> None:
    talk = Talk()
    talk.says_idly("saya ikut suami ke desa sebelah")

    assert talk.keys == ["unknown.new"]


def test_another_phone_needs_the_code_of_the_first() -> None:
    talk = says("hp saya dicuri")
    assert isinstance(talk.effect, OpenTransfer)

    talk = Talk()
    talk.says_idly("saya daftar pakai hp lain")
    assert talk.keys == ["move.there"]


def test_to_give_up_in_a_sentence_is_asked_back() -> None:
    talk = says("dah dak ikut lah saye, kasi orang lain jak tempatnye")

    assert talk.effect == FindStanding("withdraw")


ASKED = {"kapan cair duitnya": "claim", "kapan berlaku": "until_when", "bayar berapa": "free"}


@pytest.mark.parametrize(("said", "topic"), ASKED.items())
def test_who_is_registered_asks_and_is_not_invited_to_register(said: str, topic: str) -> None:
    talk = says(said)

    assert talk.keys == [f"about.{topic}"]
    assert talk.buttons == []


def test_a_head_who_asks_is_not_invited_either() -> None:
    talk = Talk()

    talk.says_idly("bayar berapa", heads=(VILLAGE,))

    assert talk.keys == ["about.free"]
    assert talk.buttons == ["q"]


@pytest.mark.parametrize(
    "said",
    [
        "kenapa ditolak",
        "kok saya ditolak pak",
        "kenapa saya tidak diterima",
        "alasannya apa ditolak",
    ],
)
def test_who_asks_why_hears_the_reason(said: str) -> None:
    talk = Talk()

    talk.says_idly(said, registered(Status.REJECTED, reason=Reason.DIED))

    assert talk.keys == ["status.rejected", "reason.died", "next.rejected"]


def test_who_asks_in_english_how_to_join_begins() -> None:
    talk = Talk()
    talk.says_idly("sir how can i apply for this", registered(Status.REJECTED))

    assert talk.asked == "for_whom"
