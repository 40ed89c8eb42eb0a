"""The benches measure what they say: short forms, which never assert speed."""

import json
from pathlib import Path

import pytest

from bench import answers, turns, villages
from bench.crowd import Taken
from bench.figures import Pair, report, results
from conversations.answers.village import load
from tests.answers.scoring import score


def test_everybody_who_is_measured_is_registered_and_holds_a_place(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "figures.json"

    turns.main(["--people=8", "--registrations=12", "--pairs=1", f"--json={file}"])

    found, printed = json.loads(file.read_text("utf-8")), capsys.readouterr().out
    assert found["registrations"] == found["places_taken"] == 12
    assert found["turns"] == 12 * 17
    assert 1 < found["median"]["group_size_mean"] <= 8
    assert "| turns/s, one process |" in printed
    assert "| floor: the same rows by pgbench, a second |" in printed


def test_a_target_is_reached_by_speed_or_by_the_share_of_the_floor_and_else_missed() -> None:
    assert _reached(turns_per_second=3100, floor=20_000)
    assert _reached(turns_per_second=1000, floor=3900)
    assert not _reached(turns_per_second=1000, floor=20_000)


def _reached(turns_per_second: int, floor: float) -> bool:
    taken = Taken(turns_per_second, 20, 5, wall=1, cpu=1, latencies=[0.01])
    found = results([Pair(taken, floor, 0, 5)], people=8, peak_mb=100)
    assert ("Target reached" in report(found)) == found["reached"]
    return bool(found["reached"])


def test_what_is_understood_is_counted_and_a_corpus_below_the_floors_is_named(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    corpus = tmp_path / "corpus.jsonl"
    item = {"id": "1", "question": "occupation", "text": "noreh", "context": {}}
    corpus.write_text(json.dumps({**item, "expect": {"code": "rubber"}}), "utf-8")
    wrong = tmp_path / "wrong.jsonl"
    wrong.write_text(json.dumps({**item, "expect": {"code": "fisher"}}), "utf-8")

    found = answers.misses([score(corpus), score(wrong)])

    assert found == 1
    printed = capsys.readouterr().out
    assert "1 answers: 100.0% right, 0.0% wrongly accepted" in printed
    assert "1 answers: 0.0% right, 100.0% wrongly accepted" in printed
    assert set(answers.times([corpus])) == {"occupation"}


def test_an_index_of_villages_is_built_and_finds_what_was_mistyped() -> None:
    known, seconds, megabytes = villages.built(load(["61.07"]))

    assert seconds > 0
    assert megabytes > 0
    assert villages.found(known, "sungai dury") == {"61.07.01.2001"}
    assert villages.taken_ms(known, "sungai dury") > 0
