"""The page of results is written from what was measured, and says what was missed."""

from pathlib import Path

import pytest

from bench.results import ROOT, Result, Target, keep, page


def result(*targets: Target, name: str = "bench") -> Result:
    return Result(name, "| a | b |", {"rate": 3.5}, targets, seconds=120)


@pytest.mark.parametrize(
    ("figure", "sign", "limit", "met"),
    [
        (8, "≥", 8, True),
        (7.9, "≥", 8, False),
        (50, "≤", 50, True),
        (50.1, "≤", 50, False),
        (0, "=", 0, True),
        (1, "=", 0, False),
    ],
)
def test_a_target_is_met_or_missed(figure: float, sign: str, limit: float, met: bool) -> None:
    target = Target("what", figure, sign, limit)
    assert target.met is met
    assert result(target).reached is met
    assert ("**no**" in target.row()) is not met


def test_the_page_holds_what_was_kept_last(tmp_path: Path) -> None:
    keep(result(Target("lost", 7, "=", 0, " messages"), name="chaos"), tmp_path)
    keep(result(Target("rate", 1234.5, "≥", 1000, "/s")), tmp_path)
    keep(result(Target("lost", 0, "=", 0, " messages"), name="chaos"), tmp_path)

    text = (tmp_path / "docs" / "results.md").read_text("utf-8")
    assert "| rate | 1,234/s | ≥ 1,000/s | yes |" in text
    assert "| lost | 0 messages | = 0 messages | yes |" in text
    assert "7 messages" not in text
    assert text.index("make bench`") < text.index("make chaos`")
    assert "CPUs" in text


def test_what_has_no_place_on_the_page_is_refused(tmp_path: Path) -> None:
    with pytest.raises(LookupError):
        keep(result(name="elsewhere"), tmp_path)


def test_nobody_wrote_into_the_page_by_hand() -> None:
    docs = ROOT / "docs"

    assert (docs / "results.md").read_text("utf-8") == page(docs / "results")
