"""What was said lately is counted, written and read again."""

from datetime import timedelta

from conversations.lately import MOST_SAME, NOTHING_SAID, Lately
from tests.conversations.talk import NOW


def test_it_is_read_as_it_was_written() -> None:
    lately = NOTHING_SAID.hearing("hujan", NOW).missing()

    assert Lately.read(lately.written()) == lately
    assert NOTHING_SAID.written() is None
    assert Lately.read(None) == NOTHING_SAID


def test_nothing_that_was_said_can_be_read_in_it() -> None:
    written = NOTHING_SAID.hearing("nik saya 6107011708800001", NOW).written()

    assert written is not None
    assert "6107011708800001" not in written


def test_the_same_words_count_however_they_are_spaced_and_others_begin_anew() -> None:
    lately = NOTHING_SAID
    for _ in range(MOST_SAME + 1):
        lately = lately.hearing(" Halo  PAK", NOW)

    assert lately.enough
    assert not lately.hearing("halo pak?", NOW).enough
    assert not lately.hearing("halo pak", NOW + timedelta(minutes=11)).enough


def test_what_was_not_understood_is_forgotten_after_a_day() -> None:
    lately = NOTHING_SAID.hearing("hujan", NOW).missing()

    assert lately.hearing("panas", NOW).missed == 1
    assert lately.hearing("panas", NOW + timedelta(days=2)).missed == 0
