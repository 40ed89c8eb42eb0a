"""What is said once a registration was sent, by somebody who has nothing else to be asked."""

import pytest

from conversations.effects import FindStanding
from conversations.life_cycle import Status
from conversations.outcomes.standing import Standing
from tests.conversations.talk import Talk, registered


def says(text: str, *those: Status) -> Talk:
    """Say something with registrations that stand so."""
    talk = Talk()
    talk.says(text)
    assert isinstance(talk.effect, FindStanding)
    found = tuple(registered(status, reason=None) for status in those or (Status.PLACED,))
    talk.learns(Standing(talk.effect.about, found, (), None, talk.effect.said))
    return talk


@pytest.mark.parametrize(
    "said",
    [
        "ubah nama",
        "nomor hp saya ganti 081234567890",
        "saya salah tulis nama ibu",
        "mau ganti alamat",
    ],
)
@pytest.mark.parametrize("status", [Status.WAITING, Status.PLACED, Status.CONFIRMED])
def test_a_correction_of_what_was_sent_is_told_whom_to_see(said: str, status: Status) -> None:
    talk = says(said, status)

    assert talk.keys == ["edit.sent"]


@pytest.mark.parametrize("status", [Status.REJECTED, Status.WITHDRAWN])
def test_what_is_over_is_shown_instead_for_it_can_be_told_anew(status: Status) -> None:
    talk = says("ubah nama", status)

    assert talk.keys[0] == f"status.{status}"
