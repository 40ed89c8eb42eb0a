"""What rules somebody out: a form's rules are run after every answer."""

from collections.abc import Callable
from typing import TypeAlias

from conversations.machine import Answers
from conversations.programme import Programme
from conversations.record import record

Test: TypeAlias = Callable[[Answers, Programme], bool]


@record
class Rule:
    """`refuses` says whether these answers rule the worker out of this programme.

    `about` is the question whose answer does; it is asked back in words before anything ends.
    What was told is kept for a day then, unless the rule `forgets` it at once.
    """

    name: str
    refuses: Test
    about: str
    forgets: bool = False


def broken(rules: tuple[Rule, ...], answers: Answers, programme: Programme) -> Rule | None:
    """Return the first rule that rules the worker out, or None."""
    return next((rule for rule in rules if rule.refuses(answers, programme)), None)
