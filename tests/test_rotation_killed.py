"""Whoever rotates the keys is killed while people register (see bench.chaos.rotation)."""

from bench.chaos.rotation import run

KILLS = 7  # of which five find it at work


def test_nothing_is_lost_or_shut_and_no_nik_is_there_twice(database_url: str) -> None:
    found = run(database_url, KILLS)

    assert found.held, found
    assert found.hit >= 5, found
