"""Somebody has their data erased at the village office: the head sees them, with the KTP.

Whose chat it was registered from is told, and can do no more about it: it was never theirs.
"""

import re
from typing import assert_never

from conversations import asides
from conversations.answers import always
from conversations.buttons.button import write
from conversations.buttons.desk import EraseIt, Queue
from conversations.effects import EraseFor, FindToErase
from conversations.machine import Context, State, Transition
from conversations.messages import Choice, Reply, Text, Value
from conversations.office import news
from conversations.outcomes.rights import ErasedAtOffice, NotToErase, ToErase

_ERASES = re.compile(r"\b(?:hapus(?:kan)?|dihapus|delete|erase)\b", re.IGNORECASE)


def typed(text: str) -> FindToErase | None:
    """Return what a head names who types HAPUS DATA and a registration's number."""
    number = always.number(text)
    return FindToErase(number) if number and _ERASES.search(text) else None


def tapped(state: State, button: EraseIt, context: Context) -> Transition:
    """Erase what was asked just now; an old button is good for nothing."""
    if not asides.is_fresh(button.minute, context):
        return Transition(state, (Reply((Text("stale"),)),))
    return Transition(state, effect=EraseFor(button.registration))


def learned(
    state: State, outcome: ToErase | NotToErase | ErasedAtOffice, context: Context
) -> Transition:
    match outcome:
        case NotToErase(number):
            return Transition(state, (Reply((Text("erasing.none", {"number": number}),)),))
        case ToErase():
            return _asked(state, outcome, context)
        case ErasedAtOffice():
            return _done(state, outcome, context)
        case _:
            assert_never(outcome)


def _asked(state: State, found: ToErase, context: Context) -> Transition:
    named: dict[str, Value] = {"number": found.number, "name": found.name}
    yes = EraseIt(found.registration, asides.minute_of(context))
    buttons = (
        Choice(write(yes), Text("erasing.yes")),
        Choice(write(Queue()), Text("erasing.no")),
    )
    held = asides.opening(state, context, yes, Queue())
    return Transition(held, (Reply((Text("erasing.ask", named),), buttons),))


def _done(state: State, outcome: ErasedAtOffice, context: Context) -> Transition:
    values: dict[str, Value] = {"number": outcome.number, "receipt": outcome.receipt}
    here = Reply((Text("erasing.done", values),))
    return Transition(state, (here, *_told(outcome, "rights.erase.by_head", context)))


def by_district(outcome: ErasedAtOffice, context: Context) -> tuple[Reply, ...]:
    """Tell all whom it concerns that the district had it erased."""
    return _told(outcome, "rights.erase.by_district", context)


def _told(outcome: ErasedAtOffice, said: str, context: Context) -> tuple[Reply, ...]:
    """Tell its chat who had it erased, and those whom it concerns."""
    values: dict[str, Value] = {"number": outcome.number, "receipt": outcome.receipt}
    return (
        Reply((Text(said, values),), to=outcome.worker),
        *news.given_up(outcome, [outcome.number], context),
    )
