"""`seratus backup` and `restore`: all comes back, and nothing of whoever was erased since."""

import asyncio
import base64
import io
import os
import re
import shutil
import subprocess
import sys
import tarfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import asyncpg
import orjson
import pyrage
import pytest
from typer.testing import CliRunner, Result

from bot.commands.main import main
from bot.postgres import Server, remove, start
from bot.postgres.copying import Source
from storage import keyfile
from storage.proof.erased import Erased, ErasedFile, Erasure
from storage.sealing import Keys
from tests.storage.builders import START, Town
from tests.storage.everything import CHAT, NAME, NIK, everything, left_of

ROOT = Path(__file__).parent.parent
HURRY = {"fsync": "off"}
FIRST = "first.backup"
OTHERS = 5  # registrations of before


@dataclass
class District:
    """A home whose server runs, and the commands of whoever looks after it."""

    folder: Path
    server: Server

    def says(self, *arguments: str, **changed: str) -> Result:
        at = {"SERATUS_HOME": str(self.folder / "home"), "COLUMNS": "300", **changed}
        return CliRunner().invoke(main, arguments, env=at)

    @property
    def keys(self) -> Keys:
        return keyfile.load(self.folder / "home.keys")

    @property
    def list(self) -> ErasedFile:
        return ErasedFile(self.folder / "home.erased")

    def backup(self, name: str, *more: str) -> str:
        """Make a backup; return its path."""
        path = self.folder / name
        made = self.says("backup", str(path), *more)
        assert made.exit_code == 0, made.output
        return str(path)

    def restored(self, backup: str, *more: str) -> "tuple[Result, Path]":
        into = self.folder / "restored"
        remove(into)
        shutil.rmtree(into, ignore_errors=True)
        return self.says("restore", backup, str(into), *more), into


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A folder with a home in it, whose database has everything of somebody."""
    folder = tmp_path_factory.mktemp("district")
    server = start(folder / "home", HURRY)
    district = District(folder, server)
    asyncio.run(_settled(district))
    district.backup(FIRST)
    yield folder
    server.stop()
    remove(folder / "home")
    remove(folder / "restored")


async def _settled(district: District) -> None:
    (district.folder / "home.keys").touch(0o600)
    (district.folder / "home.keys").write_text(Keys.generate().dump(), "utf-8")
    assert (await asyncio.to_thread(district.says, "migrate")).exit_code == 0
    async with Town.founded(district.server.url, places=2, keys=district.keys) as town:
        await everything(town)
        for _ in range(3):
            await town.registered(await town.worker("yanti"))


@pytest.fixture
def district(folder: Path) -> Iterator[District]:
    server = start(folder / "home", HURRY)
    yield District(folder, server)
    server.stop()
    (folder / "home.erased").unlink(missing_ok=True)


@contextmanager
def writing(district: District) -> Iterator[Callable[[], int]]:
    """Have people register meanwhile; return how many have."""
    stop, done = threading.Event(), 0

    async def write() -> None:
        nonlocal done
        url = district.server.url
        async with Town.founded(url, places=0, villages=0, keys=district.keys) as town:
            worker = await town.worker("budi")
            while not stop.is_set():
                await town.submit(town.wish(worker, nik_=f"610702{done:010d}"))
                done += 1

    thread = threading.Thread(target=lambda: asyncio.run(write()))
    thread.start()
    try:
        yield lambda: done
    finally:
        stop.set()
        thread.join()


@contextmanager
def looking(district: District, into: Path) -> Iterator[Callable[..., dict[str, list[str]]]]:
    """Start what was restored; return what looks for rows that tell of something."""
    server = start(into, HURRY)

    async def found(*told: object) -> dict[str, list[str]]:
        url = server.url
        async with Town.founded(url, places=0, villages=0, keys=district.keys) as town:
            return await left_of(town, *told)

    try:
        yield lambda *told: asyncio.run(found(*told))
    finally:
        server.stop()


@pytest.fixture
def backup(folder: Path) -> str:
    """Return a backup of before anybody else registered or was erased."""
    return str(folder / FIRST)


def number(pattern: str, said: str) -> int:
    found = re.search(pattern, said)
    assert found, said
    return int(found[1].replace(",", ""))


def test_what_is_copied_while_people_register_comes_back_whole_for_who_may_open_it(
    district: District,
) -> None:
    identity = pyrage.x25519.Identity.generate()
    (district.folder / "identity").write_text(f"# made\n{identity}\n", "utf-8")
    district.list.append(Erasure(START, "", Erased()))

    with writing(district) as written:
        before = written()
        sealed = district.backup("while.age", "--age", str(identity.to_public()))
        after = written()

    shut, _ = district.restored(sealed)
    back, into = district.restored(sealed, "--identity", str(district.folder / "identity"))
    assert (shut.exit_code, "is sealed" in shut.stderr) == (2, True)
    assert back.exit_code == 0, back.output
    assert "counts, keys, places and audit hold" in back.stdout
    assert f"SERATUS_HOME={into}" in back.stdout
    assert after > before
    assert before <= number(r"registrations now: (\d+)", back.stdout) - OTHERS <= after
    assert [path.name for path in into.iterdir()] == ["postgres"]
    assert b"age-encryption" in Path(sealed).read_bytes()[:30]
    district.list.path.unlink()
    older, into = district.restored(sealed, "--identity", str(district.folder / "identity"))
    assert older.exit_code == 2
    assert "1 erasures were on the list" in older.stderr
    assert not into.exists()


def test_who_was_erased_since_does_not_come_back(district: District, backup: str) -> None:
    without, into = district.restored(backup)
    with looking(district, into) as left:
        assert len(left(NAME, NIK, CHAT)) > 5  # as it was then
    erased = asyncio.run(erases(district))
    district.list.append(Erasure(START, "BKQMX-4827", erased))

    back, into = district.restored(backup)

    assert (without.exit_code, back.exit_code) == (0, 0), back.output
    assert "erased again: 1" in back.stdout
    with looking(district, into) as left:
        told = left(NAME, NIK, CHAT, "second-phone", *erased.registrations, *erased.addresses)
    assert set(told) == {"audit"}
    assert not any(word in row for row in told["audit"] for word in (NAME, NIK, CHAT))


async def erases(district: District) -> Erased:
    """Erase whoever is in every table."""
    url = district.server.url
    async with Town.founded(url, places=0, villages=0, keys=district.keys) as town:
        [one] = await town.rows("SELECT id, person_id FROM registrations ORDER BY seq LIMIT 1")
        async with town.storage.begin() as work:
            await work.lock(await work.erasing.villages([one["id"]], [one["person_id"]]))
            erased, _ = await work.erasing.erase([one["id"]], [one["person_id"]])
        return erased


def _shorter(whole: bytes) -> bytes:
    return whole[: len(whole) // 2]


def _other(whole: bytes) -> bytes:
    at = len(whole) // 2
    return whole[:at] + bytes([whole[at] ^ 1]) + whole[at + 1 :]


@pytest.mark.parametrize("damage", [_shorter, _other, lambda _: b"", lambda _: b"junk" * 9])
def test_a_damaged_one_is_refused_and_leaves_nothing(
    district: District, backup: str, damage: Callable[[bytes], bytes]
) -> None:
    damaged = district.folder / "damaged"
    damaged.write_bytes(damage(Path(backup).read_bytes()))

    refused, into = district.restored(str(damaged))

    assert refused.exit_code == 2
    assert "is no whole backup" in refused.stderr
    assert not into.exists()


def test_what_was_changed_inside_is_found_by_postgresql(district: District, backup: str) -> None:
    changed = district.folder / "changed"
    with tarfile.open(backup) as whole, tarfile.open(changed, "w:gz", compresslevel=1) as tar:
        for member in whole:
            inside = whole.extractfile(member)
            told = inside.read() if inside else b""
            if member.name == "data/PG_VERSION":
                told = b"17\n"
            tar.addfile(member, io.BytesIO(told) if inside else None)

    refused, into = district.restored(str(changed))

    assert refused.exit_code == 2
    assert 'checksum mismatch for file "PG_VERSION"' in refused.stderr
    assert not into.exists()


def test_one_that_does_not_hold_stays_apart_where_nobody_serves_from_it(
    district: District, backup: str
) -> None:
    changed = district.folder / "counts"
    with tarfile.open(backup) as whole, tarfile.open(changed, "w:gz", compresslevel=1) as tar:
        for member in whole:
            inside = whole.extractfile(member)
            told = inside.read() if inside else b""
            if member.name == "manifest.json":
                told = told.replace(b'"registrations": 5', b'"registrations": 6')
            tar.addfile(member, io.BytesIO(told) if inside else None)

    wrong, into = district.restored(str(changed))

    assert wrong.exit_code == 1
    assert "WRONG   registrations has 5 rows, and had 6" in wrong.stdout
    assert "To use it" not in wrong.stdout
    assert [path.name for path in into.iterdir()] == ["restoring"]
    remove(into / "restoring")


def test_with_other_keys_it_is_refused_before_anything_is_there(
    district: District, backup: str
) -> None:
    into = district.folder / "elsewhere"

    refused = district.says("restore", backup, str(into), SERATUS_KEYS=Keys.generate().dump())

    assert refused.exit_code == 2
    assert "it was sealed with keys that are not here (seal1:" in refused.stderr
    assert not into.exists()


def killed(district: District, where: Path, there: str, *arguments: str) -> None:
    """Run a command, and kill it with -9 as soon as something is there, by a pattern."""
    home = {**os.environ, "SERATUS_HOME": str(district.folder / "home")}
    command = [sys.executable, "-m", "bot", *arguments]
    with subprocess.Popen(command, env=home, stderr=subprocess.DEVNULL, cwd=ROOT) as running:
        while not list(where.glob(there)) and running.poll() is None:
            time.sleep(0.01)
        running.kill()
    assert list(where.glob(there))


def test_after_a_kill_the_next_backup_is_made_as_if_nothing_had_been(district: District) -> None:
    path = district.folder / "killed.backup"

    killed(district, district.server.folder, "copy.*/data", "backup", str(path))

    assert not path.exists()
    district.backup(path.name)
    assert not path.with_name(f"{path.name}.partial").exists()


def test_after_a_kill_nothing_that_was_erased_lies_where_it_could_be_served_from(
    district: District, backup: str
) -> None:
    into = district.folder / "half"

    killed(district, into, "restoring/postgres/data", "restore", backup, str(into))

    assert [path.name for path in into.iterdir()] == ["restoring"]
    assert district.says("heads", "list", SERATUS_HOME=str(into)).exit_code == 2
    again = district.says("restore", backup, str(into))
    assert (again.exit_code, "is not empty" in again.stderr) == (2, True)
    remove(into / "restoring")


def test_a_folder_that_is_not_empty_stays_as_it_is(district: District, backup: str) -> None:
    refused = district.says("restore", backup, str(district.folder))

    assert (refused.exit_code, "is not empty" in refused.stderr) == (2, True)


def test_a_backup_that_is_there_is_not_written_over(district: District, backup: str) -> None:
    before = Path(backup).read_bytes()

    refused = district.says("backup", backup)

    assert (refused.exit_code, "is there already" in refused.stderr) == (2, True)
    assert Path(backup).read_bytes() == before


def test_a_folder_that_is_not_there_becomes_no_file(district: District) -> None:
    refused = district.says("backup", str(district.folder / "backups"))

    assert (refused.exit_code, "there is no folder" in refused.stderr) == (2, True)
    assert not (district.folder / "backups").exists()


def test_who_is_no_recipient_is_told_how_to_get_one(district: District) -> None:
    refused = district.says("backup", str(district.folder / "x"), "--age", "me")

    assert (refused.exit_code, "me is no age recipient" in refused.stderr) == (2, True)
    assert not (district.folder / "x").exists()


def test_a_backup_holds_no_key_and_tells_what_it_holds(district: District, backup: str) -> None:
    with tarfile.open(backup) as tar:
        told = tar.extractfile("manifest.json")
        assert told is not None
        manifest = orjson.loads(told.read())
        said = b"".join(file.read() for one in tar if (file := tar.extractfile(one)))

    keys = district.keys
    assert manifest["keys"] == list(keys.fingerprints())
    assert manifest["counts"]["registrations"] == OTHERS
    assert [head.split(":")[0] for head in manifest["heads"]] == ["-", "61.07"]
    for key in keys.named().values():
        assert key not in said
        assert base64.b64encode(key) not in said


def test_a_database_of_ones_own_is_copied_if_its_role_may_and_comes_back_as_ours(
    district: District,
) -> None:
    url = district.server.dsn_of("pekerja", "dinas:p%40ss")
    own = {"SERATUS_DATABASE_URL": url, "SERATUS_KEYS_FILE": str(district.folder / "home.keys")}
    path, into = str(district.folder / "own.backup"), district.folder / "restored"
    asyncio.run(made(district, "CREATE ROLE dinas LOGIN", "CREATE DATABASE pekerja OWNER dinas"))
    asyncio.run(made(district, "CREATE EXTENSION btree_gist", database="pekerja"))
    assert district.says("villages", "load", "61.07", **own).exit_code == 0

    refused = district.says("backup", path, **own)
    asyncio.run(made(district, "ALTER ROLE dinas REPLICATION"))
    taken = district.says("backup", path, **own)
    remove(into)
    shutil.rmtree(into, ignore_errors=True)
    back = district.says("restore", path, str(into), **own)

    assert (refused.exit_code, "ALTER ROLE dinas REPLICATION" in refused.stderr) == (2, True)
    assert taken.exit_code == 0, taken.output
    assert back.exit_code == 0, back.output
    keys = {"SERATUS_KEYS_FILE": str(district.folder / "home.keys"), "SERATUS_HOME": str(into)}
    open_ = ("programme", "open", "61.07", "--year", "2027", "--funder", "APBD")
    opened = district.says(*open_, **keys)
    assert opened.exit_code == 0, opened.output


async def made(district: District, *statements: str, database: str = "seratus") -> None:
    connection = await asyncpg.connect(district.server.dsn_of(database))
    for one in statements:
        await connection.execute(one)
    await connection.close()


def test_nobody_sees_the_password_of_a_database_of_ones_own_among_the_programs() -> None:
    source = Source.of("postgresql://dinas:p%40ss@db.dinas.id:5432/pekerja?sslmode=verify-full")

    assert source.where == (
        "-d",
        "postgresql://dinas@db.dinas.id:5432/pekerja?sslmode=verify-full",
    )
    assert (source.role, source.database) == ("dinas", "pekerja")
    assert source.environment == {"PGPASSWORD": "p@ss"}
    assert "p@ss" not in repr(source)


def test_where_the_list_of_erasures_cannot_be_kept_nobody_serves(tmp_path: Path) -> None:
    env = {
        "SERATUS_HOME": str(tmp_path / "home"),
        "SERATUS_ERASED_FILE": "/dev/null/erased",
        "SERATUS_TELEGRAM_TOKEN": "1:x",
        "COLUMNS": "300",
    }

    served = CliRunner().invoke(main, ["serve"], env=env)
    checked = CliRunner().invoke(main, ["check"], env=env)

    said = "the list of what was erased cannot be written (SERATUS_ERASED_FILE, /dev/null/erased)"
    assert served.exit_code == 2
    assert said in served.stderr
    assert said in checked.stdout
    assert list(tmp_path.iterdir()) == []
