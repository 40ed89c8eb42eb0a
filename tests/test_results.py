"""The page of results is written from what was measured, and says what was missed."""

from pathlib import Path

import pytest

from bench.results import BEGIN, END, ROOT, Result, Target, keep, page, with_table


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


@pytest.fixture
def root(tmp_path: Path) -> Path:
    (tmp_path / "README.md").write_text(f"# Before\n\n{BEGIN}\nold\n{END}\n\nAfter\n", "utf-8")
    return tmp_path


def test_the_page_holds_what_was_kept_last(root: Path) -> None:
    keep(result(Target("lost", 7, "=", 0, " messages"), name="chaos"), root)
    keep(result(Target("rate", 1234.5, "≥", 1000, "/s")), root)
    keep(result(Target("lost", 0, "=", 0, " messages"), name="chaos"), root)
    text = (root / "docs" / "results.md").read_text("utf-8")
    assert "| rate | 1,234/s | ≥ 1,000/s | yes |" in text
    assert "| lost | 0 messages | = 0 messages | yes |" in text
    assert "7 messages" not in text
    assert text.index("make bench`") < text.index("make chaos`")
    assert "CPUs" in text


def test_the_readme_shows_every_target_between_its_marks(root: Path) -> None:
    keep(result(Target("rate", 1234.5, "≥", 1000, "/s")), root)
    keep(result(Target("lost", 7, "=", 0, " messages"), name="chaos"), root)
    text = (root / "README.md").read_text("utf-8")
    assert text.startswith(f"# Before\n\n{BEGIN}\n")
    assert text.endswith(f"{END}\n\nAfter\n")
    assert "| rate | 1,234/s | ≥ 1,000/s | yes |" in text
    assert "| lost | 7 messages | = 0 messages | **no** |" in text
    assert "old" not in text


def test_what_has_no_place_on_the_page_is_refused(root: Path) -> None:
    with pytest.raises(LookupError):
        keep(result(name="elsewhere"), root)


def test_nobody_wrote_into_the_page_or_the_readme_by_hand() -> None:
    folder = ROOT / "docs" / "results"
    if folder.exists():
        assert (ROOT / "docs" / "results.md").read_text("utf-8") == page(folder)
    readme = (ROOT / "README.md").read_text("utf-8")
    assert BEGIN in readme
    assert readme == with_table(readme, folder)
