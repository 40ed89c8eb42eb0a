"""The answer parsers in the form in which the corpus of answers is scored."""

from collections.abc import Callable
from datetime import date
from functools import cache
from typing import Any

from conversations.answers import nik, phone, status
from conversations.answers.dates import birth_date
from conversations.answers.income import monthly
from conversations.answers.invalid import Invalid
from conversations.answers.names import name
from conversations.answers.occupation import occupation
from conversations.answers.village import village
from conversations.answers.wishes import wish
from conversations.answers.yes_no import yes_no

Outcome = dict[str, Any]
REGENCIES = ("61.04", "61.07")
INTENTS = {"edit": "back", None: "none", "language": "none", "queue": "none"}


@cache
def villages() -> village.Villages:
    """Return all villages of the two regencies."""
    return village.Villages(village.load(REGENCIES), village.around(REGENCIES))


def _income(text: str, _: dict[str, Any]) -> Outcome:
    amount = monthly.income(text)
    period = amount.period if amount.period != "other" else None
    said: Outcome = {"period": period} if period else {}
    if amount.low == amount.high:
        return {"value": amount.low, **said}
    return {"range": [amount.low, amount.high], **said}


def _command(text: str, _: dict[str, Any]) -> Outcome:
    meant = wish.command(text)
    return {"intent": INTENTS.get(meant, meant)}


PARSERS: dict[str, Callable[[str, dict[str, Any]], Outcome]] = {
    "yes_no": lambda text, c: {
        "value": yes_no.yes_no(text, c.get("prompt", ""), c.get("options"))
    },
    "nik": lambda text, _: {"value": nik.nik(text)},
    "birth_date": lambda text, c: {
        "value": birth_date.birth_date(text, date.fromisoformat(c["today"])).isoformat()
    },
    "income": _income,
    "phone": lambda text, c: {"value": phone.phone(text, c.get("sender_phone"))},
    "name": lambda text, _: {"value": name.name(text)},
    "occupation": lambda text, _: {"code": occupation.occupation(text)},
    "village": lambda text, c: {"code": villages().find(text, tuple(c["scope"]))},
    "command": _command,
    "status_query": lambda text, _: {"value": status.registration_number(text)},
}


def understand(question: str, text: str, context: dict[str, Any]) -> Outcome:
    """Return the one outcome of an answer, as the corpus' README describes it."""
    try:
        return PARSERS[question](text, context)
    except Invalid as no:
        return _refusal(question, no)


def _refusal(question: str, no: Invalid) -> Outcome:
    if question == "yes_no":
        return {"unclear": True}
    if no.reason in ("two_jobs", "candidates"):
        return {"candidates": list(no.candidates)}
    if no.reason in ("vague", "clarify"):
        return {"clarify": True}
    return {"problem": no.reason}


def happens(question: str, text: str) -> tuple[str, Any]:
    """Return what a text does to somebody who stands at a question, as `score_talk.py` asks it."""
    from tests.answers import stage  # noqa: PLC0415 - it builds the brain on what is above

    return stage.happens(question, text)


def acts(who: str, state: str, text: str, area: str | None = None) -> list[list[str | None]]:
    """Return what a message of a head, a worker or an officer does, as `score_acts.py` asks it."""
    from tests.answers import acts_head, acts_worker  # noqa: PLC0415 - they build on what is above

    if who == "worker":
        return acts_worker.acts(state, text)
    if who == "head":
        return acts_head.acts(state, text)
    del area
    return [["ask"]]  # officers are not known here yet: they are asked what they mean
