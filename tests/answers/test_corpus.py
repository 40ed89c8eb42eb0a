"""How well people are understood: both floors, on every corpus there is."""

from pathlib import Path

import pytest

from tests.answers import scoring
from tests.answers.adapter import Outcome
from tests.answers.scoring import Score, same, score

RIGHT, WRONGLY_ACCEPTED = 0.95, 0.01  # at least, at most
OURS = Path(__file__).with_name("corpus.jsonl")
BESIDE = Path(__file__).parents[3] / "shared" / "answers" / "examples.jsonl"
CORPORA = [one for one in (OURS, BESIDE) if one.exists()]


@pytest.mark.parametrize("corpus", CORPORA, ids=lambda path: path.stem)
def test_nearly_every_answer_is_read_right_and_hardly_one_is_taken_wrong(corpus: Path) -> None:
    reached: Score = score(corpus)

    assert reached.items >= 300
    assert reached.wrong <= WRONGLY_ACCEPTED, "\n".join(reached.wrongly_accepted)
    assert reached.right >= RIGHT, "\n".join(reached.missed)


def test_every_kind_of_answer_is_in_the_corpus() -> None:
    questions = {item.question for item in scoring.items(OURS)}

    assert len(questions) == 10


@pytest.mark.parametrize(
    ("question", "expect", "got", "is_right"),
    [
        ("income", {"value": 5, "period": "day"}, {"value": 5}, True),
        ("income", {"value": 5, "period": "day"}, {"value": 5, "period": "week"}, False),
        ("income", {"value": 5}, {"range": [5, 6]}, False),
        ("name", {"value": "M. ALI"}, {"value": "M ALI"}, True),
        ("name", {"value": "ALI"}, {"value": "ALI BABA"}, False),
        ("village", {"candidates": ["a", "b"]}, {"candidates": ["b", "a"]}, True),
        ("village", {"candidates": ["a", "b"]}, {"candidates": ["a"]}, False),
        ("yes_no", {"value": False}, {"unclear": True}, False),
        ("nik", {"problem": "length"}, {"problem": "date"}, False),
    ],
)
def test_the_scorer_tells_right_from_wrong(
    question: str, expect: Outcome, got: Outcome, *, is_right: bool
) -> None:
    assert same(question, expect, got) is is_right
