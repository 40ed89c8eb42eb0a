"""Who may take a place: one rule a line, run after every answer.

A rule that fails ends the registration there, once its answer was asked back in words, so that
nobody gives more data than is needed to be told no, and nobody is sent away for a slip. The words
are under "ending.<rule>" and "eligibility.<rule>". Sources: programme.md 1.1 and 1.5; the age
band is the programme's own.
"""

from collections.abc import Mapping
from datetime import date

from conversations.fees import own_fee
from conversations.forms.question import Asking
from conversations.forms.rules import Rule, Test
from conversations.machine import Answers
from conversations.messages import Value
from conversations.programme import DEFAULT_BELOW_AGE, DEFAULT_MIN_AGE, Programme, age
from conversations.registration.whom import someone


def _tied(tie: str) -> Test:
    return lambda answers, _: answers.get("eligibility") == tie


def _age(answers: Answers, programme: Programme) -> int | None:
    """The age on the cover's first day, by the date that was confirmed; None if not known yet."""
    born = answers.get("birth_date")
    return age(date.fromisoformat(born), programme.cover_from) if born else None


def _too_young(answers: Answers, programme: Programme) -> bool:
    years = _age(answers, programme)
    return years is not None and years < programme.min_age


def _too_old(answers: Answers, programme: Programme) -> bool:
    years = _age(answers, programme)
    return years is not None and years >= programme.below_age


def _refused(answers: Answers, _: Programme) -> bool:
    return answers.get("consent") == "no"


def _employed(answers: Answers, _: Programme) -> bool:
    return answers.get("occupation") == "formal_employee"


TIES = ("civil_servant", "village_official", "company", "covered")
RULES = (
    Rule("no_consent", _refused, "consent", forgets=True),
    *(Rule(tie, _tied(tie), "eligibility") for tie in TIES),
    Rule("too_young", _too_young, "birth"),
    Rule("too_old", _too_old, "birth"),
    Rule("formal_employee", _employed, "occupation"),
)


def ends(asking: Asking) -> Mapping[str, Value]:
    """The placeholders of what is said to somebody who is ruled out: {min}, {below}, {fee}."""
    programme = asking.context.programme(asking.answers["village"])
    return {
        **someone(asking),
        "min": programme.min_age if programme else DEFAULT_MIN_AGE,
        "below": programme.below_age if programme else DEFAULT_BELOW_AGE,
        "fee": own_fee(asking.context.today),
    }
