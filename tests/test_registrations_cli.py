"""`seratus registrations`: what it does is shown, asked twice, and done as it was meant."""

import asyncio
import re
from collections.abc import Callable

import pytest
from typer.testing import CliRunner, Result

from bot.commands.main import main
from storage.sealing import Keys
from tests.storage.builders import Town, confirming

KEYS = Keys.generate()
ARGUMENTS = ("registrations", "reject-chat", "PR-6107-000001")

Run = Callable[..., Result]


@pytest.fixture
def seratus(database_url: str, monkeypatch: pytest.MonkeyPatch) -> Run:
    monkeypatch.setenv("SERATUS_DATABASE_URL", database_url.replace("+asyncpg", ""))
    monkeypatch.setenv("SERATUS_KEYS", KEYS.dump())
    monkeypatch.setenv("COLUMNS", "200")
    return lambda *arguments, said="": CliRunner().invoke(main, arguments, input=said)


@pytest.fixture
def crowded(database_url: str) -> str:
    """Three places taken by one chat, of which one is confirmed, and one that waits; the URL."""

    async def crowd() -> None:
        async with Town.founded(database_url, keys=KEYS) as town:
            head, thief = await town.head(), await town.worker("thief")
            his = [await town.registered(thief) for _ in range(4)]
            await town.registered(await town.worker("honest"))
            await town.decide((head, confirming(his[0])))

    asyncio.run(crowd())
    return database_url


def statuses(url: str) -> list[str]:
    async def looked() -> list[str]:
        async with Town.founded(url, places=0, villages=0, keys=KEYS) as town:
            rows = await town.rows("SELECT status FROM registrations ORDER BY seq")
            return [row["status"] for row in rows]

    return asyncio.run(looked())


BEFORE = ["confirmed", "placed", "placed", "waiting", "waiting"]
AFTER = ["confirmed", "rejected", "rejected", "rejected", "placed"]


def test_it_shows_what_it_would_do_and_asks_twice(seratus: Run, crowded: str) -> None:
    done = seratus(*ARGUMENTS, said="y\n3\n")

    assert done.exit_code == 0, done.output
    assert done.stdout.count("PR-6107-") == 4  # of nobody else's chat
    assert "To be rejected: 3 (villages: 1)." in done.stdout
    assert "Confirmed, or another's by their head's word, and stay: 1." in done.stdout
    assert "Rejected: 3." in done.stdout
    assert statuses(crowded) == AFTER


@pytest.mark.parametrize("said", ["n\n", "y\n4\n", "y\n", ""])
def test_without_both_answers_nothing_is_done(seratus: Run, crowded: str, said: str) -> None:
    refused = seratus(*ARGUMENTS, said=said)

    assert refused.exit_code != 0
    assert statuses(crowded) == BEFORE


def test_a_script_says_how_many_it_means(seratus: Run, crowded: str) -> None:
    wrong = seratus(*ARGUMENTS, "--really", "4")
    assert (wrong.exit_code, statuses(crowded)) == (2, BEFORE)
    assert "it is 3, not 4: nothing was done" in wrong.stderr

    done = seratus(*ARGUMENTS, "--really", "3")
    again = seratus(*ARGUMENTS, "--really", "3")

    assert (done.exit_code, again.exit_code) == (0, 0), done.output
    assert "Nothing that came from this chat is undecided." in again.stdout
    assert statuses(crowded) == AFTER


def test_a_number_that_nobody_has_is_told(seratus: Run, crowded: str) -> None:
    refused = seratus("registrations", "reject-chat", "PR-6107-000009")

    assert refused.exit_code == 2
    assert "there is no registration PR-6107-000009" in refused.stderr


END = ("registrations", "end", "PR-6107-000001", "--reason", "died")


def test_a_place_is_ended_at_once_and_the_next_gets_it(seratus: Run, crowded: str) -> None:
    done = seratus(*END, said="y\npr-6107-000001\n")

    assert done.exit_code == 0, done.output
    assert "PR-6107-000001: Warga 0001" in done.stdout
    assert "PR-6107-000001 is ended." in done.stdout
    assert statuses(crowded) == ["ended", "placed", "placed", "placed", "waiting"]

    async def told() -> tuple[list[str], int]:
        async with Town.founded(crowded, places=0, villages=0, keys=KEYS) as town:
            kinds = await town.rows("SELECT kind FROM audit WHERE subject IS NOT NULL ORDER BY id")
            letters = await town.value("SELECT count(*) FROM outbox")
            return [row["kind"] for row in kinds], int(letters)

    kinds, letters = asyncio.run(told())
    assert kinds[-2:] == ["registration_read", "ended_by_district"]
    assert letters >= len(("whose it was", "who gets the place"))


@pytest.mark.parametrize("said", ["n\n", "y\nPR-6107-000002\n", ""])
def test_without_the_number_nothing_is_ended(seratus: Run, crowded: str, said: str) -> None:
    refused = seratus(*END, said=said)

    assert refused.exit_code != 0
    assert statuses(crowded) == BEFORE


def test_only_what_is_confirmed_is_ended(seratus: Run, crowded: str) -> None:
    refused = seratus("registrations", "end", "PR-6107-000002", "--reason", "moved", "--yes")

    assert refused.exit_code == 2
    assert "PR-6107-000002 is placed: only what is confirmed is ended" in refused.stderr
    assert statuses(crowded) == BEFORE


def test_that_names_were_read_is_in_the_audit(seratus: Run, crowded: str) -> None:
    looked = seratus("registrations", "reject-chat", " pr-6107-000001 ", said="n\n")

    assert "To be rejected: 3" in looked.stdout

    async def read() -> int:
        async with Town.founded(crowded, places=0, villages=0, keys=KEYS) as town:
            kind = "SELECT count(DISTINCT subject) FROM audit WHERE kind = 'registration_read'"
            return int(await town.value(kind))

    assert asyncio.run(read()) == 4


def test_the_history_of_a_registration_is_shown_without_anybody_s_name(
    seratus: Run, crowded: str
) -> None:
    seratus(*ARGUMENTS, "--really", "3")

    confirmed = seratus("registrations", "history", "pr-6107-000001")
    dismissed = seratus("registrations", "history", "PR-6107-000003")
    none = seratus("registrations", "history", "PR-6107-000999")

    assert rows(confirmed) == [
        ["submit", "waiting", "the worker's chat"],
        ["promote", "waiting", "placed", "by itself"],
        ["confirm", "placed", "confirmed", "Pak kades"],
    ]
    assert rows(dismissed)[-1] == ["dismiss", "placed", "rejected", "an operator", "other"]
    assert (none.exit_code, "there is no registration" in none.stderr) == (2, True)
    assert "Warga" not in confirmed.stdout + dismissed.stdout


def rows(shown: Result) -> list[list[str]]:
    """Return what stands in each row of the table behind the time."""
    lines = [line.split("WIB")[1] for line in shown.stdout.splitlines() if "WIB" in line]
    cells = (re.split(r"\s{2,}|[│┃]", line) for line in lines)
    return [[cell.strip() for cell in row if cell.strip()] for row in cells]
