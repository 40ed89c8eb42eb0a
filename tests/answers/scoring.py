"""Scores the answer parsers on a corpus: one answer a line, with the outcome that is right.

    {"id", "question", "text", "context", "expect", "kind"}

Right is the same outcome with the same content. Wrongly accepted is the dangerous kind of miss: a
value was taken that is not the one meant. The corpus beside this file is made up: its NIKs and
numbers are nobody's.
"""

import json
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.answers.adapter import Outcome, understand

ACCEPTED = ("value", "range", "code", "intent")
ASKED = ("candidates", "problem", "unclear", "clarify")


@dataclass(frozen=True, slots=True)
class Item:
    id: str
    question: str
    text: str
    context: dict[str, Any]
    expect: Outcome


@dataclass(frozen=True, slots=True)
class Score:
    items: int
    missed: tuple[str, ...]
    wrongly_accepted: tuple[str, ...]

    @property
    def right(self) -> float:
        return 1 - len(self.missed) / self.items

    @property
    def wrong(self) -> float:
        return len(self.wrongly_accepted) / self.items


def items(corpus: Path) -> Iterator[Item]:
    for line in corpus.read_text("utf-8").splitlines():
        row = json.loads(line)
        yield Item(row["id"], row["question"], row["text"], row["context"], row["expect"])


def score(corpus: Path) -> Score:
    missed, wrong, count = [], [], Counter[str]()
    for item in items(corpus):
        count[item.question] += 1
        got = understand(item.question, item.text, item.context)
        if not same(item.question, item.expect, got):
            missed.append(f"{item.id}: {item.text!r} is {item.expect}, read as {got}")
            if kind(got) in ACCEPTED:
                wrong.append(missed[-1])
    return Score(count.total(), tuple(missed), tuple(wrong))


def kind(outcome: Outcome) -> str:
    """Return the one outcome of an answer; ValueError if there is none or more than one."""
    (found,) = (one for one in (*ACCEPTED, *ASKED) if one in outcome)
    return found


def same(question: str, expect: Outcome, got: Outcome) -> bool:
    if kind(expect) != kind(got):
        return False
    meant, read = expect[kind(expect)], got[kind(got)]
    if kind(got) == "candidates":
        return set(map(str, meant)) == set(map(str, read))
    if question == "name" and kind(got) == "value":
        return plain_name(meant) == plain_name(read)
    periods = {expect.get("period"), got.get("period")} - {None}
    return bool(meant == read) and (len(periods) < 2 or "period" not in expect)


def plain_name(name: str) -> str:
    """Dots and spaces make no other name."""
    return re.sub(r"\s+", " ", name.replace(".", " ")).strip().upper()
