"""Answers that are one of a few, found by the words people use for them."""

import pytest

from conversations.answers.language.choice import choose
from tests.answers.outcome import outcome


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("L", "male"), ("laki-laki", "male"), ("saya perempuan pak", "female"), ("P.", "female"),
        ("", "pick"), ("lp", "pick"), ("laki atau perempuan?", "pick"), ("1", "pick"),
    ],
)  # fmt: skip
def test_one_of_a_few(text: str, expected: str) -> None:
    """A word of exactly one option chooses it."""
    got = outcome(lambda said: choose(said, male=("laki", "l"), female=("perempuan", "p")), text)

    assert got == expected
