"""Somebody has their right at the village office: the head sees them, with the KTP.

    HAPUS DATA PR-…           it is given up, and erased soon
    TARIK PERSETUJUAN PR-…    it is given up, and what is held of it is worked with no more

Whose chat it was registered from is told, and can do no more about it: it was never theirs.
"""

import re
from typing import assert_never

from conversations import asides
from conversations.answers import always
from conversations.buttons.button import write
from conversations.buttons.desk import ForOwner, Queue
from conversations.effects import DoForOwner, FindForOwner, Right
from conversations.machine import Context, State, Transition
from conversations.messages import Choice, Reply, Text, Value
from conversations.office import news
from conversations.outcomes.rights import DoneForOwner, FoundForOwner, NotForOwner

_MEANT = {
    Right.ERASE: re.compile(r"\b(?:hapus(?:kan)?|dihapus|delete|erase)\b", re.IGNORECASE),
    Right.CONSENT: re.compile(
        r"\A(?=.*\b(?:(?:di)?(?:tarik|cabut)|menarik|mencabut|withdraw|take back)\b)"
        r"(?=.*\b(?:persetujuan(?:nya)?|consent)\b)",
        re.IGNORECASE | re.DOTALL,
    ),
}


def typed(text: str) -> FindForOwner | None:
    """Return what a head names who types HAPUS DATA, or TARIK PERSETUJUAN, and a number."""
    number = always.number(text)
    right = next((right for right, pattern in _MEANT.items() if pattern.search(text)), None)
    return FindForOwner(number, right) if number and right else None


def tapped(state: State, button: ForOwner, context: Context) -> Transition:
    """Do what was asked just now; an old button is good for nothing."""
    if not asides.is_fresh(button.minute, context):
        return Transition(state, (Reply((Text("stale"),)),))
    return Transition(state, effect=DoForOwner(button.registration, button.right))


def learned(
    state: State, outcome: FoundForOwner | NotForOwner | DoneForOwner, context: Context
) -> Transition:
    match outcome:
        case NotForOwner(""):  # a button whose registration is gone, or another's by now
            return Transition(state, (Reply((Text("stale"),)),))
        case NotForOwner(number):
            return Transition(state, (Reply((Text("owner.none", {"number": number}),)),))
        case FoundForOwner():
            return _asked(state, outcome, context)
        case DoneForOwner():
            return _done(state, outcome, context)
        case _:
            assert_never(outcome)


def _asked(state: State, found: FoundForOwner, context: Context) -> Transition:
    named: dict[str, Value] = {"number": found.number, "name": found.name}
    yes = ForOwner(found.registration, asides.minute_of(context), found.right)
    buttons = (
        Choice(write(yes), Text(f"owner.{found.right}.yes")),
        Choice(write(Queue()), Text("owner.no")),
    )
    held = asides.opening(state, context, yes, Queue())
    return Transition(held, (Reply((Text(f"owner.{found.right}.ask", named),), buttons),))


def _done(state: State, outcome: DoneForOwner, context: Context) -> Transition:
    here = Reply((Text(f"owner.{outcome.right}.done", _values(outcome)),))
    return Transition(state, (here, *_told(outcome, "by_head", context)))


def by_district(outcome: DoneForOwner, context: Context) -> tuple[Reply, ...]:
    """Tell all whom it concerns that the district had it done."""
    return _told(outcome, "by_district", context)


def _told(outcome: DoneForOwner, who: str, context: Context) -> tuple[Reply, ...]:
    """Tell its chat who had it done, and those whom it concerns."""
    said = Text(f"rights.{outcome.right}.{who}", _values(outcome))
    return (
        Reply((said,), to=outcome.worker),
        *news.given_up(outcome, [outcome.number], context, "card.given_up"),
    )


def _values(outcome: DoneForOwner) -> dict[str, Value]:
    return {"number": outcome.number, "receipt": outcome.receipt}
