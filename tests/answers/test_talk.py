"""What a text does to somebody who stands at a question: nothing happens on a guess."""

import json
from collections import Counter
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from conversations.forms.pasted import fields
from conversations.registration.form import FORM
from tests.answers import scoring
from tests.answers.stage import Happened, happens

HERE = Path(__file__).parent
BESIDE = Path(__file__).parents[3] / "shared" / "answers" / "talk.jsonl"
TALKS = [one for one in (HERE / "talk.jsonl", BESIDE) if one.exists()]
RIGHT, DANGEROUS = 0.95, 0.01  # at least, at most

ASKS = {"ask", "ask_back", "topic"}
CHANGES_NOTHING = {
    *("status", "help", "language", "queue", "resume", "greet", "thanks"),
    *("my_data", "delete_my_data", "withdraw_consent"),
}


def met(wanted: list[list[object]], got: Happened) -> bool:
    what, detail = got
    for verb, *rest in wanted:
        if verb == "ask" and (what in ASKS or (what == "wish" and detail in CHANGES_NOTHING)):
            return True
        if verb == what and (not rest or rest[0] == detail):
            return True
    return False


def dangerous(got: Happened) -> bool:
    changes = got[0] == "wish" and got[1] not in CHANGES_NOTHING
    return got[0] in {"take", "submit", "end"} or changes


@pytest.mark.parametrize("corpus", TALKS, ids=lambda path: path.parent.name)
def test_hardly_a_text_is_taken_for_what_it_does_not_say(corpus: Path) -> None:
    items = [json.loads(line) for line in corpus.read_text("utf-8").splitlines()]
    missed, harmful = [], []
    for item in items:
        got = happens(item["question"], item["text"])
        if not met(item["expected"], got):
            missed.append(f"{item['question']}: {item['text']!r} {item['expected']} {got}")
            harmful += [missed[-1]] if dangerous(got) else []

    assert len(harmful) <= DANGEROUS * len(items), "\n".join(harmful)
    assert len(missed) <= (1 - RIGHT) * len(items), "\n".join(missed)


# ── other people's lives ────────────────────────────────────────────────────────────────────────

NEVER = {"submit", "end"}
MOST: dict[str, float] = {  # of the ordinary messages that may be stored there, by question
    **dict.fromkeys(("consent", "nik", "birth_date", "review"), 0),
    **dict.fromkeys(("birth", "sex", "for_whom", "phone_owner", "eligibility"), 0.01),
    **dict.fromkeys(("occupation", "village", "phone", "income"), 0.01),
    **dict.fromkeys(("name", "mother", "birth_place", "helped"), 0.05),
    "address": 0.25,
}


@cache
def stored_at(question: str) -> tuple[list[str], list[str]]:
    """Return what of ordinary talk sends or ends at a question, and what is stored."""
    undone, stored = [], []
    for text in (HERE / "ordinary.txt").read_text("utf-8").splitlines():
        what, detail = happens(question, text)
        undone += [f"{text!r}: {what}"] if what in NEVER else []
        stored += [f"{text!r}: {detail}"] if what == "take" else []
    return undone, stored


@pytest.mark.no_cover  # 300 messages at each question: what they reach, others reach as well
@pytest.mark.parametrize("question", [one.name for one in FORM.questions])
def test_ordinary_talk_sends_and_ends_nothing_and_is_hardly_ever_an_answer(question: str) -> None:
    undone, stored = stored_at(question)

    many = len((HERE / "ordinary.txt").read_text("utf-8").splitlines())
    assert many >= 300
    assert undone == []
    assert len(stored) <= MOST[question] * many, "\n".join(stored)


# ── every answer at every question that is not its own ──────────────────────────────────────────

OWN = {
    "yes_no": {"birth", "review"},
    "nik": {"nik"},
    "birth_date": {"birth", "birth_date"},
    "income": {"income"},
    "phone": {"phone"},
    "name": {"name", "helped", "mother"},
    "occupation": {"occupation"},
    "village": {"village"},
    "command": set(),
    "status_query": set(),
}
PLAIN = {"iya", "betul", "ya"}  # an answer wherever something is asked back
NUMBERS = {"nik", "birth_date", "phone", "income"}


def answers() -> Iterator[scoring.Item]:
    corpora = [HERE / "corpus.jsonl", BESIDE.with_name("examples.jsonl")]
    for corpus in corpora:
        if corpus.exists():
            yield from scoring.items(corpus)


def as_number(item: scoring.Item) -> bool:
    """Whether it is a NIK, a date, a telephone number or an amount, and understood as one."""
    return item.question in NUMBERS and bool({"value", "range"} & item.expect.keys())


@pytest.mark.no_cover  # 35,000 answers: being traced would take longer than reading them
@pytest.mark.parametrize("question", [one.name for one in FORM.questions])
def test_an_answer_to_another_question_sends_nothing_and_no_number_is_stored_as_something_else(
    question: str,
) -> None:
    undone, strayed, met_ = [], [], Counter[str]()
    for item in answers():
        if question in OWN[item.question] or item.text in PLAIN or fields(FORM, item.text):
            continue
        what, detail = happens(question, item.text)
        met_[item.question] += 1
        undone += [f"{item.text!r}: {what}"] if what in NEVER else []
        holds = question == "nik" and str(detail["nik"]) in item.text if what == "take" else False
        if what == "take" and as_number(item) and not holds:
            strayed.append(f"{item.question} {item.text!r}: {detail}")

    assert len(met_) >= len(OWN) - 2
    assert undone == []
    assert strayed == []
