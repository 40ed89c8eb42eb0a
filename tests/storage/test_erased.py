"""The list of what was erased: on the disk before the commit, and of use whatever a crash left."""

import os
import stat
from datetime import UTC, datetime
from pathlib import Path

import pytest

from storage.ids import new_id
from storage.proof.erased import Erased, ErasedError, ErasedFile, Erasure

AT = datetime(2026, 11, 30, 3, 0, tzinfo=UTC)


def erasure(receipt: str = "BKQMX-4827") -> Erasure:
    return Erasure(AT, receipt, Erased((new_id(),), (new_id(),), (new_id(), new_id()), (), ()))


@pytest.fixture
def kept(tmp_path: Path) -> ErasedFile:
    return ErasedFile(tmp_path / "new" / "home.erased")


def test_what_is_appended_is_read_in_its_order_and_is_its_owners_alone(kept: ErasedFile) -> None:
    first, second = erasure(), erasure("")

    kept.append(first)
    kept.append(second)

    assert list(kept.read()) == [first, second]
    assert stat.S_IMODE(kept.path.stat().st_mode) == 0o600


def test_where_there_is_no_list_nothing_was_erased(kept: ErasedFile) -> None:
    assert list(kept.read()) == []


@pytest.mark.parametrize("torn", [1, 20, -1], ids=["a byte", "some", "all but its end"])
def test_a_line_that_a_crash_tore_is_passed_over_and_goes_with_the_next(
    kept: ErasedFile, torn: int
) -> None:
    first, second = erasure(), erasure()
    kept.append(first)
    with kept.path.open("ab") as file:
        file.write(erasure().dump()[:torn])

    assert list(kept.read()) == [first]
    kept.append(second)
    assert list(kept.read()) == [first, second]


def test_of_a_list_that_is_one_torn_line_longer_than_a_block_nothing_is_left(
    kept: ErasedFile,
) -> None:
    many = Erasure(AT, "", Erased(tuple(new_id() for _ in range(300))))
    kept.append(many)
    os.truncate(kept.path, kept.path.stat().st_size - 1)

    kept.append(erasure("next"))

    assert [one.receipt for one in kept.read()] == ["next"]


@pytest.mark.parametrize("line", [b"{}", b"x", b"", b'{"at": "x", "receipt": ""}', b"[]"])
def test_a_line_that_is_damaged_is_refused_with_a_sentence(kept: ErasedFile, line: bytes) -> None:
    kept.append(erasure())
    with kept.path.open("ab") as file:
        file.write(line + b"\n")

    with pytest.raises(ErasedError, match="is damaged in line 2: bring back a copy"):
        list(kept.read())


def test_what_cannot_be_written_is_told_in_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "file").touch()

    with pytest.raises(ErasedError, match=r"cannot be written.*SERATUS_ERASED_FILE"):
        ErasedFile(tmp_path / "file" / "erased").append(erasure())
