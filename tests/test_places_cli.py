"""`seratus programme change --places`: it shows what would happen, asks, and does that."""

import asyncio
from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from bot.commands.main import main
from storage.sealing import Keys
from tests.storage.builders import BENGKAYANG, Town, village

KEYS = Keys.generate()
FULL, EMPTY = (village(n).code for n in (1, 2))
YEAR = datetime.now(UTC).year + 1
BEFORE = {FULL: (3, 3), EMPTY: (3, 0)}
_PLACES = """
    SELECT village, count(*) AS places, count(registration_id) AS taken FROM places GROUP BY 1
"""

Run = Callable[..., Result]


@pytest.fixture
def seratus(database_url: str, monkeypatch: pytest.MonkeyPatch) -> Run:
    monkeypatch.setenv("SERATUS_DATABASE_URL", database_url.replace("+asyncpg", ""))
    monkeypatch.setenv("SERATUS_KEYS", KEYS.dump())
    monkeypatch.setenv("COLUMNS", "200")
    return lambda *arguments, said="": CliRunner().invoke(main, arguments, input=said)


@pytest.fixture
def url(database_url: str) -> str:
    """Two villages of three places, the first with two who wait, the second with nobody."""

    async def settled() -> None:
        async with Town.founded(database_url, places=0, villages=2, keys=KEYS) as town:
            cover = {"cover_from": date(YEAR, 1, 1), "cover_to": date(YEAR, 12, 31)}
            await town.open(year=YEAR, places=3, **cover)
            for n in range(5):
                await town.registered(await town.worker(f"w{n}"), FULL)

    asyncio.run(settled())
    return database_url


def look(url: str, statement: str) -> list[tuple[Any, ...]]:
    async def looked() -> list[tuple[Any, ...]]:
        async with Town.founded(url, places=0, villages=0, keys=KEYS) as town:
            return [tuple(row.values()) for row in await town.rows(statement)]

    return asyncio.run(looked())


def places(url: str) -> dict[str, tuple[int, int]]:
    """Return of each village how many places it has, and how many are taken."""
    return {code: (many, taken) for code, many, taken in look(url, _PLACES)}


def change(seratus: Run, code: str, number: int, *more: str, said: str = "") -> Result:
    return seratus("programme", "change", code, "--places", str(number), *more, said=said)


def test_what_is_added_is_shown_and_asked_and_goes_to_who_waits(seratus: Run, url: str) -> None:
    done = change(seratus, BENGKAYANG, 4, said="y\n")

    assert done.exit_code == 0, done.output
    assert "Places a village: 4. Now: 3 in 2 villages." in done.stdout
    assert "Added: 2, in 2 villages." in done.stdout
    assert "told at once: 1." in done.stdout
    assert "Done. Let in, and told: 1." in done.stdout
    assert places(url) == {FULL: (4, 4), EMPTY: (4, 0)}
    assert "Places a village" in seratus("programme", "show").stdout
    assert look(url, "SELECT places FROM programmes") == [(4,)]
    assert look(url, "SELECT lane, count(*) FROM outbox GROUP BY 1") == [(1, 1)]


@pytest.mark.parametrize("number", [2, 4])
def test_without_a_yes_nothing_changes(seratus: Run, url: str, number: int) -> None:
    asked = change(seratus, BENGKAYANG, number, "--funder", "Dana Desa", said="n\n")

    assert asked.exit_code == 1
    assert places(url) == BEFORE
    assert look(url, "SELECT places, funder FROM programmes") == [(3, "APBD")]


def test_what_is_used_is_kept_and_it_is_told_where(seratus: Run, url: str) -> None:
    done = change(seratus, BENGKAYANG, 1, "--yes")

    assert "Taken away: 2 that are free, the highest numbers, in 1 village." in done.stdout
    assert "Where somebody waits none is free, and none goes." in done.stdout
    before, _, after = done.stdout.partition("Done.")
    assert "1 village keeps more, since the places are used." in before
    assert "1 village keeps more, since the places are used. Say it again" in after
    assert FULL in after
    assert EMPTY not in after
    assert places(url) == {FULL: (3, 3), EMPTY: (1, 0)}


def test_a_village_has_a_number_of_its_own_until_its_regency_gets_another(
    seratus: Run, url: str
) -> None:
    own = change(seratus, EMPTY, 7, "--yes")
    of_its_own, default = places(url), look(url, "SELECT places FROM programmes")
    all_of_them = change(seratus, BENGKAYANG, 5, "--yes")

    assert own.exit_code == 0, own.output
    assert of_its_own == {FULL: (3, 3), EMPTY: (7, 0)}
    assert default == [(3,)]
    assert "Now: 3 in 1 village, 7 in 1 village." in all_of_them.stdout
    assert places(url) == {FULL: (5, 5), EMPTY: (5, 0)}


def test_said_again_it_does_nothing_and_asks_nothing(seratus: Run, url: str) -> None:
    change(seratus, BENGKAYANG, 5, "--yes")
    letters = look(url, "SELECT count(*) FROM outbox")

    again = change(seratus, BENGKAYANG, 5)

    assert again.exit_code == 0, again.output
    assert "Now: 5 in 2 villages." in again.stdout
    assert "Done. Let in, and told: 0." in again.stdout
    assert look(url, "SELECT count(*) FROM outbox") == letters == [(2,)]


def test_other_terms_change_with_the_places(seratus: Run, url: str) -> None:
    done = change(seratus, BENGKAYANG, 4, "--funder", "Dana Desa", "--yes")

    assert "Dana Desa" in done.stdout
    assert look(url, "SELECT places, funder FROM programmes") == [(4, "Dana Desa")]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        pytest.param((BENGKAYANG, "--places", "0"), "needs at least one place", id="none"),
        pytest.param((BENGKAYANG, "--places", "10000"), "9999 at most", id="too many"),
        pytest.param(("61.04", "--places", "4"), "no programme is open in 61.04", id="elsewhere"),
        pytest.param(("61.07.99.2001", "--places", "4"), "no village 61.07.99.2001", id="unknown"),
        pytest.param((BENGKAYANG + ".01", "--places", "4"), "no village 61.07.01", id="district"),
        pytest.param((EMPTY, "--funder", "x"), "--places alone", id="a village's other terms"),
        pytest.param((EMPTY, "--places", "4", "--funder", "x"), "--places alone", id="both"),
        pytest.param(
            (BENGKAYANG, "--places", "4", "--min-age", "70"), "nobody is of that age", id="terms"
        ),
    ],
)
def test_what_cannot_be_is_refused_and_nothing_changes(
    seratus: Run, url: str, arguments: tuple[str, ...], said: str
) -> None:
    refused = seratus("programme", "change", *arguments, "--yes")

    assert refused.exit_code == 2
    assert said in refused.stderr
    assert places(url) == BEFORE
