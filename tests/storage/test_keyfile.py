"""The file of the keys: made for its owner alone, looked at, and kept from its database."""

import os
import stat
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from bot.database import keys
from bot.settings import Settings
from storage.keyfile import add, load, move_out
from storage.sealing import Keys, KeysError

ROOT = Path(__file__).parents[2]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A file of keys, as it should be."""
    path = tmp_path / "seratus.keys"
    load(path, make=True)
    return path


def test_the_file_of_keys_is_made_once_for_its_owner_alone(tmp_path: Path) -> None:
    path = tmp_path / "home" / "keys"

    made = load(path, make=True)

    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert load(path, make=True) == made
    assert [one.name for one in path.parent.iterdir()] == ["keys"]


def test_without_a_file_of_keys_none_are_made_for_a_database_of_ones_own(tmp_path: Path) -> None:
    with pytest.raises(KeysError, match="openssl rand") as refused:
        load(tmp_path / "keys")

    [shell] = [line for line in str(refused.value).splitlines() if "openssl" in line]
    assert shell.strip() in (ROOT / "docs" / "settings.md").read_text("utf-8")

    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o620, 0o666, 0o700])
def test_keys_that_others_may_use_are_refused_with_the_way_out(path: Path, mode: int) -> None:
    path.chmod(mode)

    with pytest.raises(KeysError, match=rf"have the mode {mode:o}, .*: chmod 600 {path}"):
        load(path)


def test_keys_of_another_user_are_refused(path: Path) -> None:
    if os.geteuid() != 0:
        pytest.skip("only root gives files away")
    os.chown(path, 65534, -1)

    with pytest.raises(KeysError, match="belong to nobody, and this runs as root: chown root"):
        load(path)


@pytest.mark.parametrize("within", ["keys", "postgres/keys", "../home/keys"])
def test_keys_in_the_folder_of_their_database_are_refused(tmp_path: Path, within: str) -> None:
    home = tmp_path / "home"
    home.mkdir()

    with pytest.raises(KeysError, match="in the folder of the database that they open"):
        load(home / within, make=True, database=home)

    assert not list(home.iterdir())


def test_the_keys_of_an_earlier_version_move_out_of_the_home(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    home = tmp_path / "home"
    old = load(home / "keys", make=True)

    found = keys(Settings.read({"SERATUS_HOME": str(home)}))
    again = keys(Settings.read({"SERATUS_HOME": str(home)}))

    assert found == again == old
    assert not (home / "keys").exists()
    assert stat.S_IMODE((tmp_path / "home.keys").stat().st_mode) == 0o600
    assert capsys.readouterr().out.count("keys_moved") == 1


def test_other_keys_are_never_written_over(tmp_path: Path, path: Path) -> None:
    home = tmp_path / "home"
    load(home / "keys", make=True)
    before = path.read_bytes()

    assert move_out(home, path) is None

    assert path.read_bytes() == before
    assert (home / "keys").exists()


def test_keys_that_cannot_be_moved_stay_and_it_is_said_what_to_do(tmp_path: Path) -> None:
    home = tmp_path / "home"
    kept = load(home / "keys", make=True)

    with pytest.raises(KeysError, match="move them to a disk that stays, and set SERATUS_KEYS"):
        move_out(home, Path("/proc/home.keys"))  # another disk

    assert Keys.parse((home / "keys").read_text()) == kept


def test_beside_a_disk_of_its_own_no_keys_are_made() -> None:
    with pytest.raises(KeysError, match="is a disk of its own"):
        load(Path("/proc.keys"), make=True, database=Path("/proc"))


def test_new_keys_are_added_beside_the_old_for_the_owner_alone(path: Path) -> None:
    before = load(path)

    added = add(path)

    assert load(path) == added
    assert [*added.named()] == ["seal1", "seal2", "hash", "hash2"]
    assert added.named().items() > before.named().items()
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert [one.name for one in path.parent.iterdir()] == [path.name]


def test_of_two_who_add_keys_at_once_both_are_kept(path: Path) -> None:
    with ThreadPoolExecutor() as threads:
        added = list(threads.map(lambda _: add(path), range(4)))

    there = load(path).named().items()
    assert len(there) == 2 * (1 + 4)
    assert all(one.named().items() <= there for one in added)


def test_keys_are_not_added_to_a_file_that_others_may_use(path: Path) -> None:
    path.chmod(0o640)

    with pytest.raises(KeysError, match="chmod 600"):
        add(path)
