"""Ending a place that is held: what is heard as that, and who is told what.

It waits for ten minutes, as a rejection does, and its worker knows nothing of it until it is so.
"""

from typing import assert_never

from conversations.buttons.button import write
from conversations.buttons.desk import OnCard, Wish
from conversations.effects import EndReason
from conversations.machine import Context, State, Transition
from conversations.messages import Choice, Reply, Text, Value
from conversations.office import news
from conversations.outcomes.desk import AboutEnding, Ended, Ending
from conversations.zones import by_number


def learned(state: State, outcome: AboutEnding, context: Context) -> Transition:
    """Turn what came of an end into words."""
    match outcome:
        case Ending():
            return Transition(state, _begun(outcome))
        case Ended():
            return Transition(state, over(outcome, context))
        case _:
            assert_never(outcome)


def _begun(outcome: Ending) -> tuple[Reply, ...]:
    """Say until when it can be undone, and how, to whoever ended it and on others' cards."""
    values: dict[str, Value] = {
        "number": outcome.number,
        "name": outcome.name,
        "reason": label(outcome.reason, outcome.note),
        "until": by_number(outcome.until, outcome.number),
    }
    undo = OnCard(outcome.registration, outcome.version, Wish.UNDO)
    buttons = (Choice(write(undo), Text("card.undo")),)
    texts = (Text("end.begun", values),)
    others = (
        Reply(texts, buttons, to=card.person, card=card.id, edits=True) for card in outcome.closed
    )
    return (Reply(texts, buttons), *others)


def label(reason: EndReason, note: str) -> Text:
    """Return a reason as it was given: a label, or words."""
    return Text("reason.said", {"note": note}) if note else Text(f"end.{reason}.button")


def over(outcome: Ended, context: Context) -> tuple[Reply, ...]:
    """Tell that a place has ended: its worker once, every card, who gets the place, the heads."""
    values: dict[str, Value] = {
        "number": outcome.number,
        "name": outcome.name,
        "place": outcome.place,
        "at": by_number(outcome.at, outcome.number),
    }
    shown = (Text("card.over_by_end", values), label(outcome.reason, outcome.note))
    texts = (
        Text("ended.place", values),
        news.end_reason(outcome.reason, outcome.note),
        Text("next.ended"),
    )
    return (
        *news.show_closed(outcome.closed, *shown),
        Reply(texts, to=outcome.worker),
        *news.promoted(outcome.promoted, context),
        *news.show(outcome.cards, context),
    )
