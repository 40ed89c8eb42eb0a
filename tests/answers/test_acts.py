"""What somebody means who writes while nothing is asked: nothing is done on a guess.

An item is one message in a fresh state: `who`, `state`, `text`, and `expected`, of which one
alternative must happen; `whose` is the registration it is about, where there are two. What would
change something and is expected nowhere, or falls on another registration, is dangerous.
"""

import json
from pathlib import Path
from typing import Any

import pytest

from tests.answers.adapter import acts

HERE = Path(__file__).parent
BESIDE = Path(__file__).parents[3] / "shared" / "answers" / "acts.jsonl"
CORPORA = [one for one in (HERE / "acts.jsonl", BESIDE) if one.exists()]
RIGHT = 0.95  # at least
WHO = ("worker",)

SHOWS = {"ask", "topic", "thanks", "help", "human", "status", "queue"}
TWO_STEPS = {"withdraw", "delete_my_data", "withdraw_consent", "end"}
MAY_ASK_BACK = {
    "ask_correction",
    "amend",
    "new_phone",
    "moved_village",
    "register",
    "register_other",
}
CHANGES = {"amend", "register", "register_other", "done"}

Happened = list[str | None]


def meets(wanted: list[str], got: Happened) -> bool:
    act, *rest = got
    if wanted[0] == "ask":
        return act in SHOWS or got == ["ask_back"]
    if act == "ask_back" and rest == [wanted[0]]:
        return wanted[0] in TWO_STEPS | MAY_ASK_BACK
    if wanted[0] == "ask_back":
        return act == "ask_back" or (act in TWO_STEPS and wanted[1:] == [act])
    detailed = bool(wanted[1:] and rest and rest[0])
    return act == wanted[0] and (not detailed or wanted[1] == rest[0])


def dangerous(item: dict[str, Any], got: Happened) -> bool:
    """Whether it changes something that nobody wanted, or something of somebody else."""
    asked_which = got[1:2] == ["none"]
    whose = item.get("whose")
    if whose and got[0] in {"amend", "withdraw"} and not asked_which and got[2:] != [whose]:
        return True
    wanted = any(meets(one, got) for one in item["expected"])
    return got[0] in CHANGES and not asked_which and not wanted


@pytest.mark.parametrize("corpus", CORPORA, ids=lambda path: path.parent.name)
def test_hardly_a_message_is_taken_for_what_it_does_not_say(corpus: Path) -> None:
    items = [json.loads(line) for line in corpus.read_text("utf-8").splitlines()]
    items = [item for item in items if item["who"] in WHO]
    missed, harmful = [], []
    for item in items:
        happened = acts(item["who"], item["state"], item["text"], item.get("area"))
        told = f"{item['state']}: {item['text']!r} {item['expected']} {happened}"
        if not any(meets(one, got) for got in happened for one in item["expected"]):
            missed.append(told)
        if any(dangerous(item, got) for got in happened):
            harmful.append(told)

    assert harmful == []
    assert len(missed) <= (1 - RIGHT) * len(items), "\n".join(missed)


# What the village office brings.
LATER_ON = {"list", "find", "report", "poster", "decree", "invite_deputy", "handover"}
OF_HEADS = {"confirm", "reject", "ask_correction", "undo", "end", "done"}
HEADS_RIGHT = 0.88


def decides(got: Happened) -> bool:
    return got[0] in OF_HEADS and got[1:2] != ["none"]


@pytest.mark.parametrize(
    "corpus", [HERE / "acts_head.jsonl", *CORPORA], ids=lambda path: path.name
)
def test_a_heads_words_decide_nothing_that_they_do_not_say(corpus: Path) -> None:
    items = [json.loads(line) for line in corpus.read_text("utf-8").splitlines()]
    items = [
        item
        for item in items
        if item["who"] == "head" and item["state"] != "list_shown"
        if LATER_ON.isdisjoint(one[0] for one in item["expected"])
    ]
    missed, harmful = [], []
    for item in items:
        happened = acts("head", item["state"], item["text"])
        told = f"{item['state']}: {item['text']!r} {item['expected']} {happened}"
        if not any(meets(one, got) for got in happened for one in item["expected"]):
            missed.append(told)
        for got in happened:
            named = any(meets(one, got) for one in item["expected"])
            whose = item.get("whose") in {None, *got[2:3]}
            if decides(got) and not (named and whose):
                harmful.append(told)

    assert harmful == []
    assert len(missed) <= (1 - HEADS_RIGHT) * len(items), "\n".join(missed)


UNDOES = {"done", "register", "register_other"}


def test_ordinary_talk_of_who_is_registered_does_nothing_and_hardly_ever_asks_back() -> None:
    lines = (HERE / "ordinary.txt").read_text("utf-8").splitlines()
    told = [(text, got) for text in lines for got in acts("worker", "confirmed", text)]

    assert [one for one in told if one[1][0] in UNDOES] == []
    bothered = [one for one in told if one[1][0] in {"amend", "withdraw", "ask_back"}]
    assert len(bothered) <= 0.03 * len(lines), bothered
