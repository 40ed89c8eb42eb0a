"""`seratus audit`: an operator sees whether the trail is whole, and what is in it."""

import asyncio
import re
from collections.abc import Callable

import pytest
from typer.testing import CliRunner, Result

from bot.commands.main import main
from bot.serving.settings_kept import keep_settings
from bot.settings import Settings
from storage.sealing import Keys
from tests.storage.builders import Town, confirming

KEYS = Keys.generate()

Run = Callable[..., Result]


@pytest.fixture
def seratus(database_url: str, monkeypatch: pytest.MonkeyPatch) -> Run:
    monkeypatch.setenv("SERATUS_DATABASE_URL", database_url.replace("+asyncpg", ""))
    monkeypatch.setenv("SERATUS_KEYS", KEYS.dump())
    monkeypatch.setenv("COLUMNS", "250")

    async def decided() -> None:
        async with Town.founded(database_url, keys=KEYS) as town:
            head, worker = await town.head(), await town.worker()
            await town.decide((head, confirming(await town.registered(worker))))

    asyncio.run(decided())
    return lambda *arguments: CliRunner().invoke(main, arguments)


def tampered(url: str, statement: str) -> None:
    async def done() -> None:
        async with Town.founded(url, places=0, villages=0, keys=KEYS) as town:
            await town.rows(statement)

    asyncio.run(done())


def test_a_whole_trail_is_said_to_be_and_its_heads_are_for_the_minutes(seratus: Run) -> None:
    first = seratus("audit", "verify")

    assert first.exit_code == 0, first.output
    heads = re.findall(r"^whole +(\S+)$", first.stdout, re.MULTILINE)
    assert [head.split(":")[0] for head in heads] == ["-", "61.07"]
    again = seratus("audit", "verify", *(f"--head={head}" for head in heads))
    assert again.exit_code == 0, again.output


def test_a_changed_row_is_named_and_the_exit_code_says_so(seratus: Run, database_url: str) -> None:
    tampered(database_url, "UPDATE audit SET kind = 'nothing' WHERE chain = '61.07' AND seq = 1")

    found = seratus("audit", "verify")

    assert found.exit_code == 1
    assert "BROKEN  61.07 at row 1: it was changed" in found.stdout


def test_a_chain_that_is_gone_is_missed_where_its_head_was_written_down(
    seratus: Run, database_url: str
) -> None:
    head = re.findall(r"61\.07:\S+", seratus("audit", "verify").stdout)[0]
    tampered(database_url, "DELETE FROM audit WHERE chain = '61.07'")
    tampered(database_url, "DELETE FROM audit_chains WHERE chain = '61.07'")

    assert seratus("audit", "verify").exit_code == 0
    found = seratus("audit", "verify", "--head", head)

    assert (found.exit_code, "the chain is missing" in found.stdout) == (1, True)


def test_settings_that_were_changed_are_shown_by_name(seratus: Run, database_url: str) -> None:
    async def begun() -> None:
        async with Town.founded(database_url, places=0, villages=0, keys=KEYS) as town:
            for people in ("5", "7"):
                settings = Settings.read({"SERATUS_PEOPLE_A_DAY": people})
                await keep_settings(town.storage, settings)

    asyncio.run(begun())

    shown = [line for line in seratus("audit", "show").stdout.splitlines() if " settings " in line]
    assert [line.split("│")[-2].split() for line in shown] == [
        ["SERATUS_LEASE_SECONDS,", "SERATUS_PEOPLE_A_DAY"],
        ["SERATUS_PEOPLE_A_DAY"],
    ]


def test_what_is_no_head_is_refused_kindly(seratus: Run) -> None:
    refused = seratus("audit", "verify", "--head", "yesterday")

    assert refused.exit_code == 2
    assert "yesterday is no head" in refused.stderr


def test_it_shows_who_read_a_registration_and_that_it_was_looked_at(seratus: Run) -> None:
    shown = seratus("audit", "show", "--number", "pr-6107-000001")

    assert shown.exit_code == 0, shown.output
    assert "card_read" in shown.stdout
    after = seratus("audit", "show", "--last", "5")
    assert "audit_read" in after.stdout
    assert "audit show --number pr-6107-000001 · seal1:" in after.stdout  # the command itself
