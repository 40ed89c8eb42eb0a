"""The server of our own: who may use it, who stops it, and what a crash leaves."""

import os
import signal
import stat
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from bot.postgres import PostgresError, Server, remove, start

HURRY = {"fsync": "off"}
USER = """
import sys, time
from pathlib import Path
from bot.postgres import start
server = start(Path(sys.argv[1]))
print("in", flush=True)
sys.stdin.read()
"""
Join = Callable[[], "subprocess.Popen[str]"]


@pytest.fixture(scope="module")
def cluster(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A home whose cluster is made, and not running."""
    home = tmp_path_factory.mktemp("home")
    start(home, HURRY).stop()
    yield home
    remove(home)


@pytest.fixture
def home(cluster: Path) -> Iterator[Path]:
    """The same, and again not running after the test."""
    yield cluster
    assert pid_of(cluster) is None


@pytest.fixture
def join(home: Path) -> Iterator[Join]:
    """Let another process use the server, until its standard input closes or it is killed."""
    users: list[subprocess.Popen[str]] = []

    def begin() -> subprocess.Popen[str]:
        pipe = subprocess.PIPE
        user = subprocess.Popen(
            [sys.executable, "-c", USER, str(home)], stdin=pipe, stdout=pipe, text=True
        )
        users.append(user)
        assert user.stdout is not None
        assert user.stdout.readline() == "in\n"
        return user

    yield begin
    for user in users:
        user.kill()
        user.communicate()


def pid_of(home: Path) -> int | None:
    try:
        return int((home / "postgres/data/postmaster.pid").read_text().split()[0])
    except FileNotFoundError:
        return None


def ask(server: Server, question: str) -> str:
    command = [str(server.programs / "psql"), "-XAtq", server.dsn, "-c", question]
    told: str = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    return told.strip()


def test_a_started_server_answers_and_a_stopped_one_is_gone(home: Path) -> None:
    server = start(home, HURRY)

    answer = ask(server, "SELECT current_user || '@' || current_database()")
    server.stop()

    assert answer == "seratus@seratus"
    assert pid_of(home) is None


def test_what_was_stored_is_there_after_the_next_start(home: Path) -> None:
    server = start(home, HURRY)
    ask(server, "CREATE TABLE kept AS SELECT 7 AS number")
    server.stop()

    server = start(home, HURRY)
    answer = ask(server, "SELECT number FROM kept")
    server.stop()

    assert answer == "7"


def test_a_user_who_stops_twice_leaves_once(home: Path) -> None:
    first, second = start(home, HURRY), start(home)

    first.stop()
    first.stop()

    assert ask(second, "SELECT 1") == "1"
    second.stop()
    assert pid_of(home) is None


def test_a_second_process_uses_the_same_server_and_the_last_stops_it(
    home: Path, join: Join
) -> None:
    server = start(home, HURRY)
    pid = pid_of(home)
    other = join()

    server.stop()

    assert pid_of(home) == pid
    other.communicate()
    assert pid_of(home) is None


def test_a_killed_user_is_not_waited_for(home: Path, join: Join) -> None:
    server = start(home, HURRY)
    other = join()

    other.kill()
    other.wait()
    server.stop()

    assert pid_of(home) is None


def test_a_server_whose_only_user_was_killed_is_found_again(home: Path, join: Join) -> None:
    other = join()
    pid = pid_of(home)
    other.kill()
    other.wait()

    server = start(home, HURRY)

    assert pid_of(home) == pid
    server.stop()
    assert pid_of(home) is None


def test_a_killed_server_recovers_what_was_committed(home: Path) -> None:
    server = start(home, HURRY)
    ask(server, "CREATE TABLE survivor AS SELECT 8 AS number")
    pid = pid_of(home)
    assert pid is not None
    os.kill(pid, signal.SIGKILL)

    again = start(home, HURRY)

    assert ask(again, "SELECT number FROM survivor") == "8"
    server.stop()
    again.stop()


def test_a_killed_server_whose_process_id_is_a_strangers_now_recovers(
    home: Path, join: Join
) -> None:
    start_and_kill(home)
    stranger = join_nobody(home)
    file = home / "postgres/data/postmaster.pid"
    file.write_text("\n".join([str(stranger.pid), *file.read_text().split("\n")[1:]]))

    server = start(home, HURRY)

    assert ask(server, "SELECT 1") == "1"
    assert stranger.poll() is None
    server.stop()
    stranger.kill()
    stranger.wait()


def test_an_empty_process_file_left_by_a_power_cut_does_not_stand_in_the_way(home: Path) -> None:
    start_and_kill(home)
    (home / "postgres/data/postmaster.pid").write_text("")

    server = start(home, HURRY)

    assert ask(server, "SELECT 1") == "1"
    server.stop()


def test_a_folder_left_by_a_killed_initdb_does_not_stand_in_the_way(tmp_path: Path) -> None:
    start(tmp_path, HURRY).stop()
    data = (tmp_path / "postgres/data").resolve()
    data.rename(data.with_name("data.1"))

    server = start(tmp_path, HURRY)

    assert ask(server, "SELECT 1") == "1"
    server.stop()
    assert not data.with_name("data.1").exists()
    remove(tmp_path)


def test_a_locale_that_is_not_installed_does_not_matter(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LC_ALL", "xx_XX.UTF-8")
    monkeypatch.setenv("PGPORT", "1")

    server = start(tmp_path, HURRY)

    assert ask(server, "SELECT lower('ÉÑ')") == "éñ"
    server.stop()
    remove(tmp_path)


def test_a_home_with_a_path_too_long_for_a_socket_works(tmp_path: Path) -> None:
    deep = tmp_path / "a, folder/with 'a'" / ("long" * 30)

    server = start(deep, HURRY)

    assert ask(server, "SELECT 1") == "1"
    server.stop()
    remove(deep)


def test_only_the_owner_may_enter_and_nothing_listens_on_the_network(home: Path) -> None:
    server = start(home, HURRY)

    mode = stat.S_IMODE(server.folder.stat().st_mode)
    listens = ask(server, "SHOW listen_addresses")
    server.stop()

    assert mode == 0o700
    assert listens == ""


def test_a_server_in_use_is_not_removed(home: Path) -> None:
    server = start(home, HURRY)

    with pytest.raises(PostgresError, match="in use"):
        remove(home)

    assert ask(server, "SELECT 1") == "1"
    server.stop()


def test_a_setting_that_postgresql_refuses_is_named(home: Path) -> None:
    with pytest.raises(PostgresError, match="shared_bufers"):
        start(home, {"shared_bufers": "1"})


def test_a_cluster_of_another_release_is_refused_with_what_to_do(home: Path) -> None:
    version = home / "postgres/data/PG_VERSION"
    found = version.read_text()
    version.write_text("12\n")

    with pytest.raises(PostgresError, match=r"made by PostgreSQL 12.*dump it"):
        start(home, HURRY)

    version.write_text(found)


def test_the_release_is_told(home: Path) -> None:
    server = start(home, HURRY)

    assert server.version.startswith("18.")
    server.stop()


def start_and_kill(home: Path) -> None:
    """Leave the files of a server that was killed."""
    server = start(home, HURRY)
    pid = pid_of(home)
    assert pid is not None
    os.kill(pid, signal.SIGKILL)
    while Path(f"/proc/{pid}").exists():  # its parent is init, who buries it
        time.sleep(0.01)
    os.close(server._users or 0)
    server._users = None


def join_nobody(home: Path) -> "subprocess.Popen[bytes]":
    """Start a stranger, of the server's own user, so that PostgreSQL itself is deceived."""
    owner = (home / "postgres").stat().st_uid
    user = owner if os.geteuid() == 0 else None
    return subprocess.Popen(["sleep", "60"], user=user)
