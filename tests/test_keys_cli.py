"""`seratus keys`: an operator sees which keys are in use, and has new ones take their place."""

import asyncio
import stat
import sys
from collections.abc import Callable
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from typer.testing import CliRunner, Result

from bot.commands.main import main
from storage import keyfile
from storage.key_use import WARNS
from storage.sealing import Keys
from tests.kept import Kept
from tests.storage.builders import Town

Run = Callable[..., Result]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "seratus.keys"
    keyfile.load(path, make=True)
    return path


@pytest.fixture
def seratus(database_url: str, path: Path, monkeypatch: pytest.MonkeyPatch, kept: Kept) -> Run:
    kept.forget(urlsplit(database_url).path[1:])
    monkeypatch.setenv("SERATUS_DATABASE_URL", database_url.replace("+asyncpg", ""))
    monkeypatch.setenv("SERATUS_KEYS_FILE", str(path))
    monkeypatch.delenv("SERATUS_KEYS", raising=False)
    monkeypatch.setenv("COLUMNS", "250")

    async def registered() -> None:
        async with Town.founded(database_url, keys=keyfile.load(path), met=True) as town:
            await town.storage.check_keys()
            await town.registered(await town.worker())

    asyncio.run(registered())
    return lambda *arguments: CliRunner().invoke(main, arguments)


def shown(result: Result) -> dict[str, list[str]]:
    """Return the rows of the table by the key's name."""
    assert result.exit_code == 0, result.output
    rows = (line.split() for line in result.stdout.splitlines())
    return {row[0]: row[1:] for row in rows if row and row[0][:4] in {"seal", "hash"}}


def test_keys_are_shown_by_their_fingerprints_and_never_themselves(
    seratus: Run, path: Path
) -> None:
    result = seratus("keys", "show")

    told = shown(result)
    prints = dict(one.split(":") for one in keyfile.load(path).fingerprints())
    assert {name: row[0] for name, row in told.items()} == prints
    assert told["seal1"][1:3] == ["yes", str(int(told["seal1"][2]))]
    assert not [key for key in path.read_text().split() if key.partition("=")[2] in result.stdout]


def test_new_keys_are_added_then_taken_up_and_the_old_may_go(
    seratus: Run, path: Path, database_url: str
) -> None:
    old = keyfile.load(path)

    added = seratus("keys", "add")

    assert added.exit_code == 0, added.output
    assert "seal2 and hash2" in added.stdout
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert keyfile.load(path).named().items() > old.named().items()
    assert shown(seratus("keys", "show"))["seal2"][1] == "no"
    assert "newer keys are there, not in use" in seratus("check").stdout

    rotated = seratus("keys", "rotate")

    assert rotated.exit_code == 0, rotated.output
    assert "Everything is sealed with seal2, and found with hash2. seal1 may be" in rotated.stdout
    told = shown(seratus("keys", "show"))
    assert (told["seal1"][1], told["seal1"][3], told["hash"][1]) == ("no", "0", "no")
    assert (told["seal2"][1], told["hash2"][1]) == ("yes", "yes")
    path.write_text("\n".join(path.read_text().splitlines()[1::2]) + "\n")
    assert [*keyfile.load(path).named()] == ["seal2", "hash2"]
    assert [*shown(seratus("keys", "show"))] == ["seal2", "hash2"]


def test_keys_are_not_added_twice_before_they_are_taken_up(seratus: Run, path: Path) -> None:
    seratus("keys", "add")
    added = path.read_text()

    refused = seratus("keys", "add")

    assert refused.exit_code == 2
    assert "seal2 and hash2 are there already, and not in use yet" in refused.stderr
    assert path.read_text() == added


def test_with_the_keys_in_a_setting_it_says_what_to_set(
    seratus: Run, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SERATUS_KEYS", path.read_text())

    refused = seratus("keys", "add")

    assert refused.exit_code == 2
    assert "add seal2 and hash2 there" in refused.stderr
    assert "openssl rand -base64 32" in refused.stderr


def test_while_somebody_does_not_know_the_new_keys_nothing_is_done(
    seratus: Run, path: Path, database_url: str
) -> None:
    old = keyfile.load(path)
    seratus("keys", "add")

    async def meanwhile() -> tuple[int | None, str]:
        async with Town.founded(database_url, places=0, villages=0, keys=old, met=True) as town:
            await town.worker()
            command = (sys.executable, "-m", "bot", "keys", "rotate")
            process = await asyncio.create_subprocess_exec(
                *command, stderr=asyncio.subprocess.PIPE
            )
            _, told = await process.communicate()
            return process.returncode, told.decode()

    code, told = asyncio.run(meanwhile())

    assert code == 2
    assert "Restart those that serve" in told
    assert f"(seratus {old.newest()})" in " ".join(told.split())
    assert shown(seratus("keys", "show"))["seal1"][1] == "yes"


def test_with_nothing_to_do_that_is_said(seratus: Run) -> None:
    rotated = seratus("keys", "rotate")

    assert "Everything is sealed with seal1, and found with hash. There are" in rotated.stdout


def test_a_key_of_which_half_the_budget_is_gone_is_warned_of(
    seratus: Run, database_url: str, path: Path
) -> None:
    seratus("check")
    keys = Keys.parse(path.read_text())

    async def sealed() -> None:
        async with Town.founded(database_url, places=0, villages=0, keys=keys, met=True) as town:
            town.sealer.seals[1] += WARNS
            async with town.storage.begin() as work:
                await work.key_use.tell()

    asyncio.run(sealed())
    checked = seratus("check")

    assert "seal1 has sealed 2,147," in checked.stdout
    assert "seratus keys add" in checked.stdout
