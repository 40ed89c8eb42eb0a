"""Whose the embedded server is when root runs it, and how it becomes a user's of its own.

No user is made here: one that every system has stands for it.
"""

import os
import pwd
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from bot.commands.main import main
from bot.postgres import PostgresError, Server, give_to_user, owner, remove, start, whose
from bot.postgres.owner import make_user

HURRY = {"fsync": "off"}
MISSING = "seratus-of-the-tests"
STAND_IN = "daemon"
as_root = pytest.mark.skipif(os.geteuid() != 0, reason="only root's server is another user's")

Run = Callable[..., Result]


@pytest.fixture(autouse=True)
def unknown(monkeypatch: pytest.MonkeyPatch) -> None:
    """Have no system user, whatever there is on this machine."""
    monkeypatch.setattr(owner, "USER", MISSING)


@pytest.fixture
def home(tmp_path: Path) -> Iterator[Path]:
    yield tmp_path / "home"
    remove(tmp_path / "home")


@pytest.fixture
def seratus(home: Path) -> Run:
    return lambda *arguments, **changed: CliRunner().invoke(
        main, arguments, env={"SERATUS_HOME": str(home), "COLUMNS": "200", **changed}
    )


def known(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(owner, "USER", STAND_IN)


def runs_as(server: Server) -> str:
    pid = int((server.folder / "data/postmaster.pid").read_text().split()[0])
    return pwd.getpwuid(Path(f"/proc/{pid}").stat().st_uid).pw_name


def ask(server: Server, question: str) -> str:
    command = [str(server.programs / "psql"), "-XAtq", server.dsn, "-c", question]
    told: str = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    return told.strip()


@as_root
def test_a_new_cluster_is_the_system_users_where_there_is_one(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    known(monkeypatch)

    server = start(home, HURRY)

    assert (runs_as(server), whose(home)) == (STAND_IN, STAND_IN)
    assert ask(server, "SELECT 1") == "1"
    server.stop()


@as_root
def test_a_cluster_of_nobodys_goes_on_as_nobodys_until_it_is_given_away(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    server = start(home, HURRY)
    assert runs_as(server) == "nobody"
    ask(server, "CREATE TABLE kept AS SELECT 7 AS number")
    server.stop()
    known(monkeypatch)

    server = start(home, HURRY)
    assert (runs_as(server), ask(server, "SELECT number FROM kept")) == ("nobody", "7")
    with pytest.raises(PostgresError, match="in use"):
        give_to_user(home)
    server.stop()
    assert give_to_user(home)

    server = start(home, HURRY)
    assert (runs_as(server), ask(server, "SELECT number FROM kept")) == (STAND_IN, "7")
    server.stop()
    owners = {path.lstat().st_uid for path in server.folder.rglob("*")}
    assert owners == {pwd.getpwnam(STAND_IN).pw_uid}


@as_root
def test_a_link_that_was_laid_in_the_cluster_gives_nothing_else_away(
    home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    start(home, HURRY).stop()
    stays = tmp_path / "roots"
    stays.mkdir()
    (stays / "file").touch()
    ((home / "postgres").resolve() / "data/laid").symlink_to(stays)
    known(monkeypatch)

    give_to_user(home)

    assert {path.stat().st_uid for path in (stays, stays / "file")} == {0}


@as_root
def test_the_command_gives_it_and_check_says_whose_it_is(
    home: Path, seratus: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    seratus("migrate")
    before = seratus("check")
    known(monkeypatch)
    monkeypatch.setattr("bot.commands.system_user.USER", STAND_IN)

    given = seratus("system-user")
    again = seratus("system-user")

    assert "is the user nobody's" in before.stdout
    assert "To mend it: stop what uses it, then seratus system-user" in before.stdout
    assert (given.exit_code, again.exit_code) == (0, 0), given.output + again.output
    assert f"The database in {home} is its own now." in given.stdout
    assert f"the embedded PostgreSQL is the system user {STAND_IN}'s" in seratus("check").stdout


@as_root
def test_before_there_is_a_database_the_command_says_that_it_will_be_the_users(
    home: Path, seratus: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    known(monkeypatch)

    said = seratus("system-user").stdout

    assert f"A database that is made in {home} will be its own." in said


def test_who_is_not_root_and_who_has_a_database_needs_no_user(
    seratus: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    other = seratus("system-user")
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    own = seratus("system-user", SERATUS_DATABASE_URL="postgresql://a@127.0.0.1:1/b")

    assert (other.exit_code, own.exit_code) == (2, 2)
    assert "only root needs it" in other.stderr
    assert "names a database of your own" in own.stderr


def test_the_user_is_a_system_user_that_nobody_signs_in_as(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    useradd, told = tmp_path / "useradd", tmp_path / "told"
    useradd.write_text(f'#!/bin/sh\necho "$@" > {told}\n')
    useradd.chmod(0o755)
    monkeypatch.setattr(owner, "_WHERE", str(tmp_path))

    with pytest.raises(PostgresError, match="by hand, then say this again"):
        make_user()  # for it made none

    options = "--system --user-group --no-create-home --home-dir /nonexistent --shell /bin/false"
    assert told.read_text() == f"{options} {MISSING}\n"


def test_without_useradd_it_is_said_what_to_do(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(owner, "_WHERE", str(tmp_path))

    with pytest.raises(PostgresError, match="there is no `useradd`"):
        make_user()
