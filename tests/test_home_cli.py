"""An embedded database is made by who sets one up, with its keys, and by nobody who only looks."""

import json
import socket
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from bot.commands.main import main
from bot.postgres import remove

Run = Callable[..., Result]


@pytest.fixture
def home(tmp_path: Path) -> Iterator[Path]:
    yield tmp_path / "home"
    remove(tmp_path / "home")


@pytest.fixture
def seratus(home: Path) -> Run:
    return lambda *arguments, **changed: CliRunner().invoke(
        main, arguments, env={"SERATUS_HOME": str(home), "COLUMNS": "500", **changed}, input=""
    )


@pytest.mark.parametrize(
    "command",
    [
        "chat",
        "decide PR-6107-000001 --confirm",
        "heads invite 61.07.01.2001",
        "heads list",
        "heads revoke 61.07.01.2001",
        "parked list",
        "programme show",
        "registrations end PR-6107-000001 --reason died",
        "registrations reject-chat PR-6107-000001",
        "villages list",
    ],
)
def test_where_there_is_no_database_who_looks_makes_none_and_says_so(
    seratus: Run, home: Path, command: str
) -> None:
    refused = seratus(*command.split())

    assert refused.exit_code == 2
    assert f"there is no database in {home}" in refused.stderr
    assert "set SERATUS_HOME" in refused.stderr
    assert list(home.parent.iterdir()) == []


def test_check_makes_nothing_and_tells_what_does(seratus: Run, home: Path) -> None:
    checked = seratus("check")

    assert checked.exit_code == 0, checked.output
    assert f"1. there is no database in {home}, and none was made" in checked.stdout
    assert "make one there with 'seratus migrate'" in checked.stdout
    assert list(home.parent.iterdir()) == []


def test_who_makes_a_database_and_its_keys_says_so_once(seratus: Run, home: Path) -> None:
    first = seratus("villages", "load", "61.07")
    again = seratus("migrate")
    checked = seratus("check")

    made = f"Made a database in {home}; its keys are in {home}.keys"
    assert made in first.stderr, first.output
    assert made not in again.stderr
    assert f"keys: in {home}.keys" in checked.stdout


def test_serving_says_in_its_log_that_it_made_one(seratus: Run, home: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        served = seratus(  # ends at once, for nobody can listen there
            "serve",
            SERATUS_TELEGRAM_TOKEN="123456:TEST",
            SERATUS_TELEGRAM_API_BASE="http://127.0.0.1:1",
            SERATUS_METRICS_PORT=str(taken.getsockname()[1]),
        )

    assert served.exit_code == 2, served.output
    [line] = [line for line in served.stderr.splitlines() if "database_made" in line]
    assert json.loads(line)["here"] == str(home)


def test_for_a_database_that_is_there_no_keys_are_made(seratus: Run, home: Path) -> None:
    seratus("migrate")
    keys = Path(f"{home}.keys")
    keys.rename(f"{home}.away")

    for command in ("check", "villages load 61.07", "demo", "serve"):
        refused = seratus(*command.split(), SERATUS_TELEGRAM_TOKEN="123456:TEST")

        assert refused.exit_code == 2, refused.output
        assert f"is missing: it belongs at {keys}" in refused.stderr
        assert "nothing that is sealed in the database can be read" in refused.stderr
        assert not keys.exists()

    brought_back = seratus("check", SERATUS_KEYS_FILE=f"{home}.away")
    assert brought_back.exit_code == 0, brought_back.output
