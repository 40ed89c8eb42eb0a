"""Whoever rotates the keys is killed while people register (see bench.chaos.rotation)."""

from urllib.parse import urlsplit

from bench.chaos.rotation import run
from tests.kept import Kept

KILLS = 6  # two while hashes are prepared, two while all wait, two while all is sealed anew


def test_nothing_is_lost_or_shut_and_no_nik_is_there_twice(database_url: str, kept: Kept) -> None:
    kept.forget(urlsplit(database_url).path[1:])

    found = run(database_url, KILLS)

    assert found.held, found
    assert found.hit >= 5, found
