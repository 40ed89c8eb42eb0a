"""Locked packages are held against a file of advisories; what cannot be read is no "all well"."""

import json
import zipfile
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, TypeAlias

import pytest

from bench import advisories
from bench.results import ROOT

Entry: TypeAlias = Mapping[str, Any]
Event: TypeAlias = Mapping[str, str]

LOCK = """\
# made up
aiohttp==3.14.5 \\
    --hash=sha256:00
python-telegram-bot==22.0 \\
    --hash=sha256:00
"""


def bounds(*events: Event, kind: str = "ECOSYSTEM") -> Entry:
    return {"type": kind, "events": list(events)}


def entry(
    *ranges: Entry,
    package: str = "aiohttp",
    ecosystem: str = "PyPI",
    versions: Sequence[str] = (),
    days: int = 1,
    **more: object,
) -> Entry:
    modified = datetime.now(UTC) - timedelta(days=days)
    affected = {
        "package": {"ecosystem": ecosystem, "name": package},
        "ranges": list(ranges),
        "versions": list(versions),
    }
    told = {"id": "GHSA-0000", "summary": "It may be asked to death", "affected": [affected]}
    return {**told, "modified": f"{modified:%Y-%m-%dT%H:%M:%SZ}", **more}


BROKEN = bounds({"introduced": "0"}, {"fixed": "3.14.6"})
MENDED = bounds({"introduced": "0"}, {"fixed": "3.14.5"})


@pytest.fixture
def lock(tmp_path: Path) -> Path:
    path = tmp_path / "some.lock"
    path.write_text(LOCK, "utf-8")
    return path


def written(folder: Path, told: object, name: str = "osv.json") -> Path:
    path = folder / name
    path.write_text(json.dumps(told), "utf-8")
    return path


def checked(path: Path, lock: Path) -> int:
    return advisories.main([str(path), "--lock", str(lock)])


def test_what_is_affected_is_told_with_what_it_is_and_where_it_is_mended(
    tmp_path: Path, lock: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = written(tmp_path, entry(BROKEN, aliases=["CVE-2026-1"]))

    code = checked(path, lock)

    first = capsys.readouterr().out.splitlines()[0]
    assert code == 1
    assert first == (
        "aiohttp 3.14.5: GHSA-0000 (CVE-2026-1): It may be asked to death; fixed in 3.14.6"
    )


@pytest.mark.parametrize(
    ("ranges", "versions", "affected"),
    [
        pytest.param([MENDED], [], False, id="mended in what is locked"),
        pytest.param([bounds({"introduced": "3.14.5"})], [], True, id="since what is locked"),
        pytest.param([bounds({"introduced": "3.14.6"})], [], False, id="since a later one"),
        pytest.param([bounds({"introduced": "3.14.5rc1"})], [], True, id="since its candidate"),
        pytest.param(
            [bounds({"introduced": "0"}, {"last_affected": "3.14.5"})], [], True, id="the last"
        ),
        pytest.param(
            [bounds({"introduced": "0"}, {"last_affected": "3.14.4"})], [], False, id="one before"
        ),
        pytest.param(
            [bounds({"introduced": "3.9"}, {"fixed": "3.14.10"})], [], True, id="no words: numbers"
        ),
        pytest.param(
            [bounds({"fixed": "3.0"}, {"introduced": "0"}, {"introduced": "3.14"})],
            [],
            True,
            id="mended and broken again, in any order",
        ),
        pytest.param(
            [bounds({"fixed": "3.14.5"}, {"introduced": "0"})], [], False, id="told the other way"
        ),
        pytest.param([MENDED, BROKEN], [], True, id="in one of two ranges"),
        pytest.param([], ["3.14.4", "3.14.5"], True, id="listed"),
        pytest.param([], ["3.14.5.0"], True, id="listed in another spelling"),
        pytest.param([MENDED], ["3.14.4"], False, id="neither"),
    ],
)
def test_a_version_is_affected_where_it_is_listed_or_in_a_range(
    ranges: Sequence[Entry], versions: Sequence[str], *, affected: bool, tmp_path: Path, lock: Path
) -> None:
    path = written(tmp_path, entry(*ranges, versions=versions))

    assert checked(path, lock) == int(affected)


@pytest.mark.parametrize(
    ("ranges", "versions"),
    [
        pytest.param([], [], id="none"),
        pytest.param([bounds({"introduced": "00ff"}, kind="GIT")], [], id="commits alone"),
        pytest.param([bounds({"introduced": "long ago"})], [], id="no version"),
        pytest.param([bounds({"begun": "1"})], [], id="an event of a later format"),
    ],
)
def test_what_cannot_be_judged_is_to_be_looked_at(
    ranges: Sequence[Entry],
    versions: Sequence[str],
    tmp_path: Path,
    lock: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    path = written(tmp_path, entry(*ranges, versions=versions))

    code = checked(path, lock)

    assert code == 1
    assert "look at it" in capsys.readouterr().out


def test_a_package_and_its_version_are_known_in_any_spelling(tmp_path: Path, lock: Path) -> None:
    every = bounds({"introduced": "0"})
    odd = "Python_Telegram.Bot"

    assert checked(written(tmp_path, entry(every, package=odd)), lock) == 1
    assert checked(written(tmp_path, entry(MENDED, package=odd, versions=["22"])), lock) == 1
    assert checked(written(tmp_path, entry(every, package="telegram-bot")), lock) == 0


def test_what_was_withdrawn_or_is_of_another_registry_affects_nothing(
    tmp_path: Path, lock: Path
) -> None:
    beside = entry(MENDED)
    withdrawn = entry(BROKEN, withdrawn="2026-01-01T00:00:00Z")

    assert checked(written(tmp_path, [beside, entry(BROKEN)]), lock) == 1
    assert checked(written(tmp_path, [beside, withdrawn]), lock) == 0
    assert checked(written(tmp_path, [beside, entry(BROKEN, ecosystem="npm")]), lock) == 0


@pytest.mark.parametrize("form", ["list", "vulns", "folder", "zip"])
def test_all_of_a_list_a_folder_and_a_zip_is_read(
    form: str, tmp_path: Path, lock: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    one, other = entry(BROKEN), {**entry(BROKEN), "id": "PYSEC-1"}
    if form == "folder":
        path = tmp_path / "osv"
        (path / "deeper").mkdir(parents=True)
        written(path, one)
        written(path / "deeper", other)
    elif form == "zip":
        path = tmp_path / "all.zip"
        with zipfile.ZipFile(path, "w") as archive:
            archive.writestr("GHSA-0000.json", json.dumps(one))
            archive.writestr("PYSEC-1.json", json.dumps(other))
    else:
        path = written(tmp_path, [one, other] if form == "list" else {"vulns": [one, other]})

    code = checked(path, lock)

    told = capsys.readouterr().out
    assert code == 1
    assert ("GHSA-0000" in told, "PYSEC-1" in told) == (True, True)


@pytest.mark.parametrize(("days", "warned"), [(29, False), (31, True)])
def test_how_old_the_newest_entry_is_is_told_and_a_month_is_warned_of(
    days: int, *, warned: bool, tmp_path: Path, lock: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = written(tmp_path, [entry(MENDED, days=400), entry(MENDED, days=days)])

    code = checked(path, lock)

    told = capsys.readouterr().out
    assert code == 0
    assert f"{days} days ago" in told
    assert ("WARNING" in told) is warned


@pytest.mark.parametrize(
    "raw",
    [
        pytest.param(b"", id="empty"),
        pytest.param(b"\xff\xfe", id="no text"),
        pytest.param(b"<html>not found</html>", id="no JSON"),
        pytest.param(b"[]", id="nothing in it"),
        pytest.param(b'"words"', id="words"),
        pytest.param(b'{"name": "seratus"}', id="something else"),
        pytest.param(b'{"id": "A", "modified": "lately"}', id="no date"),
        pytest.param(b"PK\x05\x06" + bytes(18), id="an empty zip"),
    ],
)
def test_what_cannot_be_read_is_told_and_never_taken_for_no_faults(
    raw: bytes, tmp_path: Path, lock: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "odd"
    path.write_bytes(raw)

    code = checked(path, lock)

    told = capsys.readouterr()
    assert code == 2
    assert str(path) in told.err
    assert told.out == ""


def test_one_odd_entry_among_good_ones_is_told_too(tmp_path: Path, lock: Path) -> None:
    assert checked(written(tmp_path, [entry(MENDED), {"id": "A"}]), lock) == 2


def test_no_file_and_a_lock_that_locks_nothing_are_told(tmp_path: Path, lock: Path) -> None:
    path = written(tmp_path, entry(MENDED))
    empty = tmp_path / "empty.lock"
    empty.write_text("# nothing\n", "utf-8")

    assert checked(path, lock) == 0
    assert checked(tmp_path / "none.zip", lock) == 2
    assert checked(path, empty) == 2


def test_words_of_an_advisory_command_no_terminal(
    tmp_path: Path, lock: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = written(tmp_path, entry(BROKEN, summary="\x1b[2Jone\nline"))

    checked(path, lock)

    first = capsys.readouterr().out.splitlines()[0]
    assert "\x1b" not in first
    assert "[2Jone line" in first


def test_the_lock_of_this_repository_is_read_whole() -> None:
    pins = advisories.locked(ROOT / "requirements.lock")

    assert len(pins) > 50
    assert {"aiohttp", "python-telegram-bot", "sqlalchemy"} <= pins.keys()
