"""Who may take a place: one rule a line, run after every answer.

A rule that fails ends the registration at once, so that nobody gives more data than is needed to
be told no. The words are under "eligibility.<rule>". Sources: programme.md 1.1 and 1.5; the age
band is the programme's own.
"""

from datetime import date

from conversations.forms.rules import Rule, Test
from conversations.machine import Answers
from conversations.programme import Programme, age


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


RULES = (
    Rule("no_consent", lambda answers, _: answers.get("consent") == "no"),
    Rule("civil_servant", _tied("civil_servant")),
    Rule("village_official", _tied("village_official")),
    Rule("company", _tied("company")),
    Rule("covered", _tied("covered")),
    Rule("too_young", _too_young),
    Rule("too_old", _too_old),
    Rule("formal_employee", lambda answers, _: answers.get("occupation") == "formal_employee"),
)
