"""A head asks a worker to correct answers: how it is asked, and what the worker hears of it."""

from typing import assert_never

from conversations import asides
from conversations.buttons.button import write
from conversations.buttons.desk import ASKED_FOR, AskFor, OnCard, Queue, Wish
from conversations.buttons.person import Correct
from conversations.machine import Context, State, Transition
from conversations.messages import Choice, Reply, Text, Value
from conversations.office import news
from conversations.outcomes.asking import AboutAsking, Asked, Lapsed, StillAsked
from conversations.outcomes.cards import Card
from conversations.outcomes.registered import Registered
from conversations.zones import by_number


def which(state: State, button: OnCard, context: Context) -> Transition:
    """Ask which answer is wrong: one is tapped, or several are written."""
    those = tuple(
        Choice(write(AskFor(button.registration, button.version, (name,))), news.title(name))
        for name in ASKED_FOR
    )
    again = OnCard(button.registration, button.version, Wish.AGAIN)
    held = asides.opening(state, context, AskFor(button.registration, button.version), again)
    back = Choice(write(again), Text("reason.back"))
    return Transition(held, (Reply((Text("ask.which"),), (*those, back)),))


def sure(state: State, button: AskFor, card: Card, context: Context) -> Transition:
    """Ask with the name whether that is meant, as words said it."""
    values: dict[str, Value] = {
        "name": card.answers["name"],
        "number": card.number,
        "titles": news.titles(button.about),
    }
    yes = Choice(write(button), Text("card.sure.yes"))
    no = Choice(write(Queue()), Text("card.sure.no"))
    held = asides.opening(state, context, button, Queue(), note=button.note)
    return Transition(held, (Reply((Text("card.sure.ask", values),), (yes, no)),))


def learned(state: State, outcome: AboutAsking, context: Context) -> Transition:
    match outcome:
        case Asked():
            return Transition(state, (*_asked(outcome, context), *news.idle(outcome)))
        case StillAsked(registered):
            return Transition(state, (_told(registered, context),))
        case Lapsed(registered, closed, cards):
            told = Reply((Text("lapsed", _values(registered, context)),))
            anew = {card.id for card in cards}  # comes as a message of its own
            left = tuple(card for card in closed if card.id not in anew)
            shown = news.show_closed(left, Text("card.lapsed", {"number": registered.number}))
            return Transition(state, (told, *shown, *news.show(cards, context)))
        case _:
            assert_never(outcome)


def _asked(outcome: Asked, context: Context) -> tuple[Reply, ...]:
    """Show on every card what was asked; it can be decided or taken back all the same."""
    one = outcome.registered
    confirm, reject, undo = (
        write(OnCard(one.id, one.version, wish)) for wish in (Wish.CONFIRM, Wish.REJECT, Wish.UNDO)
    )
    buttons = (
        Choice(confirm, Text("card.ok")),
        Choice(reject, Text("card.no")),
        Choice(undo, Text("card.undo")),
    )
    written_on = (Text("card.asked", _values(one, context)),)
    shown = (
        Reply(written_on, buttons, to=card.person, card=card.id, edits=True)
        for card in outcome.closed
    )
    told = _told(one, context)
    worker = Reply(told.texts, told.choices, to=outcome.worker)
    return (*shown, worker, *news.show(outcome.cards, context))


def _told(one: Registered, context: Context) -> Reply:
    values = _values(one, context)
    asked = Text("asked.noted", values) if one.note else Text("asked", values)
    start = Choice(write(Correct(one.id)), Text("amend.start"))
    return Reply((asked, Text("asked.how")), (start,))


def _values(one: Registered, context: Context) -> dict[str, Value]:
    return {
        "number": one.number,
        "name": one.name,
        "by": news.decider(one.village, context, district=False),
        "titles": news.titles(one.asked) if one.asked else "",
        "note": one.note,
        "place": one.place or 0,
        "until": by_number(one.until, one.number).date() if one.until else "",
    }
